//! The documentation score as a user meets it: in text, in JSON, and on the page that lists its criteria.

use std::fs;

use crate::commands::{check_json, groundup, repository};

const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/documentation-score.md");

fn printed(arguments: &[&str]) -> String {
    let output = groundup(arguments).output().expect("it runs");
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("text")
}

#[test]
fn the_page_lists_the_criteria_that_there_are() {
    let page = fs::read_to_string(PAGE).expect("the page");
    let fresh = printed(&["explain", "documentation"]);
    assert!(page == fresh, "write it again: `groundup explain documentation > docs/documentation-score.md`");
}

#[test]
fn plans_are_told_the_least_first_and_only_those_asked_for() {
    let poor = "kind: plan\nid: poor\nbom: []\n";
    let better = "kind: plan\nid: better\ntitle: Better\nversion: 1\nreadiness: idea\nlicense: CC0-1.0\nbom: []\n";
    let root = repository(&[("plans/better/plan.yaml", better), ("plans/poor/plan.yaml", poor)]);
    let folder = root.path().to_string_lossy().into_owned();
    let text = printed(&["check", &folder, "--documentation"]);
    let heads: Vec<&str> = text.lines().filter(|line| line.contains("documented to")).collect();
    assert!(
        matches!(heads[..], [first, second] if first.starts_with("poor: ") && second.starts_with("better: ")),
        "{text}"
    );
    assert!(!printed(&["check", &folder]).contains("documented"));
    let one = printed(&["check", &format!("{folder}/plans/poor"), "--documentation"]);
    assert!(one.contains("poor: ") && !one.contains("better: "), "{one}");

    let report = check_json(root.path());
    let plans = report["documentation"].as_array().expect("a list");
    assert_eq!(plans.iter().map(|plan| plan["plan"].as_str().expect("an id")).collect::<Vec<_>>(), ["better", "poor"]);
    for plan in plans {
        let missing = plan["missing"].as_array().expect("a list");
        let raises: f64 = missing.iter().map(|one| one["raises-by"].as_f64().expect("points")).sum();
        let score = plan["score"].as_f64().expect("points");
        assert!((score + raises - 100.0).abs() < 2.0, "{plan}");
        assert!(missing.iter().all(|one| one["criterion"].is_string() && one["do"].is_string()), "{plan}");
        assert!(plan["met"].as_array().is_some(), "{plan}");
    }

    let refused = groundup(&["check", &folder, "--documentation", "--format", "sarif"]).output().expect("it runs");
    assert_eq!(refused.status.code(), Some(2));
}
