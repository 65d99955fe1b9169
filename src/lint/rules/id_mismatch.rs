//! A plan whose id is not the name of its folder.

use crate::catalog::plan_folder;
use crate::diagnostic::{Diagnostic, Severity};
use crate::lint::Lint;
use crate::lint::rule::{Check, Rule};

/// Holds the id of each `plans/<folder>/plan.yaml` against its folder.
pub static RULE: Rule = Rule {
    name: "id-mismatch",
    severity: Severity::Error,
    page: include_str!("id_mismatch.md"),
    check: Check::Here(find),
};

fn find(lint: &Lint<'_>) -> Vec<Diagnostic> {
    let mismatch = |plan: &crate::model::Plan| {
        let folder = plan_folder(&lint.sources.get(plan.id.span.file).path)?;
        let id = plan.id.value.as_str();
        let message = format!("the plan's id is `{id}`, but the folder is `{folder}`");
        let help = format!("write `id: {folder}`, or rename the folder to `plans/{id}`");
        (folder != id).then(|| Diagnostic::error(RULE.name, plan.id.span, message).with_help(help))
    };
    lint.catalog.plans.iter().filter_map(mismatch).collect()
}
