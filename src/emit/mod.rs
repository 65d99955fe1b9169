//! How findings and reports look: in a terminal, as JSON, as graphs for other tools. Values to text; nothing is printed here.

mod local_human;
mod local_json;
mod paths_human;
mod paths_json;
mod resolution_graph;
mod resolution_json;
mod resolution_table;
mod resolution_tree;
mod style;

pub use local_human::local_human;
pub use local_json::{LocalDocument, local_document};
pub use paths_human::{paths_text, uses_text};
pub use paths_json::{no_paths_json, paths_json, uses_json};
pub use resolution_graph::{dot, mermaid};
pub use resolution_json::{ResolutionJson, resolution_json};
pub use resolution_table::{csv, table};
pub use resolution_tree::tree;
pub use style::Style;
