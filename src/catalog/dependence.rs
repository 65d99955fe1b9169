//! Which documents depend on which: by the items and capabilities that each defines and uses.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::Catalog;
use crate::model::{BomEntry, ByProduct, EquipmentKind, Input, Operation, Provision, Reference};
use crate::text::Span;

/// What documents know each other by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Name<'c> {
    /// An item: a material, a plan, a part, what a process makes.
    Item(&'c str),
    /// A capability.
    Capability(&'c str),
}

/// A document with what it defines and uses.
#[derive(Clone, Debug)]
pub struct DocumentNode<'c> {
    /// The document.
    pub span: Span,
    /// What others may use of it.
    pub defines: Vec<Name<'c>>,
    /// What it uses of others.
    pub uses: Vec<Name<'c>>,
}

/// Every document of a catalog but the manifest, on which all others depend: materials, plans, processes, capabilities,
/// facilities, each in the catalog's order.
pub fn document_nodes(catalog: &Catalog) -> Vec<DocumentNode<'_>> {
    let mut nodes = Vec::with_capacity(catalog.document_count());
    for material in &catalog.materials {
        let defines = vec![Name::Item(material.id.value.as_str())];
        nodes.push(DocumentNode { span: material.span, defines, uses: Vec::new() });
    }
    for plan in &catalog.plans {
        let mut defines = vec![Name::Item(plan.id.value.as_str())];
        let mut uses = Uses::default();
        for line in &plan.bom {
            match &line.entry {
                BomEntry::Item { item, alternatives } => uses.items(std::iter::once(item).chain(alternatives)),
                BomEntry::Part(part) => {
                    defines.push(Name::Item(part.id.as_str()));
                    uses.inputs(&part.from);
                    uses.come_off(&part.by_products);
                    uses.operations(&part.operations);
                }
            }
        }
        uses.come_off(&plan.by_products);
        uses.operations(&plan.operations);
        uses.provisions(&plan.provides);
        nodes.push(DocumentNode { span: plan.span, defines, uses: uses.0 });
    }
    for process in &catalog.processes {
        let made = process.outputs.iter().map(|output| &output.item);
        let mut uses = Uses::default();
        uses.items(made.clone());
        uses.inputs(&process.inputs);
        uses.operations(&process.operations);
        let defines = made.map(|item| Name::Item(item.value.as_str())).collect();
        nodes.push(DocumentNode { span: process.span, defines, uses: uses.0 });
    }
    for capability in &catalog.capabilities {
        let id = capability.id.value.as_str();
        let mut uses = Uses::default();
        if let Some((parent, _)) = id.rsplit_once('/') {
            uses.capability(parent);
        }
        nodes.push(DocumentNode { span: capability.span, defines: vec![Name::Capability(id)], uses: uses.0 });
    }
    for facility in &catalog.facilities {
        let mut uses = Uses::default();
        for equipment in &facility.equipment {
            match &equipment.kind {
                EquipmentKind::Described { provides, .. } => uses.provisions(provides),
                EquipmentKind::FromPlan(plan) => uses.items([plan]),
            }
        }
        uses.items(facility.resources.iter().map(|resource| &resource.item));
        uses.items(facility.stock.iter().map(|line| &line.item));
        uses.items(&facility.import_list);
        nodes.push(DocumentNode { span: facility.span, defines: Vec::new(), uses: uses.0 });
    }
    nodes
}

/// Indices of the nodes that use one of `names`, or what is defined by one that does, and so on; sorted.
pub fn with_dependants<'c>(nodes: &[DocumentNode<'c>], names: impl IntoIterator<Item = Name<'c>>) -> BTreeSet<usize> {
    let mut users: HashMap<Name<'c>, Vec<usize>> = HashMap::new();
    for (index, node) in nodes.iter().enumerate() {
        for name in &node.uses {
            users.entry(*name).or_default().push(index);
        }
    }
    let mut seen: HashSet<Name<'c>> = HashSet::new();
    let mut found = BTreeSet::new();
    let mut open: Vec<Name<'c>> = names.into_iter().collect();
    while let Some(name) = open.pop() {
        if !seen.insert(name) {
            continue;
        }
        for index in users.get(&name).into_iter().flatten() {
            if found.insert(*index) {
                open.extend(&nodes[*index].defines);
            }
        }
    }
    found
}

#[derive(Default)]
struct Uses<'c>(Vec<Name<'c>>);

impl<'c> Uses<'c> {
    fn items(&mut self, items: impl IntoIterator<Item = &'c Reference>) {
        self.0.extend(items.into_iter().map(|item| Name::Item(item.value.as_str())));
    }

    fn inputs(&mut self, inputs: &'c [Input]) {
        self.items(inputs.iter().flat_map(|input| std::iter::once(&input.item).chain(&input.alternatives)));
    }

    fn come_off(&mut self, by_products: &'c [ByProduct]) {
        self.items(by_products.iter().map(|by_product| &by_product.item));
    }

    fn operations(&mut self, operations: &'c [Operation]) {
        operations.iter().for_each(|operation| self.capability(operation.capability.value.as_str()));
    }

    fn provisions(&mut self, provisions: &'c [Provision]) {
        provisions.iter().for_each(|provision| self.capability(provision.capability.value.as_str()));
    }

    /// A capability, and those above it, whose parameters it has.
    fn capability(&mut self, id: &'c str) {
        let mut name = id;
        loop {
            self.0.push(Name::Capability(name));
            match name.rsplit_once('/') {
                Some((parent, _)) => name = parent,
                None => return,
            }
        }
    }
}
