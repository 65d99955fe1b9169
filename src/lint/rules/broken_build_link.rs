//! A link of the build instructions that leads nowhere.

use super::missing_file::near_file;
use super::plan_paths::{Target, target};
use crate::catalog::Catalog;
use crate::diagnostic::{Diagnostic, Edit, Fix, Severity};
use crate::instructions::{BuildLink, Instructions, Link, LinkKind, SCHEMES, amount_of, decode, item_id};
use crate::lint::Lint;
use crate::lint::rule::{Check, Rule};
use crate::model::{BomEntry, Plan};
use crate::quantity;
use crate::schema::{closest, is_id, slug, sure_name, surely};
use crate::text::Span;

/// Looks at every link of every plan's instructions.
pub static RULE: Rule = Rule {
    name: "broken-build-link",
    severity: Severity::Error,
    page: include_str!("broken_build_link.md"),
    check: Check::Here(find),
};

/// The schemes of addresses that lead elsewhere with something like an id behind them.
const ELSEWHERE: [&str; 16] = [
    "arxiv", "bitcoin", "callto", "doi", "ftp", "geo", "git", "http", "https", "isbn", "magnet", "mailto", "sms",
    "tel", "urn", "xmpp",
];

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
            findings.extend(fault.map(|fault| finding(fault, link.span, &link.destination)));
        }
        for (destination, span) in &instructions.text.blank_links {
            let message = "this is no link: an address ends at its first space".to_owned();
            let help = format!("write `{}`", without_blanks(destination));
            findings.push(Diagnostic::error(RULE.name, *span, message).with_help(help));
        }
        for picture in &instructions.text.pictures {
            let fault = search.picture(instructions, &picture.destination);
            findings.extend(fault.map(|fault| finding(fault, picture.place, &picture.destination)));
        }
    }
    findings
}

/// A destination without the blanks that end it early: those behind its scheme go, others are written as codes.
pub(super) fn without_blanks(destination: &str) -> String {
    let destination = destination.trim();
    let bound = destination.split_once(':').filter(|(scheme, _)| SCHEMES.contains(scheme));
    match bound {
        Some((scheme, rest)) => {
            let (id, query) = rest.split_at(rest.find('?').unwrap_or(rest.len()));
            let id = slug(id).unwrap_or_else(|| id.trim().to_owned());
            format!("{scheme}:{id}{}", query.replace(' ', "%20"))
        }
        None => destination.replace(' ', "%20"),
    }
}

fn finding(fault: Fault, span: Span, destination: &str) -> Diagnostic {
    let Fault { message, help, sure } = fault;
    let edit = sure.map(|sure| Edit::of_destination(span, destination, &sure));
    Diagnostic::error(RULE.name, span, message).with_help(help).with_fix(edit.and_then(|edit| Fix::of([edit], true)))
}

/// What is wrong with a link, and how to mend it.
struct Fault {
    message: String,
    help: String,
    /// The destination that can only be meant.
    sure: Option<String>,
}

impl Fault {
    fn new(message: String, help: String) -> Self {
        Self { message, help, sure: None }
    }
}

struct Search<'a, 'c> {
    lint: &'a Lint<'c>,
    suggestions_left: usize,
}

impl Search<'_, '_> {
    fn bound(&mut self, instructions: &Instructions, link: &Link, bound: &BuildLink) -> Option<Fault> {
        let catalog = self.lint.catalog;
        let plan = &catalog.plans[instructions.plan];
        let id = bound.id.as_str();
        if catalog.damage.defines(id) || catalog.damage.is_faulty(plan.span) && bound.kind == LinkKind::Part {
            return None;
        }
        let fault = match bound.kind {
            LinkKind::Part => self.part(plan, id, link),
            LinkKind::Item => self.item(plan, id, link),
            LinkKind::Plan if catalog.plan(id).is_some() => None,
            LinkKind::Plan => {
                let ids = catalog.plans.iter().map(|plan| plan.id.value.as_str());
                let or_else = "write the id of a plan, or let the words stand without a link";
                Some(self.unknown(format!("there is no plan `{id}`"), id, ids, link, or_else))
            }
            LinkKind::Capability if catalog.index.capability(id).is_some() => None,
            LinkKind::Capability => {
                let ids = catalog.capabilities.iter().map(|capability| capability.id.value.as_str());
                let or_else = "describe it in `capabilities/`, or name one that is there";
                Some(self.unknown(format!("there is no capability `{id}`"), id, ids, link, or_else))
            }
        };
        fault.or_else(|| query_fault(catalog, plan, link, bound))
    }

