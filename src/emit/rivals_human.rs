//! How an item is obtained and why not otherwise, for the terminal.

use super::style::Style;
use crate::graph::{Graph, ItemIndex};
use crate::resolve::{Objective, Obtain, Rival, Rivals, Standing};

/// The ways of an item, each with what a unit comes to, and what spoke for or against it.
pub fn rivals_text(graph: &Graph, rivals: &Rivals, style: Style) -> String {
    let item = graph.item(rivals.item);
    let unit = item.unit.symbol();
    let Some(chosen) = rivals.ways.first() else { return String::new() };
    let reason = reason_text(graph, chosen.standing);
    let mut text = match chosen.obtain.recipe() {
        Some(recipe) => {
            format!("\n{} is made by {}: {reason}\n", item.id, style.bold(graph.recipe(recipe).id.as_str()))
        }
        None => format!("\n{} is {}: {reason}\n", item.id, style.obtained(chosen.obtain, chosen.obtain.as_str())),
    };
    if rivals.ways.len() == 1 {
        return text;
    }
    let counts =
        |number: &usize| rivals.ways.iter().any(|rival| rival.values.is_some_and(|values| values[*number] != 0.0));
    let shown: Vec<usize> = (0..Objective::ALL.len()).filter(counts).collect();
    let mut rows: Vec<Vec<String>> = vec![vec![format!("per {unit}")]];
    rows[0].extend(shown.iter().map(|number| heading(graph, Objective::ALL[*number])));
    for (position, rival) in rivals.ways.iter().enumerate() {
        let mark = if position == 0 { "▸" } else { " " };
        let mut row = vec![format!("{mark} {}", name(graph, rivals.item, rival.obtain))];
        row.extend(shown.iter().map(|number| rival.values.map_or("–".to_owned(), |values| value(values[*number]))));
        rows.push(row);
    }
    let columns = shown.len() + 1;
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns).map(width).collect();
    for (position, row) in rows.iter().enumerate() {
        let cells: Vec<String> = row
            .iter()
            .zip(&widths)
            .enumerate()
            .map(|(column, (cell, width))| {
                let space = " ".repeat(width.saturating_sub(cell.chars().count()));
                if column == 0 { format!("{cell}{space}") } else { format!("{space}{cell}") }
            })
            .collect();
        let reason = position
            .checked_sub(1)
            .and_then(|way| rivals.ways.get(way))
            .map_or(String::new(), |rival| format!("  {}", reason_text(graph, rival.standing)));
        let line = format!("  {}{}", cells.join("  "), if position == 0 { String::new() } else { style.dim(&reason) });
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

/// A way in a word: the recipe's id, or how it comes from outside.
pub(super) fn name(graph: &Graph, item: ItemIndex, obtain: Obtain) -> String {
    match obtain.recipe() {
        Some(recipe) => graph.recipe(recipe).id.to_string(),
        None if obtain == Obtain::Unresolved && !graph.item(item).recipes.is_empty() => "(not made)".to_owned(),
        None => format!("({})", obtain.as_str()),
    }
}

fn heading(graph: &Graph, objective: Objective) -> String {
    match objective {
        Objective::Cost => format!("cost {}", graph.currency.code()),
        Objective::Energy => "energy kWh".to_owned(),
        Objective::Emissions => "emissions kg".to_owned(),
        Objective::Labour => "labour h".to_owned(),
        Objective::Mass => "from outside kg".to_owned(),
        Objective::Imports => format!("imports {}", graph.currency.code()),
    }
}

/// Four significant digits, without an exponent where that is short.
fn value(value: f64) -> String {
    if value == 0.0 {
        return "0".to_owned();
    }
    let digits = 3 - value.abs().log10().floor() as i32;
    match digits {
        ..=0 => format!("{value:.0}"),
        1..=8 => format!("{value:.*}", digits as usize).trim_end_matches('0').trim_end_matches('.').to_owned(),
        _ => format!("{value:.2e}"),
    }
}

/// Why a way is chosen, or not, in words.
pub(super) fn reason_text(graph: &Graph, standing: Standing) -> String {
    let id = |item: ItemIndex| graph.item(item).id.as_str();
    match standing {
        Standing::OnlyWay => "there is no other way".to_owned(),
        Standing::AskedFor => "asked for by --use".to_owned(),
        Standing::AuthorSays => "its author says so".to_owned(),
        Standing::LowestRank => "it has the lowest `prefer`".to_owned(),
        Standing::FirstById => "first by id of those with the lowest `prefer`".to_owned(),
        Standing::Least(objective) => format!("least {}", objective.as_str()),
        Standing::BestLeft => "the others were passed over".to_owned(),
        Standing::AnotherAskedFor => "another was asked for by --use".to_owned(),
        Standing::Avoided => "passed over: avoided".to_owned(),
        Standing::TakesAvoided(item) => {
            format!("passed over: takes `{}`, which can't be had without what is avoided", id(item))
        }
        Standing::DeadEnd(item) => format!("passed over: dead end `{}`", id(item)),
        Standing::NeedsRunaway(item) => format!("passed over: needs `{}`, whose loop makes nothing", id(item)),
        Standing::MakesNothing(gain) => {
            format!("passed over: its loop makes nothing (it takes {gain:.4} for each unit)")
        }
        Standing::LoopMakesNothing => "passed over: with the others chosen its loop makes nothing".to_owned(),
        Standing::NotAsAuthorSays => "its author says that it comes from outside".to_owned(),
        Standing::HigherRank => "its `prefer` is higher".to_owned(),
        Standing::LaterId => "later by id".to_owned(),
        Standing::MoreUnpriced => "takes more of what has no price".to_owned(),
        Standing::Dearer => "comes to more".to_owned(),
        Standing::Same => "comes to the same; the other is preferred".to_owned(),
    }
}

/// The reason as a word for JSON.
pub(super) fn reason_word(rival: &Rival) -> &'static str {
    match rival.standing {
        Standing::OnlyWay => "only-way",
        Standing::AskedFor => "asked-for",
        Standing::AuthorSays => "origin",
        Standing::LowestRank => "lowest-prefer",
        Standing::FirstById => "first-by-id",
        Standing::Least(_) => "least",
        Standing::BestLeft => "best-left",
        Standing::AnotherAskedFor => "another-asked-for",
        Standing::Avoided => "avoided",
        Standing::TakesAvoided(_) => "takes-avoided",
        Standing::DeadEnd(_) => "dead-end",
        Standing::NeedsRunaway(_) => "needs-loop-that-makes-nothing",
        Standing::MakesNothing(_) | Standing::LoopMakesNothing => "loop-makes-nothing",
        Standing::NotAsAuthorSays => "not-its-origin",
        Standing::HigherRank => "higher-prefer",
        Standing::LaterId => "later-id",
        Standing::MoreUnpriced => "more-unpriced",
        Standing::Dearer => "comes-to-more",
        Standing::Same => "comes-to-the-same",
    }
}
