//! Numbers and quantities for people: four significant digits, a fitting unit, the same in every locale.

use super::dimension::{BASE_UNITS, Dimension as D};
use super::unit::Unit;

/// About four significant digits: `0.02`, `12.35`, `1235`, `123457`. Whole numbers keep all their digits up to 10¹⁵;
/// beyond that, and below 10⁻⁶, the number is written as `1.235e18`.
#[must_use]
pub fn format_amount(value: f64) -> String {
    if value == 0.0 {
        return "0".to_owned();
    }
    if !value.is_finite() {
        return if value.is_nan() {
            "not a number"
        } else if value > 0.0 {
            "∞"
        } else {
            "-∞"
        }
        .to_owned();
    }
    four_digits(value).unwrap_or_else(|| exactly(value))
}

/// The same by way of all digits.
fn exactly(value: f64) -> String {
    let scientific = format!("{value:.3e}");
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    if !(-6..15).contains(&exponent) {
        return format!("{}e{exponent}", without_trailing_zeros(mantissa));
    }
    let decimals = usize::try_from(3 - exponent).unwrap_or(0);
    without_trailing_zeros(&format!("{value:.decimals$}")).to_owned()
}

/// The same for the numbers that pages are full of, by whole numbers alone: from 10⁻⁶ to 10¹⁴. `None` where it is a matter of the
/// last bit which way to round.
fn four_digits(value: f64) -> Option<String> {
    /// Far more than the rounding error of a product below 10⁴, far less than what is told.
    const TIE: f64 = 1e-6;
    let size = value.abs();
    if !(1e-6..1e14).contains(&size) {
        return None;
    }
    let (mut decimals, mut least, mut scale) = (3_usize, 1.0, 1e3);
    match size {
        1_000.0.. => (decimals, scale) = (0, 1.0),
        100.0.. => (decimals, scale) = (1, 10.0),
        10.0.. => (decimals, scale) = (2, 100.0),
        _ => {
            while size < least {
                (decimals, scale) = (decimals + 1, scale * 10.0);
                least = LEAST[decimals - 3];
            }
        }
    }
    let scaled = size * scale;
    if (scaled.fract() - 0.5).abs() < TIE {
        return None;
    }
    let mut digits = scaled.round() as u64;
    while decimals > 0 && digits.is_multiple_of(10) {
        (digits, decimals) = (digits / 10, decimals - 1);
    }
    let sign = if value < 0.0 { "-" } else { "" };
    let (whole, rest) = (digits / 10_u64.pow(decimals as u32), digits % 10_u64.pow(decimals as u32));
    Some(if decimals == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{rest:0decimals$}") })
}

/// 1, 0.1, 0.01, … 10⁻⁶.
const LEAST: [f64; 7] = [1.0, 1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6];

/// As [`format_amount`], with a narrow no-break space (U+202F) between groups of three digits from 10 000 on.
#[must_use]
pub fn format_amount_grouped(value: f64) -> String {
    let plain = format_amount(value);
    let start = usize::from(plain.starts_with('-'));
    let end = plain.find(|c: char| c != '-' && !c.is_ascii_digit()).unwrap_or(plain.len());
    let digits = end.saturating_sub(start);
    if digits < 5 {
        return plain;
    }
    let mut grouped = String::with_capacity(plain.len() + digits);
    for (at, c) in plain.char_indices() {
        if at > start && at < end && (end - at) % 3 == 0 {
            grouped.push('\u{202f}');
        }
        grouped.push(c);
    }
    grouped
}

/// A value in SI, written in a unit: `12.4 m`. A count in `ea` or `1` gets no unit.
#[must_use]
pub fn display_in(value_si: f64, unit: &Unit) -> String {
    let amount = format_amount(unit.amount_of(value_si));
    match unit.symbol() {
        "ea" | "1" => amount,
        symbol => format!("{amount} {symbol}"),
    }
}

/// A value in SI, written in a unit that fits its size: `0.0124` of a length gives `12.4 mm`. A temperature is taken
/// as absolute and shown in °C. What comes out can be parsed again.
#[must_use]
pub fn display_si(value_si: f64, dimension: D) -> String {
    if dimension.is_dimensionless() {
        return format_amount(value_si);
    }
    if dimension == D::TEMPERATURE {
        return format!("{} °C", format_amount(value_si - 273.15));
    }
    if let Some(currency) = dimension.currency().filter(|_| dimension.money_exponent() == 1) {
        let (factor, per) = money_per(dimension.without_money());
        let number = format_amount(value_si * factor);
        return format!("{number} {currency}{per}");
    }
    let rungs = LADDERS.iter().find(|(known, _)| *known == dimension).map(|(_, rungs)| *rungs);
    match rungs.and_then(|rungs| fitting(value_si, rungs)) {
        Some((symbol, factor)) => format!("{} {symbol}", format_amount(value_si / factor)),
        None => format!("{} {}", format_amount(value_si), dimension.unit_text()),
    }
}

fn without_trailing_zeros(number: &str) -> &str {
    if number.contains('.') { number.trim_end_matches('0').trim_end_matches('.') } else { number }
}

type Rung = (&'static str, f64);

/// The largest unit of which there is one at least, once rounded for display; the smallest where there is none.
fn fitting(value: f64, rungs: &[Rung]) -> Option<Rung> {
    let size = value.abs();
    rungs
        .iter()
        .rev()
        .find(|(_, factor)| size >= 0.99995 * factor)
        .or_else(|| if size == 0.0 { rungs.iter().find(|(_, factor)| *factor >= 1.0) } else { rungs.first() })
        .copied()
}

/// Units to choose from, from small to large.
const LADDERS: [(D, &[Rung]); 14] = [
    (D::LENGTH, &[("µm", 1e-6), ("mm", 1e-3), ("m", 1.0), ("km", 1e3)]),
    (D::AREA, &[("mm²", 1e-6), ("cm²", 1e-4), ("m²", 1.0), ("km²", 1e6)]),
    (D::VOLUME, &[("mm³", 1e-9), ("mL", 1e-6), ("L", 1e-3), ("m³", 1.0)]),
    (D::MASS, &[("mg", 1e-6), ("g", 1e-3), ("kg", 1.0), ("t", 1e3)]),
    (D::TIME, &[("ms", 1e-3), ("s", 1.0), ("min", 60.0), ("h", 3600.0)]),
    (D::RATE, &[("1/h", 1.0 / 3600.0), ("Hz", 1.0), ("kHz", 1e3), ("MHz", 1e6)]),
    (D::FLOW, &[("L/h", 1e-3 / 3600.0), ("L/min", 1e-3 / 60.0), ("m³/h", 1.0 / 3600.0)]),
    (D::si(0, 1, -1, 0, 0, 0), &[("g/h", 1e-3 / 3600.0), ("kg/h", 1.0 / 3600.0), ("t/h", 1e3 / 3600.0)]),
    (D::FORCE, &[("N", 1.0), ("kN", 1e3), ("MN", 1e6)]),
    (D::PRESSURE, &[("Pa", 1.0), ("kPa", 1e3), ("MPa", 1e6), ("GPa", 1e9)]),
    (D::ENERGY, &[("J", 1.0), ("Wh", 3600.0), ("kWh", 3.6e6), ("MWh", 3.6e9), ("GWh", 3.6e12)]),
    (D::POWER, &[("mW", 1e-3), ("W", 1.0), ("kW", 1e3), ("MW", 1e6), ("GW", 1e9)]),
    (D::CURRENT, &[("mA", 1e-3), ("A", 1.0), ("kA", 1e3)]),
    (D::si(2, 0, -2, 0, 0, 0), &[("J/kg", 1.0), ("kWh/t", 3600.0), ("kWh/kg", 3.6e6)]),
];

/// What prices are told per, and the factor from a price in SI.
fn money_per(dimension: D) -> (f64, String) {
    let inverse = dimension.checked_powi(-1).unwrap_or(dimension);
    match inverse {
        D::NONE => (1.0, String::new()),
        D::TIME => (3600.0, "/h".to_owned()),
        D::ENERGY => (3.6e6, "/kWh".to_owned()),
        D::POWER => (1e3, "/kW".to_owned()),
        _ => {
            let below = inverse.unit_text();
            let simple = BASE_UNITS.iter().any(|unit| below.trim_end_matches(['²', '³']) == *unit);
            (1.0, if simple { format!("/{below}") } else { format!("/({below})") })
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{exactly, four_digits};

    proptest! {
        #[test]
        fn the_short_way_says_the_same(value in any::<f64>(), digits in 0_u64..1_000_000, power in -9_i32..12) {
            for value in [value, -(digits as f64) * 10_f64.powi(power), digits as f64 / 8.0, digits as f64 * 1e-4] {
                if let Some(text) = four_digits(value) {
                    prop_assert_eq!(text, exactly(value));
                }
            }
        }
    }

    #[test]
    fn powers_of_ten_and_their_neighbours_too() {
        for power in -7..16 {
            let value = 10_f64.powi(power);
            for value in [value.next_down(), value, value.next_up(), value * 0.99996, value * 9.99951, value * 9.9995] {
                assert_eq!(four_digits(value).unwrap_or_else(|| exactly(value)), exactly(value));
            }
        }
    }
}
