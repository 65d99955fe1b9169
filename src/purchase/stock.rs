//! What bar and sheet come in: the usual size, other sizes that are sold, and remnants that lie in the store.

use super::Order;
use super::cut_list::{bar_length_m, material, sheet_size};
use crate::catalog::{ItemMeasure, Money};
use crate::graph::ItemIndex;
use crate::quantity::Quantity;

/// One size of bar or sheet.
#[derive(Clone, Debug, PartialEq)]
pub struct StockSize {
    /// m of one.
    pub length_m: f64,
    /// m across, of sheet; 0 for bars.
    pub width_m: f64,
    /// The size as its author wrote it.
    pub written: String,
    /// What one costs, in the graph's currency, if it has a price.
    pub price: Option<f64>,
    /// How many lie in the store; `None` of what is bought.
    pub in_store: Option<u64>,
}

/// The sizes of a material: the usual one first, then others that are sold, then what lies in the store.
pub fn sizes(order: &Order<'_>, item: ItemIndex) -> Vec<StockSize> {
    let Some(stock) = material(order, item).and_then(|material| material.stock.as_ref()) else { return Vec::new() };
    let factor = order.graph.item(item).unit.factor();
    let sheet = sheet_size(order, item);
    let (usual_m, across_m) = match (bar_length_m(order, item), sheet) {
        (Some(length_m), _) => (length_m, 0.0),
        (None, Some((length_m, width_m, _))) => (length_m, width_m),
        (None, None) => return Vec::new(),
    };
    // How much of the item's unit is in one of a size; of sheet, as much more as its area is.
    let amount = |length_m: f64, width_m: f64| match sheet {
        None => Some(length_m / factor),
        Some((_, _, sheet_kg)) => {
            let usual = sheet_kg? / order.graph.item(item).mass_kg?;
            Some(usual * length_m * width_m / (usual_m * across_m))
        }
    };
    let per_unit = order.price(item);
    let by_amount = |length_m: f64, width_m: f64| Some(per_unit? * amount(length_m, width_m)?);
    let written = |length: &Quantity, width: Option<&Quantity>| match width {
        Some(width) => format!("{} × {}", width.as_written(), length.as_written()),
        None => length.as_written().to_owned(),
    };
    let mut sizes: Vec<StockSize> = Vec::new();
    if let Some(length) = &stock.length {
        sizes.push(StockSize {
            length_m: usual_m,
            width_m: across_m,
            written: written(&length.value, stock.width.as_ref().map(|width| &width.value)),
            price: by_amount(usual_m, across_m),
            in_store: None,
        });
    }
    for other in &stock.also {
        let (length_m, width_m) =
            (other.length.value.si(), other.width.as_ref().map_or(across_m, |width| width.value.si()));
        let money = other.price.as_ref().and_then(|price| {
            let money = Money { amount: price.value.si(), currency: price.value.dimension().currency()? };
            order.graph.exchange.convert(money, order.graph.currency)
        });
        if length_m > 0.0 && (width_m > 0.0) == (across_m > 0.0) {
            sizes.push(StockSize {
                length_m,
                width_m,
                written: written(&other.length.value, other.width.as_ref().map(|width| &width.value)),
                price: money.or_else(|| by_amount(length_m, width_m)),
                in_store: None,
            });
        }
    }
    sizes.extend(remnants(order, item, across_m, &amount));
    sizes
}

/// Pieces of a stated size that lie in the store of the facility.
fn remnants(
    order: &Order<'_>,
    item: ItemIndex,
    across_m: f64,
    amount: &dyn Fn(f64, f64) -> Option<f64>,
) -> Vec<StockSize> {
    let Some((place, _)) = order.at.filter(|(place, _)| place.stock.contains_key(&item)) else { return Vec::new() };
    let id = &order.graph.item(item).id;
    let measure = ItemMeasure::of(order.catalog, order.graph.item(item).owner);
    let lines = order.catalog.facilities[place.facility].stock.iter().filter(|line| line.item.value == *id);
    let remnant = |line: &crate::model::StockLine| {
        let size = line.size.as_ref()?;
        let (length_m, width_m) =
            (size.length.value.si(), size.width.as_ref().map_or(across_m, |width| width.value.si()));
        let held = measure.amount(&line.quantity.as_ref()?.value).ok()?;
        let count = (held / amount(length_m, width_m).filter(|each| *each > 0.0)? + 1e-6).floor() as u64;
        let written = match &size.width {
            Some(width) => format!("{} × {}", width.value.as_written(), size.length.value.as_written()),
            None => size.length.value.as_written().to_owned(),
        };
        (count > 0).then_some(StockSize { length_m, width_m, written, price: Some(0.0), in_store: Some(count) })
    };
    lines.filter_map(remnant).collect()
}
