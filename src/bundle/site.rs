//! The static site: every page of a catalog, rendered in parallel, with the files that it shows.

use rayon::prelude::*;
use serde::Serialize;

use super::answers::Ask;
use super::capability::capability_page;
use super::context::Context;
use super::data::data_page;
use super::facility::facility_page;
use super::form::Form;
use super::home::home_page;
use super::makeable::{makeable_data, makeable_page};
use super::material::material_page;
use super::overview::Overview;
use super::plan::plan_page;
use super::process::process_page;
use super::search::search_index;
use super::source::source_file_page;
use super::{Sink, Templates, links};
use crate::catalog::Catalog;
use crate::graph::Graph;
use crate::lint::documentation::PlanScore;
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
    /// Finds out about a plan, when its page is made.
    pub answers: Ask<'a>,
    /// How well plans are documented, in their order; none for those that are not told.
    pub documentation: &'a [PlanScore],
    /// Whether data files lie beside the pages.
    pub has_data: bool,
}

/// A data file for other programs, that somebody else writes into the same folder.
#[derive(Clone, Debug)]
pub struct DataFile {
    /// Where it goes in the bundle.
    pub path: String,
    /// What it holds.
    pub title: String,
    /// Bytes.
    pub size: usize,
}

/// A packet that somebody else writes into the same folder.
#[derive(Clone, Debug)]
pub struct PacketFile {
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

/// A page that is about other things than one plan: it needs the figures of all.
enum Job {
    Home,
    Search,
    Makeable,
    MakeableData,
    Data,
    Material(usize),
    Process(usize),
    Capability(usize),
    Facility(usize),
    Source(FileId),
}

/// Renders the site into `sink`: first the plans, one by one, then what rests on the figures of all. What cannot be rendered is
/// left out and told; all else is there.
pub fn site(input: &SiteInput<'_>, sink: &dyn Sink) -> Vec<Problem> {
    let (templates, errors) = Templates::load(input.world);
    let mut problems: Vec<Problem> =
        errors.into_iter().map(|error| Problem { path: error.template, reason: error.reason }).collect();
    let (context, left_out) = Context::new(input, Form::Html);
    problems.extend(left_out);
    sink.put(links::SCRIPT, &templates.script());
    // What drawings look like is theirs to say, beside the sheet that a repository may override.
    sink.put(links::STYLE, &[&templates.style()[..], super::drawing::STYLE.as_bytes()].concat());
    let (overview, failures) = Overview::gather(&context, |plan, answers| {
        for (path, content) in context.files[plan].contents(input.world) {
            sink.put(path, &content);
        }
        let path = links::plan_page(input.catalog.plans[plan].id.value.as_str());
        page(&templates, &path, "plan", &plan_page(&context, plan, answers, &path), sink).err()
    });
    problems.extend(failures.into_iter().flatten());
    let failures = jobs(input)
        .into_par_iter()
        .filter_map(|(path, job)| render(&context, &overview, &templates, &path, &job, sink).err());
    problems.par_extend(failures);
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
    ];
    if input.has_data {
        jobs.push((links::DATA.to_owned(), Job::Data));
    }
    let facilities = catalog.facilities.iter().enumerate();
    jobs.extend(facilities.map(|(index, it)| (links::facility_page(it.id.value.as_str()), Job::Facility(index))));
    let capabilities = catalog.capabilities.iter().enumerate();
    jobs.extend(capabilities.map(|(index, it)| (links::capability_page(it.id.value.as_str()), Job::Capability(index))));
    let materials = catalog.materials.iter().enumerate();
    jobs.extend(materials.map(|(index, it)| (links::material_page(it.id.value.as_str()), Job::Material(index))));
    let processes = catalog.processes.iter().enumerate();
    jobs.extend(processes.map(|(index, it)| (links::process_page(it.id.value.as_str()), Job::Process(index))));
    let files = input.sources.iter().take(input.sources.document_file_count());
    jobs.extend(files.map(|(file, source)| (links::source_page(&source.path), Job::Source(file))));
    jobs
}

/// Renders a page and hands it on.
fn page(
    templates: &Templates,
    path: &str,
    template: &str,
    view: &impl Serialize,
    sink: &dyn Sink,
) -> Result<(), Problem> {
    let failure = |error: super::TemplateError| Problem { path: path.to_owned(), reason: error.to_string() };
    let html = templates.render(template, view).map_err(failure)?;
    sink.put(path, html.as_bytes());
    Ok(())
}

fn render(
    context: &Context<'_>,
    overview: &Overview,
    templates: &Templates,
    path: &str,
    job: &Job,
    sink: &dyn Sink,
) -> Result<(), Problem> {
    let put = |content: Option<String>| {
        content.iter().for_each(|content| sink.put(path, content.as_bytes()));
        Ok(())
    };
    match job {
        Job::Home => page(templates, path, "home", &home_page(context, overview), sink),
        Job::Search => put(Some(search_index(context))),
        Job::MakeableData => put(makeable_data(context)),
        Job::Makeable => page(templates, path, "makeable", &makeable_page(context, overview), sink),
        Job::Data => page(templates, path, "data", &data_page(context, overview), sink),
        Job::Material(index) => material_page(context, overview, *index, path)
            .map_or(Ok(()), |view| page(templates, path, "material", &view, sink)),
        Job::Process(index) => process_page(context, overview, *index, path)
            .map_or(Ok(()), |view| page(templates, path, "process", &view, sink)),
        Job::Capability(index) => {
            page(templates, path, "capability", &capability_page(context, overview, *index, path), sink)
        }
        Job::Source(file) => page(templates, path, "source", &source_file_page(context, *file, path), sink),
        Job::Facility(index) => {
            page(templates, path, "facility", &facility_page(context, overview, *index, path), sink)
        }
    }
}
