//! What changed in a repository since the merge base of a revision and `HEAD`, the working tree included; and the repository as
//! it was then.
//!
//! A file counts as changed if what is on the disk differs from the merge base, however it came to: committed since, staged,
//! edited, new and not ignored, renamed, deleted. The state at the merge base is that of the disk with these files put back:
//! what git does not keep (ignored files, submodules, what links lead to) is the same on both sides, and so never news. A
//! submodule that was moved to another commit has no earlier state here: all its files count as new.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use git2::{
    BranchType, Commit, Delta, DiffFindOptions, DiffOptions, ErrorCode, FileMode, ObjectType, Oid, Repository, Tree,
};

use super::git;
use crate::catalog::MANIFEST;
use crate::schema::closest;
use crate::text::RepoPath;
use crate::world::{Change, Entry, FileChange, Provenance, ReadError, Release, World};

/// The file mode of a link.
const LINK: i32 = 0o120_000;

/// What changed since a revision.
pub struct Since {
    revision: String,
    merge_base: String,
    merge_base_time_s: i64,
    changes: Vec<FileChange>,
    /// What stood at the earlier places.
    earlier: BTreeMap<RepoPath, Earlier>,
    repository: Mutex<Repository>,
}

/// A file at the merge base.
#[derive(Clone, Copy)]
struct Earlier {
    blob: Oid,
    size_bytes: u64,
    is_link: bool,
}

impl Since {
    /// Finds what changed in the repository of `world` at `root`, which may be a folder of a larger git repository.
    ///
    /// # Errors
    /// Says in plain words what stands in the way, and how to mend it: no git repository, no commit yet, no such revision, no
    /// history in common, or a shallow clone that lacks it.
    pub fn find(root: &Path, world: &dyn World, revision: &str) -> Result<Self, String> {
        let repository = Repository::discover(root).map_err(|_| {
            format!(
                "`{}` is in no git repository, so nothing is known of what changed\nhelp: `git init` makes it one; without `--since`, all is told",
                root.display()
            )
        })?;
        let prefix = git::prefix(&repository, root)
            .ok_or_else(|| format!("`{}` is not in the work tree of its git repository", root.display()))?;
        if repository.is_path_ignored(prefix.join(MANIFEST)).unwrap_or(false)
            && repository.index().is_ok_and(|index| index.get_path(&prefix.join(MANIFEST), 0).is_none())
        {
            return Err(format!(
                "git ignores `{}`, so nothing is known of what changed\nhelp: look for it in `.gitignore`; without `--since`, all is told",
                root.display()
            ));
        }
        let (merge_base, merge_base_time_s, changes, earlier) = {
            let base = merge_base(&repository, revision)?;
            let tree = base.tree().map_err(|error| unreadable(&error))?;
            let deltas = deltas(&repository, &tree, &prefix).map_err(|error| unreadable(&error))?;
            let files = Files { repository: &repository, tree: &tree, prefix: &prefix, world, root };
            let (changes, earlier) = files.changes(&deltas);
            refuse_missing(&repository, &earlier, base.id())?;
            (base.id().to_string(), base.time().seconds(), changes, earlier)
        };
        let revision = revision.to_owned();
        Ok(Self { revision, merge_base, merge_base_time_s, changes, earlier, repository: Mutex::new(repository) })
    }

    /// The revision, as it was named.
    pub fn revision(&self) -> &str {
        &self.revision
    }

    /// The commit from which the change goes out, as 40 hexadecimal digits.
    pub fn merge_base(&self) -> &str {
        &self.merge_base
    }

    /// The files that differ, by path.
    pub fn changes(&self) -> &[FileChange] {
        &self.changes
    }

