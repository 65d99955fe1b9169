//! A facility over the whole graph: what its machines cover, what it can reach stage by stage, and how each item is had best.
//! Computed once, and shared by all plans that are asked about: linear in the graph.

use std::sync::{Arc, OnceLock};

use super::choose::{Setting, Way, Ways};
use super::coverage::{Coverage, NEVER};
use super::facility::{Machine, Place};
use super::grant::Grant;
use super::holds::sustained_choice;
use super::lack::has_room;
use super::reach::Reach;
use super::report::Verdict;
use super::unlock::Beyond;
use super::uses::Uses;
use crate::catalog::Catalog;
use crate::graph::{Graph, ItemIndex, RecipeIndex};
use crate::resolve::{Choice, Obtain};

/// What to do with items that cannot be had here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unreachable {
    /// Follow the nearest recipe, as if the facility could run it: shows what is missing, down to the ground.
    Follow,
    /// Stop where the facility can run no recipe: the item is unresolved.
    Leave,
}

/// A facility over the whole graph.
#[derive(Clone, Debug)]
pub struct Shop<'a> {
    /// All documents.
    pub catalog: &'a Catalog,
    /// All items and recipes.
    pub graph: &'a Graph,
    pub(super) uses: &'a Uses,
    /// The facility, and the machines that can be built there.
    pub place: Place,
    /// What the machines cover.
    pub coverage: Arc<Coverage>,
    /// What can be had.
    pub reach: Reach,
    /// How each item is had.
    pub ways: Ways,
    /// What was asked for once already.
    pub(super) kept: Kept,
    /// Whether only what goes into one plan was worked out.
    pub(super) is_narrow: bool,
}

/// What is worked out when it is first asked for.
#[derive(Clone, Debug, Default)]
pub(super) struct Kept {
    /// The choice common to all plans, where what cannot be had is followed.
    pub followed: OnceLock<Choice>,
    /// The same where it is left unresolved.
    pub left: OnceLock<Choice>,
    /// The same where what cannot be had is made as its authors prefer.
    pub preferred: OnceLock<Choice>,
    /// How each item is had of resources alone, with loops that were started.
    pub sustained: OnceLock<Choice>,
    /// Every plan that provides something, as a machine.
    pub buildable: OnceLock<Arc<[(ItemIndex, Machine)]>>,
    /// What is out of reach, over all plans.
    pub beyond: OnceLock<Arc<Beyond>>,
}

impl<'a> Shop<'a> {
    /// Works out what a facility (by its index in the catalog) can make of anything.
    pub fn new(catalog: &'a Catalog, graph: &'a Graph, uses: &'a Uses, facility: usize) -> Self {
        Self::open(catalog, graph, uses, Place::of(catalog, graph, facility))
    }

    /// The whole with another place, of which nothing but the machines that stand there is known.
    pub(super) fn anew(&self, mut place: Place) -> Self {
        place.machines.retain(|machine| machine.stage == 0);
        Self::open(self.catalog, self.graph, self.uses, place)
    }

    /// The same with one machine of each of these plans (by their indices in the catalog), bought or borrowed.
    pub(super) fn with_seed(&self, plans: &[usize]) -> Self {
        let mut place = self.place.clone();
        for plan in plans {
            let machine = place.built(self.catalog, self.graph, &self.catalog.plans[*plan], 0);
            place.machines.push(machine);
        }
        self.anew(place)
    }

    /// The same way of having everything, with other figures: a graph and a place of the same shape.
    pub(super) fn varied<'b>(&'b self, graph: &'b Graph, place: Place) -> Shop<'b> {
        let (coverage, reach, ways) = (Arc::clone(&self.coverage), self.reach.clone(), self.ways.clone());
        let (catalog, uses, kept) = (self.catalog, self.uses, Kept::default());
        Shop { catalog, graph, uses, place, coverage, reach, ways, kept, is_narrow: self.is_narrow }
    }

    fn open(catalog: &'a Catalog, graph: &'a Graph, uses: &'a Uses, place: Place) -> Self {
        let coverage = Arc::new(Coverage::of(graph, &place));
        let reach = Reach::nothing(graph, uses);
        let (ways, kept) = (Ways::none(graph, uses), Kept::default());
        let mut shop = Self { catalog, graph, uses, place, coverage, reach, ways, kept, is_narrow: false };
        let batch = shop.reach.start(graph, uses, &shop.place, &shop.coverage);
        shop.settle(&batch, 0);
        for stage in 1.. {
            if !shop.build_machines(stage) {
                break;
            }
            let runnable = Arc::make_mut(&mut shop.coverage).extend(graph, &shop.place, stage);
            let batch = shop.reach.proceed(graph, uses, &shop.coverage, stage, &runnable);
            shop.settle(&batch, stage);
        }
        let unreached: Vec<ItemIndex> = graph.item_indices().filter(|item| shop.reach.stage(*item) == NEVER).collect();
        shop.settle(&unreached, NEVER);
        shop
    }

