//! How recipes are chosen on the command line: `--minimise`, `--use`, `--avoid`, `--credit-by-products`.

use serde_json::Value;

use super::commands::{groundup, repository};

const LAMP: &str = "kind: plan
id: lamp
license: CERN-OHL-S-2.0
bom: [{item: shard, quantity: 4 ea}, {item: gas, quantity: 1 kg}]
";
const CHAIN: &str = "{kind: material, id: oil, unit: kg, origin: raw, from: ground, price: 2 USD/kg}
---
{kind: material, id: glass, unit: kg, origin: made}
---
{kind: material, id: gas, unit: kg, origin: made}
---
{kind: material, id: shard, unit: ea, origin: made}
---
{kind: process, id: synthesise, outputs: [{item: shard, quantity: 1 ea}], inputs: [{item: oil, quantity: 10 kg}]}
---
{kind: process, id: grow, prefer: 1, outputs: [{item: shard, quantity: 1 ea}], inputs: [{item: oil, quantity: 9 kg}]}
---
{kind: process, id: draw-gas, outputs: [{item: gas, quantity: 1 kg}], inputs: [{item: oil, quantity: 1 kg}]}
---
kind: process
id: furnace
outputs: [{item: glass, quantity: 5 kg}, {item: shard, quantity: 2 ea, by-product: true}]
inputs: [{item: oil, quantity: 3 kg}]
";

/// The exit code and what is printed by `resolve PLAN REPO` with more arguments, as JSON.
fn resolve(repo: &str, plan: &str, more: &[&str]) -> (Option<i32>, Value) {
    let arguments = [&["resolve", plan, repo, "--format", "json"], more].concat();
    let output = groundup(&arguments).output().expect("it runs");
    let value = serde_json::from_slice(&output.stdout).unwrap_or(Value::Null);
    (output.status.code(), value)
}

fn cost(found: &Value) -> f64 {
    found["totals"]["cost"]["amount"].as_f64().expect("a cost")
}

#[test]
fn recipes_are_chosen_as_asked() {
    let folder = repository(&[("plans/lamp/plan.yaml", LAMP), ("materials/all.yaml", CHAIN)]);
    let repo = folder.path().to_str().expect("a path");
    let costs = [
        (&[][..], 82.0),
        (&["--minimise", "cost"][..], 74.0),
        (&["--use", "grow"][..], 74.0),
        (&["--avoid", "synthesise"][..], 74.0),
        (&["--minimise", "cost", "--avoid", "grow"][..], 82.0),
        (&["--credit-by-products"][..], 82.0),
        (&["--credit-by-products", "--minimise", "cost"][..], 14.0),
    ];
    for (more, expected) in costs {
        let (code, found) = resolve(repo, "lamp", more);
        assert_eq!(code, Some(0), "{more:?}");
        assert!((cost(&found) - expected).abs() < 1e-6, "{more:?}: {}", cost(&found));
    }
}

#[test]
fn recipes_are_chosen_as_asked_at_a_place() {
    let chain = format!(
        "{CHAIN}---\n{{kind: capability, id: firing}}\n---\nkind: process\nid: fire\noutputs: [{{item: shard, quantity: 1 ea}}]\n\
         inputs: [{{item: oil, quantity: 1 kg}}]\noperations: [{{capability: firing, time: 1 h}}]\n"
    );
    let shed = "kind: facility\nid: shed\nresources: [{item: oil, price: 3 USD/kg}]\n";
    let folder =
        repository(&[("plans/lamp/plan.yaml", LAMP), ("materials/all.yaml", &chain), ("facilities/shed.yaml", shed)]);
    let repo = folder.path().to_str().expect("a path");
    let costs = [
        (&[][..], 123.0),
        (&["--minimise", "cost"][..], 111.0),
        (&["--use", "grow"][..], 111.0),
        (&["--avoid", "synthesise"][..], 111.0),
        (&["--credit-by-products", "--minimise", "cost"][..], 21.0),
    ];
    for (more, expected) in costs {
        let (code, found) = resolve(repo, "lamp", &[more, &["--at", "shed"]].concat());
        assert_eq!(code, Some(0), "{more:?}");
        assert!((cost(&found) - expected).abs() < 1e-6, "{more:?}: {}", cost(&found));
        assert_eq!((&found["resources"][0]["item"], &found["raw"][0]["item"]), (&"oil".into(), &"oil".into()));
    }
    let output = groundup(&["resolve", "lamp", repo, "--at", "shed", "--use", "fire"]).output().expect("it runs");
    assert_eq!(output.status.code(), Some(2));
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(told.contains("`fire` cannot be run at shed: nothing here provides firing"), "{told}");
}

#[test]
fn runs_of_each_recipe_are_told_once_under_credit() {
    let folder = repository(&[("plans/lamp/plan.yaml", LAMP), ("materials/all.yaml", CHAIN)]);
    let (_, found) =
        resolve(folder.path().to_str().expect("a path"), "lamp", &["--credit-by-products", "--minimise", "cost"]);
    let nodes = found["nodes"].as_array().expect("nodes");
    let listed = nodes.iter().flat_map(|node| ["recipes", "by-product-of"].map(|key| node[key].as_array()));
    let runs: Vec<(&str, f64)> = listed
        .flatten()
        .flatten()
        .map(|run| (run["recipe"].as_str().expect("an id"), run["runs"].as_f64().expect("runs")))
        .filter(|(_, runs)| *runs > 0.0)
        .collect();
    let furnace: Vec<f64> = runs.iter().filter(|(recipe, _)| *recipe == "furnace").map(|(_, runs)| *runs).collect();
    assert_eq!(furnace.len(), 1, "{runs:?}");
    assert!((furnace[0] - 2.0).abs() < 1e-9, "{runs:?}");
}

#[test]
fn what_cannot_be_chosen_is_said() {
    let folder = repository(&[("plans/lamp/plan.yaml", LAMP), ("materials/all.yaml", CHAIN)]);
    let repo = folder.path().to_str().expect("a path");
    for (more, said) in [
        (["--use", "synthesize"], "did you mean `synthesise`?"),
        (["--use", "shard"], "`shard` is an item; it is made by"),
        (["--avoid", "lamp"], "`lamp` is what you ask for"),
    ] {
        let output = groundup(&[&["resolve", "lamp", repo][..], &more[..]].concat()).output().expect("it runs");
        assert_eq!(output.status.code(), Some(2), "{more:?}");
        let text = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(text.contains(said), "{more:?}: {text}");
    }
}

#[test]
fn credit_never_makes_an_example_plan_dearer() {
    let repo = concat!(env!("CARGO_MANIFEST_DIR"), "/example-plans");
    for plan in ["ceb-press-v2509p", "power-cube"] {
        let (_, plain) = resolve(repo, plan, &["--minimise", "mass"]);
        let (code, credited) = resolve(repo, plan, &["--minimise", "mass", "--credit-by-products"]);
        assert!(matches!(code, Some(0 | 1)), "{plan}: {code:?}");
        let mass = |found: &Value| {
            let leaves = ["raw", "bought"].iter().filter_map(|key| found[*key].as_array()).flatten();
            leaves
                .filter_map(|leaf| Some(leaf["mass-kg"].as_f64()? / leaf["quantity"].as_f64()? * leaf["net"].as_f64()?))
                .sum::<f64>()
        };
        assert!(mass(&credited) <= mass(&plain) * (1.0 + 1e-6), "{plan}: {} and {}", mass(&credited), mass(&plain));
    }
}
