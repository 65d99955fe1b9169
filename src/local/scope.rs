//! The part of a graph in which something changed: all that is made with it, or as much of that as goes into one plan. To work that
//! out anew takes as long as the part is large, whatever the graph.

use std::collections::{HashMap, HashSet, VecDeque};

use super::uses::{LineIndex, Users, Uses};
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
        // As in the whole graph: by line, each once.
        users.values_mut().for_each(|lines| {
            lines.sort_unstable();
            lines.dedup();
        });
        Some(Self::of(graph, affected, users))
    }

    /// All that is one of `changed`, or made with one.
    pub fn above(graph: &Graph, uses: &Uses, changed: impl IntoIterator<Item = ItemIndex>) -> Self {
        let mut queue: VecDeque<ItemIndex> = changed.into_iter().collect();
        let mut affected: HashSet<ItemIndex> = queue.iter().copied().collect();
        let mut users: HashMap<ItemIndex, Vec<(LineIndex, RecipeIndex)>> = HashMap::new();
        while let Some(item) = queue.pop_front() {
            let of_item: Vec<(LineIndex, RecipeIndex)> = uses.users_of(item).collect();
            for output in of_item.iter().flat_map(|(_, recipe)| &graph.recipe(*recipe).outputs) {
                if affected.insert(output.item) {
                    queue.push_back(output.item);
                }
            }
            users.insert(item, of_item);
        }
        Self::of(graph, affected, users)
    }

    fn of(graph: &Graph, items: HashSet<ItemIndex>, users: HashMap<ItemIndex, Vec<(LineIndex, RecipeIndex)>>) -> Self {
        let mut items: Vec<ItemIndex> = items.into_iter().collect();
        items.sort_unstable();
        let mut recipes: Vec<RecipeIndex> = items.iter().flat_map(|item| &graph.item(*item).recipes).copied().collect();
        recipes.sort_unstable();
        recipes.dedup();
        Self { items, recipes, users }
    }
}

impl Users for Scope {
    fn users_of(&self, item: ItemIndex) -> impl Iterator<Item = (LineIndex, RecipeIndex)> {
        self.users.get(&item).into_iter().flatten().copied()
    }
}
