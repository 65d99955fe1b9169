//! Amounts at a facility. Stock is a source for the choice; once amounts are known, what the store holds too little of is made
//! or imported instead, or, where that cannot be, not counted on at all.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::shop::{Shop, Unreachable};
use crate::graph::ItemIndex;
use crate::resolve::{Choice, Obtain, Resolution, Runaway, solve};

/// A plan followed to the ground as the facility has things.
pub(super) struct Followed<'s, 'a> {
    /// The facility, without the stock that is too small and cannot be topped up.
    pub shop: Cow<'s, Shop<'a>>,
    /// The amounts.
    pub resolution: Resolution,
    /// What the store holds of items that it holds too little of, and that are made or imported besides.
    pub topped_up: BTreeMap<ItemIndex, f64>,
}

/// Follows `quantity` of `root`. Where stock falls short so that nothing is left, importing whatever may be imported, instead of
/// making it from that stock, is tried at last.
///
/// # Errors
/// A loop that consumes at least what it makes.
pub(super) fn follow<'s, 'a>(
    shop: &'s Shop<'a>,
    root: ItemIndex,
    quantity: f64,
    unreachable: Unreachable,
) -> Result<Followed<'s, 'a>, Runaway> {
    let full = shop;
    let mut shop = Cow::Borrowed(shop);
    let mut choice = shop.choice(root, unreachable);
    // Each round takes an item of stock out of the shop.
    loop {
        match top_up(&shop, choice, root, quantity)? {
            Topped::Up(resolution, topped_up) => {
                let is_lost = shop.way_to_make(root).is_none() && full.way_to_make(root).is_some();
                if let Some(followed) = is_lost.then(|| importing(full, root, quantity, unreachable)).flatten() {
                    return Ok(followed);
                }
                return Ok(Followed { shop, resolution: *resolution, topped_up });
            }
            Topped::Short(items) => {
                shop = Cow::Owned(shop.without_stock(&items));
                choice = shop.choice(root, unreachable);
            }
        }
    }
}

/// The same with everything imported that may be; `None` if that falls short too.
fn importing<'s, 'a>(
    shop: &'s Shop<'a>,
    root: ItemIndex,
    quantity: f64,
    unreachable: Unreachable,
) -> Option<Followed<'s, 'a>> {
    let mut choice = shop.choice(root, unreachable);
    let is_made = |item: &ItemIndex| matches!(choice.of(*item), Obtain::Make(_));
    let items = shop.graph.item_indices().filter(|item| *item != root && is_made(item));
    let imported: Vec<ItemIndex> = items.filter(|item| shop.place.may_import(shop.graph, *item)).collect();
    if imported.is_empty() {
        return None;
    }
    imported.into_iter().for_each(|item| choice.set(item, Obtain::Bought));
    match top_up(shop, choice, root, quantity).ok()? {
        Topped::Up(resolution, topped_up) => {
            Some(Followed { shop: Cow::Borrowed(shop), resolution: *resolution, topped_up })
        }
        Topped::Short(_) => None,
    }
}

/// What comes of a choice.
enum Topped {
    /// Amounts, and what the store holds of items of which more is had besides.
    Up(Box<Resolution>, BTreeMap<ItemIndex, f64>),
    /// Items of which the store holds too little, and that are not to be had besides.
    Short(Vec<ItemIndex>),
}

/// Makes or imports, besides, what the store holds too little of.
fn top_up(shop: &Shop<'_>, mut choice: Choice, root: ItemIndex, quantity: f64) -> Result<Topped, Runaway> {
    let mut topped_up = BTreeMap::new();
    // Each round takes an item of stock out of the choice.
    loop {
        let resolution = match solve(shop.graph, choice, root, quantity) {
            Ok(resolution) => resolution,
            Err(runaway) if topped_up.is_empty() => return Err(runaway),
            // What was to be made besides the stock feeds on itself; without that stock there may be another way.
            Err(_) => return Ok(Topped::Short(topped_up.into_keys().collect())),
        };
        let held = |item: ItemIndex| shop.place.stock.get(&item).copied().unwrap_or(0.0);
        let is_short = |net: f64, item: ItemIndex| net > held(item) * (1.0 + 1e-9);
        let leaves = resolution.leaves(Obtain::Stock).filter(|need| is_short(need.net, need.item));
        let short: Vec<ItemIndex> = leaves.map(|need| need.item).collect();
        if short.is_empty() {
            return Ok(Topped::Up(Box::new(resolution), topped_up));
        }
        choice = resolution.choice;
        let mut lost = Vec::new();
        for item in short {
            match shop.ways.best(shop.setting(), item, shop.reach.stage(item)) {
                Some(way) => {
                    topped_up.insert(item, held(item));
                    shop.put(&mut choice, item, way.obtain);
                }
                None => lost.push(item),
            }
        }
        if !lost.is_empty() {
            return Ok(Topped::Short(lost));
        }
    }
}
