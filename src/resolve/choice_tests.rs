//! Choices held against exhaustive search on small random worlds, and against linear programs on larger ones.

use std::collections::HashMap;
use std::fmt::Write;

use microlp::{ComparisonOp, OptimizationDirection, Problem, SolveOptions};
use proptest::prelude::*;

use super::tests::graph_of;
use super::{
    Choice, Objective, Obtain, Steering, by_preference, choose, embodied, rivals_of, solve, solve_with_credit,
};
use crate::graph::{Graph, ItemIndex, RecipeIndex, build};
use crate::model::Origin;
use crate::world::MemoryWorld;

/// A small generator of numbers (Steele, Lea and Flood 2014: SplitMix64): worlds from a seed.
pub(super) struct Dice(pub u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub(super) fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    pub(super) fn one_in(&mut self, chances: u64) -> bool {
        self.below(chances) == 0
    }
}

/// What a random world is like.
pub(super) struct Style {
    pub made: u64,
    pub leaves: u64,
    /// The most recipes of an item.
    pub recipes: u64,
    /// kg that a recipe of 100 kg takes back from items that may need it: above 100, loops run away.
    pub back: u64,
}

/// Made items need each other both ways; a tenth of the leaves is raw and has recipes all the same, some leaves have no price,
/// some items nobody makes.
pub(super) fn world(dice: &mut Dice, style: &Style) -> String {
    let items = style.made + style.leaves;
    let mut text = String::new();
    for item in 0..items {
        let origin = match dice.below(8) {
            _ if item < style.made => "made",
            0 => "made",
            1..=3 => "raw",
            _ => "bought",
        };
        let _ = write!(text, "---\nkind: material\nid: i{item:03}\nunit: kg\norigin: {origin}\n");
        if origin != "made" && !dice.one_in(6) {
            let _ = write!(text, "price: {} USD/kg\nemissions: {} kg/kg\n", 1 + dice.below(20), dice.below(9));
        }
    }
    let _ = write!(
        text,
        "---\nkind: material\nid: electricity\nunit: kWh\norigin: bought\nprice: 1 USD/kWh\n---\nkind: capability\nid: work\n"
    );
    for item in 0..items {
        let recipes = if item < style.made { 1 + dice.below(style.recipes) } else { u64::from(dice.one_in(10)) };
        for number in 0..recipes {
            let _ = write!(
                text,
                "---\nkind: process\nid: r{item:03}-{number}\nprefer: {}\nyield: {}\ndirect-emissions: {} kg\n\
                 outputs: [{{item: i{item:03}, quantity: 100 kg}}]\n",
                dice.below(2),
                [1.0, 0.5, 0.8][dice.below(3) as usize],
                dice.below(50)
            );
            let _ = write!(
                text,
                "operations: [{{capability: work, labour: {{skill: hand, time: {} h}}}}]\ninputs:\n",
                dice.below(9)
            );
            for _ in 0..1 + dice.below(3) {
                let input = dice.below(items);
                let most = if input <= item { style.back } else { 150 };
                let _ = write!(text, "  - {{item: i{input:03}, quantity: {} kg", 1 + dice.below(most));
                if dice.one_in(3) {
                    let other = dice.below(items);
                    if other != input {
                        let _ = write!(text, ", alternatives: [i{other:03}]");
                    }
                }
                text.push_str("}\n");
            }
            if dice.one_in(2) {
                let _ = writeln!(text, "  - {{item: electricity, quantity: {} kWh}}", 1 + dice.below(20));
            }
        }
    }
    text
}

/// Every way to have an item: as its author says, or made.
fn ways(graph: &Graph, index: ItemIndex, leaves_may_be_made: bool) -> Vec<Obtain> {
    let item = graph.item(index);
    let leaf = match item.origin {
        Some(Origin::Raw) => Some(Obtain::Raw),
        Some(Origin::Bought) => Some(Obtain::Bought),
        _ if item.recipes.is_empty() => Some(Obtain::Unresolved),
        _ => None,
    };
    let recipes = item.recipes.iter().filter(|_| leaf.is_none() || leaves_may_be_made);
    leaf.into_iter().chain(recipes.map(|recipe| Obtain::Make(*recipe))).collect()
}

/// Every choice for what is needed below the root, tried one after the other: `visit` sees those without a runaway loop.
fn each_choice(graph: &Graph, root: ItemIndex, leaves_may_be_made: bool, visit: &mut impl FnMut(&Choice)) -> bool {
    let mut left = 60_000;
    let blank = Choice::new(vec![Obtain::Unresolved; graph.items.len()], HashMap::new());
    extend(
        graph,
        root,
        leaves_may_be_made,
        &mut vec![None; graph.items.len()],
        &mut HashMap::new(),
        &blank,
        &mut left,
        visit,
    );
    left > 0
}

