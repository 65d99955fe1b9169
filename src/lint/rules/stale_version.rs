//! A bill of materials that has changed since the last release, under the same version.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::diagnostic::{Diagnostic, Severity};
use crate::lint::Lint;
use crate::lint::rule::{Check, Rule};
use crate::model::{BomEntry, BomLine, Document, Input, Plan, Reference, lower};
use crate::quantity::{Quantity, format_amount};
use crate::schema::{self, Kind};
use crate::syntax;
use crate::text::{FileId, Span, Spanned};
use crate::world::Release;

/// Reads the plans that have changed since the newest tag as they were then.
pub static RULE: Rule = Rule {
    name: "stale-version",
    severity: Severity::Warning,
    page: include_str!("stale_version.md"),
    check: Check::Here(find),
};

fn find(lint: &Lint<'_>) -> Vec<Diagnostic> {
    // Plans that state no version have none to raise: then the history need not be looked at.
    if lint.catalog.plans.iter().all(|plan| plan.version_span.is_none()) {
        return Vec::new();
    }
    let Some(release) = lint.world.release().filter(|release| !release.changed.is_empty()) else { return Vec::new() };
    // A tag may name the plan that it is of: `press-1.2`.
    let is_named = |id: &str| release.tag.strip_prefix(id).is_some_and(|rest| rest.starts_with(['-', '/', '@', '_']));
    let of_one = lint
        .catalog
        .plans
        .iter()
        .map(|plan| plan.id.value.as_str())
        .filter(|id| is_named(id))
        .max_by_key(|id| id.len());
    let plans = lint.catalog.plans.iter().filter(|plan| of_one.is_none_or(|id| plan.id.value.as_str() == id));
    plans
        .filter(|plan| !lint.catalog.damage.is_faulty(plan.span))
        .filter_map(|plan| stale(lint, release, plan))
        .collect()
}

fn stale(lint: &Lint<'_>, release: &Release, plan: &Plan) -> Option<Diagnostic> {
    let span = plan.version_span?;
    let path = &lint.sources.get(plan.span.file).path;
    let changed = release.changed.binary_search_by(|(changed, _)| changed.cmp(path)).ok()?;
    let before = plan_of(&String::from_utf8_lossy(&release.changed[changed].1), plan.id.value.as_str())?;
    if before.version != plan.version {
        return None;
    }
    let differences = differences(&before, plan);
    let (first, rest) = differences.split_first()?;
    let more = match rest.len() {
        0 => String::new(),
        1 => ", and one line more".to_owned(),
        count => format!(", and {count} lines more"),
    };
    let message = format!(
        "the bill of materials is another than that of `{}` ({}{more}), and the version is still {}",
        release.tag,
        first.0,
        plan.version.as_deref().unwrap_or_default()
    );
    let help = "raise the version, so that those who build can tell the two apart";
    let finding = Diagnostic::warning(RULE.name, span, message).with_help(help);
    Some(match first.1 {
        Some(place) => finding.with_label(place, first.0.clone()),
        None => finding,
    })
}

/// The plan of an id in a text.
fn plan_of(text: &str, id: &str) -> Option<Plan> {
    let file = FileId(u32::MAX);
    let parsed = syntax::parse(file, text);
    parsed.documents.iter().find_map(|document| {
        let kind = schema::kind_of(document).ok().filter(|kind| *kind == Kind::Plan)?;
        match lower(kind, &document.root, document.span)? {
            Document::Plan(plan) if plan.id.value.as_str() == id => Some(*plan),
            _ => None,
        }
    })
}

/// In words, and where if it is there: what differs between two bills, sorted by place.
fn differences(before: &Plan, now: &Plan) -> Vec<(String, Option<Span>)> {
    let mut old: BTreeMap<(&str, String), Vec<&BomLine>> = BTreeMap::new();
    for line in &before.bom {
        old.entry((name(line).value.as_str(), likeness(line))).or_default().push(line);
    }
    // What is the same in both goes away; what is left over was changed, added, or taken out.
    let mut changed: Vec<&BomLine> = Vec::new();
    for line in &now.bom {
        let same = old.get_mut(&(name(line).value.as_str(), likeness(line))).and_then(Vec::pop);
        if same.is_none() {
            changed.push(line);
        }
    }
    let mut left: BTreeMap<&str, Vec<&BomLine>> = BTreeMap::new();
    for ((id, _), lines) in old {
        left.entry(id).or_default().extend(lines);
    }
    let mut differences = Vec::new();
    for line in changed {
        let id = name(line).value.as_str();
        let words = match left.get_mut(id).and_then(Vec::pop) {
            Some(old) if written(old) != written(line) => {
                format!("{} of `{id}` were {}", written(line), written(old))
            }
            Some(_) => format!("`{id}` is made or replaced otherwise"),
            None => format!("`{id}` is new"),
        };
        differences.push((words, Some(name(line).span)));
    }
    let gone =
        left.into_iter().flat_map(|(id, lines)| lines.into_iter().map(move |_| (format!("`{id}` is gone"), None)));
    differences.extend(gone);
    differences
}

fn name(line: &BomLine) -> &Reference {
    match &line.entry {
        BomEntry::Item { item, .. } => item,
        BomEntry::Part(part) => &part.name,
    }
}

fn written(line: &BomLine) -> &str {
    line.quantity.as_ref().map_or("", |quantity| quantity.value.as_written())
}

/// Text that is the same for two lines that ask for the same; the unit in which a quantity is written does not matter, nor do
/// notes and sources.
fn likeness(line: &BomLine) -> String {
    let mut text = format!("{};{};{}", amount(&line.quantity), amount(&line.lifetime), line.per_batch);
    match &line.entry {
        BomEntry::Item { alternatives, .. } => {
            alternatives.iter().for_each(|other| _ = write!(text, "|{}", other.value));
        }
        BomEntry::Part(part) => {
            let input = |input: &Input| {
                let others: Vec<&str> = input.alternatives.iter().map(|other| other.value.as_str()).collect();
                format!(
                    "<{}:{}:{}:{}",
                    input.item.value,
                    amount(&input.quantity),
                    amount(&input.lifetime),
                    others.join("|")
                )
            };
            let mut inputs: Vec<String> = part.from.iter().map(input).collect();
            inputs.sort();
            text.extend(inputs);
        }
    }
    text
}

fn amount(quantity: &Option<Spanned<Quantity>>) -> String {
    quantity.as_ref().map_or_else(String::new, |quantity| {
        format!("{} {:?}", format_amount(quantity.value.si()), quantity.value.dimension())
    })
}
