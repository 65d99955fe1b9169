//! The static site: every page of a catalog, rendered in parallel, with the files that it shows.

use std::collections::{BTreeSet, HashMap};

use rayon::prelude::*;
use serde::Serialize;

use super::context::Context;
use super::form::Form;
use super::input::{Problem, SiteInput};
use super::kind::Kind;
use super::overview::Overview;
use super::page::capability::capability_page;
use super::page::claims::claims_page;
use super::page::data::data_page;
use super::page::facets::plans_data;
use super::page::facility::facility_page;
use super::page::home::home_page;
use super::page::list::list_page_view;
use super::page::makeable::{makeable_data, makeable_page};
use super::page::material::material_page;
use super::page::plan::plan_page;
use super::page::process::process_page;
use super::page::rules::rules_page;
use super::page::source::source_file_page;
use super::part::lists::all_lists;
use super::web::feed::feed;
use super::web::search::search_index;
use super::web::sitemap::{robots, sitemap};
use super::{Sink, Templates, links};
use crate::model::Plan;
use crate::text::FileId;

/// A page that is about other things than one plan: it needs the figures of all.
enum Job {
    Home,
    Search,
    Makeable,
    MakeableData,
    Data,
    Rules,
    Claims,
    List(Kind, usize),
    PlansData,
    Material(usize),
    Process(usize),
    Capability(usize),
    Facility(usize),
    Source(FileId),
    Sitemap,
    Robots,
    Feed,
}

/// Renders the site into `sink`: first the plans, one by one, then what rests on the figures of all. What cannot be rendered is
/// left out and told; all else is there.
pub fn site(input: &SiteInput<'_>, sink: &dyn Sink) -> Vec<Problem> {
    let (templates, errors) = Templates::load(input.world);
    let mut problems: Vec<Problem> =
        errors.into_iter().map(|error| Problem { path: error.template, reason: error.reason }).collect();
    let context = Context::new(input, Form::Html);
    sink.put(links::SCRIPT, &templates.script());
    sink.put(links::STYLE, &templates.page_style());
    let (overview, failures) = Overview::gather(&context, |plan, answers| {
        for (path, content) in context.files(plan).contents(input.world) {
            sink.put(path, &content);
        }
        let path = links::plan_page(input.catalog.plans[plan].id.value.as_str());
        let view = plan_page(&context, plan, answers, &path);
        page(&templates, &path, "plan", &view, &mut |html| sink.put(&path, html)).err()
    });
    problems.extend(context.left_out());
    problems.extend(failures.into_iter().flatten());
    let render = |(path, job): (String, Job)| {
        let put = &mut |content: &[u8]| sink.put(&path, content);
        render(&context, &overview, &templates, &path, &job, put).err()
    };
    problems.par_extend(jobs(&context).into_par_iter().filter_map(render));
    problems.sort();
    problems.dedup();
    problems
}

/// A site whose pages are made when they are asked for.
pub struct LazySite<'a> {
    context: Context<'a>,
    templates: &'a Templates,
    plans: HashMap<String, usize>,
    jobs: HashMap<String, Job>,
}

impl<'a> LazySite<'a> {
    /// Notes which pages there are.
    pub fn open(input: &'a SiteInput<'a>, templates: &'a Templates) -> Self {
        let path = |plan: &Plan| links::plan_page(plan.id.value.as_str());
        let plans = input.catalog.plans.iter().enumerate().map(|(index, plan)| (path(plan), index)).collect();
        let context = Context::new(input, Form::Html);
        let jobs = jobs(&context).into_iter().collect();
        Self { context, templates, plans, jobs }
    }

    /// Nothing of any plan, to be filled by [`LazySite::gather_more`].
    pub fn nothing(&self) -> Overview {
        Overview::empty(&self.context)
    }

    /// Takes the figures of so many more plans into what pages about all of them need; `false` once there are no more.
    pub fn gather_more(&self, overview: &mut Overview, count: usize) -> bool {
        overview.gather_more(&self.context, count)
    }

    /// Takes the figures of plans anew that changed, as [`Overview::replace`] does.
    pub fn replace(&self, overview: &mut Overview, plans: &BTreeSet<usize>) -> bool {
        overview.replace(&self.context, plans)
    }

    /// Whether the figures of all plans are needed for what stands at a path.
    pub fn is_about_all(&self, path: &str) -> bool {
        // What is searched, and the page of a file of the data, need no figures.
        let job = self.jobs.get(path);
        job.is_some_and(|job| !matches!(job, Job::Search | Job::Source(_) | Job::MakeableData | Job::Claims))
    }

