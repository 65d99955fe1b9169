//! `3..12 mm`: from one quantity to another.

use super::{Dimension, ParseError, Quantity, parse};

/// What stands between the ends of an interval: two dots, or a dash as long as those of printed catalogues.
const BETWEEN: [&str; 2] = ["..", "–"];

/// Reads an interval such as `3..12 mm`, `3–12 mm` or `1/8 in .. 12 mm`; a lower end without a unit has that of the upper one. `None` if
/// the text is no interval but, for all that can be told, one quantity. The ends are as written: the first may be the greater.
///
/// # Errors
/// What is wrong with the first end that cannot be read.
pub fn parse_interval(text: &str) -> Option<Result<(Quantity, Quantity), ParseError>> {
    let (from, to) = BETWEEN.iter().find_map(|between| text.split_once(between))?;
    Some(ends(from.trim(), to.trim()))
}

fn ends(from: &str, to: &str) -> Result<(Quantity, Quantity), ParseError> {
    let to = parse(to)?;
    let own = parse(from)?;
    let is_bare = own.dimension() == Dimension::NONE && from.ends_with(|last: char| last.is_ascii_digit());
    if is_bare && to.dimension() != Dimension::NONE {
        return Ok((parse(&format!("{from} {}", to.unit_symbol()))?, to));
    }
    Ok((own, to))
}

#[cfg(test)]
mod tests {
    use super::parse_interval;

    fn ends(text: &str) -> Option<(f64, f64)> {
        let (from, to) = parse_interval(text)?.ok()?;
        Some(((from.si() * 1e9).round() / 1e9, (to.si() * 1e9).round() / 1e9))
    }

    #[test]
    fn ends_are_quantities_of_any_unit() {
        assert_eq!(ends("3..12 mm"), Some((0.003, 0.012)));
        assert_eq!(ends("1/8 in .. 1-1/4 in"), Some((0.003_175, 0.031_75)));
        assert_eq!(ends("1/2..2 in"), Some((0.0127, 0.0508)));
        assert_eq!(ends("20 .. 80 °C"), Some((293.15, 353.15)));
        assert_eq!(ends("-5..5 mm"), Some((-0.005, 0.005)));
        assert_eq!(ends("2..4"), Some((2.0, 4.0)));
        assert_eq!(ends("3 mm – 1.2 cm"), Some((0.003, 0.012)));
    }

    #[test]
    fn what_is_no_interval_is_none_and_a_bad_end_an_error() {
        assert!(parse_interval("12 mm").is_none());
        assert!(parse_interval("..12 mm").is_some_and(|read| read.is_err()));
        assert!(parse_interval("3..").is_some_and(|read| read.is_err()));
        assert!(parse_interval("3..12 furlongz").is_some_and(|read| read.is_err()));
    }
}
