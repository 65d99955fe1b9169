//! A process (a recipe) and a capability (a manufacturing ability).

use super::shared::{Input, Loss, Operation, Reference, SafetyNote, SourceNote};
use crate::quantity::{Quantity, Unit};
use crate::text::{Span, Spanned};

/// A recipe: inputs to outputs.
#[derive(Clone, Debug)]
pub struct Process {
    /// Its id.
    pub id: Reference,
    /// What it is called.
    pub title: Option<String>,
    /// What it is, at length.
    pub description: Option<Spanned<String>>,
    /// What comes out, per run.
    pub outputs: Vec<Output>,
    /// What goes in, per run.
    pub inputs: Vec<Input>,
    /// What is lost, per run.
    pub losses: Vec<Loss>,
    /// How it is done.
    pub operations: Vec<Operation>,
    /// How much good output is made in one go.
    pub batch: Option<Spanned<Quantity>>,
    /// Good output per nominal output, 0 to 1.
    pub yield_fraction: Option<Spanned<f64>>,
    /// Rank among the recipes of an item; lower is chosen first.
    pub prefer: f64,
    /// kg CO2e of the process itself, per run.
    pub direct_emissions: Option<Spanned<Quantity>>,
    /// Hazards.
    pub safety: Vec<SafetyNote>,
    /// Where its figures are from.
    pub sources: Vec<SourceNote>,
    /// The whole document.
    pub span: Span,
}

/// Something that comes out of a process.
#[derive(Clone, Debug)]
pub struct Output {
    /// The item.
    pub item: Reference,
    /// How much, per run.
    pub quantity: Option<Spanned<Quantity>>,
    /// Whether nobody runs the process for its sake.
    pub by_product: bool,
    /// More about it.
    pub note: Option<String>,
    /// The source of the figure.
    pub source: Option<Reference>,
}

/// A manufacturing ability, named in a hierarchy.
#[derive(Clone, Debug)]
pub struct Capability {
    /// Its id.
    pub id: Reference,
    /// What it is called.
    pub title: Option<String>,
    /// What it is, at length.
    pub description: Option<Spanned<String>>,
    /// What an envelope can say: (name, parameter).
    pub parameters: Vec<(Spanned<String>, Parameter)>,
    /// What to wear or have at the work.
    pub protection: Vec<String>,
    /// Other names: (scheme, id).
    pub see: Vec<(String, String)>,
    /// The whole document.
    pub span: Span,
}

/// A parameter of a capability.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// The unit of its values; `None` if they are words.
    pub unit: Option<Spanned<Unit>>,
    /// When a need fits an offer.
    pub fits: Fits,
    /// What it is.
    pub description: Option<String>,
}

/// When a need fits what equipment offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fits {
    /// The need is at most what is offered.
    AtMost,
    /// The need is at least what is offered.
    AtLeast,
    /// The need is one of what is offered.
    OneOf,
    /// The need is exactly what is offered.
    Equal,
    /// The need, a value or an interval, lies inside an interval that is offered.
    Range,
}

impl Fits {
    /// The word in documents and output.
    pub fn as_str(self) -> &'static str {
        match self {
            Fits::AtMost => "at-most",
            Fits::AtLeast => "at-least",
            Fits::OneOf => "one-of",
            Fits::Equal => "equal",
            Fits::Range => "range",
        }
    }
}
