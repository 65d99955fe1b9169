//! A step needs an ability that no operation of the plan does.

use crate::diagnostic::{Diagnostic, Severity};
use crate::instructions::LinkKind;
use crate::lint::Lint;
use crate::lint::rule::{Check, Rule};
use crate::model::{BomEntry, Plan};

/// Looks for the capabilities that the instructions name in the operations of the plan and its parts.
pub static RULE: Rule = Rule {
    name: "capability-not-in-plan",
    severity: Severity::Warning,
    page: include_str!("capability_not_in_plan.md"),
    check: Check::Here(find),
};

fn find(lint: &Lint<'_>) -> Vec<Diagnostic> {
    let catalog = lint.catalog;
    let mut findings = Vec::new();
    for instructions in lint.instructions {
        let plan = &catalog.plans[instructions.plan];
        if catalog.damage.is_faulty(plan.span) {
            continue;
        }
        let needed = capabilities_of(plan);
        let mut told: Vec<&str> = Vec::new();
        for link in &instructions.text.links {
            let Some(bound) = link.bound.as_ref().filter(|bound| bound.kind == LinkKind::Capability) else { continue };
            let id = bound.id.as_str();
            // A link that leads nowhere has a rule of its own.
            let is_known = catalog.index.capability(id).is_some();
            if !is_known || told.contains(&id) || needed.iter().any(|own| is_of(own, id) || is_of(id, own)) {
                continue;
            }
            told.push(id);
            let message = format!("this step needs `{id}`, and no operation of `{}` does", plan.id.value);
            let help =
                format!("add the operation: `- {{capability: {id}, time: …}}`; or let the words stand without a link");
            findings.push(Diagnostic::warning(RULE.name, link.span, message).with_help(help));
        }
    }
    findings
}

/// Whether a capability is another one, or below it.
fn is_of(capability: &str, above: &str) -> bool {
    capability.strip_prefix(above).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

fn capabilities_of(plan: &Plan) -> Vec<&str> {
    let of_parts = plan.bom.iter().filter_map(|line| match &line.entry {
        BomEntry::Part(part) => Some(&part.operations),
        BomEntry::Item { .. } => None,
    });
    let operations = plan.operations.iter().chain(of_parts.flatten());
    // What the finished machine does, its instructions may speak of.
    let provided = plan.provides.iter().map(|provision| provision.capability.value.as_str());
    operations.map(|operation| operation.capability.value.as_str()).chain(provided).collect()
}
