//! Every row of the table, held against UCUM (the crate `ucum-units`).

use super::super::{Dimension, table};
use super::{close, unit};

/// Our symbols whose UCUM code differs; the others are the same in both.
const CODES: [(&str, &str); 55] = [
    ("ea", "1"),
    ("pcs", "1"),
    ("rev", "1"),
    ("ppm", "[ppm]"),
    ("ppb", "[ppb]"),
    ("°", "deg"),
    ("in", "[in_i]"),
    ("ft", "[ft_i]"),
    ("yd", "[yd_i]"),
    ("mi", "[mi_i]"),
    ("mil", "[mil_i]"),
    ("thou", "[mil_i]"),
    ("ha", "har"),
    ("acre", "43560.[ft_i]2"),
    ("gal", "[gal_us]"),
    ("qt", "[qt_us]"),
    ("lb", "[lb_av]"),
    ("oz", "[oz_av]"),
    ("short_ton", "[ston_av]"),
    ("long_ton", "[lton_av]"),
    ("sec", "s"),
    ("hr", "h"),
    ("hours", "h"),
    ("day", "d"),
    ("days", "d"),
    ("week", "wk"),
    ("weeks", "wk"),
    ("yr", "a"),
    ("year", "a"),
    ("years", "a"),
    ("rpm", "/min"),
    ("gpm", "[gal_us]/min"),
    ("cfm", "[cft_i]/min"),
    ("°C", "Cel"),
    ("℃", "Cel"),
    ("degC", "Cel"),
    ("°F", "[degF]"),
    ("℉", "[degF]"),
    ("degF", "[degF]"),
    ("Nm", "N.m"),
    ("lbf", "[lbf_av]"),
    ("kgf", "kgf"),
    ("psi", "[psi]"),
    ("ksi", "1000.[psi]"),
    ("Wh", "W.h"),
    ("BTU", "[Btu_IT]"),
    ("Btu", "[Btu_IT]"),
    ("Wp", "W"),
    ("VA", "V.A"),
    ("var", "V.A"),
    ("hp", "[HP]"),
    ("Ah", "A.h"),
    ("ohm", "Ohm"),
    ("Ω", "Ohm"),
    ("\u{2126}", "Ohm"),
];

#[test]
fn factors_and_dimensions_agree_with_ucum() {
    // UCUM's mole is a number, 6.02…·10²³; ours is a base unit.
    for row in table::ROWS.iter().filter(|row| row.symbol != "mol") {
        let code = CODES.iter().find(|(ours, _)| *ours == row.symbol).map_or(row.symbol, |(_, code)| *code);
        let Ok(oracle) = ucum::analyze(code) else { unreachable!("UCUM has no `{code}`") };
        assert_eq!(ours(oracle.dimension), row.dimension, "{}", row.symbol);
        // UCUM's base unit of mass is the gram.
        let grams = 1000_f64.powi(i32::from(row.dimension.exponents()[1]));
        assert!(
            close(oracle.factor / grams, row.factor),
            "{}: {} / {grams}, not {}",
            row.symbol,
            oracle.factor,
            row.factor
        );
        let Ok(kelvins) = ucum::convert(20.0, if row.zero == 0.0 { "K" } else { code }, "K") else {
            unreachable!("UCUM converts temperatures")
        };
        let expected = if row.zero == 0.0 { 20.0 } else { (20.0 + row.zero) * row.factor };
        assert!(close(kelvins, expected), "{}: {kelvins} K, not {expected}", row.symbol);
    }
}

#[test]
fn prefixes_agree_with_ucum() {
    for prefix in table::ROWS.iter().flat_map(|row| row.prefixes.chars()) {
        let code = format!("{}m", if "µμ".contains(prefix) { 'u' } else { prefix });
        assert_eq!(ucum::analyze(&code).map(|unit| unit.factor).ok(), table::prefix_factor(prefix), "{prefix}");
    }
}

#[test]
fn expressions_agree_with_ucum() {
    let cases = [
        ("kWh/t", "kW.h/t"),
        ("kg·m⁻³", "kg.m-3"),
        ("W/m/K", "W/(m.K)"),
        ("ft*lbf", "[ft_i].[lbf_av]"),
        ("BTU/(h*ft2*°F)", "[Btu_IT]/(h.[sft_i].K).9/5"),
        ("mL/min", "mL/min"),
        ("MWh/year", "MW.h/a"),
        ("N/mm2", "N/mm2"),
        ("cSt", "cSt"),
        ("lb/ft3", "[lb_av]/[cft_i]"),
    ];
    for (ours, theirs) in cases {
        let unit = unit(ours);
        let Ok(oracle) = ucum::analyze(theirs) else { unreachable!("UCUM has no `{theirs}`") };
        let grams = 1000_f64.powi(i32::from(unit.dimension().exponents()[1]));
        assert!(close(oracle.factor / grams, unit.factor()), "{ours}: {}", unit.factor());
        assert_ne!(unit.symbol(), "ea");
    }
}

#[test]
fn no_code_is_left_over() {
    for (symbol, _) in CODES {
        assert!(table::find(symbol).is_some(), "{symbol}");
    }
}

/// UCUM's base quantities are length, time, mass, angle, temperature, charge and luminous intensity; its mole is a
/// number. Angles count as dimensionless here, and a current is a charge per time.
fn ours(ucum: ucum::Dimension) -> Dimension {
    let [length, time, mass, _angle, temperature, charge, _luminous] = ucum.0;
    Dimension::si(length, mass, time + charge, temperature, charge, 0)
}
