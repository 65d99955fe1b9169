//! How each item is had: the way that imports least.
//!
//! The burden of an item is what one unit of it takes in imports, all the way down: `burden = Σ inputs burden × amount /
//! output`, the cheapest option on each line. Items are settled one at a time, each from items that are settled, so every
//! choice is a derivation from the sources (no loop feeds itself out of nothing). Components of what can use what are
//! walked consumed ones first: outside of loops each item is settled when all its inputs are, and the least is exact. In a
//! loop the item of least burden is settled first, as in Knuth's generalisation of Dijkstra's algorithm (1977); that is
//! exact where a product weighs no less than its inputs, and a good derivation elsewhere.
//!
//! What cannot be reached is settled afterwards by the same rule, by how much is missing: that is the nearest way to it.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use super::burden::Burden;
use super::coverage::{Coverage, NEVER};
use super::facility::Place;
use super::lack::lacks;
use super::layered::Layered;
use super::reach::Reach;
use super::scope::Scope;
use super::uses::{LineIndex, Uses};
use crate::graph::{Graph, ItemIndex, RecipeIndex, components_of};
use crate::resolve::Obtain;

/// A way to have an item, and its burden.
#[derive(Clone, Copy, Debug)]
pub struct Way {
    /// How.
    pub obtain: Obtain,
    /// What one unit takes.
    pub burden: Burden,
}

/// One way for each item.
#[derive(Clone, Debug)]
pub struct Ways {
    /// By item.
    ways: Layered<Option<Way>>,
    /// By line: the option that is taken, where its recipe is used.
    options: Layered<u32>,
    /// By recipe: whether its options are recorded.
    recorded: Layered<bool>,
    /// By item: whether it could be made from itself.
    looped: Layered<bool>,
}

/// All that a choice depends on.
#[derive(Clone, Copy)]
pub(super) struct Setting<'a> {
    pub graph: &'a Graph,
    pub uses: &'a Uses,
    pub place: &'a Place,
    pub coverage: &'a Coverage,
    pub reach: &'a Reach,
}

impl Setting<'_> {
    /// Whether a recipe may be used for what is reached at `stage`; for what is never reached, any may be.
    fn is_usable(&self, recipe: RecipeIndex, stage: u32) -> bool {
        stage == NEVER || (self.coverage.stage(recipe) <= stage && self.reach.is_supplied(recipe))
    }
}

impl Ways {
    pub(super) fn none(graph: &Graph, uses: &Uses) -> Self {
        Self {
            ways: Layered::filled(None, graph.items.len()),
            options: Layered::filled(0, uses.line_count()),
            recorded: Layered::filled(false, graph.recipes.len()),
            looped: Layered::filled(false, graph.items.len()),
        }
    }

    /// Makes room for the lines of a recipe that is written anew; `before` are the uses of then.
    pub(super) fn lay_out(&mut self, before: &Uses, uses: &Uses, recipe: RecipeIndex) {
        self.options.splice(before.line_range(recipe), 0, uses.lines_in(recipe));
    }

    /// Forgets how the items of a scope are had.
    pub(super) fn forget(&mut self, uses: &Uses, scope: &Scope) {
        for item in &scope.items {
            self.ways.set(item.0, None);
            self.looped.set(item.0, false);
        }
        for recipe in &scope.recipes {
            self.recorded.set(recipe.0, false);
            uses.lines_of_recipe(*recipe).for_each(|line| self.options.set(line.0, 0));
        }
    }

    /// Whether an item could be made from itself, by way of others or directly.
    pub(super) fn is_looped(&self, item: ItemIndex) -> bool {
        self.looped.get(item.0)
    }

    /// The way that was settled for an item; always one once all stages are settled.
    pub fn of(&self, item: ItemIndex) -> Option<Way> {
        self.ways.get(item.0)
    }

    /// The option that is taken on a line.
    pub(super) fn option(&self, line: LineIndex) -> u32 {
        self.options.get(line.0)
    }

