//! Whole pieces: what is made by the piece, and worn or shared out by the fraction, is made whole for a job.
//!
//! Needs are linear in the quantity: of a jig that lasts 50 runs, 7 runs use up 0.14. Whoever does the work makes one, with all
//! its material and time. What is asked for more, `⌈x_i⌉ − x_i`, is followed to the ground like any other demand, and added.

use std::collections::{BTreeMap, BTreeSet};

use super::report::{net_of_leaves, totals_of};
use super::{Edge, Resolution, solve};
use crate::graph::{Flow, Graph, ItemIndex};

/// The resolution with whole pieces of all that is made and counted in pieces, below the root; of what wears, no fewer than are
/// in use at once. Left as they are: items of a loop, which would ask for themselves again; what comes with another item, whose
/// run decides how much there is; and a resolution with credit, where several recipes share an item.
pub fn in_whole_pieces(graph: &Graph, resolution: &Resolution) -> Resolution {
    let mut whole = resolution.clone();
    if resolution.credit.is_some() {
        return whole;
    }
    let in_loops: BTreeSet<ItemIndex> = resolution.cycles.iter().flatten().copied().collect();
    let in_use = in_use_at_once(graph, resolution);
    // Consumers first: a whole jig may ask for more of a part that is rounded up in its turn.
    for item in consumers_first(resolution) {
        if item == resolution.root || in_loops.contains(&item) || graph.item(item).unit.symbol() != "ea" {
            continue;
        }
        let made = whole.need(item).filter(|need| need.obtain.recipe().is_some() && need.with.is_none());
        let Some(quantity) = made.map(|need| need.quantity).filter(|quantity| *quantity > 0.0) else { continue };
        let pieces = (quantity * (1.0 - ROUNDING)).ceil().max(in_use.get(&item).map_or(0.0, |held| held.ceil()));
        if pieces - quantity <= pieces * ROUNDING {
            continue;
        }
        // What was solved before is solved for a part of it.
        let Ok(more) = solve(graph, resolution.choice.clone(), item, pieces - quantity) else { continue };
        add(&mut whole, &more);
    }
    for need in &mut whole.needs {
        need.net = need.quantity;
    }
    net_of_leaves(&mut whole.needs, &whole.by_products);
    whole.totals = totals_of(graph, &whole.needs);
    whole
}

/// Below this part of an amount, what lacks to whole pieces is rounding.
const ROUNDING: f64 = 1e-9;

/// Of each item that wears, the most that one recipe holds of it.
fn in_use_at_once(graph: &Graph, resolution: &Resolution) -> BTreeMap<ItemIndex, f64> {
    let mut in_use = BTreeMap::new();
    for (index, _) in resolution.recipe_runs() {
        for (line, input) in graph.recipe(index).inputs.iter().enumerate() {
            let option = resolution.choice.option(index, line as u32) as usize;
            let Some(flow) = input.options.get(option).filter(|_| input.is_worn(option)) else { continue };
            let most = in_use.entry(flow.item).or_insert(0.0_f64);
            *most = most.max(input.in_hand(option));
        }
    }
    in_use
}

/// Every item needed, each before what it takes, but for loops.
pub(super) fn consumers_first(resolution: &Resolution) -> Vec<ItemIndex> {
    let mut seen = BTreeSet::from([resolution.root]);
    let mut done = Vec::new();
    let mut open = vec![(resolution.root, 0)];
    while let Some((item, next)) = open.last_mut() {
        match resolution.edges_from(*item).get(*next) {
            Some(edge) => {
                *next += 1;
                if seen.insert(edge.to) {
                    open.push((edge.to, 0));
                }
            }
            None => {
                done.push(*item);
                open.pop();
            }
        }
    }
    done.reverse();
    done
}

