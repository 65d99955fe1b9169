//! `check --since`: in real git repositories, what stands in a change or is caused by it is told, and nothing else.

use std::fs;
use std::path::Path;

use git2::{IndexAddOption, Repository, Signature};
use serde_json::Value;
use tempfile::TempDir;

use crate::commands::groundup;

const STEEL: &str = "kind: material\nid: steel\nunit: kg\norigin: raw\n";
const BOLT: &str = "kind: material\nid: bolt\nunit: ea\nmass: 0.1 kg\norigin: bought\n";
/// A plan with an old fault: a tool that nobody describes.
const PRESS: &str = "kind: plan\nid: press\ntitle: Press\nlicense: CERN-OHL-S-2.0\nsafety: [{hazard: crushing, note: Mind your hands.}]
bom:\n  - {item: steel, quantity: 10 kg}\n  - {item: bolt, quantity: 4 ea}\noperations:\n  - {capability: welding, time: 1 h}\n";
/// A plan without faults.
const TABLE: &str =
    "kind: plan\nid: table\ntitle: Table\nlicense: CERN-OHL-S-2.0\nbom:\n  - {item: steel, quantity: 10 kg}\n";

/// A commit of all that lies in the work tree.
fn commit(repository: &Repository) {
    let mut index = repository.index().expect("an index");
    index.add_all(["*"], IndexAddOption::DEFAULT, None).expect("files");
    index.update_all(["*"], None).expect("files");
    index.write().expect("an index");
    let tree = repository.find_tree(index.write_tree().expect("a tree")).expect("a tree");
    let author = Signature::now("test", "test@example.org").expect("a signature");
    let parent = repository.head().ok().and_then(|head| head.peel_to_commit().ok());
    let parents: Vec<_> = parent.iter().collect();
    repository.commit(Some("HEAD"), &author, &author, "a state", &tree, &parents).expect("a commit");
}

fn write(root: &Path, path: &str, content: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    fs::write(path, content).expect("a file");
}

/// Two plans, one of which has a fault, in a git repository with one commit and the branch `main`.
fn two_plans_in(root: &Path) {
    write(root, "groundup.yaml", "kind: repository\nformat: 1\nname: test\n");
    write(root, "materials/all.yaml", &format!("{STEEL}---\n{BOLT}"));
    write(root, "plans/press/plan.yaml", PRESS);
    write(root, "plans/table/plan.yaml", TABLE);
}

fn two_plans() -> (TempDir, Repository) {
    let root = TempDir::new().expect("a folder");
    two_plans_in(root.path());
    let repository = Repository::init(root.path()).expect("a git repository");
    commit(&repository);
    let head = repository.head().expect("a head").peel_to_commit().expect("a commit");
    repository.branch("base", &head, true).expect("a branch");
    drop(head);
    (root, repository)
}

fn check(root: &Path, revision: &str) -> (Option<i32>, Value, String) {
    let folder = root.to_string_lossy();
    let output = groundup(&["check", &folder, "--since", revision, "--format", "json"]).output().expect("it runs");
    let report = serde_json::from_slice(&output.stdout).unwrap_or(Value::Null);
    (output.status.code(), report, String::from_utf8_lossy(&output.stderr).into_owned())
}

/// The errors of a report: (rule, file).
fn errors(report: &Value) -> Vec<(String, String)> {
    let text = |finding: &Value, key: &str| finding[key].as_str().expect("text").to_owned();
    let found = report["diagnostics"].as_array().unwrap_or_else(|| panic!("no report: {report}")).iter();
    found
        .filter(|finding| finding["severity"] == "error")
        .map(|finding| (text(finding, "rule"), text(finding, "file")))
        .collect()
}

fn changed(report: &Value) -> Vec<&str> {
    report["since"]["changed"].as_array().expect("paths").iter().filter_map(Value::as_str).collect()
}

fn pair(rule: &str, file: &str) -> (String, String) {
    (rule.to_owned(), file.to_owned())
}

#[test]
fn nothing_changed_nothing_is_told() {
    let (root, repository) = two_plans();
    let (code, report, _) = check(root.path(), "base");
    assert_eq!((code, errors(&report), changed(&report)), (Some(0), vec![], vec![]));
    assert_eq!(report["since"]["revision"], "base");
    let head = repository.head().expect("a head").target().expect("a commit").to_string();
    assert_eq!(report["since"]["merge-base"], Value::from(head));
    assert!(report["since"]["older"].as_u64().expect("a count") > 0);
}

