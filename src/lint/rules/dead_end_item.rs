//! An item whose chain ends in the middle: neither raw nor bought, and nothing makes it.

use std::collections::{HashMap, HashSet};

use super::stranded::{Stranded, stranded};
use crate::catalog::Catalog;
use crate::diagnostic::{Diagnostic, Label, Severity};
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

/// How many items between the ends of a chain are named.
const SHOWN_STEPS: usize = 4;

fn find(lint: &Lint<'_>) -> Vec<Diagnostic> {
    let flows = Flows::of(lint.catalog);
    let is_leaf = |material: &Material| matches!(material.origin, Some(Origin::Raw | Origin::Bought));
    // What a broken document says of an item is unknown: it may well be what makes it.
    let is_known = |material: &Material| !lint.catalog.damage.mentions(material.id.value.as_str());
    let materials = lint.catalog.materials.iter().filter(|material| !is_leaf(material) && is_known(material));
    let mut ends: Vec<(&str, Diagnostic)> =
        materials.filter_map(|material| Some((material.id.value.as_str(), dead_end(material, &flows)?))).collect();
    if ends.is_empty() {
        return Vec::new();
    }
    // What hangs on it is its consequence: shown here, and not told again.
    let ids: Vec<&str> = ends.iter().map(|(id, _)| *id).collect();
    let stranded = stranded(lint, &ids);
    for (id, finding) in &mut ends {
        let Some(found) = stranded.get(id) else { continue };
        let words = words(found);
        match finding.labels.iter_mut().find(|label| label.span == found.first) {
            Some(label) => label.message = words,
            None => finding.labels.push(Label { span: found.first, message: words }),
        }
    }
    ends.into_iter().map(|(_, finding)| finding).collect()
}

/// What is said of the lines that end here.
fn words(found: &Stranded) -> String {
    let chain = match found.chain.as_slice() {
        [first, middle @ .., last] if middle.len() > SHOWN_STEPS => format!("`{first} → … → {last}`"),
        chain => format!("`{}`", chain.join(" → ")),
    };
    let more = match found.lines - 1 {
        0 => String::new(),
        1 => ", nor has another line".to_owned(),
        count => format!(", nor have {count} other lines"),
    };
    match found.chain.len() {
        1 => format!("needed here: this line has no way to the ground{more}"),
        _ => format!("this line has no way to the ground{more}: {chain}"),
    }
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
