//! What has to be got for the job: bought, taken from the store, or drawn from the place; rounded up to what is sold.

use std::collections::BTreeMap;

use super::Order;
use super::cut_list::{CutList, bar_length_m, material, sheet_size, whole};
use super::shop::shop_of;
use super::stock::StockSize;
use crate::graph::ItemIndex;
use crate::model::{Grade, worst_grade};
use crate::quantity::{Dimension, display_si};
use crate::resolve::{Need, Obtain};

/// Where a thing is got.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Aisle {
    /// Bars, tubes, plate and sheet.
    Stock,
    /// Parts by the piece.
    Parts,
    /// What is sold by mass, volume or length.
    Bulk,
    /// What is raw, and nobody offers: bought, dug or gathered.
    Raw,
    /// What the store holds.
    Store,
    /// What the place offers: energy, water, scrap.
    Place,
}

impl Aisle {
    /// The heading of what has no shop.
    pub fn title(self) -> &'static str {
        match self {
            Self::Stock => "Buy: bar, plate and sheet",
            Self::Parts => "Buy: parts by the piece",
            Self::Bulk => "Buy: by mass, volume or length",
            Self::Raw => "Raw: buy, dig or gather",
            Self::Store => "Take from the store",
            Self::Place => "Drawn from the place",
        }
    }

    /// Whether it costs a way to the shop.
    pub fn is_bought(self) -> bool {
        matches!(self, Self::Stock | Self::Parts | Self::Bulk | Self::Raw)
    }
}

/// One thing to get.
#[derive(Clone, Debug)]
pub struct Purchase {
    /// The item.
    pub item: ItemIndex,
    /// Where.
    pub aisle: Aisle,
    /// Who sells it: as its catalog says, else the kind of shop that its name tells. Empty for what is not bought.
    pub shop: String,
    /// What the job takes, net of its own returns, in the item's unit.
    pub needed: f64,
    /// What of that is in the store, in the item's unit.
    pub in_stock: f64,
    /// What to get, rounded up, in the item's unit.
    pub quantity: f64,
    /// How it is sold: how many, and of what.
    pub lots: Option<Lots>,
    /// Other sizes of bar or sheet that are bought besides.
    pub other_lots: Vec<OtherLots>,
    /// Price per unit, in the graph's currency.
    pub price: Option<f64>,
    /// Whether the price is a judgement.
    pub is_estimated: bool,
    /// How good the worst source of its material is, which its price rests on; none where there is no price.
    pub price_grade: Option<Grade>,
    /// What it is for, most of it first.
    pub used_by: Vec<ItemIndex>,
}

/// Whole pieces of what is sold.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lots {
    /// How many.
    pub count: u64,
    /// Of what.
    pub kind: LotKind,
    /// How much of the item's unit is in one.
    pub each: f64,
}

/// Bars or sheets of a size other than the usual one.
#[derive(Clone, Debug, PartialEq)]
pub struct OtherLots {
    /// How many.
    pub count: u64,
    /// The size, as the catalog writes it.
    pub written: String,
    /// How much of the item's unit is in one.
    pub each: f64,
    /// What one costs, in the graph's currency.
    pub price: Option<f64>,
}

/// What is sold as one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum LotKind {
    /// A bar, m long.
    Bar(f64),
    /// A sheet, m × m.
    Sheet(f64, f64),
    /// A pack.
    Pack,
}

impl Purchase {
    /// The heading that it stands under: the shop, or where else it is got.
    pub fn group(&self) -> String {
        if self.shop.is_empty() { self.aisle.title().to_owned() } else { format!("Buy: {}", self.shop) }
    }

    /// What it costs, in the graph's currency.
    pub fn cost(&self) -> Option<f64> {
        let others: f64 = self.other_lots.iter().map(|lots| lots.count as f64 * lots.each).sum();
        let dear: f64 = self.other_lots.iter().map(|lots| lots.count as f64 * lots.price.unwrap_or(0.0)).sum();
        self.price.map(|price| price * (self.quantity - others) + dear)
    }
}

