//! A lower bound on sheets by dual feasible functions (Fekete and Schepers, 2004): any such function of the length times any of
//! the width is a measure by which no sheet holds more than one. A piece that may be turned counts the lesser of both ways.

use super::{Blank, Problem};

/// The most thresholds that are tried along each side.
const MOST_THRESHOLDS: usize = 24;

/// A function from the share of a side to its measure.
#[derive(Clone, Copy, Debug)]
enum Measure {
    /// The share itself.
    Plain,
    /// What leaves less than a threshold counts as all, what is less than it as nothing.
    Threshold(f64),
    /// A share of more than 1/(k+1) of a side counts as a whole number of k-ths.
    Rounded(f64),
}

impl Measure {
    fn of(self, share: f64) -> f64 {
        const CLOSE: f64 = 1e-12;
        match self {
            Measure::Plain => share,
            Measure::Threshold(least) if share > 1.0 - least + CLOSE => 1.0,
            Measure::Threshold(least) if share < least - CLOSE => 0.0,
            Measure::Threshold(_) => share,
            Measure::Rounded(k) => {
                let parts = share * (k + 1.0);
                if (parts - parts.round()).abs() < 1e-9 { share } else { parts.floor() / k }
            }
        }
    }
}

/// No nesting needs fewer new sheets of the largest kind; sheets that are there are taken off by their area.
pub fn lower_bound(problem: &Problem) -> u64 {
    let largest = |pick: fn(&(u64, u64)) -> u64| {
        (0..problem.rooms.len())
            .filter(|sheet| problem.available[*sheet].is_none())
            .map(|sheet| pick(&problem.rooms[sheet]))
            .max()
            .unwrap_or(1)
            .max(1)
    };
    let (length, width) = (largest(|room| room.0), largest(|room| room.1));
    let along = measures(&problem.blanks, length);
    let across = measures(&problem.blanks, width);
    let in_racks: f64 =
        (0..problem.rooms.len()).filter_map(|sheet| Some(problem.available[sheet]? as f64 * problem.area(sheet))).sum();
    let area: f64 = problem.blanks.iter().map(|blank| blank.quantity as f64 * area_of(blank)).sum();
    let plain = (area - in_racks) / (length as f64 * width as f64);
    let mut best = whole(plain);
    if in_racks > 0.0 {
        return best.max(1);
    }
    for f in &along {
        for g in &across {
            let sum: f64 = problem
                .blanks
                .iter()
                .map(|blank| {
                    let way = |long: u64, wide: u64| {
                        let fits = long <= length && wide <= width;
                        let (long, wide) = (long as f64 / length as f64, wide as f64 / width as f64);
                        if fits { f.of(long) * g.of(wide) } else { f64::INFINITY }
                    };
                    let straight = way(blank.length_um, blank.width_um);
                    let turned = if blank.turns { way(blank.width_um, blank.length_um) } else { f64::INFINITY };
                    let least = straight.min(turned);
                    if least.is_finite() { least * blank.quantity as f64 } else { 0.0 }
                })
                .sum();
            best = best.max(whole(sum));
        }
    }
    best.max(1)
}

fn area_of(blank: &Blank) -> f64 {
    blank.length_um as f64 * blank.width_um as f64
}

fn whole(sheets: f64) -> u64 {
    (sheets - 1e-7).ceil().max(0.0) as u64
}

/// Thresholds at the sizes of pieces, spread evenly where there are many.
fn measures(blanks: &[Blank], side: u64) -> Vec<Measure> {
    let mut sizes: Vec<u64> =
        blanks.iter().flat_map(|blank| [blank.length_um, blank.width_um]).filter(|size| *size * 2 <= side).collect();
    sizes.sort_unstable();
    sizes.dedup();
    let step = sizes.len().div_ceil(MOST_THRESHOLDS).max(1);
    let thresholds = sizes.iter().step_by(step).map(|size| Measure::Threshold(*size as f64 / side as f64));
    [Measure::Plain, Measure::Threshold(0.5)]
        .into_iter()
        .chain((1..=4).map(|k| Measure::Rounded(f64::from(k))))
        .chain(thresholds)
        .collect()
}