    /// The repository before the change; `now` is that of [`Since::find`].
    pub fn base<'w>(&'w self, now: &'w dyn World) -> BaseWorld<'w> {
        let is_new: BTreeSet<&RepoPath> = self.changes.iter().filter_map(|change| change.now.as_ref()).collect();
        let kept = now.list().iter().filter(|entry| !is_new.contains(&entry.path)).cloned();
        let put_back = self.earlier.iter().map(|(path, earlier)| Entry {
            path: path.clone(),
            size_bytes: earlier.size_bytes,
            leads_outside: earlier.is_link,
        });
        let mut entries: Vec<Entry> = kept.filter(|entry| !self.earlier.contains_key(&entry.path)).collect();
        entries.extend(put_back);
        entries.sort_by(|a, b| a.path.cmp(&b.path));
        let provenance = Provenance {
            commit: Some(self.merge_base.clone()),
            dirty: false,
            time_s: now.provenance().time_s.or(Some(self.merge_base_time_s)),
            ..now.provenance().clone()
        };
        BaseWorld { since: self, now, entries, provenance }
    }
}

/// The repository as it was before a change.
pub struct BaseWorld<'w> {
    since: &'w Since,
    now: &'w dyn World,
    entries: Vec<Entry>,
    provenance: Provenance,
}

impl World for BaseWorld<'_> {
    fn list(&self) -> &[Entry] {
        &self.entries
    }

    fn read(&self, path: &RepoPath) -> Result<Arc<[u8]>, ReadError> {
        let Some(earlier) = self.since.earlier.get(path) else { return self.now.read(path) };
        let repository = self.since.repository.lock().unwrap_or_else(PoisonError::into_inner);
        let blob = repository.find_blob(earlier.blob).map_err(|error| ReadError(error.message().to_owned()))?;
        Ok(blob.content().into())
    }

    fn read_start(&self, path: &RepoPath, length: usize) -> Result<Vec<u8>, ReadError> {
        if !self.since.earlier.contains_key(path) {
            return self.now.read_start(path, length);
        }
        let bytes = self.read(path)?;
        Ok(bytes[..length.min(bytes.len())].to_vec())
    }

    fn provenance(&self) -> &Provenance {
        &self.provenance
    }

    fn history(&self, folder: &str, limit: usize) -> Vec<Change> {
        self.now.history(folder, limit)
    }

    fn release(&self) -> Option<&Release> {
        self.now.release()
    }
}

fn unreadable(error: &git2::Error) -> String {
    format!("git cannot read what changed: {}", error.message())
}

/// Refuses to compare with files that git has not fetched: a partial clone brings them only when git itself asks.
fn refuse_missing(repository: &Repository, earlier: &BTreeMap<RepoPath, Earlier>, base: Oid) -> Result<(), String> {
    let objects = repository.odb().map_err(|error| unreadable(&error))?;
    match earlier.iter().find(|(_, file)| !objects.exists(file.blob)) {
        None => Ok(()),
        Some((path, _)) => Err(format!(
            "git has not fetched `{path}` as it was: this is a partial clone\nhelp: `git diff --stat {base}` fetches what is missing"
        )),
    }
}

/// The latest commit that `HEAD` and a revision have in common.
fn merge_base<'r>(repository: &'r Repository, revision: &str) -> Result<Commit<'r>, String> {
    let head = repository.head().and_then(|head| head.peel_to_commit()).map_err(|error| match error.code() {
        ErrorCode::UnbornBranch | ErrorCode::NotFound => {
            "this git repository has no commit yet, so there is nothing to compare with\nhelp: commit first; without `--since`, all is told".to_owned()
        }
        _ => unreadable(&error),
    })?;
    let named = repository
        .revparse_single(revision)
        .and_then(|object| object.peel_to_commit())
        .map_err(|error| unknown(repository, revision, &error))?;
    let shared = repository.merge_base(named.id(), head.id()).and_then(|id| repository.find_commit(id));
    shared.map_err(|error| match error.code() {
        _ if repository.is_shallow() => format!(
            "what `{revision}` and `HEAD` have in common is not in this shallow clone, which has only the latest commits\n\
             help: `git fetch --deepen=100` brings more (again, until it is there), `git fetch --unshallow` all; in a workflow of \
             GitHub, give `actions/checkout` the option `fetch-depth: 0`"
        ),
        ErrorCode::NotFound => format!(
            "`{revision}` and `HEAD` have no history in common\nhelp: name a branch or commit that this one comes from"
        ),
        _ => unreadable(&error),
    })
}

