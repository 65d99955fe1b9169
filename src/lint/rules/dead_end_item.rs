//! An item whose chain ends in the middle: neither raw nor bought, and nothing makes it.

use std::collections::{HashMap, HashSet};

use crate::catalog::Catalog;
use crate::diagnostic::{Diagnostic, Severity};
use crate::lint::Lint;
use crate::lint::rule::{Check, Rule};
use crate::model::{BomEntry, ByProduct, Input, Material, Origin, Reference};
use crate::text::Span;

/// Looks for a recipe of every material that is not a leaf by its own account.
pub static RULE: Rule = Rule {
    name: "dead-end-item",
    severity: Severity::Error,
    page: include_str!("dead_end_item.md"),
    check: Check::Here(find),
};

fn find(lint: &Lint<'_>) -> Vec<Diagnostic> {
    let flows = Flows::of(lint.catalog);
    let is_leaf = |material: &Material| matches!(material.origin, Some(Origin::Raw | Origin::Bought));
    // What a broken document says of an item is unknown: it may well be what makes it.
    let is_known = |material: &Material| !lint.catalog.damage.mentions(material.id.value.as_str());
    let materials = lint.catalog.materials.iter().filter(|material| !is_leaf(material) && is_known(material));
    materials.filter_map(|material| dead_end(material, &flows)).collect()
}

fn dead_end(material: &Material, flows: &Flows<'_>) -> Option<Diagnostic> {
    let id = material.id.value.as_str();
    if flows.made.contains(id) {
        return None;
    }
    let used = flows.used.get(id);
    let (message, help) = if flows.by_products.contains(id) {
        // Nobody needs it: it is surplus, and its chain ends where it came off.
        used?;
        (
            format!("`{id}` only comes off as a by-product, and nothing is run to make it"),
            format!(
                "add a process with `{id}` among its outputs (not as a by-product), or say what it is: `origin: raw` with `from: waste`, or `origin: bought`"
            ),
        )
    } else {
        (
            format!("`{id}` is neither raw nor bought, and nothing makes it"),
            format!(
                "add a process or a plan that makes `{id}`; or end the chain here with `origin: raw` (and `from:`), or with `origin: bought` (and `price:`)"
            ),
        )
    };
    let finding = Diagnostic::error(RULE.name, material.id.span, message).with_help(help);
    Some(match used {
        Some(span) => finding.with_label(*span, "needed here"),
        None => finding,
    })
}

/// Which items are made, come off, and are used; by what documents say, whether or not their quantities can be read.
#[derive(Default)]
struct Flows<'c> {
    made: HashSet<&'c str>,
    by_products: HashSet<&'c str>,
    /// The first place that uses the item.
    used: HashMap<&'c str, Span>,
}

impl<'c> Flows<'c> {
    fn of(catalog: &'c Catalog) -> Self {
        let mut flows = Self::default();
        for process in &catalog.processes {
            for output in &process.outputs {
                let set = if output.by_product { &mut flows.by_products } else { &mut flows.made };
                set.insert(output.item.value.as_str());
            }
            flows.inputs(&process.inputs);
        }
        for plan in &catalog.plans {
            flows.come_off(&plan.by_products);
            for line in &plan.bom {
                match &line.entry {
                    BomEntry::Item { item, alternatives } => {
                        std::iter::once(item).chain(alternatives).for_each(|item| flows.uses(item))
                    }
                    BomEntry::Part(part) => {
                        flows.inputs(&part.from);
                        flows.come_off(&part.by_products);
                    }
                }
            }
        }
        flows
    }

    fn inputs(&mut self, inputs: &'c [Input]) {
        inputs
            .iter()
            .flat_map(|input| std::iter::once(&input.item).chain(&input.alternatives))
            .for_each(|item| self.uses(item));
    }

    fn come_off(&mut self, by_products: &'c [ByProduct]) {
        self.by_products.extend(by_products.iter().map(|by_product| by_product.item.value.as_str()));
    }

    fn uses(&mut self, item: &'c Reference) {
        self.used.entry(item.value.as_str()).or_insert(item.span);
    }
}
