//! What a resolution rests on, for the terminal and for spreadsheets.

use std::fmt::Write;

use super::figure::{RANKED_BY, helps_most, in_words, kind, owner, source_title, weak_figures, weight};
use super::phrase::{counted, percent};
use super::style::Style;
use crate::catalog::Catalog;
use crate::graph::Graph;
use crate::quantity::format_amount_grouped;
use crate::resolve::{Evidence, Figure, Resolution, Total, evidence_by_total};
use crate::text::csv_cell;

/// A grade and the share of it.
type GradeShare = (&'static str, fn(&Evidence) -> f64);

/// The grades, best first.
const GRADES: [GradeShare; 3] = [
    ("stated", |evidence| evidence.stated),
    ("derived", |evidence| evidence.derived),
    ("estimated", |evidence| evidence.estimated),
];

/// How well each total is founded, and the at most `limit` figures behind which a better source would move most.
pub fn evidence_text(
    catalog: &Catalog,
    graph: &Graph,
    resolution: &Resolution,
    figures: &[Figure],
    limit: usize,
    style: Style,
) -> String {
    let mut text = String::new();
    let root = graph.item(resolution.root);
    let amount = format_amount_grouped(resolution.quantity);
    let _ = writeln!(
        text,
        "{} what {amount} {} of it depends on, by the grade of each figure:\n",
        style.bold(&format!("{}:", root.id)),
        root.unit.symbol()
    );
    let by_total = evidence_by_total(figures);
    let header: Vec<String> = Total::ALL.iter().map(|total| format!("{:>11}", total.as_str())).collect();
    let _ = writeln!(text, "{}", style.bold(&format!("{:<9}  {}", "grade", header.join("  "))));
    for (grade, share) in GRADES {
        let cells: Vec<String> = by_total
            .iter()
            .map(|evidence| {
                let is_known = evidence.stated + evidence.derived + evidence.estimated > 0.0;
                format!("{:>11}", if is_known { percent(share(evidence)) } else { "–".to_owned() })
            })
            .collect();
        let _ = writeln!(text, "{grade:<9}  {}", cells.join("  "));
    }
    let weak = weak_figures(figures);
    if weak.is_empty() {
        let _ = writeln!(text, "\nCost, electricity and raw mass depend on stated figures alone.");
        return text;
    }
    let _ = writeln!(text, "\nIf one of these figures is 10 % off, the totals are off by:\n");
    let header: Vec<String> = RANKED_BY.iter().map(|total| format!("{:>11}", total.as_str())).collect();
    let _ = writeln!(text, "{}", style.bold(&format!("{}  {:<9}  figure", header.join("  "), "grade")));
    for figure in weak.iter().take(limit) {
        let cells: Vec<String> = RANKED_BY.iter().map(|total| moved(figure.elasticity_on(*total))).collect();
        let grade = figure.basis.grade.as_str();
        let source = source_title(catalog, graph, figure).unwrap_or("no source");
        let words = in_words(graph, figure);
        let _ = writeln!(text, "{}  {grade:<9}  {words} {}", cells.join("  "), style.dim(&format!("({source})")));
    }
    if let Some(next) = weak.get(limit) {
        let rest = weak.len() - limit;
        let each = if rest == 1 { "moves" } else { "each move" };
        let _ = writeln!(
            text,
            "{}",
            style.dim(&format!(
                "and {} that {each} none of them by more than {}",
                counted(rest, "figure"),
                moved(weight(next)).trim()
            ))
        );
    }
    if let Some((id, share)) = helps_most(graph, figures) {
        let _ = writeln!(
            text,
            "\nA better source helps most for {}: {} of what cost, electricity and raw mass depend on rests on figures of \
             it that no source states.",
            style.bold(id),
            percent(share)
        );
    }
    text
}

/// By how much a total moves if the figure moves by 10 %.
fn moved(elasticity: f64) -> String {
    let moved = elasticity.abs() * 10.0;
    let text = match moved {
        0.0 => "–".to_owned(),
        moved if moved < 0.005 => "< 0.01 %".to_owned(),
        moved => format!("±{moved:.2} %"),
    };
    format!("{text:>11}")
}

/// One row a figure, of every grade, as RFC 4180; elasticities are shares per share.
pub fn evidence_csv(catalog: &Catalog, graph: &Graph, figures: &[Figure]) -> String {
    let totals: Vec<String> = Total::ALL.iter().map(|total| format!("elasticity-{}", total.as_str())).collect();
    let mut text = format!("figure,kind,of,item,value,grade,source,{}\r\n", totals.join(","));
    for figure in figures.iter().filter(|figure| !figure.is_norm) {
        let mut cells = vec![
            csv_cell(&in_words(graph, figure)),
            kind(figure).to_owned(),
            csv_cell(owner(graph, figure)),
            csv_cell(graph.item(figure.item).id.as_str()),
            figure.value.to_string(),
            figure.basis.grade.as_str().to_owned(),
            csv_cell(source_title(catalog, graph, figure).unwrap_or("")),
        ];
        cells.extend(figure.elasticity.iter().map(f64::to_string));
        text.push_str(&cells.join(","));
        text.push_str("\r\n");
    }
    text
}
