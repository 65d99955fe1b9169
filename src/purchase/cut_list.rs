//! What is cut from stock: bars nested into stock lengths, blanks of sheet nested into sheets.

use std::collections::BTreeMap;

use super::Order;
use super::blanks::{PartBlank, blanks_of};
use super::nesting::{Bar, Demand, Nesting, nest_into};
use super::sheets::{self, Cutting, Sheet, SheetNesting, nest_sheets};
use super::stock::{StockSize, sizes};
use crate::catalog::ItemOwner;
use crate::graph::{Flow, ItemIndex, RecipeIndex, RecipeSource};
use crate::model::Material;
use crate::quantity::Dimension;

/// What a saw takes between two pieces, in µm. Band and cold saws take 1 to 3 mm.
pub const KERF_UM: u64 = 3_000;

/// What stays between two blanks and along the edge, in µm, at the least: the kerf of a torch and a web that holds.
const SPACING_UM: u64 = 5_000;

/// A remnant of bar that is kept, in µm, at the least; what is shorter goes to scrap.
pub const KEEP_UM: u64 = 300_000;

const UM_PER_M: f64 = 1e6;

/// Beyond this no length is real, and sums of lengths would run over.
const LONGEST_UM: f64 = 1e15;

/// Beyond this no number of pieces is real.
const MOST_PIECES: u64 = 1_000_000_000_000;

/// Pieces of one part.
#[derive(Clone, Debug)]
pub struct Piece {
    /// The part.
    pub item: ItemIndex,
    /// How many.
    pub quantity: u64,
    /// m of one, along the stock.
    pub length_m: f64,
    /// m across, of sheet; 0 for bars.
    pub width_m: f64,
    /// The size for readers.
    pub written: String,
    /// Whether its length lies along the sheet.
    pub has_grain: bool,
}

