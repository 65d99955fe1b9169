//! What git knows of a repository: its commit, whether files differ from it, and a folder's history.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use git2::{Commit, ErrorCode, Repository, Sort, StatusOptions, Tree};

use super::output::is_output;
use crate::world::{Change, Provenance};

/// How many commits a history looks back over.
const HISTORY_LIMIT: usize = 2_000;

/// The commit and time that output is dated with. `SOURCE_DATE_EPOCH` goes before the commit's time.
pub(super) fn provenance(root: &Path) -> Provenance {
    let stated = std::env::var("SOURCE_DATE_EPOCH").ok().and_then(|seconds| seconds.trim().parse().ok());
    let Some(repository) = open(root) else { return Provenance { time_s: stated, ..Provenance::default() } };
    let head = repository.head().ok().and_then(|head| head.peel_to_commit().ok());
    Provenance {
        time_s: stated.or(head.as_ref().map(|commit| commit.time().seconds())),
        dirty: is_dirty(&repository, root),
        commit: head.map(|commit| commit.id().to_string()),
    }
}

/// The latest changes under `folder`, newest first.
pub(super) fn history(root: &Path, folder: &str, limit: usize) -> Vec<Change> {
    collect_history(root, folder, limit).unwrap_or_default()
}

/// The folder whose own folders have their histories gathered in one walk.
const GATHERED: &str = "plans";

/// The latest changes of a folder of [`GATHERED`], where they were gathered: a walk for each plan would take as long as all
/// together, thousands of times.
pub(super) fn gathered<'h>(histories: &'h Histories, folder: &str, limit: usize) -> Option<&'h [Change]> {
    let name = folder.strip_prefix(GATHERED)?.strip_prefix('/')?;
    if name.contains('/') || limit > KEPT {
        return None;
    }
    let changes = histories.get(name).map_or(&[][..], Vec::as_slice);
    Some(&changes[..changes.len().min(limit)])
}

/// By the name of a folder: its latest changes, newest first, at most [`KEPT`].
pub(super) type Histories = HashMap<String, Vec<Change>>;

/// How many changes of a folder are kept.
const KEPT: usize = 16;

/// The latest changes of every folder of [`GATHERED`].
pub(super) fn histories(root: &Path) -> Histories {
    collect_histories(root).unwrap_or_default()
}

fn collect_histories(root: &Path) -> Option<Histories> {
    let repository = open(root)?;
    let above = prefix(&repository, root)?.join(GATHERED);
    let mut histories = Histories::new();
    for id in walk(&repository)? {
        let commit = repository.find_commit(id).ok()?;
        if !is_changed_by(&commit, &above) {
            continue;
        }
        let entries = |commit: &Commit<'_>| -> HashMap<Vec<u8>, git2::Oid> {
            let tree = tree_at(commit, &above).and_then(|id| repository.find_tree(id).ok());
            let entries = tree.iter().flat_map(Tree::iter);
            entries.map(|entry| (entry.name_bytes().to_vec(), entry.id())).collect()
        };
        let (now, before) = (entries(&commit), commit.parents().map(|parent| entries(&parent)).collect::<Vec<_>>());
        // What is in no parent as it is now; of what is gone, what one had.
        let names: HashSet<&Vec<u8>> = before.iter().chain([&now]).flat_map(HashMap::keys).collect();
        let is_changed = |name: &&&Vec<u8>| before.iter().all(|before| before.get(**name) != now.get(**name));
        for name in names.iter().filter(is_changed) {
            let changes = histories.entry(String::from_utf8_lossy(name).into_owned()).or_default();
            if changes.len() < KEPT {
                changes.push(change_of(&commit));
            }
        }
    }
    Some(histories)
}

/// The latest commits, newest first.
fn walk(repository: &Repository) -> Option<impl Iterator<Item = git2::Oid>> {
    let mut walk = repository.revwalk().ok()?;
    walk.set_sorting(Sort::TOPOLOGICAL | Sort::TIME).ok()?;
    walk.push_head().ok()?;
    Some(walk.flatten().take(HISTORY_LIMIT))
}

fn change_of(commit: &Commit<'_>) -> Change {
    Change {
        commit: commit.id().to_string(),
        time_s: commit.time().seconds(),
        author: String::from_utf8_lossy(commit.author().name_bytes()).into_owned(),
        summary: commit.summary_bytes().map(|text| String::from_utf8_lossy(text).into_owned()).unwrap_or_default(),
    }
}

fn collect_history(root: &Path, folder: &str, limit: usize) -> Option<Vec<Change>> {
    let repository = open(root)?;
    let folder = prefix(&repository, root)?.join(folder);
    let mut changes = Vec::new();
    for id in walk(&repository)? {
        let commit = repository.find_commit(id).ok()?;
        if is_changed_by(&commit, &folder) {
            changes.push(change_of(&commit));
            if changes.len() == limit {
                break;
            }
        }
    }
    Some(changes)
}

/// Why git tells nothing of a repository that is there, with what would mend it; `None` where nothing is hidden.
pub(super) fn trouble(root: &Path) -> Option<String> {
    let error = Repository::discover(root).err()?;
    let top = root.ancestors().find(|folder| folder.join(".git").exists())?;
    Some(if error.code() == ErrorCode::Owner {
        let top = top.display();
        format!(
            "the git repository `{top}` belongs to another user, so git does not read it: commit, history and changes are left \
             out\nhelp: if you trust it, run `git config --global --add safe.directory {top}`"
        )
    } else {
        let message = error.message();
        format!(
            "the git repository `{}` cannot be read: commit, history and changes are left out ({message})",
            top.display()
        )
    })
}

pub(super) fn open(root: &Path) -> Option<Repository> {
    Repository::discover(root).ok()
}

/// Where the plan repository lies inside the git repository.
pub(super) fn prefix(repository: &Repository, root: &Path) -> Option<PathBuf> {
    let work_tree = std::fs::canonicalize(repository.workdir()?).ok()?;
    root.strip_prefix(work_tree).ok().map(Path::to_path_buf)
}

fn is_dirty(repository: &Repository, root: &Path) -> bool {
    let Some(prefix) = prefix(repository, root) else { return false };
    let mut options = StatusOptions::new();
    options.include_untracked(true).recurse_untracked_dirs(true).include_ignored(false).exclude_submodules(true);
    if !prefix.as_os_str().is_empty() {
        options.pathspec(&prefix);
    }
    // Earlier output of our own may lie in the repository; what is made of it must not depend on that.
    let mut outputs: HashMap<PathBuf, bool> = HashMap::new();
    let mut is_in_output = |path: &Path| {
        let inside = path.strip_prefix(&prefix).unwrap_or(path);
        let above = inside.ancestors().skip(1).filter(|folder| !folder.as_os_str().is_empty());
        above
            .into_iter()
            .any(|folder| *outputs.entry(folder.to_owned()).or_insert_with(|| is_output(&root.join(folder))))
    };
    let Ok(statuses) = repository.statuses(Some(&mut options)) else { return false };
    statuses.iter().any(|status| !status.path().is_ok_and(|path| is_in_output(Path::new(path))))
}

fn tree_at(commit: &Commit<'_>, folder: &Path) -> Option<git2::Oid> {
    commit.tree().ok()?.get_path(folder).ok().map(|entry| entry.id())
}

/// Whether a commit itself changes the folder; a merge that takes it as one of its parents has it changes nothing.
fn is_changed_by(commit: &Commit<'_>, folder: &Path) -> bool {
    let tree = tree_at(commit, folder);
    (tree.is_some() || commit.parent_count() > 0) && commit.parents().all(|parent| tree_at(&parent, folder) != tree)
}
