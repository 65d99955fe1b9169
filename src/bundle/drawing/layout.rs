//! Where boxes stand and lines run. The only code that knows the layout library, which is young. Rows are given: every line
//! gets just the length that its rows ask for, which fixes the library's ranks.

use dagre::graph::{Graph as Layout, GraphOptions};
use dagre::{EdgeLabel, LayoutOptions, NodeLabel, RankDir, layout};

/// px between boxes of a row.
const BESIDE: f64 = 12.0;
/// px between lines.
const LINES: f64 = 8.0;
/// px between rows.
const ROWS: f64 = 46.0;

/// A box to be placed.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    /// px.
    pub width: f64,
    /// px.
    pub height: f64,
    /// Its row, from 0; every row but the first has a box.
    pub rank: usize,
}

/// Where all stands.
#[derive(Clone, Debug)]
pub struct Placed {
    /// Centres of the boxes.
    pub centres: Vec<(f64, f64)>,
    /// Points of the lines, ends included; empty where the line does not go down.
    pub lines: Vec<Vec<(f64, f64)>>,
    /// px.
    pub width: f64,
    /// px.
    pub height: f64,
}

/// Places boxes, the first alone at the top, and lines from upper to lower boxes; heavier lines run straighter.
pub fn place(sizes: &[Size], lines: &[(usize, usize)], weights: &[i32]) -> Placed {
    let mut plane: Layout<NodeLabel, EdgeLabel> =
        Layout::with_options(GraphOptions { directed: true, multigraph: true, compound: true });
    for (number, size) in sizes.iter().enumerate() {
        let label = NodeLabel { width: size.width, height: size.height, ..NodeLabel::default() };
        plane.set_node(number.to_string(), Some(label));
    }
    let goes_down = |(upper, lower): &(usize, usize)| sizes[*lower].rank > sizes[*upper].rank;
    let mut hangs = vec![false; sizes.len()];
    for (name, (upper, lower)) in lines.iter().enumerate().filter(|(_, line)| goes_down(line)) {
        hangs[*lower] = true;
        let minlen = (sizes[*lower].rank - sizes[*upper].rank) as i32;
        let label = EdgeLabel { minlen, weight: weights[name], ..EdgeLabel::default() };
        plane.set_edge(upper.to_string(), lower.to_string(), Some(label), Some(&name.to_string()));
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
    let options = LayoutOptions {
        rankdir: RankDir::TB,
        nodesep: BESIDE,
        edgesep: LINES,
        ranksep: ROWS,
        marginx: 2.0,
        marginy: 2.0,
        ..LayoutOptions::default()
    };
    layout(&mut plane, Some(options));
    let (mut width, mut height) = (0.0_f64, 0.0_f64);
    let mut centres = Vec::with_capacity(sizes.len());
    for (number, size) in sizes.iter().enumerate() {
        let node = plane.node(&number.to_string());
        let (x, y) = node.and_then(|node| Some((node.x?, node.y?))).unwrap_or((size.width / 2.0, size.height / 2.0));
        (width, height) = (width.max(x + size.width / 2.0), height.max(y + size.height / 2.0));
        centres.push((x, y));
    }
    let mut points = Vec::with_capacity(lines.len());
    for (name, line) in lines.iter().enumerate() {
        let edge = plane.edge(&line.0.to_string(), &line.1.to_string(), Some(&name.to_string()));
        let of_line: Vec<(f64, f64)> = edge
            .filter(|_| goes_down(line))
            .map_or_else(Vec::new, |edge| edge.points.iter().map(|point| (point.x, point.y)).collect());
        width = of_line.iter().fold(width, |width, (x, _)| width.max(*x));
        points.push(of_line);
    }
    Placed { centres, lines: points, width: width.ceil() + 2.0, height: height.ceil() + 2.0 }
}
