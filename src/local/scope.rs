//! The part of a graph in which something changed: what goes into one plan, and is made with what changed. To work that out anew
//! takes as long as the part is large, whatever the graph.

use std::collections::{HashMap, HashSet, VecDeque};

use super::reach::Users;
use super::uses::{LineIndex, Uses};
use crate::graph::{Graph, ItemIndex, RecipeIndex};

/// The part.
#[derive(Debug)]
pub(super) struct Scope {
    /// What may be had in another way than before; sorted.
    pub items: Vec<ItemIndex>,
    /// The recipes that make these; sorted.
    pub recipes: Vec<RecipeIndex>,
    users: HashMap<ItemIndex, Vec<(LineIndex, RecipeIndex)>>,
}

impl Scope {
    /// What goes into `root` in any way, and is one of `changed` or made with one. `None` if not every recipe on the way
    /// `is_plain`.
    pub fn below(
        graph: &Graph,
        uses: &Uses,
        root: ItemIndex,
        changed: &[ItemIndex],
        is_plain: impl Fn(RecipeIndex) -> bool,
    ) -> Option<Self> {
        let mut below = HashSet::from([root]);
        let mut recipes: HashSet<RecipeIndex> = HashSet::new();
        let mut users: HashMap<ItemIndex, Vec<(LineIndex, RecipeIndex)>> = HashMap::new();
        let mut queue = VecDeque::from([root]);
        while let Some(item) = queue.pop_front() {
            for recipe in graph.item(item).recipes.iter().copied() {
                if !recipes.insert(recipe) {
                    continue;
                }
                if !is_plain(recipe) {
                    return None;
                }
                for (line, input) in uses.lines_of_recipe(recipe).zip(&graph.recipe(recipe).inputs) {
                    for flow in &input.options {
                        users.entry(flow.item).or_default().push((line, recipe));
                        if below.insert(flow.item) {
                            queue.push_back(flow.item);
                        }
                    }
                }
            }
        }
        let mut queue: VecDeque<ItemIndex> = changed.iter().copied().filter(|item| below.contains(item)).collect();
        let mut affected: HashSet<ItemIndex> = queue.iter().copied().collect();
        while let Some(item) = queue.pop_front() {
            for (_, recipe) in users.get(&item).into_iter().flatten() {
                for output in &graph.recipe(*recipe).outputs {
                    if below.contains(&output.item) && affected.insert(output.item) {
                        queue.push_back(output.item);
                    }
                }
            }
        }
        let mut items: Vec<ItemIndex> = affected.into_iter().collect();
        items.sort_unstable();
        let mut recipes: Vec<RecipeIndex> = items.iter().flat_map(|item| &graph.item(*item).recipes).copied().collect();
        recipes.sort_unstable();
        recipes.dedup();
        // As in the whole graph: by line, each once.
        users.values_mut().for_each(|lines| {
            lines.sort_unstable();
            lines.dedup();
        });
        Some(Self { items, recipes, users })
    }
}

impl Users for Scope {
    fn users_of(&self, item: ItemIndex) -> impl Iterator<Item = (LineIndex, RecipeIndex)> {
        self.users.get(&item).into_iter().flatten().copied()
    }
}