    /// Settles a batch of items that are reached at the same stage (or never); all that was reached before is settled.
    pub(super) fn settle(&mut self, setting: Setting<'_>, batch: &[ItemIndex], stage: u32) {
        const OUTSIDE: u32 = u32::MAX;
        let mut vertex_of = vec![OUTSIDE; setting.graph.items.len()];
        let mut open: Vec<ItemIndex> = Vec::new();
        for item in batch {
            let source = if setting.place.resources.contains_key(item) {
                Some(Obtain::Resource)
            } else {
                setting.place.stock.contains_key(item).then_some(Obtain::Stock)
            };
            match source {
                Some(obtain) => self.ways.set(item.0, Some(Way { obtain, burden: Burden::default() })),
                None => {
                    vertex_of[item.0 as usize] = open.len() as u32;
                    open.push(*item);
                }
            }
        }
        let mut arcs = Vec::new();
        for (vertex, item) in open.iter().enumerate() {
            let usable = setting.graph.item(*item).recipes.iter().filter(|recipe| setting.is_usable(**recipe, stage));
            for flow in usable.flat_map(|recipe| &setting.graph.recipe(*recipe).inputs).flat_map(|line| &line.options) {
                let to = vertex_of[flow.item.0 as usize];
                if to != OUTSIDE {
                    arcs.push((vertex as u32, to));
                }
            }
        }
        let takes_itself: Vec<u32> = arcs.iter().filter(|(from, to)| from == to).map(|(vertex, _)| *vertex).collect();
        takes_itself.into_iter().for_each(|vertex| self.looped.set(open[vertex as usize].0, true));
        let components = components_of(open.len(), arcs);
        for (number, members) in components.members.iter().enumerate() {
            let items: Vec<ItemIndex> = members.iter().map(|vertex| open[*vertex as usize]).collect();
            if members.len() > 1 {
                items.iter().for_each(|item| self.looped.set(item.0, true));
            }
            let inside = |item: ItemIndex| {
                let vertex = vertex_of[item.0 as usize];
                vertex != OUTSIDE && components.of_vertex[vertex as usize] == number as u32
            };
            self.settle_component(setting, &items, inside, stage);
        }
    }

    fn settle_component(
        &mut self,
        setting: Setting<'_>,
        items: &[ItemIndex],
        inside: impl Fn(ItemIndex) -> bool,
        stage: u32,
    ) {
        if let [item] = items {
            let way = self.best(setting, *item, stage).unwrap_or_else(broken_loop);
            return self.take(setting, *item, way);
        }
        let mut open = BinaryHeap::new();
        let candidate =
            |ways: &Self, item| ways.best(setting, item, stage).map(|way| Candidate { burden: way.burden, item });
        open.extend(items.iter().filter_map(|item| candidate(self, *item)));
        for least in items {
            while let Some(Candidate { item, .. }) = open.pop() {
                if self.of(item).is_some() {
                    continue;
                }
                let Some(way) = self.best(setting, item, stage) else { continue };
                self.take(setting, item, way);
                open.extend(self.users(setting, item, &inside).into_iter().filter_map(|user| candidate(self, user)));
            }
            if self.of(*least).is_none() {
                self.take(setting, *least, broken_loop());
                open.extend(self.users(setting, *least, &inside).into_iter().filter_map(|user| candidate(self, user)));
            }
        }
    }

    /// The items of a component that are made from `item`, and are not settled.
    fn users(&self, setting: Setting<'_>, item: ItemIndex, inside: impl Fn(ItemIndex) -> bool) -> Vec<ItemIndex> {
        let recipes = setting.uses.lines_of(item).iter().map(|line| setting.uses.recipe_of(*line));
        let outputs = recipes.flat_map(|recipe| &setting.graph.recipe(recipe).outputs).map(|flow| flow.item);
        outputs.filter(|output| inside(*output) && self.of(*output).is_none()).collect()
    }

    fn take(&mut self, setting: Setting<'_>, item: ItemIndex, way: Way) {
        // Options are fixed before the item itself is one: it must not be made from itself.
        if let Obtain::Make(recipe) = way.obtain
            && !self.recorded.get(recipe.0)
        {
            self.recorded.set(recipe.0, true);
            for ((_, line), option) in self.options_now(setting, recipe) {
                self.options.set(setting.uses.line(recipe, line).0, option);
            }
        }
        self.ways.set(item.0, Some(way));
    }