#[test]
fn a_deleted_material_is_told_where_it_is_used_and_an_old_fault_is_not() {
    let (root, _repository) = two_plans();
    write(root.path(), "materials/all.yaml", STEEL);
    let (code, report, _) = check(root.path(), "base");
    assert_eq!(code, Some(1));
    assert_eq!(errors(&report), [pair("dangling-reference", "plans/press/plan.yaml")], "{report:#}");
    assert!(report["diagnostics"][0]["message"].as_str().expect("text").contains("bolt"));
    assert_eq!(report["since"]["affected"], 1);
    // The file as a whole gone: both plans are affected.
    fs::remove_file(root.path().join("materials/all.yaml")).expect("it was there");
    let (_, report, _) = check(root.path(), "base");
    assert_eq!(report["since"]["deleted"], serde_json::json!(["materials/all.yaml"]));
    assert_eq!(report["since"]["affected"], 2);
    assert_eq!(errors(&report).len(), 3);
}

#[test]
fn old_faults_of_a_changed_document_are_told_and_those_of_its_neighbours_are_not() {
    let (root, repository) = two_plans();
    let both = format!("{}---\n{}", "kind: material\nid: rod\nunit: wrong\norigin: raw\n", BOLT);
    write(root.path(), "materials/more.yaml", &both.replace("id: bolt", "id: nut"));
    commit(&repository);
    // A line more in the second document, and comments before it: the first is as it was.
    write(root.path(), "materials/more.yaml", &(both.replace("id: bolt", "id: nut") + "title: Nut\n"));
    let (code, report, _) = check(root.path(), "HEAD");
    assert_eq!((code, errors(&report)), (Some(0), vec![]));
    // The document with the fault is edited: its fault is before whoever edits it.
    write(root.path(), "plans/press/plan.yaml", &format!("# about\n\n{}", PRESS.replace("Press", "The press")));
    let (code, report, _) = check(root.path(), "HEAD");
    assert_eq!((code, errors(&report)), (Some(1), vec![pair("dangling-reference", "plans/press/plan.yaml")]));
}

#[test]
fn lines_that_move_and_files_that_are_renamed_bring_nothing_up() {
    let (root, repository) = two_plans();
    write(root.path(), "materials/rods.yaml", "kind: material\nid: rod\nunit: wrong\norigin: raw\n");
    commit(&repository);
    fs::rename(root.path().join("materials/rods.yaml"), root.path().join("materials/bars.yaml")).expect("it moves");
    // Staged for one half only: the other half is on the disk.
    let mut index = repository.index().expect("an index");
    index.remove_path(Path::new("materials/rods.yaml")).expect("it was there");
    index.write().expect("an index");
    let (code, report, _) = check(root.path(), "HEAD");
    assert_eq!((code, errors(&report)), (Some(0), vec![]), "{report:#}");
    assert_eq!(
        report["since"]["renamed"],
        serde_json::json!([{"from": "materials/rods.yaml", "to": "materials/bars.yaml"}])
    );
    commit(&repository);
    // A document that moves to another file, with one before it.
    fs::remove_file(root.path().join("materials/bars.yaml")).expect("it was there");
    let text = format!("{STEEL}---\n{BOLT}---\n# moved\nkind: material\nid: rod\nunit: wrong\norigin: raw\n");
    write(root.path(), "materials/all.yaml", &text.replace("# moved\n", ""));
    let (code, report, _) = check(root.path(), "HEAD");
    assert_eq!((code, errors(&report)), (Some(0), vec![]), "{report:#}");
}

