//! What other programs take: Markdown for site generators ([`markdown`]), every figure as data with its schemas ([`data`]),
//! manifests of Open Know-How ([`okh`]), and pieces of pages to embed ([`fragments`]).

mod data;
mod fragments;
mod front_matter;
mod markdown;
mod okh;
mod scaffold;
mod written;

pub use data::{Document, ExportIndex, catalog_documents, export_index, schema_files};
pub use fragments::{FRAGMENTS, fragments};
pub use markdown::export_markdown;
pub use okh::{OkhFile, export_okh, technology_level, unpublished};
