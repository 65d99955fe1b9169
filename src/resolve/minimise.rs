//! The choice that makes something least: policy iteration.
//!
//! For one main output a recipe and no shared limits, the best choice does not depend on the quantity (the non-substitution
//! theorem; Samuelson 1951), so it can be found by unit values alone: solve the values λ of the present choice (the adjoint
//! system), let every item and every line switch to what is cheapest at these values, and repeat until none switches.
//! Values never rise from one round to the next, and there are finitely many choices, so it ends; at the end no other
//! choice has a lower value for any item.

use super::choice::{Choice, Obtain, by_preference};
use super::embodied::{Objective, own, values};
use super::solve::Runaway;
use crate::graph::{Flow, Graph, ItemIndex, RecipeIndex};
use crate::model::Origin;

/// How much better a switch must be, relative to what it replaces: below, it would be rounding.
const IMPROVEMENT: f64 = 1e-12;

/// What stands in for the price of something that has none: dearer than anything, but a number.
const UNPRICED: f64 = 1e12;

/// The choice with the least `objective` per unit of every item. Of equal ones, that nearest to the default preference stays.
///
/// # Errors
/// The default choice has a loop that consumes at least what it makes, so there are no values to begin with.
pub fn by_minimum(graph: &Graph, objective: Objective) -> Result<Choice, Runaway> {
    let mut choice = by_preference(graph);
    loop {
        let value = values(graph, &choice, |item, obtain| weight(graph, item, obtain, objective))?;
        if !improve(graph, objective, &value, &mut choice) {
            return Ok(choice);
        }
    }
}

/// Lets each line, then each item, switch to what is least at these values; says whether any did.
fn improve(graph: &Graph, objective: Objective, value: &[f64], choice: &mut Choice) -> bool {
    let of = |flow: &Flow| flow.quantity * value[flow.item.0 as usize];
    let mut switched = false;
    for index in graph.recipe_indices() {
        for (line, input) in graph.recipe(index).inputs.iter().enumerate().filter(|(_, input)| input.options.len() > 1)
        {
            let present = choice.option(index, line as u32);
            let candidates =
                (0..input.options.len() as u32).map(|option| (option, of(&input.options[option as usize])));
            if let Some(best) = better(present, candidates) {
                choice.set_option(index, line as u32, best);
                switched = true;
            }
        }
    }
    for item in graph.item_indices() {
        let present = choice.of(item);
        let candidates = ways(graph, item).map(|obtain| {
            let inputs = obtain.recipe().map_or(0.0, |index| {
                let recipe = graph.recipe(index);
                choice.inputs(index, recipe).map(|flow| of(&flow)).sum::<f64>() / recipe.output_of(item)
            });
            (obtain, inputs + weight(graph, item, obtain, objective))
        });
        if let Some(best) = better(present, candidates) {
            choice.set(item, best);
            switched = true;
        }
    }
    switched
}

/// The candidate that is least and better than the present one.
fn better<T: PartialEq + Copy>(present: T, candidates: impl Iterator<Item = (T, f64)>) -> Option<T> {
    let candidates: Vec<(T, f64)> = candidates.collect();
    let now = candidates.iter().find(|(candidate, _)| *candidate == present).map_or(f64::INFINITY, |(_, value)| *value);
    let least = candidates.iter().copied().reduce(|best, next| if next.1 < best.1 { next } else { best })?;
    (least.1 < now - IMPROVEMENT * now.abs()).then_some(least.0)
}

/// Every way to obtain an item, in the order of preference.
fn ways(graph: &Graph, index: ItemIndex) -> impl Iterator<Item = Obtain> + '_ {
    let item = graph.item(index);
    let leaf = match item.origin {
        Some(Origin::Raw) => Some(Obtain::Raw),
        Some(Origin::Bought) => Some(Obtain::Bought),
        _ if item.recipes.is_empty() => Some(Obtain::Unresolved),
        _ => None,
    };
    leaf.into_iter().chain(item.recipes.iter().map(|recipe: &RecipeIndex| Obtain::Make(*recipe)))
}

/// What counts of an item itself; what cannot be had, or has no price where price counts, is avoided.
fn weight(graph: &Graph, item: ItemIndex, obtain: Obtain, objective: Objective) -> f64 {
    let price_counts = matches!(objective, Objective::Cost | Objective::Imports);
    match obtain {
        Obtain::Unresolved => UNPRICED,
        Obtain::Bought if price_counts && graph.price(item).is_none() => UNPRICED,
        _ => own(graph, item, obtain, objective),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::tests::graph_of;
    use super::super::{Objective, by_preference, embodied};
    use super::by_minimum;
    use crate::resolve::Choice;

    /// Items 0–3 with up to three recipes each from later ones, or from the loop back to an earlier one; the rest are bought.
    fn world() -> impl Strategy<Value = String> {
        let recipe = proptest::collection::vec((0_usize..8, 1_u32..30), 1..3);
        let recipes = proptest::collection::vec(proptest::collection::vec(recipe, 1..4), 4);
        (recipes, proptest::collection::vec(1_u32..20, 4)).prop_map(|(recipes, prices)| {
            use std::fmt::Write;
            let mut text = String::new();
            for (item, recipes) in recipes.iter().enumerate() {
                let _ = write!(text, "---\nkind: material\nid: item-{item}\nunit: kg\n");
                for (number, inputs) in recipes.iter().enumerate() {
                    let _ = write!(text, "---\nkind: process\nid: make-{item}-{number}\noutputs: [{{item: item-{item}, quantity: 100 kg}}]\ninputs:\n");
                    for (input, amount) in inputs {
                        // Back into the loop only by a little, so that no loop runs away.
                        let amount = if *input <= item { amount % 10 } else { *amount };
                        let _ = writeln!(text, "  - {{item: item-{input}, quantity: {amount}.5 kg}}");
                    }
                    let _ = writeln!(text, "  - {{item: item-{}, quantity: 1 kg}}", 4 + number);
                }
            }
            for (number, price) in prices.iter().enumerate() {
                let _ = write!(text, "---\nkind: material\nid: item-{}\nunit: kg\norigin: bought\nprice: {price} USD/kg\n", number + 4);
            }
            text
        })
    }

    /// Every choice of recipes.
    fn all_choices(choice: &Choice, ways: &[Vec<super::Obtain>]) -> Vec<Choice> {
        let mut choices = vec![choice.clone()];
        for (item, ways) in ways.iter().enumerate() {
            choices = choices
                .into_iter()
                .flat_map(|choice| {
                    ways.iter().map(move |way| {
                        let mut choice = choice.clone();
                        choice.set(super::ItemIndex(item as u32), *way);
                        choice
                    })
                })
                .collect();
        }
        choices
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

        #[test]
        fn no_choice_is_better_than_the_minimum(documents in world()) {
            let graph = graph_of(&documents);
            let root = graph.item_index("item-0").expect("the root");
            let value = |choice: &Choice| embodied(&graph, choice, root, Objective::Cost).map(|value| value[root.0 as usize]);
            let found = value(&by_minimum(&graph, Objective::Cost).expect("values")).expect("a value");
            let ways: Vec<Vec<super::Obtain>> = graph.item_indices().map(|item| super::ways(&graph, item).collect()).collect();
            let least = all_choices(&by_preference(&graph), &ways).iter().filter_map(|choice| value(choice).ok()).fold(f64::INFINITY, f64::min);
            prop_assert!((found - least).abs() <= 1e-9 * least, "found {found}, least {least}");
        }
    }
}
