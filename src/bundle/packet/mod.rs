//! The build packet: all that a shop without a network needs to buy, cut, make and assemble a number of machines.
//!
//! A [`PacketRequest`] becomes a [`Bundle`] of pages, tables and files with a manifest ([`packet`]), and that a zip
//! ([`archive`]). [`verify`] holds a zip against its own manifest. Equal input gives equal bytes.

mod archive;
mod bom;
mod code_mark;
mod cover;
mod cut_csv;
mod cut_page;
mod cut_sheets;
mod files;
mod inspection_page;
mod job;
mod licenses;
mod make_buy;
mod manifest;
mod names;
mod notes;
mod order_page;
mod pages;
mod people_page;
mod shopping_page;
mod steps;
mod tables;
mod traveller;
mod verify;

use super::markdown::{Manner, render};
use super::purchase::{cut_list, shopping};
use super::{Bundle, TemplateError, Templates};
use crate::local::{LocalReport, Shop, Status, Verdict};
use crate::text::Sources;
use crate::world::World;
use job::Job;

pub use super::purchase::nesting::{Bar, Demand, Nesting, Pattern, nest, nest_into};
pub use archive::{ArchiveError, archive};
pub use manifest::{FileEntry, MANIFEST_FILE, Manifest, SourceState};
pub use verify::{FindingKind, PacketFinding, Verification, verify};

/// What a packet is made from.
pub struct PacketRequest<'a> {
    /// The repository.
    pub world: &'a dyn World,
    /// Its documents as text.
    pub sources: &'a Sources,
    /// The facility over the whole graph.
    pub shop: &'a Shop<'a>,
    /// What that facility can make of the plan, for the quantity of the packet.
    pub report: &'a LocalReport,
    /// The templates.
    pub templates: &'a Templates,
    /// The document `groundup/resolution/1` of the report's resolution.
    pub resolution_json: Vec<u8>,
    /// The document `groundup/local/1` of the report.
    pub local_json: Vec<u8>,
}

/// Why there is no packet.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PacketError {
    /// Only a plan has one.
    #[error("`{0}` is no plan, and only plans have packets")]
    NoPlan(String),
    /// The facility cannot make it.
    #[error("the plan cannot be made here")]
    Blocked {
        /// Why, each cause once.
        reasons: Vec<String>,
    },
    /// A template cannot be used.
    #[error(transparent)]
    Template(#[from] TemplateError),
    /// A file that the plan lists cannot be read.
    #[error("cannot read `{path}`: {reason}")]
    File {
        /// The file, from the repository's root.
        path: String,
        /// Why.
        reason: String,
    },
}

/// The usual name of a packet: `<plan>--<facility>.zip`.
pub fn file_name_of(plan: &str, facility: &str) -> String {
    format!("{}--{}.zip", super::links::file_name(plan), super::links::file_name(facility))
}

