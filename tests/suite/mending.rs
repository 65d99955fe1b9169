//! `check --fix` as a user calls it: what it writes, what it leaves, and what it says.

use std::fs;
use std::path::Path;
use std::process::Output;

use serde_json::Value;

use crate::commands::{check_json, groundup, repository};

fn check(root: &Path, arguments: &[&str]) -> Output {
    let root = root.to_string_lossy();
    groundup(&[&["check", &root], arguments].concat()).output().expect("it runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn only_the_words_that_are_wrong_change() {
    let bolt = "# A bolt\r\nkind: material\r\nid: bolt\r\nunit: ea  # counted\r\n\r\norigin:   Bougth   \r\nmass: '55,5 G'\r\n";
    let root = repository(&[("materials/bolt.yaml", bolt)]);
    let output = check(root.path(), &["--fix"]);
    let mended = bolt.replace("Bougth", "bought");
    assert_eq!(fs::read_to_string(root.path().join("materials/bolt.yaml")).expect("a file"), mended);
    assert_eq!(output.status.code(), Some(1), "one is left");
    let said = text(&output.stdout);
    assert!(said.contains("mended 1 in 1 file; 1 left (1 error), "), "{said}");
    let again = check(root.path(), &["--fix"]);
    assert!(text(&again.stdout).contains("mended nothing; 1 left"), "{}", text(&again.stdout));
    assert_eq!(fs::read_to_string(root.path().join("materials/bolt.yaml")).expect("a file"), mended);
}

#[test]
fn a_diff_shows_and_changes_nothing() {
    let bolt = "kind: material\nid: bolt\nunit: ea\norigin: Bought\nmass: 20 g\nprice: 1 USD\nemissions: 0.1 kg\n";
    let root = repository(&[("materials/bolt.yaml", bolt)]);
    let output = check(root.path(), &["--fix", "--diff"]);
    assert_eq!(output.status.code(), Some(1));
    let diff = text(&output.stdout);
    assert!(
        diff.contains("+++ b/materials/bolt.yaml\n") && diff.contains("-origin: Bought\n+origin: bought\n"),
        "{diff}"
    );
    assert!(text(&output.stderr).contains("would have mended 1 in 1 file; nothing left"), "{}", text(&output.stderr));
    assert_eq!(fs::read_to_string(root.path().join("materials/bolt.yaml")).expect("a file"), bolt);
    assert_eq!(check(root.path(), &["--fix"]).status.code(), Some(0));
    let output = check(root.path(), &["--fix", "--diff"]);
    assert_eq!((output.status.code(), text(&output.stdout)), (Some(0), String::new()));
    assert_eq!(check(root.path(), &["--diff"]).status.code(), Some(2));
}

#[test]
fn only_what_is_asked_for_is_mended() {
    let file = |id: &str| format!("kind: material\nid: {id}\nunit: Kg\norigin: Bought\n");
    let (a, b) = (file("a"), file("b"));
    let root = repository(&[("materials/a.yaml", &a), ("materials/b.yaml", &b)]);
    let read = |name: &str| fs::read_to_string(root.path().join(name)).expect("a file");
    let path = root.path().join("materials/a.yaml");
    let output =
        groundup(&["check", &path.to_string_lossy(), "--fix", "--only", "invalid-quantity"]).output().expect("it runs");
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stdout));
    assert_eq!((read("materials/a.yaml"), read("materials/b.yaml")), (a.replace("Kg", "kg"), b));
}

#[test]
fn json_says_what_is_fixable_and_how_many_were_fixed() {
    let bolt = "kind: material\nid: bolt\nunit: ea\norigin: Bought\nprice: $5\n";
    let root = repository(&[("materials/bolt.yaml", bolt)]);
    let report = check_json(root.path());
    let fixable: Vec<&Value> =
        report["diagnostics"].as_array().expect("findings").iter().map(|it| &it["fixable"]).collect();
    assert_eq!(fixable, [&Value::Bool(true), &Value::Bool(false)]);
    assert_eq!(report["summary"]["fixed"], Value::Null);
    let output = check(root.path(), &["--fix", "--format", "json"]);
    let report: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!((&report["summary"]["fixed"], &report["summary"]["errors"]), (&Value::from(1), &Value::from(1)));
}

