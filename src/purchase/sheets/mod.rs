//! Rectangles nested into sheets: two-dimensional bin packing, with turning, spacing and an edge.
//!
//! Sheet after sheet is filled from the pieces that are left, in several orders and by several rules, and the best of all is
//! kept: fewest new sheets, then the largest piece left over. What lies in the rack is used first. A lower bound by dual feasible
//! functions stands beside it. Sizes are whole micrometres; equal input gives equal layouts.

mod bound;
mod fill;

use fill::{Manner, Rule, fill};

/// How many orders are tried beyond the first few, if the bound is not met.
const ROUNDS: usize = 60;
/// How many places all attempts may look at, together.
const LOOKS: u64 = 3_000_000;

/// Pieces of one size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Blank {
    /// µm, along the sheet if it is not turned.
    pub length_um: u64,
    /// µm, across the sheet if it is not turned.
    pub width_um: u64,
    /// How many.
    pub quantity: u64,
    /// Whether it may lie either way; a grain forbids that.
    pub turns: bool,
}

/// Sheets of one size.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sheet {
    /// µm of one.
    pub length_um: u64,
    /// µm of one.
    pub width_um: u64,
    /// What one costs, in any money; zero for what is there.
    pub price: f64,
    /// How many there are; `None` if as many can be had as are wanted.
    pub available: Option<u64>,
}

/// How sheets are cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cutting {
    /// µm between two pieces: the kerf, and the web that stays.
    pub spacing_um: u64,
    /// µm that stay along the edge of the sheet.
    pub margin_um: u64,
    /// Whether every cut goes from edge to edge, as a shear or a panel saw cuts.
    pub edge_to_edge: bool,
}

/// One piece on a sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Placed {
    /// Which blank.
    pub blank: usize,
    /// µm from the corner of the sheet, along its length.
    pub x_um: u64,
    /// µm from the corner of the sheet, across it.
    pub y_um: u64,
    /// Whether it lies across.
    pub is_turned: bool,
}

/// Sheets that are cut alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    /// Which of the kinds of sheets.
    pub sheet: usize,
    /// How many sheets.
    pub sheets: u64,
    /// What lies on each.
    pub placed: Vec<Placed>,
    /// The largest rectangle that is left of each: x, y, length, width, in µm.
    pub remnant: Option<[u64; 4]>,
}

/// How all pieces are cut.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SheetNesting {
    /// The layouts, in the order in which they were filled.
    pub layouts: Vec<Layout>,
    /// Blanks that fit no sheet of which there is enough.
    pub too_large: Vec<usize>,
    /// Sheets in all.
    pub sheets: u64,
    /// No nesting can do with fewer sheets of the largest kind, less what is in the rack.
    pub lower_bound: u64,
    /// What the sheets cost.
    pub cost: f64,
    /// µm that were left along the edge: none where a piece is as wide as the sheet.
    pub margin_um: u64,
}

impl SheetNesting {
    /// How many sheets of a kind.
    pub fn sheets_of(&self, sheet: usize) -> u64 {
        self.layouts.iter().filter(|layout| layout.sheet == sheet).map(|layout| layout.sheets).sum()
    }
}

/// Nests blanks into sheets.
pub fn nest_sheets(sheets: &[Sheet], cutting: Cutting, blanks: &[Blank]) -> SheetNesting {
    let wanted: Vec<usize> = (0..blanks.len())
        .filter(|index| {
            let blank = blanks[*index];
            blank.quantity > 0 && blank.length_um > 0 && blank.width_um > 0
        })
        .collect();
    let new_holds = |blank: usize, margin_um: u64| {
        sheets.iter().any(|sheet| sheet.available.is_none() && holds(sheet, margin_um, &blanks[blank]))
    };
    // A piece as wide as the sheet takes its edge.
    let margin_um = match wanted.iter().any(|blank| new_holds(*blank, 0) && !new_holds(*blank, cutting.margin_um)) {
        true => 0,
        false => cutting.margin_um,
    };
    let (fitting, too_large): (Vec<usize>, Vec<usize>) =
        wanted.into_iter().partition(|blank| new_holds(*blank, margin_um));
    if fitting.is_empty() {
        return SheetNesting { too_large, margin_um, ..SheetNesting::default() };
    }
    // With the spacing on each piece and once on the sheet, no piece needs to know its neighbour.
    let room = |size: u64| (size + cutting.spacing_um).saturating_sub(2 * margin_um);
    let problem = Problem {
        rooms: sheets.iter().map(|sheet| (room(sheet.length_um), room(sheet.width_um))).collect(),
        prices: sheets.iter().map(price).collect(),
        available: sheets.iter().map(|sheet| sheet.available).collect(),
        blanks: fitting
            .iter()
            .map(|index| {
                let blank = blanks[*index];
                Blank {
                    length_um: blank.length_um + cutting.spacing_um,
                    width_um: blank.width_um + cutting.spacing_um,
                    ..blank
                }
            })
            .collect(),
        edge_to_edge: cutting.edge_to_edge,
    };
    let lower_bound = bound::lower_bound(&problem);
    let best = search(&problem, lower_bound);
    let inset = |at: u64| at + margin_um;
    let layouts: Vec<Layout> = best
        .layouts
        .into_iter()
        .map(|mut layout| {
            for placed in &mut layout.placed {
                *placed = Placed {
                    blank: fitting[placed.blank],
                    x_um: inset(placed.x_um),
                    y_um: inset(placed.y_um),
                    is_turned: placed.is_turned,
                };
            }
            // What is left has the spacing of its neighbours on it already, and goes to the edge of the sheet where it can.
            let sheet = sheets[layout.sheet];
            layout.remnant = layout.remnant.and_then(|[x, y, length, width]| {
                let end = |at: u64, size: u64, all: u64, room: u64| {
                    if at + size >= room {
                        all.saturating_sub(inset(at))
                    } else {
                        size.saturating_sub(cutting.spacing_um)
                    }
                };
                let (room_x, room_y) = problem.rooms[layout.sheet];
                let (length, width) = (end(x, length, sheet.length_um, room_x), end(y, width, sheet.width_um, room_y));
                (length > 0 && width > 0).then_some([inset(x), inset(y), length, width])
            });
            layout
        })
        .collect();
    SheetNesting {
        sheets: layouts.iter().map(|layout| layout.sheets).sum(),
        layouts,
        too_large,
        lower_bound,
        cost: best.cost,
        margin_um,
    }
}

