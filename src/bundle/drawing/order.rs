//! The order of boxes in their ranks, with few crossings of lines: sweeps down and up, each drawing a box to the mean place of
//! what it hangs on (the barycentre method of Sugiyama, Tagawa and Toda, IEEE Transactions on Systems, Man, and Cybernetics 11,
//! 1981), of which the order with the least crossing weight stays. Ranks are given, so no general layout is needed.

use super::boxes::{Line, Size};

/// Sweeps without a better order after which it is left.
const PATIENCE: usize = 4;
/// Sweeps at the most.
const SWEEPS: usize = 24;

/// The boxes of each rank, from the left.
pub fn in_order(sizes: &[Size], lines: &[Line]) -> Vec<Vec<usize>> {
    let layers = Layers::of(sizes, lines);
    let mut order = layers.first_order();
    let (mut best, mut least) = (order.clone(), layers.crossing_weight(&order));
    let mut without_gain = 0;
    for sweep in 0..SWEEPS {
        if least == 0 || without_gain == PATIENCE {
            break;
        }
        layers.sweep(&mut order, sweep % 2 == 0);
        let weight = layers.crossing_weight(&order);
        without_gain += 1;
        if weight < least {
            (best, least, without_gain) = (order.clone(), weight, 0);
        }
    }
    for rank in &mut best {
        rank.retain(|point| *point < sizes.len());
    }
    best
}

/// Points in ranks and the links between neighbouring ranks: a line that spans several passes a point of its own in each.
struct Layers {
    /// Of each point, boxes first.
    rank: Vec<usize>,
    /// By point: what it hangs on, as (point, weight).
    above: Vec<Vec<(usize, u64)>>,
    /// By point: what hangs on it.
    below: Vec<Vec<(usize, u64)>>,
}

impl Layers {
    fn of(sizes: &[Size], lines: &[Line]) -> Self {
        let boxes = sizes.len();
        let rank = sizes.iter().map(|size| size.rank).collect();
        let mut layers = Self { rank, above: vec![Vec::new(); boxes], below: vec![Vec::new(); boxes] };
        for line in lines.iter().filter(|line| sizes[line.lower].rank > sizes[line.upper].rank) {
            let weight = u64::try_from(line.weight.max(1)).unwrap_or(1);
            let mut from = line.upper;
            for rank in sizes[line.upper].rank + 1..sizes[line.lower].rank {
                let point = layers.rank.len();
                layers.rank.push(rank);
                layers.above.push(Vec::new());
                layers.below.push(Vec::new());
                layers.link(from, point, weight);
                from = point;
            }
            layers.link(from, line.lower, weight);
        }
        layers
    }

    fn link(&mut self, upper: usize, lower: usize, weight: u64) {
        self.below[upper].push((lower, weight));
        self.above[lower].push((upper, weight));
    }

    /// Points as a walk from the top meets them, so that what belongs together begins together.
    fn first_order(&self) -> Vec<Vec<usize>> {
        let mut order = vec![Vec::new(); self.rank.iter().map(|rank| rank + 1).max().unwrap_or(0)];
        let mut seen = vec![false; self.rank.len()];
        let mut starts: Vec<usize> = (0..self.rank.len()).collect();
        starts.sort_by_key(|point| (self.rank[*point], *point));
        for start in starts {
            let mut waiting = vec![start];
            while let Some(point) = waiting.pop() {
                if !std::mem::replace(&mut seen[point], true) {
                    order[self.rank[point]].push(point);
                    waiting.extend(self.below[point].iter().rev().map(|(lower, _)| *lower));
                }
            }
        }
        order
    }

