//! A comment that allows what nothing reports.

use crate::diagnostic::Severity;
use crate::lint::control::UNUSED_ALLOW;
use crate::lint::rule::{Check, Rule};

/// Found when the other rules are through.
pub static RULE: Rule =
    Rule { name: UNUSED_ALLOW, severity: Severity::Warning, page: include_str!("unused_allow.md"), check: Check::Last };
