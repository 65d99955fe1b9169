//! A repository with some of its files in another version, or with new ones: what it would be if they were written.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Change, Entry, Provenance, ReadError, World};
use crate::text::RepoPath;

/// A world, and the files that are otherwise in this one. No file goes.
pub struct Overlay<'w> {
    base: &'w dyn World,
    files: BTreeMap<RepoPath, Arc<[u8]>>,
    entries: Vec<Entry>,
}

impl<'w> Overlay<'w> {
    /// The world `base` with these files instead of its own, or beside them.
    pub fn new<'t, T: AsRef<[u8]> + ?Sized + 't>(
        base: &'w dyn World,
        files: impl IntoIterator<Item = (&'t RepoPath, &'t T)>,
    ) -> Self {
        let files: BTreeMap<RepoPath, Arc<[u8]>> =
            files.into_iter().map(|(path, content)| (path.clone(), content.as_ref().into())).collect();
        let mut entries = base.list().to_vec();
        let mut unknown: BTreeMap<&RepoPath, u64> =
            files.iter().map(|(path, bytes)| (path, bytes.len() as u64)).collect();
        for entry in &mut entries {
            if let Some(size_bytes) = unknown.remove(&entry.path) {
                entry.size_bytes = size_bytes;
            }
        }
        let new = |(path, size_bytes): (&RepoPath, u64)| Entry { path: path.clone(), size_bytes, leads_outside: false };
        let is_longer = !unknown.is_empty();
        entries.extend(unknown.into_iter().map(new));
        if is_longer {
            entries.sort_by(|a, b| a.path.cmp(&b.path));
        }
        Self { base, files, entries }
    }
}

impl World for Overlay<'_> {
    fn list(&self) -> &[Entry] {
        &self.entries
    }

    fn read(&self, path: &RepoPath) -> Result<Arc<[u8]>, ReadError> {
        self.files.get(path).map_or_else(|| self.base.read(path), |bytes| Ok(bytes.clone()))
    }

    fn read_start(&self, path: &RepoPath, length: usize) -> Result<Vec<u8>, ReadError> {
        match self.files.get(path) {
            Some(bytes) => Ok(bytes[..length.min(bytes.len())].to_vec()),
            None => self.base.read_start(path, length),
        }
    }

    fn provenance(&self) -> &Provenance {
        self.base.provenance()
    }

    fn history(&self, folder: &str, limit: usize) -> Vec<Change> {
        self.base.history(folder, limit)
    }
}
