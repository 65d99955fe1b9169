//! Bars filled one after another: greedily, and by sequential value correction (Belov and Scheithauer, 2007), in which pieces
//! that were hard to place are worth more in the next round.

use super::knapsack::{Kind, fill};
use super::{Cut, Plan, Problem};

/// How many rounds of value correction are tried.
const ROUNDS: usize = 60;
/// How many nodes the search for one pattern may visit.
const NODES_PER_PATTERN: u64 = 4_000;

/// First-fit decreasing, bar after bar: what first-fit puts on its first bar is what a greedy scan of the sorted pieces does.
/// Of several bars, the one that is filled at the least price for its length goes first.
pub fn first_fit_decreasing(problem: &Problem, left: &[u64], bars_left: &[Option<u64>]) -> Plan {
    let (mut left, mut bars_left) = (left.to_vec(), bars_left.to_vec());
    let mut plan = Plan::default();
    while left.iter().any(|count| *count > 0) {
        let greedy = |bar: usize| {
            let mut space = problem.capacities[bar];
            let mut counts = vec![0; left.len()];
            for (size, length) in problem.lengths.iter().enumerate() {
                counts[size] = left[size].min(space / length);
                space -= counts[size] * length;
            }
            (problem.capacities[bar] - space, Cut { bar, counts })
        };
        let best = (0..problem.capacities.len())
            .filter(|bar| bars_left[*bar] != Some(0))
            .map(greedy)
            .filter(|(used, _)| *used > 0)
            .min_by(|a, b| {
                let dear = |(used, cut): &(u64, Cut)| problem.prices[cut.bar] / *used as f64;
                dear(a).total_cmp(&dear(b)).then(a.1.bar.cmp(&b.1.bar))
            });
        let Some((_, cut)) = best else { break };
        plan.take(problem, cut, &mut left, &mut bars_left);
    }
    plan
}

/// Looks for a cheaper way than `best`, until its cost is `bound` or the budget is spent. Bars of the first kind only.
pub fn correct(problem: &Problem, left: &[u64], bound: f64, best: &mut Plan, budget: &mut u64) {
    let capacity = problem.capacities[0];
    let worth = |length: u64| (length as f64).powf(1.02);
    let mut values: Vec<f64> = problem.lengths.iter().map(|length| worth(*length)).collect();
    for _ in 0..ROUNDS {
        if best.cost <= bound + 1e-9 || *budget == 0 {
            return;
        }
        let mut rest = left.to_vec();
        let mut bars_left = vec![None];
        let mut plan = Plan::default();
        while plan.cost < best.cost {
            // The longest that is left lies on the next bar: it gets no easier later.
            let Some(longest) = rest.iter().position(|count| *count > 0) else { break };
            let kinds: Vec<Kind> = (0..rest.len())
                .map(|size| Kind {
                    length: problem.lengths[size],
                    most: rest[size] - u64::from(size == longest),
                    value: values[size],
                })
                .collect();
            let filling = fill(&kinds, capacity - problem.lengths[longest], NODES_PER_PATTERN.min(*budget));
            // To sort the kinds takes time too.
            *budget = budget.saturating_sub(filling.nodes + kinds.len() as u64 / 4);
            let mut counts = filling.counts;
            counts[longest] += 1;
            let used: u64 = counts.iter().zip(&problem.lengths).map(|(count, length)| count * length).sum();
            let hardness = capacity as f64 / used.max(1) as f64;
            for (size, count) in counts.iter().enumerate().filter(|(_, count)| **count > 0) {
                let corrected = worth(problem.lengths[size]) * hardness;
                let weight = *count as f64 / (left[size] + rest[size]) as f64;
                values[size] = values[size] * (1.0 - weight) + corrected * weight;
            }
            plan.take(problem, Cut { bar: 0, counts }, &mut rest, &mut bars_left);
        }
        if rest.iter().all(|count| *count == 0) && plan.is_better_than(best, problem) {
            *best = plan;
        }
    }
}
