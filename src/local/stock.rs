//! Amounts at a facility. Stock is a source for the choice; once amounts are known, what the store holds too little of is made
//! or imported instead, or, where that cannot be, not counted on at all.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::shop::{Shop, Unreachable};
use crate::graph::ItemIndex;
use crate::resolve::{Choice, Obtain, Resolution, Runaway, drawn_from_stock, first_charge, solve};

/// How many imports that a loop could make are looked at, the dearest first: each takes an amount of the whole plan.
const MOST_LOOPED: usize = 20;

/// A plan followed to the ground as the facility has things.
pub(super) struct Followed<'s, 'a> {
    /// The facility, without the stock that is too small and cannot be topped up.
    pub shop: Cow<'s, Shop<'a>>,
    /// The amounts.
    pub resolution: Resolution,
    /// What the store holds of items that it holds too little of, and that are made or imported besides.
    pub topped_up: BTreeMap<ItemIndex, f64>,
    /// What is imported once, to start a loop that makes it from then on.
    pub starters: BTreeMap<ItemIndex, f64>,
}

impl Followed<'_, '_> {
    /// How much is imported for good: how many items without a price, the price of the others, how many in all; the less, the
    /// better.
    fn imports(&self) -> (usize, f64, usize) {
        imported(&self.shop, &self.resolution, &self.topped_up)
    }
}

/// Follows `quantity` of `root`. Where stock falls short and something has to be imported, doing without that stock goes before,
/// if less is imported so. Where nothing is left, importing whatever may be imported, instead of making it from that
/// stock, is tried at last.
///
/// # Errors
/// A loop that consumes at least what it makes.
pub(super) fn follow<'s, 'a>(
    shop: &'s Shop<'a>,
    root: ItemIndex,
    quantity: f64,
    unreachable: Unreachable,
) -> Result<Followed<'s, 'a>, Runaway> {
    let mut followed = with_loops_fed(follow_from(Cow::Borrowed(shop), shop, root, quantity, unreachable)?);
    let (graph, place) = (followed.shop.graph, &followed.shop.place);
    followed.resolution = drawn_from_stock(graph, followed.resolution, &followed.topped_up);
    followed.resolution.reprice(|item| place.price(graph, item));
    Ok(followed)
}

/// Ways are derivations, so a loop of which something may be imported begins with that import, again and again. Where the loop
/// can make it, and less is imported so, it is imported once instead: that with the others in hand makes all the rest, as it
/// did before.
fn with_loops_fed<'s, 'a>(mut followed: Followed<'s, 'a>) -> Followed<'s, 'a> {
    let shop = &followed.shop;
    let (graph, root, quantity) = (shop.graph, followed.resolution.root, followed.resolution.quantity);
    if shop.way_to_make(root).is_none() {
        return followed;
    }
    let price = |item: ItemIndex| shop.place.import_price(graph, item).unwrap_or(f64::INFINITY);
    let looped = followed.resolution.leaves(Obtain::Bought).filter(|need| shop.ways.is_looped(need.item));
    let mut looped: Vec<(ItemIndex, f64)> = looped.map(|need| (need.item, price(need.item) * need.net)).collect();
    looped.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    for (item, _) in looped.into_iter().take(MOST_LOOPED) {
        let shop = &followed.shop;
        let Some((way, 0)) = shop.way_to_make(item) else { continue };
        let mut choice = followed.resolution.choice.clone();
        shop.put(&mut choice, item, way.obtain);
        let Ok(Topped::Up(resolution, more)) = top_up(shop, choice, root, quantity, Besides::Best) else { continue };
        let mut topped_up = followed.topped_up.clone();
        topped_up.extend(more);
        let again: Option<BTreeMap<ItemIndex, f64>> = followed
            .starters
            .keys()
            .chain([&item])
            .map(|item| Some((*item, first_charge(graph, &resolution, *item)?)))
            .collect();
        let Some(starters) = again else { continue };
        if imported(shop, &resolution, &topped_up) < followed.imports() {
            (followed.resolution, followed.topped_up, followed.starters) = (*resolution, topped_up, starters);
        }
    }
    followed
}

