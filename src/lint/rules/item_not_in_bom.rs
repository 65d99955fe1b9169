//! A step takes something that the bill of materials does not ask for.

use crate::diagnostic::{Diagnostic, Severity};
use crate::lint::Lint;
use crate::lint::rule::{Check, Rule};

/// Looks for the items of each step in the bill of its plan.
pub static RULE: Rule = Rule {
    name: "item-not-in-bom",
    severity: Severity::Error,
    page: include_str!("item_not_in_bom.md"),
    check: Check::Here(find),
};

fn find(lint: &Lint<'_>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for steps in lint.steps.iter().filter(|steps| !steps.has_unknown) {
        for (link, id) in steps.unasked() {
            // A link that leads nowhere has a rule of its own.
            if lint.catalog.index.item(&id).is_none() {
                continue;
            }
            let message =
                format!("this step takes `{id}`, which the bill of materials of `{}` lacks", steps.plan.id.value);
            let help = format!(
                "add a line: `- {{item: {id}, quantity: …}}`; if the words only speak of it, let them stand without a link"
            );
            findings.push(Diagnostic::error(RULE.name, link.span, message).with_help(help));
        }
    }
    findings
}
