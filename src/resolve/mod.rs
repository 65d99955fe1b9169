//! One plan and a quantity, followed down to the ground: how each item is obtained, how much of it, and why.
//!
//! # Symbols
//!
//! | symbol | is | unit |
//! |---|---|---|
//! | `i`, `j` | an item | |
//! | `r` | a recipe: a process, a plan or a part | |
//! | `d_i` | demand from outside the plan: the quantity of its root, 0 for all else | unit of `i` |
//! | `x_i` | need for item `i`, gross | unit of `i` |
//! | `x_r` | runs of recipe `r`; any positive number | runs |
//! | `b_ir` | good output of `i` by `r`: nominal output × yield | unit of `i` per run |
//! | `q_ir` | quantity of `i` on an input line of `r`, as written | unit of `i` |
//! | `u_ir` | share of `q_ir` that a run uses up: 1, or less for what wears or goes in once a batch | per run |
//! | `a_ir = q_ir u_ir` | input of `i` to `r` | unit of `i` per run |
//! | `A_ij = a_ir / b_jr` | what one unit of `j` takes of `i`, where `r` is the recipe chosen for `j` | unit of `i` per unit of `j` |
//! | `c_i` | what one unit of `i` itself counts: price, kWh, kg CO2e, hours, kg | per unit of `i` |
//! | `λ_i` | what one unit of `i` counts all the way down | per unit of `i` |
//! | `ρ(A)` | spectral radius: by what a loop multiplies what is asked of it, its *gain* | none |
//! | `β_r` | runs per batch: batch / `b_ir` of the main output | runs |
//! | `L` | lifetime of an input: a count of runs or batches, machine hours, or good output | as written |
//! | `t_r`, `s_r` | hours per run; hours of set-up per batch | h |
//!
//! # Equations
//!
//! With one way to obtain each item chosen ([`Choice`]), needs and values solve two systems that are each other's adjoint:
//!
//! ```text
//! x = d + A x            needs: what is asked from outside, and what all needs ask        (Leontief 1936)
//! λ = c + Aᵀ λ           values: its own, and those of all that goes in
//! c·x = λ·d              so a total can be had from either: c·x = c·(I−A)⁻¹d = ((I−Aᵀ)⁻¹c)·d = λ·d
//! ```
//!
//! Both have a finite, non-negative solution for every demand if and only if ρ(A) < 1: no loop consumes as much as it makes
//! (Hawkins and Simon 1949). One that does is a [`Runaway`]. The graph is never expanded as a tree: [`solve`] condenses it to
//! strongly connected components (Tarjan 1972) and walks them in topological order; a component of one item is a
//! multiplication, a small one is eliminated, a large one is swept by Gauss–Seidel (which converges if and only if
//! ρ(A) < 1; Stein and Rosenberg 1948), and its error is bounded by the adjoint (module `component`).
//!
//! What a run uses up of an input line (module `catalog::wear`), and how many hours a run takes:
//!
//! ```text
//! u = 1                        without a lifetime           hours per run = t_r + s_r / β_r
//! u = 1 / L                    L in runs
//! u = t_r / L                  L in machine hours (t_r of all operations, without set-up)
//! u = b_ir / L                 L in good output of the main item i
//! u = (the first two) / β_r    where the line says `per: batch`; then a count is of batches
//! ```
//!
//! What wears off goes nowhere in the balance of masses: it is no part of the product, and inferred masses leave it out. Set-up
//! and batch inputs are shared out over the batch that is declared, so all stays linear in the quantity; whole batches, whole
//! moulds and whole bars are counted only where purchases are rounded up, and on the sheets that go with the work.
//!
//! A recipe that several items of a plan are obtained by runs once for all of them: `x_r = max_i x_i / b_ir` (module `joint`).
//! The item that decides is its *driver*: it has the runs, and carries the whole burden in λ. The others come with it
//! ([`Need::with`]): 0 runs, no inputs, nothing embodied; what is made of them beyond their need is surplus.
//!
//! Which recipe and which alternative: by the authors' preference, or what makes something least. With one main output a
//! recipe and no shared limits the best choice does not depend on the demand (the non-substitution theorem: Samuelson 1951,
//! Georgescu-Roegen 1951), so policy iteration finds it from λ alone (module `minimise`). With joint recipes it values each item
//! as if its recipe ran for it alone, which is an upper bound.
//!
//! A loop must be fed once before it runs: [`starter_stock`].
//!
//! # Sources
//!
//! - Collatz 1942, *Einschließungssatz für die charakteristischen Zahlen von Matrizen*, Math. Z. 48; Wielandt 1950, *Unzerlegbare,
//!   nicht negative Matrizen*, Math. Z. 52: bounds on ρ from any positive vector.
//! - Georgescu-Roegen 1951, *Some properties of a generalized Leontief model*, and Samuelson 1951, *Abstract of a theorem
//!   concerning substitutability in open Leontief models*, both in Koopmans (ed.), *Activity Analysis of Production and Allocation*.
//! - Hawkins and Simon 1949, *Note: some conditions of macroeconomic stability*, Econometrica 17.
//! - Howard 1960, *Dynamic Programming and Markov Processes*: policy iteration.
//! - Karp 1972, *Reducibility among combinatorial problems*: feedback sets are hard to make smallest.
//! - Leontief 1936, *Quantitative input and output relations in the economic system of the United States*, Rev. Econ. Stat. 18.
//! - Saad and Schultz 1986, *GMRES*, SIAM J. Sci. Stat. Comput. 7.
//! - Stein and Rosenberg 1948, *On the solution of linear simultaneous equations by iteration*, J. London Math. Soc. 23.
//! - Tarjan 1972, *Depth-first search and linear graph algorithms*, SIAM J. Comput. 1.

