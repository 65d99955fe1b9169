//! Pieces of a length, cut from bars: the one-dimensional cutting stock problem.
//!
//! First-fit decreasing gives the first answer, the relaxation by column generation a bound that no cutting beats and patterns
//! to round; between them, bars are filled by value correction until the bound is met or the budget is spent. Bars may be of several
//! lengths and prices, and some may be few: what lies in the rack costs nothing. Lengths are whole micrometres, so that no
//! rounding decides; equal input gives equal cuts. Effort is counted in nodes, not in time.

mod area;
mod correction;
mod knapsack;
#[cfg(test)]
mod literature;
mod relaxation;
mod rounding;

/// How many nodes the relaxation may visit.
const NODES_TO_RELAX: u64 = 4_000_000;
/// How many nodes rounding may visit.
const NODES_TO_ROUND: u64 = 2_000_000;
/// How many nodes value correction may visit.
const NODES_TO_CORRECT: u64 = 2_000_000;
/// The most lengths of which the relaxation is solved: its effort grows with their cube.
const MOST_LENGTHS: usize = 500;

/// Pieces of one length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Demand {
    /// µm of one piece.
    pub length_um: u64,
    /// How many.
    pub quantity: u64,
}

/// Bars of one length.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bar {
    /// µm of one.
    pub length_um: u64,
    /// What one costs, in any money; zero for what is there.
    pub price: f64,
    /// How many there are; `None` if as many can be had as are wanted.
    pub available: Option<u64>,
}

/// Bars that are cut alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    /// Which of the kinds of bars.
    pub bar: usize,
    /// How many bars.
    pub bars: u64,
    /// Pieces of each demand on one bar, in the order of the demands.
    pub pieces: Vec<u64>,
    /// µm left of each bar, behind the last cut.
    pub remnant_um: u64,
}

/// How all pieces are cut.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Nesting {
    /// The patterns, those of the longest pieces first.
    pub patterns: Vec<Pattern>,
    /// Demands longer than any bar of which there is enough, which are in no pattern.
    pub too_long: Vec<usize>,
    /// Bars in all.
    pub bars: u64,
    /// No nesting can do with fewer bars; with several kinds of bars, of the longest.
    pub lower_bound: u64,
    /// What the bars cost.
    pub cost: f64,
    /// No nesting costs less.
    pub least_cost: f64,
}

impl Nesting {
    /// How many bars of a kind.
    pub fn bars_of(&self, bar: usize) -> u64 {
        self.patterns.iter().filter(|pattern| pattern.bar == bar).map(|pattern| pattern.bars).sum()
    }
}

/// Nests pieces into bars of `stock_um`, a saw taking `kerf_um` between two pieces.
pub fn nest(stock_um: u64, kerf_um: u64, demands: &[Demand]) -> Nesting {
    nest_into(&[Bar { length_um: stock_um, price: 1.0, available: None }], kerf_um, demands)
}

/// Nests pieces into bars of several kinds, at the least cost. Where the price of all is zero, each costs its length.
pub fn nest_into(bars: &[Bar], kerf_um: u64, demands: &[Demand]) -> Nesting {
    let longest = bars.iter().filter(|bar| bar.available.is_none()).map(|bar| bar.length_um).max().unwrap_or(0);
    let fits = |demand: &Demand| demand.length_um > 0 && demand.length_um <= longest;
    let too_long = (0..demands.len()).filter(|index| demands[*index].length_um > longest).collect();
    let mut order: Vec<usize> =
        (0..demands.len()).filter(|index| fits(&demands[*index]) && demands[*index].quantity > 0).collect();
    order.sort_by(|a, b| demands[*b].length_um.cmp(&demands[*a].length_um).then(a.cmp(b)));
    if order.is_empty() {
        return Nesting { too_long, ..Nesting::default() };
    }
    // Demands of equal length are one size.
    let mut sizes: Vec<Vec<usize>> = Vec::new();
    for index in order {
        match sizes.last_mut().filter(|size| demands[size[0]].length_um == demands[index].length_um) {
            Some(size) => size.push(index),
            None => sizes.push(vec![index]),
        }
    }
    let free = bars.iter().filter(|bar| bar.available.is_none()).all(|bar| bar.price <= 0.0);
    let price = |bar: &Bar| match bar.available {
        None if free => bar.length_um as f64 / 1e6,
        _ => bar.price.max(0.0),
    };
    // With the kerf on each piece and once on the bar, n pieces need n − 1 cuts.
    let problem = Problem {
        capacities: bars.iter().map(|bar| bar.length_um + kerf_um).collect(),
        prices: bars.iter().map(price).collect(),
        available: bars.iter().map(|bar| bar.available).collect(),
        lengths: sizes.iter().map(|size| demands[size[0]].length_um + kerf_um).collect(),
        quantities: sizes.iter().map(|size| size.iter().map(|index| demands[*index].quantity).sum()).collect(),
    };
    let (plan, least_cost, lower_bound) = solve(&problem, longest + kerf_um);
    let patterns = spread(&problem, &plan, &sizes, bars, demands);
    Nesting { bars: plan.bars(), patterns, too_long, lower_bound, cost: plan.cost, least_cost }
}

