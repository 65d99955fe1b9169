//! The totals of a resolution as linear forms: what one unit of each item adds, and the adjoint of it.
//!
//! With the choice fixed, each total is `T = w·x`, `x` being the amounts. A leaf weighs `w = v`, what one unit from outside
//! counts (price, emissions, mass); an item made by recipe `r`, with good output `o` per run,
//!
//! ```text
//! w = (h_r + e_r − Σ b v) / o + u      h_r  hours, e_r  direct emissions per run, where the total counts them
//!                                      b    by-products per run, v  what each would count if it came from outside
//!                                      u    what a unit of the item itself counts (kWh of electricity that is made here)
//! ```
//!
//! A by-product counts only where it is netted against a leaf that something is still taken of (`net > 0`): there the total
//! counts `v (x − Σ b runs)`. Where own returns cover a leaf, its `v` is 0 on both sides. Hence `T = λ_root · quantity`, with
//! `λ = w + Aᵀ λ`, and all derivatives are exact as long as no leaf passes from covered to taken.

use super::choice::Obtain;
use super::report::ELECTRICITY;
use super::{Need, Resolution, Totals, is_raw};
use crate::graph::{Flow, Graph, ItemIndex, Recipe, RecipeIndex};
use crate::quantity::Dimension;

/// A total of a resolution.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Total {
    /// Price of what comes from outside, in the graph's currency.
    Cost,
    /// kWh of electricity.
    Electricity,
    /// kg CO2e.
    Emissions,
    /// Person-hours.
    Labour,
    /// kg of raw items, gross.
    RawMass,
}

impl Total {
    /// All of them, in the order in which they are told.
    pub const ALL: [Total; 5] = [Total::Cost, Total::Electricity, Total::Emissions, Total::Labour, Total::RawMass];

    /// The word in output.
    pub fn as_str(self) -> &'static str {
        match self {
            Total::Cost => "cost",
            Total::Electricity => "electricity",
            Total::Emissions => "emissions",
            Total::Labour => "labour",
            Total::RawMass => "raw-mass",
        }
    }

    /// The unit that it is counted in.
    pub fn unit(self, graph: &Graph) -> &'static str {
        match self {
            Total::Cost => graph.currency.code(),
            Total::Electricity => "kWh",
            Total::Emissions | Total::RawMass => "kg",
            Total::Labour => "h",
        }
    }

    /// Its amount among the sums of a resolution.
    pub fn of(self, totals: &Totals) -> f64 {
        match self {
            Total::Cost => totals.cost,
            Total::Electricity => totals.electricity_kwh,
            Total::Emissions => totals.emissions_kg,
            Total::Labour => totals.labour_h,
            Total::RawMass => totals.raw_mass_kg,
        }
    }
}

/// One total at one resolution: what things weigh in it.
#[derive(Clone, Copy)]
pub(super) struct Weights<'g> {
    graph: &'g Graph,
    resolution: &'g Resolution,
    total: Total,
}

impl<'g> Weights<'g> {
    pub(super) fn new(graph: &'g Graph, resolution: &'g Resolution, total: Total) -> Self {
        Self { graph, resolution, total }
    }

    /// `v`: what one unit of a leaf counts; 0 of what is made, not needed, or covered by own returns.
    pub(super) fn leaf(self, index: ItemIndex) -> f64 {
        let value = match self.total {
            Total::RawMass => self.graph.item(index).mass_kg.unwrap_or(0.0),
            _ => self.value(index),
        };
        let Some(need) = self.resolution.need(index).filter(|need| need.obtain.recipe().is_none()) else { return 0.0 };
        let counts = if self.total == Total::RawMass { is_raw(self.graph, need) } else { need.net > 0.0 };
        if counts { value } else { 0.0 }
    }

    /// What one unit counts that is taken as it is.
    fn value(self, index: ItemIndex) -> f64 {
        let item = self.graph.item(index);
        let value = match self.total {
            Total::Cost => self.graph.price(index),
            Total::Emissions => item.emissions_kg,
            Total::RawMass | Total::Electricity | Total::Labour => None,
        };
        value.unwrap_or(0.0)
    }

    /// What one run of a recipe for `made` counts of its own: hours, direct emissions, less what comes off and is netted.
    pub(super) fn run(self, made: ItemIndex, recipe: &Recipe) -> f64 {
        match self.total {
            Total::Labour => recipe.labour_h,
            Total::Emissions => recipe.direct_emissions_kg - self.credit(made, recipe),
            Total::Cost => -self.credit(made, recipe),
            Total::Electricity | Total::RawMass => 0.0,
        }
    }

    /// What the by-products of one run, and the outputs that it is not run for, save from outside.
    fn credit(self, made: ItemIndex, recipe: &Recipe) -> f64 {
        let besides = recipe.outputs.iter().filter(|flow| flow.item != made);
        recipe.by_products.iter().chain(besides).map(|flow| self.saved(flow)).sum()
    }

    /// What an amount that comes off saves from outside: gross masses are not netted.
    pub(super) fn saved(self, flow: &Flow) -> f64 {
        if self.total == Total::RawMass { 0.0 } else { flow.quantity * self.leaf(flow.item) }
    }

    /// `u`: what a unit of the item itself counts, however it is obtained.
    pub(super) fn unit(self, index: ItemIndex) -> f64 {
        let item = self.graph.item(index);
        let is_counted = self.total == Total::Electricity
            && item.id.as_str() == ELECTRICITY
            && item.unit.dimension() == Dimension::ENERGY;
        if is_counted { item.unit.factor() / super::report::JOULES_PER_KWH } else { 0.0 }
    }

    /// `w`: what one unit of an item counts of its own; one that rides on another's run counts nothing of that.
    pub(super) fn own(self, item: ItemIndex, obtain: Obtain, rides: bool) -> f64 {
        let of_run = |index: RecipeIndex| {
            let recipe = self.graph.recipe(index);
            if rides { 0.0 } else { self.run(item, recipe) / recipe.output_of(item) }
        };
        self.unit(item) + obtain.recipe().map_or_else(|| self.leaf(item), of_run)
    }

    /// `w` of every need, by position. Of what a store gives a part of, that part counts as the item does by itself.
    pub(super) fn of_needs(self) -> Vec<f64> {
        let own = |need: &Need| self.own(need.item, need.obtain, need.with.is_some());
        let of_need = |need: &Need| {
            let taken = self.resolution.taken(need);
            if need.obtain.recipe().is_none() || taken <= 0.0 {
                return own(need);
            }
            let unit = self.unit(need.item);
            let share = (taken / need.quantity).min(1.0);
            unit + (own(need) - unit) * (1.0 - share) + self.value(need.item) * share
        };
        self.resolution.needs.iter().map(of_need).collect()
    }
}
