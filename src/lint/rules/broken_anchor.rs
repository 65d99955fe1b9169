//! A heading that is named, and is not there.

use std::collections::HashMap;

use crate::diagnostic::{Diagnostic, Edit, Fix, Severity, place_of_words};
use crate::instructions::{Instructions, decode, heading_anchor};
use crate::lint::Lint;
use crate::lint::rule::{Check, Rule};
use crate::model::{BomEntry, Plan};
use crate::schema::{closest, sure_name};
use crate::text::{FileId, RepoPath, Span, Spanned};

/// Looks for the headings that operations, parts and links within the instructions name.
pub static RULE: Rule = Rule {
    name: "broken-anchor",
    severity: Severity::Error,
    page: include_str!("broken_anchor.md"),
    check: Check::Here(find),
};

fn find(lint: &Lint<'_>) -> Vec<Diagnostic> {
    let of_plan: HashMap<usize, &Instructions> = lint.instructions.iter().map(|it| (it.plan, it)).collect();
    // Of other files, the headings are known of those that are instructions of some plan.
    let by_path: HashMap<&RepoPath, &Instructions> =
        lint.instructions.iter().map(|it| (&lint.sources.get(it.file).path, it)).collect();
    let elsewhere = |from: FileId, written: &str| -> Option<&Instructions> {
        let path = RepoPath::join(lint.sources.get(from).path.folder(), &decode(written))?;
        by_path.get(&path).copied()
    };
    let mut findings = Vec::new();
    for (index, plan) in lint.catalog.plans.iter().enumerate() {
        let instructions = of_plan.get(&index);
        for place in headings_named(plan) {
            let anchor = match (place.value.strip_prefix('#'), &plan.instructions) {
                (Some(anchor), _) => anchor,
                (None, Some(own)) if place.value.split('#').next() == Some(own.value.as_str()) => {
                    place.value.split_once('#').map_or("", |(_, anchor)| anchor)
                }
                (None, _) => {
                    let (file, anchor) = place.value.split_once('#').unwrap_or((&place.value, ""));
                    let other = elsewhere(plan.span.file, file);
                    findings.extend(other.and_then(|other| broken(other, file, anchor, place.span, &place.value)));
                    continue;
                }
            };
            match instructions {
                Some(instructions) => findings.extend(broken(instructions, THIS, anchor, place.span, &place.value)),
                None if plan.instructions.is_none() && !lint.catalog.damage.is_faulty(plan.span) => {
                    let message = format!("`#{anchor}` is a heading of the plan's `instructions`, and it has none");
                    let help = "write `build.md` in the plan's folder, and `instructions: build.md` in the plan";
                    findings.push(Diagnostic::error(RULE.name, place.span, message).with_help(help));
                }
                // The file is missing, or what names it is broken: that is told there.
                None => {}
            }
        }
        let links = instructions.map_or(&[][..], |instructions| &instructions.text.links);
        for link in links {
            if let (Some(anchor), Some(instructions)) = (link.destination.strip_prefix('#'), instructions) {
                findings.extend(broken(instructions, THIS, anchor, link.span, &link.destination));
            } else if let (None, Some((file, anchor))) = (&link.bound, link.destination.split_once('#')) {
                let other = elsewhere(link.span.file, file);
                findings.extend(other.and_then(|other| broken(other, file, anchor, link.span, &link.destination)));
            }
        }
    }
    findings
}

/// What the plan's own instructions are called.
const THIS: &str = "the instructions";

/// A finding, if no heading has this anchor, which `written` at `span` ends with.
fn broken(instructions: &Instructions, called: &str, anchor: &str, span: Span, written: &str) -> Option<Diagnostic> {
    let headings = &instructions.text.headings;
    if anchor.is_empty() || instructions.fault.is_some() || headings.iter().any(|heading| heading.anchor == anchor) {
        return None;
    }
    let sure = sure_heading(instructions, anchor);
    let close = closest(anchor, headings.iter().map(|heading| heading.anchor.as_str()));
    let by_title = || headings.iter().find(|heading| heading.title.trim().eq_ignore_ascii_case(anchor.trim()));
    let meant = sure.or(close).or_else(|| by_title().map(|heading| heading.anchor.as_str()));
    let help = match meant {
        Some(close) => format!("did you mean `#{close}`?"),
        None if headings.is_empty() => {
            "the instructions have no headings yet: begin each step with one, `## …`".to_owned()
        }
        None => {
            let names: Vec<String> = headings.iter().take(8).map(|heading| format!("`#{}`", heading.anchor)).collect();
            let more = if headings.len() > names.len() { ", …" } else { "" };
            format!("the headings are {}{more}", names.join(", "))
        }
    };
    let called = if called == THIS { called.to_owned() } else { format!("`{called}`") };
    let finding = Diagnostic::error(RULE.name, span, format!("no heading of {called} is `#{anchor}`")).with_help(help);
    let edit = sure.and_then(|sure| {
        // The `#` stays, and so do the quotes that YAML needs for it.
        let words = place_of_words(span, written)?;
        Edit::of_words(words.slice(written.len() - anchor.len(), written.len()), anchor, sure)
    });
    let finding = finding.with_fix(Fix::of([edit], true));
    let place = headings.iter().find(|heading| Some(heading.anchor.as_str()) == meant);
    Some(match place {
        Some(heading) => finding.with_label(heading.span, "this heading comes close"),
        None => finding,
    })
}

/// The anchor that can only be meant: it is one slip away, or the words of one heading were written as they are read.
fn sure_heading<'i>(instructions: &'i Instructions, anchor: &str) -> Option<&'i str> {
    let anchors = instructions.text.headings.iter().map(|heading| heading.anchor.as_str());
    let slugged = heading_anchor(&anchor.replace("%20", " ").replace('_', "-"));
    anchors.clone().find(|known| *known == slugged).or_else(|| sure_name(anchor, anchors))
}

/// The headings that a plan, its parts and their operations name.
fn headings_named(plan: &Plan) -> Vec<&Spanned<String>> {
    let mut named: Vec<&Spanned<String>> =
        plan.operations.iter().filter_map(|operation| operation.instructions.as_ref()).collect();
    for line in &plan.bom {
        if let BomEntry::Part(part) = &line.entry {
            named.extend(&part.instructions);
            named.extend(part.operations.iter().filter_map(|operation| operation.instructions.as_ref()));
        }
    }
    named
}
