//! Pieces of a length, cut from bars of one stock length: the one-dimensional cutting stock problem.
//!
//! First-fit decreasing gives the first answer. Where it misses the lower bound, it is improved by filling bar after bar with
//! the most valuable pattern (a bounded branch and bound over the counts of each piece), pieces that were hard to place being
//! worth more in the next round: the sequential value correction of Belov and Scheithauer (2007). The lower bound is L2 of
//! Martello and Toth (1990). Lengths are whole micrometres, so that no rounding decides; equal input gives equal cuts.

/// How many rounds of value correction are tried.
const ROUNDS: usize = 60;
/// How many nodes the search for one pattern may visit.
const NODES_PER_PATTERN: u32 = 4_000;
/// How many nodes all searches together may visit.
const NODES_IN_ALL: u64 = 3_000_000;

/// Pieces of one length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Demand {
    /// µm of one piece.
    pub length_um: u64,
    /// How many.
    pub quantity: u64,
}

/// Bars that are cut alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    /// How many bars.
    pub bars: u64,
    /// Pieces of each demand on one bar, in the order of the demands.
    pub pieces: Vec<u64>,
    /// µm left of each bar, behind the last cut.
    pub remnant_um: u64,
}

/// How all pieces are cut.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Nesting {
    /// The patterns, those of the longest pieces first.
    pub patterns: Vec<Pattern>,
    /// Demands longer than a bar, which are in no pattern.
    pub too_long: Vec<usize>,
    /// Bars in all.
    pub bars: u64,
    /// No nesting can do with fewer bars.
    pub lower_bound: u64,
}

/// Nests pieces into bars of `stock_um`, a saw taking `kerf_um` between two pieces.
pub fn nest(stock_um: u64, kerf_um: u64, demands: &[Demand]) -> Nesting {
    let fits = |demand: &Demand| demand.length_um > 0 && demand.length_um <= stock_um;
    let too_long = (0..demands.len()).filter(|index| demands[*index].length_um > stock_um).collect();
    // With the kerf on each piece and once on the bar, n pieces need n − 1 cuts.
    let mut sizes: Vec<Size> = demands
        .iter()
        .enumerate()
        .filter(|(_, demand)| fits(demand) && demand.quantity > 0)
        .map(|(demand, Demand { length_um, quantity })| Size {
            demand,
            length: length_um + kerf_um,
            quantity: *quantity,
        })
        .collect();
    sizes.sort_by(|a, b| b.length.cmp(&a.length).then(a.demand.cmp(&b.demand)));
    let capacity = stock_um + kerf_um;
    let lower_bound = lower_bound(capacity, &sizes);
    let mut best = first_fit_decreasing(capacity, &sizes);
    if bars_of(&best) > lower_bound {
        improve(capacity, &sizes, lower_bound, &mut best);
    }
    let pattern = |filled: &Filled| {
        let mut pieces = vec![0; demands.len()];
        for (size, count) in sizes.iter().zip(&filled.counts) {
            pieces[size.demand] = *count;
        }
        let used: u64 = sizes.iter().zip(&filled.counts).map(|(size, count)| size.length * count).sum();
        Pattern { bars: filled.bars, pieces, remnant_um: stock_um.saturating_sub(used) }
    };
    Nesting { bars: bars_of(&best), patterns: best.iter().map(pattern).collect(), too_long, lower_bound }
}

#[derive(Clone, Copy, Debug)]
struct Size {
    demand: usize,
    /// µm with its kerf.
    length: u64,
    quantity: u64,
}

/// A pattern by size, and on how many bars.
#[derive(Clone, Debug)]
struct Filled {
    bars: u64,
    counts: Vec<u64>,
}

fn bars_of(patterns: &[Filled]) -> u64 {
    patterns.iter().map(|pattern| pattern.bars).sum()
}

/// First-fit decreasing, bar after bar: what first-fit puts on its first bar is what a greedy scan of the sorted pieces does.
fn first_fit_decreasing(capacity: u64, sizes: &[Size]) -> Vec<Filled> {
    let mut left: Vec<u64> = sizes.iter().map(|size| size.quantity).collect();
    let mut patterns = Vec::new();
    while left.iter().any(|count| *count > 0) {
        let mut space = capacity;
        let mut counts = vec![0; sizes.len()];
        for (index, size) in sizes.iter().enumerate() {
            counts[index] = left[index].min(space / size.length);
            space -= counts[index] * size.length;
        }
        take(&mut left, counts, &mut patterns);
    }
    patterns
}

