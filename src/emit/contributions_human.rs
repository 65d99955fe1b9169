//! Where a total comes from, for the terminal.

use std::fmt::Write;

use super::phrase::counted;
use super::style::Style;
use crate::graph::Graph;
use crate::quantity::format_amount_grouped;
use crate::resolve::{Contributions, Resolution, Visit};

/// What adds most of a total, at most `limit` lines of it, and the branches of the supply chain that carry it.
pub fn contributions_text(
    graph: &Graph,
    resolution: &Resolution,
    found: &Contributions,
    limit: usize,
    style: Style,
) -> String {
    let root = graph.item(resolution.root);
    let unit = found.total.unit(graph);
    let (how_many, of) = (format_amount_grouped(resolution.quantity), root.unit.symbol());
    let heading = style.bold(&format!("{} of {how_many} {of} of {}:", found.total.as_str(), root.id));
    let mut text = format!("{heading} {} {unit}\n", amount(found.amount));
    if found.amount == 0.0 {
        return text;
    }
    let share = |part: f64| format!("{:>6.1} %", part / found.amount * 100.0);
    let _ = writeln!(text, "\nadded directly by:");
    for direct in found.direct.iter().take(limit) {
        let item = graph.item(direct.item);
        let added = format!("{} {unit}", amount(direct.amount));
        let _ = writeln!(text, "{}  {}  {}", share(direct.amount), item.id, style.dim(&added));
    }
    if let Some(rest) = found.direct.get(limit..).filter(|rest| !rest.is_empty()) {
        let sum: f64 = rest.iter().map(|direct| direct.amount).sum();
        let _ = writeln!(text, "{}  {}", share(sum), style.dim(&counted(rest.len(), "more item")));
    }
    let _ = writeln!(text, "\ncarried by the branches of at least {} %:", format_amount_grouped(found.cutoff * 100.0));
    for (visit, ends) in in_tree_order(&found.visits) {
        let item = graph.item(visit.item);
        let arrow = if visit.depth == 0 { String::new() } else { "  ".repeat(visit.depth as usize - 1) + "└ " };
        let needed = format!("{} {}", amount(visit.quantity), item.unit.symbol());
        let folded = if ends && visit.folded > 0 && visit.own != visit.cumulative {
            format!(", {}", counted(visit.folded as usize, "smaller input"))
        } else {
            String::new()
        };
        let _ = writeln!(
            text,
            "{}  {}{}  {}",
            share(visit.cumulative),
            style.dim(&arrow),
            item.id,
            style.dim(&format!("{needed}{folded}"))
        );
    }
    if found.visits.iter().any(|visit| visit.own < 0.0) {
        let note = "A branch carries less than its inputs where what comes off it is used again.";
        let _ = writeln!(text, "{}", style.dim(note));
    }
    if !found.is_complete {
        let _ = writeln!(text, "{}", style.dim("There are more; a larger --cutoff tells those that matter."));
    }
    text
}

fn amount(value: f64) -> String {
    format_amount_grouped(super::phrase::rounded(value))
}

/// The visits as a tree is read, branches with the heaviest first, each with whether nothing follows below it.
fn in_tree_order(visits: &[Visit]) -> Vec<(&Visit, bool)> {
    let mut children: Vec<Vec<usize>> = vec![Vec::new(); visits.len()];
    for (index, visit) in visits.iter().enumerate() {
        if let Some(parent) = visit.parent {
            children[parent as usize].push(index);
        }
    }
    let mut ordered = Vec::with_capacity(visits.len());
    let mut open: Vec<usize> = if visits.is_empty() { Vec::new() } else { vec![0] };
    while let Some(index) = open.pop() {
        ordered.push((&visits[index], children[index].is_empty()));
        open.extend(children[index].iter().rev());
    }
    ordered
}
