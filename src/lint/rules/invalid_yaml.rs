//! A file that cannot be read as YAML of the format.

use crate::diagnostic::Severity;
use crate::diagnostic::rule_names::INVALID_YAML;
use crate::lint::rule::{Check, Rule};

/// Found while the text is parsed.
pub static RULE: Rule = Rule {
    name: INVALID_YAML,
    severity: Severity::Error,
    page: include_str!("invalid_yaml.md"),
    check: Check::Earlier("syntax"),
};
