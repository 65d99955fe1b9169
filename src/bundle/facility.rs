//! The page of a facility: what it can make, what it would need, and what stands there.

use std::collections::BTreeMap;

use serde::Serialize;

use super::context::Context;
use super::form::Form;
use super::links::{Names, equipment_anchor};
use super::overview::{Overview, PlaceGlance};
use super::places::{bootstrap, cents, closure, missing, rate};
use super::provenance::{document_at, source_mark};
use super::view::{
    BootstrapStage, Fact, Flow, IndexEntry, IndexGroup, Link, Mark, MissingCapability, Name, Page, Quantity, Share,
    Source, SourceMark, StepTool, Written,
};
use super::wording::{
    amount, capitalised, display_note, envelope, fact, sources, status_mark, verdict_mark, word_fact, written,
};
use crate::catalog::ItemOwner;
use crate::graph::{ItemIndex, bounds_of};
use crate::local::{self, Status};
use crate::model::{self, Equipment, EquipmentKind, Imports, Provision};
use crate::quantity::format_amount_grouped;

/// Plans that have a row of their own on a facility's page.
const MOST_ROWS: usize = 500;

/// `facility.hbs`
#[derive(Clone, Debug, Serialize)]
pub struct Facility {
    pub page: Page,
    pub id: String,
    /// Where it is written.
    pub document: Written,
    pub summary: Option<String>,
    pub description_html: Option<String>,
    pub facts: Vec<Fact>,
    pub contents: Vec<Link>,
    /// The first of them in full.
    pub plans: Vec<FacilityPlan>,
    /// The others by name, grouped by the answer.
    pub more_plans: Vec<IndexGroup>,
    /// Items that it can make, by kind.
    pub makes: Vec<IndexGroup>,
    /// Missing capabilities over all plans, most unlocking first.
    pub missing: Vec<MissingCapability>,
    /// Said where nothing is missing.
    pub nothing_missing: Option<String>,
    pub bootstrap: Vec<BootstrapStage>,
    pub equipment: Vec<FacilityEquipment>,
    pub labour: Vec<LabourLine>,
    pub resources: Vec<ResourceLine>,
    pub stock: Vec<Flow>,
    /// `Only what is on the list below.`
    pub imports_rule: String,
    pub imports: Vec<Name>,
    pub sources: Vec<Source>,
}

/// A plan at this facility.
#[derive(Clone, Debug, Serialize)]
pub struct FacilityPlan {
    pub plan: Link,
    pub verdict: Mark,
    pub closure: Vec<Share>,
    /// `0.9 a week; bottleneck: torch table`
    pub rate: Option<String>,
    pub cost: Option<Quantity>,
    pub packet: Option<Link>,
}

/// A machine of this facility.
#[derive(Clone, Debug, Serialize)]
pub struct FacilityEquipment {
    pub name: Name,
    /// `equipment-mig`
    pub anchor: String,
    pub count: String,
    pub provides: Vec<StepTool>,
    pub hours: Option<Quantity>,
    pub power: Option<Quantity>,
    pub floor: Option<Quantity>,
    pub price: Option<Quantity>,
    pub source: Option<SourceMark>,
}

/// People with one skill.
#[derive(Clone, Debug, Serialize)]
pub struct LabourLine {
    pub skill: String,
    pub people: String,
    pub hours: Option<Quantity>,
    pub wage: Option<Quantity>,
}

/// What the place can draw on.
#[derive(Clone, Debug, Serialize)]
pub struct ResourceLine {
    pub item: Name,
    pub available: Option<Quantity>,
    pub price: Option<Quantity>,
    pub source: Option<SourceMark>,
}

