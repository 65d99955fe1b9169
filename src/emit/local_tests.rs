//! How a local report looks, in both formats.

use serde_json::{Value, json};

use super::{local_json, local_text};
use crate::catalog::load;
use crate::graph::build;
use crate::local::check;
use crate::world::MemoryWorld;

const WORLD: [(&str, &str); 4] = [
    ("groundup.yaml", "kind: repository\nformat: 1\nname: world\n"),
    (
        "capabilities/all.yaml",
        "kind: capability\nid: sawing\nparameters: {width: {unit: mm, fits: at-most}}\n---\nkind: capability\nid: assembly\n",
    ),
    (
        "plans/cart/plan.yaml",
        "kind: plan
id: cart
title: Hand cart
bom:
  - {item: wheel, quantity: 2 ea}
  - {part: shaft, quantity: 2 ea, from: [{item: ash, quantity: 3 kg}],
     operations: [{capability: sawing, envelope: {width: 60 mm}, time: 30 min, labour: {skill: joiner, time: 30 min}}]}
operations: [{capability: assembly, time: 1 h, labour: {skill: joiner, time: 1 h}}]
performance: {load: 100 kg}
baseline: {name: Bought cart, price: 300 USD, performance: {load: 150 kg}}
",
    ),
    (
        "materials/all.yaml",
        "kind: material
id: ash
unit: kg
origin: raw
from: biomass
price: 1 USD/kg
---
kind: material
id: wheel
unit: ea
origin: bought
mass: 4 kg
price: 20 USD
---
kind: facility
id: joinery
title: Joinery
labour: [{skill: joiner, people: 1, wage: 20 USD/h}]
equipment:
  - {id: bench, provides: [{capability: assembly}], price: 2000 USD, lifetime: 10000 h}
  - {id: saw, provides: [{capability: sawing, envelope: {width: 80 mm}}], price: 1000 USD, lifetime: 5000 h}
resources: [{item: ash, available: 2 t/year}]
imports: listed
import-list: [wheel]
---
kind: facility
id: shed
title: Shed
equipment: [{id: small-saw, provides: [{capability: sawing, envelope: {width: 50 mm}}]}]
stock: [{item: wheel, quantity: 4 ea}]
",
    ),
];

fn show(facility: &str) -> (String, Value) {
    let loaded = load(&MemoryWorld::new(WORLD), Vec::new());
    assert!(loaded.diagnostics.is_empty(), "{:?}", loaded.diagnostics);
    let graph = build(&loaded.catalog);
    let facility = loaded.catalog.index.facility(facility).unwrap();
    let report = check(&loaded.catalog, &graph, facility, graph.item_index("cart").unwrap(), 1.0).unwrap();
    let document = local_json(&loaded.catalog, &graph, &report);
    (local_text(&loaded.catalog, &graph, &report, false), serde_json::to_value(&document).unwrap())
}

