//! Text to quantities and back: `12.4 m`, `3/8 in`, `34 USD/m` become a number with a dimension, computed in SI
//! and shown as the author wrote them.
//!
//! - A unit has a factor to SI and a [`Dimension`]; currencies are dimensions of their own, counts have none.
//! - Nothing here reads a clock, a locale or an exchange rate: equal text gives equal quantities everywhere.
//! - A year is the Julian year of 365.25 days, a gallon and a ton are the US ones, a BTU is the International
//!   Table one, a horsepower the mechanical one; `ton` alone is refused.

mod currency;
mod dimension;
mod display;
mod expected;
mod expression;
mod interval;
mod mended;
mod misread;
mod number;
mod parse;
mod parse_error;
mod suggest;
mod symbol;
mod table;
mod unit;
mod words;

#[cfg(test)]
mod tests;

use std::fmt;

pub use currency::Currency;
pub use dimension::Dimension;
pub use display::{display_in, display_si, format_amount, format_amount_grouped};
pub use expected::ExpectedUnit;
pub use interval::parse_interval;
pub use mended::{mended, mended_unit};
pub use parse::{LARGEST, parse, parse_unit};
pub use parse_error::{ParseError, ParseErrorKind};
pub use unit::Unit;

use unit::Scale;

/// A number with a unit, as somebody wrote it. Its value in SI is always finite.
#[derive(Clone, Debug, PartialEq)]
pub struct Quantity {
    text: Box<str>,
    unit_start: usize,
    amount: f64,
    scale: Scale,
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
        let unit_start = text.len();
        text.push_str(unit.symbol());
        Some(Self { text: text.into(), unit_start, amount, scale: unit.scale })
    }

    /// The value in SI: metres, kilograms, seconds, kelvins, amperes, moles, and the currency as it is.
    #[must_use]
    pub fn si(&self) -> f64 {
        self.scale.to_si(self.amount)
    }

    /// What it is a quantity of.
    #[must_use]
    pub fn dimension(&self) -> Dimension {
        self.scale.dimension
    }

    /// The author's own text, without surrounding blanks.
    #[must_use]
    pub fn as_written(&self) -> &str {
        &self.text
    }

    /// The number that was written, in the unit that was written; `1-1/4 in` gives 1.25.
    #[must_use]
    pub fn amount(&self) -> f64 {
        self.amount
    }

    /// The unit as it was written; `ea` for a bare number.
    #[must_use]
    pub fn unit_symbol(&self) -> &str {
        match self.text.get(self.unit_start..) {
            Some(symbol) if !symbol.is_empty() => symbol,
            _ => "ea",
        }
    }

    /// The unit that was written; `ea` for a bare number.
    #[must_use]
    pub fn unit(&self) -> Unit {
        Unit { symbol: self.unit_symbol().into(), scale: self.scale }
    }

    /// The number in another unit of the same dimension; `None` where the dimensions differ.
    #[must_use]
    pub fn in_unit(&self, unit: &Unit) -> Option<f64> {
        if self.dimension() != unit.dimension() {
            None
        } else if self.scale == unit.scale {
            Some(self.amount)
        } else {
            Some(unit.amount_of(self.si()))
        }
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.text)
    }
}
