//! Files where there are none yet: all of them, or none.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::output::{OutputError, sibling};

/// Writes new files below `root`, each by its path from there. What is there already is never replaced: then, and on any other
/// failure, those that were written before are taken away again.
///
/// # Errors
/// Says which file could not be written, and why; everything is then as it was.
pub fn create_files(root: &Path, files: &[(String, Vec<u8>)]) -> Result<(), OutputError> {
    let mut made = Made::default();
    for (path, content) in files {
        let place = root.join(path);
        if let Err(error) = create(&place, content, &mut made) {
            made.take_back();
            let reason = match error.kind() {
                io::ErrorKind::AlreadyExists => "there is one already, and it stays as it is".to_owned(),
                _ => error.to_string(),
            };
            return Err(OutputError { path: place, reason });
        }
    }
    Ok(())
}

#[derive(Default)]
struct Made {
    /// In the order in which they came.
    folders: Vec<PathBuf>,
    files: Vec<PathBuf>,
}

impl Made {
    fn take_back(&self) {
        for file in &self.files {
            let _ = fs::remove_file(file);
        }
        for folder in self.folders.iter().rev() {
            let _ = fs::remove_dir(folder);
        }
    }
}

fn create(place: &Path, content: &[u8], made: &mut Made) -> io::Result<()> {
    let folder = place.parent().unwrap_or(place);
    let missing: Vec<&Path> = folder.ancestors().take_while(|folder| !folder.exists()).collect();
    for folder in missing.into_iter().rev() {
        fs::create_dir(folder)?;
        made.folders.push(folder.to_path_buf());
    }
    // Written beside its place, and linked there: whole, and only where there is nothing.
    let staging = sibling(place, "new");
    let written = fs::write(&staging, content).and_then(|()| match fs::hard_link(&staging, place) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(error),
        Err(_) if place.exists() => Err(io::ErrorKind::AlreadyExists.into()),
        // Some file systems have no such links.
        Err(_) => fs::rename(&staging, place),
        Ok(()) => Ok(()),
    });
    let _ = fs::remove_file(&staging);
    written?;
    made.files.push(place.to_path_buf());
    Ok(())
}

/// The bytes of an ordinary file in the folder of `file`, or below it; `None` if there is none, or a link leads out of the folder.
pub fn read_beside(file: &Path, path: &str) -> Option<Vec<u8>> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let folder = fs::canonicalize(folder).ok()?;
    let place = fs::canonicalize(folder.join(path)).ok()?;
    (place.starts_with(&folder) && place.is_file()).then(|| fs::read(place).ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::create_files;

    #[test]
    fn all_is_written_or_nothing() {
        let root = tempfile::TempDir::new().expect("a folder");
        let file = |path: &str| (path.to_owned(), b"new".to_vec());
        std::fs::create_dir(root.path().join("materials")).expect("a folder");
        std::fs::write(root.path().join("materials/a.yaml"), "old").expect("a file");
        let error =
            create_files(root.path(), &[file("plans/a/plan.yaml"), file("materials/a.yaml")]).expect_err("a refusal");
        assert!(error.to_string().contains("there is one already"), "{error}");
        assert!(!root.path().join("plans").exists());
        assert_eq!(std::fs::read(root.path().join("materials/a.yaml")).expect("a file"), b"old");
        create_files(root.path(), &[file("plans/a/plan.yaml"), file("materials/b.yaml")]).expect("they are written");
        assert_eq!(std::fs::read(root.path().join("plans/a/plan.yaml")).expect("a file"), b"new");
        assert_eq!(std::fs::read_dir(root.path().join("materials")).expect("a folder").count(), 2);
    }
}
