//! What `resolve`, `why` and `uses` show besides the tree: drawings, what to buy, what a change does.

use std::fs;
use std::path::Path;

use serde_json::Value;
use tempfile::TempDir;

use crate::commands::{groundup, repository};

const SHELF: &str = r#"kind: plan
id: shelf
title: 'Shelf <of steel> & "more"'
license: CERN-OHL-S-2.0
makes: {quantity: 1 ea}
bom:
  - part: rail
    quantity: 3 ea
    from: [{item: flat, quantity: 0.9 m}]
  - {item: screw, quantity: 6 ea}
"#;
const STOCK: &str = "kind: material
id: flat
unit: m
mass: 2 kg/m
origin: bought
stock: {length: 2 m}
price: 3 USD/m
---
kind: material
id: screw
unit: ea
mass: 10 g
origin: bought
pack: 50 ea
price: 0.1 USD
";

fn shelf() -> TempDir {
    repository(&[("plans/shelf/plan.yaml", SHELF), ("materials/stock.yaml", STOCK)])
}

fn output(arguments: &[&str]) -> (Option<i32>, String, String) {
    let output = groundup(arguments).output().expect("it runs");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

fn json(arguments: &[&str]) -> Value {
    let (_, out, errors) = output(arguments);
    serde_json::from_str(&out).unwrap_or_else(|error| panic!("{arguments:?}: {error}: {errors}"))
}

pub(crate) fn commit(root: &Path, message: &str) {
    let repository = git2::Repository::init(root).expect("a git repository");
    let mut index = repository.index().expect("an index");
    index.add_all(["*"], git2::IndexAddOption::DEFAULT, None).expect("files");
    index.write().expect("an index");
    let tree = repository.find_tree(index.write_tree().expect("a tree")).expect("a tree");
    let author = git2::Signature::now("test", "test@example.org").expect("a signature");
    let parent = repository.head().ok().and_then(|head| head.peel_to_commit().ok());
    repository
        .commit(Some("HEAD"), &author, &author, message, &tree, &parent.iter().collect::<Vec<_>>())
        .expect("a commit");
}

#[test]
fn drawings_are_files_that_stand_alone() {
    let shelf = shelf();
    let root = shelf.path().to_string_lossy().into_owned();
    for format in ["svg", "sankey"] {
        let (code, svg, _) = output(&["resolve", "shelf", &root, "--format", format]);
        assert_eq!(code, Some(0));
        assert!(svg.starts_with("<svg xmlns=") && svg.ends_with("</svg>\n"));
        assert!(svg.contains("Shelf &lt;of steel&gt; &amp; &quot;more&quot;") && svg.contains("<style>"));
        assert_eq!(output(&["resolve", "shelf", &root, "--format", format]).1, svg);
    }
}

#[test]
fn what_to_buy_is_rounded_up() {
    let shelf = shelf();
    let root = shelf.path().to_string_lossy().into_owned();
    let bought = json(&["resolve", "shelf", &root, "--purchase", "--format", "json"]);
    assert_eq!(bought["schema"], "groundup/purchase/1");
    let (flat, screw) = (&bought["lines"][0], &bought["lines"][1]);
    // Three pieces of 0.9 m: two on one bar of 2 m, though 2.7 m would be fewer bars by length alone.
    assert_eq!((&flat["sold-as"]["lots"], &flat["buy"]), (&Value::from(2), &Value::from(4.0)));
    assert!((flat["left-over"].as_f64().expect("a number") - 1.3).abs() < 1e-9, "{flat}");
    assert_eq!((&screw["sold-as"]["kind"], &screw["buy"]), (&Value::from("pack"), &Value::from(50.0)));
    assert_eq!(bought["total"]["amount"], 17.0);
    let (code, csv, _) = output(&["resolve", "shelf", &root, "--purchase", "--format", "csv", "--quantity", "20"]);
    assert_eq!(code, Some(0));
    assert!(csv.contains(",flat,flat,54,0,m,bar,2,30,60,6,3,"), "{csv}");
    assert_eq!(output(&["resolve", "shelf", &root, "--purchase", "--format", "svg"]).0, Some(2));
}

#[test]
fn a_change_is_told_against_a_revision() {
    let shelf = shelf();
    let root = shelf.path().to_string_lossy().into_owned();
    let diff =
        |revision: &str, format: &str| output(&["resolve", "shelf", &root, "--diff", revision, "--format", format]);
    let (code, _, errors) = diff("HEAD", "json");
    assert!(code == Some(2) && errors.contains("in no git repository"), "{errors}");
    commit(shelf.path(), "one");
    let same: Value = serde_json::from_str(&diff("HEAD", "json").1).expect("JSON");
    assert_eq!(same["status"], "same");
    fs::write(
        shelf.path().join("plans/shelf/plan.yaml"),
        SHELF.replace("3 ea", "4 ea").replace("screw, quantity: 6 ea", "flat, quantity: 1 m"),
    )
    .expect("a file");
    let (code, out, _) = diff("HEAD", "json");
    assert_eq!(code, Some(0));
    let changed: Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!(changed["schema"], "groundup/resolution-diff/1");
    assert_eq!(changed["imports"]["removed"], Value::from(vec!["screw"]));
    assert_eq!(changed["imports"]["changed"], Value::from(vec!["flat"]));
    assert!((changed["totals"]["cost"]["after"].as_f64().expect("a number") - 13.8).abs() < 1e-9, "{changed}");
    let (_, comment, _) = diff("HEAD", "markdown");
    assert!(comment.starts_with("### ") && comment.contains("<details>") && comment.contains("| cost |"), "{comment}");
    let (code, _, errors) = diff("nonsense", "json");
    assert!(code == Some(2) && errors.contains("does not know the revision"), "{errors}");
}

#[test]
fn a_price_that_changed_is_told() {
    let shelf = shelf();
    let root = shelf.path().to_string_lossy().into_owned();
    commit(shelf.path(), "one");
    fs::write(shelf.path().join("materials/stock.yaml"), STOCK.replace("price: 3 USD/m", "price: 3.3 USD/m"))
        .expect("a file");
    let diff = |format: &str| output(&["resolve", "shelf", &root, "--diff", "HEAD", "--format", format]).1;
    let changed: Value = serde_json::from_str(&diff("json")).expect("JSON");
    assert_eq!((&changed["status"], changed["prices"].as_array().map(Vec::len)), (&Value::from("changed"), Some(1)));
    let price = &changed["prices"][0];
    assert_eq!((&price["item"], &price["before"]["price"]), (&Value::from("flat"), &Value::from(3.0)), "{price}");
    assert_eq!(
        (&price["after"]["unit"], &price["after"]["currency"]),
        (&Value::from("m"), &Value::from("USD")),
        "{price}"
    );
    assert_eq!(changed["items"], Value::from(Vec::<Value>::new()));
    let (_, words, _) = output(&["resolve", "shelf", &root, "--diff", "HEAD"]);
    assert!(words.contains("flat: price 3 → 3.3 USD/m  +10.0 %"), "{words}");
    let comment = diff("markdown");
    assert!(comment.contains("| flat | 3 USD/m | 3.3 USD/m | +10.0 % |"), "{comment}");
    // What has no price any more.
    fs::write(shelf.path().join("materials/stock.yaml"), STOCK.replace("price: 0.1 USD\n", "")).expect("a file");
    let (_, words, _) = output(&["resolve", "shelf", &root, "--diff", "HEAD"]);
    assert!(words.contains("screw: price 0.1 USD/ea → none"), "{words}");
}

#[test]
fn a_new_plan_in_a_subfolder_is_told_as_new() {
    let outer = TempDir::new().expect("a folder");
    let root = outer.path().join("library");
    fs::create_dir_all(root.join("materials")).expect("a folder");
    fs::write(root.join("groundup.yaml"), "kind: repository\nformat: 1\nname: test\n").expect("a file");
    fs::write(root.join("materials/stock.yaml"), STOCK).expect("a file");
    commit(outer.path(), "materials");
    fs::create_dir_all(root.join("plans/shelf")).expect("a folder");
    fs::write(root.join("plans/shelf/plan.yaml"), SHELF).expect("a file");
    let path = root.to_string_lossy().into_owned();
    let new = json(&["resolve", "shelf", &path, "--diff", "HEAD", "--format", "json"]);
    assert_eq!((&new["status"], &new["totals"]["cost"]["before"]), (&Value::from("new"), &Value::from(0.0)));
    let (code, text, _) = output(&["resolve", "shelf", &path, "--diff", "HEAD"]);
    assert!(code == Some(0) && text.contains("a new plan"), "{text}");
}

#[test]
fn users_are_told_with_amounts_and_plans_apart() {
    let shelf = shelf();
    let root = shelf.path().to_string_lossy().into_owned();
    let uses = json(&["uses", "flat", &root, "--format", "json"]);
    assert_eq!(uses["takes"][0]["quantity"], 0.9);
    assert_eq!(uses["takes"][0]["item"], "shelf/rail");
    assert_eq!(uses["plans"], Value::from(vec!["shelf"]));
    let why = json(&["why", "shelf", "flat", &root, "--format", "json", "--limit", "0"]);
    assert_eq!((&why["rest-count"], &why["rest-is-exact"]), (&Value::from(1), &Value::from(true)));
}

#[test]
fn a_change_is_told_at_a_place() {
    let shelf = shelf();
    let root = shelf.path().to_string_lossy().into_owned();
    let place = "kind: facility\nid: shed\nimports: any\nresources: [{item: flat, price: 1 USD/m}]\n";
    fs::create_dir_all(shelf.path().join("facilities")).expect("a folder");
    fs::write(shelf.path().join("facilities/shed.yaml"), place).expect("a file");
    commit(shelf.path(), "one");
    fs::write(shelf.path().join("facilities/shed.yaml"), place.replace("1 USD", "2 USD")).expect("a file");
    let told = |more: &[&str]| {
        let mut words = vec!["resolve", "shelf", &root, "--diff", "HEAD", "--format", "json"];
        words.extend(more);
        serde_json::from_str::<Value>(&output(&words).1).expect("JSON")
    };
    assert_eq!(told(&[])["status"], "same");
    let here = told(&["--at", "shed"]);
    let cost = &here["totals"]["cost"];
    let grows = cost["after"].as_f64().expect("a number") - cost["before"].as_f64().expect("a number");
    assert!(grows > 2.0, "{here}");
    let (code, _, errors) = output(&["resolve", "shelf", &root, "--diff", "HEAD", "--at", "barn"]);
    assert!(code == Some(2) && errors.contains("there is no facility `barn`"), "{errors}");
}

#[test]
fn an_answer_that_rests_on_one_of_two_is_a_finding() {
    let shelf = shelf();
    let root = shelf.path().to_string_lossy().into_owned();
    assert_eq!(output(&["resolve", "shelf", &root]).0, Some(0));
    fs::write(shelf.path().join("materials/twin.yaml"), "kind: material\nid: flat\nunit: m\norigin: raw\n")
        .expect("a file");
    let (code, out, errors) = output(&["resolve", "shelf", &root]);
    assert!(code == Some(1) && out.contains("flat"), "{out}");
    assert!(errors.contains("two documents are called `flat`: materials/stock.yaml:"), "{errors}");
    fs::create_dir_all(shelf.path().join("facilities")).expect("a folder");
    fs::write(shelf.path().join("facilities/shed.yaml"), "kind: facility\nid: shed\n").expect("a file");
    for words in [
        &["why", "shelf", "flat", &root][..],
        &["why", "shelf", "--total", "cost", &root],
        &["uses", "flat", &root],
        &["local", "shelf", "--at", "shed", &root],
        &["local", "--all", "--at", "shed", &root],
    ] {
        let (code, _, errors) = output(words);
        assert_eq!(code, Some(1), "{words:?}");
        assert_eq!(errors.matches("two documents are called `flat`").count(), 1, "{words:?}: {errors}");
    }
    // What does not rest on it is as it was.
    assert_eq!(output(&["resolve", "screw", &root]).0, Some(0));
}
