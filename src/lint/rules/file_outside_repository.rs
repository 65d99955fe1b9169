//! A plan names a file that is not in the repository, and so will not be there for anyone else.

use super::plan_paths::{Target, named_files, target};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lint::Lint;
use crate::lint::rule::{Check, Rule};

/// Looks where the paths in plans lead: absolute ones, those with too many `..`, and links.
pub static RULE: Rule = Rule {
    name: "file-outside-repository",
    severity: Severity::Error,
    page: include_str!("file_outside_repository.md"),
    check: Check::Here(find),
};

fn find(lint: &Lint<'_>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for plan in &lint.catalog.plans {
        let folder = lint.sources.get(plan.span.file).path.folder();
        for file in named_files(plan) {
            let message = match target(lint.world, folder, file.written) {
                Target::Outside => format!("`{}` leads out of the repository", file.written),
                Target::LinkOutside => format!("`{}` leads out of the repository by a link", file.written),
                Target::File | Target::Missing(_) => continue,
            };
            let help = "copy the file into the plan's folder, and write its path from there";
            let finding = Diagnostic::error(RULE.name, file.span, message).with_help(help);
            findings.push(file.again.iter().fold(finding, |finding, span| finding.with_label(*span, "named here too")));
        }
    }
    findings
}
