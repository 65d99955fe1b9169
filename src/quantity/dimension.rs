//! What a quantity measures: exponents of the SI base quantities, and of one currency.

use super::currency::Currency;

/// Symbols of the SI base units, in the order of [`Dimension::exponents`].
pub(super) const BASE_UNITS: [&str; 6] = ["m", "kg", "s", "K", "A", "mol"];

/// Exponents of length, mass, time, temperature, electric current, amount of substance, and of one currency.
///
/// Counts, ratios and angles are dimensionless. Dollars and euros are different dimensions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
// Eight bytes, aligned to be copied as one word: odd-sized copies stall the processor, and double the time of a parse.
#[repr(align(8))]
pub struct Dimension {
    exponents: [i8; 6],
    // `money` is 0 exactly where `currency` is `None`.
    money: i8,
    currency: Option<Currency>,
}

impl Dimension {
    /// No dimension: a count, a ratio or an angle.
    pub const NONE: Self = Self::si(0, 0, 0, 0, 0, 0);
    /// A length, in m.
    pub const LENGTH: Self = Self::si(1, 0, 0, 0, 0, 0);
    /// An area, in m².
    pub const AREA: Self = Self::si(2, 0, 0, 0, 0, 0);
    /// A volume, in m³.
    pub const VOLUME: Self = Self::si(3, 0, 0, 0, 0, 0);
    /// A mass, in kg.
    pub const MASS: Self = Self::si(0, 1, 0, 0, 0, 0);
    /// A time, in s.
    pub const TIME: Self = Self::si(0, 0, 1, 0, 0, 0);
    /// Per time, in 1/s: frequencies, rotation, counts per hour.
    pub const RATE: Self = Self::si(0, 0, -1, 0, 0, 0);
    /// A temperature, in K.
    pub const TEMPERATURE: Self = Self::si(0, 0, 0, 1, 0, 0);
    /// An electric current, in A.
    pub const CURRENT: Self = Self::si(0, 0, 0, 0, 1, 0);
    /// An amount of substance, in mol.
    pub const AMOUNT: Self = Self::si(0, 0, 0, 0, 0, 1);
    /// A force, in N.
    pub const FORCE: Self = Self::si(1, 1, -2, 0, 0, 0);
    /// A pressure or stress, in Pa.
    pub const PRESSURE: Self = Self::si(-1, 1, -2, 0, 0, 0);
    /// An energy or torque, in J or N·m.
    pub const ENERGY: Self = Self::si(2, 1, -2, 0, 0, 0);
    /// A power, in W.
    pub const POWER: Self = Self::si(2, 1, -3, 0, 0, 0);
    /// A mass per volume, in kg/m³.
    pub const DENSITY: Self = Self::si(-3, 1, 0, 0, 0, 0);
    /// A speed, in m/s.
    pub const SPEED: Self = Self::si(1, 0, -1, 0, 0, 0);
    /// A volume per time, in m³/s.
    pub const FLOW: Self = Self::si(3, 0, -1, 0, 0, 0);

    pub(super) const fn si(length: i8, mass: i8, time: i8, temperature: i8, current: i8, amount: i8) -> Self {
        Self { exponents: [length, mass, time, temperature, current, amount], money: 0, currency: None }
    }

    /// An amount of money in one currency.
    #[must_use]
    pub const fn money(currency: Currency) -> Self {
        Self { exponents: [0; 6], money: 1, currency: Some(currency) }
    }

    /// Exponents of length, mass, time, temperature, electric current and amount of substance.
    #[must_use]
    pub const fn exponents(&self) -> [i8; 6] {
        self.exponents
    }

    /// The exponent of the currency; 0 where there is none.
    #[must_use]
    pub const fn money_exponent(&self) -> i8 {
        self.money
    }

    /// The currency, where money is part of it.
    #[must_use]
    pub const fn currency(&self) -> Option<Currency> {
        self.currency
    }

    /// Whether this is a count, a ratio or an angle.
    #[must_use]
    pub fn is_dimensionless(&self) -> bool {
        *self == Self::NONE
    }

    /// The dimension of a product; `None` if two currencies meet or an exponent leaves −128…127.
    #[must_use]
    pub fn checked_mul(self, other: Self) -> Option<Self> {
        self.combined(other, 1)
    }

    /// The dimension of a quotient; `None` as for [`Dimension::checked_mul`].
    #[must_use]
    pub fn checked_div(self, other: Self) -> Option<Self> {
        self.combined(other, -1)
    }

    /// The dimension of a power; `None` if an exponent leaves −128…127.
    #[must_use]
    pub fn checked_powi(self, power: i8) -> Option<Self> {
        let mut exponents = self.exponents;
        for exponent in &mut exponents {
            *exponent = exponent.checked_mul(power)?;
        }
        Some(Self::normal(exponents, self.money.checked_mul(power)?, self.currency))
    }

    /// The same without the money.
    pub(super) const fn without_money(self) -> Self {
        Self { exponents: self.exponents, money: 0, currency: None }
    }

    /// The dimension of `self · other^power`, for a power of 1 or −1.
    fn combined(self, other: Self, power: i16) -> Option<Self> {
        let currency = match (self.currency, other.currency) {
            (Some(a), Some(b)) if a != b => return None,
            (a, b) => a.or(b),
        };
        let mut fits = true;
        let mut sum = |a: i8, b: i8| {
            let sum = i16::from(a) + power * i16::from(b);
            fits &= i8::try_from(sum).is_ok();
            sum as i8
        };
        let mut exponents = self.exponents;
        for (exponent, more) in exponents.iter_mut().zip(other.exponents) {
            *exponent = sum(*exponent, more);
        }
        let money = sum(self.money, other.money);
        fits.then(|| Self::normal(exponents, money, currency))
    }

    fn normal(exponents: [i8; 6], money: i8, currency: Option<Currency>) -> Self {
        Self { exponents, money, currency: currency.filter(|_| money != 0) }
    }
}
