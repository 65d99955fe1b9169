//! What a place lacks for a plan, in words: what each missing thing unlocks, the least that would do, what nobody states. Each as
//! rows of a label and a text.

use super::phrase::{counted, money, percent, short_list};
use crate::graph::{Bound, BoundValue, Graph};
use crate::local::{Acquisition, Grant, LocalReport, Missing, Unknown};

/// A label, and text beside it.
pub(super) type Row = (String, String);

/// What is missing, those that unlock most first; what unlocks nothing alone in one row. `own` shortens the id of a part.
pub(super) fn missing_rows<'r>(graph: &Graph, report: &'r LocalReport, own: impl Fn(&'r str) -> &'r str) -> Vec<Row> {
    let row = |missing: &'r Missing| {
        let ids: Vec<&str> = missing.needed_by.iter().map(|id| own(id.as_str())).collect();
        let needed_by = if ids.is_empty() { String::new() } else { format!("; needed by {}", short_list(&ids)) };
        (label(graph, &missing.grant), format!("{}{}{needed_by}", extent(&missing.grant), unlocks(missing)))
    };
    // An item that may be imported is one item more: that is no key.
    let is_key = |missing: &&Missing| {
        let is_item = matches!(missing.grant, Grant::Resource(_) | Grant::Import(_));
        missing.unlocks.items + missing.unlocks.plans > usize::from(is_item)
    };
    let mut rows: Vec<Row> = report.missing.iter().filter(is_key).map(row).collect();
    let others: Vec<String> =
        report.missing.iter().filter(|missing| !is_key(missing)).map(|missing| label(graph, &missing.grant)).collect();
    if !others.is_empty() {
        let others: Vec<&str> = others.iter().map(String::as_str).collect();
        rows.push(("unlock nothing alone".to_owned(), short_list(&others)));
    }
    rows
}

/// The smallest set of things to get, with the cheapest known source of each.
pub(super) fn acquisition_rows(graph: &Graph, report: &LocalReport) -> Vec<Row> {
    let row = |one: &Acquisition| {
        let price = one.cheapest.as_ref().map_or_else(
            || "no price known".to_owned(),
            |source| {
                let per = match one.grant {
                    Grant::Resource(item) | Grant::Import(item) => format!("/{}", graph.item(item).unit.symbol()),
                    _ => format!(", as {}", source.from),
                };
                format!("from {} {}{per}", money(source.price), graph.currency.code())
            },
        );
        (label(graph, &one.grant), format!("{}{price}", extent(&one.grant)))
    };
    report.acquisitions.iter().flat_map(|acquisitions| &acquisitions.set).map(row).collect()
}

/// What is not stated, and what to state; asked once of all who are asked the same.
pub(super) fn unknown_rows(report: &LocalReport) -> Vec<Row> {
    let mut groups: Vec<(&str, &str, Vec<&str>)> = Vec::new();
    for Unknown { what, at, asks, .. } in &report.unknown {
        match groups.iter_mut().find(|(known, asked, _)| known == what && asked == asks) {
            Some((.., all)) => all.push(at),
            None => groups.push((what, asks, vec![at])),
        }
    }
    let row = |(what, asks, at): (&str, &str, Vec<&str>)| (what.to_owned(), format!("{}: {asks}", short_list(&at)));
    groups.into_iter().map(row).collect()
}

fn label(graph: &Graph, grant: &Grant) -> String {
    let what = grant.what(graph);
    match grant {
        Grant::Capability { .. } => what,
        Grant::Skill { people: 1, .. } => format!("a {what}"),
        Grant::Skill { people, .. } => format!("{people} × {what}"),
        Grant::Permission(_) => format!("permission {what}"),
        Grant::Power(_) => format!("{what} of power"),
        Grant::Floor(_) => format!("{what} of free floor"),
        Grant::Resource(_) => format!("{what} as a resource"),
        Grant::Import(_) => format!("leave to import {what}"),
    }
}

/// What a machine has to offer: `thickness 12 mm; `.
fn extent(grant: &Grant) -> String {
    let Grant::Capability { envelope, .. } = grant else { return String::new() };
    let text = |bound: &Bound| {
        let values: Vec<&str> = bound.values.iter().map(BoundValue::written).collect();
        format!("{} {}", bound.parameter, values.join("/"))
    };
    let bounds: Vec<String> = envelope.iter().map(text).collect();
    if bounds.is_empty() { String::new() } else { format!("{}; ", bounds.join(", ")) }
}

fn unlocks(missing: &Missing) -> String {
    let unlocks = &missing.unlocks;
    let mut parts: Vec<String> = Vec::new();
    for (count, noun) in [(unlocks.plans, "plan"), (unlocks.parts, "part"), (unlocks.items, "item")] {
        // Parts are items too: they are counted apart only where they are not all.
        if count > 0 && !(noun == "item" && count == unlocks.parts) {
            parts.push(counted(count, noun));
        }
    }
    let share =
        if unlocks.mass >= 0.005 { format!(", {} of all BOMs by mass", percent(unlocks.mass)) } else { String::new() };
    let operators: Vec<&str> = missing.operators.iter().map(|id| id.as_str()).collect();
    let with = if operators.is_empty() { String::new() } else { format!("with {}, ", operators.join(" and ")) };
    format!("{with}unlocks {}{share}", parts.join(", "))
}
