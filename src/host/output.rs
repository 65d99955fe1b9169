//! Writing: whole or not at all.

use std::collections::HashSet;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use crate::bundle::Sink;

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

/// A folder that is being replaced: its files are written beside it, and put in its place when all are there. A file that is
/// as it was is not written again, but linked. A folder that holds anything else than earlier output is left alone.
#[derive(Debug)]
pub struct OutputFolder {
    folder: PathBuf,
    staging: PathBuf,
    /// Folders that are there already.
    made: Mutex<HashSet<PathBuf>>,
    count: AtomicUsize,
    failure: Mutex<Option<OutputError>>,
}

impl OutputFolder {
    /// Begins to replace `folder`.
    ///
    /// # Errors
    /// It holds something else, or nothing can be written beside it.
    pub fn begin(folder: &Path) -> Result<Self, OutputError> {
        refuse_foreign(folder)?;
        let folder = absolute(folder);
        let staging = sibling(&folder, "new");
        for leftover in [&staging, &sibling(&folder, "old")] {
            if leftover.exists() {
                std::fs::remove_dir_all(leftover).map_err(|error| at(leftover, &error))?;
            }
        }
        std::fs::create_dir_all(&staging).map_err(|error| at(&staging, &error))?;
        let output =
            Self { folder, staging, made: Mutex::default(), count: AtomicUsize::new(0), failure: Mutex::default() };
        output.put(MARKER, b"");
        Ok(output)
    }

    /// Puts the new files in the place of the old; tells how many there are.
    ///
    /// # Errors
    /// Says what could not be written; the folder is then as it was.
    pub fn finish(self) -> Result<usize, OutputError> {
        if let Some(failure) = self.failure.lock().unwrap_or_else(PoisonError::into_inner).take() {
            return Err(failure);
        }
        let old = sibling(&self.folder, "old");
        if self.folder.exists() {
            std::fs::rename(&self.folder, &old).map_err(|error| at(&self.folder, &error))?;
        }
        std::fs::rename(&self.staging, &self.folder).map_err(|error| {
            // Put back what was there.
            let _ = std::fs::rename(&old, &self.folder);
            at(&self.folder, &error)
        })?;
        if old.exists() {
            let _ = std::fs::remove_dir_all(&old);
        }
        // The marker is not one of them.
        Ok(self.count.load(Ordering::Relaxed) - 1)
    }

    fn write(&self, path: &str, content: &[u8]) -> Result<(), OutputError> {
        let place = self.staging.join(path);
        if let Some(parent) = place.parent() {
            let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
            if !made.contains(parent) {
                std::fs::create_dir_all(parent).map_err(|error| at(parent, &error))?;
                made.insert(parent.to_path_buf());
            }
        }
        let before = self.folder.join(path);
        if holds(&before, content) && std::fs::hard_link(&before, &place).is_ok() {
            return Ok(());
        }
        std::fs::write(&place, content).map_err(|error| at(&place, &error))
    }
}

impl Sink for OutputFolder {
    fn put(&self, path: &str, content: &[u8]) {
        self.count.fetch_add(1, Ordering::Relaxed);
        if let Err(failure) = self.write(path, content) {
            self.failure.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(failure);
        }
    }
}

impl Drop for OutputFolder {
    fn drop(&mut self) {
        // Gone already if all went well.
        let _ = std::fs::remove_dir_all(&self.staging);
    }
}

/// Whether a regular file holds just this.
fn holds(path: &Path, content: &[u8]) -> bool {
    let is_as_long = std::fs::symlink_metadata(path).is_ok_and(|it| it.is_file() && it.len() == content.len() as u64);
    is_as_long && std::fs::read(path).is_ok_and(|before| before == content)
}

fn at(path: &Path, error: &io::Error) -> OutputError {
    OutputError { path: path.to_path_buf(), reason: error.to_string() }
}

/// Replaces one file, whole or not at all.
///
/// # Errors
/// Says why it could not be written; the file is then as it was.
pub fn replace_file(path: &Path, content: &[u8]) -> Result<(), OutputError> {
    let place = absolute(path);
    if let Some(parent) = place.parent() {
        std::fs::create_dir_all(parent).map_err(|error| at(path, &error))?;
    }
    let staging = sibling(&place, "new");
    let written = std::fs::write(&staging, content).and_then(|()| std::fs::rename(&staging, &place));
    written.map_err(|error| {
        let _ = std::fs::remove_file(&staging);
        at(path, &error)
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
