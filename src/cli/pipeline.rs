//! What `site`, `packet` and `build` share: every plan resolved, every plan at every facility, documents and packets of them.

use std::collections::BTreeSet;

use rayon::prelude::*;

use super::session::Session;
use super::{Console, Failure};
use crate::bundle::packet::{PacketError, PacketRequest, archive_packet, packet};
use crate::bundle::{DataFile, Sink, Templates, data_path};
use crate::catalog::ItemOwner;
use crate::diagnostic::Severity;
use crate::emit;
use crate::graph::{ItemIndex, RecipeSource};
use crate::local::{LocalReport, Shop, Uses, check_in};
use crate::model::Plan;
use crate::resolve::{Obtain, Resolution, Runaway, by_preference, solve};
use crate::text::FileId;

/// One of each plan, down to the ground; by plan.
pub(super) fn resolutions(session: &Session) -> Vec<Result<Resolution, Runaway>> {
    let (catalog, graph) = (&session.checked.catalog, &session.checked.graph);
    let choice = by_preference(graph);
    let resolve = |plan: &Plan| solve(graph, choice.clone(), root_of(session, plan), 1.0);
    catalog.plans.par_iter().map(resolve).collect()
}

/// Whether every plan ends on the ground or in imports.
pub(super) fn are_all_grounded(resolutions: &[Result<Resolution, Runaway>]) -> bool {
    let is_grounded = |resolution: &Resolution| resolution.leaves(Obtain::Unresolved).next().is_none();
    resolutions.iter().all(|resolution| resolution.as_ref().is_ok_and(is_grounded))
}

/// The item that a plan makes. Every plan of a catalog is an item of its graph.
fn root_of(session: &Session, plan: &Plan) -> ItemIndex {
    session.checked.graph.item_index(plan.id.value.as_str()).unwrap_or(ItemIndex(0))
}

/// What each facility can make of anything; by facility.
pub(super) fn shops<'s>(session: &'s Session, uses: &'s Uses) -> Vec<Shop<'s>> {
    let (catalog, graph) = (&session.checked.catalog, &session.checked.graph);
    (0..catalog.facilities.len()).into_par_iter().map(|index| Shop::new(catalog, graph, uses, index)).collect()
}

