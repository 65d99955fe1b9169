//! `groundup templates`: what pages are made of, so that a repository can make them look otherwise.

use std::path::PathBuf;

use clap::Subcommand;

use super::{Console, Failure, Outcome};
use crate::host;
use crate::theme::{BUILT_IN, PACKET_STYLE, SCRIPT, STYLE, built_in_packet_style, built_in_script, built_in_style};

/// Arguments of `templates`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// The names of all templates
    List,
    /// Write the built-in templates; keep those that you change in the `templates` folder of your repository, and delete the rest
    Export {
        /// The folder; a file that is there stays as it is
        #[arg(default_value = "templates")]
        folder: PathBuf,
    },
}

/// Runs `templates`.
///
/// # Errors
/// Why it could not run.
pub fn run(args: Args, console: &mut Console) -> Result<Outcome, Failure> {
    match args.what {
        What::List => {
            let mut text: String = files().map(|(name, _)| format!("{name}\n")).collect();
            text.shrink_to_fit();
            console.print(&text)?;
        }
        What::Export { folder } => {
            let mut written = 0;
            for (name, text) in files() {
                let path = folder.join(&name);
                if path.exists() {
                    console.note(&format!("note: `{}` is there already, and stays", path.display()));
                    continue;
                }
                host::replace_file(&path, text.as_bytes()).map_err(|error| error.to_string())?;
                written += 1;
            }
            console.note(&format!("{written} files in {}", folder.display()));
        }
    }
    Ok(Outcome::Fine)
}

/// Name of the file and text of each, as an override would lie in `templates/`.
fn files() -> impl Iterator<Item = (String, &'static str)> {
    let templates = BUILT_IN.iter().map(|(name, text)| (format!("{name}.hbs"), *text));
    let others = [(SCRIPT, built_in_script()), (STYLE, built_in_style()), (PACKET_STYLE, built_in_packet_style())];
    templates.chain(others.map(|(name, text)| (name.to_owned(), text)))
}
