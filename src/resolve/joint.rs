//! Recipes that several items of one plan are obtained by: they run once for all of them.
//!
//! Let `S(r)` be the items that are obtained by recipe `r`, `n_i` the need for item `i`, `b_i` the good output of it per run.
//! Runs are
//!
//! ```text
//! x_r = max over i in S(r) of n_i / b_i          n = d + Σ_r a_r x_r          a_r = inputs of r per run
//! ```
//!
//! and what the other outputs have over their need is surplus. The right side is a maximum of linear maps, one for each way to
//! name one *driver* `i` of every joint recipe; the smallest solution is found by policy iteration (Howard 1960). With the
//! drivers fixed, the others *ride*: they have no arcs of their own, and the system is linear. Where a rider needs more than
//! its driver's runs bring, it becomes the driver. Needs never fall from one round to the next: the old needs `n` meet
//! `n ≤ d + A' n` with the new drivers' matrix `A'`, so its solution is no smaller. So no set of drivers comes twice, and it
//! ends. If a round has no finite solution, the needs before it bound the true ones from below, and there is none at all.
//!
//! The maximum of linear maps scales: twice the demand is twice the needs, by the same drivers. In the adjoint, the driver
//! carries all that a run takes and riders are free, so `c·x = λ·d` holds as it does without joint recipes.

use std::collections::BTreeMap;

use super::bills;
use super::choice::Choice;
use super::solve::{Runaway, amounts_of};
use super::subgraph::Subgraph;
use crate::graph::{Graph, ItemIndex, RecipeIndex};

/// By how much a rider's need must exceed what the runs bring, relative: below, it is rounding.
const EXCESS: f64 = 1e-10;

/// Rounds after which drivers stay as they are: far more than were ever needed; it guards against rounding alone.
const MOST_ROUNDS: usize = 1_000;

/// What `root` needs, with joint recipes run once, and the amounts for `quantity` of it.
///
/// # Errors
/// A loop that consumes at least what it makes.
pub(super) fn settle(
    graph: &Graph,
    choice: &Choice,
    root: ItemIndex,
    quantity: f64,
) -> Result<(Subgraph, Vec<f64>), Runaway> {
    let apart = Subgraph::below(graph, choice, [root]);
    bills::refuse_loops(graph, &apart)?;
    if apart.joint.is_empty() {
        let amounts = amounts_of(&apart)?;
        return Ok((apart, times(amounts, quantity)));
    }
    // To begin with, the one that is nearest to the root: it is needed whoever drives.
    let mut drivers: BTreeMap<RecipeIndex, u32> =
        apart.joint.iter().filter_map(|(recipe, vertices)| Some((*recipe, *vertices.first()?))).collect();
    let mut round = 0;
    loop {
        let sub = apart.driven_by(&drivers);
        let amounts = amounts_of(&sub)?;
        round += 1;
        if round == MOST_ROUNDS || !switch(graph, &sub, &amounts, &mut drivers) {
            return Ok((sub, times(amounts, quantity)));
        }
    }
}

/// So many times the amounts of one: the same for every quantity, but for its scale.
fn times(mut amounts: Vec<f64>, quantity: f64) -> Vec<f64> {
    amounts.iter_mut().for_each(|amount| *amount *= quantity);
    amounts
}

/// What `root` needs, with joint recipes run once.
///
/// # Errors
/// A loop that consumes at least what it makes.
pub(super) fn driven(graph: &Graph, choice: &Choice, root: ItemIndex) -> Result<Subgraph, Runaway> {
    let apart = Subgraph::below(graph, choice, [root]);
    if apart.joint.is_empty() { Ok(apart) } else { settle(graph, choice, root, 1.0).map(|(sub, _)| sub) }
}

/// Lets what needs more than it gets drive; says whether any driver changed.
fn switch(graph: &Graph, sub: &Subgraph, amounts: &[f64], drivers: &mut BTreeMap<RecipeIndex, u32>) -> bool {
    let mut switched = false;
    for (recipe, vertices) in &sub.joint {
        let Some(driver) = drivers.get_mut(recipe) else { continue };
        let runs = |vertex: u32| amounts[vertex as usize] / graph.recipe(*recipe).output_of(sub.items[vertex as usize]);
        let most = vertices.iter().copied().reduce(|most, next| if runs(next) > runs(most) { next } else { most });
        if let Some(most) = most.filter(|most| runs(*most) > runs(*driver) * (1.0 + EXCESS)) {
            *driver = most;
            switched = true;
        }
    }
    switched
}