#[test]
fn staged_unstaged_and_untracked_files_count_and_ignored_ones_do_not() {
    let (root, repository) = two_plans();
    write(root.path(), ".gitignore", "scratch.yaml\n");
    commit(&repository);
    let broken = |id: &str| format!("kind: material\nid: {id}\nunit: wrong\norigin: raw\n");
    write(root.path(), "materials/staged.yaml", &broken("staged"));
    let mut index = repository.index().expect("an index");
    index.add_path(Path::new("materials/staged.yaml")).expect("a file");
    index.write().expect("an index");
    write(root.path(), "materials/untracked.yaml", &broken("untracked"));
    write(root.path(), "materials/scratch.yaml", &broken("ignored"));
    write(root.path(), "plans/table/plan.yaml", &TABLE.replace("10 kg", "10 m"));
    let (code, report, _) = check(root.path(), "base");
    assert_eq!(code, Some(1));
    let files: Vec<String> = errors(&report).into_iter().map(|(_, file)| file).collect();
    assert_eq!(files, ["materials/staged.yaml", "materials/untracked.yaml", "plans/table/plan.yaml"]);
    assert_eq!(changed(&report), ["materials/staged.yaml", "materials/untracked.yaml", "plans/table/plan.yaml"]);
    // Staged in one state, put back in the work tree: as it was.
    index.add_path(Path::new("plans/table/plan.yaml")).expect("a file");
    index.write().expect("an index");
    write(root.path(), "plans/table/plan.yaml", TABLE);
    assert!(!changed(&check(root.path(), "base").1).contains(&"plans/table/plan.yaml"));
}

#[test]
fn the_change_goes_out_from_the_merge_base() {
    let (root, repository) = two_plans();
    // `other` goes on with a fault mended; this branch knows nothing of it.
    let start = repository.head().expect("a head").peel_to_commit().expect("a commit");
    write(
        root.path(),
        "plans/press/plan.yaml",
        &PRESS.replace("operations:\n  - {capability: welding, time: 1 h}\n", ""),
    );
    commit(&repository);
    let other = repository.head().expect("a head").peel_to_commit().expect("a commit");
    repository.branch("other", &other, true).expect("a branch");
    repository.reset(start.as_object(), git2::ResetType::Hard, None).expect("a reset");
    repository.set_head_detached(start.id()).expect("a detached head");
    write(root.path(), "plans/table/plan.yaml", &TABLE.replace("steel", "stele"));
    commit(&repository);
    let (code, report, _) = check(root.path(), "other");
    assert_eq!(report["since"]["merge-base"], Value::from(start.id().to_string()));
    assert_eq!((code, changed(&report)), (Some(1), vec!["plans/table/plan.yaml"]));
    assert_eq!(errors(&report), [pair("dangling-reference", "plans/table/plan.yaml")]);
}

#[test]
fn plan_repositories_in_folders_and_in_worktrees_of_git() {
    let root = TempDir::new().expect("a folder");
    let plans = root.path().join("hardware/plans of ours");
    two_plans_in(&plans);
    write(root.path(), "software/readme.md", "text\n");
    let repository = Repository::init(root.path()).expect("a git repository");
    commit(&repository);
    write(root.path(), "software/readme.md", "another text\n");
    write(&plans, "plans/table/plan.yaml", &TABLE.replace("steel", "stele"));
    let (_, report, _) = check(&plans, "HEAD");
    assert_eq!(changed(&report), ["plans/table/plan.yaml"]);
    assert_eq!(errors(&report), [pair("dangling-reference", "plans/table/plan.yaml")]);

    let beside = TempDir::new().expect("a folder");
    let tree = beside.path().join("tree");
    repository.worktree("tree", &tree, None).expect("a worktree");
    let plans = tree.join("hardware/plans of ours");
    assert_eq!(changed(&check(&plans, "HEAD").1), Vec::<&str>::new());
    write(&plans, "materials/new.yaml", "kind: material\nid: new\nunit: wrong\norigin: raw\n");
    let (_, report, _) = check(&plans, "HEAD");
    assert_eq!(changed(&report), ["materials/new.yaml"]);
    assert_eq!(errors(&report).len(), 1);
}

