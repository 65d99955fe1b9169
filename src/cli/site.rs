//! `groundup site`: the documentation of a repository as a folder of pages.

use std::path::PathBuf;

use super::pipeline;
use super::session::Session;
use super::{Console, Failure, Outcome};
use crate::bundle::site;
use crate::host::OutputFolder;

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
    let session = Session::open(args.repo.as_deref(), console)?;
    let output = OutputFolder::begin(&args.output).map_err(|error| error.to_string())?;
    let figures = pipeline::figures(&session, true);
    let mut data = pipeline::data(&session, &figures.resolutions, &figures.reports, &output)?;
    let claims = pipeline::claims(&session, &output, &mut data)?;
    let mut input = pipeline::site_input(&session, &figures, data);
    input.claims = &claims;
    input.base_url = pipeline::published_at(args.base_url, &session);
    let problems = site(&input, &output);
    for problem in &problems {
        console.note(&format!("note: {}: {}", problem.path, problem.reason));
    }
    let count = output.finish().map_err(|error| error.to_string())?;
    console.note(&format!("{count} files in {}", args.output.display()));
    let is_fine =
        !session.checked.has_errors() && problems.is_empty() && pipeline::are_all_grounded(&figures.resolutions);
    Ok(if is_fine { Outcome::Fine } else { Outcome::Findings })
}
