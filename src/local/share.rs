//! Work that several machines (or people) are able to do is shared among them so that most is done: a linear program.
//!
//! Maximise the rate `r` with hours `y[o, m] ≥ 0` of operation `o` on pool `m`, so that `Σ_m y[o, m] = h[o] × r` over the pools
//! that are able, and `Σ_o y[o, m] ≤ H[m]`. By duality (a bottleneck of a transport problem is a set of pools that are all
//! full, and the operations that nothing else can do), the best rate is the hours of that set over the hours of its work: so
//! the solver finds the set, and the rate is exact. Where each operation has one pool, no solver is needed.

use std::collections::{BTreeMap, BTreeSet};

use microlp::{ComparisonOp, OptimizationDirection, Problem, Variable};

/// Relative difference below which a pool is full.
const TOLERANCE: f64 = 1e-7;

/// Work that any of some pools can do.
#[derive(Clone, Debug)]
pub(super) struct Work {
    /// Which pools are able; sorted, at least one.
    pub able: Vec<usize>,
    /// Hours for one unit, above 0.
    pub hours: f64,
    /// By pool of `able`: what an hour takes of what is to be spared.
    pub burden: Vec<f64>,
}

/// A set of pools that are full at some rate.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Full {
    /// Units a week.
    pub rate: f64,
    /// The pools, sorted.
    pub pools: BTreeSet<usize>,
}

/// The best rate and what limits it, then what would limit it next if that were not, and so on: at most `most`, each of a rate
/// no lower than the one before. Empty where there is no work.
pub(super) fn limits(work: &[Work], available: &[f64], most: usize) -> Vec<Full> {
    let mut open: Vec<&Work> = work.iter().collect();
    let mut limits: Vec<Full> = Vec::new();
    while limits.len() < most && !open.is_empty() {
        let Some(full) = tightest(&open, available) else { break };
        open.retain(|work| !work.able.iter().any(|pool| full.pools.contains(pool)));
        // What is shared with a full pool could move there if that had more hours: so it goes with it.
        let least = limits.last().map_or(0.0, |last| last.rate);
        limits.push(Full { rate: full.rate.max(least), ..full });
    }
    limits
}

/// Hours by work and able pool at a rate that can be reached, so that the sum of hours times their burden is least; in the
/// order of `able`. Per unit.
pub(super) fn shares(work: &[Work], available: &[f64], rate: f64) -> Vec<Vec<f64>> {
    if work.iter().all(|work| work.able.len() == 1) || rate <= 0.0 || !rate.is_finite() {
        return work.iter().map(least_burden).collect();
    }
    // A little below the rate, so that rounding leaves room.
    let found = solve(work.iter(), available, Goal::LeastBurden(rate * (1.0 - 1e-9)));
    let Some((_, hours)) = found else { return work.iter().map(least_burden).collect() };
    let scaled = |(work, hours): (&Work, Vec<f64>)| {
        let sum: f64 = hours.iter().sum();
        if sum <= 0.0 {
            return least_burden(work);
        }
        hours.into_iter().map(|share| share.max(0.0) * work.hours / sum).collect()
    };
    work.iter().zip(hours).map(scaled).collect()
}

/// All of the work on the one pool that takes least.
fn least_burden(work: &Work) -> Vec<f64> {
    let least = (0..work.able.len()).min_by(|a, b| work.burden[*a].total_cmp(&work.burden[*b])).unwrap_or(0);
    (0..work.able.len()).map(|at| if at == least { work.hours } else { 0.0 }).collect()
}

/// The best rate where, besides, the burden of a unit may be at most `allowance` over the rate: units a week.
pub(super) fn rate_within(work: &[Work], available: &[f64], allowance: f64) -> Option<f64> {
    if work.iter().all(|work| work.able.len() == 1) {
        // Nothing is to be shared out: whichever is tighter.
        let refs: Vec<&Work> = work.iter().collect();
        let burden: f64 = work.iter().map(|work| work.burden[0] * work.hours).sum();
        let within = if burden > 0.0 { allowance / burden } else { f64::INFINITY };
        return tightest(&refs, available).map(|full| full.rate.min(within));
    }
    solve(work.iter(), available, Goal::MostWithin(allowance)).map(|(rate, _)| rate)
}

/// The set of pools that limits the rate.
fn tightest(work: &[&Work], available: &[f64]) -> Option<Full> {
    if work.iter().all(|work| work.able.len() == 1) {
        let mut hours = vec![0.0; available.len()];
        for work in work {
            hours[work.able[0]] += work.hours;
        }
        let rates =
            (0..available.len()).filter(|pool| hours[*pool] > 0.0).map(|pool| (available[pool] / hours[pool], pool));
        let (rate, pool) = rates.reduce(|best, next| if next.0 < best.0 { next } else { best })?;
        return Some(Full { rate, pools: BTreeSet::from([pool]) });
    }
    let (rate, hours) = solve(work.iter().copied(), available, Goal::Most)?;
    let mut used = vec![0.0; available.len()];
    for (work, hours) in work.iter().zip(&hours) {
        for (pool, hours) in work.able.iter().zip(hours) {
            used[*pool] += hours;
        }
    }
    // Free is a pool with hours left, or one that could give work away to a free one; and work that a free pool can do.
    let mut is_free: Vec<bool> =
        (0..available.len()).map(|pool| used[pool] < available[pool] * (1.0 - TOLERANCE)).collect();
    let has_way = |work: &Work, is_free: &[bool]| work.able.iter().any(|pool| is_free[*pool]);
    loop {
        let mut has_changed = false;
        for (work, hours) in work.iter().zip(&hours) {
            if !has_way(work, &is_free) {
                continue;
            }
            for (pool, hours) in work.able.iter().zip(hours) {
                if *hours > TOLERANCE * available[*pool] && !std::mem::replace(&mut is_free[*pool], true) {
                    has_changed = true;
                }
            }
        }
        if !has_changed {
            break;
        }
    }
    let mut stuck: Vec<&&Work> = work.iter().filter(|work| !has_way(work, &is_free)).collect();
    let first = stuck.iter().flat_map(|work| &work.able).min();
    let Some(first) = first else {
        // Rounding left all of them a little room: the fullest pool is as near as can be told.
        let fullest = (0..available.len()).filter(|pool| used[*pool] > 0.0);
        let fullest = fullest.max_by(|a, b| (used[*a] / available[*a]).total_cmp(&(used[*b] / available[*b])))?;
        return Some(Full { rate, pools: BTreeSet::from([fullest]) });
    };
    // One set at a time: what hangs together with the first pool.
    let mut pools = BTreeSet::from([*first]);
    let mut taken_hours = 0.0;
    while let Some(at) = stuck.iter().position(|work| work.able.iter().any(|pool| pools.contains(pool))) {
        let work = stuck.remove(at);
        taken_hours += work.hours;
        pools.extend(&work.able);
    }
    let rate = pools.iter().map(|pool| available[*pool]).sum::<f64>() / taken_hours;
    Some(Full { rate, pools })
}

