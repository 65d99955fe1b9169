//! What the local check finds, as values.

use std::collections::BTreeMap;

use super::acquire::Acquisitions;
use super::economics::Economics;
use super::facility::WEEKS_PER_YEAR;
use super::proof::{Refutation, Step};
use super::schedule::Schedule;
use super::unknown::Unknown;
use super::unlock::Missing;
use crate::graph::{Bound, ItemIndex, RecipeIndex};
use crate::model::Id;
use crate::resolve::Resolution;

/// Whether one plan can be made at one facility, and why.
#[derive(Clone, Debug)]
pub struct LocalReport {
    /// Index of the facility in the catalog.
    pub facility: usize,
    /// The answer.
    pub verdict: Verdict,
    /// Every item of the resolution, and what is missing for those that are blocked; sorted by item.
    pub items: Vec<ItemReport>,
    /// Which of the three verdicts that differ hold.
    pub holds: Holds,
    /// The share that the place makes for itself.
    pub closure: Closure,
    /// What is missing, by how many items it would unlock (most first), then id.
    pub missing_capabilities: Vec<MissingCapability>,
    /// Which machines to build first, stage by stage.
    pub bootstrap: Vec<BootstrapStage>,
    /// What comes from elsewhere, sorted by item.
    pub imports: Vec<Import>,
    /// What the store gives of items that are made besides, in their units: the rest is made.
    pub from_stock: BTreeMap<ItemIndex, f64>,
    /// How many a week.
    pub capacity: Capacity,
    /// What one costs.
    pub cost: Cost,
    /// How it compares with what industry sells; `None` if the plan names no baseline that can be compared.
    pub score: Option<Score>,
    /// Where the money goes, what is earned, and what is given off.
    pub economics: Economics,
    /// One build of the quantity, step by step; `None` for what is blocked.
    pub schedule: Option<Schedule>,
    /// The steps by which each item that is made comes about.
    pub proof: Vec<Step>,
    /// Why the plan cannot be made; `None` unless it is blocked.
    pub refutation: Option<Refutation>,
    /// The smallest set of things to get so that it can; `None` unless it is blocked, and where nothing would help.
    pub acquisitions: Option<Acquisitions>,
    /// What is missing, and what each would unlock by itself over all plans; most first.
    pub missing: Vec<Missing>,
    /// What is not stated where it matters.
    pub unknown: Vec<Unknown>,
    /// Of a blocked plan, the amounts by the recipes that its authors prefer where nothing can be had here: cost, capacity and
    /// closure are of these, while `resolution` follows the way that lacks least. `None` if it is not blocked.
    pub preferred: Option<Resolution>,
    /// The amounts, with each item obtained as it can be here.
    pub resolution: Resolution,
}

impl LocalReport {
    /// The amounts that cost, capacity and closure are of.
    pub fn costed(&self) -> &Resolution {
        self.preferred.as_ref().unwrap_or(&self.resolution)
    }

    /// How an item of the resolution fares here.
    pub fn item(&self, item: ItemIndex) -> Option<&ItemReport> {
        let at = self.items.binary_search_by_key(&item, |report| report.item).ok()?;
        Some(&self.items[at])
    }
}

/// The answer to "can it be made here?"
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Yes, from what the place has.
    Local,
    /// Yes, with imports that are allowed.
    LocalWithImports,
    /// Yes, once machines are built that the place can make.
    LocalAfterBootstrap,
    /// No.
    Blocked,
}

impl Verdict {
    /// The word in output.
    pub fn as_str(self) -> &'static str {
        match self {
            Verdict::Local => "local",
            Verdict::LocalWithImports => "local-with-imports",
            Verdict::LocalAfterBootstrap => "local-after-bootstrap",
            Verdict::Blocked => "blocked",
        }
    }
}

/// How an item fares here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// The place offers it.
    Resource,
    /// The store holds it.
    Stock,
    /// It is made with what the facility has.
    Made,
    /// It is made once machines are built that can be built here.
    Bootstrap,
    /// It is imported, as allowed.
    Import,
    /// It cannot be had.
    Blocked,
}

impl Status {
    /// The word in output.
    pub fn as_str(self) -> &'static str {
        match self {
            Status::Resource => "resource",
            Status::Stock => "stock",
            Status::Made => "made",
            Status::Bootstrap => "bootstrap",
            Status::Import => "import",
            Status::Blocked => "blocked",
        }
    }
}

