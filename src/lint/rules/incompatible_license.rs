//! A plan that contains another, under a licence that its own does not satisfy.

use spdx::LicenseReq;

use super::invalid_license::parse;
use super::license_terms::why_closed;
use crate::catalog::ItemOwner;
use crate::diagnostic::{Diagnostic, Severity};
use crate::lint::Lint;
use crate::lint::rule::{Check, Rule};
use crate::model::{BomEntry, License, Plan, Reference};
use crate::text::{Span, Spanned};

/// Compares the hardware licences of every plan with those of the plans that its bill of materials names.
pub static RULE: Rule = Rule {
    name: "incompatible-license",
    severity: Severity::Warning,
    page: include_str!("incompatible_license.md"),
    check: Check::Here(find),
};

/// Licences that ask that the whole which contains the work be under them too, and those under which the whole may be. The page
/// says where this is from.
const STRONG: &[(&str, &[&str])] = &[
    ("CERN-OHL-S-2.0", &["CERN-OHL-S-2.0"]),
    ("GPL-2.0-only", &["GPL-2.0-only", "GPL-2.0-or-later"]),
    (
        "GPL-2.0-or-later",
        &["GPL-2.0-only", "GPL-2.0-or-later", "GPL-3.0-only", "GPL-3.0-or-later", "AGPL-3.0-only", "AGPL-3.0-or-later"],
    ),
    ("GPL-3.0-only", &["GPL-2.0-or-later", "GPL-3.0-only", "GPL-3.0-or-later", "AGPL-3.0-only", "AGPL-3.0-or-later"]),
    (
        "GPL-3.0-or-later",
        &["GPL-2.0-or-later", "GPL-3.0-only", "GPL-3.0-or-later", "AGPL-3.0-only", "AGPL-3.0-or-later"],
    ),
    ("AGPL-3.0-only", &["GPL-3.0-only", "GPL-3.0-or-later", "AGPL-3.0-only", "AGPL-3.0-or-later"]),
    ("AGPL-3.0-or-later", &["GPL-3.0-only", "GPL-3.0-or-later", "AGPL-3.0-only", "AGPL-3.0-or-later"]),
];

/// The licences under which a whole may be that contains work under this one; `None` if it asks nothing of the whole.
pub(super) fn allowed_wholes(name: &str) -> Option<&'static [&'static str]> {
    STRONG.iter().find(|(strong, _)| *strong == name).map(|(_, allowed)| *allowed)
}

fn find(lint: &Lint<'_>) -> Vec<Diagnostic> {
    lint.catalog.plans.iter().flat_map(|plan| conflicts(lint, plan)).collect()
}

/// The hardware licence of a plan: its own, or the repository's.
fn hardware<'c>(lint: &Lint<'c>, plan: &'c Plan) -> Option<&'c Spanned<String>> {
    let of_all = lint.catalog.repository.as_ref().map(|repository| &repository.license);
    let has_none = plan.license.expressions().is_empty();
    // Of a plan with faults, the licence may be one of the fields that were not read.
    if has_none && lint.catalog.damage.is_faulty(plan.span) {
        return None;
    }
    let license: Option<&License> = if has_none { of_all } else { Some(&plan.license) };
    license?.hardware.as_ref()
}

fn conflicts(lint: &Lint<'_>, plan: &Plan) -> Vec<Diagnostic> {
    let mut findings: Vec<Diagnostic> = Vec::new();
    // What is no licence, or closed, is told as that.
    let Some(own) = hardware(lint, plan) else { return findings };
    let Some(own_terms) = parse(&own.value) else { return findings };
    if own_terms.requirements().any(|own| why_closed(&own.req.license).is_some()) {
        return findings;
    }
    let own_names: Vec<String> = own_terms.requirements().map(|own| own.req.license.to_string()).collect();
    let mut seen: Vec<&str> = Vec::new();
    for (item, span) in contained(plan) {
        let id = item.value.as_str();
        let Some(ItemOwner::Plan(index)) = lint.catalog.index.item(id) else { continue };
        let Some(terms) = hardware(lint, &lint.catalog.plans[index]) else { continue };
        let Some(expression) = parse(&terms.value) else { continue };
        let asked = expression.evaluate_with_failures(|req| !asks_otherwise(req, &own_names));
        let Some(failure) = asked.err().and_then(|failures| failures.first().map(|it| it.req.license.to_string()))
        else {
            continue;
        };
        if seen.contains(&id) {
            continue;
        }
        seen.push(id);
        let message = format!(
            "`{}` is under {}, and contains `{id}`, which is under {failure}: that asks that the whole be under it too",
            plan.id.value, own.value
        );
        let help = format!(
            "put `{}` under {failure}, or ask the authors of `{id}` for other terms; what is bought and put in as it is may be allowed with that reason",
            plan.id.value
        );
        findings.push(
            Diagnostic::warning(RULE.name, span, message)
                .with_help(help)
                .with_label(terms.span, "the terms of what is contained")
                .with_label(own.span, "the terms of the whole"),
        );
    }
    findings
}

