//! What parses, to which value; what is refused, where and with which help.

use super::super::currency::Currency;
use super::super::{Dimension, ExpectedUnit, ParseErrorKind as Kind, Quantity, parse, parse_unit, table};
use super::{close, read, refusal, unit};

#[test]
fn quantities_are_read() {
    let cases: [(&str, f64, &str); 77] = [
        ("12.4 m", 12.4, "a length"),
        ("12.4m", 12.4, "a length"),
        ("  12.4 m ", 12.4, "a length"),
        ("3/8 in", 0.009_525, "a length"),
        ("1-1/4 in", 0.031_75, "a length"),
        ("1 1/4 in", 0.031_75, "a length"),
        ("-1 1/4 in", -0.031_75, "a length"),
        ("1¼ in", 0.031_75, "a length"),
        ("½ in", 0.0127, "a length"),
        ("1⁄2 in", 0.0127, "a length"),
        ("34 USD/m", 34.0, "a price (USD) per length"),
        ("625 kWh/t", 2.25e6, "an energy per mass"),
        ("0.02 mm", 2e-5, "a length"),
        (".5 mm", 5e-4, "a length"),
        ("480 ea/h", 480.0 / 3600.0, "a rate per time"),
        ("-5 °C", 268.15, "a temperature"),
        ("−5 °C", 268.15, "a temperature"),
        ("212 °F", 373.15, "a temperature"),
        ("20 ℃", 293.15, "a temperature"),
        ("20 K", 20.0, "a temperature"),
        ("5 J/(kg*°C)", 5.0, "m²/(s²·K)"),
        ("1e3 kg", 1e3, "a mass"),
        ("1.5e-3 m", 1.5e-3, "a length"),
        ("1.5E+3 m", 1.5e3, "a length"),
        ("5ea", 5.0, "a count"),
        ("9000", 9000.0, "a count"),
        ("-2", -2.0, "a count"),
        ("+2", 2.0, "a count"),
        ("3/4", 0.75, "a count"),
        ("100 %", 1.0, "a count"),
        ("5%", 0.05, "a count"),
        ("12 ppm", 12e-6, "a count"),
        ("90 deg", std::f64::consts::FRAC_PI_2, "a count"),
        ("90°", std::f64::consts::FRAC_PI_2, "a count"),
        ("40 h/week", 40.0 / 168.0, "a count"),
        ("400 t/year", 4e5 / 31_557_600.0, "a mass per time"),
        ("900 MWh/year", 900.0 * 3.6e9 / 31_557_600.0, "a power"),
        ("12 kg*m^2", 12.0, "kg·m²"),
        ("2 m2", 2.0, "an area"),
        ("2 m^2", 2.0, "an area"),
        ("2 m²", 2.0, "an area"),
        ("2 mm2", 2e-6, "an area"),
        ("2 m3", 2.0, "a volume"),
        ("7850 kg/m3", 7850.0, "a mass per volume"),
        ("7850 kg m⁻³", f64::NAN, ""),
        ("7850 kg·m⁻³", 7850.0, "a mass per volume"),
        ("7850 kg*m^-3", 7850.0, "a mass per volume"),
        ("7850 kg.m-3", 7850.0, "a mass per volume"),
        ("60 N·m", 60.0, "an energy or torque"),
        ("60 Nm", 60.0, "an energy or torque"),
        ("10 ft*lbf", 13.558_179_483_314_003, "an energy or torque"),
        ("1 BTU/h", 1_055.055_852_62 / 3600.0, "a power"),
        ("5 W/m/K", 5.0, "a thermal conductivity"),
        ("5 W/(m·K)", 5.0, "a thermal conductivity"),
        ("5 W / (m * K)", 5.0, "a thermal conductivity"),
        ("9.81 m/s2", 9.81, "an acceleration"),
        ("5 /h", 5.0 / 3600.0, "a rate per time"),
        ("5 1/h", 5.0 / 3600.0, "a rate per time"),
        ("3000 rpm", 50.0, "a rate per time"),
        ("3000 rev/min", 50.0, "a rate per time"),
        ("5 min", 300.0, "a time"),
        ("5 mil", 5.0 * 25.4e-6, "a length"),
        ("5 ft", 1.524, "a length"),
        ("1 ha", 1e4, "an area"),
        ("3 a", 3.0 * 31_557_600.0, "a time"),
        ("3 T", 3.0, "a magnetic flux density"),
        ("3 t", 3e3, "a mass"),
        ("3 MPa", 3e6, "a pressure or stress"),
        ("3 µm", 3e-6, "a length"),
        ("3 μm", 3e-6, "a length"),
        ("3 um", 3e-6, "a length"),
        ("3 kΩ", 3e3, "an electric resistance"),
        ("2 mol", 2.0, "an amount of substance"),
        ("25 EUR/h", 25.0 / 3600.0, "a price (EUR) per time"),
        ("0.08 USD/kWh", 0.08 / 3.6e6, "a price (USD) per energy"),
        ("2.2 kg/kg", 2.2, "a count"),
        ("10 L/min", 0.01 / 60.0, "a volume per time"),
    ];
    for (text, si, name) in cases {
        let (found, found_name) = read(text);
        if si.is_nan() {
            assert!(found.is_nan(), "{text}: {found}");
        } else {
            assert!(close(found, si), "{text}: {found}, not {si} ({found_name})");
            assert_eq!(found_name, name, "{text}");
        }
    }
}

