//! `groundup site`: the documentation of a repository as a folder of pages.

use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use indicatif::{ProgressBar, ProgressStyle};

use super::pipeline::{self, Inquiry};
use super::session::Session;
use super::{Console, Failure, Outcome};
use crate::bundle::{IsTold, site};
use crate::host::OutputFolder;
use crate::lint::documentation::{PlanScore, scores_by_plan};
use crate::local::Uses;

/// Arguments of `site`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The repository
    repo: Option<PathBuf>,
    /// The folder to write; it is replaced whole, or not at all
    #[arg(short, long, value_name = "DIR")]
    output: PathBuf,
    /// Where the site will be published, such as `https://example.org/plans/`; by default as groundup.yaml says
    #[arg(long, value_name = "URL", value_parser = pipeline::base_url)]
    base_url: Option<String>,
}

/// Runs `site`.
///
/// # Errors
/// Why it could not run.
pub fn run(args: Args, console: &mut Console) -> Result<Outcome, Failure> {
    let mut session = Session::open(args.repo.as_deref(), console)?;
    session.tell_git_trouble(console);
    let scores: Vec<Mutex<Option<PlanScore>>> =
        scores_by_plan(&session.world, &session.checked).into_iter().map(Mutex::new).collect();
    // Pages read the instructions of their plan themselves.
    session.checked.forget_instructions();
    let output = OutputFolder::begin(&args.output).map_err(|error| error.to_string())?;
    let uses = Uses::of(&session.checked.graph);
    let inquiry = Inquiry::open(&session.world, &session.checked, &uses, true);
    // Each page asks for that of its plan, once; a glance of it is kept.
    let scores = |plan: usize| scores[plan].lock().unwrap_or_else(PoisonError::into_inner).take();
    let progress = progress(session.checked.catalog.plans.len(), console);
    let answers = |plan: usize, is_told: IsTold<'_>| {
        progress.inc(1);
        inquiry.answers_with_data(plan, is_told, &output)
    };
    let mut input = inquiry.site_input(&answers, &scores, true);
    let claims = pipeline::claims(&session, &output, &mut input.data)?;
    input.claims = &claims;
    input.base_url = pipeline::published_at(args.base_url, &session);
    let problems = site(&input, &output);
    progress.finish_and_clear();
    for problem in &problems {
        console.note(&format!("note: {}: {}", problem.path, problem.reason));
    }
    if !inquiry.has_reports() {
        console.note(
            "note: local reports are too many to lie beside the pages; `groundup export --format json` writes them",
        );
    }
    let count = output.finish().map_err(|error| error.to_string())?;
    console.note(&format!("{count} files in {}", args.output.display()));
    let is_fine = inquiry.finish()? && !session.checked.has_errors() && problems.is_empty();
    Ok(if is_fine { Outcome::Fine } else { Outcome::Findings })
}

/// Shows how many plans are done, where somebody watches.
fn progress(plans: usize, console: &Console) -> ProgressBar {
    if !console.is_watched() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(plans as u64);
    if let Ok(style) = ProgressStyle::with_template("{bar:24} {pos} of {len} plans") {
        bar.set_style(style);
    }
    bar
}