/// The shopping list of an order, by shop and title.
pub fn shopping(order: &Order<'_>, cuts: &CutList) -> Vec<Purchase> {
    let mut users: BTreeMap<ItemIndex, Vec<(ItemIndex, f64)>> = BTreeMap::new();
    for edge in &order.resolution.edges {
        users.entry(edge.to).or_default().push((edge.from, edge.quantity));
    }
    let leaves =
        order.resolution.needs.iter().filter(|need| need.obtain.recipe().is_none() && need.net > need.quantity * 1e-9);
    let mut list: Vec<Purchase> =
        leaves.map(|need| purchase(order, cuts, need, users.get(&need.item).map_or(&[][..], Vec::as_slice))).collect();
    let made = order.resolution.needs.iter().filter(|need| need.obtain.recipe().is_some());
    list.extend(made.filter_map(|need| {
        let taken = order.taken_from_stock(need.item);
        let users = users.get(&need.item).map_or(&[][..], Vec::as_slice);
        (taken > 0.0).then(|| taken_from_store(order, need.item, taken, users))
    }));
    let starters = order.at.map_or(&[][..], |(_, imports)| imports).iter().filter(|import| import.is_starter);
    list.extend(starters.map(|import| {
        let (item, quantity) = (import.item, import.quantity);
        let once = Need { item, quantity, net: quantity, depth: 0, obtain: Obtain::Bought, runs: 0.0, with: None };
        purchase(order, cuts, &once, users.get(&item).map_or(&[][..], Vec::as_slice))
    }));
    list.sort_by(|a, b| {
        let by = (place_of(a), order.title(a.item), a.item);
        by.cmp(&(place_of(b), order.title(b.item), b.item))
    });
    list
}

/// Shops by name, those of no kind after them, then what needs no way to a shop.
fn place_of(purchase: &Purchase) -> (bool, bool, &str, Aisle) {
    let shop = purchase.shop.as_str();
    (shop.is_empty(), shop.starts_with("other "), shop, purchase.aisle)
}

/// Who sells an item that is bought.
fn shop(order: &Order<'_>, item: ItemIndex, aisle: Aisle) -> String {
    let graph = order.graph;
    let supplier = material(order, item).and_then(|material| material.supplier.as_deref());
    match supplier.map(str::trim).filter(|supplier| !supplier.is_empty()) {
        _ if !aisle.is_bought() || aisle == Aisle::Raw => String::new(),
        Some(supplier) => supplier.to_owned(),
        None => shop_of(graph.item(item).id.as_str(), order.title(item), aisle).to_owned(),
    }
}

/// What lies in the store of a thing of which more is made.
fn taken_from_store(order: &Order<'_>, item: ItemIndex, taken: f64, users: &[(ItemIndex, f64)]) -> Purchase {
    let grade = price_grade(order, item);
    Purchase {
        item,
        aisle: Aisle::Store,
        shop: String::new(),
        needed: taken,
        in_stock: taken,
        quantity: taken,
        lots: None,
        other_lots: Vec::new(),
        price: order.price(item),
        is_estimated: grade == Grade::Estimated,
        price_grade: order.price(item).map(|_| grade),
        used_by: most_first(users),
    }
}

/// How good the worst source of a material is; what is no material has none.
fn price_grade(order: &Order<'_>, item: ItemIndex) -> Grade {
    material(order, item).map_or(Grade::Estimated, |material| worst_grade(&material.sources))
}

fn most_first(users: &[(ItemIndex, f64)]) -> Vec<ItemIndex> {
    let mut users = users.to_vec();
    users.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    users.into_iter().map(|(user, _)| user).collect()
}

fn purchase(order: &Order<'_>, cuts: &CutList, need: &Need, users: &[(ItemIndex, f64)]) -> Purchase {
    let (item, graph) = (need.item, order.graph);
    let is_piece = graph.item(item).unit.dimension() == Dimension::NONE;
    let bar = bar_length_m(order, item);
    let sheet = sheet_size(order, item);
    // What the store holds is enough for what is asked; for whole pieces of it, more may have to be got.
    let held = order.at.and_then(|(place, _)| place.stock.get(&item).copied()).unwrap_or(f64::INFINITY);
    let aisle = match need.obtain {
        Obtain::Stock if need.net <= held * (1.0 + 1e-9) => Aisle::Store,
        Obtain::Resource => Aisle::Place,
        Obtain::Raw => Aisle::Raw,
        _ if bar.is_some() || sheet.is_some() => Aisle::Stock,
        _ if is_piece => Aisle::Parts,
        _ => Aisle::Bulk,
    };
    let imports = order.at.map_or(&[][..], |(_, imports)| imports);
    let imported =
        imports.iter().find(|import| import.item == item && !import.is_starter).map(|import| import.quantity);
    let in_stock = match need.obtain {
        Obtain::Stock => need.net.min(held),
        _ => imported.zip(order.asked.need(item)).map_or(0.0, |(imported, asked)| (asked.net - imported).max(0.0)),
    };
    let to_get = if aisle == Aisle::Store { need.net } else { need.net - in_stock };
    let lots = if aisle.is_bought() { lots(order, cuts, item, need.net, in_stock) } else { None };
    let other_lots = if lots.is_some() { other_lots(order, cuts, item) } else { Vec::new() };
    let others: f64 = other_lots.iter().map(|lots| lots.count as f64 * lots.each).sum();
    let quantity = match lots {
        Some(lots) => lots.count as f64 * lots.each + others,
        None if is_piece && aisle != Aisle::Place => whole(to_get) as f64,
        None => to_get,
    };
    let grade = price_grade(order, item);
    Purchase {
        item,
        aisle,
        shop: shop(order, item, aisle),
        needed: need.net,
        in_stock: if in_stock > need.net * 1e-9 { in_stock } else { 0.0 },
        quantity,
        lots,
        other_lots,
        price: order.price(item),
        price_grade: order.price(item).map(|_| grade),
        is_estimated: grade == Grade::Estimated,
        used_by: most_first(users),
    }
}

