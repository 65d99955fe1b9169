//! The share of a plan that a place makes for itself.

use std::collections::BTreeMap;

use super::report::{Closure, Cost, Status};
use super::shop::Shop;
use crate::graph::ItemIndex;
use crate::quantity::Dimension;
use crate::resolve::{Obtain, Resolution};

/// Closure by mass, lines and value, each of what is known.
///
/// - Mass: `1 − Σ imported / total`, where the total is the mass of everything that comes from outside the recipes (resources,
///   stock, imports, and what a blocked plan leaves open), net of own by-products. Imported is what is imported or left open.
///   Energy has no mass; an item whose mass is unknown counts on neither side, and is counted.
/// - Lines: BOM lines of the plan whose item is neither imported nor blocked, over all lines.
/// - Value: `1 − Σ price of imports / cost`, for one unit; stock is no import here, though its price is part of the cost.
pub(super) fn closure(
    shop: &Shop<'_>,
    resolution: &Resolution,
    starters: &BTreeMap<ItemIndex, f64>,
    cost: &Cost,
    status_of: impl Fn(ItemIndex) -> Status,
) -> Closure {
    let (mut total_kg, mut imported_kg, mut unknown_mass) = (0.0, 0.0, 0);
    let mut is_open_and_unpriced = false;
    let taken = resolution.needs.iter().map(|need| (need, resolution.taken(need))).filter(|(_, taken)| *taken > 0.0);
    for (need, taken) in taken {
        let item = shop.graph.item(need.item);
        let imported = match need.obtain {
            Obtain::Unresolved | Obtain::Bought => taken - resolution.from_stock(need.item),
            _ => 0.0,
        };
        match item.mass_kg {
            Some(mass_kg) => {
                total_kg += mass_kg * taken;
                imported_kg += mass_kg * imported;
            }
            None => unknown_mass += usize::from(item.unit.dimension() != Dimension::ENERGY),
        }
        let is_open = need.obtain == Obtain::Unresolved;
        is_open_and_unpriced |= is_open && shop.place.price(shop.graph, need.item).is_none();
    }
    for (item, quantity) in starters {
        let mass_kg = shop.graph.item(*item).mass_kg.unwrap_or(0.0) * quantity;
        total_kg += mass_kg;
        imported_kg += mass_kg;
    }
    let (mut lines, mut own_lines) = (0.0, 0.0);
    let is_made = matches!(resolution.choice.of(resolution.root), Obtain::Make(_));
    if let Obtain::Make(recipe) = resolution.choice.of(resolution.root) {
        for flow in resolution.choice.inputs(recipe, shop.graph.recipe(recipe)) {
            lines += 1.0;
            if !matches!(status_of(flow.item), Status::Import | Status::Blocked) {
                own_lines += 1.0;
            }
        }
    }
    let product_kg = shop.graph.item(resolution.root).mass_kg.map(|mass_kg| mass_kg * resolution.quantity);
    Closure {
        mass: share(imported_kg, total_kg).map(|imported| 1.0 - imported),
        lines: if lines > 0.0 { own_lines / lines } else { f64::from(u8::from(is_made)) },
        value: share(cost.imports, cost.total).map(|imported| 1.0 - imported).filter(|_| !is_open_and_unpriced),
        unknown_mass,
        unknown_value: cost.unpriced,
        extraction: product_kg.filter(|kg| *kg > 0.0).map(|kg| resolution.totals.raw_mass_kg / kg),
    }
}

/// A share of what is known; `None` where nothing is.
fn share(part: f64, whole: f64) -> Option<f64> {
    (whole > 0.0).then(|| (part / whole).clamp(0.0, 1.0))
}
