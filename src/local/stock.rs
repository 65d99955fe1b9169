//! Amounts at a facility. Stock is a source for the choice; once amounts are known, what the store holds too little of is made
//! or imported instead, or, where that cannot be, not counted on at all.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::shop::{Shop, Unreachable};
use crate::graph::ItemIndex;
use crate::resolve::{Obtain, Resolution, Runaway, solve};

/// A plan followed to the ground as the facility has things.
pub(super) struct Followed<'s, 'a> {
    /// The facility, without the stock that is too small and cannot be topped up.
    pub shop: Cow<'s, Shop<'a>>,
    /// The amounts.
    pub resolution: Resolution,
    /// What the store holds of items that it holds too little of, and that are made or imported besides.
    pub topped_up: BTreeMap<ItemIndex, f64>,
}

/// Follows `quantity` of `root`.
///
/// # Errors
/// A loop that consumes at least what it makes.
pub(super) fn follow<'s, 'a>(
    shop: &'s Shop<'a>,
    root: ItemIndex,
    quantity: f64,
    unreachable: Unreachable,
) -> Result<Followed<'s, 'a>, Runaway> {
    let mut shop = Cow::Borrowed(shop);
    let mut topped_up = BTreeMap::new();
    let mut choice = shop.choice(root, unreachable);
    // Each round takes an item of stock out of the choice or out of the shop, so there are at most two for each.
    loop {
        let resolution = match solve(shop.graph, choice, root, quantity) {
            Ok(resolution) => resolution,
            Err(runaway) if topped_up.is_empty() => return Err(runaway),
            Err(_) => {
                // What was to be made besides the stock feeds on itself; without that stock there may be another way.
                let items: Vec<ItemIndex> = std::mem::take(&mut topped_up).into_keys().collect();
                shop = Cow::Owned(shop.without_stock(&items));
                choice = shop.choice(root, unreachable);
                continue;
            }
        };
        let held = |item: ItemIndex| shop.place.stock.get(&item).copied().unwrap_or(0.0);
        let short: Vec<ItemIndex> = resolution
            .leaves(Obtain::Stock)
            .filter(|need| need.net > held(need.item) * (1.0 + 1e-9))
            .map(|need| need.item)
            .collect();
        if short.is_empty() {
            return Ok(Followed { shop, resolution, topped_up });
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
            topped_up.clear();
            shop = Cow::Owned(shop.without_stock(&lost));
            choice = shop.choice(root, unreachable);
        }
    }
}
