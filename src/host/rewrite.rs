//! A file of the repository in a new version, with nothing lost on the way.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use super::output::{OutputError, sibling};
use crate::text::RepoPath;

/// Replaces `before` by `after` in the file at `path` of the repository at `root`, whole or not at all: it is written beside the
/// file and put in its place, with the same permissions. Where the path is a link, the file that it leads to is replaced, and the
/// link stays.
///
/// # Errors
/// Says why nothing was changed: the file holds something else than `before` (somebody saved it meanwhile), lies outside of the
/// repository, is read-only, or cannot be written.
pub fn rewrite_file(root: &Path, path: &RepoPath, before: &[u8], after: &[u8]) -> Result<(), OutputError> {
    let place = root.join(path.as_str());
    let refusal = |reason: &str| OutputError { path: place.clone(), reason: reason.to_owned() };
    let failure = |error: io::Error| OutputError { path: place.clone(), reason: error.to_string() };
    let root = fs::canonicalize(root).map_err(failure)?;
    let target = fs::canonicalize(&place).map_err(failure)?;
    if !target.starts_with(&root) {
        return Err(refusal("it leads out of the repository"));
    }
    let permissions = fs::metadata(&target).map_err(failure)?.permissions();
    let present = fs::read(&target).map_err(failure)?;
    if present == after {
        // Two paths may lead to one file.
        return Ok(());
    }
    if present != before {
        return Err(refusal("it was changed while it was being checked; run the check again"));
    }
    if permissions.readonly() {
        return Err(refusal("it is read-only"));
    }
    let staging = sibling(&target, "new");
    let written = fs::OpenOptions::new().write(true).create_new(true).open(&staging).and_then(|mut file| {
        file.write_all(after)?;
        file.set_permissions(permissions)?;
        file.sync_all()?;
        fs::rename(&staging, &target)
    });
    written.map_err(|error| {
        let _ = fs::remove_file(&staging);
        failure(error)
    })
}

#[cfg(test)]
mod tests {
    use super::rewrite_file;
    use crate::text::RepoPath;

    #[test]
    fn what_somebody_saved_meanwhile_stays() {
        let root = tempfile::TempDir::new().expect("a folder");
        let place = root.path().join("a.yaml");
        std::fs::write(&place, "theirs").expect("a file");
        let path = RepoPath::new("a.yaml");
        let error = rewrite_file(root.path(), &path, b"old", b"new").expect_err("a refusal");
        assert!(error.to_string().contains("was changed"), "{error}");
        assert_eq!(std::fs::read(&place).expect("a file"), b"theirs");
        rewrite_file(root.path(), &path, b"theirs", b"new").expect("it is written");
        assert_eq!(std::fs::read(&place).expect("a file"), b"new");
        assert_eq!(std::fs::read_dir(root.path()).expect("a folder").count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn links_and_permissions_stay() {
        use std::os::unix::fs::PermissionsExt;
        let root = tempfile::TempDir::new().expect("a folder");
        let outside = tempfile::TempDir::new().expect("a folder");
        let place = root.path().join("a.yaml");
        std::fs::write(&place, "old").expect("a file");
        std::fs::set_permissions(&place, std::fs::Permissions::from_mode(0o640)).expect("permissions");
        std::os::unix::fs::symlink(&place, root.path().join("link.yaml")).expect("a link");
        rewrite_file(root.path(), &RepoPath::new("link.yaml"), b"old", b"new").expect("it is written");
        assert_eq!(std::fs::read(&place).expect("a file"), b"new");
        assert!(std::fs::symlink_metadata(root.path().join("link.yaml")).expect("a link").is_symlink());
        assert_eq!(std::fs::metadata(&place).expect("a file").permissions().mode() & 0o777, 0o640);
        let far = outside.path().join("far.yaml");
        std::fs::write(&far, "old").expect("a file");
        std::os::unix::fs::symlink(&far, root.path().join("far.yaml")).expect("a link");
        assert!(rewrite_file(root.path(), &RepoPath::new("far.yaml"), b"old", b"new").is_err());
        assert_eq!(std::fs::read(&far).expect("a file"), b"old");
    }
}
