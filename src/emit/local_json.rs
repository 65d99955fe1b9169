//! A local report as `groundup/local/1`.

use std::collections::BTreeMap;

use serde::Serialize;

use super::local_evidence_json::{
    AcquisitionsJson, MissingJson, RefutationJson, StepJson, UnknownJson, acquisitions_json, missing_json, proof_json,
    refutation_json, unknown_json,
};

use crate::catalog::Catalog;
use crate::graph::{Bound, BoundValue, Graph};
use crate::local::{LocalReport, MissingCapability};

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
    closure: Closure,
    missing_capabilities: Vec<Missing<'a>>,
    bootstrap: Vec<Stage<'a>>,
    imports: Vec<Import<'a>>,
    capacity: Capacity<'a>,
    cost: Cost,
    score: Option<Score<'a>>,
    missing: Vec<MissingJson<'a>>,
    acquisitions: Option<AcquisitionsJson<'a>>,
    unknown: Vec<UnknownJson<'a>>,
    proof: Vec<StepJson<'a>>,
    refutation: Option<RefutationJson<'a>>,
}

#[derive(Debug, Serialize)]
struct Item<'a> {
    item: &'a str,
    status: &'static str,
    recipe: Option<&'a str>,
    equipment: Vec<&'a str>,
    reasons: &'a [String],
    causes: &'a [String],
}

#[derive(Debug, Serialize)]
struct Closure {
    mass: f64,
    lines: f64,
    value: f64,
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
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
struct Capacity<'a> {
    units_per_week: Option<f64>,
    bottleneck: Option<&'a str>,
    equipment: Vec<Load<'a>>,
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
struct Cost {
    currency: &'static str,
    resources: f64,
    imports: f64,
    labour: f64,
    equipment: f64,
    total: f64,
    kept_local: f64,
    /// Items, skills and machines without a price: the total is without them.
    unpriced: usize,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
struct Score<'a> {
    performance_to_cost: f64,
    against: &'a str,
}

/// A report as the document that other programs read.
pub fn local_json<'a>(catalog: &'a Catalog, graph: &'a Graph, report: &'a LocalReport) -> LocalJson<'a> {
    let root = graph.item(report.resolution.root);
    let items = report.items.iter().map(|entry| Item {
        item: graph.item(entry.item).id.as_str(),
        status: entry.status.as_str(),
        recipe: entry.recipe.map(|recipe| graph.recipe(recipe).id.as_str()),
        equipment: entry.equipment.iter().map(|id| id.as_str()).collect(),
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
    });
    let loads = report.capacity.equipment.iter().map(|load| Load {
        id: load.id.as_str(),
        hours_per_unit: load.hours_per_unit,
        hours_available: load.hours_available,
    });
    LocalJson {
        schema: "groundup/local/1",
        plan: root.id.as_str(),
        facility: catalog.facilities[report.facility].id.value.as_str(),
        quantity: report.resolution.quantity,
        unit: root.unit.symbol(),
        verdict: report.verdict.as_str(),
        items: items.collect(),
        closure: Closure { mass: report.closure.mass, lines: report.closure.lines, value: report.closure.value },
        missing_capabilities: report.missing_capabilities.iter().map(missing).collect(),
        bootstrap: stages.collect(),
        imports: imports.collect(),
        capacity: Capacity {
            units_per_week: report.capacity.units_per_week,
            bottleneck: report.capacity.bottleneck.as_deref(),
            equipment: loads.collect(),
        },
        cost: Cost {
            currency: graph.currency.code(),
            resources: report.cost.resources,
            imports: report.cost.imports,
            labour: report.cost.labour,
            equipment: report.cost.equipment,
            total: report.cost.total,
            kept_local: report.cost.kept_local,
            unpriced: report.cost.unpriced,
        },
        score: report
            .score
            .as_ref()
            .map(|score| Score { performance_to_cost: score.performance_to_cost, against: &score.against }),
        missing: missing_json(graph, &report.missing),
        acquisitions: report.acquisitions.as_ref().map(|acquisitions| acquisitions_json(graph, acquisitions)),
        unknown: unknown_json(report),
        proof: proof_json(graph, &report.proof),
        refutation: report.refutation.as_ref().map(|refutation| refutation_json(graph, refutation)),
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
