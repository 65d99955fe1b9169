//! What the pages of a packet have in common: head, menu, foot.

use serde::Serialize;

use super::honesty::{legend, stamp};
use super::job::Job;
use super::manifest::MANIFEST_FILE;
use crate::bundle::view::{FootNote, Link, NavigationLink, Page};
use crate::bundle::wording::day;

/// The pages: (path, title, what it is for).
pub const PAGES: [(&str, &str, &str); 11] = [
    ("index.html", "Cover", ""),
    ("shopping.html", "Shopping list", "What to get, rounded up to bars, sheets and packs, with prices"),
    ("make-buy.html", "Make or buy", "Every line of the bill of materials: made here or bought, and from what"),
    ("cut-list.html", "Cut list", "How bars and sheets are cut up, to scale; files for a cutting table"),
    ("order.html", "Order of work", "Which step when, on which machine, by whom; energy and power"),
    (
        "travellers.html",
        "Travellers",
        "A sheet for each part and each job, in the order of work; it travels with the work",
    ),
    ("drawings.html", "Drawings", "The drawings of the parts that are made here, each on a page of its own"),
    ("steps.html", "Build steps", "How the parts become the machine, step by step, with the parts of each step"),
    ("inspection.html", "Inspection", "What to measure on each part and on the finished machine"),
    ("people.html", "Tools and people", "Machines, protective equipment, training by skill, spares"),
    ("notes.html", "Limits and sources", "What cannot be made here and why, and where the figures are from"),
];

/// Files beside the pages: (path, title, what it is for).
pub const DATA: [(&str, &str, &str); 8] = [
    ("bom.csv", "bom.csv", "Bill of materials, for a spreadsheet"),
    ("shopping.csv", "shopping.csv", "Shopping list, for a spreadsheet"),
    ("cut-list.csv", "cut-list.csv", "Cut list, for a spreadsheet or a saw"),
    ("plan.json", "plan.json", "The plan as data"),
    ("resolution.json", "resolution.json", "Everything the job takes, down to raw materials, as data"),
    ("local.json", "local.json", "What this facility can make, and why, as data"),
    ("LICENSES.txt", "LICENSES.txt", "Who made the plan, and on what terms it may be used"),
    (MANIFEST_FILE, MANIFEST_FILE, "Every file of the packet with its SHA-256, and where the packet is from"),
];

/// The head of every printed page.
#[derive(Clone, Debug, Serialize)]
pub struct PacketHead {
    /// The plan's title.
    pub plan: String,
    /// Its version.
    pub version: Option<String>,
    /// `2 machines`
    pub quantity: String,
    /// The facility's title.
    pub facility: String,
    /// Short commit, with `+changes` if files differ from it.
    pub revision: Option<String>,
    /// Across the head of each page of a packet that is not to be trusted.
    pub stamp: Option<String>,
    /// What the sign of an estimate means, where figures bear it.
    pub legend: Option<String>,
}

/// The head of a job's pages.
pub fn head(job: &Job<'_>) -> PacketHead {
    let plan = job.plan();
    PacketHead {
        plan: job.title(job.report().resolution.root).to_owned(),
        version: plan.version.clone(),
        quantity: job.quantity_text(),
        facility: job.facility_title(),
        revision: revision(job),
        stamp: stamp(job),
        legend: legend(job),
    }
}

/// `cfef801`, with `+changes` if files differ from that commit.
pub fn revision(job: &Job<'_>) -> Option<String> {
    let provenance = job.request.world.provenance();
    let commit = provenance.commit.as_ref()?;
    let short = commit.get(..7).unwrap_or(commit);
    Some(if provenance.dirty { format!("{short} +changes") } else { short.to_owned() })
}

/// The frame of a page.
pub fn page(job: &Job<'_>, path: &str, title: &str) -> Page {
    let link = |(to, text, _): &(&str, &str, &str)| NavigationLink {
        text: (*text).to_owned(),
        href: (*to).to_owned(),
        current: *to == path,
    };
    let time = job.request.world.provenance().time_s.and_then(day);
    let source = match (revision(job), time) {
        (Some(revision), Some(day)) => Some(format!("Revision {revision}, {day}")),
        (Some(revision), None) => Some(format!("Revision {revision}")),
        (None, day) => day,
    };
    let footer = source.into_iter().chain([concat!("groundup ", env!("CARGO_PKG_VERSION")).to_owned()]);
    Page {
        language: "en".to_owned(),
        title: title.to_owned(),
        description: None,
        kind: format!("packet {}", job.request.terms.paper.as_str()),
        site_title: format!("Build packet: {}", job.title(job.report().resolution.root)),
        home_href: "index.html".to_owned(),
        style_href: "style.css".to_owned(),
        script_href: None,
        search_href: None,
        root_href: String::new(),
        navigation: PAGES.iter().map(link).collect(),
        breadcrumbs: Vec::new(),
        footer: footer.map(|text| FootNote { text, href: None }).collect(),
        social: None,
    }
}

/// A page or file of the packet with what it is for.
#[derive(Clone, Debug, Serialize)]
pub struct PacketEntry {
    /// The link.
    pub name: Link,
    /// What for.
    pub note: String,
}

impl PacketEntry {
    /// An entry of [`PAGES`] or [`DATA`].
    pub fn of((path, title, note): &(&str, &str, &str)) -> Self {
        Self { name: Link { text: (*title).to_owned(), href: (*path).to_owned() }, note: (*note).to_owned() }
    }
}
