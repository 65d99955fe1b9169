//! What `site`, `packet` and `build` share: every plan resolved, every plan at every facility, documents and packets of them.

use rayon::prelude::*;

use super::session::Session;
use super::{Console, Failure};
use crate::bundle::{ClaimText, DataFile, Sink, SiteInput, Templates, data_path};
use crate::catalog::ItemOwner;
use crate::claims::decide;
use crate::emit;
use crate::graph::ItemIndex;
use crate::lint::documentation::{PlanScore, scores};
use crate::local::{LocalReport, Shop, Uses, check_in};
use crate::model::Plan;
use crate::resolve::{Obtain, Resolution, Runaway, by_preference, solve};

/// One of each plan, down to the ground; by plan.
pub(super) fn resolutions(session: &Session) -> Vec<Result<Resolution, Runaway>> {
    let (catalog, graph) = (&session.checked.catalog, &session.checked.graph);
    let choice = by_preference(graph);
    let resolve = |plan: &Plan| solve(graph, choice.clone(), root_of(session, plan), 1.0);
    catalog.plans.par_iter().map(resolve).collect()
}

/// What pages and exports tell of a repository.
pub(super) struct Figures {
    /// By plan.
    pub(super) resolutions: Vec<Result<Resolution, Runaway>>,
    /// Of each plan at each facility.
    pub(super) reports: Vec<LocalReport>,
    /// By plan.
    documentation: Vec<PlanScore>,
}

/// Resolves every plan and scores it; asks every facility about it, unless places are not told.
pub(super) fn figures(session: &Session, with_places: bool) -> Figures {
    let uses = Uses::of(&session.checked.graph);
    let reports = if with_places { reports(session, &shops(session, &uses)) } else { Vec::new() };
    Figures { resolutions: resolutions(session), reports, documentation: scores(&session.world, &session.checked) }
}

/// What is claimed of plans and places, decided and in words; its document goes into `sink`, and is told in `data`.
///
/// # Errors
/// The document cannot be written as JSON.
pub(super) fn claims(session: &Session, sink: &dyn Sink, data: &mut Vec<DataFile>) -> Result<Vec<ClaimText>, Failure> {
    let (catalog, graph) = (&session.checked.catalog, &session.checked.graph);
    if catalog.repository.as_ref().is_none_or(|repository| repository.claims.is_empty()) {
        return Ok(Vec::new());
    }
    let decided = decide(catalog, graph);
    let (path, content) = ("data/claims.json".to_owned(), json(&emit::claims_json(catalog, graph, &decided))?);
    sink.put(&path, &content);
    data.insert(0, DataFile { path, title: "What is claimed, decided".to_owned(), plan: None, size: content.len() });
    Ok(emit::claim_texts(catalog, graph, &decided))
}

/// What pages are made of, without packets and claims.
pub(super) fn site_input<'a>(session: &'a Session, figures: &'a Figures, data: Vec<DataFile>) -> SiteInput<'a> {
    SiteInput {
        world: &session.world,
        sources: &session.checked.sources,
        catalog: &session.checked.catalog,
        graph: &session.checked.graph,
        resolutions: &figures.resolutions,
        reports: &figures.reports,
        documentation: &figures.documentation,
        data,
        packets: Vec::new(),
        claims: &[],
        base_url: None,
    }
}

/// An address that pages can be put under, as a flag gives it; with `/` at the end.
///
/// # Errors
/// It is no such address.
pub(super) fn base_url(text: &str) -> Result<String, String> {
    let is_web = text.starts_with("https://") || text.starts_with("http://");
    let is_clean = text.chars().all(|c| c.is_ascii_graphic() && !matches!(c, '"' | '<' | '>' | '?' | '#'));
    let has_host = text.split("://").nth(1).is_some_and(|rest| !rest.is_empty() && !rest.starts_with('/'));
    if is_web && is_clean && has_host {
        return Ok(format!("{}/", text.trim_end_matches('/')));
    }
    Err("expected an address such as `https://example.org/plans/`".to_owned())
}

/// Where the site will be published: as the flag says, else the manifest.
pub(super) fn published_at(flag: Option<String>, session: &Session) -> Option<String> {
    let manifest = session.checked.catalog.repository.as_ref();
    flag.or_else(|| base_url(manifest?.base_url.as_deref()?).ok())
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
