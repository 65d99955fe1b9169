//! The order in which to build machines: for people, and as `groundup/bootstrap/1`.

use serde::Serialize;

use super::phrase::{counted, money, rounded, short_list, wrapped};
use super::style::Style;
use crate::catalog::Catalog;
use crate::graph::{Graph, ItemIndex};
use crate::local::{BuildOrder, Effort, NewMachine, Unlocked};
use crate::model::Id;
use crate::quantity::format_amount;

/// Columns of a line.
const WIDTH: usize = 100;

/// The whole document. Costs are in `currency`, for one machine each.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct BootstrapJson<'a> {
    schema: &'static str,
    facility: &'a str,
    goals: Vec<&'a str>,
    made_now: Vec<&'a str>,
    currency: &'static str,
    seed: Vec<SeedJson<'a>>,
    /// Whether no smaller kit does.
    seed_is_least: bool,
    stages: Vec<StageJson<'a>>,
    blocked: Vec<BlockedJson<'a>>,
    totals: TotalsJson,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
struct SeedJson<'a> {
    plan: &'a str,
    price: Option<f64>,
    adds: Vec<&'a str>,
    why: &'a str,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
struct StageJson<'a> {
    stage: u32,
    machines: Vec<MachineJson<'a>>,
    unlocks: UnlocksJson<'a>,
    cost: f64,
    labour_h: f64,
    machine_h: f64,
    /// One machine after the other; `null` if a schedule is missing.
    weeks: Option<f64>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
struct MachineJson<'a> {
    plan: &'a str,
    adds: Vec<&'a str>,
    made_on: Vec<&'a str>,
    makes: Vec<&'a str>,
    cost: Option<f64>,
    imports: Option<f64>,
    unpriced: Option<usize>,
    labour_h: Option<f64>,
    machine_h: Option<f64>,
    weeks: Option<f64>,
}

#[derive(Debug, Default, Serialize)]
struct UnlocksJson<'a> {
    capabilities: Vec<&'a str>,
    plans: Vec<&'a str>,
    parts: Vec<&'a str>,
    materials: Vec<&'a str>,
}

#[derive(Debug, Serialize)]
struct BlockedJson<'a> {
    plan: &'a str,
    reasons: &'a [String],
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
struct TotalsJson {
    machines: usize,
    cost: f64,
    labour_h: f64,
    machine_h: f64,
    weeks: Option<f64>,
}

/// What several machines take together.
fn sum<'m>(machines: impl Iterator<Item = &'m NewMachine>) -> Effort {
    let none = Effort { cost: 0.0, imports: 0.0, unpriced: 0, labour_h: 0.0, machine_h: 0.0, weeks: Some(0.0) };
    machines.filter_map(|machine| machine.effort).fold(none, |sum, effort| Effort {
        cost: sum.cost + effort.cost,
        imports: sum.imports + effort.imports,
        unpriced: sum.unpriced + effort.unpriced,
        labour_h: sum.labour_h + effort.labour_h,
        machine_h: sum.machine_h + effort.machine_h,
        weeks: sum.weeks.zip(effort.weeks).map(|(a, b)| a + b),
    })
}

/// The numbers of the stages, in order: those with machines, and 0 where a seed kit unlocks something.
fn stage_numbers(order: &BuildOrder) -> Vec<u32> {
    let stages = order.machines.iter().map(|machine| machine.stage).chain(order.stages.iter().map(|stage| stage.stage));
    stages.collect::<std::collections::BTreeSet<u32>>().into_iter().collect()
}