    /// Reorders every rank by the places of the rank before it, from the top or from the bottom.
    fn sweep(&self, order: &mut [Vec<usize>], is_down: bool) {
        let mut place = self.places(order);
        let links = if is_down { &self.above } else { &self.below };
        let count = order.len();
        for step in 1..count {
            let rank = if is_down { step } else { count - 1 - step };
            let wanted = |point: &usize| {
                let (sum, weight) = links[*point].iter().fold((0.0, 0.0), |(sum, all), (other, weight)| {
                    let weight = *weight as f64;
                    (sum + place[*other] as f64 * weight, all + weight)
                });
                if weight > 0.0 { sum / weight } else { place[*point] as f64 }
            };
            let mut row: Vec<(f64, usize)> = order[rank].iter().map(|point| (wanted(point), *point)).collect();
            row.sort_by(|a, b| a.0.total_cmp(&b.0));
            order[rank] = row.into_iter().map(|(_, point)| point).collect();
            for (at, point) in order[rank].iter().enumerate() {
                place[*point] = at;
            }
        }
    }

    fn places(&self, order: &[Vec<usize>]) -> Vec<usize> {
        let mut place = vec![0; self.rank.len()];
        for rank in order {
            for (at, point) in rank.iter().enumerate() {
                place[*point] = at;
            }
        }
        place
    }

    /// Sum over crossing pairs of the product of their weights: inversions of link ends, counted by a Fenwick tree (Barth,
    /// Mutzel and Jünger, Journal of Graph Algorithms and Applications 8, 2004).
    fn crossing_weight(&self, order: &[Vec<usize>]) -> u64 {
        let place = self.places(order);
        let mut crossing = 0;
        for pair in order.windows(2) {
            let mut tree = vec![0u64; pair[1].len() + 1];
            let mut passed = 0;
            for upper in &pair[0] {
                for (lower, weight) in &self.below[*upper] {
                    crossing += weight * (passed - sum_to(&tree, place[*lower] + 1));
                }
                for (lower, weight) in &self.below[*upper] {
                    passed += weight;
                    add_at(&mut tree, place[*lower] + 1, *weight);
                }
            }
        }
        crossing
    }
}

/// Sum of the first `end` entries of a Fenwick tree.
fn sum_to(tree: &[u64], mut end: usize) -> u64 {
    let mut sum = 0;
    while end > 0 {
        sum += tree[end];
        end &= end - 1;
    }
    sum
}

/// Adds to entry `at`, from 1, of a Fenwick tree.
fn add_at(tree: &mut [u64], mut at: usize, weight: u64) {
    while at < tree.len() {
        tree[at] += weight;
        at += at & at.wrapping_neg();
    }
}

#[cfg(test)]
mod tests {
    use super::{Layers, in_order};
    use crate::bundle::drawing::boxes::{Line, Size};

    fn boxes(ranks: &[usize]) -> Vec<Size> {
        ranks.iter().map(|rank| Size { left: 10.0, right: 10.0, height: 20.0, rank: *rank, mass_kg: 1.0 }).collect()
    }

    fn line(upper: usize, lower: usize) -> Line {
        Line { upper, lower, weight: 1 }
    }

    #[test]
    fn a_twist_is_undone() {
        let sizes = boxes(&[0, 1, 1, 1, 2, 2, 2]);
        let lines = [(0, 1), (0, 2), (0, 3), (1, 6), (2, 5), (3, 4)].map(|(upper, lower)| line(upper, lower));
        let layers = Layers::of(&sizes, &lines);
        assert_eq!(layers.crossing_weight(&[vec![0], vec![1, 2, 3], vec![4, 5, 6]]), 3);
        assert_eq!(layers.crossing_weight(&in_order(&sizes, &lines)), 0);
    }

    #[test]
    fn long_lines_take_part_and_every_box_has_its_place() {
        let sizes = boxes(&[0, 1, 2, 2, 3, 0]);
        let lines = [(0, 1), (1, 2), (1, 3), (0, 4), (2, 4), (4, 1)].map(|(upper, lower)| line(upper, lower));
        assert_eq!(in_order(&sizes, &lines).iter().map(Vec::len).collect::<Vec<_>>(), [2, 1, 2, 1]);
        assert_eq!(in_order(&sizes, &lines), in_order(&sizes, &lines));
        assert!(in_order(&[], &[]).is_empty());
    }
}