#[test]
fn what_stands_in_the_way_is_said_with_how_to_mend_it() {
    let (root, repository) = two_plans();
    let (code, _, message) = check(root.path(), "bse");
    assert_eq!(code, Some(2));
    assert!(message.contains("did you mean `base`?"), "{message}");
    let head = repository.head().expect("a head").peel_to_commit().expect("a commit");
    repository.reference("refs/remotes/origin/trunk", head.id(), true, "a test").expect("a reference");
    assert!(check(root.path(), "trunk").2.contains("did you mean `origin/trunk`?"));
    // A history of its own.
    let tree = head.tree().expect("a tree");
    let author = Signature::now("test", "test@example.org").expect("a signature");
    repository.commit(Some("refs/heads/orphan"), &author, &author, "alone", &tree, &[]).expect("a commit");
    assert!(check(root.path(), "orphan").2.contains("no history in common"));

    let plain = TempDir::new().expect("a folder");
    two_plans_in(plain.path());
    assert!(check(plain.path(), "main").2.contains("in no git repository"));
    Repository::init(plain.path()).expect("a git repository");
    assert!(check(plain.path(), "main").2.contains("no commit yet"));
    write(plain.path(), ".gitignore", "*\n");
    assert!(check(plain.path(), "main").2.contains("git ignores"));
}

#[test]
fn a_shallow_clone_that_lacks_the_base_says_how_to_deepen_it() {
    let (root, repository) = two_plans();
    write(root.path(), "plans/table/plan.yaml", &TABLE.replace("Table", "The table"));
    commit(&repository);
    let head = repository.head().expect("a head").target().expect("a commit");
    fs::write(root.path().join(".git/shallow"), format!("{head}\n")).expect("a file");
    let (code, _, message) = check(root.path(), "base");
    assert_eq!(code, Some(2));
    assert!(message.contains("shallow clone") && message.contains("git fetch --deepen"), "{message}");
    assert!(check(root.path(), "0123456").2.contains("git fetch --deepen"));
    // Its latest commit is there.
    assert_eq!(check(root.path(), "HEAD").0, Some(0));
}

#[test]
fn a_submodule_is_news_only_when_it_is_moved() {
    let (root, repository) = two_plans();
    // What a submodule's folder holds is the other repository's; here it is put there by hand.
    let inner = root.path().join("materials/shared");
    write(&inner, "rods.yaml", "kind: material\nid: rod\nunit: wrong\norigin: raw\n");
    let shared = Repository::init(&inner).expect("a git repository");
    commit(&shared);
    let point_at = |id: git2::Oid| {
        let mut index = repository.index().expect("an index");
        let entry = git2::IndexEntry {
            ctime: git2::IndexTime::new(0, 0),
            mtime: git2::IndexTime::new(0, 0),
            dev: 0,
            ino: 0,
            mode: 0o160_000,
            uid: 0,
            gid: 0,
            file_size: 0,
            id,
            flags: 0,
            flags_extended: 0,
            path: b"materials/shared".to_vec(),
        };
        index.add(&entry).expect("an entry");
        index.write().expect("an index");
    };
    write(
        root.path(),
        ".gitmodules",
        "[submodule \"shared\"]\n\tpath = materials/shared\n\turl = https://example.org/shared\n",
    );
    point_at(shared.head().expect("a head").target().expect("a commit"));
    commit(&repository);
    assert_eq!(changed(&check(root.path(), "HEAD").1), Vec::<&str>::new());
    assert_eq!(errors(&check(root.path(), "HEAD").1), []);
    write(&inner, "bars.yaml", "kind: material\nid: bar\nunit: kg\norigin: raw\n");
    commit(&shared);
    let (_, report, _) = check(root.path(), "HEAD");
    assert_eq!(changed(&report), ["materials/shared/bars.yaml", "materials/shared/rods.yaml"]);
    assert_eq!(errors(&report), [pair("invalid-quantity", "materials/shared/rods.yaml")], "{report:#}");
}

#[test]
fn every_format_tells_the_same() {
    let (root, _repository) = two_plans();
    write(root.path(), "plans/table/plan.yaml", &TABLE.replace("steel", "stele"));
    let folder = root.path().to_string_lossy().into_owned();
    for format in ["human", "json", "sarif", "github", "junit"] {
        let output = groundup(&["check", &folder, "--since", "base", "--format", format]).output().expect("it runs");
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        assert_eq!(output.status.code(), Some(1), "{format}");
        // The pages of the rules, which SARIF has with it, have examples of the like.
        let told = text.split("\"results\"").last().unwrap_or(&text);
        assert!(told.contains("stele") && !told.contains("no capability `welding`"), "{format}: {told}");
    }
    let output = groundup(&["check", &folder, "--since", "base"]).output().expect("it runs");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(text.contains("since `base` (merge base ") && text.contains("1 file changed"), "{text}");
}
