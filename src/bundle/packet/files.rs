//! The plan's own files in the packet: CAD, drawings, firmware, pictures, and what the build instructions show.

use std::collections::BTreeMap;

use super::PacketError;
use super::job::Job;
use crate::bundle::Bundle;
use crate::bundle::links::file_name;
use crate::model::BomEntry;
use crate::text::{RepoPath, Spanned};

/// The folder of the packet that they lie in.
const FOLDER: &str = "files";

/// Where each file of the plans built here lies: path in the repository → path in the packet. Files that are not there, or
/// lead out of the repository, are left out: the linter told of them.
pub fn files_of(job: &Job<'_>) -> BTreeMap<RepoPath, String> {
    let mut files = BTreeMap::new();
    for plan in &job.plans {
        let described = &job.catalog().plans[*plan];
        let folder = job.folder(*plan);
        let top = if *plan == job.plan {
            FOLDER.to_owned()
        } else {
            format!("{FOLDER}/{}", file_name(described.id.value.as_str()))
        };
        let drawings = described.bom.iter().filter_map(|line| match &line.entry {
            BomEntry::Part(part) => part.drawing.as_ref(),
            BomEntry::Item { .. } => None,
        });
        let listed = described.files.iter().map(|file| &file.path);
        let named = listed.chain(described.image.as_ref()).chain(described.instructions.as_ref()).chain(drawings);
        for path in named.filter_map(|path: &Spanned<String>| RepoPath::join(folder, &path.value)) {
            let is_there = job.request.world.entry(&path).is_some_and(|entry| !entry.leads_outside);
            if !is_there || files.contains_key(&path) {
                continue;
            }
            let below = path.as_str().strip_prefix(folder).map(|rest| rest.trim_start_matches('/'));
            let to = below
                .map_or_else(|| format!("{FOLDER}/repository/{}", path.as_str()), |below| format!("{top}/{below}"));
            files.insert(path, to);
        }
    }
    files
}

/// Copies them.
///
/// # Errors
/// A file is listed and cannot be read.
pub fn copy(job: &Job<'_>, bundle: &mut Bundle) -> Result<(), PacketError> {
    for (from, to) in &job.files {
        let content = job.request.world.read(from);
        let content =
            content.map_err(|error| PacketError::File { path: from.to_string(), reason: error.to_string() })?;
        bundle.add(to.clone(), content);
    }
    Ok(())
}