/// One of each plan at each facility, plan by plan; what runs away is left out here, and told on the plan's page.
pub(super) fn reports(session: &Session, shops: &[Shop<'_>]) -> Vec<LocalReport> {
    let plans = &session.checked.catalog.plans;
    let at_all = |plan: &Plan| -> Vec<LocalReport> {
        let root = root_of(session, plan);
        shops.iter().filter_map(|shop| check_in(shop, root, 1.0).ok()).collect()
    };
    plans.par_iter().flat_map(at_all).collect()
}

/// Writes the documents of `resolve` and `local`, as those commands print them, into `sink`; tells which there are, by path.
///
/// # Errors
/// A document cannot be written as JSON.
pub(super) fn data(
    session: &Session,
    resolutions: &[Result<Resolution, Runaway>],
    reports: &[LocalReport],
    sink: &dyn Sink,
) -> Result<Vec<DataFile>, Failure> {
    let (catalog, graph) = (&session.checked.catalog, &session.checked.graph);
    let put = |path: String, title: String, plan: Option<usize>, content: Vec<u8>| {
        sink.put(&path, &content);
        DataFile { path, title, plan, size: content.len() }
    };
    let of_plan = |(index, plan): (usize, &Plan)| -> Option<Result<DataFile, Failure>> {
        let resolution = resolutions[index].as_ref().ok()?;
        let id = plan.id.value.as_str();
        let title = format!("Resolution of {}", plan.title.as_deref().unwrap_or(id));
        let document = json(&emit::resolution_json(graph, resolution));
        Some(document.map(|content| put(data_path(id, None, "resolution"), title, Some(index), content)))
    };
    let of_report = |report: &LocalReport| -> Result<DataFile, Failure> {
        let (item, facility) = (graph.item(report.resolution.root), &catalog.facilities[report.facility]);
        let place = facility.id.value.as_str();
        let title = format!("{} at {}", item.title, facility.title.as_deref().unwrap_or(place));
        let plan = match item.owner {
            ItemOwner::Plan(plan) => Some(plan),
            _ => None,
        };
        let content = json(&emit::local_json(catalog, graph, report))?;
        Ok(put(data_path(item.id.as_str(), Some(place), "local"), title, plan, content))
    };
    let plans: Result<Vec<DataFile>, Failure> = catalog.plans.par_iter().enumerate().filter_map(of_plan).collect();
    let places: Result<Vec<DataFile>, Failure> = reports.par_iter().map(of_report).collect();
    let mut data = plans?;
    data.extend(places?);
    data.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(data)
}

/// A packet as a zip, or why there is none, in lines for people.
///
/// # Errors
/// The plan has errors, cannot be made there, or a file of it cannot be used.
pub(super) fn packet_zip(
    session: &Session,
    shop: &Shop<'_>,
    report: &LocalReport,
    templates: &Templates,
) -> Result<Vec<u8>, Vec<String>> {
    let faulty = faulty_files(session, report);
    if !faulty.is_empty() {
        return Err(faulty.iter().map(|file| format!("`{file}` has errors; `groundup check` tells them")).collect());
    }
    let document = |value: Result<Vec<u8>, Failure>| value.map_err(|error| vec![error.to_string()]);
    let graph = &session.checked.graph;
    let request = PacketRequest {
        world: &session.world,
        sources: &session.checked.sources,
        shop,
        report,
        templates,
        resolution_json: document(json(&emit::resolution_json(graph, &report.resolution)))?,
        local_json: document(json(&emit::local_json(&session.checked.catalog, graph, report)))?,
    };
    let bundle = packet(&request).map_err(|error| match error {
        PacketError::Blocked { reasons } => reasons,
        other => vec![other.to_string()],
    })?;
    archive_packet(&bundle, &session.world).map_err(|error| vec![error.to_string()])
}

/// The files with errors that a report rests on: those of its plan, its items and its recipes.
fn faulty_files(session: &Session, report: &LocalReport) -> Vec<String> {
    let (catalog, graph) = (&session.checked.catalog, &session.checked.graph);
    let errors = session.checked.diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error);
    let faulty: BTreeSet<FileId> = errors.map(|diagnostic| diagnostic.span.file).collect();
    let mut used: BTreeSet<FileId> = BTreeSet::from([catalog.facilities[report.facility].span.file]);
    for need in &report.resolution.needs {
        used.insert(match graph.item(need.item).owner {
            ItemOwner::Material(index) => catalog.materials[index].span.file,
            ItemOwner::Plan(plan) | ItemOwner::Part { plan, .. } => catalog.plans[plan].span.file,
        });
        used.extend(need.obtain.recipe().map(|recipe| match graph.recipe(recipe).source {
            RecipeSource::Process(index) => catalog.processes[index].span.file,
            RecipeSource::Plan(plan) | RecipeSource::Part { plan, .. } => catalog.plans[plan].span.file,
        }));
    }
    let path = |file: &FileId| session.checked.sources.get(*file).path.to_string();
    used.intersection(&faulty).map(path).collect()
}

/// The templates, the repository's own before the built-in ones; says which of its own cannot be used.
pub(super) fn templates(session: &Session, console: &mut Console) -> Templates {
    let (templates, errors) = Templates::load(&session.world);
    for error in &errors {
        console.note(&format!("warning: {error}; the built-in one is used"));
    }
    templates
}

/// A value as the bytes of a JSON file.
pub(super) fn json(value: &impl serde::Serialize) -> Result<Vec<u8>, Failure> {
    let mut content =
        serde_json::to_vec_pretty(value).map_err(|error| Failure::Message(format!("cannot write JSON: {error}")))?;
    content.push(b'\n');
    Ok(content)
}