#[expect(clippy::too_many_arguments, reason = "the state of a search")]
fn extend(
    graph: &Graph,
    root: ItemIndex,
    leaves_may_be_made: bool,
    obtain: &mut Vec<Option<Obtain>>,
    options: &mut HashMap<(RecipeIndex, u32), u32>,
    blank: &Choice,
    left: &mut u32,
    visit: &mut impl FnMut(&Choice),
) {
    if *left == 0 {
        return;
    }
    // The first item, or line, that is needed and not decided.
    let mut stack = vec![root];
    let mut seen = vec![false; graph.items.len()];
    while let Some(item) = stack.pop() {
        if std::mem::replace(&mut seen[item.0 as usize], true) {
            continue;
        }
        match obtain[item.0 as usize] {
            None => {
                for way in ways(graph, item, leaves_may_be_made) {
                    obtain[item.0 as usize] = Some(way);
                    extend(graph, root, leaves_may_be_made, obtain, options, blank, left, visit);
                }
                obtain[item.0 as usize] = None;
                return;
            }
            Some(Obtain::Make(recipe)) => {
                for (line, input) in graph.recipe(recipe).inputs.iter().enumerate() {
                    let key = (recipe, line as u32);
                    if input.options.len() > 1 && !options.contains_key(&key) {
                        for option in 0..input.options.len() as u32 {
                            options.insert(key, option);
                            extend(graph, root, leaves_may_be_made, obtain, options, blank, left, visit);
                        }
                        options.remove(&key);
                        return;
                    }
                    stack.push(input.options[options.get(&key).copied().unwrap_or(0) as usize].item);
                }
            }
            Some(_) => {}
        }
    }
    *left -= 1;
    let mut choice = blank.clone();
    for (item, way) in obtain.iter().enumerate() {
        if let Some(way) = way {
            choice.set(ItemIndex(item as u32), *way);
        }
    }
    for ((recipe, line), option) in options.iter() {
        choice.set_option(*recipe, *line, *option);
    }
    if solve(graph, choice.clone(), root, 1.0).is_ok() {
        visit(&choice);
    }
}

/// How much a choice takes of what nobody makes, of what is bought and has no price, and of the objective.
fn value(graph: &Graph, choice: &Choice, root: ItemIndex, objective: Option<Objective>) -> Option<[f64; 3]> {
    let resolution = solve(graph, choice.clone(), root, 1.0).ok()?;
    let price_counts = matches!(objective, Some(Objective::Cost | Objective::Imports));
    let unresolved = resolution.leaves(Obtain::Unresolved).map(|need| need.quantity).sum();
    let is_unpriced = |need: &&super::Need| price_counts && graph.price(need.item).is_none();
    let unpriced = resolution.leaves(Obtain::Bought).filter(is_unpriced).map(|need| need.quantity).sum();
    let objective = match objective {
        Some(objective) => embodied(graph, choice, root, objective).ok()?[root.0 as usize],
        None => 0.0,
    };
    Some([unresolved, unpriced, objective])
}

fn is_less(a: [f64; 3], b: [f64; 3]) -> bool {
    let differ = |(a, b): &(f64, f64)| (a - b).abs() > 1e-8 * a.abs().max(b.abs()).max(1e-12);
    a.into_iter().zip(b).find(differ).is_some_and(|(a, b)| a < b)
}

const SMALL: Style = Style { made: 5, leaves: 4, recipes: 3, back: 130 };

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn the_default_choice_is_productive_wherever_one_is(seed in any::<u64>()) {
        let graph = graph_of(&world(&mut Dice(seed), &SMALL));
        let root = graph.item_index("i000").expect("the root");
        let (mut best, mut count) = (None::<[f64; 3]>, 0);
        let all = each_choice(&graph, root, false, &mut |choice| {
            count += 1;
            let found = value(&graph, choice, root, None).expect("values");
            if best.is_none_or(|best| found[0] == 0.0 && best[0] > 0.0) {
                best = Some(found);
            }
        });
        prop_assume!(all);
        let found = value(&graph, &by_preference(&graph), root, None);
        prop_assert_eq!(found.is_some(), best.is_some(), "of {} choices", count);
        // What nobody makes is only taken where it must be.
        prop_assert_eq!(found.map(|value| value[0] > 0.0), best.map(|value| value[0] > 0.0));
    }

    #[test]
    fn no_choice_is_better_than_the_minimum(seed in any::<u64>(), objective in 0_usize..6) {
        let graph = graph_of(&world(&mut Dice(seed), &Style { made: 4, ..SMALL }));
        let root = graph.item_index("i000").expect("the root");
        let objective = Some(Objective::ALL[objective]);
        let mut best = None::<[f64; 3]>;
        let all = each_choice(&graph, root, true, &mut |choice| {
            let found = value(&graph, choice, root, objective).expect("values");
            if best.is_none_or(|best| is_less(found, best)) {
                best = Some(found);
            }
        });
        prop_assume!(all);
        let steering = Steering { minimise: objective, ..Steering::default() };
        let chosen = choose(&graph, root, &steering).expect("no wishes").choice;
        let found = value(&graph, &chosen, root, objective);
        prop_assert_eq!(found.is_some(), best.is_some());
        if let (Some(found), Some(best)) = (found, best) {
            prop_assert!(!is_less(best, found), "found {:?}, best {:?}", found, best);
        }
    }
}

