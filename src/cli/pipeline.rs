//! What `site`, `export`, `serve` and `build` share: plans are asked about one at a time, and what is found goes into documents
//! and pages at once.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

use super::session::Session;
use super::{Console, Failure};
use crate::bundle::{Answers, Ask, Bundle, ClaimText, DataFile, IsTold, Sink, SiteInput, Templates, data_path};
use crate::claims::decide;
use crate::emit;
use crate::graph::ItemIndex;
use crate::host::DiskWorld;
use crate::lint::Checked;
use crate::lint::documentation::{PlanScore, score_of};
use crate::local::{LocalReport, Outline, Settled, Shop, Uses, check_in, outline_in};
use crate::resolve::{Choice, Obtain, Resolution, Runaway, solve};

/// Plans times facilities up to which each has its local report as a data file of the site: beyond, they would outweigh all pages.
const MOST_REPORTS: usize = 1_000;

/// How well a plan (by index) is documented.
type Scores<'a> = &'a (dyn Fn(usize) -> Option<PlanScore> + Sync);

/// Finds out about the plans of a repository.
pub(super) struct Inquiry<'s> {
    world: &'s DiskWorld,
    checked: &'s Checked,
    choice: &'s Choice,
    /// By facility; none where places are not asked.
    pub(super) shops: Vec<Shop<'s>>,
    is_grounded: AtomicBool,
    failure: Mutex<Option<Failure>>,
}

impl<'s> Inquiry<'s> {
    /// Works out what each facility can make of anything, unless places are not told.
    pub(super) fn open(world: &'s DiskWorld, checked: &'s Checked, uses: &'s Uses, with_places: bool) -> Self {
        let (catalog, graph) = (&checked.catalog, &checked.graph);
        let facilities = if with_places { catalog.facilities.len() } else { 0 };
        let shops = (0..facilities).into_par_iter().map(|index| Shop::new(catalog, graph, uses, index)).collect();
        Self::with_shops(world, checked, uses, shops)
    }

    /// The same with facilities of which it was worked out already.
    pub(super) fn with_shops(world: &'s DiskWorld, checked: &'s Checked, uses: &'s Uses, shops: Vec<Shop<'s>>) -> Self {
        let (is_grounded, failure) = (AtomicBool::new(true), Mutex::new(None));
        Self { world, checked, choice: uses.preference(&checked.graph), shops, is_grounded, failure }
    }

