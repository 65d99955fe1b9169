//! A resolution as a tree for the terminal: quantities in a column, what several parents share drawn once.

use std::collections::{HashMap, HashSet};

use super::credit_human::credit_lines;
use super::style::Style;
use crate::graph::{Graph, ItemIndex};
use crate::quantity::format_amount_grouped;
use crate::resolve::{Need, Obtain, Resolution, starter_stock};

/// One line, before its columns are aligned.
struct Row {
    branch: String,
    name: String,
    note: String,
    quantity: String,
    unit: String,
    obtain: Obtain,
}

/// Draws the tree. A made item that several others need gets a tree of its own below, with its whole amount.
pub fn tree(graph: &Graph, resolution: &Resolution, style: Style) -> String {
    let mut parents: HashMap<ItemIndex, usize> = HashMap::new();
    for edge in &resolution.edges {
        *parents.entry(edge.to).or_default() += 1;
    }
    let mut drawing = Drawing {
        graph,
        resolution,
        parents,
        shared: Vec::new(),
        seen: HashSet::from([resolution.root]),
        rows: Vec::new(),
    };
    drawing.root(resolution.root, resolution.quantity);
    let mut next = 0;
    while let Some(item) = drawing.shared.get(next).copied() {
        next += 1;
        let quantity = resolution.need(item).map_or(0.0, |need| need.quantity);
        drawing.rows.push(Row {
            branch: String::new(),
            name: String::new(),
            note: String::new(),
            quantity: String::new(),
            unit: String::new(),
            obtain: Obtain::Raw,
        });
        drawing.root(item, quantity);
    }
    let mut text = aligned(&drawing.rows, style);
    text.push('\n');
    text.push_str(&footer(graph, resolution, style));
    text
}

struct Drawing<'r> {
    graph: &'r Graph,
    resolution: &'r Resolution,
    parents: HashMap<ItemIndex, usize>,
    /// Items that get a tree of their own, in the order in which they are met.
    shared: Vec<ItemIndex>,
    seen: HashSet<ItemIndex>,
    rows: Vec<Row>,
}

/// A node whose children are still to be drawn.
struct Pending {
    item: ItemIndex,
    quantity: f64,
    branch: String,
    /// What stands before its children's branches.
    indent: String,
    is_root: bool,
    level: usize,
}

/// Levels of one tree: what lies deeper gets a tree of its own, or the indents alone would fill the memory.
const DEEPEST: usize = 64;

impl Drawing<'_> {
    /// Draws one tree; no recursion, so a chain of any length will do.
    fn root(&mut self, item: ItemIndex, quantity: f64) {
        let mut stack =
            vec![Pending { item, quantity, branch: String::new(), indent: String::new(), is_root: true, level: 0 }];
        while let Some(node) = stack.pop() {
            let need = self.resolution.need(node.item);
            let obtain = need.map_or(Obtain::Unresolved, |need| need.obtain);
            let is_shared = self.parents.get(&node.item).copied().unwrap_or(0) > 1 && obtain.recipe().is_some();
            let comes_with = need.and_then(|need| need.with);
            let has_children = !self.resolution.edges_from(node.item).is_empty();
            let is_too_deep = node.level >= DEEPEST && has_children;
            let drawn_apart = !node.is_root
                && (is_shared && comes_with.is_none() || is_too_deep || node.item == self.resolution.root);
            if drawn_apart && self.seen.insert(node.item) {
                self.shared.push(node.item);
            }
            let made = self.graph.item(node.item);
            let note = match (node.is_root, drawn_apart, obtain) {
                (true, _, _) if node.item != self.resolution.root => "for all of the above".to_owned(),
                (_, true, _) => "↓ below".to_owned(),
                (_, _, Obtain::Make(_)) if comes_with.is_some() => {
                    comes_with.map_or_else(String::new, |with| format!("comes with {}", self.graph.item(with).id))
                }
                (_, _, Obtain::Make(_)) => String::new(),
                (_, _, leaf) => leaf.as_str().to_owned(),
            };
            self.rows.push(Row {
                branch: node.branch,
                name: made.id.to_string(),
                note,
                quantity: format_amount_grouped(node.quantity),
                unit: made.unit.symbol().to_owned(),
                obtain,
            });
            if drawn_apart {
                continue;
            }
            let whole = need.map_or(0.0, |need| need.quantity);
            let scale = if whole > 0.0 { node.quantity / whole } else { 0.0 };
            let children = self.children(node.item);
            for (index, (child, quantity)) in children.iter().enumerate().rev() {
                let is_last = index + 1 == children.len();
                stack.push(Pending {
                    item: *child,
                    quantity: quantity * scale,
                    branch: format!("{}{}", node.indent, if is_last { "└─ " } else { "├─ " }),
                    indent: format!("{}{}", node.indent, if is_last { "   " } else { "│  " }),
                    is_root: false,
                    level: node.level + 1,
                });
            }
        }
    }

    /// What an item needs, in its author's order.
    fn children(&self, item: ItemIndex) -> Vec<(ItemIndex, f64)> {
        let mut order: Vec<ItemIndex> = Vec::new();
        if let Some(index) = self.resolution.choice.of(item).recipe() {
            for flow in self.resolution.choice.inputs(index, self.graph.recipe(index)) {
                if !order.contains(&flow.item) {
                    order.push(flow.item);
                }
            }
        }
        let edges = self.resolution.edges_from(item);
        // Where by-products are credited, several recipes may be run for an item, and several options of a line be taken.
        if self.resolution.credit.is_some() {
            let others: Vec<ItemIndex> = edges.iter().map(|edge| edge.to).filter(|to| !order.contains(to)).collect();
            order.extend(others);
        }
        let amount = |to: ItemIndex| edges.iter().find(|edge| edge.to == to).map(|edge| (to, edge.quantity));
        order.into_iter().filter_map(amount).collect()
    }
}

