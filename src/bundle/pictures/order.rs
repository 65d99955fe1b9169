//! The order of work as a picture: stages as columns, machines as boxes, arrows from what makes to what is made.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::{cut, escape, page};
use crate::catalog::Catalog;
use crate::graph::Graph;
use crate::local::{BuildOrder, NewMachine};
use crate::model::Id;
use crate::quantity::format_amount_grouped;

const WIDTH: f64 = 200.0;
const HEIGHT: f64 = 66.0;
const GAP_X: f64 = 70.0;
const GAP_Y: f64 = 18.0;
const MARGIN: f64 = 16.0;
/// Room for the headings of columns.
const TOP: f64 = 44.0;
/// Letters that fit a line of a box.
const FIT: usize = 26;

/// One machine.
struct Machine<'a> {
    id: &'a Id,
    class: &'static str,
    second: String,
    third: String,
    column: usize,
    row: usize,
}

/// Draws a build order.
pub fn order_svg(catalog: &Catalog, graph: &Graph, order: &BuildOrder) -> String {
    let title_of = |id: &Id| {
        let item = graph.item_index(id.as_str()).map(|item| graph.item(item).title.as_str());
        item.unwrap_or(id.as_str()).to_owned()
    };
    let mut machines = machines(graph, order);
    sort_rows(&mut machines, order);
    let places: BTreeMap<&Id, (usize, usize)> =
        machines.iter().map(|machine| (machine.id, (machine.column, machine.row))).collect();
    let corner =
        |(column, row): (usize, usize)| (MARGIN + column as f64 * (WIDTH + GAP_X), TOP + row as f64 * (HEIGHT + GAP_Y));
    let mut lines = String::new();
    for machine in &order.machines {
        for maker in &machine.made_on {
            let (Some(from), Some(to)) = (places.get(maker), places.get(&machine.plan)) else { continue };
            let ((x1, y1), (x2, y2)) = (corner(*from), corner(*to));
            let (x1, y1, x2, y2) = (x1 + WIDTH, y1 + HEIGHT / 2.0, x2 - 6.0, y2 + HEIGHT / 2.0);
            let middle = f64::midpoint(x1, x2);
            let _ = write!(
                lines,
                "<path class=\"arrow\" marker-end=\"url(#tip)\" d=\"M{x1:.1} {y1:.1}C{middle:.1} {y1:.1} {middle:.1} {y2:.1} {x2:.1} {y2:.1}\"/>"
            );
        }
    }
    let mut boxes = String::new();
    for machine in &machines {
        let (x, y) = corner((machine.column, machine.row));
        let title = title_of(machine.id);
        let _ = write!(
            boxes,
            "<g><title>{}: {}; {}</title><rect class=\"{}\" x=\"{x:.1}\" y=\"{y:.1}\" width=\"{WIDTH}\" height=\"{HEIGHT}\" rx=\"4\"/>\
             <text class=\"head\" x=\"{:.1}\" y=\"{:.1}\">{}</text><text class=\"soft\" x=\"{:.1}\" y=\"{:.1}\">{}</text>\
             <text class=\"soft\" x=\"{:.1}\" y=\"{:.1}\">{}</text></g>",
            escape(&title),
            escape(&machine.second),
            escape(&machine.third),
            machine.class,
            x + 10.0,
            y + 20.0,
            escape(&cut(&title, FIT)),
            x + 10.0,
            y + 38.0,
            escape(&cut(&machine.second, FIT + 3)),
            x + 10.0,
            y + 55.0,
            escape(&cut(&machine.third, FIT + 3)),
        );
    }
    let columns = machines.iter().map(|machine| machine.column).max().unwrap_or(0) + 1;
    let rows = machines.iter().map(|machine| machine.row).max().unwrap_or(0) + 1;
    let mut headings = String::new();
    for column in 0..columns {
        let heading = if column == 0 { "To begin with".to_owned() } else { format!("Stage {column}") };
        let x = corner((column, 0)).0;
        let _ = write!(headings, "<text class=\"head\" x=\"{x:.1}\" y=\"26\">{heading}</text>");
    }
    let marker = "<defs><marker id=\"tip\" viewBox=\"0 0 8 8\" refX=\"6\" refY=\"4\" markerWidth=\"8\" markerHeight=\"8\" orient=\"auto\">\
         <path d=\"M0 0L8 4L0 8z\" fill=\"var(--line)\"/></marker></defs>";
    let facility = &catalog.facilities[order.facility];
    let place = facility.title.as_deref().unwrap_or(facility.id.value.as_str());
    let nothing = if machines.is_empty() {
        format!("<text x=\"{MARGIN}\" y=\"{:.1}\">Nothing has to be built first.</text>", TOP + 20.0)
    } else {
        String::new()
    };
    page(
        MARGIN * 2.0 + columns as f64 * (WIDTH + GAP_X) - GAP_X,
        TOP + rows as f64 * (HEIGHT + GAP_Y) + MARGIN,
        &format!("Which machines to build at {place}, and in which order"),
        &format!("{marker}{headings}<g>{lines}</g>{boxes}{nothing}"),
    )
}

