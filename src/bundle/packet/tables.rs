//! A page of the packet that is tables under headings: order of work, inspection, people, spares.

use serde::Serialize;

use super::job::Job;
use super::pages::{PacketHead, head, page};
use crate::bundle::view::{Fact, Image, Page, Quantity};
use crate::bundle::wording::plain;

/// The context of `packet/tables`.
#[derive(Debug, Serialize)]
pub struct TablePage {
    page: Page,
    head: PacketHead,
    notes: Vec<String>,
    facts: Vec<Fact>,
    sections: Vec<Section>,
}

/// A heading with a table below it.
#[derive(Debug, Default, Serialize)]
pub struct Section {
    pub title: String,
    pub note: Option<String>,
    pub picture: Option<Image>,
    pub columns: Vec<Column>,
    /// All rows; on the page they stand in [`Section::bodies`].
    #[serde(skip)]
    pub rows: Vec<Vec<Cell>>,
    /// The rows in groups that a page should not cut, each with its head; all in one where there are no heads.
    pub bodies: Vec<Vec<Vec<Cell>>>,
    /// Whether there are several.
    pub is_grouped: bool,
    /// Whether there are lines for names and dates below.
    pub sign: Vec<String>,
}

/// The head of a column.
#[derive(Clone, Debug, Serialize)]
pub struct Column {
    pub title: String,
    /// `n` for numbers, `blank` for what is written by hand, `wide-only` for what a phone leaves out; or nothing.
    pub class: String,
}

/// One cell.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Cell {
    pub text: String,
    pub class: String,
    pub note: Option<String>,
    pub href: Option<String>,
    pub is_head: bool,
    pub is_box: bool,
    /// Columns that it takes; 0 for one.
    pub span: usize,
    /// What its column is called, which a phone shows before it; empty for what is written by hand.
    pub label: String,
}

impl Cell {
    /// Text.
    pub fn text(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// Text that stays on one line: a figure with its unit.
    pub fn fixed(text: impl Into<String>) -> Self {
        Self { class: "fixed".to_owned(), ..Self::text(text) }
    }

    /// The head of a row.
    pub fn head(text: impl Into<String>) -> Self {
        Self { text: text.into(), is_head: true, ..Self::default() }
    }

    /// The head of the rows that follow, across all columns.
    pub fn group(text: impl Into<String>, span: usize) -> Self {
        Self { text: text.into(), is_head: true, class: "group".to_owned(), span, ..Self::default() }
    }

    /// An amount.
    pub fn amount(quantity: &Quantity) -> Self {
        Self { text: plain(quantity), class: "n".to_owned(), ..Self::default() }
    }

    /// Room to write in.
    pub fn blank() -> Self {
        Self::default()
    }

    /// Room to write in, with lines beside it.
    pub fn write() -> Self {
        Self { class: "blank".to_owned(), ..Self::default() }
    }

    /// A box to tick.
    pub fn tick() -> Self {
        Self { is_box: true, ..Self::default() }
    }

    /// With a second line in small type.
    #[must_use]
    pub fn with_note(mut self, note: Option<String>) -> Self {
        self.note = note.filter(|note| !note.is_empty());
        self
    }

    /// With a link.
    #[must_use]
    pub fn linked(mut self, href: Option<String>) -> Self {
        self.href = href;
        self
    }
}

/// Columns from `Name` or `Name:class`.
pub fn columns(names: &[&str]) -> Vec<Column> {
    let column = |name: &&str| {
        let (title, class) = name.split_once(':').unwrap_or((name, ""));
        Column { title: title.to_owned(), class: class.to_owned() }
    };
    names.iter().map(column).collect()
}

/// A page; sections without rows and without a picture are left out.
pub fn table_page(
    job: &Job<'_>,
    path: &str,
    title: &str,
    notes: Vec<String>,
    facts: Vec<Fact>,
    sections: Vec<Section>,
) -> TablePage {
    let is_told = |section: &Section| !section.rows.is_empty() || section.picture.is_some();
    let sections = sections.into_iter().filter(is_told).map(grouped).collect();
    TablePage { page: page(job, path, title), head: head(job), notes, facts, sections }
}

/// A section with its rows in groups.
fn grouped(mut section: Section) -> Section {
    for mut row in std::mem::take(&mut section.rows) {
        for (cell, column) in row.iter_mut().zip(&section.columns) {
            if !cell.is_head && (cell.is_box || !cell.text.is_empty()) {
                cell.label.clone_from(&column.title);
            }
        }
        let is_head = row.first().is_some_and(|cell| cell.span > 0);
        match section.bodies.last_mut() {
            Some(body) if !is_head => body.push(row),
            _ => section.bodies.push(vec![row]),
        }
    }
    section.is_grouped = section.bodies.len() > 1;
    section
}
