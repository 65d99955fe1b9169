//! `groundup packet --all`: a packet of every plan that a facility can make.
//!
//! What is in the folder already is left as it is when it verifies, and its manifest names the same plan, place, quantity,
//! state of the repository, version and inputs: such a packet would come out the same. So a run that was cut short goes on.

use std::path::Path;

use indicatif::{ProgressBar, ProgressStyle};
use rayon::prelude::*;

use super::packet::whole_quantity;
use super::packing::Packing;
use super::session::{Session, runaway_text};
use super::{Console, Failure, Outcome};
use crate::bundle::packet::{Manifest, SourceState, file_name_of, verify};
use crate::graph::ItemIndex;
use crate::host;
use crate::local::{Shop, Verdict, check_in};
use crate::model::Id;
use crate::world::World;

/// How one plan fared.
struct Line {
    plan: String,
    /// Its word; empty where there is none.
    verdict: String,
    fate: Fate,
}

impl Line {
    fn failed(plan: &Id, why: String) -> Self {
        Self { plan: plan.to_string(), verdict: String::new(), fate: Fate::Failed(why) }
    }
}

enum Fate {
    /// Written now; bytes.
    Made(String, usize),
    /// There already; bytes.
    Kept(String, usize),
    /// Cannot be made there, which is no fault.
    Blocked(String),
    /// Could not be made or written, which is one.
    Failed(String),
}

/// Makes the packets.
///
/// # Errors
/// The folder is not ours to write, or the quantity is none.
pub(super) fn run(
    session: &Session,
    shop: &Shop<'_>,
    packing: &Packing<'_>,
    quantity: &str,
    folder: &Path,
    console: &mut Console,
) -> Result<Outcome, Failure> {
    let checked = &session.checked;
    let plans = checked.catalog.plans.iter().filter_map(|plan| checked.graph.item_index(plan.id.value.as_str()));
    let mut roots: Vec<(ItemIndex, Result<f64, Failure>)> =
        plans.map(|root| (root, whole_quantity(session, root, quantity))).collect();
    if roots.iter().all(|(_, quantity)| quantity.is_err())
        && let Some((_, Err(failure))) = roots.pop()
    {
        return Err(failure);
    }
    if !folder.exists() {
        console.note(&format!("note: there was no folder `{}`; it is made", folder.display()));
    }
    host::begin_folder(folder).map_err(|error| error.to_string())?;
    let progress = progress(roots.len() as u64, console);
    let make = |(root, quantity): &(ItemIndex, Result<f64, Failure>)| {
        let line = match quantity {
            Ok(quantity) => line(session, shop, packing, *root, *quantity, folder),
            Err(failure) => Line::failed(&checked.graph.item(*root).id, failure.to_string()),
        };
        progress.set_message(line.plan.clone());
        progress.inc(1);
        line
    };
    let lines: Vec<Line> = roots.par_iter().map(make).collect();
    progress.finish_and_clear();
    console.print(&table(&lines))?;
    let is_fault = |line: &Line| matches!(line.fate, Fate::Failed(_));
    Ok(if lines.iter().any(is_fault) { Outcome::Findings } else { Outcome::Fine })
}

fn line(
    session: &Session,
    shop: &Shop<'_>,
    packing: &Packing<'_>,
    root: ItemIndex,
    quantity: f64,
    folder: &Path,
) -> Line {
    let graph = &session.checked.graph;
    let plan = graph.item(root).id.to_string();
    let place = session.checked.catalog.facilities[shop.place.facility].id.value.as_str();
    let name = file_name_of(&plan, place);
    let path = folder.join(&name);
    let wanted = Wanted { plan: &plan, place, quantity, session, packing };
    if let Some((size, verdict)) = wanted.there(&path) {
        return Line { plan, verdict, fate: Fate::Kept(name, size) };
    }
    let report = match check_in(shop, root, quantity) {
        Ok(report) => report,
        Err(runaway) => return Line::failed(&graph.item(root).id, runaway_text(graph, &runaway)),
    };
    let fate = match packing.zip(shop, &report) {
        Ok(bytes) => match host::replace_file(&path, &bytes) {
            Ok(()) => Fate::Made(name, bytes.len()),
            Err(error) => Fate::Failed(error.to_string()),
        },
        Err(reasons) => {
            // A packet of an earlier state would be taken for one of this.
            let stale = host::remove_file(&path);
            let why = first_of(&reasons);
            match (report.verdict, stale) {
                (_, Err(error)) => Fate::Failed(error.to_string()),
                (Verdict::Blocked, Ok(())) if !packing.has_errors(&report) => Fate::Blocked(why),
                (_, Ok(())) => Fate::Failed(why),
            }
        }
    };
    Line { plan, verdict: report.verdict.as_str().to_owned(), fate }
}

/// The packet that is to be there.
struct Wanted<'w> {
    plan: &'w str,
    place: &'w str,
    quantity: f64,
    session: &'w Session,
    packing: &'w Packing<'w>,
}

impl Wanted<'_> {
    /// Its size in bytes and its verdict, if it is there, whole, and made of the same.
    fn there(&self, path: &Path) -> Option<(usize, String)> {
        let bytes = host::read_bytes(path).ok()?;
        let verification = verify(&bytes);
        let manifest = verification.manifest.filter(|_| verification.findings.is_empty())?;
        self.is_it(&manifest).then(|| (bytes.len(), manifest.verdict.clone()))
    }

    fn is_it(&self, manifest: &Manifest) -> bool {
        manifest.plan == self.plan
            && manifest.facility == self.place
            && manifest.quantity == self.quantity
            && manifest.groundup == env!("CARGO_PKG_VERSION")
            && manifest.source == SourceState::of(self.session.world.provenance())
            && manifest.inputs.as_deref() == Some(self.packing.inputs.as_str())
            && (manifest.forced.is_empty() || self.packing.is_forced())
    }
}

fn first_of(reasons: &[String]) -> String {
    match reasons {
        [] => "no reason is known".to_owned(),
        [one] => one.clone(),
        [first, rest @ ..] => format!("{first} (and {} more)", rest.len()),
    }
}

/// A line a plan, then how many there are of each.
fn table(lines: &[Line]) -> String {
    let width = lines.iter().map(|line| line.plan.len()).max().unwrap_or(0);
    let (mut made, mut kept, mut blocked, mut failed) = (0, 0, 0, 0);
    let mut text = String::new();
    for line in lines {
        let fate = match &line.fate {
            Fate::Made(file, size) => {
                made += 1;
                format!("{file}  {} kB", size.div_ceil(1000))
            }
            Fate::Kept(file, size) => {
                kept += 1;
                format!("{file}  {} kB, as it was", size.div_ceil(1000))
            }
            Fate::Blocked(why) => {
                blocked += 1;
                format!("none: {why}")
            }
            Fate::Failed(why) => {
                failed += 1;
                format!("none, and there should be one: {why}")
            }
        };
        text.push_str(&format!("{:width$}  {:21}  {fate}\n", line.plan, line.verdict));
    }
    let packets = if made == 1 { "packet" } else { "packets" };
    text.push_str(&format!("\n{made} {packets} made, {kept} left as before, {blocked} blocked, {failed} failed\n"));
    text
}

/// Shows how far it is, where somebody watches.
fn progress(plans: u64, console: &Console) -> ProgressBar {
    if !console.is_watched() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(plans);
    if let Ok(style) = ProgressStyle::with_template("{bar:24} {pos} of {len}, {eta} to go  {msg}") {
        bar.set_style(style);
    }
    bar
}
