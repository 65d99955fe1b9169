//! A repository as it was at a git revision, read from git's objects: nothing is checked out.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use git2::{ErrorCode, ObjectType, Oid, Repository, Tree, TreeWalkMode, TreeWalkResult};

use super::git;
use crate::catalog::MANIFEST;
use crate::text::RepoPath;
use crate::world::{Change, Entry, Provenance, ReadError, World};

/// The file mode of a link.
const LINK: i32 = 0o120_000;

/// The files of one revision, listed once.
pub struct RevisionWorld {
    repository: Mutex<Repository>,
    entries: Vec<Entry>,
    /// By entry.
    blobs: Vec<Oid>,
    provenance: Provenance,
}

impl RevisionWorld {
    /// The repository at `root`, which may be a folder of a larger git repository, as it was at a revision.
    ///
    /// # Errors
    /// Says in plain words why there is none: no git repository, no such revision, or no plan repository in it.
    pub fn open(root: &Path, revision: &str) -> Result<Self, String> {
        let root = std::fs::canonicalize(root).map_err(|error| format!("cannot open `{}`: {error}", root.display()))?;
        let repository = Repository::discover(&root).map_err(|_| {
            format!(
                "`{}` is in no git repository, so it has no other revisions\nhelp: `git init` makes it one",
                root.display()
            )
        })?;
        let prefix = git::prefix(&repository, &root)
            .ok_or_else(|| format!("`{}` is not in the work tree of its git repository", root.display()))?;
        let (entries, provenance) = {
            let commit = repository
                .revparse_single(revision)
                .and_then(|object| object.peel_to_commit())
                .map_err(|error| unknown(&repository, revision, &error))?;
            let time_s = Some(commit.time().seconds());
            let commit_id = Some(commit.id().to_string());
            let provenance = Provenance { commit: commit_id, dirty: false, time_s, ..Provenance::default() };
            let tree = commit.tree().map_err(|error| unknown(&repository, revision, &error))?;
            let missing = |_| {
                let place = if prefix.as_os_str().is_empty() { ".".into() } else { prefix.to_string_lossy() };
                format!("`{revision}` has no `{MANIFEST}` in `{place}`: the plan repository was not there yet")
            };
            let folder = if prefix.as_os_str().is_empty() {
                tree
            } else {
                let object = tree.get_path(&prefix).and_then(|entry| entry.to_object(&repository)).map_err(missing)?;
                object.peel_to_tree().map_err(missing)?
            };
            folder.get_path(Path::new(MANIFEST)).map_err(missing)?;
            (listed(&repository, &folder)?, provenance)
        };
        let (entries, blobs) = entries.into_iter().unzip();
        Ok(Self { repository: Mutex::new(repository), entries, blobs, provenance })
    }

    /// The commit, as 40 hexadecimal digits.
    pub fn commit(&self) -> &str {
        self.provenance.commit.as_deref().unwrap_or_default()
    }
}

fn unknown(repository: &Repository, revision: &str, error: &git2::Error) -> String {
    let is_shallow = repository.is_shallow();
    match error.code() {
        _ if is_shallow => format!(
            "git does not know the revision `{revision}`; this is a shallow clone, which has only the latest ones\n\
             help: `git fetch --unshallow` brings the others"
        ),
        ErrorCode::NotFound | ErrorCode::InvalidSpec => format!(
            "git does not know the revision `{revision}`\nhelp: name a branch, a tag, a commit, or the like of `HEAD~1`"
        ),
        ErrorCode::Ambiguous => format!("`{revision}` may mean several commits\nhelp: write more of its digits"),
        _ => format!("git cannot read the revision `{revision}`: {}", error.message()),
    }
}

/// The files below a tree, sorted by path; folders that begin with a dot are passed over, as on the disk.
fn listed(repository: &Repository, folder: &Tree<'_>) -> Result<Vec<(Entry, Oid)>, String> {
    let objects = repository.odb().map_err(|error| format!("cannot read git's objects: {}", error.message()))?;
    let mut entries = Vec::new();
    folder
        .walk(TreeWalkMode::PreOrder, |parent, entry| {
            let Ok(name) = entry.name() else { return TreeWalkResult::Skip };
            if name.starts_with('.') {
                return TreeWalkResult::Skip;
            }
            if entry.kind() == Some(ObjectType::Blob) {
                let path = RepoPath::new(format!("{}{name}", parent));
                let size_bytes = objects.read_header(entry.id()).map_or(0, |(size, _)| size as u64);
                // Where a link leads is not followed here; what it named is not read.
                let leads_outside = entry.filemode() == LINK;
                entries.push((Entry { path, size_bytes, leads_outside }, entry.id()));
            }
            TreeWalkResult::Ok
        })
        .map_err(|error| format!("cannot list the revision: {}", error.message()))?;
    entries.sort_by(|a, b| a.0.path.cmp(&b.0.path));
    Ok(entries)
}

impl World for RevisionWorld {
    fn list(&self) -> &[Entry] {
        &self.entries
    }

    fn read(&self, path: &RepoPath) -> Result<Arc<[u8]>, ReadError> {
        let index = self.entries.binary_search_by(|entry| entry.path.cmp(path));
        let blob = index.map(|index| self.blobs[index]).map_err(|_| ReadError("there is no such file".to_owned()))?;
        let repository = self.repository.lock().unwrap_or_else(PoisonError::into_inner);
        let blob = repository.find_blob(blob).map_err(|error| ReadError(error.message().to_owned()))?;
        Ok(blob.content().into())
    }

    fn provenance(&self) -> &Provenance {
        &self.provenance
    }

    fn history(&self, _folder: &str, _limit: usize) -> Vec<Change> {
        Vec::new()
    }
}
