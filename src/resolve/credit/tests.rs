//! Credited by-products: regressions, what is told of the impossible, and the optimum against a plain linear program.

use std::collections::BTreeMap;
use std::fmt::Write;

use microlp::{ComparisonOp, OptimizationDirection, Problem, Variable};
use proptest::prelude::*;

use super::{CreditError, solve_with_credit};
use crate::graph::{Graph, ItemIndex, RecipeIndex};
use crate::model::Origin;
use crate::resolve::choice_tests::{Dice, Style, world};
use crate::resolve::embodied::own;
use crate::resolve::tests::graph_of;
use crate::resolve::{Objective, Obtain, Resolution, Steering, by_preference, choose, solve};

const TWO_FROM_ONE: &str = "---
{kind: material, id: a, unit: kg, origin: made}
---
{kind: material, id: b, unit: kg, origin: made}
---
{kind: process, id: double, outputs: [{item: b, quantity: 2 kg}], inputs: [{item: a, quantity: 1 kg}]}
---
{kind: process, id: halve, outputs: [{item: a, quantity: 1 kg}], inputs: [{item: b, quantity: 1 kg}]}
";

#[test]
fn a_loop_that_makes_something_of_nothing_is_named_with_its_gain() {
    let graph = graph_of(TWO_FROM_ONE);
    let root = graph.item_index("b").expect("the root");
    let steering = Steering::default();
    let resolution = solve_with_credit(&graph, &by_preference(&graph), root, 3.0, &steering).expect("an answer");
    let found = resolution.credit.and_then(|credit| credit.from_nothing).expect("a loop from nothing");
    let runs: Vec<(&str, f64)> = found
        .runs
        .iter()
        .map(|(recipe, runs)| (graph.recipe(*recipe).id.as_str(), (*runs * 1e6).round() / 1e6))
        .collect();
    assert_eq!(runs.iter().map(|(id, _)| *id).collect::<Vec<_>>(), ["double", "halve"]);
    assert!(found.gain > 1.0 && found.gain <= 2.0 + 1e-9, "{found:?}");
}

#[test]
fn what_cannot_be_had_under_credit_is_named() {
    let graph = graph_of(&TWO_FROM_ONE.replace("quantity: 2 kg", "quantity: 0.5 kg"));
    let root = graph.item_index("b").expect("the root");
    let found = solve_with_credit(&graph, &by_preference(&graph), root, 3.0, &Steering::default());
    let Err(CreditError::CannotBeHad { items, recipes }) = found else { panic!("{found:?}") };
    assert!(!items.is_empty() && !recipes.is_empty());
}

/// Recipes with several main outputs and by-products, on top of a random world.
fn joint_world(seed: u64) -> Graph {
    let mut dice = Dice(seed);
    let style = Style { made: 30, leaves: 10, recipes: 2, back: 12 };
    let mut text = world(&mut dice, &style);
    for number in 0..12 {
        let (one, other, third, input) =
            (dice.below(10), 10 + dice.below(10), 20 + dice.below(10), 30 + dice.below(10));
        let _ = write!(
            text,
            "---\nkind: process\nid: joint-{number:02}\nprefer: -1\noutputs:\n  - {{item: i{one:03}, quantity: 40 kg}}\n  \
             - {{item: i{other:03}, quantity: 30 kg}}\n  - {{item: i{third:03}, quantity: 30 kg, by-product: true}}\n\
             inputs: [{{item: i{input:03}, quantity: 110 kg}}]\n"
        );
    }
    // Some are only to be had as by-products, some also by a loop that takes as much as it gives.
    for number in 0..4 {
        let (input, user) = (30 + dice.below(10), dice.below(10));
        let _ = write!(
            text,
            "---\n{{kind: material, id: shard-{number}, unit: kg, origin: made}}\n---\nkind: process\nid: polish-{number}\n\
             outputs:\n  - {{item: i{user:03}, quantity: 80 kg}}\ninputs:\n  - {{item: shard-{number}, quantity: 5 kg}}\n  \
             - {{item: i{input:03}, quantity: 60 kg}}\n---\nkind: process\nid: crush-{number}\noutputs:\n  \
             - {{item: i{other:03}, quantity: 30 kg}}\n  - {{item: shard-{number}, quantity: {shards} kg, by-product: true}}\n\
             inputs: [{{item: i{input:03}, quantity: 70 kg}}]\n",
            other = 10 + dice.below(10),
            shards = 1 + dice.below(9),
        );
        if dice.one_in(2) {
            let _ = write!(
                text,
                "---\n{{kind: process, id: sieve-{number}, outputs: [{{item: shard-{number}, quantity: 1 kg}}], inputs: \
                 [{{item: shard-{number}, quantity: 1 kg}}]}}\n"
            );
        }
    }
    graph_of(&text)
}

