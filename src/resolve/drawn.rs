//! What a store holds of things that are made besides: it is used first, and only the rest is made.
//!
//! With `h_i` of item `i` drawn from the store, runs solve `(B − A) x = d − h`. Under a fixed choice that is linear, so what
//! making `h_i` would take is solved for by itself and taken off. What is bought or left open besides is no work: there it is
//! only told what the store gives.

use std::collections::{BTreeMap, BTreeSet};

use super::report::{evidence_of, net_of_leaves, totals_of};
use super::whole::consumers_first;
use super::{Obtain, Resolution, solve};
use crate::graph::{Graph, ItemIndex};

/// What is left of an amount is rounding below this part of it.
const ROUNDING: f64 = 1e-9;

/// A resolution that uses first of each item what is `held`, in its unit ([`Resolution::from_stock`]). An item's need stays what is
/// needed in all: its runs and what they take are for the rest. Of what suffices nothing is made, and it counts as stock.
///
/// Left as they are, made whole: the root, items of a loop (its stock may be what starts it), and all that runs together with
/// other products, where the amounts are not linear.
pub fn drawn_from_stock(graph: &Graph, resolution: Resolution, held: &BTreeMap<ItemIndex, f64>) -> Resolution {
    if held.is_empty() || resolution.credit.is_some() {
        return resolution;
    }
    let mut left = made_less(graph, resolution, held);
    for need in left.needs.iter().filter(|need| matches!(need.obtain, Obtain::Bought | Obtain::Unresolved)) {
        if let Some(taken) = held.get(&need.item).map(|held| held.min(need.net)).filter(|taken| *taken > 0.0) {
            left.from_stock.insert(need.item, taken);
        }
    }
    left.totals = totals_of(graph, &left.needs);
    left.reprice(|item| graph.price(item));
    left.totals.emissions_kg +=
        left.from_stock.iter().map(|(item, taken)| emitted(graph, &left, *item, *taken)).sum::<f64>();
    left.totals.bought_mass_kg -=
        left.leaves(Obtain::Bought).map(|need| kg(graph, need.item) * left.from_stock(need.item)).sum::<f64>();
    left
}

fn kg(graph: &Graph, item: ItemIndex) -> f64 {
    graph.item(item).mass_kg.unwrap_or(0.0)
}

/// kg CO2e of what the store gives of a made item; leaves are counted in all.
fn emitted(graph: &Graph, resolution: &Resolution, item: ItemIndex, taken: f64) -> f64 {
    let is_made = resolution.need(item).is_some_and(|need| need.obtain.recipe().is_some());
    if is_made { graph.item(item).emissions_kg.unwrap_or(0.0) * taken } else { 0.0 }
}

/// The same with less of what is made.
fn made_less(graph: &Graph, resolution: Resolution, held: &BTreeMap<ItemIndex, f64>) -> Resolution {
    let mut drawn = BTreeMap::new();
    if resolution.needs.iter().any(|need| need.with.is_some()) {
        return resolution;
    }
    let in_loops: BTreeSet<ItemIndex> = resolution.cycles.iter().flatten().copied().collect();
    let mut left = resolution;
    let before: BTreeMap<ItemIndex, f64> = left.needs.iter().map(|need| (need.item, need.quantity)).collect();
    for item in consumers_first(&left) {
        let Some(held) = held.get(&item).filter(|held| **held > 0.0) else { continue };
        let made = left.need(item).filter(|need| need.obtain.recipe().is_some());
        let Some(needed) = made.map(|need| need.quantity).filter(|needed| *needed > 0.0) else { continue };
        if item == left.root || in_loops.contains(&item) {
            continue;
        }
        let taken = held.min(needed);
        // What was solved before is solved for a part of it.
        let Ok(saved) = solve(graph, left.choice.clone(), item, taken) else { continue };
        subtract(&mut left, &saved);
        drawn.insert(item, taken);
        if taken >= needed * (1.0 - ROUNDING) {
            left.choice.set(item, Obtain::Stock);
            if let Ok(at) = left.needs.binary_search_by_key(&item, |need| need.item) {
                (left.needs[at].obtain, left.needs[at].runs) = (Obtain::Stock, 0.0);
            }
        }
    }
    if drawn.is_empty() {
        return left;
    }
    // What nothing takes any more is not needed.
    let is_left = |item: ItemIndex, quantity: f64| quantity > before.get(&item).copied().unwrap_or(0.0) * ROUNDING;
    left.edges.retain(|edge| is_left(edge.to, edge.quantity));
    let root = left.root;
    left.needs.retain(|need| need.item == root || is_left(need.item, need.quantity));
    left.by_products.retain(|flow| flow.quantity > 1e-12);
    left.needs.iter_mut().for_each(|need| need.net = need.quantity);
    net_of_leaves(&mut left.needs, &left.by_products);
    left.evidence = evidence_of(graph, &left.needs);
    // What suffices is stock, and nothing else.
    drawn.retain(|item, _| left.choice.of(*item) != Obtain::Stock);
    left.from_stock = drawn;
    left
}

