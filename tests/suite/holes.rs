//! What is broken does not vanish: no plan is resolved, proven or packed as if a part of it that could not be read were not there.

use std::path::Path;

use serde_json::Value;
use tempfile::TempDir;

use crate::commands::{groundup, repository};

const SUB: &str = "kind: plan\nid: q\nbom: [{item: nut, quantity: 1}]\n";
const PLAN: &str = "kind: plan\nid: p\nbom: [{item: q, quantity: 1}, {item: nut, quantity: 1}]\n";
const NUT: &str = "kind: material\nid: nut\nunit: ea\norigin: bought\nprice: 1 USD\n";
const PLACE: &str = "kind: facility\nid: f\nimports: any\n";

/// The exit code, standard output and standard error of a command on a repository.
fn run(root: &TempDir, arguments: &[&str]) -> (Option<i32>, String, String) {
    let root = root.path().to_string_lossy().into_owned();
    let all: Vec<&str> =
        arguments.iter().map(|argument| if *argument == "REPO" { root.as_str() } else { *argument }).collect();
    let output = groundup(&all).output().expect("it runs");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// Whether there is a zip anywhere under a folder.
fn has_packet(folder: &Path) -> bool {
    folder.join("packets").read_dir().is_ok_and(|mut files| files.next().is_some())
}

/// The repository with files in place of others, and what its `p` lacks.
fn lacks(changes: &[(&str, &str)], item: &str, file: &str) {
    let mut files = vec![
        ("plans/p/plan.yaml", PLAN),
        ("plans/q/plan.yaml", SUB),
        ("materials/m.yaml", NUT),
        ("facilities/f.yaml", PLACE),
    ];
    for change in changes {
        files.retain(|(path, _)| path != &change.0);
        files.push(*change);
    }
    let root = repository(&files);
    let (code, output, error) = run(&root, &["resolve", "p", "REPO", "--format", "json"]);
    assert_eq!(code, Some(1), "{changes:?}: {output}{error}");
    assert!(!output.contains(": null") || !output.contains("\"quantity\": null"), "{output}");
    let unresolved = json(&output)["unresolved"].as_array().expect("a list").clone();
    assert!(unresolved.iter().any(|lost| lost["item"] == item), "{changes:?}: {unresolved:?}");
    assert!(error.contains(item) && error.contains(file), "{error}");

    let (code, output, error) = run(&root, &["local", "p", "REPO", "--at", "f", "--format", "json"]);
    let report = json(&output);
    assert_eq!((code, &report["verdict"]), (Some(1), &Value::from("blocked")), "{changes:?}: {error}");
    let reasons = report["items"].to_string();
    assert!(reasons.contains(item) && reasons.contains(file), "{reasons}");

    let zip = root.path().join("p.zip");
    let (code, output, error) = run(&root, &["packet", "p", "REPO", "--at", "f", "-o", &zip.to_string_lossy()]);
    assert!(code == Some(1) && !zip.exists(), "{changes:?}: {output}{error}");
}

#[test]
fn a_plan_or_a_material_that_cannot_be_read_blocks_what_needs_it() {
    let sub = |text| [("plans/q/plan.yaml", text)];
    lacks(&sub("kind: plan\nid: q\nbom:\n  - {item: nut, quantity: 1\n"), "q", "plans/q/plan.yaml");
    lacks(&sub("id: q\nbom: [{item: nut, quantity: 1}]\n"), "q", "plans/q/plan.yaml");
    lacks(&sub("kind: plann\nid: q\nbom: [{item: nut, quantity: 1}]\n"), "q", "plans/q/plan.yaml");
    lacks(&sub(""), "q", "plans/q/plan.yaml");
    lacks(&[("materials/m.yaml", "kind: material\nid: nut\nunit: [ea\n")], "nut", "materials/m.yaml");
    lacks(&[("materials/m.yaml", "id: nut\nunit: ea\norigin: bought\n")], "nut", "materials/m.yaml");
    let line = |text| [("plans/p/plan.yaml", text)];
    lacks(&line("kind: plan\nid: p\nbom: [{item: nosuch, quantity: 3 kg}]\n"), "nosuch", "check");
    lacks(&line("kind: plan\nid: p\nbom: [{item: nut, quantity: 3 m}]\n"), "nut", "check");
    lacks(&line("kind: plan\nid: p\nbom: [{item: nut, quantity: -3}]\n"), "nut", "check");
    lacks(&line("kind: plan\nid: p\nbom: [{item: nut}]\n"), "nut", "check");
}

#[test]
fn no_packet_is_written_of_what_has_errors_anywhere_below() {
    for (path, content) in [
        // Two of one id: which is meant, nobody knows.
        ("plans/q2/plan.yaml", "kind: plan\nid: q\nbom: [{item: nut, quantity: 9}]\n"),
        ("plans/q/plan.yaml", "kind: plan\nid: q\nbom: [{item: nut, quantity: 1}]\ncat: yes\n"),
        ("materials/m.yaml", "kind: material\nid: nut\nunit: ea\norigin: bought\nprice: 1 USD\ncat: yes\n"),
        ("facilities/f.yaml", "kind: facility\nid: f\nimports: any\ncat: yes\n"),
        ("groundup.yaml", "kind: repository\nformat: 1\nname: test\ncurrency: dollars\n"),
    ] {
        let mut files = vec![
            ("plans/p/plan.yaml", PLAN),
            ("plans/q/plan.yaml", SUB),
            ("materials/m.yaml", NUT),
            ("facilities/f.yaml", PLACE),
        ];
        files.retain(|(known, _)| *known != path);
        files.push((path, content));
        let root = repository(&files);
        let zip = root.path().join("p.zip");
        let (code, output, error) = run(&root, &["packet", "p", "REPO", "--at", "f", "-o", &zip.to_string_lossy()]);
        assert!(code == Some(1) && !zip.exists(), "{path}: {output}{error}");
        let site = root.path().join("site");
        let (code, output, error) = run(&root, &["build", "REPO", "-o", &site.to_string_lossy()]);
        assert_eq!(code, Some(1), "{path}: {output}{error}");
        assert!(!site.join("packets/p--f.zip").exists(), "{path}: {output}{error}");
    }
    let sound = repository(&[
        ("plans/p/plan.yaml", PLAN),
        ("plans/q/plan.yaml", SUB),
        ("materials/m.yaml", NUT),
        ("facilities/f.yaml", PLACE),
    ]);
    let site = sound.path().join("site");
    let (code, output, error) = run(&sound, &["build", "REPO", "-o", &site.to_string_lossy()]);
    assert!(code == Some(0) && has_packet(&site), "{output}{error}");
}

#[test]
fn numbers_beyond_all_use_are_findings_and_no_nulls() {
    let world = |quantity: &str, good: &str| {
        let chain = format!(
            "kind: process\nid: melt\noutputs: [{{item: a, quantity: 1 kg}}]\ninputs: [{{item: r, quantity: {quantity}}}]\nyield: {good}\n"
        );
        let plan = format!("kind: plan\nid: p\nbom: [{{item: a, quantity: {quantity}}}]\n");
        repository(&[
            ("plans/p/plan.yaml", &plan),
            ("processes/p.yaml", &chain),
            (
                "materials/m.yaml",
                "{kind: material, id: a, unit: kg, origin: made}\n---\n{kind: material, id: r, unit: kg, origin: raw, price: 1e10 USD/kg}\n",
            ),
            ("facilities/f.yaml", "kind: facility\nid: f\nimports: none\n"),
        ])
    };
    for (quantity, good, is_told_by_check) in
        [("1e200 kg", "1.0", true), ("1e308 kg", "1.0", true), ("1e59 kg", "1.0", false), ("1 kg", "1e-320", true)]
    {
        let root = world(quantity, good);
        let (code, output, _) = run(&root, &["check", "REPO", "--format", "json"]);
        assert_eq!(code == Some(1), is_told_by_check, "{quantity}: {output}");
        for arguments in [
            &["resolve", "p", "REPO", "--format", "json"][..],
            &["local", "p", "REPO", "--at", "f", "--format", "json"],
        ] {
            let (code, output, error) = run(&root, arguments);
            assert_eq!(code, Some(1), "{quantity} {good} {arguments:?}: {output}{error}");
            assert!(!output.contains("\"quantity\": null") && !output.contains("inf"), "{quantity}: {output}");
            json(&output);
            assert!(!error.is_empty(), "{quantity}");
        }
    }
}

#[test]
fn an_export_of_open_know_how_is_fine_before_it_is_published() {
    let plan = "kind: plan\nid: p\nversion: 1.0.0\nsummary: A nut.\nlicense: CERN-OHL-S-2.0\nauthors: [{name: Works}]\nbom: [{item: nut, quantity: 1}]\n";
    let root = repository(&[("plans/p/plan.yaml", plan), ("materials/m.yaml", NUT)]);
    let folder = root.path().join("okh");
    let (code, output, error) = run(&root, &["export", "REPO", "--format", "okh", "-o", &folder.to_string_lossy()]);
    assert_eq!(code, Some(0), "{output}{error}");
    assert!(error.contains("add `url: https://…`"), "{error}");
}
