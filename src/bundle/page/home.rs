//! The home page: plans first, then where they are made, then everything that they are made from.

use std::collections::BTreeMap;

use serde::Serialize;

use super::facets::{facets_of_card, plans_in_order};
use crate::bundle::context::Context;
use crate::bundle::kind::Kind;
use crate::bundle::links::{HOME, PLANS_DATA};
use crate::bundle::names::Names;
use crate::bundle::overview::Overview;
use crate::bundle::part::lists::{FEW, Lists, has_lists, lists};
use crate::bundle::part::places::cents;
use crate::bundle::score::of_hundred;
use crate::bundle::view::{Fact, Image, IndexEntry, IndexGroup, Link, Mark, Page, Place, Quantity};
use crate::bundle::wording::{amount, capitalised, fact, name_order, share, verdict_mark, written};
use crate::local::Verdict;
use crate::quantity::format_amount_grouped;
use crate::text::RepoPath;

/// Groups of an index up to which all are shown where there are lists of everything in it.
const FEW_GROUPS: usize = 30;

/// `home.hbs`
#[derive(Clone, Debug, Serialize)]
pub struct Home {
    pub page: Page,
    pub summary: Option<String>,
    /// The repository's README or introduction, rendered.
    pub introduction_html: Option<String>,
    /// How many plans, materials, processes, facilities there are.
    pub facts: Vec<Fact>,
    /// The first of them in full: a page of thousands of cards helps nobody.
    pub plans: Vec<PlanCard>,
    /// Where all plans are, if not all have a card.
    pub lists: Option<Lists>,
    /// What the filters then read, and what to call that: `Filter all 10 000 plans`.
    pub filter: Option<Link>,
    pub facilities: Vec<FacilityLine>,
    /// Where all facilities are, if they are too many for this page; the same of what follows.
    pub facility_lists: Option<Lists>,
    /// Grouped by origin: raw, made, bought.
    pub materials: Vec<IndexGroup>,
    pub material_lists: Option<Lists>,
    pub processes: Vec<IndexGroup>,
    pub process_lists: Option<Lists>,
    pub capabilities: Vec<IndexGroup>,
    pub capability_lists: Option<Lists>,
}

/// One plan on the home page.
#[derive(Clone, Debug, Serialize)]
pub struct PlanCard {
    pub title: String,
    pub href: String,
    pub version: Option<String>,
    pub readiness: Option<String>,
    /// How well it is documented: `78 of 100`.
    pub documentation: Option<String>,
    pub summary: Option<String>,
    pub image: Option<Image>,
    /// Three: mass, cost, hours.
    pub facts: Vec<Fact>,
    pub places: Vec<Place>,
    /// What the card can be found by: a JSON list of pairs, the name of the filter and its values. None where the filters read
    /// something else.
    pub facets: Option<String>,
}

/// One facility on the home page.
#[derive(Clone, Debug, Serialize)]
pub struct FacilityLine {
    pub name: Link,
    pub place: Option<String>,
    pub floor: Option<Quantity>,
    pub power: Option<Quantity>,
    pub people: Option<String>,
    /// `1 of 2`
    pub plans: String,
}

/// The page's context.
pub fn home_page(context: &Context<'_>, overview: &Overview) -> Home {
    let catalog = context.input.catalog;
    let names = context.names(HOME);
    let repository = catalog.repository.as_ref();
    let counts = [
        ("Plans", catalog.plans.len()),
        ("Facilities", catalog.facilities.len()),
        ("Materials", catalog.materials.len()),
        ("Processes", catalog.processes.len()),
        ("Capabilities", catalog.capabilities.len()),
    ];
    let summary = repository.and_then(|repository| repository.summary.clone());
    let [plan_lists, facility_lists, material_lists, process_lists, capability_lists] =
        Kind::ALL.map(|kind| lists(context, kind, names));
    let cards: Vec<usize> = match &plan_lists {
        Some(_) => plans_in_order(overview).into_iter().take(FEW).collect(),
        None => (0..catalog.plans.len()).collect(),
    };
    let facilities = if facility_lists.is_some() { FEW } else { catalog.facilities.len() };
    let filter = plan_lists.as_ref().map(|_| Link {
        text: format!("Filter all {} plans", format_amount_grouped(catalog.plans.len() as f64)),
        href: names.href(PLANS_DATA),
    });
    Home {
        page: context.page("home", "What can be made here", summary.as_deref(), HOME),
        summary,
        introduction_html: None,
        facts: counts.into_iter().map(|(label, count)| fact(label, amount(count as f64, "ea"))).collect(),
        plans: cards.into_iter().map(|plan| card(context, overview, plan, names)).collect(),
        lists: plan_lists,
        filter,
        facilities: (0..facilities).map(|facility| facility_line(context, overview, facility, names)).collect(),
        facility_lists,
        materials: first_of(materials(context, names), material_lists.as_ref()),
        material_lists,
        processes: first_of(processes(context, names), process_lists.as_ref()),
        process_lists,
        capabilities: first_of(capabilities(context, names), capability_lists.as_ref()),
        capability_lists,
    }
}

