//! What is cut from stock: bars nested into stock lengths, plate by area.

use std::collections::BTreeMap;

use super::Order;
use super::nesting::{Demand, Nesting, nest};
use crate::catalog::ItemOwner;
use crate::graph::{BoundValue, ItemIndex, RecipeIndex, RecipeSource};
use crate::model::Material;
use crate::quantity::Dimension;

/// What a saw takes between two pieces, in µm. Band and cold saws take 1 to 3 mm.
pub const KERF_UM: u64 = 3_000;

const UM_PER_M: f64 = 1e6;

/// Pieces of one part.
#[derive(Clone, Debug)]
pub struct Piece {
    /// The part.
    pub item: ItemIndex,
    /// How many.
    pub quantity: u64,
    /// m of one, along the stock.
    pub length_m: f64,
    /// m across, of plate; 0 for bars.
    pub width_m: f64,
    /// The size as the author wrote it, if the author did.
    pub written: Option<String>,
}

/// Bars of one material.
#[derive(Clone, Debug)]
pub struct BarStock {
    /// The material.
    pub item: ItemIndex,
    /// m of one bar.
    pub length_m: f64,
    /// Pieces that fit on a bar, longest first.
    pub pieces: Vec<Piece>,
    /// How they are cut; demands are in the order of `pieces`.
    pub nesting: Nesting,
    /// What takes more than a bar, and so is no single piece: cut to the lengths of its drawing.
    pub in_lengths: Vec<Piece>,
    /// Bars for those, by their total length.
    pub bars_in_lengths: u64,
    /// m that recipes take besides, not as pieces of a part.
    pub other_m: f64,
}

/// Sheets of one material.
#[derive(Clone, Debug)]
pub struct SheetStock {
    /// The material.
    pub item: ItemIndex,
    /// m of one sheet.
    pub length_m: f64,
    /// m of one sheet.
    pub width_m: f64,
    /// kg of one sheet, if it can be reckoned.
    pub sheet_kg: Option<f64>,
    /// The pieces, largest first.
    pub pieces: Vec<Piece>,
    /// Parts cut from it of which no operation states a size.
    pub unsized_parts: Vec<(ItemIndex, u64)>,
    /// kg that the plan takes, its allowance for waste included.
    pub needed_kg: f64,
    /// Sheets by area.
    pub sheets: u64,
    /// Area of the blanks over the area of the sheets, from 0 to 1.
    pub utilisation: f64,
}

/// Everything that is cut.
#[derive(Clone, Debug, Default)]
pub struct CutList {
    /// Bars, by id.
    pub bars: Vec<BarStock>,
    /// Sheets, by id.
    pub sheets: Vec<SheetStock>,
}

/// A part that is made, and how many.
#[derive(Clone, Copy, Debug)]
struct Batch {
    item: ItemIndex,
    recipe: RecipeIndex,
    quantity: f64,
}

/// The cut list of an order.
pub fn cut_list(order: &Order<'_>) -> CutList {
    let mut cuts: BTreeMap<ItemIndex, Vec<(Batch, f64)>> = BTreeMap::new();
    let resolution = order.resolution;
    for need in &resolution.needs {
        let Some(recipe) = need.obtain.recipe() else { continue };
        if !matches!(order.graph.recipe(recipe).source, RecipeSource::Part { .. }) {
            continue;
        }
        let batch = Batch { item: need.item, recipe, quantity: need.quantity };
        for flow in resolution.choice.inputs(recipe, order.graph.recipe(recipe)) {
            if material(order, flow.item).is_some_and(|material| material.stock.is_some()) {
                cuts.entry(flow.item).or_default().push((batch, flow.quantity));
            }
        }
    }
    let mut list = CutList::default();
    for (item, takes) in &cuts {
        list.bars.extend(bars(order, *item, takes));
        list.sheets.extend(sheets(order, *item, takes));
    }
    list
}

/// The material that an item is.
pub fn material<'a>(order: &Order<'a>, item: ItemIndex) -> Option<&'a Material> {
    match order.graph.item(item).owner {
        ItemOwner::Material(index) => Some(&order.catalog.materials[index]),
        ItemOwner::Plan(_) | ItemOwner::Part { .. } => None,
    }
}

/// m of one bar, for a material that is counted in lengths and comes in one.
pub fn bar_length_m(order: &Order<'_>, item: ItemIndex) -> Option<f64> {
    let stock = material(order, item)?.stock.as_ref()?;
    let is_length = order.graph.item(item).unit.dimension() == Dimension::LENGTH;
    stock
        .length
        .as_ref()
        .map(|length| length.value.si())
        .filter(|length_m| is_length && stock.width.is_none() && *length_m > 0.0)
}

/// m × m of one sheet and its kg, for a material that comes in sheets.
pub fn sheet_size(order: &Order<'_>, item: ItemIndex) -> Option<(f64, f64, Option<f64>)> {
    let material = material(order, item)?;
    let stock = material.stock.as_ref()?;
    let (length, width) = (stock.length.as_ref()?.value.si(), stock.width.as_ref()?.value.si());
    let thickness = stock.thickness.as_ref().map(|thickness| thickness.value.si());
    let density = material.density.as_ref().map(|density| density.value.si());
    let unit = &order.graph.item(item).unit;
    let by_area = order
        .graph
        .item(item)
        .mass_kg
        .filter(|_| unit.dimension() == Dimension::AREA)
        .map(|mass_kg| mass_kg / unit.factor() * length * width);
    let by_volume = density.zip(thickness).map(|(density, thickness)| density * thickness * length * width);
    (length > 0.0 && width > 0.0).then_some((length, width, by_area.or(by_volume).filter(|kg| *kg > 0.0)))
}

