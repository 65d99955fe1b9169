//! The dependency graph of a plan as SVG, from left (the machine) to right (the ground). The only code that knows the layout
//! library, which is young. Siblings that are alike are folded into one box; energy is left out, as nearly all take it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use dagre::graph::{Graph as Layout, GraphOptions};
use dagre::{EdgeLabel, LayoutOptions, NodeLabel, RankDir, layout};

use super::links::Names;
use super::view::Mark;
use super::wording::{amount, count, item_amount, obtain_mark, plain};
use crate::catalog::ItemOwner;
use crate::graph::{Graph, ItemIndex};
use crate::quantity::{Dimension, format_amount_grouped};
use crate::resolve::{Obtain, Resolution};

const WIDTH: f64 = 158.0;
const HEIGHT: f64 = 58.0;
/// Letters that fit a line of a box at 13 px.
const FIT: usize = 20;
/// Boxes above which a drawing is no help.
const MOST: usize = 150;
/// Alike siblings from which on they are folded.
const FOLD: usize = 3;

/// A drawing, or why there is none.
pub enum Drawn {
    /// The SVG, and a sentence on what was left out.
    Svg {
        /// `<svg class="graph">`.
        svg: String,
        /// What is to be seen.
        caption: String,
    },
    /// Too large; says so.
    TooLarge(String),
}

/// One box.
struct Node {
    title: String,
    whole_title: String,
    amount: String,
    mark: Mark,
    href: Option<String>,
}

/// Draws what a resolution's root is made from.
pub fn draw(graph: &Graph, resolution: &Resolution, names: Names<'_>) -> Drawn {
    let is_energy = |item: ItemIndex| graph.item(item).unit.dimension() == Dimension::ENERGY;
    let items: Vec<ItemIndex> =
        resolution.needs.iter().map(|need| need.item).filter(|item| !is_energy(*item)).collect();
    let edges: Vec<(ItemIndex, ItemIndex)> = resolution
        .edges
        .iter()
        .map(|edge| (edge.from, edge.to))
        .filter(|(from, to)| !is_energy(*from) && !is_energy(*to))
        .collect();
    let groups = folded(graph, resolution, &items, &edges);
    let number_of: BTreeMap<ItemIndex, usize> =
        groups.iter().enumerate().flat_map(|(number, group)| group.iter().map(move |item| (*item, number))).collect();
    if groups.len() > MOST {
        return Drawn::TooLarge(format!(
            "{} boxes would be too many to read; the tree above holds them all.",
            groups.len()
        ));
    }
    let nodes: Vec<Node> = groups.iter().map(|group| node(graph, resolution, names, group)).collect();
    let arcs: BTreeSet<(usize, usize)> = edges
        .iter()
        .filter_map(|(from, to)| Some((*number_of.get(from)?, *number_of.get(to)?)))
        .filter(|(from, to)| from != to)
        .collect();
    let has_energy = items.len() < resolution.needs.len();
    let caption = format!(
        "From left to right: what each thing is made from, down to the ground.{}{}",
        if groups.len() < items.len() { " Parts of the same material stand in one box." } else { "" },
        if has_energy { " Electricity is left out, as nearly every step takes some." } else { "" }
    );
    Drawn::Svg { svg: svg(&graph.item(resolution.root).title, &nodes, &arcs), caption }
}