    /// Every plan that provides something, as the machine that it makes; whether it can be built here is another matter.
    pub(super) fn buildable(&self) -> &[(ItemIndex, Machine)] {
        self.kept.buildable.get_or_init(|| {
            let plans = self.catalog.plans.iter().filter(|plan| !plan.provides.is_empty());
            let machines = plans.filter_map(|plan| {
                let item = self.graph.item_index(plan.id.value.as_str())?;
                Some((item, self.place.built(self.catalog, self.graph, plan, 1)))
            });
            machines.collect()
        })
    }

    /// What is out of reach, over all plans.
    pub(super) fn beyond(&self) -> &Beyond {
        let whole = || if self.is_narrow { Beyond::of(&self.anew(self.place.clone())) } else { Beyond::of(self) };
        self.kept.beyond.get_or_init(|| Arc::new(whole()))
    }

    /// The same facility with more.
    pub fn with(&self, grants: &[Grant]) -> Self {
        let mut place = self.place.clone();
        grants.iter().for_each(|grant| place.grant(grant));
        self.anew(place)
    }

    pub(super) fn settle(&mut self, batch: &[ItemIndex], stage: u32) {
        let setting = Setting {
            graph: self.graph,
            uses: self.uses,
            place: &self.place,
            coverage: &self.coverage,
            reach: &self.reach,
        };
        self.ways.settle(setting, batch, stage);
    }

