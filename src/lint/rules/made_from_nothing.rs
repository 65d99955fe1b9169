//! Something that is made, and nothing goes into it.

use std::cell::OnceCell;
use std::collections::HashMap;

use crate::diagnostic::{Diagnostic, Severity};
use crate::lint::Lint;
use crate::lint::rule::{Check, Rule};
use crate::model::{BomEntry, Input};
use crate::text::Span;

/// Looks at what goes into every part, every process, and every plan that another needs.
pub static RULE: Rule = Rule {
    name: "made-from-nothing",
    severity: Severity::Warning,
    page: include_str!("made_from_nothing.md"),
    check: Check::Here(find),
};

fn find(lint: &Lint<'_>) -> Vec<Diagnostic> {
    let catalog = lint.catalog;
    let mut findings = Vec::new();
    let uses = OnceCell::new();
    for plan in catalog.plans.iter().filter(|plan| !catalog.damage.is_faulty(plan.span)) {
        for line in &plan.bom {
            if let BomEntry::Part(part) = &line.entry
                && part.from.is_empty()
            {
                let message = format!("nothing goes into the part `{}`: its chain ends here", part.name.value);
                let help = "say what it is made from: `from: [{item: …, quantity: …}]`; what is bought or taken as it is, is an `item`";
                findings.push(Diagnostic::warning(RULE.name, part.name.span, message).with_help(help));
            }
        }
        // A plan that is yet to be written harms nobody, until another needs it; one with a price can be bought.
        let id = plan.id.value.as_str();
        if plan.bom.is_empty()
            && plan.price.is_none()
            && let Some(needed) = uses.get_or_init(|| needed(lint)).get(id)
        {
            let message = format!("nothing goes into `{id}`, and others need it: its chain ends here");
            let help = "write its bill of materials; if it is bought for now, say what it costs: `price:`";
            let finding = Diagnostic::warning(RULE.name, plan.id.span, message).with_help(help);
            findings.push(finding.with_label(*needed, "needed here"));
        }
    }
    for process in catalog.processes.iter().filter(|process| !catalog.damage.is_faulty(process.span)) {
        if process.inputs.is_empty() {
            let message = format!("nothing goes into the process `{}`", process.id.value);
            let help = "say what it takes; what is taken from nature needs no process: `origin: raw`, and `from:` what";
            findings.push(Diagnostic::warning(RULE.name, process.id.span, message).with_help(help));
        }
    }
    findings
}

/// The first place that needs each item.
fn needed<'c>(lint: &Lint<'c>) -> HashMap<&'c str, Span> {
    let mut needed = HashMap::new();
    let mut inputs = |inputs: &'c [Input]| {
        for input in inputs {
            needed.entry(input.item.value.as_str()).or_insert(input.item.span);
        }
    };
    let catalog = lint.catalog;
    catalog.processes.iter().for_each(|process| inputs(&process.inputs));
    let lines = || catalog.plans.iter().flat_map(|plan| &plan.bom);
    for line in lines() {
        if let BomEntry::Part(part) = &line.entry {
            inputs(&part.from);
        }
    }
    for line in lines() {
        if let BomEntry::Item { item, .. } = &line.entry {
            needed.entry(item.value.as_str()).or_insert(item.span);
        }
    }
    needed
}
