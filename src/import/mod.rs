//! A plan from what exists: a manifest of Open Know-How or a table of parts becomes the files of a plan, in which comments say what
//! was guessed.
//!
//! `bytes → Draft → files`. A [`Draft`] is what the other format tells; [`plan_files`] holds its lines against the catalog, and writes
//! it. What has no place in a plan is kept under `x-…`, or told in a note: nothing is lost without a word.

mod amount;
mod bill;
mod draft;
mod header;
mod manifest;
mod matching;
mod neighbours;
mod okh;
mod prose;
mod table;
mod write;
mod yaml;

#[cfg(test)]
mod tests;

pub use bill::read_bill;
pub use draft::{Author, Draft, DraftFile, Line};
pub use neighbours::bring;
pub use okh::read_okh;
pub use write::{Imported, plan_files};

/// Why something cannot be read, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Line, from 1.
    pub line: u32,
    /// Column, from 1, in characters.
    pub column: u32,
    /// What was found, and what was expected.
    pub message: String,
    /// What would mend it.
    pub help: Option<String>,
}