#[test]
fn a_plan_that_can_be_made_reads_well() {
    insta::assert_snapshot!(show("joinery").0, @r"
    local-with-imports: made here, with imports that are allowed
    Hand cart at Joinery

    Imports: 1 item
      wheel  2 ea     40.00 USD
                      40.00 USD

    Why those are not made here
      no recipe for it is known here
          wheel

    Made here: 2 items
      bench  cart
      saw    shaft

    From the place
      ash  resource of the place: 2 t/year

    What it comes to
      closure   43 % of mass, 50 % of BOM lines, 54 % of value is the place's own
      raw       0.429 kg of raw mass processed for each kg of product (extraction ratio)
      verdicts  yes: can be begun with what the place has and may import; no: keeps itself going on
                resources alone once it runs; yes: can be done within a year
      capacity  6.39 a week, limited by resource:ash; busiest, in hours for one of hours a week: bench
                1/40, saw 1/40
                then labour:joiner at 20, bench at 40, saw at 40 a week
      build     one takes 2 working hours, 0.05 weeks of 40 h; no schedule is shorter (critical path);
                no wait is counted for imports without a lead time: wheel
      cost      86.40 USD each: resources 6.00, imports 40.00, labour 40.00, equipment 0.40; 53 % stays
                here
                dearest: wheel 40.00, shaft 26.20, its own work 20.20
                of each USD, 0.53 stays: wages 40.00, the place's own 6.00; 0.47 leaves
      score     2.31× the performance-to-cost of Bought cart: past the 1× line, short of 10×
                load 0.667×; cost 0.288× (86.40 of 300 USD)
                the 10× line takes a cost of 20.00 USD, or a performance of 2.88× instead of 0.667×;
                even free resources, imports, labour or equipment alone does not suffice
      earns     price 200 USD (the baseline's × 0.667, for its share of the performance), margin 114;
                145 a working day at that rate (5 a week): 15 % of the mark of 1000 USD; it takes 44 a
                week, or a margin of 783
      CO2e      0 kg each, without 2 inputs of which nobody says; the plan does not say what an import
                gives off
    ");
}

#[test]
fn a_plan_that_is_blocked_reads_well() {
    insta::assert_snapshot!(show("shed").0, @r"
    blocked: cannot be made here as things stand
    Hand cart at Shed

    The least that would make it possible
      assembly           from 2000 USD, as joinery: bench
      sawing             width 60 mm; from 1000 USD, as joinery: saw
      ash as a resource  from 1.00 USD/kg

    Missing, what unlocks most first
      unlock nothing alone  ash as a resource, assembly, sawing

    Blocked: 3 items
      raw `ash` is not a resource of this place, and may not be imported (imports: none)
          ash
      nothing here provides assembly
          cart
      needs sawing with width 60 mm: `small-saw` goes to 50 mm
          shaft

    From stock
      wheel  in stock: 4 ea, of which 2 ea are needed

    Not stated
      labour  facility shed: say who works here under `labour`: the work asks for `joiner`

    What it comes to
      closure   57 % of mass, 50 % of BOM lines, 87 % of value is the place's own; of what is known: 1
                thing without a price left out
    ");
}

#[test]
fn the_document_has_the_shape_that_others_read() {
    let blocked = show("shed").1;
    assert_eq!(blocked["schema"], "groundup/local/1");
    assert_eq!(
        (&blocked["plan"], &blocked["facility"], &blocked["verdict"]),
        (&json!("cart"), &json!("shed"), &json!("blocked"))
    );
    assert_eq!(
        blocked["missing-capabilities"],
        json!([
            {"capability": "assembly", "envelope": {}, "needed-by": ["cart"], "unlocks": 0},
            {"capability": "sawing", "envelope": {"width": "60 mm"}, "needed-by": ["cart/shaft"], "unlocks": 0},
        ])
    );
    assert_eq!(blocked["items"][3]["status"], "stock");
    assert!(blocked["score"].is_null());
    let made = show("joinery").1;
    assert_eq!(made["imports"], json!([{"item": "wheel", "quantity": 2.0, "unit": "ea", "cost": 40.0}]));
    assert_eq!(made["items"][2]["equipment"], json!(["saw"]));
    assert_eq!(
        made["capacity"]["equipment"][0],
        json!({"id": "bench", "hours-per-unit": 1.0, "hours-available": 40.0})
    );
    assert_eq!((&made["cost"]["currency"], &made["cost"]["imports"]), (&json!("USD"), &json!(40.0)));
    for (object, keys) in [
        ("closure", &["mass", "lines", "value"][..]),
        ("capacity", &["units-per-week", "bottleneck"]),
        ("cost", &["resources", "labour", "equipment", "total", "kept-local"]),
        ("score", &["performance-to-cost", "against"]),
    ] {
        assert!(keys.iter().all(|key| !made[object][*key].is_null()), "{object}: {}", made[object]);
    }
}

#[test]
fn colour_is_only_there_when_asked_for() {
    let loaded = load(&MemoryWorld::new(WORLD), Vec::new());
    let graph = build(&loaded.catalog);
    let report = check(&loaded.catalog, &graph, 0, graph.item_index("cart").unwrap(), 1.0).unwrap();
    assert!(local_text(&loaded.catalog, &graph, &report, true).contains('\u{1b}'));
    assert!(!local_text(&loaded.catalog, &graph, &report, false).contains('\u{1b}'));
}