/// A build order as the document that other programs read.
pub fn bootstrap_json<'a>(catalog: &'a Catalog, graph: &'a Graph, order: &'a BuildOrder) -> BootstrapJson<'a> {
    let id = |item: &ItemIndex| graph.item(*item).id.as_str();
    fn ids(list: &[Id]) -> Vec<&str> {
        list.iter().map(Id::as_str).collect()
    }
    let machine = |machine: &'a NewMachine| MachineJson {
        plan: machine.plan.as_str(),
        adds: ids(&machine.adds),
        made_on: ids(&machine.made_on),
        makes: ids(&machine.makes),
        cost: machine.effort.map(|effort| effort.cost),
        imports: machine.effort.map(|effort| effort.imports),
        unpriced: machine.effort.map(|effort| effort.unpriced),
        labour_h: machine.effort.map(|effort| effort.labour_h),
        machine_h: machine.effort.map(|effort| effort.machine_h),
        weeks: machine.effort.and_then(|effort| effort.weeks),
    };
    let stage = |number: u32| {
        let of_stage = || order.machines.iter().filter(move |machine| machine.stage == number);
        let effort = sum(of_stage());
        let unlocked = order.stages.iter().find(|stage| stage.stage == number);
        let adds = of_stage().flat_map(|machine| &machine.adds);
        let seed = order.seed.iter().filter(|_| number == 0).flat_map(|seed| &seed.adds);
        let capabilities: std::collections::BTreeSet<&str> = adds.chain(seed).map(Id::as_str).collect();
        StageJson {
            stage: number,
            machines: of_stage().map(machine).collect(),
            unlocks: UnlocksJson {
                capabilities: capabilities.into_iter().collect(),
                plans: unlocked.map_or_else(Vec::new, |stage| ids(&stage.plans)),
                parts: unlocked.map_or_else(Vec::new, |stage| ids(&stage.parts)),
                materials: unlocked.map_or_else(Vec::new, |stage| ids(&stage.materials)),
            },
            cost: effort.cost,
            labour_h: effort.labour_h,
            machine_h: effort.machine_h,
            weeks: effort.weeks,
        }
    };
    let total = sum(order.machines.iter());
    BootstrapJson {
        schema: "groundup/bootstrap/1",
        facility: catalog.facilities[order.facility].id.value.as_str(),
        goals: order.goals.iter().map(id).collect(),
        made_now: order.made_now.iter().map(id).collect(),
        currency: graph.currency.code(),
        seed: order
            .seed
            .iter()
            .map(|seed| SeedJson { plan: seed.plan.as_str(), price: seed.price, adds: ids(&seed.adds), why: &seed.why })
            .collect(),
        seed_is_least: order.seed_is_least,
        stages: stage_numbers(order).into_iter().map(stage).collect(),
        blocked: order.blocked.iter().map(|(item, reasons)| BlockedJson { plan: id(item), reasons }).collect(),
        totals: TotalsJson {
            machines: order.machines.len(),
            cost: total.cost,
            labour_h: total.labour_h,
            machine_h: total.machine_h,
            weeks: total.weeks,
        },
    }
}

/// A build order for people.
pub fn bootstrap_text(catalog: &Catalog, graph: &Graph, order: &BuildOrder, style: Style) -> String {
    let facility = &catalog.facilities[order.facility];
    let place = facility.title.as_deref().unwrap_or(facility.id.value.as_str());
    let mut page = Page { text: String::new(), style, currency: graph.currency.code() };
    let reached = order.goals.len() - order.blocked.len();
    page.line(&format!(
        "{}: {} of {} can be made at {place}",
        style.bold(&way(order)),
        reached,
        counted(order.goals.len(), "goal")
    ));
    if !order.made_now.is_empty() {
        page.entry("already", &ids(graph, &order.made_now));
    }
    if !order.seed.is_empty() {
        let least = if order.seed_is_least { "no smaller kit does" } else { "none of these can be left out" };
        page.heading(&format!("Buy or borrow first: {} ({least})", counted(order.seed.len(), "machine")));
        for seed in &order.seed {
            let price = seed
                .price
                .map_or_else(|| "no price is known".to_owned(), |price| format!("{} {}", money(price), page.currency));
            page.entry(seed.plan.as_str(), &format!("{}; {price}; adds {}", seed.why, joined(&seed.adds)));
        }
    }
    for number in stage_numbers(order) {
        page.stage(order, number);
    }
    if !order.machines.is_empty() {
        let total = sum(order.machines.iter());
        page.heading("In all");
        let effort = page.effort(&total);
        page.line(&format!("  {}: {effort}", counted(order.machines.len(), "machine")));
    }
    if !order.blocked.is_empty() {
        page.heading(&format!("Out of reach, whatever is built: {}", counted(order.blocked.len(), "goal")));
        for (item, reasons) in &order.blocked {
            page.entry(graph.item(*item).id.as_str(), &reasons.join("; "));
        }
    }
    page.text
}