/// The page's context.
pub fn facility_page(context: &Context<'_>, overview: &Overview, index: usize, path: &str) -> Facility {
    let catalog = context.input.catalog;
    let facility = &catalog.facilities[index];
    let id = facility.id.value.as_str();
    let names = context.names(path);
    let lacking = overview.missing_at(index);
    let rows = if context.form == Form::Html { MOST_ROWS } else { usize::MAX };
    let nothing_missing = match (overview.plans_at(index).next().is_none(), lacking.is_empty()) {
        (true, _) => Some("No plan was held against it.".to_owned()),
        (false, true) => Some("No capability is missing for the plans here.".to_owned()),
        (false, false) => None,
    };
    let title = facility.title.as_deref().unwrap_or(id);
    let sections = [
        ("What it can make", "#plans"),
        ("What it would need", "#lacks"),
        ("Equipment", "#equipment"),
        ("Stock and imports", "#imports"),
    ];
    Facility {
        page: context.page("facility", title, None, path),
        id: id.to_owned(),
        document: document_at(context, facility.span, names),
        summary: None,
        description_html: facility.description.as_ref().map(|text| context.html(&text.value, names, None)),
        facts: facts(facility),
        contents: sections
            .into_iter()
            .map(|(text, href)| Link { text: text.to_owned(), href: href.to_owned() })
            .collect(),
        plans: overview
            .plans_at(index)
            .take(rows)
            .map(|(plan, place)| plan_line(context, plan, place, names))
            .collect(),
        more_plans: more_plans(overview, index, rows, names),
        makes: makes(context, overview, index, names),
        missing: missing(&lacking, names),
        nothing_missing,
        bootstrap: bootstrap(&overview.bootstrap_at(index), names),
        equipment: facility.equipment.iter().map(|machine| equipment(context, facility, machine, names)).collect(),
        labour: facility.labour.iter().map(labour).collect(),
        resources: facility
            .resources
            .iter()
            .map(|resource| ResourceLine {
                item: names.item_of(resource.item.value.as_str()),
                available: resource.available.as_ref().map(|amount| written(&amount.value)),
                price: resource.price.as_ref().map(|price| written(&price.value)),
                source: source_mark(&facility.sources, resource.source.as_ref(), path, names),
            })
            .collect(),
        stock: facility
            .stock
            .iter()
            .filter_map(|line| {
                Some(Flow {
                    item: names.item_of(line.item.value.as_str()),
                    quantity: written(&line.quantity.as_ref()?.value),
                    mark: None,
                    note: None,
                    source: None,
                })
            })
            .collect(),
        imports_rule: match facility.imports {
            Imports::None => "It imports nothing.".to_owned(),
            Imports::Listed if facility.import_list.is_empty() => {
                "It imports only what is listed, and nothing is.".to_owned()
            }
            Imports::Listed => "It imports only:".to_owned(),
            Imports::Any => "It may import anything.".to_owned(),
        },
        imports: if facility.imports == Imports::Listed {
            facility.import_list.iter().map(|item| names.item_of(item.value.as_str())).collect()
        } else {
            Vec::new()
        },
        sources: sources(&facility.sources),
    }
}

fn facts(facility: &model::Facility) -> Vec<Fact> {
    let mut facts = Vec::new();
    if let Some(place) = facility.location.as_ref().and_then(|location| location.place.as_ref()) {
        facts.push(word_fact("Place", place));
    }
    if let Some(area) = &facility.floor_area {
        let mut floor = fact("Floor", written(&area.value));
        floor.note = display_note(&area.value, "m2");
        facts.push(floor);
    }
    facts.extend(facility.power.as_ref().map(|power| fact("Power", written(&power.value))));
    let people: f64 = facility.labour.iter().map(|labour| labour.people).sum();
    if people > 0.0 {
        facts.push(fact("People", amount(people, "ea")));
    }
    facts.extend(
        facility.serves.map(|people| {
            fact("Serves", Quantity { number: format_amount_grouped(people), unit: "people".to_owned() })
        }),
    );
    let machines: f64 = facility.equipment.iter().map(|machine| machine.count).sum();
    facts.push(fact("Machines", amount(machines, "ea")));
    if !facility.permissions.is_empty() {
        let held: Vec<&str> = facility.permissions.iter().map(|permission| permission.value.as_str()).collect();
        facts.push(word_fact("Permissions", held.join(", ")));
    }
    facts
}

/// Plans that have no row of their own, by the answer.
fn more_plans(overview: &Overview, facility: usize, rows: usize, names: Names<'_>) -> Vec<IndexGroup> {
    let mut groups: BTreeMap<&'static str, IndexGroup> = BTreeMap::new();
    for (plan, place) in overview.plans_at(facility).skip(rows) {
        let empty = || {
            let mark = verdict_mark(place.verdict);
            IndexGroup { title: capitalised(&mark.label), mark: Some(mark), entries: Vec::new() }
        };
        let Link { text, href } = names.plan(plan);
        let entries = &mut groups.entry(place.verdict.as_str()).or_insert_with(empty).entries;
        entries.push(IndexEntry { text, href, mark: None, note: None });
    }
    groups.into_values().collect()
}

fn plan_line(context: &Context<'_>, plan: usize, place: &PlaceGlance, names: Names<'_>) -> FacilityPlan {
    let is_blocked = place.verdict == local::Verdict::Blocked;
    FacilityPlan {
        plan: names.plan(plan),
        verdict: verdict_mark(place.verdict),
        closure: closure(&place.closure),
        rate: rate(context, place),
        cost: (place.cost > 0.0 && !is_blocked).then(|| amount(cents(place.cost), context.input.graph.currency.code())),
        packet: place.packet.as_ref().map(|path| context.packet(place.facility, path, names)),
    }
}

