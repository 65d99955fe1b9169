//! Pages for people: a catalog, its resolutions and its reports become a folder of files, path → bytes. Nothing here touches
//! the disk, asks for the time or opens a network connection, and equal input gives equal bytes.
//!
//! A page is a typed context (`Serialize` is derived there and nowhere else) and a function from values to it; what it looks
//! like is in `templates/`, which a repository may override file by file. What authors wrote is Markdown, and comes out inert.

mod active;
mod answers;
mod claim_text;
mod context;
mod documents;
pub mod drawing;
mod edit;
pub mod export;
mod files;
mod filling;
mod form;
mod input;
mod kind;
mod license_words;
mod links;
mod names;
pub mod outline;
mod overview;
pub mod packet;
mod page;
mod part;
mod pictures;
mod prose;
mod score;
mod site;
pub mod sketch;
mod view;
mod web;
mod wording;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

pub use answers::{Answers, Ask, DataFile, IsTold, PacketFile, data_path};
pub use claim_text::{ClaimText, FigureText, MeasureText};
pub use filling::templates::{TemplateError, Templates};
pub use form::{Form, Generator};
pub use input::{Problem, SiteInput};
pub use overview::{Overview, plans_above};
pub use pictures::{GanttWords, gantt_svg, order_svg};
pub use site::{LazySite, site};

/// A folder in memory: path with `/` → content. Paths are relative and stay inside.
#[derive(Clone, Debug, Default)]
pub struct Bundle {
    /// The files, sorted by path.
    pub files: BTreeMap<String, Arc<[u8]>>,
}

impl Bundle {
    /// Adds a file; the later of two with one path stays.
    pub fn add(&mut self, path: impl Into<String>, content: impl Into<Arc<[u8]>>) {
        self.files.insert(path.into(), content.into());
    }

    /// The files as (path, content), sorted by path.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.files.iter().map(|(path, content)| (path.as_str(), &content[..]))
    }
}

/// Where files go as soon as they are made, so that a large site is never whole in memory. Asked from several threads.
pub trait Sink: Sync {
    /// Takes a file: its path with `/`, relative and inside, and what it holds.
    fn put(&self, path: &str, content: &[u8]);
}

impl Sink for Mutex<Bundle> {
    fn put(&self, path: &str, content: &[u8]) {
        self.lock().unwrap_or_else(PoisonError::into_inner).add(path, content);
    }
}
