//! How findings and reports look: values in, text out. Nothing is printed here.

mod local_human;
mod local_json;
mod phrase;

#[cfg(test)]
mod local_tests;

pub use local_human::local_human;
pub use local_json::{LocalDocument, local_document};
