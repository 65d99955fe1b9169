//! Why an item is needed: the paths to it, the largest first.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use super::Resolution;
use super::solve::Runaway;
use super::supply::Supply;
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

/// How many partial paths are followed: beyond, the largest of a diffuse graph are lost in a crowd, and nobody reads them.
const STEP_LIMIT: usize = 50_000;

/// A step of a path under construction: paths share their beginnings.
struct Step {
    item: ItemIndex,
    quantity: f64,
    /// The step before, a position among the steps; its own at the root.
    before: u32,
}

/// The end of a path under construction, by the most that it can still carry.
#[derive(Clone, Copy)]
struct Open {
    /// What of the target passes through here, at most.
    bound: f64,
    /// The last step.
    step: u32,
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
        // Of equal ones, the one found first: steps are made in an order that is always the same.
        self.bound.total_cmp(&other.bound).then(self.ended.cmp(&other.ended)).then(other.step.cmp(&self.step))
    }
}

/// The at most `limit` largest paths from the root of a resolution to `target`, best first, none below `cutoff` of the whole;
/// `None` if the root does not need it. The adjoint says how much of the target each item stands for, so no branch is followed
/// that cannot be among the largest. Where the need comes by so many small ways that none reaches the cutoff, the largest of
/// them is told alone.
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
    let supply = Supply::of(resolution);
    let counts: Vec<f64> = resolution.needs.iter().map(|need| if need.item == target { 1.0 } else { 0.0 }).collect();
    let values = supply.values(&supply.components(), &counts)?;
    let mut per_unit = vec![0.0; graph.items.len()];
    for (need, value) in resolution.needs.iter().zip(values) {
        per_unit[need.item.0 as usize] = value;
    }
    let search = Search { resolution, target, per_unit, whole: need.quantity };
    let mut paths = search.best_first(limit, cutoff);
    if paths.is_empty() && limit > 0 {
        paths.extend(search.largest());
    }
    let listed: f64 = paths.iter().map(|path| path.share).sum();
    Ok(Some(PathList { quantity: need.quantity, paths, rest_share: (1.0 - listed).max(0.0) }))
}

struct Search<'r> {
    resolution: &'r Resolution,
    target: ItemIndex,
    /// How much of the target one unit of each item takes.
    per_unit: Vec<f64>,
    /// The whole need for the target.
    whole: f64,
}

