//! What a stranger's files may hold: each ends in an ordinary finding, and hides nothing else.

use std::fs;
use std::path::Path;

use super::commands::{check_json, groundup, repository};

fn findings(root: &Path) -> Vec<(String, String)> {
    let report = check_json(root);
    let text = |finding: &serde_json::Value, key: &str| finding[key].as_str().unwrap_or_default().to_owned();
    report["diagnostics"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|finding| (text(finding, "rule"), text(finding, "file")))
        .collect()
}

#[test]
fn every_hazard_is_reported_beside_the_others() {
    let root = repository(&[
        ("materials/a-duplicate.yaml", "kind: material\nid: a\nunit: kg\nunit: t\norigin: bought\n"),
        ("materials/b-tab.yaml", "kind: material\nid: b\nunit: kg\norigin: bought\nsafety:\n\t- {hazard: dust}\n"),
        ("materials/d-anchor.yaml", "kind: material\nid: &x d\nunit: kg\norigin: bought\ntitle: *x\n"),
        ("materials/e-deep.yaml", &"[".repeat(100_000)),
        ("materials/f-unknown.yaml", "kind: material\nid: f\nunit: kg\norigin: bought\ncolour: red\n"),
    ]);
    fs::write(
        root.path().join("materials/c-latin.yaml"),
        b"kind: material\nid: c\nunit: kg\norigin: bought\ntitle: caf\xe9\n",
    )
    .expect("a file");
    let large = fs::File::create(root.path().join("materials/g-large.yaml")).expect("a file");
    large.set_len(100 << 20).expect("100 MB");
    let found = findings(root.path());
    for (rule, file) in [
        ("duplicate-key", "a-duplicate"),
        ("invalid-yaml", "b-tab"),
        ("invalid-yaml", "c-latin"),
        ("invalid-yaml", "d-anchor"),
        ("invalid-yaml", "e-deep"),
        ("unknown-field", "f-unknown"),
        ("invalid-yaml", "g-large"),
    ] {
        let path = format!("materials/{file}.yaml");
        assert_eq!(found.iter().filter(|(r, f)| r == rule && *f == path).count(), 1, "{rule} in {path}: {found:?}");
    }
    assert_eq!(found.len(), 7, "{found:?}");
}

#[cfg(unix)]
#[test]
fn pipes_and_links_that_lead_away_are_findings() {
    let plan = "kind: plan\nid: p\nlicense: CC0-1.0\nfiles:\n  - {path: away/passwd, role: source}\n";
    let root = repository(&[("plans/p/plan.yaml", plan), ("materials/a.yaml", "# none\n")]);
    let at = |path: &str| root.path().join(path);
    let made = std::process::Command::new("mkfifo").arg(at("materials/pipe.yaml")).status().expect("mkfifo");
    assert!(made.success());
    std::os::unix::fs::symlink("nowhere", at("materials/z.yaml")).expect("a link");
    std::os::unix::fs::symlink("/etc", at("plans/p/away")).expect("a link");
    let expected = [
        ("invalid-yaml", "materials/pipe.yaml"),
        ("invalid-yaml", "materials/z.yaml"),
        ("file-outside-repository", "plans/p/plan.yaml"),
    ];
    assert_eq!(findings(root.path()), expected.map(|(rule, file)| (rule.to_owned(), file.to_owned())));
}

#[test]
fn many_faults_on_one_line_take_linear_time() {
    let fields: String = (0..30_000).map(|n| format!("foo{n}: 1, ")).collect();
    let text = format!("{{kind: material, id: a, unit: kg, origin: bought, {fields}}}\n");
    let root = repository(&[("materials/a.yaml", &text)]);
    let start = std::time::Instant::now();
    assert_eq!(findings(root.path()).len(), 30_000);
    // Quadratic, it took minutes.
    assert!(start.elapsed().as_secs() < 30, "{:?}", start.elapsed());
}

#[test]
fn very_many_unknown_items_are_told_in_time() {
    let materials: Vec<String> =
        (0..6_000).map(|n| format!("kind: material\nid: known-{n}-item\nunit: kg\norigin: bought\n")).collect();
    let lines: String = (0..4_000).map(|n| format!("  - {{item: unheard-{n}-of, quantity: 1 kg}}\n")).collect();
    let root = repository(&[
        ("materials/a.yaml", &materials.join("---\n")),
        ("plans/p/plan.yaml", &format!("kind: plan\nid: p\nbom:\n  - {{item: known-7-itme, quantity: 1 kg}}\n{lines}")),
    ]);
    let start = std::time::Instant::now();
    let found = findings(root.path());
    assert_eq!(found.iter().filter(|(rule, _)| rule == "dangling-reference").count(), 4_001);
    assert!(start.elapsed().as_secs() < 30, "{:?}", start.elapsed());
}

#[test]
fn a_closed_pipe_is_no_error() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/example-plans");
    let mut child = groundup(&["resolve", "ceb-press-v2509p", root, "--format", "json"])
        .stdout(std::process::Stdio::piped())
        .spawn()
        .expect("it starts");
    drop(child.stdout.take());
    assert_eq!(child.wait().expect("it ends").code(), Some(0));
}
