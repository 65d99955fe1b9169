//! `groundup resolve`: a plan down to the ground.

use std::path::PathBuf;

use clap::ValueEnum;

use super::choosing::{Choosing, Minimise, credit_error_text, resolve_with_credit};
use super::evidence::Shape;
use super::session::Session;
use super::{Console, Failure, Outcome, at_place, evidence};
use crate::bundle::drawing;
use crate::catalog::{Catalog, Hole, ItemOwner};
use crate::emit;
use crate::graph::Graph;
use crate::local;
use crate::purchase::Order;
use crate::resolve::{Obtain, Resolution, in_whole_pieces, solve};

/// Arguments of `resolve`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The plan (or any other item) to resolve, by id
    pub(super) plan: String,
    /// The repository
    pub(super) repo: Option<PathBuf>,
    /// How much to make: a number of the plan's unit, or a quantity such as `2 t`
    #[arg(long, default_value = "1", value_name = "N")]
    pub(super) quantity: String,
    /// What to print
    #[arg(long, value_enum, default_value_t = Format::Tree)]
    pub(super) format: Format,
    #[command(flatten)]
    pub(super) choosing: Choosing,
    /// Let by-products displace what would have been made: recipes are chosen together, by linear programming. With
    /// `--minimise`, any recipe may be run, even for a by-product alone; else only the preferred ones, and for what can't be
    /// had by those, the ones that give it as a by-product
    #[arg(long, conflicts_with_all = ["evidence", "purchase"])]
    pub(super) credit_by_products: bool,
    /// Obtain items as this facility can (its resources, stock, machines and imports), at its prices; an id or a file. What is to
    /// be least, used or avoided is chosen within that; where nothing is said, imports are least
    #[arg(long, value_name = "FACILITY")]
    pub(super) at: Option<String>,
    /// Tell what the totals depend on, how well that is founded, and where a better source would help most
    #[arg(long)]
    evidence: bool,
    /// How many figures `--evidence` lists
    #[arg(long, default_value_t = 20, value_name = "COUNT", requires = "evidence")]
    limit: usize,
    /// What to buy: net needs, rounded up to bars, sheets, packs and whole pieces
    #[arg(long, conflicts_with_all = ["diff", "evidence"])]
    pub(super) purchase: bool,
    /// What changes since this git revision: a branch, a tag, a commit, or the like of `HEAD~1`
    #[arg(long, value_name = "REV", conflicts_with_all = ["evidence", "credit_by_products"])]
    diff: Option<String>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum Format {
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
    /// The graph, drawn in stages from the product down to the ground
    Svg,
    /// The flow of mass, drawn: raw at the left, the product at the right
    Sankey,
    /// For a comment on a pull request; with --diff
    Markdown,
}

