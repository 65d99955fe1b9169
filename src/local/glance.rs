//! A facility over the whole graph where only verdicts are asked: what it reaches, and what it reaches without imports. No way
//! is chosen and no amount worked out, so it costs a fraction of a [`super::Shop`]; the verdicts are the same.

use super::coverage::{Coverage, NEVER};
use super::facility::Place;
use super::lack::has_room;
use super::reach::Reach;
use super::report::Verdict;
use super::uses::Uses;
use crate::catalog::Catalog;
use crate::graph::{Graph, ItemIndex};
use crate::model::Imports;

/// What a facility can reach, in three words.
#[derive(Clone, Debug)]
pub struct Glance<'a> {
    graph: &'a Graph,
    coverage: Coverage,
    /// With imports, and with the machines that can be built.
    reach: Reach,
    /// From what the place has alone, with the machines that stand there.
    own: Reach,
}

impl<'a> Glance<'a> {
    /// Looks at a facility. Stock is taken to suffice: see [`super::verdict_matrix`]. Linear in the graph.
    pub fn new(catalog: &'a Catalog, graph: &'a Graph, uses: &'a Uses, mut place: Place) -> Self {
        let mut coverage = Coverage::of(graph, &place);
        let mut reach = Reach::nothing(graph, uses);
        let mut own = Reach::nothing(graph, uses);
        reach.start(graph, uses, &place, &coverage);
        if place.imports == Imports::None {
            own = reach.clone();
        } else {
            let mut closed = place.clone();
            closed.imports = Imports::None;
            own.start(graph, uses, &closed, &coverage);
        }
        for stage in 1.. {
            let before = place.machines.len();
            for plan in catalog.plans.iter().filter(|plan| !plan.provides.is_empty()) {
                let Some(item) = graph.item_index(plan.id.value.as_str()) else { continue };
                let is_here = place.machines[..before].iter().any(|machine| machine.id == plan.id.value);
                let is_makeable =
                    |recipe: &crate::graph::RecipeIndex| coverage.stage(*recipe) < stage && reach.is_supplied(*recipe);
                let recipes = &graph.item(item).recipes;
                let has_room = || recipes.iter().all(|recipe| has_room(&place, graph.recipe(*recipe)));
                let can_be_set_up = (place.stock.contains_key(&item) && has_room()) || recipes.iter().any(is_makeable);
                if !is_here && can_be_set_up {
                    let machine = place.built(catalog, graph, plan, stage);
                    place.machines.push(machine);
                }
            }
            if place.machines.len() == before {
                break;
            }
            let runnable = coverage.extend(graph, &place, stage);
            reach.proceed(graph, uses, &coverage, stage, &runnable);
        }
        Self { graph, coverage, reach, own }
    }

    /// The verdict on making an item.
    pub fn verdict(&self, root: ItemIndex) -> Verdict {
        let mut verdict = Verdict::Blocked;
        for recipe in &self.graph.item(root).recipes {
            if !self.reach.is_supplied(*recipe) {
                continue;
            }
            let lines = &self.graph.recipe(*recipe).inputs;
            let line = |line: &crate::graph::InputLine| {
                line.options.iter().map(|flow| self.reach.stage(flow.item)).min().unwrap_or(NEVER)
            };
            match lines.iter().map(line).max().unwrap_or(0).max(self.coverage.stage(*recipe)) {
                NEVER => {}
                0 if self.own.is_supplied(*recipe) => return Verdict::Local,
                0 => verdict = Verdict::LocalWithImports,
                _ if verdict == Verdict::Blocked => verdict = Verdict::LocalAfterBootstrap,
                _ => {}
            }
        }
        verdict
    }
}
