//! The tests of quantities: tables of cases, properties, and UCUM as the oracle.

mod oracle;
mod parsing;
mod properties;
mod showing;

use super::{ParseErrorKind, Unit, parse, parse_unit};

/// The value in SI, and the name of the dimension; the error's text where there is one.
fn read(text: &str) -> (f64, String) {
    match parse(text) {
        Ok(quantity) => (quantity.si(), quantity.dimension().name()),
        Err(error) => (f64::NAN, error.to_string()),
    }
}

/// The mistake, what it underlines, and the help.
fn refusal(text: &str) -> (Option<ParseErrorKind>, &str, String) {
    match parse(text) {
        Ok(quantity) => (None, "", format!("parsed as {} SI", quantity.si())),
        Err(error) => {
            let help = error.help().unwrap_or_default().to_owned();
            (Some(error.kind), text.get(error.range).unwrap_or("outside the text"), help)
        }
    }
}

fn unit(text: &str) -> Unit {
    parse_unit(text).unwrap_or_else(|_| Unit::each())
}

fn close(a: f64, b: f64) -> bool {
    a == b || (a - b).abs() <= 1e-14 * a.abs().max(b.abs())
}