/// What the plain program is asked for: enough for its absolute tolerances to be small beside it.
const DEMAND: f64 = 1e4;

/// The least of the objective over runs of all recipes of the repository, unscaled, without what nobody makes and without what
/// has no price where price counts; `None` if there is no such answer.
fn by_plain_program(graph: &Graph, root: ItemIndex, objective: Objective) -> Option<f64> {
    let mut problem = Problem::new(OptimizationDirection::Minimize);
    let mut rows: Vec<BTreeMap<usize, (Variable, f64)>> = vec![BTreeMap::new(); graph.items.len()];
    let mut count = 0;
    let mut column = |problem: &mut Problem, weight: f64| {
        count += 1;
        (count, problem.add_var(weight, (0.0, f64::INFINITY)))
    };
    let mut add = |item: ItemIndex, (number, variable): (usize, Variable), amount: f64| {
        rows[item.0 as usize].entry(number).or_insert((variable, 0.0)).1 += amount;
    };
    let price_counts = matches!(objective, Objective::Cost | Objective::Imports);
    for item in graph.item_indices() {
        let leaf = match graph.item(item).origin {
            Some(Origin::Raw) => Obtain::Raw,
            Some(Origin::Bought) if !price_counts || graph.price(item).is_some() => Obtain::Bought,
            _ => continue,
        };
        add(item, column(&mut problem, own(graph, item, leaf, objective)), 1.0);
    }
    let mut splits = Vec::new();
    for index in graph.recipe_indices() {
        let recipe = graph.recipe(index);
        let weight = match objective {
            Objective::Labour => recipe.labour_h,
            Objective::Emissions => recipe.direct_emissions_kg,
            _ => 0.0,
        };
        let runs = column(&mut problem, weight);
        recipe.outputs.iter().chain(&recipe.by_products).for_each(|flow| add(flow.item, runs, flow.quantity));
        for line in &recipe.inputs {
            let mut split = vec![(runs.1, 1.0)];
            for option in &line.options {
                let taken = column(&mut problem, 0.0);
                add(option.item, taken, -option.quantity);
                split.push((taken.1, -1.0));
            }
            splits.push(split);
        }
    }
    for (index, row) in rows.into_iter().enumerate() {
        let row: Vec<(Variable, f64)> = row.into_values().collect();
        problem.add_constraint(row, ComparisonOp::Ge, if index == root.0 as usize { DEMAND } else { 0.0 });
    }
    splits.into_iter().for_each(|split| problem.add_constraint(split, ComparisonOp::Eq, 0.0));
    let solution = problem.solve().ok()?.into_solution().ok()?;
    Some(solution.objective() / DEMAND)
}

