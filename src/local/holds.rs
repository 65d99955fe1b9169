//! What a place could keep up: made of its resources alone, with the machines that stand there or can be built, and with every
//! loop started once. That is another question than whether it can be begun.
//!
//! What has a covered recipe of such things all the way down, loops included that make more than they take (ρ < 1), is the
//! maximal autocatalytic set over the resources (Hordijk and Steel 2004), less the loops that cannot feed themselves.

use super::coverage::NEVER;
use super::shop::Shop;
use crate::graph::ItemIndex;
use crate::resolve::{Choice, Obtain, Within, by_preference_within, solve};

/// How each item is had of nothing but resources, by recipes that the machines cover: unresolved where it is not.
pub(super) fn sustained_choice(shop: &Shop<'_>) -> Choice {
    let graph = shop.graph;
    let is_raw: Vec<bool> = graph.item_indices().map(|item| shop.place.resources.contains_key(&item)).collect();
    let is_runnable: Vec<bool> = graph.recipe_indices().map(|recipe| shop.coverage.stage(recipe) != NEVER).collect();
    by_preference_within(graph, Within { is_raw: &is_raw, is_runnable: &is_runnable })
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
