//! `groundup packet`: everything that a facility needs to build a plan, as one zip.

use std::path::PathBuf;

use super::pipeline;
use super::session::Session;
use super::{Console, Failure, Outcome};
use crate::bundle::packet::file_name_of;
use crate::host;
use crate::local::{Shop, Uses, check_in};

/// Arguments of `packet`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The plan, by id
    plan: String,
    /// The repository
    repo: Option<PathBuf>,
    /// The facility that builds it, by id or file
    #[arg(long, value_name = "FACILITY")]
    at: String,
    /// How many to build
    #[arg(long, default_value = "1", value_name = "N")]
    quantity: String,
    /// The zip to write; `<plan>--<facility>.zip` if not given
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// Runs `packet`.
///
/// # Errors
/// Why it could not run.
pub fn run(args: Args, console: &mut Console) -> Result<Outcome, Failure> {
    let session = Session::open_at(args.repo.as_deref(), Some(&args.at), console)?;
    let (catalog, graph) = (&session.checked.catalog, &session.checked.graph);
    let root = session.item(&args.plan)?;
    let quantity = session.quantity(root, &args.quantity)?;
    if graph.item(root).unit.dimension().is_dimensionless() && quantity.fract() != 0.0 {
        return Err(Failure::Message(format!(
            "--quantity: expected a whole number of machines; found `{}`",
            args.quantity
        )));
    }
    let facility = session.facility(&args.at)?;
    let uses = Uses::of(graph);
    let shop = Shop::new(catalog, graph, &uses, facility);
    let report = match check_in(&shop, root, quantity) {
        Ok(report) => report,
        Err(runaway) => {
            return session.tell_runaway(root, &runaway, false, console);
        }
    };
    let templates = pipeline::templates(&session, console);
    let bytes = match pipeline::packet_zip(&session, &shop, &report, &templates) {
        Ok(bytes) => bytes,
        Err(reasons) => {
            console.note(&format!("error: there is no packet of `{}` at `{}`:", args.plan, args.at));
            reasons.iter().for_each(|reason| console.note(&format!("  {reason}")));
            return Ok(Outcome::Findings);
        }
    };
    let facility_id = catalog.facilities[facility].id.value.as_str();
    let path = args.output.unwrap_or_else(|| PathBuf::from(file_name_of(graph.item(root).id.as_str(), facility_id)));
    host::replace_file(&path, &bytes).map_err(|error| Failure::Message(error.to_string()))?;
    let size = bytes.len().div_ceil(1000);
    console.note(&format!("{}: {size} kB, verdict {}", path.display(), report.verdict.as_str()));
    Ok(Outcome::Fine)
}