/// The way in a word.
fn way(order: &BuildOrder) -> String {
    match (order.seed.len(), order.machines.len()) {
        (0, 0) if order.made_now.len() == order.goals.len() => "nothing to build first".to_owned(),
        (0, 0) => "to build machines opens nothing more".to_owned(),
        (0, built) => format!("{} to build", counted(built, "machine")),
        (seed, 0) => format!("{} to buy or borrow", counted(seed, "machine")),
        (seed, built) => format!("{seed} to buy or borrow, {} to build", counted(built, "machine")),
    }
}

fn ids(graph: &Graph, items: &[ItemIndex]) -> String {
    let ids: Vec<&str> = items.iter().map(|item| graph.item(*item).id.as_str()).collect();
    short_list(&ids)
}

fn joined(ids: &[Id]) -> String {
    ids.iter().map(Id::as_str).collect::<Vec<_>>().join(", ")
}

struct Page {
    text: String,
    style: Style,
    currency: &'static str,
}

impl Page {
    fn line(&mut self, line: &str) {
        self.text.push_str(line.trim_end());
        self.text.push('\n');
    }

    fn heading(&mut self, heading: &str) {
        let heading = self.style.bold(heading);
        self.line("");
        self.line(&heading);
    }

    fn entry(&mut self, label: &str, text: &str) {
        self.line(&format!("  {label}"));
        for line in wrapped(text, WIDTH - 6) {
            self.line(&format!("      {line}"));
        }
    }

    fn effort(&self, effort: &Effort) -> String {
        let unpriced = match effort.unpriced {
            0 => String::new(),
            count => format!(" without {} that nobody priced", counted(count, "thing")),
        };
        let weeks = effort
            .weeks
            .map_or_else(String::new, |weeks| format!(", {} weeks one after the other", format_amount(rounded(weeks))));
        format!(
            "{} {}{unpriced}, {} person-hours, {} machine hours{weeks}",
            money(effort.cost),
            self.currency,
            format_amount(rounded(effort.labour_h)),
            format_amount(rounded(effort.machine_h))
        )
    }

    fn stage(&mut self, order: &BuildOrder, number: u32) {
        let machines: Vec<&NewMachine> = order.machines.iter().filter(|machine| machine.stage == number).collect();
        let title = if number == 0 { "With those".to_owned() } else { format!("Stage {number}") };
        self.heading(&title);
        for machine in machines {
            let effort = machine.effort.map_or_else(
                || "its recipes run in a circle that consumes at least what it makes".to_owned(),
                |effort| self.effort(&effort).replace(" one after the other", ""),
            );
            let made_on = if machine.made_on.is_empty() {
                String::new()
            } else {
                format!("; made on {}", joined(&machine.made_on))
            };
            self.entry(machine.plan.as_str(), &format!("adds {}: {effort}{made_on}", joined(&machine.adds)));
        }
        if let Some(unlocked) = order.stages.iter().find(|stage| stage.stage == number) {
            self.unlocks(unlocked);
        }
    }

    fn unlocks(&mut self, unlocked: &Unlocked) {
        let kinds = [("plan", &unlocked.plans), ("part", &unlocked.parts), ("material", &unlocked.materials)];
        let kinds = kinds.iter().filter(|(_, ids)| !ids.is_empty()).map(|(kind, ids)| {
            let short: Vec<&str> = ids.iter().map(Id::as_str).collect();
            format!("{}: {}", counted(ids.len(), kind), short_list(&short))
        });
        let text = kinds.collect::<Vec<_>>().join("; ");
        self.entry("unlocks", &text);
    }
}
