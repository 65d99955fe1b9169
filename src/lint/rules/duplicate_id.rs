//! Two things of one id.

use crate::diagnostic::Severity;
use crate::diagnostic::rule_names::DUPLICATE_ID;
use crate::lint::rule::{Check, Rule};

/// Found while the documents are linked.
pub static RULE: Rule = Rule {
    name: DUPLICATE_ID,
    severity: Severity::Error,
    page: include_str!("duplicate_id.md"),
    check: Check::Earlier("catalog"),
};
