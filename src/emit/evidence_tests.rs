//! The look of what a resolution rests on, and of where a total comes from; and their documents.

use serde_json::Value;

use super::{Style, contributions_json, contributions_text, evidence_csv, evidence_json, evidence_text};
use crate::catalog::{Catalog, load};
use crate::graph::{Graph, build};
use crate::resolve::{Resolution, Total, by_preference, contributions_to, figures_of, solve};
use crate::world::MemoryWorld;

const WORLD: [(&str, &str); 2] = [
    ("groundup.yaml", "kind: repository\nformat: 1\nname: test\n"),
    (
        "materials/all.yaml",
        "
kind: plan
id: anvil
sources: [{title: Drawing, grade: stated}]
bom: [{item: casting, quantity: 50 kg}, {item: paint, quantity: 1 kg}]
by-products: [{item: scrap, quantity: 4 kg}]
---
{kind: material, id: casting, unit: kg, origin: made}
---
{kind: material, id: scrap, unit: kg, origin: raw, price: 0.5 USD/kg, sources: [{title: Price list, grade: derived}]}
---
{kind: material, id: paint, unit: kg, origin: bought, price: 4 USD/kg}
---
{kind: material, id: electricity, unit: kWh, origin: bought, price: 0.1 USD/kWh, sources: [{title: Tariff, grade: stated}]}
---
kind: process
id: cast
yield: 0.8
sources: [{title: From memory, grade: estimated}, {id: book, title: Foundry book, grade: stated}]
outputs: [{item: casting, quantity: 100 kg}]
inputs: [{item: scrap, quantity: 104 kg, source: book}, {item: electricity, quantity: 70 kWh}]
operations: [{capability: casting, time: 1 h, labour: {skill: founder, time: 2 h}}]
---
{kind: capability, id: casting}
",
    ),
];

fn anvil() -> (Catalog, Graph, Resolution) {
    let loaded = load(&MemoryWorld::new(WORLD), Vec::new());
    assert!(loaded.diagnostics.is_empty(), "{:?}", loaded.diagnostics);
    let graph = build(&loaded.catalog);
    let root = graph.item_index("anvil").expect("the plan");
    let resolution = solve(&graph, by_preference(&graph), root, 2.0).expect("amounts");
    (loaded.catalog, graph, resolution)
}

#[test]
fn evidence_reads_well() {
    let (catalog, graph, resolution) = anvil();
    let figures = figures_of(&graph, &resolution).expect("figures");
    insta::assert_snapshot!(evidence_text(&catalog, &graph, &resolution, &figures, 3, Style::Plain), @r"
    anvil: what 2 ea of it depends on, by the grade of each figure:

    grade             cost  electricity    emissions       labour     raw-mass
    stated            51 %         33 %            –         33 %         67 %
    derived           20 %          0 %            –          0 %          0 %
    estimated         29 %         67 %            –         67 %         33 %

    If one of these figures is 10 % off, the totals are off by:

           cost  electricity     raw-mass  grade      figure
        ±1.13 %     ±10.00 %            –  estimated  0.875 kWh of electricity per kg of casting, in cast (From memory)
        ±9.49 %     ±10.00 %     ±10.00 %  estimated  a yield of 0.8 in cast (From memory)
        ±7.85 %            –            –  derived    a price of 0.5 USD per kg of scrap (Price list)
    and 1 figure that moves none of them by more than ±1.03 %

    A better source helps most for cast: 42 % of what cost, electricity and raw mass depend on rests on figures of it that no source states.
    ");
}

#[test]
fn contributions_read_well() {
    let (_, graph, resolution) = anvil();
    let found = contributions_to(&graph, &resolution, Total::Cost, 0.05).expect("values");
    insta::assert_snapshot!(contributions_text(&graph, &resolution, &found, 2, Style::Plain), @r"
    cost of 2 ea of anvil: 77.8 USD

    added directly by:
      83.6 %  scrap  65 USD
      11.3 %  electricity  8.75 USD
       5.1 %  2 more items

    carried by the branches of at least 5 %:
     100.0 %  anvil  2 ea
      94.9 %  └ casting  100 kg
      83.6 %    └ scrap  130 kg
      11.3 %    └ electricity  87.5 kWh
      10.3 %  └ paint  2 kg
    A branch carries less than its inputs where what comes off it is used again.
    ");
}

#[test]
fn the_documents_say_the_same() {
    let (catalog, graph, resolution) = anvil();
    let figures = figures_of(&graph, &resolution).expect("figures");
    let document = serde_json::to_value(evidence_json(&catalog, &graph, &resolution, &figures, 2)).expect("JSON");
    assert_eq!(document["schema"], "groundup/evidence/1");
    assert_eq!(document["figures"].as_array().map(Vec::len), Some(2));
    assert_eq!(document["helps-most"]["of"], "cast");
    let first = &document["figures"][0];
    assert_eq!(
        (&first["kind"], &first["of"], &first["source"]),
        (&"input".into(), &"cast".into(), &"From memory".into())
    );
    // All electricity goes into casting; the next figure is the yield of it, which saves as much.
    let on_electricity = |figure: &Value| figure["elasticity"]["electricity"].as_f64().expect("a number");
    assert!((on_electricity(first) - 1.0).abs() < 1e-12, "{first}");
    assert!((on_electricity(&document["figures"][1]) + 1.0).abs() < 1e-12, "{document}");
    let found = contributions_to(&graph, &resolution, Total::Cost, 0.05).expect("values");
    let document = serde_json::to_value(contributions_json(&graph, &resolution, &found)).expect("JSON");
    let sum = |key: &str, of: &str| -> f64 {
        document[key].as_array().into_iter().flatten().filter_map(|entry| entry[of].as_f64()).sum()
    };
    assert_eq!(document["schema"], "groundup/contributions/1");
    assert!((sum("direct", "share") - 1.0).abs() < 1e-12, "{document}");
    assert!((document["total"]["amount"].as_f64().expect("a number") - resolution.totals.cost).abs() < 1e-9);
    assert_eq!(document["branches"][0]["parent"], Value::Null);
    let rows = evidence_csv(&catalog, &graph, &figures);
    assert!(rows.lines().all(|row| row.split(',').count() >= 12), "{rows}");
}