#[test]
fn refusals_underline_the_word_and_help() {
    let cases: [(&str, Kind, &str, &str); 58] = [
        ("", Kind::Empty, "", "write a number and a unit, such as `12.4 m`"),
        ("nan", Kind::NotANumber, "nan", ""),
        ("inf kg", Kind::NotANumber, "inf", ""),
        ("about 5 m", Kind::NotANumber, "about", ""),
        ("~5 m", Kind::NotANumber, "~", ""),
        (".", Kind::NotANumber, ".", ""),
        ("-", Kind::NotANumber, "-", ""),
        ("USD 34", Kind::NotANumber, "USD", "write the number first: `34 USD`"),
        ("1e999 m", Kind::OutOfRange, "1e999", ""),
        ("1e-999 m", Kind::OutOfRange, "1e-999", ""),
        ("1e308 km", Kind::OutOfRange, "1e308 km", ""),
        ("-300 °C", Kind::OutOfRange, "-300 °C", ""),
        (
            "1,000 kg",
            Kind::ThousandsSeparator,
            "1,000",
            "write `1000 kg`, or `1.000 kg` if the comma is a decimal mark",
        ),
        ("1,000,000 kg", Kind::ThousandsSeparator, "1,000,000", "write `1000000 kg`"),
        ("1,234.5 kg", Kind::ThousandsSeparator, "1,234.5", "write `1234.5 kg`"),
        ("1.234,5 kg", Kind::DecimalComma, "1.234,5", "write `1234.5 kg`"),
        ("1.234.567 kg", Kind::ThousandsSeparator, "1.234.567", "write `1234567 kg`"),
        ("1_000 kg", Kind::ThousandsSeparator, "1_000", "write `1000 kg`"),
        ("12 000 kg", Kind::ThousandsSeparator, "12 000", "write `12000 kg`"),
        ("12\u{202f}000 kg", Kind::ThousandsSeparator, "12\u{202f}000", "write `12000 kg`"),
        ("12'000 kg", Kind::ThousandsSeparator, "12'000", "write `12000 kg`"),
        ("1,5 m", Kind::DecimalComma, "1,5", "write `1.5 m`"),
        ("-1,5 m", Kind::DecimalComma, "1,5", "write `-1.5 m`"),
        ("3-4 mm", Kind::Range, "3-4", ""),
        ("3–4 mm", Kind::Range, "3–4", ""),
        ("3..4 mm", Kind::Range, "3..4", ""),
        ("1/0 in", Kind::Fraction, "1/0", ""),
        ("1 5/4 in", Kind::Fraction, "5/4", ""),
        ("5\"", Kind::InchOrFootMark, "\"", "write `5 in`"),
        ("3/8\"", Kind::InchOrFootMark, "\"", "write `3/8 in`"),
        ("6'", Kind::InchOrFootMark, "'", "write `6 ft`"),
        ("6'4\"", Kind::InchOrFootMark, "'", "write `76 in`"),
        ("$34", Kind::CurrencySign, "$", "write `34 USD`, or another code of ISO 4217"),
        ("34 €", Kind::CurrencySign, "€", "write `EUR`, or another code of ISO 4217"),
        ("5 Kg", Kind::UnknownUnit, "Kg", "did you mean `kg`?"),
        ("5 kwh", Kind::UnknownUnit, "kwh", "did you mean `kWh`?"),
        ("5 kWh/Kg", Kind::UnknownUnit, "Kg", "did you mean `kg`?"),
        ("5 usd", Kind::UnknownUnit, "usd", "did you mean `USD`?"),
        ("5 inch", Kind::UnknownUnit, "inch", "did you mean `in`?"),
        ("5 inches", Kind::UnknownUnit, "inches", "did you mean `in`?"),
        ("5 lbs", Kind::UnknownUnit, "lbs", "did you mean `lb`?"),
        ("5 metres", Kind::UnknownUnit, "metres", "did you mean `m`?"),
        ("5 kilogramm", Kind::UnknownUnit, "kilogramm", "did you mean `kg`?"),
        ("5 zorkmid", Kind::UnknownUnit, "zorkmid", ""),
        ("5 BGN", Kind::UnknownUnit, "BGN", "write the amount in `EUR`"),
        ("5 ton", Kind::AmbiguousUnit, "ton", "write `t` (1000 kg), `short_ton` (2000 lb) or `long_ton` (2240 lb)"),
        ("5 months", Kind::AmbiguousUnit, "months", "months differ in length: write `day`, `week` or `year`"),
        ("5 W/m*K", Kind::AmbiguousProduct, "*", "write `W/(m*K)`, or `W*K/m`"),
        ("5 kg/", Kind::Incomplete, "/", ""),
        ("5 kg/(m", Kind::Incomplete, "(", ""),
        ("5 kg)", Kind::Unexpected, ")", ""),
        ("5 m^0", Kind::Exponent, "^0", ""),
        ("5 m^1.5", Kind::Unexpected, "5", ""),
        ("5 USD/EUR", Kind::MixedCurrencies, "EUR", ""),
        ("5 USD per m", Kind::Unexpected, "per", "write `USD/m`"),
        ("5 kW-h", Kind::Unexpected, "-h", "write `kW*h` for a product"),
        ("5 N m", Kind::Unexpected, "m", "write `N*m` for a product"),
        ("5 kg CO2e", Kind::Unexpected, "CO2e", "write `5 kg`, and put `CO2e` into a note"),
    ];
    for (text, kind, underlined, help) in cases {
        let found = refusal(text);
        assert_eq!((found.0, found.1), (Some(kind), underlined), "{text}: {}", found.2);
        if !help.is_empty() {
            assert_eq!(found.2, help, "{text}");
        }
    }
    let meant = [("MPA", "MPa"), ("kgs", "kg"), ("mt", "t"), ("kilogrm", "kg"), ("hrs", "hr"), ("VDC", "V")];
    for (word, unit) in meant {
        assert_eq!(refusal(&format!("5 {word}")).2, format!("did you mean `{unit}`?"));
    }
    assert_eq!(parse("  5 Kg").map_err(|error| error.range), Err(4..6));
    assert_eq!(refusal("5 ((((((((((m").0, Some(Kind::TooComplex));
    assert_eq!(refusal("5 m9*m9*m9*m9*m9*m9*m9*m9*m9*m9*m9*m9*m9*m9*m9").0, Some(Kind::TooComplex));
}

