//! How many ways lead from a root to an item, without walking them: there may be millions.

use std::collections::HashMap;

use super::Resolution;
use crate::graph::{ItemIndex, components_of};

/// How many ways there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WayCount {
    /// How many at least: ways that pass no loop; [`u64::MAX`] for more.
    pub count: u64,
    /// Whether that is all: no loop lies on a way, and the number could be held.
    pub is_exact: bool,
}

/// Counts the ways from the root of a resolution to `target`, by adding up from the target: the ways from an item are those from
/// all that it takes. Inside a loop only arcs that lead on in its depth-first order are counted, so that the number is a
/// lower bound there. Linear in the graph.
pub fn count_ways(resolution: &Resolution, target: ItemIndex) -> WayCount {
    let vertex: HashMap<ItemIndex, u32> = resolution.needs.iter().map(|need| need.item).zip(0..).collect();
    let (Some(root), Some(goal)) = (vertex.get(&resolution.root), vertex.get(&target)) else {
        return WayCount { count: 0, is_exact: true };
    };
    let count = resolution.needs.len();
    let arcs: Vec<(u32, u32)> =
        resolution.edges.iter().filter_map(|edge| Some((*vertex.get(&edge.from)?, *vertex.get(&edge.to)?))).collect();
    let mut taken: Vec<Vec<u32>> = vec![Vec::new(); count];
    for (from, to) in &arcs {
        taken[*from as usize].push(*to);
    }
    let components = components_of(count, arcs.iter().copied());
    let mut component_of = vec![0; count];
    let mut position = vec![0; count];
    let mut at = 0;
    for (number, members) in components.members.iter().enumerate() {
        for member in members {
            component_of[*member as usize] = number;
            position[*member as usize] = at;
            at += 1;
        }
    }
    // Consumed ones come first, so that all that an item takes is counted before it; inside a loop, by position.
    let mut ways = vec![0_u64; count];
    let mut passes_loop = vec![false; count];
    for members in &components.members {
        for member in members {
            let item = *member as usize;
            let is_goal = member == goal;
            let mut sum = u64::from(is_goal);
            for to in taken[item].iter().map(|to| *to as usize) {
                let is_inside = component_of[to] == component_of[item];
                if is_inside {
                    passes_loop[item] = true;
                }
                if !is_goal && (!is_inside || position[to] < position[item]) {
                    sum = sum.saturating_add(ways[to]);
                    passes_loop[item] |= passes_loop[to] && ways[to] > 0;
                }
            }
            ways[item] = sum;
        }
        // What lies in one loop shares its fate, whatever the order of its members.
        let any = members.len() > 1 && members.iter().any(|member| ways[*member as usize] > 0);
        if any {
            for member in members {
                passes_loop[*member as usize] = true;
                ways[*member as usize] = ways[*member as usize].max(1);
            }
        }
    }
    let root = *root as usize;
    WayCount { count: ways[root], is_exact: !passes_loop[root] && ways[root] < u64::MAX }
}

#[cfg(test)]
mod tests {
    use super::count_ways;
    use crate::resolve::tests::graph_of;
    use crate::resolve::{by_preference, solve};

    fn ladder(rungs: usize) -> String {
        let mut text = String::from("kind: material\nid: ore\nunit: kg\norigin: raw\nfrom: ground\n");
        for rung in 0..rungs {
            let below = |side: &str| if rung == 0 { "ore".to_owned() } else { format!("{side}{}", rung - 1) };
            for side in ["a", "b"] {
                text.push_str(&format!(
                    "---\nkind: material\nid: {side}{rung}\nunit: kg\n---\nkind: process\nid: make-{side}{rung}\noutputs: [{{item: {side}{rung}, quantity: 1 kg}}]\ninputs: [{{item: {}, quantity: 1 kg}}, {{item: {}, quantity: 1 kg}}]\n",
                    below("a"),
                    if rung == 0 { "ore".to_owned() } else { below("b") },
                ));
            }
        }
        text
    }

    #[test]
    fn millions_of_ways_are_counted_at_once() {
        let graph = graph_of(&ladder(25));
        let root = graph.item_index("a24").expect("the root");
        let resolution = solve(&graph, by_preference(&graph), root, 1.0).expect("an answer");
        let ways = count_ways(&resolution, graph.item_index("ore").expect("ore"));
        assert_eq!((ways.count, ways.is_exact), (1 << 24, true));
        let deep = graph_of(&ladder(80));
        let root = deep.item_index("a79").expect("the root");
        let resolution = solve(&deep, by_preference(&deep), root, 1.0).expect("an answer");
        let ways = count_ways(&resolution, deep.item_index("ore").expect("ore"));
        assert_eq!((ways.count, ways.is_exact), (u64::MAX, false));
    }

    #[test]
    fn ways_round_a_loop_are_told_as_at_least() {
        let graph = graph_of(
            "kind: material\nid: steel\nunit: kg\n---\nkind: material\nid: electrode\nunit: kg\n---\nkind: material\nid: ore\nunit: kg\norigin: raw\nfrom: ground\n---\nkind: process\nid: smelt\noutputs: [{item: steel, quantity: 1 kg}]\ninputs: [{item: ore, quantity: 2 kg}, {item: electrode, quantity: 0.1 kg}]\n---\nkind: process\nid: bake\noutputs: [{item: electrode, quantity: 1 kg}]\ninputs: [{item: steel, quantity: 0.5 kg}, {item: ore, quantity: 1 kg}]\n",
        );
        let root = graph.item_index("steel").expect("the root");
        let resolution = solve(&graph, by_preference(&graph), root, 1.0).expect("an answer");
        let ways = count_ways(&resolution, graph.item_index("ore").expect("ore"));
        assert!(!ways.is_exact && ways.count >= 1, "{ways:?}");
    }
}
