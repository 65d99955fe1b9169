//! The static site: every page of a catalog, rendered in parallel, with the files that it shows.

use rayon::prelude::*;
use serde::Serialize;

use super::capability::capability_page;
use super::claims_page::{ClaimText, claims_page};
use super::context::Context;
use super::data::data_page;
use super::facility::facility_page;
use super::feed::feed;
use super::form::Form;
use super::home::home_page;
use super::makeable::{makeable_data, makeable_page};
use super::material::material_page;
use super::plan::plan_page;
use super::process::process_page;
use super::rules_page::rules_page;
use super::search::search_index;
use super::sitemap::{robots, sitemap};
use super::source::source_file_page;
use super::{Sink, Templates, links};
use crate::catalog::Catalog;
use crate::graph::Graph;
use crate::lint::documentation::PlanScore;
use crate::local::LocalReport;
use crate::resolve::{Resolution, Runaway};
use crate::text::{FileId, Sources};
use crate::world::World;

/// What a site is made of.
pub struct SiteInput<'a> {
    /// Where files, history and the date come from.
    pub world: &'a dyn World,
    /// The files that the catalog was read from.
    pub sources: &'a Sources,
    /// The documents.
    pub catalog: &'a Catalog,
    /// Their items and recipes.
    pub graph: &'a Graph,
    /// By plan: one of it down to the ground, or why that is impossible.
    pub resolutions: &'a [Result<Resolution, Runaway>],
    /// What facilities can do about plans, in any order; none for those that were not asked.
    pub reports: &'a [LocalReport],
    /// How well plans are documented, in their order; none for those that are not told.
    pub documentation: &'a [PlanScore],
    /// Data files that lie beside the pages, named by [`data_path`].
    pub data: Vec<DataFile>,
    /// Packets that will lie beside the pages.
    pub packets: Vec<PacketFile>,
    /// What is claimed of plans and places, decided; empty where that is not told.
    pub claims: &'a [ClaimText],
    /// Where the site will be published, with `/` at the end; none if that is not known.
    pub base_url: Option<String>,
}

/// A data file for other programs, that somebody else writes into the same folder.
#[derive(Clone, Debug)]
pub struct DataFile {
    /// Where it goes in the bundle.
    pub path: String,
    /// What it holds.
    pub title: String,
    /// Index of the plan that it is about.
    pub plan: Option<usize>,
    /// Bytes.
    pub size: usize,
}

/// A packet that somebody else writes into the same folder.
#[derive(Clone, Debug)]
pub struct PacketFile {
    /// Index of the plan.
    pub plan: usize,
    /// Index of the facility.
    pub facility: usize,
    /// Where it lies in the bundle.
    pub path: String,
}

/// Something that the site had to leave out.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// The file in the repository, or the page.
    pub path: String,
    /// Why, in words.
    pub reason: String,
}

/// Where the data files about a plan go: `data/ceb-press.resolution.json`, `data/ceb-press--tractor-works.local.json`.
pub fn data_path(plan: &str, facility: Option<&str>, what: &str) -> String {
    let at = facility.map(|facility| format!("--{}", links::file_name(facility))).unwrap_or_default();
    format!("data/{}{at}.{what}.json", links::file_name(plan))
}

enum Job {
    Home,
    Search,
    Makeable,
    MakeableData,
    Data,
    Rules,
    Claims,
    Plan(usize),
    Material(usize),
    Process(usize),
    Capability(usize),
    Facility(usize),
    Source(FileId),
    Sitemap,
    Robots,
    Feed,
}

/// Renders the site into `sink`. What cannot be rendered is left out and told; all else is there.
pub fn site(input: &SiteInput<'_>, sink: &dyn Sink) -> Vec<Problem> {
    let (templates, errors) = Templates::load(input.world);
    let mut problems: Vec<Problem> =
        errors.into_iter().map(|error| Problem { path: error.template, reason: error.reason }).collect();
    let (context, left_out) = Context::new(input, Form::Html);
    problems.extend(left_out);
    sink.put(links::SCRIPT, &templates.script());
    // What drawings look like is theirs to say, beside the sheet that a repository may override.
    sink.put(links::STYLE, &[&templates.style()[..], super::drawing::STYLE.as_bytes()].concat());
    let failures =
        jobs(input).into_par_iter().filter_map(|(path, job)| match render(&context, &templates, &path, &job) {
            Ok(html) => {
                html.iter().for_each(|html| sink.put(&path, html.as_bytes()));
                None
            }
            Err(problem) => Some(problem),
        });
    problems.par_extend(failures);
    for (path, content) in context.files.iter().flat_map(|files| &files.contents) {
        sink.put(path, content);
    }
    problems.sort();
    problems.dedup();
    problems
}