/// Why a revision is not known, with what may have been meant.
fn unknown(repository: &Repository, revision: &str, error: &git2::Error) -> String {
    if error.code() == ErrorCode::Ambiguous {
        return format!("`{revision}` may mean several commits\nhelp: write more of its digits");
    }
    if !matches!(error.code(), ErrorCode::NotFound | ErrorCode::InvalidSpec | ErrorCode::Peel) {
        return format!("git cannot read the revision `{revision}`: {}", error.message());
    }
    let names = names(repository);
    let of_remote = names.iter().find(|name| name.strip_suffix(revision).is_some_and(|remote| remote.ends_with('/')));
    let close = of_remote.map(String::as_str).or_else(|| closest(revision, names.iter().map(String::as_str)));
    let mut message = format!("git does not know the revision `{revision}`");
    if let Some(close) = close {
        message += &format!("\nhelp: did you mean `{close}`?");
    } else if repository.is_shallow() {
        message += "; this is a shallow clone, which has only the latest commits\n\
                    help: `git fetch --deepen=100` brings more of this branch, `git fetch origin BRANCH` another one, `git fetch --unshallow` all";
    } else {
        message += "\nhelp: name a branch, a tag, a commit, or the like of `HEAD~1`";
    }
    message
}

/// The names of all branches and tags, sorted.
fn names(repository: &Repository) -> Vec<String> {
    let mut names = Vec::new();
    for kind in [BranchType::Local, BranchType::Remote] {
        let branches = repository.branches(Some(kind)).into_iter().flatten().flatten();
        names.extend(branches.filter_map(|(branch, _)| branch.name().ok().flatten().map(str::to_owned)));
    }
    if let Ok(tags) = repository.tag_names(None) {
        names.extend(tags.iter().flatten().flatten().map(str::to_owned));
    }
    names.sort();
    names.dedup();
    names
}

/// A difference as git tells it: paths from the work tree's root.
struct GitDelta {
    before: Option<PathBuf>,
    now: Option<PathBuf>,
    is_renamed: bool,
    is_submodule: bool,
}

fn deltas(repository: &Repository, tree: &Tree<'_>, prefix: &Path) -> Result<Vec<GitDelta>, git2::Error> {
    let mut options = DiffOptions::new();
    options.include_untracked(true).recurse_untracked_dirs(true).include_typechange(true);
    if !prefix.as_os_str().is_empty() {
        options.pathspec(prefix).disable_pathspec_match(true);
    }
    let mut diff = repository.diff_tree_to_workdir_with_index(Some(tree), Some(&mut options))?;
    diff.find_similar(Some(DiffFindOptions::new().renames(true).for_untracked(true)))?;
    let delta = |delta: git2::DiffDelta<'_>| {
        let (old, new) = (delta.old_file(), delta.new_file());
        GitDelta {
            before: old.path().map(Path::to_path_buf),
            now: new.path().map(Path::to_path_buf),
            is_renamed: delta.status() == Delta::Renamed,
            is_submodule: old.mode() == FileMode::Commit || new.mode() == FileMode::Commit,
        }
    };
    Ok(diff.deltas().map(delta).collect())
}

/// Both states of the files.
struct Files<'f> {
    repository: &'f Repository,
    tree: &'f Tree<'f>,
    /// Where the plan repository lies in the work tree.
    prefix: &'f Path,
    world: &'f dyn World,
    root: &'f Path,
}