/// Runs `resolve`.
///
/// # Errors
/// Why it could not run.
pub fn run(args: Args, console: &mut Console) -> Result<Outcome, Failure> {
    if let Some(revision) = &args.diff {
        return super::resolve_diff::run(&args, revision, console);
    }
    if matches!(args.format, Format::Markdown) {
        return Err(Failure::Message("`--format markdown` tells of a change; add `--diff REV`".to_owned()));
    }
    if args.purchase {
        super::resolve_purchase::check(args.format)?;
    }
    if args.credit_by_products && matches!(args.format, Format::Svg | Format::Sankey) {
        let message = "--credit-by-products: an item may come from several recipes at once, which no picture shows yet\n\
                       help: use --format tree, table, csv or json";
        return Err(Failure::Message(message.to_owned()));
    }
    let session = Session::open_at(args.repo.as_deref(), args.at.as_deref(), console)?;
    let catalog = &session.checked.catalog;
    let root = session.item(&args.plan)?;
    let quantity = session.quantity(root, &args.quantity)?;
    let json = matches!(args.format, Format::Json);
    let uses = local::Uses::of(&session.checked.graph);
    let facility = args.at.as_ref().map(|at| session.facility(at)).transpose()?;
    let shop = facility.map(|facility| local::Shop::new(catalog, &session.checked.graph, &uses, facility));
    // At a facility all is priced as it says.
    let priced = shop.as_ref().map(|shop| shop.place.priced(shop.graph));
    let graph = priced.as_ref().unwrap_or(&session.checked.graph);
    let solved = match &shop {
        Some(shop) => at_place::resolve(&args, shop, graph, (root, quantity), console)?,
        None => {
            let steering = args.choosing.steering(graph)?;
            let choice = args.choosing.choose(graph, root, &steering, console)?.choice;
            if args.credit_by_products {
                match resolve_with_credit(graph, &choice, (root, quantity), &steering, console)? {
                    Ok(resolution) => Ok((resolution, Vec::new())),
                    // A loop without end is told as one; else what can't be had is.
                    Err(error) => match solve(graph, choice, root, quantity) {
                        Err(runaway) => Err(runaway),
                        Ok(_) => return Err(Failure::Message(credit_error_text(graph, &error))),
                    },
                }
            } else {
                solve(graph, choice, root, quantity).map(|resolution| (resolution, Vec::new()))
            }
        }
    };
    let (resolution, imports) = match solved {
        Ok(resolved) => resolved,
        Err(runaway) => return session.tell_runaway(root, &runaway, json, console),
    };
    let twins = session.tell_twins([&resolution], console);
    at_place::tell_stock(graph, &resolution, console);
    if args.choosing.minimise != Minimise::Preference && resolution.credit.is_none() {
        let joint = resolution.needs.iter().find_map(|need| Some((need, need.with?)));
        if let Some((need, with)) = joint {
            console.note(&format!(
                "note: `{}` and `{}` come of one recipe, and each was valued as if it ran for it alone; this may not be the \
                 least\nhelp: --credit-by-products counts such recipes once",
                graph.item(with).id,
                graph.item(need.item).id
            ));
        }
    }
    if resolution.credit.is_none() {
        args.choosing.tell_unused(graph, &resolution, console);
    }
    if args.evidence {
        let shape = match args.format {
            Format::Tree | Format::Table => Shape::Human,
            Format::Json => Shape::Json,
            Format::Csv => Shape::Csv,
            _ => return Err("--evidence: expected --format table, json or csv".to_owned().into()),
        };
        return evidence::print(&session, &resolution, args.limit, shape, console);
    }
    if args.purchase {
        let whole = in_whole_pieces(graph, &resolution);
        let at = shop.as_ref().map(|shop| (&shop.place, &imports[..]));
        let from_stock = Some(&resolution.from_stock);
        let order = Order { catalog, graph, asked: &resolution, resolution: &whole, at, from_stock };
        return super::resolve_purchase::tell(&order, args.format, console);
    }
    let style = console.style();
    match args.format {
        Format::Tree => console.print(&emit::tree(graph, &resolution, style))?,
        Format::Table => console.print(&emit::table(graph, &resolution, style))?,
        Format::Json => console.print_json(&emit::resolution_json(graph, &resolution))?,
        Format::Dot => console.print(&emit::dot(graph, &resolution))?,
        Format::Mermaid => console.print(&emit::mermaid(graph, &resolution))?,
        Format::Csv => console.print(&emit::csv(graph, &resolution))?,
        Format::Markdown => {}
        Format::Svg => console.print(&drawing::svg_file(&drawing::staged(graph, &resolution, &|_| None)))?,
        Format::Sankey => console.print(&drawing::svg_file(&drawing::sankey(graph, &resolution, &|_| None)))?,
    }
    Ok(match outcome_of(catalog, graph, &resolution, console) {
        Outcome::Fine => twins,
        findings => findings,
    })
}

/// Findings if something is unresolved, which is noted on standard error.
pub(super) fn outcome_of(catalog: &Catalog, graph: &Graph, resolution: &Resolution, console: &mut Console) -> Outcome {
    let mut unmade: Vec<&str> = Vec::new();
    let mut outcome = Outcome::Fine;
    for item in resolution.leaves(Obtain::Unresolved).map(|need| graph.item(need.item)) {
        outcome = Outcome::Findings;
        let id = item.id.as_str();
        match item.owner {
            ItemOwner::Hole(hole) => console.note(&format!("unresolved: {}", hole.reason(catalog, id))),
            _ if !catalog.is_counted(id) => {
                console.note(&format!("unresolved: {}", Hole::Document.reason(catalog, id)));
            }
            _ => unmade.push(id),
        }
    }
    let what = match unmade[..] {
        [] => return outcome,
        [_] => "no recipe makes it, and it is neither raw nor bought",
        _ => "no recipe makes them, and they are neither raw nor bought",
    };
    console.note(&format!("unresolved: {}: {what}", unmade.join(", ")));
    outcome
}
