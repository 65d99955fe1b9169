//! One self-contained schema a kind, for editors and other validators: shared definitions are brought in.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::Kind;

const COMMON: &str = "common.yaml";

/// The schema files as they stand in the repository: (name, text).
pub fn source_files() -> [(&'static str, &'static str); 7] {
    [
        (COMMON, include_str!("../../schemas/common.yaml")),
        ("repository.yaml", include_str!("../../schemas/repository.yaml")),
        ("plan.yaml", include_str!("../../schemas/plan.yaml")),
        ("material.yaml", include_str!("../../schemas/material.yaml")),
        ("process.yaml", include_str!("../../schemas/process.yaml")),
        ("capability.yaml", include_str!("../../schemas/capability.yaml")),
        ("facility.yaml", include_str!("../../schemas/facility.yaml")),
    ]
}

/// The schema of a kind with every definition that it refers to inside it.
pub fn bundled(kind: Kind) -> Value {
    let name = format!("{kind}.yaml");
    let mut schema = parsed(&name);
    let common = parsed(COMMON);
    let mut wanted = BTreeSet::new();
    inline_references(&mut schema, &mut wanted);
    let mut definitions = schema.get("$defs").and_then(Value::as_object).cloned().unwrap_or_default();
    let mut taken = BTreeSet::new();
    while let Some(name) = wanted.pop_first() {
        if !taken.insert(name.clone()) {
            continue;
        }
        let mut definition = common["$defs"][&name].clone();
        inline_references(&mut definition, &mut wanted);
        wanted.extend(local_references(&definition));
        definitions.insert(name, definition);
    }
    if let (Value::Object(schema), false) = (&mut schema, definitions.is_empty()) {
        schema.insert("$defs".to_owned(), Value::Object(sorted(definitions)));
    }
    schema
}

fn parsed(name: &str) -> Value {
    let text = source_files().into_iter().find(|(file, _)| *file == name).map_or("", |(_, text)| text);
    serde_yaml::from_str(text).unwrap_or(Value::Null)
}

fn sorted(map: Map<String, Value>) -> Map<String, Value> {
    let mut entries: Vec<_> = map.into_iter().collect();
    entries.sort_by(|a, b| a.0.cmp(&b.0));
    entries.into_iter().collect()
}

/// Turns references to the shared file into references within, and notes which definitions they name.
fn inline_references(value: &mut Value, wanted: &mut BTreeSet<String>) {
    match value {
        Value::Object(map) => {
            if let Some(Value::String(reference)) = map.get_mut("$ref")
                && let Some(name) = reference.strip_prefix("common.yaml#/$defs/")
            {
                wanted.insert(name.to_owned());
                *reference = format!("#/$defs/{name}");
            }
            map.values_mut().for_each(|value| inline_references(value, wanted));
        }
        Value::Array(items) => items.iter_mut().for_each(|value| inline_references(value, wanted)),
        _ => {}
    }
}

fn local_references(value: &Value) -> BTreeSet<String> {
    match value {
        Value::Object(map) => {
            let own = map.get("$ref").and_then(Value::as_str).and_then(|reference| reference.strip_prefix("#/$defs/"));
            own.map(str::to_owned).into_iter().chain(map.values().flat_map(local_references)).collect()
        }
        Value::Array(items) => items.iter().flat_map(local_references).collect(),
        _ => BTreeSet::new(),
    }
}