/// Bars of one material.
#[derive(Clone, Debug)]
pub struct BarStock {
    /// The material.
    pub item: ItemIndex,
    /// m of a bar of the usual length.
    pub length_m: f64,
    /// What it comes in, and what lies in the store: the kinds of bars of the nesting.
    pub sizes: Vec<StockSize>,
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
    /// m of a sheet of the usual size.
    pub length_m: f64,
    /// m of a sheet of the usual size.
    pub width_m: f64,
    /// m, if it is stated.
    pub thickness_m: Option<f64>,
    /// What it comes in, and what lies in the store: the kinds of sheets of the nesting.
    pub sizes: Vec<StockSize>,
    /// kg of a sheet of the usual size, if it can be reckoned.
    pub sheet_kg: Option<f64>,
    /// The pieces, largest first.
    pub pieces: Vec<Piece>,
    /// How they are cut; blanks are in the order of `pieces`.
    pub nesting: SheetNesting,
    /// What was kept between them.
    pub cutting: Cutting,
    /// Parts cut from it of which nobody states a size.
    pub unsized_parts: Vec<(ItemIndex, u64)>,
    /// kg that the plan takes, its allowance for waste included.
    pub needed_kg: f64,
    /// Sheets by mass, for what is not nested: parts without a size or larger than a sheet, and what recipes take besides.
    pub sheets_by_mass: u64,
    /// Area of the blanks that are nested over the area of their sheets, from 0 to 1.
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

/// A part that is made, how many, and what one takes.
#[derive(Clone, Copy, Debug)]
struct Take {
    item: ItemIndex,
    recipe: RecipeIndex,
    parts: f64,
    flow: Flow,
}

/// The cut list of an order.
pub fn cut_list(order: &Order<'_>) -> CutList {
    let mut cuts: BTreeMap<ItemIndex, Vec<Take>> = BTreeMap::new();
    let resolution = order.resolution;
    for need in &resolution.needs {
        let Some(recipe) = need.obtain.recipe() else { continue };
        if !matches!(order.graph.recipe(recipe).source, RecipeSource::Part { .. }) {
            continue;
        }
        for flow in resolution.choice.inputs(recipe, order.graph.recipe(recipe)) {
            if material(order, flow.item).is_some_and(|material| material.stock.is_some()) {
                let parts = need.quantity - order.taken_from_stock(need.item);
                let take = Take { item: need.item, recipe, parts, flow };
                cuts.entry(flow.item).or_default().push(take);
            }
        }
    }
    let mut list = CutList::default();
    for (item, takes) in &cuts {
        list.bars.extend(bars(order, *item, takes));
        list.sheets.extend(sheets_of(order, *item, takes));
    }
    list
}

/// The material that an item is.
pub fn material<'a>(order: &Order<'a>, item: ItemIndex) -> Option<&'a Material> {
    match order.graph.item(item).owner {
        ItemOwner::Material(index) => Some(&order.catalog.materials[index]),
        ItemOwner::Plan(_) | ItemOwner::Part { .. } | ItemOwner::Hole(_) => None,
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

/// How many parts: a rounding error is no part.
fn whole_parts(take: &Take) -> u64 {
    (take.parts - 1e-6).ceil().max(0.0) as u64
}

fn piece(take: &Take, blank: PartBlank) -> Piece {
    Piece {
        item: take.item,
        quantity: whole_parts(take).saturating_mul(blank.count).min(MOST_PIECES),
        length_m: blank.length_m,
        width_m: blank.width_m,
        written: blank.written,
        has_grain: blank.has_grain,
    }
}

fn bars(order: &Order<'_>, item: ItemIndex, takes: &[Take]) -> Option<BarStock> {
    let usual_m = bar_length_m(order, item)?;
    let sizes = sizes(order, item);
    let longest_m =
        sizes.iter().filter(|size| size.in_store.is_none()).map(|size| size.length_m).fold(usual_m, f64::max);
    let factor = order.graph.item(item).unit.factor();
    let all = takes
        .iter()
        .flat_map(|take| blanks_of(order, take.recipe, &take.flow).into_iter().map(|blank| piece(take, blank)));
    let (mut pieces, in_lengths): (Vec<Piece>, Vec<Piece>) = all.partition(|piece| um(piece.length_m) <= um(longest_m));
    pieces.sort_by(|a, b| b.length_m.total_cmp(&a.length_m).then(a.item.cmp(&b.item)));
    let demands: Vec<Demand> =
        pieces.iter().map(|piece| Demand { length_um: um(piece.length_m), quantity: piece.quantity }).collect();
    let kinds: Vec<Bar> = sizes
        .iter()
        .map(|size| Bar { length_um: um(size.length_m), price: price_among(&sizes, size), available: size.in_store })
        .collect();
    let total = |pieces: &[Piece]| pieces.iter().map(|piece| piece.length_m * piece.quantity as f64).sum::<f64>();
    let needed_m = order.resolution.need(item).map_or(0.0, |need| need.quantity * factor);
    let taken_m: f64 = takes.iter().map(|take| take.flow.quantity * factor * whole_parts(take) as f64).sum();
    let other_m = (needed_m - taken_m).max(0.0);
    Some(BarStock {
        item,
        length_m: usual_m,
        nesting: nest_into(&kinds, KERF_UM, &demands),
        sizes,
        bars_in_lengths: whole(total(&in_lengths) / usual_m),
        pieces,
        in_lengths,
        other_m: if other_m < 1e-6 * needed_m { 0.0 } else { other_m },
    })
}

/// Without a price of each, sizes cost as much as they are large.
fn price_among(sizes: &[StockSize], size: &StockSize) -> f64 {
    if size.in_store.is_some() {
        return 0.0;
    }
    let bought = || sizes.iter().filter(|size| size.in_store.is_none());
    let all_priced = bought().all(|size| size.price.is_some_and(|price| price > 0.0));
    match size.price.filter(|_| all_priced && bought().count() > 1) {
        Some(price) => price,
        None if bought().count() == 1 => 1.0,
        None => size.length_m * if size.width_m > 0.0 { size.width_m } else { 1.0 },
    }
}

fn sheets_of(order: &Order<'_>, item: ItemIndex, takes: &[Take]) -> Option<SheetStock> {
    let (length_m, width_m, sheet_kg) = sheet_size(order, item)?;
    let stock = material(order, item)?.stock.as_ref()?;
    let thickness_m = stock.thickness.as_ref().map(|thickness| thickness.value.si());
    let unit_kg = order.graph.item(item).mass_kg.unwrap_or(0.0);
    let mut pieces: Vec<(Piece, &Take)> = Vec::new();
    let mut unsized_parts = Vec::new();
    let mut by_mass_kg = 0.0;
    for take in takes {
        let blanks = blanks_of(order, take.recipe, &take.flow);
        if blanks.is_empty() {
            unsized_parts.push((take.item, whole_parts(take)));
            by_mass_kg += take.flow.quantity * unit_kg * whole_parts(take) as f64;
        }
        pieces.extend(blanks.into_iter().map(|blank| (piece(take, blank), take)));
    }
    let area = |piece: &Piece| piece.length_m * piece.width_m;
    pieces.sort_by(|(a, _), (b, _)| area(b).total_cmp(&area(a)).then(a.item.cmp(&b.item)));
    let cutting = cutting(order, takes, thickness_m);
    let sizes = sizes(order, item);
    let kinds: Vec<Sheet> = sizes
        .iter()
        .map(|size| Sheet {
            length_um: um(size.length_m),
            width_um: um(size.width_m),
            price: price_among(&sizes, size),
            available: size.in_store,
        })
        .collect();
    let blanks: Vec<sheets::Blank> = pieces
        .iter()
        .map(|(piece, _)| sheets::Blank {
            length_um: um(piece.length_m),
            width_um: um(piece.width_m),
            quantity: piece.quantity,
            turns: !piece.has_grain,
        })
        .collect();
    let nesting = nest_sheets(&kinds, cutting, &blanks);
    // What is larger than a sheet is made of several, by mass.
    let mut too_large: Vec<ItemIndex> = Vec::new();
    for index in &nesting.too_large {
        let (piece, take) = &pieces[*index];
        if !too_large.contains(&piece.item) {
            too_large.push(piece.item);
            by_mass_kg += take.flow.quantity * unit_kg * whole_parts(take) as f64;
        }
    }
    let needed_kg = order.resolution.need(item).map_or(0.0, |need| need.quantity * unit_kg);
    let taken_kg: f64 = takes.iter().map(|take| take.flow.quantity * unit_kg * whole_parts(take) as f64).sum();
    let other_kg = (needed_kg - taken_kg).max(0.0);
    by_mass_kg += if other_kg < 1e-6 * needed_kg { 0.0 } else { other_kg };
    let nested_m2: f64 = pieces
        .iter()
        .enumerate()
        .filter(|(index, _)| !nesting.too_large.contains(index))
        .map(|(_, (piece, _))| area(piece) * piece.quantity as f64)
        .sum();
    let sheets_m2: f64 = nesting
        .layouts
        .iter()
        .map(|layout| layout.sheets as f64 * sizes[layout.sheet].length_m * sizes[layout.sheet].width_m)
        .sum();
    Some(SheetStock {
        item,
        length_m,
        width_m,
        thickness_m,
        sizes,
        sheet_kg,
        pieces: pieces.into_iter().map(|(piece, _)| piece).collect(),
        nesting,
        cutting,
        unsized_parts,
        needed_kg,
        sheets_by_mass: sheet_kg.map_or(0, |sheet_kg| whole(by_mass_kg / sheet_kg)),
        utilisation: if sheets_m2 > 0.0 { nested_m2 / sheets_m2 } else { 0.0 },
    })
}

/// A shear or a panel saw cuts from edge to edge, the shear without kerf; a torch leaves a web of half the thickness, or 5 mm.
fn cutting(order: &Order<'_>, takes: &[Take], thickness_m: Option<f64>) -> Cutting {
    let does = |take: &Take, word: &str| {
        let first = order.graph.recipe(take.recipe).operations.first();
        first.is_some_and(|operation| {
            operation.capability_id.as_str().split(['/', '-']).any(|part| part.starts_with(word))
        })
    };
    let sheared = !takes.is_empty() && takes.iter().all(|take| does(take, "shear"));
    let sawn = takes.iter().any(|take| does(take, "shear") || does(take, "saw"));
    let web_um = thickness_m.map_or(0, |thickness_m| um(thickness_m / 2.0)).max(SPACING_UM);
    match (sheared, sawn) {
        (true, _) => Cutting { spacing_um: 0, margin_um: 0, edge_to_edge: true },
        (false, true) => Cutting { spacing_um: KERF_UM, margin_um: 0, edge_to_edge: true },
        (false, false) => Cutting { spacing_um: web_um, margin_um: web_um, edge_to_edge: false },
    }
}

impl BarStock {
    /// New bars of the usual length to have: nested, in lengths, and for what else takes of it.
    pub fn bars(&self) -> u64 {
        self.nesting.bars_of(0) + self.bars_in_lengths + whole(self.other_m / self.length_m)
    }
}

impl SheetStock {
    /// New sheets of the usual size to have: nested, and by mass.
    pub fn sheets(&self) -> u64 {
        self.nesting.sheets_of(0) + self.sheets_by_mass
    }
}

/// Whole pieces to have for an amount, a rounding error forgiven.
pub fn whole(amount: f64) -> u64 {
    (amount * (1.0 - 1e-9)).ceil().max(0.0) as u64
}

fn um(length_m: f64) -> u64 {
    (length_m * UM_PER_M).round().clamp(0.0, LONGEST_UM) as u64
}