/// Makes the packet of a report.
///
/// # Errors
/// The verdict is `blocked`; what was asked for is no plan; a template or a listed file cannot be used.
pub fn packet(request: &PacketRequest<'_>) -> Result<Bundle, PacketError> {
    let graph = request.shop.graph;
    let Some(job) = Job::of(request) else {
        return Err(PacketError::NoPlan(graph.item(request.report.resolution.root).id.to_string()));
    };
    if request.report.verdict == Verdict::Blocked {
        return Err(PacketError::Blocked { reasons: blocked_reasons(&job) });
    }
    let cuts = cut_list(&job.order());
    let purchases = shopping(&job.order(), &cuts);
    let mut bundle = Bundle::default();
    files::copy(&job, &mut bundle)?;
    let plain_html = |text: &str| {
        let links = steps::PacketLinks { job: &job, folder: job.folder(job.plan), from: "index.html" };
        render(text, Manner { prefix: "note-", lower: 3, destinations: &links })
    };
    let templates = request.templates;
    bundle.add(
        "index.html",
        templates.render("packet/index", &cover::cover(&job, &purchases, &plain_html))?.into_bytes(),
    );
    bundle.add(
        "shopping.html",
        templates.render("packet/shopping", &shopping_page::shopping_page(&job, &purchases))?.into_bytes(),
    );
    bundle.add("make-buy.html", templates.render("packet/make-buy", &make_buy::make_buy(&job))?.into_bytes());
    bundle.add("cut-list.html", templates.render("packet/cut-list", &cut_page::cut_page(&job, &cuts))?.into_bytes());
    cut_page::cut_files(&job, &cuts, &mut bundle);
    bundle.add("travellers.html", templates.render("packet/traveller", &traveller::travellers(&job))?.into_bytes());
    bundle.add("steps.html", templates.render("packet/steps", &steps::steps(&job))?.into_bytes());
    bundle.add("order.html", templates.render("packet/tables", &order_page::order_page(&job))?.into_bytes());
    if let Some(chart) = order_page::chart(&job) {
        bundle.add(order_page::CHART, chart.into_bytes());
    }
    let inspection = inspection_page::inspection_page(&job);
    bundle.add("inspection.html", templates.render("packet/tables", &inspection)?.into_bytes());
    let people = people_page::people_page(&job, &purchases);
    bundle.add("people.html", templates.render("packet/tables", &people)?.into_bytes());
    bundle.add("notes.html", templates.render("packet/notes", &notes::notes(&job, &purchases))?.into_bytes());
    bundle.add("style.css", templates.style());
    bundle.add("bom.csv", bom::bom_csv(&job).into_bytes());
    bundle.add("shopping.csv", shopping_page::shopping_csv(&job, &purchases).into_bytes());
    bundle.add("cut-list.csv", cut_csv::cut_csv(&job, &cuts).into_bytes());
    bundle.add("LICENSES.txt", licenses::licenses_text(&job).into_bytes());
    bundle.add("plan.json", json(&bom::plan_json(&job)));
    bundle.add("resolution.json", request.resolution_json.clone());
    bundle.add("local.json", request.local_json.clone());
    bundle.add(MANIFEST_FILE, json(&manifest_of(&job, &bundle)));
    Ok(bundle)
}

/// Packs a packet, dated by the state of the repository that it was made from.
///
/// # Errors
/// A name is not fit for every computer, or the archive is larger than a zip can be.
pub fn archive_packet(bundle: &Bundle, world: &dyn World) -> Result<Vec<u8>, ArchiveError> {
    // As the manifest has it, so that whoever verifies packs with the same time.
    archive(bundle, SourceState::of(world.provenance()).time_s())
}

fn manifest_of(job: &Job<'_>, bundle: &Bundle) -> Manifest {
    let resolution = &job.report().resolution;
    Manifest {
        schema: manifest::SCHEMA.to_owned(),
        plan: job.plan().id.value.to_string(),
        version: job.plan().version.clone(),
        facility: job.facility().id.value.to_string(),
        quantity: resolution.quantity,
        unit: job.graph().item(resolution.root).unit.symbol().to_owned(),
        source: SourceState::of(job.request.world.provenance()),
        groundup: env!("CARGO_PKG_VERSION").to_owned(),
        verdict: job.report().verdict.as_str().to_owned(),
        files: manifest::entries_of(bundle),
    }
}

/// A value of ours as JSON, with a newline at its end. These shapes have no map with keys that are not text, and so always
/// serialise.
fn json(value: &impl serde::Serialize) -> Vec<u8> {
    let mut bytes = serde_json::to_vec_pretty(value).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

/// Why the plan is blocked: each reason once with the items that it blocks, the one that blocks most first. That an item's
/// own input is blocked is a consequence, and left out where there is a cause.
fn blocked_reasons(job: &Job<'_>) -> Vec<String> {
    let mut causes: Vec<(&str, Vec<&str>)> = Vec::new();
    for item in job.report().items.iter().filter(|item| item.status == Status::Blocked) {
        let id = job.graph().item(item.item).id.as_str();
        for reason in &item.reasons {
            match causes.iter_mut().find(|(known, _)| known == reason) {
                Some((_, items)) => items.push(id),
                None => causes.push((reason, vec![id])),
            }
        }
    }
    let is_consequence = |reason: &str| reason.starts_with("its input") || reason.starts_with("that is by");
    if causes.iter().any(|(reason, _)| !is_consequence(reason)) {
        causes.retain(|(reason, _)| !is_consequence(reason));
    }
    causes.sort_by(|a, b| b.1.len().cmp(&a.1.len()).then(a.0.cmp(b.0)));
    let told = |(reason, items): (&str, Vec<&str>)| match items.len() {
        1 if reason.contains(&format!("`{}`", items[0])) => reason.to_owned(),
        0..=3 => format!("{reason} (for {})", items.join(", ")),
        many => format!("{reason} (for {} and {} more)", items[..3].join(", "), many - 3),
    };
    causes.into_iter().map(told).collect()
}
