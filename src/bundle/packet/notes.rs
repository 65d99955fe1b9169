//! Limits and sources: what cannot be made here and why, what would change that, and where every figure is from.

use serde::Serialize;

use super::job::Job;
use super::pages::{PacketHead, head, page};
use crate::bundle::filling::stencil::escape_html;
use crate::bundle::links::relative;
use crate::bundle::view::{BootstrapStage, MissingCapability, Name, Page, Quantity, Source};
use crate::bundle::wording::{count, envelope, item_amount, sources};
use crate::catalog::ItemOwner;
use crate::graph::RecipeSource;
use crate::local::Status;
use crate::model::SourceNote;
use crate::purchase::Purchase;

/// The context of `packet/notes`.
#[derive(Debug, Serialize)]
pub struct Notes {
    page: Page,
    head: PacketHead,
    elsewhere: Vec<Elsewhere>,
    bootstrap: Vec<BootstrapStage>,
    missing: Vec<MissingCapability>,
    sources: Vec<SourceGroup>,
    files: Vec<FileLine>,
}

#[derive(Debug, Serialize)]
struct Elsewhere {
    item: Name,
    quantity: Quantity,
    reasons_html: Vec<String>,
}

#[derive(Debug, Serialize)]
struct SourceGroup {
    title: String,
    sources: Vec<Source>,
}

#[derive(Debug, Serialize)]
struct FileLine {
    name: Name,
    note: String,
}

/// The page.
pub fn notes(job: &Job<'_>, purchases: &[Purchase]) -> Notes {
    let report = job.report();
    let plain = |id: &str| {
        let title = job.graph().item_index(id).map_or_else(|| id.to_owned(), |item| job.title(item).to_owned());
        Name { text: title, href: None }
    };
    let capability = |id: &str| {
        let title =
            job.catalog().index.capability(id).and_then(|index| job.catalog().capabilities[index].title.clone());
        Name { text: title.unwrap_or_else(|| id.to_owned()), href: None }
    };
    let is_elsewhere = |status: Status| matches!(status, Status::Import | Status::Blocked);
    let elsewhere = report.items.iter().filter(|item| is_elsewhere(item.status)).map(|item| Elsewhere {
        item: Name { text: job.title(item.item).to_owned(), href: job.href_of(item.item) },
        quantity: item_amount(
            job.graph(),
            item.item,
            // What is blocked is on no shopping list.
            purchases
                .iter()
                .find(|purchase| purchase.item == item.item)
                .map(|purchase| purchase.needed)
                .or_else(|| Some(job.whole.need(item.item)?.quantity))
                .unwrap_or(0.0),
        ),
        reasons_html: item.reasons.iter().map(|reason| reason_html(job, reason)).collect(),
    });
    let bootstrap = report.bootstrap.iter().map(|stage| BootstrapStage {
        number: stage.stage.to_string(),
        plan: plain(stage.plan.as_str()),
        adds: stage.adds.iter().map(|id| capability(id.as_str())).collect(),
    });
    let missing = report.missing_capabilities.iter().map(|missing| MissingCapability {
        capability: capability(missing.capability.as_str()),
        envelope: envelope(&missing.envelope),
        unlocks: count(missing.unlocks, "item", "items"),
        needed_by: missing.needed_by.iter().map(|id| plain(id.as_str())).collect(),
        nearest: None,
    });
    Notes {
        page: page(job, "notes.html", "Limits and sources"),
        head: head(job),
        elsewhere: elsewhere.collect(),
        bootstrap: bootstrap.collect(),
        missing: missing.collect(),
        sources: source_groups(job),
        files: job.files.iter().map(|(from, to)| file_line(job, from.as_str(), to)).collect(),
    }
}

