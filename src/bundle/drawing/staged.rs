//! The graph in stages: the product at the top, the ground at the bottom, the width of a line by mass.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::diagram::{Diagram, Flow, FlowKind, Node, diagram};
use super::fold::groups;
use super::layout::{Placed, Size, place};
use super::legend::{self, Sample};
use super::text::{escape, wrapped, write_lines};
use super::{Drawn, MOST, Namer, shape_of, subject};
use crate::bundle::wording::{amount, plain};
use crate::graph::Graph;
use crate::quantity::format_amount_grouped;
use crate::resolve::{Resolution, Stage};

/// px of a box.
const WIDTH: f64 = 164.0;
/// px of its text.
const TEXT: f64 = WIDTH - 34.0;
/// px of a line of a title.
const LINE: f64 = 16.0;
const SIZE: f64 = 13.0;
/// px of the widest line.
const WIDEST: f64 = 16.0;
/// px of the column of stage names.
const NAMES: f64 = 118.0;
/// Lines above which the lightest are left out.
const MOST_LINES: usize = 450;

/// Draws what a resolution's root is made from.
pub fn staged(graph: &Graph, resolution: &Resolution, names: Namer<'_>) -> Drawn {
    let groups = groups(graph, resolution, MOST);
    let mut diagram = diagram(graph, resolution, &groups, names);
    let returns = take_returns(&mut diagram);
    let dropped = drop_lightest(&mut diagram);
    let (body, width, height) = body(&diagram, returns);
    Drawn {
        width,
        height,
        label: format!("What {} is made from", subject(graph, resolution)),
        body,
        caption: caption(&diagram, returns, dropped),
    }
}

fn caption(diagram: &Diagram, returns: bool, dropped: usize) -> String {
    let mut text =
        String::from("From top to bottom: what each thing is made from, stage by stage, down to the ground.");
    text.push_str(" A line is as wide as the mass that flows along it, thin where it is small.");
    if diagram.has_energy {
        text.push_str(" Energy stands apart: lines to it are left out, as nearly every step takes some.");
    }
    if returns {
        text.push_str(" What comes off and goes back in below is told in the boxes (↺), not drawn.");
    }
    if diagram.has_folded {
        text.push_str(" What is alike (parts from the same material, leaves with the same users) stands in one box.");
    }
    if diagram.has_rest {
        text.push_str(" The lightest of each stage share a box, counted, for want of room.");
    }
    if dropped > 0 {
        text.push_str(&format!(" The {dropped} lightest lines are left out."));
    }
    text
}

/// Own returns run from everywhere to the ground, and would hide all else: they become words in the boxes. Says whether there
/// are any.
fn take_returns(diagram: &mut Diagram) -> bool {
    let mut given: BTreeMap<usize, f64> = BTreeMap::new();
    let mut taken: BTreeMap<usize, f64> = BTreeMap::new();
    for flow in diagram.flows.iter().filter(|flow| flow.kind == FlowKind::Return) {
        *given.entry(flow.giver).or_default() += flow.mass_kg.unwrap_or(0.0);
        *taken.entry(flow.taker).or_default() += flow.mass_kg.unwrap_or(0.0);
    }
    diagram.flows.retain(|flow| flow.kind != FlowKind::Return);
    let kg = |mass_kg: f64| plain(&amount(format!("{mass_kg:.2e}").parse().unwrap_or(mass_kg), "kg"));
    for (number, mass_kg) in &given {
        diagram.boxes[*number].returns = Some(format!("↺ gives back {}", kg(*mass_kg)));
    }
    for (number, mass_kg) in &taken {
        diagram.boxes[*number].returns = Some(format!("↺ {} from within", kg(*mass_kg)));
    }
    !given.is_empty()
}

/// Leaves out the lightest lines where there are too many to follow; returns how many.
fn drop_lightest(diagram: &mut Diagram) -> usize {
    let dropped = diagram.flows.len().saturating_sub(MOST_LINES);
    if dropped > 0 {
        let kg = |flow: &Flow| flow.mass_kg.unwrap_or(0.0);
        diagram.flows.sort_by(|a, b| kg(b).total_cmp(&kg(a)).then((a.taker, a.giver).cmp(&(b.taker, b.giver))));
        diagram.flows.truncate(MOST_LINES);
        diagram.flows.sort_by_key(|flow| (flow.taker, flow.giver, flow.kind));
    }
    dropped
}

/// A box's title in lines, and its height.
fn title_of(node: &Node) -> (Vec<String>, f64) {
    let lines = wrapped(&node.title, TEXT, SIZE);
    let rows = lines.len().max(1) + usize::from(node.returns.is_some());
    let height = 30.0 + LINE * rows as f64;
    (lines, height)
}

