//! Small declarative worlds (`scenarios/*.yaml`: a repository and what is expected of one resolution), properties over random
//! worlds, and the example library.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_json::Value;

use super::{
    Objective, Resolution, Runaway, Total, by_preference, embodied, evidence_by_total, figures_of, paths_to, solve,
};
use crate::catalog::{link, load};
use crate::graph::{Graph, ItemIndex, build};
use crate::world::MemoryWorld;

pub(super) fn graph_of(documents: &str) -> Graph {
    let world = MemoryWorld::new([
        ("groundup.yaml", "kind: repository\nformat: 1\nname: test\n"),
        ("materials/all.yaml", documents),
    ]);
    let mut loaded = load(&world, Vec::new());
    assert_eq!(loaded.diagnostics, [], "{documents}");
    assert_eq!(link(&mut loaded.catalog), [], "{documents}");
    build(&loaded.catalog)
}

fn resolve(graph: &Graph, plan: &str, quantity: f64) -> Result<Resolution, Runaway> {
    solve(graph, by_preference(graph), graph.item_index(plan).expect("the plan"), quantity)
}

fn is_close(found: f64, expected: f64) -> bool {
    (found - expected).abs() <= 1e-9 * expected.abs().max(1e-9)
}

/// Holds one scenario: the last document says what is expected of the documents before it.
fn scenario(name: &str, text: &str) {
    let (documents, expected) = text.rsplit_once("---\nexpect:\n").expect("an `expect:` document at the end");
    let expected: Value = serde_yaml::from_str(expected).expect("YAML");
    let graph = graph_of(documents);
    let plan = expected["plan"].as_str().expect("the plan's id");
    let quantity = expected["quantity"].as_f64().unwrap_or(1.0);
    let result = resolve(&graph, plan, quantity);
    if let Some(gain) = expected.get("runaway").and_then(Value::as_f64) {
        let runaway = result.expect_err(name);
        assert!((runaway.gain - gain).abs() < 1e-6, "{name}: {runaway:?}");
        return;
    }
    let resolution = result.expect(name);
    let amounts = |key: &str| -> BTreeMap<String, f64> {
        let map = expected.get(key).and_then(Value::as_object).cloned().unwrap_or_default();
        map.into_iter().map(|(item, amount)| (item, amount.as_f64().expect("a number"))).collect()
    };
    let need = |item: &str| resolution.need(graph.item_index(item).expect(item));
    for (item, amount) in amounts("needs") {
        let found = need(&item).map_or(0.0, |need| need.quantity);
        assert!(is_close(found, amount), "{name}: {item}: expected {amount}, found {found}");
    }
    for (item, amount) in amounts("net") {
        let found = need(&item).map_or(0.0, |need| need.net);
        assert!(is_close(found, amount), "{name}: net {item}: expected {amount}, found {found}");
    }
    for (item, amount) in amounts("by-products") {
        let found = resolution
            .by_products
            .iter()
            .find(|flow| graph.item(flow.item).id.as_str() == item)
            .map_or(0.0, |flow| flow.quantity);
        assert!(is_close(found, amount), "{name}: by-product {item}: expected {amount}, found {found}");
    }
    for (total, amount) in amounts("totals") {
        let totals = &resolution.totals;
        let found = match total.as_str() {
            "electricity-kwh" => totals.electricity_kwh,
            "labour-h" => totals.labour_h,
            "machine-h" => totals.machine_h,
            "raw-mass-kg" => totals.raw_mass_kg,
            "bought-mass-kg" => totals.bought_mass_kg,
            "emissions-kg" => totals.emissions_kg,
            "cost" => totals.cost,
            other => panic!("{name}: no total `{other}`"),
        };
        assert!(is_close(found, amount), "{name}: {total}: expected {amount}, found {found}");
    }
    for (grade, share) in amounts("evidence") {
        let evidence = &resolution.evidence;
        let found = match grade.as_str() {
            "stated" => evidence.stated,
            "derived" => evidence.derived,
            _ => evidence.estimated,
        };
        assert!((found - share).abs() < 1e-12, "{name}: {grade}: expected {share}, found {found}");
    }
    if let Some(by_total) = expected.get("evidence-by-total").and_then(Value::as_object) {
        let found = evidence_by_total(&figures_of(&graph, &resolution).expect(name));
        for (total, evidence) in Total::ALL.into_iter().zip(found) {
            let Some(expected) = by_total.get(total.as_str()) else { continue };
            let shares =
                [("stated", evidence.stated), ("derived", evidence.derived), ("estimated", evidence.estimated)];
            for (grade, found) in shares {
                let share = expected[grade].as_f64().expect("a share");
                assert!((found - share).abs() < 1e-12, "{name}: {total:?}: {grade}: expected {share}, found {found}");
            }
        }
    }
    for (item, obtained) in expected.get("obtained").and_then(Value::as_object).cloned().unwrap_or_default() {
        let found = need(&item).map_or("not needed", |need| match need.obtain.recipe() {
            Some(recipe) => graph.recipe(recipe).id.as_str(),
            None => need.obtain.as_str(),
        });
        assert_eq!(Some(found), obtained.as_str(), "{name}: {item}");
    }
    if let Some(cycles) = expected.get("cycles") {
        let found: Vec<Vec<&str>> = resolution
            .cycles
            .iter()
            .map(|cycle| cycle.iter().map(|item| graph.item(*item).id.as_str()).collect())
            .collect();
        assert_eq!(serde_json::to_value(found).expect("JSON"), *cycles, "{name}");
    }
}

