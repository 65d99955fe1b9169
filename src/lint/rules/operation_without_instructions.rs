//! An operation of the assembly that no heading of the instructions describes.

use crate::diagnostic::{Diagnostic, Severity};
use crate::lint::Lint;
use crate::lint::rule::{Check, Rule};
use crate::model::Plan;

/// Looks for the heading of each operation of a plan's own routing.
pub static RULE: Rule = Rule {
    name: "operation-without-instructions",
    severity: Severity::Warning,
    page: include_str!("operation_without_instructions.md"),
    check: Check::Here(find),
};

fn find(lint: &Lint<'_>) -> Vec<Diagnostic> {
    let plans = lint.catalog.plans.iter().filter(|plan| !lint.catalog.damage.is_faulty(plan.span));
    plans.flat_map(bare).collect()
}

fn bare(plan: &Plan) -> Vec<Diagnostic> {
    let bare: Vec<_> = plan.operations.iter().filter(|operation| operation.instructions.is_none()).collect();
    let Some(first) = bare.first() else { return Vec::new() };
    if plan.instructions.is_none() {
        let message =
            format!("nothing says how `{}` is built: it has operations, and no `instructions`", plan.id.value);
        let help = "write `build.md` in the plan's folder, and `instructions: build.md` in the plan";
        let finding = Diagnostic::warning(RULE.name, plan.id.span, message).with_help(help);
        return vec![finding.with_label(first.capability.span, "an operation that nothing describes")];
    }
    if bare.len() == plan.operations.len() && bare.len() > 1 {
        let message = format!("none of the {} operations says which heading describes it", bare.len());
        let help = "give each operation the heading that describes it, such as `instructions: '#weld-the-frame'`";
        return vec![Diagnostic::warning(RULE.name, first.capability.span, message).with_help(help)];
    }
    let finding = |operation: &&crate::model::Operation| {
        let name = operation.id.as_ref().unwrap_or(&operation.capability);
        let message = format!("the operation `{}` does not say which heading describes it", name.value);
        let help = "give it that heading, such as `instructions: '#weld-the-frame'`";
        Diagnostic::warning(RULE.name, name.span, message).with_help(help)
    };
    bare.iter().map(finding).collect()
}
