//! `groundup bootstrap`: which machines to build, in which order.

use std::path::PathBuf;

use super::session::Session;
use super::{Console, Failure, Outcome};
use crate::bundle::order_svg;
use crate::emit;
use crate::graph::ItemIndex;
use crate::local::{Shop, Uses, build_order};

/// Arguments of `bootstrap`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Any path in the repository
    #[arg(value_name = "REPO")]
    repository: Option<PathBuf>,
    /// The facility, by id or by file; where there is only one, that
    #[arg(long, value_name = "FACILITY")]
    at: Option<String>,
    /// What is to be made in the end: a plan (or any other item), or every plan
    #[arg(long, default_value = "all", value_name = "PLAN|all")]
    goal: String,
    /// What to print
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
}

/// The formats of `bootstrap`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// For reading
    Human,
    /// One JSON document
    Json,
    /// A picture: stages as columns, machines as boxes
    Svg,
}

/// Runs `bootstrap`.
///
/// # Errors
/// Why it could not run.
pub fn run(args: Args, console: &mut Console) -> Result<Outcome, Failure> {
    let session = Session::open_at(args.repository.as_deref(), args.at.as_deref(), console)?;
    let (catalog, graph) = (&session.checked.catalog, &session.checked.graph);
    let facility = match &args.at {
        Some(at) => session.facility(at)?,
        None => only_facility(&session)?,
    };
    let goals: Vec<ItemIndex> = if args.goal == "all" && graph.item_index("all").is_none() {
        let mut goals: Vec<ItemIndex> =
            catalog.plans.iter().filter_map(|plan| graph.item_index(plan.id.value.as_str())).collect();
        goals.sort_unstable();
        goals
    } else {
        vec![session.item(&args.goal)?]
    };
    let uses = Uses::of(graph);
    let order = build_order(&Shop::new(catalog, graph, &uses, facility), &goals);
    match args.format {
        Format::Human => console.print(&emit::bootstrap_text(catalog, graph, &order, console.style()))?,
        Format::Json => console.print_json(&emit::bootstrap_json(catalog, graph, &order))?,
        Format::Svg => console.print(&order_svg(catalog, graph, &order))?,
    }
    Ok(if order.blocked.is_empty() { Outcome::Fine } else { Outcome::Findings })
}

fn only_facility(session: &Session) -> Result<usize, Failure> {
    let facilities = &session.checked.catalog.facilities;
    match facilities.len() {
        1 => Ok(0),
        0 => Err(Failure::Message(
            "this repository has no facility\nhelp: name a file of one with --at, or write one in `facilities/`"
                .to_owned(),
        )),
        _ => {
            let ids: Vec<&str> = facilities.iter().map(|facility| facility.id.value.as_str()).collect();
            Err(Failure::Message(format!("at which facility? Name one with --at; there are: {}", ids.join(", "))))
        }
    }
}
