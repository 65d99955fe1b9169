//! `groundup uses`: everything that uses an item.

use std::path::PathBuf;

use super::session::Session;
use super::{Console, Failure, Outcome, TextOrJson};
use crate::emit;
use crate::resolve::uses_of;

/// Arguments of `uses`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The item, by id
    item: String,
    /// The repository
    repo: Option<PathBuf>,
    /// What to print
    #[arg(long, value_enum, default_value_t = TextOrJson::Human)]
    format: TextOrJson,
}

/// Runs `uses`.
///
/// # Errors
/// Why it could not run.
pub fn run(args: Args, console: &mut Console) -> Result<Outcome, Failure> {
    let session = Session::open(args.repo.as_deref(), console)?;
    let graph = &session.checked.graph;
    let target = session.item(&args.item)?;
    let uses = uses_of(graph, target);
    let takes = uses.takes.iter().map(|take| (take.user, Some(take.recipe)));
    let twins = session.tell_twins_among(takes.chain([(target, None)]), console);
    match args.format {
        TextOrJson::Human => console.print(&emit::uses_text(graph, target, &uses, console.style()))?,
        TextOrJson::Json => console.print_json(&emit::uses_json(graph, target, &uses))?,
    }
    Ok(twins)
}
