//! `groundup local`: can a facility make it, part by part.

use std::path::PathBuf;

use rayon::prelude::*;

use super::session::{Session, facilities_there, runaway_text};
use super::{Console, Failure, Outcome};
use crate::bundle::{GanttWords, gantt_svg};
use crate::emit;
use crate::graph::ItemIndex;
use crate::local::{LocalReport, Shop, Uses, Verdict, check_in, figure_matrix, left_out, verdict_matrix};

/// Arguments of `local`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The plan (or any other item) to make, by id; then the repository. With --all, the repository alone
    #[arg(value_name = "PLAN] [REPO", num_args = 0..=2)]
    about: Vec<String>,
    /// The facility, by id or by file. With --all it may be left out: then every facility is asked
    #[arg(long, value_name = "FACILITY")]
    at: Option<String>,
    /// Every plan of the repository
    #[arg(long)]
    all: bool,
    /// With --all: verdicts alone, which is much faster
    #[arg(long, requires = "all")]
    verdicts: bool,
    /// How much to make
    #[arg(long, default_value = "1", value_name = "N")]
    quantity: String,
    /// Every step of a build: who does what, when, on which machine
    #[arg(long, conflicts_with = "all")]
    schedule: bool,
    /// What to print
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
}

/// The formats of `local`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// For reading
    Human,
    /// One JSON document
    Json,
    /// With --all: a line for each plan at each facility
    Csv,
    /// The schedule of a build as a picture (SVG)
    Gantt,
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
    match (plan, args.format) {
        (None, Format::Gantt) => {
            return Err(Failure::Message("a schedule is of one plan: name it instead of --all".to_owned()));
        }
        (Some(_), Format::Csv) => {
            return Err(Failure::Message(
                "--format csv is for --all; one plan has `human`, `json` and `gantt`".to_owned(),
            ));
        }
        _ => {}
    }
    let session = Session::open_at(repository.as_deref(), args.at.as_deref(), console)?;
    let (catalog, graph) = (&session.checked.catalog, &session.checked.graph);
    let facility = args.at.as_deref().map(|at| session.facility(at)).transpose()?;
    let Some(plan) = plan else {
        return match facility {
            Some(facility) if !args.verdicts && args.format != Format::Csv => {
                let uses = Uses::of(graph);
                all(&session, &Shop::new(catalog, graph, &uses, facility), args.format, console)
            }
            facility => matrix(&session, facility, args.verdicts, args.format, console),
        };
    };
    let Some(facility) = facility else {
        return Err(Failure::Message(format!("at which facility? Name one with --at; {}", facilities_there(catalog))));
    };
    for sentence in left_out(catalog, graph, facility) {
        console.note(&format!("note: at `{}`, {sentence}", catalog.facilities[facility].id.value));
    }
    let uses = Uses::of(graph);
    let shop = Shop::new(catalog, graph, &uses, facility);
    let root = session.item(plan)?;
    let quantity = session.quantity(root, &args.quantity)?;
    let report = match check_in(&shop, root, quantity) {
        Ok(report) => report,
        Err(runaway) => {
            return session.tell_runaway(root, &runaway, args.format == Format::Json, console);
        }
    };
    let twins = session.tell_twins([&report.resolution], console);
    match args.format {
        Format::Json if args.schedule => {
            console.print_json(&emit::local_json_with_schedule(catalog, graph, &report))?
        }
        Format::Json => console.print_json(&emit::local_json(catalog, graph, &report))?,
        Format::Gantt => {
            let place = &catalog.facilities[facility];
            let name = place.title.as_deref().unwrap_or(place.id.value.as_str());
            let words = GanttWords { place: name, machine: &str::to_owned, step: &|_| None, stamp: None };
            console.print(&gantt_svg(graph, &report, words))?
        }
        Format::Human | Format::Csv => {
            let is_coloured = console.style() == emit::Style::Coloured;
            console.print(&emit::local_text(catalog, graph, &report, is_coloured))?;
            if args.schedule {
                console.print(&emit::schedule_text(graph, &report, console.style()))?;
            }
        }
    }
    Ok(if report.verdict == Verdict::Blocked { Outcome::Findings } else { twins })
}

/// The plans, in the order of the catalog.
fn roots(session: &Session) -> Vec<ItemIndex> {
    let (catalog, graph) = (&session.checked.catalog, &session.checked.graph);
    catalog.plans.iter().filter_map(|plan| graph.item_index(plan.id.value.as_str())).collect()
}

/// Every plan at every facility, or at one.
fn matrix(
    session: &Session,
    facility: Option<usize>,
    are_verdicts_enough: bool,
    format: Format,
    console: &mut Console,
) -> Result<Outcome, Failure> {
    let (catalog, graph) = (&session.checked.catalog, &session.checked.graph);
    let facilities = facility.map_or_else(|| (0..catalog.facilities.len()).collect(), |facility| vec![facility]);
    let ask = if are_verdicts_enough { verdict_matrix } else { figure_matrix };
    let matrix = ask(catalog, graph, roots(session), facilities);
    match format {
        Format::Json => console.print_json(&emit::local_matrix_json(catalog, graph, &matrix))?,
        Format::Csv => console.print(&emit::local_matrix_csv(catalog, graph, &matrix))?,
        Format::Human | Format::Gantt => {
            console.print(&emit::local_matrix_text(catalog, graph, &matrix, console.style()))?
        }
    }
    let is_fine = |verdict: &Option<Verdict>| verdict.is_some_and(|verdict| verdict != Verdict::Blocked);
    Ok(if matrix.verdicts.iter().flatten().all(is_fine) { Outcome::Fine } else { Outcome::Findings })
}

/// Every plan at one facility.
fn all(session: &Session, shop: &Shop<'_>, format: Format, console: &mut Console) -> Result<Outcome, Failure> {
    let (catalog, graph) = (&session.checked.catalog, &session.checked.graph);
    let roots = roots(session);
    let reports: Vec<_> = roots.par_iter().map(|root| (root, check_in(shop, *root, 1.0))).collect();
    let mut good = Vec::new();
    for (root, report) in reports {
        match report {
            Ok(report) => good.push(report),
            Err(runaway) => {
                console.note(&format!("error: {}: {}", graph.item(*root).id, runaway_text(graph, &runaway)))
            }
        }
    }
    let mut outcome = session.tell_twins(good.iter().map(|report: &LocalReport| &report.resolution), console);
    if good.len() < roots.len() || good.iter().any(|report| report.verdict == Verdict::Blocked) {
        outcome = Outcome::Findings;
    }
    match format {
        Format::Json => console.print_json(&emit::local_all_json(catalog, graph, shop.place.facility, &good))?,
        _ => console.print(&emit::local_all_text(graph, &good, console.style()))?,
    }
    Ok(outcome)
}
