//! Writing: whole or not at all.

use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

/// What could not be written, and why.
#[derive(Debug, thiserror::Error)]
#[error("cannot write `{path}`: {reason}")]
pub struct OutputError {
    /// Where.
    pub path: PathBuf,
    /// Why, in words.
    pub reason: String,
}

/// The file by which a folder is known to be our own output, so that it may be replaced.
const MARKER: &str = ".groundup-output";

/// Replaces `folder` by these files (path with `/`, content): they are written beside it, and put in its place when all are
/// there. A folder that holds anything else than earlier output is left alone.
///
/// # Errors
/// Says what could not be written; `folder` is then as it was.
pub fn replace_folder<'f>(
    folder: &Path,
    files: impl IntoIterator<Item = (&'f str, &'f [u8])>,
) -> Result<(), OutputError> {
    let error_at = |path: &Path| {
        let path = path.to_path_buf();
        move |error: io::Error| OutputError { path, reason: error.to_string() }
    };
    refuse_foreign(folder)?;
    let folder = absolute(folder);
    let staging = sibling(&folder, "new");
    let old = sibling(&folder, "old");
    for leftover in [&staging, &old] {
        if leftover.exists() {
            std::fs::remove_dir_all(leftover).map_err(error_at(leftover))?;
        }
    }
    let files: Vec<(&str, &[u8])> = files.into_iter().chain([(MARKER, &b""[..])]).collect();
    let written = write_all(&staging, &files);
    let placed = written.and_then(|()| {
        if folder.exists() {
            std::fs::rename(&folder, &old).map_err(error_at(&folder))?;
        }
        std::fs::rename(&staging, &folder).map_err(|error| {
            // Put back what was there.
            let _ = std::fs::rename(&old, &folder);
            error_at(&folder)(error)
        })
    });
    if placed.is_err() {
        let _ = std::fs::remove_dir_all(&staging);
    } else if old.exists() {
        let _ = std::fs::remove_dir_all(&old);
    }
    placed
}

/// Replaces one file, whole or not at all.
///
/// # Errors
/// Says why it could not be written; the file is then as it was.
pub fn replace_file(path: &Path, content: &[u8]) -> Result<(), OutputError> {
    let error = |error: io::Error| OutputError { path: path.to_path_buf(), reason: error.to_string() };
    let path = absolute(path);
    if let Some(parent) = path.parent() {
        std::fs::create_dir_all(parent).map_err(error)?;
    }
    let staging = sibling(&path, "new");
    let written = std::fs::write(&staging, content).and_then(|()| std::fs::rename(&staging, &path));
    written.map_err(|failure| {
        let _ = std::fs::remove_file(&staging);
        error(failure)
    })
}

fn write_all(folder: &Path, files: &[(&str, &[u8])]) -> Result<(), OutputError> {
    let error_at = |path: &Path, error: io::Error| OutputError { path: path.to_path_buf(), reason: error.to_string() };
    let mut folders: Vec<PathBuf> =
        files.iter().filter_map(|(path, _)| folder.join(path).parent().map(Path::to_path_buf)).collect();
    folders.sort();
    folders.dedup();
    for folder in &folders {
        std::fs::create_dir_all(folder).map_err(|error| error_at(folder, error))?;
    }
    files.par_iter().try_for_each(|(path, content)| {
        let path = folder.join(path);
        std::fs::write(&path, content).map_err(|error| error_at(&path, error))
    })
}

/// Refuses to replace what is not our own output.
fn refuse_foreign(folder: &Path) -> Result<(), OutputError> {
    let refusal = |reason: &str| Err(OutputError { path: folder.to_path_buf(), reason: reason.to_owned() });
    if !folder.exists() {
        return Ok(());
    }
    if !folder.is_dir() {
        return refusal("there is a file of that name; choose a folder");
    }
    let is_empty = std::fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_none());
    if is_empty || is_output(folder) {
        return Ok(());
    }
    refusal("the folder holds other files; choose an empty one, or one that groundup has written")
}

/// Whether a folder is our own output.
pub(super) fn is_output(folder: &Path) -> bool {
    folder.join(MARKER).is_file()
}

fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf())
}

pub(super) fn sibling(path: &Path, suffix: &str) -> PathBuf {
    let mut name = std::ffi::OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(format!(".{suffix}-{}", std::process::id()));
    path.with_file_name(name)
}
