//! The most valuable filling of one bar: a bounded knapsack, by branch and bound over the counts of each piece.

/// What may lie on a bar.
#[derive(Clone, Copy, Debug)]
pub struct Kind {
    /// µm, kerf included.
    pub length: u64,
    /// How many at the most.
    pub most: u64,
    /// What one is worth; what is worth nothing is left out.
    pub value: f64,
}

/// A filling, and what no filling exceeds.
#[derive(Clone, Debug)]
pub struct Filling {
    /// How many of each kind.
    pub counts: Vec<u64>,
    /// What they are worth.
    pub value: f64,
    /// No filling is worth more. Equal to `value` if the search came to its end.
    pub upper: f64,
    /// Nodes that were visited.
    pub nodes: u64,
}

/// Fills `capacity` µm, visiting `budget` nodes at the most.
pub fn fill(kinds: &[Kind], capacity: u64, budget: u64) -> Filling {
    let density = |index: &usize| kinds[*index].value / kinds[*index].length as f64;
    let mut order: Vec<usize> = (0..kinds.len())
        .filter(|index| {
            let kind = kinds[*index];
            kind.value > 0.0 && kind.most > 0 && kind.length > 0 && kind.length <= capacity
        })
        .collect();
    order
        .sort_by(|a, b| density(b).total_cmp(&density(a)).then(kinds[*b].length.cmp(&kinds[*a].length)).then(a.cmp(b)));
    // What is the shortest from here on: once it does not fit, nothing does.
    let mut shortest = vec![u64::MAX; order.len() + 1];
    for position in (0..order.len()).rev() {
        shortest[position] = shortest[position + 1].min(kinds[order[position]].length);
    }
    let mut search = Search {
        kinds,
        order,
        shortest,
        counts: vec![0; kinds.len()],
        best: vec![0; kinds.len()],
        best_value: 0.0,
        open: 0.0,
        nodes: 0,
        budget,
    };
    search.branch(0, capacity, 0.0);
    Filling {
        upper: search.best_value.max(search.open),
        counts: search.best,
        value: search.best_value,
        nodes: search.nodes,
    }
}

struct Search<'k> {
    kinds: &'k [Kind],
    /// By value per length, best first.
    order: Vec<usize>,
    shortest: Vec<u64>,
    counts: Vec<u64>,
    best: Vec<u64>,
    best_value: f64,
    /// The most that what was not looked at can be worth.
    open: f64,
    nodes: u64,
    budget: u64,
}

impl Search<'_> {
    fn branch(&mut self, position: usize, space: u64, value: f64) {
        self.nodes += 1;
        if value > self.best_value {
            self.best_value = value;
            self.best.copy_from_slice(&self.counts);
        }
        if space < self.shortest[position] {
            return;
        }
        let Some(index) = self.order.get(position).copied() else { return };
        let upper = value + self.upper(position, space);
        if upper <= self.best_value * (1.0 + 1e-12) {
            return;
        }
        if self.nodes >= self.budget {
            self.open = self.open.max(upper);
            return;
        }
        let kind = self.kinds[index];
        for count in (0..=kind.most.min(space / kind.length)).rev() {
            self.counts[index] = count;
            self.branch(position + 1, space - count * kind.length, value + count as f64 * kind.value);
            if self.nodes >= self.budget && count > 0 {
                self.open = self.open.max(upper);
                break;
            }
        }
        self.counts[index] = 0;
    }

    /// The most that the rest of the space can be worth, if pieces could be broken.
    fn upper(&self, position: usize, space: u64) -> f64 {
        let (mut space, mut value) = (space, 0.0);
        for index in &self.order[position..] {
            let kind = self.kinds[*index];
            let whole = kind.most.min(space / kind.length);
            value += whole as f64 * kind.value;
            space -= whole * kind.length;
            if whole < kind.most {
                return value + kind.value * space as f64 / kind.length as f64;
            }
        }
        value
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Kind, fill};

    proptest! {
        #[test]
        fn finds_what_trying_everything_finds(
            list in prop::collection::vec((1_u64..40, 0_u64..4, 0_u32..50), 0..6),
            capacity in 0_u64..90,
        ) {
            let kinds: Vec<Kind> = list.iter()
                .map(|(length, most, value)| Kind { length: *length, most: *most, value: f64::from(*value) }).collect();
            let mut best = vec![0.0; capacity as usize + 1];
            for kind in &kinds {
                for _ in 0..kind.most {
                    for space in (kind.length as usize..best.len()).rev() {
                        best[space] = f64::max(best[space], best[space - kind.length as usize] + kind.value);
                    }
                }
            }
            let best = best[capacity as usize];
            let found = fill(&kinds, capacity, u64::MAX);
            prop_assert!((found.value - best).abs() < 1e-9 && (found.upper - best).abs() < 1e-9);
            let worth: f64 = found.counts.iter().zip(&kinds).map(|(count, kind)| *count as f64 * kind.value).sum();
            let long: u64 = found.counts.iter().zip(&kinds).map(|(count, kind)| count * kind.length).sum();
            prop_assert!((worth - found.value).abs() < 1e-9 && long <= capacity);
            let hasty = fill(&kinds, capacity, 3);
            prop_assert!(hasty.value <= best + 1e-9 && hasty.upper >= best - 1e-9);
        }
    }
}
