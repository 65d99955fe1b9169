//! What to buy: the net needs of a resolution, rounded up to bars, sheets, packs and whole pieces. The shopping list of a
//! packet and `resolve --purchase` are both this.

pub mod blanks;
pub mod cut_list;
pub mod nesting;
pub mod sheets;
pub mod shop;
pub mod shopping;
pub mod stock;

use std::collections::BTreeMap;

use crate::catalog::Catalog;
use crate::graph::{Graph, ItemIndex};
use crate::local::{Import, Place};
use crate::resolve::Resolution;

pub use cut_list::{CutList, cut_list};
pub use shopping::{Aisle, LotKind, Lots, Purchase, lot_size, lot_word, shopping};

/// What is to be bought for.
#[derive(Clone, Copy, Debug)]
pub struct Order<'a> {
    /// All documents.
    pub catalog: &'a Catalog,
    /// All items and recipes.
    pub graph: &'a Graph,
    /// What is to be made, and what it takes, by the fraction of what wears.
    pub asked: &'a Resolution,
    /// The same with whole pieces of what is made ([`in_whole_pieces`](crate::resolve::in_whole_pieces)): what is bought for.
    pub resolution: &'a Resolution,
    /// The facility that asks, and what it imports; its prices go before those of the catalog, and its store is used up first.
    pub at: Option<(&'a Place, &'a [Import])>,
    /// What its store gives of things that are made besides, in their units.
    pub from_stock: Option<&'a BTreeMap<ItemIndex, f64>>,
}

impl<'a> Order<'a> {
    /// What the store gives of a thing that is made besides, in its unit.
    fn taken_from_stock(&self, item: ItemIndex) -> f64 {
        self.from_stock.and_then(|stock| stock.get(&item).copied()).unwrap_or(0.0)
    }

    /// What an item is called.
    pub fn title(&self, item: ItemIndex) -> &'a str {
        &self.graph.item(item).title
    }

    /// Price per unit, in the graph's currency.
    pub fn price(&self, item: ItemIndex) -> Option<f64> {
        match self.at {
            Some((place, _)) => place.price(self.graph, item),
            None => self.graph.price(item),
        }
    }
}
