//! Which documents stand in each file, and where their pages are.

use std::collections::BTreeMap;

use super::input::SiteInput;
use super::links::{capability_page, facility_page, material_page, plan_page, process_page};
use crate::text::{FileId, Span};

/// A document that stands in a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Standing {
    /// Where it begins, in bytes.
    start: u32,
    /// What it is called.
    pub title: String,
    /// Its page.
    pub page: String,
}

/// The documents of each file, in its order.
pub fn standing(input: &SiteInput<'_>) -> BTreeMap<FileId, Vec<Standing>> {
    let mut files: BTreeMap<FileId, Vec<Standing>> = BTreeMap::new();
    let mut add = |span: Span, title: Option<&str>, id: &str, page: String| {
        let title = title.unwrap_or(id).to_owned();
        files.entry(span.file).or_default().push(Standing { start: span.start, title, page });
    };
    let catalog = input.catalog;
    for it in &catalog.plans {
        let id = it.id.value.as_str();
        add(it.span, it.title.as_deref(), id, plan_page(id));
    }
    for it in &catalog.materials {
        let id = it.id.value.as_str();
        add(it.span, it.title.as_deref(), id, material_page(id));
    }
    for it in &catalog.processes {
        let id = it.id.value.as_str();
        add(it.span, it.title.as_deref(), id, process_page(id));
    }
    for it in &catalog.capabilities {
        let id = it.id.value.as_str();
        add(it.span, it.title.as_deref(), id, capability_page(id));
    }
    for it in &catalog.facilities {
        let id = it.id.value.as_str();
        add(it.span, it.title.as_deref(), id, facility_page(id));
    }
    files.values_mut().for_each(|documents| documents.sort());
    files
}
