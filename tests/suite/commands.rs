//! The commands as a user calls them.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

const EXAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/example-plans");

/// The binary with these arguments.
pub(crate) fn groundup(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_groundup"));
    command.args(arguments).env("NO_COLOR", "1");
    command
}

fn run(arguments: &[&str]) -> Output {
    groundup(arguments).output().expect("it runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Runs a command that prints JSON, and reads it.
fn json(arguments: &[&str]) -> Value {
    let output = run(arguments);
    serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("{arguments:?}: {error}: {}", text(&output.stderr)))
}

/// The JSON report of `check` on a folder.
pub(crate) fn check_json(root: &Path) -> Value {
    json(&["check", &root.to_string_lossy(), "--format", "json"])
}

/// A repository in a folder of its own, with a manifest and these files.
pub(crate) fn repository(files: &[(&str, &str)]) -> TempDir {
    let root = TempDir::new().expect("a folder");
    fs::write(root.path().join("groundup.yaml"), "kind: repository\nformat: 1\nname: test\n").expect("a manifest");
    for (path, content) in files {
        let path = root.path().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, content).expect("a file");
    }
    root
}

#[test]
fn check_passes_on_the_example() {
    let output = run(&["check", EXAMPLE]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stdout));
    let report = check_json(Path::new(EXAMPLE));
    assert_eq!(report["schema"], "groundup/check/1");
    assert_eq!(report["diagnostics"], Value::Array(Vec::new()));
    assert!(report["summary"]["documents"].as_u64().expect("a count") > 100);
}

#[test]
fn check_points_at_the_very_word() {
    let root = repository(&[("materials/steel.yaml", "kind: material\nid: steel\nunit: kg\norigin: bouhgt\n")]);
    let output = run(&["check", &root.path().to_string_lossy()]);
    assert_eq!(output.status.code(), Some(1));
    let report = check_json(root.path());
    let finding = &report["diagnostics"][0];
    assert_eq!(finding["rule"], "schema-violation");
    assert_eq!(finding["file"], "materials/steel.yaml");
    assert_eq!((&finding["start"]["line"], &finding["start"]["column"]), (&Value::from(4), &Value::from(9)));
    assert_eq!((&finding["end"]["line"], &finding["end"]["column"]), (&Value::from(4), &Value::from(15)));
    assert_eq!(finding["help"], "did you mean `bought`?");
}

