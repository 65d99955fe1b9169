//! Plans by facilities: a table for the terminal, `groundup/local-matrix/1`, and CSV.

use std::fmt::Write;

use serde::Serialize;

use super::phrase::percent;
use super::style::Style;
use crate::catalog::Catalog;
use crate::graph::Graph;
use crate::local::{Figures, Matrix, Verdict};
use crate::quantity::{format_amount_grouped, weekly_rate};

/// Cells above which the table is of letters.
const MOST_LINES: usize = 2000;

const VERDICTS: [(Verdict, char); 4] = [
    (Verdict::Local, 'L'),
    (Verdict::LocalWithImports, 'I'),
    (Verdict::LocalAfterBootstrap, 'B'),
    (Verdict::Blocked, '·'),
];

/// The whole document.
#[derive(Debug, Serialize)]
pub struct LocalMatrixJson<'a> {
    schema: &'static str,
    currency: &'static str,
    facilities: Vec<&'a str>,
    /// How many cells have each verdict.
    counts: CountsJson,
    plans: Vec<RowJson<'a>>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
struct CountsJson {
    local: usize,
    local_with_imports: usize,
    local_after_bootstrap: usize,
    blocked: usize,
    /// Cells where a loop consumes at least what it makes.
    endless: usize,
}

#[derive(Debug, Serialize)]
struct RowJson<'a> {
    plan: &'a str,
    cells: Vec<CellJson<'a>>,
}

/// One plan at one facility; figures are left out where only verdicts were asked for.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
struct CellJson<'a> {
    facility: &'a str,
    /// `null` where a loop consumes at least what it makes.
    verdict: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    closure: Option<ClosureJson>,
    #[serde(skip_serializing_if = "Option::is_none")]
    units_per_week: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    bottleneck: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cost: Option<f64>,
}

#[derive(Debug, Serialize)]
struct ClosureJson {
    mass: Option<f64>,
    lines: f64,
    value: Option<f64>,
}

/// What is blocked, or has no end, has no cost either.
fn is_made(matrix: &Matrix, column: usize, row: usize) -> bool {
    matrix.verdicts[column][row].is_some_and(|verdict| verdict != Verdict::Blocked)
}

fn figures(matrix: &Matrix, column: usize, row: usize) -> Option<&Figures> {
    matrix.figures.as_ref()?[column][row].as_ref()
}

fn facility_id<'a>(catalog: &'a Catalog, matrix: &Matrix, column: usize) -> &'a str {
    catalog.facilities[matrix.facilities[column]].id.value.as_str()
}

/// A matrix as the document that other programs read.
pub fn local_matrix_json<'a>(catalog: &'a Catalog, graph: &'a Graph, matrix: &'a Matrix) -> LocalMatrixJson<'a> {
    let cell = |column: usize, row: usize| {
        let figures = figures(matrix, column, row);
        CellJson {
            facility: facility_id(catalog, matrix, column),
            verdict: matrix.verdicts[column][row].map(Verdict::as_str),
            closure: figures.map(|figures| ClosureJson {
                mass: figures.closure.mass,
                lines: figures.closure.lines,
                value: figures.closure.value,
            }),
            units_per_week: figures.and_then(|figures| figures.units_per_week),
            bottleneck: figures.and_then(|figures| figures.bottleneck.as_deref()),
            cost: figures.filter(|_| is_made(matrix, column, row)).map(|figures| figures.cost.total),
        }
    };
    let row = |(row, root): (usize, &crate::graph::ItemIndex)| RowJson {
        plan: graph.item(*root).id.as_str(),
        cells: (0..matrix.facilities.len()).map(|column| cell(column, row)).collect(),
    };
    LocalMatrixJson {
        schema: "groundup/local-matrix/1",
        currency: graph.currency.code(),
        facilities: (0..matrix.facilities.len()).map(|column| facility_id(catalog, matrix, column)).collect(),
        counts: CountsJson {
            local: matrix.count(Verdict::Local),
            local_with_imports: matrix.count(Verdict::LocalWithImports),
            local_after_bootstrap: matrix.count(Verdict::LocalAfterBootstrap),
            blocked: matrix.count(Verdict::Blocked),
            endless: matrix.verdicts.iter().flatten().filter(|cell| cell.is_none()).count(),
        },
        plans: matrix.roots.iter().enumerate().map(row).collect(),
    }
}

