//! Small declarative worlds (`scenarios/*.yaml`: a repository and what is expected of one resolution), properties over random
//! worlds, and the example library.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_json::Value;

use super::{
    Avoided, Objective, Resolution, Runaway, RunawayKind, Steering, Total, by_preference, choose, embodied,
    evidence_by_total, figures_of, paths_to, solve, solve_with_credit, starter_stock,
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

/// What a scenario asks of the choice: `minimise`, `use`, `avoid`.
fn steering_of(graph: &Graph, expected: &Value) -> Steering {
    let ids = |key: &str| -> Vec<String> {
        let list = expected.get(key).and_then(Value::as_array).cloned().unwrap_or_default();
        list.iter().filter_map(Value::as_str).map(str::to_owned).collect()
    };
    let named = |id: &String| -> Vec<_> {
        graph.recipe_indices().filter(|recipe| graph.recipe(*recipe).id.as_str() == id).collect()
    };
    let minimise = expected.get("minimise").and_then(Value::as_str);
    Steering {
        minimise: minimise.map(|word| Objective::ALL.into_iter().find(|known| known.as_str() == word).expect(word)),
        uses: ids("use").iter().flat_map(named).collect(),
        avoid: ids("avoid").iter().map(|id| Avoided { item: graph.item_index(id), recipes: named(id) }).collect(),
        imports: None,
    }
}

/// Holds one scenario: the last document says what is expected of the documents before it.
fn scenario(name: &str, text: &str) {
    let (documents, expected) = text.rsplit_once("---\nexpect:\n").expect("an `expect:` document at the end");
    let expected: Value = serde_yaml::from_str(expected).expect("YAML");
    let graph = graph_of(documents);
    let plan = expected["plan"].as_str().expect("the plan's id");
    let quantity = expected["quantity"].as_f64().unwrap_or(1.0);
    let steering = steering_of(&graph, &expected);
    let root = graph.item_index(plan).expect("the plan");
    let chosen = choose(&graph, root, &steering).expect(name);
    for (avoided, because) in expected.get("unavoidable").and_then(Value::as_object).cloned().unwrap_or_default() {
        let position =
            steering.avoid.iter().position(|known| known.item == graph.item_index(&avoided)).expect(&avoided);
        let found = chosen.unavoidable.iter().find(|unavoidable| unavoidable.index == position).expect(name);
        let ids: Vec<&str> = found.because.iter().map(|item| graph.item(*item).id.as_str()).collect();
        assert_eq!(serde_json::to_value(ids).expect("JSON"), because, "{name}: {avoided}");
    }
    let result = if expected["credit"].as_bool() == Some(true) {
        Ok(solve_with_credit(&graph, &chosen.choice, root, quantity, &steering).expect(name))
    } else {
        solve(&graph, chosen.choice, root, quantity)
    };
    if let Some(gain) = expected.get("runaway").and_then(Value::as_f64) {
        let runaway = result.expect_err(name);
        assert!((runaway.gain - gain).abs() < 1e-6, "{name}: {runaway:?}");
        let items: Vec<&str> = runaway.items.iter().map(|item| graph.item(*item).id.as_str()).collect();
        let contains_itself = expected.get("contains-itself");
        assert_eq!(runaway.kind == RunawayKind::Bill, contains_itself.is_some(), "{name}");
        contains_itself.iter().for_each(|expected| assert_eq!(serde_json::json!(items), **expected, "{name}"));
        return;
    }
    let resolution = result.expect(name);
    let amounts = |key: &str| -> BTreeMap<String, f64> {
        let map = expected.get(key).and_then(Value::as_object).cloned().unwrap_or_default();
        map.into_iter().map(|(item, amount)| (item, amount.as_f64().expect("a number"))).collect()
    };
    let need = |item: &str| resolution.need(graph.item_index(item).expect(item));
    let words = |key: &str| expected.get(key).and_then(Value::as_object).cloned().unwrap_or_default();
    // Where by-products are credited, several recipes may be run for an item: then runs are those of recipes.
    for (item, runs) in amounts("runs").into_iter().filter(|_| resolution.credit.is_none()) {
        let found = need(&item).map_or(0.0, |need| need.runs);
        assert!(is_close(found, runs), "{name}: runs for {item}: expected {runs}, found {found}");
    }
    for (item, driver) in words("with") {
        let found = need(&item).and_then(|need| need.with).map_or("nothing", |with| graph.item(with).id.as_str());
        assert_eq!(Some(found), driver.as_str(), "{name}: {item} comes with");
    }
    for (item, mass_kg) in amounts("mass-kg") {
        let found = graph.item(graph.item_index(&item).expect("an item")).mass_kg.unwrap_or(0.0);
        assert!(is_close(found, mass_kg), "{name}: mass of {item}: expected {mass_kg}, found {found}");
    }
    for (key, objective) in [("embodied", Objective::Cost), ("embodied-mass", Objective::Mass)] {
        for (item, value) in amounts(key) {
            let values = embodied(&graph, &resolution.choice, resolution.root, objective).expect(name);
            let found = values[graph.item_index(&item).expect("an item").0 as usize];
            assert!(is_close(found, value), "{name}: {key} of {item}: expected {value}, found {found}");
        }
    }
    if let Some(starter) = expected.get("starter") {
        let found: Vec<Value> = starter_stock(&graph, &resolution)
            .iter()
            .map(|starter| {
                let item = graph.item(starter.item).id.as_str();
                serde_json::json!({"item": item, "quantity": starter.quantity, "loop": starter.cycle})
            })
            .collect();
        assert_eq!(format!("{found:?}"), format!("{:?}", with_floats(starter)), "{name}");
    }
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
    for (item, amount) in amounts("from-by-products") {
        let supplies = &resolution.credit.as_ref().expect("by-products are credited").supplies;
        let found = supplies.get(&graph.item_index(&item).expect(&item)).map_or(0.0, |supply| supply.from_by_products);
        assert!(is_close(found, amount), "{name}: {item}: expected {amount} from by-products, found {found}");
    }
    for (recipe, amount) in amounts("runs").into_iter().filter(|_| resolution.credit.is_some()) {
        let runs = resolution.recipe_runs().filter(|(index, _)| graph.recipe(*index).id.as_str() == recipe);
        let found: f64 = runs.map(|(_, runs)| runs).sum();
        assert!(is_close(found, amount), "{name}: {recipe}: expected {amount} runs, found {found}");
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
    for (item, obtained) in words("obtained") {
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

/// Expected starter stock, its quantities as f64.
fn with_floats(starters: &Value) -> Vec<Value> {
    let mut starters = starters.as_array().cloned().unwrap_or_default();
    for starter in &mut starters {
        starter["quantity"] = Value::from(starter["quantity"].as_f64().expect("a number"));
    }
    starters
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
    avoided_where_there_is_another_way,
    barrel_loop_is_passed_over,
    by_products_displace_what_is_made,
    by_products_are_netted_against_leaves,
    co_product_that_its_own_chain_needs,
    co_product_that_rides_needs_a_first_charge,
    co_products_run_once,
    enrichment_feeds_itself,
    evidence_counts_what_depends_on_it,
    evidence_is_that_of_each_line,
    evidence_is_the_worst_of_what_is_used,
    least_first_without_what_has_no_price,
    lifetime_of_a_material_is_the_default,
    loop_among_processes_is_solved,
    loop_that_eats_what_it_makes,
    nested_plans_and_parts_multiply,
    oil_is_cracked_under_credit,
    co_product_that_rides_is_credited,
    had_only_as_a_by_product_by_preference,
    had_only_as_a_by_product_at_least_cost,
    run_for_its_by_product_alone,
    not_run_for_a_by_product_by_preference,
    plan_that_contains_itself,
    preference_then_id,
    quantities_convert_by_mass,
    set_up_is_shared_out_over_a_batch,
    starter_stock_is_the_least_that_breaks_the_loop,
    starter_stock_takes_the_lighter_of_two,
    tools_wear_by_use,
    totals_add_up,
    used_as_asked,
    what_needs_a_barren_loop_is_passed_over,
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
