//! Which documents depend on which: by the items and capabilities that each defines and uses.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::Catalog;
use crate::model::{BomEntry, ByProduct, EquipmentKind, Id, Input, Operation, Provision, Reference};
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

/// Who defines and who uses each name, both ways, with the names numbered: nodes are known by their index.
#[derive(Debug, Default)]
pub struct Dependence {
    items: HashMap<Id, u32>,
    capabilities: HashMap<Id, u32>,
    /// By node: the names that it defines and uses.
    defines: Vec<Vec<u32>>,
    uses: Vec<Vec<u32>>,
    /// By name: the nodes that define and use it.
    definers: Vec<Vec<u32>>,
    users: Vec<Vec<u32>>,
    /// By name: its id.
    ids: Vec<Id>,
}

impl Dependence {
    /// Numbers the names of nodes.
    pub fn of(nodes: &[DocumentNode<'_>]) -> Self {
        let mut all = Self::default();
        for (index, node) in nodes.iter().enumerate() {
            let defines: Vec<u32> = node.defines.iter().map(|name| all.number(*name)).collect();
            let mut uses: Vec<u32> = node.uses.iter().map(|name| all.number(*name)).collect();
            uses.sort_unstable();
            uses.dedup();
            defines.iter().for_each(|name| all.definers[*name as usize].push(index as u32));
            uses.iter().for_each(|name| all.users[*name as usize].push(index as u32));
            all.defines.push(defines);
            all.uses.push(uses);
        }
        all
    }

    /// The nodes that use one of these names or what these nodes define, or what is defined by one that does, and so on; sorted.
    pub fn dependants<'n>(&self, names: impl IntoIterator<Item = Name<'n>>, nodes: &[u32]) -> BTreeSet<u32> {
        self.reach(names, nodes, &self.users, &self.defines)
    }

    /// The nodes that define one of these names or what these nodes use, or what is used by one that does, and so on; sorted.
    pub fn needs<'n>(&self, names: impl IntoIterator<Item = Name<'n>>, nodes: &[u32]) -> BTreeSet<u32> {
        self.reach(names, nodes, &self.definers, &self.uses)
    }

    fn reach<'n>(
        &self,
        names: impl IntoIterator<Item = Name<'n>>,
        nodes: &[u32],
        nodes_of: &[Vec<u32>],
        names_of: &[Vec<u32>],
    ) -> BTreeSet<u32> {
        let mut seen: HashSet<u32> = HashSet::new();
        let mut found = BTreeSet::new();
        let mut open: Vec<u32> = names.into_iter().filter_map(|name| self.known(name)).collect();
        open.extend(nodes.iter().flat_map(|node| &names_of[*node as usize]));
        while let Some(name) = open.pop() {
            if !seen.insert(name) {
                continue;
            }
            for node in &nodes_of[name as usize] {
                if found.insert(*node) {
                    open.extend(&names_of[*node as usize]);
                }
            }
        }
        found
    }

    /// The items that a node defines.
    pub fn items_of(&self, node: u32) -> impl Iterator<Item = &str> {
        let is_item = |id: &&Id| self.items.contains_key(*id);
        self.defines[node as usize].iter().map(|name| &self.ids[*name as usize]).filter(is_item).map(Id::as_str)
    }

    fn known(&self, name: Name<'_>) -> Option<u32> {
        match name {
            Name::Item(id) => self.items.get(id).copied(),
            Name::Capability(id) => self.capabilities.get(id).copied(),
        }
    }

    fn number(&mut self, name: Name<'_>) -> u32 {
        if let Some(known) = self.known(name) {
            return known;
        }
        let new = self.users.len() as u32;
        let (Name::Item(text) | Name::Capability(text)) = name;
        let id = Id::new(text);
        let numbers = if matches!(name, Name::Item(_)) { &mut self.items } else { &mut self.capabilities };
        numbers.insert(id.clone(), new);
        self.ids.push(id);
        self.users.push(Vec::new());
        self.definers.push(Vec::new());
        new
    }
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

    fn capability(&mut self, id: &'c str) {
        self.0.extend(capability_names(id));
    }
}

/// A capability, and those above it, whose parameters it has.
pub fn capability_names(id: &str) -> impl Iterator<Item = Name<'_>> {
    let above = id.rmatch_indices('/').map(move |(end, _)| &id[..end]);
    std::iter::once(id).chain(above).map(Name::Capability)
}
