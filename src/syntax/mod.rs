//! Bytes to spanned YAML: one tree a document, each key and value with its place.
//!
//! The format is the plain part of YAML 1.2: mappings, sequences and scalars. Anchors, aliases, merge keys and tags are
//! refused with a message, so a document means what a reader sees, and cannot expand. A scalar stays the text that the
//! author wrote until a type is asked for ([`Scalar`]): `no`, `1.10` and `1:30` are never guessed at.
//!
//! Reading never fails. Where the parser stumbles and it is likely what was meant, the rest is read as if it stood there
//! ([`parse`]), so that all faults are told in one run; a document that cannot be read even so becomes a *damaged* region, and
//! parsing goes on at the next `---`.
//!
//! There are two readers: a quick one for files that hold nothing but everyday YAML (`plain`), and a parser of all of it for every
//! other file, and for all messages. Both make the same trees.

mod build;
mod decimal;
mod fault;
mod flow_lines;
mod limits;
mod message;
mod plain;
mod recover;
mod repeats;
mod rewritten;
mod slip;
mod tree;

#[cfg(test)]
mod plain_tests;
#[cfg(test)]
mod tests;

pub use build::{Parsed, utf8_text};
pub use limits::{MAX_DEPTH, MAX_FILE_BYTES};
pub use recover::parse;
pub use tree::{Document, Entry, Node, Scalar, Value, says_the_same};