/// Cuts a pattern as often as the pieces last. Of a greedy pattern, the next bar would get the same.
fn take(left: &mut [u64], counts: Vec<u64>, patterns: &mut Vec<Filled>) {
    let times =
        left.iter().zip(&counts).filter(|(_, count)| **count > 0).map(|(left, count)| left / count).min().unwrap_or(0);
    // A pattern without pieces would be cut for ever.
    let times = times.max(1);
    for (left, count) in left.iter_mut().zip(&counts) {
        *left = left.saturating_sub(count * times);
    }
    patterns.push(Filled { bars: times, counts });
}

/// L2: pieces of more than half a bar share none; those between a threshold and a half fill what is left beside them.
fn lower_bound(capacity: u64, sizes: &[Size]) -> u64 {
    let total: u128 = sizes.iter().map(|size| u128::from(size.length) * u128::from(size.quantity)).sum();
    let mut bound = total.div_ceil(u128::from(capacity.max(1)));
    let thresholds = sizes.iter().map(|size| size.length).filter(|length| *length <= capacity / 2).chain([0]);
    for threshold in thresholds {
        let (mut alone, mut large, mut large_length, mut small_length) = (0_u128, 0_u128, 0_u128, 0_u128);
        for size in sizes {
            let (length, quantity) = (u128::from(size.length), u128::from(size.quantity));
            if size.length > capacity - threshold {
                alone += quantity;
            } else if size.length > capacity / 2 {
                large += quantity;
                large_length += length * quantity;
            } else if size.length >= threshold {
                small_length += length * quantity;
            }
        }
        let beside = large * u128::from(capacity) - large_length;
        let more = small_length.saturating_sub(beside).div_ceil(u128::from(capacity.max(1)));
        bound = bound.max(alone + large + more);
    }
    u64::try_from(bound).unwrap_or(u64::MAX)
}

/// Looks for fewer bars until the bound is met or the budget is spent.
fn improve(capacity: u64, sizes: &[Size], lower_bound: u64, best: &mut Vec<Filled>) {
    let mut values: Vec<f64> = sizes.iter().map(|size| (size.length as f64).powf(1.02)).collect();
    let mut budget = NODES_IN_ALL;
    for _ in 0..ROUNDS {
        let mut left: Vec<u64> = sizes.iter().map(|size| size.quantity).collect();
        let mut patterns = Vec::new();
        while left.iter().any(|count| *count > 0) && bars_of(&patterns) < bars_of(best) {
            let mut search = Search {
                sizes,
                values: &values,
                left: &left,
                nodes: 0,
                counts: vec![0; sizes.len()],
                best: (0.0, vec![0; sizes.len()]),
                order: Vec::new(),
            };
            let counts = search.run(capacity);
            budget = budget.saturating_sub(u64::from(search.nodes));
            let used: u64 = sizes.iter().zip(&counts).map(|(size, count)| size.length * count).sum();
            let hardness = capacity as f64 / used.max(1) as f64;
            for (index, count) in counts.iter().enumerate().filter(|(_, count)| **count > 0) {
                let corrected = (sizes[index].length as f64).powf(1.02) * hardness;
                let weight = *count as f64 / (sizes[index].quantity + left[index]) as f64;
                values[index] = values[index] * (1.0 - weight) + corrected * weight;
            }
            take(&mut left, counts, &mut patterns);
        }
        if left.iter().all(|count| *count == 0) && bars_of(&patterns) < bars_of(best) {
            *best = patterns;
        }
        if bars_of(best) <= lower_bound || budget == 0 {
            return;
        }
    }
}

/// The most valuable pattern with at least one of the longest piece left.
struct Search<'s> {
    sizes: &'s [Size],
    values: &'s [f64],
    left: &'s [u64],
    nodes: u32,
    counts: Vec<u64>,
    best: (f64, Vec<u64>),
    /// Sizes by value per length, best first.
    order: Vec<usize>,
}

