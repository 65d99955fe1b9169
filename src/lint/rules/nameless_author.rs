//! An author whom nobody can name.

use crate::diagnostic::{Diagnostic, Severity};
use crate::lint::Lint;
use crate::lint::rule::{Check, Rule};
use crate::model::Author;

/// Reads the names of the authors of every plan.
pub static RULE: Rule = Rule {
    name: "nameless-author",
    severity: Severity::Warning,
    page: include_str!("nameless_author.md"),
    check: Check::Here(find),
};

/// What stands where a name is yet to be written.
const PLACEHOLDERS: &[&str] = &[
    "?",
    "...",
    "…",
    "-",
    "anonymous",
    "author",
    "fixme",
    "me",
    "n/a",
    "name",
    "no name",
    "nobody",
    "none",
    "tbd",
    "todo",
    "unknown",
    "xxx",
    "your name",
    "you",
];

fn find(lint: &Lint<'_>) -> Vec<Diagnostic> {
    lint.catalog.plans.iter().flat_map(|plan| &plan.authors).filter_map(fault).collect()
}

fn fault(author: &Author) -> Option<Diagnostic> {
    let name = author.name.trim();
    let lowered = name.to_lowercase();
    let (message, help) = if !name.chars().any(char::is_alphanumeric) || PLACEHOLDERS.contains(&lowered.as_str()) {
        (
            "this author has no name".to_owned(),
            "write who made the plan: a person, a group, or the name that they go by; or take the entry out".to_owned(),
        )
    } else if lowered.contains("://") || lowered.starts_with("www.") {
        (
            format!("`{name}` is an address, and no name"),
            format!("write who that is, and the address beside it: `{{name: …, url: '{name}'}}`"),
        )
    } else if name.contains('@') && !name.contains(' ') && name.split('@').all(|part| !part.is_empty()) {
        (
            format!("`{name}` is an address, and no name"),
            format!("write who that is: `{{name: …, url: 'mailto:{name}'}}`"),
        )
    } else {
        return None;
    };
    Some(Diagnostic::warning(RULE.name, author.name_span, message).with_help(help))
}
