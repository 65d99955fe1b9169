//! Something that the bill of materials asks for, and no step uses.

use super::steps::{Steps, name_of};
use crate::catalog::Catalog;
use crate::diagnostic::{Diagnostic, Severity};
use crate::lint::Lint;
use crate::lint::rule::{Check, Rule};
use crate::model::BomEntry;
use crate::schema::closest;

/// Looks for the lines of each bill in the steps of its plan.
pub static RULE: Rule = Rule {
    name: "unused-bom-line",
    severity: Severity::Warning,
    page: include_str!("unused_bom_line.md"),
    check: Check::Here(find),
};

fn find(lint: &Lint<'_>) -> Vec<Diagnostic> {
    lint.steps
        .iter()
        .filter(|steps| steps.asked.iter().any(|asked| asked.is_known))
        .flat_map(|steps| unused(lint.catalog, steps))
        .collect()
}

fn unused(catalog: &Catalog, steps: &Steps<'_>) -> Vec<Diagnostic> {
    if let (false, Some(instructions)) = (steps.is_bound(), &steps.plan.instructions) {
        let lines = steps.plan.bom.len();
        let message = format!(
            "no step names what it takes: `{}` has no link to any of the {lines} {} of the bill of materials",
            instructions.value,
            if lines == 1 { "line" } else { "lines" }
        );
        let help = format!("bind the words to the bill where a step takes something: {}", example(steps));
        return vec![Diagnostic::warning(RULE.name, instructions.span, message).with_help(help)];
    }
    // A link that is broken is told where it stands: what it is meant for is used.
    let broken = steps.broken_names(catalog);
    let is_meant = |line: &&crate::model::BomLine| {
        let (name, _) = name_of(line);
        broken.iter().any(|id| closest(id, [name]).is_some())
    };
    let unused = steps.asked.iter().filter(|asked| asked.is_known && asked.uses.is_empty());
    let finding = |line| {
        let (name, span) = name_of(line);
        let message = format!("no step uses `{name}`");
        let help = format!("name it in the step that takes it, as {}; or delete the line", link_to(line));
        Diagnostic::warning(RULE.name, span, message).with_help(help)
    };
    unused.filter_map(|asked| asked.lines.first().copied()).filter(|line| !is_meant(line)).map(finding).collect()
}

fn example(steps: &Steps<'_>) -> String {
    steps.plan.bom.first().map_or_else(String::new, link_to)
}

fn link_to(line: &crate::model::BomLine) -> String {
    let (name, _) = name_of(line);
    let scheme = if matches!(line.entry, BomEntry::Part(_)) { "part" } else { "item" };
    let amount = line.quantity.as_ref().map_or(1.0, |quantity| quantity.value.amount());
    format!("`[{amount} of these]({scheme}:{name}?quantity={amount})`")
}