fn card(context: &Context<'_>, overview: &Overview, index: usize, names: Names<'_>) -> PlanCard {
    let plan = &context.input.catalog.plans[index];
    let link = names.plan(index);
    let files = context.files(index);
    let image = plan.image.as_ref().and_then(|image| files.paths.get(&RepoPath::join(&files.folder, &image.value)?));
    let mut facts: Vec<Fact> = Vec::new();
    let mass_kg = context.item_of_plan(index).and_then(|item| context.input.graph.item(item).mass_kg);
    facts.extend(
        mass_kg.map(|mass_kg| fact("Mass", amount(if mass_kg < 10.0 { mass_kg } else { mass_kg.round() }, "kg"))),
    );
    let glance = &overview.plans[index];
    if let Some(totals) = &glance.totals {
        facts.push(fact("Materials and energy", amount(cents(totals.cost), context.input.graph.currency.code())));
        facts.push(fact("Labour", amount(totals.labour_h.round(), "h")));
    }
    let places = glance.places.iter().map(|report| Place {
        facility: names.facility(report.facility),
        verdict: verdict_mark(report.verdict),
        closure: share("of its parts made here", report.closure.lines),
    });
    PlanCard {
        title: link.text,
        href: link.href,
        version: plan.version.clone(),
        readiness: plan.readiness.map(|readiness| readiness.as_str().to_owned()),
        documentation: glance.score.as_ref().map(|score| of_hundred(score.points)),
        summary: plan.summary.clone(),
        image: image.map(|path| Image { href: names.href(path), alt: String::new(), caption: None }),
        facts,
        places: places.collect(),
        facets: (!has_lists(context, Kind::Plan)).then(|| facets_of_card(context, glance, index, names)),
    }
}

/// A facility, with how many of the plans it can make.
pub fn facility_line(context: &Context<'_>, overview: &Overview, index: usize, names: Names<'_>) -> FacilityLine {
    let facility = &context.input.catalog.facilities[index];
    let people: f64 = facility.labour.iter().map(|labour| labour.people).sum();
    let (mut made, mut all) = (0, 0);
    for (_, report) in overview.plans_at(index) {
        all += 1;
        made += usize::from(report.verdict != Verdict::Blocked);
    }
    FacilityLine {
        name: names.facility(index),
        place: facility.location.as_ref().and_then(|location| location.place.clone()),
        floor: facility.floor_area.as_ref().map(|area| written(&area.value)),
        power: facility.power.as_ref().map(|power| written(&power.value)),
        people: (people > 0.0).then(|| format_amount_grouped(people)),
        plans: if all > 0 { format!("{made} of {all}") } else { "–".to_owned() },
    }
}

/// An index, or where there are lists of everything in it, the first things of its groups.
fn first_of(mut groups: Vec<IndexGroup>, lists: Option<&Lists>) -> Vec<IndexGroup> {
    if lists.is_some() {
        groups.truncate(FEW_GROUPS);
        let each = FEW / groups.len().max(1);
        groups.iter_mut().for_each(|group| group.entries.truncate(each));
    }
    groups
}

fn materials(context: &Context<'_>, names: Names<'_>) -> Vec<IndexGroup> {
    let graph = context.input.graph;
    let mut groups: BTreeMap<usize, (Mark, Vec<IndexEntry>)> = BTreeMap::new();
    for material in &context.input.catalog.materials {
        let Some(item) = graph.item_index(material.id.value.as_str()) else { continue };
        let mark = context.origin(item);
        let order = ["raw", "made", "bought", "none"].iter().position(|kind| *kind == mark.kind).unwrap_or(4);
        let name = names.item(item);
        let entry = IndexEntry { text: name.text, href: name.href.unwrap_or_default(), mark: None, note: None };
        groups.entry(order).or_insert_with(|| (mark, Vec::new())).1.push(entry);
    }
    let group = |(mark, mut entries): (Mark, Vec<IndexEntry>)| {
        entries.sort_by_key(|entry| name_order(&entry.text));
        IndexGroup { title: capitalised(&mark.label), mark: Some(mark), entries }
    };
    groups.into_values().map(group).collect()
}

/// Processes by the file that they stand in, which is how authors group them.
fn processes(context: &Context<'_>, names: Names<'_>) -> Vec<IndexGroup> {
    let mut groups: BTreeMap<String, Vec<IndexEntry>> = BTreeMap::new();
    for (index, process) in context.input.catalog.processes.iter().enumerate() {
        let id = process.id.value.as_str();
        let text = process.title.clone().unwrap_or_else(|| id.to_owned());
        let href = names.href(&crate::bundle::links::process_page(id));
        groups.entry(group_of_process(context, index)).or_default().push(IndexEntry {
            text,
            href,
            mark: None,
            note: None,
        });
    }
    groups.into_iter().map(|(title, entries)| IndexGroup { title, mark: None, entries }).collect()
}

/// The name of the file that a process stands in, in words.
pub fn group_of_process(context: &Context<'_>, index: usize) -> String {
    let file = context.input.sources.get(context.input.catalog.processes[index].span.file).path.file_name();
    capitalised(&file.rsplit_once('.').map_or(file, |(stem, _)| stem).replace(['-', '_'], " "))
}

/// Capabilities by the first word of their ids.
fn capabilities(context: &Context<'_>, names: Names<'_>) -> Vec<IndexGroup> {
    let mut groups: BTreeMap<String, Vec<IndexEntry>> = BTreeMap::new();
    for capability in &context.input.catalog.capabilities {
        let id = capability.id.value.as_str();
        let name = names.capability(id);
        let title = capitalised(&id.split('/').next().unwrap_or(id).replace('-', " "));
        groups.entry(title).or_default().push(IndexEntry {
            text: name.text,
            href: name.href.unwrap_or_default(),
            mark: None,
            note: None,
        });
    }
    let mut others = Vec::new();
    let mut made = Vec::new();
    for (title, entries) in groups {
        if entries.len() > 1 { made.push(IndexGroup { title, mark: None, entries }) } else { others.extend(entries) }
    }
    if !others.is_empty() {
        others.sort_by_key(|entry| name_order(&entry.text));
        made.push(IndexGroup { title: "Others".to_owned(), mark: None, entries: others });
    }
    made
}
