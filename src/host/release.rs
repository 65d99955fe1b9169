//! The newest release: the last tag before the present state, and the plans that have changed since.

use std::collections::BTreeMap;
use std::path::Path;

use git2::{Commit, DiffOptions, Repository};

use super::git;
use crate::catalog::plan_folder;
use crate::text::RepoPath;
use crate::world::Release;

/// How many tags, newest first, are tried: those of other branches are not before the present state.
const MOST_TAGS: usize = 100;

/// The newest tag before `HEAD`, with the plans' documents that are another now, in the working tree.
pub(super) fn newest(root: &Path) -> Option<Release> {
    let repository = git::open(root)?;
    let tags = repository.tag_names(None).ok()?;
    if tags.is_empty() {
        return None;
    }
    let head = repository.head().ok()?.peel_to_commit().ok()?;
    let mut tagged: Vec<(Commit<'_>, String)> = Vec::new();
    for name in (0..tags.len()).filter_map(|index| tags.get(index).ok().flatten()) {
        let object = repository.revparse_single(&format!("refs/tags/{name}"));
        tagged.extend(object.and_then(|object| object.peel_to_commit()).ok().map(|commit| (commit, name.to_owned())));
    }
    tagged.sort_by(|(a, a_name), (b, b_name)| (b.time().seconds(), b_name).cmp(&(a.time().seconds(), a_name)));
    let is_before = |commit: &Commit<'_>| {
        commit.id() == head.id() || repository.graph_descendant_of(head.id(), commit.id()).unwrap_or(false)
    };
    let (commit, tag) = tagged.into_iter().take(MOST_TAGS).find(|(commit, _)| is_before(commit))?;
    Some(Release { tag, changed: changed(&repository, root, &commit).unwrap_or_default().into_iter().collect() })
}

/// The plans' documents of a commit that the working tree has changed, as they were in it.
fn changed(
    repository: &Repository,
    root: &Path,
    commit: &Commit<'_>,
) -> Option<BTreeMap<RepoPath, std::sync::Arc<[u8]>>> {
    let prefix = git::prefix(repository, root)?;
    let mut options = DiffOptions::new();
    options.pathspec(prefix.join("plans")).include_untracked(false).ignore_submodules(true);
    let diff = repository.diff_tree_to_workdir_with_index(Some(&commit.tree().ok()?), Some(&mut options)).ok()?;
    let mut changed = BTreeMap::new();
    for delta in diff.deltas() {
        let (Some(path), id) = (delta.old_file().path(), delta.old_file().id()) else { continue };
        let Some(path) = path.strip_prefix(&prefix).ok().and_then(Path::to_str) else { continue };
        let path = RepoPath::new(path.replace('\\', "/"));
        if let (Some(_), Ok(blob)) = (plan_folder(&path), repository.find_blob(id)) {
            changed.insert(path, blob.content().into());
        }
    }
    Some(changed)
}
