//! A file of a plan that says by itself under which licence it is, and the plan says another.

use spdx::LicenseReq;

use super::file_licenses::{OwnLicense, is_script, is_software, own_licenses};
use super::incompatible_license::allowed_wholes;
use super::invalid_license::parse;
use super::license_terms::meant;
use crate::diagnostic::{Diagnostic, Severity};
use crate::lint::Lint;
use crate::lint::rule::{Check, Rule};
use crate::model::{License, Plan, Role};
use crate::text::Spanned;

/// Reads what the files of every plan say of their licence, and holds it against what the plan says.
pub static RULE: Rule = Rule {
    name: "file-license-differs",
    severity: Severity::Warning,
    page: include_str!("file_license_differs.md"),
    check: Check::Here(find),
};

/// Licences whose work may be part of a whole under any other terms, as long as they are told with it: the beginnings of their
/// names.
const PERMISSIVE: &[&str] = &[
    "0BSD",
    "Apache-",
    "BSD-",
    "BSL-",
    "CC-BY-1",
    "CC-BY-2",
    "CC-BY-3",
    "CC-BY-4",
    "CC0-",
    "CERN-OHL-P-",
    "ISC",
    "MIT",
    "Unlicense",
    "Zlib",
];

/// Licences that ask that changes of the work itself be under them, and the ones of a whole that keep to that.
const WEAK: &[(&str, &[&str])] =
    &[("LGPL-", &["LGPL-", "GPL-", "AGPL-"]), ("MPL-", &["GPL-", "LGPL-", "AGPL-"]), ("CERN-OHL-W-", &["CERN-OHL-S-"])];

fn find(lint: &Lint<'_>) -> Vec<Diagnostic> {
    let of_all = lint.catalog.repository.as_ref().map(|repository| &repository.license);
    lint.catalog.plans.iter().flat_map(|plan| differing(lint, plan, of_all)).collect()
}

fn differing(lint: &Lint<'_>, plan: &Plan, of_all: Option<&License>) -> Vec<Diagnostic> {
    let has_none = plan.license.expressions().is_empty();
    // Of a plan with faults, the licence may be one of the fields that were not read.
    if has_none && lint.catalog.damage.is_faulty(plan.span) {
        return Vec::new();
    }
    let license = if has_none { of_all } else { Some(&plan.license) };
    // A plan without a licence is told as that.
    let Some(license) = license else { return Vec::new() };
    own_licenses(lint, plan).iter().filter_map(|own| finding(own, license)).collect()
}

fn finding(own: &OwnLicense<'_>, license: &License) -> Option<Diagnostic> {
    let OwnLicense { file, expression, place, .. } = own;
    let Some(terms) = parse(expression) else {
        let message =
            format!("`{}` says in {place} that it is under `{expression}`, which is no SPDX expression", file.value);
        let help = match meant(expression) {
            Some(meant) => format!("write `SPDX-License-Identifier: {meant}` there, if that is meant"),
            None => "write an identifier of https://spdx.org/licenses there".to_owned(),
        };
        return Some(Diagnostic::warning(RULE.name, file.span, message).with_help(help));
    };
    // A script that draws a part may be under terms that the plan does not speak of.
    if own.role == Role::Source && is_script(&file.value) && license.software.is_none() {
        return None;
    }
    let stated = stated_for(own, license);
    let (kind, first) = *stated.first()?;
    // What is no licence is told where it stands.
    let names: Vec<String> = stated
        .iter()
        .map(|(_, text)| {
            parse(&text.value).map(|stated| stated.requirements().map(|it| name(&it.req)).collect::<Vec<_>>())
        })
        .collect::<Option<Vec<_>>>()?
        .concat();
    if terms.evaluate(|required| is_covered(required, &names)) {
        return None;
    }
    let message = format!(
        "`{}` says in {place} that it is under {expression}; the plan's {kind} is said to be under {}",
        file.value, first.value
    );
    let help =
        format!("say `{kind}: {expression}` in the plan's `license`, or ask whoever wrote the file for other terms");
    Some(
        Diagnostic::warning(RULE.name, file.span, message).with_help(help).with_label(first.span, "what the plan says"),
    )
}

/// The licences of a plan under which such a file may be, the first one first.
fn stated_for<'l>(own: &OwnLicense<'_>, license: &'l License) -> Vec<(&'static str, &'l Spanned<String>)> {
    let kinds: &[&str] = match own.role {
        _ if is_software(&own.file.value, own.role) => &["software"],
        Role::Image => &["documentation", "hardware"],
        Role::Source => &["hardware", "software", "documentation"],
        _ => &["hardware", "documentation"],
    };
    let stated = |kind: &&'static str| {
        let text = match *kind {
            "software" => license.software.as_ref(),
            "documentation" => license.documentation.as_ref(),
            _ => license.hardware.as_ref(),
        };
        text.map(|text| (*kind, text))
    };
    kinds.iter().filter_map(stated).collect()
}

/// Whether work under such terms may be part of what is under these.
fn is_covered(required: &LicenseReq, names: &[String]) -> bool {
    let own = name(required);
    let begins = |name: &str, beginnings: &[&str]| beginnings.iter().any(|beginning| name.starts_with(beginning));
    let is_family = |other: &String| family(other) == family(&own);
    if names.iter().any(is_family) || begins(&own, PERMISSIVE) || required.addition.is_some() {
        return true;
    }
    let weak = WEAK.iter().find(|(weak, _)| own.starts_with(weak));
    weak.is_some_and(|(_, wholes)| names.iter().any(|name| begins(name, wholes)))
        || allowed_wholes(&own).is_some_and(|wholes| names.iter().any(|name| wholes.contains(&name.as_str())))
}

fn name(required: &LicenseReq) -> String {
    required.license.to_string()
}

/// A licence, whether later versions of it will do or not.
fn family(name: &str) -> &str {
    name.trim_end_matches("-or-later").trim_end_matches("-only")
}
