//! What a place could keep up: made of its resources alone, with the machines that stand there or can be built, and with every
//! loop started once. That is another question than whether it can be begun.
//!
//! What has a covered recipe of such things all the way down, loops included that make more than they take (ρ < 1), is the
//! maximal autocatalytic set over the resources (Hordijk and Steel 2004), less the loops that cannot feed themselves.

use super::coverage::NEVER;
use super::shop::Shop;
use crate::graph::ItemIndex;
use crate::model::Origin;
use crate::resolve::{Choice, Obtain, by_preference, solve};

/// How each item is had of nothing but resources, by recipes that the machines cover: unresolved where it is not.
pub(super) fn sustained_choice(shop: &Shop<'_>) -> Choice {
    let mut open = shop.graph.clone();
    for item in shop.graph.item_indices() {
        let known = &mut open.items[item.0 as usize];
        known.origin = shop.place.resources.contains_key(&item).then_some(Origin::Raw);
        known.recipes.retain(|recipe| shop.coverage.stage(*recipe) != NEVER);
    }
    by_preference(&open)
}

impl Shop<'_> {
    /// Whether an item can be made here for good, once it runs.
    pub(super) fn is_self_sustaining(&self, root: ItemIndex) -> bool {
        let choice = self.sustained_choice().clone();
        if !matches!(choice.of(root), Obtain::Make(_)) {
            return false;
        }
        solve(self.graph, choice, root, 1.0)
            .is_ok_and(|resolution| resolution.leaves(Obtain::Unresolved).next().is_none())
    }
}