fn lots(order: &Order<'_>, cuts: &CutList, item: ItemIndex, needed: f64, in_stock: f64) -> Option<Lots> {
    let graph = order.graph;
    let factor = graph.item(item).unit.factor();
    // What the store holds is an amount; unless its sizes are stated, nobody says whether it is whole bars. So the nesting is of
    // new bars and of those remnants, and else it goes by amount.
    let by_amount = in_stock > needed * 1e-9;
    if let Some(length_m) = bar_length_m(order, item) {
        let nested = cuts.bars.iter().find(|bars| bars.item == item);
        let each = length_m / factor;
        let count = match nested {
            Some(bars) if !by_amount || bars.sizes.iter().any(|size| size.in_store.is_some()) => bars.bars(),
            _ => whole((needed - in_stock) / each),
        };
        return Some(Lots { count, kind: LotKind::Bar(length_m), each });
    }
    if let Some((length_m, width_m, Some(sheet_kg))) = sheet_size(order, item) {
        let nested = cuts.sheets.iter().find(|sheets| sheets.item == item);
        let each = sheet_kg / graph.item(item).mass_kg?;
        let count = match nested {
            Some(sheets) if !by_amount || sheets.sizes.iter().any(|size| size.in_store.is_some()) => sheets.sheets(),
            _ => whole((needed - in_stock) / each),
        };
        return Some(Lots { count, kind: LotKind::Sheet(length_m, width_m), each });
    }
    let pack = material(order, item)?.pack.as_ref()?;
    let each = crate::catalog::ItemMeasure::of(order.catalog, graph.item(item).owner).amount(&pack.value).ok()?;
    (each > 0.0).then(|| Lots { count: whole((needed - in_stock) / each), kind: LotKind::Pack, each })
}

/// Sizes besides the usual one that the nesting takes, new ones only.
fn other_lots(order: &Order<'_>, cuts: &CutList, item: ItemIndex) -> Vec<OtherLots> {
    let factor = order.graph.item(item).unit.factor();
    let lots = |count: u64, size: &StockSize, each: f64| OtherLots {
        count,
        written: size.written.clone(),
        each,
        price: size.price,
    };
    let bars = cuts.bars.iter().filter(|bars| bars.item == item).flat_map(|bars| {
        let others = bars.sizes.iter().enumerate().skip(1).filter(|(_, size)| size.in_store.is_none());
        others.map(move |(kind, size)| lots(bars.nesting.bars_of(kind), size, size.length_m / factor))
    });
    let sheets = cuts.sheets.iter().filter(|sheets| sheets.item == item).flat_map(|sheets| {
        let usual =
            sheets.sheet_kg.zip(order.graph.item(item).mass_kg).map_or(0.0, |(sheet_kg, unit_kg)| sheet_kg / unit_kg);
        let others = sheets.sizes.iter().enumerate().skip(1).filter(|(_, size)| size.in_store.is_none());
        others.map(move |(kind, size)| {
            let share = size.length_m * size.width_m / (sheets.length_m * sheets.width_m);
            lots(sheets.nesting.sheets_of(kind), size, usual * share)
        })
    });
    bars.chain(sheets).filter(|lots| lots.count > 0).collect()
}

/// What lots of a kind are called.
pub fn lot_word(kind: LotKind, count: u64) -> &'static str {
    match (kind, count) {
        (LotKind::Bar(_), 1) => "bar",
        (LotKind::Bar(_), _) => "bars",
        (LotKind::Sheet(..), 1) => "piece",
        (LotKind::Sheet(..), _) => "pieces",
        (LotKind::Pack, 1) => "pack",
        (LotKind::Pack, _) => "packs",
    }
}

/// The size of a bar or sheet as the catalog writes it.
pub fn lot_size(order: &Order<'_>, item: ItemIndex, kind: LotKind) -> String {
    let stock = material(order, item).and_then(|material| material.stock.as_ref());
    let written = |quantity: Option<&crate::text::Spanned<crate::quantity::Quantity>>, value_m: f64| {
        quantity
            .map_or_else(|| display_si(value_m, Dimension::LENGTH), |quantity| quantity.value.as_written().to_owned())
    };
    let length = stock.and_then(|stock| stock.length.as_ref());
    match kind {
        LotKind::Bar(length_m) => written(length, length_m),
        LotKind::Sheet(length_m, width_m) => {
            format!(
                "{} × {}",
                written(stock.and_then(|stock| stock.width.as_ref()), width_m),
                written(length, length_m)
            )
        }
        LotKind::Pack => String::new(),
    }
}