#[test]
fn a_file_that_cannot_be_read_is_not_touched() {
    let broken =
        "kind: material\nid: bolt\nunit: Kg\ntitle: [a\n---\nkind: material\nid: nut\nunit: Kg\norigin: bought\n";
    let latin = b"kind: material\nid: rod\nunit: Kg\norigin: bought\ntitle: Gr\xF6sse\n";
    let root = repository(&[("materials/a.yaml", broken)]);
    fs::write(root.path().join("materials/latin.yaml"), latin).expect("a file");
    let output = check(root.path(), &["--fix"]);
    assert_eq!(fs::read_to_string(root.path().join("materials/a.yaml")).expect("a file"), broken);
    assert_eq!(fs::read(root.path().join("materials/latin.yaml")).expect("a file"), latin);
    assert!(
        text(&output.stderr).contains("first mend what keeps the file from being read"),
        "{}",
        text(&output.stderr)
    );
}

#[test]
fn sarif_offers_the_fix() {
    let root = repository(&[("materials/bolt.yaml", "kind: material\nid: bolt\nunit: ea\norigin: Bought\n")]);
    let output = check(root.path(), &["--format", "sarif"]);
    let sarif: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let change = &sarif["runs"][0]["results"][0]["fixes"][0]["artifactChanges"][0];
    assert_eq!(change["artifactLocation"]["uri"], "materials/bolt.yaml");
    let region = serde_json::json!({"startLine": 4, "startColumn": 9, "endLine": 4, "endColumn": 15});
    assert_eq!(
        change["replacements"],
        serde_json::json!([{"deletedRegion": region, "insertedContent": {"text": "bought"}}])
    );
}

#[test]
fn the_example_with_slips_is_restored() {
    let folder = tempfile::TempDir::new().expect("a folder");
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("example-plans");
    let mut slips = 0;
    for entry in
        walkdir::WalkDir::new(&example).into_iter().filter_map(Result::ok).filter(|entry| entry.file_type().is_file())
    {
        let place = folder.path().join(entry.path().strip_prefix(&example).expect("a path"));
        fs::create_dir_all(place.parent().expect("a folder")).expect("a folder");
        let bytes = fs::read(entry.path()).expect("a file");
        let changed = String::from_utf8(bytes.clone()).ok().and_then(|text| {
            let is_document = place.extension().is_some_and(|extension| extension == "yaml");
            let wrong = text.replacen("\n    quantity: ", "\n    quantty: ", 1).replacen(" kg}", " Kg}", 1);
            let wrong =
                wrong.replacen("origin: bought", "origin: bougth", 1).replacen("instructions:", "intructions:", 1);
            (is_document && wrong != text).then_some(wrong)
        });
        slips += usize::from(changed.is_some());
        fs::write(place, changed.map_or(bytes, String::into_bytes)).expect("a file");
    }
    assert!(slips > 20, "{slips}");
    let output = check(folder.path(), &["--fix"]);
    let said = text(&output.stdout);
    for entry in
        walkdir::WalkDir::new(&example).into_iter().filter_map(Result::ok).filter(|entry| entry.file_type().is_file())
    {
        let path = entry.path().strip_prefix(&example).expect("a path");
        let (before, after) = (fs::read(entry.path()), fs::read(folder.path().join(path)));
        assert!(
            before.expect("a file") == after.expect("a file"),
            "{}: {said} {}",
            path.display(),
            text(&output.stderr)
        );
    }
    assert_eq!(output.status.code(), Some(0), "{said}");
}
