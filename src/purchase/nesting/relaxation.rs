//! The linear relaxation of cutting stock by column generation (Gilmore and Gomory, 1961): patterns are cut in fractions, the
//! pattern that saves most is found by a knapsack, and a revised simplex with an explicit inverse takes it in.
//!
//! Whatever prices of the pieces the simplex stands at, scaled so that no pattern is worth more than its bar they prove a lower
//! bound (Farley, 1990). So the bound holds even where the search is cut short.

use super::knapsack::{Kind, fill};
use super::{Cut, Problem};

/// How many nodes one knapsack may visit: few while patterns that save are found easily, many to prove that there is none.
const NODES_PER_PATTERN: [u64; 4] = [300, 3_000, 30_000, 300_000];
/// How many numbers of the simplex are reckoned in the time of a node.
const NUMBERS_PER_NODE: usize = 64;
const SMALL: f64 = 1e-9;

/// The relaxation of a problem.
#[derive(Clone, Debug, Default)]
pub struct Relaxation {
    /// Patterns, and how many bars are cut by each; more than nothing.
    pub patterns: Vec<(Cut, f64)>,
    /// No cutting costs less.
    pub bound: f64,
    /// What one piece of each size is worth.
    pub values: Vec<f64>,
}

#[derive(Clone, Debug)]
enum Column {
    Pattern(usize),
    Surplus(usize),
    Slack(usize),
}

/// Solves the relaxation of what is `left`. Patterns found are added to the `pool`, from which the next one starts; `budget`
/// is what is left of the nodes that all searches may visit.
pub fn relax(
    problem: &Problem,
    left: &[u64],
    bars_left: &[Option<u64>],
    pool: &mut Vec<Cut>,
    budget: &mut u64,
) -> Relaxation {
    let sizes = problem.lengths.len();
    let limits: Vec<usize> = (0..bars_left.len()).filter(|bar| bars_left[*bar].is_some()).collect();
    let rows = sizes + limits.len();
    let row_of = |bar: usize| limits.iter().position(|limited| *limited == bar).map(|row| sizes + row);
    let mut basis: Vec<Column> = Vec::with_capacity(rows);
    let mut inverse = vec![0.0; rows * rows];
    let mut amounts = vec![0.0; rows];
    for size in 0..sizes {
        let Some(bar) = problem.usual_bar(problem.lengths[size]) else { return Relaxation::default() };
        let most = (problem.capacities[bar] / problem.lengths[size]).min(left[size]).max(1);
        let mut counts = vec![0; sizes];
        counts[size] = most;
        pool.push(Cut { bar, counts });
        basis.push(Column::Pattern(pool.len() - 1));
        inverse[size * rows + size] = 1.0 / most as f64;
        amounts[size] = left[size] as f64 / most as f64;
    }
    for (row, bar) in limits.iter().enumerate() {
        basis.push(Column::Slack(sizes + row));
        inverse[(sizes + row) * rows + sizes + row] = 1.0;
        amounts[sizes + row] = bars_left[*bar].unwrap_or(0) as f64;
    }
    let cost = |column: &Column, pool: &[Cut]| match column {
        Column::Pattern(cut) => problem.prices[pool[*cut].bar],
        Column::Surplus(_) | Column::Slack(_) => 0.0,
    };
    let mut result = Relaxation { values: vec![0.0; sizes], ..Relaxation::default() };
    // The simplex may stand still for long where many prices are equal; it is cut short then.
    for _ in 0..rows * 40 + 200 {
        // A step looks at the inverse and at the pool once; some dozens of numbers take as long as a node.
        *budget = budget.saturating_sub((rows * (rows + pool.len()) / NUMBERS_PER_NODE) as u64);
        let mut prices = vec![0.0; rows];
        for (row, column) in basis.iter().enumerate() {
            let cost = cost(column, pool);
            if cost != 0.0 {
                for (price, entry) in prices.iter_mut().zip(&inverse[row * rows..(row + 1) * rows]) {
                    *price += cost * entry;
                }
            }
        }
        let Some(entering) = entering(problem, left, bars_left, &prices, &limits, pool, budget, &mut result) else {
            break;
        };
        let mut direction = vec![0.0; rows];
        let mut add = |row: usize, factor: f64| {
            for (at, value) in direction.iter_mut().enumerate() {
                *value += factor * inverse[at * rows + row];
            }
        };
        match &entering {
            Column::Surplus(row) => add(*row, -1.0),
            Column::Slack(row) => add(*row, 1.0),
            Column::Pattern(cut) => {
                for (size, count) in pool[*cut].counts.iter().enumerate().filter(|(_, count)| **count > 0) {
                    add(size, *count as f64);
                }
                if let Some(row) = row_of(pool[*cut].bar) {
                    add(row, 1.0);
                }
            }
        }
        let leaving = (0..rows).filter(|row| direction[*row] > SMALL).min_by(|a, b| {
            let ratio = |row: &usize| amounts[*row].max(0.0) / direction[*row];
            // Of equals the largest pivot, which is the steadiest.
            ratio(a).total_cmp(&ratio(b)).then(direction[*b].total_cmp(&direction[*a])).then(a.cmp(b))
        });
        let Some(leaving) = leaving else { break };
        let step = amounts[leaving].max(0.0) / direction[leaving];
        let pivot: Vec<f64> =
            inverse[leaving * rows..(leaving + 1) * rows].iter().map(|entry| entry / direction[leaving]).collect();
        for row in (0..rows).filter(|row| *row != leaving && direction[*row].abs() > 1e-14) {
            amounts[row] -= step * direction[row];
            for (entry, pivot) in inverse[row * rows..(row + 1) * rows].iter_mut().zip(&pivot) {
                *entry -= direction[row] * pivot;
            }
        }
        inverse[leaving * rows..(leaving + 1) * rows].copy_from_slice(&pivot);
        amounts[leaving] = step;
        basis[leaving] = entering;
    }
    result.patterns = basis
        .iter()
        .zip(&amounts)
        .filter_map(|(column, amount)| match column {
            Column::Pattern(cut) if *amount > 1e-7 => Some((pool[*cut].clone(), *amount)),
            _ => None,
        })
        .collect();
    result
}

