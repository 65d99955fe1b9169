//! `groundup why`: the ways by which a plan needs an item.

use std::path::PathBuf;

use super::choosing::{Choosing, unsteerable};
use super::session::Session;
use super::{Console, Failure, Outcome};
use crate::emit;
use crate::resolve::{paths_to, rivals_of, solve};

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
    #[command(flatten)]
    choosing: Choosing,
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
    let steering = args.choosing.steering(&session)?;
    let choice = args.choosing.choose(&session, root, &steering, console)?.choice;
    let answer = solve(graph, choice, root, quantity)
        .and_then(|resolution| Ok((paths_to(graph, &resolution, target, args.limit, CUTOFF)?, resolution)));
    let (paths, resolution) = match answer {
        Ok(answer) => answer,
        Err(runaway) => {
            return session.tell_runaway(root, &runaway, json, console);
        }
    };
    let rivals = rivals_of(graph, root, &steering, &resolution.choice, target)
        .map_err(|error| unsteerable(graph, root, error))?;
    match paths {
        Some(list) if json => {
            let document = emit::paths_json(graph, &resolution, target, &list).with_rivals(graph, &rivals);
            console.print_json(&document)?;
        }
        Some(list) => {
            let style = console.style();
            console.print(&emit::paths_text(graph, &resolution, target, &list, style))?;
            console.print(&emit::rivals_text(graph, &rivals, style))?;
        }
        None if json => {
            console.print_json(&emit::no_paths_json(graph, &resolution, target).with_rivals(graph, &rivals))?;
        }
        None => console.print(&format!("{} does not need {}\n", args.plan, args.item))?,
    }
    Ok(Outcome::Fine)
}
