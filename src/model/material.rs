//! A material: an item described in a catalog.

use super::shared::{Reference, SafetyNote, SourceNote};
use crate::quantity::{Quantity, Unit};
use crate::text::{Span, Spanned};

/// An item that is raw, made by a process, or bought.
#[derive(Clone, Debug)]
pub struct Material {
    /// Its id.
    pub id: Reference,
    /// What it is called.
    pub title: Option<String>,
    /// What it is, at length.
    pub description: Option<Spanned<String>>,
    /// The unit of account; `None` if what is written is no unit.
    pub unit: Option<Spanned<Unit>>,
    /// Mass per unit of account.
    pub mass: Option<Spanned<Quantity>>,
    /// Mass per volume.
    pub density: Option<Spanned<Quantity>>,
    /// Where its chain goes on or ends; `None` if unsaid.
    pub origin: Option<Origin>,
    /// Where a raw item is taken from.
    pub from: Option<RawFrom>,
    /// What it comes in.
    pub stock: Option<StockSize>,
    /// How much is sold together.
    pub pack: Option<Spanned<Quantity>>,
    /// How much use one lasts, if it wears: runs, machine hours, or good output of what uses it.
    pub lifetime: Option<Spanned<Quantity>>,
    /// Price per unit of account.
    pub price: Option<Spanned<Quantity>>,
    /// Who sells it, or what kind of shop.
    pub supplier: Option<String>,
    /// How long an import takes to arrive.
    pub lead_time: Option<Spanned<Quantity>>,
    /// CO2e when imported, per mass or per unit of account.
    pub emissions: Option<Spanned<Quantity>>,
    /// Hazards.
    pub safety: Vec<SafetyNote>,
    /// Other names: (scheme, id).
    pub see: Vec<(String, String)>,
    /// Where its figures are from.
    pub sources: Vec<SourceNote>,
    /// The whole document.
    pub span: Span,
}

/// Where an item's chain goes on or ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin {
    /// Taken from ground, air, water, sun, biomass or waste.
    Raw,
    /// Made by a process or a plan.
    Made,
    /// Nobody here knows how to make it.
    Bought,
}

/// Where a raw item is taken from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RawFrom {
    /// Mined or dug.
    Ground,
    /// The atmosphere.
    Air,
    /// Rivers, wells, the sea.
    Water,
    /// Sunlight.
    Sun,
    /// Grown.
    Biomass,
    /// What was thrown away.
    Waste,
}

impl RawFrom {
    /// The word in documents and output.
    pub fn as_str(self) -> &'static str {
        match self {
            RawFrom::Ground => "ground",
            RawFrom::Air => "air",
            RawFrom::Water => "water",
            RawFrom::Sun => "sun",
            RawFrom::Biomass => "biomass",
            RawFrom::Waste => "waste",
        }
    }
}

/// The size of one piece of stock.
#[derive(Clone, Debug, Default)]
pub struct StockSize {
    /// Length.
    pub length: Option<Spanned<Quantity>>,
    /// Width.
    pub width: Option<Spanned<Quantity>>,
    /// Thickness.
    pub thickness: Option<Spanned<Quantity>>,
    /// Other sizes that it is sold in.
    pub also: Vec<OtherSize>,
}

/// Another size of bar or sheet.
#[derive(Clone, Debug)]
pub struct OtherSize {
    /// Length.
    pub length: Spanned<Quantity>,
    /// Width of a sheet.
    pub width: Option<Spanned<Quantity>>,
    /// What one piece costs.
    pub price: Option<Spanned<Quantity>>,
}
