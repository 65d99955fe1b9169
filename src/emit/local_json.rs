//! A local report as `groundup/local/1`.

use std::collections::BTreeMap;

use serde::Serialize;

use super::economics_json::{
    BuildJson, BuildStepJson, CostShareJson, EconomicsJson, FloorJson, ScoreJson, build_json, cost_shares_json,
    economics_json, floor_json, score_json, steps_json,
};
use super::local_evidence_json::{
    AcquisitionsJson, MissingJson, RefutationJson, StepJson, UnknownJson, acquisitions_json, missing_json, proof_json,
    refutation_json, unknown_json,
};

use crate::catalog::Catalog;
use crate::graph::{Bound, BoundValue, Graph};
use crate::local::{LocalReport, MissingCapability, left_out};

/// The whole document. Amounts are in each item's unit of account; `capacity`, `cost` and `score` are for one unit of the plan,
/// `imports` for the whole quantity.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct LocalJson<'a> {
    schema: &'static str,
    plan: &'a str,
    facility: &'a str,
    quantity: f64,
    unit: &'a str,
    verdict: &'static str,
    items: Vec<Item<'a>>,
    holds: Holds,
    closure: Closure,
    /// kg of raw items, gross, per kg of product; null where the product's mass is not known.
    extraction_ratio: Option<f64>,
    missing_capabilities: Vec<Missing<'a>>,
    bootstrap: Vec<Stage<'a>>,
    imports: Vec<Import<'a>>,
    capacity: Capacity<'a>,
    cost: Cost<'a>,
    score: Option<ScoreJson<'a>>,
    economics: EconomicsJson<'a>,
    build: Option<BuildJson<'a>>,
    /// With `--schedule` alone: it is long.
    #[serde(skip_serializing_if = "Option::is_none")]
    schedule: Option<Vec<BuildStepJson<'a>>>,
    missing: Vec<MissingJson<'a>>,
    acquisitions: Option<AcquisitionsJson<'a>>,
    unknown: Vec<UnknownJson<'a>>,
    /// What the facility says and nobody can count on, in sentences.
    left_out: Vec<String>,
    proof: Vec<StepJson<'a>>,
    refutation: Option<RefutationJson<'a>>,
}

#[derive(Debug, Serialize)]
struct Item<'a> {
    item: &'a str,
    status: &'static str,
    recipe: Option<&'a str>,
    equipment: Vec<&'a str>,
    /// What the store gives of an item that is made or imported besides.
    #[serde(rename = "from-stock", skip_serializing_if = "Option::is_none")]
    from_stock: Option<f64>,
    reasons: &'a [String],
    causes: &'a [String],
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
struct Closure {
    /// Of what is known; null where nothing is.
    mass: Option<f64>,
    lines: f64,
    value: Option<f64>,
    /// Items from outside without a mass: `mass` is without them.
    unknown_mass: usize,
    /// Items, skills and machines without a price: `value` is without them.
    unknown_value: usize,
}

/// Three verdicts that differ.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
struct Holds {
    /// Reachable from nothing but resources, stock and imports.
    bootstrappable: bool,
    /// Made of resources alone once its loops are started.
    self_sustaining: bool,
    /// The quantity can be made within a year.
    feasible_at_rate: bool,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
struct Missing<'a> {
    capability: &'a str,
    envelope: BTreeMap<&'a str, Written<'a>>,
    needed_by: Vec<&'a str>,
    unlocks: usize,
}

/// One value as its author wrote it, or several.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(super) enum Written<'a> {
    One(&'a str),
    Several(Vec<&'a str>),
}

#[derive(Debug, Serialize)]
struct Stage<'a> {
    stage: u32,
    plan: &'a str,
    adds: Vec<&'a str>,
}

#[derive(Debug, Serialize)]
struct Import<'a> {
    item: &'a str,
    quantity: f64,
    unit: &'a str,
    cost: Option<f64>,
    /// Whether it is imported once, to start a loop that makes it from then on.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    starter: bool,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
