//! What the local check finds, as values.

use super::acquire::Acquisitions;
use super::proof::{Refutation, Step};
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
    /// The share that the place makes for itself.
    pub closure: Closure,
    /// What is missing, by how many items it would unlock (most first), then id.
    pub missing_capabilities: Vec<MissingCapability>,
    /// Which machines to build first, stage by stage.
    pub bootstrap: Vec<BootstrapStage>,
    /// What comes from elsewhere, sorted by item.
    pub imports: Vec<Import>,
    /// How many a week.
    pub capacity: Capacity,
    /// What one costs.
    pub cost: Cost,
    /// How it compares with what industry sells; `None` if the plan names no baseline that can be compared.
    pub score: Option<Score>,
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
    /// The amounts, with each item obtained as it can be here.
    pub resolution: Resolution,
}

impl LocalReport {
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

/// Shares from 0 to 1.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Closure {
    /// `1 − Σ imported mass / total mass`, over what goes into the plan.
    pub mass: f64,
    /// BOM lines that need no import and are not blocked, over all lines.
    pub lines: f64,
    /// `1 − Σ imports / cost`.
    pub value: f64,
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
}

/// How many units a week the facility can make, if it makes nothing else.
#[derive(Clone, Debug, Default)]
pub struct Capacity {
    /// Units a week; `None` if nothing limits it that is known.
    pub units_per_week: Option<f64>,
    /// What limits it: equipment, `labour:skill`, `resource:item` or `power`.
    pub bottleneck: Option<String>,
    /// Use of each machine that takes part, sorted by id.
    pub equipment: Vec<EquipmentLoad>,
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

/// What one unit costs, in the graph's currency.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Cost {
    /// Resources of the place, energy included.
    pub resources: f64,
    /// Imports, and what is taken from stock.
    pub imports: f64,
    /// Labour.
    pub labour: f64,
    /// Equipment: price over lifetime.
    pub equipment: f64,
    /// The sum.
    pub total: f64,
    /// Resources and labour over the sum, from 0 to 1.
    pub kept_local: f64,
    /// How many items or hours have no price: the sum is without them.
    pub unpriced: usize,
}

/// How the plan compares with what industry sells for the job.
#[derive(Clone, Debug, PartialEq)]
pub struct Score {
    /// (performance / cost) over the same of the baseline, the least over the performances that both state.
    pub performance_to_cost: f64,
    /// The baseline's name.
    pub against: String,
}
