//! `groundup packet`: everything that a facility needs to build a plan, as one zip; of every plan, with `--all`.

use std::path::{Path, PathBuf};

use super::packet_all;
use super::packing::Packing;
use super::session::Session;
use super::{Console, Failure, Outcome};
use crate::bundle::packet::{PRINT_FILE, Paper, file_name_of, printable};
use crate::graph::ItemIndex;
use crate::host;
use crate::local::{Shop, Uses, check_in};

/// Arguments of `packet`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The plan, by id; then the repository. With --all, the repository alone
    #[arg(value_name = "PLAN] [REPO", num_args = 0..=2)]
    about: Vec<String>,
    /// The facility that builds it, by id or file
    #[arg(long, value_name = "FACILITY")]
    at: String,
    /// Every plan that the facility can make, each in a zip of its own; those that are there and would come out the same are left
    #[arg(long)]
    all: bool,
    /// How many to build
    #[arg(long, default_value = "1", value_name = "N")]
    quantity: String,
    /// The zip to write; `<plan>--<facility>.zip` if not given. With --all, the folder. Folders that are missing are made
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Make it even of a plan with errors, or one that cannot be made there: every page is stamped with why
    #[arg(long)]
    force: bool,
    /// Print the packet as one PDF beside the zip, by an installed browser (Chromium, Chrome, Edge or Brave)
    #[arg(long, conflicts_with = "all")]
    pdf: bool,
    /// What its pages are laid out for, and the PDF is printed on
    #[arg(long, value_enum, default_value_t = Sheet::A4)]
    paper: Sheet,
}

/// The papers of `--paper`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Sheet {
    /// 210 × 297 mm
    A4,
    /// 8.5 × 11 in
    Letter,
}

impl Sheet {
    fn paper(self) -> Paper {
        match self {
            Sheet::A4 => Paper::A4,
            Sheet::Letter => Paper::Letter,
        }
    }
}

/// Runs `packet`.
///
/// # Errors
/// Why it could not run.
pub fn run(args: Args, console: &mut Console) -> Result<Outcome, Failure> {
    let (plan, repository) = match (args.all, args.about.as_slice()) {
        (true, []) => (None, None),
        (true, [repository]) => (None, Some(PathBuf::from(repository))),
        (true, _) => return Err(Failure::Message("--all makes packets of every plan; leave the plan out".to_owned())),
        (false, []) => return Err(Failure::Message("which plan? Name one, or say --all".to_owned())),
        (false, [plan]) => (Some(plan), None),
        (false, [plan, repository, ..]) => (Some(plan), Some(PathBuf::from(repository))),
    };
    if let (None, None) = (plan, &args.output) {
        return Err(Failure::Message("--all writes a folder: name it with -o, as in `-o packets`".to_owned()));
    }
    let session = Session::open_at(repository.as_deref(), Some(&args.at), console)?;
    session.tell_git_trouble(console);
    let (catalog, graph) = (&session.checked.catalog, &session.checked.graph);
    let facility = session.facility(&args.at)?;
    let uses = Uses::of(graph);
    let shop = Shop::new(catalog, graph, &uses, facility);
    let Some(plan) = plan else {
        let packing = Packing::of(&session, args.force, args.paper.paper(), console);
        let folder = args.output.unwrap_or_default();
        return packet_all::run(&session, &shop, &packing, &args.quantity, &folder, console);
    };
    let root = session.item(plan)?;
    let quantity = whole_quantity(&session, root, &args.quantity)?;
    let report = match check_in(&shop, root, quantity) {
        Ok(report) => report,
        Err(runaway) => {
            return session.tell_runaway(root, &runaway, false, console);
        }
    };
    let packing = Packing::of(&session, args.force, args.paper.paper(), console);
    let bytes = match packing.zip(&shop, &report) {
        Ok(bytes) => bytes,
        Err(reasons) => {
            console.note(&format!("error: there is no packet of `{plan}` at `{}`:", args.at));
            reasons.iter().for_each(|reason| console.note(&format!("  {reason}")));
            if !args.force {
                console
                    .note("help: to look at it all the same, --force makes one with every page stamped `not released`");
            }
            return Ok(Outcome::Findings);
        }
    };
    let facility_id = catalog.facilities[facility].id.value.as_str();
    let path = args.output.unwrap_or_else(|| PathBuf::from(file_name_of(graph.item(root).id.as_str(), facility_id)));
    write(&path, &bytes, console)?;
    let size = bytes.len().div_ceil(1000);
    console.note(&format!("{}: {size} kB, verdict {}", path.display(), report.verdict.as_str()));
    if args.pdf {
        print_pdf(&path, &bytes, args.paper.paper(), console)?;
    }
    Ok(Outcome::Fine)
}

/// Prints a packet beside its zip.
fn print_pdf(zip: &Path, bytes: &[u8], paper: Paper, console: &mut Console) -> Result<(), Failure> {
    let failure =
        |reason: String| Failure::Message(format!("`{}` is written, but there is no PDF: {reason}", zip.display()));
    let bundle = printable(bytes, paper).map_err(failure)?;
    let pdf = host::print(&bundle, PRINT_FILE).map_err(failure)?;
    let path = zip.with_extension("pdf");
    host::replace_file(&path, &pdf).map_err(|error| failure(error.to_string()))?;
    console.note(&format!("{}: {} kB", path.display(), pdf.len().div_ceil(1000)));
    Ok(())
}

/// The quantity that was asked for: machines are whole.
///
/// # Errors
/// It is none of this item.
pub(super) fn whole_quantity(session: &Session, root: ItemIndex, written: &str) -> Result<f64, Failure> {
    let quantity = session.quantity(root, written)?;
    if session.checked.graph.item(root).unit.dimension().is_dimensionless() && quantity.fract() != 0.0 {
        return Err(Failure::Message(format!("--quantity: expected a whole number of machines; found `{written}`")));
    }
    Ok(quantity)
}

/// Writes a packet; says so where it makes a folder for it.
fn write(path: &Path, bytes: &[u8], console: &mut Console) -> Result<(), Failure> {
    if let Some(folder) = host::missing_folder(path) {
        console.note(&format!("note: there was no folder `{}`; it is made", folder.display()));
    }
    host::replace_file(path, bytes).map_err(|error| Failure::Message(error.to_string()))
}
