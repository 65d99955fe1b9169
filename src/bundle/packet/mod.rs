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
mod drawings_page;
mod files;
mod guide_words;
mod honesty;
mod inputs;
mod inspection_page;
mod job;
mod licenses;
mod make_buy;
mod manifest;
mod names;
mod nested;
mod notes;
mod order_page;
mod outlines;
mod pages;
mod people_page;
mod print;
mod shopping_page;
mod steps;
mod tables;
mod traveller;
mod verify;
mod whereabouts;

use super::prose::markdown::{Manner, render};
use super::{Bundle, TemplateError, Templates};
use crate::local::{LocalReport, Shop};
use crate::purchase::{cut_list, shopping};
use crate::text::Sources;
use crate::world::World;
use job::Job;

pub use archive::{ArchiveError, archive};
pub use inputs::inputs_sha256;
pub use manifest::{FileEntry, LintSummary, MANIFEST_FILE, Manifest, PlanVersion, SourceState, sha256_hex};
pub use print::{PRINT_FILE, Paper, printable};
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
    /// On what terms it is made.
    pub terms: Terms,
}

/// On what terms a packet is made.
#[derive(Clone, Debug, Default)]
pub struct Terms {
    /// What the linter found in the documents that it rests on.
    pub lint: LintSummary,
    /// Errors in those documents, each in words: nothing should be built from them.
    pub faults: Vec<String>,
    /// Make it all the same, stamped on every page with why it was refused.
    pub is_forced: bool,
    /// SHA-256 of all that the repository gives to packets: see [`inputs_sha256`].
    pub inputs: Option<String>,
    /// What its pages are laid out for.
    pub paper: Paper,
}

/// Why there is no packet.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PacketError {
    /// Only a plan has one.
    #[error("`{0}` is no plan, and only plans have packets")]
    NoPlan(String),
    /// Documents have errors, or the facility cannot make it.
    #[error("the plan is faulty, or cannot be made here")]
    Refused {
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
/// Documents have errors or the verdict is `blocked`, and it is not forced; what was asked for is no plan; a template or a
/// listed file cannot be used.
pub fn packet(request: &PacketRequest<'_>) -> Result<Bundle, PacketError> {
    let graph = request.shop.graph;
    let Some(mut job) = Job::of(request) else {
        return Err(PacketError::NoPlan(graph.item(request.report.resolution.root).id.to_string()));
    };
    let reasons = honesty::reasons(&job);
    if !reasons.is_empty() && !request.terms.is_forced {
        return Err(PacketError::Refused { reasons });
    }
    job.reasons = reasons;
    let cuts = cut_list(&job.order());
    let purchases = shopping(&job.order(), &cuts);
    let guide = steps::guide(&job);
    let words = guide_words::GuideWords::of(guide.as_ref());
    job.whereabouts = whereabouts::Whereabouts::of(&cuts, guide.as_ref());
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
    bundle.add(make_buy::TREE, make_buy::tree(&job).into_bytes());
    let drawings = cut_sheets::drawings(&job, &cuts);
    let cutting = cut_page::cut_page(&job, &cuts, &drawings);
    bundle.add("cut-list.html", templates.render("packet/cut-list", &cutting)?.into_bytes());
    cut_page::cut_files(&job, &cuts, &drawings, &mut bundle);
    bundle.add("travellers.html", templates.render("packet/traveller", &traveller::travellers(&job))?.into_bytes());
    bundle.add("steps.html", templates.render("packet/steps", &steps::steps(&job, guide))?.into_bytes());
    let pictures = drawings_page::drawings_page(&job);
    bundle.add(drawings_page::PATH, templates.render("packet/drawings", &pictures)?.into_bytes());
    bundle.add("order.html", templates.render("packet/tables", &order_page::order_page(&job))?.into_bytes());
    if let Some(chart) = order_page::chart(&job) {
        bundle.add(order_page::CHART, chart.into_bytes());
    }
    let inspection = inspection_page::inspection_page(&job, &words);
    bundle.add("inspection.html", templates.render("packet/tables", &inspection)?.into_bytes());
    let people = people_page::people_page(&job, &purchases, &words);
    bundle.add("people.html", templates.render("packet/tables", &people)?.into_bytes());
    bundle.add("notes.html", templates.render("packet/notes", &notes::notes(&job, &purchases))?.into_bytes());
    bundle.add("style.css", templates.packet_style());
    let tables = [
        ("bom.csv", bom::bom_csv(&job)),
        ("shopping.csv", shopping_page::shopping_csv(&job, &purchases)),
        ("cut-list.csv", cut_csv::cut_csv(&job, &cuts, &drawings)),
    ];
    for (path, table) in tables {
        bundle.add(path, honesty::stamped_table(&job, table).into_bytes());
    }
    bundle.add("LICENSES.txt", licenses::licenses_text(&job).into_bytes());
    if !job.reasons.is_empty() {
        bundle.add(honesty::WARNING_FILE, honesty::warning_text(&job).into_bytes());
    }
    let documents = [
        ("plan.json", &json(&bom::plan_json(&job))),
        ("resolution.json", &request.resolution_json),
        ("local.json", &request.local_json),
    ];
    for (path, document) in documents {
        bundle.add(path, honesty::stamped_document(&job, document));
    }
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
        plans: job.plans.iter().map(|plan| PlanVersion::of(&job.catalog().plans[*plan])).collect(),
        lint: job.request.terms.lint.clone(),
        forced: job.reasons.clone(),
        inputs: job.request.terms.inputs.clone(),
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
