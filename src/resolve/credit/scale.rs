//! A usual amount of each item and of runs of each recipe, so that all that is solved for is near 1.
//!
//! What the choice needs is known, where it can be had at all. For the rest, amounts are walked down from the root as if each
//! recipe alone supplied the item by which it was found, and are then smoothed: the runs of a recipe become the geometric mean
//! of what its items say, an item the geometric mean of what its recipes say. All is done in logarithms: a long chain of large
//! factors would leave the numbers.

use std::collections::BTreeMap;

use crate::graph::{Flow, Graph, ItemIndex, RecipeIndex};

/// Rounds of smoothing; more change little.
const ROUNDS: usize = 6;

/// Powers of e beyond which no scale goes, from the quantity asked for.
const FARTHEST: f64 = 46.0;

/// Usual amounts.
#[derive(Clone, Debug, Default)]
pub(super) struct Scales {
    /// Of each item, in its unit of account.
    pub items: BTreeMap<ItemIndex, f64>,
    /// Runs of each recipe.
    pub recipes: BTreeMap<RecipeIndex, f64>,
}

impl Scales {
    /// A usual amount of an item; 1 where none is known.
    pub(super) fn item(&self, item: ItemIndex) -> f64 {
        self.items.get(&item).copied().unwrap_or(1.0)
    }

    /// Usual runs of a recipe; 1 where none are known.
    pub(super) fn recipe(&self, recipe: RecipeIndex) -> f64 {
        self.recipes.get(&recipe).copied().unwrap_or(1.0)
    }

    /// Takes an amount as usual, if it can be one.
    pub(super) fn set_item(&mut self, item: ItemIndex, amount: f64) {
        if amount.is_normal() && amount > 0.0 {
            self.items.insert(item, amount);
        }
    }

    /// Takes runs as usual, if they can be.
    pub(super) fn set_recipe(&mut self, recipe: RecipeIndex, runs: f64) {
        if runs.is_normal() && runs > 0.0 {
            self.recipes.insert(recipe, runs);
        }
    }

    /// Finds the scales of recipes that have none, and of all that they take and give. `found` has recipes in the order in
    /// which they were found, each with the item by which it was.
    pub(super) fn fill(&mut self, graph: &Graph, found: &[(RecipeIndex, ItemIndex)], quantity: f64) {
        let mut items: BTreeMap<ItemIndex, f64> = self.items.iter().map(|(item, scale)| (*item, scale.ln())).collect();
        let middle = quantity.ln();
        let free: Vec<(RecipeIndex, Vec<(ItemIndex, f64)>)> = found
            .iter()
            .filter(|(recipe, _)| !self.recipes.contains_key(recipe))
            .map(|(recipe, _)| (*recipe, flows(graph, *recipe)))
            .collect();
        let mut recipes: BTreeMap<RecipeIndex, f64> = BTreeMap::new();
        for (recipe, by) in found {
            let flows = flows(graph, *recipe);
            let per_run = flows.iter().find(|(item, _)| item == by).map_or(0.0, |(_, ln)| *ln);
            let guess = || items.get(by).copied().unwrap_or(middle) - per_run;
            let runs = self.recipes.get(recipe).map_or_else(guess, |runs| runs.ln());
            recipes.insert(*recipe, runs);
            for (item, per_run) in flows {
                items.entry(item).or_insert(runs + per_run);
            }
        }
        for _ in 0..ROUNDS {
            for (recipe, flows) in &free {
                let sum: f64 = flows.iter().map(|(item, ln)| items[item] - ln).sum();
                recipes.insert(*recipe, sum / flows.len().max(1) as f64);
            }
            let mut said: BTreeMap<ItemIndex, (f64, f64)> = BTreeMap::new();
            for (recipe, _) in found {
                for (item, ln) in flows(graph, *recipe) {
                    let (sum, count) = said.entry(item).or_default();
                    *sum += recipes[recipe] + ln;
                    *count += 1.0;
                }
            }
            for (item, (sum, count)) in said.into_iter().filter(|(item, _)| !self.items.contains_key(item)) {
                items.insert(item, sum / count);
            }
        }
        let scale = |ln: f64| ln.clamp(middle - FARTHEST, middle + FARTHEST).exp();
        for (item, ln) in items {
            self.items.entry(item).or_insert_with(|| scale(ln));
        }
        for (recipe, ln) in recipes {
            self.recipes.entry(recipe).or_insert_with(|| scale(ln));
        }
    }
}

/// What a run gives and takes, on any line: logarithms of the amounts, each item once.
fn flows(graph: &Graph, recipe: RecipeIndex) -> Vec<(ItemIndex, f64)> {
    let recipe = graph.recipe(recipe);
    let given = recipe.outputs.iter().chain(&recipe.by_products);
    let taken = recipe.inputs.iter().flat_map(|line| &line.options);
    let mut largest: BTreeMap<ItemIndex, f64> = BTreeMap::new();
    for Flow { item, quantity } in given.chain(taken).filter(|flow| flow.quantity > 0.0) {
        let most = largest.entry(*item).or_insert(*quantity);
        *most = most.max(*quantity);
    }
    largest.into_iter().map(|(item, quantity)| (item, quantity.ln())).collect()
}
