//! One number for all that a repository gives to packets, by which it is known whether a packet would come out the same.

use std::collections::BTreeSet;

use sha2::{Digest, Sha256};

use super::manifest::sha256_hex;
use crate::catalog::Catalog;
use crate::model::BomEntry;
use crate::text::{RepoPath, Sources};
use crate::world::World;

/// SHA-256 over every document, every file that a plan names, the templates, and the version of groundup, as 64 hexadecimal
/// digits. A document from outside the repository counts by its content, wherever it lies; a file that cannot be read by its
/// absence. Files that nothing names do not count.
pub fn inputs_sha256(world: &dyn World, sources: &Sources, catalog: &Catalog) -> String {
    let mut lines: BTreeSet<String> = BTreeSet::new();
    let mut known: BTreeSet<RepoPath> = BTreeSet::new();
    for (_, source) in sources.iter() {
        let is_inside = world.entry(&source.path).is_some();
        let path = if is_inside { source.path.as_str() } else { "" };
        lines.insert(format!("{} {path}", sha256_hex(source.text.as_bytes())));
        known.insert(source.path.clone());
    }
    let templates = world.list().iter().map(|entry| &entry.path).filter(|path| path.as_str().starts_with("templates/"));
    let mut named: BTreeSet<RepoPath> = templates.cloned().collect();
    for plan in &catalog.plans {
        let folder = sources.get(plan.span.file).path.folder();
        let drawings = plan.bom.iter().filter_map(|line| match &line.entry {
            BomEntry::Part(part) => part.drawing.as_ref(),
            BomEntry::Item { .. } => None,
        });
        let listed = plan.files.iter().map(|file| &file.path);
        let paths = listed.chain(plan.image.as_ref()).chain(plan.instructions.as_ref()).chain(drawings);
        named.extend(paths.filter_map(|path| RepoPath::join(folder, &path.value)));
    }
    for path in named.difference(&known) {
        let is_inside = world.entry(path).is_some_and(|entry| !entry.leads_outside);
        let content = is_inside.then(|| world.read(path).ok()).flatten();
        let digest = content.map_or_else(|| "none".to_owned(), |content| sha256_hex(&content));
        lines.insert(format!("{digest} {}", path.as_str()));
    }
    let mut hasher = Sha256::new();
    hasher.update(concat!("groundup ", env!("CARGO_PKG_VERSION"), "\n"));
    for line in &lines {
        hasher.update(line);
        hasher.update("\n");
    }
    hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}
