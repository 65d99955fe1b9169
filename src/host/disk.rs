//! A repository on the disk.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use walkdir::{DirEntry, WalkDir};

use super::output::is_output;
use super::{git, release};
use crate::text::RepoPath;
use crate::world::{Change, Entry, Provenance, ReadError, Release, World};

/// A folder with a manifest, listed once.
#[derive(Debug)]
pub struct DiskWorld {
    root: PathBuf,
    entries: Vec<Entry>,
    provenance: Provenance,
    release: OnceLock<Option<Release>>,
}

impl DiskWorld {
    /// Lists the repository at `root`. Folders that begin with a dot, those marked as caches (`CACHEDIR.TAG`) and earlier
    /// output of our own are passed over, and links are not followed out of the repository.
    ///
    /// # Errors
    /// Says which folder cannot be listed.
    pub fn open(root: &Path) -> Result<Self, String> {
        let root = std::fs::canonicalize(root).map_err(|error| format!("cannot open `{}`: {error}", root.display()))?;
        let mut entries = Vec::new();
        let walk = WalkDir::new(&root)
            .follow_links(false)
            .into_iter()
            .filter_entry(|entry| entry.depth() == 0 || !is_passed_over(entry));
        for entry in walk {
            let entry = entry.map_err(|error| format!("cannot list the repository: {error}"))?;
            if !entry.file_type().is_dir() {
                entries.extend(listed(&root, &entry));
            }
        }
        entries.sort_by(|a, b| a.path.cmp(&b.path));
        let provenance = git::provenance(&root);
        Ok(Self { root, entries, provenance, release: OnceLock::new() })
    }

    /// The folder.
    pub fn root(&self) -> &Path {
        &self.root
    }
}

fn is_passed_over(entry: &DirEntry) -> bool {
    let hidden = entry.file_name().to_str().is_some_and(|name| name.starts_with('.'));
    let folder = || entry.path();
    hidden || (entry.file_type().is_dir() && (folder().join("CACHEDIR.TAG").is_file() || is_output(folder())))
}

/// The entry of a file or link; `None` for a path that is not UTF-8, and for links to folders.
fn listed(root: &Path, entry: &DirEntry) -> Option<Entry> {
    let relative = entry.path().strip_prefix(root).ok()?;
    let parts: Option<Vec<&str>> = relative.components().map(|part| part.as_os_str().to_str()).collect();
    let path = RepoPath::new(parts?.join("/"));
    if !entry.path_is_symlink() {
        return Some(Entry { path, size_bytes: entry.metadata().ok()?.len(), leads_outside: false });
    }
    let target = std::fs::canonicalize(entry.path()).ok();
    let leads_outside = target.as_ref().is_none_or(|target| !target.starts_with(root));
    let metadata = target.and_then(|target| std::fs::metadata(target).ok());
    if metadata.as_ref().is_some_and(std::fs::Metadata::is_dir) && !leads_outside {
        return None;
    }
    Some(Entry { path, size_bytes: metadata.map_or(0, |metadata| metadata.len()), leads_outside })
}

impl World for DiskWorld {
    fn list(&self) -> &[Entry] {
        &self.entries
    }

    fn read(&self, path: &RepoPath) -> Result<Arc<[u8]>, ReadError> {
        let place = self.root.join(path.as_str());
        let failure = |error: std::io::Error| ReadError(error.to_string());
        if !std::fs::metadata(&place).map_err(failure)?.is_file() {
            // A pipe would be waited for without end.
            return Err(ReadError("it is no ordinary file".to_owned()));
        }
        let bytes = std::fs::read(place).map_err(failure)?;
        Ok(bytes.into())
    }

    fn read_start(&self, path: &RepoPath, length: usize) -> Result<Vec<u8>, ReadError> {
        let place = self.root.join(path.as_str());
        let failure = |error: std::io::Error| ReadError(error.to_string());
        if !std::fs::metadata(&place).map_err(failure)?.is_file() {
            return Err(ReadError("it is no ordinary file".to_owned()));
        }
        let mut bytes = Vec::with_capacity(length);
        std::fs::File::open(place).map_err(failure)?.take(length as u64).read_to_end(&mut bytes).map_err(failure)?;
        Ok(bytes)
    }

    fn provenance(&self) -> &Provenance {
        &self.provenance
    }

    fn history(&self, folder: &str, limit: usize) -> Vec<Change> {
        git::history(&self.root, folder, limit)
    }

    fn release(&self) -> Option<&Release> {
        self.release.get_or_init(|| release::newest(&self.root)).as_ref()
    }
}
