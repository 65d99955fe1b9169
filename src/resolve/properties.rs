//! Properties over random worlds: against elimination with pivoting, with loops of any strength, co-products and long chains.

use proptest::prelude::*;

use super::{Choice, Objective, Obtain, Resolution, by_preference, embodied, solve, starter_stock};
use crate::catalog::{Exchange, ItemOwner};
use crate::graph::{Basis, Flow, Graph, InputLine, Item, ItemIndex, Recipe, RecipeIndex, RecipeSource};
use crate::model::{Id, Origin};
use crate::quantity::{Currency, parse_unit};

/// A recipe of a random world: what comes out, what goes in, as (item, amount).
type Sketch = (Vec<(usize, f64)>, Vec<(usize, f64)>);

/// A graph of items in kg; those that no recipe makes are raw. Each recipe takes 0.1 h of labour.
pub(super) fn graph_of(item_count: usize, sketches: &[Sketch]) -> Graph {
    let unit = parse_unit("kg").expect("a unit");
    let flows = |flows: &[(usize, f64)]| -> Vec<Flow> {
        flows.iter().map(|(item, quantity)| Flow { item: ItemIndex(*item as u32), quantity: *quantity }).collect()
    };
    let mut items: Vec<Item> = (0..item_count)
        .map(|index| Item {
            id: Id::new(format!("i{index:06}")),
            title: String::new(),
            unit: unit.clone(),
            mass_kg: Some(1.0),
            origin: None,
            price: None,
            emissions_kg: Some(index as f64 % 7.0 - 1.0),
            recipes: Vec::new(),
            owner: ItemOwner::Material(index),
            basis: Basis::NONE,
        })
        .collect();
    let recipes: Vec<Recipe> = sketches
        .iter()
        .enumerate()
        .map(|(index, (outputs, inputs))| {
            let inputs = flows(inputs).into_iter().map(|flow| InputLine::used_up(vec![flow])).collect();
            let id = Id::new(format!("r{index:06}"));
            Recipe { labour_h: 0.1, ..Recipe::new(id, RecipeSource::Process(index), flows(outputs), inputs) }
        })
        .collect();
    let mut is_made = vec![false; item_count];
    recipes.iter().flat_map(|recipe| &recipe.outputs).for_each(|flow| is_made[flow.item.0 as usize] = true);
    for (item, _) in items.iter_mut().zip(is_made).filter(|(_, is_made)| !is_made) {
        item.origin = Some(Origin::Raw);
    }
    Graph::from_parts(items, recipes, Currency::USD, Exchange::default()).expect("sorted items")
}

fn resolve(graph: &Graph, quantity: f64) -> Resolution {
    solve(graph, by_preference(graph), ItemIndex(0), quantity).expect("a loop that makes more than it takes")
}

/// By Gaussian elimination with partial pivoting, of dense rows.
fn eliminate(mut rows: Vec<Vec<f64>>, mut right: Vec<f64>) -> Option<Vec<f64>> {
    let size = right.len();
    for pivot in 0..size {
        let best = (pivot..size).max_by(|a, b| rows[*a][pivot].abs().total_cmp(&rows[*b][pivot].abs()))?;
        if rows[best][pivot].abs() < 1e-12 {
            return None;
        }
        rows.swap(pivot, best);
        right.swap(pivot, best);
        for row in pivot + 1..size {
            let factor = rows[row][pivot] / rows[pivot][pivot];
            let (above, below) = rows.split_at_mut(row);
            below[0].iter_mut().zip(&above[pivot]).for_each(|(a, b)| *a -= factor * b);
            right[row] -= factor * right[pivot];
        }
    }
    for row in (0..size).rev() {
        right[row] = (right[row] - (row + 1..size).map(|column| rows[row][column] * right[column]).sum::<f64>())
            / rows[row][row];
    }
    Some(right)
}