#[test]
fn what_cannot_run_exits_with_2() {
    let empty = TempDir::new().expect("a folder");
    let folder = empty.path().to_string_lossy().into_owned();
    for arguments in [
        &["check", &folder] as &[&str],
        &["check", "no/such/folder"],
        &["resolve", "no-such-plan", EXAMPLE],
        &["local", "ceb-press-v2509p", EXAMPLE, "--at", "no-such-place"],
        &["explain", "no-such-rule"],
        &["schema", "machine"],
        &["frobnicate"],
    ] {
        let output = run(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {}", text(&output.stderr));
        assert!(!output.stderr.is_empty() && output.stdout.is_empty(), "{arguments:?}");
    }
}

#[test]
fn resolve_ends_on_the_ground_and_its_mass_balances() {
    let resolution = json(&["resolve", "ceb-press-v2509p", EXAMPLE, "--format", "json"]);
    assert_eq!(resolution["schema"], "groundup/resolution/1");
    assert_eq!(resolution["unresolved"], Value::Array(Vec::new()));
    let nodes = resolution["nodes"].as_array().expect("nodes");
    let made = nodes.iter().filter(|node| node["obtained"] == "made").count();
    assert!(
        made > 40
            && nodes
                .iter()
                .all(|node| ["made", "raw", "bought"].contains(&node["obtained"].as_str().unwrap_or_default()))
    );
    // Hand-computed from the example's own figures, in a spreadsheet's manner, bottom up.
    let node = |id: &str| nodes.iter().find(|node| node["item"] == id).unwrap_or_else(|| panic!("{id}"));
    let close = |value: &Value, expected: f64| (value.as_f64().expect("a number") / expected - 1.0).abs() < 1e-6;
    assert!(close(&node("iron-scrap")["quantity"], 1_003.902_469), "{}", node("iron-scrap"));
    let scrap = resolution["raw"]
        .as_array()
        .expect("raw")
        .iter()
        .find(|leaf| leaf["item"] == "iron-scrap")
        .expect("scrap")
        .clone();
    assert!(close(&scrap["net"], 816.531_796), "{scrap}");
    assert!(close(&resolution["totals"]["electricity-kwh"], 1_166.700_793));
    assert_eq!(resolution["cycles"], serde_json::json!([["steel-bar", "steel-billet", "steel-liquid"]]));
}

#[test]
fn why_and_uses_answer() {
    let why = json(&["why", "ceb-press-v2509p", "iron-scrap", EXAMPLE, "--format", "json"]);
    assert!(!why["paths"].as_array().expect("paths").is_empty());
    let uses = json(&["uses", "steel-billet", EXAMPLE, "--format", "json"]);
    assert!(uses["transitive"].as_array().expect("users").iter().any(|user| user == "ceb-press-v2509p"));
}

#[test]
fn totals_are_followed_to_where_they_come_from() {
    let why = json(&["why", "ceb-press-v2509p", EXAMPLE, "--total", "cost", "--format", "json"]);
    let resolution = json(&["resolve", "ceb-press-v2509p", EXAMPLE, "--format", "json"]);
    let number = |value: &Value| value.as_f64().expect("a number");
    assert!((number(&resolution["totals"]["cost"]["amount"]) / number(&why["total"]["amount"]) - 1.0).abs() < 1e-6);
    let direct = why["direct"].as_array().expect("items");
    let sum: f64 = direct.iter().map(|entry| number(&entry["amount"])).sum();
    assert!((sum / number(&why["total"]["amount"]) - 1.0).abs() < 1e-9, "{sum}");
    for arguments in [&["why", "ceb-press-v2509p"][..], &["why", "ceb-press-v2509p", "steel-billet", "--total", "cost"]]
    {
        let output = run(arguments);
        assert_eq!(output.status.code(), Some(2));
        assert!(text(&output.stderr).contains("--total"), "{}", text(&output.stderr));
    }
}

#[test]
fn evidence_is_told_by_what_depends_on_it() {
    let evidence = json(&["resolve", "ceb-press-v2509p", EXAMPLE, "--evidence", "--format", "json", "--limit", "5"]);
    assert_eq!(evidence["schema"], "groundup/evidence/1");
    assert_eq!(evidence["figures"].as_array().map(Vec::len), Some(5));
    assert!(evidence["figures"].as_array().into_iter().flatten().all(|figure| figure["grade"] != "stated"));
    let resolution = json(&["resolve", "ceb-press-v2509p", EXAMPLE, "--format", "json"]);
    assert_eq!(resolution["evidence-by-total"], evidence["evidence-by-total"]);
    let refused = run(&["resolve", "ceb-press-v2509p", EXAMPLE, "--evidence", "--format", "dot"]);
    assert_eq!(refused.status.code(), Some(2));
}

#[test]
fn local_names_what_is_missing() {
    let report = json(&["local", "ceb-press-v2509p", EXAMPLE, "--at", "tractor-works", "--format", "json"]);
    assert_eq!(
        (&report["schema"], &report["verdict"]),
        (&Value::from("groundup/local/1"), &Value::from("local-with-imports"))
    );
    for item in report["items"].as_array().expect("items") {
        assert!(!item["reasons"].as_array().expect("reasons").is_empty(), "{item}");
    }
    let output = run(&["local", "ceb-press-v2509p", EXAMPLE, "--at", "steel-micromill", "--format", "json"]);
    assert_eq!(output.status.code(), Some(1));
    let report: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(report["verdict"], "blocked");
    assert!(!report["missing-capabilities"].as_array().expect("a list").is_empty());
}

#[test]
fn schemas_are_printed_and_rules_explained() {
    for kind in ["repository", "plan", "material", "process", "capability", "facility"] {
        let output = run(&["schema", kind]);
        assert_eq!(output.status.code(), Some(0));
        let schema: Value = serde_yaml::from_slice(&output.stdout).expect("YAML");
        assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
    }
    let explained = text(&run(&["explain", "bom-cycle"]).stdout);
    assert!(explained.contains("contains itself"), "{explained}");
}

#[test]
fn a_new_repository_and_a_new_plan_pass_check() {
    let parent = TempDir::new().expect("a folder");
    let root = parent.path().join("village").to_string_lossy().into_owned();
    assert_eq!(run(&["init", &root]).status.code(), Some(0));
    assert_eq!(run(&["new", "plan", "water-pump", &root]).status.code(), Some(0));
    let output = run(&["check", &root]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stdout));
    assert!(text(&output.stdout).starts_with("no problems"), "{}", text(&output.stdout));
    assert_eq!(run(&["resolve", "water-pump", &root]).status.code(), Some(0));
    // Neither overwrites what is there.
    assert_eq!(run(&["init", &root]).status.code(), Some(2));
    assert_eq!(run(&["new", "plan", "water-pump", &root]).status.code(), Some(2));
}

