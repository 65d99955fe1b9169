//! How a file came to differ between two states of a repository.

use crate::text::RepoPath;

/// One file that differs. At least one of the two places is there.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FileChange {
    /// Where it was; `None` if it is new.
    pub before: Option<RepoPath>,
    /// Where it is; `None` if it is gone.
    pub now: Option<RepoPath>,
}

impl FileChange {
    /// Where it is, or was last: the place by which people know it.
    pub fn path(&self) -> Option<&RepoPath> {
        self.now.as_ref().or(self.before.as_ref())
    }

    /// Where it came from, if it was renamed.
    pub fn renamed_from(&self) -> Option<&RepoPath> {
        self.before.as_ref().filter(|before| self.now.as_ref().is_some_and(|now| now != *before))
    }
}
