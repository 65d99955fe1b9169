//! The outside: the disk, git and the environment. The only code that touches them.
#![expect(clippy::disallowed_methods, reason = "this is the host")]

mod browser;
mod disk;
mod git;
mod new_files;
mod output;
mod release;
mod revision;
mod rewrite;
mod server;
mod since;
mod watch;

use std::path::{Path, PathBuf};

use crate::catalog::MANIFEST;

pub use browser::{find_browser, print};
pub use disk::DiskWorld;
pub use new_files::{create_files, read_beside};
pub use output::{OutputError, OutputFolder, begin_folder, missing_folder, remove_file, replace_file};
pub use revision::RevisionWorld;
pub use rewrite::rewrite_file;
pub use server::{Answer, Content, EVENTS, LiveServer};
pub use since::{BaseWorld, Since};
pub use watch::{Noticed, Watcher};

/// The repository that a path is in: the nearest folder upwards with a manifest.
pub fn repository_root(start: &Path) -> Option<PathBuf> {
    let start = std::fs::canonicalize(start).ok()?;
    start.ancestors().find(|folder| folder.join(MANIFEST).is_file()).map(Path::to_path_buf)
}

/// The folder that the process works in.
pub fn working_folder() -> PathBuf {
    std::env::current_dir().unwrap_or_else(|_| PathBuf::from("."))
}

/// A file's text, whatever its bytes; for files that a user names outside the repository.
///
/// # Errors
/// Says why it cannot be read.
pub fn read_text(path: &Path) -> Result<String, String> {
    let bytes = std::fs::read(path).map_err(|error| format!("cannot read `{}`: {error}", path.display()))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// A file's bytes.
///
/// # Errors
/// Says why it cannot be read.
pub fn read_bytes(path: &Path) -> Result<Vec<u8>, String> {
    std::fs::read(path).map_err(|error| format!("cannot read `{}`: {error}", path.display()))
}

/// A path's place inside the repository at `root`, with `/`; `None` if it is not inside.
pub fn inside(root: &Path, path: &Path) -> Option<String> {
    let path = std::fs::canonicalize(path).ok()?;
    let relative = path.strip_prefix(root).ok()?;
    let parts: Option<Vec<&str>> = relative.components().map(|part| part.as_os_str().to_str()).collect();
    Some(parts?.join("/"))
}
