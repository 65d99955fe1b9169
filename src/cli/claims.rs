//! `groundup claims`: what is claimed of the plans and places of a repository, decided.

use std::path::PathBuf;

use super::session::Session;
use super::{Console, Failure, Outcome};
use crate::claims::decide;
use crate::emit;

/// Arguments of `claims`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The repository
    repo: Option<PathBuf>,
    /// What to print
    #[arg(long, value_enum, default_value_t = Format::Markdown)]
    format: Format,
}

/// The formats of `claims`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// A page, for reading
    Markdown,
    /// One JSON document
    Json,
}

/// Runs `claims`. That a claim does not hold is an answer, and no fault.
///
/// # Errors
/// Why it could not run.
pub fn run(args: Args, console: &mut Console) -> Result<Outcome, Failure> {
    let session = Session::open(args.repo.as_deref(), console)?;
    let (catalog, graph) = (&session.checked.catalog, &session.checked.graph);
    let decided = decide(catalog, graph);
    match args.format {
        Format::Markdown => console.print(&emit::claims_markdown(catalog, graph, &decided))?,
        Format::Json => console.print_json(&emit::claims_json(catalog, graph, &decided))?,
    }
    Ok(Outcome::Fine)
}
