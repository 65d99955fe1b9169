//! `groundup why`: the ways by which a plan needs an item.

use std::path::PathBuf;

use super::session::Session;
use super::{Console, Failure, Outcome};
use crate::emit;
use crate::resolve::{by_preference, count_ways, paths_to, solve};

/// Paths below this share of the need are folded into the rest.
const CUTOFF: f64 = 0.001;

/// Arguments of `why`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The plan (or any other item) that needs it, by id
    plan: String,
    /// The item that is needed, by id
    item: String,
    /// The repository
    repo: Option<PathBuf>,
    /// How much to make
    #[arg(long, default_value = "1", value_name = "N")]
    quantity: String,
    /// How many ways to show
    #[arg(long, default_value_t = 10, value_name = "COUNT")]
    limit: usize,
    /// What to print
    #[arg(long, value_enum, default_value_t = super::TextOrJson::Human)]
    format: super::TextOrJson,
}

/// Runs `why`.
///
/// # Errors
/// Why it could not run.
pub fn run(args: Args, console: &mut Console) -> Result<Outcome, Failure> {
    let session = Session::open(args.repo.as_deref(), console)?;
    let graph = &session.checked.graph;
    let (root, target) = (session.item(&args.plan)?, session.item(&args.item)?);
    let quantity = session.quantity(root, &args.quantity)?;
    let json = matches!(args.format, super::TextOrJson::Json);
    let answer = solve(graph, by_preference(graph), root, quantity)
        .and_then(|resolution| Ok((paths_to(graph, &resolution, target, args.limit, CUTOFF)?, resolution)));
    let (paths, resolution) = match answer {
        Ok(answer) => answer,
        Err(runaway) => {
            return session.tell_runaway(root, &runaway, json, console);
        }
    };
    match paths {
        Some(list) if json => {
            console.print_json(&emit::paths_json(graph, &resolution, target, &list, count_ways(&resolution, target)))?
        }
        Some(list) => {
            let ways = count_ways(&resolution, target);
            console.print(&emit::paths_text(graph, &resolution, target, &list, ways, console.style()))?;
        }
        None if json => console.print_json(&emit::no_paths_json(graph, &resolution, target))?,
        None => console.print(&format!("{} does not need {}\n", args.plan, args.item))?,
    }
    Ok(Outcome::Fine)
}
