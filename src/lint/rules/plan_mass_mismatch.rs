//! A plan whose stated mass is far from the sum of its bill.

use super::masses::{kilograms, masses, stated};
use crate::diagnostic::{Diagnostic, Severity};
use crate::graph::{Recipe, RecipeSource};
use crate::lint::Lint;
use crate::lint::rule::{Check, Rule};

/// Adds up the bill of every plan that states its mass.
pub static RULE: Rule = Rule {
    name: "plan-mass-mismatch",
    severity: Severity::Warning,
    page: include_str!("plan_mass_mismatch.md"),
    check: Check::Here(find),
};

/// The share of the stated mass that the sum may differ by.
const NEAR: f64 = 0.1;

fn find(lint: &Lint<'_>) -> Vec<Diagnostic> {
    lint.graph.recipes.iter().filter_map(|recipe| mismatch(lint, recipe)).collect()
}

fn mismatch(lint: &Lint<'_>, recipe: &Recipe) -> Option<Diagnostic> {
    let RecipeSource::Plan(index) = recipe.source else { return None };
    let plan = &lint.catalog.plans[index];
    let stated_kg = plan.makes.mass.as_ref()?.value.si() * recipe.outputs.first()?.quantity;
    let masses = masses(lint.graph, recipe);
    let off_kg = masses.losses_kg
        + recipe
            .by_products
            .iter()
            .filter_map(|flow| Some(lint.graph.item(flow.item).mass_kg? * flow.quantity))
            .sum::<f64>();
    let (least_kg, most_kg) = (masses.least_in_kg - off_kg, masses.most_in_kg - off_kg);
    if plan.bom.is_empty() || stated_kg <= 0.0 || most_kg <= 0.0 {
        return None;
    }
    let is_heavier = least_kg > stated_kg * (1.0 + NEAR);
    let is_lighter = masses.all_in && most_kg < stated_kg * (1.0 - NEAR);
    if !is_heavier && !is_lighter {
        return None;
    }
    let stated = stated(lint, recipe).filter(|stated| stated.is_whole)?;
    let sum_kg = if is_heavier { least_kg } else { most_kg };
    let share = 100.0 * (sum_kg / stated_kg - 1.0).abs();
    let message = format!(
        "the plan is said to have a mass of {}; its bill of materials comes to {}, {share:.0} % {}",
        kilograms(stated_kg),
        kilograms(sum_kg),
        if is_heavier { "more" } else { "less" }
    );
    let help = if is_heavier {
        "correct one of them; what comes off or is used up belongs to `by-products` or `losses`"
    } else {
        "correct one of them, or add what the bill lacks"
    };
    Some(Diagnostic::warning(RULE.name, stated.made, message).with_help(help))
}
