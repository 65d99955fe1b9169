//! `groundup verify`: a packet against its own manifest.

use std::path::PathBuf;

use serde::Serialize;

use super::{Console, Failure, Outcome, TextOrJson};
use crate::bundle::packet::{Manifest, PacketFinding, Verification, verify};
use crate::host;

/// Arguments of `verify`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The packet
    file: PathBuf,
    /// What to print
    #[arg(long, value_enum, default_value_t = TextOrJson::Human)]
    format: TextOrJson,
}

#[derive(Debug, Serialize)]
struct VerifyJson<'v> {
    schema: &'static str,
    intact: bool,
    plan: Option<&'v str>,
    version: Option<&'v str>,
    facility: Option<&'v str>,
    files: usize,
    /// Why it was refused, of a packet that was made by force.
    forced: &'v [String],
    findings: Vec<FindingJson<'v>>,
}

#[derive(Debug, Serialize)]
struct FindingJson<'v> {
    kind: &'static str,
    path: Option<&'v str>,
    message: &'v str,
}

/// Runs `verify`.
///
/// # Errors
/// The file cannot be read, or is no packet.
pub fn run(args: Args, console: &mut Console) -> Result<Outcome, Failure> {
    let bytes = host::read_bytes(&args.file)?;
    let verification = verify(&bytes);
    match args.format {
        TextOrJson::Json => console.print_json(&json(&verification))?,
        TextOrJson::Human if !verification.is_unreadable() => console.print(&text(&verification))?,
        TextOrJson::Human => {}
    }
    if verification.is_unreadable() {
        let reasons: Vec<&str> = verification.findings.iter().map(|finding| finding.message.as_str()).collect();
        return Err(Failure::Message(format!("`{}` is no packet: {}", args.file.display(), reasons.join("; "))));
    }
    Ok(if verification.findings.is_empty() { Outcome::Fine } else { Outcome::Findings })
}

fn text(verification: &Verification) -> String {
    let mut text = String::new();
    for PacketFinding { kind, path, message } in &verification.findings {
        let at = path.as_ref().map_or_else(String::new, |path| format!(" {path:?}"));
        text.push_str(&format!("{}{at}: {message}\n", kind.as_str()));
    }
    let named =
        |manifest: &Manifest| format!("{} at {}, {} files", manifest.plan, manifest.facility, manifest.files.len());
    let what = verification.manifest.as_ref().map_or_else(String::new, named);
    match verification.findings.len() {
        0 => text.push_str(&format!("intact: {what}\n")),
        1 => text.push_str(&format!("1 finding: {what}\n")),
        count => text.push_str(&format!("{count} findings: {what}\n")),
    }
    let forced = verification.manifest.iter().flat_map(|manifest| &manifest.forced);
    for reason in forced {
        text.push_str(&format!("not released: {reason}\n"));
    }
    text
}

fn json(verification: &Verification) -> VerifyJson<'_> {
    let manifest = verification.manifest.as_ref();
    VerifyJson {
        schema: "groundup/verify/1",
        intact: verification.findings.is_empty(),
        plan: manifest.map(|manifest| manifest.plan.as_str()),
        version: manifest.and_then(|manifest| manifest.version.as_deref()),
        facility: manifest.map(|manifest| manifest.facility.as_str()),
        files: manifest.map_or(0, |manifest| manifest.files.len()),
        forced: manifest.map_or(&[], |manifest| &manifest.forced),
        findings: verification
            .findings
            .iter()
            .map(|finding| FindingJson {
                kind: finding.kind.as_str(),
                path: finding.path.as_deref(),
                message: &finding.message,
            })
            .collect(),
    }
}
