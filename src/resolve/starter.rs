//! Starter stock: what must be in hand once, so that a loop can begin.
//!
//! A loop of processes makes more than it takes, but its first run needs what only it makes. A starter set is a set of its
//! items which, once in hand, let all the others be made one after the other: without them the loop has no cycle left (a
//! *feedback vertex set*; Karp 1972). The best is the one with the fewest items; of these, the one with the least energy
//! carriers (nobody stores 600 kWh), then the least mass in hand, then the first ids.
//!
//! To find the smallest is hard in general, but loops in catalogs are small: what must be in the set is taken, what is on no
//! cycle is left out, and of the rest every set is tried, the small ones first, within [`MOST_WORK`]. Beyond that the set is
//! grown greedily by the items with the most ways through them, and [`Starter::is_smallest`] says that it may not be the smallest.
//!
//! How much of an item: what one run of each recipe of its loop that takes it needs, as the recipes are written; the whole
//! mould of what only wears, the whole charge of what goes in once a batch.

use std::collections::BTreeSet;

use super::Resolution;
use crate::graph::{Graph, ItemIndex, components_of_rows};
use crate::quantity::Dimension;

/// An item that must be in hand once.
#[derive(Clone, Debug, PartialEq)]
pub struct Starter {
    /// The item.
    pub item: ItemIndex,
    /// How much of it, in its unit of account.
    pub quantity: f64,
    /// Which loop it starts: index in [`Resolution::cycles`].
    pub cycle: usize,
    /// Whether its loop is known to start with no fewer items.
    pub is_smallest: bool,
}

/// How many arcs are looked at, at most, to find a smallest set.
const MOST_WORK: usize = 20_000_000;

/// The starter stock of every loop, by loop, then by item.
pub fn starter_stock(graph: &Graph, resolution: &Resolution) -> Vec<Starter> {
    let cycles = resolution.cycles.iter().enumerate();
    cycles.flat_map(|(cycle, items)| Loop::new(graph, resolution, items).starters(cycle)).collect()
}

/// How much of an item starts the loop that it is in: what one run of each recipe of the loop that takes it needs, or all of its
/// runs where they are less than one; the whole of what only wears. `None` if it is in no loop.
pub fn first_charge(graph: &Graph, resolution: &Resolution, item: ItemIndex) -> Option<f64> {
    let members = resolution.cycles.iter().find(|members| members.contains(&item))?;
    let mut recipes = BTreeSet::new();
    let mut charge = 0.0;
    for need in members.iter().filter_map(|member| resolution.need(*member)) {
        let Some(index) = need.obtain.recipe().filter(|recipe| recipes.insert(*recipe)) else { continue };
        for (line, input) in graph.recipe(index).inputs.iter().enumerate() {
            let option = resolution.choice.option(index, line as u32) as usize;
            if input.options.get(option).is_some_and(|flow| flow.item == item) {
                let part = if input.is_worn(option) { 1.0 } else { need.runs.min(1.0) };
                charge += input.in_hand(option) * part;
            }
        }
    }
    Some(charge)
}

/// A loop by positions among its items.
struct Loop<'l> {
    items: &'l [ItemIndex],
    /// What each takes, inside the loop.
    takes: Vec<Vec<u32>>,
    /// Amount in hand to begin, in its unit.
    in_hand: Vec<f64>,
    /// Whether it is energy; and its weight in hand in kg, or the amount where it has no mass.
    burden: Vec<(bool, f64)>,
}

impl<'l> Loop<'l> {
    /// `items` are sorted.
    fn new(graph: &Graph, resolution: &Resolution, items: &'l [ItemIndex]) -> Self {
        let position = |item: ItemIndex| items.binary_search(&item).ok();
        let mut takes = vec![Vec::new(); items.len()];
        let mut in_hand = vec![0.0; items.len()];
        let mut recipes = BTreeSet::new();
        for (at, item) in items.iter().enumerate() {
            let Some(index) = resolution.need(*item).and_then(|need| need.obtain.recipe()) else { continue };
            // A joint recipe is run once for all that it is run for.
            let is_first = recipes.insert(index);
            for (line, input) in graph.recipe(index).inputs.iter().enumerate() {
                let option = resolution.choice.option(index, line as u32) as usize;
                let taken = input.options.get(option).and_then(|flow| position(flow.item));
                if let Some(taken) = taken {
                    takes[at].push(taken as u32);
                    in_hand[taken] += if is_first { input.in_hand(option) } else { 0.0 };
                }
            }
        }
        let burden = items.iter().zip(&in_hand).map(|(item, amount)| {
            let item = graph.item(*item);
            (item.unit.dimension() == Dimension::ENERGY, item.mass_kg.unwrap_or(1.0) * amount)
        });
        Self { items, takes, burden: burden.collect(), in_hand }
    }

