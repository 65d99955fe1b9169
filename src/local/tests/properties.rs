//! Random small worlds: more equipment, resources, stock or permissions never make less reachable; what is reached is what the
//! definition says; every choice is a derivation; without loops it imports least.

use proptest::prelude::*;

use super::repository;
use super::worlds::{Way, documents, means, ways};
use crate::graph::{Graph, ItemIndex, RecipeIndex};
use crate::local::scope::Scope;
use crate::local::{LocalReport, NEVER, Shop, Unreachable, Uses, Verdict, check_in, figure_matrix, verdict_matrix};
use crate::resolve::{Obtain, Runaway};

/// What can be had with the machines that stand there, straight from the definition.
fn reached_by_definition(graph: &Graph, shop: &Shop<'_>) -> Vec<bool> {
    let is_source = |item: ItemIndex| {
        shop.place.resources.contains_key(&item)
            || shop.place.stock.contains_key(&item)
            || shop.place.may_import(graph, item)
    };
    let mut reached: Vec<bool> = graph.item_indices().map(is_source).collect();
    loop {
        let before = reached.clone();
        for index in graph.recipe_indices().filter(|index| shop.coverage.stage(*index) == 0) {
            let recipe = graph.recipe(index);
            if recipe.inputs.iter().all(|line| line.options.iter().any(|flow| before[flow.item.0 as usize])) {
                recipe.outputs.iter().for_each(|flow| reached[flow.item.0 as usize] = true);
            }
        }
        if reached == before {
            return reached;
        }
    }
}

/// The least price of imports per unit, by sweeping until nothing changes: right where there are no loops.
fn least_imports(graph: &Graph, shop: &Shop<'_>) -> Vec<f64> {
    let own = |item: ItemIndex| {
        if shop.place.resources.contains_key(&item) || shop.place.stock.contains_key(&item) {
            0.0
        } else if shop.place.may_import(graph, item) {
            shop.place.import_price(graph, item).unwrap_or(f64::INFINITY)
        } else {
            f64::INFINITY
        }
    };
    let mut least: Vec<f64> = graph.item_indices().map(own).collect();
    for _ in 0..graph.items.len() {
        for index in graph.recipe_indices().filter(|index| shop.coverage.stage(*index) == 0) {
            let recipe = graph.recipe(index);
            let line = |line: &crate::graph::InputLine| {
                line.options
                    .iter()
                    .map(|flow| least[flow.item.0 as usize] * flow.quantity)
                    .fold(f64::INFINITY, f64::min)
            };
            let sum: f64 = recipe.inputs.iter().map(line).sum();
            for flow in &recipe.outputs {
                let known = &mut least[flow.item.0 as usize];
                *known = known.min(sum / flow.quantity);
            }
        }
    }
    least
}

