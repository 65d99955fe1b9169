//! A big job in a small shed, as a user asks about it: size, mass, power and floor are refused, each once.

use crate::commands::{groundup, repository};
use serde_json::Value;

const PLAN: &str = "kind: plan
id: big-press
title: Big press
makes: {mass: 300 kg}
bom: [{item: steel, quantity: 300 kg}]
operations: [{capability: assembly, envelope: {length: 6 m, mass: 300 kg, power: 20 kW}, time: 8 h}]
footprint: {floor-area: 12 m2, power: 20 kW}
";

const PLACE: &str = "kind: capability
id: assembly
parameters: {length: {unit: mm, fits: at-most}, mass: {unit: kg, fits: at-most}, power: {unit: kW, fits: at-most}}
---
kind: material
id: steel
unit: kg
origin: raw
---
kind: facility
id: shed
floor-area: 4 m2
power: 3 kW
equipment: [{id: bench, provides: [{capability: assembly}]}]
resources: [{item: steel}]
";

#[test]
fn a_big_job_is_refused_by_size_mass_power_and_floor() {
    let root = repository(&[("plans/big-press/plan.yaml", PLAN), ("facilities/shed.yaml", PLACE)]);
    let folder = root.path().to_string_lossy().into_owned();
    let ask = |format| {
        let arguments = ["local", "big-press", &folder, "--at", "shed", "--format", format];
        groundup(&arguments).output().expect("it runs")
    };
    let output = ask("json");
    assert_eq!(output.status.code(), Some(1));
    let report: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(report["verdict"], "blocked");
    let items = report["items"].as_array().expect("items");
    let press = items.iter().find(|item| item["item"] == "big-press").expect("the press");
    let reasons: Vec<&str> = press["reasons"].as_array().expect("reasons").iter().filter_map(Value::as_str).collect();
    for (word, amount) in [("length", "6 m"), ("mass", "300 kg"), ("power", "20 kW"), ("floor", "12 m²")] {
        let telling = reasons.iter().filter(|reason| reason.contains(word) && reason.contains(amount)).count();
        assert_eq!(telling, 1, "{word} is told {telling} times: {reasons:#?}");
    }
    let kinds: Vec<&str> = report["acquisitions"]["set"]
        .as_array()
        .expect("a set")
        .iter()
        .filter_map(|one| one["kind"].as_str())
        .collect();
    assert_eq!(kinds, ["capability", "floor", "power"]);
    assert_eq!(report["acquisitions"]["exact"], true);
    let page = String::from_utf8_lossy(&ask("human").stdout).into_owned();
    for line in ["needs assembly with length 6 m and mass 300 kg", "needs 20 kW of power", "takes 12 m² of floor"] {
        assert_eq!(page.matches(line).count(), 1, "{line}:\n{page}");
    }
}
