//! `groundup build`: the whole pipeline: check, resolve, local, packets, site.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use indicatif::{ProgressBar, ProgressStyle};

use super::packing::Packing;
use super::pipeline::{self, Inquiry};
use super::session::{Session, runaway_text};
use super::{Console, Failure, Outcome};
use crate::bundle::packet::{Paper, file_name_of};
use crate::bundle::{Answers, IsTold, PacketFile, Sink, site};
use crate::catalog::Catalog;
use crate::emit::{self, Style};
use crate::graph::Graph;
use crate::host::OutputFolder;
use crate::local::{Uses, Verdict};
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
    session.tell_git_trouble(console);
    let checked = &session.checked;
    let (catalog, graph) = (&checked.catalog, &checked.graph);
    let mut summary = emit::check_text(&checked.diagnostics, &checked.sources, console.style());
    summary.push_str(&emit::check_summary(&checked.diagnostics, &checked.sources, checked.document_count));
    summary.push('\n');

    next(&progress, "local");
    let uses = Uses::of(graph);
    let inquiry = Inquiry::open(&session.world, &session.checked, &uses, true);
    let scores = |plan: usize| inquiry.score(plan);
    let output = OutputFolder::begin(&args.output).map_err(|error| error.to_string())?;
    let packing = Packing::of(&session, false, Paper::A4, console);
    next(&progress, "packets and pages");
    let told: Mutex<BTreeMap<usize, String>> = Mutex::default();
    let style = console.style();
    let answers = |plan: usize, _: IsTold<'_>| {
        let (answers, packets) = answers(&inquiry, &packing, plan, &output);
        let words = in_words(catalog, graph, plan, &answers, &packets, style);
        told.lock().unwrap_or_else(PoisonError::into_inner).insert(plan, words);
        answers
    };
    let mut input = inquiry.site_input(&answers, &scores, true);
    let claims = pipeline::claims(&session, &output, &mut input.data)?;
    input.claims = &claims;
    input.base_url = pipeline::published_at(args.base_url, &session);
    let problems = site(&input, &output);
    summary.extend(told.into_inner().unwrap_or_else(PoisonError::into_inner).into_values());
    for problem in &problems {
        summary.push_str(&format!("left out: {}: {}\n", problem.path, problem.reason));
    }

    let is_fine = inquiry.finish()? && !checked.has_errors() && problems.is_empty();
    let count = output.finish().map_err(|error| error.to_string())?;
    progress.finish_and_clear();
    let index = args.output.join("index.html");
    summary.push_str(&format!("\n{count} files; open {}\n", index.display()));
    console.print(&summary)?;
    console.note(&format!("in {:.2} s", start.elapsed().as_secs_f64()));
    Ok(if is_fine { Outcome::Fine } else { Outcome::Findings })
}

/// What is told of a plan, its documents and packets made.
fn answers(inquiry: &Inquiry<'_>, packing: &Packing<'_>, plan: usize, sink: &dyn Sink) -> (Answers, Vec<Packet>) {
    let resolution = inquiry.resolution(plan);
    let mut answers = Answers { resolution, places: Vec::new(), data: Vec::new(), packets: Vec::new() };
    answers.data.extend(answers.resolved().and_then(|resolution| inquiry.put_resolution(plan, resolution, sink)));
    let mut packets = Vec::new();
    for report in inquiry.reports(plan) {
        let shop = &inquiry.shops[report.facility];
        let id = shop.graph.item(report.resolution.root).id.as_str();
        let path = format!("packets/{}", file_name_of(id, shop.catalog.facilities[report.facility].id.value.as_str()));
        let size = packing.zip(shop, &report).map(|zip| {
            sink.put(&path, &zip);
            zip.len()
        });
        if size.is_ok() {
            answers.packets.push(PacketFile { facility: report.facility, path: path.clone() });
        }
        packets.push(Packet { facility: report.facility, verdict: report.verdict, path, size });
        if inquiry.has_reports() {
            answers.data.extend(inquiry.put_report(plan, &report, sink));
        }
        answers.places.push(report.into());
    }
    (answers, packets)
}

/// A plan and its packets in the summary.
fn in_words(
    catalog: &Catalog,
    graph: &Graph,
    plan: usize,
    answers: &Answers,
    packets: &[Packet],
    style: Style,
) -> String {
    let id = catalog.plans[plan].id.value.as_str();
    let mut words = match &answers.resolution {
        Err(runaway) => format!("\n{id}: {}\n", runaway_text(graph, runaway)),
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
            format!("\n{}  {note}\n", style.bold(id))
        }
    };
    for packet in packets {
        let place = catalog.facilities[packet.facility].id.value.as_str();
        let outcome = match &packet.size {
            Ok(size) => format!("{}  {} kB", packet.path, size.div_ceil(1000)),
            Err(_) if packet.verdict == Verdict::Blocked => {
                format!("no packet; `groundup local {id} --at {place}` says what is missing")
            }
            Err(reasons) => format!("no packet: {}", reasons.join("; ")),
        };
        words.push_str(&format!("  at {place}: {}  {outcome}\n", packet.verdict.as_str()));
    }
    words
}

/// Shows the stage at work, where somebody watches.
fn progress(console: &Console) -> ProgressBar {
    const STAGES: u64 = 3;
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
