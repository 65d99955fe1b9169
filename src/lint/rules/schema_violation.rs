//! A value of another shape than its field has.

use crate::diagnostic::Severity;
use crate::diagnostic::rule_names::SCHEMA_VIOLATION;
use crate::lint::rule::{Check, Rule};

/// Found while the document is held against its schema.
pub static RULE: Rule = Rule {
    name: SCHEMA_VIOLATION,
    severity: Severity::Error,
    page: include_str!("schema_violation.md"),
    check: Check::Earlier("schema"),
};
