//! `groundup schema`: the JSON Schema of a kind.

use clap::ValueEnum;

use super::{Console, Failure, Outcome};
use crate::schema::{Kind, bundled};

/// Arguments of `schema`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The kind of document: repository, plan, material, process, capability or facility
    #[arg(value_parser = parse_kind)]
    kind: Kind,
    /// How to write it
    #[arg(long, value_enum, default_value_t = Format::Yaml)]
    format: Format,
}

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
    let schema = bundled(args.kind);
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
