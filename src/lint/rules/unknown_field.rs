//! A field that the kind of document does not have.

use crate::diagnostic::Severity;
use crate::diagnostic::rule_names::UNKNOWN_FIELD;
use crate::lint::rule::{Check, Rule};

/// Found while the document is held against its schema.
pub static RULE: Rule = Rule {
    name: UNKNOWN_FIELD,
    severity: Severity::Error,
    page: include_str!("unknown_field.md"),
    check: Check::Earlier("schema"),
};
