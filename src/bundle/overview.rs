//! What pages about other things than one plan need of all plans: their figures, which plan needs which item, and how items fare
//! at each facility, by the first plan that needs them there. Gathered plan by plan, in their order, whatever the threads do.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use rayon::prelude::*;

use super::DataFile;
use super::answers::Answers;
use super::context::Context;
use super::documentation::ScoreGlance;
use crate::catalog::ItemOwner;
use crate::graph::{ItemIndex, RecipeIndex};
use crate::local::{BootstrapStage, Closure, MissingCapability, Outline, Status, Verdict};
use crate::model::Id;
use crate::resolve::Totals;

/// Plans that are asked about at once: enough to keep all threads busy, few enough to be small in memory.
const AT_ONCE: usize = 256;

/// What is kept of all plans.
#[derive(Debug)]
pub struct Overview {
    /// By plan.
    pub plans: Vec<PlanGlance>,
    /// The data files, sorted by path.
    pub data: Vec<DataFile>,
    /// By item: the plans that need it, and how much.
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
    /// How it fares.
    pub status: Status,
    /// The recipe by which it is made, or would be.
    pub recipe: Option<RecipeIndex>,
    /// Why, of a material.
    pub reason: Option<String>,
}

/// What a facility lacks, over all plans.
#[derive(Debug, Default)]
struct Lacks {
    missing: BTreeMap<Id, Lack>,
    bootstrap: Vec<BootstrapStage>,
}

/// A missing capability.
#[derive(Debug)]
struct Lack {
    /// As the first plan that lacks it has it, with the most that it unlocks for any.
    first: MissingCapability,
    /// The items that need it, over all plans.
    needed_by: BTreeSet<Id>,
}

/// What is kept of one plan.
struct Kept {
    glance: PlanGlance,
    needs: Vec<(ItemIndex, f64)>,
    data: Vec<DataFile>,
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
            let made = overview.ask(context, start..plans.min(start + AT_ONCE), &each);
            for (kept, result) in made {
                overview.add(kept);
                results.push(result);
            }
        }
        overview.data.sort_by(|a, b| a.path.cmp(&b.path));
        (overview, results)
    }

    /// Nothing of any plan.
    pub fn empty(context: &Context<'_>) -> Self {
        let (items, facilities) = (context.input.graph.items.len(), context.input.catalog.facilities.len());
        Self {
            plans: Vec::with_capacity(context.input.catalog.plans.len()),
            data: Vec::new(),
            needed_by: vec![Vec::new(); items],
            firsts: vec![vec![None; items]; facilities],
            lacks: (0..facilities).map(|_| Lacks::default()).collect(),
        }
    }

    fn ask<T: Send>(
        &self,
        context: &Context<'_>,
        plans: Range<usize>,
        each: &(impl Fn(usize, &Answers) -> T + Sync),
    ) -> Vec<(Kept, T)> {
        let graph = context.input.graph;
        let is_material = |item: ItemIndex| matches!(graph.item(item).owner, ItemOwner::Material(_));
        let is_new = |facility: usize, item: ItemIndex| self.first(facility, item).is_none();
        let is_told = |facility: usize, item: ItemIndex| is_material(item) && is_new(facility, item);
        let of_plan = |plan: usize| {
            let answers = (context.input.answers)(plan, &is_told);
            let result = each(plan, &answers);
            let score = context.score(plan).cloned();
            (kept(answers, score, &is_new, &is_told), result)
        };
        plans.into_par_iter().map(of_plan).collect()
    }

    fn add(&mut self, kept: Kept) {
        let plan = self.plans.len() as u32;
        self.plans.push(kept.glance);
        self.data.extend(kept.data);
        kept.needs.into_iter().for_each(|(item, quantity)| self.needed_by[item.0 as usize].push((plan, quantity)));
        for place in kept.places {
            let firsts = &mut self.firsts[place.facility];
            for (item, first) in place.items {
                firsts[item.0 as usize].get_or_insert(first);
            }
            self.lacks[place.facility].add(place.missing, place.bootstrap);
        }
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
        let merged = |lack: &Lack| MissingCapability {
            needed_by: lack.needed_by.iter().cloned().collect(),
            ..lack.first.clone()
        };
        let mut all: Vec<MissingCapability> = self.lacks[facility].missing.values().map(merged).collect();
        all.sort_by(|a, b| b.unlocks.cmp(&a.unlocks).then_with(|| a.capability.cmp(&b.capability)));
        all
    }

    /// Which machines a facility builds first for one plan or another, each once.
    pub fn bootstrap_at(&self, facility: usize) -> &[BootstrapStage] {
        &self.lacks[facility].bootstrap
    }
}

impl Lacks {
    fn add(&mut self, missing: Vec<MissingCapability>, bootstrap: Vec<BootstrapStage>) {
        for mut lacking in missing {
            let needed_by = std::mem::take(&mut lacking.needed_by);
            let unlocks = lacking.unlocks;
            let lack = self
                .missing
                .entry(lacking.capability.clone())
                .or_insert_with(|| Lack { first: lacking, needed_by: BTreeSet::new() });
            lack.first.unlocks = lack.first.unlocks.max(unlocks);
            lack.needed_by.extend(needed_by);
        }
        for stage in bootstrap {
            let is_known = |known: &BootstrapStage| known.plan == stage.plan && known.adds == stage.adds;
            if !self.bootstrap.iter().any(is_known) {
                self.bootstrap.push(stage);
            }
        }
    }
}

fn kept(
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
    };
    let place = |outline: Outline| {
        let new = outline.items.into_iter().filter(|of| is_new(outline.facility, of.item));
        let first = |of: crate::local::OutlineItem| {
            let reason = of.reason.filter(|_| is_told(outline.facility, of.item));
            (of.item, First { status: of.status, recipe: of.recipe, reason })
        };
        KeptPlace {
            facility: outline.facility,
            items: new.map(first).collect(),
            missing: outline.missing_capabilities,
            bootstrap: outline.bootstrap,
        }
    };
    Kept { glance, needs, data: answers.data, places: answers.places.into_iter().map(place).collect() }
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
