//! A material that nothing uses.

use std::collections::HashSet;

use crate::catalog::Catalog;
use crate::diagnostic::{Diagnostic, Severity};
use crate::lint::Lint;
use crate::lint::rule::{Check, Rule};
use crate::model::{BomEntry, Input, Reference};

/// Looks for a recipe that takes each material.
pub static RULE: Rule = Rule {
    name: "unused-item",
    severity: Severity::Warning,
    page: include_str!("unused_item.md"),
    check: Check::Here(find),
};

fn find(lint: &Lint<'_>) -> Vec<Diagnostic> {
    let catalog = lint.catalog;
    // A catalog of materials alone is there for others to use.
    if catalog.plans.is_empty() && catalog.processes.is_empty() {
        return Vec::new();
    }
    let spoken_of = spoken_of(catalog);
    // A reference that leads nowhere may be meant for any of them: it is told, and once it is mended, so is this.
    if spoken_of.iter().any(|id| catalog.index.item(id).is_none()) {
        return Vec::new();
    }
    let is_unused = |id: &str| !spoken_of.contains(id) && !catalog.damage.mentions(id);
    let unused = catalog.materials.iter().filter(|material| is_unused(material.id.value.as_str()));
    let finding = |material: &crate::model::Material| {
        let id = &material.id;
        let message = format!("nothing uses `{}`, and nothing makes it", id.value);
        let help = "take it out, or let the plan or process name it that needs it";
        Diagnostic::warning(RULE.name, id.span, message).with_help(help)
    };
    unused.map(finding).collect()
}

/// Every item that goes into something or comes out of something. What a process makes and nobody takes is a product: it may
/// be what the repository is for.
fn spoken_of(catalog: &Catalog) -> HashSet<&str> {
    let mut items: Vec<&Reference> = Vec::new();
    for process in &catalog.processes {
        items.extend(process.outputs.iter().map(|output| &output.item));
        items.extend(process.inputs.iter().flat_map(options));
    }
    for plan in &catalog.plans {
        items.extend(plan.by_products.iter().map(|by_product| &by_product.item));
        for line in &plan.bom {
            match &line.entry {
                BomEntry::Item { item, alternatives } => items.extend(std::iter::once(item).chain(alternatives)),
                BomEntry::Part(part) => {
                    items.extend(part.from.iter().flat_map(options));
                    items.extend(part.by_products.iter().map(|by_product| &by_product.item));
                }
            }
        }
    }
    items.into_iter().map(|item| item.value.as_str()).collect()
}

fn options(input: &Input) -> impl Iterator<Item = &Reference> {
    std::iter::once(&input.item).chain(&input.alternatives)
}