macro_rules! scenarios {
    ($($name:ident),* $(,)?) => {$(
        #[test]
        fn $name() {
            scenario(stringify!($name), include_str!(concat!("scenarios/", stringify!($name), ".yaml")));
        }
    )*};
}

scenarios!(
    alternatives_pass_over_a_dead_end,
    by_products_are_netted_against_leaves,
    evidence_counts_what_depends_on_it,
    evidence_is_that_of_each_line,
    evidence_is_the_worst_of_what_is_used,
    loop_among_processes_is_solved,
    loop_that_eats_what_it_makes,
    nested_plans_and_parts_multiply,
    preference_then_id,
    quantities_convert_by_mass,
    totals_add_up,
    yield_takes_off,
);

/// A random acyclic world: item `n` is made from later ones; the last three are raw.
fn random_world() -> impl Strategy<Value = (usize, Vec<Vec<(usize, u32)>>)> {
    (4_usize..12).prop_flat_map(|size| {
        let recipe = move |index: usize| proptest::collection::vec((index + 1..size.max(index + 2), 1_u32..50), 1..4);
        (Just(size), (0..size.saturating_sub(3)).map(recipe).collect::<Vec<_>>())
    })
}

fn documents_of(size: usize, recipes: &[Vec<(usize, u32)>]) -> String {
    use std::fmt::Write;
    let mut text = String::new();
    for item in 0..size {
        let origin = if item < recipes.len() { "made" } else { "raw" };
        let _ =
            write!(text, "---\nkind: material\nid: item-{item}\nunit: kg\norigin: {origin}\nprice: {item} USD/kg\n");
    }
    for (item, inputs) in recipes.iter().enumerate() {
        let _ = write!(
            text,
            "---\nkind: process\nid: make-{item}\noutputs: [{{item: item-{item}, quantity: 10 kg}}]\ninputs:\n"
        );
        for (input, amount) in inputs {
            let _ = writeln!(text, "  - {{item: item-{}, quantity: {amount} kg}}", (*input).min(size - 1));
        }
    }
    text
}

/// The need for each item by walking every path: exponential, and plainly right.
fn by_walking(graph: &Graph, item: ItemIndex, amount: f64, needs: &mut BTreeMap<ItemIndex, f64>) {
    *needs.entry(item).or_default() += amount;
    if let Some(recipe) = by_preference(graph).of(item).recipe() {
        let recipe = graph.recipe(recipe);
        for line in &recipe.inputs {
            by_walking(graph, line.options[0].item, amount / recipe.output_of(item) * line.options[0].quantity, needs);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn amounts_are_those_of_all_paths((size, recipes) in random_world(), quantity in 1_u32..100) {
        let graph = graph_of(&documents_of(size, &recipes));
        let resolution = resolve(&graph, "item-0", f64::from(quantity)).expect("no loops");
        let mut walked = BTreeMap::new();
        by_walking(&graph, resolution.root, f64::from(quantity), &mut walked);
        prop_assert_eq!(walked.len(), resolution.needs.len());
        for need in &resolution.needs {
            prop_assert!(is_close(need.quantity, walked[&need.item]));
        }
    }

    #[test]
    fn amounts_are_linear_in_the_quantity((size, recipes) in random_world(), factor in 1_u32..1000) {
        let graph = graph_of(&documents_of(size, &recipes));
        let one = resolve(&graph, "item-0", 1.0).expect("no loops");
        let many = resolve(&graph, "item-0", f64::from(factor)).expect("no loops");
        for (a, b) in one.needs.iter().zip(&many.needs) {
            prop_assert!(is_close(a.quantity * f64::from(factor), b.quantity));
        }
    }

    #[test]
    fn the_adjoint_gives_the_totals((size, recipes) in random_world()) {
        let graph = graph_of(&documents_of(size, &recipes));
        let resolution = resolve(&graph, "item-0", 7.0).expect("no loops");
        let price = embodied(&graph, &resolution.choice, resolution.root, Objective::Cost).expect("no loops");
        prop_assert!(is_close(price[resolution.root.0 as usize] * 7.0, resolution.totals.cost));
    }

    #[test]
    fn the_paths_sum_to_the_need((size, recipes) in random_world()) {
        let graph = graph_of(&documents_of(size, &recipes));
        let resolution = resolve(&graph, "item-0", 3.0).expect("no loops");
        for need in &resolution.needs {
            let list = paths_to(&graph, &resolution, need.item, usize::MAX, 0.0).expect("no loops").expect("it is needed");
            let total: f64 = list.paths.iter().map(|path| path.share).sum();
            prop_assert!(is_close(total, 1.0), "{} of {:?}", total, list);
            prop_assert!(list.paths.windows(2).all(|pair| pair[0].share >= pair[1].share));
        }
    }
}