/// What stands here and makes something, what is bought or borrowed first, what is built.
fn machines<'a>(graph: &Graph, order: &'a BuildOrder) -> Vec<Machine<'a>> {
    let currency = graph.currency.code();
    let list = |ids: &[Id]| ids.iter().map(Id::as_str).collect::<Vec<_>>().join(", ");
    let known: BTreeSet<&Id> =
        order.seed.iter().map(|seed| &seed.plan).chain(order.machines.iter().map(|machine| &machine.plan)).collect();
    let standing: BTreeSet<&Id> =
        order.machines.iter().flat_map(|machine| &machine.made_on).filter(|id| !known.contains(id)).collect();
    let standing = standing.into_iter().map(|id| Machine {
        id,
        class: "stands",
        second: "stands here".to_owned(),
        third: String::new(),
        column: 0,
        row: 0,
    });
    let seeds = order.seed.iter().map(|seed| Machine {
        id: &seed.plan,
        class: "seed",
        second: "buy or borrow one first".to_owned(),
        third: seed.price.map_or_else(
            || "price unknown".to_owned(),
            |price| format!("{} {currency}", format_amount_grouped(price.round())),
        ),
        column: 0,
        row: 0,
    });
    let built = order.machines.iter().map(|machine| Machine {
        id: &machine.plan,
        class: "new",
        second: list(&machine.adds),
        third: effort(currency, machine),
        column: machine.stage as usize,
        row: 0,
    });
    seeds.chain(standing).chain(built).collect()
}

fn effort(currency: &str, machine: &NewMachine) -> String {
    let Some(effort) = machine.effort else { return String::new() };
    let weeks = effort.weeks.map(|weeks| format!(" · {weeks:.1} weeks")).unwrap_or_default();
    format!(
        "{} {currency} · {} h{weeks}",
        format_amount_grouped(effort.cost.round()),
        format_amount_grouped(effort.labour_h.round())
    )
}

/// Gives every machine its row: near those that it is made on, as far as one sweep from left to right can tell.
fn sort_rows(machines: &mut [Machine<'_>], order: &BuildOrder) {
    let made_on: BTreeMap<&Id, &Vec<Id>> =
        order.machines.iter().map(|machine| (&machine.plan, &machine.made_on)).collect();
    let last = machines.iter().map(|machine| machine.column).max().unwrap_or(0);
    let mut row_of: BTreeMap<Id, f64> = BTreeMap::new();
    for column in 0..=last {
        let mut members: Vec<usize> = (0..machines.len()).filter(|at| machines[*at].column == column).collect();
        let height = |at: usize| {
            let rows: Vec<f64> = made_on
                .get(machines[at].id)
                .into_iter()
                .flat_map(|ids| ids.iter())
                .filter_map(|id| row_of.get(id).copied())
                .collect();
            if rows.is_empty() { f64::INFINITY } else { rows.iter().sum::<f64>() / rows.len() as f64 }
        };
        let heights: BTreeMap<usize, f64> = members.iter().map(|at| (*at, height(*at))).collect();
        members.sort_by(|a, b| heights[a].total_cmp(&heights[b]).then(a.cmp(b)));
        for (row, at) in members.into_iter().enumerate() {
            machines[at].row = row;
            row_of.insert(machines[at].id.clone(), row as f64);
        }
    }
}
