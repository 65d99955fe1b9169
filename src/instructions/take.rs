//! What a link takes: the item that it names, and how much of it.

use super::link::{BuildLink, Kind};
use crate::catalog::{Catalog, ItemMeasure};
use crate::model::{BomEntry, BomLine, Plan};
use crate::quantity::{self, Quantity};

/// Why the quantity of a link cannot be read: what was found and expected, and how to mend it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuantityFault {
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
}

/// The id of the item that a link names; `None` for a capability.
pub fn item_id(plan: &Plan, link: &BuildLink) -> Option<String> {
    match link.kind {
        Kind::Part => Some(format!("{}/{}", plan.id.value, link.id)),
        Kind::Item | Kind::Plan => Some(link.id.clone()),
        Kind::Capability => None,
    }
}

/// How much of its item a link takes, in the item's unit of account; `None` where it says nothing that can be read.
pub fn amount(catalog: &Catalog, plan: Option<&Plan>, link: &BuildLink) -> Option<f64> {
    let id = match plan {
        Some(plan) => item_id(plan, link)?,
        None => link.id.clone(),
    };
    amount_of(catalog, plan, &id, link.quantity.as_deref()?).ok()
}

/// A quantity of an item as a link states it, in the item's unit of account. A bare number is in the unit of the BOM's line.
///
/// # Errors
/// It is no quantity of that item, or not more than zero.
pub fn amount_of(catalog: &Catalog, plan: Option<&Plan>, id: &str, written: &str) -> Result<f64, QuantityFault> {
    let written = written.trim();
    let measure = catalog.index.item(id).map(|owner| ItemMeasure::of(catalog, owner));
    let measure =
        measure.unwrap_or_else(|| ItemMeasure { unit: quantity::Unit::each(), mass_kg: None, density_kg_per_m3: None });
    let amount = match written.parse::<f64>() {
        Ok(bare) => bare * plan.and_then(|plan| per_unit_of_line(plan, id, &measure)).unwrap_or(1.0),
        Err(_) => {
            let quantity = quantity::parse(written).map_err(|error| QuantityFault {
                message: error.message().to_owned(),
                help: format!("write a number, or a quantity such as `?quantity=2.4%20{}`", measure.unit.symbol()),
            })?;
            measure.amount(&quantity).map_err(|mismatch| QuantityFault {
                message: format!("expected {}; found `{written}`", mismatch.expected),
                help: mismatch
                    .help
                    .unwrap_or_else(|| "write a bare number, which is in the unit of the bill of materials".to_owned()),
            })?
        }
    };
    if amount.is_finite() && amount > 0.0 {
        return Ok(amount);
    }
    Err(QuantityFault {
        message: format!("a step takes more than zero; found `{written}`"),
        help: "write how much the step takes, or leave the quantity out".to_owned(),
    })
}

/// How many units of account one of the unit is in which the plan's BOM asks for an item.
fn per_unit_of_line(plan: &Plan, id: &str, measure: &ItemMeasure) -> Option<f64> {
    let line = plan.bom.iter().find(|line| asks_for(line, id))?;
    let written: &Quantity = &line.quantity.as_ref()?.value;
    let per_unit = measure.amount(written).ok()? / written.amount();
    per_unit.is_finite().then_some(per_unit)
}

/// Whether a line of a BOM asks for an item, or would take it instead.
pub fn asks_for(line: &BomLine, id: &str) -> bool {
    match &line.entry {
        BomEntry::Item { item, alternatives } => {
            item.value.as_str() == id || alternatives.iter().any(|other| other.value.as_str() == id)
        }
        BomEntry::Part(part) => part.id.as_str() == id,
    }
}