    fn part(&mut self, plan: &Plan, id: &str, link: &Link) -> Option<Fault> {
        let parts = plan.bom.iter().filter_map(|line| match &line.entry {
            BomEntry::Part(part) => Some(part.name.value.as_str()),
            BomEntry::Item { .. } => None,
        });
        let parts: Vec<&str> = parts.collect();
        if parts.contains(&id) {
            return None;
        }
        let message = format!("the plan `{}` has no part `{id}`", plan.id.value);
        if let Some(own) = id.strip_prefix(plan.id.value.as_str()).and_then(|rest| rest.strip_prefix('/'))
            && parts.contains(&own)
        {
            let message = format!("`{id}` is what others call this part; in its own plan it is `{own}`");
            return Some(Fault { message, help: format!("write `part:{own}`"), sure: renamed(link, "part", own) });
        }
        let is_asked_for = || plan.bom.iter().any(|line| crate::instructions::asks_for(line, id));
        if closest(id, parts.iter().copied()).is_none() && self.lint.catalog.index.item(id).is_some() {
            let sure = is_asked_for().then(|| renamed(link, "item", id)).flatten();
            return Some(Fault { message, help: format!("it is an item: write `item:{id}`"), sure });
        }
        let or_else = "name a `part` of the bill of materials, or add it there";
        Some(self.unknown(message, id, parts.into_iter(), link, or_else))
    }

    fn item(&mut self, plan: &Plan, id: &str, link: &Link) -> Option<Fault> {
        let catalog = self.lint.catalog;
        // What the bill names too is reported there.
        let is_told = || plan.bom.iter().any(|line| crate::instructions::asks_for(line, id));
        if catalog.index.item(id).is_some() || is_told() {
            return None;
        }
        let own_part = format!("{}/{id}", plan.id.value);
        let message = format!("there is no item `{id}`");
        if catalog.index.item(&own_part).is_some() {
            let help = format!("it is a part of this plan: write `part:{id}`");
            return Some(Fault { message, help, sure: renamed(link, "part", id) });
        }
        let or_else = "describe it in `materials/`, or name an item that is there";
        Some(self.unknown(message, id, catalog.index.item_ids(), link, or_else))
    }

    /// The fault of a link to an id that is none of `ids`.
    fn unknown<'i>(
        &mut self,
        message: String,
        id: &str,
        ids: impl Iterator<Item = &'i str> + Clone,
        link: &Link,
        or_else: &str,
    ) -> Fault {
        let scheme = link.destination.split(':').next().unwrap_or_default();
        let Some(left) = self.suggestions_left.checked_sub(1) else {
            return Fault::new(message, or_else.to_owned());
        };
        self.suggestions_left = left;
        let sure = sure_name(id, ids.clone());
        let help = match sure.or_else(|| closest(id, ids)) {
            // An id that is none is told where it stands; here it counts as it should be.
            Some(close) => format!("did you mean `{scheme}:{}`?", slug(close).unwrap_or_else(|| close.to_owned())),
            None => or_else.to_owned(),
        };
        Fault { message, help, sure: sure.and_then(|sure| renamed(link, scheme, sure)) }
    }

    /// A link to a file of the repository, or with a scheme that nothing knows.
    fn unbound(&self, instructions: &Instructions, link: &Link) -> Option<Fault> {
        let written = link.destination.as_str();
        if let Some((scheme, rest)) = written.split_once(':') {
            let known = closest(&scheme.to_lowercase(), SCHEMES);
            let id = rest.split('?').next().unwrap_or(rest);
            if known.is_none() && is_id(id) && !ELSEWHERE.contains(&&*scheme.to_ascii_lowercase()) {
                let message = format!("`{scheme}:` binds nothing; expected `part:`, `item:`, `plan:` or `capability:`");
                let help = match self.lint.catalog.index.item(id) {
                    Some(_) => format!("did you mean `item:{rest}`?"),
                    None => "correct it, or let the words stand without a link".to_owned(),
                };
                return Some(Fault::new(message, help));
            }
            return known.filter(|_| is_id(id)).map(|known| {
                let message = format!("`{scheme}:` binds nothing; expected `part:`, `item:`, `plan:` or `capability:`");
                let meant = format!("{known}:{rest}");
                let plan = &self.lint.catalog.plans[instructions.plan];
                let leads_somewhere = match known {
                    "part" => self.lint.catalog.index.item(&format!("{}/{id}", plan.id.value)).is_some(),
                    "item" => self.lint.catalog.index.item(id).is_some(),
                    "plan" => self.lint.catalog.plan(id).is_some(),
                    _ => self.lint.catalog.index.capability(id).is_some(),
                };
                let is_sure = leads_somewhere && surely(scheme, SCHEMES) == Some(known);
                Fault { message, help: format!("did you mean `{meant}`?"), sure: is_sure.then_some(meant) }
            });
        }
        let plan = &self.lint.catalog.plans[instructions.plan];
        let id = written.split('?').next().unwrap_or(written);
        let fault = self.file(instructions, written, "file")?;
        let is_item = |id: &str| is_id(id) && self.lint.catalog.index.item(id).is_some();
        let own_part = format!("{}/{id}", plan.id.value);
        let scheme = if is_item(&own_part) { Some("part") } else { Some("item").filter(|_| is_item(id)) };
        Some(match scheme {
            Some(scheme) => Fault { help: format!("did you mean `{scheme}:{written}`?"), ..fault },
            None => fault,
        })
    }

    /// A picture: a file of the repository. One on the web is told by a rule of its own.
    fn picture(&self, instructions: &Instructions, written: &str) -> Option<Fault> {
        if is_remote(written) || written.starts_with("data:image/") {
            return None;
        }
        if let Some((scheme, _)) = written.split_once(':').filter(|(scheme, _)| !scheme.contains(['/', '.'])) {
            let help = "name a file, from the folder of the instructions".to_owned();
            return Some(Fault::new(format!("a picture is a file; `{scheme}:` leads to none"), help));
        }
        self.file(instructions, written, "picture")
    }

    /// A path from the folder of the instructions.
    fn file(&self, instructions: &Instructions, written: &str, what: &str) -> Option<Fault> {
        let path = decode(written.split(['#', '?']).next().unwrap_or_default());
        if path.is_empty() || written.starts_with("//") {
            return None;
        }
        let folder = self.lint.sources.get(instructions.file).path.folder();
        match target(self.lint.world, folder, &path) {
            Target::File => None,
            Target::Missing(place) if is_folder(self.lint, place.as_str()) => (what == "picture").then(|| {
                let help = "name one of the files in it".to_owned();
                Fault::new(format!("`{path}` is a folder; expected a picture"), help)
            }),
            Target::Missing(place) => {
                let (sure, close) = near_file(self.lint.world, folder, &path, &place);
                let help = match sure.as_ref().or(close.as_ref()) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("add it as `{place}`, or correct the link"),
                };
                let is_plain = |sure: &String| path == written && encoded(sure) == *sure;
                Some(Fault { message: format!("there is no {what} `{path}`"), help, sure: sure.filter(is_plain) })
            }
            Target::Outside | Target::LinkOutside => Some(Fault::new(
                format!("`{path}` leads out of the repository"),
                "put the file into the plan's folder, or link to an address on the web".to_owned(),
            )),
        }
    }
}

