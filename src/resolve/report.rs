//! Sums and shares over the needs of a resolution.
//!
//! ```text
//! net_i  = max(0, x_i − surplus_i)          leaves only: what is there already need not come from outside
//! labour = Σ_r (t_r + s_r / β_r) x_r        and machine hours; h
//! cost   = Σ_leaves price_i net_i           emissions = Σ_leaves emissions_i net_i + Σ_r direct_r x_r
//! ```

use super::choice::Obtain;
use super::{Evidence, Need, Totals, is_raw};
use crate::graph::{Flow, Graph, RecipeIndex};
use crate::model::Grade;
use crate::quantity::Dimension;

/// The item that carries electric energy.
pub(crate) const ELECTRICITY: &str = "electricity";

/// J in a kWh.
pub(super) const JOULES_PER_KWH: f64 = 3.6e6;

/// Takes own by-products off the leaves that they are the same item as: what is left must come from outside.
pub(super) fn net_of_leaves(needs: &mut [Need], by_products: &[Flow]) {
    for flow in by_products {
        let leaf = needs.binary_search_by_key(&flow.item, |need| need.item).ok().map(|index| &mut needs[index]);
        if let Some(need) = leaf.filter(|need| need.obtain.recipe().is_none()) {
            need.net = (need.quantity - flow.quantity).max(0.0);
        }
    }
}

pub(super) fn totals_of(graph: &Graph, needs: &[Need]) -> Totals {
    let mut totals = Totals::default();
    for need in needs {
        let item = graph.item(need.item);
        let mass_kg = item.mass_kg.map_or(0.0, |mass_kg| mass_kg * need.quantity);
        match need.obtain {
            Obtain::Make(index) => {
                let recipe = graph.recipe(index);
                totals.labour_h += recipe.labour_h * need.runs;
                totals.machine_h += recipe.machine_h * need.runs;
                totals.emissions_kg += recipe.direct_emissions_kg * need.runs;
            }
            Obtain::Bought => totals.bought_mass_kg += mass_kg,
            Obtain::Raw | Obtain::Resource | Obtain::Stock | Obtain::Unresolved => {}
        }
        if is_raw(graph, need) {
            totals.raw_mass_kg += mass_kg;
        }
        if need.obtain.recipe().is_none() && need.net > 0.0 {
            totals.emissions_kg += item.emissions_kg.unwrap_or(0.0) * need.net;
            match graph.price(need.item) {
                Some(price) => totals.cost += price * need.net,
                None => totals.unpriced_items += 1,
            }
        }
        if item.id.as_str() == ELECTRICITY && item.unit.dimension() == Dimension::ENERGY {
            totals.electricity_kwh += need.quantity * item.unit.factor() / JOULES_PER_KWH;
        }
    }
    totals
}

pub(super) fn evidence_of(graph: &Graph, needs: &[Need]) -> Evidence {
    let runs = needs.iter().filter(|need| need.with.is_none());
    let recipes: Vec<RecipeIndex> = runs.filter_map(|need| need.obtain.recipe()).collect();
    evidence_of_recipes(graph, &recipes)
}

/// The shares of these recipes.
pub(super) fn evidence_of_recipes(graph: &Graph, recipes: &[RecipeIndex]) -> Evidence {
    let mut evidence = Evidence::default();
    let grades: Vec<Grade> = recipes.iter().map(|recipe| graph.recipe(*recipe).grade).collect();
    for grade in &grades {
        let share = match grade {
            Grade::Stated => &mut evidence.stated,
            Grade::Derived => &mut evidence.derived,
            Grade::Estimated => &mut evidence.estimated,
        };
        *share += 1.0;
    }
    let count = grades.len().max(1) as f64;
    evidence.stated /= count;
    evidence.derived /= count;
    evidence.estimated /= count;
    evidence
}