#[test]
fn units_are_read_alone() {
    for text in ["m", "ea", "kWh", "1", "kg/m", "°C", "USD", "1/h", "%", "m2"] {
        assert_eq!(parse_unit(text).map(|unit| unit.symbol().to_owned()).ok().as_deref(), Some(text));
    }
    assert_eq!(unit("°C").zero(), 273.15);
    assert_eq!(unit("kWh").factor(), 3.6e6);
    let help = |text| parse_unit(text).err().and_then(|error| error.help().map(str::to_owned));
    assert_eq!(help("25 kg").as_deref(), Some("write `kg`"));
    assert_eq!(help("Kg").as_deref(), Some("did you mean `kg`?"));
    assert!(parse_unit("").is_err());
    assert!(parse_unit("money").is_err());
    assert!(parse_unit("any").is_err());
}

#[test]
fn a_quantity_remembers_how_it_was_written() {
    let Ok(quantity) = parse(" 1-1/4 in ") else { unreachable!("it parses") };
    assert_eq!(quantity.as_written(), "1-1/4 in");
    assert_eq!(quantity.amount(), 1.25);
    assert_eq!(quantity.unit_symbol(), "in");
    assert!(quantity.in_unit(&unit("mm")).is_some_and(|mm| close(mm, 31.75)));
    assert_eq!(quantity.in_unit(&unit("in")), Some(1.25));
    assert_eq!(quantity.in_unit(&unit("kg")), None);
    assert_eq!(parse("9000").map(|count| count.unit_symbol().to_owned()), Ok("ea".to_owned()));
    assert_eq!(Quantity::new(2.5, &unit("kg")), parse("2.5 kg").ok());
    assert_eq!(Quantity::new(f64::NAN, &unit("kg")), None);
}

