//! What somebody claims of the plans and places of a repository, and the figures that decide it.

use super::shared::{Reference, SourceNote};
use crate::quantity::Quantity;
use crate::text::{Span, Spanned};

/// A claim: it holds if all of its measures do.
#[derive(Clone, Debug)]
pub struct Claim {
    /// The name by which it is known in the repository.
    pub id: Reference,
    /// What it is called.
    pub title: Option<String>,
    /// What is claimed, in words.
    pub claim: Option<String>,
    /// What decides it.
    pub measures: Vec<Measure>,
    /// Who says so.
    pub sources: Vec<SourceNote>,
    /// What a reader should know about the measures: what they leave out, and what is doubtful.
    pub note: Option<String>,
}

/// A figure of the reports, and the bound that it has to keep.
#[derive(Clone, Debug)]
pub struct Measure {
    /// The figure.
    pub figure: Measured,
    /// What it is held against.
    pub bound: Option<Bound>,
    /// What it stands for, in words.
    pub note: Option<String>,
}

/// A figure of one thing at one place.
#[derive(Clone, Debug)]
pub struct Measured {
    /// Which figure.
    pub name: Spanned<FigureName>,
    /// The plan or item; `None` in a bound that means the measure's own.
    pub of: Option<Reference>,
    /// The facility; `None` in a bound that means the measure's own.
    pub at: Option<Reference>,
    /// For [`FigureName::Amount`]: of what.
    pub item: Option<Reference>,
}

/// What a figure is held against.
#[derive(Clone, Debug)]
pub struct Bound {
    /// On which side of it the figure has to be.
    pub side: Side,
    /// How far it may go.
    pub limit: Limit,
    /// Where.
    pub span: Span,
}

/// On which side of a bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The figure must be the bound or more.
    AtLeast,
    /// The figure must be the bound or less.
    AtMost,
}

impl Side {
    /// The word in documents and output.
    pub fn as_str(self) -> &'static str {
        match self {
            Side::AtLeast => "at-least",
            Side::AtMost => "at-most",
        }
    }
}

/// A bound.
#[derive(Clone, Debug)]
pub enum Limit {
    /// A quantity of the figure's dimension.
    Quantity(Quantity),
    /// Another figure.
    Figure(Measured),
}

/// What can be measured of one unit of a plan or item, made at a facility. The words are those of the schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FigureName {
    /// How much of an item comes from outside, net, in its unit of account.
    Amount,
    /// How many items of it can neither be made nor had there.
    BlockedItems,
    /// The share of its BOM lines that the place makes or has.
    ClosureByLines,
    /// The share of its mass that the place has.
    ClosureByMass,
    /// The share of its cost that is no import.
    ClosureByValue,
    /// What one costs, in the repository's currency.
    Cost,
    /// What a working day earns, if the place makes nothing else and sells all, in the repository's currency.
    EarningsPerDay,
    /// kWh.
    Electricity,
    /// kg CO2e.
    Emissions,
    /// m2 that the place has.
    FloorThere,
    /// m2 under the machines.
    FloorUsed,
    /// kg CO2e of one from elsewhere.
    ImportEmissions,
    /// The share of its cost that stays in the place.
    KeptLocal,
    /// Person-hours.
    Labour,
    /// Performance over cost, against what industry sells.
    PerformanceToCost,
    /// W that the place can draw.
    PowerThere,
    /// What one sells for, or costs to import, in the repository's currency.
    Price,
    /// How many a week, if the place makes nothing else.
    UnitsPerWeek,
}

/// What a figure is a quantity of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FigureKind {
    /// A number.
    Number,
    /// A share, from 0 to 1.
    Share,
    /// Money.
    Money,
    /// h.
    Hours,
    /// kg.
    Mass,
    /// kWh.
    Energy,
    /// m2.
    Area,
    /// kW.
    Power,
    /// As the item that it is an amount of.
    OfItem,
}

impl FigureName {
    /// All of them, in the order of their words.
    pub const ALL: [FigureName; 18] = [
        FigureName::Amount,
        FigureName::BlockedItems,
        FigureName::ClosureByLines,
        FigureName::ClosureByMass,
        FigureName::ClosureByValue,
        FigureName::Cost,
        FigureName::EarningsPerDay,
        FigureName::Electricity,
        FigureName::Emissions,
        FigureName::FloorThere,
        FigureName::FloorUsed,
        FigureName::ImportEmissions,
        FigureName::KeptLocal,
        FigureName::Labour,
        FigureName::PerformanceToCost,
        FigureName::PowerThere,
        FigureName::Price,
        FigureName::UnitsPerWeek,
    ];

    /// The word in documents and output.
    pub fn as_str(self) -> &'static str {
        match self {
            FigureName::Amount => "amount",
            FigureName::BlockedItems => "blocked-items",
            FigureName::ClosureByLines => "closure-by-lines",
            FigureName::ClosureByMass => "closure-by-mass",
            FigureName::ClosureByValue => "closure-by-value",
            FigureName::Cost => "cost",
            FigureName::EarningsPerDay => "earnings-per-day",
            FigureName::Electricity => "electricity",
            FigureName::Emissions => "emissions",
            FigureName::FloorThere => "floor-there",
            FigureName::FloorUsed => "floor-used",
            FigureName::ImportEmissions => "import-emissions",
            FigureName::KeptLocal => "kept-local",
            FigureName::Labour => "labour",
            FigureName::PerformanceToCost => "performance-to-cost",
            FigureName::PowerThere => "power-there",
            FigureName::Price => "price",
            FigureName::UnitsPerWeek => "units-per-week",
        }
    }

    /// The figure of a word.
    pub fn from_word(word: &str) -> Option<FigureName> {
        FigureName::ALL.into_iter().find(|figure| figure.as_str() == word)
    }

    /// What it is a quantity of.
    pub fn kind(self) -> FigureKind {
        match self {
            FigureName::Amount => FigureKind::OfItem,
            FigureName::BlockedItems | FigureName::PerformanceToCost | FigureName::UnitsPerWeek => FigureKind::Number,
            FigureName::ClosureByLines
            | FigureName::ClosureByMass
            | FigureName::ClosureByValue
            | FigureName::KeptLocal => FigureKind::Share,
            FigureName::Cost | FigureName::EarningsPerDay | FigureName::Price => FigureKind::Money,
            FigureName::Electricity => FigureKind::Energy,
            FigureName::Emissions | FigureName::ImportEmissions => FigureKind::Mass,
            FigureName::FloorThere | FigureName::FloorUsed => FigureKind::Area,
            FigureName::Labour => FigureKind::Hours,
            FigureName::PowerThere => FigureKind::Power,
        }
    }
}