mod bills;
mod choice;
mod compare;
mod component;
mod contributions;
mod credit;
mod drawn;
mod elimination;
mod embodied;
mod joint;
mod loops;
mod minimise;
mod network;
mod paths;
mod policy;
mod report;
mod rivals;
mod sensitivity;
mod solve;
mod space;
mod stage;
mod starter;
mod steer;
mod subgraph;
mod supply;
mod sweep;
mod total;
mod uses;
mod viable;
mod ways;
mod whole;

#[cfg(test)]
mod choice_tests;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod worlds;

use std::collections::BTreeMap;

use crate::graph::{Flow, Graph, ItemIndex, RecipeIndex};
use crate::model::Origin;

pub use choice::{Choice, Obtain, by_preference, by_preference_within};
pub use compare::{Comparison, ItemChange, ItemState, Pair, PriceChange, Side, TotalChange, UnitPrice, compare};
pub use contributions::{Contributions, Direct, Visit, contributions_to};
pub use credit::{Credit, CreditError, FromNothing, Supply, solve_with_credit};
pub use drawn::drawn_from_stock;
pub use embodied::{Objective, embodied, intensity};
pub use loops::barren_loops;
pub use paths::{NeedPath, PathList, paths_to};
pub use rivals::{Rival, Rivals, Standing, rivals_of};
pub use sensitivity::{Figure, ItemFigure, RecipeFigure, Subject, evidence_by_total, figures_of};
pub use solve::{Runaway, RunawayKind, solve};
pub use space::Within;
pub use stage::{Stage, stages};
pub use starter::{Starter, first_charge, starter_stock};
pub use steer::{Avoided, Chosen, Steering, Unavoidable, Unsteerable, burdens_of_imports, choose};
pub use total::Total;
pub use uses::{Take, UseList, uses_of};
pub use ways::{WayCount, count_ways};
pub use whole::in_whole_pieces;

/// The graph of one plan and quantity, down to the ground, with its amounts.
#[derive(Clone, Debug)]
pub struct Resolution {
    /// What is to be made.
    pub root: ItemIndex,
    /// How much of it, in its unit of account.
    pub quantity: f64,
    /// How each item is obtained.
    pub choice: Choice,
    /// Every item needed, sorted by item (and so by id).
    pub needs: Vec<Need>,
    /// Who needs what, sorted by both ends.
    pub edges: Vec<Edge>,
    /// What comes off besides, gross, sorted by item.
    pub by_products: Vec<Flow>,
    /// Loops among the items needed, each sorted, in order of their first.
    pub cycles: Vec<Vec<ItemIndex>>,
    /// Sums over all needs.
    pub totals: Totals,
    /// How good the figures of the recipes used are.
    pub evidence: Evidence,
    /// Where by-products are credited: who supplies each item.
    pub credit: Option<Credit>,
    /// What a store gives of items that are also had otherwise, in their units: the rest is made, bought or left open. An item's
    /// need is in all.
    pub from_stock: BTreeMap<ItemIndex, f64>,
}

/// An item needed.
#[derive(Clone, Debug, PartialEq)]
pub struct Need {
    /// The item.
    pub item: ItemIndex,
    /// How much, gross, in its unit of account.
    pub quantity: f64,
    /// What must come from outside: for leaves, `quantity` less own by-products of the same item, never below 0; else `quantity`.
    pub net: f64,
    /// Steps from the root on the shortest way.
    pub depth: u32,
    /// How it is obtained.
    pub obtain: Obtain,
    /// Runs of its recipe; 0 for a leaf, and for what comes with another item.
    pub runs: f64,
    /// The item for which its recipe runs, if that is another one: this one comes with it.
    pub with: Option<ItemIndex>,
}