fn price(sheet: &Sheet) -> f64 {
    match sheet.available {
        Some(_) => sheet.price.max(0.0),
        None if sheet.price > 0.0 => sheet.price,
        None => sheet.length_um as f64 * sheet.width_um as f64 / 1e12,
    }
}

fn holds(sheet: &Sheet, margin_um: u64, blank: &Blank) -> bool {
    let room = |size: u64| size.saturating_sub(2 * margin_um);
    let fits = |along: u64, across: u64| along <= room(sheet.length_um) && across <= room(sheet.width_um);
    fits(blank.length_um, blank.width_um) || blank.turns && fits(blank.width_um, blank.length_um)
}

/// The problem with spacing on everything and without edges.
#[derive(Clone, Debug)]
struct Problem {
    /// µm of each kind of sheet.
    rooms: Vec<(u64, u64)>,
    prices: Vec<f64>,
    available: Vec<Option<u64>>,
    blanks: Vec<Blank>,
    edge_to_edge: bool,
}

impl Problem {
    fn area(&self, sheet: usize) -> f64 {
        self.rooms[sheet].0 as f64 * self.rooms[sheet].1 as f64
    }

    fn fits(&self, sheet: usize, blank: usize) -> bool {
        let ((length, width), blank) = (self.rooms[sheet], self.blanks[blank]);
        blank.length_um <= length && blank.width_um <= width
            || blank.turns && blank.width_um <= length && blank.length_um <= width
    }
}

#[derive(Clone, Debug, Default)]
struct Plan {
    layouts: Vec<Layout>,
    cost: f64,
    /// µm² of the largest piece left over.
    remnant: f64,
}

impl Plan {
    fn is_better_than(&self, other: &Plan) -> bool {
        let close = 1e-9 * self.cost.max(other.cost).max(1e-9);
        if (self.cost - other.cost).abs() > close { self.cost < other.cost } else { self.remnant > other.remnant }
    }
}

/// Tries orders and rules; the first few are the usual ones, the rest are those, shaken.
fn search(problem: &Problem, lower_bound: u64) -> Plan {
    let key = |order: usize, blank: &Blank| -> u128 {
        let (long, short) = (blank.length_um.max(blank.width_um), blank.length_um.min(blank.width_um));
        let (long, short) = (u128::from(long), u128::from(short));
        match order {
            0 => long * short,
            1 => long * 1_000_000_000_000 + short,
            2 => short * 1_000_000_000_000 + long,
            _ => long + short,
        }
    };
    let mut looks = LOOKS;
    let mut best: Option<Plan> = None;
    let mut weights = vec![1.0; problem.blanks.len()];
    let mut random = 0x2545_F491_4F6C_DD1D_u64;
    for round in 0..16 + ROUNDS {
        if looks == 0 {
            break;
        }
        let rule = [Rule::ShortSide, Rule::Corner, Rule::LongSide, Rule::Area][round % 4];
        let mut order: Vec<usize> = (0..problem.blanks.len()).collect();
        order.sort_by_key(|blank| std::cmp::Reverse((key(round / 4 % 4, &problem.blanks[*blank]), *blank)));
        if round >= 16 && round % 3 > 0 {
            let worth = |blank: &usize| key(round / 4 % 4, &problem.blanks[*blank]) as f64 * weights[*blank];
            order.sort_by(|a, b| worth(b).total_cmp(&worth(a)).then(b.cmp(a)));
        } else if round >= 16 {
            shake(&mut order, &mut random);
        }
        // Every other time the best piece for a place is taken, not the next one.
        let manner = Manner { rule, any_piece: round % 2 == 1 && round >= 16 || (4..8).contains(&round) };
        let plan = cut(problem, &order, manner, round == 0, &mut looks);
        let Some(plan) = plan else { continue };
        correct(problem, &plan, &mut weights);
        if best.as_ref().is_none_or(|known| plan.is_better_than(known)) {
            best = Some(plan);
        }
        let sheets = |plan: &Plan| plan.layouts.iter().map(|layout| layout.sheets).sum::<u64>();
        let is_plain = problem.rooms.len() == 1;
        // With fewer sheets impossible, the usual orders still look for the largest piece left over.
        if round >= 7 && is_plain && best.as_ref().is_some_and(|plan| sheets(plan) <= lower_bound) {
            break;
        }
    }
    best.unwrap_or_default()
}

