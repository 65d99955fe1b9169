//! Two resolutions of one plan, of two states of its repository: what differs, by id, the largest first.

use std::collections::{BTreeMap, BTreeSet};

use super::{Evidence, Obtain, Resolution, Totals};
use crate::graph::{Graph, ItemIndex};

/// A resolution and the graph that it is of.
#[derive(Clone, Copy, Debug)]
pub struct Side<'a> {
    /// Its items and recipes.
    pub graph: &'a Graph,
    /// The resolution.
    pub resolution: &'a Resolution,
}

/// A figure before and after.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pair {
    /// Before.
    pub before: f64,
    /// After.
    pub after: f64,
}

/// What differs between two resolutions.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// Sums before and after.
    pub totals: Vec<TotalChange>,
    /// Whether money was counted in another currency before, so that the two cannot be compared.
    pub is_other_currency: bool,
    /// Items whose amount, unit or way differs: by mass, then by the ratio of their amounts, largest first.
    pub items: Vec<ItemChange>,
    /// Items from outside on both sides of which the price differs: by what that makes in cost, largest first.
    pub prices: Vec<PriceChange>,
    /// Shares by grade, before and after.
    pub evidence: (Evidence, Evidence),
}

/// A sum before and after.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TotalChange {
    /// As the keys of a resolution's totals.
    pub key: &'static str,
    /// For people.
    pub name: &'static str,
    /// Its unit; of money the currency.
    pub unit: &'static str,
    /// The figures.
    pub pair: Pair,
}

/// An item before and after.
#[derive(Clone, Debug, PartialEq)]
pub struct ItemChange {
    /// Its id.
    pub item: String,
    /// Its title, after if there is one.
    pub title: String,
    /// Before, if it was needed.
    pub before: Option<ItemState>,
    /// After, if it is needed.
    pub after: Option<ItemState>,
}

/// What an item from outside costs, before and after.
#[derive(Clone, Debug, PartialEq)]
pub struct PriceChange {
    /// Its id.
    pub item: String,
    /// Its title, after.
    pub title: String,
    /// Before, if it had one.
    pub before: Option<UnitPrice>,
    /// After, if it has one.
    pub after: Option<UnitPrice>,
}

/// A price per unit, in the currency of totals.
#[derive(Clone, Debug, PartialEq)]
pub struct UnitPrice {
    /// How much.
    pub amount: f64,
    /// Of what money.
    pub currency: &'static str,
    /// Per what.
    pub unit: String,
}

/// An item in one resolution.
#[derive(Clone, Debug, PartialEq)]
pub struct ItemState {
    /// How much, gross, in its unit.
    pub quantity: f64,
    /// The unit.
    pub unit: String,
    /// kg of that, if known.
    pub mass_kg: Option<f64>,
    /// How it is obtained, by its word.
    pub obtained: &'static str,
    /// Its recipe, if it is made.
    pub recipe: Option<String>,
}

/// Two amounts that differ by less are the same: solved loops differ by rounding.
const SAME: f64 = 1e-9;

impl Pair {
    /// Whether the two differ by more than rounding.
    pub fn differs(&self) -> bool {
        (self.after - self.before).abs() > SAME * self.after.abs().max(self.before.abs())
    }

    /// After over before, less 1; `None` from nothing.
    pub fn change(&self) -> Option<f64> {
        (self.before != 0.0).then(|| self.after / self.before - 1.0)
    }
}

impl ItemChange {
    /// The amounts, where both are counted in the same unit; nothing counts as 0.
    pub fn quantities(&self) -> Option<Pair> {
        let same_unit =
            self.before.as_ref().zip(self.after.as_ref()).is_none_or(|(before, after)| before.unit == after.unit);
        let amount = |state: &Option<ItemState>| state.as_ref().map_or(0.0, |state| state.quantity);
        same_unit.then(|| Pair { before: amount(&self.before), after: amount(&self.after) })
    }

    /// The masses; what is unknown counts as 0.
    pub fn masses_kg(&self) -> Pair {
        let mass = |state: &Option<ItemState>| state.as_ref().and_then(|state| state.mass_kg).unwrap_or(0.0);
        Pair { before: mass(&self.before), after: mass(&self.after) }
    }

    /// Whether it is obtained in another way than before: (way before, way after), the recipe's id where it is made.
    pub fn ways(&self) -> Option<(&str, &str)> {
        let (before, after) = (self.before.as_ref()?, self.after.as_ref()?);
        let ways = (before.way(), after.way());
        (ways.0 != ways.1).then_some(ways)
    }

    /// Whether it is an import on one side at least.
    pub fn is_import(&self) -> bool {
        let is_bought = |state: &Option<ItemState>| state.as_ref().is_some_and(|state| state.obtained == "bought");
        is_bought(&self.before) || is_bought(&self.after)
    }
}

impl PriceChange {
    /// The amounts, where both are of one money per one unit.
    pub fn amounts(&self) -> Option<Pair> {
        let (before, after) = (self.before.as_ref()?, self.after.as_ref()?);
        let is_alike = before.currency == after.currency && before.unit == after.unit;
        is_alike.then_some(Pair { before: before.amount, after: after.amount })
    }
}

impl ItemState {
    /// The recipe's id, or the word for how it is obtained.
    pub fn way(&self) -> &str {
        self.recipe.as_deref().unwrap_or(self.obtained)
    }
}

