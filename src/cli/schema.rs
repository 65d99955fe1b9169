//! `groundup schema`: the JSON Schema of a kind, and those of all kinds for editors.

use std::path::{Path, PathBuf};

use clap::ValueEnum;

use super::session::find_repository;
use super::{Console, Failure, Outcome};
use crate::host;
use crate::schema::{Kind, bundled, editor_schemas};

/// Arguments of `schema`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The kind of document: repository, plan, material, process, capability or facility
    #[arg(value_parser = parse_kind, required_unless_present = "write")]
    kind: Option<Kind>,
    /// How to write it
    #[arg(long, value_enum, default_value_t = Format::Yaml)]
    format: Format,
    /// Write the schemas of all kinds for editors into a repository, as `.groundup/schemas/*.json`
    #[arg(long, value_name = "REPO", num_args = 0..=1, default_missing_value = ".", conflicts_with = "kind")]
    write: Option<PathBuf>,
}

/// Where a repository keeps the schemas that editors read.
const FOLDER: &str = ".groundup/schemas";

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// As YAML
    Yaml,
    /// As JSON
    Json,
}

fn parse_kind(word: &str) -> Result<Kind, String> {
    Kind::from_word(word).ok_or_else(|| format!("expected one of {}", Kind::ALL.map(Kind::as_str).join(", ")))
}

/// Runs `schema`.
///
/// # Errors
/// Why it could not run.
pub fn run(args: Args, console: &mut Console) -> Result<Outcome, Failure> {
    if let Some(repository) = &args.write {
        let root = find_repository(Some(repository))?;
        write_all(&root)?;
        console.note(&format!("wrote {}", root.join(FOLDER).display()));
        return Ok(Outcome::Fine);
    }
    let Some(kind) = args.kind else { return Ok(Outcome::Fine) };
    let schema = bundled(kind);
    match args.format {
        Format::Json => console.print_json(&schema)?,
        Format::Yaml => {
            let text = serde_yaml::to_string(&schema)
                .map_err(|error| Failure::Message(format!("cannot write YAML: {error}")))?;
            console.print(&text)?;
        }
    }
    Ok(Outcome::Fine)
}

/// Writes the schemas for editors into a repository.
///
/// # Errors
/// They cannot be written.
pub(super) fn write_all(root: &Path) -> Result<(), Failure> {
    for (name, schema) in editor_schemas() {
        let text = serde_json::to_string_pretty(&schema).map_err(|error| Failure::Message(error.to_string()))?;
        host::replace_file(&root.join(FOLDER).join(name), format!("{text}\n").as_bytes())
            .map_err(|error| Failure::Message(error.to_string()))?;
    }
    Ok(())
}

/// Writes them where there are none: those which a repository has may be of another version, and are its own.
///
/// # Errors
/// They cannot be written.
pub(super) fn write_missing(root: &Path) -> Result<(), Failure> {
    if root.join(FOLDER).exists() { Ok(()) } else { write_all(root) }
}