fn body(diagram: &Diagram, has_returns: bool) -> (String, f64, f64) {
    let titles: Vec<(Vec<String>, f64)> = diagram.boxes.iter().map(title_of).collect();
    let sizes: Vec<Size> = diagram
        .boxes
        .iter()
        .zip(&titles)
        .map(|(node, (_, height))| Size { width: WIDTH, height: *height, rank: node.rank })
        .collect();
    // Which end of a line is above: the taker of what is needed, the maker of what comes off.
    let ends: Vec<(usize, usize)> = diagram
        .flows
        .iter()
        .map(|flow| if flow.kind == FlowKind::Need { (flow.taker, flow.giver) } else { (flow.giver, flow.taker) })
        .collect();
    let heaviest = diagram.flows.iter().filter_map(|flow| flow.mass_kg).fold(0.0, f64::max);
    let weights: Vec<i32> =
        diagram.flows.iter().map(|flow| 1 + (7.0 * flow.mass_kg.unwrap_or(0.0) / heaviest.max(1e-9)) as i32).collect();
    let placed = place(&sizes, &ends, &weights);
    let right = NAMES + placed.width + 14.0;
    let mut out = String::new();
    write_bands(&mut out, diagram, &sizes, &placed, right);
    let ports = ports(&ends, &placed, &sizes);
    out.push_str("<g>");
    for (index, flow) in diagram.flows.iter().enumerate() {
        write_line(&mut out, diagram, flow, ends[index], &placed.lines[index], ports[index], &placed, &sizes, heaviest);
    }
    out.push_str("</g>");
    for (number, node) in diagram.boxes.iter().enumerate() {
        let (x, y) = placed.centres[number];
        write_box(&mut out, node, &titles[number], x + NAMES - WIDTH / 2.0, y - sizes[number].height / 2.0);
    }
    let present: BTreeSet<&'static str> = diagram.boxes.iter().map(|node| node.kind).collect();
    let mut samples = legend::kinds(&present);
    if heaviest > 0.0 {
        let kg = |part: f64| format!("{} kg", format_amount_grouped((heaviest * part * 10.0).round() / 10.0));
        samples.push(Sample::Line("line", WIDEST, kg(1.0)));
        samples.push(Sample::Line("line", thickness(Some(heaviest / 10.0), heaviest), kg(0.1)));
    }
    let has = |kind: FlowKind| diagram.flows.iter().any(|flow| flow.kind == kind);
    if diagram.has_unweighed {
        samples.push(Sample::Line("line unweighed", 1.2, "mass unknown".to_owned()));
    }
    if has(FlowKind::ByProduct) {
        samples.push(Sample::Line("line off", 2.0, "comes off besides".to_owned()));
    }
    if has_returns {
        samples.push(Sample::Word("↺ comes off and goes back in".to_owned()));
    }
    let bottom = placed.height + 22.0;
    let height = bottom + legend::write(&mut out, &samples, 8.0, bottom, right);
    (out, right.ceil(), height.ceil())
}

fn thickness(mass_kg: Option<f64>, heaviest: f64) -> f64 {
    mass_kg.map_or(1.2, |mass_kg| (WIDEST * mass_kg / heaviest).clamp(1.0, WIDEST))
}

/// A faint stripe for each stage, with its name at the left.
fn write_bands(out: &mut String, diagram: &Diagram, sizes: &[Size], placed: &Placed, right: f64) {
    let mut rows: Vec<(Stage, f64, f64)> = Vec::new();
    for stage in Stage::ALL {
        let of_stage = (0..sizes.len()).filter(|number| diagram.boxes[*number].stage == stage);
        let (mut top, mut bottom) = (f64::INFINITY, f64::NEG_INFINITY);
        for number in of_stage {
            let (y, half) = (placed.centres[number].1, sizes[number].height / 2.0);
            (top, bottom) = (top.min(y - half), bottom.max(y + half));
        }
        if top < bottom {
            rows.push((stage, top, bottom));
        }
    }
    for (index, (stage, top, bottom)) in rows.iter().enumerate() {
        let above = if index == 0 { top - 2.0 } else { f64::midpoint(rows[index - 1].2, *top) };
        let below = rows.get(index + 1).map_or(bottom + 12.0, |next| f64::midpoint(*bottom, next.1));
        if index % 2 == 0 {
            let _ = write!(
                out,
                "<rect class=\"band\" x=\"0\" y=\"{above:.1}\" width=\"{right:.1}\" height=\"{:.1}\"/>",
                below - above
            );
        }
        let name = wrapped(stage.title(), NAMES - 16.0, 12.0);
        write_lines(out, &name, "band-title", 8.0, top + 14.0, 15.0);
    }
}