/// A matrix as CSV, a line for each plan at each facility.
pub fn local_matrix_csv(catalog: &Catalog, graph: &Graph, matrix: &Matrix) -> String {
    let mut text =
        "plan,facility,verdict,closure-mass,closure-lines,closure-value,units-per-week,bottleneck,cost,currency\n"
            .to_owned();
    let number = |value: Option<f64>| value.map_or_else(String::new, |value| value.to_string());
    for (row, root) in matrix.roots.iter().enumerate() {
        for column in 0..matrix.facilities.len() {
            let figures = figures(matrix, column, row);
            // Ids and verdicts hold nothing that CSV would have to quote.
            let _ = writeln!(
                text,
                "{},{},{},{},{},{},{},{},{},{}",
                graph.item(*root).id,
                facility_id(catalog, matrix, column),
                matrix.verdicts[column][row].map_or("endless", Verdict::as_str),
                number(figures.and_then(|figures| figures.closure.mass)),
                number(figures.map(|figures| figures.closure.lines)),
                number(figures.and_then(|figures| figures.closure.value)),
                number(figures.and_then(|figures| figures.units_per_week)),
                figures.and_then(|figures| figures.bottleneck.as_deref()).unwrap_or_default(),
                number(figures.filter(|_| is_made(matrix, column, row)).map(|figures| figures.cost.total)),
                graph.currency.code(),
            );
        }
    }
    text
}

/// A matrix for people: a line a cell, or, where that would be too many, a letter.
pub fn local_matrix_text(catalog: &Catalog, graph: &Graph, matrix: &Matrix, style: Style) -> String {
    let cells = matrix.roots.len() * matrix.facilities.len();
    let mut text = if cells <= MOST_LINES && matrix.figures.is_some() {
        lines(catalog, graph, matrix, style)
    } else {
        letters(catalog, graph, matrix, style)
    };
    let counts = VERDICTS.iter().map(|(verdict, _)| format!("{} {}", matrix.count(*verdict), verdict.as_str()));
    let counts = counts.collect::<Vec<_>>().join(", ");
    let _ = writeln!(text, "\n{} plans at {} facilities: {counts}", matrix.roots.len(), matrix.facilities.len());
    text
}

fn lines(catalog: &Catalog, graph: &Graph, matrix: &Matrix, style: Style) -> String {
    let ids = matrix.roots.iter().map(|root| graph.item(*root).id.as_str().chars().count());
    let width = ids.max().unwrap_or(0).max("plan".len());
    let places = (0..matrix.facilities.len()).map(|column| facility_id(catalog, matrix, column).chars().count());
    let place_width = places.max().unwrap_or(0).max("facility".len());
    let currency = graph.currency.code();
    let head = format!(
        "{:width$}  {:place_width$}  {:22}  {:>6}  {:>17}  {:>10}",
        "plan", "facility", "verdict", "lines", "rate", currency
    );
    let mut text = style.bold(&head) + "\n";
    for (row, root) in matrix.roots.iter().enumerate() {
        for column in 0..matrix.facilities.len() {
            let figures = figures(matrix, column, row);
            let verdict = matrix.verdicts[column][row];
            let is_made = is_made(matrix, column, row);
            let rate = figures.filter(|_| is_made).and_then(|figures| figures.units_per_week);
            let cost = figures.filter(|_| is_made).map(|figures| format_amount_grouped(figures.cost.total.round()));
            let line = format!(
                "{:width$}  {:place_width$}  {:22}  {:>6}  {:>17}  {:>10}",
                graph.item(*root).id,
                facility_id(catalog, matrix, column),
                verdict.map_or("a loop without end", Verdict::as_str),
                figures.map(|figures| percent(figures.closure.lines)).unwrap_or_default(),
                rate.map(|rate| weekly_rate(rate).to_string()).unwrap_or_default(),
                cost.unwrap_or_default(),
            );
            text += line.trim_end();
            text.push('\n');
        }
    }
    text
}

fn letters(catalog: &Catalog, graph: &Graph, matrix: &Matrix, style: Style) -> String {
    let ids = matrix.roots.iter().map(|root| graph.item(*root).id.as_str().chars().count());
    let width = ids.max().unwrap_or(0).max("plan".len());
    let mut text = String::new();
    for column in 0..matrix.facilities.len() {
        let _ = writeln!(text, "{:>4}  {}", column + 1, facility_id(catalog, matrix, column));
    }
    let legend = VERDICTS.iter().map(|(verdict, letter)| format!("{letter} {}", verdict.as_str()));
    let _ = writeln!(text, "\n{}\n", legend.collect::<Vec<_>>().join(", "));
    let tens: String = (1..=matrix.facilities.len()).map(|n| if n % 10 == 0 { 'X' } else { '.' }).collect();
    text += &(style.bold(&format!("{:width$}  {tens}", "plan")) + "\n");
    for (row, root) in matrix.roots.iter().enumerate() {
        let letter = |column: usize| {
            let verdict = matrix.verdicts[column][row];
            VERDICTS.iter().find(|(known, _)| Some(*known) == verdict).map_or('?', |(_, letter)| *letter)
        };
        let letters: String = (0..matrix.facilities.len()).map(letter).collect();
        let _ = writeln!(text, "{:width$}  {letters}", graph.item(*root).id);
    }
    text
}
