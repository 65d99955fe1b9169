//! What pages about other things than one plan need of all plans: their figures, which plan needs which item, and how items fare
//! at each facility, by the first plan that needs them there. Gathered plan by plan, in their order, whatever the threads do;
//! where a plan changes, what came from it is replaced.

mod lacks;
mod replace;

use std::ops::Range;

use rayon::prelude::*;

use super::DataFile;
use super::answers::Answers;
use super::context::Context;
use super::score::ScoreGlance;
use crate::catalog::ItemOwner;
use crate::graph::{ItemIndex, RecipeIndex};
use crate::local::{BootstrapStage, Closure, MissingCapability, Outline, Status, Verdict};
use crate::resolve::Totals;

use lacks::Lacks;

pub use replace::plans_above;

/// Plans that are asked about at once: enough to keep all threads busy, few enough to be small in memory.
const AT_ONCE: usize = 256;

/// What is kept of all plans.
#[derive(Debug)]
pub struct Overview {
    /// By plan.
    pub plans: Vec<PlanGlance>,
    /// By item: the plans that need it, in their order, and how much.
    needed_by: Vec<Vec<(u32, f64)>>,
    /// By facility, then by item.
    firsts: Vec<Vec<Option<First>>>,
    /// By facility.
    lacks: Vec<Lacks>,
}

/// The figures of a plan.
#[derive(Clone, Debug, Default)]
pub struct PlanGlance {
    /// Of one of it; `None` where it cannot be followed to the ground.
    pub totals: Option<Totals>,
    /// What facilities can do about it.
    pub places: Vec<PlaceGlance>,
    /// How well it is documented, where that is told.
    pub score: Option<ScoreGlance>,
    /// Its data files.
    data: Vec<DataFile>,
}

/// The figures of a plan at a facility.
#[derive(Clone, Debug)]
pub struct PlaceGlance {
    /// Index of the facility.
    pub facility: usize,
    /// The answer.
    pub verdict: Verdict,
    /// The share that the place makes for itself.
    pub closure: Closure,
    /// Units a week; `None` if nothing limits it that is known.
    pub units_per_week: Option<f64>,
    /// What limits it.
    pub bottleneck: Option<String>,
    /// What one costs, in the graph's currency.
    pub cost: f64,
    /// Where its packet lies.
    pub packet: Option<String>,
}

/// How an item fares at a facility, by the first plan that needs it there.
#[derive(Clone, Debug)]
pub struct First {
    /// That plan.
    plan: u32,
    /// How it fares.
    pub status: Status,
    /// The recipe by which it is made, or would be.
    pub recipe: Option<RecipeIndex>,
    /// Why, of a material.
    pub reason: Option<Box<str>>,
}

/// What is kept of one plan.
struct Kept {
    plan: u32,
    glance: PlanGlance,
    needs: Vec<(ItemIndex, f64)>,
    places: Vec<KeptPlace>,
}

struct KeptPlace {
    facility: usize,
    items: Vec<(ItemIndex, First)>,
    missing: Vec<MissingCapability>,
    bootstrap: Vec<BootstrapStage>,
}

impl Overview {
    /// Asks about every plan, does something about each (its page, for example), and keeps what is needed after that. The results
    /// are in the order of the plans.
    pub fn gather<T: Send>(context: &Context<'_>, each: impl Fn(usize, &Answers) -> T + Sync) -> (Self, Vec<T>) {
        let plans = context.input.catalog.plans.len();
        let mut overview = Self::empty(context);
        let mut results = Vec::with_capacity(plans);
        for start in (0..plans).step_by(AT_ONCE) {
            results.extend(overview.gather_these(context, start..plans.min(start + AT_ONCE), &each));
        }
        (overview, results)
    }

    /// Goes on with some more plans, for those who have other things to do besides; `false` if there are no more.
    pub fn gather_more(&mut self, context: &Context<'_>, count: usize) -> bool {
        let (start, all) = (self.plans.len(), context.input.catalog.plans.len());
        self.gather_these(context, start..all.min(start + count), &|_, _| ());
        self.plans.len() < all
    }

    fn gather_these<T: Send>(
        &mut self,
        context: &Context<'_>,
        plans: Range<usize>,
        each: &(impl Fn(usize, &Answers) -> T + Sync),
    ) -> Vec<T> {
        let is_new = |facility: usize, item: ItemIndex| self.first(facility, item).is_none();
        let made: Vec<(Kept, T)> = plans.into_par_iter().map(|plan| ask(context, plan, &is_new, each)).collect();
        let add = |(kept, result): (Kept, T)| {
            self.add(kept);
            result
        };
        made.into_iter().map(add).collect()
    }

    /// Nothing of any plan.
    pub fn empty(context: &Context<'_>) -> Self {
        let (items, facilities) = (context.input.graph.items.len(), context.input.catalog.facilities.len());
        Self {
            plans: Vec::with_capacity(context.input.catalog.plans.len()),
            needed_by: vec![Vec::new(); items],
            firsts: vec![vec![None; items]; facilities],
            lacks: (0..facilities).map(|_| Lacks::default()).collect(),
        }
    }

