//! A table of parts to the lines of a bill of materials.

use super::header::{Column, column, recognised};
use super::table::{Row, Table, read_table, text_of};
use super::{Draft, Fault, Line, amount};
use crate::quantity::{Currency, Quantity, Unit};
use crate::schema::is_id;

/// The key of what says where a thing stands on a board.
pub(super) const DESIGNATORS: &str = "designators";

/// Rows that may stand before the header.
const PREAMBLE: usize = 40;

/// Reads the table of parts in `bytes` into the lines of a draft. Prices without a currency are taken to be in `currency`.
///
/// # Errors
/// It is no table, or no row names its columns.
pub fn read_bill(bytes: &[u8], currency: Currency, draft: &mut Draft) -> Result<(), Fault> {
    let (text, encoding) = text_of(bytes);
    draft.notes.extend(encoding.map(|encoding| format!("the table is no UTF-8; it is read as {encoding}")));
    let table = read_table(&text)?;
    let Some(header) = header_row(&table.rows) else {
        let first = table.rows.first();
        let cells = first.map_or_else(String::new, |row| row.cells.join(" | "));
        return Err(Fault {
            line: first.map_or(1, |row| row.line),
            column: 1,
            message: format!(
                "no row names the columns: expected a header such as `Part,Quantity,Unit`, found `{}`",
                shortened(&cells)
            ),
            help: Some("write a header above the rows, with a name and a quantity at least".to_owned()),
        });
    };
    for row in &table.rows[..header] {
        draft.notes.push(format!(
            "line {}, before the header, is left out: {}",
            row.line,
            shortened(&row.cells.join(" "))
        ));
    }
    let names = &table.rows[header].cells;
    let rows = &table.rows[header + 1..];
    let reader =
        Reader { columns: columns(names, rows), names, has_decimal_comma: has_decimal_comma(&table), currency };
    for row in rows {
        match reader.line(row) {
            Ok(line) => draft.lines.push(line),
            Err(reason) => {
                let text =
                    shortened(&row.cells.iter().filter(|cell| !cell.is_empty()).cloned().collect::<Vec<_>>().join(" "));
                draft.notes.push(format!("line {} is left out, {reason}: {text}", row.line));
            }
        }
    }
    Ok(())
}

/// The row that names the columns: the one that is understood best, of which one column tells what the parts are.
fn header_row(rows: &[Row]) -> Option<usize> {
    let names_parts = |row: &Row| {
        row.cells.iter().any(|cell| {
            let (column, _) = column(cell);
            matches!(
                column,
                Column::Name(_) | Column::Item | Column::Description | Column::Reference | Column::Designators
            ) || column == Column::Detail("part-number")
        })
    };
    let candidates = rows.iter().enumerate().take(PREAMBLE).filter(|(_, row)| names_parts(row));
    // Of those that are understood as well, the first.
    candidates.rev().max_by_key(|(_, row)| recognised(&row.cells)).map(|(index, _)| index)
}

/// Where `;` parts the cells, `,` is left for decimals; a tab tells nothing.
fn has_decimal_comma(table: &Table) -> bool {
    table.delimiter == ';'
}

/// What each column is about, with its unit, now that its cells are known.
fn columns(names: &[String], rows: &[Row]) -> Vec<(Column, Option<String>)> {
    let mut columns: Vec<(Column, Option<String>)> = names.iter().map(|name| column(name)).collect();
    let cells = |at: usize| rows.iter().filter_map(move |row| row.cells.get(at)).filter(|cell| !cell.is_empty());
    let are_numbers = |at: usize| cells(at).all(|cell| cell.trim_end_matches('.').parse::<f64>().is_ok());
    let has = |columns: &[(Column, Option<String>)], wanted: fn(&Column) -> bool| {
        columns.iter().any(|(column, _)| wanted(column))
    };
    let is_quantity = |column: &Column| matches!(column, Column::Quantity | Column::QuantityEach);
    let is_name = |column: &Column| matches!(column, Column::Name(_) | Column::Description);
    let is_sbom = has(&columns, |column| matches!(column, Column::Units))
        && has(&columns, |column| matches!(column, Column::Type));
    for at in 0..columns.len() {
        let found = match columns[at].0 {
            Column::Item if are_numbers(at) => Column::Position,
            Column::Item if has(&columns, is_name) && cells(at).all(|cell| is_id(cell)) => Column::Item,
            Column::Item => Column::Name(3),
            Column::Name(2)
                if are_numbers(at)
                    && columns.iter().enumerate().any(|(other, (column, _))| other != at && is_name(column)) =>
            {
                Column::Position
            }
            Column::Units if has(&columns, is_quantity) => Column::Unit,
            Column::Units => Column::Quantity,
            Column::Unit if are_numbers(at) && !has(&columns, is_quantity) => Column::Quantity,
            Column::Reference if !is_sbom => Column::Designators,
            same => same,
        };
        columns[at].0 = found;
    }
    columns
}

struct Reader<'t> {
    columns: Vec<(Column, Option<String>)>,
    names: &'t [String],
    has_decimal_comma: bool,
    currency: Currency,
}