    pub(super) fn setting(&self) -> Setting<'_> {
        Setting { graph: self.graph, uses: self.uses, place: &self.place, coverage: &self.coverage, reach: &self.reach }
    }

    /// Sets up every machine that can be made by now, or lies in the store, and is not here yet; `false` if there is none.
    fn build_machines(&mut self, stage: u32) -> bool {
        let before = self.place.machines.len();
        for plan in self.catalog.plans.iter().filter(|plan| !plan.provides.is_empty()) {
            let Some(item) = self.graph.item_index(plan.id.value.as_str()) else { continue };
            let is_here = self.place.machines[..before].iter().any(|machine| machine.id == plan.id.value);
            if !is_here && self.can_be_set_up(item, stage - 1) {
                let machine = self.place.built(self.catalog, self.graph, plan, stage);
                self.place.machines.push(machine);
            }
        }
        self.place.machines.len() > before
    }

    /// Whether a machine can be made, or taken from the store. One that has to be imported whole is an investment, and no
    /// bootstrap.
    fn can_be_set_up(&self, item: ItemIndex, stage: u32) -> bool {
        let recipes = &self.graph.item(item).recipes;
        let is_makeable =
            |recipe: &RecipeIndex| self.coverage.stage(*recipe) <= stage && self.reach.is_supplied(*recipe);
        let has_room = || recipes.iter().all(|recipe| has_room(&self.place, self.graph.recipe(*recipe)));
        (self.place.stock.contains_key(&item) && has_room()) || recipes.iter().any(is_makeable)
    }

    /// How an item is had here if it has to be *made*, and from which stage on: what is asked of a plan, even where it could
    /// be imported.
    pub fn way_to_make(&self, item: ItemIndex) -> Option<(Way, u32)> {
        let recipes = &self.graph.item(item).recipes;
        let ready = recipes.iter().filter(|recipe| self.reach.is_supplied(**recipe));
        // Supplied and covered: from the stage at which the last of both came.
        let stage_of = |recipe: &RecipeIndex| {
            let lines = &self.graph.recipe(*recipe).inputs;
            let line = lines
                .iter()
                .map(|line| line.options.iter().map(|flow| self.reach.stage(flow.item)).min().unwrap_or(NEVER));
            line.max().unwrap_or(0).max(self.coverage.stage(*recipe))
        };
        let stage = ready.map(stage_of).min().filter(|stage| *stage != NEVER)?;
        self.ways.best_recipe(self.setting(), item, stage).map(|way| (way, stage))
    }

    /// The verdict on a plan at a glance, without amounts: stock is taken to suffice.
    pub fn glance(&self, root: ItemIndex) -> Verdict {
        match self.way_to_make(root) {
            None => Verdict::Blocked,
            Some((_, stage)) if stage > 0 => Verdict::LocalAfterBootstrap,
            Some((way, _)) if way.burden.amount > 0.0 => Verdict::LocalWithImports,
            Some(_) => Verdict::Local,
        }
    }

    /// One way to have each item here, with `root` made.
    pub(super) fn choice(&self, root: ItemIndex, unreachable: Unreachable) -> Choice {
        let mut choice = self.common_choice(unreachable).clone();
        if !matches!(choice.of(root), Obtain::Make(_)) && self.reach.stage(root) != NEVER {
            let nearest = || self.ways.best_recipe(self.setting(), root, NEVER);
            match self.way_to_make(root).map(|(way, _)| way).or_else(nearest) {
                Some(way) => self.put(&mut choice, root, way.obtain),
                None => choice.set(root, Obtain::Unresolved),
            }
        }
        choice
    }

    /// What the choices for all plans have in common.
    pub(super) fn common_choice(&self, unreachable: Unreachable) -> &Choice {
        let kept = match unreachable {
            Unreachable::Follow => &self.kept.followed,
            Unreachable::Leave => &self.kept.left,
        };
        kept.get_or_init(|| self.whole_choice(unreachable))
    }

    /// How an item is had, before any plan is looked at.
    pub(super) fn obtain(&self, item: ItemIndex, unreachable: Unreachable) -> Obtain {
        let obtain = self.ways.of(item).map_or(Obtain::Unresolved, |way| way.obtain);
        let is_blocked = self.reach.stage(item) == NEVER;
        match obtain {
            Obtain::Make(recipe)
                if is_blocked && unreachable == Unreachable::Leave && self.coverage.stage(recipe) == NEVER =>
            {
                Obtain::Unresolved
            }
            obtain => obtain,
        }
    }

    fn whole_choice(&self, unreachable: Unreachable) -> Choice {
        let obtain = self.graph.item_indices().map(|item| self.obtain(item, unreachable));
        let recipes = self.graph.recipe_indices();
        let taken = recipes.flat_map(|recipe| (0..self.uses.lines_in(recipe)).map(move |line| (recipe, line)));
        let taken = taken.map(|(recipe, line)| ((recipe, line), self.option(recipe, line)));
        Choice::new(obtain.collect(), taken.filter(|(_, option)| *option > 0).collect())
    }

    /// How each item is had for what a blocked plan would cost: what the facility can have as it has it, all else by the recipe
    /// that its authors prefer. The way that lacks least may be one that nobody would take.
    pub(super) fn preferred_choice(&self) -> Choice {
        self.preferred().clone()
    }

    pub(super) fn preferred(&self) -> &Choice {
        self.kept.preferred.get_or_init(|| {
            let mut choice = self.whole_choice(Unreachable::Follow);
            self.prefer(&mut choice, self.graph.item_indices().filter(|item| self.reach.stage(*item) == NEVER));
            choice
        })
    }

    /// Has items as their authors prefer.
    pub(super) fn prefer(&self, choice: &mut Choice, items: impl IntoIterator<Item = ItemIndex>) {
        let preference = self.uses.preference(self.graph);
        for item in items {
            let Obtain::Make(recipe) = preference.of(item) else {
                choice.set(item, Obtain::Unresolved);
                continue;
            };
            choice.set(item, Obtain::Make(recipe));
            for (line, _) in (0..).zip(&self.graph.recipe(recipe).inputs) {
                let option = preference.option(recipe, line);
                if choice.option(recipe, line) != option {
                    choice.set_option(recipe, line, option);
                }
            }
        }
    }

    /// How each item is had of resources alone.
    pub(super) fn sustained_choice(&self) -> &Choice {
        self.kept.sustained.get_or_init(|| sustained_choice(self))
    }

    /// The option that is taken on a line of a recipe.
    pub(super) fn option(&self, recipe: RecipeIndex, line: u32) -> u32 {
        self.ways.option(self.uses.line(recipe, line))
    }

    /// Changes how an item is had.
    pub(super) fn put(&self, choice: &mut Choice, item: ItemIndex, obtain: Obtain) {
        choice.set(item, obtain);
        if let Obtain::Make(recipe) = obtain {
            for ((recipe, line), option) in self.ways.options_now(self.setting(), recipe) {
                choice.set_option(recipe, line, option);
            }
        }
    }

    /// The stage from which an item is had as a choice has it: 0 for leaves that can be had.
    pub(super) fn stage_as_chosen(&self, choice: &Choice, root: ItemIndex, item: ItemIndex) -> u32 {
        if item == root {
            return self.way_to_make(root).map_or(NEVER, |(_, stage)| stage);
        }
        match choice.of(item) {
            Obtain::Unresolved => NEVER,
            _ => self.reach.stage(item),
        }
    }
}
