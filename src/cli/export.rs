//! `groundup export`: pages for site generators, data for programs, manifests of Open Know-How, pieces of pages.

use std::path::PathBuf;

use clap::ValueEnum;
use rayon::prelude::*;

use super::pipeline::{self, Inquiry, json};
use super::session::Session;
use super::{Console, Failure, Outcome};
use crate::bundle::export::{
    Document, catalog_documents, export_index, export_markdown, export_okh, fragments, schema_files, unpublished,
};
use crate::bundle::{Generator, IsTold, Problem, Sink, SiteInput};
use crate::emit;
use crate::host::OutputFolder;
use crate::local::Uses;

/// Arguments of `export`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The repository
    repo: Option<PathBuf>,
    /// What to write
    #[arg(long, value_enum, required_unless_present = "fragment")]
    format: Option<Format>,
    /// The folder to write; it is replaced whole, or not at all
    #[arg(short, long, value_name = "DIR")]
    output: PathBuf,
    /// The site generator that the Markdown is for; without one, links lead from file to file
    #[arg(long = "for", value_enum, value_name = "GENERATOR")]
    generator: Option<For>,
    /// Where the site will lie, such as `https://example.org/plans/`
    #[arg(long, value_name = "URL", value_parser = pipeline::base_url)]
    base_url: Option<String>,
    /// Pieces of the plans' pages as HTML to embed: bill of materials, tree, graph, steps
    #[arg(long)]
    fragment: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Pages with front matter
    Markdown,
    /// The whole catalog, every resolution and local report, and their schemas
    Json,
    /// Manifests of Open Know-How
    Okh,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum For {
    Hugo,
    Zola,
    Jekyll,
    Docusaurus,
    Mkdocs,
    Mdbook,
}

impl For {
    fn generator(self) -> Generator {
        match self {
            For::Hugo => Generator::Hugo,
            For::Zola => Generator::Zola,
            For::Jekyll => Generator::Jekyll,
            For::Docusaurus => Generator::Docusaurus,
            For::Mkdocs => Generator::MkDocs,
            For::Mdbook => Generator::MdBook,
        }
    }
}

/// Runs `export`.
///
/// # Errors
/// Why it could not run.
pub fn run(args: Args, console: &mut Console) -> Result<Outcome, Failure> {
    if args.generator.is_some() && args.format != Some(Format::Markdown) {
        return Err(Failure::Message("`--for` goes with `--format markdown`".to_owned()));
    }
    let session = Session::open(args.repo.as_deref(), console)?;
    session.tell_git_trouble(console);
    let output = OutputFolder::begin(&args.output).map_err(|error| error.to_string())?;
    // Manifests say nothing of places.
    let with_places = args.fragment || !matches!(args.format, Some(Format::Okh));
    let uses = Uses::of(&session.checked.graph);
    let inquiry = Inquiry::open(&session.world, &session.checked, &uses, with_places);
    let scores = |plan: usize| inquiry.score(plan);
    let answers = |plan: usize, is_told: IsTold<'_>| inquiry.answers(plan, is_told);
    let input = inquiry.site_input(&answers, &scores, false);
    let base_url = pipeline::published_at(args.base_url, &session);
    let base_url = base_url.as_deref();
    let mut problems: Vec<Problem> = match args.format {
        Some(Format::Markdown) => {
            let generator = args.generator.map_or(Generator::Plain, For::generator);
            export_markdown(&input, generator, base_url, &output)
        }
        Some(Format::Json) => {
            data(&input, &inquiry, &output)?;
            Vec::new()
        }
        Some(Format::Okh) => {
            // Manifests do not say what a plan comes to, but how the command ends does.
            (0..input.catalog.plans.len()).into_par_iter().for_each(|plan| drop(inquiry.resolution(plan)));
            export_okh(&input, &output)
        }
        None => Vec::new(),
    };
    if args.fragment {
        problems.extend(fragments(&input, base_url, &output));
    }
    let is_okh = matches!(args.format, Some(Format::Okh));
    for problem in problems.iter().chain(&unpublished(&input).filter(|_| is_okh)) {
        console.note(&format!("note: {}: {}", problem.path, problem.reason));
    }
    let count = output.finish().map_err(|error| error.to_string())?;
    console.note(&format!("{count} files in {}", args.output.display()));
    let is_fine = inquiry.finish()? && !session.checked.has_errors() && problems.is_empty();
    Ok(if is_fine { Outcome::Fine } else { Outcome::Findings })
}

/// The data export: documents, graph, resolutions, reports, schemas and the index.
fn data(input: &SiteInput<'_>, inquiry: &Inquiry<'_>, sink: &dyn Sink) -> Result<(), Failure> {
    let mut documents: Vec<Document> = Vec::new();
    for (document, content) in catalog_documents(input) {
        sink.put(&document.path, &json(&content)?);
        documents.push(document);
    }
    let of_plans: Result<Vec<Vec<Document>>, Failure> =
        (0..input.catalog.plans.len()).into_par_iter().map(|plan| plan_files(input, inquiry, plan, sink)).collect();
    documents.extend(of_plans?.into_iter().flatten());
    for (path, schema) in schema_files() {
        sink.put(&path, &json(&schema)?);
    }
    sink.put("index.json", &json(&export_index(input, documents))?);
    Ok(())
}

/// The documents of `resolve` and `local` of a plan.
fn plan_files(
    input: &SiteInput<'_>,
    inquiry: &Inquiry<'_>,
    plan: usize,
    sink: &dyn Sink,
) -> Result<Vec<Document>, Failure> {
    let (catalog, graph) = (input.catalog, input.graph);
    let id = catalog.plans[plan].id.value.as_str();
    let mut documents = Vec::new();
    if let Ok(resolution) = inquiry.resolution(plan) {
        let path = crate::bundle::data_path(id, None, "resolution");
        sink.put(&path, &json(&emit::resolution_json(graph, &resolution))?);
        documents.push(Document::of_plan(path, "resolution", id, None));
    }
    for report in inquiry.reports(plan) {
        let place = catalog.facilities[report.facility].id.value.as_str();
        let path = crate::bundle::data_path(id, Some(place), "local");
        sink.put(&path, &json(&emit::local_json(catalog, graph, &report))?);
        documents.push(Document::of_plan(path, "local", id, Some(place)));
    }
    Ok(documents)
}
