//! The hypergraph: items are vertices, recipes are hyperarcs from inputs to outputs. All amounts are numbers in each item's
//! own unit of account; no file and no place is known here.
//!
//! *Consumed* inputs ([`Recipe::inputs`]) and *held* tools ([`Recipe::operations`]) are different arcs, and never mixed.

mod build;
mod components;
mod operation;

use std::collections::HashMap;

use crate::catalog::{Exchange, ItemOwner, Money};
use crate::model::{Grade, Id, Origin};
use crate::quantity::{Currency, Unit};

pub use build::build;
pub use components::{Components, components_of};
pub use operation::{Bound, BoundValue, OperationNeed, bounds_of};

/// Index of an [`Item`] in [`Graph::items`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ItemIndex(pub u32);

/// Index of a [`Recipe`] in [`Graph::recipes`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RecipeIndex(pub u32);

/// All items and recipes of a catalog. Items are sorted by id, so indices order as ids do.
#[derive(Debug)]
pub struct Graph {
    /// The items.
    pub items: Vec<Item>,
    /// The recipes: processes, then plans, then parts, each sorted by id.
    pub recipes: Vec<Recipe>,
    /// The currency of totals.
    pub currency: Currency,
    /// What the repository says that currencies are worth.
    pub exchange: Exchange,
    by_id: HashMap<Id, ItemIndex>,
}

/// A vertex.
#[derive(Clone, Debug)]
pub struct Item {
    /// Its id.
    pub id: Id,
    /// What it is called; its id if nothing else.
    pub title: String,
    /// The unit of account.
    pub unit: Unit,
    /// kg per unit; `None` where mass is unknown or there is none (energy).
    pub mass_kg: Option<f64>,
    /// What the author says of where its chain goes on or ends.
    pub origin: Option<Origin>,
    /// What an import costs, per unit.
    pub price: Option<Money>,
    /// kg CO2e of an import, per unit.
    pub emissions_kg: Option<f64>,
    /// What makes it, in the order of preference: `prefer`, then id.
    pub recipes: Vec<RecipeIndex>,
    /// What defines it.
    pub owner: ItemOwner,
}

/// Where a recipe comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RecipeSource {
    /// The process at this index of the catalog.
    Process(usize),
    /// The plan at this index.
    Plan(usize),
    /// The part on a line of a plan's BOM.
    Part {
        /// Index of the plan.
        plan: usize,
        /// Index of the line.
        line: usize,
    },
}

/// A hyperarc: one way to obtain an item. All amounts are per run.
#[derive(Clone, Debug)]
pub struct Recipe {
    /// Its id: that of the process, plan or part.
    pub id: Id,
    /// What it is called; its id if nothing else.
    pub title: String,
    /// Where it comes from.
    pub source: RecipeSource,
    /// What it is run for: good output, the yield taken off.
    pub outputs: Vec<Flow>,
    /// What comes off besides.
    pub by_products: Vec<Flow>,
    /// What it consumes.
    pub inputs: Vec<InputLine>,
    /// What it needs to hold: equipment and people, step by step.
    pub operations: Vec<OperationNeed>,
    /// kg that it declares as lost.
    pub losses_kg: f64,
    /// Machine hours.
    pub machine_h: f64,
    /// Person-hours.
    pub labour_h: f64,
    /// kg CO2e of its own.
    pub direct_emissions_kg: f64,
    /// Rank among the recipes of an item; lower is chosen first.
    pub prefer: f64,
    /// The worst grade among its sources.
    pub grade: Grade,
    /// The floor, in m2, on which the machine that a plan makes is put up.
    pub floor_m2: Option<f64>,
    /// W that the machine that a plan makes draws when it is run, and tried.
    pub power_w: Option<f64>,
}

/// An amount of an item.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Flow {
    /// The item.
    pub item: ItemIndex,
    /// How much, in the item's unit.
    pub quantity: f64,
}

/// One line of a recipe's inputs: what is asked for, and what will do instead, in the author's order.
#[derive(Clone, Debug, PartialEq)]
pub struct InputLine {
    /// At least one.
    pub options: Vec<Flow>,
}

impl Graph {
    /// The item of an id.
    pub fn item_index(&self, id: &str) -> Option<ItemIndex> {
        self.by_id.get(id).copied()
    }

    /// An item.
    pub fn item(&self, index: ItemIndex) -> &Item {
        &self.items[index.0 as usize]
    }

    /// A recipe.
    pub fn recipe(&self, index: RecipeIndex) -> &Recipe {
        &self.recipes[index.0 as usize]
    }

    /// All item indices.
    pub fn item_indices(&self) -> impl Iterator<Item = ItemIndex> + use<> {
        (0..self.items.len() as u32).map(ItemIndex)
    }

    /// All recipe indices.
    pub fn recipe_indices(&self) -> impl Iterator<Item = RecipeIndex> + use<> {
        (0..self.recipes.len() as u32).map(RecipeIndex)
    }

    /// The price of an item in the currency of totals, by the repository's exchange rates.
    pub fn price(&self, index: ItemIndex) -> Option<f64> {
        self.item(index).price.and_then(|price| self.exchange.convert(price, self.currency))
    }
}

impl Recipe {
    /// Good output of `item` per run; 0 if the recipe is not run for it.
    pub fn output_of(&self, item: ItemIndex) -> f64 {
        self.outputs.iter().filter(|flow| flow.item == item).map(|flow| flow.quantity).sum()
    }
}
