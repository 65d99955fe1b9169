//! A licence under which not everybody may study, change, make and sell the work.

use super::invalid_license::{expressions, parse, place};
use super::license_terms::{opened, why_closed};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lint::Lint;
use crate::lint::rule::{Check, Rule};
use crate::text::{Sources, Spanned};

/// Evaluates every licence that is valid: `OR` needs one open side, `AND` both.
pub static RULE: Rule = Rule {
    name: "closed-license",
    severity: Severity::Error,
    page: include_str!("closed_license.md"),
    check: Check::Here(find),
};

fn find(lint: &Lint<'_>) -> Vec<Diagnostic> {
    expressions(lint.catalog).filter_map(|text| closed(lint.sources, text)).collect()
}

fn closed(sources: &Sources, text: &Spanned<String>) -> Option<Diagnostic> {
    let expression = parse(&text.value)?;
    let failures = expression.evaluate_with_failures(|requirement| why_closed(&requirement.license).is_none()).err()?;
    let mut findings = failures.iter().filter_map(|failure| {
        let range = failure.span.start as usize..failure.span.end as usize;
        let name = text.value.get(range.clone())?;
        let why = why_closed(&failure.req.license)?;
        let near = failure.req.license.id().and_then(opened);
        Some((place(sources, text, &range), format!("`{name}` is not an open licence: {why}"), near))
    });
    let (span, message, near) = findings.next()?;
    let help = match near {
        Some(open) => format!("write `{open}` if you hold the rights, or replace what you took"),
        None => "use an open licence: `CERN-OHL-S-2.0` for hardware, `CC-BY-SA-4.0` for documentation, `GPL-3.0-or-later` for software".to_owned(),
    };
    let finding = Diagnostic::error(RULE.name, span, message).with_help(help);
    Some(findings.fold(finding, |finding, (span, message, _)| finding.with_label(span, message)))
}
