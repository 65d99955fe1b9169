//! What having an item takes: what is missing, then imports.

use std::cmp::Ordering;

/// Differences of sums of prices below this part are rounding.
const TOLERANCE: f64 = 1e-9;

/// What an item takes, per unit; the first that differs decides.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Burden {
    /// What is missing, counted along every path; 0 for what can be had.
    pub missing: f64,
    /// Units of imports without a price: they are never taken for cheap.
    pub unpriced: f64,
    /// Price of imports, in the graph's currency.
    pub value: f64,
    /// Units of imports: what costs nothing is an import all the same.
    pub amount: f64,
}

impl Burden {
    fn terms(self) -> [f64; 4] {
        [self.missing, self.unpriced, self.value, self.amount]
    }

    /// Of so many units.
    pub(super) fn times(self, quantity: f64) -> Self {
        Self {
            missing: self.missing,
            unpriced: self.unpriced * quantity,
            value: self.value * quantity,
            amount: self.amount * quantity,
        }
    }

    /// Of both.
    pub(super) fn plus(self, other: Self) -> Self {
        Self {
            missing: self.missing + other.missing,
            unpriced: self.unpriced + other.unpriced,
            value: self.value + other.value,
            amount: self.amount + other.amount,
        }
    }

    /// Whether it is less by more than rounding.
    pub(super) fn is_clearly_below(self, other: Self) -> bool {
        for (a, b) in self.terms().into_iter().zip(other.terms()) {
            if (a - b).abs() > TOLERANCE * a.abs().max(b.abs()) {
                return a < b;
            }
        }
        false
    }

    /// A total order, to the last bit.
    pub(super) fn order(self, other: Self) -> Ordering {
        let pairs = self.terms().into_iter().zip(other.terms());
        pairs.map(|(a, b)| a.total_cmp(&b)).find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
    }
}
