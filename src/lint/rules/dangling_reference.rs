//! A reference that leads nowhere.

use crate::diagnostic::Severity;
use crate::diagnostic::rule_names::DANGLING_REFERENCE;
use crate::lint::rule::{Check, Rule};

/// Found while the documents are linked.
pub static RULE: Rule = Rule {
    name: DANGLING_REFERENCE,
    severity: Severity::Error,
    page: include_str!("dangling_reference.md"),
    check: Check::Earlier("catalog"),
};