fn imported(shop: &Shop<'_>, resolution: &Resolution, topped_up: &BTreeMap<ItemIndex, f64>) -> (usize, f64, usize) {
    let mut sum = (0, 0.0, 0);
    for need in resolution.leaves(Obtain::Bought) {
        let quantity = need.net - topped_up.get(&need.item).copied().unwrap_or(0.0);
        match shop.place.import_price(shop.graph, need.item) {
            Some(price) => sum.1 += price * quantity,
            None => sum.0 += 1,
        }
        sum.2 += 1;
    }
    sum
}

/// The same with part of the stock of the `full` shop.
fn follow_from<'s, 'a>(
    mut shop: Cow<'s, Shop<'a>>,
    full: &'s Shop<'a>,
    root: ItemIndex,
    quantity: f64,
    unreachable: Unreachable,
) -> Result<Followed<'s, 'a>, Runaway> {
    let mut choice = shop.choice(root, unreachable);
    // Each round takes an item of stock out of the shop.
    loop {
        match top_up(&shop, choice, root, quantity, Besides::Best)? {
            Topped::Up(resolution, topped_up) => {
                let is_lost = shop.way_to_make(root).is_none() && full.way_to_make(root).is_some();
                if let Some(followed) = is_lost.then(|| importing(full, root, quantity, unreachable)).flatten() {
                    return Ok(followed);
                }
                let short: Vec<ItemIndex> = topped_up.keys().copied().collect();
                let followed = Followed { shop, resolution: *resolution, topped_up, starters: BTreeMap::new() };
                let imports_nothing = followed.resolution.leaves(Obtain::Bought).next().is_none();
                if short.is_empty() || imports_nothing || followed.shop.way_to_make(root).is_none() {
                    return Ok(followed);
                }
                let without = followed.shop.without_stock(root, &short);
                if without.way_to_make(root).is_none() {
                    return Ok(followed);
                }
                let other = follow_from(Cow::Owned(without), full, root, quantity, unreachable)?;
                return Ok(if other.imports() < followed.imports() { other } else { followed });
            }
            Topped::Short(items) => {
                shop = Cow::Owned(shop.without_stock(root, &items));
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
    let in_store = || shop.place.stock.keys().any(|item| shop.place.may_import(shop.graph, *item));
    if imported.is_empty() && !in_store() {
        return None;
    }
    imported.into_iter().for_each(|item| choice.set(item, Obtain::Bought));
    match top_up(shop, choice, root, quantity, Besides::Import).ok()? {
        Topped::Up(resolution, topped_up) => {
            let starters = BTreeMap::new();
            Some(Followed { shop: Cow::Borrowed(shop), resolution: *resolution, topped_up, starters })
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

/// How what the store holds too little of is had besides.
#[derive(Clone, Copy, PartialEq)]
enum Besides {
    /// In the way that imports least.
    Best,
    /// By import, if it may be imported.
    Import,
}

/// Makes or imports, besides, what the store holds too little of.
fn top_up(
    shop: &Shop<'_>,
    mut choice: Choice,
    root: ItemIndex,
    quantity: f64,
    besides: Besides,
) -> Result<Topped, Runaway> {
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
            let best = || shop.ways.best(shop.setting(), item, shop.reach.stage(item)).map(|way| way.obtain);
            let is_imported = besides == Besides::Import && shop.place.may_import(shop.graph, item);
            match if is_imported { Some(Obtain::Bought) } else { best() } {
                Some(obtain) => {
                    topped_up.insert(item, held(item));
                    shop.put(&mut choice, item, obtain);
                }
                None => lost.push(item),
            }
        }
        if !lost.is_empty() {
            return Ok(Topped::Short(lost));
        }
    }
}
