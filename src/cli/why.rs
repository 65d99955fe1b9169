//! `groundup why`: the ways by which a plan needs an item, and where a total of it comes from.

use std::path::{Path, PathBuf};

use clap::ValueEnum;

use super::choosing::{Choosing, unsteerable};
use super::session::Session;
use super::{Console, Failure, Outcome, TextOrJson};
use crate::emit;
use crate::resolve::{Total, contributions_to, count_ways, paths_to, rivals_of, solve};

/// Paths below this share of the need are folded into the rest.
const CUTOFF: f64 = 0.001;

/// Branches below this share of a total are folded.
const BRANCH_CUTOFF: f64 = 0.01;

/// Arguments of `why`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The plan (or any other item) that needs it, by id
    plan: String,
    /// The item that is needed, by id; with --total, none
    item: Option<String>,
    /// The repository
    repo: Option<PathBuf>,
    /// Tell where this total comes from: what adds it, and the branches that carry it
    #[arg(long, value_enum, value_name = "TOTAL")]
    total: Option<TotalName>,
    /// With --total: the least share of it that a branch is told for, such as 0.0005
    #[arg(long, value_name = "SHARE", requires = "total", value_parser = share)]
    cutoff: Option<f64>,
    /// How much to make
    #[arg(long, default_value = "1", value_name = "N")]
    quantity: String,
    #[command(flatten)]
    choosing: Choosing,
    /// How many ways (with --total, how many direct contributions) to show
    #[arg(long, default_value_t = 10, value_name = "COUNT")]
    limit: usize,
    /// What to print
    #[arg(long, value_enum, default_value_t = TextOrJson::Human)]
    format: TextOrJson,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum TotalName {
    /// Price of what comes from outside
    Cost,
    /// Electricity
    #[value(alias = "electricity")]
    Energy,
    /// CO2e
    Emissions,
    /// Person-hours
    Labour,
    /// Mass of what is raw
    RawMass,
}

impl TotalName {
    fn total(self) -> Total {
        match self {
            TotalName::Cost => Total::Cost,
            TotalName::Energy => Total::Electricity,
            TotalName::Emissions => Total::Emissions,
            TotalName::Labour => Total::Labour,
            TotalName::RawMass => Total::RawMass,
        }
    }
}

fn share(text: &str) -> Result<f64, String> {
    let share = text.parse::<f64>().ok().filter(|share| *share > 0.0 && *share <= 1.0);
    share.ok_or_else(|| "expected a share above 0 and up to 1, such as 0.01 for 1 %".to_owned())
}

/// Runs `why`.
///
/// # Errors
/// Why it could not run.
pub fn run(args: Args, console: &mut Console) -> Result<Outcome, Failure> {
    match (&args.total, &args.item) {
        (Some(total), _) => where_from(&args, total.total(), console),
        (None, Some(item)) => ways(&args, item, console),
        (None, None) => Err(Failure::Message(
            "why: expected an item, or --total\n\
             help: `groundup why PLAN ITEM` tells why the plan needs the item; `groundup why PLAN --total cost` tells where \
             its cost comes from"
                .to_owned(),
        )),
    }
}

/// The ways by which the plan needs an item.
fn ways(args: &Args, item: &str, console: &mut Console) -> Result<Outcome, Failure> {
    let session = Session::open(args.repo.as_deref(), console)?;
    let graph = &session.checked.graph;
    let (root, target) = (session.item(&args.plan)?, session.item(item)?);
    let quantity = session.quantity(root, &args.quantity)?;
    let json = matches!(args.format, TextOrJson::Json);
    let steering = args.choosing.steering(graph)?;
    let choice = args.choosing.choose(graph, root, &steering, console)?.choice;
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
    let twins = session.tell_twins([&resolution], console);
    match paths {
        Some(list) if json => {
            let ways = count_ways(&resolution, target);
            let document = emit::paths_json(graph, &resolution, target, &list, ways).with_rivals(graph, &rivals);
            console.print_json(&document)?;
        }
        Some(list) => {
            let style = console.style();
            let ways = count_ways(&resolution, target);
            console.print(&emit::paths_text(graph, &resolution, target, &list, ways, style))?;
            console.print(&emit::rivals_text(graph, &rivals, style))?;
        }
        None if json => {
            console.print_json(&emit::no_paths_json(graph, &resolution, target).with_rivals(graph, &rivals))?;
        }
        None => console.print(&format!("{} does not need {item}\n", args.plan))?,
    }
    Ok(twins)
}

/// Where a total of the plan comes from.
fn where_from(args: &Args, total: Total, console: &mut Console) -> Result<Outcome, Failure> {
    // With no item, what stands in its place is the repository.
    let repository = match (&args.item, &args.repo) {
        (Some(item), None) if Path::new(item).exists() => Some(PathBuf::from(item)),
        (Some(item), _) => {
            return Err(Failure::Message(format!(
                "--total tells where a total of the plan comes from, and takes no item; found `{item}`\n\
                 help: leave it out, or leave --total out to see why the plan needs it"
            )));
        }
        (None, repository) => repository.clone(),
    };
    let session = Session::open(repository.as_deref(), console)?;
    let graph = &session.checked.graph;
    let root = session.item(&args.plan)?;
    let quantity = session.quantity(root, &args.quantity)?;
    let json = matches!(args.format, TextOrJson::Json);
    let cutoff = args.cutoff.unwrap_or(BRANCH_CUTOFF);
    let steering = args.choosing.steering(graph)?;
    let choice = args.choosing.choose(graph, root, &steering, console)?.choice;
    let answer = solve(graph, choice, root, quantity)
        .and_then(|resolution| Ok((contributions_to(graph, &resolution, total, cutoff)?, resolution)));
    let (found, resolution) = match answer {
        Ok(answer) => answer,
        Err(runaway) => return session.tell_runaway(root, &runaway, json, console),
    };
    let twins = session.tell_twins([&resolution], console);
    if json {
        console.print_json(&emit::contributions_json(graph, &resolution, &found))?;
    } else {
        console.print(&emit::contributions_text(graph, &resolution, &found, args.limit, console.style()))?;
    }
    Ok(match super::resolve::outcome_of(&session.checked.catalog, graph, &resolution, console) {
        Outcome::Fine => twins,
        findings => findings,
    })
}
