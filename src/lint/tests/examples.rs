//! The examples of this repository are without fault; and what the rules show of larger worlds.

#![expect(clippy::disallowed_methods, reason = "a test may read the examples from the disk")]

use std::path::{Path, PathBuf};

use super::{checked, errors};
use crate::diagnostic::Diagnostic;
use crate::world::MemoryWorld;

fn files_below(root: &Path) -> Vec<(String, Vec<u8>)> {
    let mut folders: Vec<PathBuf> = vec![root.to_owned()];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(root).expect("below the root").to_string_lossy().replace('\\', "/");
                files.push((name, std::fs::read(&path).expect("a file")));
            }
        }
    }
    files
}

#[test]
fn the_example_plans_are_without_fault() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("example-plans");
    let checked = checked(&MemoryWorld::new(files_below(&root)));
    let place = |finding: &Diagnostic| {
        let source = checked.sources.get(finding.span.file);
        format!("{}:{}: {}: {}", source.path, source.position(finding.span.start).line, finding.rule, finding.message)
    };
    let report: Vec<String> = checked.diagnostics.iter().map(place).collect();
    assert!(
        report.is_empty(),
        "{}",
        report.join(
            "
"
        )
    );
    assert!(!checked.has_errors() && checked.document_count == checked.catalog.document_count());
}

#[test]
fn a_link_out_of_the_repository_is_no_file() {
    let plan = "kind: plan\nid: press\nimage: far.png\n";
    let world = MemoryWorld::new([("plans/press/plan.yaml", plan), ("plans/press/far.png", "")])
        .with_link_outside("plans/press/far.png");
    let checked = checked(&world);
    let found = errors(&checked);
    let [finding] = found[..] else { panic!("one finding, not {found:?}") };
    assert_eq!(finding.rule, "file-outside-repository");
    assert!(finding.message.contains("by a link"), "{}", finding.message);
}

/// Plans of which each contains the next, and the last the first.
fn ring(length: usize) -> Vec<(String, String)> {
    let plan = |n: usize| {
        let text = format!("kind: plan\nid: p{n:05}\nbom: [{{item: p{:05}, quantity: 1 ea}}]\n", (n + 1) % length);
        (format!("plans/p{n:05}/plan.yaml"), text)
    };
    (0..length).map(plan).collect()
}

#[test]
fn a_loop_of_many_plans_is_one_finding_and_needs_no_stack() {
    let checked = checked(&MemoryWorld::new(ring(20_000)));
    let found = errors(&checked);
    let [finding] = found[..] else { panic!("one finding, not {}", found.len()) };
    assert_eq!(finding.labels.len(), 19_999);
    assert!(finding.message.starts_with("`p00000` contains itself: `p00000 → p00001 →"), "{}", finding.message);
    assert!(finding.message.ends_with("→ … → p19999 → p00000`"), "{}", finding.message);
}
