//! What holds for every text and every number.

use proptest::prelude::*;

use super::super::{Dimension, Quantity, Unit, display_si, parse, parse_unit, table};
use super::unit;

fn any_unit() -> impl Strategy<Value = Unit> {
    let symbols: Vec<&'static str> = table::ROWS.iter().map(|row| row.symbol).collect();
    let simple = prop::sample::select(symbols);
    (simple.clone(), simple, 0..4_u8).prop_map(|(a, b, form)| match form {
        0 => unit(a),
        1 => unit(&format!("{a}/{b}")),
        2 => unit(&format!("{a}*{b}")),
        _ => unit(&format!("{a}2/{b}/USD")),
    })
}

proptest! {
    #[test]
    fn nothing_panics_and_ranges_lie_in_the_text(text in "\\PC*|[-+0-9eE.,_/' \"a-zµ°²⁻·*()^%$]{0,24}") {
        if let Err(error) = parse(&text) {
            prop_assert!(text.get(error.range.clone()).is_some(), "{text:?}: {error:?}");
            prop_assert!(!error.message().is_empty());
        }
        if let Err(error) = parse_unit(&text) {
            prop_assert!(text.get(error.range.clone()).is_some(), "{text:?}: {error:?}");
        }
    }

    #[test]
    fn what_is_written_is_kept_and_parses_again(amount in -1e9..1e9_f64, unit in any_unit()) {
        let text = format!("{amount} {unit}");
        if let Ok(quantity) = parse(&text) {
            prop_assert_eq!(quantity.as_written(), text.as_str());
            prop_assert_eq!(quantity.amount(), amount);
            prop_assert_eq!(quantity.unit().symbol().to_owned(), unit.symbol().to_owned());
            prop_assert_eq!(parse(quantity.as_written()), Ok(quantity));
        } else {
            prop_assert!(unit.zero() != 0.0, "{text} is refused");
        }
    }

    #[test]
    fn fractions_equal_decimals(whole in 0..1000_u32, numerator in 0..64_u32, denominator in 64..128_u32) {
        let value = f64::from(whole) + f64::from(numerator) / f64::from(denominator);
        for joint in ["-", " "] {
            let text = format!("{whole}{joint}{numerator}/{denominator} in");
            prop_assert_eq!(parse(&text).map(|q| q.amount()), Ok(value));
        }
    }

    #[test]
    fn to_si_and_back_is_the_identity(amount in -1e6..1e6_f64, unit in any_unit()) {
        let back = unit.amount_of(unit.to_si(amount));
        prop_assert!((back - amount).abs() <= 1e-12 * (amount.abs() + unit.zero()), "{amount} {unit}: {back}");
        if let Some(quantity) = Quantity::new(amount, &unit) {
            prop_assert_eq!(quantity.in_unit(&unit), Some(amount));
        }
    }

    #[test]
    fn what_is_shown_parses_again(value in -1e12..1e12_f64, unit in any_unit()) {
        let value = value * 10_f64.powi((value as i64 % 9) as i32 - 4);
        let dimension = unit.dimension();
        prop_assume!(dimension != Dimension::TEMPERATURE || value > 1.0);
        let text = display_si(value, dimension);
        match parse(&text) {
            Ok(quantity) => {
                prop_assert_eq!(quantity.dimension(), dimension, "{}", text);
                let error = (quantity.si() - value).abs();
                prop_assert!(error <= 6e-4 * value.abs() + if dimension == Dimension::TEMPERATURE { 0.1 } else { 0.0 }, "{text}: {value}");
            }
            Err(error) => prop_assert!(false, "{text}: {error}"),
        }
    }

    #[test]
    fn dimensions_form_a_group(a in any_unit(), b in any_unit()) {
        let (a, b) = (a.dimension(), b.dimension());
        if let (Some(product), Some(quotient)) = (a.checked_mul(b), a.checked_div(b)) {
            prop_assert_eq!(Some(product), b.checked_mul(a));
            prop_assert_eq!(product.checked_div(b), Some(a));
            prop_assert_eq!(quotient.checked_mul(b), Some(a));
        }
    }
}