    /// What stands at a path; `None` where nothing does. What is about all plans is empty without their figures.
    pub fn get(&self, path: &str, overview: Option<&Overview>) -> Option<Result<Vec<u8>, Problem>> {
        match path {
            links::SCRIPT => return Some(Ok(self.templates.script().to_vec())),
            links::STYLE => return Some(Ok(self.templates.page_style())),
            _ => {}
        }
        if let Some(plan) = self.plans.get(path) {
            let answers = (self.context.input.answers)(*plan, &|_, _| false);
            let view = plan_page(&self.context, *plan, &answers, path);
            let mut html = Vec::new();
            let made = page(self.templates, path, "plan", &view, &mut |made| html.extend_from_slice(made));
            return Some(made.map(|()| html));
        }
        if let Some(job) = self.jobs.get(path) {
            let mut content: Option<Vec<u8>> = None;
            let put = &mut |made: &[u8]| content = Some(made.to_vec());
            let made = match overview {
                Some(overview) => render(&self.context, overview, self.templates, path, job, put),
                None => render(&self.context, &self.nothing(), self.templates, path, job, put),
            };
            return made.map(|()| content).transpose();
        }
        self.file(path).map(Ok)
    }

    /// A file that a plan brings along.
    fn file(&self, path: &str) -> Option<Vec<u8>> {
        let folder = path.strip_prefix("files/")?.split('/').next()?;
        let plan = *self.plans.get(&format!("plans/{folder}.html"))?;
        let mut files = self.context.files(plan).contents(self.context.input.world);
        files.find(|(to, _)| *to == path).map(|(_, content)| content.to_vec())
    }
}

fn jobs(context: &Context<'_>) -> Vec<(String, Job)> {
    let (input, catalog) = (context.input, context.input.catalog);
    let mut jobs = vec![
        (links::HOME.to_owned(), Job::Home),
        (links::SEARCH.to_owned(), Job::Search),
        (links::PLANS_DATA.to_owned(), Job::PlansData),
        (links::MAKEABLE.to_owned(), Job::Makeable),
        (links::MAKEABLE_DATA.to_owned(), Job::MakeableData),
        (links::RULES.to_owned(), Job::Rules),
    ];
    if !input.claims.is_empty() {
        jobs.push((links::CLAIMS.to_owned(), Job::Claims));
    }
    if input.has_data {
        jobs.push((links::DATA.to_owned(), Job::Data));
    }
    if input.base_url.is_some() {
        jobs.push((links::SITEMAP.to_owned(), Job::Sitemap));
        jobs.push((links::ROBOTS.to_owned(), Job::Robots));
        jobs.push((links::FEED.to_owned(), Job::Feed));
    }
    jobs.extend(all_lists(context).into_iter().map(|(kind, index, path)| (path, Job::List(kind, index))));
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

/// Fills a template in and hands over what comes of it.
fn page(
    templates: &Templates,
    path: &str,
    template: &str,
    view: &impl Serialize,
    put: &mut dyn FnMut(&[u8]),
) -> Result<(), Problem> {
    let failure = |error: super::TemplateError| Problem { path: path.to_owned(), reason: error.to_string() };
    templates.render_to(template, view, &mut |html| put(html.as_bytes())).map_err(failure)
}

/// Hands over what stands at a path; nothing where there is nothing to say.
fn render(
    context: &Context<'_>,
    overview: &Overview,
    templates: &Templates,
    path: &str,
    job: &Job,
    put: &mut dyn FnMut(&[u8]),
) -> Result<(), Problem> {
    match job {
        Job::Home => page(templates, path, "home", &home_page(context, overview), put),
        Job::Rules => page(templates, path, "rules", &rules_page(context, overview), put),
        Job::Claims => page(templates, path, "claims", &claims_page(context), put),
        Job::Makeable => page(templates, path, "makeable", &makeable_page(context, overview), put),
        Job::Data => page(templates, path, "data", &data_page(context, overview), put),
        Job::Material(index) => material_page(context, overview, *index, path)
            .map_or(Ok(()), |view| page(templates, path, "material", &view, put)),
        Job::Process(index) => process_page(context, overview, *index, path)
            .map_or(Ok(()), |view| page(templates, path, "process", &view, put)),
        Job::Capability(index) => {
            page(templates, path, "capability", &capability_page(context, overview, *index, path), put)
        }
        Job::List(kind, index) => list_page_view(context, overview, *kind, *index, path)
            .map_or(Ok(()), |view| page(templates, path, "list", &view, put)),
        Job::Source(file) => page(templates, path, "source", &source_file_page(context, *file, path), put),
        Job::Facility(index) => page(templates, path, "facility", &facility_page(context, overview, *index, path), put),
        Job::Search => {
            put(&search_index(context));
            Ok(())
        }
        Job::PlansData => {
            plans_data(context, overview).iter().for_each(|script| put(script));
            Ok(())
        }
        Job::MakeableData | Job::Sitemap | Job::Robots | Job::Feed => {
            let text = match job {
                Job::MakeableData => makeable_data(context),
                Job::Sitemap => sitemap(context),
                Job::Robots => robots(context),
                _ => feed(context),
            };
            text.iter().for_each(|text| put(text.as_bytes()));
            Ok(())
        }
    }
}
