//! Amounts, with the choice fixed: components in topological order, each solved for what the later ones ask of it.
//!
//! ```text
//! x_i = d_i + Σ_j A_ij x_j          runs = x_i / b_i          edge (j, i) = A_ij x_j
//! surplus of i = Σ_r (by-products of i + outputs of i that r was not run for) x_r − (need for i that comes with other items)
//! ```

use std::collections::BTreeMap;

use super::choice::Choice;
use super::report::{evidence_of, net_of_leaves, totals_of};
use super::subgraph::Subgraph;
use super::{Edge, Need, Resolution, joint};
use crate::graph::{Flow, Graph, ItemIndex};

/// Why there are no amounts: a loop that consumes at least what it makes, so that no amount of it is enough; or numbers beyond
/// all use.
#[derive(Clone, Debug, PartialEq)]
pub struct Runaway {
    /// The items of the loop, in order of their ids; or the one whose amount is beyond all use.
    pub items: Vec<ItemIndex>,
    /// How much one pass round the loop consumes of what it makes: 1 or more; 0 without a loop.
    pub gain: f64,
    /// What runs away.
    pub kind: RunawayKind,
}

/// What runs away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RunawayKind {
    /// A loop through processes.
    Loop,
    /// Plans and parts that contain each other: `items` are in the order in which each contains the next, and no gain is small
    /// enough.
    Bill,
    /// An amount, from line to line: too large or too small to reckon with.
    Amount,
}

/// What can be reckoned with, in each item's own unit: beyond, products with prices and masses would overflow, below they vanish.
const LARGEST_AMOUNT: f64 = 1e100;

/// Follows `quantity` of `root` down to the ground under a choice. Linear in the graph below the root, but for loops.
///
/// # Errors
/// A loop that consumes at least what it makes.
pub fn solve(graph: &Graph, choice: Choice, root: ItemIndex, quantity: f64) -> Result<Resolution, Runaway> {
    let (sub, amounts) = joint::settle(graph, &choice, root, quantity)?;
    is_of_use(graph, &sub, &amounts)?;
    // Items in the order of their ids; the arcs of each are in that order already.
    let mut order: Vec<u32> = (0..sub.items.len() as u32).collect();
    order.sort_unstable_by_key(|vertex| sub.items[*vertex as usize]);
    let mut needs: Vec<Need> = Vec::with_capacity(sub.items.len());
    let mut edges: Vec<Edge> = Vec::with_capacity(sub.arcs.len());
    for vertex in order {
        let index = vertex as usize;
        let (item, amount, obtain) = (sub.items[index], amounts[index], sub.obtain[index]);
        let with = sub.rides_on.get(index).copied().flatten().map(|driver| sub.items[driver as usize]);
        let own_recipe = obtain.recipe().filter(|_| with.is_none());
        let runs = own_recipe.map_or(0.0, |recipe| amount / graph.recipe(recipe).output_of(item));
        needs.push(Need { item, quantity: amount, net: amount, depth: sub.depth[index], obtain, runs, with });
        edges.extend(sub.arcs_of(vertex).iter().map(|arc| Edge {
            from: item,
            to: sub.items[arc.to as usize],
            quantity: arc.coefficient * amount,
        }));
    }
    let by_products = by_products_of(graph, &needs);
    net_of_leaves(&mut needs, &by_products);
    let cycles = sub.cycles();
    let totals = totals_of(graph, &needs);
    let evidence = evidence_of(graph, &needs);
    Ok(Resolution {
        root,
        quantity,
        choice,
        needs,
        edges,
        by_products,
        cycles,
        totals,
        evidence,
        credit: None,
        from_stock: BTreeMap::new(),
    })
}

/// Nothing, if every amount, and every number of runs, can be reckoned with. An amount of 0 is one that could not be read.
fn is_of_use(graph: &Graph, sub: &Subgraph, amounts: &[f64]) -> Result<(), Runaway> {
    let range = 1.0 / LARGEST_AMOUNT..=LARGEST_AMOUNT;
    let is_beyond = |vertex: &usize| {
        let (item, amount) = (sub.items[*vertex], amounts[*vertex]);
        let runs = sub.obtain[*vertex].recipe().map_or(amount, |recipe| amount / graph.recipe(recipe).output_of(item));
        amount != 0.0 && !(range.contains(&amount) && range.contains(&runs))
    };
    let nearest = (0..amounts.len()).filter(is_beyond).min_by_key(|vertex| (sub.depth[*vertex], sub.items[*vertex]));
    match nearest {
        Some(vertex) => Err(Runaway { items: vec![sub.items[vertex]], gain: 0.0, kind: RunawayKind::Amount }),
        None => Ok(()),
    }
}

/// `x = d + A x` for one unit of the first vertex, by vertex.
///
/// # Errors
/// A loop that consumes at least what it makes.
pub(super) fn amounts_of(sub: &Subgraph) -> Result<Vec<f64>, Runaway> {
    let mut amounts = vec![0.0; sub.items.len()];
    amounts[0] = 1.0;
    let mut positions = Vec::new();
    // Components come consumed-first; demands flow from consumers, so they are walked from the end.
    for members in sub.components.iter().rev() {
        if sub.is_loop(members) {
            let demands: Vec<f64> = members.iter().map(|vertex| amounts[*vertex as usize]).collect();
            let component = sub.component(members, &mut positions);
            let solved = component.amounts(&demands).map_err(|failure| sub.runaway(members, failure))?;
            for (vertex, amount) in members.iter().zip(solved) {
                amounts[*vertex as usize] = amount;
            }
        }
        for vertex in members {
            let amount = amounts[*vertex as usize];
            for arc in sub.arcs_of(*vertex).iter().filter(|arc| !sub.is_inside(*vertex, arc)) {
                amounts[arc.to as usize] += arc.coefficient * amount;
            }
        }
    }
    Ok(amounts)
}

/// What comes off besides, and what joint recipes make of an output over its need.
fn by_products_of(graph: &Graph, needs: &[Need]) -> Vec<Flow> {
    let mut flows: Vec<Flow> = Vec::new();
    for need in needs {
        let Some(index) = need.obtain.recipe() else { continue };
        if need.with.is_some() {
            // Its driver's surplus is gross: what this one needs comes off.
            flows.push(Flow { item: need.item, quantity: -need.quantity });
            continue;
        }
        let recipe = graph.recipe(index);
        // What a recipe makes besides the item that it is run for is surplus too.
        let co_products = recipe.outputs.iter().filter(|flow| flow.item != need.item);
        let come_off = recipe.by_products.iter().chain(co_products);
        flows.extend(come_off.map(|flow| Flow { item: flow.item, quantity: flow.quantity * need.runs }));
    }
    flows.sort_by_key(|flow| flow.item);
    let mut sums: Vec<Flow> = Vec::new();
    for of_item in flows.chunk_by(|a, b| a.item == b.item) {
        let made: f64 = of_item.iter().map(|flow| flow.quantity.max(0.0)).sum();
        let left: f64 = of_item.iter().map(|flow| flow.quantity).sum();
        // A driver may meet a rider's need exactly: what is left of their difference is rounding.
        if left > ROUNDING * made {
            sums.push(Flow { item: of_item[0].item, quantity: left });
        }
    }
    sums
}

/// Below this part of what is made, a surplus is rounding.
const ROUNDING: f64 = 1e-9;
