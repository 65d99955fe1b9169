//! A setting of the linter that cannot hold.

use crate::diagnostic::Severity;
use crate::lint::control::INVALID_LINT_SETTING;
use crate::lint::rule::{Check, Rule};

/// Found when the other rules are through.
pub static RULE: Rule = Rule {
    name: INVALID_LINT_SETTING,
    severity: Severity::Error,
    page: include_str!("invalid_lint_setting.md"),
    check: Check::Last,
};
