//! `groundup packet`: everything that a facility needs to build a plan, as one zip.

use std::path::PathBuf;

use super::session::{Session, runaway_text};
use super::{Console, Failure, Outcome};
use crate::bundle::Templates;
use crate::bundle::packet::{PacketError, PacketRequest, archive_packet, file_name_of, packet};
use crate::emit::{local_json, resolution_json};
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
    let facility = session.facility(&args.at)?;
    let uses = Uses::of(graph);
    let shop = Shop::new(catalog, graph, &uses, facility);
    let report = match check_in(&shop, root, quantity) {
        Ok(report) => report,
        Err(runaway) => {
            console.note(&format!("error: {}", runaway_text(graph, &runaway)));
            return Ok(Outcome::Findings);
        }
    };
    let (templates, template_errors) = Templates::load(&session.world);
    for error in &template_errors {
        console.note(&format!("warning: {error}; the built-in one is used"));
    }
    let request = PacketRequest {
        world: &session.world,
        sources: &session.checked.sources,
        shop: &shop,
        report: &report,
        templates: &templates,
        resolution_json: document(&resolution_json(graph, &report.resolution))?,
        local_json: document(&local_json(catalog, graph, &report))?,
    };
    let bundle = match packet(&request) {
        Ok(bundle) => bundle,
        Err(PacketError::Blocked { reasons }) => {
            console.note(&format!("error: `{}` cannot be made at `{}`, so there is no packet", args.plan, args.at));
            for reason in reasons {
                console.note(&format!("  {reason}"));
            }
            return Ok(Outcome::Findings);
        }
        Err(error) => return Err(Failure::Message(error.to_string())),
    };
    let bytes = archive_packet(&bundle, &session.world).map_err(|error| Failure::Message(error.to_string()))?;
    let facility_id = catalog.facilities[facility].id.value.as_str();
    let path = args.output.unwrap_or_else(|| PathBuf::from(file_name_of(graph.item(root).id.as_str(), facility_id)));
    host::replace_file(&path, &bytes).map_err(|error| Failure::Message(error.to_string()))?;
    console.note(&format!(
        "{}: {} files, {} kB, verdict {}",
        path.display(),
        bundle.files.len(),
        bytes.len().div_ceil(1000),
        report.verdict.as_str()
    ));
    Ok(Outcome::Fine)
}

fn document(value: &impl serde::Serialize) -> Result<Vec<u8>, Failure> {
    let mut bytes =
        serde_json::to_vec_pretty(value).map_err(|error| Failure::Message(format!("cannot write JSON: {error}")))?;
    bytes.push(b'\n');
    Ok(bytes)
}
