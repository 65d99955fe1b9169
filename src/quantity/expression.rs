//! Unit expressions: `kWh/t`, `kg*m^2`, `N·m`, `W/(m*K)` become a factor and a dimension.

use super::currency::Currency;
use super::dimension::Dimension;
use super::misread::ONE_QUANTITY;
use super::parse_error::{ParseError, ParseErrorKind as Kind};
use super::suggest;
use super::symbol::{leading_symbol, power_digit, starts_with_power};
use super::unit::Scale;

const MAX_DEPTH: u8 = 8;

/// Reads the unit that fills `text` from `start` on. With `money`, the word `money` stands for any currency.
pub(super) fn read(text: &str, start: usize, money: bool) -> Result<Scale, ParseError> {
    let whole = text.get(start..).unwrap_or_default();
    if whole.bytes().all(|byte| byte.is_ascii_alphabetic())
        && let Some(scale) = Scale::find(whole)
    {
        return Ok(scale);
    }
    let mut reader = Reader { text, at: start, money };
    let scale = reader.product(0)?;
    match reader.peek() {
        None => Ok(scale),
        Some(_) => Err(reader.unexpected(start)),
    }
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    money: bool,
}

impl<'a> Reader<'a> {
    /// Factors joined by `*`, `·`, `.` and `/`. Every slash divides, so that `a/b/c` is `a/(b·c)`.
    fn product(&mut self, depth: u8) -> Result<Scale, ParseError> {
        let mut total = if self.peek() == Some('/') { Scale::ONE } else { self.factor(depth)? };
        let mut divided = false;
        loop {
            let (operator, at) = (self.operator(), self.at);
            let Some(operator) = operator else {
                return Ok(total);
            };
            self.at += operator.len_utf8();
            let divide = operator == '/';
            if divided && !divide {
                return Err(self.product_after_slash(at, operator));
            }
            divided |= divide;
            self.skip_blanks();
            let start = self.at;
            let factor = self.factor(depth)?;
            let combined = if divide {
                total.dimension.checked_div(factor.dimension).map(|d| Scale::of(total.factor / factor.factor, d))
            } else {
                total.dimension.checked_mul(factor.dimension).map(|d| Scale::of(total.factor * factor.factor, d))
            };
            total = match combined {
                Some(scale) => scale,
                None => {
                    return Err(no_dimension(start..self.at, total.dimension, factor.dimension));
                }
            };
        }
    }

    /// A symbol, `1`, or a parenthesis, to some power.
    fn factor(&mut self, depth: u8) -> Result<Scale, ParseError> {
        let start = self.at;
        let base = match self.peek() {
            Some('(') if depth < MAX_DEPTH => {
                self.at += 1;
                self.skip_blanks();
                let inner = self.product(depth + 1)?;
                self.skip_blanks();
                if self.peek() != Some(')') {
                    return Err(match self.peek() {
                        None => ParseError::new(start..start + 1, Kind::Incomplete, "this parenthesis is never closed"),
                        Some(_) => self.unexpected(start),
                    });
                }
                self.at += 1;
                inner
            }
            Some('(') => {
                return Err(ParseError::new(start..start + 1, Kind::TooComplex, "parentheses nest too deep"));
            }
            Some('1') if !self.text.as_bytes().get(start + 1).is_some_and(|b| b.is_ascii_digit() || *b == b'.') => {
                self.at += 1;
                Scale::ONE
            }
            _ => self.symbol()?,
        };
        let Some(power) = self.power()? else {
            return Ok(base);
        };
        match base.dimension.checked_powi(power) {
            Some(dimension) => Ok(Scale::of(base.factor.powi(i32::from(power)), dimension)),
            None => Err(ParseError::new(start..self.at, Kind::TooComplex, "this power is beyond all use")),
        }
    }

    fn symbol(&mut self) -> Result<Scale, ParseError> {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let symbol = leading_symbol(rest);
        if symbol.is_empty() {
            return Err(self.no_symbol());
        }
        let range = self.at..self.at + symbol.len();
        self.at = range.end;
        match Scale::find(symbol) {
            Some(scale) => Ok(scale),
            None if self.money && symbol == "money" => Ok(Scale::of(1.0, Dimension::money(Currency::ANY))),
            None => Err(suggest::unknown_unit(symbol, range)),
        }
    }

