//! A resolution as a table: for the terminal, and as CSV for spreadsheets.

use super::credit_human::credit_lines;
use super::style::Style;
use crate::graph::Graph;
use crate::quantity::format_amount_grouped;
use crate::resolve::Resolution;
use crate::text::csv_cell;

/// One line an item, those nearest to the plan first.
pub fn table(graph: &Graph, resolution: &Resolution, style: Style) -> String {
    let mut needs: Vec<_> = resolution.needs.iter().collect();
    needs.sort_by_key(|need| (need.depth, need.item));
    let rows: Vec<[String; 6]> = needs
        .iter()
        .map(|need| {
            let item = graph.item(need.item);
            let mass = item.mass_kg.map_or_else(String::new, |mass_kg| format_amount_grouped(mass_kg * need.quantity));
            let recipe = need.obtain.recipe().map_or_else(String::new, |recipe| graph.recipe(recipe).id.to_string());
            let id = item.id.to_string();
            [
                id,
                format_amount_grouped(need.quantity),
                item.unit.symbol().to_owned(),
                mass,
                need.obtain.as_str().to_owned(),
                recipe,
            ]
        })
        .collect();
    let header = ["item", "quantity", "unit", "kg", "obtained", "recipe"];
    let widths: Vec<usize> = (0..header.len())
        .map(|column| {
            rows.iter().map(|row| row[column].chars().count()).chain([header[column].len()]).max().unwrap_or(0)
        })
        .collect();
    let line = |cells: &[&str]| {
        let padded: Vec<String> = cells
            .iter()
            .enumerate()
            .map(|(column, cell)| {
                let space = " ".repeat(widths[column].saturating_sub(cell.chars().count()));
                if matches!(column, 1 | 3) { format!("{space}{cell}") } else { format!("{cell}{space}") }
            })
            .collect();
        padded.join("  ").trim_end().to_owned()
    };
    let mut text = style.bold(&line(&header)) + "\n";
    for row in &rows {
        let cells: Vec<&str> = row.iter().map(String::as_str).collect();
        text.push_str(&line(&cells));
        text.push('\n');
    }
    for line in credit_lines(graph, resolution) {
        text.push_str(&style.dim(&line));
        text.push('\n');
    }
    text
}

/// One row an item, as RFC 4180: commas, double quotes, CRLF.
pub fn csv(graph: &Graph, resolution: &Resolution) -> String {
    let mut text = String::from("item,title,quantity,net,unit,mass-kg,depth,obtained,recipe,runs\r\n");
    for need in &resolution.needs {
        let item = graph.item(need.item);
        let mass = item.mass_kg.map_or_else(String::new, |mass_kg| (mass_kg * need.quantity).to_string());
        let recipe = need.obtain.recipe().map_or("", |recipe| graph.recipe(recipe).id.as_str());
        let runs = need.obtain.recipe().map_or_else(String::new, |_| need.runs.to_string());
        let cells = [
            csv_cell(item.id.as_str()),
            csv_cell(&item.title),
            need.quantity.to_string(),
            need.net.to_string(),
            csv_cell(item.unit.symbol()),
            mass,
            need.depth.to_string(),
            need.obtain.as_str().to_owned(),
            csv_cell(recipe),
            runs,
        ];
        text.push_str(&cells.join(","));
        text.push_str("\r\n");
    }
    text
}
