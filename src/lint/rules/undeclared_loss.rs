//! Mass that goes into a recipe, and does not come out.

use super::masses::{kilograms, masses, stated};
use crate::diagnostic::{Diagnostic, Severity};
use crate::graph::{Recipe, RecipeSource};
use crate::lint::Lint;
use crate::lint::rule::{Check, Rule};

/// Weighs what comes out of every process and part, and what is declared as lost, against what goes in.
pub static RULE: Rule = Rule {
    name: "undeclared-loss",
    severity: Severity::Warning,
    page: include_str!("undeclared_loss.md"),
    check: Check::Here(find),
};

/// The share of what goes in that may be missing: rounding, dust, a wet floor.
const SMALL: f64 = 0.01;

fn find(lint: &Lint<'_>) -> Vec<Diagnostic> {
    lint.graph.recipes.iter().filter_map(|recipe| loss(lint, recipe)).collect()
}

fn loss(lint: &Lint<'_>, recipe: &Recipe) -> Option<Diagnostic> {
    if matches!(recipe.source, RecipeSource::Plan(_)) {
        return None;
    }
    let masses = masses(lint.graph, recipe);
    let missing_kg = masses.least_in_kg - masses.out_kg - masses.losses_kg;
    // What comes out and is not weighed may be all that is missing.
    if !masses.all_out || missing_kg <= SMALL * masses.least_in_kg {
        return None;
    }
    let stated = stated(lint, recipe).filter(|stated| stated.is_whole)?;
    let share = 100.0 * missing_kg / masses.least_in_kg;
    let message = format!(
        "of {} that go into `{}`, {} do not come out ({share:.0} %)",
        kilograms(masses.least_in_kg),
        recipe.id,
        kilograms(missing_kg)
    );
    let help = "say where it goes: a by-product (cut-offs, slag, dust that can be used), or `losses` with `to: air`, `water` or `land`";
    Some(Diagnostic::warning(RULE.name, stated.span, message).with_help(help))
}