/// What is wrong behind the `?` of a link that leads somewhere.
fn query_fault(catalog: &Catalog, plan: &Plan, link: &Link, bound: &BuildLink) -> Option<Fault> {
    if let Some(key) = &bound.unknown_key {
        let message = format!("`{key}` means nothing in a link; expected `quantity`");
        let (target, query) = link.destination.split_once('?').unwrap_or((&link.destination, ""));
        let is_sure = surely(key, ["quantity"]).is_some() && query.matches(&format!("{key}=")).count() == 1;
        let sure = (is_sure && bound.quantity.is_none())
            .then(|| format!("{target}?{}", query.replace(&format!("{key}="), "quantity=")));
        return Some(Fault { message, help: format!("write `{target}?quantity=…`"), sure });
    }
    let query = link.destination.split_once('?').map_or("", |(_, query)| query);
    if query.split('&').filter(|pair| pair.starts_with("quantity=")).count() > 1 {
        let help = "say it once: what several steps take is added up".to_owned();
        return Some(Fault::new("this link says two quantities".to_owned(), help));
    }
    let id = item_id(plan, bound)?;
    catalog.index.item(&id)?;
    let written = bound.quantity.as_deref()?;
    let fault = amount_of(catalog, Some(plan), &id, written).err()?;
    // `3,5` can only mean `3.5`.
    let meant = quantity::mended(written).map(|meant| meant.as_written().to_owned());
    let meant = meant.filter(|meant| meant != written && amount_of(catalog, Some(plan), &id, meant).is_ok());
    let Some(meant) = meant.map(|meant| encoded(&meant)) else { return Some(Fault::new(fault.message, fault.help)) };
    let sure = link.destination.split_once("quantity=").map(|(before, behind)| {
        let rest = behind.find('&').map_or("", |end| &behind[end..]);
        format!("{before}quantity={meant}{rest}")
    });
    Some(Fault { message: fault.message, help: format!("write `?quantity={meant}`"), sure })
}

/// Text as it stands in an address.
fn encoded(text: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "-._~/*^+°".contains(c);
    text.chars()
        .map(|c| {
            if is_plain(c) { c.to_string() } else { c.to_string().bytes().map(|byte| format!("%{byte:02X}")).collect() }
        })
        .collect()
}

/// A link's destination with another id, the rest as it is; `None` if the id is written with codes.
fn renamed(link: &Link, scheme: &str, id: &str) -> Option<String> {
    let (_, rest) = link.destination.split_once(':')?;
    let (written, query) = rest.split_at(rest.find('?').unwrap_or(rest.len()));
    (!written.contains('%')).then(|| format!("{scheme}:{id}{query}"))
}

/// Whether an address is on the web.
pub(super) fn is_remote(destination: &str) -> bool {
    let scheme = destination.split_once("://").map(|(scheme, _)| scheme.to_ascii_lowercase());
    destination.starts_with("//") || scheme.is_some_and(|scheme| ["http", "https", "ftp"].contains(&&*scheme))
}

fn is_folder(lint: &Lint<'_>, path: &str) -> bool {
    let prefix = format!("{}/", path.trim_end_matches('/'));
    let entries = lint.world.list();
    let start = entries.partition_point(|entry| entry.path.as_str() < prefix.as_str());
    entries.get(start).is_some_and(|entry| entry.path.as_str().starts_with(&prefix))
}