/// The needs for 1 of item 0 where joint recipes run once: over every way to name their drivers, the one way in which no
/// other output falls short.
fn by_trying_all_drivers(graph: &Graph, choice: &Choice) -> Option<Vec<f64>> {
    let count = graph.items.len();
    let recipe_of = |item: usize| choice.of(ItemIndex(item as u32)).recipe();
    let mut drivers: Vec<Vec<(RecipeIndex, usize)>> = vec![Vec::new()];
    for recipe in graph.recipe_indices() {
        let run_for: Vec<usize> = (0..count).filter(|item| recipe_of(*item) == Some(recipe)).collect();
        if run_for.is_empty() {
            continue;
        }
        drivers = drivers
            .into_iter()
            .flat_map(|known| run_for.iter().map(move |item| [known.clone(), vec![(recipe, *item)]].concat()))
            .collect();
    }
    drivers.into_iter().find_map(|drivers| {
        let mut rows: Vec<Vec<f64>> = (0..count).map(|row| (0..count).map(|c| f64::from(row == c)).collect()).collect();
        for (recipe, driver) in &drivers {
            let made = graph.recipe(*recipe).output_of(ItemIndex(*driver as u32));
            for flow in choice.inputs(*recipe, graph.recipe(*recipe)) {
                rows[flow.item.0 as usize][*driver] -= flow.quantity / made;
            }
        }
        let needs = eliminate(rows, (0..count).map(|item| f64::from(item == 0)).collect())?;
        let is_enough = (0..count).filter_map(|item| Some((item, recipe_of(item)?))).all(|(item, recipe)| {
            let driver = drivers.iter().find(|(of, _)| *of == recipe).map_or(item, |(_, driver)| *driver);
            let made = |item: usize| graph.recipe(recipe).output_of(ItemIndex(item as u32));
            needs[item] / made(item) <= needs[driver] / made(driver) * (1.0 + 1e-9) + 1e-12
        });
        (is_enough && needs.iter().all(|need| *need >= -1e-9)).then_some(needs)
    })
}

/// What goes in, and what comes out besides, by item and amount.
type Inputs = (Vec<(usize, u32)>, Option<(usize, u32)>);

/// 3 to 7 made items and 2 raw ones; some recipes make two items, and loops take less than they make.
fn joint_world() -> impl Strategy<Value = (usize, Vec<Sketch>)> {
    (3_usize..8).prop_flat_map(|made| {
        let inputs = proptest::collection::vec((0..made + 2, 1_u32..30), 1..4);
        let partner = proptest::option::of((0..made, 1_u32..20));
        proptest::collection::vec((inputs, partner), made).prop_map(move |recipes| {
            let sketch = |(item, (inputs, partner)): (usize, Inputs)| {
                let mut outputs = vec![(item, 10.0)];
                outputs.extend(partner.filter(|(other, _)| *other != item).map(|(other, n)| (other, f64::from(n))));
                let amount = |to: usize, n: u32| if to < made { f64::from(n) / 20.0 } else { f64::from(n) };
                let inputs = inputs.into_iter().map(|(to, amount_of)| (to, amount(to, amount_of)));
                (outputs, inputs.chain([(made, 1.0)]).collect())
            };
            (made + 2, recipes.into_iter().enumerate().map(sketch).collect())
        })
    })
}

/// One strongly connected component of `size` items: a ring of the given gain, and weak arcs across it.
fn strong_world() -> impl Strategy<Value = (usize, Vec<Sketch>)> {
    let gain = prop_oneof![Just(0.5), Just(0.99), Just(0.9999), Just(0.999_99)];
    (2_usize..160, gain, 2_usize..9, any::<u64>()).prop_map(|(size, gain, ring, seed)| {
        let mut state = seed | 1;
        let mut below = |end: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as usize % end
        };
        let ring = ring.min(size);
        let sketches = (0..size).map(|item| {
            // Amounts differ by orders, as units do.
            let output = [1.0, 1e-3, 1e4][item % 3];
            let next = if item + 1 == ring { 0 } else { (item + 1) % size };
            let next_output = [1.0, 1e-3, 1e4][next % 3];
            let share = if item + 1 == ring {
                gain
            } else if item < ring {
                1.0
            } else {
                0.3
            };
            let mut inputs = vec![(next, share * next_output), (size, output)];
            if item >= ring || item == 0 {
                // Out of the ring and back, too weak to add a thousandth of what the ring lacks.
                let other = below(size);
                inputs.push((other, (1.0 - gain) * 1e-3 * [1.0, 1e-3, 1e4][other % 3]));
            }
            if item + 1 == size && ring < size {
                inputs.push((0, (1.0 - gain) * 1e-3));
            }
            if item == 0 && ring < size {
                inputs.push((ring, (1.0 - gain) * 1e-3 * [1.0, 1e-3, 1e4][ring % 3]));
            }
            (vec![(item, output)], inputs)
        });
        (size + 1, sketches.collect())
    })
}

/// The largest residual of `x = d + A x`, relative to its amount.
fn residual(graph: &Graph, resolution: &Resolution) -> f64 {
    let mut taken = vec![0.0; graph.items.len()];
    taken[resolution.root.0 as usize] = resolution.quantity;
    resolution.edges.iter().for_each(|edge| taken[edge.to.0 as usize] += edge.quantity);
    let of = |need: &super::Need| (taken[need.item.0 as usize] - need.quantity).abs() / need.quantity.max(1e-300);
    resolution.needs.iter().map(of).fold(0.0, f64::max)
}

