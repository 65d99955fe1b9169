//! The steps together take another quantity than the bill of materials asks for.

use super::steps::{Asked, Steps, name_of};
use crate::catalog::ItemMeasure;
use crate::diagnostic::{Diagnostic, Severity};
use crate::lint::Lint;
use crate::lint::rule::{Check, Rule};
use crate::model::BomEntry;
use crate::quantity::format_amount;

/// Adds the quantities of all steps up, item by item.
pub static RULE: Rule = Rule {
    name: "step-quantity-mismatch",
    severity: Severity::Error,
    page: include_str!("step_quantity_mismatch.md"),
    check: Check::Here(find),
};

/// The difference that rounding may make, as a share of what the bill asks for.
const ROUNDING: f64 = 0.005;

fn find(lint: &Lint<'_>) -> Vec<Diagnostic> {
    let mismatches = |steps: &Steps<'_>| -> Vec<Diagnostic> {
        steps.asked.iter().filter_map(|asked| mismatch(lint, steps, asked)).collect()
    };
    lint.steps.iter().flat_map(mismatches).collect()
}

fn mismatch(lint: &Lint<'_>, steps: &Steps<'_>, asked: &Asked<'_>) -> Option<Diagnostic> {
    let line = asked.lines.first()?;
    // What goes in once a batch is not what one machine takes.
    if asked.lines.iter().any(|line| line.per_batch) {
        return None;
    }
    let taken: Vec<_> = asked.uses.iter().filter_map(|(link, amount)| Some((link, (*amount)?))).collect();
    let (last, _) = taken.last()?;
    let (asked_for, sum) = (asked.amount?, taken.iter().map(|(_, amount)| amount).sum::<f64>());
    let (name, span) = name_of(line);
    let is_in_parts = steps.within.contains(name);
    let excess = sum - asked_for;
    // Of what goes into parts too, the steps may take more than the bill's own line.
    if excess.abs() <= ROUNDING * asked_for.abs() || (excess > 0.0 && is_in_parts) {
        return None;
    }
    let id = match &line.entry {
        BomEntry::Item { item, .. } => item.value.as_str(),
        BomEntry::Part(part) => part.id.as_str(),
    };
    let unit = ItemMeasure::of(lint.catalog, lint.catalog.index.item(id)?).unit;
    let say = |amount: f64| format!("{} {}", format_amount(amount), unit.symbol());
    let message = format!("the steps take {} of `{name}`; the bill of materials asks for {}", say(sum), say(asked_for));
    let help = if excess < 0.0 {
        format!("{} are left over: say which step takes them, or ask for less", say(-excess))
    } else {
        format!(
            "{} are missing: ask for more, or take less. A link that only speaks of them needs no quantity",
            say(excess)
        )
    };
    let quantity_span = line.quantity.as_ref().map_or(span, |quantity| quantity.span);
    let finding = Diagnostic::error(RULE.name, last.span, message).with_help(help);
    let finding = finding.with_label(quantity_span, format!("{} asked for here", say(asked_for)));
    let others = &taken[..taken.len() - 1];
    Some(
        others.iter().fold(finding, |finding, (link, amount)| {
            finding.with_label(link.span, format!("{} taken here", say(*amount)))
        }),
    )
}
