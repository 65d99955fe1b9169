//! The graph in stages: the product at the top, the ground at the bottom, the width of a line by mass.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::boxes::{Line, Size};
use super::diagram::{Diagram, Flow, FlowKind, diagram, rank};
use super::fold::groups;
use super::gather::{SLIGHT, gathered};
use super::layout::{BESIDE, place};
use super::legend::{self, Sample};
use super::staged_box::{Face, HEAD, SIZE, Spot, WIDTH, face, write_box};
use super::staged_line::{Ends, WIDEST, ports, thickness, write_line};
use super::text::{wrapped, write_lines};
use super::{Drawn, Namer, subject};
use crate::bundle::wording::{amount, plain};
use crate::graph::Graph;
use crate::quantity::format_amount_grouped;
use crate::resolve::{Resolution, Stage};

/// px of the column of stage names.
const NAMES: f64 = 118.0;
/// Lines above which the lightest are left out.
const MOST_LINES: usize = 450;

/// Draws what a resolution's root is made from.
pub fn staged(graph: &Graph, resolution: &Resolution, names: Namer<'_>) -> Drawn {
    let groups = gathered(groups(graph, resolution, usize::MAX));
    let mut diagram = diagram(graph, resolution, &groups, names);
    let returns = take_returns(&mut diagram);
    put_beside(&mut diagram);
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
    text.push_str(" A line is as wide as the mass that flows along it, a grey hair where it is next to nothing.");
    if diagram.has_energy {
        text.push_str(" Energy stands apart: lines to it are left out, as nearly every step takes some.");
    }
    if returns {
        text.push_str(
            " What comes off and goes back in below is told in the boxes (↺), not drawn, and traces are left out.",
        );
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
    let kg = |mass_kg: f64| plain(&amount(format!("{mass_kg:.1e}").parse().unwrap_or(mass_kg), "kg"));
    // A trace of what is in the box is not worth a line of text.
    let is_trace = |number: usize, mass_kg: f64| mass_kg < SLIGHT * diagram.boxes[number].mass_kg;
    given.retain(|number, mass_kg| !is_trace(*number, *mass_kg));
    taken.retain(|number, mass_kg| !is_trace(*number, *mass_kg));
    for (number, mass_kg) in &given {
        diagram.boxes[*number].returns = Some(format!("↺ {} back in", kg(*mass_kg)));
    }
    for (number, mass_kg) in &taken {
        diagram.boxes[*number].returns = Some(format!("↺ {} reused", kg(*mass_kg)));
    }
    !given.is_empty() || !taken.is_empty()
}

/// What comes off one box alone stands beside it: a row of its own would make the sheet higher and the text smaller.
fn put_beside(diagram: &mut Diagram) {
    let mut makers: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for flow in diagram.flows.iter().filter(|flow| flow.kind == FlowKind::ByProduct) {
        makers.entry(flow.taker).or_default().push(flow.giver);
    }
    let mut has_one = BTreeSet::new();
    for (number, makers) in makers {
        if let [maker] = makers[..]
            && has_one.insert(maker)
        {
            diagram.boxes[number].beside = Some(maker);
        }
    }
    rank(diagram);
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

/// The body of the drawing, its width and its height in px.
fn body(diagram: &Diagram, has_returns: bool) -> (String, f64, f64) {
    let faces: Vec<Face> = diagram.boxes.iter().map(face).collect();
    let ends: Vec<Ends> = diagram.flows.iter().map(Ends::of).collect();
    let heaviest = diagram.flows.iter().filter_map(|flow| flow.mass_kg).fold(0.0, f64::max);
    let plan = spots(diagram, &faces, &ends, heaviest);
    let right = NAMES + plan.width + 14.0;
    let mut out = String::new();
    write_bands(&mut out, diagram, &plan.spots, right);
    let ports = ports(&ends, &plan.ways, &plan.spots);
    let _ = write!(out, "<g transform=\"translate({NAMES:.0} 0)\">");
    for (index, flow) in diagram.flows.iter().enumerate() {
        write_line(&mut out, diagram, flow, ports[index], &plan.ways[index], &plan.spots, heaviest);
    }
    for (node, (face, spot)) in diagram.boxes.iter().zip(faces.iter().zip(&plan.spots)) {
        write_box(&mut out, node, face, spot.x - WIDTH / 2.0, spot.top);
    }
    out.push_str("</g>");
    let bottom = plan.height + 22.0;
    let height = bottom + legend::write(&mut out, &samples(diagram, has_returns, heaviest), 8.0, bottom, right);
    (out, right.ceil(), height.ceil())
}

/// Where all boxes stand and all lines run.
struct Plan {
    spots: Vec<Spot>,
    ways: Vec<Vec<(f64, f64)>>,
    width: f64,
    height: f64,
}

/// Places each box together with what stands beside it.
fn spots(diagram: &Diagram, faces: &[Face], ends: &[Ends], heaviest: f64) -> Plan {
    let beside: BTreeMap<usize, usize> =
        diagram.boxes.iter().enumerate().filter_map(|(number, node)| Some((node.beside?, number))).collect();
    let standing: Vec<usize> =
        (0..diagram.boxes.len()).filter(|number| diagram.boxes[*number].beside.is_none()).collect();
    let place_of: BTreeMap<usize, usize> =
        standing.iter().enumerate().map(|(place, number)| (*number, place)).collect();
    let size = |number: &usize| {
        let own = Size {
            left: WIDTH / 2.0,
            right: WIDTH / 2.0,
            height: faces[*number].height,
            rank: diagram.boxes[*number].rank,
            mass_kg: diagram.boxes[*number].mass_kg,
        };
        match beside.get(number) {
            Some(other) => {
                Size { right: own.right + BESIDE + WIDTH, height: own.height.max(faces[*other].height), ..own }
            }
            None => own,
        }
    };
    let sizes: Vec<Size> = standing.iter().map(size).collect();
    let mut lines = Vec::new();
    let mut line_of = vec![None; ends.len()];
    for (index, (ends, flow)) in ends.iter().zip(&diagram.flows).enumerate() {
        if let (Some(upper), Some(lower)) = (place_of.get(&ends.upper), place_of.get(&ends.lower)) {
            let weight = 1 + (7.0 * flow.mass_kg.unwrap_or(0.0) / heaviest.max(1e-9)) as i32;
            line_of[index] = Some(lines.len());
            lines.push(Line { upper: *upper, lower: *lower, weight });
        }
    }
    let placed = place(&sizes, &lines, NAMES);
    let spot = |number: usize| {
        let maker = diagram.boxes[number].beside;
        let place = place_of.get(&maker.unwrap_or(number)).copied().unwrap_or(0);
        let (x, top) = placed.tops[place];
        Spot {
            x: if maker.is_some() { x + WIDTH + BESIDE } else { x },
            top,
            bottom: top + faces[number].height,
            foot: placed.feet[place],
            has_neighbour: beside.contains_key(&number),
        }
    };
    Plan {
        spots: (0..diagram.boxes.len()).map(spot).collect(),
        ways: line_of.iter().map(|line| line.map_or_else(Vec::new, |line: usize| placed.lines[line].clone())).collect(),
        width: placed.width,
        height: placed.height,
    }
}

fn samples(diagram: &Diagram, has_returns: bool, heaviest: f64) -> Vec<Sample> {
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
    samples
}

/// A faint stripe for each stage, with its name at the left.
fn write_bands(out: &mut String, diagram: &Diagram, spots: &[Spot], right: f64) {
    let mut rows: Vec<(Stage, f64, f64)> = Vec::new();
    for stage in Stage::ALL {
        let of_stage = spots.iter().zip(&diagram.boxes).filter(|(_, node)| node.stage == stage);
        let (top, bottom) = of_stage.fold((f64::INFINITY, f64::NEG_INFINITY), |(top, bottom), (spot, _)| {
            (top.min(spot.top), bottom.max(spot.bottom))
        });
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
        let name = wrapped(stage.title(), NAMES - 16.0, SIZE);
        write_lines(out, &name, "band-title", 8.0, top + HEAD, 16.0);
    }
}
