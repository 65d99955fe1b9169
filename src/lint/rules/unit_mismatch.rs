//! A quantity of another dimension than is due.

use crate::diagnostic::Severity;
use crate::diagnostic::rule_names::UNIT_MISMATCH;
use crate::lint::rule::{Check, Rule};

/// Found while the documents are linked.
pub static RULE: Rule = Rule {
    name: UNIT_MISMATCH,
    severity: Severity::Error,
    page: include_str!("unit_mismatch.md"),
    check: Check::Earlier("catalog"),
};
