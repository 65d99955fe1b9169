//! Text that is no quantity, or no unit.

use crate::diagnostic::Severity;
use crate::diagnostic::rule_names::INVALID_QUANTITY;
use crate::lint::rule::{Check, Rule};

/// Found while the document is held against its schema.
pub static RULE: Rule = Rule {
    name: INVALID_QUANTITY,
    severity: Severity::Error,
    page: include_str!("invalid_quantity.md"),
    check: Check::Earlier("schema"),
};