    /// What pages are made of, with answers from somewhere.
    pub(super) fn site_input<'a>(&'a self, answers: Ask<'a>, scores: Scores<'a>, has_data: bool) -> SiteInput<'a> {
        let (world, checked) = (self.world, self.checked);
        let (sources, catalog, graph) = (&checked.sources, &checked.catalog, &checked.graph);
        let (data, claims, base_url) = (Vec::new(), &[][..], None);
        let (documentation, choice) = (scores, self.choice);
        SiteInput { world, sources, catalog, graph, choice, answers, documentation, data, has_data, claims, base_url }
    }

    /// How well a plan is documented.
    pub(super) fn score(&self, plan: usize) -> Option<PlanScore> {
        score_of(self.world, self.checked, plan)
    }

    /// One of a plan, down to the ground.
    ///
    /// # Errors
    /// A loop that consumes at least what it makes.
    pub(super) fn resolution(&self, plan: usize) -> Result<Resolution, Runaway> {
        let resolution = solve(&self.checked.graph, self.choice.clone(), self.root_of(plan), 1.0);
        let is_grounded = |resolution: &Resolution| resolution.leaves(Obtain::Unresolved).next().is_none();
        if !resolution.as_ref().is_ok_and(is_grounded) {
            self.is_grounded.store(false, Ordering::Relaxed);
        }
        resolution
    }

    /// One of a plan at every facility, in full; where it runs away, nothing is to be told.
    pub(super) fn reports(&self, plan: usize) -> impl Iterator<Item = LocalReport> {
        let root = self.root_of(plan);
        self.shops.iter().filter_map(move |shop| check_in(shop, root, 1.0).ok())
    }

    /// One of a plan at every facility, in outline.
    pub(super) fn outlines(&self, plan: usize, is_told: IsTold<'_>) -> Vec<Outline> {
        let root = self.root_of(plan);
        let outline = |shop: &Shop<'_>| outline_in(shop, root, 1.0, &|item| is_told(shop.place.facility, item)).ok();
        self.shops.iter().filter_map(outline).collect()
    }

    /// What is told of a plan, without data files.
    pub(super) fn answers(&self, plan: usize, is_told: IsTold<'_>) -> Answers {
        let (data, packets) = (Vec::new(), Vec::new());
        Answers { resolution: self.resolution(plan), places: self.outlines(plan, is_told), data, packets }
    }

    /// What is told of a plan, with the documents of `resolve` and (unless they are too many) of `local`, which go into `sink`.
    pub(super) fn answers_with_data(&self, plan: usize, is_told: IsTold<'_>, sink: &dyn Sink) -> Answers {
        let resolution = self.resolution(plan);
        let mut data = Vec::new();
        data.extend(resolution.as_ref().ok().and_then(|resolution| self.put_resolution(plan, resolution, sink)));
        let places = if self.has_reports() {
            let put = |report: LocalReport| {
                data.extend(self.put_report(plan, &report, sink));
                report.into()
            };
            self.reports(plan).map(put).collect()
        } else {
            self.outlines(plan, is_told)
        };
        Answers { resolution, places, data, packets: Vec::new() }
    }

    /// What is told of a plan, with the names of its data files, which [`Inquiry::data_at`] makes when they are asked for.
    pub(super) fn answers_with_names(&self, plan: usize, is_told: IsTold<'_>) -> Answers {
        let mut answers = self.answers(plan, is_told);
        let file = |(path, title): (String, String)| DataFile { path, title, size: None };
        answers.data.extend(answers.resolution.is_ok().then(|| file(self.resolution_file(plan))));
        if self.has_reports() {
            answers.data.extend(answers.places.iter().map(|place| file(self.report_file(plan, place.facility))));
        }
        answers
    }

    /// The data file at a path, if there is one.
    pub(super) fn data_at(&self, path: &str) -> Option<Vec<u8>> {
        let found = Mutex::new(Bundle::default());
        for plan in 0..self.checked.catalog.plans.len() {
            if self.resolution_file(plan).0 == path {
                self.put_resolution(plan, &self.resolution(plan).ok()?, &found)?;
            }
            let shop = self.shops.iter().find(|shop| self.report_file(plan, shop.place.facility).0 == path);
            if let Some(shop) = shop {
                self.put_report(plan, &check_in(shop, self.root_of(plan), 1.0).ok()?, &found)?;
            }
        }
        found.into_inner().unwrap_or_else(PoisonError::into_inner).files.get(path).map(|content| content.to_vec())
    }

    /// Path and title of the document of `resolve`.
    fn resolution_file(&self, plan: usize) -> (String, String) {
        let described = &self.checked.catalog.plans[plan];
        let id = described.id.value.as_str();
        (data_path(id, None, "resolution"), format!("Resolution of {}", described.title.as_deref().unwrap_or(id)))
    }

    /// Path and title of the document of `local`.
    fn report_file(&self, plan: usize, facility: usize) -> (String, String) {
        let (described, facility) = (&self.checked.catalog.plans[plan], &self.checked.catalog.facilities[facility]);
        let (id, place) = (described.id.value.as_str(), facility.id.value.as_str());
        let (plan, at) = (described.title.as_deref().unwrap_or(id), facility.title.as_deref().unwrap_or(place));
        (data_path(id, Some(place), "local"), format!("{plan} at {at}"))
    }

    /// Whether the documents of `local` are among the data files.
    pub(super) fn has_reports(&self) -> bool {
        self.checked.catalog.plans.len() * self.shops.len() <= MOST_REPORTS
    }

    /// Writes the document of `resolve`.
    pub(super) fn put_resolution(&self, plan: usize, resolution: &Resolution, sink: &dyn Sink) -> Option<DataFile> {
        let (path, title) = self.resolution_file(plan);
        self.put(path, title, compact_json(&emit::resolution_json(&self.checked.graph, resolution)), sink)
    }

    /// Writes the document of `local`.
    pub(super) fn put_report(&self, plan: usize, report: &LocalReport, sink: &dyn Sink) -> Option<DataFile> {
        let (path, title) = self.report_file(plan, report.facility);
        let Checked { catalog, graph, .. } = self.checked;
        self.put(path, title, compact_json(&emit::local_json(catalog, graph, report)), sink)
    }

    fn put(&self, path: String, title: String, content: Result<Vec<u8>, Failure>, sink: &dyn Sink) -> Option<DataFile> {
        match content {
            Ok(content) => {
                sink.put(&path, &content);
                Some(DataFile { path, title, size: Some(content.len()) })
            }
            Err(failure) => {
                self.failure.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(failure);
                None
            }
        }
    }

    /// What was worked out of each facility.
    pub(super) fn into_settled(self) -> Vec<Settled> {
        self.shops.into_iter().map(Shop::settled).collect()
    }

    /// Whether every plan that was asked about ends on the ground or in imports.
    ///
    /// # Errors
    /// A document could not be written.
    pub(super) fn finish(self) -> Result<bool, Failure> {
        match self.failure.into_inner().unwrap_or_else(PoisonError::into_inner) {
            Some(failure) => Err(failure),
            None => Ok(self.is_grounded.into_inner()),
        }
    }

    /// The item that a plan makes. Every plan of a catalog is an item of its graph.
    fn root_of(&self, plan: usize) -> ItemIndex {
        let id = self.checked.catalog.plans[plan].id.value.as_str();
        self.checked.graph.item_index(id).unwrap_or(ItemIndex(0))
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
    data.push(DataFile { path, title: "What is claimed, decided".to_owned(), size: Some(content.len()) });
    Ok(emit::claim_texts(catalog, graph, &decided))
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

/// The same on one line, as programs read it: a site has many of them.
fn compact_json(value: &impl serde::Serialize) -> Result<Vec<u8>, Failure> {
    let mut content =
        serde_json::to_vec(value).map_err(|error| Failure::Message(format!("cannot write JSON: {error}")))?;
    content.push(b'\n');
    Ok(content)
}
