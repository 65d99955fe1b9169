//! The share of a plan that a place makes for itself.

use super::report::{Closure, Cost, Import, Status};
use super::shop::Shop;
use crate::graph::ItemIndex;
use crate::resolve::{Obtain, Resolution};

/// Closure by mass, lines and value.
///
/// - Mass: `1 − Σ imported / total`, where the total is the mass of everything that comes from outside the recipes (resources,
///   stock, imports, and what a blocked plan leaves open), net of own by-products. Imported is what is imported or left open.
///   Energy has no mass; an item whose mass is unknown counts on neither side.
/// - Lines: BOM lines of the plan whose item is neither imported nor blocked, over all lines.
/// - Value: `1 − Σ price of imports / cost`, for one unit; stock is no import here, though its price is part of the cost.
pub(super) fn closure(
    shop: &Shop<'_>,
    resolution: &Resolution,
    imports: &[Import],
    cost: &Cost,
    status_of: impl Fn(ItemIndex) -> Status,
) -> Closure {
    let imported =
        |item| imports.binary_search_by_key(&item, |import| import.item).map_or(0.0, |at| imports[at].quantity);
    let (mut total_kg, mut imported_kg) = (0.0, 0.0);
    for need in resolution.needs.iter().filter(|need| need.obtain.recipe().is_none()) {
        let mass_kg = shop.graph.item(need.item).mass_kg.unwrap_or(0.0);
        total_kg += mass_kg * need.net;
        imported_kg += match need.obtain {
            Obtain::Unresolved => mass_kg * need.net,
            Obtain::Bought => mass_kg * imported(need.item),
            _ => 0.0,
        };
    }
    let open = resolution.leaves(Obtain::Unresolved);
    let open_cost: f64 = open.filter_map(|need| Some(shop.place.price(shop.graph, need.item)? * need.net)).sum();
    let import_cost: f64 = imports.iter().filter_map(|import| import.cost).sum();
    let (mut lines, mut own_lines) = (0.0, 0.0);
    if let Obtain::Make(recipe) = resolution.choice.of(resolution.root) {
        for flow in resolution.choice.inputs(recipe, shop.graph.recipe(recipe)) {
            lines += 1.0;
            if !matches!(status_of(flow.item), Status::Import | Status::Blocked) {
                own_lines += 1.0;
            }
        }
    }
    Closure {
        mass: 1.0 - share(imported_kg, total_kg),
        lines: if lines > 0.0 { own_lines / lines } else { 1.0 },
        value: 1.0 - share((import_cost + open_cost) / resolution.quantity, cost.total),
    }
}

fn share(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { (part / whole).clamp(0.0, 1.0) } else { 0.0 }
}
