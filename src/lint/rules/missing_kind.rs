//! A document that does not say what it describes.

use crate::diagnostic::Severity;
use crate::diagnostic::rule_names::MISSING_KIND;
use crate::lint::rule::{Check, Rule};

/// Found while the document is held against its schema.
pub static RULE: Rule = Rule {
    name: MISSING_KIND,
    severity: Severity::Error,
    page: include_str!("missing_kind.md"),
    check: Check::Earlier("schema"),
};
