//! The schemas as documents, as contracts with the model, and against another validator.

mod agreement;
mod documents;
mod editor;
mod model;

use serde_json::Value as Json;

use super::{Kind, validate};
use crate::diagnostic::Diagnostic;
use crate::syntax::{self, Node, Value};
use crate::text::FileId;

/// What our validator finds in a document of `kind`.
fn faults(kind: Kind, root: &Node<'_>, text: &str) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    validate(kind, root, text, &mut diagnostics);
    diagnostics
}

/// What our validator finds in text that holds one document of `kind`.
fn faults_of_text(kind: Kind, text: &str) -> Vec<Diagnostic> {
    let parsed = syntax::parse(FileId(0), text);
    let mut found = parsed.diagnostics;
    assert_eq!(parsed.documents.len(), 1, "{text}");
    found.extend(faults(kind, &parsed.documents[0].root, text));
    found
}

/// A tree as JSON, by the YAML 1.2 core schema.
fn to_json(node: &Node<'_>) -> Json {
    match &node.value {
        Value::Scalar(scalar) if scalar.is_null() => Json::Null,
        Value::Scalar(scalar) => match (scalar.as_bool(), scalar.as_number()) {
            (Some(truth), _) => Json::Bool(truth),
            (_, Some(number)) => match scalar.text.parse::<i64>() {
                Ok(whole) => Json::from(whole),
                Err(_) => Json::from(number),
            },
            _ => Json::String(scalar.text.to_string()),
        },
        Value::Sequence(items) => items.iter().map(to_json).collect(),
        Value::Mapping(entries) => entries.iter().map(|entry| (entry.key.to_string(), to_json(&entry.value))).collect(),
        Value::Hole => Json::Null,
    }
}
