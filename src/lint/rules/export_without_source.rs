//! A drawing or an export, and nothing that it was made from.

use crate::diagnostic::{Diagnostic, Severity};
use crate::lint::Lint;
use crate::lint::rule::{Check, Rule};
use crate::model::{BomEntry, Plan, Role};
use crate::text::{Span, Spanned};

/// Looks for a source among the files of each plan that has drawings or exports.
pub static RULE: Rule = Rule {
    name: "export-without-source",
    severity: Severity::Warning,
    page: include_str!("export_without_source.md"),
    check: Check::Here(find),
};

fn find(lint: &Lint<'_>) -> Vec<Diagnostic> {
    let plans = lint.catalog.plans.iter().filter(|plan| !lint.catalog.damage.is_faulty(plan.span));
    plans.filter_map(fault).collect()
}

fn fault(plan: &Plan) -> Option<Diagnostic> {
    if plan.files.iter().any(|file| file.role == Role::Source) {
        return None;
    }
    let listed =
        plan.files.iter().filter(|file| matches!(file.role, Role::Export | Role::Drawing)).map(|file| &file.path);
    let of_parts = plan.bom.iter().filter_map(|line| match &line.entry {
        BomEntry::Part(part) => part.drawing.as_ref(),
        BomEntry::Item { .. } => None,
    });
    let mut paths: Vec<&Spanned<String>> = listed.chain(of_parts).collect();
    paths.sort_by_key(|path| path.span);
    let first = paths.first()?;
    let mut others: Vec<(&str, Span)> = paths.iter().map(|path| (path.value.as_str(), path.span)).collect();
    others.sort_unstable();
    others.dedup_by_key(|(path, _)| *path);
    let of_others = match others.len() - 1 {
        0 => String::new(),
        1 => ", nor of the other drawing".to_owned(),
        count => format!(", nor of {count} other drawings"),
    };
    let message = format!("the source of `{}` is not among the files of the plan{of_others}", first.value);
    let help = "add what it is made from: `files: [{path: cad/….FCStd, role: source}]`; a file that is edited as it is, is its own source";
    Some(Diagnostic::warning(RULE.name, first.span, message).with_help(help))
}
