//! `groundup resolve PLAN --diff REV`: what a change does to a plan.

use std::path::Path;

use super::at_place::resolve_steered;
use super::choosing::unsteerable;
use super::resolve::{Args, Format};
use super::session::{Session, facility_source, find_facility, runaway_text};
use super::{Console, Failure, Outcome};
use crate::catalog::load;
use crate::emit::{self, Compared, Presence};
use crate::graph::{Graph, ItemIndex};
use crate::host::RevisionWorld;
use crate::lint::{self, Checked};
use crate::local::{Shop, Uses};
use crate::resolve::{Obtain, Resolution, Runaway, Side, Steering, choose, compare, solve};

/// Runs `resolve` with `--diff`: the revision at the left, the working tree at the right.
///
/// # Errors
/// Why it could not run.
pub(super) fn run(args: &Args, revision: &str, console: &mut Console) -> Result<Outcome, Failure> {
    if !matches!(args.format, Format::Tree | Format::Json | Format::Markdown) {
        return Err(Failure::Message(
            "--diff is told as `--format json` or `--format markdown`, or in words without --format".to_owned(),
        ));
    }
    let session = Session::open_at(args.repo.as_deref(), args.at.as_deref(), console)?;
    let repository = session.world.root();
    let world = RevisionWorld::open(repository, revision)?;
    let old = lint::check(&world, load(&world, facility_source(repository, args.at.as_deref())?));
    let (new_root, old_root) = (root(&session.checked, &args.plan), root(&old, &args.plan));
    let (presence, subject) = match (old_root, new_root) {
        (None, None) => {
            // What may have been meant is told of the working tree.
            (Presence::New, (&session.checked.graph, session.item(&args.plan)?))
        }
        (None, Some(root)) => (Presence::New, (&session.checked.graph, root)),
        (Some(root), None) => (Presence::Removed, (&old.graph, root)),
        (Some(_), Some(root)) => (Presence::Both, (&session.checked.graph, root)),
    };
    let quantity = match presence {
        Presence::Removed => args.quantity.trim().parse().map_err(|_| {
            Failure::Message("--quantity: the plan is not here any more; give a number of its unit".to_owned())
        })?,
        _ => session.quantity(subject.1, &args.quantity)?,
    };
    let mut notes = Vec::new();
    if old.has_errors() {
        notes.push(format!("{revision} has errors; what could be read of it is compared"));
    }
    if let Some(at) = &args.at {
        notes.push(format!("at {at}, as that is in either state"));
    }
    let wanted = match new_root {
        Some(_) => args.choosing.steering(&session.checked.graph)?,
        None => args.choosing.steering_of_known(&session.checked.graph),
    };
    let mut resolve = |checked: &Checked, root: Option<ItemIndex>, steering: &Steering| match root {
        Some(root) => resolve_in(args, repository, checked, (root, quantity), steering, console).map(Some),
        None => Ok(None),
    };
    let (new_graph, after) = split(resolve(&session.checked, new_root, &wanted)?);
    let known = args.choosing.steering_of_known(&old.graph);
    let (old_graph, before) = split(resolve(&old, old_root, &known).map_err(|failure| at_revision(failure, revision))?);
    let new_graph = new_graph.as_ref().unwrap_or(&session.checked.graph);
    let old_graph = old_graph.as_ref().unwrap_or(&old.graph);
    let after = match after {
        Some(Err(runaway)) => {
            return session.tell_runaway(subject.1, &runaway, matches!(args.format, Format::Json), console);
        }
        Some(Ok(resolution)) => Some(resolution),
        None => None,
    };
    let before = match before {
        Some(Err(runaway)) => {
            notes.push(format!("at {revision}: {}", runaway_text(&old.graph, &runaway)));
            None
        }
        Some(Ok(resolution)) => Some(resolution),
        None => None,
    };
    let unit = subject.0.item(subject.1).unit.symbol().to_owned();
    if let Some(old_root) = old_root.filter(|root| old.graph.item(*root).unit.symbol() != unit) {
        let old_unit = old.graph.item(old_root).unit.symbol();
        notes.push(format!("{} was counted in {old_unit} at {revision}; as many of them are compared", args.plan));
    }
    let unresolved = after.iter().flat_map(|resolution| resolution.leaves(Obtain::Unresolved)).count();
    if unresolved > 0 {
        notes.push(format!("unresolved items now: {unresolved}; `groundup resolve {}` names them", args.plan));
    }
    let comparison = compare(
        before.as_ref().map(|resolution| Side { graph: old_graph, resolution }),
        after.as_ref().map(|resolution| Side { graph: new_graph, resolution }),
    );
    let compared = Compared {
        plan: args.plan.clone(),
        quantity,
        unit,
        revision: revision.to_owned(),
        commit: world.commit().to_owned(),
        presence: if before.is_none() && presence == Presence::Both { Presence::New } else { presence },
        notes,
    };
    match args.format {
        Format::Json => console.print_json(&emit::difference_json(&compared, &comparison))?,
        Format::Markdown => console.print(&emit::difference_markdown(&compared, &comparison))?,
        _ => console.print(&emit::difference_text(&compared, &comparison, console.style()))?,
    }
    Ok(if unresolved > 0 { Outcome::Findings } else { Outcome::Fine })
}

/// A graph with the prices of a place, if one is asked about, and the resolution in it.
type Resolved = (Option<Graph>, Result<Resolution, Runaway>);

fn split(resolved: Option<Resolved>) -> (Option<Graph>, Option<Result<Resolution, Runaway>>) {
    resolved.map_or((None, None), |(graph, resolution)| (graph, Some(resolution)))
}

/// One state of the repository, resolved: in general, or at the facility that the arguments name, as it is in that state.
///
/// # Errors
/// The wishes contradict each other, the plan or the place; there is no such facility.
fn resolve_in(
    args: &Args,
    repository: &Path,
    checked: &Checked,
    (root, quantity): (ItemIndex, f64),
    steering: &Steering,
    console: &mut Console,
) -> Result<Resolved, Failure> {
    let graph = &checked.graph;
    let Some(at) = &args.at else {
        let chosen = choose(graph, root, steering).map_err(|error| unsteerable(graph, root, error))?;
        return Ok((None, solve(graph, chosen.choice, root, quantity)));
    };
    let facility = find_facility(repository, checked, at)?;
    let uses = Uses::of(graph);
    let shop = Shop::new(&checked.catalog, graph, &uses, facility);
    let priced = shop.place.priced(graph);
    let solved = resolve_steered(args, &shop, &priced, (root, quantity), steering, console)?;
    Ok((Some(priced), solved.map(|(resolution, _)| resolution)))
}

fn at_revision(failure: Failure, revision: &str) -> Failure {
    match failure {
        Failure::Message(message) => Failure::Message(format!("at {revision}: {message}")),
        other => other,
    }
}

fn root(checked: &Checked, id: &str) -> Option<ItemIndex> {
    checked.graph.item_index(id)
}
