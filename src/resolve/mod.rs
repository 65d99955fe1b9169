//! One plan and a quantity, followed down to the ground: how each item is obtained, how much of it, and why.
//!
//! With one way to obtain each item chosen ([`Choice`]), the amounts needed `x` (each in its item's unit of account) solve
//!
//! ```text
//! x = d + A x        A[i][j] = what one unit of j takes of i = input of i per run of j's recipe / good output of j per run
//! ```
//!
//! where `d` is the demand. The graph is never expanded as a tree: [`solve`] condenses it to strongly connected components
//! and walks them in topological order; a component of one item is a multiplication, a larger one is solved by Gauss–Seidel
//! ([`component`](self)). The adjoint system `(I − A)ᵀ λ = c` gives every item's embodied total of whatever `c` counts per
//! unit at the leaves and per run: [`embodied`]. Both systems have a solution for every demand if and only if no loop
//! consumes as much as it makes (Hawkins and Simon 1949): a loop that does is a [`Runaway`].

mod choice;
mod compare;
mod component;
mod embodied;
mod minimise;
mod paths;
mod report;
mod solve;
mod stage;
mod uses;
mod ways;

#[cfg(test)]
mod tests;

use crate::graph::{Flow, ItemIndex, RecipeIndex};

pub use choice::{Choice, Obtain, by_preference};
pub use compare::{Comparison, ItemChange, ItemState, Pair, Side, TotalChange, compare};
pub use embodied::{Objective, embodied, intensity};
pub use minimise::by_minimum;
pub use paths::{NeedPath, PathList, paths_to};
pub use solve::{Runaway, solve};
pub use stage::{Stage, stages};
pub use uses::{Take, UseList, uses_of};
pub use ways::{WayCount, count_ways};

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
    /// Runs of its recipe; 0 for a leaf.
    pub runs: f64,
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
    /// kg of raw items, gross.
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
        self.needs.binary_search_by_key(&item, |need| need.item).ok().map(|index| &self.needs[index])
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

    /// The recipes used and their runs, in the order of the items that they are run for.
    pub fn recipe_runs(&self) -> impl Iterator<Item = (RecipeIndex, f64)> {
        self.needs.iter().filter_map(|need| match need.obtain {
            Obtain::Make(recipe) => Some((recipe, need.runs)),
            _ => None,
        })
    }
}