/// Sources of the plan, the facility, and all that is used, each document that has some.
fn source_groups(job: &Job<'_>) -> Vec<SourceGroup> {
    let catalog = job.catalog();
    let mut documents: Vec<(String, &[SourceNote])> = Vec::new();
    for index in &job.plans {
        let plan = &catalog.plans[*index];
        documents.push((
            format!("Sources of the plan: {}", plan.title.as_deref().unwrap_or(plan.id.value.as_str())),
            &plan.sources,
        ));
    }
    documents.push((format!("Sources of the facility: {}", job.facility_title()), &job.facility().sources));
    let mut rest: Vec<(String, &[SourceNote])> = Vec::new();
    for need in &job.report().resolution.needs {
        if let Some(RecipeSource::Process(index)) = need.obtain.recipe().map(|recipe| job.graph().recipe(recipe).source)
        {
            let process = &catalog.processes[index];
            rest.push((process.title.clone().unwrap_or_else(|| process.id.value.to_string()), &process.sources));
        }
        if let ItemOwner::Material(index) = job.graph().item(need.item).owner {
            let material = &catalog.materials[index];
            rest.push((material.title.clone().unwrap_or_else(|| material.id.value.to_string()), &material.sources));
        }
    }
    let group = |(title, notes): (String, &[SourceNote])| {
        (!notes.is_empty()).then(|| SourceGroup { title, sources: sources(notes) })
    };
    let mut groups: Vec<SourceGroup> = documents.into_iter().filter_map(group).collect();
    let materials = shared_sources(&rest);
    if !materials.is_empty() {
        groups.push(SourceGroup { title: "Sources of materials and processes".to_owned(), sources: materials });
    }
    groups
}

/// Each source once, with what it is a source of: many materials share a price list.
fn shared_sources(documents: &[(String, &[SourceNote])]) -> Vec<Source> {
    let mut found: Vec<(Source, Vec<&str>)> = Vec::new();
    for (title, notes) in documents {
        for source in sources(notes) {
            let is_it = |known: &Source| {
                let grade = |source: &Source| source.grade.as_ref().map(|grade| grade.kind.clone());
                (&known.title, &known.href, &known.note) == (&source.title, &source.href, &source.note)
                    && grade(known) == grade(&source)
            };
            match found.iter_mut().find(|(known, _)| is_it(known)) {
                Some((_, titles)) if titles.last() == Some(&title.as_str()) => {}
                Some((_, titles)) => titles.push(title),
                None => found.push((source, vec![title])),
            }
        }
    }
    let told = |(source, titles): (Source, Vec<&str>)| {
        let of = format!("For {}.", titles.join("; "));
        let note = source.note.as_ref().map_or_else(|| of.clone(), |note| format!("{note} {of}"));
        Source { note: Some(note), ..source }
    };
    found.into_iter().map(told).collect()
}

/// A reason as HTML: what stands in backticks is called by its title, or as it is written.
fn reason_html(job: &Job<'_>, reason: &str) -> String {
    let mut html = String::new();
    for (index, part) in reason.split('`').enumerate() {
        let title = job.graph().item_index(part).filter(|_| index % 2 == 1).map(|item| job.title(item));
        match title {
            None if index % 2 == 1 => {
                html.push_str("<code>");
                escape_html(&mut html, part);
                html.push_str("</code>");
            }
            title => escape_html(&mut html, title.unwrap_or(part)),
        }
    }
    html
}

fn file_line(job: &Job<'_>, from: &str, to: &str) -> FileLine {
    let role = job.plans.iter().find_map(|plan| {
        let described = &job.catalog().plans[*plan];
        let folder = job.folder(*plan);
        let is_it =
            |written: &str| crate::text::RepoPath::join(folder, written).is_some_and(|path| path.as_str() == from);
        let listed =
            described.files.iter().find(|file| is_it(&file.path.value)).map(|file| file.role.as_str().to_owned());
        let instructions = described
            .instructions
            .as_ref()
            .filter(|path| is_it(&path.value))
            .map(|_| "build instructions, as text".to_owned());
        listed.or(instructions)
    });
    let shown = to.strip_prefix("files/").unwrap_or(to).to_owned();
    FileLine { name: Name { text: shown, href: Some(relative("notes.html", to)) }, note: role.unwrap_or_default() }
}
