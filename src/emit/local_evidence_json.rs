//! What a local report rests on, and what it lacks, as parts of `groundup/local/1`: proof, refutation, what is missing, what to
//! get, what is not stated.

use std::collections::BTreeMap;

use serde::Serialize;

use super::local_json::{Written, written};
use crate::graph::{Graph, RecipeIndex};
use crate::local::{Acquisitions, Grant, LocalReport, Missing, Obstacle, Refutation, Step};

/// One step of a proof; each rests on steps before it.
#[derive(Debug, Serialize)]
pub(super) struct StepJson<'a> {
    step: &'static str,
    item: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    recipe: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    inputs: Vec<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    equipment: Vec<&'a str>,
}

/// Items that no recipe leads into, and what stops every recipe for them.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct RefutationJson<'a> {
    items: Vec<&'a str>,
    recipes: Vec<StoppedJson<'a>>,
    short_stock: Vec<&'a str>,
}

#[derive(Debug, Serialize)]
struct StoppedJson<'a> {
    recipe: &'a str,
    because: &'static str,
    /// Of an input or an operation: which one, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<usize>,
    /// Its items, or its capability.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    needs: Vec<&'a str>,
}

/// Something that could be had.
#[derive(Debug, Serialize)]
pub(super) struct GrantJson<'a> {
    kind: &'static str,
    what: String,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    envelope: BTreeMap<&'a str, Written<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    people: Option<u32>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct MissingJson<'a> {
    #[serde(flatten)]
    grant: GrantJson<'a>,
    needed_by: Vec<&'a str>,
    /// Skills that are missing too, and are counted with a capability.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    operators: Vec<&'a str>,
    unlocks: UnlocksJson,
}

/// Over all plans of the repository, from this alone.
#[derive(Debug, Serialize)]
struct UnlocksJson {
    items: usize,
    parts: usize,
    plans: usize,
    mass: f64,
    value: f64,
}

#[derive(Debug, Serialize)]
pub(super) struct AcquisitionsJson<'a> {
    exact: bool,
    set: Vec<AcquisitionJson<'a>>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
struct AcquisitionJson<'a> {
    #[serde(flatten)]
    grant: GrantJson<'a>,
    needed_by: Vec<&'a str>,
    cheapest: Option<SourceJson<'a>>,
}

/// Of one machine, or of one unit of an item.
#[derive(Debug, Serialize)]
struct SourceJson<'a> {
    from: &'a str,
    price: f64,
    currency: &'static str,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct UnknownJson<'a> {
    what: &'a str,
    r#where: &'a str,
    asks: &'a str,
    needed_by: Vec<&'a str>,
}

pub(super) fn proof_json<'a>(graph: &'a Graph, steps: &'a [Step]) -> Vec<StepJson<'a>> {
    let id = |item| graph.item(item).id.as_str();
    let plain = |step, item| StepJson { step, item: id(item), recipe: None, inputs: vec![], equipment: vec![] };
    let step = |step: &'a Step| match step {
        Step::Resource(item) => plain("resource", *item),
        Step::Stock(item) => plain("stock", *item),
        Step::Import(item) => plain("import", *item),
        Step::SetUp(item) => plain("set-up", *item),
        Step::Make { item, recipe, inputs, equipment } => StepJson {
            step: "make",
            item: id(*item),
            recipe: Some(graph.recipe(*recipe).id.as_str()),
            inputs: inputs.iter().map(|input| id(*input)).collect(),
            equipment: equipment.iter().map(|machine| machine.as_str()).collect(),
        },
    };
    steps.iter().map(step).collect()
}

pub(super) fn refutation_json<'a>(graph: &'a Graph, refutation: &Refutation) -> RefutationJson<'a> {
    let id = |item: &crate::graph::ItemIndex| graph.item(*item).id.as_str();
    RefutationJson {
        items: refutation.items.iter().map(id).collect(),
        recipes: refutation.recipes.iter().map(|(recipe, obstacle)| stopped(graph, *recipe, *obstacle)).collect(),
        short_stock: refutation.short_stock.iter().map(id).collect(),
    }
}

fn stopped(graph: &Graph, index: RecipeIndex, obstacle: Obstacle) -> StoppedJson<'_> {
    let recipe = graph.recipe(index);
    let (because, number) = match obstacle {
        Obstacle::Input(line) => ("input", Some(line + 1)),
        Obstacle::Operation(operation) => ("operation", Some(operation + 1)),
        Obstacle::People => ("people", None),
        Obstacle::Permission => ("permission", None),
        Obstacle::Power => ("power", None),
        Obstacle::Floor => ("floor", None),
    };
    let needs = match obstacle {
        Obstacle::Input(line) => {
            let options = recipe.inputs.get(line).into_iter().flat_map(|line| &line.options);
            options.map(|flow| graph.item(flow.item).id.as_str()).collect()
        }
        Obstacle::Operation(operation) => {
            recipe.operations.get(operation).into_iter().map(|need| need.capability_id.as_str()).collect()
        }
        _ => Vec::new(),
    };
    StoppedJson { recipe: recipe.id.as_str(), because, number, needs }
}

pub(super) fn missing_json<'a>(graph: &Graph, missing: &'a [Missing]) -> Vec<MissingJson<'a>> {
    let one = |missing: &'a Missing| {
        let unlocks = &missing.unlocks;
        MissingJson {
            grant: grant_json(graph, &missing.grant),
            needed_by: missing.needed_by.iter().map(|id| id.as_str()).collect(),
            operators: missing.operators.iter().map(|id| id.as_str()).collect(),
            unlocks: UnlocksJson {
                items: unlocks.items,
                parts: unlocks.parts,
                plans: unlocks.plans,
                mass: unlocks.mass,
                value: unlocks.value,
            },
        }
    };
    missing.iter().map(one).collect()
}

pub(super) fn acquisitions_json<'a>(graph: &Graph, acquisitions: &'a Acquisitions) -> AcquisitionsJson<'a> {
    let set = acquisitions.set.iter().map(|one| AcquisitionJson {
        grant: grant_json(graph, &one.grant),
        needed_by: one.needed_by.iter().map(|id| id.as_str()).collect(),
        cheapest: one.cheapest.as_ref().map(|source| SourceJson {
            from: &source.from,
            price: source.price,
            currency: graph.currency.code(),
        }),
    });
    AcquisitionsJson { exact: acquisitions.exact, set: set.collect() }
}

fn grant_json<'a>(graph: &Graph, grant: &'a Grant) -> GrantJson<'a> {
    let (envelope, people) = match grant {
        Grant::Capability { envelope, .. } => (&envelope[..], None),
        Grant::Skill { people, .. } => (&[][..], Some(*people)),
        _ => (&[][..], None),
    };
    GrantJson {
        kind: grant.kind(),
        what: grant.what(graph),
        envelope: envelope.iter().map(|bound| (bound.parameter.as_str(), written(bound))).collect(),
        people,
    }
}

pub(super) fn unknown_json(report: &LocalReport) -> Vec<UnknownJson<'_>> {
    report
        .unknown
        .iter()
        .map(|unknown| UnknownJson {
            what: &unknown.what,
            r#where: &unknown.at,
            asks: &unknown.asks,
            needed_by: unknown.needed_by.iter().map(|id| id.as_str()).collect(),
        })
        .collect()
}
