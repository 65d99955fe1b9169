//! The order of boxes in their ranks, with few crossings. The only code that knows the layout library, which is young. Ranks
//! are given: every line gets just the length that its ranks ask for, which fixes the library's.

use dagre::graph::{Graph as Layout, GraphOptions};
use dagre::{EdgeLabel, LayoutOptions, NodeLabel, RankDir, layout};

use super::layout::{Line, Size};

/// The boxes of each rank, from the left; the first box of the top rank stands there alone.
pub fn in_order(sizes: &[Size], lines: &[Line]) -> Vec<Vec<usize>> {
    let mut plane: Layout<NodeLabel, EdgeLabel> =
        Layout::with_options(GraphOptions { directed: true, multigraph: true, compound: true });
    for (number, size) in sizes.iter().enumerate() {
        let label = NodeLabel { width: size.left + size.right, height: size.height, ..NodeLabel::default() };
        plane.set_node(number.to_string(), Some(label));
    }
    let mut hangs = vec![false; sizes.len()];
    for (name, line) in lines.iter().enumerate().filter(|(_, line)| sizes[line.lower].rank > sizes[line.upper].rank) {
        hangs[line.lower] = true;
        let minlen = (sizes[line.lower].rank - sizes[line.upper].rank) as i32;
        let label = EdgeLabel { minlen, weight: line.weight, ..EdgeLabel::default() };
        plane.set_edge(line.upper.to_string(), line.lower.to_string(), Some(label), Some(&name.to_string()));
    }
    let top = sizes.iter().enumerate().min_by_key(|(_, size)| size.rank).map_or(0, |(number, _)| number);
    for (number, size) in sizes.iter().enumerate().filter(|(number, _)| !hangs[*number] && *number != top) {
        // What nothing draws on hangs on an unseen line.
        let length = size.rank.saturating_sub(sizes[top].rank);
        if length > 0 {
            let label = EdgeLabel { minlen: length as i32, ..EdgeLabel::default() };
            plane.set_edge(top.to_string(), number.to_string(), Some(label), Some("unseen"));
        }
    }
    layout(&mut plane, Some(LayoutOptions { rankdir: RankDir::TB, ..LayoutOptions::default() }));
    let x = |number: usize| plane.node(&number.to_string()).and_then(|node| node.x).unwrap_or(0.0);
    let mut ranks = vec![Vec::new(); sizes.iter().map(|size| size.rank + 1).max().unwrap_or(0)];
    for (number, size) in sizes.iter().enumerate() {
        ranks[size.rank].push(number);
    }
    for rank in &mut ranks {
        rank.sort_by(|a, b| x(*a).total_cmp(&x(*b)).then(a.cmp(b)));
    }
    ranks
}
