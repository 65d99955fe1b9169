//! The bill of materials as a tree that opens down to the ground. What several lines share is opened once and linked after
//! that, so the tree is as large as the graph, and not as its paths.

use std::collections::{HashMap, HashSet};

use serde::Serialize;

use crate::bundle::names::Names;
use crate::bundle::wording::{item_amount, no_mark, not_needed_mark, obtain_mark, status_mark};
use crate::graph::{Graph, ItemIndex};
use crate::local::{Outline, Status};
use crate::quantity::format_amount_grouped;
use crate::resolve::{Obtain, Resolution};

/// Levels that are opened; what lies deeper is on the page of the item where the tree stops.
const DEEPEST: usize = 30;

/// A row of the tree: an item. What it is made from follows, one level deeper, up to the row that ends the level. Rows are flat,
/// as the engine copies what it hands to a partial, and would copy a nested row once for each of its ancestors.
#[derive(Clone, Debug, Serialize)]
pub struct TreeRow {
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
    /// What the first facility does about it: class and word of the mark. Empty where no facility was asked.
    pub at_kind: String,
    pub at_label: String,
    /// The same of all facilities in their order, a letter each: see [`status_letter`].
    pub at: String,
    /// Whether the next row is its first child.
    pub opens: bool,
    /// Opened when the page loads.
    pub open: bool,
    /// `#node-12`, if its inputs are shown further up.
    pub repeat_href: Option<String>,
    /// `node-12`, if the tree refers to this row again further down.
    pub anchor: Option<String>,
    /// One entry for each level that ends after this row.
    pub ends: Vec<()>,
}

struct Drawing<'r> {
    graph: &'r Graph,
    resolution: &'r Resolution,
    names: Names<'r>,
    /// What facilities say of the plan, in the order of the page.
    reports: &'r [&'r Outline],
    parents: HashMap<ItemIndex, usize>,
    opened: HashSet<ItemIndex>,
    rows: Vec<TreeRow>,
}

/// What the root is made from, each opened down to raw and bought. The first that opens is open, down to the ground.
pub fn tree<'r>(
    graph: &'r Graph,
    resolution: &'r Resolution,
    reports: &'r [&'r Outline],
    names: Names<'r>,
) -> Vec<TreeRow> {
    let mut parents: HashMap<ItemIndex, usize> = HashMap::new();
    for edge in &resolution.edges {
        *parents.entry(edge.to).or_default() += 1;
    }
    let opened = HashSet::from([resolution.root]);
    let mut drawing = Drawing { graph, resolution, names, reports, parents, opened, rows: Vec::new() };
    drawing.children(resolution.root, 1.0, 0);
    open_first(&mut drawing.rows);
    drawing.rows
}

/// Opens the first row that can be opened, of its children the first that can, and so on.
fn open_first(rows: &mut [TreeRow]) {
    let (mut depth, mut wanted) = (0usize, 0);
    for row in rows {
        if row.opens && depth == wanted {
            row.open = true;
            wanted += 1;
        }
        depth = (depth + usize::from(row.opens)).saturating_sub(row.ends.len());
        if depth < wanted {
            return;
        }
    }
}

fn status(report: &Outline, item: ItemIndex) -> Option<Status> {
    Some(report.item(item)?.status)
}

/// A status as the script reads it (`templates/site.js`); `-` for what it does not need, as it imports what would take it.
fn status_letter(status: Option<Status>) -> char {
    match status {
        Some(Status::Resource) => 'r',
        Some(Status::Stock) => 's',
        Some(Status::Made) => 'm',
        Some(Status::Bootstrap) => 'b',
        Some(Status::Import) => 'i',
        Some(Status::Blocked) => 'x',
        None => '-',
    }
}

/// The anchor of an item's node.
fn anchor(item: ItemIndex) -> String {
    format!("node-{}", item.0)
}

impl Drawing<'_> {
    /// What an item needs, in its author's order, of which `scale` (a share of all) is for this branch.
    fn children(&mut self, item: ItemIndex, scale: f64, depth: usize) {
        let Some(recipe) = self.resolution.choice.of(item).recipe() else { return };
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
        for (to, quantity) in children {
            self.row(to, quantity, depth);
        }
    }

    /// Adds an item's row and, if it is the item's first, those of what it is made from.
    fn row(&mut self, item: ItemIndex, quantity: f64, depth: usize) {
        let need = self.resolution.need(item);
        let obtain = need.map_or(Obtain::Unresolved, |need| need.obtain);
        let whole = need.map_or(0.0, |need| need.quantity);
        let recipe = obtain.recipe().map(|recipe| self.graph.recipe(recipe));
        let is_made = recipe.is_some() && depth < DEEPEST;
        let is_first = is_made && self.opened.insert(item);
        let is_shared = self.parents.get(&item).copied().unwrap_or(0) > 1;
        let (name, amount, mark) =
            (self.names.item(item), item_amount(self.graph, item, quantity), obtain_mark(obtain));
        let title = recipe.map(|recipe| recipe.title.clone()).filter(|title| *title != name.text);
        let statuses: Vec<Option<Status>> = self.reports.iter().map(|report| status(report, item)).collect();
        let there = statuses.first().map_or_else(no_mark, |status| status.map_or_else(not_needed_mark, status_mark));
        let place = self.rows.len();
        self.rows.push(TreeRow {
            text: name.text,
            href: name.href,
            how: title,
            quantity: amount.number,
            unit: amount.unit,
            mass: self.graph.item(item).mass_kg.map(|mass_kg| format_amount_grouped(mass_kg * quantity)),
            kind: mark.kind,
            label: mark.label,
            at_kind: there.kind,
            at_label: there.label,
            at: statuses.into_iter().map(status_letter).collect(),
            opens: false,
            open: false,
            repeat_href: (is_made && !is_first && item != self.resolution.root).then(|| format!("#{}", anchor(item))),
            anchor: (is_first && is_shared).then(|| anchor(item)),
            ends: Vec::new(),
        });
        if is_first && whole > 0.0 {
            self.children(item, quantity / whole, depth + 1);
        }
        if let Some(last) = self.rows[place + 1..].last_mut() {
            last.ends.push(());
            self.rows[place].opens = true;
        }
    }
}
