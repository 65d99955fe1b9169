//! What one part is cut from: the blanks that its author states, else one length of bar, else the size that an operation asks for.

use super::Order;
use super::cut_list::{bar_length_m, material, sheet_size};
use crate::graph::{Bound, BoundValue, Flow, ItemIndex, RecipeIndex, RecipeSource};
use crate::model::{Blank, BomEntry, Part};
use crate::quantity::{Dimension, display_si};

/// Equal pieces of bar or sheet for one part.
#[derive(Clone, Debug, PartialEq)]
pub struct PartBlank {
    /// How many for one part.
    pub count: u64,
    /// m.
    pub length_m: f64,
    /// m across, of sheet; 0 for bars.
    pub width_m: f64,
    /// The size for readers, as the author wrote it where the author did.
    pub written: String,
    /// Whether its length lies along the sheet.
    pub has_grain: bool,
}

/// The part that a recipe makes.
pub fn part_of<'a>(order: &Order<'a>, recipe: RecipeIndex) -> Option<&'a Part> {
    let RecipeSource::Part { plan, line } = order.graph.recipe(recipe).source else { return None };
    match &order.catalog.plans[plan].bom[line].entry {
        BomEntry::Part(part) => Some(part),
        BomEntry::Item { .. } => None,
    }
}

/// The blanks of a part from one of its materials; none if nobody says.
pub fn blanks_of(order: &Order<'_>, recipe: RecipeIndex, flow: &Flow) -> Vec<PartBlank> {
    let is_sheet = sheet_size(order, flow.item).is_some();
    let stated: Vec<PartBlank> = part_of(order, recipe)
        .map_or(&[][..], |part| &part.blanks)
        .iter()
        .filter(|blank| is_of(order, recipe, blank, flow.item) && blank.width.is_some() == is_sheet)
        .map(stated)
        .collect();
    if !stated.is_empty() {
        return stated;
    }
    if is_sheet {
        return asked_for(order, recipe).into_iter().collect();
    }
    let length_m = flow.quantity * order.graph.item(flow.item).unit.factor();
    let is_length = bar_length_m(order, flow.item).is_some() && length_m > 0.0;
    let written = display_si(length_m, Dimension::LENGTH);
    let whole = PartBlank { count: 1, length_m, width_m: 0.0, written, has_grain: false };
    is_length.then_some(whole).into_iter().collect()
}

/// Whether a blank is cut from a material: the one that it names, or an alternative of that; or any of its shape.
fn is_of(order: &Order<'_>, recipe: RecipeIndex, blank: &Blank, item: ItemIndex) -> bool {
    let Some(named) = &blank.item else {
        return material(order, item).is_some_and(|material| material.stock.is_some());
    };
    let id = |item: ItemIndex| &order.graph.item(item).id;
    let mut lines = order.graph.recipe(recipe).inputs.iter();
    lines.any(|line| {
        line.options.iter().any(|option| option.item == item)
            && line.options.iter().any(|option| *id(option.item) == named.value)
    })
}

fn stated(blank: &Blank) -> PartBlank {
    let written = match &blank.width {
        Some(width) => format!("{} × {}", width.value.as_written(), blank.length.value.as_written()),
        None => blank.length.value.as_written().to_owned(),
    };
    PartBlank {
        count: blank.count,
        length_m: blank.length.value.si(),
        width_m: blank.width.as_ref().map_or(0.0, |width| width.value.si()),
        written,
        has_grain: blank.has_grain,
    }
}

/// Width and length as the first operation that has both asks for them.
fn asked_for(order: &Order<'_>, recipe: RecipeIndex) -> Option<PartBlank> {
    let need = |name: &str, bounds: &[Bound]| {
        let bound = bounds.iter().find(|bound| bound.parameter == name)?;
        match bound.values.first()? {
            BoundValue::Number { si, written } => Some((*si, written.clone())),
            BoundValue::Interval { to_si, written, .. } => Some((*to_si, written.clone())),
            BoundValue::Word(_) => None,
        }
    };
    let operations = &order.graph.recipe(recipe).operations;
    let ((length_m, length), (width_m, width)) = operations
        .iter()
        .find_map(|operation| need("length", &operation.bounds).zip(need("width", &operation.bounds)))?;
    Some(PartBlank { count: 1, length_m, width_m, written: format!("{width} × {length}"), has_grain: false })
}
