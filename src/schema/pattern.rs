//! Patterns that text must match. Ids are most of what is matched, so their pattern is known by sight.

use regex_lite::Regex;

use super::suggest::is_id;

/// The pattern of ids, as the schemas write it.
const ID: &str = "^[a-z0-9]+(?:[-./][a-z0-9]+)*$";

/// A compiled pattern.
#[derive(Clone, Debug)]
pub(super) enum Pattern {
    /// That of ids.
    Id,
    /// Any other.
    Expression(Regex),
}

impl Pattern {
    /// Compiles a regular expression.
    ///
    /// # Errors
    /// It is none.
    pub(super) fn new(expression: &str) -> Result<Self, String> {
        if expression == ID {
            return Ok(Self::Id);
        }
        Regex::new(expression).map(Self::Expression).map_err(|error| error.to_string())
    }

    /// Whether text matches.
    pub(super) fn is_match(&self, text: &str) -> bool {
        match self {
            Self::Id => is_id(text),
            Self::Expression(expression) => expression.is_match(text),
        }
    }

    /// The expression.
    pub(super) fn as_str(&self) -> &str {
        match self {
            Self::Id => ID,
            Self::Expression(expression) => expression.as_str(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{ID, Pattern, Regex};

    proptest::proptest! {
        #[test]
        fn ids_are_what_their_expression_says(text in "[a-c0-1A./_ é-]{0,8}") {
            let expression = Regex::new(ID).expect("an expression");
            proptest::prop_assert!(matches!(Pattern::new(ID), Ok(Pattern::Id)));
            proptest::prop_assert_eq!(Pattern::Id.is_match(&text), expression.is_match(&text));
        }
    }
}
