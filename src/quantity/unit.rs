//! Units: a symbol, a factor to SI, a dimension.

use std::fmt;
use std::sync::Arc;

use super::currency::Currency;
use super::dimension::Dimension;
use super::table::{self, Row};
use crate::text::shared;

/// A unit, by the symbol that the author wrote.
#[derive(Clone, Debug, PartialEq)]
pub struct Unit {
    pub(super) symbol: Arc<str>,
    pub(super) scale: Scale,
}

impl Unit {
    /// The unit of things that are counted, `ea`.
    #[must_use]
    pub fn each() -> Self {
        Self::of("ea", Scale::ONE)
    }

    /// The unit of a symbol that means this scale.
    pub(super) fn of(symbol: &str, scale: Scale) -> Self {
        Self { symbol: shared(symbol), scale }
    }

    /// The symbol as written, such as `kWh/t`.
    #[must_use]
    pub fn symbol(&self) -> &str {
        &self.symbol
    }

    /// What it measures.
    #[must_use]
    pub fn dimension(&self) -> Dimension {
        self.scale.dimension
    }

    /// SI units per one of this unit.
    #[must_use]
    pub fn factor(&self) -> f64 {
        self.scale.factor
    }

    /// What is added to a number in this unit to count from absolute zero: 273.15 for °C, 459.67 for °F, else 0.
    #[must_use]
    pub fn zero(&self) -> f64 {
        self.scale.zero
    }

    /// A number of this unit, in SI.
    #[must_use]
    pub fn to_si(&self, amount: f64) -> f64 {
        self.scale.to_si(amount)
    }

    /// A number in SI, in this unit.
    #[must_use]
    pub fn amount_of(&self, value_si: f64) -> f64 {
        value_si / self.scale.factor - self.scale.zero
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.symbol)
    }
}

/// How numbers of a unit become SI: `(amount + zero) × factor`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Scale {
    pub factor: f64,
    pub zero: f64,
    pub dimension: Dimension,
}

impl Scale {
    pub(super) const ONE: Self = Self::of(1.0, Dimension::NONE);

    pub(super) const fn of(factor: f64, dimension: Dimension) -> Self {
        Self { factor, zero: 0.0, dimension }
    }

    pub(super) fn to_si(self, amount: f64) -> f64 {
        (amount + self.zero) * self.factor
    }

    /// The unit with this symbol: an exact match, else a prefix and a unit that takes it, else a currency.
    pub(super) fn find(symbol: &str) -> Option<Self> {
        if let Some(row) = table::find(symbol) {
            return Some(Self { factor: row.factor, zero: row.zero, dimension: row.dimension });
        }
        if let Some(found) = Self::find_prefixed(symbol) {
            return Some(found);
        }
        Currency::from_code(symbol).map(|currency| Self::of(1.0, Dimension::money(currency)))
    }

    fn find_prefixed(symbol: &str) -> Option<Self> {
        let mut rest = symbol.chars();
        let prefix = rest.next()?;
        let factor = table::prefix_factor(prefix)?;
        let Row { factor: of_unit, dimension, prefixes, .. } = table::find(rest.as_str())?;
        prefixes.contains(prefix).then(|| Self::of(factor * of_unit, *dimension))
    }
}
