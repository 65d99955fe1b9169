//! A link in the `description` of a document that leads nowhere.

use super::plan_paths::{Target, target};
use crate::diagnostic::{Diagnostic, Edit, Fix, Severity};
use crate::instructions::{BuildLink, LinkKind, decode, parse};
use crate::lint::Lint;
use crate::lint::rule::{Check, Rule};
use crate::model::Plan;
use crate::schema::{closest, sure_name};
use crate::text::{Span, Spanned};

/// Looks at every link of every description, which is Markdown.
pub static RULE: Rule = Rule {
    name: "broken-description-link",
    severity: Severity::Error,
    page: include_str!("broken_description_link.md"),
    check: Check::Here(find),
};

/// How many unknown ids are compared with all others.
const MOST_SUGGESTIONS: usize = 200;

fn find(lint: &Lint<'_>) -> Vec<Diagnostic> {
    let catalog = lint.catalog;
    let plans = catalog.plans.iter().map(|it| (Some(it), it.description.as_ref()));
    let others = catalog.materials.iter().map(|it| it.description.as_ref());
    let others = others.chain(catalog.processes.iter().map(|it| it.description.as_ref()));
    let others = others.chain(catalog.capabilities.iter().map(|it| it.description.as_ref()));
    let others = others.chain(catalog.facilities.iter().map(|it| it.description.as_ref()));
    let mut findings = Vec::new();
    for (plan, description) in plans.chain(others.map(|it| (None, it))) {
        // Most have no link at all.
        let Some(description) = description.filter(|text| text.value.contains("](") || text.value.contains('<')) else {
            continue;
        };
        findings.extend(faults(lint, plan, description, MOST_SUGGESTIONS.saturating_sub(findings.len()) > 0));
    }
    findings
}

/// What is wrong with the links and pictures of a text, each at its place in the file.
fn faults(lint: &Lint<'_>, plan: Option<&Plan>, text: &Spanned<String>, suggests: bool) -> Vec<Diagnostic> {
    let found = parse(text.span.file, &text.value);
    let links = found.links.iter().map(|link| (link.span.start, link.destination.as_str(), link.bound.as_ref(), true));
    let pictures = found.pictures.iter().map(|it| (it.span.start, it.destination.as_str(), None, false));
    let mut all: Vec<_> = links.chain(pictures).collect();
    all.sort_by_key(|(start, ..)| *start);
    let mut places = Places { source: lint.sources.text(text.span), at: 0, span: text.span };
    let mut findings = Vec::new();
    for (_, destination, bound, is_link) in all {
        let place = places.next(destination);
        let fault = match bound {
            Some(bound) => bound_fault(lint, plan, bound, suggests),
            None => file_fault(lint, plan, text.span, destination, is_link),
        };
        findings.extend(fault.map(|(message, help, meant)| {
            let edit = meant.and_then(|meant| Edit::of_destination(place, destination, &meant));
            Diagnostic::error(RULE.name, place, message)
                .with_help(help)
                .with_fix(edit.and_then(|it| Fix::of([Some(it)], true)))
        }));
    }
    findings
}

/// Finds destinations in the text of a scalar as it is written, one after the other: whatever its quotes and folds, an address is
/// in one piece.
struct Places<'s> {
    source: &'s str,
    at: usize,
    span: Span,
}

impl Places<'_> {
    fn next(&mut self, destination: &str) -> Span {
        let found =
            self.source.get(self.at..).and_then(|rest| rest.find(destination)).filter(|_| !destination.is_empty());
        let Some(start) = found.map(|found| self.at + found) else { return self.span };
        self.at = start + destination.len();
        self.span.slice(start, self.at)
    }
}

/// What is wrong, what to do, and the destination that can only be meant.
type Fault = (String, String, Option<String>);

fn bound_fault(lint: &Lint<'_>, plan: Option<&Plan>, bound: &BuildLink, suggests: bool) -> Option<Fault> {
    let catalog = lint.catalog;
    let id = bound.id.as_str();
    let is_item = |id: &str| catalog.index.item(id).is_some();
    let is_unknown = catalog.damage.defines(id)
        || plan.is_some_and(|plan| catalog.damage.is_faulty(plan.span) && bound.kind == LinkKind::Part);
    if is_unknown {
        return None;
    }
    let capabilities = || catalog.capabilities.iter().map(|it| it.id.value.as_str()).collect::<Vec<_>>();
    let (scheme, message, known): (&str, String, Vec<&str>) = match bound.kind {
        LinkKind::Part => {
            let Some(plan) = plan else {
                let message = format!("`part:{id}` names a part of this plan, and this is no plan");
                return Some((
                    message,
                    "name a part of another plan by its long id: `item:plan-id/part-id`".to_owned(),
                    None,
                ));
            };
            if is_item(&format!("{}/{id}", plan.id.value)) {
                return None;
            }
            let parts = catalog
                .index
                .item_ids()
                .filter_map(|item| item.strip_prefix(plan.id.value.as_str())?.strip_prefix('/'));
            ("part", format!("the plan `{}` has no part `{id}`", plan.id.value), parts.collect())
        }
        LinkKind::Item if is_item(id) => return None,
        LinkKind::Item => ("item", format!("there is no item `{id}`"), catalog.index.item_ids().collect()),
        LinkKind::Plan if catalog.plan(id).is_some() => return None,
        LinkKind::Plan => {
            ("plan", format!("there is no plan `{id}`"), catalog.plans.iter().map(|it| it.id.value.as_str()).collect())
        }
        LinkKind::Capability if catalog.index.capability(id).is_some() => return None,
        LinkKind::Capability => ("capability", format!("there is no capability `{id}`"), capabilities()),
    };
    let known = if suggests { known } else { Vec::new() };
    let sure = sure_name(id, known.iter().copied());
    let help = match sure.or_else(|| closest(id, known.iter().copied())) {
        Some(close) => format!("did you mean `{scheme}:{close}`?"),
        None => "name one that is there, or let the words stand without a link".to_owned(),
    };
    Some((message, help, sure.filter(|_| bound.quantity.is_none()).map(|sure| format!("{scheme}:{sure}"))))
}

/// Files are known of plans alone, from whose folder they are named; no page of anything else takes files along.
fn file_fault(lint: &Lint<'_>, plan: Option<&Plan>, text: Span, destination: &str, is_link: bool) -> Option<Fault> {
    let path = decode(destination.split(['#', '?']).next().unwrap_or_default());
    let is_elsewhere = destination.contains(':') || destination.starts_with("//") || path.is_empty();
    plan.filter(|_| !is_elsewhere)?;
    let folder = lint.sources.get(text.file).path.folder();
    let what = if is_link { "file" } else { "picture" };
    match target(lint.world, folder, &path) {
        Target::File => None,
        Target::Missing(place)
            if lint.world.list().iter().any(|it| it.path.is_in(place.as_str().trim_end_matches('/'))) =>
        {
            None
        }
        Target::Missing(place) => {
            Some((format!("there is no {what} `{path}`"), format!("add it as `{place}`, or correct the link"), None))
        }
        Target::Outside | Target::LinkOutside => {
            let help = "put the file into the plan's folder, or link to an address on the web".to_owned();
            Some((format!("`{path}` leads out of the repository"), help, None))
        }
    }
}