impl Files<'_> {
    fn changes(&self, deltas: &[GitDelta]) -> (Vec<FileChange>, BTreeMap<RepoPath, Earlier>) {
        let mut changes: BTreeSet<FileChange> = BTreeSet::new();
        let mut earlier = BTreeMap::new();
        let mut is_renamed: BTreeSet<RepoPath> = BTreeSet::new();
        // Those that were renamed first: their places then are spoken for.
        for delta in deltas.iter().filter(|delta| delta.is_renamed) {
            let before = delta.before.as_deref().and_then(|path| self.earlier(path));
            let now = delta.now.as_deref().and_then(|path| self.now(path));
            is_renamed.extend(before.iter().map(|(path, _)| path.clone()).chain(now.clone()));
            let before = before.map(|(path, file)| {
                earlier.insert(path.clone(), file);
                path
            });
            if before.is_some() || now.is_some() {
                changes.insert(FileChange { before, now });
            }
        }
        for delta in deltas.iter().filter(|delta| !delta.is_renamed) {
            let Some(path) = delta.now.as_deref().or(delta.before.as_deref()) else { continue };
            let is_folder = delta.is_submodule || path.to_string_lossy().ends_with('/');
            if is_folder {
                let files = self.below(path).into_iter();
                changes.extend(files.map(|file| FileChange { before: None, now: Some(file) }));
                continue;
            }
            let is_free = |path: &RepoPath| !is_renamed.contains(path);
            let before = self.earlier(path).filter(|(path, _)| is_free(path));
            let now = self.now(path).filter(is_free);
            if before.as_ref().is_some_and(|(_, file)| now.is_some() && self.is_same(path, file)) {
                continue;
            }
            let before = before.map(|(path, file)| {
                earlier.insert(path.clone(), file);
                path
            });
            if before.is_some() || now.is_some() {
                changes.insert(FileChange { before, now });
            }
        }
        let mut changes: Vec<FileChange> = changes.into_iter().collect();
        changes.sort_by(|a, b| a.path().cmp(&b.path()));
        (changes, earlier)
    }

    /// A path of git's as one of the plan repository; `None` if it is not in it, or hidden, which no command reads.
    fn place(&self, path: &Path) -> Option<RepoPath> {
        let relative = path.strip_prefix(self.prefix).ok()?;
        let mut parts = Vec::new();
        for part in relative.components() {
            let Component::Normal(part) = part else { return None };
            parts.push(part.to_str().filter(|part| !part.starts_with('.'))?);
        }
        (!parts.is_empty()).then(|| RepoPath::new(parts.join("/")))
    }

    fn now(&self, path: &Path) -> Option<RepoPath> {
        self.place(path).filter(|place| self.world.entry(place).is_some())
    }

    fn earlier(&self, path: &Path) -> Option<(RepoPath, Earlier)> {
        let place = self.place(path)?;
        let entry = self.tree.get_path(path).ok()?;
        if entry.kind() != Some(ObjectType::Blob) {
            return None;
        }
        let header = self.repository.odb().and_then(|objects| objects.read_header(entry.id()));
        let size_bytes = header.map_or(0, |(size, _)| size as u64);
        Some((place, Earlier { blob: entry.id(), size_bytes, is_link: entry.filemode() == LINK }))
    }

    /// The files of a folder.
    fn below(&self, folder: &Path) -> Vec<RepoPath> {
        let Some(folder) = self.place(folder) else { return Vec::new() };
        let entries = self.world.list().iter().filter(|entry| entry.path.is_in(folder.as_str()));
        entries.map(|entry| entry.path.clone()).collect()
    }

    /// Whether the file is as it was after all: staged in another state, and put back.
    fn is_same(&self, path: &Path, earlier: &Earlier) -> bool {
        let Some(place) = self.place(path) else { return false };
        let hash = Oid::hash_file(ObjectType::Blob, self.root.join(place.as_str()));
        !earlier.is_link && hash.is_ok_and(|hash| hash == earlier.blob)
    }
}
