//! Our validator and the `jsonschema` crate agree on the examples, and on what comes of changing them at random.
//!
//! Ours knows more (quantities, units) and reads a plain `1.10` as text where text is due; for the comparison the schemas
//! are loosened by just that, and our findings about quantities are left out.

#![expect(clippy::disallowed_methods, reason = "a test may read the examples from the disk")]

use std::path::Path;

use proptest::prelude::Rng;
use proptest::test_runner::{RngAlgorithm, TestRng};
use serde_json::{Value as Json, json};

use super::{faults, to_json};
use crate::diagnostic::rule_names::{INVALID_QUANTITY, UNIT_MISMATCH};
use crate::schema::{Kind, bundled, kind_of};
use crate::syntax;
use crate::text::FileId;

const MUTATIONS_PER_DOCUMENT: usize = 40;

/// Text fields take any scalar, as they do with us.
fn loosened(schema: &mut Json) {
    match schema {
        Json::Object(map) => {
            if let Some(kinds) = map.get_mut("type") {
                let named: Vec<Json> = kinds.as_array().cloned().unwrap_or_else(|| vec![kinds.clone()]);
                if named.contains(&json!("string")) {
                    *kinds = json!(["string", "number", "boolean"]);
                }
            }
            map.iter_mut().filter(|(key, _)| *key != "examples").for_each(|(_, below)| loosened(below));
        }
        Json::Array(items) => items.iter_mut().for_each(loosened),
        _ => {}
    }
}

fn validator(kind: Kind) -> jsonschema::Validator {
    let mut schema = bundled(kind);
    loosened(&mut schema);
    jsonschema::draft202012::new(&schema).expect("a schema")
}

/// Every document of the example plans, as JSON.
pub(super) fn example_documents() -> Vec<(Kind, Json)> {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("example-plans")];
    let mut documents = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "yaml") {
                let text = std::fs::read_to_string(&path).expect("text");
                for document in &syntax::parse(FileId(0), &text).documents {
                    documents.push((kind_of(document).expect("a kind"), to_json(&document.root)));
                }
            }
        }
    }
    documents
}

/// Whether our validator takes a document, quantities aside.
fn is_valid(kind: Kind, document: &Json) -> bool {
    // JSON is YAML.
    let text = document.to_string();
    let parsed = syntax::parse(FileId(0), &text);
    assert!(parsed.diagnostics.is_empty(), "{text}");
    let Some(document) = parsed.documents.first() else { return false };
    faults(kind, &document.root, &text).iter().all(|fault| [INVALID_QUANTITY, UNIT_MISMATCH].contains(&fault.rule))
}

/// Chance that is the same in every run.
struct Dice(TestRng);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0.next_u32() as usize % limit.max(1)
    }
}

/// Drops or renames a key, changes the type of a value, or makes a word another: at a random place.
fn mutate(document: &mut Json, dice: &mut Dice) {
    let mut place = document;
    loop {
        let count = place.as_object().map_or_else(|| place.as_array().map_or(0, Vec::len), serde_json::Map::len);
        let stops = dice.below(3) == 0;
        if count == 0 || stops {
            break;
        }
        let chosen = dice.below(count);
        place = match place {
            Json::Object(map) => match map.iter_mut().nth(chosen) {
                Some((_, value)) => value,
                None => return,
            },
            Json::Array(items) => &mut items[chosen],
            _ => return,
        };
    }
    match (place, dice.below(4)) {
        (Json::Object(map), 0) if !map.is_empty() => {
            let key = map.keys().nth(dice.below(map.len())).cloned().unwrap_or_default();
            map.shift_remove(&key);
        }
        (Json::Object(map), 1) if !map.is_empty() => {
            let key = map.keys().nth(dice.below(map.len())).cloned().unwrap_or_default();
            let value = map.shift_remove(&key).unwrap_or_default();
            let renamed = if dice.below(2) == 0 { format!("{key}x") } else { format!("x-{key}") };
            map.insert(renamed, value);
        }
        (place, _) => {
            let values = [
                json!("Some words, not an id"),
                Json::Null,
                json!([]),
                json!({}),
                json!(["a", "b"]),
                json!({"item": "a"}),
                json!([{"item": "a"}]),
            ];
            *place = values[dice.below(values.len())].clone();
        }
    }
}

#[test]
fn both_validators_agree_on_the_examples_and_on_mutations_of_them() {
    let validators: Vec<_> = Kind::ALL.into_iter().map(|kind| (kind, validator(kind))).collect();
    let mut dice = Dice(TestRng::from_seed(RngAlgorithm::XorShift, &[7; 16]));
    let documents = example_documents();
    assert!(documents.len() > 50);
    let (mut valid, mut invalid) = (0, 0);
    for (kind, document) in &documents {
        let (_, other) = validators.iter().find(|(known, _)| known == kind).expect("a validator");
        assert!(other.is_valid(document) && is_valid(*kind, document), "{document}");
        for _ in 0..MUTATIONS_PER_DOCUMENT {
            let mut mutant = document.clone();
            mutate(&mut mutant, &mut dice);
            let ours = is_valid(*kind, &mutant);
            let theirs = other.validate(&mutant);
            assert_eq!(ours, theirs.is_ok(), "{kind}: theirs {:?}; ours {ours}: {mutant}", theirs.err());
            *(if ours { &mut valid } else { &mut invalid }) += 1;
        }
    }
    assert!(valid > 100 && invalid > 1000, "{valid} valid, {invalid} invalid");
}
