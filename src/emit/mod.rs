//! How findings and reports look: in a terminal, as JSON, as graphs for other tools. Values to text; nothing is printed here.

mod check_human;
mod check_json;
mod difference;
mod difference_json;
mod local_all;
mod local_human;
mod local_json;
mod paths_human;
mod paths_json;
mod phrase;
mod purchase;
mod resolution_graph;
mod resolution_json;
mod resolution_table;
mod resolution_tree;
mod runaway_json;
mod style;

pub use check_human::{check_summary, check_text};
pub use check_json::{CheckJson, check_json};
pub use difference::{Compared, Presence, difference_markdown, difference_text};
pub use difference_json::{DifferenceJson, difference_json};
pub use local_all::{LocalAllJson, local_all_json, local_all_text};
pub use local_human::local_text;
pub use local_json::{LocalJson, local_json};
pub use paths_human::{paths_text, uses_text};
pub use paths_json::{no_paths_json, paths_json, uses_json};
pub use purchase::{PurchaseJson, purchase_csv, purchase_json, purchase_text};
pub use resolution_graph::{dot, mermaid};
pub use resolution_json::{ResolutionJson, resolution_json};
pub use resolution_table::{csv, table};
pub use resolution_tree::tree;
pub use runaway_json::{RunawayJson, runaway_json};
pub use style::Style;

#[cfg(test)]
mod local_tests;

use crate::diagnostic::{Diagnostic, Severity};

/// How many findings there are of each severity: (errors, warnings).
fn count(diagnostics: &[Diagnostic]) -> (usize, usize) {
    let errors = diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error).count();
    (errors, diagnostics.len() - errors)
}