impl Reader<'_> {
    /// The cells of a kind of column that say something, each with its place.
    fn cells<'r>(&self, row: &'r Row, is_wanted: impl Fn(&Column) -> bool) -> Vec<(usize, &'r str)> {
        let cells = row.cells.iter().enumerate().filter(|(at, cell)| {
            !cell.is_empty() && self.columns.get(*at).is_some_and(|(column, _)| is_wanted(column))
        });
        cells.map(|(at, cell)| (at, cell.as_str())).collect()
    }

    fn cell<'r>(&self, row: &'r Row, wanted: Column) -> Option<&'r str> {
        self.cells(row, |column| *column == wanted).first().map(|(_, cell)| *cell)
    }

    /// The line of a row.
    ///
    /// # Errors
    /// Why it is none, in words.
    fn line(&self, row: &Row) -> Result<Line, &'static str> {
        if self
            .cells(row, |column| *column == Column::LeftOut)
            .iter()
            .any(|(_, cell)| !matches!(*cell, "0" | "no" | "No" | "false"))
        {
            return Err("it is marked as not to be fitted");
        }
        let mut guesses = Vec::new();
        let (name, name_at) = self.name(row).ok_or("it names no part")?;
        let is_sum = matches!(
            name.trim_end_matches(':').to_lowercase().as_str(),
            "total" | "totals" | "sum" | "subtotal" | "gesamt" | "summe"
        );
        if is_sum {
            return Err("it is a sum");
        }
        let quantity = self.quantity(row, &mut guesses)?;
        let id = self.cell(row, Column::Item).map(str::to_owned);
        let (is_made, reference_id, mut drawing) = self.kind(row);
        let mut line = Line {
            row: row.line,
            id: id.or(reference_id),
            is_made,
            guesses,
            ..Line::one(name, &Unit::each()).ok_or("")?
        };
        drawing = drawing.or_else(|| self.cell(row, Column::Drawing).map(str::to_owned));
        line.drawing = drawing;
        line.material = self.cell(row, Column::Material).map(str::to_owned);
        self.weigh(row, &quantity, &mut line);
        self.price(row, &quantity, &mut line);
        line.quantity = quantity;
        self.details(row, name_at, &mut line);
        Ok(line)
    }

    fn name(&self, row: &Row) -> Option<(String, usize)> {
        let rank = |at: usize| match self.columns[at].0 {
            Column::Name(rank) => rank,
            Column::Description => 5,
            Column::Detail("part-number") => 6,
            Column::Item => 7,
            _ => 8,
        };
        let names = self.cells(row, |column| {
            matches!(column, Column::Name(_) | Column::Description | Column::Item | Column::Designators)
                || *column == Column::Detail("part-number")
        });
        names
            .into_iter()
            .min_by_key(|(at, _)| (rank(*at), *at))
            .map(|(at, cell)| (cell.split_whitespace().collect::<Vec<_>>().join(" "), at))
    }

    fn quantity(&self, row: &Row, guesses: &mut Vec<String>) -> Result<Quantity, &'static str> {
        let each = Quantity::new(1.0, &Unit::each()).ok_or("")?;
        let unit = self.cell(row, Column::Unit).unwrap_or("");
        let written = self.cell(row, Column::QuantityEach).or_else(|| self.cell(row, Column::Quantity));
        let Some(written) = written else {
            let count = self.cell(row, Column::Designators).and_then(designators);
            if let Some(count) = count.and_then(|count| Quantity::new(count, &Unit::each())) {
                return Ok(count);
            }
            guesses.push("no quantity is given: taken as one".to_owned());
            return Ok(each);
        };
        // `12 %` of something is no amount of it.
        let of_column =
            || self.columns.iter().find(|(column, _)| matches!(column, Column::QuantityEach | Column::Quantity));
        let unit = if unit.is_empty() { of_column().and_then(|(_, unit)| unit.as_deref()).unwrap_or("") } else { unit };
        match amount::quantity(written, unit, self.has_decimal_comma) {
            Some((quantity, _)) if quantity.si() <= 0.0 => Err("its quantity is not more than zero"),
            Some((quantity, guess)) => {
                guesses.extend(guess);
                Ok(quantity)
            }
            None => {
                let unit = if unit.is_empty() { String::new() } else { format!(" {unit}") };
                guesses.push(format!("the quantity `{written}{unit}` is not understood: taken as one"));
                Ok(each)
            }
        }
    }

    /// Whether it is made, and what the table refers to: an id, or a drawing.
    fn kind(&self, row: &Row) -> (Option<bool>, Option<String>, Option<String>) {
        let kind = self.cell(row, Column::Type).map(str::to_lowercase);
        let reference = self.cell(row, Column::Reference);
        let is_file =
            |text: &str| text.rsplit('/').next().is_some_and(|name| name.contains('.')) && !text.contains("://");
        match kind.as_deref() {
            Some("posh" | "make" | "made" | "manufactured" | "fabricated" | "print" | "printed" | "3d print") => {
                // `../NAME/okh.toml` is a machine of its own.
                let folder =
                    reference.and_then(|text| text.strip_suffix("/okh.toml")).and_then(|text| text.rsplit('/').next());
                let id = folder.filter(|id| is_id(id)).map(str::to_owned);
                let drawing = reference.filter(|text| id.is_none() && is_file(text) && !text.ends_with("okh.toml"));
                (Some(id.is_none()), id, drawing.map(str::to_owned))
            }
            Some("std" | "buy" | "bought" | "purchased" | "mosh" | "standard" | "off the shelf") => {
                (Some(false), reference.filter(|text| is_id(text)).map(str::to_owned), None)
            }
            _ => (None, reference.filter(|text| is_id(text)).map(str::to_owned), None),
        }
    }

    fn weigh(&self, row: &Row, quantity: &Quantity, line: &mut Line) {
        let is_counted = quantity.unit_symbol() == "ea";
        // Our own lists, which have both quantities, give the mass of all.
        let is_own = self.columns.iter().any(|(column, _)| *column == Column::QuantityEach);
        for (at, cell) in self.cells(row, |column| matches!(column, Column::Mass { .. })) {
            let (column, unit) = &self.columns[at];
            let mass_kg = amount::mass_kg(cell, unit.as_deref(), self.has_decimal_comma);
            match mass_kg.filter(|_| is_counted) {
                Some(mass_kg) => {
                    let all = if is_own {
                        self.cell(row, Column::Quantity).and_then(|all| all.parse().ok())
                    } else {
                        Some(quantity.amount())
                    };
                    let divisor =
                        if is_own || *column == (Column::Mass { is_total: true }) { all.unwrap_or(1.0) } else { 1.0 };
                    line.mass_kg = line.mass_kg.or(Some(mass_kg / divisor));
                }
                None => line.details.push((self.key(at), cell.to_owned())),
            }
        }
    }

    fn price(&self, row: &Row, quantity: &Quantity, line: &mut Line) {
        for (at, cell) in self.cells(row, |column| matches!(column, Column::Price { .. })) {
            let (column, unit) = &self.columns[at];
            let Some((amount, code, is_stated)) =
                amount::money(cell, unit.as_deref(), self.has_decimal_comma, self.currency)
            else {
                line.details.push((self.key(at), cell.to_owned()));
                continue;
            };
            let divisor = if *column == (Column::Price { is_total: true }) { quantity.amount() } else { 1.0 };
            // Where both are there, that of one is what counts.
            if line.price.is_none() || divisor == 1.0 {
                if !is_stated && line.price.is_none() {
                    line.guesses.push(format!("the price names no currency: taken as {code}"));
                }
                line.price = Some((amount / divisor, code));
            }
        }
    }

    fn details(&self, row: &Row, name_at: usize, line: &mut Line) {
        let mut notes = Vec::new();
        for (at, cell) in row.cells.iter().enumerate().filter(|(at, cell)| !cell.is_empty() && *at != name_at) {
            let Some((column, _)) = self.columns.get(at) else {
                line.details.push((format!("column-{}", at + 1), cell.clone()));
                continue;
            };
            match column {
                Column::Description => notes.push(cell.clone()),
                Column::Name(_) | Column::Other => line.details.push((self.key(at), cell.clone())),
                Column::Detail(key) => line.details.push(((*key).to_owned(), cell.clone())),
                Column::Designators => line.details.push((DESIGNATORS.to_owned(), cell.clone())),
                // What the kind could not use.
                Column::Reference if line.id.as_deref() != Some(cell) && line.drawing.as_deref() != Some(cell) => {
                    line.details.push(("reference".to_owned(), cell.clone()));
                }
                Column::Type if line.is_made.is_none() => line.details.push(("type".to_owned(), cell.clone())),
                _ => {}
            }
        }
        line.note = (!notes.is_empty()).then(|| notes.join("; "));
    }

    fn key(&self, at: usize) -> String {
        let name = self.names.get(at).map_or("", String::as_str);
        let words: Vec<String> = name
            .split(|c: char| !c.is_ascii_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_lowercase)
            .collect();
        if words.is_empty() { format!("column-{}", at + 1) } else { words.join("-") }
    }
}

/// How many places `R1, R2, R5-R7` names.
fn designators(text: &str) -> Option<f64> {
    let number = |name: &str| name.trim_start_matches(|c: char| !c.is_ascii_digit()).parse::<u32>().ok();
    let names = text.split([',', ';', ' ']).filter(|name| !name.is_empty());
    let counts = names.map(|name| match name.split_once('-') {
        Some((first, last)) => Some(f64::from(number(last)?.checked_sub(number(first)?)? + 1)),
        None => name.ends_with(|c: char| c.is_ascii_digit()).then_some(1.0),
    });
    counts.sum::<Option<f64>>().filter(|count| *count > 0.0)
}

fn shortened(text: &str) -> String {
    const LONGEST: usize = 80;
    if text.chars().count() <= LONGEST {
        text.to_owned()
    } else {
        format!("{}…", text.chars().take(LONGEST).collect::<String>())
    }
}
