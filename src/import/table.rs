//! Bytes to rows of cells: comma-separated values (RFC 4180) with whatever delimiter, and tables of Markdown.

use super::Fault;
use super::header::recognised;
use crate::text::LineIndex;

/// One row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Row {
    /// Its line, from 1.
    pub line: u32,
    /// Its cells, without blanks around them.
    pub cells: Vec<String>,
}

/// A table, as it was read.
#[derive(Debug)]
pub(super) struct Table {
    pub rows: Vec<Row>,
    /// What parts its cells; `|` for a table of Markdown.
    pub delimiter: char,
}

/// What cells may be parted by, those first that mean it most often.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// The text of a file that a spreadsheet may have written, and how it was read if not as UTF-8.
pub(super) fn text_of(bytes: &[u8]) -> (String, Option<&'static str>) {
    let utf16 = |join: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = bytes[2..].chunks_exact(2).map(|pair| join([pair[0], pair[1]])).collect();
        (String::from_utf16_lossy(&units), Some("UTF-16"))
    };
    match bytes {
        [0xFF, 0xFE, ..] => utf16(u16::from_le_bytes),
        [0xFE, 0xFF, ..] => utf16(u16::from_be_bytes),
        _ => match std::str::from_utf8(bytes) {
            Ok(text) => (text.trim_start_matches('\u{FEFF}').to_owned(), None),
            // Each byte is the character of its number there.
            Err(_) => (bytes.iter().map(|byte| char::from(*byte)).collect(), Some("Latin-1")),
        },
    }
}

/// The rows of a text, by the delimiter that gives the header that is understood best.
///
/// # Errors
/// It is empty, binary, or a quote is never closed.
pub(super) fn read_table(text: &str) -> Result<Table, Fault> {
    if text.contains('\0') {
        let help = "save the sheet as CSV (comma-separated values), and import that";
        return Err(at_start("this is no text; expected a table", help));
    }
    if text.trim().is_empty() {
        return Err(at_start(
            "this file is empty",
            "expected a header such as `Part,Quantity,Unit`, and a row for each part",
        ));
    }
    if let Some(rows) = markdown_rows(text) {
        return Ok(Table { rows, delimiter: '|' });
    }
    // A spreadsheet's own word for it.
    let stated =
        text.lines().next().and_then(|line| line.trim().strip_prefix("sep=")).and_then(|rest| rest.bytes().next());
    let body = if stated.is_some() { text.split_once('\n').map_or("", |(_, body)| body) } else { text };
    let skipped = u32::from(stated.is_some());
    let understood = |delimiter: &u8| {
        let rows = rows(body, *delimiter);
        let best = rows.iter().take(40).map(|row| recognised(&row.cells)).max().unwrap_or(0);
        (best, rows.iter().take(40).map(|row| row.cells.len()).max().unwrap_or(0))
    };
    // Of those that are understood as well, the first.
    let best = DELIMITERS.iter().rev().max_by_key(|delimiter| understood(delimiter)).copied();
    let delimiter = stated.or(best).unwrap_or(b',');
    if let Some(fault) = open_quote(body, delimiter, skipped) {
        return Err(fault);
    }
    let mut rows = rows(body, delimiter);
    rows.iter_mut().for_each(|row| row.line += skipped);
    Ok(Table { rows, delimiter: char::from(delimiter) })
}

fn rows(text: &str, delimiter: u8) -> Vec<Row> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let records = reader.records().filter_map(Result::ok);
    let row = |record: csv::StringRecord| {
        let line = record.position().map_or(1, |position| u32::try_from(position.line()).unwrap_or(u32::MAX));
        // A guard against formulas is no part of the text.
        let cell = |text: &str| text.strip_prefix('\'').unwrap_or(text).trim().to_owned();
        Row { line, cells: record.iter().map(cell).collect() }
    };
    records.map(row).filter(|row| row.cells.iter().any(|cell| !cell.is_empty())).collect()
}

/// The quote that opens a cell and is never closed.
fn open_quote(text: &str, delimiter: u8, skipped: u32) -> Option<Fault> {
    let (mut opened, mut at_start_of_cell) = (None, true);
    let mut bytes = text.bytes().enumerate().peekable();
    while let Some((at, byte)) = bytes.next() {
        match (opened, byte) {
            (Some(_), b'"') if matches!(bytes.peek(), Some((_, b'"'))) => drop(bytes.next()),
            (Some(_), b'"') => (opened, at_start_of_cell) = (None, false),
            (Some(_), _) => {}
            (None, b'"') if at_start_of_cell => opened = Some(at),
            (None, b' ') if at_start_of_cell => {}
            (None, _) => at_start_of_cell = byte == delimiter || byte == b'\n',
        }
    }
    let place = LineIndex::new(text).position(text, u32::try_from(opened?).unwrap_or(u32::MAX));
    Some(Fault {
        line: place.line + skipped,
        column: place.column,
        message: "this quote is never closed: all that follows would be one cell".to_owned(),
        help: Some(
            "close it with `\"` before the next delimiter; a quote inside of a quoted cell is written `\"\"`"
                .to_owned(),
        ),
    })
}

/// The rows of the first table of a Markdown text.
fn markdown_rows(text: &str) -> Option<Vec<Row>> {
    let lines: Vec<&str> = text.lines().collect();
    let is_rule = |line: &str| {
        let inside = line.trim();
        inside.contains('|') && inside.contains("--") && inside.chars().all(|c| matches!(c, '|' | '-' | ':' | ' '))
    };
    let rule = lines.iter().position(|line| is_rule(line)).filter(|rule| *rule > 0)?;
    let cells = |line: &str| -> Vec<String> {
        let inside = line.trim().trim_start_matches('|');
        let inside = inside.strip_suffix('|').unwrap_or(inside).replace("\\|", "\u{1}");
        inside.split('|').map(|cell| cell.replace('\u{1}', "|").trim().to_owned()).collect()
    };
    let row = |at: usize| Row { line: u32::try_from(at + 1).unwrap_or(u32::MAX), cells: cells(lines[at]) };
    let body = (rule + 1..lines.len()).take_while(|at| lines[*at].contains('|'));
    Some(std::iter::once(rule - 1).chain(body).map(row).collect())
}

fn at_start(message: &str, help: &str) -> Fault {
    Fault { line: 1, column: 1, message: message.to_owned(), help: Some(help.to_owned()) }
}
