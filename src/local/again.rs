//! A facility worked out again where something changed: a store that is too small for one plan, a recipe that was written anew. What
//! cannot differ is taken over, so it takes as long as the changed part is large.

use std::sync::{Arc, OnceLock};

use super::choose::Ways;
use super::coverage::{Coverage, NEVER};
use super::facility::Place;
use super::reach::Reach;
use super::scope::Scope;
use super::shop::{Kept, Shop, Unreachable};
use super::uses::Uses;
use crate::catalog::Catalog;
use crate::graph::{Graph, ItemIndex, RecipeIndex};
use crate::resolve::Choice;

/// What was worked out of a facility, without the graph that it was worked out of.
#[derive(Debug)]
pub struct Settled {
    place: Place,
    coverage: Arc<Coverage>,
    reach: Reach,
    ways: Ways,
    kept: Kept,
}

impl<'a> Shop<'a> {
    /// What was worked out, to be gone on with by [`Shop::resume`] or [`Shop::resume_changed`].
    pub fn settled(self) -> Settled {
        let Self { place, coverage, reach, ways, kept, .. } = self;
        Settled { place, coverage, reach, ways, kept }
    }

    /// Goes on with what was worked out of the same graph, but for what things are called.
    pub fn resume(catalog: &'a Catalog, graph: &'a Graph, uses: &'a Uses, settled: Settled) -> Self {
        let Settled { place, coverage, reach, ways, kept } = settled;
        Self { catalog, graph, uses, place, coverage, reach, ways, kept, is_narrow: false }
    }

    /// Goes on with what was worked out of the same items, when these recipes, sorted, were not yet as they are, nor the items that
    /// they make; `before` are the uses of then. None of the items may be a machine that can be built here, or go into one.
    pub fn resume_changed(
        catalog: &'a Catalog,
        graph: &'a Graph,
        (before, uses): (&Uses, &'a Uses),
        settled: Settled,
        changed: &[RecipeIndex],
    ) -> Self {
        let mut shop = Self::resume(catalog, graph, uses, settled);
        if shop.place.is_built_on() {
            return shop.anew(Place::of(catalog, graph, shop.place.facility));
        }
        // What lies in the store may be counted in another way.
        let built = shop.place.machines.drain(..).filter(|machine| machine.stage > 0).collect::<Vec<_>>();
        shop.place = Place::of(catalog, graph, shop.place.facility);
        shop.place.machines.extend(built);
        Arc::make_mut(&mut shop.coverage).again(graph, &shop.place, changed);
        // From the last to the first, so that the places of those before stay as they were.
        for recipe in changed.iter().rev() {
            shop.reach.lay_out(before, uses, *recipe);
            shop.ways.lay_out(before, uses, *recipe);
        }
        let made = changed.iter().flat_map(|recipe| &graph.recipe(*recipe).outputs).map(|flow| flow.item);
        let scope = Scope::above(graph, uses, made);
        (shop.kept.sustained, shop.kept.beyond) = (OnceLock::new(), OnceLock::new());
        shop.again(&scope);
        shop
    }

    /// The same for `root`, without what its store holds of some items.
    pub(super) fn without_stock(&self, root: ItemIndex, items: &[ItemIndex]) -> Self {
        let mut place = self.place.clone();
        for item in items {
            if let Some(amount) = place.stock.remove(item) {
                place.short_stock.insert(*item, amount);
            }
        }
        // Which machines are built may hang on the store as well, and on them what they can do and the floor that they leave.
        let is_built_on = place.is_built_on();
        let is_plain = |recipe: RecipeIndex| matches!(self.coverage.stage(recipe), 0 | NEVER);
        match Scope::below(self.graph, self.uses, root, items, is_plain).filter(|_| !is_built_on) {
            Some(scope) => self.narrow(place, &scope),
            None => self.anew(place),
        }
    }

    /// With another store, for one plan.
    fn narrow(&self, place: Place, scope: &Scope) -> Self {
        let (catalog, graph, uses) = (self.catalog, self.graph, self.uses);
        let (coverage, reach, ways) = (Arc::clone(&self.coverage), self.reach.clone(), self.ways.clone());
        let kept = Kept {
            followed: self.common_choice(Unreachable::Follow).clone().into(),
            left: self.common_choice(Unreachable::Leave).clone().into(),
            preferred: self.preferred().clone().into(),
            beyond: OnceLock::new(),
            ..self.kept.clone()
        };
        let mut shop = Self { catalog, graph, uses, place, coverage, reach, ways, kept, is_narrow: true };
        shop.again(scope);
        shop
    }

    /// Works out what may differ in a scope.
    fn again(&mut self, scope: &Scope) {
        let (graph, uses) = (self.graph, self.uses);
        self.reach.forget(uses, scope);
        self.ways.forget(uses, scope);
        let last = self.place.machines.iter().map(|machine| machine.stage).max().unwrap_or(0);
        for stage in 0..=last {
            let reached = self.reach.again(graph, uses, &self.place, &self.coverage, scope, stage);
            self.settle(&reached, stage);
        }
        let unreached = scope.items.iter().copied().filter(|item| self.reach.stage(*item) == NEVER);
        let unreached: Vec<ItemIndex> = unreached.collect();
        self.settle(&unreached, NEVER);
        let Kept { followed, left, preferred, .. } = &mut self.kept;
        let [followed, left, preferred] = [followed, left, preferred].map(OnceLock::take);
        let changed =
            |choice: Option<Choice>, unreachable| choice.map(|choice| self.changed(choice, scope, unreachable));
        let (followed, left) = (changed(followed, Unreachable::Follow), changed(left, Unreachable::Leave));
        let preferred = changed(preferred, Unreachable::Follow).map(|mut choice| {
            self.prefer(&mut choice, unreached);
            choice
        });
        let lock = |choice: Option<Choice>| choice.map(OnceLock::from).unwrap_or_default();
        (self.kept.followed, self.kept.left, self.kept.preferred) = (lock(followed), lock(left), lock(preferred));
    }

    /// A choice for all items, with those of a scope as they are had now.
    fn changed(&self, mut choice: Choice, scope: &Scope, unreachable: Unreachable) -> Choice {
        scope.items.iter().for_each(|item| choice.set(*item, self.obtain(*item, unreachable)));
        for recipe in &scope.recipes {
            for (line, _) in (0..).zip(&self.graph.recipe(*recipe).inputs) {
                let option = self.option(*recipe, line);
                if choice.option(*recipe, line) != option {
                    choice.set_option(*recipe, line, option);
                }
            }
        }
        choice
    }
}
