//! The choice that makes something least: policy iteration.
//!
//! For one main output a recipe and no shared limits, the best choice does not depend on the quantity (the non-substitution
//! theorem; Samuelson 1951), so it is found by unit values alone ([`super::policy`]). Values have three parts:
//! how much is taken of what nobody makes; where price counts, of what is bought and has no price; then the objective. So what
//! can't be had is avoided before all, then what can't be priced, and no digit is lost to a stand-in for "very dear".
//!
//! Of several best choices, that nearest to preference is taken: only the ways and options that are least at the final values
//! stay open, and among them the default choice is made as if there were no others ([`super::viable`]).
//!
//! A limit: a recipe with several main outputs is counted in full for each of them, as if the others were worth nothing;
//! non-substitution holds for one main output alone. `--credit-by-products` counts such recipes exactly.

use super::choice::Obtain;
use super::embodied::{Objective, own};
use super::network::Network;
use super::policy::{improve, is_below, option_value, solve, way_value};
use super::space::{NONE, Policy, Space};
use super::viable::{Floors, nearest_to_preference, viable};
use crate::graph::Graph;

/// Ways that differ by less than this, relative to the better one, are as good as each other.
const TIE: f64 = 1e-9;

/// What a way counts of itself, per unit: what can't be had, what can't be priced, the objective, what is bought. The last only
/// where it is said what what is bought embodies of the objective, by item: of two ways that come to the same, the one that buys
/// less is taken.
fn counts(
    graph: &Graph,
    space: &Space,
    vertex: u32,
    way: u32,
    objective: Objective,
    imports: Option<&[f64]>,
) -> [f64; 4] {
    let Some(way) = space.ways.get(way as usize) else { return [0.0; 4] };
    let item = space.items[vertex as usize];
    let price_counts = matches!(objective, Objective::Cost | Objective::Imports);
    let is_unpriced = price_counts && way.obtain == Obtain::Bought && graph.price(item).is_none();
    let one_if = |holds: bool| f64::from(u8::from(holds));
    let embodied = imports.filter(|_| way.obtain == Obtain::Bought).and_then(|imports| imports.get(item.0 as usize));
    let counted = embodied.copied().unwrap_or_else(|| own(graph, item, way.obtain, objective));
    let bought = embodied.map_or(0.0, |_| graph.price(item).unwrap_or(1.0));
    [one_if(way.obtain == Obtain::Unresolved), one_if(is_unpriced), counted, bought]
}

/// The policy of a narrowed space with the least `objective` per unit of every vertex in `within`, from a productive one.
pub(super) fn least(
    graph: &Graph,
    space: &Space,
    within: &[u32],
    mut policy: Policy,
    objective: Objective,
    imports: Option<&[f64]>,
) -> Policy {
    let count = |vertex: u32, way: u32| counts(graph, space, vertex, way, objective, imports);
    let Ok(values) = improve(space, within, &mut policy, &count) else { return policy };
    let tied = tied(space, within, &policy, &values, &count);
    let floors = Floors { last: 0, ..Floors::open(&tied) };
    let nearest = nearest_to_preference(&tied, &viable(&tied, &floors));
    let network = Network::of(space, &nearest, within.to_vec());
    let is_as_good = |solved: Vec<[f64; 4]>| {
        within.iter().all(|vertex| !is_below(values[*vertex as usize], solved[*vertex as usize], 4.0 * TIE))
    };
    if solve(&network, space, &nearest, &count).is_ok_and(is_as_good) { nearest } else { policy }
}

/// The least of `objective` that one unit of each vertex takes if nothing is bought that a recipe makes; by vertex. Empty if that
/// cannot be told.
pub(super) fn values_if_made(
    graph: &Graph,
    space: &Space,
    within: &[u32],
    mut policy: Policy,
    objective: Objective,
) -> Vec<f64> {
    let count = |vertex: u32, way: u32| {
        let mut counted = counts(graph, space, vertex, way, objective, None);
        let is_bought = space.ways.get(way as usize).is_some_and(|way| way.obtain == Obtain::Bought);
        if is_bought && !graph.item(space.items[vertex as usize]).recipes.is_empty() {
            // As bad as what nobody makes: it is passed over wherever there is another way.
            counted[0] = 1.0;
        }
        counted
    };
    let values = improve(space, within, &mut policy, &count).unwrap_or_default();
    values.into_iter().map(|value| value[2]).collect()
}

/// The space with only what is least at these values left open.
fn tied(
    space: &Space,
    within: &[u32],
    policy: &Policy,
    values: &[[f64; 4]],
    count: &impl Fn(u32, u32) -> [f64; 4],
) -> Space {
    let mut tied = space.clone();
    for line in 0..space.line_count() as u32 {
        let least = policy.option[line as usize];
        for option in space.open_options_of(line).filter(|option| *option != least && least != NONE) {
            tied.options[option as usize].is_open =
                !is_below(option_value(space, least, values), option_value(space, option, values), TIE);
        }
    }
    for vertex in within {
        for way in space.open_ways_of(*vertex).filter(|way| *way != policy.way[*vertex as usize]) {
            let value = way_value(space, *vertex, way, policy, values, count);
            tied.ways[way as usize].is_open = !is_below(values[*vertex as usize], value, TIE);
        }
    }
    tied
}
