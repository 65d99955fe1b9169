//! A file that is there, and cannot be read.

use super::plan_contents::contents;
use crate::diagnostic::{Diagnostic, Severity};
use crate::lint::Lint;
use crate::lint::rule::{Check, Rule};

/// Looks into the files that plans name, and at the text of their instructions.
pub static RULE: Rule = Rule {
    name: "unreadable-file",
    severity: Severity::Error,
    page: include_str!("unreadable_file.md"),
    check: Check::Here(find),
};

fn find(lint: &Lint<'_>) -> Vec<Diagnostic> {
    let instructions = lint.instructions.iter().filter_map(|instructions| instructions.fault.clone());
    let mut findings: Vec<Diagnostic> = instructions.map(|fault| Diagnostic { rule: RULE.name, ..fault }).collect();
    for file in contents(lint) {
        let (message, help) = match &file.start {
            Err(error) => (
                format!("`{}` cannot be read: {error}", file.path),
                "check that it is a file and may be read".to_owned(),
            ),
            Ok(_) if file.is_lfs_pointer() => (
                format!("`{}` is a Git LFS pointer: the file itself is elsewhere", file.path),
                "fetch it with `git lfs pull`, or commit the file itself, so that every copy of the repository has it"
                    .to_owned(),
            ),
            Ok(_) => continue,
        };
        findings.push(Diagnostic::error(RULE.name, file.span, message).with_help(help));
    }
    findings
}