    /// `2`, `-1`, `^2`, `^-1`, `²`, `⁻¹` after a factor.
    fn power(&mut self) -> Result<Option<i8>, ParseError> {
        let start = self.at;
        if let None | Some(b'/' | b'*' | b' ' | b')') = self.text.as_bytes().get(start) {
            return Ok(None);
        }
        let rest = self.text.get(start..).unwrap_or_default();
        let digits = rest.strip_prefix('^').unwrap_or(rest);
        let marked = digits.len() < rest.len();
        let mut value = 0_i8;
        let mut negative = false;
        let mut any = false;
        for (offset, c) in digits.char_indices() {
            let sign = matches!(c, '-' | '−' | '⁻' | '+');
            if offset == 0 && sign && (marked || digits.get(c.len_utf8()..).is_some_and(starts_with_power)) {
                negative = c != '+';
            } else if let Some(digit) = power_digit(c) {
                any = true;
                value = value.saturating_mul(10).saturating_add(digit);
            } else {
                break;
            }
            self.at = self.text.len() - digits.len() + offset + c.len_utf8();
        }
        match value {
            1..=99 => Ok(Some(if negative { -value } else { value })),
            0 if !any && !marked => Ok(None),
            _ => Err(ParseError::new(
                start..self.at.max(start + 1),
                Kind::Exponent,
                "a power is a whole number from 1 to 99, or -1 to -99",
            )),
        }
    }

    fn peek(&self) -> Option<char> {
        let byte = *self.text.as_bytes().get(self.at)?;
        if byte.is_ascii() { Some(char::from(byte)) } else { self.text.get(self.at..)?.chars().next() }
    }

    fn skip_blanks(&mut self) {
        while let Some(c) = self.peek().filter(|c| c.is_whitespace()) {
            self.at += c.len_utf8();
        }
    }

    /// The operator that follows, blanks in front of it skipped; those stay where none follows.
    fn operator(&mut self) -> Option<char> {
        let before = self.at;
        self.skip_blanks();
        let operator = self.peek().filter(|c| matches!(c, '/' | '*' | '·' | '⋅' | '×' | '.'));
        if operator.is_none() && self.peek() != Some(')') {
            self.at = before;
        }
        operator
    }

    fn no_symbol(&self) -> ParseError {
        match self.peek() {
            None => {
                let start = self.text.get(..self.at).unwrap_or_default().trim_end();
                let last = start.chars().next_back().map_or(0, char::len_utf8);
                let range = start.len() - last..start.len();
                ParseError::new(range, Kind::Incomplete, "a unit is missing here")
            }
            Some(c @ ('"' | '\'' | '″' | '′' | '”' | '’')) => {
                let (name, unit) = if matches!(c, '\'' | '′' | '’') { ("feet", "ft") } else { ("inches", "in") };
                let message = format!("{name} are not written with `{c}`");
                ParseError::new(self.at..self.at + c.len_utf8(), Kind::InchOrFootMark, message)
                    .with_help(format!("write `{unit}`"))
            }
            Some(c) => {
                let range = self.at..self.at + c.len_utf8();
                ParseError::new(range, Kind::Unexpected, format!("`{c}` is no unit"))
            }
        }
    }

    /// The refusal of what follows a complete unit that starts at `start`.
    fn unexpected(&mut self, start: usize) -> ParseError {
        let end = self.at;
        self.skip_blanks();
        let from = self.at;
        let unit = self.text.get(start..end).unwrap_or_default();
        let rest = self.text.get(from..).unwrap_or_default();
        let word = rest.split(char::is_whitespace).next().unwrap_or_default();
        let next = rest.get(word.len()..).unwrap_or_default().trim_start();
        let error = ParseError::new(
            from..from + word.len(),
            Kind::Unexpected,
            format!("`{word}` does not belong to the unit `{unit}`"),
        );
        let tail = word.trim_start_matches('-');
        if word == "per" && !next.is_empty() {
            let instead = format!("{unit}/{next}");
            error.with_help(format!("write `{instead}`")).that_means(start..self.text.len(), instead)
        } else if next.is_empty() && Scale::find(leading_symbol(tail)).is_some() {
            error.with_help(format!("write `{unit}*{tail}` for a product"))
        } else {
            error.with_help(ONE_QUANTITY)
        }
    }

    fn product_after_slash(&self, at: usize, operator: char) -> ParseError {
        let rest = self.text.get(at + operator.len_utf8()..).unwrap_or_default();
        let before = self.text.get(..at).unwrap_or_default();
        let above = before.find(|c: char| !"0123456789.-+/ ".contains(c)).and_then(|start| before.get(start..));
        let error = ParseError::new(
            at..at + operator.len_utf8(),
            Kind::AmbiguousProduct,
            "it is unclear whether this product belongs above or below the slash",
        );
        match above.and_then(|unit| unit.split_once('/')) {
            Some((above, below)) => error
                .with_help(format!("write `{above}/({below}{operator}{rest})`, or `{above}{operator}{rest}/{below}`")),
            None => error.with_help("write parentheses"),
        }
    }
}

fn no_dimension(range: std::ops::Range<usize>, a: Dimension, b: Dimension) -> ParseError {
    match (a.currency(), b.currency()) {
        (Some(a), Some(b)) if a != b => {
            ParseError::new(range, Kind::MixedCurrencies, format!("one unit cannot hold both {a} and {b}"))
        }
        _ => ParseError::new(range, Kind::TooComplex, "this unit is beyond all use"),
    }
}
