//! One objective after the other: what each counts, and how an optimum is held while the next is sought.

use super::program::{Column, FEASIBILITY, Model};
use super::scope::Scope;
use super::{Answer, CreditError};
use crate::graph::{Graph, ItemIndex, RecipeIndex};
use crate::resolve::choice::Obtain;
use crate::resolve::embodied::{Objective, own};
use crate::resolve::steer::Steering;

/// Variables from which on a program is refused rather than waited for.
const MOST_VARIABLES: usize = 60_000;

/// One objective after the other. Without `by_runs`, the total of runs is not asked for. Amounts of at most `nothing`, in
/// scaled units, are left out of the answer.
pub(super) fn lexicographic(
    scope: &Scope<'_>,
    root: ItemIndex,
    quantity: f64,
    steering: &Steering,
    by_runs: bool,
    nothing: f64,
) -> Result<Answer, CreditError> {
    let model = Model::new(scope, root, quantity);
    if model.columns.len() > MOST_VARIABLES {
        return Err(CreditError::TooLarge(model.columns.len()));
    }
    let mut fixed: Vec<(Vec<f64>, f64)> = Vec::new();
    let mut closed = vec![false; model.columns.len()];
    let mut values: Option<Vec<f64>> = None;
    let mut objectives = objectives(scope, &model, steering);
    let runs = objectives.pop().unwrap_or_default();
    // The first ones may all be nothing: then runs alone decide.
    let counts = |weights: &Vec<f64>| weights.iter().any(|weight| *weight > 0.0);
    objectives.retain(counts);
    if by_runs || objectives.is_empty() {
        objectives.push(runs);
    }
    for weights in objectives {
        let unit = model.usual_value(scope, &weights);
        let weights: Vec<f64> = weights.iter().map(|weight| weight / unit).collect();
        let mut solved = model.minimise(&weights, &fixed, &closed, false);
        if matches!(solved, Err(CreditError::CannotBeHad { .. })) && closed.contains(&true) {
            // What was taken for nothing was a little, and can't be done without.
            closed.fill(false);
            solved = model.minimise(&weights, &fixed, &closed, false);
        }
        match solved {
            Ok((optimum, found)) => {
                // Where the least is nothing, nothing of it may be taken: a tolerance would let in a little.
                if optimum <= 10.0 * FEASIBILITY {
                    closed.iter_mut().zip(&weights).for_each(|(closed, weight)| *closed |= *weight > 0.0);
                }
                values = Some(found);
                fixed.push((weights, optimum));
            }
            Err(CreditError::CannotBeHad { .. }) if values.is_none() => return Err(model.what_is_short(scope)),
            // What was optimal a moment ago is so still; only rounding says otherwise.
            Err(CreditError::CannotBeHad { .. }) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(model.read(scope, &values.unwrap_or_default(), nothing))
}

/// The objectives in their order, as weights of the scaled columns.
fn objectives(scope: &Scope<'_>, model: &Model, steering: &Steering) -> Vec<Vec<f64>> {
    let graph = scope.graph;
    let weigh = |weight: &dyn Fn(Column) -> f64| -> Vec<f64> {
        model.columns.iter().zip(&model.scales).map(|(column, scale)| weight(*column) * scale).collect()
    };
    let is_missing = |column: Column| match column {
        // In scaled units: amounts of things that nobody makes are not to be compared.
        Column::Leaf(item, Obtain::Unresolved) => 1.0 / scope.scales.item(item),
        _ => 0.0,
    };
    let counted = |objective: Objective| {
        move |column: Column| match column {
            Column::Leaf(item, obtain) => own(graph, item, obtain, objective),
            // Electricity is counted where it is taken: from outside, or made.
            Column::Runs(recipe) => run_counts(graph, recipe, objective),
            Column::Option(..) => 0.0,
        }
    };
    let unpriced = |column: Column| match column {
        Column::Leaf(item, Obtain::Bought) if graph.price(item).is_none() => 1.0 / scope.scales.item(item),
        _ => 0.0,
    };
    let avoided = |column: Column| {
        let is_avoided = steering.avoid.iter().any(|avoided| match column {
            Column::Leaf(item, _) => avoided.item == Some(item),
            Column::Runs(recipe) => {
                avoided.recipes.contains(&recipe)
                    || graph.recipe(recipe).outputs.iter().any(|flow| Some(flow.item) == avoided.item)
            }
            Column::Option(..) => false,
        });
        if is_avoided { 1.0 } else { 0.0 }
    };
    let count = scope.recipes.len().max(1) as f64;
    let runs = |column: Column| match column {
        Column::Runs(recipe) => {
            let position = scope.recipes.binary_search(&recipe).unwrap_or(0) as f64;
            (1.0 + 1e-3 * position / count) / scope.scales.recipe(recipe)
        }
        _ => 0.0,
    };
    let mut all = vec![weigh(&is_missing), model.columns.iter().map(|column| avoided(*column)).collect()];
    match steering.minimise {
        Some(objective) => {
            if matches!(objective, Objective::Cost | Objective::Imports) {
                all.push(weigh(&unpriced));
            }
            all.push(weigh(&counted(objective)));
        }
        None => all.extend([weigh(&counted(Objective::Mass)), weigh(&counted(Objective::Cost))]),
    }
    all.push(weigh(&runs));
    all
}

/// What one run counts of an objective: its own labour and emissions; for energy, the electricity that it makes, since that is
/// counted where it is obtained.
fn run_counts(graph: &Graph, index: RecipeIndex, objective: Objective) -> f64 {
    let recipe = graph.recipe(index);
    match objective {
        Objective::Labour => recipe.labour_h,
        Objective::Emissions => recipe.direct_emissions_kg,
        Objective::Energy => {
            let made = recipe
                .outputs
                .iter()
                .map(|flow| own(graph, flow.item, Obtain::Make(index), Objective::Energy) * flow.quantity);
            made.sum()
        }
        Objective::Cost | Objective::Mass | Objective::Imports => 0.0,
    }
}
