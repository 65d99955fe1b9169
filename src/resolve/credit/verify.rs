//! The answer in plain numbers: what each item is short of, and how that is covered.

use std::collections::BTreeMap;

use super::{Answer, RESIDUAL};
use crate::graph::{Graph, ItemIndex};
use crate::resolve::choice::{Choice, Obtain};
use crate::resolve::solve::solve;

/// What the program's tolerance left short is made as the choice makes it: of items that are small beside the rest, that may
/// be all; of the whole, it is next to nothing.
pub(super) fn cover_what_is_short(graph: &Graph, choice: &Choice, root: ItemIndex, quantity: f64, answer: &mut Answer) {
    for (item, (share, amount)) in shortages(graph, root, quantity, answer) {
        if share <= RESIDUAL * 0.01 {
            continue;
        }
        let Ok(resolution) = solve(graph, choice.clone(), item, amount) else { continue };
        for need in &resolution.needs {
            let Obtain::Make(recipe) = need.obtain else {
                answer.leaves.entry(need.item).or_insert((need.obtain, 0.0)).1 += need.quantity;
                continue;
            };
            *answer.runs.entry(recipe).or_default() += need.runs;
            for line in 0..graph.recipe(recipe).inputs.len() as u32 {
                let key = (recipe, line, choice.option(recipe, line));
                *answer.options.entry(key).or_default() += need.runs;
            }
        }
    }
}

/// What each item is short of, if it is: as a share of what is asked of it, and as an amount.
pub(super) fn shortages(
    graph: &Graph,
    root: ItemIndex,
    quantity: f64,
    answer: &Answer,
) -> BTreeMap<ItemIndex, (f64, f64)> {
    let mut balance: BTreeMap<ItemIndex, (f64, f64)> = BTreeMap::from([(root, (0.0, quantity))]);
    for (index, runs) in &answer.runs {
        let recipe = graph.recipe(*index);
        for flow in recipe.outputs.iter().chain(&recipe.by_products) {
            balance.entry(flow.item).or_default().0 += flow.quantity * runs;
        }
        for flow in answer.taken(graph, *index) {
            balance.entry(flow.item).or_default().1 += flow.quantity;
        }
    }
    for (item, (_, amount)) in &answer.leaves {
        balance.entry(*item).or_default().0 += amount;
    }
    let short = balance.into_iter().filter(|(_, (had, asked))| asked > had);
    short.map(|(item, (had, asked))| (item, ((asked - had) / asked, asked - had))).collect()
}
