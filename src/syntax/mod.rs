//! Bytes to spanned YAML: one tree a document, each key and value with its place.
//!
//! The format is the plain part of YAML 1.2: mappings, sequences and scalars. Anchors, aliases, merge keys and tags are
//! refused with a message, so a document means what a reader sees, and cannot expand. A scalar stays the text that the
//! author wrote until a type is asked for ([`Scalar`]): `no`, `1.10` and `1:30` are never guessed at.
//!
//! Reading never fails. A document that cannot be parsed becomes a *damaged* region; parsing goes on at the next `---`.

mod build;
mod flow_lines;
mod glued;
mod limits;
mod message;
mod plain;
mod repeats;
mod tabs;
mod tree;

#[cfg(test)]
mod plain_tests;
#[cfg(test)]
mod tests;

pub use build::{Parsed, parse, utf8_text};
pub use limits::{MAX_DEPTH, MAX_FILE_BYTES};
pub use tree::{Document, Entry, Node, Scalar, Value, says_the_same};