/// Items in groups: parts of one plan that take the same, and leaves that the same items take.
fn folded(
    graph: &Graph,
    resolution: &Resolution,
    items: &[ItemIndex],
    edges: &[(ItemIndex, ItemIndex)],
) -> Vec<Vec<ItemIndex>> {
    let mut inputs: BTreeMap<ItemIndex, Vec<ItemIndex>> = BTreeMap::new();
    let mut users: BTreeMap<ItemIndex, Vec<ItemIndex>> = BTreeMap::new();
    for (from, to) in edges {
        inputs.entry(*from).or_default().push(*to);
        users.entry(*to).or_default().push(*from);
    }
    let mut alike: BTreeMap<(usize, &'static str, Vec<ItemIndex>), Vec<ItemIndex>> = BTreeMap::new();
    let mut apart: Vec<Vec<ItemIndex>> = Vec::new();
    for item in items {
        let obtain = resolution.need(*item).map_or(Obtain::Unresolved, |need| need.obtain);
        let own = inputs.get(item).cloned().unwrap_or_default();
        match (graph.item(*item).owner, obtain) {
            (ItemOwner::Part { plan, .. }, Obtain::Make(_)) => {
                alike.entry((plan, "part", own)).or_default().push(*item)
            }
            (ItemOwner::Part { .. } | ItemOwner::Plan(_), _) | (_, Obtain::Make(_)) => apart.push(vec![*item]),
            (ItemOwner::Material(_), leaf) => {
                let users = users.get(item).cloned().unwrap_or_default();
                alike.entry((usize::MAX, leaf.as_str(), users)).or_default().push(*item);
            }
        }
    }
    for group in alike.into_values() {
        if group.len() >= FOLD { apart.push(group) } else { apart.extend(group.into_iter().map(|item| vec![item])) }
    }
    apart.sort();
    apart
}

fn node(graph: &Graph, resolution: &Resolution, names: Names<'_>, group: &[ItemIndex]) -> Node {
    let need = |item: ItemIndex| resolution.need(item);
    let obtain = group.first().and_then(|item| need(*item)).map_or(Obtain::Unresolved, |need| need.obtain);
    let mark = obtain_mark(obtain);
    let mass: f64 = group
        .iter()
        .map(|item| need(*item).map_or(0.0, |need| need.quantity) * graph.item(*item).mass_kg.unwrap_or(0.0))
        .sum();
    if let [item] = group {
        let name = names.item(*item);
        let quantity = plain(&item_amount(graph, *item, need(*item).map_or(0.0, |need| need.quantity)));
        return Node { title: name.text.clone(), whole_title: name.text, amount: quantity, mark, href: name.href };
    }
    let is_parts = obtain.recipe().is_some();
    let title = if is_parts {
        parts_title(graph, resolution, group)
    } else {
        format!("{} {} items", group.len(), obtain.as_str())
    };
    let titles: Vec<&str> = group.iter().map(|item| graph.item(*item).title.as_str()).collect();
    let href = if is_parts { names.item(group[0]).href } else { Some("#totals".to_owned()) };
    Node {
        whole_title: format!("{title}: {}", titles.join("; ")),
        title,
        amount: plain(&amount(mass, "kg")),
        mark,
        href,
    }
}

/// `57 plates`, where all names begin with the same word; else `57 parts`.
fn parts_title(graph: &Graph, resolution: &Resolution, group: &[ItemIndex]) -> String {
    let word = |item: &ItemIndex| {
        let name = graph.item(*item).id.as_str().rsplit('/').next()?;
        name.split(['-', '.']).next()
    };
    let first = group.first().and_then(word);
    let common = first.filter(|first| first.len() > 2 && group.iter().all(|item| word(item) == Some(first)));
    let is_counted = group.iter().all(|item| graph.item(*item).unit.dimension().is_dimensionless());
    let pieces: f64 = group.iter().filter_map(|item| resolution.need(*item)).map(|need| need.quantity).sum();
    match common {
        Some(word) if is_counted => format!("{} {word}s", format_amount_grouped(pieces)),
        Some(word) => count(group.len(), word, &format!("{word}s")),
        None => count(group.len(), "part", "parts"),
    }
}

fn svg(title: &str, nodes: &[Node], arcs: &BTreeSet<(usize, usize)>) -> String {
    let mut plane: Layout<NodeLabel, EdgeLabel> =
        Layout::with_options(GraphOptions { directed: true, multigraph: true, compound: true });
    for number in 0..nodes.len() {
        plane.set_node(number.to_string(), Some(NodeLabel { width: WIDTH, height: HEIGHT, ..NodeLabel::default() }));
    }
    for (from, to) in arcs {
        plane.set_edge(from.to_string(), to.to_string(), Some(EdgeLabel::default()), None);
    }
    let options = LayoutOptions {
        rankdir: RankDir::LR,
        nodesep: 14.0,
        edgesep: 12.0,
        ranksep: 36.0,
        marginx: 2.0,
        marginy: 2.0,
        ..LayoutOptions::default()
    };
    layout(&mut plane, Some(options));
    let centre = |number: usize| {
        let node = plane.node(&number.to_string());
        node.and_then(|node| Some((node.x?, node.y?))).unwrap_or((WIDTH / 2.0, HEIGHT / 2.0))
    };
    let (mut right, mut bottom) = (WIDTH, HEIGHT);
    let mut boxes = String::new();
    for (number, node) in nodes.iter().enumerate() {
        let (x, y) = centre(number);
        (right, bottom) = (right.max(x + WIDTH / 2.0), bottom.max(y + HEIGHT / 2.0));
        write_box(&mut boxes, node, x - WIDTH / 2.0, y - HEIGHT / 2.0);
    }
    let mut lines = String::new();
    for (from, to) in arcs {
        let points: Vec<(f64, f64)> = plane
            .edge(&from.to_string(), &to.to_string(), None)
            .map_or_else(Vec::new, |edge| edge.points.iter().map(|point| (point.x, point.y)).collect());
        for (x, y) in &points {
            (right, bottom) = (right.max(*x), bottom.max(*y));
        }
        write_line(&mut lines, centre(*from), centre(*to), &points);
    }
    let (width, height) = (right.ceil() + 2.0, bottom.ceil() + 2.0);
    let label = escape(&format!("What {title} is made from"));
    format!(
        "<svg class=\"graph\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" role=\"group\" aria-label=\"{label}\"><g>{lines}</g>{boxes}</svg>"
    )
}

fn write_box(out: &mut String, node: &Node, x: f64, y: f64) {
    let shape = match node.mark.kind.as_str() {
        "raw" => "▼",
        "made" => "●",
        "bought" => "◆",
        "resource" => "▽",
        "stock" => "■",
        _ => "×",
    };
    let (first, second) = two_lines(&node.title);
    let second = if second.is_empty() {
        second
    } else {
        format!("<text x=\"{:.1}\" y=\"{:.1}\">{}</text>", x + 25.0, y + 33.0, escape(&second))
    };
    let (open, close) = match &node.href {
        Some(href) => (format!("<a href=\"{}\" class=\"{}\">", escape(href), node.mark.kind), "</a>"),
        None => (format!("<g class=\"{}\">", node.mark.kind), "</g>"),
    };
    let _ = write!(
        out,
        "{open}<title>{} ({}, {})</title><rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{WIDTH}\" height=\"{HEIGHT}\"/>\
         <text class=\"shape\" x=\"{:.1}\" y=\"{:.1}\">{shape}</text><text x=\"{:.1}\" y=\"{:.1}\">{}</text>{second}\
         <text class=\"amount\" x=\"{:.1}\" y=\"{:.1}\">{} · {}</text>{close}",
        escape(&node.whole_title),
        escape(&node.amount),
        escape(&node.mark.label),
        x + 9.0,
        y + 18.0,
        x + 25.0,
        y + 18.0,
        escape(&first),
        x + 25.0,
        y + 49.0,
        escape(&node.amount),
        escape(&node.mark.label),
    );
}

/// A title on two lines, parted at a blank, the second cut where it is too long.
fn two_lines(title: &str) -> (String, String) {
    let mut lines = [String::new(), String::new()];
    let mut at = 0;
    for word in title.split_whitespace() {
        let fits = |line: &str| line.is_empty() || line.chars().count() + 1 + word.chars().count() <= FIT;
        if at == 0 && !fits(&lines[0]) {
            at = 1;
        }
        if !lines[at].is_empty() {
            lines[at].push(' ');
        }
        lines[at].push_str(word);
    }
    let cut = |line: &String| {
        if line.chars().count() > FIT {
            line.chars().take(FIT - 1).collect::<String>().trim_end().to_owned() + "…"
        } else {
            line.clone()
        }
    };
    (cut(&lines[0]), cut(&lines[1]))
}

/// A smooth line from the right side of one box to the left side of another, by way of the layout's points.
fn write_line(out: &mut String, from: (f64, f64), to: (f64, f64), points: &[(f64, f64)]) {
    let is_back = to.0 <= from.0;
    let start = (if is_back { from.0 - WIDTH / 2.0 } else { from.0 + WIDTH / 2.0 }, from.1);
    let end = (if is_back { to.0 + WIDTH / 2.0 } else { to.0 - WIDTH / 2.0 }, to.1);
    let inner = if points.len() > 2 { &points[1..points.len() - 1] } else { &[] };
    let stops: Vec<(f64, f64)> = std::iter::once(start).chain(inner.iter().copied()).chain([end]).collect();
    let _ = write!(out, "<path d=\"M{:.1} {:.1}", start.0, start.1);
    for pair in stops.windows(2) {
        let middle = f64::midpoint(pair[0].0, pair[1].0);
        let _ =
            write!(out, "C{middle:.1} {:.1} {middle:.1} {:.1} {:.1} {:.1}", pair[0].1, pair[1].1, pair[1].0, pair[1].1);
    }
    out.push_str("\"/>");
}

/// Text for XML.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            c if c.is_control() => escaped.push(' '),
            c => escaped.push(c),
        }
    }
    escaped
}
