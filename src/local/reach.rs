//! What a facility can reach: forward chaining with a counter for each recipe (Dowling and Gallier 1984), linear in the graph.
//!
//! Sources are the resources of the place, its stock and what it may import. A recipe fires once it can be run and every
//! line has an option that is reached. Each item keeps its *stage* (0: with what stands here; k: once the machines of stage k
//! are built), its *rank* (recipes on the shortest derivation) and its first producer, so a derivation can be followed
//! without search: every input of a first producer has a lower rank.

use std::collections::VecDeque;

use super::coverage::{Coverage, NEVER};
use super::facility::Place;
use super::uses::Uses;
use crate::graph::{Graph, ItemIndex, RecipeIndex};

/// The items that can be had.
#[derive(Clone, Debug)]
pub struct Reach {
    /// By item.
    stage: Vec<u32>,
    /// By item: how many recipes lie between it and the sources.
    rank: Vec<u32>,
    /// By item: the recipe that reached it; `None` for a source.
    first: Vec<Option<RecipeIndex>>,
    /// By line: whether some option is reached.
    line_holds: Vec<bool>,
    /// By recipe: lines that do not hold yet.
    open_lines: Vec<u32>,
}

impl Reach {
    /// Nothing reached yet.
    pub(super) fn nothing(graph: &Graph, uses: &Uses) -> Self {
        Self {
            stage: vec![NEVER; graph.items.len()],
            rank: vec![0; graph.items.len()],
            first: vec![None; graph.items.len()],
            line_holds: vec![false; uses.line_count()],
            open_lines: graph.recipe_indices().map(|recipe| uses.lines_in(recipe)).collect(),
        }
    }

    /// Takes in the sources of a place and every recipe of stage 0; gives what is reached, in the order of rank.
    pub(super) fn start(&mut self, graph: &Graph, uses: &Uses, place: &Place, coverage: &Coverage) -> Vec<ItemIndex> {
        let is_source = |item: &ItemIndex| {
            place.resources.contains_key(item) || place.stock.contains_key(item) || place.may_import(graph, *item)
        };
        let sources: Vec<ItemIndex> = graph.item_indices().filter(is_source).collect();
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

    fn chain(
        &mut self,
        graph: &Graph,
        uses: &Uses,
        coverage: &Coverage,
        stage: u32,
        sources: Vec<ItemIndex>,
        runnable: &[RecipeIndex],
    ) -> Vec<ItemIndex> {
        let mut reached = Vec::new();
        let mut queue = VecDeque::new();
        for item in sources {
            self.stage[item.0 as usize] = stage;
            queue.push_back(item);
        }
        let ready = runnable.iter().filter(|recipe| self.open_lines[recipe.0 as usize] == 0);
        for recipe in ready.copied().collect::<Vec<_>>() {
            self.fire(graph, recipe, stage, &mut queue);
        }
        while let Some(item) = queue.pop_front() {
            reached.push(item);
            for line in uses.lines_of(item) {
                let holds = &mut self.line_holds[line.0 as usize];
                if std::mem::replace(holds, true) {
                    continue;
                }
                let recipe = uses.recipe_of(*line);
                let open = &mut self.open_lines[recipe.0 as usize];
                *open -= 1;
                if *open == 0 && coverage.stage(recipe) <= stage {
                    self.fire(graph, recipe, stage, &mut queue);
                }
            }
        }
        reached
    }

    fn fire(&mut self, graph: &Graph, recipe: RecipeIndex, stage: u32, queue: &mut VecDeque<ItemIndex>) {
        let lines = &graph.recipe(recipe).inputs;
        let rank_of = |item: ItemIndex| (self.stage[item.0 as usize] != NEVER).then(|| self.rank[item.0 as usize]);
        let ranks = lines.iter().filter_map(|line| line.options.iter().filter_map(|flow| rank_of(flow.item)).min());
        let rank = ranks.max().unwrap_or(0).saturating_add(1);
        for output in graph.recipe(recipe).outputs.iter().filter(|output| output.quantity > 0.0) {
            let at = output.item.0 as usize;
            if self.stage[at] == NEVER {
                self.stage[at] = stage;
                self.rank[at] = rank;
                self.first[at] = Some(recipe);
                queue.push_back(output.item);
            }
        }
    }

    /// The stage from which an item can be had; [`NEVER`] if it cannot.
    pub fn stage(&self, item: ItemIndex) -> u32 {
        self.stage[item.0 as usize]
    }

    /// How many recipes lie between an item and the sources.
    pub fn rank(&self, item: ItemIndex) -> u32 {
        self.rank[item.0 as usize]
    }

    /// The recipe that reached an item first; `None` for a source, and for what is not reached.
    pub fn first_producer(&self, item: ItemIndex) -> Option<RecipeIndex> {
        self.first[item.0 as usize]
    }

    /// Whether every line of a recipe has an option that can be had.
    pub(super) fn is_supplied(&self, recipe: RecipeIndex) -> bool {
        self.open_lines[recipe.0 as usize] == 0
    }
}
