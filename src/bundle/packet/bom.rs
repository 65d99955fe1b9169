//! The bill of materials, line by line: `bom.csv`, and `plan.json`.

use serde::Serialize;

use super::honesty::evidence;
use super::job::Job;
use crate::graph::{Flow, ItemIndex};
use crate::local::Status;
use crate::model::{BomEntry, BomLine, Operation};
use crate::quantity::Quantity;
use crate::text::{Spanned, csv_cell, csv_number};

/// What a line asks for, as it is had here: one of its alternatives, if another is taken.
pub fn flow_of(job: &Job<'_>, line: &BomLine) -> Option<Flow> {
    let resolution = &job.report().resolution;
    let recipe = resolution.choice.of(resolution.root).recipe()?;
    let asks = |item: ItemIndex| {
        let id = &job.graph().item(item).id;
        match &line.entry {
            BomEntry::Item { item, alternatives } => {
                item.value == *id || alternatives.iter().any(|other| other.value == *id)
            }
            BomEntry::Part(part) => part.id == *id,
        }
    };
    resolution.choice.inputs(recipe, job.graph().recipe(recipe)).find(|flow| asks(flow.item))
}

/// How what a line asks for fares here.
pub fn status_of(job: &Job<'_>, line: &BomLine) -> Option<Status> {
    let item = flow_of(job, line)?.item;
    job.report().item(item).map(|report| report.status)
}

/// Runs of the plan: its quantity over what one run makes.
pub fn runs(job: &Job<'_>) -> f64 {
    let resolution = &job.report().resolution;
    resolution.need(resolution.root).map_or(0.0, |need| need.runs)
}

/// How much of a line's flow the whole job takes: of what wears, whole pieces.
pub fn all_of(job: &Job<'_>, flow: Flow) -> f64 {
    let resolution = &job.report().resolution;
    match resolution.choice.of(resolution.root).recipe() {
        Some(recipe) => super::traveller::in_hand(job, recipe, runs(job), flow),
        None => flow.quantity * runs(job),
    }
}

/// `bom.csv`: one row a line, in the order of the plan.
pub fn bom_csv(job: &Job<'_>) -> String {
    let mut text = String::from(
        "line,item,title,quantity-each,quantity,unit,mass-kg,status,drawing,note,evidence,mass-evidence\r\n",
    );
    let recipe = job.report().resolution.choice.of(job.report().resolution.root).recipe();
    for (number, line) in job.plan().bom.iter().enumerate() {
        let flow = flow_of(job, line);
        let id = match &line.entry {
            BomEntry::Item { item, .. } => flow.map_or(&item.value, |flow| &job.graph().item(flow.item).id),
            BomEntry::Part(part) => &part.id,
        };
        let amount = |amount: Option<f64>| amount.map_or_else(String::new, csv_number);
        let each = flow.map(|flow| flow.quantity);
        let all = flow.map(|flow| all_of(job, flow));
        let mass =
            flow.and_then(|flow| job.graph().item(flow.item).mass_kg).zip(all).map(|(mass_kg, all)| mass_kg * all);
        let drawing = match &line.entry {
            BomEntry::Part(part) => {
                part.drawing.as_ref().and_then(|drawing| super::traveller::file_of(job, job.plan, &drawing.value))
            }
            BomEntry::Item { .. } => None,
        };
        let cells = [
            (number + 1).to_string(),
            csv_cell(id.as_str()),
            csv_cell(flow.map_or("", |flow| job.title(flow.item))),
            amount(each),
            amount(all),
            csv_cell(flow.map_or("", |flow| job.graph().item(flow.item).unit.symbol())),
            amount(mass),
            status_of(job, line).map_or("", Status::as_str).to_owned(),
            csv_cell(&drawing.unwrap_or_default()),
            csv_cell(line.note.as_deref().unwrap_or_default()),
            evidence(flow.and_then(|flow| super::traveller::input_basis(job, recipe?, flow))),
            evidence(mass.and(flow).map(|flow| job.graph().item(flow.item).basis)),
        ];
        text.push_str(&cells.join(","));
        text.push_str("\r\n");
    }
    text
}

/// The plan as data.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct PlanJson<'p> {
    schema: &'static str,
    plan: &'p str,
    title: Option<&'p str>,
    version: Option<&'p str>,
    summary: Option<&'p str>,
    readiness: Option<&'static str>,
    license: LicenseJson<'p>,
    authors: Vec<AuthorJson<'p>>,
    makes: Option<&'p str>,
    batch: Option<&'p str>,
    bom: Vec<LineJson<'p>>,
    operations: Vec<OperationJson<'p>>,
    files: Vec<FileJson<'p>>,
}

#[derive(Debug, Serialize)]
struct LicenseJson<'p> {
    hardware: Option<&'p str>,
    documentation: Option<&'p str>,
    software: Option<&'p str>,
}

#[derive(Debug, Serialize)]
struct AuthorJson<'p> {
    name: &'p str,
    url: Option<&'p str>,
}

