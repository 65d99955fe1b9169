//! The number in front of a unit: decimals, fractions (`3/8`), mixed numbers (`1-1/4`), and kind refusals.

use super::misread;
use super::parse_error::{ParseError, ParseErrorKind as Kind};

pub(super) const BLANKS: [char; 4] = [' ', '\u{a0}', '\u{202f}', '\u{2009}'];

/// Reads the number at the start of `text` (which has no leading blanks) and returns it with its length in bytes.
pub(super) fn read(text: &str) -> Result<(f64, usize), ParseError> {
    let bytes = text.as_bytes();
    let sign_length = match bytes.first() {
        Some(b'-' | b'+') => 1,
        Some(0xE2) if text.starts_with('−') => '−'.len_utf8(),
        _ => 0,
    };
    let (value, end) = unsigned(text, sign_length)?;
    let negative = sign_length > 0 && bytes.first() != Some(&b'+');
    Ok((if negative { -value } else { value }, end))
}

fn unsigned(text: &str, start: usize) -> Result<(f64, usize), ParseError> {
    let bytes = text.as_bytes();
    let whole_end = digits(bytes, start);
    let mut end = whole_end;
    if bytes.get(end) == Some(&b'.') && bytes.get(end + 1) != Some(&b'.') {
        end = digits(bytes, end + 1);
    }
    if end == start || (whole_end == start && end == start + 1) {
        return match vulgar_fraction(text, start) {
            Some(found) => Ok(found),
            None => Err(misread::not_a_number(text)),
        };
    }
    if let Some(b'e' | b'E') = bytes.get(end) {
        let sign = usize::from(matches!(bytes.get(end + 1), Some(b'+' | b'-')));
        let exponent_end = digits(bytes, end + 1 + sign);
        if exponent_end > end + 1 + sign {
            end = exponent_end;
        }
    }
    // A unit follows, most often; only other things are worth a closer look.
    let after_blank = end + usize::from(bytes.get(end) == Some(&b' '));
    if !bytes.get(after_blank).is_none_or(u8::is_ascii_alphabetic) {
        if end == whole_end
            && let Some(found) = fraction(text, start, whole_end)?
        {
            misread::refuse(text, start, found.1)?;
            return Ok(found);
        }
        misread::refuse(text, start, end)?;
    }
    let written = text.get(start..end).unwrap_or_default();
    let value = decimal(written);
    if !value.is_finite() || (value == 0.0 && !is_zero(written)) {
        return Err(ParseError::new(start..end, Kind::OutOfRange, format!("`{written}` is out of range")));
    }
    Ok((value, end))
}

/// The value of a decimal number. Up to 9 digits, both the digits and the power of ten are exact in a float, so
/// that their quotient is rounded once, as the standard library would, in a third of its time.
fn decimal(written: &str) -> f64 {
    let (mut mantissa, mut power, mut point) = (0_u32, 1_u32, false);
    if written.len() > 9 {
        return written.parse().unwrap_or(f64::NAN);
    }
    for byte in written.bytes() {
        match byte {
            b'0'..=b'9' => {
                mantissa = mantissa * 10 + u32::from(byte - b'0');
                power *= if point { 10 } else { 1 };
            }
            b'.' => point = true,
            _ => return written.parse().unwrap_or(f64::NAN),
        }
    }
    f64::from(mantissa) / f64::from(power)
}

/// Whether every digit before the exponent is zero.
fn is_zero(written: &str) -> bool {
    !written.split(['e', 'E']).next().unwrap_or_default().contains(|c: char| ('1'..='9').contains(&c))
}

/// `3/8`, `1-1/4`, `1 1/4`, `1½`: the value and its end, given where the first run of digits starts and ends.
fn fraction(text: &str, start: usize, end: usize) -> Result<Option<(f64, usize)>, ParseError> {
    let bytes = text.as_bytes();
    let next = match bytes.get(end) {
        Some(b'/' | b'-' | b' ') | Some(0x80..) => end,
        _ => return Ok(None),
    };
    if let Some((value, fraction_end)) = over(text, start, next)? {
        return Ok(Some((value, fraction_end)));
    }
    let whole = parse_digits(text, start, end);
    let joint = text.get(next..).unwrap_or_default();
    let after = match joint.strip_prefix('-') {
        Some(part) => text.len() - part.len(),
        None => text.len() - joint.trim_start_matches(BLANKS).len(),
    };
    if let Some((part, fraction_end)) = vulgar_fraction(text, after) {
        return Ok(Some((whole + part, fraction_end)));
    }
    let numerator_end = digits(bytes, after);
    if after == end || numerator_end == after {
        return Ok(None);
    }
    match over(text, after, numerator_end)? {
        Some((part, fraction_end)) if part < 1.0 => Ok(Some((whole + part, fraction_end))),
        Some((_, fraction_end)) => {
            Err(ParseError::new(after..fraction_end, Kind::Fraction, "the fraction of a mixed number is less than one"))
        }
        None => Ok(None),
    }
}

/// The fraction whose numerator ends where a slash and a denominator follow.
fn over(text: &str, start: usize, slash: usize) -> Result<Option<(f64, usize)>, ParseError> {
    let slash_length = match text.get(slash..).and_then(|rest| rest.chars().next()) {
        Some(c @ ('/' | '⁄')) => c.len_utf8(),
        _ => return Ok(None),
    };
    let below = slash + slash_length;
    let end = digits(text.as_bytes(), below);
    if end == below {
        return Ok(None);
    }
    let denominator = parse_digits(text, below, end);
    if denominator == 0.0 {
        return Err(ParseError::new(start..end, Kind::Fraction, "a fraction over zero has no value"));
    }
    let value = parse_digits(text, start, slash) / denominator;
    if !value.is_finite() {
        return Err(ParseError::new(start..end, Kind::OutOfRange, "the fraction is out of range"));
    }
    Ok(Some((value, end)))
}

fn vulgar_fraction(text: &str, at: usize) -> Option<(f64, usize)> {
    if text.as_bytes().get(at)? < &0x80 {
        return None;
    }
    let c = text.get(at..)?.chars().next()?;
    let value = match c {
        '¼' => 0.25,
        '½' => 0.5,
        '¾' => 0.75,
        '⅓' => 1.0 / 3.0,
        '⅔' => 2.0 / 3.0,
        '⅛' => 0.125,
        '⅜' => 0.375,
        '⅝' => 0.625,
        '⅞' => 0.875,
        _ => return None,
    };
    Some((value, at + c.len_utf8()))
}

pub(super) fn digits(bytes: &[u8], mut at: usize) -> usize {
    while bytes.get(at).is_some_and(u8::is_ascii_digit) {
        at += 1;
    }
    at
}

fn parse_digits(text: &str, start: usize, end: usize) -> f64 {
    text.get(start..end).and_then(|digits| digits.parse().ok()).unwrap_or(f64::NAN)
}
