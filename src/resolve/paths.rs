//! Why an item is needed: the paths to it, the largest first.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use super::Resolution;
use super::embodied::intensity;
use super::solve::Runaway;
use crate::graph::{Graph, ItemIndex};

/// One way from the root to an item.
#[derive(Clone, Debug, PartialEq)]
pub struct NeedPath {
    /// From the root to the item.
    pub items: Vec<ItemIndex>,
    /// How much of each is needed on this path, in its unit of account.
    pub quantities: Vec<f64>,
    /// The share of the whole need that comes this way, from 0 to 1.
    pub share: f64,
}

/// The largest paths, and what they leave out.
#[derive(Clone, Debug, PartialEq)]
pub struct PathList {
    /// The whole need for the item, in its unit of account.
    pub quantity: f64,
    /// The largest paths, largest first.
    pub paths: Vec<NeedPath>,
    /// The share that comes by ways that are not listed.
    pub rest_share: f64,
}

/// A path under construction, by the most that it can still carry.
struct Open {
    /// What of the target passes through here, at most.
    bound: f64,
    items: Vec<ItemIndex>,
    quantities: Vec<f64>,
    /// Whether this is a whole path, which ends at the target.
    ended: bool,
}

impl PartialEq for Open {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Open {}

impl PartialOrd for Open {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Open {
    fn cmp(&self, other: &Self) -> Ordering {
        self.bound.total_cmp(&other.bound).then(self.ended.cmp(&other.ended)).then_with(|| other.items.cmp(&self.items))
    }
}

/// The at most `limit` largest paths from the root of a resolution to `target`, best first, none below `cutoff` of the whole;
/// `None` if the root does not need it. The adjoint says how much of the target each item stands for, so no branch is followed
/// that cannot be among the largest.
///
/// # Errors
/// A loop that consumes at least what it makes.
pub fn paths_to(
    graph: &Graph,
    resolution: &Resolution,
    target: ItemIndex,
    limit: usize,
    cutoff: f64,
) -> Result<Option<PathList>, Runaway> {
    let Some(need) = resolution.need(target) else { return Ok(None) };
    let per_unit = intensity(graph, &resolution.choice, resolution.root, target)?;
    let whole = need.quantity;
    let mut open = BinaryHeap::new();
    let through = |item: ItemIndex, quantity: f64| quantity * per_unit[item.0 as usize];
    let start = |ended| Open {
        bound: if ended { resolution.quantity } else { through(resolution.root, resolution.quantity) },
        items: vec![resolution.root],
        quantities: vec![resolution.quantity],
        ended,
    };
    if resolution.root == target {
        open.push(start(true));
    }
    open.push(start(false));
    let mut paths = Vec::new();
    let mut listed = 0.0;
    while let Some(path) = open.pop() {
        if paths.len() == limit || path.bound < cutoff * whole {
            break;
        }
        if path.ended {
            let share = if whole > 0.0 { path.bound / whole } else { 0.0 };
            listed += share;
            paths.push(NeedPath { items: path.items, quantities: path.quantities, share });
            continue;
        }
        let (Some(item), Some(quantity)) = (path.items.last().copied(), path.quantities.last().copied()) else {
            continue;
        };
        let Some(made) = resolution.need(item).map(|need| need.quantity) else { continue };
        for edge in resolution.edges_from(item) {
            let share = if made > 0.0 { edge.quantity / made * quantity } else { 0.0 };
            let extend = |bound: f64, ended: bool| Open {
                bound,
                items: path.items.iter().copied().chain([edge.to]).collect(),
                quantities: path.quantities.iter().copied().chain([share]).collect(),
                ended,
            };
            if edge.to == target {
                open.push(extend(share, true));
                // What the target takes of itself, round a loop, is a longer path.
                let again = through(edge.to, share) - share;
                if again > share * 1e-12 {
                    open.push(extend(again, false));
                }
            } else if through(edge.to, share) > 0.0 {
                open.push(extend(through(edge.to, share), false));
            }
        }
    }
    Ok(Some(PathList { quantity: whole, paths, rest_share: (1.0 - listed).max(0.0) }))
}
