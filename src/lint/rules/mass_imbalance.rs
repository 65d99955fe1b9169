//! A recipe that makes more mass than it takes in.

use super::masses::{kilograms, masses, stated};
use crate::diagnostic::{Diagnostic, Severity};
use crate::graph::{Recipe, RecipeSource};
use crate::lint::Lint;
use crate::lint::rule::{Check, Rule};

/// Weighs what goes into every process and part against what comes out.
pub static RULE: Rule = Rule {
    name: "mass-imbalance",
    severity: Severity::Error,
    page: include_str!("mass_imbalance.md"),
    check: Check::Here(find),
};

/// What rounding of the figures may make, as a share of what goes in.
const ROUNDING: f64 = 0.01;

fn find(lint: &Lint<'_>) -> Vec<Diagnostic> {
    lint.graph.recipes.iter().filter_map(|recipe| gain(lint, recipe)).collect()
}

fn gain(lint: &Lint<'_>, recipe: &Recipe) -> Option<Diagnostic> {
    // The mass of a plan is often known before its bill: that is a rule of its own.
    if matches!(recipe.source, RecipeSource::Plan(_)) {
        return None;
    }
    let masses = masses(lint.graph, recipe);
    let out_kg = masses.out_kg + masses.losses_kg;
    // Where nothing of any mass goes in, the inputs are yet to be written.
    if !masses.all_in || masses.most_in_kg <= 0.0 || out_kg <= masses.most_in_kg * (1.0 + ROUNDING) {
        return None;
    }
    let stated = stated(lint, recipe).filter(|stated| stated.is_whole)?;
    let message = format!(
        "`{}` gives out {}, and takes in {}: {} too much",
        recipe.id,
        kilograms(out_kg),
        kilograms(masses.most_in_kg),
        kilograms(out_kg - masses.most_in_kg)
    );
    let help = "add what goes in besides (air, water and fluxes too), or correct a quantity or the mass of an item";
    Some(Diagnostic::error(RULE.name, stated.made, message).with_help(help))
}
