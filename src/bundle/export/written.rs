//! The pages that were written, for the lists that generators want.

use std::collections::BTreeMap;

use crate::bundle::form::SECTIONS;

/// A page that was written, for the lists of pages.
#[derive(Clone, Debug)]
pub(super) struct Written {
    /// Its path on our own site: `plans/press.html`.
    pub path: String,
    /// What it is called.
    pub title: String,
    /// One sentence.
    pub summary: Option<String>,
}

/// Pages by folder, in the order of the menu, for the tables of contents that generators want.
pub(super) fn by_folder(pages: &[Written]) -> BTreeMap<usize, Vec<&Written>> {
    let mut folders: BTreeMap<usize, Vec<&Written>> = BTreeMap::new();
    for page in pages {
        let folder = page.path.split('/').next().unwrap_or_default();
        if let Some(at) = SECTIONS.iter().position(|(name, _)| *name == folder) {
            folders.entry(at).or_default().push(page);
        }
    }
    folders
}
