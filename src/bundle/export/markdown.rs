//! The catalog as Markdown pages that a site generator turns into a site, with the files that they show.

use rayon::prelude::*;
use serde::Serialize;
use serde_json::{Value, json};

use super::front_matter::{FrontMatter, front_matter};
use super::scaffold::scaffold;
use super::written::Written;
use crate::bundle::answers::Answers;
use crate::bundle::context::Context;
use crate::bundle::drawing::{staged, svg_file};
use crate::bundle::form::{Form, Generator, SECTIONS, markdown_text};
use crate::bundle::links::{self, HOME};
use crate::bundle::overview::Overview;
use crate::bundle::page::capability::capability_page;
use crate::bundle::page::facility::facility_page;
use crate::bundle::page::home::home_page;
use crate::bundle::page::material::material_page;
use crate::bundle::page::plan::plan_page;
use crate::bundle::page::process::process_page;
use crate::bundle::wording::iso_day;
use crate::bundle::{Problem, Sink, SiteInput, Templates};

enum Job {
    Material(usize),
    Process(usize),
    Capability(usize),
    Facility(usize),
}

/// Writes the pages, their lists, the files that they show, and what the generator needs to begin with, into `sink`. What
/// cannot be written is left out and told.
pub fn export_markdown(
    input: &SiteInput<'_>,
    generator: Generator,
    base_url: Option<&str>,
    sink: &dyn Sink,
) -> Vec<Problem> {
    let (templates, errors) = Templates::load(input.world);
    let mut problems: Vec<Problem> =
        errors.into_iter().map(|error| Problem { path: error.template, reason: error.reason }).collect();
    let context = Context::new(input, Form::Markdown(generator));
    let export = Export { context: &context, templates: &templates, generator, sink };
    let (overview, mut made) = Overview::gather(&context, |plan, answers| {
        for (path, content) in context.files(plan).contents(input.world) {
            sink.put(&format!("{}{path}", generator.files()), &content);
        }
        export.plan_page(plan, answers)
    });
    made.par_extend(jobs(input).into_par_iter().map(|(path, job)| export.page(&overview, &path, &job)));
    problems.extend(context.left_out());
    let mut pages: Vec<Written> = Vec::new();
    for page in made {
        match page {
            Ok(page) => pages.extend(page),
            Err(problem) => problems.push(problem),
        }
    }
    pages.sort_by(|a, b| (&a.title, &a.path).cmp(&(&b.title, &b.path)));
    problems.extend(export.home(&overview).err());
    for (folder, title) in SECTIONS {
        problems.extend(export.list(folder, title, &pages).err());
    }
    let name = input.catalog.repository.as_ref();
    let name = name.map_or("Plans", |repository| repository.title.as_deref().unwrap_or(repository.name.as_str()));
    for (path, content) in scaffold(generator, name, base_url, &pages) {
        sink.put(&path, content.as_bytes());
    }
    problems.sort();
    problems.dedup();
    problems
}

fn jobs(input: &SiteInput<'_>) -> Vec<(String, Job)> {
    let catalog = input.catalog;
    let mut jobs = Vec::new();
    let materials = catalog.materials.iter().enumerate();
    jobs.extend(materials.map(|(index, it)| (links::material_page(it.id.value.as_str()), Job::Material(index))));
    let processes = catalog.processes.iter().enumerate();
    jobs.extend(processes.map(|(index, it)| (links::process_page(it.id.value.as_str()), Job::Process(index))));
    let capabilities = catalog.capabilities.iter().enumerate();
    jobs.extend(capabilities.map(|(index, it)| (links::capability_page(it.id.value.as_str()), Job::Capability(index))));
    let facilities = catalog.facilities.iter().enumerate();
    jobs.extend(facilities.map(|(index, it)| (links::facility_page(it.id.value.as_str()), Job::Facility(index))));
    jobs
}

struct Export<'a> {
    context: &'a Context<'a>,
    templates: &'a Templates,
    generator: Generator,
    sink: &'a dyn Sink,
}

/// A line in a list of pages.
#[derive(Serialize)]
struct Entry<'a> {
    title: &'a str,
    summary: Option<&'a str>,
    href: String,
}

