//! The schemas are valid JSON Schema, complete, and their examples are examples of them.

use serde_json::{Map, Value as Json};

use super::faults_of_text;
use crate::schema::compile::compile_all;
use crate::schema::{Kind, bundled, source_files};

/// Calls `visit` for every schema and subschema, with its JSON pointer.
fn each_schema(schema: &Json, pointer: &str, visit: &mut impl FnMut(&str, &Map<String, Json>)) {
    let Some(map) = schema.as_object() else { return };
    visit(pointer, map);
    for keyword in ["properties", "$defs"] {
        for (name, below) in map.get(keyword).and_then(Json::as_object).into_iter().flatten() {
            each_schema(below, &format!("{pointer}/{keyword}/{name}"), visit);
        }
    }
    for keyword in ["items", "additionalProperties"] {
        if let Some(below) = map.get(keyword) {
            each_schema(below, &format!("{pointer}/{keyword}"), visit);
        }
    }
    for (index, below) in map.get("oneOf").and_then(Json::as_array).into_iter().flatten().enumerate() {
        each_schema(below, &format!("{pointer}/oneOf/{index}"), visit);
    }
}

#[test]
fn the_embedded_schemas_compile() {
    let compiled = compile_all();
    assert!(compiled.is_ok(), "{:?}", compiled.err());
}

#[test]
fn they_are_json_schema_2020_12() {
    for kind in Kind::ALL {
        let schema = bundled(kind);
        assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema", "{kind}");
        if let Err(error) = jsonschema::draft202012::meta::validate(&schema) {
            panic!("{kind}: {error} at {}", error.instance_path());
        }
    }
}

#[test]
fn a_bundled_schema_refers_to_nothing_outside_itself() {
    for kind in Kind::ALL {
        let schema = bundled(kind);
        each_schema(&schema, "", &mut |place, map| {
            if let Some(reference) = map.get("$ref").and_then(Json::as_str) {
                let pointer = reference.strip_prefix('#').unwrap_or_else(|| panic!("{kind}{place}: {reference}"));
                assert!(schema.pointer(pointer).is_some(), "{kind}{place}: {reference}");
            }
        });
    }
}

#[test]
fn every_property_has_a_description_and_examples() {
    for (file, text) in source_files() {
        let schema: Json = serde_yaml::from_str(text).expect("YAML");
        each_schema(&schema, "", &mut |place, map| {
            let is_documented = |key: &str| map.contains_key(key) || map.contains_key("$ref");
            let is_property = place.rsplit('/').nth(1) == Some("properties");
            if is_property {
                assert!(map.contains_key("description"), "{file}{place} has no description");
                assert!(
                    map.get("examples").and_then(Json::as_array).is_some_and(|list| !list.is_empty()),
                    "{file}{place} has no examples"
                );
            }
            if !place.is_empty() && map.get("type") == Some(&Json::from("object")) {
                assert!(is_documented("description") && is_documented("examples"), "{file}{place}");
            }
        });
    }
}

/// The examples of a kind's fields stand in a document that is otherwise empty, so that a field is judged by its own.
#[test]
fn every_example_of_a_field_is_valid() {
    for kind in Kind::ALL {
        let schema = bundled(kind);
        for (name, property) in schema["properties"].as_object().expect("properties") {
            for example in property["examples"].as_array().expect("examples") {
                let text = serde_json::json!({ name.as_str(): example }).to_string();
                let faults = faults_of_text(kind, &text);
                let own: Vec<_> = faults.iter().filter(|fault| !fault.message.contains(" has no `")).collect();
                assert!(own.is_empty(), "{kind}.{name}: {text}: {own:?}");
            }
        }
    }
}

#[test]
fn every_example_of_a_schema_fits_it() {
    for kind in Kind::ALL {
        let root = bundled(kind);
        let mut checked = 0;
        each_schema(&root, "", &mut |place, map| {
            let mut schema = map.clone();
            schema.insert("$defs".to_owned(), root["$defs"].clone());
            let validator = jsonschema::draft202012::new(&Json::Object(schema)).expect("a schema");
            for example in map.get("examples").and_then(Json::as_array).into_iter().flatten() {
                if let Err(error) = validator.validate(example) {
                    panic!("{kind}{place}: {example}: {error}");
                }
                checked += 1;
            }
        });
        assert!(checked > 5, "{kind}");
    }
}

#[test]
fn whole_examples_are_documents_without_fault() {
    for kind in Kind::ALL {
        for example in bundled(kind)["examples"].as_array().into_iter().flatten() {
            let faults = faults_of_text(kind, &example.to_string());
            assert!(faults.is_empty(), "{kind}: {example}: {faults:?}");
        }
    }
}

#[test]
fn a_map_that_is_another_thing_altogether_is_told_once() {
    let text = "kind: process\nid: p\noutputs: [{item: a, quantity: 1 kg}]\ninputs:\n  \
                - {capability: welding, envelope: {thickness: 1 mm}, time: 1 h, note: why}\n";
    let found = faults_of_text(Kind::Process, text);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].message.starts_with("expected an input with `item`"), "{found:?}");
    let misspelt = text.replace("capability: welding", "itme: welding").replace("time: 1 h", "quantty: 1 kg");
    let rules: Vec<&str> = faults_of_text(Kind::Process, &misspelt).iter().map(|f| f.rule).collect();
    assert_eq!(rules, ["unknown-field", "unknown-field", "unknown-field"]);
}
