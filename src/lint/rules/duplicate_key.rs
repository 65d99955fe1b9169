//! A key that a map gives twice.

use crate::diagnostic::Severity;
use crate::diagnostic::rule_names::DUPLICATE_KEY;
use crate::lint::rule::{Check, Rule};

/// Found while the text is parsed.
pub static RULE: Rule = Rule {
    name: DUPLICATE_KEY,
    severity: Severity::Error,
    page: include_str!("duplicate_key.md"),
    check: Check::Earlier("syntax"),
};
