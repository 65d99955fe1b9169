//! Why a text is no quantity: where, what, and what to write instead.

use std::fmt;
use std::ops::Range;

/// Why a text is no quantity or no unit, with the part of the text that is to blame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseError {
    /// The bytes to underline, within the text that was parsed.
    pub range: Range<usize>,
    /// The sort of mistake.
    pub kind: ParseErrorKind,
    message: String,
    help: Option<String>,
    pub(super) meant: Option<(Range<usize>, String)>,
}

/// Sorts of mistakes in a quantity or a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum ParseErrorKind {
    /// Nothing is written.
    Empty,
    /// It does not begin with a number.
    NotANumber,
    /// The number is too large or too small, for what is stored or for nature (below absolute zero).
    OutOfRange,
    /// Digits are grouped: `1,000`, `1_000`, `1 000`.
    ThousandsSeparator,
    /// The decimal mark is a comma: `1,5`.
    DecimalComma,
    /// Two numbers where one is due: `3-4 mm`.
    Range,
    /// A fraction over zero, or a mixed number whose fraction is one or more.
    Fraction,
    /// Inches and feet by marks: `5"`, `6'`.
    InchOrFootMark,
    /// Money by sign: `$5`.
    CurrencySign,
    /// A unit that does not exist.
    UnknownUnit,
    /// A unit that means different things to different people: `ton`, `month`.
    AmbiguousUnit,
    /// A product after a slash: `W/m*K`.
    AmbiguousProduct,
    /// An operator with no unit after it, or a parenthesis without its pair.
    Incomplete,
    /// A power that is no whole number from −99 to 99, or is 0.
    Exponent,
    /// Two currencies in one unit.
    MixedCurrencies,
    /// Something follows that is no part of a quantity.
    Unexpected,
    /// A dimension or nesting beyond all use.
    TooComplex,
}

impl ParseError {
    pub(super) fn new(range: Range<usize>, kind: ParseErrorKind, message: impl Into<String>) -> Self {
        Self { range, kind, message: message.into(), help: None, meant: None }
    }

    pub(super) fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The same, knowing that what stands in `range` can mean only this.
    pub(super) fn that_means(mut self, range: Range<usize>, text: impl Into<String>) -> Self {
        self.meant = Some((range, text.into()));
        self
    }

    /// What is wrong, as a clause without a full stop.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Whether nothing can be told of what was meant: any quantity could stand there.
    #[must_use]
    pub fn is_of_anything(&self) -> bool {
        self.help.as_deref().is_none_or(|help| help == super::misread::ANY_QUANTITY)
    }

    /// What to write instead, where that is known.
    #[must_use]
    pub fn help(&self) -> Option<&str> {
        self.help.as_deref()
    }
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.help {
            Some(help) => write!(f, "{}; {help}", self.message),
            None => f.write_str(&self.message),
        }
    }
}

impl std::error::Error for ParseError {}