/// What the linear program is asked for: enough for its absolute tolerances to be small beside it.
const DEMAND: f64 = 1e6;

/// The least of what nobody makes, of what has no price, and of the objective, one after the other, as a linear program: runs of
/// every recipe with every option, leaves.
fn by_linear_program(graph: &Graph, root: ItemIndex, objective: Objective) -> [f64; 3] {
    let price_counts = matches!(objective, Objective::Cost | Objective::Imports);
    let mut optimum = [0.0; 3];
    for stage in 0..3 {
        let mut problem = Problem::new(OptimizationDirection::Minimize);
        let mut rows: Vec<Vec<(microlp::Variable, f64)>> = vec![Vec::new(); graph.items.len()];
        let mut burdens = [Vec::new(), Vec::new()];
        for item in graph.item_indices() {
            let Some(leaf) = ways(graph, item, true).first().copied().filter(|way| way.recipe().is_none()) else {
                continue;
            };
            let unpriced = price_counts && leaf == Obtain::Bought && graph.price(item).is_none();
            let own = super::embodied::own(graph, item, leaf, objective);
            let burden = if leaf == Obtain::Unresolved { Some(0) } else { unpriced.then_some(1) };
            let counted = if stage == 2 { own } else { f64::from(u8::from(burden == Some(stage))) };
            // What can be done without is not there at all: a tolerance on its amount could be worth much of the objective.
            let is_shut = burden.is_some_and(|burden| burden < stage && optimum[burden] * DEMAND < 1e-6);
            let variable = problem.add_var(counted, (0.0, if is_shut { 0.0 } else { f64::INFINITY }));
            rows[item.0 as usize].push((variable, 1.0));
            if let Some(burden) = burden.filter(|_| !is_shut) {
                burdens[burden].push((variable, 1.0));
            }
        }
        for index in graph.recipe_indices() {
            let recipe = graph.recipe(index);
            let [output] = recipe.outputs[..] else { panic!("one main output") };
            let own = super::embodied::own(graph, output.item, Obtain::Make(index), objective);
            let counted = if stage == 2 { own } else { 0.0 };
            // In units of the output.
            let runs = problem.add_var(counted, (0.0, f64::INFINITY));
            rows[output.item.0 as usize].push((runs, 1.0));
            for line in &recipe.inputs {
                if let [option] = line.options[..] {
                    rows[option.item.0 as usize].push((runs, -option.quantity / output.quantity));
                    continue;
                }
                let mut sum = vec![(runs, 1.0)];
                for option in &line.options {
                    let taken = problem.add_var(0.0, (0.0, f64::INFINITY));
                    rows[option.item.0 as usize].push((taken, -option.quantity / output.quantity));
                    sum.push((taken, -1.0));
                }
                problem.add_constraint(&sum, ComparisonOp::Eq, 0.0);
            }
        }
        for (item, mut row) in rows.into_iter().enumerate() {
            row.sort_by_key(|(variable, _)| variable.idx());
            let mut merged: Vec<(microlp::Variable, f64)> = Vec::new();
            for (variable, value) in row {
                match merged.last_mut() {
                    Some((last, sum)) if *last == variable => *sum += value,
                    _ => merged.push((variable, value)),
                }
            }
            let demand = if item == root.0 as usize { DEMAND } else { 0.0 };
            problem.add_constraint(&merged, ComparisonOp::Ge, demand);
        }
        for (burden, least) in burdens.iter().zip(optimum).take(stage).filter(|(burden, _)| !burden.is_empty()) {
            problem.add_constraint(burden, ComparisonOp::Le, least * DEMAND * (1.0 + 1e-9));
        }
        let mut options = SolveOptions::default();
        options.tolerances.feasibility = 1e-9;
        let solution = problem.solve_with(options).expect("an optimum").into_solution().expect("in time");
        optimum[stage] = solution.objective() / DEMAND;
    }
    optimum
}