/// The problem by size: longest first, kerf included.
#[derive(Clone, Debug)]
struct Problem {
    /// µm of each kind of bar, a kerf included.
    capacities: Vec<u64>,
    prices: Vec<f64>,
    available: Vec<Option<u64>>,
    /// µm of a piece, a kerf included.
    lengths: Vec<u64>,
    quantities: Vec<u64>,
}

/// What lies on one bar, by size.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Cut {
    bar: usize,
    counts: Vec<u64>,
}

/// Cuts, and how often each.
#[derive(Clone, Debug, Default)]
struct Plan {
    cuts: Vec<(Cut, u64)>,
    cost: f64,
}

impl Problem {
    /// Whether there is one kind of bar, and enough of it.
    fn is_plain(&self) -> bool {
        self.capacities.len() == 1 && self.available[0].is_none()
    }

    /// The kind of bar that a piece is cut from if it is alone: the cheapest for its length.
    fn usual_bar(&self, length: u64) -> Option<usize> {
        let dear = |bar: &usize| self.prices[*bar] / self.capacities[*bar] as f64;
        (0..self.capacities.len())
            .filter(|bar| self.available[*bar].is_none() && self.capacities[*bar] >= length)
            .min_by(|a, b| dear(a).total_cmp(&dear(b)).then(a.cmp(b)))
    }

    /// The same with fewer pieces and bars, and which sizes are in it.
    fn of_what_is_left(&self, left: &[u64], bars_left: &[Option<u64>]) -> (Problem, Vec<usize>) {
        let sizes: Vec<usize> = (0..left.len()).filter(|size| left[*size] > 0).collect();
        let smaller = Problem {
            capacities: self.capacities.clone(),
            prices: self.prices.clone(),
            available: bars_left.to_vec(),
            lengths: sizes.iter().map(|size| self.lengths[*size]).collect(),
            quantities: sizes.iter().map(|size| left[*size]).collect(),
        };
        (smaller, sizes)
    }

    /// µm that a cut takes, a kerf for each piece.
    fn used(&self, cut: &Cut) -> u64 {
        cut.counts.iter().zip(&self.lengths).map(|(count, length)| count * length).sum()
    }
}

impl Cut {
    fn narrowed(&self, sizes: &[usize]) -> Option<Cut> {
        let counts: Vec<u64> = sizes.iter().map(|size| self.counts[*size]).collect();
        counts.iter().any(|count| *count > 0).then_some(Cut { bar: self.bar, counts })
    }

    fn widened(&self, sizes: &[usize], all: usize) -> Cut {
        let mut counts = vec![0; all];
        for (size, count) in sizes.iter().zip(&self.counts) {
            counts[*size] = *count;
        }
        Cut { bar: self.bar, counts }
    }
}

impl Plan {
    /// Cuts as often as the pieces and bars last.
    fn take(&mut self, problem: &Problem, cut: Cut, left: &mut [u64], bars_left: &mut [Option<u64>]) {
        self.take_times(problem, &cut, u64::MAX, left, bars_left);
    }

    /// Cuts so many times, or as often as the pieces and bars last.
    fn take_times(&mut self, problem: &Problem, cut: &Cut, most: u64, left: &mut [u64], bars_left: &mut [Option<u64>]) {
        let lasts =
            left.iter().zip(&cut.counts).filter(|(_, count)| **count > 0).map(|(left, count)| left / count).min();
        let times = lasts.unwrap_or(0).min(bars_left[cut.bar].unwrap_or(u64::MAX)).min(most);
        if times == 0 {
            return;
        }
        for (left, count) in left.iter_mut().zip(&cut.counts) {
            *left -= count * times;
        }
        if let Some(bars) = &mut bars_left[cut.bar] {
            *bars -= times;
        }
        self.cost += times as f64 * problem.prices[cut.bar];
        match self.cuts.iter_mut().find(|(known, _)| known == cut) {
            Some((_, known)) => *known += times,
            None => self.cuts.push((cut.clone(), times)),
        }
    }