impl Search<'_> {
    fn run(&mut self, capacity: u64) -> Vec<u64> {
        let density = |index: &usize| self.values[*index] / self.sizes[*index].length as f64;
        let mut order: Vec<usize> = (0..self.sizes.len()).filter(|index| self.left[*index] > 0).collect();
        let longest = order.first().copied();
        order.sort_by(|a, b| density(b).total_cmp(&density(a)).then(a.cmp(b)));
        self.order = order;
        let Some(longest) = longest else { return self.counts.clone() };
        self.counts[longest] = 1;
        self.best = (self.values[longest], self.counts.clone());
        self.branch(0, longest, capacity - self.sizes[longest].length, self.values[longest]);
        self.best.1.clone()
    }

    fn branch(&mut self, position: usize, forced: usize, space: u64, value: f64) {
        self.nodes += 1;
        if value > self.best.0 {
            self.best = (value, self.counts.clone());
        }
        let Some(index) = self.order.get(position).copied() else { return };
        let size = self.sizes[index];
        if self.nodes >= NODES_PER_PATTERN
            || value + space as f64 * self.values[index] / size.length as f64 <= self.best.0
        {
            return;
        }
        let have = u64::from(index == forced);
        let most = (self.left[index] - have).min(space / size.length);
        for count in (0..=most).rev() {
            self.counts[index] = have + count;
            self.branch(position + 1, forced, space - count * size.length, value + count as f64 * self.values[index]);
            if self.nodes >= NODES_PER_PATTERN {
                break;
            }
        }
        self.counts[index] = have;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Demand, Nesting, Size, bars_of, first_fit_decreasing, nest};

    fn demands(list: &[(u64, u64)]) -> Vec<Demand> {
        list.iter().map(|(length_um, quantity)| Demand { length_um: *length_um, quantity: *quantity }).collect()
    }

    fn cut(nesting: &Nesting, demand: usize) -> u64 {
        nesting.patterns.iter().map(|pattern| pattern.bars * pattern.pieces[demand]).sum()
    }

    #[test]
    fn kerf_is_between_pieces_only() {
        let nesting = nest(1000, 10, &demands(&[(495, 2)]));
        assert_eq!((nesting.bars, nesting.patterns[0].remnant_um), (1, 0));
        assert_eq!(nest(1000, 10, &demands(&[(496, 2)])).bars, 2);
        assert_eq!(nest(1000, 10, &demands(&[(200, 1)])).patterns[0].remnant_um, 790);
    }

    #[test]
    fn search_beats_first_fit() {
        // FFD puts 6+3 together and needs three bars; 6+4 and 3+3+4 fill two.
        let wanted = demands(&[(60, 1), (40, 2), (30, 2)]);
        let nesting = nest(100, 0, &wanted);
        assert_eq!((nesting.bars, nesting.lower_bound), (2, 2));
    }

    #[test]
    fn the_bound_knows_that_large_pieces_share_no_bar() {
        let nesting = nest(100, 0, &demands(&[(51, 7)]));
        assert_eq!((nesting.bars, nesting.lower_bound), (7, 7));
    }

    #[test]
    fn a_piece_longer_than_a_bar_is_told() {
        let nesting = nest(100, 0, &demands(&[(101, 2), (50, 2)]));
        assert_eq!((nesting.too_long, nesting.bars), (vec![0], 1));
    }

    #[test]
    fn many_alike_are_one_pattern() {
        let nesting = nest(6_000_000, 2_000, &demands(&[(584_200, 46_000), (1_422_400, 25_000)]));
        assert!(nesting.patterns.len() < 20, "{}", nesting.patterns.len());
        // Optimal by linear programming: with a tenth of a bar for each short piece and a quarter for each long one, no
        // pattern is worth more than a bar, and all pieces together are worth 10,850 bars.
        assert_eq!(nesting.bars, 10_850);
    }

    #[test]
    fn the_grate_of_the_press() {
        let nesting = nest(6_000_000, 2_000, &demands(&[(584_200, 46), (1_422_400, 25)]));
        assert!(nesting.bars <= nesting.lower_bound + 1);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]
        #[test]
        fn every_piece_once_no_bar_overfull(
            stock in 1_u64..5_000,
            kerf in 0_u64..50,
            list in prop::collection::vec((1_u64..5_200, 0_u64..30), 0..12),
        ) {
            let wanted = demands(&list);
            let nesting = nest(stock, kerf, &wanted);
            for (index, demand) in wanted.iter().enumerate() {
                let expected = if nesting.too_long.contains(&index) { 0 } else { demand.quantity };
                prop_assert_eq!(nesting.too_long.contains(&index), demand.length_um > stock);
                prop_assert_eq!(cut(&nesting, index), expected);
            }
            for pattern in &nesting.patterns {
                let pieces: u64 = pattern.pieces.iter().sum();
                let length: u64 = pattern.pieces.iter().zip(&wanted).map(|(count, demand)| count * demand.length_um).sum();
                prop_assert!(pieces > 0 && length + (pieces - 1) * kerf <= stock);
                prop_assert!(pattern.remnant_um <= stock - length);
            }
            let mut sizes: Vec<Size> = wanted.iter().enumerate().filter(|(_, d)| d.length_um <= stock && d.quantity > 0)
                .map(|(demand, d)| Size { demand, length: d.length_um + kerf, quantity: d.quantity }).collect();
            sizes.sort_by_key(|size| std::cmp::Reverse(size.length));
            prop_assert!(nesting.bars <= bars_of(&first_fit_decreasing(stock + kerf, &sizes)));
            prop_assert!(nesting.bars >= nesting.lower_bound);
            prop_assert_eq!(nesting.bars, nesting.patterns.iter().map(|pattern| pattern.bars).sum::<u64>());
            prop_assert_eq!(&nest(stock, kerf, &wanted), &nesting);
        }
    }
}
