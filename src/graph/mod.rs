//! The hypergraph: items are vertices, recipes are hyperarcs from inputs to outputs. All amounts are numbers in each item's
//! own unit of account; no file and no place is known here.
//!
//! *Consumed* inputs ([`Recipe::inputs`]) and *held* tools ([`Recipe::operations`]) are different arcs, and never mixed.

mod basis;
mod build;
mod components;
mod operation;
mod replace;

use crate::catalog::{Exchange, ItemOwner, Money};
use crate::model::{Grade, Id, IdMap, Origin};
use crate::quantity::{Currency, Unit};

pub use basis::{Basis, item_source_note, recipe_source_note};
pub use build::build;
pub use components::{ComponentRows, Components, components_of, components_of_rows};
pub use operation::{Bound, BoundValue, OperationNeed, bounds_of};
pub use replace::{Replaced, replace_plan};

/// Index of an [`Item`] in [`Graph::items`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ItemIndex(pub u32);

/// Index of a [`Recipe`] in [`Graph::recipes`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RecipeIndex(pub u32);

/// All items and recipes of a catalog. Items are sorted by id, so indices order as ids do.
#[derive(Clone, Debug)]
pub struct Graph {
    /// The items.
    pub items: Vec<Item>,
    /// The recipes: processes, then plans, then parts, each sorted by id.
    pub recipes: Vec<Recipe>,
    /// The currency of totals.
    pub currency: Currency,
    /// What the repository says that currencies are worth.
    pub exchange: Exchange,
    by_id: IdMap<ItemIndex>,
}

/// A vertex.
#[derive(Clone, Debug, PartialEq)]
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
    /// What its own figures rest on: price, emissions, mass.
    pub basis: Basis,
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
#[derive(Clone, Debug, PartialEq)]
pub struct Recipe {
    /// Its id: that of the process, plan or part.
    pub id: Id,
    /// What it is called; its id if nothing else.
    pub title: String,
    /// Where it comes from.
    pub source: RecipeSource,
    /// What it is run for: good output, the yield taken off.
    pub outputs: Vec<Flow>,
    /// What each of the outputs rests on.
    pub output_bases: Vec<Basis>,
    /// Good output per nominal output, where it is stated; `outputs` has it taken off already.
    pub yield_fraction: Option<f64>,
    /// What comes off besides.
    pub by_products: Vec<Flow>,
    /// What each of the by-products rests on.
    pub by_product_bases: Vec<Basis>,
    /// What it consumes.
    pub inputs: Vec<InputLine>,
    /// Runs per batch: what is done once a batch is shared out over them. 1 where no batch is stated.
    pub batch_runs: f64,
    /// Whether a batch is stated: its share of set-up then goes with the good output of a run.
    pub has_batch: bool,
    /// What it needs to hold: equipment and people, step by step.
    pub operations: Vec<OperationNeed>,
    /// kg that it declares as lost.
    pub losses_kg: f64,
    /// Machine hours, with the share of set-up.
    pub machine_h: f64,
    /// Person-hours, with the share of set-up.
    pub labour_h: f64,
    /// kg CO2e of its own.
    pub direct_emissions_kg: f64,
    /// Rank among the recipes of an item; lower is chosen first.
    pub prefer: f64,
    /// The worst grade among its sources.
    pub grade: Grade,
    /// What those of its figures rest on that name no source: the worst of its document.
    pub basis: Basis,
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
    /// At least one, each with what a run uses up of it: of what wears, the share that wears off; of what goes in once a batch,
    /// the share of the run.
    pub options: Vec<Flow>,
    /// By option, where that is not simply what is written; empty where every option is used up as written.
    pub held: Vec<Held>,
    /// What its amount rests on.
    pub basis: Basis,
}

/// What must be in hand of an input, of which a run uses up only a share.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Held {
    /// How much, in the item's unit: the quantity as written.
    pub quantity: f64,
    /// Whether it wears: what is used up then is no part of what is made.
    pub is_worn: bool,
    /// Whether what a run uses up is given per good output (a batch, a lifetime in what is made): it then goes with the first
    /// output and with the yield, as the good output does.
    pub follows_output: bool,
}