impl Export<'_> {
    fn page(&self, overview: &Overview, path: &str, job: &Job) -> Result<Option<Written>, Problem> {
        let context = self.context;
        let (kind, view) = match job {
            Job::Material(index) => ("material", material_page(context, overview, *index, path).map(|it| value(&it))),
            Job::Process(index) => ("process", process_page(context, overview, *index, path).map(|it| value(&it))),
            Job::Capability(index) => ("capability", Some(value(&capability_page(context, overview, *index, path)))),
            Job::Facility(index) => ("facility", Some(value(&facility_page(context, overview, *index, path)))),
        };
        let Some(view) = view else { return Ok(None) };
        let head = FrontMatter { kind, ..FrontMatter::default() };
        self.written(path, head, Vec::new(), view).map(Some)
    }

    fn plan_page(&self, index: usize, answers: &Answers) -> Result<Option<Written>, Problem> {
        let context = self.context;
        let plan = &context.input.catalog.plans[index];
        let path = links::plan_page(plan.id.value.as_str());
        let latest = context.input.world.history(&context.files(index).folder, 1);
        let head = FrontMatter {
            kind: "plan",
            tags: plan.keywords.clone(),
            date: latest.first().and_then(|change| iso_day(change.time_s)),
            ..FrontMatter::default()
        };
        self.written(&path, head, self.plan_fields(index), self.plan(index, answers, &path)).map(Some)
    }

    /// Writes a page; its front matter has the title, summary and id of the view.
    fn written(
        &self,
        path: &str,
        mut head: FrontMatter,
        more: Vec<(&'static str, Value)>,
        view: Value,
    ) -> Result<Written, Problem> {
        let text = |key: &str| view.get(key).and_then(Value::as_str).map(str::to_owned);
        head.title = view.pointer("/page/title").and_then(Value::as_str).unwrap_or_default().to_owned();
        head.summary = text("summary");
        head.more.extend(text("id").map(|id| ("id", json!(id))));
        head.more.extend(more);
        let (title, summary) = (head.title.clone(), head.summary.clone());
        self.put(path, &head, &format!("markdown/{}", head.kind), view)?;
        Ok(Written { path: path.to_owned(), title, summary })
    }

    /// The page of a plan, its graph drawn as a file beside it.
    fn plan(&self, index: usize, answers: &Answers, path: &str) -> Value {
        let context = self.context;
        let mut view = value(&plan_page(context, index, answers, path));
        let mut drawn = None;
        if let Some(resolution) = answers.resolved() {
            let id = context.input.catalog.plans[index].id.value.as_str();
            let file = format!("files/graphs/{}.svg", links::file_name(id));
            let svg = svg_file(&staged(context.input.graph, resolution, &|_| None));
            self.sink.put(&format!("{}{file}", self.generator.files()), svg.as_bytes());
            drawn = Some(links::relative(path, &file));
        }
        if let Value::Object(view) = &mut view {
            view.insert("graph_href".to_owned(), json!(drawn));
        }
        view
    }

    fn plan_fields(&self, index: usize) -> Vec<(&'static str, Value)> {
        let plan = &self.context.input.catalog.plans[index];
        let mut fields = Vec::new();
        fields.extend(plan.version.as_ref().map(|version| ("version", json!(version))));
        fields.extend(plan.readiness.map(|readiness| ("readiness", json!(readiness.as_str()))));
        let licenses: Vec<&str> = plan.license.expressions().iter().map(|license| license.value.as_str()).collect();
        if !licenses.is_empty() {
            fields.push(("licenses", json!(licenses)));
        }
        if !plan.authors.is_empty() {
            let names: Vec<&str> = plan.authors.iter().map(|author| author.name.as_str()).collect();
            fields.push(("authors", json!(names)));
        }
        fields
    }

    fn home(&self, overview: &Overview) -> Result<(), Problem> {
        let view = home_page(self.context, overview);
        let head = FrontMatter {
            title: view.page.site_title.clone(),
            summary: view.summary.clone(),
            kind: "home",
            is_index: true,
            is_home: true,
            ..FrontMatter::default()
        };
        self.put(HOME, &head, "markdown/home", value(&view))
    }

    fn list(&self, folder: &str, title: &str, pages: &[Written]) -> Result<(), Problem> {
        let path = format!("{folder}/index.html");
        let own = pages.iter().filter(|page| page.path.starts_with(&format!("{folder}/")));
        let entry = |page: &Written| {
            let href = links::relative(&path, &page.path);
            json!(Entry { title: &page.title, summary: page.summary.as_deref(), href })
        };
        let entries: Vec<Value> = own.map(entry).collect();
        if entries.is_empty() {
            return Ok(());
        }
        let head = FrontMatter { title: title.to_owned(), kind: "list", is_index: true, ..FrontMatter::default() };
        self.put(&path, &head, "markdown/list", json!({ "entries": entries }))
    }

    /// Renders a page and hands it on.
    fn put(&self, path: &str, head: &FrontMatter, template: &str, mut view: Value) -> Result<(), Problem> {
        lead(&mut view, path, self.generator);
        let failure =
            |error: crate::bundle::TemplateError| Problem { path: path.to_owned(), reason: error.to_string() };
        let body = self.templates.render(template, &view).map_err(failure)?;
        let mut text = front_matter(head, self.generator);
        if !self.generator.shows_title() {
            text.push_str(&format!("# {}\n\n", markdown_text(&head.title)));
        }
        text.push_str(&tidied(&body));
        let place = format!("{}{}", self.generator.pages(), self.generator.page(path));
        self.sink.put(&place, self.generator.finished(text).as_bytes());
        Ok(())
    }
}

fn value(view: &impl Serialize) -> Value {
    serde_json::to_value(view).unwrap_or(Value::Null)
}

/// Writes every address of a page as the generator reads it.
fn lead(view: &mut Value, from: &str, generator: Generator) {
    match view {
        Value::Object(fields) => {
            for (key, value) in fields.iter_mut() {
                match value {
                    Value::String(href) if key == "href" || key.ends_with("_href") => {
                        *href = generator.address(from, href);
                    }
                    other => lead(other, from, generator),
                }
            }
        }
        Value::Array(values) => values.iter_mut().for_each(|value| lead(value, from, generator)),
        _ => {}
    }
}

/// One empty line between blocks, none at the end; code is left as it is.
fn tidied(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let (mut is_code, mut was_empty) = (false, true);
    for line in text.lines() {
        is_code ^= line.trim_start().starts_with("```");
        let is_empty = line.trim().is_empty() && !is_code;
        if !(is_empty && was_empty) {
            out.push_str(if is_empty { "" } else { line.trim_end_matches('\r') });
            out.push('\n');
        }
        was_empty = is_empty;
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}
