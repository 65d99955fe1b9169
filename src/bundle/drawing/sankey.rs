//! The mass of a chain as a flow: raw at the left, the product at the right, a ribbon as wide as the mass that it stands for.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::diagram::{Diagram, FlowKind, diagram};
use super::fold::{Group, groups, merged};
use super::legend::{self, Sample};
use super::sankey_layout::{Bar, Ribbon, lay_out};
use super::text::{Tenth, escape, wrapped, write_lines};
use super::{Drawn, MOST, Namer, is_energy, subject};
use crate::bundle::wording::{amount, plain};
use crate::graph::{Graph, ItemIndex};
use crate::quantity::format_amount_grouped;
use crate::resolve::{Obtain, Resolution, Stage};

/// Below this share of all mass, items share a bar.
const SMALL: f64 = 0.004;
/// Below this share of the heaviest bar, what is lost in a step is left out.
const SMALL_LOSS: f64 = 0.004;
/// px from one column to the next.
const STEP: f64 = 205.0;
/// px of a bar.
const THICK: f64 = 12.0;
/// px of the names of the last column.
const LAST: f64 = 170.0;
/// px beside the first column for what runs back to it.
const BACK: f64 = 70.0;
const SIZE: f64 = 12.0;
/// Less than this share of what goes in is no loss, but rounding.
const ROUNDING: f64 = 1e-6;

/// A bar and what stands beside it.
struct Stop {
    title: String,
    whole_title: String,
    kind: &'static str,
    note: String,
    href: Option<String>,
}

/// A flow of mass between bars.
struct Stream {
    from: usize,
    to: usize,
    mass_kg: f64,
    class: &'static str,
    text: String,
}

/// Draws how the mass of a resolution flows from the ground to its root.
pub fn sankey(graph: &Graph, resolution: &Resolution, names: Namer<'_>) -> Drawn {
    let all = groups(graph, resolution, MOST);
    let has_energy = all.iter().any(|group| group.items.iter().any(|item| is_energy(graph, *item)));
    let (groups, folded) = without_small(graph, all);
    let diagram = diagram(graph, resolution, &groups, names);
    let lost = lost_kg(graph, resolution, &groups);
    let (body, width, height) = body(&diagram, &lost);
    let mut caption = String::from(
        "From left to right: the mass that flows from the ground to the product; a ribbon is as wide as its mass.",
    );
    if diagram.flows.iter().any(|flow| flow.kind == FlowKind::Return) {
        caption.push_str(" Below, from right to left: what comes off on the way and goes back in.");
    }
    if has_energy {
        caption.push_str(" Energy has no mass and is left out.");
    }
    if diagram.has_unweighed {
        caption.push_str(" What has no known mass is left out.");
    }
    if lost.iter().any(|kg| *kg > 0.0) {
        caption.push_str(
            " What leaves uncounted (as gas, dust, steam) is called lost; where it is little, it is left out.",
        );
    }
    if folded {
        caption.push_str(" Small flows share a bar, counted.");
    }
    Drawn {
        width,
        height,
        label: format!("Where the mass of {} comes from and goes", subject(graph, resolution)),
        body,
        caption,
    }
}

/// Folds what is light, stage by stage; energy is taken out. Says whether something was folded.
fn without_small(graph: &Graph, all: Vec<Group>) -> (Vec<Group>, bool) {
    let heaviest = all.iter().map(|group| group.mass_kg).fold(0.0, f64::max);
    let weighed = all.into_iter().filter(|group| !group.items.iter().any(|item| is_energy(graph, *item)));
    let (small, mut kept): (Vec<Group>, Vec<Group>) =
        weighed.partition(|group| group.stage != Stage::Product && group.mass_kg < SMALL * heaviest);
    let before = small.len();
    let rest = merged(small);
    let folded = rest.len() < before;
    kept.extend(rest);
    kept.sort_by(|a, b| a.items.cmp(&b.items));
    (kept, folded)
}

/// kg that go into the recipes of each group and do not come out, where all masses are known.
fn lost_kg(graph: &Graph, resolution: &Resolution, groups: &[Group]) -> Vec<f64> {
    let mut taken: BTreeMap<ItemIndex, Option<f64>> = BTreeMap::new();
    let mass = |item: ItemIndex, quantity: f64| graph.item(item).mass_kg.map(|mass_kg| mass_kg * quantity);
    for edge in resolution.edges.iter().filter(|edge| !is_energy(graph, edge.to)) {
        let sum = taken.entry(edge.from).or_insert(Some(0.0));
        *sum = sum.zip(mass(edge.to, edge.quantity)).map(|(sum, more)| sum + more);
    }
    let lost = |item: &ItemIndex| -> Option<f64> {
        let need = resolution.need(*item)?;
        let Obtain::Make(index) = need.obtain else { return None };
        let into = taken.get(item).copied().flatten()?;
        let recipe = graph.recipe(index);
        let besides = recipe.outputs.iter().filter(|flow| flow.item != *item).chain(&recipe.by_products);
        let off: Option<f64> = besides
            .filter(|flow| !is_energy(graph, flow.item))
            .map(|flow| mass(flow.item, flow.quantity * need.runs))
            .sum();
        let lost = into - mass(*item, need.quantity)? - off?;
        (lost > into * ROUNDING).then_some(lost)
    };
    groups.iter().map(|group| group.items.iter().filter_map(lost).sum()).collect()
}

