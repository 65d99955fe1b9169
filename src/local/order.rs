//! The order of work: which machines to build first, stage by stage, so that a shop can make the rest; what each costs and
//! unlocks, and what has to be bought or borrowed before the first.

use std::collections::BTreeSet;

use super::bootstrap::{machines_below, recipes_below};
use super::check::check_in;
use super::report::Status;
use super::seed::{MachineNeeds, seed_kit};
use super::shop::Shop;
use crate::catalog::ItemOwner;
use crate::graph::{ItemIndex, RecipeSource};
use crate::model::Id;
use crate::resolve::Obtain;

/// Reasons that are told of a goal that stays out of reach.
const MOST_REASONS: usize = 5;

/// The way from what stands here to what is wanted.
#[derive(Clone, Debug)]
pub struct BuildOrder {
    /// Index of the facility in the catalog.
    pub facility: usize,
    /// What is wanted, sorted.
    pub goals: Vec<ItemIndex>,
    /// Goals that need no new machine.
    pub made_now: Vec<ItemIndex>,
    /// Machines to buy or borrow first, sorted by id.
    pub seed: Vec<SeedMachine>,
    /// Whether no smaller kit does; otherwise only that none of these can be left out.
    pub seed_is_least: bool,
    /// Machines to build, by stage, then id.
    pub machines: Vec<NewMachine>,
    /// What each stage unlocks, from 1; with seed machines, stage 0 is what those unlock.
    pub stages: Vec<Unlocked>,
    /// Goals that stay out of reach, and why.
    pub blocked: Vec<(ItemIndex, Vec<String>)>,
}

/// A machine to buy or borrow.
#[derive(Clone, Debug)]
pub struct SeedMachine {
    /// Its plan.
    pub plan: Id,
    /// What one costs; `None` if nothing says.
    pub price: Option<f64>,
    /// Why it cannot be built first.
    pub why: String,
    /// The capabilities that it adds, sorted.
    pub adds: Vec<Id>,
}

/// A machine to build.
#[derive(Clone, Debug)]
pub struct NewMachine {
    /// Its plan.
    pub plan: Id,
    /// When: 1 first.
    pub stage: u32,
    /// The capabilities that it adds, sorted.
    pub adds: Vec<Id>,
    /// The machines that it is made on, sorted; those that stand here already too.
    pub made_on: Vec<Id>,
    /// What is made on it on the way to the goals, sorted: parts, materials and plans.
    pub makes: Vec<Id>,
    /// What building one takes; `None` if its recipes run in a circle without end.
    pub effort: Option<Effort>,
}

/// What building one machine takes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Effort {
    /// In the graph's currency.
    pub cost: f64,
    /// Of that, for imports.
    pub imports: f64,
    /// Things without a price, which the cost is without.
    pub unpriced: usize,
    /// Person-hours.
    pub labour_h: f64,
    /// Machine hours.
    pub machine_h: f64,
    /// Calendar weeks, as scheduled with the shop to itself.
    pub weeks: Option<f64>,
}

/// What comes within reach with a stage.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Unlocked {
    /// The stage.
    pub stage: u32,
    /// Plans that can be made from then on, sorted.
    pub plans: Vec<Id>,
    /// Parts of plans.
    pub parts: Vec<Id>,
    /// Materials.
    pub materials: Vec<Id>,
}

