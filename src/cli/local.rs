//! `groundup local`: can a facility make it, part by part.

use std::path::PathBuf;

use rayon::prelude::*;

use super::session::{Session, runaway_text};
use super::{Console, Failure, Outcome, TextOrJson};
use crate::emit;
use crate::local::{Shop, Uses, Verdict, check_in};

/// Arguments of `local`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The plan (or any other item) to make, by id; then the repository. With --all, the repository alone
    #[arg(value_name = "PLAN] [REPO", num_args = 0..=2)]
    about: Vec<String>,
    /// The facility, by id or by file
    #[arg(long, value_name = "FACILITY")]
    at: String,
    /// Every plan of the repository
    #[arg(long)]
    all: bool,
    /// How much to make
    #[arg(long, default_value = "1", value_name = "N")]
    quantity: String,
    /// What to print
    #[arg(long, value_enum, default_value_t = TextOrJson::Human)]
    format: TextOrJson,
}

/// Runs `local`.
///
/// # Errors
/// Why it could not run.
pub fn run(args: Args, console: &mut Console) -> Result<Outcome, Failure> {
    let (plan, repository) = match (args.all, args.about.as_slice()) {
        (true, []) => (None, None),
        (true, [repository]) => (None, Some(PathBuf::from(repository))),
        (true, _) => return Err(Failure::Message("--all asks for every plan; leave the plan out".to_owned())),
        (false, []) => return Err(Failure::Message("which plan? Name one, or say --all".to_owned())),
        (false, [plan]) => (Some(plan), None),
        (false, [plan, repository, ..]) => (Some(plan), Some(PathBuf::from(repository))),
    };
    let session = Session::open_at(repository.as_deref(), Some(&args.at), console)?;
    let (catalog, graph) = (&session.checked.catalog, &session.checked.graph);
    let facility = session.facility(&args.at)?;
    let uses = Uses::of(graph);
    let shop = Shop::new(catalog, graph, &uses, facility);
    let Some(plan) = plan else { return all(&session, &shop, args.format, console) };
    let root = session.item(plan)?;
    let quantity = session.quantity(root, &args.quantity)?;
    let report = match check_in(&shop, root, quantity) {
        Ok(report) => report,
        Err(runaway) => {
            return session.tell_runaway(root, &runaway, args.format == TextOrJson::Json, console);
        }
    };
    match args.format {
        TextOrJson::Json => console.print_json(&emit::local_json(catalog, graph, &report))?,
        TextOrJson::Human => {
            console.print(&emit::local_text(catalog, graph, &report, console.style() == emit::Style::Coloured))?
        }
    }
    Ok(if report.verdict == Verdict::Blocked { Outcome::Findings } else { Outcome::Fine })
}

/// Every plan at one facility.
fn all(session: &Session, shop: &Shop<'_>, format: TextOrJson, console: &mut Console) -> Result<Outcome, Failure> {
    let (catalog, graph) = (&session.checked.catalog, &session.checked.graph);
    let roots: Vec<_> = catalog.plans.iter().filter_map(|plan| graph.item_index(plan.id.value.as_str())).collect();
    let reports: Vec<_> = roots.par_iter().map(|root| (root, check_in(shop, *root, 1.0))).collect();
    let mut outcome = Outcome::Fine;
    let mut good = Vec::new();
    for (root, report) in reports {
        match report {
            Ok(report) => good.push(report),
            Err(runaway) => {
                console.note(&format!("error: {}: {}", graph.item(*root).id, runaway_text(graph, &runaway)))
            }
        }
    }
    if good.len() < roots.len() || good.iter().any(|report| report.verdict == Verdict::Blocked) {
        outcome = Outcome::Findings;
    }
    match format {
        TextOrJson::Json => console.print_json(&emit::local_all_json(catalog, graph, shop.place.facility, &good))?,
        TextOrJson::Human => console.print(&emit::local_all_text(graph, &good, console.style()))?,
    }
    Ok(outcome)
}
