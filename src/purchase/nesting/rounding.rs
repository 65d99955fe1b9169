//! From fractions of patterns to whole bars: what is whole is taken, then the pattern that is nearest to the next bar, and what
//! is left is relaxed again.

use super::correction::{correct, first_fit_decreasing};
use super::relaxation::{Relaxation, relax};
use super::{Cut, Plan, Problem};

/// Rounds a relaxation: twice, once with the rest cut by value correction and once by relaxing again and again.
pub fn round(problem: &Problem, start: &Relaxation, bound: f64, pool: &[Cut], budget: &mut u64) -> Plan {
    let mut left = problem.quantities.clone();
    let mut bars_left = problem.available.clone();
    let mut plan = Plan::default();
    take_whole(problem, start, &mut plan, &mut left, &mut bars_left);
    let mut rest = first_fit_decreasing(problem, &left, &bars_left);
    if problem.is_plain() {
        correct(problem, &left, bound - plan.cost, &mut rest, &mut (*budget / 2).min(400_000));
    }
    let mut best = plan.and(&rest);
    if best.cost <= bound + 1e-9 {
        return best;
    }
    let mut relaxation = start.clone();
    while left.iter().any(|count| *count > 0) && *budget > 0 {
        let most = relaxation.patterns.iter().max_by(|a, b| {
            let part = |amount: f64| amount - amount.floor();
            part(a.1).total_cmp(&part(b.1)).then(b.0.counts.cmp(&a.0.counts))
        });
        let Some((cut, _)) = most else { break };
        let counts = cut.counts.iter().zip(&left).map(|(count, left)| (*count).min(*left)).collect();
        plan.take_times(problem, &Cut { bar: cut.bar, counts }, 1, &mut left, &mut bars_left);
        if left.iter().all(|count| *count == 0) {
            break;
        }
        let hasty = plan.and(&first_fit_decreasing(problem, &left, &bars_left));
        if hasty.is_better_than(&best, problem) {
            best = hasty;
        }
        if best.cost <= bound + 1e-9 {
            return best;
        }
        let (smaller, sizes) = problem.of_what_is_left(&left, &bars_left);
        let mut known: Vec<Cut> = pool.iter().filter_map(|cut| cut.narrowed(&sizes)).collect();
        relaxation = relax(&smaller, &smaller.quantities, &smaller.available, &mut known, budget);
        if plan.cost + relaxation.bound > best.cost - 1e-9 * best.cost.max(1.0) {
            // No better from here on.
            return best;
        }
        for (cut, _) in &mut relaxation.patterns {
            *cut = cut.widened(&sizes, problem.lengths.len());
        }
        take_whole(problem, &relaxation, &mut plan, &mut left, &mut bars_left);
    }
    let last = plan.and(&first_fit_decreasing(problem, &left, &bars_left));
    if last.is_better_than(&best, problem) {
        best = last;
    }
    best
}

fn take_whole(
    problem: &Problem,
    relaxation: &Relaxation,
    plan: &mut Plan,
    left: &mut [u64],
    bars_left: &mut [Option<u64>],
) {
    for (cut, amount) in &relaxation.patterns {
        plan.take_times(problem, cut, (amount + 1e-6).floor() as u64, left, bars_left);
    }
}
