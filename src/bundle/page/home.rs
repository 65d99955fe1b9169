//! The home page: plans first, then where they are made, then everything that they are made from.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::plan_list::{FEW, PlanLists, plan_lists};
use crate::bundle::context::Context;
use crate::bundle::form::Form;
use crate::bundle::links::{HOME, Names};
use crate::bundle::overview::{Overview, PlanGlance};
use crate::bundle::part::documentation::of_hundred;
use crate::bundle::part::places::cents;
use crate::bundle::view::{Fact, Image, IndexEntry, IndexGroup, Link, Mark, Page, Place, Quantity};
use crate::bundle::wording::{amount, capitalised, fact, name_order, share, verdict_mark, written};
use crate::catalog::ItemOwner;
use crate::local::Verdict;
use crate::model::BomEntry;
use crate::quantity::format_amount_grouped;
use crate::text::RepoPath;

/// Steps of closure by which plans can be filtered, at the best facility: (at least, label).
const CLOSURES: [(f64, &str); 4] =
    [(0.9, "90 % or more"), (0.5, "50 to 90 %"), (1e-9, "below 50 %"), (0.0, "nothing made locally")];

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
    pub lists: Option<PlanLists>,
    pub facilities: Vec<FacilityLine>,
    /// Grouped by origin: raw, made, bought.
    pub materials: Vec<IndexGroup>,
    pub processes: Vec<IndexGroup>,
    pub capabilities: Vec<IndexGroup>,
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
    /// What the card can be found by: a JSON object, name of the filter → its values.
    pub facets: String,
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
    let mut cards: Vec<usize> = (0..catalog.plans.len()).collect();
    let lists = plan_lists(context, names).filter(|_| context.form == Form::Html);
    if lists.is_some() {
        // Those that somebody can make are the better start.
        let is_blocked = |place: &crate::bundle::overview::PlaceGlance| place.verdict == Verdict::Blocked;
        cards.sort_by_key(|plan| overview.plans[*plan].places.iter().all(is_blocked));
        cards.truncate(FEW);
    }
    Home {
        page: context.page("home", "What can be made here", summary.as_deref(), HOME),
        summary,
        introduction_html: None,
        facts: counts.into_iter().map(|(label, count)| fact(label, amount(count as f64, "ea"))).collect(),
        plans: cards.into_iter().map(|plan| card(context, overview, plan, names)).collect(),
        lists,
        facilities: (0..catalog.facilities.len())
            .map(|facility| facility_line(context, overview, facility, names))
            .collect(),
        materials: materials(context, names),
        processes: processes(context, names),
        capabilities: capabilities(context, names),
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
        facets: facets(context, glance, index, names),
    }
}

/// What a plan can be filtered by, each filter with the values that the plan has.
fn facets(context: &Context<'_>, glance: &PlanGlance, index: usize, names: Names<'_>) -> String {
    let plan = &context.input.catalog.plans[index];
    let provides = plan.provides.iter().map(|provision| names.capability(provision.capability.value.as_str()).text);
    let materials = plan.bom.iter().flat_map(|line| match &line.entry {
        BomEntry::Item { item, .. } => vec![item],
        BomEntry::Part(part) => part.from.iter().map(|input| &input.item).collect(),
    });
    let is_material = |id: &&crate::model::Reference| {
        matches!(context.input.catalog.index.item(id.value.as_str()), Some(ItemOwner::Material(_)))
    };
    let materials = materials.filter(is_material).map(|id| names.item_of(id.value.as_str()).text);
    let makeable = glance.places.iter().filter(|report| report.verdict != Verdict::Blocked);
    let best = glance.places.iter().filter_map(|report| report.closure.mass).fold(0.0, f64::max);
    let closure = CLOSURES.iter().find(|(least, _)| best >= *least).map(|(_, label)| (*label).to_owned());
    let values: [(&str, BTreeSet<String>); 5] = [
        ("Can be made at", makeable.map(|report| names.facility(report.facility).text).collect()),
        ("Does", provides.collect()),
        ("Takes", materials.collect()),
        ("Readiness", plan.readiness.iter().map(|readiness| readiness.as_str().to_owned()).collect()),
        ("Made at one place, by mass", closure.into_iter().collect()),
    ];
    serde_json::json!(values.into_iter().collect::<Vec<_>>()).to_string()
}

fn facility_line(context: &Context<'_>, overview: &Overview, index: usize, names: Names<'_>) -> FacilityLine {
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
    for process in &context.input.catalog.processes {
        let id = process.id.value.as_str();
        let file = context.input.sources.get(process.span.file).path.file_name();
        let title = capitalised(&file.rsplit_once('.').map_or(file, |(stem, _)| stem).replace(['-', '_'], " "));
        let text = process.title.clone().unwrap_or_else(|| id.to_owned());
        let href = names.href(&crate::bundle::links::process_page(id));
        groups.entry(title).or_default().push(IndexEntry { text, href, mark: None, note: None });
    }
    groups.into_iter().map(|(title, entries)| IndexGroup { title, mark: None, entries }).collect()
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