#[test]
fn the_tables_are_sound() {
    for row in &table::ROWS {
        assert!(table::find(row.symbol).is_some_and(|found| found.symbol == row.symbol), "{}", row.symbol);
        for prefix in row.prefixes.chars() {
            let text = format!("{prefix}{}", row.symbol);
            assert!(table::prefix_factor(prefix).is_some(), "{text}");
            let clash = table::find(&text).map(|row| row.symbol);
            assert!(clash.is_none(), "{text} is also a unit of its own");
        }
    }
    let codes = Currency::from_code("AED").into_iter().chain(Currency::from_code("ZWG"));
    assert_eq!(codes.map(Currency::code).collect::<Vec<_>>(), ["AED", "ZWG"]);
    assert_eq!(Currency::from_code("USDX"), None);
    assert_eq!(Currency::from_code("XAU"), None);
}

#[test]
fn expectations_accept_and_name() {
    let cases = [
        ("kg", "12 lb", "12 m", "a mass, such as `12 kg`"),
        ("m2", "4000 ft2", "4 m", "an area, such as `12 m2`"),
        ("money", "45000 USD", "45000", "a price, such as `25 USD`"),
        ("money/h", "25 EUR/h", "25 EUR", "a price per time, such as `25 USD/h`"),
        ("kg/m", "17 kg/m", "17 kg", "a mass per length, such as `12 kg/m`"),
        ("s", "3 h", "3 m", "a time, such as `12 s`"),
        ("1", "4 ea", "4 kg", "a count, such as `4` or `4 ea`"),
    ];
    for (text, good, bad, words) in cases {
        let Ok(expected) = ExpectedUnit::parse(text) else { unreachable!("{text} parses") };
        let accepts = |text| parse(text).is_ok_and(|quantity| expected.accepts(&quantity.dimension()));
        assert!(accepts(good), "{text}: {good}");
        assert!(!accepts(bad), "{text}: {bad}");
        assert_eq!(expected.words(), words);
    }
    assert!(ExpectedUnit::parse("any").is_ok_and(|any| any.accepts(&Dimension::MASS)));
    assert!(ExpectedUnit::parse("muney").is_err());
    let hint = |expected, found| match (ExpectedUnit::parse(expected), parse(found)) {
        (Ok(expected), Ok(found)) => expected.hint(&found),
        _ => None,
    };
    assert_eq!(hint("K", "20 C").as_deref(), Some("did you mean `20 °C`?"));
    assert_eq!(hint("kg", "20 lbf").as_deref(), Some("did you mean `20 lb`?"));
    assert_eq!(hint("J", "20 kW").as_deref(), Some("a power over time is an energy: `20 kWh`"));
    assert_eq!(hint("m", "20 lbf"), None);
}

