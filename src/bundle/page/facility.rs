//! The page of a facility: what it can make, what it would need, and what stands there.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::material::told;
use crate::bundle::context::Context;
use crate::bundle::kind::Kind;
use crate::bundle::links::{HOME, equipment_anchor};
use crate::bundle::names::Names;
use crate::bundle::overview::{First, Overview, PlaceGlance};
use crate::bundle::part::hindrance::{not_had_caption, why_not_had};
use crate::bundle::part::lists::{FEW, Lists, lists};
use crate::bundle::part::places::{bootstrap, cents, closure, missing, rate};
use crate::bundle::part::provenance::{document_at, source_mark};
use crate::bundle::view::{
    BootstrapStage, Fact, Flow, IndexEntry, IndexGroup, Link, Mark, MissingCapability, Name, Page, Quantity, Share,
    Source, SourceMark, StepTool, Written,
};
use crate::bundle::wording::{
    amount, capitalised, count, display_note, envelope, fact, sources, status_mark, verdict_mark, word_fact, written,
};
use crate::catalog::ItemOwner;
use crate::graph::{ItemIndex, bounds_of};
use crate::local::{Status, Verdict};
use crate::model::{self, Equipment, EquipmentKind, Imports, Provision};
use crate::quantity::format_amount_grouped;

/// Plans of which the parts are told one by one.
const MOST_PARTED: usize = 60;
/// Items of a table of what cannot be had; the rest is on the pages of the plans.
const MOST_LACKS: usize = 25;

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
    /// `It can make 9 of 27 plans, 2 of them from its own resources alone.`
    pub plans_summary: String,
    /// What it can make, the best answer first.
    pub plans: Vec<FacilityPlan>,
    /// `18 plans are blocked`
    pub blocked_title: String,
    /// What it cannot make.
    pub blocked: Vec<FacilityPlan>,
    /// Where all plans are, if they are too many for this page.
    pub lists: Option<Lists>,
    /// Items that it can make, by kind.
    pub makes: Vec<IndexGroup>,
    /// Raw or bought items that it cannot have; those that most plans need first.
    pub not_had: Vec<FacilityLack>,
    pub not_had_caption: String,
    /// Said where that is not all.
    pub more_not_had: Option<String>,
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
    /// `2.35 a week; bottleneck: torch table`
    pub rate: Option<String>,
    pub cost: Option<Quantity>,
    pub packet: Option<Link>,
}

/// An item that a facility cannot have.
#[derive(Clone, Debug, Serialize)]
pub struct FacilityLack {
    pub item: Name,
    /// In pieces, some of which lead somewhere.
    pub why: Vec<Name>,
    /// The blocked plans that come down to it: `4 blocked plans`.
    pub plans: String,
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
    let lists = lists(context, Kind::Plan, names);
    let rows = if lists.is_some() { FEW } else { usize::MAX };
    let (able, blocked) = by_answer(overview, index);
    let (lacks, all_lacks) = not_had(context, overview, index, &blocked, names);
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
        plans_summary: plans_summary(&able, &blocked),
        plans: able.iter().take(rows).map(|(plan, place)| plan_line(context, *plan, place, names)).collect(),
        blocked_title: format!("{} blocked", count(blocked.len(), "plan is", "plans are")),
        blocked: blocked.iter().take(rows).map(|(plan, place)| plan_line(context, *plan, place, names)).collect(),
        lists: lists.filter(|_| able.len().max(blocked.len()) > rows),
        makes: makes(context, overview, index, names),
        more_not_had: (all_lacks > lacks.len())
            .then(|| format!("And {} more; the page of each plan tells its own.", all_lacks - lacks.len())),
        not_had: lacks,
        not_had_caption: not_had_caption(facility.imports),
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

/// A plan, by its index, and the answer for it.
type Asked<'o> = (usize, &'o PlaceGlance);

/// The plans that a facility can make, the best answer first, and those that it cannot.
fn by_answer(overview: &Overview, facility: usize) -> (Vec<Asked<'_>>, Vec<Asked<'_>>) {
    let rank = |(_, place): &Asked<'_>| match place.verdict {
        Verdict::Local => 0,
        Verdict::LocalWithImports => 1,
        _ => 2,
    };
    let asked = overview.plans_at(facility);
    let (mut able, blocked): (Vec<Asked<'_>>, Vec<Asked<'_>>) =
        asked.partition(|(_, place)| place.verdict != Verdict::Blocked);
    able.sort_by_key(rank);
    (able, blocked)
}