fn aligned(rows: &[Row], style: Style) -> String {
    const WIDEST_NAME: usize = 64;
    let width = |text: &str| text.chars().count();
    let label = |row: &Row| width(&row.branch) + width(&row.name);
    let labels = rows.iter().map(label).max().unwrap_or(0).min(WIDEST_NAME);
    let quantities = rows.iter().map(|row| width(&row.quantity)).max().unwrap_or(0);
    let units = rows.iter().map(|row| width(&row.unit)).max().unwrap_or(0);
    let mut text = String::new();
    for row in rows {
        let padding =
            " ".repeat(labels.saturating_sub(label(row)) + quantities.saturating_sub(width(&row.quantity)) + 2);
        let name = if row.branch.is_empty() { style.bold(&row.name) } else { row.name.clone() };
        let unit = format!("{}{}", row.unit, " ".repeat(units.saturating_sub(width(&row.unit))));
        let note =
            if row.obtain.recipe().is_some() { style.dim(&row.note) } else { style.obtained(row.obtain, &row.note) };
        let line = format!("{}{name}{padding}{} {unit}  {note}", style.dim(&row.branch), row.quantity);
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

fn footer(graph: &Graph, resolution: &Resolution, style: Style) -> String {
    let totals = &resolution.totals;
    let amount = format_amount_grouped;
    let mut lines = vec![
        format!(
            "raw {} kg · bought {} kg · electricity {} kWh",
            amount(totals.raw_mass_kg),
            amount(totals.bought_mass_kg),
            amount(totals.electricity_kwh)
        ),
        format!(
            "labour {} h · machines {} h · emissions {} kg CO2e",
            amount(totals.labour_h),
            amount(totals.machine_h),
            amount(totals.emissions_kg)
        ),
    ];
    let unpriced = match totals.unpriced_items {
        0 => String::new(),
        1 => " (without 1 item that has no price)".to_owned(),
        count => format!(" (without {count} items that have no price)"),
    };
    lines.push(format!("bought and raw cost {} {}{unpriced}", amount(totals.cost), graph.currency.code()));
    lines.extend(credit_lines(graph, resolution));
    let is_returned = |need: &&Need| need.net < need.quantity && need.obtain.recipe().is_none();
    for need in resolution.needs.iter().filter(|need| resolution.credit.is_none() && is_returned(need)) {
        let item = graph.item(need.item);
        let (gross, net, unit) = (amount(need.quantity), amount(need.net), item.unit.symbol());
        lines.push(format!(
            "{}: {gross} {unit} go in, {net} {unit} of it from outside; the rest is own return",
            item.id
        ));
    }
    for cycle in &resolution.cycles {
        let ids: Vec<&str> = cycle.iter().map(|item| graph.item(*item).id.as_str()).collect();
        lines.push(format!("loop, solved: {}", ids.join(" ⇄ ")));
    }
    lines.extend(starter_line(graph, resolution));
    let evidence = &resolution.evidence;
    let percent = |share: f64| format!("{:.0} %", share * 100.0);
    lines.push(format!(
        "recipes by their worst evidence: {} stated, {} derived, {} estimated",
        percent(evidence.stated),
        percent(evidence.derived),
        percent(evidence.estimated)
    ));
    lines.iter().map(|line| style.dim(line) + "\n").collect()
}

/// How many items of starter stock are named.
const SHOWN_STARTERS: usize = 8;

/// `to begin, have 2 kg of graphite-electrode once`
fn starter_line(graph: &Graph, resolution: &Resolution) -> Option<String> {
    let starters = starter_stock(graph, resolution);
    let named = starters.iter().take(SHOWN_STARTERS).map(|starter| {
        let item = graph.item(starter.item);
        format!("{} {} of {}", format_amount_grouped(starter.quantity), item.unit.symbol(), item.id)
    });
    let named: Vec<String> = named.collect();
    let rest = starters.len().saturating_sub(named.len());
    let more = if rest > 0 { format!(" and {rest} more items") } else { String::new() };
    let greedy = if starters.iter().all(|starter| starter.is_smallest) { "" } else { " (fewer items may do)" };
    (!named.is_empty()).then(|| format!("to begin, have {}{more} once{greedy}; the loops make more", named.join(", ")))
}
