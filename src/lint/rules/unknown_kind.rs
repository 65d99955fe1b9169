//! A document of a kind that the format does not have.

use crate::diagnostic::Severity;
use crate::diagnostic::rule_names::UNKNOWN_KIND;
use crate::lint::rule::{Check, Rule};

/// Found while the document is held against its schema.
pub static RULE: Rule = Rule {
    name: UNKNOWN_KIND,
    severity: Severity::Error,
    page: include_str!("unknown_kind.md"),
    check: Check::Earlier("schema"),
};
