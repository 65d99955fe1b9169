//! Editors are told the truth: their schemas take all that ours take, and refuse what they can see is wrong.

use proptest::prelude::*;
use serde_json::{Value as Json, json};

use super::agreement::example_documents;
use super::faults_of_text;
use crate::schema::{Kind, editor_schema, editor_schemas};

fn validator(kind: Kind) -> jsonschema::Validator {
    jsonschema::draft202012::new(&editor_schema(kind)).expect("a schema")
}

#[test]
fn every_document_of_the_example_is_valid() {
    for kind in Kind::ALL {
        let validator = validator(kind);
        for (_, document) in example_documents().into_iter().filter(|(of, _)| *of == kind) {
            let faults: Vec<String> = validator.iter_errors(&document).map(|error| error.to_string()).collect();
            assert_eq!(faults, Vec::<String>::new(), "{}", document["id"]);
        }
    }
}

#[test]
fn what_only_we_understand_is_said_in_other_words() {
    for (name, schema) in editor_schemas() {
        let text = schema.to_string();
        assert!(!text.contains("\"x-") || text.contains("\"^x-\""), "{name}");
        assert!(!text.contains("x-quantity") && !text.contains("x-expected") && !text.contains("x-unit"), "{name}");
    }
    let plan = editor_schema(Kind::Plan);
    let mass = &plan["$defs"]["quantity-mass"];
    assert_eq!(mass["patternErrorMessage"], "expected a mass, such as 996 kg");
    let told = mass["markdownDescription"].as_str().expect("text");
    assert!(told.ends_with("Write a mass, such as 996 kg."), "{told}");
    // What a field says of itself is not lost behind what it shares.
    let told = plan["$defs"]["makes"]["properties"]["mass"]["markdownDescription"].as_str().expect("text");
    assert!(told.starts_with("The mass of one finished machine.") && told.ends_with("Write a mass, such as 996 kg."));
}

#[test]
fn what_is_plainly_wrong_is_refused() {
    let is_valid = |mass: Json, version: Json| {
        let plan = json!({"kind": "plan", "id": "a", "version": version, "makes": {"mass": mass}});
        validator(Kind::Plan).is_valid(&plan)
    };
    assert!(is_valid(json!("3 kg"), json!(1.1)) && is_valid(json!("½ t"), json!("1")));
    for bad in ["heavy", "kg 3", "3", ""] {
        assert!(!is_valid(json!(bad), json!("1")), "{bad}");
    }
    assert!(!is_valid(json!("3 kg"), json!([1])));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn what_check_takes_the_editor_takes(
        sign in prop::sample::select(vec!["", "-", "+", "−"]),
        number in prop::sample::select(vec!["12", "12.4", ".5", "5.", "1e3", "3/8", "1-1/4", "1 1/4", "½", "1½", "⅞", "007"]),
        blank in prop::sample::select(vec!["", " ", "  ", "\u{a0}"]),
        unit in prop::sample::select(vec!["kg", "t", "lb", "m", "mm", "in", "m2", "m²", "h", "min", "W", "kW", "hp", "USD", "%", ""]),
    ) {
        let quantity = format!("{sign}{number}{blank}{unit}");
        let plan = |makes: Json, footprint: Json| json!({"kind": "plan", "id": "a", "makes": makes, "footprint": footprint});
        for document in [
            plan(json!({"mass": quantity}), json!({})),
            plan(json!({"quantity": quantity}), json!({})),
            plan(json!({}), json!({"power": quantity})),
            plan(json!({}), json!({"floor-area": quantity})),
            plan(json!({}), json!({"lifetime": quantity})),
            json!({"kind": "plan", "id": "a", "price": quantity}),
        ] {
            if faults_of_text(Kind::Plan, &document.to_string()).is_empty() {
                prop_assert!(validator(Kind::Plan).is_valid(&document), "{}", document);
            }
        }
    }
}
