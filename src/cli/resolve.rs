//! `groundup resolve`: a plan down to the ground.

use std::path::PathBuf;

use clap::ValueEnum;

use super::session::Session;
use super::{Console, Failure, Outcome};
use crate::bundle::drawing;
use crate::bundle::purchase::Order;
use crate::emit;
use crate::graph::Graph;
use crate::local;
use crate::resolve::{Choice, Objective, Obtain, Runaway, by_minimum, by_preference, solve};

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
    /// Choose the recipes that together make the least of this, per unit
    #[arg(long, value_enum, default_value_t = Minimise::Preference, value_name = "WHAT", conflicts_with = "at")]
    minimise: Minimise,
    /// Obtain items as this facility can (its resources, stock, machines and imports); an id or a file
    #[arg(long, value_name = "FACILITY")]
    at: Option<String>,
    /// What to buy: net needs, rounded up to bars, sheets, packs and whole pieces
    #[arg(long, conflicts_with = "diff")]
    purchase: bool,
    /// What changes since this git revision: a branch, a tag, a commit, or the like of `HEAD~1`
    #[arg(long, value_name = "REV", conflicts_with = "at")]
    diff: Option<String>,
}

impl Args {
    /// One way to obtain each item of a graph, as asked for; for `--diff`, of the state of another revision too.
    pub(super) fn choice(&self, graph: &Graph) -> Result<Choice, Runaway> {
        self.minimise.choice(graph)
    }
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

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Minimise {
    /// Nothing: the author's order, then `prefer`, then id
    Preference,
    /// Price of what comes from outside
    Cost,
    /// Electricity
    Energy,
    /// CO2e
    Emissions,
    /// Person-hours
    Labour,
    /// Mass of what comes from outside
    Mass,
    /// Price of what is bought
    Imports,
}

impl Minimise {
    fn choice(self, graph: &Graph) -> Result<Choice, Runaway> {
        let objective = match self {
            Minimise::Preference => return Ok(by_preference(graph)),
            Minimise::Cost => Objective::Cost,
            Minimise::Energy => Objective::Energy,
            Minimise::Emissions => Objective::Emissions,
            Minimise::Labour => Objective::Labour,
            Minimise::Mass => Objective::Mass,
            Minimise::Imports => Objective::Imports,
        };
        by_minimum(graph, objective)
    }
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
    let session = Session::open_at(args.repo.as_deref(), args.at.as_deref(), console)?;
    let (catalog, graph) = (&session.checked.catalog, &session.checked.graph);
    let root = session.item(&args.plan)?;
    let quantity = session.quantity(root, &args.quantity)?;
    if let Some(at) = args.at.as_ref().filter(|_| args.purchase) {
        let uses = local::Uses::of(graph);
        let shop = local::Shop::new(catalog, graph, &uses, session.facility(at)?);
        return match local::check_in(&shop, root, quantity) {
            Ok(report) => {
                let at = Some((&shop.place, &report.imports[..]));
                let order = Order { catalog, graph, resolution: &report.resolution, at };
                super::resolve_purchase::tell(&order, args.format, console)
            }
            Err(runaway) => session.tell_runaway(root, &runaway, matches!(args.format, Format::Json), console),
        };
    }
    let choice = match &args.at {
        Some(at) => local::choice_at(catalog, graph, session.facility(at)?, root, quantity),
        None => args.choice(graph),
    };
    let resolution = match choice.and_then(|choice| solve(graph, choice, root, quantity)) {
        Ok(resolution) => resolution,
        Err(runaway) => {
            return session.tell_runaway(root, &runaway, matches!(args.format, Format::Json), console);
        }
    };
    if args.purchase {
        let order = Order { catalog, graph, resolution: &resolution, at: None };
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
    let unresolved: Vec<&str> =
        resolution.leaves(Obtain::Unresolved).map(|need| graph.item(need.item).id.as_str()).collect();
    if unresolved.is_empty() {
        return Ok(Outcome::Fine);
    }
    console.note(&format!(
        "unresolved: {}: no recipe makes them, and they are neither raw nor bought",
        unresolved.join(", ")
    ));
    Ok(Outcome::Findings)
}
