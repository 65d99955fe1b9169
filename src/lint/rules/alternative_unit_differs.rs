//! Something that would do instead, counted in another unit.

use crate::catalog::{Catalog, ItemMeasure};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lint::Lint;
use crate::lint::rule::{Check, Rule};
use crate::model::{BomEntry, Reference};
use crate::quantity::{Quantity, format_amount};
use crate::text::Spanned;

/// Compares the units of what each line names with those of what would do instead.
pub static RULE: Rule = Rule {
    name: "alternative-unit-differs",
    severity: Severity::Warning,
    page: include_str!("alternative_unit_differs.md"),
    check: Check::Here(find),
};

fn find(lint: &Lint<'_>) -> Vec<Diagnostic> {
    let catalog = lint.catalog;
    let mut findings = Vec::new();
    for process in &catalog.processes {
        for input in &process.inputs {
            findings.extend(differing(catalog, &input.item, input.quantity.as_ref(), &input.alternatives));
        }
    }
    for line in catalog.plans.iter().flat_map(|plan| &plan.bom) {
        match &line.entry {
            BomEntry::Item { item, alternatives } => {
                findings.extend(differing(catalog, item, line.quantity.as_ref(), alternatives));
            }
            BomEntry::Part(part) => {
                for input in &part.from {
                    findings.extend(differing(catalog, &input.item, input.quantity.as_ref(), &input.alternatives));
                }
            }
        }
    }
    findings
}

fn differing<'c>(
    catalog: &'c Catalog,
    item: &'c Reference,
    quantity: Option<&'c Spanned<Quantity>>,
    alternatives: &'c [Reference],
) -> impl Iterator<Item = Diagnostic> + 'c {
    alternatives.iter().filter_map(move |other| {
        let (quantity, [first, second]) = (quantity?, [item, other].map(|item| measure(catalog, item)));
        let (first, second) = (first?, second?);
        // What cannot be converted at all is a mismatch, and told as that.
        let (amount, instead) = (first.amount(&quantity.value).ok()?, second.amount(&quantity.value).ok()?);
        if first.unit.dimension() == second.unit.dimension() {
            return None;
        }
        let message = format!(
            "`{}` is counted in {}, and `{}` in {}: {} of the one would be {} of the other",
            item.value,
            first.unit.symbol(),
            other.value,
            second.unit.symbol(),
            say(amount, &first),
            say(instead, &second)
        );
        let help = "if as much is not meant, make a line or a part of its own of it; else count both in one unit";
        Some(
            Diagnostic::warning(RULE.name, other.span, message)
                .with_help(help)
                .with_label(quantity.span, "this quantity holds for both"),
        )
    })
}

fn measure(catalog: &Catalog, item: &Reference) -> Option<ItemMeasure> {
    catalog.index.item(item.value.as_str()).map(|owner| ItemMeasure::of(catalog, owner))
}

fn say(amount: f64, measure: &ItemMeasure) -> String {
    format!("{} {}", format_amount(amount), measure.unit.symbol())
}
