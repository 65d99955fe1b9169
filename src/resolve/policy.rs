//! Policy iteration (Howard 1960) over a space, with values compared coordinate by coordinate.
//!
//! A policy π takes one way for each item and one option for each line. Its values solve, in each coordinate `k`,
//!
//! ```text
//! λₖ(i) = cₖ(i, π) + Σ_lines q / output(i, π) · λₖ(item of the line's option)
//! ```
//!
//! Each round solves them and lets every line and every item switch to what is lower at these values, by the first coordinate
//! that differs. Only switches that gain are made. That keeps every loop productive if all were at the start, whatever costs
//! nothing: were a component C of the new policy to consume what it makes (`y a = ρ y`, `y > 0`, `ρ ≥ 1`), then
//! `λ ≥ c + a λ` on C gives `(1 − ρ) y·λ ≥ y·c ≥ 0`, so nothing in C was gained, so C was there before. Values never rise and
//! policies are finitely many, so it ends; where it ends no policy has a lower value for any item (Bellman's equation).

use super::network::Network;
use super::space::{NONE, Policy, Space};

/// How much better a switch must be, relative to what it replaces: below, it would be rounding.
pub(super) const IMPROVEMENT: f64 = 1e-10;

/// Rounds after which it is left as it is; a dozen are usual.
const MOST_ROUNDS: usize = 1000;

/// Whether `a` is lower than `b` by the first coordinate that clearly differs.
pub(super) fn is_below<const N: usize>(a: [f64; N], b: [f64; N], relative: f64) -> bool {
    for (a, b) in a.into_iter().zip(b) {
        if a < b - relative * b.abs() {
            return true;
        }
        if a > b + relative * b.abs() {
            return false;
        }
    }
    false
}

/// Improves a productive policy until no item can be had for less; returns the values, by vertex.
///
/// `own` says what a way counts of itself per unit of a vertex ([`NONE`]: no way is taken). Vertices that are not in `within`
/// count nothing and take nothing.
///
/// # Errors
/// The policy that it begins with is not productive: the vertices of a loop that consumes at least what it makes.
pub(super) fn improve<const N: usize>(
    space: &Space,
    within: &[u32],
    policy: &mut Policy,
    own: &impl Fn(u32, u32) -> [f64; N],
) -> Result<Vec<[f64; N]>, Vec<u32>> {
    let solved = |policy: &Policy| solve(&Network::of(space, policy, within.to_vec()), space, policy, own);
    let mut round = Round::new(space, within);
    let mut values = solved(policy)?;
    for _ in 0..MOST_ROUNDS {
        let mut next = policy.clone();
        if !round.switch(&values, &mut next, own) {
            break;
        }
        match solved(&next) {
            Ok(lower) => (values, *policy) = (lower, next),
            // A loop so near to making nothing that rounding took it for a gain: what led to it stays as it was.
            Err(runaway) => round.freeze(&runaway, &next),
        }
    }
    Ok(values)
}

/// The values of a policy in every coordinate.
///
/// # Errors
/// The vertices of a component that consumes at least what it makes.
pub(super) fn solve<const N: usize>(
    network: &Network,
    space: &Space,
    policy: &Policy,
    own: &impl Fn(u32, u32) -> [f64; N],
) -> Result<Vec<[f64; N]>, Vec<u32>> {
    let mut values = vec![[0.0; N]; space.items.len()];
    for coordinate in 0..N {
        let counted = |vertex: u32| own(vertex, policy.way[vertex as usize])[coordinate];
        let solved = network.values(counted, space.items.len())?;
        for (value, solved) in values.iter_mut().zip(solved) {
            value[coordinate] = solved;
        }
    }
    Ok(values)
}

/// What an option of a line costs per run at these values.
pub(super) fn option_value<const N: usize>(space: &Space, option: u32, values: &[[f64; N]]) -> [f64; N] {
    let option = space.options[option as usize];
    values[option.vertex as usize].map(|value| value * option.quantity)
}

/// What a way costs per unit of its item at these values, with the options that the policy takes.
pub(super) fn way_value<const N: usize>(
    space: &Space,
    vertex: u32,
    way: u32,
    policy: &Policy,
    values: &[[f64; N]],
    own: &impl Fn(u32, u32) -> [f64; N],
) -> [f64; N] {
    let mut sum = [0.0; N];
    for line in space.lines_of_way(way) {
        let option = policy.option[line as usize];
        if option != NONE {
            let value = option_value(space, option, values);
            sum.iter_mut().zip(value).for_each(|(sum, value)| *sum += value);
        }
    }
    let output = space.ways[way as usize].output;
    let mut total = own(vertex, way);
    total.iter_mut().zip(sum).for_each(|(total, sum)| *total += sum / output);
    total
}

/// What may switch in one round.
struct Round<'s> {
    space: &'s Space,
    within: &'s [u32],
    /// The lines of all recipes that may be taken.
    lines: Vec<u32>,
    frozen_vertices: Vec<bool>,
    frozen_lines: Vec<bool>,
}

impl<'s> Round<'s> {
    fn new(space: &'s Space, within: &'s [u32]) -> Self {
        let ways = within.iter().flat_map(|vertex| space.open_ways_of(*vertex));
        let mut recipes: Vec<u32> =
            ways.map(|way| space.ways[way as usize].recipe).filter(|recipe| *recipe != NONE).collect();
        recipes.sort_unstable();
        recipes.dedup();
        let lines = recipes.into_iter().flat_map(|recipe| space.lines_of(recipe));
        Self {
            space,
            within,
            // A line with one option has nothing to switch to.
            lines: lines.filter(|line| space.open_options_of(*line).nth(1).is_some()).collect(),
            frozen_vertices: vec![false; space.items.len()],
            frozen_lines: vec![false; space.line_count()],
        }
    }

    fn freeze(&mut self, vertices: &[u32], policy: &Policy) {
        for vertex in vertices {
            self.frozen_vertices[*vertex as usize] = true;
            let way = policy.way[*vertex as usize];
            if way != NONE {
                self.space.lines_of_way(way).for_each(|line| self.frozen_lines[line as usize] = true);
            }
        }
    }

    /// Lets each line, then each item, switch to what is least at these values; says whether any did.
    fn switch<const N: usize>(
        &self,
        values: &[[f64; N]],
        policy: &mut Policy,
        own: &impl Fn(u32, u32) -> [f64; N],
    ) -> bool {
        let space = self.space;
        let mut switched = false;
        for line in self.lines.iter().filter(|line| !self.frozen_lines[**line as usize]) {
            let present = &mut policy.option[*line as usize];
            for option in space.open_options_of(*line) {
                let value = |option: u32| option_value(space, option, values);
                if *present == NONE || is_below(value(option), value(*present), IMPROVEMENT) {
                    *present = option;
                    switched = true;
                }
            }
        }
        for vertex in self.within.iter().copied().filter(|vertex| !self.frozen_vertices[*vertex as usize]) {
            let present = policy.way[vertex as usize];
            let value = |way: u32| {
                if way == NONE { own(vertex, NONE) } else { way_value(space, vertex, way, policy, values, own) }
            };
            let mut best = (present, value(present));
            for way in space.open_ways_of(vertex) {
                let value = value(way);
                if is_below(value, best.1, IMPROVEMENT) {
                    best = (way, value);
                }
            }
            if best.0 != present {
                policy.way[vertex as usize] = best.0;
                switched = true;
            }
        }
        switched
    }
}