#[derive(Debug, Serialize)]
struct LineJson<'p> {
    line: usize,
    item: &'p str,
    title: Option<&'p str>,
    /// As its author wrote it, for one run of the plan.
    quantity: Option<&'p str>,
    lifetime: Option<&'p str>,
    per: &'static str,
    batch: Option<&'p str>,
    alternatives: Vec<&'p str>,
    from: Vec<AmountJson<'p>>,
    operations: Vec<OperationJson<'p>>,
    drawing: Option<&'p str>,
    note: Option<&'p str>,
}

#[derive(Debug, Serialize)]
struct AmountJson<'p> {
    item: &'p str,
    quantity: Option<&'p str>,
    lifetime: Option<&'p str>,
    per: &'static str,
}

#[derive(Debug, Serialize)]
struct OperationJson<'p> {
    id: Option<&'p str>,
    title: Option<&'p str>,
    capability: &'p str,
    envelope: std::collections::BTreeMap<&'p str, Vec<&'p str>>,
    time: Option<&'p str>,
    #[serde(rename = "set-up")]
    set_up: Option<&'p str>,
    skill: Option<&'p str>,
    labour: Option<&'p str>,
    #[serde(rename = "labour-set-up")]
    labour_set_up: Option<&'p str>,
    people: Option<u32>,
    hazard: Option<&'p str>,
    note: Option<&'p str>,
}

#[derive(Debug, Serialize)]
struct FileJson<'p> {
    path: &'p str,
    role: &'static str,
}

fn written(quantity: Option<&Spanned<Quantity>>) -> Option<&str> {
    quantity.map(|quantity| quantity.value.as_written())
}

/// How often a line's quantity goes in.
fn per(is_batch: bool) -> &'static str {
    if is_batch { "batch" } else { "run" }
}

fn text(value: Option<&Spanned<String>>) -> Option<&str> {
    value.map(|value| value.value.as_str())
}

fn operation_json(operation: &Operation) -> OperationJson<'_> {
    OperationJson {
        id: operation.id.as_ref().map(|id| id.value.as_str()),
        title: operation.title.as_deref(),
        capability: operation.capability.value.as_str(),
        envelope: operation
            .envelope
            .iter()
            .map(|(name, value)| (&*name.value, value.values().iter().map(|value| &*value.value).collect()))
            .collect(),
        time: written(operation.time.as_ref()),
        set_up: written(operation.set_up.as_ref()),
        skill: operation.labour.as_ref().map(|labour| labour.skill.value.as_str()),
        labour: operation.labour.as_ref().and_then(|labour| written(labour.time.as_ref())),
        labour_set_up: operation.labour.as_ref().and_then(|labour| written(labour.set_up.as_ref())),
        people: operation.labour.as_ref().map(|labour| labour.people),
        hazard: operation.hazard.as_deref(),
        note: operation.note.as_deref(),
    }
}

fn line_json((number, line): (usize, &BomLine)) -> LineJson<'_> {
    let quantity = written(line.quantity.as_ref());
    match &line.entry {
        BomEntry::Item { item, alternatives } => LineJson {
            line: number + 1,
            item: item.value.as_str(),
            title: None,
            quantity,
            lifetime: written(line.lifetime.as_ref()),
            per: per(line.per_batch),
            batch: None,
            alternatives: alternatives.iter().map(|item| item.value.as_str()).collect(),
            from: Vec::new(),
            operations: Vec::new(),
            drawing: None,
            note: line.note.as_deref(),
        },
        BomEntry::Part(part) => LineJson {
            line: number + 1,
            item: part.id.as_str(),
            title: part.title.as_deref(),
            quantity,
            lifetime: written(line.lifetime.as_ref()),
            per: per(line.per_batch),
            batch: written(part.batch.as_ref()),
            alternatives: Vec::new(),
            from: part
                .from
                .iter()
                .map(|input| AmountJson {
                    item: input.item.value.as_str(),
                    quantity: written(input.quantity.as_ref()),
                    lifetime: written(input.lifetime.as_ref()),
                    per: per(input.per_batch),
                })
                .collect(),
            operations: part.operations.iter().map(operation_json).collect(),
            drawing: text(part.drawing.as_ref()),
            note: line.note.as_deref(),
        },
    }
}

/// `plan.json`: the plan as data, quantities as their author wrote them.
pub fn plan_json<'p>(job: &Job<'p>) -> PlanJson<'p> {
    let plan = job.plan();
    PlanJson {
        schema: "groundup/packet-plan/1",
        plan: plan.id.value.as_str(),
        title: plan.title.as_deref(),
        version: plan.version.as_deref(),
        summary: plan.summary.as_deref(),
        readiness: plan.readiness.map(|readiness| readiness.as_str()),
        license: LicenseJson {
            hardware: text(plan.license.hardware.as_ref()),
            documentation: text(plan.license.documentation.as_ref()),
            software: text(plan.license.software.as_ref()),
        },
        authors: plan
            .authors
            .iter()
            .map(|author| AuthorJson { name: &author.name, url: author.url.as_deref() })
            .collect(),
        makes: written(plan.makes.quantity.as_ref()),
        batch: written(plan.batch.as_ref()),
        bom: plan.bom.iter().enumerate().map(line_json).collect(),
        operations: plan.operations.iter().map(operation_json).collect(),
        files: plan.files.iter().map(|file| FileJson { path: &file.path.value, role: file.role.as_str() }).collect(),
    }
}
