//! `groundup init` and `groundup new plan`: a beginning that passes `check` as it stands.

use std::path::{Path, PathBuf};

use clap::Subcommand;

use super::schema;
use super::session::{Session, find_repository};
use super::{Console, Failure, Outcome};
use crate::catalog::MANIFEST;
use crate::host;

/// Arguments of `init`.
#[derive(Debug, clap::Args)]
pub struct InitArgs {
    /// The folder to make a repository of
    #[arg(default_value = ".")]
    folder: PathBuf,
}

/// Arguments of `new`.
#[derive(Debug, clap::Args)]
pub struct NewArgs {
    /// What to make
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// A plan: `plans/ID/plan.yaml` and its build instructions
    Plan {
        /// The plan's id: words of a–z and 0–9 joined by `-`
        id: String,
        /// The repository
        repo: Option<PathBuf>,
    },
}

/// Runs `init`.
///
/// # Errors
/// There is a repository already, or it cannot be written.
pub fn run_init(args: InitArgs, console: &mut Console) -> Result<Outcome, Failure> {
    let folder = &args.folder;
    if folder.join(MANIFEST).exists() {
        return Err(Failure::Message(format!("`{}` is a plan repository already", folder.display())));
    }
    let name = std::path::absolute(folder).ok().and_then(|path| Some(path.file_name()?.to_string_lossy().into_owned()));
    let name = name.map(|name| id_of(&name)).filter(|name| !name.is_empty()).unwrap_or_else(|| "plans".to_owned());
    let manifest = include_str!("init/groundup.yaml").replace("NAME", &name);
    write(&folder.join(MANIFEST), &manifest)?;
    schema::write_all(folder)?;
    console.note(&format!(
        "made {}; next: groundup new plan my-machine {}",
        folder.join(MANIFEST).display(),
        folder.display()
    ));
    Ok(Outcome::Fine)
}

/// Runs `new`.
///
/// # Errors
/// The id will not do, there is such a plan already, or it cannot be written.
pub fn run_new(args: NewArgs, console: &mut Console) -> Result<Outcome, Failure> {
    let What::Plan { id, repo } = args.what;
    let slug = id_of(&id);
    if slug != id || id.is_empty() {
        let help = if slug.is_empty() { String::new() } else { format!("\nhelp: write `{slug}`") };
        return Err(Failure::Message(format!("a plan's id is words of a–z and 0–9 joined by `-`; found `{id}`{help}")));
    }
    let root = find_repository(repo.as_deref())?;
    let folder = root.join("plans").join(&id);
    if folder.exists() {
        return Err(Failure::Message(format!("there is a plan `{id}` already: {}", folder.display())));
    }
    if Session::read(Some(&root), None)?.checked.graph.item_index(&id).is_some() {
        return Err(Failure::Message(format!(
            "there is an item `{id}` already, and a plan makes an item of its own id\nhelp: choose another id"
        )));
    }
    let title = title_of(&id);
    write(&folder.join("plan.yaml"), &include_str!("init/plan.yaml").replace("ID", &id).replace("TITLE", &title))?;
    write(&folder.join("build.md"), &include_str!("init/build.md").replace("TITLE", &title))?;
    schema::write_missing(&root)?;
    console.note(&format!("made {}; next: groundup check", folder.join("plan.yaml").display()));
    Ok(Outcome::Fine)
}

fn write(path: &Path, text: &str) -> Result<(), Failure> {
    host::replace_file(path, text.as_bytes()).map_err(|error| Failure::Message(error.to_string()))
}

/// A name made into an id.
pub(super) fn id_of(name: &str) -> String {
    let words = name.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join("-")
}

/// An id made into a title.
pub(super) fn title_of(id: &str) -> String {
    let words = id.replace('-', " ");
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