/// Where each line leaves its upper and meets its lower box: spread along the side, in the order in which they run.
fn ports(ends: &[(usize, usize)], placed: &Placed, sizes: &[Size]) -> Vec<(f64, f64)> {
    let mut ports: Vec<(f64, f64)> =
        ends.iter().map(|(upper, lower)| (placed.centres[*upper].0, placed.centres[*lower].0)).collect();
    let mut spread = |is_upper: bool| {
        for number in 0..sizes.len() {
            let mut here: Vec<(f64, usize)> = ends
                .iter()
                .enumerate()
                .filter(|(index, (upper, lower))| {
                    !placed.lines[*index].is_empty() && (if is_upper { *upper } else { *lower }) == number
                })
                .map(|(index, _)| {
                    let points = &placed.lines[index];
                    let next = if is_upper { points.get(1) } else { points.get(points.len().wrapping_sub(2)) };
                    (next.map_or(0.0, |point| point.0), index)
                })
                .collect();
            here.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
            let step = (WIDTH * 0.8 / here.len().max(1) as f64).min(24.0);
            let first = placed.centres[number].0 - step * (here.len().saturating_sub(1)) as f64 / 2.0;
            for (place, (_, index)) in here.into_iter().enumerate() {
                let x = first + step * place as f64;
                if is_upper { ports[index].0 = x } else { ports[index].1 = x }
            }
        }
    };
    spread(true);
    spread(false);
    ports
}

#[expect(clippy::too_many_arguments, reason = "a line knows both its ends, its way and its weight")]
fn write_line(
    out: &mut String,
    diagram: &Diagram,
    flow: &Flow,
    (upper, lower): (usize, usize),
    points: &[(f64, f64)],
    (from_x, to_x): (f64, f64),
    placed: &Placed,
    sizes: &[Size],
    heaviest: f64,
) {
    let class = match flow.kind {
        FlowKind::Need if flow.mass_kg.is_none() => "line unweighed",
        FlowKind::Need => "line",
        FlowKind::ByProduct => "line off",
        FlowKind::Return => "line off",
    };
    let thick = match flow.kind {
        FlowKind::Need => thickness(flow.mass_kg, heaviest),
        _ => thickness(flow.mass_kg, heaviest).max(1.5),
    };
    let centre = |number: usize| placed.centres[number];
    let mut way = String::new();
    if points.is_empty() {
        // To a box beside or above: round by the right side of both.
        let (a, b) = (centre(upper), centre(lower));
        let (ax, bx) = (a.0 + NAMES + WIDTH / 2.0, b.0 + NAMES + WIDTH / 2.0);
        let bow = ax.max(bx) + 26.0;
        let _ = write!(way, "M{ax:.1} {:.1}C{bow:.1} {:.1} {bow:.1} {:.1} {bx:.1} {:.1}", a.1, a.1, b.1, b.1);
    } else {
        let start = (from_x, centre(upper).1 + sizes[upper].height / 2.0);
        let end = (to_x, centre(lower).1 - sizes[lower].height / 2.0);
        let inner = if points.len() > 2 { &points[1..points.len() - 1] } else { &[] };
        let stops: Vec<(f64, f64)> = std::iter::once(start).chain(inner.iter().copied()).chain([end]).collect();
        let _ = write!(way, "M{:.1} {:.1}", start.0 + NAMES, start.1);
        for pair in stops.windows(2) {
            let middle = f64::midpoint(pair[0].1, pair[1].1);
            let (x0, x1) = (pair[0].0 + NAMES, pair[1].0 + NAMES);
            let _ = write!(way, "C{x0:.1} {middle:.1} {x1:.1} {middle:.1} {x1:.1} {:.1}", pair[1].1);
        }
    }
    let (taker, giver) = (&diagram.boxes[flow.taker].title, &diagram.boxes[flow.giver].title);
    let what = match flow.kind {
        FlowKind::Need => format!("{taker} takes {giver}: {}", flow.text),
        FlowKind::ByProduct => format!("{taker} comes off {giver}: {}", flow.text),
        FlowKind::Return => format!("{taker} comes off {giver} and goes back in: {}", flow.text),
    };
    let _ = write!(
        out,
        "<path class=\"{class}\" stroke-width=\"{thick:.1}\" d=\"{way}\"><title>{}</title></path>",
        escape(&what)
    );
}

fn write_box(out: &mut String, node: &Node, (lines, height): &(Vec<String>, f64), x: f64, y: f64) {
    let (open, close) = match &node.href {
        Some(href) => (format!("<a href=\"{}\" class=\"{}\">", escape(href), node.kind), "</a>"),
        None => (format!("<g class=\"{}\">", node.kind), "</g>"),
    };
    let note = if node.amount.is_empty() { node.label.clone() } else { format!("{} · {}", node.amount, node.label) };
    let _ = write!(
        out,
        "{open}<title>{} ({})</title><rect class=\"node-box\" x=\"{x:.1}\" y=\"{y:.1}\" width=\"{WIDTH}\" \
         height=\"{height:.1}\"/><text class=\"shape\" x=\"{:.1}\" y=\"{:.1}\">{}</text>",
        escape(&node.whole_title),
        escape(&note),
        x + 8.0,
        y + 19.0,
        shape_of(node.kind),
    );
    write_lines(out, lines, "", x + 24.0, y + 19.0, LINE);
    let below = y + 20.0 + LINE * lines.len().max(1) as f64;
    let notes: Vec<String> = std::iter::once(note).chain(node.returns.clone()).collect();
    write_lines(out, &notes, "amount", x + 24.0, below, LINE);
    out.push_str(close);
}
