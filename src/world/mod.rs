//! The world that a repository is read from: files, and what is known of their history. The disk is one ([`crate::host`]),
//! memory is another ([`MemoryWorld`], for tests); no stage asks anything else of its surroundings.

mod file_change;
mod memory;
mod overlay;

use std::sync::Arc;

use crate::text::RepoPath;

pub use file_change::FileChange;
pub use memory::MemoryWorld;
pub use overlay::Overlay;

/// What stands at a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Where, from the repository's root.
    pub path: RepoPath,
    /// Size in bytes.
    pub size_bytes: u64,
    /// Whether it is a link that leads out of the repository; such a file is never read.
    pub leads_outside: bool,
}

/// Why a file could not be read, in words for people.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct ReadError(pub String);

/// Where the repository's state comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Provenance {
    /// The commit that is checked out, as 40 hexadecimal digits.
    pub commit: Option<String>,
    /// Whether files differ from that commit.
    pub dirty: bool,
    /// Seconds since 1970 UTC: `SOURCE_DATE_EPOCH`, else the time of the commit. No other clock is read.
    pub time_s: Option<i64>,
    /// Where the repository came from, on the web: `https://…`, without `.git`, and without a name or password. None for what
    /// has no such address.
    pub remote: Option<String>,
    /// The branch that is checked out; none at a commit that is no branch's tip.
    pub branch: Option<String>,
    /// Where the plan repository lies in that of git, with `/`; empty at its top.
    pub folder: String,
}

/// One change of a file, from the repository's history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The commit, as 40 hexadecimal digits.
    pub commit: String,
    /// Seconds since 1970 UTC.
    pub time_s: i64,
    /// Who wrote it.
    pub author: String,
    /// The first line of the message.
    pub summary: String,
}

/// The newest release: what a tag says, of which the present state came.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Release {
    /// The tag.
    pub tag: String,
    /// The plans' documents that are another now, as they were then; sorted by path.
    pub changed: Vec<(RepoPath, Arc<[u8]>)>,
}

/// The environment contract: everything that a stage may know of the outside.
pub trait World: Sync {
    /// Every file of the repository, sorted by path.
    fn list(&self) -> &[Entry];

    /// The bytes of a file.
    ///
    /// # Errors
    /// Says in plain words why there are none.
    fn read(&self, path: &RepoPath) -> Result<Arc<[u8]>, ReadError>;

    /// The first bytes of a file, at most `length`.
    ///
    /// # Errors
    /// Says in plain words why there are none.
    fn read_start(&self, path: &RepoPath, length: usize) -> Result<Vec<u8>, ReadError> {
        let bytes = self.read(path)?;
        Ok(bytes[..length.min(bytes.len())].to_vec())
    }

    /// The commit and time that output is dated with.
    fn provenance(&self) -> &Provenance;

    /// The latest changes under a folder, newest first, at most `limit`; none where there is no history.
    fn history(&self, folder: &str, limit: usize) -> Vec<Change>;

    /// The newest release that this state came of; none where there is no history, or no tag in it.
    fn release(&self) -> Option<&Release> {
        None
    }

    /// The entry at a path, if there is one.
    fn entry(&self, path: &RepoPath) -> Option<&Entry> {
        let entries = self.list();
        entries.binary_search_by(|entry| entry.path.cmp(path)).ok().map(|index| &entries[index])
    }
}