/// The column that makes it cheaper, if there is one; what the prices prove goes into the result.
#[expect(clippy::too_many_arguments, reason = "the state of one simplex step")]
fn entering(
    problem: &Problem,
    left: &[u64],
    bars_left: &[Option<u64>],
    prices: &[f64],
    limits: &[usize],
    pool: &mut Vec<Cut>,
    budget: &mut u64,
    result: &mut Relaxation,
) -> Option<Column> {
    let sizes = problem.lengths.len();
    if let Some(row) = (sizes..prices.len()).find(|row| prices[*row] > SMALL) {
        return Some(Column::Slack(row));
    }
    let limit_price =
        |bar: usize| limits.iter().position(|limited| *limited == bar).map_or(0.0, |row| prices[sizes + row]);
    let fits = |cut: &Cut| cut.counts.iter().zip(left).all(|(count, left)| count <= left);
    let worth = |cut: &Cut| cut.counts.iter().zip(prices).map(|(count, price)| *count as f64 * price).sum::<f64>();
    let scale = problem.prices.iter().copied().fold(0.0, f64::max).max(f64::MIN_POSITIVE);
    let saves = |cut: &Cut| worth(cut) + limit_price(cut.bar) - problem.prices[cut.bar];
    let known = (0..pool.len())
        .filter(|cut| fits(&pool[*cut]) && bars_left[pool[*cut].bar] != Some(0))
        .map(|cut| (saves(&pool[cut]), cut))
        .filter(|(saving, _)| *saving > SMALL * scale)
        .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
    if let Some((_, cut)) = known {
        return Some(Column::Pattern(cut));
    }
    if *budget == 0 {
        return None;
    }
    let kinds: Vec<Kind> = (0..sizes)
        .map(|size| Kind { length: problem.lengths[size], most: left[size], value: prices[size].max(0.0) })
        .collect();
    let mut best: Option<(f64, Cut)> = None;
    let mut uppers = vec![0.0; problem.capacities.len()];
    for nodes in NODES_PER_PATTERN {
        for bar in (0..problem.capacities.len()).filter(|bar| bars_left[*bar] != Some(0)) {
            let filling = fill(&kinds, problem.capacities[bar], nodes.min(*budget));
            *budget = budget.saturating_sub(filling.nodes);
            uppers[bar] = filling.upper;
            let saving = filling.value + limit_price(bar) - problem.prices[bar];
            if saving > SMALL * scale && best.as_ref().is_none_or(|(known, _)| saving > *known) {
                best = Some((saving, Cut { bar, counts: filling.counts }));
            }
        }
        if best.is_some() {
            break;
        }
    }
    let bound = proven(problem, left, bars_left, prices, &uppers);
    if bound > result.bound {
        result.bound = bound;
    }
    result.values.copy_from_slice(&prices[..sizes]);
    match best {
        Some((_, cut)) => {
            pool.push(cut);
            Some(Column::Pattern(pool.len() - 1))
        }
        // A price below zero is of pieces that are cut only to fill a bar: some of them may be left out.
        None => (0..sizes)
            .filter(|size| prices[*size] < -SMALL)
            .min_by(|a, b| prices[*a].total_cmp(&prices[*b]))
            .map(Column::Surplus),
    }
}

/// The pieces at prices at which no pattern is worth more than its bar, less the rent of bars that are few.
fn proven(problem: &Problem, left: &[u64], bars_left: &[Option<u64>], prices: &[f64], uppers: &[f64]) -> f64 {
    let all: f64 = left.iter().zip(prices).map(|(count, price)| *count as f64 * price.max(0.0)).sum();
    let mut factor = 1.0_f64;
    for bar in (0..uppers.len()).filter(|bar| bars_left[*bar].is_none() && uppers[*bar] > 0.0) {
        factor = factor.min(problem.prices[bar] / uppers[bar]);
    }
    let rent: f64 = bars_left
        .iter()
        .enumerate()
        .filter_map(|(bar, count)| Some((*count)? as f64 * (uppers[bar] * factor - problem.prices[bar]).max(0.0)))
        .sum();
    all * factor - rent
}