/// What is sought.
#[derive(Clone, Copy)]
enum Goal {
    /// The most units a week.
    Most,
    /// The most, with a sum of burdens a week of at most this.
    MostWithin(f64),
    /// The least burden at this rate.
    LeastBurden(f64),
}

/// The rate, and hours a week by work and able pool. `None` if the solver finds none, which only rounding explains.
///
/// Work that the same pools are able to do at the same burden is one variable for the solver, and shared out by its hours: any
/// solution for each by itself adds up to one for all of them, and the other way round.
fn solve<'w>(work: impl Iterator<Item = &'w Work>, available: &[f64], goal: Goal) -> Option<(f64, Vec<Vec<f64>>)> {
    let mut kinds: Vec<Work> = Vec::new();
    let mut kind_of: BTreeMap<(&[usize], Vec<u64>), usize> = BTreeMap::new();
    let mut members: Vec<(usize, f64)> = Vec::new();
    for one in work {
        let burden = one.burden.iter().map(|burden| burden.to_bits()).collect();
        let kind = *kind_of.entry((&one.able, burden)).or_insert_with(|| {
            kinds.push(Work { hours: 0.0, ..one.clone() });
            kinds.len() - 1
        });
        kinds[kind].hours += one.hours;
        members.push((kind, one.hours));
    }
    let (rate, hours) = solve_kinds(kinds.iter(), available, goal)?;
    let share = |(kind, own): &(usize, f64)| hours[*kind].iter().map(|all| all * own / kinds[*kind].hours).collect();
    Some((rate, members.iter().map(share).collect()))
}

/// The same for work that differs. Hours are scaled to shares of all, since the solver's tolerance is absolute.
fn solve_kinds<'w>(
    work: impl Iterator<Item = &'w Work> + Clone,
    available: &[f64],
    goal: Goal,
) -> Option<(f64, Vec<Vec<f64>>)> {
    let all_hours: f64 = work.clone().map(|work| work.hours).sum();
    let all_available: f64 = available.iter().sum();
    if all_hours <= 0.0 || all_available <= 0.0 {
        return None;
    }
    let rate_scale = all_available / all_hours;
    let most_burden = work.clone().flat_map(|work| &work.burden).fold(0.0, |most: f64, burden| most.max(*burden));
    let burden_scale = if most_burden > 0.0 { most_burden } else { 1.0 };
    let direction = if matches!(goal, Goal::LeastBurden(_)) {
        OptimizationDirection::Minimize
    } else {
        OptimizationDirection::Maximize
    };
    let mut problem = Problem::new(direction);
    let rate = match goal {
        Goal::LeastBurden(rate) => problem.add_var(0.0, (rate / rate_scale, rate / rate_scale)),
        Goal::Most | Goal::MostWithin(_) => problem.add_var(1.0, (0.0, f64::INFINITY)),
    };
    let mut on_pool: Vec<Vec<(Variable, f64)>> = vec![Vec::new(); available.len()];
    let mut burdens: Vec<(Variable, f64)> = Vec::new();
    let mut variables: Vec<Vec<Variable>> = Vec::new();
    for work in work {
        let mut sum = vec![(rate, -work.hours / all_hours)];
        let mut own = Vec::new();
        for (at, pool) in work.able.iter().enumerate() {
            let objective = if matches!(goal, Goal::LeastBurden(_)) { work.burden[at] / burden_scale } else { 0.0 };
            let variable = problem.add_var(objective, (0.0, f64::INFINITY));
            sum.push((variable, 1.0));
            on_pool[*pool].push((variable, 1.0));
            burdens.push((variable, work.burden[at] / burden_scale));
            own.push(variable);
        }
        problem.add_constraint(sum, ComparisonOp::Eq, 0.0);
        variables.push(own);
    }
    for (hours, available) in on_pool.into_iter().zip(available) {
        if !hours.is_empty() {
            problem.add_constraint(hours, ComparisonOp::Le, *available / all_available);
        }
    }
    if let Goal::MostWithin(allowance) = goal {
        problem.add_constraint(burdens, ComparisonOp::Le, allowance / burden_scale / all_available);
    }
    let solution = problem.solve().ok()?.into_solution().ok()?;
    let hours =
        |own: &Vec<Variable>| own.iter().map(|variable| solution.var_value(*variable) * all_available).collect();
    Some((solution.var_value(rate) * rate_scale, variables.iter().map(hours).collect()))
}
