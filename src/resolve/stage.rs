//! The stages of a chain: product, parts, stock, materials, ground. What drawings group by.

use super::choice::Obtain;
use super::{Need, Resolution};
use crate::catalog::ItemOwner;
use crate::graph::Graph;
use crate::quantity::Dimension;

/// How far from the ground an item stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// What is to be made.
    Product,
    /// What is fitted: parts, other machines, whatever is counted in pieces and made.
    Parts,
    /// What parts are made from: bars, sheets, wire, castings.
    Stock,
    /// What stock is made from: refined on the way up from the ground.
    Materials,
    /// Where the chain ends: raw, bought, given by the place, or without an origin.
    Ground,
}

impl Stage {
    /// All, from the product down.
    pub const ALL: [Stage; 5] = [Stage::Product, Stage::Parts, Stage::Stock, Stage::Materials, Stage::Ground];

    /// The heading.
    pub fn title(self) -> &'static str {
        match self {
            Stage::Product => "Product",
            Stage::Parts => "Parts and assemblies",
            Stage::Stock => "Stock that parts are made from",
            Stage::Materials => "Materials, refined",
            Stage::Ground => "Ground: raw and bought",
        }
    }
}

/// The stage of each need, in the order of the needs.
pub fn stages(graph: &Graph, resolution: &Resolution) -> Vec<Stage> {
    let is_part = |need: &Need| {
        let item = graph.item(need.item);
        matches!(item.owner, ItemOwner::Part { .. } | ItemOwner::Plan(_)) || item.unit.dimension() == Dimension::NONE
    };
    let first = |need: &Need| match need.obtain {
        _ if need.item == resolution.root => Stage::Product,
        Obtain::Make(_) if is_part(need) => Stage::Parts,
        Obtain::Make(_) => Stage::Materials,
        _ => Stage::Ground,
    };
    let mut stages: Vec<Stage> = resolution.needs.iter().map(first).collect();
    let place = |item| resolution.needs.binary_search_by_key(&item, |need| need.item).ok();
    for edge in &resolution.edges {
        let (Some(from), Some(to)) = (place(edge.from), place(edge.to)) else { continue };
        if stages[from] <= Stage::Parts && stages[to] == Stage::Materials {
            stages[to] = Stage::Stock;
        }
    }
    stages
}