/// Follows a choice from an item down to sources; `false` if it comes back to an item on its way.
fn is_derivation(graph: &Graph, shop: &Shop<'_>, item: ItemIndex, path: &mut Vec<ItemIndex>) -> bool {
    let Some(way) = shop.ways.of(item) else { return false };
    let Obtain::Make(index) = way.obtain else { return way.obtain != Obtain::Unresolved };
    if path.contains(&item) || shop.coverage.stage(index) > shop.reach.stage(item) {
        return false;
    }
    path.push(item);
    let option = |line: usize| shop.option(index, line as u32) as usize;
    let lines = graph.recipe(index).inputs.iter().enumerate();
    let holds =
        lines.into_iter().all(|(line, input)| is_derivation(graph, shop, input.options[option(line)].item, path));
    path.pop();
    holds
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn more_means_never_reach_less(ways in ways(false), base in means(3), more in means(2)) {
        let all = base.with(&more);
        let (catalog, graph) = repository(&documents(&ways, &[("base", &base), ("all", &all)]));
        let uses = Uses::of(&graph);
        let shop = |id: &str| Shop::new(&catalog, &graph, &uses, catalog.index.facility(id).unwrap());
        let (base, all) = (shop("base"), shop("all"));
        for item in graph.item_indices() {
            prop_assert!(all.reach.stage(item) <= base.reach.stage(item), "{} is lost", graph.item(item).id);
        }
        let root = graph.item_index("root").unwrap();
        if let (Ok(before), Ok(after)) = (check_in(&base, root, 1.0), check_in(&all, root, 1.0)) {
            prop_assert!(before.verdict == Verdict::Blocked || after.verdict != Verdict::Blocked);
        }
    }

    #[test]
    fn reach_is_what_the_definition_says(ways in ways(false), means in means(3)) {
        let (catalog, graph) = repository(&documents(&ways, &[("f", &means)]));
        let uses = Uses::of(&graph);
        let shop = Shop::new(&catalog, &graph, &uses, 0);
        let reached = reached_by_definition(&graph, &shop);
        for item in graph.item_indices() {
            prop_assert_eq!(shop.reach.stage(item) == 0, reached[item.0 as usize], "{}", graph.item(item).id);
        }
    }

    #[test]
    fn every_choice_is_a_derivation(ways in ways(false), means in means(3)) {
        let (catalog, graph) = repository(&documents(&ways, &[("f", &means)]));
        let uses = Uses::of(&graph);
        let shop = Shop::new(&catalog, &graph, &uses, 0);
        for item in graph.item_indices().filter(|item| shop.reach.stage(*item) != NEVER) {
            prop_assert!(is_derivation(&graph, &shop, item, &mut Vec::new()), "{} hangs in the air", graph.item(item).id);
        }
        let root = graph.item_index("root").unwrap();
        if let Ok(report) = check_in(&shop, root, 1.0) {
            prop_assert!(report.items.iter().all(|entry| !entry.reasons.is_empty()));
            prop_assert!(!shop.place.stock.is_empty() || shop.glance(root) == report.verdict);
            for recipe in report.items.iter().filter_map(|entry| entry.recipe).collect::<Vec<RecipeIndex>>() {
                prop_assert!(report.verdict == Verdict::Blocked || shop.coverage.stage(recipe) != NEVER);
            }
        }
    }

    #[test]
    fn doing_without_stock_is_worked_out_anew_where_it_matters_alone(
        ways in ways(true),
        means in means(4),
        number in 1_usize..3,
    ) {
        let (catalog, graph) = repository(&documents(&ways, &[("f", &means)]));
        let uses = Uses::of(&graph);
        let shop = Shop::new(&catalog, &graph, &uses, 0);
        let root = graph.item_index("root").unwrap();
        let mut narrow = shop.clone();
        while let Some(items) = Some(narrow.place.stock.keys().copied().take(number).collect::<Vec<_>>()).filter(|it| !it.is_empty()) {
            narrow = narrow.without_stock(root, &items);
            let whole = narrow.anew(narrow.place.clone());
            for unreachable in [Unreachable::Follow, Unreachable::Leave] {
                let (found, expected) = (narrow.choice(root, unreachable), whole.choice(root, unreachable));
                let mut open = vec![root];
                let mut met = open.clone();
                while let Some(item) = open.pop() {
                    prop_assert_eq!(found.of(item), expected.of(item), "{}", graph.item(item).id);
                    prop_assert_eq!(narrow.reach.stage(item), whole.reach.stage(item));
                    prop_assert_eq!(narrow.ways.is_looped(item), whole.ways.is_looped(item));
                    let (a, b) = (narrow.ways.of(item), whole.ways.of(item));
                    prop_assert_eq!(a.map(|way| (way.obtain, way.burden)), b.map(|way| (way.obtain, way.burden)));
                    let Obtain::Make(recipe) = found.of(item) else { continue };
                    for (line, input) in (0..).zip(&graph.recipe(recipe).inputs) {
                        prop_assert_eq!(found.option(recipe, line), expected.option(recipe, line));
                        let next = input.options[found.option(recipe, line) as usize].item;
                        if !met.contains(&next) {
                            met.push(next);
                            open.push(next);
                        }
                    }
                }
            }
            let told = |shop: &Shop<'_>| check_in(shop, root, 1.0).map(|report| format!("{:?}", (report.verdict, report.items, report.cost, report.missing)));
            if let (Ok(found), Ok(expected)) = (told(&narrow), told(&whole)) {
                prop_assert_eq!(found, expected);
            }
        }
    }

    #[test]
    fn a_recipe_written_anew_is_worked_out_where_it_matters_alone(
        before in ways(true),
        other in ways(true),
        number in 0_usize..64,
        means in means(4),
    ) {
        let Some(other) = other.first().filter(|_| !before.is_empty()) else { return Ok(()) };
        let number = number % before.len();
        let mut now = before.clone();
        now[number] = Way { makes: before[number].makes, ..other.clone() };
        let (catalog, graph) = repository(&documents(&before, &[("f", &means)]));
        let (catalog_now, graph_now) = repository(&documents(&now, &[("f", &means)]));
        let (uses, uses_now) = (Uses::of(&graph), Uses::of(&graph_now));
        let shop = Shop::new(&catalog, &graph, &uses, 0);
        let root = graph.item_index("root").unwrap();
        let _ = (check_in(&shop, root, 1.0), shop.choice(root, Unreachable::Leave));
        let changed = graph.recipe_indices().find(|recipe| graph.recipe(*recipe).id.as_str() == format!("p{number}")).unwrap();
        let scope = Scope::above(&graph_now, &uses_now, graph_now.recipe(changed).outputs.iter().map(|flow| flow.item));
        let before_it = Scope::above(&graph, &uses, graph.recipe(changed).outputs.iter().map(|flow| flow.item));
        let is_machine = |item: &ItemIndex| ["lathe", "mill"].contains(&graph.item(*item).id.as_str());
        if scope.items.iter().chain(&before_it.items).any(is_machine) {
            return Ok(());
        }
        let (found, fresh) = (
            Shop::resume_changed(&catalog_now, &graph_now, (&uses, &uses_now), shop.settled(), &[changed]),
            Shop::new(&catalog_now, &graph_now, &uses_now, 0),
        );
        for recipe in graph_now.recipe_indices() {
            prop_assert_eq!(found.coverage.stage(recipe), fresh.coverage.stage(recipe));
            let machines = |shop: &Shop<'_>| shop.coverage.machines(recipe).collect::<Vec<_>>();
            prop_assert_eq!(machines(&found), machines(&fresh));
            prop_assert_eq!(found.reach.is_supplied(recipe), fresh.reach.is_supplied(recipe));
        }
        for item in graph_now.item_indices() {
            prop_assert_eq!(found.reach.stage(item), fresh.reach.stage(item));
            let way = |shop: &Shop<'_>| (shop.ways.of(item).map(|way| (way.obtain, way.burden)), shop.ways.is_looped(item));
            prop_assert_eq!(way(&found), way(&fresh), "{}", graph_now.item(item).id);
            for unreachable in [Unreachable::Follow, Unreachable::Leave] {
                let had = |shop: &Shop<'_>| {
                    let choice = shop.choice(item, unreachable);
                    let recipe = choice.of(item).recipe();
                    let lines = |recipe: RecipeIndex| 0..graph_now.recipe(recipe).inputs.len() as u32;
                    let options = recipe.map(|recipe| lines(recipe).map(|line| choice.option(recipe, line)).collect::<Vec<_>>());
                    (choice.of(item), options)
                };
                prop_assert_eq!(had(&found), had(&fresh));
            }
        }
        let told = |shop: &Shop<'_>| {
            let report = check_in(shop, root, 1.0)?;
            let LocalReport { verdict, items, holds, closure, imports, capacity, cost, schedule, proof, missing, .. } = report;
            let needs = (report.resolution.needs, report.resolution.edges);
            Ok::<_, Runaway>(format!("{:?}", (verdict, items, holds, closure, imports, capacity, cost, schedule, proof, missing, needs)))
        };
        if let (Ok(found), Ok(fresh)) = (told(&found), told(&fresh)) {
            prop_assert_eq!(found, fresh);
        }
    }

    #[test]
    fn a_glance_tells_the_same_verdicts(ways in ways(false), base in means(3), more in means(2)) {
        let all = base.with(&more);
        let (catalog, graph) = repository(&documents(&ways, &[("base", &base), ("all", &all)]));
        let roots: Vec<ItemIndex> = ["root", "lathe", "mill"].iter().filter_map(|id| graph.item_index(id)).collect();
        let glance = verdict_matrix(&catalog, &graph, roots.clone(), vec![0, 1]);
        let figures = figure_matrix(&catalog, &graph, roots.clone(), vec![0, 1]);
        let uses = Uses::of(&graph);
        for column in 0..2 {
            let shop = Shop::new(&catalog, &graph, &uses, column);
            for (row, root) in roots.iter().enumerate() {
                // A loop that runs away has no verdict; a glance does not look at amounts.
                let Ok(report) = check_in(&shop, *root, 1.0) else { continue };
                prop_assert_eq!(glance.verdicts[column][row], Some(report.verdict), "{}", graph.item(*root).id);
                prop_assert_eq!(figures.verdicts[column][row], Some(report.verdict));
                let cell = figures.figures.as_ref().unwrap()[column][row].as_ref().unwrap();
                prop_assert_eq!((cell.closure, cell.cost), (report.closure, report.cost));
            }
        }
    }

    #[test]
    fn without_loops_imports_are_least(ways in ways(true), means in means(3)) {
        let (catalog, graph) = repository(&documents(&ways, &[("f", &means)]));
        let uses = Uses::of(&graph);
        let shop = Shop::new(&catalog, &graph, &uses, 0);
        let least = least_imports(&graph, &shop);
        for item in graph.item_indices().filter(|item| shop.reach.stage(*item) == 0) {
            let value = shop.ways.of(item).unwrap().burden.value;
            let wanted = least[item.0 as usize];
            prop_assert!((value - wanted).abs() <= 1e-9 * wanted.max(1.0), "{}: {value}, not {wanted}", graph.item(item).id);
        }
    }
}