/// One item, and why.
#[derive(Clone, Debug)]
pub struct ItemReport {
    /// The item.
    pub item: ItemIndex,
    /// How it fares.
    pub status: Status,
    /// The recipe by which it is made, or would be.
    pub recipe: Option<RecipeIndex>,
    /// The equipment that its operations use, sorted.
    pub equipment: Vec<Id>,
    /// Why, in words: at least one for every item.
    pub reasons: Vec<String>,
    /// What stands in the way of making it here, each missing thing once, in words that are the same for every item that
    /// lacks it; empty if it is had without import, and where only its inputs are blocked.
    pub causes: Vec<String>,
}

/// Three verdicts that differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Holds {
    /// It can be reached from nothing but resources, stock and imports, machines that are built on the way included.
    pub bootstrappable: bool,
    /// With its loops started once, and with the machines that stand here or can be built, it can be made from resources alone:
    /// nothing has to be imported, or taken from the store, again and again.
    pub self_sustaining: bool,
    /// Machines, people, power and resources suffice to make the quantity within a year, the time by which resources are stated.
    pub feasible_at_rate: bool,
}

/// Shares from 0 to 1, of what is known.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Closure {
    /// `1 − Σ imported mass / total mass`, over what goes into the plan; `None` where no mass is known.
    pub mass: Option<f64>,
    /// BOM lines that need no import and are not blocked, over all lines.
    pub lines: f64,
    /// `1 − Σ imports / cost`; `None` where no price is known, and where something that blocks the plan has none.
    pub value: Option<f64>,
    /// How many items from outside have no mass that is known: `mass` is without them.
    pub unknown_mass: usize,
    /// How many items, skills and machines have no price: `value` is without them.
    pub unknown_value: usize,
    /// kg of raw items, gross, per kg of product; `None` where the product's mass is not known.
    pub extraction: Option<f64>,
}

/// A capability that the facility lacks, or has too little of.
#[derive(Clone, Debug)]
pub struct MissingCapability {
    /// The capability.
    pub capability: Id,
    /// What would have to be offered: over all needs, the widest bound of each parameter.
    pub envelope: Vec<Bound>,
    /// The items whose recipes need it, sorted.
    pub needed_by: Vec<Id>,
    /// How many items would be had if it were there.
    pub unlocks: usize,
}

/// A machine to build before the plan can be made.
#[derive(Clone, Debug)]
pub struct BootstrapStage {
    /// When: 1 first.
    pub stage: u32,
    /// The plan.
    pub plan: Id,
    /// The capabilities that it adds, sorted.
    pub adds: Vec<Id>,
}

/// Something from elsewhere.
#[derive(Clone, Debug)]
pub struct Import {
    /// The item.
    pub item: ItemIndex,
    /// How much, in its unit of account.
    pub quantity: f64,
    /// What it costs, in the graph's currency; `None` if it has no price.
    pub cost: Option<f64>,
    /// Whether it is imported once, to start a loop that makes it from then on.
    pub is_starter: bool,
}

/// How many units a week the facility can make, if it makes nothing else.
#[derive(Clone, Debug, Default)]
pub struct Capacity {
    /// Units a week; `None` if nothing limits it that is known.
    pub units_per_week: Option<f64>,
    /// What limits it: equipment, `labour:skill`, `resource:item` or `power`. Several machines that share work and are full
    /// together are joined with `+`.
    pub bottleneck: Option<String>,
    /// The bottleneck and the three limits that come next, the tightest first.
    pub limits: Vec<Limit>,
    /// Use of each machine that takes part, sorted by id.
    pub equipment: Vec<EquipmentLoad>,
    /// Use of each skill, sorted.
    pub labour: Vec<LabourLoad>,
    /// Use of each resource of the place, sorted by item.
    pub resources: Vec<ResourceLoad>,
    /// Electricity for one unit, kWh.
    pub electricity_kwh: f64,
    /// Floor under the machines.
    pub floor: Floor,
}

impl Capacity {
    /// Whether a quantity can be made within a year.
    pub fn suffices_for(&self, quantity: f64) -> bool {
        self.units_per_week.is_none_or(|rate| rate * WEEKS_PER_YEAR >= quantity * (1.0 - 1e-9))
    }
}

/// Something that limits the rate.
#[derive(Clone, Debug, PartialEq)]
pub struct Limit {
    /// As in [`Capacity::bottleneck`].
    pub name: String,
    /// The rate that it allows, if what is tighter is widened.
    pub units_per_week: f64,
}

