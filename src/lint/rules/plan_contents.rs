//! What the files of plans begin with: for the rules about what is in them.

use std::collections::BTreeSet;

use rayon::prelude::*;

use super::plan_paths::named_files;
use crate::instructions::decode;
use crate::lint::Lint;
use crate::text::{RepoPath, Span};

/// How much of a file is looked at: enough for the first words of any format.
const START_BYTES: usize = 1024;

/// A file that a plan names or its instructions show, which is there.
pub(super) struct NamedContent {
    /// Where it is.
    pub(super) path: RepoPath,
    /// Where it is first named.
    pub(super) span: Span,
    /// Its size.
    pub(super) size_bytes: u64,
    /// Its first bytes, or why there are none.
    pub(super) start: Result<Vec<u8>, String>,
}

/// Every file that plans name, once each, in the order of plans; the instructions themselves are left out.
pub(super) fn contents(lint: &Lint<'_>) -> Vec<NamedContent> {
    let mut seen: BTreeSet<RepoPath> =
        lint.instructions.iter().map(|instructions| lint.sources.get(instructions.file).path.clone()).collect();
    let mut places: Vec<(RepoPath, Span, u64)> = Vec::new();
    let mut add = |folder: &str, written: &str, span: Span| {
        let Some(path) = RepoPath::join(folder, written) else { return };
        let Some(entry) = lint.world.entry(&path).filter(|entry| !entry.leads_outside) else { return };
        if seen.insert(path.clone()) {
            places.push((path, span, entry.size_bytes));
        }
    };
    for plan in &lint.catalog.plans {
        let folder = lint.sources.get(plan.span.file).path.folder();
        named_files(plan).iter().for_each(|file| add(folder, file.written, file.span));
    }
    for instructions in lint.instructions {
        let folder = lint.sources.get(instructions.file).path.folder();
        for picture in &instructions.text.pictures {
            add(folder, &decode(&picture.destination), picture.span);
        }
    }
    let read = |(path, span, size_bytes): (RepoPath, Span, u64)| {
        let start = lint.world.read_start(&path, START_BYTES).map_err(|error| error.0);
        NamedContent { path, span, size_bytes, start }
    };
    places.into_par_iter().map(read).collect()
}

impl NamedContent {
    /// Whether it stands for a file that Git LFS keeps elsewhere.
    pub(super) fn is_lfs_pointer(&self) -> bool {
        self.start.as_ref().is_ok_and(|start| start.starts_with(b"version https://git-lfs.github.com/spec/"))
    }
}