/// Adds the amounts of another resolution under the same choice.
fn add(whole: &mut Resolution, more: &Resolution) {
    for extra in &more.needs {
        match whole.needs.binary_search_by_key(&extra.item, |need| need.item) {
            Ok(at) => {
                whole.needs[at].quantity += extra.quantity;
                whole.needs[at].runs += extra.runs;
            }
            Err(at) => whole.needs.insert(at, extra.clone()),
        }
    }
    let mut edges: BTreeMap<(ItemIndex, ItemIndex), f64> = BTreeMap::new();
    for edge in whole.edges.iter().chain(&more.edges) {
        *edges.entry((edge.from, edge.to)).or_insert(0.0) += edge.quantity;
    }
    whole.edges = edges.into_iter().map(|((from, to), quantity)| Edge { from, to, quantity }).collect();
    let mut by_products: BTreeMap<ItemIndex, f64> = BTreeMap::new();
    for flow in whole.by_products.iter().chain(&more.by_products) {
        *by_products.entry(flow.item).or_insert(0.0) += flow.quantity;
    }
    whole.by_products = by_products.into_iter().map(|(item, quantity)| Flow { item, quantity }).collect();
}

#[cfg(test)]
mod tests {
    use super::super::tests::graph_of;
    use super::super::{by_preference, solve};
    use super::in_whole_pieces;

    const CART: &str = "---
kind: plan
id: cart
bom:
  - {part: rail, quantity: 2 ea, from: [{item: bar, quantity: 1 m}]}
  - part: jig
    quantity: 1 ea
    lifetime: 50
    from: [{item: bar, quantity: 4 m}, {item: pin, quantity: 0.5 ea}]
    operations: [{capability: grinding, time: 1 h, labour: {skill: smith, time: 2 h}}]
  - {part: die, quantity: 2 ea, lifetime: 100, from: [{item: bar, quantity: 3 m}]}
---
{kind: material, id: bar, unit: m, origin: bought}
---
{kind: material, id: pin, unit: ea, origin: made}
---
{kind: process, id: turn-pin, outputs: [{item: pin, quantity: 1 ea}], inputs: [{item: bar, quantity: 10 cm}]}
---
{kind: capability, id: grinding}
";

    #[test]
    fn what_wears_is_made_whole() {
        let graph = graph_of(CART);
        let index = |id: &str| graph.item_index(id).expect("an item");
        let whole_of = |quantity: f64| {
            let resolution = solve(&graph, by_preference(&graph), index("cart"), quantity).expect("amounts");
            in_whole_pieces(&graph, &resolution)
        };
        let whole = whole_of(7.0);
        let amount = |id: &str| whole.need(index(id)).expect("a need").quantity;
        // Two dies are in use at once; half a pin is a pin.
        let bar_m = 14.0 + 4.0 + 6.0 + 0.1;
        for (id, expected) in
            [("cart", 7.0), ("cart/rail", 14.0), ("cart/jig", 1.0), ("cart/die", 2.0), ("pin", 1.0), ("bar", bar_m)]
        {
            assert!((amount(id) - expected).abs() < 1e-9, "{id}: {}", amount(id));
        }
        assert!((whole.totals.labour_h - 2.0).abs() < 1e-9, "{:?}", whole.totals);
        assert!((whole.need(index("bar")).expect("a need").net - bar_m).abs() < 1e-9);
        let taken: f64 = whole.edges.iter().filter(|edge| edge.to == index("bar")).map(|edge| edge.quantity).sum();
        assert!((taken - bar_m).abs() < 1e-9, "{taken}");
        // 101 runs wear out two jigs, and begin a third.
        let jigs = whole_of(101.0).need(index("cart/jig")).expect("a need").runs;
        assert!((jigs - 3.0).abs() < 1e-9, "{jigs}");
    }

    #[test]
    fn whole_pieces_stay_as_they_are() {
        let graph = graph_of(CART);
        let resolution =
            solve(&graph, by_preference(&graph), graph.item_index("cart").expect("a plan"), 100.0).expect("amounts");
        let whole = in_whole_pieces(&graph, &resolution);
        assert_eq!((whole.needs, whole.edges), (resolution.needs, resolution.edges));
    }
}