#[test]
fn what_stands_around_a_quantity_is_told_with_what_to_write() {
    let mut problems = Vec::new();
    for (text, underlined, help) in [
        ("~17 kg", "~", "write `17 kg`; an estimate is told as such by a source of `grade: estimated`"),
        (
            "approx. 4000 USD",
            "approx.",
            "write `4000 USD`; an estimate is told as such by a source of `grade: estimated`",
        ),
        ("ca. 17,5 kg", "ca.", "write `17.5 kg`; an estimate is told as such by a source of `grade: estimated`"),
        ("≤100 mm", "≤", "write `100 mm`, and say in a note that it is a limit"),
        ("max. 12 mm", "max.", "write `12 mm`, and say in a note that it is a limit"),
        ("min 3 mm", "min", "write `3 mm`, and say in a note that it is a limit"),
        ("250 ±0.1 mm", "±0.1 mm", "write `250 mm`, and put the tolerance into a note"),
        ("250 mm +/- 0.1", "+/- 0.1", "write `250 mm`, and put the tolerance into a note"),
        ("16-17 kg", "16-17", "write the one number to reckon with, such as `16.5 kg`"),
        ("16 – 17 kg", "16 – 17 kg", "write the one number to reckon with, such as `16.5 kg`"),
        ("3 to 4 h", "3 to 4 h", "write the one number to reckon with, such as `3.5 h`"),
        ("8-17", "8-17", "write the one number to reckon with, such as `12.5`"),
        ("US$ 1500", "US$", "write `1500 USD`"),
        ("$4000 Chinese lathe", "$", "write `4000 USD`, and put `Chinese lathe` into a title or a note"),
        ("$1,500.00", "$", "write `1500.00 USD`, or another code of ISO 4217"),
        ("€1.500,00", "€", "write `1500.00 EUR`"),
        ("€12.50/kg", "€", "write `12.50 EUR/kg`, or another code of ISO 4217"),
        ("1.5k USD", "1.5k USD", "write `1500 USD`"),
        ("$4k", "$", "write `4000 USD`, or another code of ISO 4217"),
        ("EUR1500", "EUR", "write `1500 EUR`"),
        ("0:03", "0:03", "write `3 min` if hours and minutes are meant, `3 s` if minutes and seconds are"),
        ("1:30 h", "1:30 h", "write `90 min`"),
        ("1h30", "1h30", "write `90 min`"),
        ("1h 30m", "1h 30m", "write `90 min`"),
        ("PT3M", "PT3M", "write `3 min`"),
        ("M8x1.25", "M8x1.25", "write the length that is meant, such as the diameter, `8 mm`"),
        ("M8 x 40", "M8 x 40", "write the length that is meant, such as the diameter, `8 mm`"),
        ("DN50", "DN50", "write what it measures, with a unit, such as the outer diameter in `mm`"),
        ("Ø12 mm", "Ø", "write `12 mm`"),
        ("four", "four", "write `4`"),
        ("Two metres", "Two", "write `2 m`"),
        ("a pair", "a pair", "write `2`"),
        ("free", "free", "write `0 USD`"),
        ("1 set", "set", "write `1 ea`, and let the item say what is in one"),
        ("2 pairs", "pairs", "write `4 ea`"),
        ("4 x 0.25 m", "x", "write `1 m`, if 4 times `0.25 m` is meant; each length has a field of its own"),
        ("400 V / 32 A", "3", "no number can stand behind `/`; write one number and one unit"),
        ("17.2 kg.", ".", "write `17.2 kg`"),
        ("17.2 Kg;", ";", "write `17.2 kg`"),
        ("mass: 17.2 kg", "mass:", "write `17.2 kg`, and put `mass` into a note"),
        ("17.2 kg (without motor)", "(without", "write `17.2 kg`, and put `(without motor)` into a note"),
        ("1500 USD (used)", "(used)", "write `1500 USD`, and put `(used)` into a note"),
        ("27 PS", "PS", "write the power in `kW`: 1 PS is 0.7355 kW"),
    ] {
        let error = parse(text).expect_err(text);
        let found = (&text[error.range.clone()], error.help().unwrap_or_default());
        if found != (underlined, help) {
            problems.push(format!("{text}: {found:?}"));
        }
    }
    assert!(problems.is_empty(), "{problems:#?}");
    for text in ["unknown", "?", "as needed", "n/a"] {
        let help = parse(text).expect_err(text).help().unwrap_or_default().to_owned();
        assert!(help.starts_with("write an estimate, and give it a source"), "{text}: {help}");
    }
}