    /// Adds a plan after all others.
    fn add(&mut self, kept: Kept) {
        let Kept { plan, glance, needs, places } = kept;
        self.plans.push(glance);
        needs.into_iter().for_each(|(item, quantity)| self.needed_by[item.0 as usize].push((plan, quantity)));
        for place in places {
            let firsts = &mut self.firsts[place.facility];
            for (item, first) in place.items {
                firsts[item.0 as usize].get_or_insert(first);
            }
            self.lacks[place.facility].add(plan, place.missing, place.bootstrap);
        }
    }

    /// The data files of all plans, sorted by path.
    pub fn data(&self) -> Vec<&DataFile> {
        let mut data: Vec<&DataFile> = self.plans.iter().flat_map(|glance| &glance.data).collect();
        data.sort_by(|a, b| a.path.cmp(&b.path));
        data
    }

    /// How an item fares at a facility; `None` where no plan needs it there.
    pub fn first(&self, facility: usize, item: ItemIndex) -> Option<&First> {
        self.firsts[facility][item.0 as usize].as_ref()
    }

    /// How an item fares at each facility where a plan needs it.
    pub fn places_of(&self, item: ItemIndex) -> impl Iterator<Item = (usize, &First)> {
        (0..self.firsts.len()).filter_map(move |facility| Some((facility, self.first(facility, item)?)))
    }

    /// Every item that some plan needs at a facility.
    pub fn items_at(&self, facility: usize) -> impl Iterator<Item = (ItemIndex, &First)> {
        let items = self.firsts[facility].iter().zip(0..);
        items.filter_map(|(first, item)| Some((ItemIndex(item), first.as_ref()?)))
    }

    /// The plans that need an item, in their order, and how much one of them takes.
    pub fn plans_of(&self, item: ItemIndex) -> impl Iterator<Item = (usize, f64)> {
        self.needed_by[item.0 as usize].iter().map(|(plan, quantity)| (*plan as usize, *quantity))
    }

    /// Every plan that a facility was asked about, with the answer.
    pub fn plans_at(&self, facility: usize) -> impl Iterator<Item = (usize, &PlaceGlance)> {
        let answer = move |glance: &'_ PlanGlance| glance.places.iter().position(|place| place.facility == facility);
        let asked = self.plans.iter().enumerate();
        asked.filter_map(move |(plan, glance)| Some((plan, &glance.places[answer(glance)?])))
    }

    /// The missing capabilities of all plans at a facility, each once, the one that unlocks most first.
    pub fn missing_at(&self, facility: usize) -> Vec<MissingCapability> {
        self.lacks[facility].missing()
    }

    /// Which machines a facility builds first for one plan or another, each once.
    pub fn bootstrap_at(&self, facility: usize) -> Vec<BootstrapStage> {
        self.lacks[facility].bootstrap()
    }
}

/// Asks about a plan, does something about it, and keeps what is told of it: how items fare only where that `is_new`.
fn ask<T>(
    context: &Context<'_>,
    plan: usize,
    is_new: &dyn Fn(usize, ItemIndex) -> bool,
    each: &impl Fn(usize, &Answers) -> T,
) -> (Kept, T) {
    let graph = context.input.graph;
    let is_material = |item: ItemIndex| matches!(graph.item(item).owner, ItemOwner::Material(_));
    let is_told = |facility: usize, item: ItemIndex| is_material(item) && is_new(facility, item);
    let answers = (context.input.answers)(plan, &is_told);
    let result = each(plan, &answers);
    (kept(plan, answers, context.score(plan).cloned(), is_new, &is_told), result)
}

fn kept(
    plan: usize,
    answers: Answers,
    score: Option<ScoreGlance>,
    is_new: &dyn Fn(usize, ItemIndex) -> bool,
    is_told: &dyn Fn(usize, ItemIndex) -> bool,
) -> Kept {
    let resolution = answers.resolved();
    let needs = resolution.map_or_else(Vec::new, |resolution| {
        let below = resolution.needs.iter().filter(|need| need.item != resolution.root);
        below.map(|need| (need.item, need.quantity)).collect()
    });
    let glance = PlanGlance {
        totals: resolution.map(|resolution| resolution.totals),
        places: answers.places.iter().map(|place| glance(place, answers.packet(place.facility))).collect(),
        score,
        data: answers.data,
    };
    let plan = plan as u32;
    let place = |outline: Outline| {
        let new = outline.items.into_iter().filter(|of| is_new(outline.facility, of.item));
        let first = |of: crate::local::OutlineItem| {
            let reason = of.reason.filter(|_| is_told(outline.facility, of.item));
            (of.item, First { plan, status: of.status, recipe: of.recipe, reason: reason.map(Into::into) })
        };
        KeptPlace {
            facility: outline.facility,
            items: new.map(first).collect(),
            missing: outline.missing_capabilities,
            bootstrap: outline.bootstrap,
        }
    };
    Kept { plan, glance, needs, places: answers.places.into_iter().map(place).collect() }
}

fn glance(outline: &Outline, packet: Option<&str>) -> PlaceGlance {
    PlaceGlance {
        facility: outline.facility,
        verdict: outline.verdict,
        closure: outline.closure,
        units_per_week: outline.units_per_week,
        bottleneck: outline.bottleneck.clone(),
        cost: outline.cost.total,
        packet: packet.map(str::to_owned),
    }
}
