//! A bill of materials that changes after a tag asks for another version.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::commands::{groundup, repository};
use crate::views::commit;

const BOLT: &str = "kind: material\nid: bolt\nunit: ea\norigin: bought\n";

fn plan(id: &str, version: &str, bolts: u32) -> String {
    format!("kind: plan\nid: {id}\nversion: '{version}'\nbom: [{{item: bolt, quantity: {bolts}}}]\n")
}

/// What the rule finds, as `file: message`.
fn stale(root: &Path) -> Vec<String> {
    let folder = root.to_string_lossy().into_owned();
    let output =
        groundup(&["check", &folder, "--only", "stale-version", "--format", "json"]).output().expect("it runs");
    let report: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let findings = report["diagnostics"].as_array().expect("findings").iter();
    findings
        .map(|it| format!("{}: {}", it["file"].as_str().unwrap_or(""), it["message"].as_str().unwrap_or("")))
        .collect()
}

fn tag(root: &Path, name: &str) {
    let repository = git2::Repository::open(root).expect("a git repository");
    let head = repository.head().and_then(|head| head.peel_to_commit()).expect("a commit");
    repository.tag_lightweight(name, head.as_object(), false).expect("a tag");
}

#[test]
fn a_changed_bill_asks_for_another_version() {
    let folder = repository(&[
        ("plans/shelf/plan.yaml", &plan("shelf", "1.0", 4)),
        ("plans/stand/plan.yaml", &plan("stand", "2.1", 8)),
        ("materials/bolt.yaml", BOLT),
    ]);
    let root = folder.path();
    let write = |id: &str, version: &str, bolts: u32| {
        fs::write(root.join(format!("plans/{id}/plan.yaml")), plan(id, version, bolts)).expect("a file");
    };
    assert!(stale(root).is_empty(), "without git");
    commit(root, "one");
    write("shelf", "1.0", 6);
    assert!(stale(root).is_empty(), "without a tag");
    write("shelf", "1.0", 4);
    tag(root, "v1");
    assert!(stale(root).is_empty(), "nothing has changed");
    write("shelf", "1.0", 6);
    let expected = [
        "plans/shelf/plan.yaml: the bill of materials is another than that of `v1` (6 of `bolt` were 4), and the version is still 1.0",
    ];
    assert_eq!(stale(root), expected, "in the working tree");
    commit(root, "two");
    assert_eq!(stale(root), expected, "in a commit");
    write("shelf", "1.1", 6);
    assert!(stale(root).is_empty(), "the version was raised");
    commit(root, "three");
    tag(root, "stand-2.1");
    write("shelf", "1.1", 7);
    write("stand", "2.1", 9);
    let found = stale(root);
    assert!(
        matches!(found.as_slice(), [one] if one.starts_with("plans/stand/")),
        "the tag is that of the stand: {found:?}"
    );
}

#[test]
fn a_tag_of_another_branch_is_no_release_of_this_one() {
    let folder = repository(&[("plans/shelf/plan.yaml", &plan("shelf", "1.0", 4)), ("materials/bolt.yaml", BOLT)]);
    let root = folder.path();
    commit(root, "one");
    let git = git2::Repository::open(root).expect("a git repository");
    let first = git.head().and_then(|head| head.peel_to_commit()).expect("a commit");
    fs::write(root.join("plans/shelf/plan.yaml"), plan("shelf", "1.0", 5)).expect("a file");
    commit(root, "two");
    tag(root, "v2");
    git.reset(first.as_object(), git2::ResetType::Hard, None).expect("a reset");
    assert!(stale(root).is_empty());
}
