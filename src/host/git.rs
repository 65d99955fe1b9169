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
        remote: repository.find_remote("origin").ok().and_then(|remote| web_address(remote.url().ok()?)),
        branch: branch(&repository),
        folder: prefix(&repository, root).and_then(|folder| with_slashes(&folder)).unwrap_or_default(),
    }
}

/// The branch that is checked out; where none is, as in most continuous integration, that of the remote's own head.
fn branch(repository: &Repository) -> Option<String> {
    let head = repository.head().ok().filter(git2::Reference::is_branch);
    let name = |name: &str| Some(name.to_owned());
    if let Some(head) = head {
        return name(head.shorthand().ok()?);
    }
    let remote = repository.find_reference("refs/remotes/origin/HEAD").ok()?;
    name(remote.symbolic_target().ok()??.strip_prefix("refs/remotes/origin/")?)
}

fn with_slashes(path: &Path) -> Option<String> {
    let parts: Option<Vec<&str>> = path.components().map(|part| part.as_os_str().to_str()).collect();
    Some(parts?.join("/"))
}

/// Where the remote of a repository is seen in a browser: by `https`, without `.git`, and without what logs in. None for a folder.
fn web_address(remote: &str) -> Option<String> {
    let (scheme, rest) = match remote.split_once("://") {
        Some((scheme, rest)) => (scheme, rest.to_owned()),
        // `git@example.org:plans/press.git`; a path has no `:` before its first `/`.
        None => {
            let (host, path) =
                remote.split_once(':').filter(|(host, _)| !host.contains(['/', '\\']) && host.len() > 1)?;
            ("ssh", format!("{host}/{path}"))
        }
    };
    let (host, path) = rest.split_once('/')?;
    let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
    let (scheme, host) = match scheme {
        "https" | "http" => (scheme, host),
        // The port is that of another protocol.
        "ssh" | "git" | "git+ssh" => ("https", host.split(':').next()?),
        _ => return None,
    };
    let path = path.trim_matches('/');
    let path = path.strip_suffix(".git").unwrap_or(path);
    let is_clean =
        |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_graphic() && !"\"<>?#@".contains(c));
    (is_clean(host) && is_clean(path)).then(|| format!("{scheme}://{host}/{path}"))
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

#[cfg(test)]
mod tests {
    use super::web_address;

    #[test]
    fn a_remote_is_led_to_where_it_is_seen() {
        for remote in [
            "https://github.com/example/plans.git",
            "https://someone:secret@github.com/example/plans",
            "git@github.com:example/plans.git",
            "ssh://git@github.com:22/example/plans.git/",
            "git://github.com/example/plans.git",
        ] {
            assert_eq!(web_address(remote).as_deref(), Some("https://github.com/example/plans"), "{remote}");
        }
        for remote in ["/srv/plans.git", "../plans", "file:///srv/plans", "C:\\plans", "https://github.com", ""] {
            assert_eq!(web_address(remote), None, "{remote}");
        }
    }
}
