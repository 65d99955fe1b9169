//! `import` from outside: what our own export writes comes back, and nothing is overwritten.

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use super::commands::{check_json, groundup, repository};

const EXAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/example-plans");

/// Exit code, standard output and standard error.
fn run(arguments: &[&str]) -> (Option<i32>, String, String) {
    let output = groundup(arguments).output().expect("it runs");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

fn errors(root: &Path) -> u64 {
    check_json(root)["summary"]["errors"].as_u64().expect("a count")
}

/// The values of a top-level key of a YAML file, as written.
fn field(text: &str, key: &str) -> Option<String> {
    let value = text.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(": "))?;
    Some(value.trim_matches(['"', '\'']).to_owned())
}

#[test]
fn what_the_examples_export_comes_back() {
    let exported = TempDir::new().expect("a folder");
    let folder = exported.path().to_string_lossy().into_owned();
    run(&["export", EXAMPLE, "--format", "okh", "-o", &folder]);
    let mut count = 0;
    for entry in fs::read_dir(exported.path()).expect("a folder") {
        let folder = entry.expect("an entry").path();
        if !folder.join("okh.toml").is_file() {
            continue;
        }
        let id = folder.file_name().expect("a name").to_string_lossy().into_owned();
        let bill = fs::read_to_string(folder.join("sBoM.csv")).expect("a bill");
        // Both versions of a few, one of all.
        let names: &[&str] = if count < 2 { &["okh.toml", "okh.yml"] } else { &["okh.toml"] };
        for name in names {
            let home = repository(&[]);
            let file = folder.join(name);
            let (code, _, told) =
                run(&["import", "okh", &file.to_string_lossy(), &home.path().to_string_lossy(), "--id", &id]);
            assert_eq!(code, Some(0), "{id} {name}: {told}");
            assert_eq!(errors(home.path()), 0, "{id} {name}: {told}");
            let plan = fs::read_to_string(home.path().join(format!("plans/{id}/plan.yaml"))).expect("a plan");
            let source = fs::read_to_string(format!("{EXAMPLE}/plans/{id}/plan.yaml")).expect("the source");
            assert_eq!(field(&plan, "title"), field(&source, "title"), "{id}");
            let lines = plan.lines().filter(|line| line.starts_with("  - item: ") || line.starts_with("  - part: "));
            assert_eq!(lines.count(), bill.lines().count() - 1, "{id} {name}: {plan}");
            for row in bill.lines().skip(1) {
                let quantity = row.split('\t').nth(2).expect("a quantity");
                let counted = format!("    quantity: {quantity} ea\n");
                let is_there = plan.contains(&counted) || plan.contains(&format!("    quantity: {quantity}\n"));
                assert!(is_there, "{id} {name}: {row}\n{plan}");
            }
            assert!(plan.contains("\nlicense: "), "{id} {name}: {plan}");
        }
        count += 1;
    }
    assert!(count > 20, "{count} plans");
}

#[test]
fn a_plan_that_comes_back_home_finds_its_items() {
    let exported = TempDir::new().expect("a folder");
    run(&["export", EXAMPLE, "--format", "okh", "-o", &exported.path().to_string_lossy()]);
    let file = exported.path().join("ceb-press-v2509p/okh.toml");
    let (code, text, told) =
        run(&["import", "okh", &file.to_string_lossy(), EXAMPLE, "--id", "press-again", "--stdout"]);
    assert_eq!(code, Some(0), "{told}");
    assert!(text.starts_with("# file: plans/press-again/plan.yaml\n"), "{text}");
    assert!(text.contains("- item: hydraulic-cylinder-5in\n"), "{text}");
    assert!(!Path::new(EXAMPLE).join("plans/press-again").exists());
    let (code, _, told) = run(&["import", "okh", &file.to_string_lossy(), EXAMPLE, "--id", "ceb-press-v2509p"]);
    assert_eq!(code, Some(2));
    assert!(told.contains("there is a plan `ceb-press-v2509p` already") && told.contains("--id"), "{told}");
}

#[test]
fn a_table_becomes_a_plan_and_nothing_is_overwritten() {
    let home = repository(&[("materials/cart.yaml", "kind: material\nid: bolt\nunit: ea\norigin: bought\n")]);
    let table = home.path().join("cart.csv");
    fs::write(&table, "Part,Qty\nbolt,4\nwheel,2\n").expect("a file");
    let import =
        |id: &str| run(&["import", "csv", &table.to_string_lossy(), &home.path().to_string_lossy(), "--id", id]);
    let (code, _, told) = import("cart");
    assert_eq!(code, Some(2), "{told}");
    assert!(told.contains("materials/cart.yaml") && told.contains("stays as it is"), "{told}");
    assert!(!home.path().join("plans").exists());
    let (code, _, told) = import("hand-cart");
    assert_eq!(code, Some(0), "{told}");
    assert!(told.contains("2 BOM lines: 1 of what the repository has, 1 of new materials"), "{told}");
    assert_eq!(errors(home.path()), 0);
    assert!(home.path().join("materials/hand-cart.yaml").is_file());
}

#[test]
fn broken_input_is_told_with_file_line_and_column() {
    let home = repository(&[("in/okh.toml", "name = \"a\"\nversion = = 1\n"), ("in/bom.csv", "Part,Qty\n\"A,1\n")]);
    let root = home.path().to_string_lossy().into_owned();
    for (kind, file, place) in [("okh", "in/okh.toml", "okh.toml:2:"), ("csv", "in/bom.csv", "bom.csv:2:1: ")] {
        let (code, _, told) = run(&["import", kind, &home.path().join(file).to_string_lossy(), &root]);
        assert_eq!(code, Some(2));
        assert!(told.contains(place), "{told}");
    }
    let (code, _, told) = run(&["import", "csv", "no-such.csv", &root]);
    assert_eq!(code, Some(2));
    assert!(told.contains("no-such.csv"), "{told}");
}

const WHEEL: &str = "kind: plan\nid: wheel\nbom: [{item: tube, quantity: 1 m}]\noperations: [{capability: welding}]\n";

#[test]
fn check_at_a_place_tells_what_cannot_be_made_there() {
    let home = repository(&[
        ("plans/wheel/plan.yaml", WHEEL),
        ("materials/all.yaml", "kind: material\nid: tube\nunit: m\norigin: bought\n"),
        ("capabilities/all.yaml", "kind: capability\nid: welding\n"),
        ("facilities/shed.yaml", "kind: facility\nid: shed\nimports: any\n"),
    ]);
    let root = home.path().to_string_lossy().into_owned();
    assert_eq!(run(&["check", &root]).0, Some(0));
    let (code, text, _) = run(&["check", &root, "--at", "shed"]);
    assert_eq!(code, Some(1), "{text}");
    assert!(text.contains("error[not-makeable-here]") && text.contains("nothing here provides welding"), "{text}");
    assert!(text.contains("plans/wheel/plan.yaml:4:27"), "{text}");
    let (code, _, told) = run(&["check", &root, "--at", "shedd"]);
    assert_eq!(code, Some(2));
    assert!(told.contains("did you mean `shed`?"), "{told}");
    // A facility from elsewhere, by its file.
    let far = TempDir::new().expect("a folder");
    let file = far.path().join("works.yaml");
    let works = "kind: facility\nid: works\nequipment: [{id: mig, provides: [{capability: welding}]}]\nimports: any\n";
    fs::write(&file, works).expect("a file");
    let (code, text, _) = run(&["check", &root, "--at", &file.to_string_lossy()]);
    assert_eq!(code, Some(0), "{text}");
}