fn is_close(found: f64, expected: f64, part: f64) -> bool {
    (found - expected).abs() <= part * found.abs().max(expected.abs()) + 1e-12
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn joint_recipes_agree_with_trying_all_drivers((count, sketches) in joint_world()) {
        let graph = graph_of(count, &sketches);
        let choice = by_preference(&graph);
        let expected = by_trying_all_drivers(&graph, &choice);
        match solve(&graph, choice.clone(), ItemIndex(0), 1.0) {
            Ok(resolution) => {
                let expected = expected.expect("drivers that are enough");
                for (item, expected) in expected.iter().enumerate() {
                    let found = resolution.need(ItemIndex(item as u32)).map_or(0.0, |need| need.quantity);
                    prop_assert!(is_close(found, *expected, 1e-8), "{item}: {found}, expected {expected}");
                }
                // c·x = λ·d, and every kg that goes in comes out as product or surplus.
                for (objective, total) in [(Objective::Mass, resolution.totals.raw_mass_kg), (Objective::Labour, resolution.totals.labour_h)] {
                    let value = embodied(&graph, &choice, resolution.root, objective).expect("values")[0];
                    prop_assert!(is_close(value, total, 1e-8), "{objective:?}: {value}, {total}");
                }
                for (recipe, runs) in resolution.recipe_runs() {
                    for flow in &graph.recipe(recipe).outputs {
                        let need = resolution.need(flow.item).filter(|need| need.obtain == Obtain::Make(recipe)).map_or(0.0, |need| need.quantity);
                        prop_assert!(flow.quantity * runs >= need * (1.0 - 1e-8), "{need} of {}", flow.quantity * runs);
                    }
                }
            }
            Err(runaway) => prop_assert!(expected.is_none() && runaway.gain > 0.9999, "{runaway:?}, expected {expected:?}"),
        }
    }

    #[test]
    fn every_component_is_solved_and_certified((count, sketches) in strong_world()) {
        let graph = graph_of(count, &sketches);
        let resolution = resolve(&graph, 3.0);
        prop_assert!(residual(&graph, &resolution) < 1e-9, "{}", residual(&graph, &resolution));
        let many = resolve(&graph, 3e5);
        for (one, many) in resolution.needs.iter().zip(&many.needs) {
            prop_assert!(is_close(one.quantity * 1e5, many.quantity, 1e-9), "{one:?}, {many:?}");
        }
        let mut rows: Vec<Vec<f64>> = (0..count).map(|row| (0..count).map(|c| f64::from(row == c)).collect()).collect();
        // In runs, so that units do not matter.
        let output = |item: usize| if item + 1 == count { 1e4 } else { sketches[item].0[0].1 };
        for (consumer, (_, inputs)) in sketches.iter().enumerate() {
            inputs.iter().for_each(|(item, amount)| rows[*item][consumer] -= amount / output(*item));
        }
        let demand = (0..count).map(|item| if item == 0 { 3.0 / output(0) } else { 0.0 }).collect();
        let expected = eliminate(rows, demand).expect("a solution");
        // Elimination is exact to rounding of the largest; ours is held to each by the residual above.
        let rounding = 1e-12 * expected.iter().copied().fold(0.0, f64::max);
        for need in &resolution.needs {
            let (found, expected) = (need.quantity / output(need.item.0 as usize), expected[need.item.0 as usize]);
            prop_assert!((found - expected).abs() <= 1e-8 * expected + rounding, "{need:?}: {found}, {expected}");
        }
        let value = embodied(&graph, &resolution.choice, resolution.root, Objective::Emissions).expect("values")[0];
        prop_assert!(is_close(value * 3.0, resolution.totals.emissions_kg, 1e-8));
    }

    #[test]
    fn mass_is_conserved_where_every_recipe_balances(
        recipes in proptest::collection::vec((proptest::collection::vec((0_usize..9, 1_u32..9), 1..4), 0_u32..5, 0_u32..5), 6),
    ) {
        // Of what goes in, `surplus` tenths come off as item 8, `lost` tenths are lost; the rest is made.
        let mut graph = graph_of(9, &recipes.iter().enumerate().map(|(item, (inputs, surplus, lost))| {
            let back = |to: usize| if to <= item { 0.1 } else { 1.0 };
            let inputs: Vec<(usize, f64)> = inputs.iter().map(|(to, n)| (*to, f64::from(*n) * back(*to))).chain([(7, 9.0)]).collect();
            let taken: f64 = inputs.iter().map(|(_, amount)| amount).sum();
            (vec![(item, taken * f64::from(10 - surplus - lost) / 10.0)], inputs)
        }).collect::<Vec<_>>());
        for (recipe, (_, surplus, lost)) in graph.recipes.iter_mut().zip(&recipes) {
            let taken: f64 = recipe.inputs.iter().map(|line| line.options[0].quantity).sum();
            recipe.losses_kg = taken * f64::from(*lost) / 10.0;
            if *surplus > 0 {
                recipe.by_products.push(Flow { item: ItemIndex(8), quantity: taken * f64::from(*surplus) / 10.0 });
            }
        }
        let Ok(resolution) = solve(&graph, by_preference(&graph), ItemIndex(0), 5.0) else { return Ok(()) };
        let outside: f64 = resolution.leaves(Obtain::Raw).map(|need| need.quantity).sum();
        let surplus: f64 = resolution.by_products.iter().map(|flow| flow.quantity).sum();
        let lost: f64 = resolution.recipe_runs().map(|(recipe, runs)| graph.recipe(recipe).losses_kg * runs).sum();
        prop_assert!(is_close(outside, 5.0 + surplus + lost, 1e-9), "{outside} in; {surplus} surplus, {lost} lost");
    }

    #[test]
    fn starter_stock_starts_the_loops((count, sketches) in joint_world()) {
        let graph = graph_of(count, &sketches);
        let Ok(resolution) = solve(&graph, by_preference(&graph), ItemIndex(0), 1.0) else { return Ok(()) };
        let held: Vec<ItemIndex> = starter_stock(&graph, &resolution).iter().map(|starter| starter.item).collect();
        // Forward chaining from leaves and starter stock alone makes all that the loops hold.
        let can_start = |held: &[ItemIndex]| {
            let mut has: Vec<bool> = graph.item_indices().map(|item| held.contains(&item) || resolution.need(item).is_none_or(|need| need.obtain.recipe().is_none())).collect();
            for _ in 0..count {
                for need in &resolution.needs {
                    if let Some(recipe) = need.obtain.recipe() {
                        let ready = graph.recipe(recipe).inputs.iter().all(|line| has[line.options[0].item.0 as usize]);
                        has[need.item.0 as usize] |= ready;
                    }
                }
            }
            has.iter().all(|has| *has)
        };
        prop_assert!(can_start(&held), "{held:?} of {:?}", resolution.cycles);
        for at in 0..held.len() {
            let fewer: Vec<ItemIndex> = held.iter().copied().enumerate().filter(|(index, _)| *index != at).map(|(_, item)| item).collect();
            prop_assert!(!can_start(&fewer), "{held:?} has one too many");
        }
    }
}

