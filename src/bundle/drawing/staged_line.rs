//! A line of the drawing in stages: where it leaves and meets its boxes, how wide it is, and its way.

use std::fmt::Write as _;

use super::diagram::{Diagram, Flow, FlowKind};
use super::gather::SLIGHT;
use super::staged_box::{Spot, WIDTH};
use super::text::{Tenth, escape};

/// px of the widest line.
pub const WIDEST: f64 = 16.0;
/// px of a line that carries next to nothing.
const HAIR: f64 = 0.8;
/// px between lines at a box, where there is room.
const APART: f64 = 24.0;

/// Which end of a line is above: the taker of what is needed, the maker of what comes off.
#[derive(Clone, Copy, Debug)]
pub struct Ends {
    /// The box above.
    pub upper: usize,
    /// The box below.
    pub lower: usize,
}

impl Ends {
    /// The ends of the line of a flow.
    pub fn of(flow: &Flow) -> Self {
        match flow.kind {
            FlowKind::Need => Self { upper: flow.taker, lower: flow.giver },
            _ => Self { upper: flow.giver, lower: flow.taker },
        }
    }
}

/// px that a line of this mass is wide, where the heaviest of all is known.
pub fn thickness(mass_kg: Option<f64>, heaviest: f64) -> f64 {
    mass_kg.map_or(1.2, |mass_kg| (WIDEST * mass_kg / heaviest).clamp(1.0, WIDEST))
}

/// Where each line leaves its upper and meets its lower box, in px from the left: spread along the side, in the order in
/// which they run.
pub fn ports(ends: &[Ends], ways: &[Vec<(f64, f64)>], spots: &[Spot]) -> Vec<(f64, f64)> {
    let mut ports: Vec<(f64, f64)> = ends.iter().map(|ends| (spots[ends.upper].x, spots[ends.lower].x)).collect();
    let mut spread = |is_upper: bool| {
        for (number, spot) in spots.iter().enumerate() {
            let here = |index: &usize| (if is_upper { ends[*index].upper } else { ends[*index].lower }) == number;
            // The next stop tells the order; where that is the same, the far end does.
            let key = |index: usize| {
                let way = &ways[index];
                let (next, far) = if is_upper { (1, way.len() - 1) } else { (way.len() - 2, 0) };
                (way[next].0, way[far].0, index)
            };
            let mut lines: Vec<(f64, f64, usize)> =
                (0..ends.len()).filter(|index| ways[*index].len() > 1).filter(here).map(key).collect();
            lines.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)).then(a.2.cmp(&b.2)));
            let step = (WIDTH * 0.8 / lines.len().max(1) as f64).min(APART);
            let first = spot.x - step * (lines.len().saturating_sub(1)) as f64 / 2.0;
            for (place, (.., index)) in lines.into_iter().enumerate() {
                let x = first + step * place as f64;
                if is_upper { ports[index].0 = x } else { ports[index].1 = x }
            }
        }
    };
    spread(true);
    spread(false);
    ports
}

/// Writes the line of a flow, from its ports along its way.
pub fn write_line(
    out: &mut String,
    diagram: &Diagram,
    flow: &Flow,
    ports: (f64, f64),
    way: &[(f64, f64)],
    spots: &[Spot],
    heaviest: f64,
) {
    let is_slight = flow.mass_kg.is_some_and(|mass_kg| mass_kg < heaviest * SLIGHT);
    let (class, thick) = match flow.kind {
        FlowKind::Need if flow.mass_kg.is_none() => ("line unweighed", thickness(None, heaviest)),
        FlowKind::Need if is_slight => ("line slight", HAIR),
        FlowKind::Need => ("line", thickness(flow.mass_kg, heaviest)),
        _ if is_slight => ("line off", 1.0),
        _ => ("line off", thickness(flow.mass_kg, heaviest).max(1.5)),
    };
    let ends = Ends::of(flow);
    let (upper, lower) = (&spots[ends.upper], &spots[ends.lower]);
    let drawn = if diagram.boxes[ends.lower].beside == Some(ends.upper) {
        let y = f64::midpoint(upper.top, upper.bottom.min(lower.bottom));
        format!("M{:.1} {y:.1}H{:.1}", upper.x + WIDTH / 2.0, lower.x - WIDTH / 2.0)
    } else if way.is_empty() {
        bow(upper, lower)
    } else {
        down(upper, lower, ports, way)
    };
    let (taker, giver) = (&diagram.boxes[flow.taker].title, &diagram.boxes[flow.giver].title);
    let what = match flow.kind {
        FlowKind::Need => format!("{taker} takes {giver}: {}", flow.text),
        FlowKind::ByProduct => format!("{taker} comes off {giver}: {}", flow.text),
        FlowKind::Return => format!("{taker} comes off {giver} and goes back in: {}", flow.text),
    };
    let _ = write!(
        out,
        "<path class=\"{class}\" stroke-width=\"{}\" d=\"{drawn}\"><title>{}</title></path>",
        Tenth(thick),
        escape(&what)
    );
}

/// To a box in the same row or above: round by one side of both, where nothing stands beside them.
fn bow(upper: &Spot, lower: &Spot) -> String {
    let side = if upper.has_neighbour || lower.has_neighbour { -1.0 } else { 1.0 };
    let (ax, bx) = (upper.x + side * WIDTH / 2.0, lower.x + side * WIDTH / 2.0);
    let (ay, by) = (f64::midpoint(upper.top, upper.bottom), f64::midpoint(lower.top, lower.bottom));
    let far = side * (side * ax).max(side * bx) + side * 26.0;
    format!("M{ax:.1} {ay:.1}C{far:.1} {ay:.1} {far:.1} {by:.1} {bx:.1} {by:.1}")
}

/// From the foot of one box to the top of another, through the gaps of the rows between.
fn down(upper: &Spot, lower: &Spot, (from_x, to_x): (f64, f64), way: &[(f64, f64)]) -> String {
    // A box may be shorter than its row: straight down past its neighbours first.
    let start = [(from_x, upper.bottom), (from_x, upper.foot.max(upper.bottom))];
    let inner = if way.len() > 2 { &way[1..way.len() - 1] } else { &[] };
    let stops: Vec<(f64, f64)> = start.into_iter().chain(inner.iter().copied()).chain([(to_x, lower.top)]).collect();
    let mut drawn = format!("M{} {}", Tenth(start[0].0), Tenth(start[0].1));
    for pair in stops.windows(2) {
        let ((x0, y0), (x1, y1)) = (pair[0], pair[1]);
        if (x0 - x1).abs() < 0.05 {
            let _ = write!(drawn, "V{}", Tenth(y1));
        } else {
            let [x0, x1, y1, middle] = [x0, x1, y1, f64::midpoint(y0, y1)].map(Tenth);
            let _ = write!(drawn, "C{x0} {middle} {x1} {middle} {x1} {y1}");
        }
    }
    drawn
}
