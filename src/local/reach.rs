//! What a facility can reach: forward chaining with a counter for each recipe (Dowling and Gallier 1984), linear in the graph.
//!
//! Sources are the resources of the place, its stock and what it may import. A recipe fires once it can be run and every
//! line has an option that is reached. Each item keeps its *stage* (0: with what stands here; k: once the machines of stage k
//! are built).

use std::collections::VecDeque;

use super::coverage::{Coverage, NEVER};
use super::facility::Place;
use super::layered::Layered;
use super::scope::Scope;
use super::uses::{Users, Uses};
use crate::graph::{Graph, ItemIndex, RecipeIndex};

/// The items that can be had.
#[derive(Clone, Debug)]
pub struct Reach {
    /// By item.
    stage: Layered<u32>,
    /// By line: whether some option is reached.
    line_holds: Layered<bool>,
    /// By recipe: lines that do not hold yet.
    open_lines: Layered<u32>,
}

impl Reach {
    /// Nothing reached yet.
    pub(super) fn nothing(graph: &Graph, uses: &Uses) -> Self {
        Self {
            stage: Layered::filled(NEVER, graph.items.len()),
            line_holds: Layered::filled(false, uses.line_count()),
            open_lines: Layered::of(graph.recipe_indices().map(|recipe| uses.lines_in(recipe)).collect()),
        }
    }

    /// Takes in the sources of a place and every recipe of stage 0; gives what is reached, in the order in which it was.
    pub(super) fn start(&mut self, graph: &Graph, uses: &Uses, place: &Place, coverage: &Coverage) -> Vec<ItemIndex> {
        let sources: Vec<ItemIndex> = graph.item_indices().filter(|item| is_source(graph, place, *item)).collect();
        let ready: Vec<RecipeIndex> = graph.recipe_indices().filter(|recipe| coverage.stage(*recipe) == 0).collect();
        self.chain(graph, uses, coverage, 0, sources, &ready)
    }

    /// Goes on from what is reached, with recipes that have become runnable at a stage; gives what is reached anew.
    pub(super) fn proceed(
        &mut self,
        graph: &Graph,
        uses: &Uses,
        coverage: &Coverage,
        stage: u32,
        runnable: &[RecipeIndex],
    ) -> Vec<ItemIndex> {
        self.chain(graph, uses, coverage, stage, Vec::new(), runnable)
    }

    /// Makes room for the lines of a recipe that is written anew; `before` are the uses of then.
    pub(super) fn lay_out(&mut self, before: &Uses, uses: &Uses, recipe: RecipeIndex) {
        self.line_holds.splice(before.line_range(recipe), false, uses.lines_in(recipe));
    }

    /// Forgets the items of a scope.
    pub(super) fn forget(&mut self, uses: &Uses, scope: &Scope) {
        scope.items.iter().for_each(|item| self.stage.set(item.0, NEVER));
        for recipe in &scope.recipes {
            uses.lines_of_recipe(*recipe).for_each(|line| self.line_holds.set(line.0, false));
            self.open_lines.set(recipe.0, uses.lines_in(*recipe));
        }
    }

    /// Reaches the items of a scope anew, at a stage; gives those that are.
    pub(super) fn again(
        &mut self,
        graph: &Graph,
        uses: &Uses,
        place: &Place,
        coverage: &Coverage,
        scope: &Scope,
        stage: u32,
    ) -> Vec<ItemIndex> {
        for recipe in &scope.recipes {
            for (line, input) in uses.lines_of_recipe(*recipe).zip(&graph.recipe(*recipe).inputs) {
                let is_had = input.options.iter().any(|flow| self.stage(flow.item) <= stage);
                if is_had && !self.line_holds.get(line.0) {
                    self.line_holds.set(line.0, true);
                    self.open_lines.set(recipe.0, self.open_lines.get(recipe.0) - 1);
                }
            }
        }
        let is_source = |item: &ItemIndex| stage == 0 && is_source(graph, place, *item);
        let sources = scope.items.iter().copied().filter(is_source).collect();
        let can_run = |recipe: &RecipeIndex| coverage.stage(*recipe) <= stage;
        let ready: Vec<RecipeIndex> = scope.recipes.iter().copied().filter(can_run).collect();
        self.chain(graph, scope, coverage, stage, sources, &ready)
    }

    fn chain(
        &mut self,
        graph: &Graph,
        users: &impl Users,
        coverage: &Coverage,
        stage: u32,
        sources: Vec<ItemIndex>,
        runnable: &[RecipeIndex],
    ) -> Vec<ItemIndex> {
        let mut reached = Vec::new();
        let mut queue = VecDeque::new();
        for item in sources {
            self.stage.set(item.0, stage);
            queue.push_back(item);
        }
        for recipe in runnable.iter().filter(|recipe| self.is_supplied(**recipe)).copied().collect::<Vec<_>>() {
            self.fire(graph, recipe, stage, &mut queue);
        }
        while let Some(item) = queue.pop_front() {
            reached.push(item);
            for (line, recipe) in users.users_of(item) {
                if self.line_holds.get(line.0) {
                    continue;
                }
                self.line_holds.set(line.0, true);
                let open = self.open_lines.get(recipe.0) - 1;
                self.open_lines.set(recipe.0, open);
                if open == 0 && coverage.stage(recipe) <= stage {
                    self.fire(graph, recipe, stage, &mut queue);
                }
            }
        }
        reached
    }

    fn fire(&mut self, graph: &Graph, recipe: RecipeIndex, stage: u32, queue: &mut VecDeque<ItemIndex>) {
        for output in graph.recipe(recipe).outputs.iter().filter(|output| output.quantity > 0.0) {
            if self.stage(output.item) == NEVER {
                self.stage.set(output.item.0, stage);
                queue.push_back(output.item);
            }
        }
    }

    /// The stage from which an item can be had; [`NEVER`] if it cannot.
    pub fn stage(&self, item: ItemIndex) -> u32 {
        self.stage.get(item.0)
    }

    /// Whether every line of a recipe has an option that can be had.
    pub(super) fn is_supplied(&self, recipe: RecipeIndex) -> bool {
        self.open_lines.get(recipe.0) == 0
    }
}

/// Whether an item is there without being made.
fn is_source(graph: &Graph, place: &Place, item: ItemIndex) -> bool {
    place.resources.contains_key(&item) || place.stock.contains_key(&item) || place.may_import(graph, item)
}
