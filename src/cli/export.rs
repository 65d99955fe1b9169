//! `groundup export`: pages for site generators, data for programs, manifests of Open Know-How, pieces of pages.

use std::path::PathBuf;

use clap::ValueEnum;
use rayon::prelude::*;
use serde_json::Value;

use super::pipeline::{self, json};
use super::session::Session;
use super::{Console, Failure, Outcome};
use crate::bundle::export::{
    Document, catalog_documents, export_index, export_markdown, export_okh, fragments, schema_files,
};
use crate::bundle::{Generator, Problem, Sink, SiteInput};
use crate::catalog::Catalog;
use crate::emit;
use crate::graph::Graph;
use crate::host::OutputFolder;
use crate::local::LocalReport;
use crate::resolve::{Resolution, Runaway};

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
    let output = OutputFolder::begin(&args.output).map_err(|error| error.to_string())?;
    // Manifests say nothing of places.
    let with_places = args.fragment || !matches!(args.format, Some(Format::Okh));
    let figures = pipeline::figures(&session, with_places);
    let input = pipeline::site_input(&session, &figures, Vec::new());
    let base_url = pipeline::published_at(args.base_url, &session);
    let base_url = base_url.as_deref();
    let mut problems: Vec<Problem> = match args.format {
        Some(Format::Markdown) => {
            let generator = args.generator.map_or(Generator::Plain, For::generator);
            export_markdown(&input, generator, base_url, &output)
        }
        Some(Format::Json) => {
            data(&input, &output)?;
            Vec::new()
        }
        Some(Format::Okh) => export_okh(&input, &output),
        None => Vec::new(),
    };
    if args.fragment {
        problems.extend(fragments(&input, base_url, &output));
    }
    for problem in &problems {
        console.note(&format!("note: {}: {}", problem.path, problem.reason));
    }
    let count = output.finish().map_err(|error| error.to_string())?;
    console.note(&format!("{count} files in {}", args.output.display()));
    let is_fine =
        !session.checked.has_errors() && problems.is_empty() && pipeline::are_all_grounded(&figures.resolutions);
    Ok(if is_fine { Outcome::Fine } else { Outcome::Findings })
}

/// The data export: documents, graph, resolutions, reports, schemas and the index.
fn data(input: &SiteInput<'_>, sink: &dyn Sink) -> Result<(), Failure> {
    let mut documents: Vec<Document> = Vec::new();
    for (document, content) in catalog_documents(input) {
        sink.put(&document.path, &json(&content)?);
        documents.push(document);
    }
    documents.extend(resolution_files(input.catalog, input.graph, input.resolutions, sink)?);
    documents.extend(local_files(input.catalog, input.graph, input.reports, sink)?);
    for (path, schema) in schema_files() {
        sink.put(&path, &json(&schema)?);
    }
    sink.put("index.json", &json(&export_index(input, documents))?);
    Ok(())
}

fn resolution_files(
    catalog: &Catalog,
    graph: &Graph,
    resolutions: &[Result<Resolution, Runaway>],
    sink: &dyn Sink,
) -> Result<Vec<Document>, Failure> {
    let put = |(plan, resolution): (&crate::model::Plan, &Result<Resolution, Runaway>)| {
        let id = plan.id.value.as_str();
        let resolution = resolution.as_ref().ok()?;
        let path = crate::bundle::data_path(id, None, "resolution");
        Some(json(&emit::resolution_json(graph, resolution)).map(|content| {
            sink.put(&path, &content);
            Document::of_plan(path, "resolution", id, None)
        }))
    };
    let plans: Vec<_> = catalog.plans.iter().zip(resolutions).collect();
    plans.into_par_iter().filter_map(put).collect()
}

fn local_files(
    catalog: &Catalog,
    graph: &Graph,
    reports: &[LocalReport],
    sink: &dyn Sink,
) -> Result<Vec<Document>, Failure> {
    let put = |report: &LocalReport| {
        let (id, place) =
            (graph.item(report.resolution.root).id.as_str(), catalog.facilities[report.facility].id.value.as_str());
        let path = crate::bundle::data_path(id, Some(place), "local");
        let content: Value = serde_json::to_value(emit::local_json(catalog, graph, report))
            .map_err(|error| Failure::Message(format!("cannot write JSON: {error}")))?;
        sink.put(&path, &json(&content)?);
        Ok(Document::of_plan(path, "local", id, Some(place)))
    };
    reports.par_iter().map(put).collect()
}