#[test]
fn a_giant_loop_of_uneven_strength_is_solved() {
    // 400 items in one component, with three strong loops inside.
    let size = 400;
    let sketches: Vec<Sketch> = (0..size)
        .map(|item| {
            let mut inputs = vec![((item + 1) % size, 0.4), ((item * 7 + 3) % size, 0.1), (size, 1.0)];
            for (start, gain) in [(10, 0.9999), (150, 0.999), (300, 0.99)] {
                if item == start {
                    inputs = vec![(start + 1, 1.0), (start + 2, 1e-6), (size, 1.0)];
                }
                if item == start + 1 {
                    inputs = vec![(start, gain), (start + 2, 1e-6), (size, 1.0)];
                }
            }
            (vec![(item, 1.0)], inputs)
        })
        .collect();
    let resolution = resolve(&graph_of(size + 1, &sketches), 1.0);
    assert!(residual(&graph_of(size + 1, &sketches), &resolution) < 1e-9);
    assert_eq!(resolution.cycles.len(), 1);
}

#[test]
fn a_giant_loop_that_eats_what_it_makes_is_refused() {
    for gain in [1.000_001, 1.01, 3.0] {
        let size = 300;
        let sketches: Vec<Sketch> = (0..size)
            .map(|item| (vec![(item, 1.0)], vec![((item + 1) % size, if item == 0 { gain } else { 1.0 }), (size, 1.0)]))
            .collect();
        let graph = graph_of(size + 1, &sketches);
        let runaway = solve(&graph, by_preference(&graph), ItemIndex(0), 1.0).expect_err("no amount is enough");
        assert!((runaway.gain / gain - 1.0).abs() < 1e-6, "{runaway:?}");
    }
}

#[test]
fn a_hundred_thousand_levels_need_no_stack() {
    let size = 100_000;
    let sketches: Vec<Sketch> = (0..size).map(|item| (vec![(item, 1.0)], vec![(item + 1, 1.0)])).collect();
    let mut graph = graph_of(size + 1, &sketches);
    for (index, recipe) in graph.recipes.iter_mut().enumerate() {
        recipe.source =
            if index % 2 == 0 { RecipeSource::Plan(index) } else { RecipeSource::Part { plan: index, line: 0 } };
    }
    let resolution = resolve(&graph, 2.0);
    assert_eq!(resolution.needs.len(), size + 1);
    assert_eq!(resolution.needs[size].quantity, 2.0);
    assert!(starter_stock(&graph, &resolution).is_empty());
    let value = embodied(&graph, &resolution.choice, resolution.root, Objective::Mass).expect("values");
    assert_eq!(value[0], 1.0);
}
