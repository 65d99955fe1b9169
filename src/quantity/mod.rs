//! Text to quantities and back: `12.4 m`, `3/8 in`, `34 USD/m` become a number with a dimension, computed in SI
//! and shown as the author wrote them.
//!
//! - A unit has a factor to SI and a [`Dimension`]; currencies are dimensions of their own, counts have none.
//! - Nothing here reads a clock, a locale or an exchange rate: equal text gives equal quantities everywhere.
//! - A year is the Julian year of 365.25 days, a gallon and a ton are the US ones, a BTU is the International
//!   Table one, a horsepower the mechanical one; `ton` alone is refused.

mod around;
mod currency;
mod dimension;
mod display;
mod expected;
mod expression;
mod instead;
mod interval;
mod mended;
mod misread;
mod money;
mod number;
mod parse;
mod parse_error;
mod remembered;
mod suggest;
mod symbol;
mod table;
mod unit;
mod weekly_rate;
mod words;

#[cfg(test)]
mod tests;

use std::fmt;
use std::sync::Arc;

pub use currency::Currency;
pub use dimension::Dimension;
pub use display::{display_in, display_si, format_amount, format_amount_grouped};
pub use expected::ExpectedUnit;
pub use interval::parse_interval;
pub use mended::{mended, mended_unit};
pub use parse::{LARGEST, parse, parse_unit};
pub use parse_error::{ParseError, ParseErrorKind};
pub use unit::Unit;
pub use weekly_rate::{WeeklyRate, weekly_rate};

/// A number with a unit, as somebody wrote it. Its value in SI is always finite.
///
/// A copy shares what it says with its original: a document says most quantities many times, and leaves most of its fields for
/// quantities empty.
#[derive(Clone, Debug, PartialEq)]
pub struct Quantity(Arc<Written>);

/// What a quantity says.
#[derive(Debug, PartialEq)]
struct Written {
    text: Box<str>,
    amount: f64,
    unit: Unit,
}

impl Quantity {
    /// The quantity of `amount` in `unit`, written as people would; `None` where that is not finite in SI.
    #[must_use]
    pub fn new(amount: f64, unit: &Unit) -> Option<Self> {
        if !unit.to_si(amount).is_finite() {
            return None;
        }
        let mut text = format_amount(amount);
        text.push(' ');
        text.push_str(unit.symbol());
        Some(Self::from_written(text, amount, unit.clone()))
    }

    /// The quantity that is written as `text`, of which all else was read.
    fn from_written(text: String, amount: f64, unit: Unit) -> Self {
        Self(Arc::new(Written { text: text.into(), amount, unit }))
    }

    /// The value in SI: metres, kilograms, seconds, kelvins, amperes, moles, and the currency as it is.
    #[must_use]
    pub fn si(&self) -> f64 {
        self.0.unit.to_si(self.0.amount)
    }

    /// What it is a quantity of.
    #[must_use]
    pub fn dimension(&self) -> Dimension {
        self.0.unit.dimension()
    }

    /// The author's own text, without surrounding blanks.
    #[must_use]
    pub fn as_written(&self) -> &str {
        &self.0.text
    }

    /// The number that was written, in the unit that was written; `1-1/4 in` gives 1.25.
    #[must_use]
    pub fn amount(&self) -> f64 {
        self.0.amount
    }

    /// The unit as it was written; `ea` for a bare number.
    #[must_use]
    pub fn unit_symbol(&self) -> &str {
        self.0.unit.symbol()
    }

    /// The unit that was written; `ea` for a bare number.
    #[must_use]
    pub fn unit(&self) -> Unit {
        self.0.unit.clone()
    }

    /// The number in another unit of the same dimension; `None` where the dimensions differ.
    #[must_use]
    pub fn in_unit(&self, unit: &Unit) -> Option<f64> {
        if self.dimension() != unit.dimension() {
            None
        } else if self.0.unit.scale == unit.scale {
            Some(self.0.amount)
        } else {
            Some(unit.amount_of(self.si()))
        }
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0.text)
    }
}
