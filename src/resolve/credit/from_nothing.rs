//! Recipes that were run and together make something out of nothing.

use std::collections::{BTreeMap, BTreeSet};

use microlp::{ComparisonOp, OptimizationDirection, Problem};

use super::Answer;
use super::credited::all_made;
use crate::graph::{Flow, Graph, ItemIndex, RecipeIndex};

/// A loop that feeds itself and leaves something over, with nothing put in.
#[derive(Clone, Debug, PartialEq)]
pub struct FromNothing {
    /// The recipes and their runs for one pass.
    pub runs: Vec<(RecipeIndex, f64)>,
    /// What a pass leaves over most of, relative to what it takes.
    pub item: ItemIndex,
    /// How much of it a pass makes for each unit that it takes: above 1.
    pub gain: f64,
}

/// Whether recipes that were run feed each other and leave something over with nothing put in: the most that can be left over
/// with at most a unit of each item, of runs of these recipes alone. What a recipe makes without any input is put in.
pub(super) fn from_nothing(
    graph: &Graph,
    answer: &Answer,
    taken: &BTreeMap<RecipeIndex, Vec<Flow>>,
) -> Option<FromNothing> {
    let recipes: Vec<(RecipeIndex, f64)> = answer
        .runs
        .iter()
        .filter(|(recipe, _)| !taken[*recipe].is_empty())
        .map(|(recipe, runs)| (*recipe, *runs))
        .collect();
    let consumed: BTreeSet<ItemIndex> =
        recipes.iter().flat_map(|(recipe, _)| &taken[recipe]).map(|flow| flow.item).collect();
    // Only what is made of what is made can be part of it; this ends nearly always with nothing left.
    let mut left = recipes;
    loop {
        let made: BTreeSet<ItemIndex> =
            left.iter().flat_map(|(recipe, _)| all_made(graph, *recipe)).map(|flow| flow.item).collect();
        let before = left.len();
        left.retain(|(recipe, _)| taken[recipe].iter().all(|flow| made.contains(&flow.item)));
        if left.len() == before {
            break;
        }
    }
    if left.is_empty() {
        return None;
    }
    let mut problem = Problem::new(OptimizationDirection::Maximize);
    let runs: Vec<_> = left.iter().map(|_| problem.add_var(0.0, (0.0, 1e6))).collect();
    let mut rows: BTreeMap<ItemIndex, BTreeMap<usize, f64>> = BTreeMap::new();
    for (number, (recipe, usual)) in left.iter().enumerate() {
        for flow in all_made(graph, *recipe) {
            *rows.entry(flow.item).or_default().entry(number).or_default() += flow.quantity * usual;
        }
        for flow in &taken[recipe] {
            *rows.entry(flow.item).or_default().entry(number).or_default() -= flow.quantity;
        }
    }
    for (item, row) in &rows {
        let largest = row.values().map(|value| value.abs()).fold(f64::MIN_POSITIVE, f64::max);
        let mut sum: Vec<_> = row.iter().map(|(number, value)| (runs[*number], value / largest)).collect();
        let weight = if consumed.contains(item) { 1.0 } else { 0.0 };
        sum.push((problem.add_var(weight, (0.0, 1.0)), -1.0));
        problem.add_constraint(&sum, ComparisonOp::Ge, 0.0);
    }
    let solution = problem.solve().ok()?.into_solution().ok()?;
    if solution.objective() <= 1e-5 {
        return None;
    }
    let pass: Vec<(RecipeIndex, f64, f64)> = left
        .iter()
        .zip(&runs)
        .map(|((recipe, usual), variable)| (*recipe, *usual, solution.var_value(*variable)))
        .filter(|(.., share)| *share > 1e-7)
        .collect();
    let mut flows: BTreeMap<ItemIndex, (f64, f64)> = BTreeMap::new();
    for (recipe, usual, share) in &pass {
        for flow in all_made(graph, *recipe) {
            flows.entry(flow.item).or_default().0 += flow.quantity * usual * share;
        }
        for flow in &taken[recipe] {
            flows.entry(flow.item).or_default().1 += flow.quantity * share;
        }
    }
    let gains =
        flows.into_iter().filter(|(_, (_, takes))| *takes > 0.0).map(|(item, (makes, takes))| (item, makes / takes));
    let (item, gain) = gains.reduce(|best, next| if next.1 > best.1 * (1.0 + 1e-9) { next } else { best })?;
    let first = pass.iter().map(|(_, usual, share)| usual * share).fold(f64::INFINITY, f64::min);
    let runs = pass.into_iter().map(|(recipe, usual, share)| (recipe, usual * share / first)).collect();
    Some(FromNothing { runs, item, gain })
}
