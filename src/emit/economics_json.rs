//! Money, limits and the schedule of a local report, as other programs read them.

use serde::Serialize;

use crate::graph::Graph;
use crate::local::{CostShare, Economics, Floor, Lever, LocalReport, NextLine, Schedule, Score};

/// How the plan compares with what industry sells, term by term.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct ScoreJson<'a> {
    performance_to_cost: f64,
    against: &'a str,
    /// The least of the terms.
    performance: f64,
    /// The baseline's price over our cost.
    price_to_cost: f64,
    terms: Vec<TermJson<'a>>,
    next_line: Option<NextLineJson>,
}

#[derive(Debug, Serialize)]
struct TermJson<'a> {
    performance: &'a str,
    ratio: f64,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
struct NextLineJson {
    line: f64,
    cost_at_most: f64,
    performance_at_least: f64,
    levers: Vec<LeverJson>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
struct LeverJson {
    kind: &'static str,
    now: f64,
    /// `null` if even nothing at all would not suffice.
    at_most: Option<f64>,
}

/// The JSON of a score.
pub fn score_json<'a>(score: &'a Score, cost: f64) -> ScoreJson<'a> {
    let lever = |lever: &Lever| LeverJson { kind: lever.kind, now: lever.now, at_most: lever.at_most };
    let next = |next: &NextLine| NextLineJson {
        line: next.line,
        cost_at_most: next.cost_at_most,
        performance_at_least: next.performance_at_least,
        levers: next.levers.iter().map(lever).collect(),
    };
    ScoreJson {
        performance_to_cost: score.performance_to_cost,
        against: &score.against,
        performance: score.performance(),
        price_to_cost: score.price / cost,
        terms: score.terms.iter().map(|term| TermJson { performance: &term.name, ratio: term.ratio }).collect(),
        next_line: score.next.as_ref().map(next),
    }
}

/// Earnings and emissions of one unit.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct EconomicsJson<'a> {
    currency: &'static str,
    price: Option<f64>,
    /// `plan` or `baseline-by-performance`.
    price_basis: Option<&'static str>,
    margin: Option<f64>,
    /// Of a working day, five of which make a week.
    earnings_per_day: Option<f64>,
    /// Earnings over 1,000 USD a day.
    share_of_mark: Option<f64>,
    units_per_week_for_mark: Option<f64>,
    emissions_kg: f64,
    import_emissions_kg: Option<f64>,
    emissions_unknown: usize,
    unknown: &'a [String],
}

/// The JSON of earnings and emissions.
pub fn economics_json<'a>(graph: &'a Graph, economics: &'a Economics) -> EconomicsJson<'a> {
    EconomicsJson {
        currency: graph.currency.code(),
        price: economics.price.as_ref().map(|price| price.amount),
        price_basis: economics.price.as_ref().map(|price| price.basis.as_str()),
        margin: economics.margin,
        earnings_per_day: economics.earnings_per_day,
        share_of_mark: economics.mark.map(|mark| mark.share),
        units_per_week_for_mark: economics.mark.and_then(|mark| mark.units_per_week),
        emissions_kg: economics.emissions_kg,
        import_emissions_kg: economics.import_emissions_kg,
        emissions_unknown: economics.emissions_unknown,
        unknown: &economics.unknown,
    }
}

/// What an item costs.
#[derive(Debug, Serialize)]
pub struct CostShareJson<'a> {
    item: &'a str,
    amount: f64,
}

/// The JSON of costs by item.
pub fn cost_shares_json<'a>(graph: &'a Graph, shares: &[CostShare]) -> Vec<CostShareJson<'a>> {
    shares
        .iter()
        .map(|share| CostShareJson { item: graph.item(share.item).id.as_str(), amount: share.amount })
        .collect()
}

/// The floor, in m².
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct FloorJson {
    used_m2: f64,
    available_m2: Option<f64>,
    /// Machines of which nobody says how much they take.
    unknown: usize,
}

/// The JSON of the floor.
pub fn floor_json(floor: &Floor) -> FloorJson {
    FloorJson { used_m2: floor.used_m2, available_m2: floor.available_m2, unknown: floor.unknown }
}

/// One build: how long it takes, and how good the schedule is.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct BuildJson<'a> {
    weeks: f64,
    length_h: f64,
    hours_per_week: f64,
    /// No schedule is shorter.
    lower_bound_h: f64,
    bound_by: &'a str,
    peak_power_kw: f64,
    power_kw: Option<f64>,
    waits: Vec<WaitJson<'a>>,
    unknown_lead_times: Vec<&'a str>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
struct WaitJson<'a> {
    item: &'a str,
    weeks: f64,
}

/// The JSON of a build, without its steps.
pub fn build_json<'a>(graph: &'a Graph, power_w: Option<f64>, schedule: &'a Schedule) -> BuildJson<'a> {
    let id = |item: crate::graph::ItemIndex| graph.item(item).id.as_str();
    let wait = |(item, hours): &(crate::graph::ItemIndex, f64)| WaitJson {
        item: id(*item),
        weeks: hours / schedule.hours_per_week,
    };
    BuildJson {
        weeks: schedule.weeks(),
        length_h: schedule.length_h,
        hours_per_week: schedule.hours_per_week,
        lower_bound_h: schedule.lower_bound_h,
        bound_by: &schedule.bound_by,
        peak_power_kw: schedule.peak_power_w / 1e3,
        power_kw: power_w.map(|watts| watts / 1e3),
        waits: schedule.waits.iter().map(wait).collect(),
        unknown_lead_times: schedule.unknown_lead_times.iter().map(|item| id(*item)).collect(),
    }
}

/// One step of a schedule.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct BuildStepJson<'a> {
    item: &'a str,
    /// Which of the recipe's operations, from 1.
    step: usize,
    /// What it takes.
    operation: &'a str,
    machine: Option<&'a str>,
    /// Which of several of its kind, from 1.
    unit: Option<usize>,
    people: Vec<TeamJson<'a>>,
    start_h: f64,
    end_h: f64,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
struct TeamJson<'a> {
    skill: &'a str,
    people: usize,
}

/// The JSON of the steps of a build; none for what is blocked.
pub fn steps_json<'a>(graph: &'a Graph, report: &'a LocalReport) -> Vec<BuildStepJson<'a>> {
    let steps = report.schedule.iter().flat_map(|schedule| &schedule.steps);
    let json = |step: &'a crate::local::BuildStep| BuildStepJson {
        item: graph.item(step.item).id.as_str(),
        step: step.operation + 1,
        operation: graph.recipe(step.recipe).operations[step.operation].capability_id.as_str(),
        machine: step.machine.as_ref().map(|machine| machine.as_str()),
        unit: step.machine.as_ref().map(|_| step.unit),
        people: step.people.iter().map(|(people, count)| TeamJson { skill: people.as_str(), people: *count }).collect(),
        start_h: step.start_h,
        end_h: step.end_h,
    };
    steps.map(json).collect()
}
