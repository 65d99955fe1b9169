//! The text of a manifest of Open Know-How, YAML or TOML, to one tree of fields.

use serde_json::{Map, Number, Value};

use super::Fault;
use crate::diagnostic::Diagnostic;
use crate::syntax::{self, Node};
use crate::text::{FileId, LineIndex};

/// The fields of a manifest.
///
/// # Errors
/// It is not YAML (or TOML), or holds no fields: the first fault, at its place.
pub(super) fn fields(name: &str, bytes: &[u8]) -> Result<Map<String, Value>, Fault> {
    let (text, invalid) = syntax::utf8_text(FileId(0), bytes);
    let text = text.trim_start_matches('\u{FEFF}');
    if let Some(invalid) = invalid {
        return Err(fault(text, &invalid));
    }
    let value = if name.to_lowercase().ends_with(".toml") { from_toml(text)? } else { from_yaml(text)? };
    match value {
        Value::Object(fields) if !fields.is_empty() => Ok(fields),
        _ => Err(Fault {
            line: 1,
            column: 1,
            message: "this is no manifest: expected fields such as `title: …`".to_owned(),
            help: Some("a manifest of Open Know-How is `okh.yml` (version 1) or `okh.toml` (LOSH); for a table of parts, `import csv`".to_owned()),
        }),
    }
}

fn from_yaml(text: &str) -> Result<Value, Fault> {
    let parsed = syntax::parse(FileId(0), text);
    if let Some(found) = parsed.diagnostics.first() {
        return Err(fault(text, found));
    }
    Ok(parsed.documents.first().map_or(Value::Null, |document| value_of(&document.root)))
}

fn from_toml(text: &str) -> Result<Value, Fault> {
    let table: toml::Table = toml::from_str(text).map_err(|error: toml::de::Error| {
        let offset = error.span().map_or(0, |span| span.start.min(text.len()));
        let place = LineIndex::new(text).position(text, u32::try_from(offset).unwrap_or(u32::MAX));
        Fault {
            line: place.line,
            column: place.column,
            message: format!("this is not TOML: {}", error.message().trim().replace('\n', "; ")),
            help: text.trim_start().starts_with(['-', '#']).then(|| "YAML has names such as `okh.yml`".to_owned()),
        }
    })?;
    Ok(of_toml(toml::Value::Table(table)))
}

fn fault(text: &str, found: &Diagnostic) -> Fault {
    let place =
        LineIndex::new(text).position(text, found.span.start.min(u32::try_from(text.len()).unwrap_or(u32::MAX)));
    Fault { line: place.line, column: place.column, message: found.message.clone(), help: found.help.clone() }
}

fn value_of(node: &Node<'_>) -> Value {
    match &node.value {
        syntax::Value::Scalar(scalar) if scalar.is_null() => Value::Null,
        syntax::Value::Scalar(scalar) => match scalar.as_bool() {
            Some(flag) => Value::Bool(flag),
            None => Value::String(scalar.text.trim().to_owned()),
        },
        syntax::Value::Sequence(items) => Value::Array(items.iter().map(value_of).collect()),
        syntax::Value::Mapping(entries) => {
            Value::Object(entries.iter().map(|entry| (entry.key.to_string(), value_of(&entry.value))).collect())
        }
        syntax::Value::Hole => Value::Null,
    }
}

fn of_toml(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => Value::String(text.trim().to_owned()),
        toml::Value::Integer(number) => Value::Number(number.into()),
        toml::Value::Float(number) => Number::from_f64(number).map_or(Value::Null, Value::Number),
        toml::Value::Boolean(flag) => Value::Bool(flag),
        toml::Value::Datetime(time) => Value::String(time.to_string()),
        toml::Value::Array(items) => Value::Array(items.into_iter().map(of_toml).collect()),
        toml::Value::Table(fields) => {
            Value::Object(fields.into_iter().map(|(key, value)| (key, of_toml(value))).collect())
        }
    }
}