/// Hours of one machine.
#[derive(Clone, Debug, PartialEq)]
pub struct EquipmentLoad {
    /// The machine.
    pub id: Id,
    /// Hours that one unit takes.
    pub hours_per_unit: f64,
    /// Hours that all of its kind work in a week.
    pub hours_available: f64,
}

/// Hours of the people of one skill.
#[derive(Clone, Debug, PartialEq)]
pub struct LabourLoad {
    /// What they can do.
    pub skill: Id,
    /// How many they are; `None` where the place says nothing of its people.
    pub people: Option<f64>,
    /// Person-hours that one unit takes.
    pub hours_per_unit: f64,
    /// Hours that all of them work in a week, where it is known.
    pub hours_available: Option<f64>,
}

/// Use of a resource of the place, in its unit of account.
#[derive(Clone, Debug, PartialEq)]
pub struct ResourceLoad {
    /// The item.
    pub item: Id,
    /// What one unit takes, net of own by-products.
    pub per_unit: f64,
    /// What there is in a week, on the year's average; `None` if nothing limits it that is known.
    pub available_per_week: Option<f64>,
}

/// Floor, in m².
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Floor {
    /// Under the machines, those to be built for the plan included.
    pub used_m2: f64,
    /// Machines of which nobody says how much they take.
    pub unknown: usize,
    /// What the place has; `None` if it does not say.
    pub available_m2: Option<f64>,
}

/// What one unit costs, in the graph's currency.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Cost {
    /// Resources of the place, energy and what is taken from stock included.
    pub resources: f64,
    /// The part of `resources` that is taken from stock, at what it would cost to replace.
    pub stock: f64,
    /// Imports, and of a blocked plan what is left open.
    pub imports: f64,
    /// Labour.
    pub labour: f64,
    /// Equipment: price over lifetime.
    pub equipment: f64,
    /// The part of `equipment` that is for machines made from plans of the repository: that money stays.
    pub local_equipment: f64,
    /// The sum of resources, imports, labour and equipment.
    pub total: f64,
    /// What stays in the place over the sum, from 0 to 1: resources, labour, and equipment that was made from a plan.
    pub kept_local: f64,
    /// How many items or hours have no price: the sum is without them.
    pub unpriced: usize,
}

impl Cost {
    /// What stays in the place: resources, wages, and equipment that was made from a plan.
    pub fn kept(&self) -> f64 {
        self.resources + self.labour + self.local_equipment
    }

    /// What leaves it: imports, and equipment that was bought.
    pub fn leaving(&self) -> f64 {
        self.imports + self.equipment - self.local_equipment
    }
}

/// How the plan compares with what industry sells for the job.
#[derive(Clone, Debug, PartialEq)]
pub struct Score {
    /// (performance / cost) over the same of the baseline, the least over the performances that both state.
    pub performance_to_cost: f64,
    /// The baseline's name.
    pub against: String,
    /// Own over the baseline's, for each performance that both state in the same dimension, in the plan's order.
    pub terms: Vec<Term>,
    /// The baseline's price, in the graph's currency.
    pub price: f64,
    /// What would reach the next line; `None` past the last.
    pub next: Option<NextLine>,
}

impl Score {
    /// The least of the performance ratios: the one that counts.
    pub fn performance(&self) -> f64 {
        self.terms.iter().map(|term| term.ratio).reduce(f64::min).unwrap_or(0.0)
    }
}

/// One performance, own over the baseline's.
#[derive(Clone, Debug, PartialEq)]
pub struct Term {
    /// Its name.
    pub name: String,
    /// The ratio.
    pub ratio: f64,
}

/// The line to reach next, and what each change would have to be if it came alone.
#[derive(Clone, Debug, PartialEq)]
pub struct NextLine {
    /// Times the performance-to-cost of the baseline: 1 or 10.
    pub line: f64,
    /// One unit may cost this at most, at the present performance.
    pub cost_at_most: f64,
    /// The least performance ratio has to be this, at the present cost.
    pub performance_at_least: f64,
    /// Each kind of cost, and what it may be at most with all else as it is.
    pub levers: Vec<Lever>,
}

/// One kind of cost as the only thing that changes.
#[derive(Clone, Debug, PartialEq)]
pub struct Lever {
    /// `resources`, `imports`, `labour` or `equipment`.
    pub kind: &'static str,
    /// What it is now.
    pub now: f64,
    /// What it may be at most; `None` if even nothing at all would not suffice.
    pub at_most: Option<f64>,
}
