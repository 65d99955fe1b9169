//! Schemas for editors: what `yaml-language-server` and its like complete and check from.
//!
//! They know JSON Schema and none of our own keywords, so those are said in theirs: a quantity by a pattern (whether its unit
//! fits, only `check` tells), what to write by messages and hovers, and text by every type that YAML may take a plain word for
//! (`version: 1.10`). They are never stricter than `check`: what is underlined in the editor is an error there.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::{Kind, bundled};

/// The file of the schema for files that hold documents of several kinds.
const ANY: &str = "document.json";

/// A number, perhaps with a sign, as `12`, `.5`, `3/8` or `½` begin.
const NUMBER: &str = r"^\s*[-+−]?\s*[.0-9¼-¾⅐-⅞]";

/// The same with a unit behind it.
const NUMBER_WITH_UNIT: &str = r"^\s*[-+−]?\s*[.0-9¼-¾⅐-⅞].*[^\s0-9.]";

/// The schema files of a repository: (name, schema). All but that for mixed files stand alone.
pub fn editor_schemas() -> Vec<(String, Value)> {
    let named = |kind: Kind| (file_name(kind), editor_schema(kind));
    Kind::ALL.map(named).into_iter().chain([(ANY.to_owned(), of_any_kind())]).collect()
}

/// The name of a kind's schema file.
pub fn file_name(kind: Kind) -> String {
    format!("{kind}.json")
}

/// The schema of a kind, for editors.
pub fn editor_schema(kind: Kind) -> Value {
    let mut schema = bundled(kind);
    let shared = schema["$defs"].as_object().into_iter().flatten();
    let expected = |of: &Value| of["x-expected"].as_str().map(str::to_owned);
    let shared = shared.filter_map(|(name, of)| Some((format!("#/$defs/{name}"), expected(of)?))).collect();
    translate(&mut schema, &shared);
    schema
}

/// The schema of a file whose documents are of any kind: which one holds, each document says.
fn of_any_kind() -> Value {
    let kinds = || Kind::ALL.into_iter().filter(|kind| *kind != Kind::Repository);
    let branch = |kind: Kind| {
        json!({
            "if": {"properties": {"kind": {"const": kind.as_str()}}, "required": ["kind"]},
            "then": {"$ref": file_name(kind)},
        })
    };
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Document",
        "description": "One document of a plan repository.",
        "type": "object",
        "required": ["kind"],
        "properties": {"kind": {
            "description": "What this document describes.",
            "enum": kinds().map(Kind::as_str).collect::<Vec<_>>(),
        }},
        "allOf": kinds().map(branch).collect::<Vec<_>>(),
    })
}

/// Says our keywords in those of editors, in a schema and all below it. `shared` has what to write for shared definitions, by
/// how they are referred to.
fn translate(schema: &mut Value, shared: &BTreeMap<String, String>) {
    let Value::Object(map) = schema else { return };
    let reference = map.get("$ref").and_then(Value::as_str);
    let expected = match map.get("x-expected").and_then(Value::as_str) {
        Some(own) => Some(own.to_owned()),
        None => reference.and_then(|reference| shared.get(reference).cloned()),
    };
    map.remove("x-expected");
    let quantity = map.remove("x-quantity");
    map.remove("x-unit");
    if let Some(quantity) = quantity {
        quantity_as_pattern(map, &quantity);
    } else if map.get("type") == Some(&json!("string")) && !map.contains_key("enum") && !map.contains_key("const") {
        map.insert("type".to_owned(), json!(["string", "number", "boolean"]));
    }
    if let Some(expected) = expected {
        if map.contains_key("pattern") {
            map.insert("patternErrorMessage".to_owned(), json!(format!("expected {expected}")));
        }
        // A hover that a definition brings along would stand before the description here.
        if let Some(description) = map.get("description").and_then(Value::as_str) {
            let told = format!("{description}\n\nWrite {expected}.");
            map.insert("markdownDescription".to_owned(), json!(told));
        }
    }
    for (key, below) in map.iter_mut() {
        match (key.as_str(), below) {
            ("properties" | "patternProperties" | "$defs", Value::Object(schemas)) => {
                schemas.values_mut().for_each(|below| translate(below, shared));
            }
            ("oneOf" | "allOf", Value::Array(schemas)) => schemas.iter_mut().for_each(|below| translate(below, shared)),
            ("items" | "additionalProperties", below) => translate(below, shared),
            _ => {}
        }
    }
}

/// A quantity of a dimension has a unit; a count, or one whose dimension depends on its item, may be a bare number.
fn quantity_as_pattern(map: &mut Map<String, Value>, quantity: &Value) {
    let may_be_bare = matches!(quantity.as_str(), Some("any" | "1"));
    let pattern = if may_be_bare { NUMBER } else { NUMBER_WITH_UNIT };
    map.insert("pattern".to_owned(), json!(pattern));
}