#[test]
fn build_writes_the_same_bytes_in_two_folders() {
    let (first, second) = (TempDir::new().expect("a folder"), TempDir::new().expect("a folder"));
    let outputs: Vec<_> = [first.path().join("plans"), second.path().join("a folder/of some/depth")]
        .into_iter()
        .map(|copy| {
            copy_folder(Path::new(EXAMPLE), &copy);
            let output = copy.with_file_name("dist");
            let command = &mut groundup(&["build", &copy.to_string_lossy(), "-o", &output.to_string_lossy()]);
            let result = command.env("SOURCE_DATE_EPOCH", "1760000000").output().expect("it runs");
            assert_eq!(result.status.code(), Some(0), "{}", text(&result.stderr));
            files_of(&output)
        })
        .collect();
    let names: Vec<&str> = outputs[0].iter().map(|(name, _)| name.as_str()).collect();
    assert!(
        names.contains(&"packets/ceb-press-v2509p--tractor-works.zip") && names.contains(&"index.html"),
        "{names:?}"
    );
    assert_eq!(names, outputs[1].iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>());
    for ((name, a), (_, b)) in outputs[0].iter().zip(&outputs[1]) {
        assert!(a == b, "{name} differs");
    }
    let packet = first.path().join("dist/packets/ceb-press-v2509p--tractor-works.zip");
    assert_eq!(run(&["verify", &packet.to_string_lossy()]).status.code(), Some(0));
}

#[test]
fn output_replaces_only_output() {
    let folder = TempDir::new().expect("a folder");
    fs::write(folder.path().join("thesis.txt"), "years of work").expect("a file");
    let output = run(&["build", EXAMPLE, "-o", &folder.path().to_string_lossy()]);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(fs::read_to_string(folder.path().join("thesis.txt")).expect("it is there"), "years of work");
}

#[test]
fn output_inside_the_repository_changes_nothing_that_is_made_of_it() {
    let folder = TempDir::new().expect("a folder");
    copy_folder(Path::new(EXAMPLE), folder.path());
    let git = |arguments: &[&str]| {
        let identity = ["-c", "user.name=A", "-c", "user.email=a@example.org"];
        let status = Command::new("git").args(identity).args(arguments).current_dir(folder.path()).output();
        assert!(status.expect("git").status.success(), "{arguments:?}");
    };
    git(&["init", "-q"]);
    git(&["add", "-A"]);
    git(&["commit", "-q", "-m", "Plans"]);
    let build = || {
        let output = folder.path().join("out/dist");
        let result = run(&["build", &folder.path().to_string_lossy(), "-o", &output.to_string_lossy()]);
        assert_eq!(result.status.code(), Some(0), "{}", text(&result.stderr));
        files_of(&output)
    };
    let (first, second) = (build(), build());
    for ((name, a), (_, b)) in first.iter().zip(&second) {
        assert!(a == b, "{name} differs");
    }
    assert_eq!(first.len(), second.len());
}

#[test]
fn a_facility_from_elsewhere_stands_for_the_one_of_its_id() {
    let folder = TempDir::new().expect("a folder");
    let file = folder.path().join("changed.yaml");
    let original = fs::read_to_string(format!("{EXAMPLE}/facilities/tractor-works.yaml")).expect("a facility");
    fs::write(&file, original.replace("imports: listed", "imports: none")).expect("a file");
    let report = |at: &str| {
        let output = run(&["local", "ceb-press-v2509p", EXAMPLE, "--at", at, "--format", "json"]);
        assert_eq!(text(&output.stderr), "");
        let report: Value = serde_json::from_slice(&output.stdout).expect("JSON");
        report["imports"].as_array().expect("a list").len()
    };
    assert!(report("tractor-works") > 0);
    assert_eq!(report(&file.to_string_lossy()), 0);
}

#[test]
fn a_loop_without_end_is_a_document_too() {
    let process = |id: &str, input: &str, quantity: &str| {
        format!(
            "kind: process\nid: make-{id}\noutputs: [{{item: {id}, quantity: 1 kg}}]\n\
             inputs: [{{item: {input}, quantity: {quantity}}}]\n"
        )
    };
    let material = |id: &str| format!("kind: material\nid: {id}\nunit: kg\norigin: made\n");
    let root = repository(&[
        ("materials/a.yaml", &format!("{}---\n{}", material("steel"), material("electrode"))),
        (
            "processes/a.yaml",
            &format!("{}---\n{}", process("steel", "electrode", "2 kg"), process("electrode", "steel", "0.6 kg")),
        ),
        ("plans/p/plan.yaml", "kind: plan\nid: p\nbom: [{item: steel, quantity: 1 kg}]\n"),
    ]);
    let place = root.path().to_string_lossy();
    for arguments in
        [&["resolve", "p", &place, "--format", "json"][..], &["why", "p", "steel", &place, "--format", "json"]]
    {
        let output = run(arguments);
        assert_eq!(output.status.code(), Some(1));
        let document: Value = serde_json::from_slice(&output.stdout).expect("JSON");
        assert_eq!(document["cycles"][0], serde_json::json!(["electrode", "steel"]));
        assert!((document["gain"].as_f64().expect("a number") - 1.2).abs() < 1e-9);
    }
    let site = root.path().join("site");
    assert_eq!(run(&["site", &place, "-o", &site.to_string_lossy()]).status.code(), Some(1));
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("a copy");
        }
    }
}

fn files_of(root: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files = Vec::new();
    let mut folders = vec![root.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(root).expect("inside").to_string_lossy().replace('\\', "/");
                files.push((name, fs::read(&path).expect("a file")));
            }
        }
    }
    files.sort();
    files
}
