//! `groundup site`: the documentation of a repository as a folder of pages.

use std::path::PathBuf;

use rayon::prelude::*;

use super::session::Session;
use super::{Console, Failure, Outcome};
use crate::bundle::{DataFile, SiteInput, data_path, site};
use crate::diagnostic::Severity;
use crate::emit;
use crate::host;
use crate::resolve::{Resolution, Runaway, by_preference, solve};

/// Arguments of `site`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The repository
    repo: Option<PathBuf>,
    /// The folder to write; it is replaced whole, or not at all
    #[arg(short, long, value_name = "DIR")]
    output: PathBuf,
}

/// Runs `site`.
///
/// # Errors
/// Why it could not run.
pub fn run(args: Args, console: &mut Console) -> Result<Outcome, Failure> {
    let session = Session::open(args.repo.as_deref(), console)?;
    let (catalog, graph) = (&session.checked.catalog, &session.checked.graph);
    let choice = by_preference(graph);
    let missing = || Runaway { items: Vec::new(), gain: f64::INFINITY };
    let resolve = |plan: &crate::model::Plan| {
        let root = graph.item_index(plan.id.value.as_str()).ok_or_else(missing)?;
        solve(graph, choice.clone(), root, 1.0)
    };
    let resolutions: Vec<Result<Resolution, Runaway>> = catalog.plans.par_iter().map(resolve).collect();
    let mut data = Vec::new();
    for (plan, resolution) in catalog.plans.iter().zip(&resolutions) {
        let Ok(resolution) = resolution else { continue };
        let id = plan.id.value.as_str();
        let mut content = serde_json::to_vec_pretty(&emit::resolution_json(graph, resolution)).map_err(|error| format!("cannot write JSON: {error}"))?;
        content.push(b'\n');
        let title = format!("Resolution of {}", plan.title.as_deref().unwrap_or(id));
        data.push(DataFile { path: data_path(id, None, "resolution"), title, content });
    }
    let input = SiteInput {
        world: &session.world,
        sources: &session.checked.sources,
        catalog,
        graph,
        resolutions: &resolutions,
        reports: &[],
        data,
        packets: Vec::new(),
    };
    let (bundle, problems) = site(&input);
    for problem in &problems {
        console.note(&format!("note: {}: {}", problem.path, problem.reason));
    }
    host::replace_folder(&args.output, bundle.iter()).map_err(|error| error.to_string())?;
    console.note(&format!("{} files in {}", bundle.files.len(), args.output.display()));
    let has_errors = session.checked.diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error);
    Ok(if has_errors || !problems.is_empty() { Outcome::Findings } else { Outcome::Fine })
}
