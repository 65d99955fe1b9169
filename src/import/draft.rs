//! A plan as far as another format tells it.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::quantity::Quantity;

/// What another format tells of a machine.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    /// The file that it is from, for comments and sources.
    pub origin: String,
    /// What it is called.
    pub title: Option<String>,
    /// As its authors count.
    pub version: Option<String>,
    /// What it does, in a sentence.
    pub summary: Option<String>,
    /// More of it.
    pub description: Option<String>,
    /// Words to find it by.
    pub keywords: Vec<String>,
    /// Licences as written, by `hardware`, `documentation`, `software`, or empty for all.
    pub licenses: Vec<(&'static str, String)>,
    /// Who made it.
    pub authors: Vec<Author>,
    /// How far it is proven, as a plan says it, and what says so.
    pub readiness: Option<(&'static str, String)>,
    /// kg of one.
    pub mass_kg: Option<f64>,
    /// A picture, by path or address.
    pub image: Option<String>,
    /// How to build it, by path.
    pub instructions: Option<String>,
    /// Its files, by path or address.
    pub files: Vec<DraftFile>,
    /// Where its bill of materials is, by path or address.
    pub bill: Option<String>,
    /// What goes into it.
    pub lines: Vec<Line>,
    /// Hazards, each perhaps with a note.
    pub safety: Vec<(String, Option<String>)>,
    /// Titles and addresses.
    pub links: Vec<(String, String)>,
    /// What has no place of its own, by key.
    pub kept: Vec<(String, Value)>,
    /// Files that come along, by path in the plan's folder.
    pub brought: BTreeMap<String, Vec<u8>>,
    /// What the reader should know.
    pub notes: Vec<String>,
}

/// Somebody to credit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Author {
    /// The name.
    pub name: String,
    /// Where to reach them.
    pub url: Option<String>,
}

/// A file of the machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftFile {
    /// Where it is, by path or address.
    pub path: String,
    /// `source`, `export`, `drawing`, `image` or `firmware`.
    pub role: Option<&'static str>,
    /// What it is called.
    pub title: Option<String>,
    /// The field that named it, where no role says the same.
    pub field: Option<String>,
}

/// One thing that goes into it.
#[derive(Clone, Debug)]
pub struct Line {
    /// The line of the table that it is from; 0 if it is not from a table.
    pub row: u32,
    /// What it is called.
    pub name: String,
    /// The id that it is given.
    pub id: Option<String>,
    /// How much, for one machine.
    pub quantity: Quantity,
    /// Whether it is made for this machine; `None` if nobody says.
    pub is_made: Option<bool>,
    /// What it is made of.
    pub material: Option<String>,
    /// kg of one.
    pub mass_kg: Option<f64>,
    /// What one costs: amount and currency code.
    pub price: Option<(f64, String)>,
    /// The drawing to make it by.
    pub drawing: Option<String>,
    /// What else there is to know.
    pub note: Option<String>,
    /// Cells without a field of their own: key and text.
    pub details: Vec<(String, String)>,
    /// What was guessed.
    pub guesses: Vec<String>,
}

impl Line {
    /// One of something, of which nothing but the name is known.
    pub fn one(name: String, unit: &crate::quantity::Unit) -> Option<Self> {
        Some(Self {
            row: 0,
            name,
            id: None,
            quantity: Quantity::new(1.0, unit)?,
            is_made: None,
            material: None,
            mass_kg: None,
            price: None,
            drawing: None,
            note: None,
            details: Vec::new(),
            guesses: Vec::new(),
        })
    }
}