/// What lies on a sheet with much waste was hard to place: it is worth more in the next round.
fn correct(problem: &Problem, plan: &Plan, weights: &mut [f64]) {
    for layout in &plan.layouts {
        let used: f64 = layout
            .placed
            .iter()
            .map(|placed| problem.blanks[placed.blank])
            .map(|blank| blank.length_um as f64 * blank.width_um as f64)
            .sum();
        let hardness = problem.area(layout.sheet) / used.max(1.0);
        let mut seen: Vec<usize> = layout.placed.iter().map(|placed| placed.blank).collect();
        seen.sort_unstable();
        seen.dedup();
        for blank in seen {
            weights[blank] = 0.7 * weights[blank] + 0.3 * hardness;
        }
    }
}

/// Swaps some neighbours; the same each time.
fn shake(order: &mut [usize], random: &mut u64) {
    for at in 1..order.len() {
        *random ^= *random << 13;
        *random ^= *random >> 7;
        *random ^= *random << 17;
        if random.is_multiple_of(3) {
            order.swap(at - 1, at);
        }
    }
}

/// Sheet after sheet, what lies in the rack first, the smallest of it before larger; each layout as often as the pieces last.
/// None if the looks are spent before all is placed, except for the first attempt.
fn cut(problem: &Problem, order: &[usize], manner: Manner, is_first: bool, looks: &mut u64) -> Option<Plan> {
    let mut left: Vec<u64> = problem.blanks.iter().map(|blank| blank.quantity).collect();
    let mut sheets_left = problem.available.clone();
    let mut plan = Plan::default();
    let mut racks: Vec<usize> = (0..problem.rooms.len()).filter(|sheet| problem.available[*sheet].is_some()).collect();
    racks.sort_by(|a, b| problem.area(*a).total_cmp(&problem.area(*b)).then(a.cmp(b)));
    while left.iter().any(|count| *count > 0) {
        if *looks == 0 && !is_first {
            return None;
        }
        let rack = racks.iter().copied().find(|sheet| {
            sheets_left[*sheet] != Some(0)
                && (0..left.len()).any(|blank| left[blank] > 0 && problem.fits(*sheet, blank))
        });
        let filled = match rack {
            Some(sheet) => Some((sheet, fill(problem, sheet, order, &left, manner, looks))),
            // Of new sheets, the one that is filled at the least price for its pieces.
            None => (0..problem.rooms.len())
                .filter(|sheet| problem.available[*sheet].is_none())
                .map(|sheet| (sheet, fill(problem, sheet, order, &left, manner, looks)))
                .filter(|(_, filled)| !filled.placed.is_empty())
                .min_by(|a, b| {
                    let dear = |(sheet, filled): &(usize, fill::Filled)| problem.prices[*sheet] / filled.area.max(1.0);
                    dear(a).total_cmp(&dear(b)).then(a.0.cmp(&b.0))
                }),
        };
        let (sheet, filled) = filled.filter(|(_, filled)| !filled.placed.is_empty())?;
        let mut counts = vec![0; left.len()];
        for placed in &filled.placed {
            counts[placed.blank] += 1;
        }
        let lasts = left.iter().zip(&counts).filter(|(_, count)| **count > 0).map(|(left, count)| left / count).min();
        let times = lasts.unwrap_or(0).min(sheets_left[sheet].unwrap_or(u64::MAX)).max(1);
        for (left, count) in left.iter_mut().zip(&counts) {
            *left = left.saturating_sub(count * times);
        }
        if let Some(sheets) = &mut sheets_left[sheet] {
            *sheets = sheets.saturating_sub(times);
        }
        plan.cost += times as f64 * problem.prices[sheet];
        if let Some([_, _, length, width]) = filled.remnant {
            plan.remnant = plan.remnant.max(length as f64 * width as f64);
        }
        plan.layouts.push(Layout { sheet, sheets: times, placed: filled.placed, remnant: filled.remnant });
    }
    Some(plan)
}

#[cfg(test)]
mod tests;