    /// Both, one after the other.
    fn and(&self, rest: &Plan) -> Plan {
        let mut both = self.clone();
        for (cut, times) in &rest.cuts {
            match both.cuts.iter_mut().find(|(known, _)| known == cut) {
                Some((_, known)) => *known += times,
                None => both.cuts.push((cut.clone(), *times)),
            }
        }
        both.cost += rest.cost;
        both
    }

    fn bars(&self) -> u64 {
        self.cuts.iter().map(|(_, times)| times).sum()
    }

    /// Cheaper; at the same cost, with what is left over in longer pieces, which are of more use.
    fn is_better_than(&self, other: &Plan, problem: &Problem) -> bool {
        let close = 1e-9 * self.cost.abs().max(other.cost.abs()).max(1e-9);
        if (self.cost - other.cost).abs() > close {
            return self.cost < other.cost;
        }
        self.usefulness(problem) > other.usefulness(problem)
    }

    fn usefulness(&self, problem: &Problem) -> f64 {
        let rest = |cut: &Cut| problem.capacities[cut.bar].saturating_sub(problem.used(cut)) as f64;
        self.cuts.iter().map(|(cut, times)| *times as f64 * rest(cut) * rest(cut)).sum()
    }
}

/// The best plan found, the cost that none beats, and the bars that none does without.
fn solve(problem: &Problem, longest: u64) -> (Plan, f64, u64) {
    let fewest = area::lower_bound(longest, &problem.lengths, &problem.quantities);
    let mut best = correction::first_fit_decreasing(problem, &problem.quantities, &problem.available);
    let mut bound = if problem.is_plain() { fewest as f64 * problem.prices[0] } else { 0.0 };
    if best.cost <= bound + 1e-9 {
        return (best, bound, fewest);
    }
    if problem.lengths.len() <= MOST_LENGTHS {
        let mut pool = Vec::new();
        let mut budget = NODES_TO_RELAX;
        let relaxation = relaxation::relax(problem, &problem.quantities, &problem.available, &mut pool, &mut budget);
        bound = bound.max(if problem.is_plain() {
            // Bars are whole.
            (relaxation.bound / problem.prices[0] - 1e-7).ceil() * problem.prices[0]
        } else {
            relaxation.bound
        });
        if best.cost > bound + 1e-9 {
            let rounded = rounding::round(problem, &relaxation, bound, &pool, &mut { NODES_TO_ROUND });
            if rounded.is_better_than(&best, problem) {
                best = rounded;
            }
        }
    }
    if problem.is_plain() {
        correction::correct(problem, &problem.quantities, bound, &mut best, &mut { NODES_TO_CORRECT });
    }
    let fewest = if problem.is_plain() { fewest.max((bound / problem.prices[0] + 0.5).floor() as u64) } else { fewest };
    // A bound by floating point never says more than what was reached.
    let reached = best.cost;
    (best, bound.min(reached), fewest)
}

/// Patterns by demand: pieces of equal length are dealt out in the order of the demands.
fn spread(problem: &Problem, plan: &Plan, sizes: &[Vec<usize>], bars: &[Bar], demands: &[Demand]) -> Vec<Pattern> {
    let mut left: Vec<u64> = demands.iter().map(|demand| demand.quantity).collect();
    let mut cuts = plan.cuts.clone();
    cuts.sort_by(|a, b| b.0.counts.cmp(&a.0.counts).then(a.0.bar.cmp(&b.0.bar)));
    let mut patterns: Vec<Pattern> = Vec::new();
    for (cut, times) in cuts {
        let remnant_um = bars[cut.bar].length_um.saturating_sub(problem.used(&cut));
        let mut times_left = times;
        while times_left > 0 {
            let mut pieces = vec![0; demands.len()];
            // As often as the same demands last.
            let mut alike = times_left;
            for (size, count) in sizes.iter().zip(&cut.counts).filter(|(_, count)| **count > 0) {
                let mut wanted = *count;
                for demand in size {
                    let take = wanted.min(left[*demand]);
                    pieces[*demand] += take;
                    wanted -= take;
                    if let Some(lasts) = left[*demand].checked_div(take) {
                        alike = alike.min(lasts);
                    }
                }
            }
            let alike = alike.max(1);
            for (left, count) in left.iter_mut().zip(&pieces) {
                *left = left.saturating_sub(count * alike);
            }
            times_left -= alike;
            match patterns.iter_mut().find(|known| known.bar == cut.bar && known.pieces == pieces) {
                Some(known) => known.bars += alike,
                None => patterns.push(Pattern { bar: cut.bar, bars: alike, pieces, remnant_um }),
            }
        }
    }
    patterns
}

#[cfg(test)]
mod tests;