fn plans_summary(able: &[Asked<'_>], blocked: &[Asked<'_>]) -> String {
    let all = able.len() + blocked.len();
    let of = |verdict: Verdict| able.iter().filter(|(_, place)| place.verdict == verdict).count();
    let parts = [
        (of(Verdict::Local), "from what it has"),
        (of(Verdict::LocalWithImports), "with imports"),
        (of(Verdict::LocalAfterBootstrap), "once it has built machines for them"),
    ];
    let told: Vec<String> = parts
        .iter()
        .filter(|(number, _)| *number > 0)
        .map(|(number, how)| format!("{} {how}", format_amount_grouped(*number as f64)))
        .collect();
    let how = if told.is_empty() { String::new() } else { format!(": {}", told.join(", ")) };
    format!("It can make {} of {}{how}.", format_amount_grouped(able.len() as f64), count(all, "plan", "plans"))
}

/// What stops plans here because it cannot be had, the item that most of the blocked ones come down to first; and how many
/// there are in all.
fn not_had(
    context: &Context<'_>,
    overview: &Overview,
    facility: usize,
    blocked: &[Asked<'_>],
    names: Names<'_>,
) -> (Vec<FacilityLack>, usize) {
    let blocked: BTreeSet<usize> = blocked.iter().map(|(plan, _)| *plan).collect();
    let held_up = |item: ItemIndex| overview.plans_of(item).filter(|(plan, _)| blocked.contains(plan)).count();
    let is_leaf = |first: &First| first.status == Status::Blocked && first.recipe.is_none();
    let leaves = overview.items_at(facility).filter(|(_, first)| is_leaf(first));
    let mut leaves: Vec<(usize, ItemIndex, &First)> =
        leaves.map(|(item, first)| (held_up(item), item, first)).collect();
    leaves.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    let line = |(plans, item, first): &(usize, ItemIndex, &First)| FacilityLack {
        item: names.item(*item),
        why: why_not_had(context, facility, *item).map_or_else(|| told(first, facility, names), |why| vec![why]),
        plans: if *plans == 0 { "–".to_owned() } else { count(*plans, "blocked plan", "blocked plans") },
    };
    (leaves.iter().take(MOST_LACKS).map(line).collect(), leaves.len())
}

fn plan_line(context: &Context<'_>, plan: usize, place: &PlaceGlance, names: Names<'_>) -> FacilityPlan {
    let is_blocked = place.verdict == Verdict::Blocked;
    FacilityPlan {
        plan: names.plan(plan),
        verdict: verdict_mark(place.verdict),
        closure: closure(&place.closure),
        rate: rate(context, place),
        cost: (place.cost > 0.0 && !is_blocked).then(|| amount(cents(place.cost), context.input.graph.currency.code())),
        packet: place
            .packet
            .as_ref()
            .map(|path| Link { text: "Build packet (zip)".to_owned(), href: names.href(path) }),
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
    let mut by_status: BTreeMap<Status, (usize, usize)> = BTreeMap::new();
    for ((status, _), number) in &parts {
        let (plans, all) = by_status.entry(*status).or_default();
        *plans += 1;
        *all += number;
    }
    for (status, (plans, all)) in by_status.iter().filter(|(_, (plans, _))| *plans > MOST_PARTED) {
        parts.retain(|(of, _), _| of != status);
        let text = format!("{} of {}", count(*all, "part", "parts"), count(*plans, "plan", "plans"));
        groups
            .entry(*status)
            .or_default()
            .insert(0, IndexEntry { text, href: names.href(&format!("{HOME}#plans")), mark: None, note: None });
    }
    for ((status, plan), number) in parts {
        let link = names.plan(plan);
        let text = format!("{} of {}", count(number, "part", "parts"), link.text);
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
            let rate = crate::bundle::wording::plain(&written(&throughput.value));
            text = if text.is_empty() { rate } else { format!("{text}; {rate}") };
        }
        StepTool { capability: names.capability(id), envelope: (!text.is_empty()).then(|| capitalised(&text)) }
    };
    let read = |quantity: &Option<crate::text::Spanned<crate::quantity::Quantity>>| {
        quantity.as_ref().map(|quantity| written(&quantity.value))
    };
    let title = context.names("").equipment(machine);
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