impl Graph {
    /// A graph of items and recipes from elsewhere than a catalog: a converter's, a bench's. Items are sorted by id, and every
    /// [`ItemIndex`] in the recipes is a position in `items` as given, which must be in that order already; what makes each
    /// item is worked out from the recipes' outputs, in the order of preference.
    ///
    /// # Errors
    /// The first id that is not greater than the one before it, or recipe that names an item which is not there.
    pub fn from_parts(
        mut items: Vec<Item>,
        recipes: Vec<Recipe>,
        currency: Currency,
        exchange: Exchange,
    ) -> Result<Self, String> {
        if let Some(pair) = items.windows(2).find(|pair| pair[0].id >= pair[1].id) {
            return Err(format!("items must be sorted by id, each once: `{}` follows `{}`", pair[1].id, pair[0].id));
        }
        let is_known = |flow: &Flow| (flow.item.0 as usize) < items.len();
        let flows = |recipe: &Recipe| {
            let inputs = recipe.inputs.iter().flat_map(|line| &line.options);
            inputs.chain(&recipe.outputs).chain(&recipe.by_products).all(is_known)
        };
        if let Some(recipe) = recipes.iter().find(|recipe| !flows(recipe)) {
            return Err(format!("the recipe `{}` names an item that is not there", recipe.id));
        }
        build::rank_recipes(&mut items, &recipes);
        let by_id = items.iter().enumerate().map(|(index, item)| (item.id.clone(), ItemIndex(index as u32))).collect();
        Ok(Self { items, recipes, currency, exchange, by_id })
    }

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

impl Item {
    /// An item of which nothing is known but its id and unit.
    pub fn new(id: Id, unit: Unit, owner: ItemOwner) -> Self {
        let title = id.to_string();
        let (recipes, basis) = (Vec::new(), Basis::NONE);
        Self { id, title, unit, mass_kg: None, origin: None, price: None, emissions_kg: None, recipes, owner, basis }
    }
}

impl InputLine {
    /// Options that are used up as written, on no source.
    pub fn used_up(options: Vec<Flow>) -> Self {
        Self { options, held: Vec::new(), basis: Basis::NONE }
    }

    /// What must be in hand of an option to begin.
    pub fn in_hand(&self, option: usize) -> f64 {
        let written = self.held.get(option).map(|held| held.quantity);
        written.or_else(|| self.options.get(option).map(|flow| flow.quantity)).unwrap_or(0.0)
    }

    /// Whether what a run uses up of an option goes with the run's first output.
    pub fn follows_output(&self, option: usize) -> bool {
        self.held.get(option).is_some_and(|held| held.follows_output)
    }

    /// Whether an option wears, and so is no part of what is made.
    pub fn is_worn(&self, option: usize) -> bool {
        self.held.get(option).is_some_and(|held| held.is_worn)
    }
}

impl Recipe {
    /// A recipe that takes inputs, makes outputs, and nothing else.
    pub fn new(id: Id, source: RecipeSource, outputs: Vec<Flow>, inputs: Vec<InputLine>) -> Self {
        Self {
            title: id.to_string(),
            id,
            source,
            output_bases: vec![Basis::NONE; outputs.len()],
            outputs,
            yield_fraction: None,
            by_products: Vec::new(),
            by_product_bases: Vec::new(),
            inputs,
            batch_runs: 1.0,
            has_batch: false,
            operations: Vec::new(),
            losses_kg: 0.0,
            machine_h: 0.0,
            labour_h: 0.0,
            direct_emissions_kg: 0.0,
            prefer: 0.0,
            grade: Grade::Estimated,
            basis: Basis::NONE,
            floor_m2: None,
            power_w: None,
        }
    }

    /// Good output of `item` per run; 0 if the recipe is not run for it.
    pub fn output_of(&self, item: ItemIndex) -> f64 {
        self.outputs.iter().filter(|flow| flow.item == item).map(|flow| flow.quantity).sum()
    }
}
