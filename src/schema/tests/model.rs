//! Every field of the schemas is read by the model, and the model reads no other.

use std::collections::BTreeSet;

use serde_json::Value as Json;

use crate::schema::source_files;

/// Fields that are read before lowering, or that only say what the format is.
const NOT_LOWERED: [&str; 2] = ["kind", "format"];

fn fields(schema: &Json, found: &mut BTreeSet<String>) {
    match schema {
        Json::Object(map) => {
            found.extend(
                map.get("properties").and_then(Json::as_object).into_iter().flatten().map(|(name, _)| name.clone()),
            );
            map.iter().filter(|(key, _)| *key != "examples").for_each(|(_, below)| fields(below, found));
        }
        Json::Array(items) => items.iter().for_each(|below| fields(below, found)),
        _ => {}
    }
}

/// The keys that lowering asks nodes for: `text_of(n, "title")`, `node.get("makes")`.
fn keys_read() -> BTreeSet<String> {
    let source = concat!(
        include_str!("../../model/lower/mod.rs"),
        include_str!("../../model/lower/claim.rs"),
        include_str!("../../model/lower/shared.rs")
    );
    let mut keys = BTreeSet::new();
    for opening in ["(n, \"", "(node, \"", ".get(\""] {
        keys.extend(source.split(opening).skip(1).filter_map(|rest| rest.split('"').next()).map(str::to_owned));
    }
    keys
}

#[test]
fn the_model_reads_the_fields_of_the_schemas_and_no_others() {
    let mut named = BTreeSet::new();
    for (_, text) in source_files() {
        fields(&serde_yaml::from_str(text).expect("YAML"), &mut named);
    }
    NOT_LOWERED.iter().for_each(|name| assert!(named.remove(*name), "{name}"));
    assert_eq!(named, keys_read());
}
