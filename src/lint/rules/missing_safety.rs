//! Dangerous work without a word of safety.

use crate::diagnostic::{Diagnostic, Severity};
use crate::lint::Lint;
use crate::lint::rule::{Check, Rule};
use crate::model::{BomEntry, Operation, Plan, Process};
use crate::text::Span;

/// Looks for the safety section of every plan and process that states a hazard, or takes what is hazardous.
pub static RULE: Rule = Rule {
    name: "missing-safety",
    severity: Severity::Warning,
    page: include_str!("missing_safety.md"),
    check: Check::Here(find),
};

fn find(lint: &Lint<'_>) -> Vec<Diagnostic> {
    let catalog = lint.catalog;
    let is_told = |document: Span| catalog.damage.is_faulty(document);
    let plans = catalog.plans.iter().filter(|plan| plan.safety.is_empty() && !is_told(plan.span)).filter_map(plan);
    let processes = catalog.processes.iter().filter(|process| process.safety.is_empty() && !is_told(process.span));
    plans.chain(processes.filter_map(|found| process(lint, found))).collect()
}

fn plan(plan: &Plan) -> Option<Diagnostic> {
    let of_parts = plan.bom.iter().filter_map(|line| match &line.entry {
        BomEntry::Part(part) => Some(&part.operations),
        BomEntry::Item { .. } => None,
    });
    let operation = plan.operations.iter().chain(of_parts.flatten()).find(|operation| operation.hazard.is_some())?;
    Some(finding("plan", plan.id.value.as_str(), plan.id.span, hazard_of(operation)))
}

/// What an operation says of its own hazard is a word of safety; a process may be no more than its operations.
fn process(lint: &Lint<'_>, process: &Process) -> Option<Diagnostic> {
    if process.operations.iter().any(|operation| operation.hazard.is_some()) {
        return None;
    }
    let why = process.inputs.iter().find_map(|input| {
        let id = input.item.value.as_str();
        let materials = &lint.catalog.materials;
        let index = materials.binary_search_by(|material| material.id.value.as_str().cmp(id)).ok()?;
        let hazard = &materials[index].safety.first()?.hazard;
        Some((input.item.span, format!("it takes `{id}`: {hazard}")))
    })?;
    Some(finding("process", process.id.value.as_str(), process.id.span, why))
}

fn hazard_of(operation: &Operation) -> (Span, String) {
    let hazard = operation.hazard.as_deref().unwrap_or_default();
    (operation.capability.span, format!("this work can hurt: {hazard}"))
}

fn finding(kind: &str, id: &str, span: Span, (place, why): (Span, String)) -> Diagnostic {
    let message = format!("the {kind} `{id}` is hazardous, and has no `safety` section");
    let help = "say how to be safe: `safety: [{hazard: crushing, note: Nobody reaches in while the pump runs.}]`";
    Diagnostic::warning(RULE.name, span, message).with_help(help).with_label(place, why)
}
