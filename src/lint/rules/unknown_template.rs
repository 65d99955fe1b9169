//! A file among the templates of a repository that no page uses.

use crate::diagnostic::Diagnostic;
use crate::diagnostic::Severity;
use crate::lint::Lint;
use crate::lint::rule::{Check, Rule};
use crate::theme::{self, FOLDER};

/// Holds the names of the files in `templates/` against those of the built-in ones.
pub static RULE: Rule = Rule {
    name: "unknown-template",
    severity: Severity::Error,
    page: include_str!("unknown_template.md"),
    check: Check::Here(find),
};

fn find(lint: &Lint<'_>) -> Vec<Diagnostic> {
    // The file itself is no document of the repository: the manifest speaks for it.
    let Some(repository) = &lint.catalog.repository else { return Vec::new() };
    let overrides = lint.world.list().iter().filter_map(|entry| entry.path.as_str().strip_prefix(FOLDER));
    let unknown = overrides.filter(|file| !theme::is_known(file) && !theme::is_passed_over(file));
    let finding = |file: &str| {
        let message = format!("`{FOLDER}{file}` overrides no template, so no page uses it");
        let help = theme::meant(file).map_or_else(
            || "`groundup templates list` names those that can be overridden".to_owned(),
            |meant| format!("did you mean `{FOLDER}{meant}`?"),
        );
        Diagnostic::error(RULE.name, repository.name_span, message).with_help(help)
    };
    unknown.map(finding).collect()
}