/// One item needs another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Edge {
    /// The item that needs.
    pub from: ItemIndex,
    /// The item that is needed.
    pub to: ItemIndex,
    /// How much of `to`, in its unit of account.
    pub quantity: f64,
}

/// Sums over a resolution.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Totals {
    /// kWh of the item `electricity`, gross.
    pub electricity_kwh: f64,
    /// Person-hours of all operations.
    pub labour_h: f64,
    /// Machine hours of all operations.
    pub machine_h: f64,
    /// kg of raw items, gross, whoever gives them: a resource of a place, or its store, may be raw too.
    pub raw_mass_kg: f64,
    /// kg of bought items, gross.
    pub bought_mass_kg: f64,
    /// kg CO2e of processes, and of what comes from outside (net).
    pub emissions_kg: f64,
    /// Price of what comes from outside (net), in the graph's currency.
    pub cost: f64,
    /// How many items from outside have no price, or one in a currency without a rate: `cost` is without them.
    pub unpriced_items: usize,
}

/// Shares of the recipes used, by the worst grade of their sources; they sum to 1, or are all 0 where no recipe is used.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Evidence {
    /// Every figure stated by a source.
    pub stated: f64,
    /// The worst is derived from a source.
    pub derived: f64,
    /// The worst is a judgement, or has no source.
    pub estimated: f64,
}

impl Resolution {
    /// The need for an item, if there is one.
    pub fn need(&self, item: ItemIndex) -> Option<&Need> {
        self.position(item).map(|index| &self.needs[index])
    }

    /// Where the need for an item is among [`Resolution::needs`], if there is one.
    pub fn position(&self, item: ItemIndex) -> Option<usize> {
        self.needs.binary_search_by_key(&item, |need| need.item).ok()
    }

    /// What an item needs directly.
    pub fn edges_from(&self, item: ItemIndex) -> &[Edge] {
        let start = self.edges.partition_point(|edge| edge.from < item);
        let end = self.edges.partition_point(|edge| edge.from <= item);
        &self.edges[start..end]
    }

    /// The leaves of one kind, in the order of their ids.
    pub fn leaves(&self, obtain: Obtain) -> impl Iterator<Item = &Need> {
        self.needs.iter().filter(move |need| need.obtain == obtain)
    }

    /// What a store gives of an item that is also had otherwise.
    pub fn from_stock(&self, item: ItemIndex) -> f64 {
        self.from_stock.get(&item).copied().unwrap_or(0.0)
    }

    /// What is taken of an item without making it here, net of own by-products: all of a leaf; of what is made, what a store
    /// gives of it.
    pub fn taken(&self, need: &Need) -> f64 {
        if need.obtain.recipe().is_some() { self.from_stock(need.item) } else { need.net }
    }

    /// Values what is taken at other prices than the graph's, per unit in its currency: those of a place.
    pub fn reprice(&mut self, price: impl Fn(ItemIndex) -> Option<f64>) {
        let (mut cost, mut unpriced_items) = (0.0, 0);
        for need in &self.needs {
            let taken = self.taken(need);
            match price(need.item).filter(|_| taken > 0.0) {
                Some(price) => cost += price * taken,
                None => unpriced_items += usize::from(taken > 0.0),
            }
        }
        (self.totals.cost, self.totals.unpriced_items) = (cost, unpriced_items);
    }

    /// The leaves that are raw, however they are obtained: the ground that chains end in.
    pub fn raw<'r>(&'r self, graph: &'r Graph) -> impl Iterator<Item = &'r Need> {
        self.needs.iter().filter(|need| is_raw(graph, need))
    }

    /// The recipes used and their runs, each recipe once: in the order of the items that they are run for, or by recipe where
    /// by-products are credited.
    pub fn recipe_runs(&self) -> impl Iterator<Item = (RecipeIndex, f64)> {
        let drivers = self.needs.iter().filter(|need| self.credit.is_none() && need.with.is_none());
        let chosen = drivers.filter_map(|need| Some((need.obtain.recipe()?, need.runs)));
        chosen.chain(self.credit.iter().flat_map(|credit| credit.runs.iter().map(|(recipe, runs)| (*recipe, *runs))))
    }
}

/// Whether a need is for something raw, be it that a place offers it or its store holds it.
fn is_raw(graph: &Graph, need: &Need) -> bool {
    match need.obtain {
        Obtain::Raw => true,
        Obtain::Resource | Obtain::Stock => graph.item(need.item).origin == Some(Origin::Raw),
        _ => false,
    }
}
