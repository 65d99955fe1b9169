//! `groundup resolve PLAN --diff REV`: what a change does to a plan.

use super::choosing::unsteerable;
use super::resolve::{Args, Format};
use super::session::{Session, runaway_text};
use super::{Console, Failure, Outcome};
use crate::catalog::load;
use crate::emit::{self, Compared, Presence};
use crate::graph::{Graph, ItemIndex};
use crate::host::RevisionWorld;
use crate::lint::{self, Checked};
use crate::resolve::{Obtain, Side, Steering, choose, compare, solve};

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
    let session = Session::open(args.repo.as_deref(), console)?;
    let world = RevisionWorld::open(session.world.root(), revision)?;
    let old = lint::check(&world, load(&world, Vec::new()));
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
    let wanted = match new_root {
        Some(_) => args.choosing.steering(&session.checked.graph)?,
        None => args.choosing.steering_of_known(&session.checked.graph),
    };
    let resolve = |graph: &Graph, root: Option<ItemIndex>, steering: &Steering| {
        let root = root?;
        let chosen = choose(graph, root, steering).map_err(|error| unsteerable(graph, root, error));
        Some(chosen.map(|chosen| solve(graph, chosen.choice, root, quantity)))
    };
    let after = match resolve(&session.checked.graph, new_root, &wanted).transpose()? {
        Some(Err(runaway)) => {
            return session.tell_runaway(subject.1, &runaway, matches!(args.format, Format::Json), console);
        }
        Some(Ok(resolution)) => Some(resolution),
        None => None,
    };
    let before = match resolve(&old.graph, old_root, &args.choosing.steering_of_known(&old.graph)).transpose()? {
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
        before.as_ref().map(|resolution| Side { graph: &old.graph, resolution }),
        after.as_ref().map(|resolution| Side { graph: &session.checked.graph, resolution }),
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

fn root(checked: &Checked, id: &str) -> Option<ItemIndex> {
    checked.graph.item_index(id)
}