/// What a resolution takes of the objective.
fn taken_of(graph: &Graph, resolution: &Resolution, objective: Objective) -> f64 {
    let of_leaves = |weight: &dyn Fn(ItemIndex, Obtain) -> f64| -> f64 {
        let leaves = resolution.needs.iter().filter(|need| need.obtain.recipe().is_none());
        leaves.map(|need| weight(need.item, need.obtain) * need.net).sum()
    };
    match objective {
        Objective::Cost => resolution.totals.cost,
        Objective::Labour => resolution.totals.labour_h,
        Objective::Emissions => resolution.totals.emissions_kg,
        Objective::Energy | Objective::Mass | Objective::Imports => {
            of_leaves(&|item, obtain| own(graph, item, obtain, objective))
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, max_shrink_iters: 0, ..ProptestConfig::default() })]

    #[test]
    fn the_optimum_is_that_of_a_plain_program_over_everything(seed in any::<u64>(), number in 0_usize..5) {
        let objectives = [Objective::Cost, Objective::Labour, Objective::Emissions, Objective::Mass, Objective::Imports];
        let objective = objectives[number];
        let graph = joint_world(seed);
        let root = graph.item_index("i000").expect("the root");
        let steering = Steering { minimise: Some(objective), ..Steering::default() };
        let choice = choose(&graph, root, &steering).expect("no wishes").choice;
        let Some(least) = by_plain_program(&graph, root, objective) else { return Ok(()) };
        let credited = solve_with_credit(&graph, &choice, root, 7.0, &steering).expect("an answer");
        prop_assert_eq!(credited.leaves(Obtain::Unresolved).count(), 0);
        let found = taken_of(&graph, &credited, objective) / 7.0;
        prop_assert!((found - least).abs() <= 1e-6 * least.max(1e-4), "{:?}: found {}, least {}", objective, found, least);
    }

    #[test]
    fn credit_balances_and_never_comes_to_more(seed in any::<u64>(), objective in 0_usize..7) {
        let graph = joint_world(seed);
        let root = graph.item_index("i000").expect("the root");
        let minimise = Objective::ALL.get(objective).copied();
        let steering = Steering { minimise, ..Steering::default() };
        let choice = choose(&graph, root, &steering).expect("no wishes").choice;
        let Ok(plain) = solve(&graph, choice.clone(), root, 5.0) else { return Ok(()) };
        let credited = solve_with_credit(&graph, &choice, root, 5.0, &steering).expect("an answer");
        let credit = credited.credit.as_ref().expect("credit");
        for need in &credited.needs {
            let supply = &credit.supplies[&need.item];
            let made: f64 = supply.recipes.iter().map(|(_, amount)| amount).sum();
            let had = made + supply.from_by_products + supply.from_outside;
            prop_assert!(had >= need.quantity * (1.0 - 1e-6), "{:?} of {:?}", had, need);
            let asked: f64 = credited.edges.iter().filter(|edge| edge.to == need.item).map(|edge| edge.quantity).sum();
            let demand = if need.item == root { 5.0 } else { 0.0 };
            prop_assert!((asked + demand - need.quantity).abs() <= 1e-6 * need.quantity);
        }
        let mut runs: BTreeMap<RecipeIndex, f64> = BTreeMap::new();
        for need in &credited.needs {
            if let (Some(recipe), None) = (need.obtain.recipe(), need.with) {
                prop_assert_eq!(runs.insert(recipe, need.runs), None, "a recipe's runs are put down to one item");
            }
            if let Some(with) = need.with {
                prop_assert!(need.runs == 0.0 && credited.need(with).is_some());
            }
        }
        for (recipe, runs) in runs {
            prop_assert_eq!(credit.runs.get(&recipe), Some(&runs));
            prop_assert_eq!(credited.recipe_runs().filter(|(known, _)| *known == recipe).count(), 1);
        }
        let missing = |resolution: &Resolution| resolution.leaves(Obtain::Unresolved).next().is_some();
        if minimise == Some(Objective::Labour) && !missing(&plain) {
            prop_assert!(credited.totals.labour_h <= plain.totals.labour_h * (1.0 + 1e-6) + 1e-9);
        }
        let again = solve_with_credit(&graph, &choice, root, 5.0, &steering).expect("an answer");
        prop_assert_eq!(again.needs, credited.needs);
    }
}