/// Compares two resolutions, of the same plan at two states of the repository. Where there is none on one side, all is new,
/// or all is gone.
pub fn compare(before: Option<Side<'_>>, after: Option<Side<'_>>) -> Comparison {
    let (old, new) = (before.map(states).unwrap_or_default(), after.map(states).unwrap_or_default());
    let ids: BTreeSet<&str> = old.keys().chain(new.keys()).copied().collect();
    let title = |id: &str| [after, before].into_iter().flatten().find_map(|side| title(side, id));
    let mut items: Vec<ItemChange> = ids
        .into_iter()
        .map(|id| ItemChange {
            item: id.to_owned(),
            title: title(id).unwrap_or_else(|| id.to_owned()),
            before: old.get(id).cloned(),
            after: new.get(id).cloned(),
        })
        .filter(is_changed)
        .collect();
    items.sort_by(|a, b| {
        let (a_weight, b_weight) = (weight(a), weight(b));
        b_weight.0.total_cmp(&a_weight.0).then(b_weight.1.total_cmp(&a_weight.1)).then_with(|| a.item.cmp(&b.item))
    });
    let currency = |side: Option<Side<'_>>| side.map(|side| side.graph.currency.code());
    let sums = |side: Option<Side<'_>>| side.map(|side| side.resolution.totals).unwrap_or_default();
    let evidence = |side: Option<Side<'_>>| side.map(|side| side.resolution.evidence).unwrap_or_default();
    Comparison {
        totals: totals(&sums(before), &sums(after), currency(after).or(currency(before)).unwrap_or_default()),
        is_other_currency: currency(before).zip(currency(after)).is_some_and(|(before, after)| before != after),
        items,
        prices: before.zip(after).map_or_else(Vec::new, |(before, after)| prices(before, after)),
        evidence: (evidence(before), evidence(after)),
    }
}

/// How much a change weighs: kg first, then the share of the larger amount.
fn weight(change: &ItemChange) -> (f64, f64) {
    let masses = change.masses_kg();
    let ratio = change.quantities().map_or(f64::INFINITY, |pair| {
        (pair.after - pair.before).abs() / pair.after.abs().max(pair.before.abs()).max(f64::MIN_POSITIVE)
    });
    ((masses.after - masses.before).abs(), ratio)
}

fn is_changed(change: &ItemChange) -> bool {
    match (&change.before, &change.after) {
        (Some(before), Some(after)) => {
            before.way() != after.way()
                || before.unit != after.unit
                || Pair { before: before.quantity, after: after.quantity }.differs()
        }
        _ => true,
    }
}

/// Prices that differ, of what comes from outside on both sides.
fn prices(before: Side<'_>, after: Side<'_>) -> Vec<PriceChange> {
    let mut changes: Vec<(f64, PriceChange)> = Vec::new();
    for need in after.resolution.needs.iter().filter(|need| need.obtain.recipe().is_none()) {
        let item = after.graph.item(need.item);
        let Some(old) = before.graph.item_index(item.id.as_str()) else { continue };
        if before.resolution.need(old).is_none_or(|need| need.obtain.recipe().is_some()) {
            continue;
        }
        let change = PriceChange {
            item: item.id.to_string(),
            title: item.title.clone(),
            before: unit_price(before.graph, old),
            after: unit_price(after.graph, need.item),
        };
        let is_same = match change.amounts() {
            Some(pair) => !pair.differs(),
            // The same written price, in another currency of totals, is no change of it.
            None => {
                before.graph.item(old).price == item.price && before.graph.item(old).unit.symbol() == item.unit.symbol()
            }
        };
        let amount = |price: &Option<UnitPrice>| price.as_ref().map_or(0.0, |price| price.amount);
        if !is_same {
            changes.push(((amount(&change.after) - amount(&change.before)).abs() * need.net, change));
        }
    }
    changes.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.item.cmp(&b.1.item)));
    changes.into_iter().map(|(_, change)| change).collect()
}

fn unit_price(graph: &Graph, index: ItemIndex) -> Option<UnitPrice> {
    let unit = graph.item(index).unit.symbol().to_owned();
    graph.price(index).map(|amount| UnitPrice { amount, currency: graph.currency.code(), unit })
}

fn title(side: Side<'_>, id: &str) -> Option<String> {
    side.graph.item_index(id).map(|item| side.graph.item(item).title.clone())
}

fn states(side: Side<'_>) -> BTreeMap<&str, ItemState> {
    let state = |need: &super::Need| {
        let item = side.graph.item(need.item);
        let recipe = match need.obtain {
            Obtain::Make(recipe) => Some(side.graph.recipe(recipe).id.to_string()),
            _ => None,
        };
        let state = ItemState {
            quantity: need.quantity,
            unit: item.unit.symbol().to_owned(),
            mass_kg: item.mass_kg.map(|mass_kg| mass_kg * need.quantity),
            obtained: need.obtain.as_str(),
            recipe,
        };
        (item.id.as_str(), state)
    };
    side.resolution.needs.iter().map(state).collect()
}

fn totals(before: &Totals, after: &Totals, currency: &'static str) -> Vec<TotalChange> {
    type Figure = fn(&Totals) -> f64;
    let figures: [(&'static str, &'static str, &'static str, Figure); 7] = [
        ("raw-mass-kg", "raw mass", "kg", |totals| totals.raw_mass_kg),
        ("bought-mass-kg", "bought mass", "kg", |totals| totals.bought_mass_kg),
        ("cost", "cost", currency, |totals| totals.cost),
        ("electricity-kwh", "electricity", "kWh", |totals| totals.electricity_kwh),
        ("labour-h", "labour", "h", |totals| totals.labour_h),
        ("machine-h", "machine time", "h", |totals| totals.machine_h),
        ("emissions-kg", "emissions", "kg", |totals| totals.emissions_kg),
    ];
    figures
        .into_iter()
        .map(|(key, name, unit, figure)| TotalChange {
            key,
            name,
            unit,
            pair: Pair { before: figure(before), after: figure(after) },
        })
        .collect()
}
