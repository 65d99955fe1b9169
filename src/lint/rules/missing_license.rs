//! Work without a licence: nobody may use it.

use super::file_licenses::{is_software, own_licenses};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lint::Lint;
use crate::lint::rule::{Check, Rule};
use crate::model::{License, Plan};
use crate::text::Spanned;

/// Looks for the licence of the hardware, the documentation and the software of every plan; what a plan does not say, the
/// repository may say.
pub static RULE: Rule = Rule {
    name: "missing-license",
    severity: Severity::Warning,
    page: include_str!("missing_license.md"),
    check: Check::Here(find),
};

fn find(lint: &Lint<'_>) -> Vec<Diagnostic> {
    let catalog = lint.catalog;
    let of_all = License::default();
    let manifest = catalog.repository.as_ref().filter(|repository| !catalog.damage.is_faulty(repository.span));
    // Of a manifest with faults, nobody knows what it says.
    if catalog.repository.is_some() && manifest.is_none() {
        return Vec::new();
    }
    let of_all = manifest.map_or(&of_all, |repository| &repository.license);
    let plans = catalog.plans.iter().filter(|plan| !catalog.damage.is_faulty(plan.span));
    let lacking: Vec<(&Plan, Vec<&str>)> =
        plans.map(|plan| (plan, lacks(lint, plan, of_all))).filter(|(_, lacks)| !lacks.is_empty()).collect();
    // What the repository could say for all is said once.
    let bare = lacking.iter().filter(|(plan, _)| plan.license.expressions().is_empty()).count();
    let first = lacking.iter().find(|(plan, _)| plan.license.expressions().is_empty());
    let mut findings = Vec::new();
    if let (Some(repository), Some((first, _)), true) = (manifest, first, of_all.expressions().is_empty()) {
        let message = if bare == 1 {
            "the repository has no licence, and one plan has none of its own: nobody may use it".to_owned()
        } else {
            format!("the repository has no licence, and {bare} plans have none of their own: nobody may use them")
        };
        let help = "add `license: {hardware: CERN-OHL-S-2.0, documentation: CC-BY-SA-4.0, software: GPL-3.0-or-later}` here; plans may say otherwise";
        let finding = Diagnostic::warning(RULE.name, repository.name_span, message).with_help(help);
        findings.push(finding.with_label(first.id.span, "without a licence"));
    }
    let is_told = !findings.is_empty();
    let alone = lacking.iter().filter(|(plan, _)| !(is_told && plan.license.expressions().is_empty()));
    findings.extend(alone.map(|(plan, lacks)| finding(lint, plan, lacks)));
    findings
}

fn lacks(lint: &Lint<'_>, plan: &Plan, of_all: &License) -> Vec<&'static str> {
    // A plan that says nothing is under the repository's terms; one that says something, for what it says.
    let license = if plan.license.expressions().is_empty() { of_all } else { &plan.license };
    let mut lacks = Vec::new();
    if license.hardware.is_none() {
        lacks.push("hardware");
    }
    if license.documentation.is_none() {
        lacks.push("documentation");
    }
    if license.software.is_none() && software_file(lint, plan).is_some() {
        lacks.push("software");
    }
    lacks
}

fn finding(lint: &Lint<'_>, plan: &Plan, lacks: &[&str]) -> Diagnostic {
    let words = match lacks {
        [one] => (*one).to_owned(),
        [first, second] => format!("{first} and {second}"),
        _ => "hardware, documentation and software".to_owned(),
    };
    let message = format!("nothing says under which licence the {words} of `{}` may be used", plan.id.value);
    let fields: Vec<String> = lacks
        .iter()
        .map(|kind| match *kind {
            "hardware" => "hardware: CERN-OHL-S-2.0".to_owned(),
            "documentation" => "documentation: CC-BY-SA-4.0".to_owned(),
            _ => "software: GPL-3.0-or-later".to_owned(),
        })
        .collect();
    let help = format!("add to the plan's `license`, such as `{}`", fields.join(", "));
    let span = plan.license.expressions().first().map_or(plan.id.span, |stated| stated.span);
    let finding = Diagnostic::warning(RULE.name, span, message).with_help(help);
    match software_file(lint, plan) {
        Some(path) if lacks.contains(&"software") => {
            finding.with_label(path.span, format!("`{}` is software", path.value))
        }
        _ => finding,
    }
}

/// The first file of a plan that is software, and does not say itself under which licence.
fn software_file<'p>(lint: &Lint<'_>, plan: &'p Plan) -> Option<&'p Spanned<String>> {
    let mut software = plan.files.iter().filter(|file| is_software(&file.path.value, file.role)).peekable();
    software.peek()?;
    let own = own_licenses(lint, plan);
    let says_itself = |path: &Spanned<String>| own.iter().any(|own| own.file.span == path.span);
    software.map(|file| &file.path).find(|path| !says_itself(path))
}