/// Materials that it has or makes, by status; parts are on their plans' pages.
fn makes(context: &Context<'_>, overview: &Overview, facility: usize, names: Names<'_>) -> Vec<IndexGroup> {
    let graph = context.input.graph;
    let is_asked = |plan: usize| overview.plans[plan].places.iter().any(|place| place.facility == facility);
    let is_root = |item: ItemIndex| matches!(graph.item(item).owner, ItemOwner::Plan(plan) if is_asked(plan));
    let by_item = overview.items_at(facility).filter(|(item, _)| !is_root(*item));
    let by_item = by_item.map(|(item, first)| (item, first.status));
    let mut groups: BTreeMap<Status, Vec<IndexEntry>> = BTreeMap::new();
    let mut parts: BTreeMap<(Status, usize), usize> = BTreeMap::new();
    for (item, status) in by_item {
        match graph.item(item).owner {
            ItemOwner::Part { plan, .. } => *parts.entry((status, plan)).or_default() += 1,
            _ => {
                let name = names.item(item);
                groups.entry(status).or_default().push(IndexEntry {
                    text: name.text,
                    href: name.href.unwrap_or_default(),
                    mark: None,
                    note: None,
                });
            }
        }
    }
    for ((status, plan), count) in parts {
        let link = names.plan(plan);
        let text = format!("{} of {}", super::wording::count(count, "part", "parts"), link.text);
        groups
            .entry(status)
            .or_default()
            .insert(0, IndexEntry { text, href: format!("{}#bill", link.href), mark: None, note: None });
    }
    let group = |(status, entries): (Status, Vec<IndexEntry>)| {
        let mark = status_mark(status);
        IndexGroup { title: capitalised(&mark.label), mark: Some(mark), entries }
    };
    groups.into_iter().map(group).collect()
}

/// What a machine is called.
pub fn equipment_title(context: &Context<'_>, machine: &Equipment) -> String {
    match &machine.kind {
        EquipmentKind::Described { id, title, .. } => title.clone().unwrap_or_else(|| id.value.to_string()),
        EquipmentKind::FromPlan(plan) => context.names("").item_of(plan.value.as_str()).text,
    }
}

fn equipment(
    context: &Context<'_>,
    facility: &model::Facility,
    machine: &Equipment,
    names: Names<'_>,
) -> FacilityEquipment {
    let catalog = context.input.catalog;
    let id = machine.id().value.as_str();
    let tool = |provision: &Provision| {
        let id = provision.capability.value.as_str();
        let mut text = envelope(&bounds_of(catalog, id, &provision.envelope)).unwrap_or_default();
        if let Some(throughput) = &provision.throughput {
            let rate = super::wording::plain(&written(&throughput.value));
            text = if text.is_empty() { rate } else { format!("{text}; {rate}") };
        }
        StepTool { capability: names.capability(id), envelope: (!text.is_empty()).then(|| capitalised(&text)) }
    };
    let read = |quantity: &Option<crate::text::Spanned<crate::quantity::Quantity>>| {
        quantity.as_ref().map(|quantity| written(&quantity.value))
    };
    let title = equipment_title(context, machine);
    let (href, provides, power, floor, price) = match &machine.kind {
        EquipmentKind::Described { provides, power, floor_area, price, .. } => {
            (None, provides.as_slice(), read(power), read(floor_area), read(price))
        }
        EquipmentKind::FromPlan(plan) => {
            let described = catalog.plan(plan.value.as_str());
            let href = names.item_of(plan.value.as_str()).href;
            let (power, floor) =
                described.map_or((None, None), |plan| (read(&plan.footprint.power), read(&plan.footprint.floor_area)));
            (
                href,
                described.map_or(&[][..], |plan| &plan.provides),
                power,
                floor,
                described.and_then(|plan| read(&plan.price)),
            )
        }
    };
    let source = match &machine.kind {
        EquipmentKind::Described { source, .. } => source.as_ref(),
        EquipmentKind::FromPlan(_) => None,
    };
    FacilityEquipment {
        name: Name { text: title, href },
        anchor: equipment_anchor(id),
        count: format_amount_grouped(machine.count),
        provides: provides.iter().map(tool).collect(),
        hours: machine.hours.as_ref().map(|hours| written(&hours.value)),
        power,
        floor,
        price,
        source: source_mark(&facility.sources, source, names.from, names),
    }
}

fn labour(labour: &model::Workforce) -> LabourLine {
    LabourLine {
        skill: capitalised(labour.skill.value.as_str()),
        people: format_amount_grouped(labour.people),
        hours: labour.hours.as_ref().map(|hours| written(&hours.value)),
        wage: labour.wage.as_ref().map(|wage| written(&wage.value)),
    }
}