fn body(diagram: &Diagram, lost: &[f64]) -> (String, f64, f64) {
    let last = diagram.boxes.iter().map(|node| node.rank).max().unwrap_or(0);
    let mut stops: Vec<Stop> = diagram
        .boxes
        .iter()
        .map(|node| Stop {
            title: node.title.clone(),
            whole_title: node.whole_title.clone(),
            kind: node.kind,
            note: plain(&amount(node.mass_kg, "kg")),
            href: node.href.clone(),
        })
        .collect();
    let mut streams: Vec<Stream> = Vec::new();
    for flow in &diagram.flows {
        let Some(mass_kg) = flow.mass_kg else { continue };
        let (taker, giver) = (&diagram.boxes[flow.taker].title, &diagram.boxes[flow.giver].title);
        let class = match flow.kind {
            FlowKind::Need => "",
            FlowKind::ByProduct => " off",
            FlowKind::Return => " back",
        };
        let text = format!("{giver} → {taker}: {}", flow.text);
        streams.push(Stream { from: flow.giver, to: flow.taker, mass_kg, class, text });
    }
    let mut columns: Vec<usize> = diagram.boxes.iter().map(|node| last - node.rank).collect();
    // What is bought comes in where it is used first; raw stays at the left.
    for (number, node) in diagram.boxes.iter().enumerate().filter(|(_, node)| node.stage == Stage::Ground) {
        let takers = streams.iter().filter(|stream| stream.from == number && stream.class.is_empty());
        if let Some(first) = takers.map(|stream| columns[stream.to]).min().filter(|_| node.kind != "raw") {
            columns[number] = first.saturating_sub(1);
        }
    }
    let after = |number: usize, columns: &[usize]| {
        let makers = streams.iter().filter(|stream| stream.to == number).map(|stream| columns[stream.from]);
        makers.max().unwrap_or(0) + 1
    };
    for (number, node) in diagram.boxes.iter().enumerate() {
        if node.kind == "by-product" {
            columns[number] = after(number, &columns);
        }
    }
    // Losses of one column leave together.
    let mut losses: BTreeMap<usize, Vec<(usize, f64)>> = BTreeMap::new();
    for (number, kg) in lost.iter().enumerate().filter(|(_, kg)| **kg > 0.0) {
        losses.entry(columns[number] + 1).or_default().push((number, *kg));
    }
    let heaviest = diagram.boxes.iter().map(|node| node.mass_kg).fold(0.0, f64::max);
    for (column, from) in losses {
        let total: f64 = from.iter().map(|(_, kg)| kg).sum();
        if total < SMALL_LOSS * heaviest {
            continue;
        }
        let number = stops.len();
        let note = plain(&amount(total, "kg"));
        let title = "Lost".to_owned();
        stops.push(Stop { whole_title: title.clone(), title, kind: "by-product", note, href: None });
        columns.push(column);
        for (maker, kg) in from {
            let text = format!("{} → lost: {}", stops[maker].title, plain(&amount(kg, "kg")));
            streams.push(Stream { from: maker, to: number, mass_kg: kg, class: " off", text });
        }
    }
    let flows: BTreeSet<usize> = streams.iter().flat_map(|stream| [stream.from, stream.to]).collect();
    draw(&stops, &streams, &compact(&columns, &flows), &flows)
}

/// Columns without gaps, counting only what flows.
fn compact(columns: &[usize], flows: &BTreeSet<usize>) -> Vec<usize> {
    let used: BTreeSet<usize> = flows.iter().map(|number| columns[*number]).collect();
    let used: Vec<usize> = used.into_iter().collect();
    columns.iter().map(|column| used.binary_search(column).unwrap_or(0)).collect()
}

/// A stream's way through the columns: bars from its giver to its taker.
struct Way {
    bars: Vec<usize>,
    /// By ribbon number; empty for what runs back.
    ribbons: Vec<usize>,
}