/// Whether the chosen minimum is that of the linear program.
fn is_least(graph: &Graph, root: ItemIndex, objective: Objective) -> Result<(), String> {
    let steering = Steering { minimise: Some(objective), ..Steering::default() };
    let chosen = choose(graph, root, &steering).map_err(|error| format!("{error:?}"))?.choice;
    let found = value(graph, &chosen, root, Some(objective)).ok_or("no values")?;
    let least = by_linear_program(graph, root, objective);
    let is_close = |(found, least): (f64, f64)| (found - least).abs() <= 1e-6 * least.abs().max(1e-4);
    if found.into_iter().zip(least).all(is_close) {
        return Ok(());
    }
    Err(format!("{objective:?}: found {found:?}, least {least:?}"))
}

/// A world of 200 to 500 recipes whose loops are all productive.
fn large_world(seed: u64) -> Graph {
    let mut dice = Dice(seed);
    let style = Style { made: 100 + dice.below(150), leaves: 40, recipes: 3, back: 12 };
    graph_of(&world(&mut dice, &style))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3, max_shrink_iters: 0, ..ProptestConfig::default() })]

    #[test]
    fn the_minimum_is_that_of_a_linear_program(seed in any::<u64>()) {
        let graph = large_world(seed);
        let root = graph.item_index("i000").expect("the root");
        for objective in Objective::ALL {
            prop_assert_eq!(is_least(&graph, root, objective), Ok(()));
        }
    }

    #[test]
    fn without_by_products_credit_is_the_minimum(seed in any::<u64>(), labour in any::<bool>()) {
        let graph = large_world(seed);
        let root = graph.item_index("i000").expect("the root");
        let objective = if labour { Objective::Labour } else { Objective::Emissions };
        let steering = Steering { minimise: Some(objective), ..Steering::default() };
        let chosen = choose(&graph, root, &steering).expect("no wishes").choice;
        let [unresolved, _, least] = value(&graph, &chosen, root, Some(objective)).expect("values");
        let credited = solve_with_credit(&graph, &chosen, root, 7.0, &steering).expect("an answer");
        let found = if labour { credited.totals.labour_h } else { credited.totals.emissions_kg } / 7.0;
        prop_assert!(unresolved > 0.0 || (found - least).abs() <= 1e-6 * least.max(1e-4), "found {}, least {}", found, least);
    }
}

#[test]
#[expect(clippy::disallowed_methods, reason = "a test of what is on the disk, below the host that reads it")]
fn the_minimum_of_every_example_is_that_of_a_linear_program() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/example-plans");
    let files =
        walkdir::WalkDir::new(root).into_iter().filter_map(Result::ok).filter(|entry| entry.file_type().is_file());
    let files = files.map(|entry| {
        let path = entry.path().strip_prefix(root).expect("inside").to_str().expect("text").to_owned();
        (path, std::fs::read(entry.path()).expect("a file"))
    });
    let catalog = crate::catalog::load(&MemoryWorld::new(files), Vec::new()).catalog;
    let graph = build(&catalog);
    for plan in &catalog.plans {
        let root = graph.item_index(plan.id.value.as_str()).expect("the plan");
        for objective in Objective::ALL {
            assert_eq!(is_least(&graph, root, objective), Ok(()), "{}", plan.id.value);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, max_shrink_iters: 0, ..ProptestConfig::default() })]

    #[test]
    fn rivals_are_valued_as_if_they_were_chosen(seed in any::<u64>()) {
        let graph = graph_of(&world(&mut Dice(seed), &Style { made: 8, leaves: 5, recipes: 3, back: 60 }));
        let root = graph.item_index("i000").expect("the root");
        let steering = Steering::default();
        let choice = by_preference(&graph);
        let Ok(resolution) = solve(&graph, choice.clone(), root, 1.0) else { return Ok(()) };
        for need in &resolution.needs {
            let rivals = rivals_of(&graph, root, &steering, &choice, need.item).expect("no wishes");
            prop_assert_eq!(rivals.ways[0].obtain, need.obtain);
            for rival in &rivals.ways {
                let mut switched = choice.clone();
                switched.set(need.item, rival.obtain);
                prop_assert_eq!(rival.values.is_some(), solve(&graph, switched.clone(), need.item, 1.0).is_ok(), "{:?}", rival);
                for (number, objective) in Objective::ALL.into_iter().enumerate() {
                    let expected = embodied(&graph, &switched, need.item, objective);
                    let expected = expected.ok().map(|value| value[need.item.0 as usize]);
                    let found = rival.values.map(|values| values[number]);
                    if let (Some(found), Some(expected)) = (found, expected) {
                        prop_assert!((found - expected).abs() <= 1e-7 * expected.abs().max(1e-9), "{:?} {} {}", rival, found, expected);
                    }
                }
            }
        }
    }
}