/// Takes off what is not made, all but how much is needed of the item itself.
fn subtract(left: &mut Resolution, saved: &Resolution) {
    for need in &saved.needs {
        let Ok(at) = left.needs.binary_search_by_key(&need.item, |known| known.item) else { continue };
        let known = &mut left.needs[at];
        known.runs = (known.runs - need.runs).max(0.0);
        if need.item != saved.root {
            known.quantity = (known.quantity - need.quantity).max(0.0);
        }
    }
    for edge in &saved.edges {
        if let Ok(at) = left.edges.binary_search_by_key(&(edge.from, edge.to), |known| (known.from, known.to)) {
            left.edges[at].quantity = (left.edges[at].quantity - edge.quantity).max(0.0);
        }
    }
    for flow in &saved.by_products {
        if let Ok(at) = left.by_products.binary_search_by_key(&flow.item, |known| known.item) {
            left.by_products[at].quantity = (left.by_products[at].quantity - flow.quantity).max(0.0);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::super::tests::graph_of;
    use super::super::{Obtain, by_preference, solve};
    use super::drawn_from_stock;

    const CART: &str = "---
kind: plan
id: cart
bom:
  - {part: frame, quantity: 1 ea, from: [{item: rail, quantity: 4 ea}]}
  - {item: rail, quantity: 2 ea}
---
kind: material
id: rail
unit: ea
---
kind: process
id: cut
inputs: [{item: bar, quantity: 1 m}]
outputs: [{item: rail, quantity: 1 ea}]
---
kind: material
id: bar
unit: m
origin: raw
";

    #[test]
    fn the_store_is_emptied_before_anything_is_made() {
        let graph = graph_of(CART);
        let index = |id: &str| graph.item_index(id).unwrap();
        let [root, frame, rail, bar] = ["cart", "cart/frame", "rail", "bar"].map(index);
        let resolved = || solve(&graph, by_preference(&graph), root, 10.0).unwrap();
        let amounts = |held: &[(crate::graph::ItemIndex, f64)]| {
            let left = drawn_from_stock(&graph, resolved(), &held.iter().copied().collect::<BTreeMap<_, _>>());
            let needed = |item| left.need(item).map_or(0.0, |need| need.quantity);
            ([frame, rail, bar].map(needed), left.from_stock.values().copied().collect::<Vec<f64>>(), left)
        };
        assert_eq!(amounts(&[]).0, [10.0, 60.0, 60.0]);
        // 3 frames are there, so 28 rails go into frames, 20 into carts; 8 of the 48 are there too.
        let (needed, drawn, left) = amounts(&[(frame, 3.0), (rail, 8.0)]);
        assert_eq!((needed, drawn), ([10.0, 48.0, 40.0], vec![3.0, 8.0]));
        assert_eq!(left.need(frame).map(|need| need.runs), Some(7.0));
        // Of what suffices, nothing is made.
        let (needed, drawn, left) = amounts(&[(frame, 40.0), (rail, 30.0)]);
        assert_eq!((needed, drawn), ([10.0, 20.0, 0.0], vec![]));
        assert_eq!(left.need(rail).map(|need| need.obtain), Some(Obtain::Stock));
        assert_eq!(left.edges_from(rail), []);
        assert!(left.need(bar).is_none());
    }
}
