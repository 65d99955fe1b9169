//! What has to be got for the job: bought, taken from the store, or drawn from the place; rounded up to what is sold.

use std::collections::BTreeMap;

use super::cut_list::{CutList, bar_length_m, material, sheet_size, whole};
use super::job::Job;
use crate::graph::ItemIndex;
use crate::model::{Grade, worst_grade};
use crate::quantity::Dimension;
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
    /// What the store holds.
    Store,
    /// What the place offers: energy, water, scrap.
    Place,
}

impl Aisle {
    /// The heading, and the word in tables.
    pub fn title(self) -> &'static str {
        match self {
            Self::Stock => "Buy: bar, plate and sheet",
            Self::Parts => "Buy: parts by the piece",
            Self::Bulk => "Buy: by mass, volume or length",
            Self::Store => "Take from the store",
            Self::Place => "Drawn from the place",
        }
    }

    /// Whether it costs a way to the shop.
    pub fn is_bought(self) -> bool {
        matches!(self, Self::Stock | Self::Parts | Self::Bulk)
    }
}

/// One thing to get.
#[derive(Clone, Debug)]
pub struct Purchase {
    /// The item.
    pub item: ItemIndex,
    /// Where.
    pub aisle: Aisle,
    /// What the job takes, net of its own returns, in the item's unit.
    pub needed: f64,
    /// What of that is in the store, in the item's unit.
    pub in_stock: f64,
    /// What to get, rounded up, in the item's unit.
    pub quantity: f64,
    /// How it is sold: how many, and of what.
    pub lots: Option<Lots>,
    /// Price per unit, in the graph's currency.
    pub price: Option<f64>,
    /// Whether the price is a judgement.
    pub is_estimated: bool,
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
    /// What it costs, in the graph's currency.
    pub fn cost(&self) -> Option<f64> {
        self.price.map(|price| price * self.quantity)
    }
}

/// The shopping list, by aisle and title.
pub fn shopping(job: &Job<'_>, cuts: &CutList) -> Vec<Purchase> {
    let report = job.report();
    let mut users: BTreeMap<ItemIndex, Vec<(ItemIndex, f64)>> = BTreeMap::new();
    for edge in &report.resolution.edges {
        users.entry(edge.to).or_default().push((edge.from, edge.quantity));
    }
    let leaves =
        report.resolution.needs.iter().filter(|need| need.obtain.recipe().is_none() && need.net > need.quantity * 1e-9);
    let mut list: Vec<Purchase> =
        leaves.map(|need| purchase(job, cuts, need, users.get(&need.item).map_or(&[][..], Vec::as_slice))).collect();
    list.sort_by(|a, b| (a.aisle, job.title(a.item), a.item).cmp(&(b.aisle, job.title(b.item), b.item)));
    list
}

fn purchase(job: &Job<'_>, cuts: &CutList, need: &Need, users: &[(ItemIndex, f64)]) -> Purchase {
    let (item, graph, place) = (need.item, job.graph(), &job.request.shop.place);
    let is_piece = graph.item(item).unit.dimension() == Dimension::NONE;
    let bar = bar_length_m(job, item);
    let sheet = sheet_size(job, item);
    let aisle = match need.obtain {
        Obtain::Stock => Aisle::Store,
        Obtain::Resource => Aisle::Place,
        _ if bar.is_some() || sheet.is_some() => Aisle::Stock,
        _ if is_piece => Aisle::Parts,
        _ => Aisle::Bulk,
    };
    let imported = job.report().imports.iter().find(|import| import.item == item).map(|import| import.quantity);
    let in_stock = match need.obtain {
        Obtain::Stock => need.net,
        _ => imported.map_or(0.0, |imported| (need.net - imported).max(0.0)),
    };
    let to_get = if aisle == Aisle::Store { need.net } else { need.net - in_stock };
    let lots = if aisle.is_bought() { lots(job, cuts, item, need.net, in_stock) } else { None };
    let quantity = match lots {
        Some(lots) => lots.count as f64 * lots.each,
        None if is_piece && aisle != Aisle::Place => whole(to_get) as f64,
        None => to_get,
    };
    let mut users = users.to_vec();
    users.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    Purchase {
        item,
        aisle,
        needed: need.net,
        in_stock: if in_stock > need.net * 1e-9 { in_stock } else { 0.0 },
        quantity,
        lots,
        price: place.price(graph, item),
        is_estimated: material(job, item).is_none_or(|material| worst_grade(&material.sources) == Grade::Estimated),
        used_by: users.into_iter().map(|(user, _)| user).collect(),
    }
}

fn lots(job: &Job<'_>, cuts: &CutList, item: ItemIndex, needed: f64, in_stock: f64) -> Option<Lots> {
    let graph = job.graph();
    let factor = graph.item(item).unit.factor();
    if let Some(length_m) = bar_length_m(job, item) {
        let nested = cuts.bars.iter().find(|bars| bars.item == item).map_or(0, super::cut_list::BarStock::bars);
        let each = length_m / factor;
        // What the store holds is an amount; whether it is whole bars, nobody says. So the nesting is of new bars.
        let count =
            if in_stock > needed * 1e-9 { whole((needed - in_stock) / each) } else { nested.max(whole(needed / each)) };
        return Some(Lots { count, kind: LotKind::Bar(length_m), each });
    }
    if let Some((length_m, width_m, Some(sheet_kg))) = sheet_size(job, item) {
        let each = sheet_kg / graph.item(item).mass_kg?;
        return Some(Lots { count: whole((needed - in_stock) / each), kind: LotKind::Sheet(length_m, width_m), each });
    }
    let pack = material(job, item)?.pack.as_ref()?;
    let each = crate::catalog::ItemMeasure::of(job.catalog(), graph.item(item).owner).amount(&pack.value).ok()?;
    (each > 0.0).then(|| Lots { count: whole((needed - in_stock) / each), kind: LotKind::Pack, each })
}
