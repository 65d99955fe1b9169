//! A repository on the disk.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, SystemTime};

use rayon::prelude::*;
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
    /// Which of them are links, as first listed.
    links: Vec<RepoPath>,
    /// Looked up when first asked for: it takes git a while to compare all files.
    provenance: OnceLock<Provenance>,
    /// Of all plans, gathered when first asked for.
    histories: OnceLock<git::Histories>,
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
        let mut links = Vec::new();
        let walk = WalkDir::new(&root)
            .follow_links(false)
            .into_iter()
            .filter_entry(|entry| entry.depth() == 0 || !is_passed_over(entry));
        for entry in walk {
            let entry = entry.map_err(|error| format!("cannot list the repository: {error}"))?;
            if !entry.file_type().is_dir() {
                let listed = listed(&root, &entry);
                links.extend(listed.iter().filter(|_| entry.path_is_symlink()).map(|entry| entry.path.clone()));
                entries.extend(listed);
            }
        }
        entries.sort_by(|a, b| a.path.cmp(&b.path));
        let (provenance, histories, release) = (OnceLock::new(), OnceLock::new(), OnceLock::new());
        Ok(Self { root, entries, links, provenance, histories, release })
    }

    /// Why git tells nothing of the repository although there is one, with what would mend it; in words.
    pub fn git_trouble(&self) -> Option<String> {
        git::trouble(&self.root)
    }

    /// Lists the whole anew. The files that came, went, or were written, renamed or linked since a time, by what the disk says of
    /// them: nothing is opened.
    ///
    /// # Errors
    /// As [`DiskWorld::open`].
    pub fn rescan(&mut self, since: SystemTime) -> Result<BTreeSet<RepoPath>, String> {
        // The clock of a file system may be coarse.
        let since = since - Duration::from_secs(2);
        let before = std::mem::replace(self, Self::open(&self.root)?);
        let known: BTreeMap<&RepoPath, u64> =
            before.entries.iter().map(|entry| (&entry.path, entry.size_bytes)).collect();
        let mut touched: BTreeSet<RepoPath> = self.links.iter().cloned().collect();
        touched
            .extend(before.entries.iter().filter(|entry| self.entry(&entry.path).is_none()).map(|it| it.path.clone()));
        let is_touched = |entry: &&Entry| {
            let place = self.root.join(entry.path.as_str());
            known.get(&entry.path) != Some(&entry.size_bytes)
                || std::fs::metadata(place)
                    .map_or(true, |metadata| changed_at(&metadata).is_none_or(|time| time >= since))
        };
        touched.extend(self.entries.par_iter().filter(is_touched).map(|entry| entry.path.clone()).collect::<Vec<_>>());
        Ok(touched)
    }

    /// Lists anew what stands at these places (paths from the root), and below those that are folders. The files that came, went
    /// or may have changed by that; links are among them, since what they lead to may have changed.
    pub fn refresh(&mut self, places: &BTreeSet<String>) -> BTreeSet<RepoPath> {
        let mut touched = BTreeSet::new();
        for place in places {
            let is_at = |path: &RepoPath| path.is_in(place);
            touched.extend(self.entries.iter().map(|entry| &entry.path).filter(|path| is_at(path)).cloned());
            self.entries.retain(|entry| !is_at(&entry.path));
            let path = self.root.join(place);
            let above = Path::new(place).ancestors().skip(1).filter(|folder| !folder.as_os_str().is_empty());
            if above.into_iter().any(|folder| is_folder_passed_over(&self.root.join(folder))) {
                continue;
            }
            let walk = WalkDir::new(&path).follow_links(false).into_iter();
            for entry in walk.filter_entry(|entry| !is_passed_over(entry)).flatten() {
                if !entry.file_type().is_dir() {
                    self.entries.extend(listed(&self.root, &entry));
                }
            }
            touched.extend(self.entries.iter().map(|entry| &entry.path).filter(|path| is_at(path)).cloned());
        }
        if !touched.is_empty() {
            touched.extend(self.links.iter().cloned());
            // What has changed since the last release may have changed with them.
            self.release = OnceLock::new();
        }
        self.entries.sort_by(|a, b| a.path.cmp(&b.path));
        touched
    }

    /// Asks git anew when its answers are needed again: files or commits may have changed.
    pub fn forget_history(&mut self) {
        (self.provenance, self.histories) = (OnceLock::new(), OnceLock::new());
    }

    /// The folder.
    pub fn root(&self) -> &Path {
        &self.root
    }
}

/// When a file was last written or renamed, as far as the system tells.
#[cfg(unix)]
fn changed_at(metadata: &std::fs::Metadata) -> Option<SystemTime> {
    use std::os::unix::fs::MetadataExt;
    let seconds = u64::try_from(metadata.ctime()).ok()?;
    Some(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds))
}

/// When a file was last written, as far as the system tells.
#[cfg(not(unix))]
fn changed_at(metadata: &std::fs::Metadata) -> Option<SystemTime> {
    metadata.modified().ok()
}

fn is_passed_over(entry: &DirEntry) -> bool {
    is_hidden(entry.path()) || (entry.file_type().is_dir() && is_folder_passed_over(entry.path()))
}

fn is_hidden(path: &Path) -> bool {
    path.file_name().and_then(|name| name.to_str()).is_some_and(|name| name.starts_with('.'))
}

fn is_folder_passed_over(folder: &Path) -> bool {
    is_hidden(folder) || folder.join("CACHEDIR.TAG").is_file() || is_output(folder)
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
        self.provenance.get_or_init(|| git::provenance(&self.root))
    }

    fn history(&self, folder: &str, limit: usize) -> Vec<Change> {
        let histories = self.histories.get_or_init(|| git::histories(&self.root));
        match git::gathered(histories, folder, limit) {
            Some(changes) => changes.to_vec(),
            None => git::history(&self.root, folder, limit),
        }
    }

    fn release(&self) -> Option<&Release> {
        self.release.get_or_init(|| release::newest(&self.root)).as_ref()
    }
}
