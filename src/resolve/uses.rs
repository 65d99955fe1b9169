//! Who uses an item: directly, with how much, and through others.

use std::collections::BTreeMap;

use crate::catalog::ItemOwner;
use crate::graph::{Graph, ItemIndex, RecipeIndex};

/// Who uses an item, directly and through others.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct UseList {
    /// Items whose recipes take it, sorted.
    pub direct: Vec<ItemIndex>,
    /// Items that need it through others, sorted, without the direct ones.
    pub transitive: Vec<ItemIndex>,
    /// How each direct user takes it: one entry for each recipe, sorted by user, then recipe.
    pub takes: Vec<Take>,
    /// Plans among the users, direct and through others, sorted.
    pub plans: Vec<ItemIndex>,
}

/// What a recipe takes of an item.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Take {
    /// What is made.
    pub user: ItemIndex,
    /// By which recipe.
    pub recipe: RecipeIndex,
    /// How much, in the unit of what is taken, for one unit of what is made.
    pub per_unit: f64,
    /// Whether every line on which it stands would take something else first.
    pub is_alternative: bool,
}

/// Everything whose recipes take `target`, by any recipe and any alternative.
pub fn uses_of(graph: &Graph, target: ItemIndex) -> UseList {
    let mut users: Vec<Vec<ItemIndex>> = vec![Vec::new(); graph.items.len()];
    let mut takes: BTreeMap<(ItemIndex, RecipeIndex), Take> = BTreeMap::new();
    for index in graph.recipe_indices() {
        let recipe = graph.recipe(index);
        for line in &recipe.inputs {
            for (place, flow) in line.options.iter().enumerate() {
                users[flow.item.0 as usize].extend(recipe.outputs.iter().map(|output| output.item));
                if flow.item != target {
                    continue;
                }
                for output in &recipe.outputs {
                    let made = recipe.output_of(output.item);
                    let none = Take { user: output.item, recipe: index, per_unit: 0.0, is_alternative: true };
                    let take = takes.entry((output.item, index)).or_insert(none);
                    take.per_unit += if made > 0.0 { flow.quantity / made } else { 0.0 };
                    take.is_alternative &= place > 0;
                }
            }
        }
    }
    let mut is_user = vec![false; graph.items.len()];
    let mut open = vec![target];
    while let Some(item) = open.pop() {
        for user in &users[item.0 as usize] {
            if !std::mem::replace(&mut is_user[user.0 as usize], true) {
                open.push(*user);
            }
        }
    }
    let mut direct = users.swap_remove(target.0 as usize);
    direct.sort_unstable();
    direct.dedup();
    let all: Vec<ItemIndex> = graph.item_indices().filter(|item| is_user[item.0 as usize] && *item != target).collect();
    let is_plan = |item: &ItemIndex| matches!(graph.item(*item).owner, ItemOwner::Plan(_));
    UseList {
        plans: all.iter().copied().filter(is_plan).collect(),
        transitive: all.into_iter().filter(|item| direct.binary_search(item).is_err()).collect(),
        takes: takes.into_values().collect(),
        direct,
    }
}
