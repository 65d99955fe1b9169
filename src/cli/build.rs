//! `groundup build`: the whole pipeline: check, resolve, local, packets, site.

use std::path::PathBuf;
use std::time::Instant;

use indicatif::{ProgressBar, ProgressStyle};
use rayon::prelude::*;

use super::packing::Packing;
use super::pipeline;
use super::session::{Session, runaway_text};
use super::{Console, Failure, Outcome};
use crate::bundle::packet::file_name_of;
use crate::bundle::{PacketFile, Sink, SiteInput, site};
use crate::emit;
use crate::host::OutputFolder;
use crate::lint;
use crate::local::{LocalReport, Shop, Uses, Verdict};
use crate::resolve::Obtain;

/// Arguments of `build`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The repository
    repo: Option<PathBuf>,
    /// The folder to write; it is replaced whole, or not at all
    #[arg(short, long, value_name = "DIR")]
    output: PathBuf,
    /// Where the site will be published, such as `https://example.org/plans/`; by default as groundup.yaml says
    #[arg(long, value_name = "URL", value_parser = pipeline::base_url)]
    base_url: Option<String>,
}

/// A packet, or why there is none.
struct Packet {
    plan: usize,
    facility: usize,
    verdict: Verdict,
    path: String,
    /// Bytes.
    size: Result<usize, Vec<String>>,
}

/// Runs `build`. What is broken is told and left out; all else is built.
///
/// # Errors
/// Why it could not run.
pub fn run(args: Args, console: &mut Console) -> Result<Outcome, Failure> {
    let start = Instant::now();
    let progress = progress(console);
    progress.set_message("check");
    let session = Session::read(args.repo.as_deref(), None)?;
    let checked = &session.checked;
    let (catalog, graph) = (&checked.catalog, &checked.graph);
    let mut summary = emit::check_text(&checked.diagnostics, &checked.sources, console.style());
    summary.push_str(&emit::check_summary(&checked.diagnostics, &checked.sources, checked.document_count));
    summary.push('\n');

    next(&progress, "resolve");
    let resolutions = pipeline::resolutions(&session);
    next(&progress, "local");
    let uses = Uses::of(graph);
    let shops = pipeline::shops(&session, &uses);
    let reports = pipeline::reports(&session, &shops);
    next(&progress, "packets");
    let output = OutputFolder::begin(&args.output).map_err(|error| error.to_string())?;
    let packing = Packing::of(&session, false, console);
    let packets = packets(&session, &shops, &reports, &packing, &output);
    next(&progress, "site");
    let documentation = lint::documentation::scores(&session.world, &session.checked);
    let mut data = pipeline::data(&session, &resolutions, &reports, &output)?;
    let claims = pipeline::claims(&session, &output, &mut data)?;
    let input = SiteInput {
        world: &session.world,
        sources: &checked.sources,
        catalog,
        graph,
        resolutions: &resolutions,
        reports: &reports,
        documentation: &documentation,
        data,
        packets: packets
            .iter()
            .filter(|packet| packet.size.is_ok())
            .map(|packet| PacketFile { plan: packet.plan, facility: packet.facility, path: packet.path.clone() })
            .collect(),
        claims: &claims,
        base_url: pipeline::published_at(args.base_url, &session),
    };
    let problems = site(&input, &output);
    let is_fine = !checked.has_errors() && problems.is_empty() && pipeline::are_all_grounded(&resolutions);

    for (index, plan) in catalog.plans.iter().enumerate() {
        let id = plan.id.value.as_str();
        match &resolutions[index] {
            Err(runaway) => {
                summary.push_str(&format!("\n{id}: {}\n", runaway_text(graph, runaway)));
            }
            Ok(resolution) => {
                let unresolved: Vec<&str> =
                    resolution.leaves(Obtain::Unresolved).map(|need| graph.item(need.item).id.as_str()).collect();
                let note = if unresolved.is_empty() {
                    format!(
                        "{} items, {} raw, {} bought",
                        resolution.needs.len(),
                        resolution.leaves(Obtain::Raw).count(),
                        resolution.leaves(Obtain::Bought).count()
                    )
                } else {
                    format!("unresolved: {}", unresolved.join(", "))
                };
                summary.push_str(&format!("\n{}  {note}\n", console.style().bold(id)));
            }
        }
        for packet in packets.iter().filter(|packet| packet.plan == index) {
            let place = catalog.facilities[packet.facility].id.value.as_str();
            let outcome = match &packet.size {
                Ok(size) => format!("{}  {} kB", packet.path, size.div_ceil(1000)),
                Err(_) if packet.verdict == Verdict::Blocked => {
                    format!("no packet; `groundup local {id} --at {place}` says what is missing")
                }
                Err(reasons) => format!("no packet: {}", reasons.join("; ")),
            };
            summary.push_str(&format!("  at {place}: {}  {outcome}\n", packet.verdict.as_str()));
        }
    }
    for problem in &problems {
        summary.push_str(&format!("left out: {}: {}\n", problem.path, problem.reason));
    }

    let count = output.finish().map_err(|error| error.to_string())?;
    progress.finish_and_clear();
    let index = args.output.join("index.html");
    summary.push_str(&format!("\n{count} files; open {}\n", index.display()));
    console.print(&summary)?;
    console.note(&format!("in {:.2} s", start.elapsed().as_secs_f64()));
    Ok(if is_fine { Outcome::Fine } else { Outcome::Findings })
}

fn packets(
    session: &Session,
    shops: &[Shop<'_>],
    reports: &[LocalReport],
    packing: &Packing<'_>,
    sink: &dyn Sink,
) -> Vec<Packet> {
    let catalog = &session.checked.catalog;
    let make = |report: &LocalReport| {
        let id = session.checked.graph.item(report.resolution.root).id.as_str();
        let place = catalog.facilities[report.facility].id.value.as_str();
        let plan = catalog.plans.binary_search_by(|plan| plan.id.value.as_str().cmp(id)).ok()?;
        let path = format!("packets/{}", file_name_of(id, place));
        let zip = packing.zip(&shops[report.facility], report);
        let size = zip.map(|zip| {
            sink.put(&path, &zip);
            zip.len()
        });
        Some(Packet { plan, facility: report.facility, verdict: report.verdict, path, size })
    };
    reports.par_iter().filter_map(make).collect()
}

/// Shows the stage at work, where somebody watches.
fn progress(console: &Console) -> ProgressBar {
    const STAGES: u64 = 5;
    if !console.is_watched() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(STAGES);
    if let Ok(style) = ProgressStyle::with_template("{bar:24} {msg}") {
        bar.set_style(style);
    }
    bar
}

fn next(progress: &ProgressBar, stage: &'static str) {
    progress.inc(1);
    progress.set_message(stage);
}
