//! Where a total comes from: what each item adds directly, and the branches of the supply chain that carry most of it.
//!
//! With the weights `w` and the adjoint `λ = w + Aᵀ λ` of a total ([`total`](super::total)), an item needed in the amount `q` at
//! some place of the supply chain adds `w q` of its own there, and `λ q` with everything below. So one solve tells of every
//! branch what it carries before it is entered, and the tree (a node for each visit, as there are as many ways to an item as
//! there are paths) is opened from the top, the heaviest branch first, without ever entering one below the cutoff:
//!
//! ```text
//! T = λ_root · quantity        cumulative(node) = own(node) + Σ cumulative(inputs of node)
//! ```

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use super::Resolution;
use super::solve::Runaway;
use super::supply::Supply;
use super::total::{Total, Weights};
use crate::graph::{Graph, ItemIndex};

/// Visits after which the tree ends, however small the cutoff: a loop that all but feeds itself has no end of branches.
const VISIT_LIMIT: usize = 200_000;

/// Where a total comes from.
#[derive(Clone, Debug, PartialEq)]
pub struct Contributions {
    /// Which total.
    pub total: Total,
    /// Its amount, in its unit.
    pub amount: f64,
    /// What each item adds directly, the most first; what adds nothing is left out. They sum to `amount`.
    pub direct: Vec<Direct>,
    /// The branches that carry at least `cutoff` of it, the heaviest first; the first is the root.
    pub visits: Vec<Visit>,
    /// The least share of the whole that a branch is told for.
    pub cutoff: f64,
    /// Whether all such branches are told: past 200,000, they are not.
    pub is_complete: bool,
}

/// What an item adds of its own, wherever it is needed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Direct {
    /// The item.
    pub item: ItemIndex,
    /// How much it adds, in the unit of the total; negative where what comes off saves more.
    pub amount: f64,
}

/// An item at one place of the supply chain.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Visit {
    /// The item.
    pub item: ItemIndex,
    /// For whose sake: a position among the visits, before this one; `None` for the root.
    pub parent: Option<u32>,
    /// Steps from the root.
    pub depth: u32,
    /// How much of it is needed here, in its unit of account.
    pub quantity: f64,
    /// What it adds itself, in the unit of the total.
    pub own: f64,
    /// What it adds with everything below.
    pub cumulative: f64,
    /// How many of its inputs carry something, but less than the cutoff.
    pub folded: u32,
}

/// A branch that waits to be entered.
struct Branch {
    cumulative: f64,
    position: u32,
    parent: Option<u32>,
    depth: u32,
    quantity: f64,
}

impl Branch {
    /// Heaviest first; of equal ones, the one nearer to the root, then by place.
    fn rank(&self, other: &Self) -> Ordering {
        let by_weight = self.cumulative.abs().total_cmp(&other.cumulative.abs());
        by_weight
            .then_with(|| (other.depth, other.parent, other.position).cmp(&(self.depth, self.parent, self.position)))
    }
}

impl PartialEq for Branch {
    fn eq(&self, other: &Self) -> bool {
        self.rank(other) == Ordering::Equal
    }
}

impl Eq for Branch {}

