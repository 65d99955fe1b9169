//! A picture on the web: no page and no packet shows it.

use super::broken_build_link::is_remote;
use crate::diagnostic::{Diagnostic, Severity};
use crate::lint::Lint;
use crate::lint::rule::{Check, Rule};

/// Looks at where the pictures of all instructions lie.
pub static RULE: Rule = Rule {
    name: "remote-picture",
    severity: Severity::Warning,
    page: include_str!("remote_picture.md"),
    check: Check::Here(find),
};

fn find(lint: &Lint<'_>) -> Vec<Diagnostic> {
    let pictures = lint.instructions.iter().flat_map(|instructions| &instructions.text.pictures);
    let remote = pictures.filter(|picture| is_remote(&picture.destination));
    let finding = |picture: &crate::instructions::Picture| {
        let message = format!("`{}` is on the web, so no page and no packet shows it", picture.destination);
        let help = "save the picture into the plan's folder, and name it there";
        Diagnostic::warning(RULE.name, picture.place, message).with_help(help)
    };
    remote.map(finding).collect()
}