struct Capacity<'a> {
    units_per_week: Option<f64>,
    bottleneck: Option<&'a str>,
    equipment: Vec<Load<'a>>,
    limits: Vec<Limit<'a>>,
    labour: Vec<LabourLoad<'a>>,
    resources: Vec<ResourceLoad<'a>>,
    electricity_kwh: f64,
    floor: FloorJson,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
struct Limit<'a> {
    limit: &'a str,
    units_per_week: f64,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
struct LabourLoad<'a> {
    skill: &'a str,
    people: Option<f64>,
    hours_per_unit: f64,
    hours_available: Option<f64>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
struct ResourceLoad<'a> {
    item: &'a str,
    per_unit: f64,
    available_per_week: Option<f64>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
struct Load<'a> {
    id: &'a str,
    hours_per_unit: f64,
    hours_available: f64,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
struct Cost<'a> {
    currency: &'static str,
    /// `here`: of one unit as it is made here, and `imports` is what the imports add up to. `preferred`: the plan is blocked, and
    /// these are the costs by the preferred recipes, as if everything could be had; what is not to be had here stands under
    /// `imports`, and the list of imports is of what is allowed alone.
    basis: &'static str,
    /// What is taken from stock included.
    resources: f64,
    /// The part of `resources` that is taken from stock, at what it would cost to replace.
    stock: f64,
    imports: f64,
    labour: f64,
    equipment: f64,
    total: f64,
    kept_local: f64,
    /// Items, skills and machines without a price: the total is without them.
    unpriced: usize,
    kept: Kept,
    leaves: Leaves,
    /// Each input with all that goes into it, dearest first; under the plan's own id, its own work.
    by_part: Vec<CostShareJson<'a>>,
    /// Each item by itself: what it is bought for, or the labour and machines of its recipe.
    by_item: Vec<CostShareJson<'a>>,
}

/// What stays in the place.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
struct Kept {
    wages: f64,
    resources: f64,
    /// Of machines that were made from a plan.
    equipment: f64,
    total: f64,
}

/// What leaves it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
struct Leaves {
    imports: f64,
    /// Of machines that were bought.
    equipment: f64,
    total: f64,
}

/// A report as the document that other programs read.
pub fn local_json<'a>(catalog: &'a Catalog, graph: &'a Graph, report: &'a LocalReport) -> LocalJson<'a> {
    let root = graph.item(report.resolution.root);
    let items = report.items.iter().map(|entry| Item {
        item: graph.item(entry.item).id.as_str(),
        status: entry.status.as_str(),
        recipe: entry.recipe.map(|recipe| graph.recipe(recipe).id.as_str()),
        equipment: entry.equipment.iter().map(|id| id.as_str()).collect(),
        from_stock: report.resolution.from_stock.get(&entry.item).copied(),
        reasons: &entry.reasons,
        causes: &entry.causes,
    });
    let stages = report.bootstrap.iter().map(|stage| Stage {
        stage: stage.stage,
        plan: stage.plan.as_str(),
        adds: stage.adds.iter().map(|id| id.as_str()).collect(),
    });
    let imports = report.imports.iter().map(|import| Import {
        item: graph.item(import.item).id.as_str(),
        quantity: import.quantity,
        unit: graph.item(import.item).unit.symbol(),
        cost: import.cost,
        starter: import.is_starter,
    });
    let loads = report.capacity.equipment.iter().map(|load| Load {
        id: load.id.as_str(),
        hours_per_unit: load.hours_per_unit,
        hours_available: load.hours_available,
    });
    let power_w = catalog.facilities[report.facility].power.as_ref().map(|power| power.value.si());
    LocalJson {
        schema: "groundup/local/1",
        plan: root.id.as_str(),
        facility: catalog.facilities[report.facility].id.value.as_str(),
        quantity: report.resolution.quantity,
        unit: root.unit.symbol(),
        verdict: report.verdict.as_str(),
        items: items.collect(),
        holds: Holds {
            bootstrappable: report.holds.bootstrappable,
            self_sustaining: report.holds.self_sustaining,
            feasible_at_rate: report.holds.feasible_at_rate,
        },
        closure: Closure {
            mass: report.closure.mass,
            lines: report.closure.lines,
            value: report.closure.value,
            unknown_mass: report.closure.unknown_mass,
            unknown_value: report.closure.unknown_value,
        },
        extraction_ratio: report.closure.extraction,
        missing_capabilities: report.missing_capabilities.iter().map(missing).collect(),
        bootstrap: stages.collect(),
        imports: imports.collect(),
        capacity: Capacity {
            units_per_week: report.capacity.units_per_week,
            bottleneck: report.capacity.bottleneck.as_deref(),
            equipment: loads.collect(),
            limits: report
                .capacity
                .limits
                .iter()
                .map(|limit| Limit { limit: &limit.name, units_per_week: limit.units_per_week })
                .collect(),
            labour: report.capacity.labour.iter().map(labour).collect(),
            resources: report.capacity.resources.iter().map(resource).collect(),
            electricity_kwh: report.capacity.electricity_kwh,
            floor: floor_json(&report.capacity.floor),
        },
        cost: cost(graph, report),
        score: report.score.as_ref().map(|score| score_json(score, report.cost.total)),
        economics: economics_json(graph, &report.economics),
        build: report.schedule.as_ref().map(|schedule| build_json(graph, power_w, schedule)),
        schedule: None,
        missing: missing_json(graph, &report.missing),
        acquisitions: report.acquisitions.as_ref().map(|acquisitions| acquisitions_json(graph, acquisitions)),
        unknown: unknown_json(report),
        left_out: left_out(catalog, graph, report.facility),
        proof: proof_json(graph, &report.proof),
        refutation: report.refutation.as_ref().map(|refutation| refutation_json(graph, refutation)),
    }
}

