//! The currencies of ISO 4217 that money can be written in.

use std::fmt;
use std::num::NonZeroU8;

/// A currency of ISO 4217, by its alphabetic code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Currency(
    // The place in `CODES`, from 1: with zero left free, an optional currency takes one byte.
    NonZeroU8,
);

impl Currency {
    /// Stands for whatever currency an author chooses; only expectations hold it.
    pub(super) const ANY: Self = Self(NonZeroU8::MAX);

    /// The US dollar: what totals are in where nothing else is said.
    pub const USD: Self = Self::listed(*b"USD");

    /// A code that is in the list, found when this is compiled.
    const fn listed(code: [u8; 3]) -> Self {
        let key = u32::from_be_bytes([0, code[0], code[1], code[2]]);
        let mut index = 0;
        while KEYS[index] != key {
            index += 1;
        }
        match NonZeroU8::new(index as u8 + 1) {
            Some(place) => Self(place),
            None => Self::ANY,
        }
    }

    /// The currency with this code, in capitals; `None` if ISO 4217 lists none today.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        let [a, b, c]: [u8; 3] = code.as_bytes().try_into().ok()?;
        let index = KEYS.binary_search(&u32::from_be_bytes([0, a, b, c])).ok()?;
        NonZeroU8::new(u8::try_from(index + 1).ok()?).map(Self)
    }

    /// The code, such as `USD`.
    #[must_use]
    pub fn code(self) -> &'static str {
        CODES.get(usize::from(self.0.get()) - 1).copied().unwrap_or("any currency")
    }

    /// What to write in place of a code that was withdrawn.
    pub(super) fn successor(code: &str) -> Option<&'static str> {
        WITHDRAWN.iter().find(|(old, _)| *old == code).map(|(_, new)| *new)
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.code())
    }
}

/// Codes that were withdrawn since 2015, and what took their place.
const WITHDRAWN: [(&str, &str); 13] = [
    ("ANG", "XCG"),
    ("BGN", "EUR"),
    ("BYR", "BYN"),
    ("CUC", "CUP"),
    ("HRK", "EUR"),
    ("LTL", "EUR"),
    ("MRO", "MRU"),
    ("SLL", "SLE"),
    ("STD", "STN"),
    ("VEF", "VES"),
    ("ZMK", "ZMW"),
    ("ZWD", "ZWG"),
    ("ZWL", "ZWG"),
];

/// ISO 4217 list one, in force since 2026-01-01, sorted: currencies, funds codes and the IMF's XDR. Left out, as
/// no prices: metals (XAU…), bond market units (XBA…), XUA, XSU, XAD, XTS and XXX.
const CODES: [&str; 165] = [
    "AED", "AFN", "ALL", "AMD", "AOA", "ARS", "AUD", "AWG", "AZN", "BAM", "BBD", "BDT", "BHD", "BIF", "BMD", "BND",
    "BOB", "BOV", "BRL", "BSD", "BTN", "BWP", "BYN", "BZD", "CAD", "CDF", "CHE", "CHF", "CHW", "CLF", "CLP", "CNY",
    "COP", "COU", "CRC", "CUP", "CVE", "CZK", "DJF", "DKK", "DOP", "DZD", "EGP", "ERN", "ETB", "EUR", "FJD", "FKP",
    "GBP", "GEL", "GHS", "GIP", "GMD", "GNF", "GTQ", "GYD", "HKD", "HNL", "HTG", "HUF", "IDR", "ILS", "INR", "IQD",
    "IRR", "ISK", "JMD", "JOD", "JPY", "KES", "KGS", "KHR", "KMF", "KPW", "KRW", "KWD", "KYD", "KZT", "LAK", "LBP",
    "LKR", "LRD", "LSL", "LYD", "MAD", "MDL", "MGA", "MKD", "MMK", "MNT", "MOP", "MRU", "MUR", "MVR", "MWK", "MXN",
    "MXV", "MYR", "MZN", "NAD", "NGN", "NIO", "NOK", "NPR", "NZD", "OMR", "PAB", "PEN", "PGK", "PHP", "PKR", "PLN",
    "PYG", "QAR", "RON", "RSD", "RUB", "RWF", "SAR", "SBD", "SCR", "SDG", "SEK", "SGD", "SHP", "SLE", "SOS", "SRD",
    "SSP", "STN", "SVC", "SYP", "SZL", "THB", "TJS", "TMT", "TND", "TOP", "TRY", "TTD", "TWD", "TZS", "UAH", "UGX",
    "USD", "USN", "UYI", "UYU", "UYW", "UZS", "VED", "VES", "VND", "VUV", "WST", "XAF", "XCD", "XCG", "XDR", "XOF",
    "XPF", "YER", "ZAR", "ZMW", "ZWG",
];

/// The codes as integers, so that a search compares no strings.
static KEYS: [u32; CODES.len()] = {
    let mut keys = [0; CODES.len()];
    let mut i = 0;
    while i < keys.len() {
        if let [a, b, c] = CODES[i].as_bytes() {
            keys[i] = u32::from_be_bytes([0, *a, *b, *c]);
        }
        i += 1;
    }
    keys
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_found() {
        for code in CODES {
            assert_eq!(Currency::from_code(code).map(Currency::code), Some(code));
        }
        for (old, new) in WITHDRAWN {
            assert!(!CODES.contains(&old) && CODES.contains(&new), "{old} became {new}");
        }
    }
}
