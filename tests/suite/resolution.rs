//! Resolutions as a user gets them: whatever the order of files, however deep, and where a plan contains itself.

use std::fs;
use std::path::Path;

use groundup::catalog::load;
use groundup::emit;
use groundup::lint;
use groundup::resolve::{by_preference, solve};
use groundup::world::MemoryWorld;
use serde_json::Value;

use super::commands::{groundup, repository};

/// The JSON of a resolution, from documents in files.
fn resolution(files: &[String], plan: &str) -> Option<String> {
    let manifest = ("groundup.yaml".to_owned(), "kind: repository\nformat: 1\nname: test\n".to_owned());
    let named = files.iter().enumerate().map(|(number, text)| (format!("materials/{number:03}.yaml"), text.clone()));
    let world = MemoryWorld::new(std::iter::once(manifest).chain(named));
    let checked = lint::check(&world, load(&world, Vec::new()));
    let graph = &checked.graph;
    let resolution = solve(graph, by_preference(graph), graph.item_index(plan)?, 3.0).ok()?;
    serde_json::to_string(&emit::resolution_json(graph, &resolution)).ok()
}

#[test]
fn the_order_of_documents_and_files_changes_no_byte() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/resolve/scenarios");
    let mut held = 0;
    for entry in fs::read_dir(folder).expect("the scenarios") {
        let text = fs::read_to_string(entry.expect("an entry").path()).expect("a scenario");
        let (documents, expected) = text.rsplit_once("---\nexpect:\n").expect("what is expected");
        let plan = expected.lines().find_map(|line| line.strip_prefix("plan: ")).expect("a plan");
        let documents: Vec<String> = documents.split("---\n").map(str::to_owned).collect();
        let Some(as_written) = resolution(&[documents.join("---\n")], plan) else { continue };
        let backwards: Vec<String> = documents.iter().rev().cloned().collect();
        assert_eq!(resolution(&[backwards.join("---\n")], plan).as_ref(), Some(&as_written), "{plan}");
        assert_eq!(resolution(&backwards, plan).as_ref(), Some(&as_written), "{plan}");
        for step in [3, 5, 7] {
            // A number that shares no factor with the count goes through all of them.
            let count = documents.len();
            let step = if count.is_multiple_of(step) { 1 } else { step };
            let shuffled: Vec<String> = (0..count).map(|index| documents[index * step % count].clone()).collect();
            assert_eq!(resolution(&shuffled, plan).as_ref(), Some(&as_written), "{plan}");
        }
        held += 1;
    }
    assert!(held > 12, "{held}");
}

#[test]
fn a_plan_nested_in_plans_is_resolved_at_any_depth() {
    let depth = 3_000;
    let mut text = String::new();
    for level in 0..depth {
        let next = level + 1;
        text += &format!(
            "---\n{{kind: plan, id: level-{level}, bom: [{{part: box, quantity: 1 ea, from: [{{item: level-{next}, quantity: 1 ea}}]}}]}}\n"
        );
    }
    text += &format!("---\n{{kind: material, id: level-{depth}, unit: ea, mass: 2 kg, origin: bought}}\n");
    let root = repository(&[("materials/all.yaml", &text)]);
    for format in ["tree", "table", "json", "csv"] {
        let folder = root.path().to_string_lossy();
        let output = groundup(&["resolve", "level-0", &folder, "--format", format]).output().expect("it runs");
        assert_eq!(output.status.code(), Some(0), "{format}");
        assert!(output.stdout.len() < 4_000_000, "{format}: {} bytes", output.stdout.len());
    }
}

#[test]
fn a_plan_that_contains_itself_is_told_as_such() {
    let root = repository(&[
        ("plans/robot/plan.yaml", "kind: plan\nid: robot\nbom: [{item: arm, quantity: 0.1 ea}]\n"),
        ("plans/arm/plan.yaml", "kind: plan\nid: arm\nbom: [{item: robot, quantity: 1 ea}]\n"),
    ]);
    let output = groundup(&["resolve", "robot", &root.path().to_string_lossy(), "--format", "json"]).output();
    let output = output.expect("it runs");
    assert_eq!(output.status.code(), Some(1));
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(told.contains("`arm` contains itself: `arm → robot → arm`"), "{told}");
    assert!(told.contains("groundup check"), "{told}");
    let json: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(json["cycles"], serde_json::json!([["arm", "robot"]]));
}