impl PartialOrd for Branch {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Branch {
    fn cmp(&self, other: &Self) -> Ordering {
        self.rank(other)
    }
}

/// Where a total of a resolution comes from; branches that carry less than `cutoff` of it (a share) are folded.
///
/// # Errors
/// A loop that consumes at least what it makes.
pub fn contributions_to(
    graph: &Graph,
    resolution: &Resolution,
    total: Total,
    cutoff: f64,
) -> Result<Contributions, Runaway> {
    let supply = Supply::of(resolution);
    let own = Weights::new(graph, resolution, total).of_needs();
    let lambda = supply.values(&supply.components(), &own)?;
    let root = resolution.position(resolution.root).unwrap_or_default();
    let amount = lambda[root] * resolution.quantity;
    let adds = resolution.needs.iter().zip(&own).filter(|(_, own)| **own != 0.0);
    let mut direct: Vec<Direct> =
        adds.map(|(need, own)| Direct { item: need.item, amount: own * need.quantity }).collect();
    direct.sort_by(|a, b| b.amount.abs().total_cmp(&a.amount.abs()).then(a.item.cmp(&b.item)));
    let (visits, is_complete) = walk(resolution, &supply, root as u32, &own, &lambda, cutoff * amount.abs());
    Ok(Contributions { total, amount, direct, visits, cutoff, is_complete })
}

/// The branches that carry at least `least` of the total, the heaviest first, and whether those are all.
fn walk(
    resolution: &Resolution,
    supply: &Supply,
    root: u32,
    own: &[f64],
    lambda: &[f64],
    least: f64,
) -> (Vec<Visit>, bool) {
    let quantity = resolution.quantity;
    let cumulative = lambda[root as usize] * quantity;
    let root = Branch { cumulative, position: root, parent: None, depth: 0, quantity };
    let mut open = BinaryHeap::from([root]);
    let mut visits: Vec<Visit> = Vec::new();
    while let Some(branch) = open.pop() {
        if visits.len() == VISIT_LIMIT {
            return (visits, false);
        }
        let parent = Some(visits.len() as u32);
        let mut folded = 0;
        for (position, coefficient) in supply.arcs(branch.position) {
            let quantity = coefficient * branch.quantity;
            let cumulative = lambda[position as usize] * quantity;
            if cumulative != 0.0 && cumulative.abs() >= least {
                open.push(Branch { cumulative, position, parent, depth: branch.depth + 1, quantity });
            } else if cumulative != 0.0 {
                folded += 1;
            }
        }
        visits.push(Visit {
            item: resolution.needs[branch.position as usize].item,
            parent: branch.parent,
            depth: branch.depth,
            quantity: branch.quantity,
            own: own[branch.position as usize] * branch.quantity,
            cumulative: branch.cumulative,
            folded,
        });
    }
    (visits, true)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::tests::graph_of;
    use super::super::worlds::supply_world;
    use super::super::{Resolution, by_preference, solve};
    use super::{Total, contributions_to};
    use crate::graph::{Graph, ItemIndex};

    fn resolve(graph: &Graph) -> Resolution {
        solve(graph, by_preference(graph), graph.item_index("item-0").expect("the root"), 3.0).expect("amounts")
    }

    /// What one unit of an item adds to a total all the way down, by resolving it: plainly right.
    fn walk(
        graph: &Graph,
        value: &dyn Fn(ItemIndex) -> f64,
        item: ItemIndex,
        quantity: f64,
        least: f64,
        found: &mut Vec<f64>,
    ) {
        found.push(value(item) * quantity);
        let choice = by_preference(graph);
        let Some(recipe) = choice.of(item).recipe().map(|recipe| graph.recipe(recipe)) else { return };
        let mut inputs: std::collections::BTreeMap<ItemIndex, f64> = std::collections::BTreeMap::new();
        for line in &recipe.inputs {
            *inputs.entry(line.options[0].item).or_default() +=
                line.options[0].quantity / recipe.output_of(item) * quantity;
        }
        for (input, quantity) in inputs {
            if value(input) * quantity >= least && value(input) > 0.0 {
                walk(graph, value, input, quantity, least, found);
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

        #[test]
        fn direct_contributions_sum_to_each_total(documents in supply_world()) {
            let graph = graph_of(&documents);
            let resolution = resolve(&graph);
            for total in Total::ALL {
                let found = contributions_to(&graph, &resolution, total, 0.01).expect("values");
                let expected = total.of(&resolution.totals);
                let sum: f64 = found.direct.iter().map(|direct| direct.amount).sum();
                prop_assert!((found.amount - expected).abs() <= 1e-9 * expected.abs().max(1.0), "{total:?}: {} of {expected}", found.amount);
                prop_assert!((sum - expected).abs() <= 1e-9 * expected.abs().max(1.0), "{total:?}: {sum} of {expected}");
            }
        }

        #[test]
        fn a_branch_carries_its_own_and_what_is_below(documents in supply_world()) {
            let graph = graph_of(&documents);
            let resolution = resolve(&graph);
            let found = contributions_to(&graph, &resolution, Total::Labour, 1e-3).expect("values");
            let mut below = vec![0.0; found.visits.len()];
            for visit in &found.visits {
                if let Some(parent) = visit.parent {
                    below[parent as usize] += visit.cumulative;
                }
            }
            for (visit, below) in found.visits.iter().zip(below) {
                let rest = visit.cumulative - visit.own - below;
                let most = f64::from(visit.folded) * found.cutoff * found.amount;
                prop_assert!(rest >= -1e-9 * found.amount && rest <= most + 1e-9 * found.amount, "{visit:?}: rest {rest}");
            }
        }

        #[test]
        fn the_branches_are_those_of_a_plain_walk(documents in supply_world()) {
            let graph = graph_of(&documents);
            let resolution = resolve(&graph);
            let one = |item: ItemIndex| solve(&graph, by_preference(&graph), item, 1.0).expect("amounts").totals.labour_h;
            let values: Vec<f64> = graph.item_indices().map(one).collect();
            let least = 0.013 * resolution.totals.labour_h;
            let mut expected = Vec::new();
            walk(&graph, &|item| values[item.0 as usize], resolution.root, 3.0, least, &mut expected);
            let found = contributions_to(&graph, &resolution, Total::Labour, 0.013).expect("values");
            prop_assert!(found.is_complete);
            expected.sort_by(|a, b| b.total_cmp(a));
            prop_assert_eq!(found.visits.len(), expected.len());
            for (visit, expected) in found.visits.iter().zip(expected) {
                prop_assert!((visit.cumulative - expected).abs() <= 1e-9 * expected, "{:?}: {}", visit, expected);
            }
        }
    }
}
