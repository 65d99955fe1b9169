//! How numbers, values and dimensions look.

use super::super::{Currency, Dimension as D, display_in, display_si, format_amount, format_amount_grouped};
use super::unit;

#[test]
fn amounts_have_about_four_digits() {
    let cases = [
        (0.0, "0"),
        (-0.0, "0"),
        (1.0, "1"),
        (0.1 + 0.2, "0.3"),
        (0.02, "0.02"),
        (12.345, "12.35"),
        (999.96, "1000"),
        (1234.5678, "1235"),
        (123_456.7, "123457"),
        (-0.001_234_5, "-0.001234"),
        (1e-7, "1e-7"),
        (1.234_56e18, "1.235e18"),
        (f64::NAN, "not a number"),
        (f64::NEG_INFINITY, "-∞"),
    ];
    for (value, text) in cases {
        assert_eq!(format_amount(value), text);
    }
    assert_eq!(format_amount_grouped(1234.0), "1234");
    assert_eq!(format_amount_grouped(-1_234_567.0), "-1\u{202f}234\u{202f}567");
    assert_eq!(format_amount_grouped(12_345.6), "12\u{202f}346");
    assert_eq!(format_amount_grouped(1e-7), "1e-7");
}

#[test]
fn values_are_shown_in_a_unit_that_fits() {
    let Some(usd) = Currency::from_code("USD").map(D::money) else { unreachable!("USD is a currency") };
    let per = |d: D| usd.checked_div(d).unwrap_or_default();
    let cases = [
        (0.0124, D::LENGTH, "12.4 mm"),
        (0.999_999, D::LENGTH, "1 m"),
        (0.0, D::LENGTH, "0 m"),
        (1250.0, D::LENGTH, "1.25 km"),
        (996.0, D::MASS, "996 kg"),
        (-1060.0, D::MASS, "-1.06 t"),
        (0.25, D::MASS, "250 g"),
        (14_400.0, D::TIME, "4 h"),
        (180.0, D::TIME, "3 min"),
        (2.25e6, D::ENERGY.checked_div(D::MASS).unwrap_or_default(), "625 kWh/t"),
        (3.6e6, D::ENERGY, "1 kWh"),
        (20_000.0, D::POWER, "20 kW"),
        (1873.15, D::TEMPERATURE, "1600 °C"),
        (480.0 / 3600.0, D::RATE, "480 1/h"),
        (7850.0, D::DENSITY, "7850 kg/m³"),
        (4.0, D::NONE, "4"),
        (34.0, per(D::LENGTH), "34 USD/m"),
        (25.0 / 3600.0, per(D::TIME), "25 USD/h"),
        (0.08 / 3.6e6, per(D::ENERGY), "0.08 USD/kWh"),
        (45_000.0, usd, "45000 USD"),
        (2.0, per(D::DENSITY), "2 USD/(kg/m³)"),
    ];
    for (value, dimension, text) in cases {
        assert_eq!(display_si(value, dimension), text);
    }
    assert_eq!(display_in(0.0254, &unit("in")), "1 in");
    assert_eq!(display_in(4.0, &unit("ea")), "4");
}

#[test]
fn dimensions_have_words() {
    let names = [
        ("kg", "a mass"),
        ("kg/m", "a mass per length"),
        ("J", "an energy or torque"),
        ("W", "a power"),
        ("USD/m", "a price (USD) per length"),
        ("USD*kg", "a price (USD) · kg"),
        ("USD2", "USD²"),
        ("ea", "a count"),
        ("kg2*m/s3", "kg²·m/s³"),
        ("1/(kg*m)", "1/(kg·m)"),
        ("kg/kWh", "a mass per energy"),
        ("V", "a voltage"),
        ("Ah", "an electric charge"),
    ];
    for (text, name) in names {
        assert_eq!(unit(text).dimension().name(), name, "{text}");
    }
}

#[test]
fn dimensions_refuse_what_has_no_meaning() {
    let money = |code| Currency::from_code(code).map(D::money).unwrap_or_default();
    assert_eq!(money("USD").checked_mul(money("EUR")), None);
    assert_eq!(money("USD").checked_div(money("USD")), Some(D::NONE));
    assert_eq!(D::LENGTH.checked_powi(127).and_then(|d| d.checked_mul(D::LENGTH)), None);
    assert_eq!(D::LENGTH.checked_powi(0), Some(D::NONE));
    assert_ne!(money("USD"), money("EUR"));
}
