//! `groundup resolve`: a plan down to the ground.

use std::path::PathBuf;

use clap::ValueEnum;

use super::choosing::{Choosing, credit_error_text, resolve_with_credit};
use super::evidence::Shape;
use super::session::Session;
use super::{Console, Failure, Outcome, evidence};
use crate::emit;
use crate::local;
use crate::resolve::{Obtain, solve};

/// Arguments of `resolve`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The plan (or any other item) to resolve, by id
    plan: String,
    /// The repository
    repo: Option<PathBuf>,
    /// How much to make: a number of the plan's unit, or a quantity such as `2 t`
    #[arg(long, default_value = "1", value_name = "N")]
    quantity: String,
    /// What to print
    #[arg(long, value_enum, default_value_t = Format::Tree)]
    format: Format,
    #[command(flatten)]
    choosing: Choosing,
    /// Let by-products displace what would have been made: recipes are chosen together, by linear programming
    #[arg(long)]
    credit_by_products: bool,
    /// Obtain items as this facility can (its resources, stock, machines and imports); an id or a file
    #[arg(long, value_name = "FACILITY", conflicts_with_all = ["minimise", "uses", "avoid", "credit_by_products"])]
    at: Option<String>,
    /// Tell what the totals depend on, how well that is founded, and where a better source would help most
    #[arg(long)]
    evidence: bool,
    /// How many figures `--evidence` lists
    #[arg(long, default_value_t = 20, value_name = "COUNT", requires = "evidence")]
    limit: usize,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// For reading: who needs what, shared subtrees once
    Tree,
    /// One line an item
    Table,
    /// The document `groundup/resolution/1`
    Json,
    /// For Graphviz
    Dot,
    /// For Mermaid
    Mermaid,
    /// For spreadsheets
    Csv,
}

/// Runs `resolve`.
///
/// # Errors
/// Why it could not run.
pub fn run(args: Args, console: &mut Console) -> Result<Outcome, Failure> {
    let session = Session::open_at(args.repo.as_deref(), args.at.as_deref(), console)?;
    let (catalog, graph) = (&session.checked.catalog, &session.checked.graph);
    let root = session.item(&args.plan)?;
    let quantity = session.quantity(root, &args.quantity)?;
    let json = matches!(args.format, Format::Json);
    let solved = match &args.at {
        Some(at) => local::choice_at(catalog, graph, session.facility(at)?, root, quantity)
            .and_then(|choice| solve(graph, choice, root, quantity)),
        None => {
            let steering = args.choosing.steering(&session)?;
            let choice = args.choosing.choose(&session, root, &steering, console)?.choice;
            if args.credit_by_products {
                match resolve_with_credit(graph, &choice, (root, quantity), &steering, console)? {
                    Ok(resolution) => Ok(resolution),
                    // A loop without end is told as one; else what can't be had is.
                    Err(error) => match solve(graph, choice, root, quantity) {
                        Err(runaway) => Err(runaway),
                        Ok(_) => return Err(Failure::Message(credit_error_text(graph, &error))),
                    },
                }
            } else {
                solve(graph, choice, root, quantity)
            }
        }
    };
    let resolution = match solved {
        Ok(resolution) => resolution,
        Err(runaway) => return session.tell_runaway(root, &runaway, json, console),
    };
    if args.evidence {
        let shape = match args.format {
            Format::Tree | Format::Table => Shape::Human,
            Format::Json => Shape::Json,
            Format::Csv => Shape::Csv,
            _ => return Err("--evidence: expected --format table, json or csv".to_owned().into()),
        };
        return evidence::print(&session, &resolution, args.limit, shape, console);
    }
    let style = console.style();
    match args.format {
        Format::Tree => console.print(&emit::tree(graph, &resolution, style))?,
        Format::Table => console.print(&emit::table(graph, &resolution, style))?,
        Format::Json => console.print_json(&emit::resolution_json(graph, &resolution))?,
        Format::Dot => console.print(&emit::dot(graph, &resolution))?,
        Format::Mermaid => console.print(&emit::mermaid(graph, &resolution))?,
        Format::Csv => console.print(&emit::csv(graph, &resolution))?,
    }
    let unresolved: Vec<&str> =
        resolution.leaves(Obtain::Unresolved).map(|need| graph.item(need.item).id.as_str()).collect();
    if unresolved.is_empty() {
        // What comes from nothing does not come from the ground.
        let is_from_nothing = resolution.credit.as_ref().is_some_and(|credit| credit.from_nothing.is_some());
        return Ok(if is_from_nothing { Outcome::Findings } else { Outcome::Fine });
    }
    console.note(&format!(
        "unresolved: {}: no recipe makes them, and they are neither raw nor bought",
        unresolved.join(", ")
    ));
    Ok(Outcome::Findings)
}