    /// The options that a recipe takes from what is settled now: (recipe, line) → option, where it is not the first.
    pub(super) fn options_now(&self, setting: Setting<'_>, index: RecipeIndex) -> Vec<((RecipeIndex, u32), u32)> {
        let lines = setting.graph.recipe(index).inputs.iter().enumerate();
        let chosen = lines.filter_map(|(line, input)| Some((line as u32, self.best_option(&input.options)?.0)));
        chosen.filter(|(_, option)| *option > 0).map(|(line, option)| ((index, line), option)).collect()
    }

    fn best_option(&self, options: &[crate::graph::Flow]) -> Option<(u32, Burden)> {
        let mut best: Option<(u32, Burden)> = None;
        for (option, flow) in options.iter().enumerate() {
            let Some(way) = self.of(flow.item) else { continue };
            let burden = way.burden.times(flow.quantity);
            if best.is_none_or(|(_, known)| burden.is_clearly_below(known)) {
                best = Some((option as u32, burden));
            }
        }
        best
    }

    /// The best way to have an item other than as a resource or from stock, from what is settled: recipes in their order of
    /// preference, each to be beaten clearly; then import.
    pub(super) fn best(&self, setting: Setting<'_>, item: ItemIndex, stage: u32) -> Option<Way> {
        let made = self.best_recipe(setting, item, stage);
        if stage != NEVER && setting.place.may_import(setting.graph, item) {
            let price = setting.place.import_price(setting.graph, item);
            let unpriced = if price.is_none() { 1.0 } else { 0.0 };
            let burden = Burden { missing: 0.0, unpriced, value: price.unwrap_or(0.0), amount: 1.0 };
            if made.is_none_or(|made| burden.is_clearly_below(made.burden)) {
                return Some(Way { obtain: Obtain::Bought, burden });
            }
        }
        let is_leaf = stage == NEVER && setting.graph.item(item).recipes.is_empty();
        let missing = Burden { missing: 1.0, ..Burden::default() };
        made.or(is_leaf.then_some(Way { obtain: Obtain::Unresolved, burden: missing }))
    }

    /// The best recipe for an item, from what is settled.
    pub(super) fn best_recipe(&self, setting: Setting<'_>, item: ItemIndex, stage: u32) -> Option<Way> {
        let mut best: Option<Way> = None;
        for recipe in setting.graph.item(item).recipes.iter().filter(|recipe| setting.is_usable(**recipe, stage)) {
            let Some(burden) = self.burden_of(setting, *recipe, item) else { continue };
            if best.is_none_or(|best| burden.is_clearly_below(best.burden)) {
                best = Some(Way { obtain: Obtain::Make(*recipe), burden });
            }
        }
        best
    }

    /// What a unit of an item takes by a recipe; `None` while a line has no option that is settled.
    fn burden_of(&self, setting: Setting<'_>, index: RecipeIndex, item: ItemIndex) -> Option<Burden> {
        let recipe = setting.graph.recipe(index);
        let output = recipe.output_of(item);
        if output <= 0.0 {
            return None;
        }
        let mut sum = Burden::default();
        for line in &recipe.inputs {
            sum = sum.plus(self.best_option(&line.options)?.1);
        }
        if setting.coverage.stage(index) == NEVER {
            sum.missing += lacks(setting.place, recipe, setting.coverage.machines(index)).len() as f64;
        }
        Some(sum.times(1.0 / output))
    }
}

/// A loop that only feeds itself: it has to be broken somewhere.
fn broken_loop() -> Way {
    Way { obtain: Obtain::Unresolved, burden: Burden { missing: 1.0, ..Burden::default() } }
}

/// An item that could be settled; the heap gives the least burden first, then the least item.
struct Candidate {
    burden: Burden,
    item: ItemIndex,
}

impl PartialEq for Candidate {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Candidate {}

impl PartialOrd for Candidate {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Candidate {
    fn cmp(&self, other: &Self) -> Ordering {
        other.burden.order(self.burden).then_with(|| other.item.cmp(&self.item))
    }
}