fn draw(stops: &[Stop], streams: &[Stream], columns: &[usize], flows: &BTreeSet<usize>) -> (String, f64, f64) {
    let is_back = |stream: &Stream| columns[stream.to] <= columns[stream.from];
    let sum = |of: &dyn Fn(&Stream) -> bool| -> f64 {
        streams.iter().filter(|stream| of(stream)).map(|stream| stream.mass_kg).sum()
    };
    let mut bars: Vec<Bar> = Vec::new();
    let mut bar_of: BTreeMap<usize, usize> = BTreeMap::new();
    for number in flows {
        let value = sum(&|stream| stream.from == *number).max(sum(&|stream| stream.to == *number));
        bar_of.insert(*number, bars.len());
        let room = 14.0 * (1 + name_of(&stops[*number]).len()) as f64 + 6.0;
        bars.push(Bar { column: columns[*number], value, room, ..Bar::default() });
    }
    let mut ribbons: Vec<Ribbon> = Vec::new();
    let mut ways: Vec<Way> = Vec::new();
    for stream in streams {
        let mut way = Way { bars: vec![bar_of[&stream.from]], ribbons: Vec::new() };
        if !is_back(stream) {
            for column in columns[stream.from] + 1..columns[stream.to] {
                way.bars.push(bars.len());
                bars.push(Bar { column, value: stream.mass_kg, ..Bar::default() });
            }
        }
        way.bars.push(bar_of[&stream.to]);
        if !is_back(stream) {
            for pair in way.bars.windows(2) {
                way.ribbons.push(ribbons.len());
                ribbons.push(Ribbon { from: pair[0], to: pair[1], value: stream.mass_kg });
            }
        }
        ways.push(way);
    }
    let left = if ways.iter().any(|way| way.ribbons.is_empty()) { BACK } else { 4.0 };
    let (scale, flow_height) = lay_out(&mut bars, &ribbons);
    let ends = ends(&bars, &ribbons, scale);
    let x_of = |bar: usize| bars[bar].column as f64 * STEP + left;
    let thick = |mass_kg: f64| (mass_kg * scale).max(1.0);
    let mut out = String::from("<g>");
    let mut lane = flow_height + 30.0;
    // What runs back furthest runs lowest; at its bars it is stacked from below.
    let mut order: Vec<usize> = (0..streams.len()).collect();
    let reach = |index: usize| if ways[index].ribbons.is_empty() { columns[streams[index].from] } else { 0 };
    order.sort_by_key(|index| (reach(*index), *index));
    let mut used: BTreeMap<(usize, bool), f64> = BTreeMap::new();
    for index in order {
        let (stream, way) = (&streams[index], &ways[index]);
        let wide = thick(stream.mass_kg);
        let mut path = String::new();
        if way.ribbons.is_empty() {
            let (from, to) = (way.bars[0], way.bars[way.bars.len() - 1]);
            lane += wide / 2.0;
            let mut stacked = |bar: usize, is_end: bool| {
                let above = used.entry((bar, is_end)).or_default();
                *above += wide;
                bars[bar].top + bars[bar].height - *above + wide / 2.0
            };
            let (x0, y0) = (x_of(from) + THICK, stacked(from, false));
            let (x1, y1) = (x_of(to), stacked(to, true));
            let turn = 16.0 + (lane - flow_height) * 0.35;
            let _ = write!(
                path,
                "M{x0:.1} {y0:.1}C{:.1} {y0:.1} {:.1} {lane:.1} {:.1} {lane:.1}L{:.1} {lane:.1}C{:.1} {lane:.1} {:.1} {y1:.1} {x1:.1} {y1:.1}",
                x0 + turn,
                x0 + turn,
                x0 - 4.0,
                x1 + 4.0,
                x1 - turn,
                x1 - turn,
            );
            lane += wide / 2.0 + 2.0;
        } else {
            write_ribbon(&mut path, &way.ribbons, &ribbons, &ends, wide, &x_of);
        }
        let kind = if stream.class.is_empty() { stops[stream.from].kind } else { "by-product" };
        let thickness = if way.ribbons.is_empty() { format!(" stroke-width=\"{wide:.1}\"") } else { String::new() };
        let class = if way.ribbons.is_empty() { " back" } else { stream.class };
        let _ = write!(
            out,
            "<path class=\"ribbon{class} {kind}\"{thickness} d=\"{path}\"><title>{}</title></path>",
            escape(&stream.text)
        );
    }
    out.push_str("</g>");
    for (number, bar) in &bar_of {
        write_stop(&mut out, &stops[*number], &bars[*bar], x_of(*bar));
    }
    let last = bars.iter().map(|bar| bar.column).max().unwrap_or(0);
    let width = last as f64 * STEP + left + THICK + LAST;
    let has_back = ways.iter().any(|way| way.ribbons.is_empty());
    let bottom = if has_back { lane + 18.0 } else { flow_height + 30.0 };
    let present: BTreeSet<&'static str> = flows.iter().map(|number| stops[*number].kind).collect();
    let mut samples = legend::kinds(&present);
    if has_back {
        samples.push(Sample::Line("ribbon back by-product", 8.0, "goes back in".to_owned()));
    }
    let hundred = 10_f64.powf((40.0 / scale).log10().floor());
    samples.push(Sample::Line("ribbon back", thick(hundred), format!("{} kg", format_amount_grouped(hundred))));
    let height = bottom + legend::write(&mut out, &samples, 4.0, bottom, width.max(680.0));
    (out, width.ceil(), height.ceil())
}

