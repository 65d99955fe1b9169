//! Every plan at one facility: a table for the terminal, and `groundup/local-all/1`.

use std::fmt::Write;

use serde::Serialize;

use super::local_json::{LocalJson, local_json};
use super::style::Style;
use crate::catalog::Catalog;
use crate::graph::Graph;
use crate::local::LocalReport;
use crate::quantity::format_amount_grouped;

/// The reports of all plans at one facility.
#[derive(Debug, Serialize)]
pub struct LocalAllJson<'a> {
    schema: &'static str,
    facility: &'a str,
    reports: Vec<LocalJson<'a>>,
}

/// The JSON document of all plans at one facility.
pub fn local_all_json<'a>(
    catalog: &'a Catalog,
    graph: &'a Graph,
    facility: usize,
    reports: &'a [LocalReport],
) -> LocalAllJson<'a> {
    LocalAllJson {
        schema: "groundup/local-all/1",
        facility: catalog.facilities[facility].id.value.as_str(),
        reports: reports.iter().map(|report| local_json(catalog, graph, report)).collect(),
    }
}

/// One line a plan.
pub fn local_all_text(graph: &Graph, reports: &[LocalReport], style: Style) -> String {
    let id = |report: &LocalReport| graph.item(report.resolution.root).id.as_str().chars().count();
    let width = reports.iter().map(id).max().unwrap_or(0).max("plan".len());
    let mut text =
        style.bold(&format!("{:width$}  {:22}  {:>6}  {:>10}", "plan", "verdict", "lines", graph.currency.code()))
            + "\n";
    for report in reports {
        let lines = format!("{:.0} %", report.closure.lines * 100.0);
        let cost = format_amount_grouped(report.cost.total);
        let name = graph.item(report.resolution.root).id.as_str();
        let _ = writeln!(text, "{name:width$}  {:22}  {lines:>6}  {cost:>10}", report.verdict.as_str());
    }
    text
}
