//! An overview in which some plans are asked about anew, when they alone have changed.

use std::collections::{BTreeSet, VecDeque};

use rayon::prelude::*;

use super::{Kept, Overview, ask};
use crate::bundle::context::Context;
use crate::catalog::ItemOwner;
use crate::graph::{Graph, ItemIndex, RecipeIndex, RecipeSource};
use crate::model::Id;

/// Plans that are asked about at most to find out who is the first to need an item now.
const MOST_ASKED: usize = 256;

/// Plans that are asked about at once.
const AT_ONCE: usize = 8;

impl Overview {
    /// Asks about these plans anew, after they alone have changed; it is then as if all had been asked. Plans that were not asked
    /// about yet are left for later. `false` if too much hangs on them: then the overview is of no more use.
    pub fn replace(&mut self, context: &Context<'_>, plans: &BTreeSet<usize>) -> bool {
        let asked = plans.iter().copied().filter(|plan| *plan < self.plans.len());
        let kept = asks(context, &asked.collect::<Vec<_>>());
        let mut lost: BTreeSet<(usize, ItemIndex)> = BTreeSet::new();
        let mut headless: BTreeSet<(usize, u32, Id)> = BTreeSet::new();
        for kept in &kept {
            self.take_out(kept.plan, &mut lost, &mut headless);
        }
        for kept in kept {
            self.put_back(kept);
        }
        lost.retain(|(facility, item)| self.first(*facility, *item).is_none());
        self.find_firsts(context, lost) && self.find_envelopes(context, &headless)
    }

    /// Takes out what came from a plan: what it was the first to need is lost, what it was the first to lack is headless.
    fn take_out(
        &mut self,
        plan: u32,
        lost: &mut BTreeSet<(usize, ItemIndex)>,
        headless: &mut BTreeSet<(usize, u32, Id)>,
    ) {
        for plans in &mut self.needed_by {
            if let Ok(place) = plans.binary_search_by_key(&plan, |(known, _)| *known) {
                plans.remove(place);
            }
        }
        for (facility, firsts) in self.firsts.iter_mut().enumerate() {
            for (item, first) in (0..).map(ItemIndex).zip(firsts) {
                if first.as_ref().is_some_and(|first| first.plan == plan) {
                    *first = None;
                    lost.insert((facility, item));
                }
            }
        }
        for (facility, lacks) in self.lacks.iter_mut().enumerate() {
            headless.extend(lacks.remove(plan).into_iter().map(|(next, capability)| (facility, next, capability)));
        }
    }

    fn put_back(&mut self, kept: Kept) {
        let Kept { plan, glance, needs, places } = kept;
        self.plans[plan as usize] = glance;
        for (item, quantity) in needs {
            let plans = &mut self.needed_by[item.0 as usize];
            plans.insert(plans.partition_point(|(known, _)| *known < plan), (plan, quantity));
        }
        for place in places {
            let firsts = &mut self.firsts[place.facility];
            for (item, first) in place.items {
                let known = &mut firsts[item.0 as usize];
                if known.as_ref().is_none_or(|known| known.plan > plan) {
                    *known = Some(first);
                }
            }
            self.lacks[place.facility].add(plan, place.missing, place.bootstrap);
        }
    }

    /// Finds out which plan is now the first to need each of these items at a facility, if any does.
    fn find_firsts(&mut self, context: &Context<'_>, mut lost: BTreeSet<(usize, ItemIndex)>) -> bool {
        if lost.is_empty() {
            return true;
        }
        let items: BTreeSet<ItemIndex> = lost.iter().map(|(_, item)| *item).collect();
        let plans = plans_above(context.input.graph, items);
        let plans: Vec<usize> = plans.into_iter().filter(|plan| *plan < self.plans.len()).collect();
        for (number, some) in plans.chunks(AT_ONCE).enumerate() {
            if number * AT_ONCE > MOST_ASKED {
                return false;
            }
            for kept in asks(context, some) {
                for place in kept.places {
                    let wanted = place.items.into_iter().filter(|(item, _)| lost.remove(&(place.facility, *item)));
                    wanted.for_each(|(item, first)| self.firsts[place.facility][item.0 as usize] = Some(first));
                }
            }
            if lost.is_empty() {
                return true;
            }
        }
        true
    }

    /// Finds out how far capabilities have to go for the plans that are now the first to lack them.
    fn find_envelopes(&mut self, context: &Context<'_>, headless: &BTreeSet<(usize, u32, Id)>) -> bool {
        let plans: BTreeSet<usize> = headless.iter().map(|(_, plan, _)| *plan as usize).collect();
        if plans.len() > MOST_ASKED {
            return false;
        }
        for kept in asks(context, &plans.into_iter().collect::<Vec<_>>()) {
            for place in kept.places {
                place.missing.iter().for_each(|it| self.lacks[place.facility].set_envelope(kept.plan, it));
            }
        }
        true
    }
}

fn asks(context: &Context<'_>, plans: &[usize]) -> Vec<Kept> {
    plans.par_iter().map(|plan| ask(context, *plan, &|_, _| true, &|_, _| ()).0).collect()
}

/// The plans that may need one of these items, however they are made, in their order.
pub fn plans_above(graph: &Graph, items: BTreeSet<ItemIndex>) -> BTreeSet<usize> {
    let mut takers: Vec<Vec<RecipeIndex>> = vec![Vec::new(); graph.items.len()];
    for index in graph.recipe_indices() {
        for flow in graph.recipe(index).inputs.iter().flat_map(|line| &line.options) {
            takers[flow.item.0 as usize].push(index);
        }
    }
    let mut plans = BTreeSet::new();
    let mut is_met = vec![false; graph.items.len()];
    let mut queue: VecDeque<ItemIndex> = items.into_iter().collect();
    queue.iter().for_each(|item| is_met[item.0 as usize] = true);
    while let Some(item) = queue.pop_front() {
        if let ItemOwner::Plan(plan) = graph.item(item).owner {
            plans.insert(plan);
        }
        for recipe in takers[item.0 as usize].iter().map(|index| graph.recipe(*index)) {
            if let RecipeSource::Plan(plan) = recipe.source {
                plans.insert(plan);
            }
            for output in &recipe.outputs {
                if !std::mem::replace(&mut is_met[output.item.0 as usize], true) {
                    queue.push_back(output.item);
                }
            }
        }
    }
    plans
}