/// The outline of a stream: there along its upper edge, back along its lower one.
fn write_ribbon(
    path: &mut String,
    way: &[usize],
    ribbons: &[Ribbon],
    ends: &[(f64, f64)],
    wide: f64,
    x_of: &dyn Fn(usize) -> f64,
) {
    let half = wide / 2.0;
    for ribbon in way {
        let (x0, x1) = (x_of(ribbons[*ribbon].from) + THICK, x_of(ribbons[*ribbon].to));
        let (y0, y1) = (ends[*ribbon].0 - half, ends[*ribbon].1 - half);
        let [x0, x1, y0, y1, middle] = [x0, x1, y0, y1, f64::midpoint(x0, x1)].map(Tenth);
        let start = if path.is_empty() { "M" } else { "L" };
        let _ = write!(path, "{start}{x0} {y0}C{middle} {y0} {middle} {y1} {x1} {y1}");
    }
    for ribbon in way.iter().rev() {
        let (x0, x1) = (x_of(ribbons[*ribbon].from) + THICK, x_of(ribbons[*ribbon].to));
        let (y0, y1) = (ends[*ribbon].0 + half, ends[*ribbon].1 + half);
        let [x0, x1, y0, y1, middle] = [x0, x1, y0, y1, f64::midpoint(x0, x1)].map(Tenth);
        let _ = write!(path, "L{x1} {y1}C{middle} {y1} {middle} {y0} {x0} {y0}");
    }
    path.push('Z');
}

/// The middles of each ribbon's two ends, stacked along its bars in the order of the other ends.
fn ends(bars: &[Bar], ribbons: &[Ribbon], scale: f64) -> Vec<(f64, f64)> {
    let mut ends = vec![(0.0, 0.0); ribbons.len()];
    let stack = |is_start: bool, ends: &mut Vec<(f64, f64)>| {
        let mut at: Vec<Vec<usize>> = vec![Vec::new(); bars.len()];
        for (index, ribbon) in ribbons.iter().enumerate() {
            at[if is_start { ribbon.from } else { ribbon.to }].push(index);
        }
        for (number, mut here) in at.into_iter().enumerate() {
            let other = |index: usize| if is_start { ribbons[index].to } else { ribbons[index].from };
            here.sort_by(|a, b| bars[other(*a)].top.total_cmp(&bars[other(*b)].top).then(a.cmp(b)));
            let mut y = bars[number].top;
            for index in here {
                let wide = ribbons[index].value * scale;
                if is_start {
                    ends[index].0 = y + wide / 2.0
                } else {
                    ends[index].1 = y + wide / 2.0
                }
                y += wide;
            }
        }
    };
    stack(true, &mut ends);
    stack(false, &mut ends);
    ends
}

fn name_of(stop: &Stop) -> Vec<String> {
    wrapped(&stop.title, STEP - THICK - 22.0, SIZE)
}

fn write_stop(out: &mut String, stop: &Stop, bar: &Bar, x: f64) {
    let (open, close) = match &stop.href {
        Some(href) => (format!("<a href=\"{}\" class=\"{}\">", escape(href), stop.kind), "</a>"),
        None => (format!("<g class=\"{}\">", stop.kind), "</g>"),
    };
    let lines = name_of(stop);
    let _ = write!(
        out,
        "{open}<title>{}: {}</title><rect class=\"flow-bar\" x=\"{x:.1}\" y=\"{:.1}\" width=\"{THICK}\" height=\"{:.1}\"/>",
        escape(&stop.whole_title),
        escape(&stop.note),
        bar.top,
        bar.height
    );
    let y = if bar.height > 34.0 { bar.top + bar.height / 2.0 - 4.0 } else { bar.top + 10.0 };
    write_lines(out, &lines, "halo", x + THICK + 5.0, y, 14.0);
    let below = y + 14.0 * lines.len() as f64;
    write_lines(out, std::slice::from_ref(&stop.note), "amount halo", x + THICK + 5.0, below, 14.0);
    out.push_str(close);
}