/// Whether a licence asks for the whole to be under terms that are none of those.
fn asks_otherwise(required: &LicenseReq, own: &[String]) -> bool {
    // An exception may allow it.
    if required.addition.is_some() {
        return false;
    }
    let name = required.license.to_string();
    allowed_wholes(&name).is_some_and(|allowed| !own.iter().any(|own| allowed.contains(&own.as_str())))
}

/// What goes into the machine, and stays: tools that wear are no part of it.
fn contained(plan: &Plan) -> impl Iterator<Item = (&Reference, Span)> {
    plan.bom.iter().flat_map(|line| {
        let mut items: Vec<&Reference> = Vec::new();
        match &line.entry {
            _ if line.lifetime.is_some() => {}
            BomEntry::Item { item, .. } => items.push(item),
            BomEntry::Part(part) => {
                items.extend(part.from.iter().filter(|input| input.lifetime.is_none()).map(|input| &input.item));
            }
        }
        items.into_iter().map(|item| (item, item.span))
    })
}

#[cfg(test)]
mod tests {
    use super::{STRONG, asks_otherwise, parse};

    fn clashes(inner: &str, outer: &str) -> bool {
        let own: Vec<String> =
            parse(outer).expect("a licence").requirements().map(|own| own.req.license.to_string()).collect();
        !parse(inner).expect("a licence").evaluate(|req| !asks_otherwise(req, &own))
    }

    #[test]
    fn the_table_names_licences_of_the_list() {
        for name in STRONG.iter().flat_map(|(name, allowed)| std::iter::once(name).chain(*allowed)) {
            assert!(
                parse(name).is_some_and(|it| it.requirements().all(|it| it.req.license.to_string() == *name)),
                "{name}"
            );
        }
    }

    #[test]
    fn only_strong_reciprocity_clashes() {
        for (inner, outer) in [
            ("CERN-OHL-S-2.0", "MIT"),
            ("CERN-OHL-S-2.0", "CC-BY-SA-4.0"),
            ("CERN-OHL-S-2.0", "GPL-3.0-or-later"),
            ("GPL-3.0-or-later", "CERN-OHL-S-2.0"),
            ("GPL-3.0-only", "GPL-2.0-only"),
            ("CERN-OHL-S-2.0 AND MIT", "MIT"),
        ] {
            assert!(clashes(inner, outer), "{inner} in {outer}");
        }
        for (inner, outer) in [
            ("MIT", "CERN-OHL-S-2.0"),
            ("CERN-OHL-W-2.0", "MIT"),
            ("CERN-OHL-P-2.0", "CC-BY-SA-4.0"),
            ("CC-BY-SA-4.0", "MIT"),
            ("CERN-OHL-S-2.0", "CERN-OHL-S-2.0"),
            ("CERN-OHL-S-2.0 OR MIT", "MIT"),
            ("CERN-OHL-S-2.0", "MIT OR CERN-OHL-S-2.0"),
            ("GPL-2.0-or-later", "GPL-3.0-or-later"),
            ("GPL-3.0-or-later", "AGPL-3.0-or-later"),
            ("GPL-3.0-or-later WITH GCC-exception-3.1", "MIT"),
        ] {
            assert!(!clashes(inner, outer), "{inner} in {outer}");
        }
    }
}
