//! A repository in memory, with its clock pinned: for tests, and for whoever embeds the library.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Change, Entry, Provenance, ReadError, Release, World};
use crate::text::RepoPath;

/// Files by path.
#[derive(Debug, Default)]
pub struct MemoryWorld {
    files: BTreeMap<RepoPath, Arc<[u8]>>,
    entries: Vec<Entry>,
    provenance: Provenance,
    release: Option<Release>,
}

impl MemoryWorld {
    /// A repository of these files: (path, content).
    pub fn new<P: AsRef<str>, C: AsRef<[u8]>>(files: impl IntoIterator<Item = (P, C)>) -> Self {
        let files: BTreeMap<RepoPath, Arc<[u8]>> =
            files.into_iter().map(|(path, content)| (RepoPath::new(path.as_ref()), content.as_ref().into())).collect();
        let entry = |(path, content): (&RepoPath, &Arc<[u8]>)| Entry {
            path: path.clone(),
            size_bytes: content.len() as u64,
            leads_outside: false,
        };
        let entries = files.iter().map(entry).collect();
        Self { files, entries, provenance: Provenance { time_s: Some(0), ..Provenance::default() }, release: None }
    }

    /// The same, come of a release in which some files were others: (path, content).
    #[must_use]
    pub fn with_release<P: AsRef<str>, C: AsRef<[u8]>>(
        mut self,
        tag: &str,
        changed: impl IntoIterator<Item = (P, C)>,
    ) -> Self {
        let changed =
            changed.into_iter().map(|(path, content)| (RepoPath::new(path.as_ref()), content.as_ref().into()));
        self.release = Some(Release { tag: tag.to_owned(), changed: changed.collect() });
        self
    }

    /// The same, with the file at `path` a link that leads out of the repository.
    #[must_use]
    pub fn with_link_outside(mut self, path: &str) -> Self {
        self.entries
            .iter_mut()
            .filter(|entry| entry.path.as_str() == path)
            .for_each(|entry| entry.leads_outside = true);
        self
    }
}

impl World for MemoryWorld {
    fn list(&self) -> &[Entry] {
        &self.entries
    }

    fn read(&self, path: &RepoPath) -> Result<Arc<[u8]>, ReadError> {
        self.files.get(path).cloned().ok_or_else(|| ReadError(format!("there is no file `{path}`")))
    }

    fn provenance(&self) -> &Provenance {
        &self.provenance
    }

    fn history(&self, _folder: &str, _limit: usize) -> Vec<Change> {
        Vec::new()
    }

    fn release(&self) -> Option<&Release> {
        self.release.as_ref()
    }
}