/// The order of work for goals, sorted and without repetition.
pub fn build_order(shop: &Shop<'_>, goals: &[ItemIndex]) -> BuildOrder {
    let kit = seed_kit(shop, goals);
    let seeded = shop.with_seed(&kit.plans);
    let machine_needs = MachineNeeds::of(shop);
    let is_now = |goal: &ItemIndex| shop.way_to_make(*goal).is_some_and(|(_, stage)| stage == 0);
    let needed = machines_below(&seeded, goals);
    let stage_numbers: BTreeSet<u32> = needed.iter().map(|machine| seeded.place.machines[*machine].stage).collect();
    let number = |stage: u32| stage_numbers.iter().position(|known| *known == stage).map_or(0, |at| at as u32 + 1);
    let machine_items =
        needed.iter().filter_map(|machine| seeded.graph.item_index(seeded.place.machines[*machine].id.as_str()));
    let wanted: Vec<ItemIndex> = goals.iter().copied().chain(machine_items).collect();
    let mut on_the_way = BTreeSet::new();
    {
        let mut seen = BTreeSet::new();
        on_the_way.extend(goals.iter().flat_map(|goal| recipes_below(&seeded, *goal, &mut seen)));
        for machine in &needed {
            let item = seeded.graph.item_index(seeded.place.machines[*machine].id.as_str());
            on_the_way.extend(item.into_iter().flat_map(|item| recipes_below(&seeded, item, &mut seen)));
        }
    }
    let mut machines: Vec<NewMachine> = needed
        .iter()
        .map(|at| {
            let machine = &seeded.place.machines[*at];
            let item = seeded.graph.item_index(machine.id.as_str());
            let uses_it =
                |recipe: &&crate::graph::RecipeIndex| seeded.coverage.machines(**recipe).any(|used| used == Some(*at));
            let makes: BTreeSet<&Id> =
                on_the_way.iter().filter(uses_it).map(|recipe| &seeded.graph.recipe(*recipe).id).collect();
            let adds: BTreeSet<&Id> = machine.offers.iter().map(|offer| &offer.capability).collect();
            NewMachine {
                plan: machine.id.clone(),
                stage: number(machine.stage),
                adds: adds.into_iter().cloned().collect(),
                made_on: item.map_or_else(Vec::new, |item| made_on(&seeded, item)),
                makes: makes.into_iter().cloned().collect(),
                effort: item.and_then(|item| effort(&seeded, item)),
            }
        })
        .collect();
    machines.sort_by(|a, b| (a.stage, &a.plan).cmp(&(b.stage, &b.plan)));
    BuildOrder {
        facility: shop.place.facility,
        goals: goals.to_vec(),
        made_now: goals.iter().copied().filter(is_now).collect(),
        seed: kit.plans.iter().map(|plan| seed_machine(shop, &seeded, &machine_needs, *plan)).collect(),
        seed_is_least: kit.is_least,
        stages: unlocked(shop, &seeded, &wanted, &number),
        machines,
        blocked: goals
            .iter()
            .filter(|goal| seeded.way_to_make(**goal).is_none())
            .map(|goal| (*goal, reasons(&seeded, *goal)))
            .collect(),
    }
}

/// The machines that an item is made on, all the way down, sorted.
fn made_on(shop: &Shop<'_>, item: ItemIndex) -> Vec<Id> {
    let recipes = recipes_below(shop, item, &mut BTreeSet::new());
    let machines = recipes.iter().flat_map(|recipe| shop.coverage.machines(*recipe)).flatten();
    let ids: BTreeSet<&Id> = machines.map(|machine| &shop.place.machines[machine].id).collect();
    ids.into_iter().cloned().collect()
}

fn effort(shop: &Shop<'_>, item: ItemIndex) -> Option<Effort> {
    let report = check_in(shop, item, 1.0).ok()?;
    let totals = &report.resolution.totals;
    Some(Effort {
        cost: report.cost.total,
        imports: report.cost.imports,
        unpriced: report.cost.unpriced,
        labour_h: totals.labour_h,
        machine_h: totals.machine_h,
        weeks: report.schedule.map(|schedule| schedule.weeks()),
    })
}