impl Search<'_> {
    /// What of the target so much of an item takes.
    fn through(&self, item: ItemIndex, quantity: f64) -> f64 {
        quantity * self.per_unit[item.0 as usize]
    }

    /// What so much of an item takes of its inputs.
    fn inputs(&self, item: ItemIndex, quantity: f64) -> impl Iterator<Item = (ItemIndex, f64)> + '_ {
        let made = self.resolution.need(item).map_or(0.0, |need| need.quantity);
        let scale = if made > 0.0 { quantity / made } else { 0.0 };
        self.resolution.edges_from(item).iter().map(move |edge| (edge.to, edge.quantity * scale))
    }

    fn best_first(&self, limit: usize, cutoff: f64) -> Vec<NeedPath> {
        let (root, quantity) = (self.resolution.root, self.resolution.quantity);
        let least = cutoff * self.whole;
        let mut steps = vec![Step { item: root, quantity, before: 0 }];
        let mut open = BinaryHeap::from([Open { bound: self.through(root, quantity), step: 0, ended: false }]);
        if root == self.target {
            open.push(Open { bound: quantity, step: 0, ended: true });
        }
        let mut paths = Vec::new();
        let mut followed = 0;
        while let Some(end) = open.pop() {
            if paths.len() == limit || end.bound < least || followed == STEP_LIMIT {
                break;
            }
            if end.ended {
                paths.push(self.path(&steps, end.step));
                continue;
            }
            followed += 1;
            let Step { item, quantity, .. } = steps[end.step as usize];
            for (input, quantity) in self.inputs(item, quantity) {
                let step = steps.len() as u32;
                let bound = self.through(input, quantity);
                if bound <= 0.0 || bound < least {
                    continue;
                }
                steps.push(Step { item: input, quantity, before: end.step });
                if input != self.target {
                    open.push(Open { bound, step, ended: false });
                    continue;
                }
                open.push(Open { bound: quantity, step, ended: true });
                // What the target takes of itself, round a loop, is a longer path.
                let again = bound - quantity;
                if again > quantity * 1e-12 {
                    open.push(Open { bound: again, step, ended: false });
                }
            }
        }
        paths
    }

    fn path(&self, steps: &[Step], last: u32) -> NeedPath {
        let (mut items, mut quantities) = (Vec::new(), Vec::new());
        let mut position = last;
        loop {
            let step = &steps[position as usize];
            items.push(step.item);
            quantities.push(step.quantity);
            if position == 0 {
                break;
            }
            position = step.before;
        }
        items.reverse();
        quantities.reverse();
        let share = if self.whole > 0.0 { steps[last as usize].quantity / self.whole } else { 0.0 };
        NeedPath { items, quantities, share }
    }

    /// The one largest path. Of what passes through an item, a share ≤ 1 goes on to each of its inputs, so the path whose shares
    /// have the largest product is found as the shortest one is (Dijkstra 1959), each item entered once.
    fn largest(&self) -> Option<NeedPath> {
        let mut steps = vec![Step { item: self.resolution.root, quantity: self.resolution.quantity, before: 0 }];
        let mut best = vec![0.0; self.resolution.needs.len()];
        let mut open = BinaryHeap::from([Open { bound: 1.0, step: 0, ended: false }]);
        while let Some(end) = open.pop() {
            let Step { item, quantity, .. } = steps[end.step as usize];
            if item == self.target {
                return Some(self.path(&steps, end.step));
            }
            let position = self.resolution.position(item)?;
            if end.bound < best[position] {
                continue;
            }
            let passing = self.through(item, quantity);
            for (input, quantity) in self.inputs(item, quantity) {
                let Some(position) = self.resolution.position(input) else { continue };
                let bound = end.bound * (self.through(input, quantity) / passing).min(1.0);
                if bound > best[position] {
                    best[position] = bound;
                    open.push(Open { bound, step: steps.len() as u32, ended: false });
                    steps.push(Step { item: input, quantity, before: end.step });
                }
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::graph_of;
    use super::super::{by_preference, solve};
    use super::paths_to;

    #[test]
    fn of_many_small_ways_the_largest_is_told() {
        use std::fmt::Write;
        // Three layers of 20 items, each made from all of the next: 8,000 ways to the sand, one of them a little larger.
        let mut text = String::new();
        for (layer, item) in (0..4)
            .flat_map(|layer| (0..20).map(move |item| (layer, item)))
            .filter(|(layer, item)| *layer > 0 || *item == 0)
        {
            let _ = write!(
                text,
                "---\n{{kind: material, id: item-{layer}-{item}, unit: kg, origin: made}}\n---\nkind: process\nid: make-{layer}-{item}\noutputs: [{{item: item-{layer}-{item}, quantity: 100 kg}}]\ninputs:\n"
            );
            for below in 0..20 {
                let amount = if below == 7 { "6 kg" } else { "5 kg" };
                let input = if layer == 3 { "sand".to_owned() } else { format!("item-{}-{below}", layer + 1) };
                let _ = writeln!(text, "  - {{item: {input}, quantity: {amount}}}");
            }
        }
        text.push_str("---\n{kind: material, id: sand, unit: kg, origin: raw, from: ground}\n");
        let graph = graph_of(&text);
        let item = |id: &str| graph.item_index(id).expect("an item");
        let resolution = solve(&graph, by_preference(&graph), item("item-0-0"), 1.0).expect("amounts");
        let list = paths_to(&graph, &resolution, item("sand"), 10, 0.001).expect("values").expect("it is needed");
        let ids: Vec<&str> = list.paths[0].items.iter().map(|item| graph.item(*item).id.as_str()).collect();
        assert_eq!(ids, ["item-0-0", "item-1-7", "item-2-7", "item-3-7", "sand"]);
        assert_eq!(list.paths.len(), 1);
        let share = (6.0_f64 / 101.0).powi(3);
        assert!(
            (list.paths[0].share - share).abs() < 1e-12 && (list.rest_share + share - 1.0).abs() < 1e-9,
            "{list:?}"
        );
    }
}