/// The same with every step of a build.
pub fn local_json_with_schedule<'a>(catalog: &'a Catalog, graph: &'a Graph, report: &'a LocalReport) -> LocalJson<'a> {
    LocalJson { schedule: Some(steps_json(graph, report)), ..local_json(catalog, graph, report) }
}

fn labour(load: &crate::local::LabourLoad) -> LabourLoad<'_> {
    LabourLoad {
        skill: load.skill.as_str(),
        people: load.people,
        hours_per_unit: load.hours_per_unit,
        hours_available: load.hours_available,
    }
}

fn resource(load: &crate::local::ResourceLoad) -> ResourceLoad<'_> {
    ResourceLoad { item: load.item.as_str(), per_unit: load.per_unit, available_per_week: load.available_per_week }
}

fn cost<'a>(graph: &'a Graph, report: &'a LocalReport) -> Cost<'a> {
    let cost = &report.cost;
    Cost {
        currency: graph.currency.code(),
        basis: if report.preferred.is_some() { "preferred" } else { "here" },
        resources: cost.resources,
        stock: cost.stock,
        imports: cost.imports,
        labour: cost.labour,
        equipment: cost.equipment,
        total: cost.total,
        kept_local: cost.kept_local,
        unpriced: cost.unpriced,
        kept: Kept {
            wages: cost.labour,
            resources: cost.resources,
            equipment: cost.local_equipment,
            total: cost.kept(),
        },
        leaves: Leaves {
            imports: cost.imports,
            equipment: cost.equipment - cost.local_equipment,
            total: cost.leaving(),
        },
        by_part: cost_shares_json(graph, &report.economics.by_part),
        by_item: cost_shares_json(graph, &report.economics.by_item),
    }
}

fn missing(missing: &MissingCapability) -> Missing<'_> {
    Missing {
        capability: missing.capability.as_str(),
        envelope: missing.envelope.iter().map(|bound| (bound.parameter.as_str(), written(bound))).collect(),
        needed_by: missing.needed_by.iter().map(|id| id.as_str()).collect(),
        unlocks: missing.unlocks,
    }
}

pub(super) fn written(bound: &Bound) -> Written<'_> {
    match &bound.values[..] {
        [one] => Written::One(one.written()),
        several => Written::Several(several.iter().map(BoundValue::written).collect()),
    }
}
