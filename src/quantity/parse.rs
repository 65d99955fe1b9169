//! From the text of a whole quantity or unit to its value.

use super::around;
use super::expression;
use super::number;
use super::parse_error::{ParseError, ParseErrorKind as Kind};
use super::remembered::remembered;
use super::unit::{Scale, Unit};
use super::{Dimension, Quantity};

/// The largest value, in SI units, and one over the smallest: the mass of all that can be seen is some 1e53 kg, and products of
/// a few such figures still can be reckoned with.
pub const LARGEST: f64 = 1e60;

/// Reads a quantity, such as `12.4 m`, `3/8 in`, `34 USD/m`, or a bare count.
///
/// # Errors
///
/// Where the text is not one finite number with at most one known unit; the error says what to write instead.
pub fn parse(text: &str) -> Result<Quantity, ParseError> {
    let trimmed = text.trim();
    let indent = text.len() - text.trim_start().len();
    remembered(trimmed, read_strictly)
        .map_err(|error| around::explained(trimmed, error))
        .map_err(|error| shifted(error, indent))
}

/// Reads a unit, such as `m`, `ea`, `kWh/t` or `1`.
///
/// # Errors
///
/// Where the text is not one known unit; the error says what to write instead.
pub fn parse_unit(text: &str) -> Result<Unit, ParseError> {
    let symbol = text.trim();
    let indent = text.len() - text.trim_start().len();
    read_unit(symbol, false).map(|scale| Unit::of(symbol, scale)).map_err(|error| shifted(error, indent))
}

/// Reads a unit that fills `text`; with `money`, that word stands for any currency.
pub(super) fn read_unit(text: &str, money: bool) -> Result<Scale, ParseError> {
    if text.is_empty() {
        return Err(ParseError::new(0..0, Kind::Empty, "a unit is missing").with_help("write a unit, such as `m`"));
    }
    let scale = expression::read(text, 0, money).map_err(|error| match number::read(text) {
        Ok((amount, end)) if end < text.len() => {
            let unit = text.get(end..).unwrap_or_default().trim();
            let error = ParseError::new(0..end, Kind::Unexpected, "this is a quantity, where a unit alone is due")
                .with_help(format!("write `{unit}`"));
            // Of any other number it is unclear whether the unit was meant, or so much of it.
            if amount == 1.0 { error.that_means(0..text.len(), unit) } else { error }
        }
        _ => error,
    })?;
    if scale.factor.is_normal() {
        Ok(scale)
    } else {
        Err(ParseError::new(0..text.len(), Kind::TooComplex, "this unit is beyond all use"))
    }
}

/// Reads a quantity that fills `text`. Its refusal looks no further than the first character that does not fit.
pub(super) fn read_strictly(text: &str) -> Result<Quantity, ParseError> {
    if text.is_empty() {
        return Err(ParseError::new(0..0, Kind::Empty, "a quantity is missing")
            .with_help("write a number and a unit, such as `12.4 m`"));
    }
    let (amount, number_end) = number::read(text)?;
    let rest = text.get(number_end..).unwrap_or_default();
    let unit_start = text.len() - rest.trim_start().len();
    let read_unit = || expression::read(text, unit_start, false).map_err(|error| hexadecimal(text).unwrap_or(error));
    let scale = if unit_start == text.len() { Scale::ONE } else { read_unit()? };
    let value = scale.to_si(amount);
    let is_of_use = value == 0.0 || (1.0 / LARGEST..=LARGEST).contains(&value.abs());
    if !is_of_use || !scale.factor.is_normal() {
        let message =
            if value.abs() < 1.0 { "this is too small for anything" } else { "this is too large for anything" };
        return Err(ParseError::new(0..text.len(), Kind::OutOfRange, message)
            .with_help("write a value between 1e-60 and 1e60, in SI units"));
    }
    if scale.zero != 0.0 && scale.dimension == Dimension::TEMPERATURE && value < 0.0 {
        return Err(ParseError::new(0..text.len(), Kind::OutOfRange, "this is below absolute zero (-273.15 °C)"));
    }
    let symbol = text.get(unit_start..).filter(|symbol| !symbol.is_empty()).unwrap_or("ea");
    Ok(Quantity::from_written(text.into(), amount, Unit::of(symbol, scale)))
}

/// The refusal of `0x10`, with what to write.
fn hexadecimal(text: &str) -> Option<ParseError> {
    let rest = text.strip_prefix("0x").or_else(|| text.strip_prefix("0X"))?;
    let length = rest.find(|c: char| !c.is_ascii_hexdigit()).unwrap_or(rest.len());
    let value = u64::from_str_radix(&rest[..length], 16).ok()?;
    let error = ParseError::new(0..length + 2, Kind::NotANumber, "numbers are written in decimal");
    Some(error.with_help(format!("write `{value}{}`", &rest[length..])))
}

fn shifted(mut error: ParseError, by: usize) -> ParseError {
    error.range = error.range.start + by..error.range.end + by;
    error.meant = error.meant.map(|(range, text)| (range.start + by..range.end + by, text));
    error
}
