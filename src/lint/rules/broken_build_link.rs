//! A link of the build instructions that leads nowhere.

use super::plan_paths::{Target, target};
use crate::catalog::Catalog;
use crate::diagnostic::{Diagnostic, Severity};
use crate::instructions::{BuildLink, Instructions, Link, LinkKind, SCHEMES, amount_of, decode, item_id};
use crate::lint::Lint;
use crate::lint::rule::{Check, Rule};
use crate::model::{BomEntry, Plan};
use crate::schema::{closest, is_id};

/// Looks at every link of every plan's instructions.
pub static RULE: Rule = Rule {
    name: "broken-build-link",
    severity: Severity::Error,
    page: include_str!("broken_build_link.md"),
    check: Check::Here(find),
};

/// How many unknown items are compared with all others: those of one text are few, those of many broken ones need not be.
const MOST_SUGGESTIONS: usize = 200;

fn find(lint: &Lint<'_>) -> Vec<Diagnostic> {
    let mut search = Search { lint, suggestions_left: MOST_SUGGESTIONS };
    let mut findings = Vec::new();
    for instructions in lint.instructions {
        for link in &instructions.text.links {
            let fault = match &link.bound {
                Some(bound) => search.bound(instructions, link, bound),
                None => search.unbound(instructions, link),
            };
            findings
                .extend(fault.map(|(message, help)| Diagnostic::error(RULE.name, link.span, message).with_help(help)));
        }
    }
    findings
}

/// What is wrong with a link, and how to mend it.
type Fault = Option<(String, String)>;

struct Search<'a, 'c> {
    lint: &'a Lint<'c>,
    suggestions_left: usize,
}

impl Search<'_, '_> {
    fn bound(&mut self, instructions: &Instructions, link: &Link, bound: &BuildLink) -> Fault {
        let catalog = self.lint.catalog;
        let plan = &catalog.plans[instructions.plan];
        let id = bound.id.as_str();
        if catalog.damage.defines(id) || catalog.damage.is_faulty(plan.span) && bound.kind == LinkKind::Part {
            return None;
        }
        let fault = match bound.kind {
            LinkKind::Part => self.part(plan, id),
            LinkKind::Item => self.item(plan, id),
            LinkKind::Plan if catalog.plan(id).is_some() => None,
            LinkKind::Plan => Some((
                format!("there is no plan `{id}`"),
                self.suggestion(id, catalog.plans.iter().map(|plan| plan.id.value.as_str()), "plan")
                    .unwrap_or_else(|| "write the id of a plan, or let the words stand without a link".to_owned()),
            )),
            LinkKind::Capability if catalog.index.capability(id).is_some() => None,
            LinkKind::Capability => {
                let ids = catalog.capabilities.iter().map(|capability| capability.id.value.as_str());
                let help = self.suggestion(id, ids, "capability");
                Some((
                    format!("there is no capability `{id}`"),
                    help.unwrap_or_else(|| "describe it in `capabilities/`, or name one that is there".to_owned()),
                ))
            }
        };
        fault.or_else(|| query_fault(catalog, plan, link, bound))
    }

    fn part(&mut self, plan: &Plan, id: &str) -> Fault {
        let parts = || {
            plan.bom.iter().filter_map(|line| match &line.entry {
                BomEntry::Part(part) => Some(part.name.value.as_str()),
                BomEntry::Item { .. } => None,
            })
        };
        if parts().any(|part| part == id) {
            return None;
        }
        let help = match closest(id, parts()) {
            Some(close) => format!("did you mean `part:{close}`?"),
            None if self.lint.catalog.index.item(id).is_some() => format!("it is an item: write `item:{id}`"),
            None => "name a `part` of the bill of materials, or add it there".to_owned(),
        };
        Some((format!("the plan `{}` has no part `{id}`", plan.id.value), help))
    }

    fn item(&mut self, plan: &Plan, id: &str) -> Fault {
        let catalog = self.lint.catalog;
        // What the bill names too is reported there.
        let is_told = || plan.bom.iter().any(|line| crate::instructions::asks_for(line, id));
        if catalog.index.item(id).is_some() || is_told() {
            return None;
        }
        let own_part = format!("{}/{id}", plan.id.value);
        let help = if catalog.index.item(&own_part).is_some() {
            format!("it is a part of this plan: write `part:{id}`")
        } else {
            self.suggestion(id, catalog.index.item_ids(), "item")
                .unwrap_or_else(|| "describe it in `materials/`, or name an item that is there".to_owned())
        };
        Some((format!("there is no item `{id}`"), help))
    }

    fn suggestion<'i>(&mut self, id: &str, ids: impl Iterator<Item = &'i str>, scheme: &str) -> Option<String> {
        self.suggestions_left = self.suggestions_left.checked_sub(1)?;
        closest(id, ids).map(|close| format!("did you mean `{scheme}:{close}`?"))
    }

    /// A link to a file of the repository, or with a scheme that nothing knows.
    fn unbound(&self, instructions: &Instructions, link: &Link) -> Fault {
        let written = link.destination.as_str();
        if let Some((scheme, rest)) = written.split_once(':') {
            let known = closest(&scheme.to_lowercase(), SCHEMES);
            let is_meant = is_id(rest.split('?').next().unwrap_or(rest));
            return known.filter(|_| is_meant).map(|known| {
                let message = format!("`{scheme}:` binds nothing; expected `part:`, `item:`, `plan:` or `capability:`");
                (message, format!("did you mean `{known}:{rest}`?"))
            });
        }
        let path = decode(written.split(['#', '?']).next().unwrap_or_default());
        if path.is_empty() || written.starts_with("//") {
            return None;
        }
        let folder = self.lint.sources.get(instructions.file).path.folder();
        match target(self.lint.world, folder, &path) {
            Target::File => None,
            Target::Missing(place) if is_folder(self.lint, place.as_str()) => None,
            Target::Missing(place) => {
                Some((format!("there is no file `{path}`"), format!("add it as `{place}`, or correct the link")))
            }
            Target::Outside | Target::LinkOutside => Some((
                format!("`{path}` leads out of the repository"),
                "put the file into the plan's folder, or link to an address on the web".to_owned(),
            )),
        }
    }
}

/// What is wrong behind the `?` of a link that leads somewhere.
fn query_fault(catalog: &Catalog, plan: &Plan, link: &Link, bound: &BuildLink) -> Fault {
    if let Some(key) = &bound.unknown_key {
        let message = format!("`{key}` means nothing in a link; expected `quantity`");
        return Some((
            message,
            format!("write `{}?quantity=…`", link.destination.split('?').next().unwrap_or_default()),
        ));
    }
    let id = item_id(plan, bound)?;
    catalog.index.item(&id)?;
    let fault = amount_of(catalog, Some(plan), &id, bound.quantity.as_deref()?).err()?;
    Some((fault.message, fault.help))
}

fn is_folder(lint: &Lint<'_>, path: &str) -> bool {
    let prefix = format!("{}/", path.trim_end_matches('/'));
    let entries = lint.world.list();
    let start = entries.partition_point(|entry| entry.path.as_str() < prefix.as_str());
    entries.get(start).is_some_and(|entry| entry.path.as_str().starts_with(&prefix))
}
