//! `groundup site`: the documentation of a repository as a folder of pages.

use std::path::PathBuf;

use rayon::prelude::*;

use super::session::Session;
use super::{Console, Failure, Outcome};
use crate::bundle::{DataFile, SiteInput, data_path, site};
use crate::diagnostic::Severity;
use crate::emit;
use crate::host;
use crate::local::{LocalReport, Shop, Uses, check_in};
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
    let reports = reports(&session);
    let data = data(&session, &resolutions, &reports)?;
    let input = SiteInput {
        world: &session.world,
        sources: &session.checked.sources,
        catalog,
        graph,
        resolutions: &resolutions,
        reports: &reports,
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

/// Every plan at every facility; those that cannot be resolved are told on their pages.
fn reports(session: &Session) -> Vec<LocalReport> {
    let (catalog, graph) = (&session.checked.catalog, &session.checked.graph);
    let uses = Uses::of(graph);
    let roots: Vec<_> = catalog.plans.iter().filter_map(|plan| graph.item_index(plan.id.value.as_str())).collect();
    let at = |facility: usize| {
        let shop = Shop::new(catalog, graph, &uses, facility);
        roots.iter().filter_map(|root| check_in(&shop, *root, 1.0).ok()).collect::<Vec<_>>()
    };
    (0..catalog.facilities.len()).into_par_iter().flat_map(at).collect()
}

/// The documents of `resolve` and `local`, as those commands print them.
fn data(
    session: &Session,
    resolutions: &[Result<Resolution, Runaway>],
    reports: &[LocalReport],
) -> Result<Vec<DataFile>, Failure> {
    let (catalog, graph) = (&session.checked.catalog, &session.checked.graph);
    let mut data = Vec::new();
    for (plan, resolution) in catalog.plans.iter().zip(resolutions) {
        let Ok(resolution) = resolution else { continue };
        let id = plan.id.value.as_str();
        let title = format!("Resolution of {}", plan.title.as_deref().unwrap_or(id));
        data.push(DataFile {
            path: data_path(id, None, "resolution"),
            title,
            content: json(&emit::resolution_json(graph, resolution))?,
        });
    }
    for report in reports {
        let (item, facility) = (graph.item(report.resolution.root), &catalog.facilities[report.facility]);
        let place = facility.id.value.as_str();
        let title = format!("{} at {}", item.title, facility.title.as_deref().unwrap_or(place));
        let content = json(&emit::local_json(catalog, graph, report))?;
        data.push(DataFile { path: data_path(item.id.as_str(), Some(place), "local"), title, content });
    }
    data.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(data)
}

fn json(value: &impl serde::Serialize) -> Result<Vec<u8>, Failure> {
    let mut content =
        serde_json::to_vec_pretty(value).map_err(|error| Failure::Message(format!("cannot write JSON: {error}")))?;
    content.push(b'\n');
    Ok(content)
}
