//! The bill of materials as a tree that opens down to the ground. What several lines share is opened once and linked after
//! that, so the tree is as large as the graph, and not as its paths.

use std::collections::{HashMap, HashSet};

use serde::Serialize;

use super::links::Names;
use super::wording::{item_amount, obtain_mark};
use crate::graph::{Graph, ItemIndex};
use crate::quantity::format_amount_grouped;
use crate::resolve::{Obtain, Resolution};

/// Levels that are opened; what lies deeper is on the page of the item where the tree stops.
const DEEPEST: usize = 30;

/// An item in the tree, and what it is made from. Flat and small: the engine copies a node for each of its ancestors.
#[derive(Clone, Debug, Serialize)]
pub struct TreeNode {
    /// The item's title.
    pub text: String,
    /// The item's page.
    pub href: Option<String>,
    /// How it is made: the recipe's title.
    pub how: Option<String>,
    /// `912.4`
    pub quantity: String,
    /// Empty for a count.
    pub unit: String,
    /// In kilograms.
    pub mass: Option<String>,
    /// Class and word of the mark, as in `Mark`.
    pub kind: String,
    pub label: String,
    /// Whether it has children.
    pub opens: bool,
    /// Opened when the page loads.
    pub open: bool,
    /// `#node-12`, if its inputs are shown further up.
    pub repeat_href: Option<String>,
    /// `node-12`, if the tree refers to this node again further down.
    pub anchor: Option<String>,
    pub children: Vec<TreeNode>,
}

struct Drawing<'r> {
    graph: &'r Graph,
    resolution: &'r Resolution,
    names: Names<'r>,
    parents: HashMap<ItemIndex, usize>,
    opened: HashSet<ItemIndex>,
}

/// What the root is made from, each opened down to raw and bought.
pub fn tree(graph: &Graph, resolution: &Resolution, names: Names<'_>) -> Vec<TreeNode> {
    let mut parents: HashMap<ItemIndex, usize> = HashMap::new();
    for edge in &resolution.edges {
        *parents.entry(edge.to).or_default() += 1;
    }
    let mut drawing = Drawing { graph, resolution, names, parents, opened: HashSet::from([resolution.root]) };
    let mut nodes = drawing.children(resolution.root, 1.0, 0);
    let mut level = &mut nodes;
    while let Some(first) = level.iter_mut().find(|node| node.opens) {
        first.open = true;
        level = &mut first.children;
    }
    nodes
}

/// The anchor of an item's node.
fn anchor(item: ItemIndex) -> String {
    format!("node-{}", item.0)
}

impl Drawing<'_> {
    /// What an item needs, in its author's order, of which `scale` (a share of all) is for this branch.
    fn children(&mut self, item: ItemIndex, scale: f64, depth: usize) -> Vec<TreeNode> {
        let Some(recipe) = self.resolution.choice.of(item).recipe() else { return Vec::new() };
        let mut order: Vec<ItemIndex> = Vec::new();
        let mut seen: HashSet<ItemIndex> = HashSet::new();
        for flow in self.resolution.choice.inputs(recipe, self.graph.recipe(recipe)) {
            if seen.insert(flow.item) {
                order.push(flow.item);
            }
        }
        let edges = self.resolution.edges_from(item);
        let amount = |to: ItemIndex| {
            edges.binary_search_by_key(&to, |edge| edge.to).ok().map(|index| edges[index].quantity * scale)
        };
        let children: Vec<(ItemIndex, f64)> = order.into_iter().filter_map(|to| Some((to, amount(to)?))).collect();
        children.into_iter().map(|(to, quantity)| self.node(to, quantity, depth)).collect()
    }

    fn node(&mut self, item: ItemIndex, quantity: f64, depth: usize) -> TreeNode {
        let need = self.resolution.need(item);
        let obtain = need.map_or(Obtain::Unresolved, |need| need.obtain);
        let whole = need.map_or(0.0, |need| need.quantity);
        let recipe = obtain.recipe().map(|recipe| self.graph.recipe(recipe));
        let is_made = recipe.is_some() && depth < DEEPEST;
        let is_first = is_made && self.opened.insert(item);
        let children =
            if is_first && whole > 0.0 { self.children(item, quantity / whole, depth + 1) } else { Vec::new() };
        let is_shared = self.parents.get(&item).copied().unwrap_or(0) > 1;
        let (name, amount, mark) =
            (self.names.item(item), item_amount(self.graph, item, quantity), obtain_mark(obtain));
        let title = recipe.map(|recipe| recipe.title.clone()).filter(|title| *title != name.text);
        TreeNode {
            text: name.text,
            href: name.href,
            how: title,
            quantity: amount.number,
            unit: amount.unit,
            mass: self.graph.item(item).mass_kg.map(|mass_kg| format_amount_grouped(mass_kg * quantity)),
            kind: mark.kind,
            label: mark.label,
            opens: !children.is_empty(),
            open: false,
            repeat_href: (is_made && !is_first && item != self.resolution.root).then(|| format!("#{}", anchor(item))),
            anchor: (is_first && is_shared).then(|| anchor(item)),
            children,
        }
    }
}