fn seed_machine(before: &Shop<'_>, seeded: &Shop<'_>, machine_needs: &MachineNeeds, plan: usize) -> SeedMachine {
    let (graph, plans) = (before.graph, &before.catalog.plans);
    let id = |plan: usize| &plans[plan].id.value;
    let item = graph.item_index(id(plan).as_str());
    let own_name = |needs: &super::seed::Needs| {
        let recipe = graph.recipe(needs.recipe);
        match recipe.source {
            RecipeSource::Plan(same) if same == needs.plan => "its assembly".to_owned(),
            _ => format!("`{}`", recipe.id),
        }
    };
    let path = machine_needs.self_loop(plan);
    let why = match path.as_slice() {
        [] => {
            let reasons = item.map_or_else(Vec::new, |item| reasons(seeded, item));
            let reasons = if reasons.is_empty() { String::new() } else { format!(": {}", reasons.join("; ")) };
            format!("it cannot be built here{reasons}")
        }
        [own] => format!("it needs itself: {} is made on `{}`", own_name(own), id(own.on)),
        steps => {
            let step = |needs: &super::seed::Needs| {
                format!("`{}` needs `{}` for {}", id(needs.plan), id(needs.on), own_name(needs))
            };
            format!("it needs itself in a loop: {}", steps.iter().map(step).collect::<Vec<_>>().join(", "))
        }
    };
    let adds: BTreeSet<&Id> = plans[plan].provides.iter().map(|provision| &provision.capability.value).collect();
    SeedMachine {
        plan: id(plan).clone(),
        price: item.and_then(|item| before.place.import_price(graph, item)),
        why,
        adds: adds.into_iter().cloned().collect(),
    }
}

/// What comes within reach stage by stage: what is wanted, and all that it takes.
fn unlocked(shop: &Shop<'_>, seeded: &Shop<'_>, wanted: &[ItemIndex], number: &impl Fn(u32) -> u32) -> Vec<Unlocked> {
    let graph = shop.graph;
    let mut stages: std::collections::BTreeMap<u32, Unlocked> = std::collections::BTreeMap::new();
    let mut items: BTreeSet<ItemIndex> = wanted.iter().copied().collect();
    for item in wanted {
        items.extend(seeded_items(seeded, *item));
    }
    for item in items {
        let before = shop.way_to_make(item).map(|(_, stage)| stage);
        let Some((_, after)) = seeded.way_to_make(item) else { continue };
        // What could be made before needs no stage to unlock it.
        if before == Some(0) {
            continue;
        }
        let stage = number(after);
        let entry = stages.entry(stage).or_insert_with(|| Unlocked { stage, ..Unlocked::default() });
        let list = match graph.item(item).owner {
            ItemOwner::Plan(_) => &mut entry.plans,
            ItemOwner::Part { .. } => &mut entry.parts,
            ItemOwner::Material(_) | ItemOwner::Hole(_) => &mut entry.materials,
        };
        list.push(graph.item(item).id.clone());
    }
    stages.into_values().collect()
}

/// What an item is made from, as it is made in a shop.
fn seeded_items(shop: &Shop<'_>, item: ItemIndex) -> Vec<ItemIndex> {
    let recipes = recipes_below(shop, item, &mut BTreeSet::new());
    let outputs = recipes.iter().flat_map(|recipe| &shop.graph.recipe(*recipe).outputs).map(|flow| flow.item);
    let is_made = |item: &ItemIndex| shop.ways.of(*item).is_some_and(|way| matches!(way.obtain, Obtain::Make(_)));
    outputs.filter(is_made).collect()
}

/// Why a goal stays out of reach, each cause once.
fn reasons(shop: &Shop<'_>, goal: ItemIndex) -> Vec<String> {
    let Ok(report) = check_in(shop, goal, 1.0) else {
        return vec!["its recipes run in a circle that consumes at least what it makes".to_owned()];
    };
    let mut reasons: Vec<String> = Vec::new();
    let blocked = report.items.iter().filter(|entry| entry.status == Status::Blocked);
    for cause in blocked.flat_map(|entry| &entry.causes) {
        if !reasons.contains(cause) {
            reasons.push(cause.clone());
        }
    }
    let more = reasons.len().saturating_sub(MOST_REASONS);
    reasons.truncate(MOST_REASONS);
    if more > 0 {
        reasons.push(format!("and {more} more"));
    }
    reasons
}
