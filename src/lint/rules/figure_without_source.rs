//! A plan or process whose figures rest on nothing.

use crate::diagnostic::{Diagnostic, Severity};
use crate::lint::Lint;
use crate::lint::rule::{Check, Rule};
use crate::model::Reference;

/// Looks for the sources of every plan and process that has figures.
pub static RULE: Rule = Rule {
    name: "figure-without-source",
    severity: Severity::Warning,
    page: include_str!("figure_without_source.md"),
    check: Check::Here(find),
};

fn find(lint: &Lint<'_>) -> Vec<Diagnostic> {
    let catalog = lint.catalog;
    let plans = catalog
        .plans
        .iter()
        .filter(|plan| plan.sources.is_empty() && !(plan.bom.is_empty() && plan.operations.is_empty()))
        .filter(|plan| !catalog.damage.is_faulty(plan.span))
        .map(|plan| finding("plan", &plan.id));
    let processes = catalog
        .processes
        .iter()
        .filter(|process| process.sources.is_empty() && !catalog.damage.is_faulty(process.span))
        .map(|process| finding("process", &process.id));
    plans.chain(processes).collect()
}

fn finding(kind: &str, id: &Reference) -> Diagnostic {
    let message = format!("nothing says where the figures of the {kind} `{}` are from", id.value);
    let help = "add `sources: [{title: …, url: …, grade: stated}]`; what you judge yourself is `grade: estimated`";
    Diagnostic::warning(RULE.name, id.span, message).with_help(help)
}