    fn starters(&self, cycle: usize) -> Vec<Starter> {
        let (set, is_smallest) = self.smallest_set();
        let starter = |at: usize| Starter { item: self.items[at], quantity: self.in_hand[at], cycle, is_smallest };
        (0..self.items.len()).filter(|at| set[*at]).map(starter).collect()
    }

    /// The set, by position, and whether it is known to be smallest.
    fn smallest_set(&self) -> (Vec<bool>, bool) {
        // What takes itself must be there.
        let mut forced: Vec<bool> =
            self.takes.iter().enumerate().map(|(at, takes)| takes.contains(&(at as u32))).collect();
        let candidates = self.on_cycles(&forced);
        if candidates.is_empty() {
            return (forced, true);
        }
        let arcs: usize = self.takes.iter().map(Vec::len).sum::<usize>().max(1);
        let mut work_left = MOST_WORK;
        for size in 1..=candidates.len() {
            let sets = combinations(candidates.len(), size);
            match sets.and_then(|sets| sets.checked_mul(arcs)).and_then(|work| work_left.checked_sub(work)) {
                Some(left) => work_left = left,
                None => break,
            }
            if let Some(best) = self.best_of_size(&forced, &candidates, size) {
                best.into_iter().for_each(|at| forced[at] = true);
                return (forced, true);
            }
        }
        (self.greedy(forced), false)
    }

    /// The best set of `size` candidates that leaves no cycle.
    fn best_of_size(&self, forced: &[bool], candidates: &[usize], size: usize) -> Option<Vec<usize>> {
        let mut best: Option<Vec<usize>> = None;
        let mut chosen: Vec<usize> = (0..size).collect();
        loop {
            let set: Vec<usize> = chosen.iter().map(|index| candidates[*index]).collect();
            let is_better = best.as_ref().is_none_or(|best| self.burden_of(&set) < self.burden_of(best));
            if is_better {
                let mut held = forced.to_vec();
                set.iter().for_each(|at| held[*at] = true);
                if self.on_cycles(&held).is_empty() {
                    best = Some(set);
                }
            }
            // The next set in the order of ids.
            let Some(last) = (0..size).rev().find(|at| chosen[*at] < candidates.len() - size + at) else { return best };
            chosen[last] += 1;
            for at in last + 1..size {
                chosen[at] = chosen[at - 1] + 1;
            }
        }
    }

    fn burden_of(&self, set: &[usize]) -> (usize, f64) {
        let energy = set.iter().filter(|at| self.burden[**at].0).count();
        (energy, set.iter().map(|at| self.burden[*at].1).sum())
    }

    /// Takes the item with the most ways through it (no energy if that can be; then the least mass, then the first id), until
    /// no cycle is left.
    fn greedy(&self, mut held: Vec<bool>) -> Vec<bool> {
        loop {
            let open = self.on_cycles(&held);
            let mut is_open = vec![false; self.items.len()];
            open.iter().for_each(|at| is_open[*at] = true);
            let mut taken_by = vec![0_usize; self.items.len()];
            let inside = |at: &usize| self.takes[*at].iter().filter(|to| is_open[**to as usize]);
            open.iter().flat_map(inside).for_each(|to| taken_by[*to as usize] += 1);
            let mut order: Vec<(usize, usize)> =
                open.iter().map(|at| (*at, inside(at).count() * taken_by[*at])).collect();
            order.sort_by(|(a, a_ways), (b, b_ways)| {
                let ((a_energy, a_kg), (b_energy, b_kg)) = (self.burden[*a], self.burden[*b]);
                a_energy.cmp(&b_energy).then(b_ways.cmp(a_ways)).then(a_kg.total_cmp(&b_kg)).then(a.cmp(b))
            });
            // A share of them at once where there are many: each look takes the whole loop.
            let Some(_) = order.first() else { return held };
            order.iter().take((order.len() / 64).max(1)).for_each(|(at, _)| held[*at] = true);
        }
    }

    /// The items that are on a cycle without those in hand.
    fn on_cycles(&self, held: &[bool]) -> Vec<usize> {
        let mut first = vec![0_u32];
        let mut targets: Vec<u32> = Vec::new();
        for (at, takes) in self.takes.iter().enumerate() {
            targets.extend(takes.iter().filter(|to| !held[at] && !held[**to as usize]));
            first.push(targets.len() as u32);
        }
        let components = components_of_rows(&first, |arc| targets[arc as usize]);
        let mut found: Vec<usize> =
            components.iter().filter(|members| members.len() > 1).flatten().map(|at| *at as usize).collect();
        found.sort_unstable();
        found
    }
}

/// How many sets of `size` there are; `None` if they are beyond counting.
fn combinations(count: usize, size: usize) -> Option<usize> {
    (0..size).try_fold(1_usize, |sets, index| Some(sets.checked_mul(count - index)? / (index + 1)))
}
