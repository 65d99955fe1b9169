//! Which machine covers which operation, and from which stage on a recipe can be run.

use std::collections::HashMap;

use super::facility::{Offer, Place};
use super::fit::misfits;
use super::lack::holds_up;
use crate::graph::{Graph, OperationNeed, RecipeIndex};

/// The stage of what is never had.
pub const NEVER: u32 = u32::MAX;

/// For every operation the machine that does it, for every recipe the stage from which it can be run.
#[derive(Clone, Debug)]
pub struct Coverage {
    /// Where each recipe's operations start; one longer than the recipes.
    first_operation: Vec<u32>,
    /// By operation: index into [`Place::machines`].
    machine: Vec<Option<u32>>,
    /// By recipe: 0 if what stands here is enough, [`NEVER`] if nothing is.
    stage: Vec<u32>,
}

impl Coverage {
    /// What the machines that stand here cover. Linear in the graph: offers are found by the names of what they cover.
    pub fn of(graph: &Graph, place: &Place) -> Self {
        let mut first_operation = vec![0_u32];
        first_operation.extend(graph.recipes.iter().scan(0_u32, |sum, recipe| {
            *sum += recipe.operations.len() as u32;
            Some(*sum)
        }));
        let operation_count = first_operation.last().map_or(0, |count| *count as usize);
        let stage = vec![NEVER; graph.recipes.len()];
        let mut coverage = Self { first_operation, machine: vec![None; operation_count], stage };
        coverage.extend(graph, place, 0);
        coverage
    }

    /// Lets the machines of a stage cover what none before covers; gives the recipes that can be run from now on. Of several
    /// machines that could, the one with the most hours a week takes an operation, then the first by id.
    pub fn extend(&mut self, graph: &Graph, place: &Place, stage: u32) -> Vec<RecipeIndex> {
        self.extend_to(graph, place, stage, graph.recipe_indices())
    }

    /// The same of some recipes that were written anew, sorted, at every stage.
    pub(super) fn again(&mut self, graph: &Graph, place: &Place, changed: &[RecipeIndex]) {
        for recipe in changed.iter().rev() {
            let at = recipe.0 as usize;
            let operations = self.first_operation[at] as usize..self.first_operation[at + 1] as usize;
            let count = graph.recipe(*recipe).operations.len();
            let before = operations.len() as u32;
            self.machine.splice(operations, std::iter::repeat_n(None, count));
            if before != count as u32 {
                let behind = self.first_operation[at + 1..].iter_mut();
                behind.for_each(|first| *first = *first - before + count as u32);
            }
            self.stage[at] = NEVER;
        }
        let last = place.machines.iter().map(|machine| machine.stage).max().unwrap_or(0);
        for stage in 0..=last {
            self.extend_to(graph, place, stage, changed.iter().copied());
        }
    }

    fn extend_to(
        &mut self,
        graph: &Graph,
        place: &Place,
        stage: u32,
        recipes: impl Iterator<Item = RecipeIndex>,
    ) -> Vec<RecipeIndex> {
        let mut offers: HashMap<&str, Vec<(u32, &Offer)>> = HashMap::new();
        let mut order: Vec<usize> =
            (0..place.machines.len()).filter(|index| place.machines[*index].stage == stage).collect();
        order.sort_by(|a, b| {
            let (a, b) = (&place.machines[*a], &place.machines[*b]);
            b.hours_per_week.total_cmp(&a.hours_per_week).then_with(|| a.id.cmp(&b.id))
        });
        for index in order {
            for offer in place.machines[index].offers.iter().filter(|offer| !place.overloads(offer)) {
                for name in self_and_above(offer.capability.as_str()) {
                    offers.entry(name).or_default().push((index as u32, offer));
                }
            }
        }
        let cover = |need: &OperationNeed| {
            let candidates = offers.get(need.capability_id.as_str())?;
            let covers = |offer: &Offer| misfits(&need.bounds, &offer.bounds).next().is_none();
            candidates.iter().find(|(_, offer)| covers(offer)).map(|(machine, _)| *machine)
        };
        let mut runnable = Vec::new();
        for index in recipes {
            let at = index.0 as usize;
            if self.stage[at] != NEVER {
                continue;
            }
            let operations = &graph.recipe(index).operations;
            let first = self.first_operation[at] as usize;
            let mut is_runnable = true;
            for (machine, need) in self.machine[first..].iter_mut().zip(operations) {
                if machine.is_none() {
                    *machine = cover(need);
                }
                is_runnable &= machine.is_some();
            }
            if is_runnable && holds_up(place, graph.recipe(index)) {
                self.stage[at] = stage;
                runnable.push(index);
            }
        }
        runnable
    }

    /// The stage from which a recipe can be run.
    pub fn stage(&self, recipe: RecipeIndex) -> u32 {
        self.stage[recipe.0 as usize]
    }

    /// The machine of each operation of a recipe, in order, as indices into [`Place::machines`].
    pub fn machines(&self, recipe: RecipeIndex) -> impl Iterator<Item = Option<usize>> {
        let at = recipe.0 as usize;
        let range = self.first_operation[at] as usize..self.first_operation[at + 1] as usize;
        self.machine[range].iter().map(|machine| machine.map(|machine| machine as usize))
    }
}

fn self_and_above(capability: &str) -> impl Iterator<Item = &str> {
    let above = capability.char_indices().filter(|(_, letter)| *letter == '/').map(|(end, _)| &capability[..end]);
    above.chain([capability])
}
