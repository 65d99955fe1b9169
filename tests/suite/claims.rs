//! `groundup claims`, and the page of the example that it prints.

use std::fs;

use serde_json::Value;

use super::commands::{groundup, repository};

const EXAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/example-plans");

#[test]
fn the_claims_of_the_example_are_as_computed() {
    let output = groundup(&["claims", EXAMPLE]).output().expect("it runs");
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let printed = String::from_utf8(output.stdout).expect("UTF-8");
    let committed = fs::read_to_string(format!("{EXAMPLE}/CLAIMS.md")).expect("example-plans/CLAIMS.md");
    let differs = printed.lines().zip(committed.lines()).find(|(new, old)| new != old);
    assert!(
        printed == committed,
        "example-plans/CLAIMS.md is not what the figures come to; make it anew with\n\
         \x20   groundup claims example-plans > example-plans/CLAIMS.md\n\
         and the table in README.md by it. First difference: {differs:?}"
    );
}

/// The README's table is of this page: each claim that it tells, with the figure and the verdict.
#[test]
fn the_readme_tells_the_claims_as_they_are() {
    let readme = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).expect("README.md");
    let page = fs::read_to_string(format!("{EXAMPLE}/CLAIMS.md")).expect("example-plans/CLAIMS.md");
    let rows: Vec<&str> = readme.lines().filter(|line| line.contains("(example-plans/CLAIMS.md#")).collect();
    assert!(rows.len() >= 6, "{rows:?}");
    for row in rows {
        // | [title](…#anchor) | computed | claimed | verdict |
        let cells: Vec<&str> = row.trim_matches('|').split(" | ").map(str::trim).collect();
        let told = cells[0].replace("example-plans/CLAIMS.md#", "#");
        let known = page.lines().find(|line| line.starts_with(&format!("| {told} |")));
        let known = known.unwrap_or_else(|| panic!("example-plans/CLAIMS.md has no row for {told}"));
        for cell in &cells[1..] {
            assert!(known.contains(cell), "README.md says `{cell}`, and example-plans/CLAIMS.md\n{known}");
        }
    }
}

#[test]
fn without_claims_there_is_nothing_to_decide() {
    let root = repository(&[]);
    let folder = root.path().to_string_lossy().into_owned();
    let output = groundup(&["claims", &folder]).output().expect("it runs");
    assert_eq!(output.status.code(), Some(0));
    assert!(String::from_utf8_lossy(&output.stdout).contains("Nothing is claimed here"));
    let output = groundup(&["claims", &folder, "--format", "json"]).output().expect("it runs");
    let json: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!((&json["schema"], &json["claims"]), (&Value::from("groundup/claims/1"), &Value::Array(Vec::new())));
}