/// How many of a batch: runs of a part, rounded up to whole pieces.
fn pieces_of(batch: &Batch) -> u64 {
    (batch.quantity - 1e-6).ceil().max(0.0) as u64
}

fn bars(order: &Order<'_>, item: ItemIndex, takes: &[(Batch, f64)]) -> Option<BarStock> {
    let length_m = bar_length_m(order, item)?;
    let factor = order.graph.item(item).unit.factor();
    let piece = |(batch, quantity): &(Batch, f64)| {
        let length_m = quantity * factor;
        Piece { item: batch.item, quantity: pieces_of(batch), length_m, width_m: 0.0, written: None }
    };
    let (mut pieces, in_lengths): (Vec<Piece>, Vec<Piece>) =
        takes.iter().map(piece).partition(|piece| um(piece.length_m) <= um(length_m));
    pieces.sort_by(|a, b| b.length_m.total_cmp(&a.length_m).then(a.item.cmp(&b.item)));
    let demands: Vec<Demand> =
        pieces.iter().map(|piece| Demand { length_um: um(piece.length_m), quantity: piece.quantity }).collect();
    let total = |pieces: &[Piece]| pieces.iter().map(|piece| piece.length_m * piece.quantity as f64).sum::<f64>();
    let needed_m = order.resolution.need(item).map_or(0.0, |need| need.quantity * factor);
    let other_m = (needed_m - total(&pieces) - total(&in_lengths)).max(0.0);
    Some(BarStock {
        item,
        length_m,
        nesting: nest(um(length_m), KERF_UM, &demands),
        bars_in_lengths: whole(total(&in_lengths) / length_m),
        pieces,
        in_lengths,
        other_m: if other_m < 1e-6 * needed_m { 0.0 } else { other_m },
    })
}

fn sheets(order: &Order<'_>, item: ItemIndex, takes: &[(Batch, f64)]) -> Option<SheetStock> {
    let (length_m, width_m, sheet_kg) = sheet_size(order, item)?;
    let mut pieces = Vec::new();
    let mut unsized_parts = Vec::new();
    for (batch, _) in takes {
        match blank(order, batch) {
            Some(piece) => pieces.push(piece),
            None => unsized_parts.push((batch.item, pieces_of(batch))),
        }
    }
    let area = |piece: &Piece| piece.length_m * piece.width_m;
    pieces.sort_by(|a, b| area(b).total_cmp(&area(a)).then(a.item.cmp(&b.item)));
    let blanks_m2: f64 = pieces.iter().map(|piece| area(piece) * piece.quantity as f64).sum();
    let needed_kg =
        order.resolution.need(item).map_or(0.0, |need| need.quantity * order.graph.item(item).mass_kg.unwrap_or(0.0));
    let sheets = match sheet_kg {
        Some(sheet_kg) if needed_kg > 0.0 => whole(needed_kg / sheet_kg),
        _ => whole(blanks_m2 / (length_m * width_m)),
    };
    let utilisation = blanks_m2 / (sheets.max(1) as f64 * length_m * width_m);
    Some(SheetStock { item, length_m, width_m, sheet_kg, pieces, unsized_parts, needed_kg, sheets, utilisation })
}

/// The blank of a part: width and length as its first operation that has both asks for them.
fn blank(order: &Order<'_>, batch: &Batch) -> Option<Piece> {
    let need = |name: &str, bounds: &[crate::graph::Bound]| {
        let bound = bounds.iter().find(|bound| bound.parameter == name)?;
        match bound.values.first()? {
            BoundValue::Number { si, written } => Some((*si, written.clone())),
            BoundValue::Interval { to_si, written, .. } => Some((*to_si, written.clone())),
            BoundValue::Word(_) => None,
        }
    };
    let sizes = order
        .graph
        .recipe(batch.recipe)
        .operations
        .iter()
        .find_map(|operation| need("length", &operation.bounds).zip(need("width", &operation.bounds)));
    let ((length_m, length), (width_m, width)) = sizes?;
    let written = format!("{width} × {length}");
    Some(Piece { item: batch.item, quantity: pieces_of(batch), length_m, width_m, written: Some(written) })
}

impl SheetStock {
    /// Whether a blank fits on a sheet, either way round.
    pub fn holds(&self, piece: &Piece) -> bool {
        let fits =
            |along: f64, across: f64| along <= self.length_m * (1.0 + 1e-9) && across <= self.width_m * (1.0 + 1e-9);
        fits(piece.length_m, piece.width_m) || fits(piece.width_m, piece.length_m)
    }
}

impl BarStock {
    /// Bars to have: nested, in lengths, and for what else takes of it.
    pub fn bars(&self) -> u64 {
        self.nesting.bars + self.bars_in_lengths + whole(self.other_m / self.length_m)
    }
}

/// Whole pieces to have for an amount, a rounding error forgiven.
pub fn whole(amount: f64) -> u64 {
    (amount * (1.0 - 1e-9)).ceil().max(0.0) as u64
}

fn um(length_m: f64) -> u64 {
    (length_m * UM_PER_M).round().max(0.0) as u64
}