fn jobs(input: &SiteInput<'_>) -> Vec<(String, Job)> {
    let catalog = input.catalog;
    let mut jobs = vec![
        (links::HOME.to_owned(), Job::Home),
        (links::SEARCH.to_owned(), Job::Search),
        (links::MAKEABLE.to_owned(), Job::Makeable),
        (links::MAKEABLE_DATA.to_owned(), Job::MakeableData),
        (links::RULES.to_owned(), Job::Rules),
    ];
    if !input.claims.is_empty() {
        jobs.push((links::CLAIMS.to_owned(), Job::Claims));
    }
    if !input.data.is_empty() {
        jobs.push((links::DATA.to_owned(), Job::Data));
    }
    jobs.extend(
        catalog
            .plans
            .iter()
            .enumerate()
            .map(|(index, plan)| (links::plan_page(plan.id.value.as_str()), Job::Plan(index))),
    );
    jobs.extend(
        catalog
            .materials
            .iter()
            .enumerate()
            .map(|(index, it)| (links::material_page(it.id.value.as_str()), Job::Material(index))),
    );
    jobs.extend(
        catalog
            .processes
            .iter()
            .enumerate()
            .map(|(index, it)| (links::process_page(it.id.value.as_str()), Job::Process(index))),
    );
    jobs.extend(
        catalog
            .capabilities
            .iter()
            .enumerate()
            .map(|(index, it)| (links::capability_page(it.id.value.as_str()), Job::Capability(index))),
    );
    jobs.extend(
        catalog
            .facilities
            .iter()
            .enumerate()
            .map(|(index, it)| (links::facility_page(it.id.value.as_str()), Job::Facility(index))),
    );
    if input.base_url.is_some() {
        jobs.push((links::SITEMAP.to_owned(), Job::Sitemap));
        jobs.push((links::ROBOTS.to_owned(), Job::Robots));
        jobs.push((links::FEED.to_owned(), Job::Feed));
    }
    let files = input.sources.iter().take(input.sources.document_file_count());
    jobs.extend(files.map(|(file, source)| (links::source_page(&source.path), Job::Source(file))));
    jobs
}

fn render(context: &Context<'_>, templates: &Templates, path: &str, job: &Job) -> Result<Option<String>, Problem> {
    fn page(
        templates: &Templates,
        path: &str,
        template: &str,
        view: &impl Serialize,
    ) -> Result<Option<String>, Problem> {
        let failure = |error: super::TemplateError| Problem { path: path.to_owned(), reason: error.to_string() };
        templates.render(template, view).map(Some).map_err(failure)
    }
    match job {
        Job::Home => page(templates, path, "home", &home_page(context)),
        Job::Search => Ok(Some(search_index(context))),
        Job::MakeableData => Ok(makeable_data(context)),
        Job::Rules => page(templates, path, "rules", &rules_page(context)),
        Job::Claims => page(templates, path, "claims", &claims_page(context)),
        Job::Sitemap => Ok(sitemap(context)),
        Job::Robots => Ok(robots(context)),
        Job::Feed => Ok(feed(context)),
        Job::Makeable => page(templates, path, "makeable", &makeable_page(context)),
        Job::Data => page(templates, path, "data", &data_page(context)),
        Job::Plan(index) => page(templates, path, "plan", &plan_page(context, *index, path)),
        Job::Material(index) => {
            material_page(context, *index, path).map_or(Ok(None), |view| page(templates, path, "material", &view))
        }
        Job::Process(index) => {
            process_page(context, *index, path).map_or(Ok(None), |view| page(templates, path, "process", &view))
        }
        Job::Capability(index) => page(templates, path, "capability", &capability_page(context, *index, path)),
        Job::Source(file) => page(templates, path, "source", &source_file_page(context, *file, path)),
        Job::Facility(index) => page(templates, path, "facility", &facility_page(context, *index, path)),
    }
}
