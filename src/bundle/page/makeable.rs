//! "Can I make it?": a page on which machines, resources and imports are ticked and what can be made follows at once. The
//! hypergraph goes to the page as data, with what each machine covers worked out beforehand, so that the script that chains
//! forward over it needs to know nothing of units and envelopes. Its rules are those of [`crate::local::Glance`].

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use serde_json::{Value, json};

use crate::bundle::context::Context;
use crate::bundle::kind::Kind;
use crate::bundle::links::{MAKEABLE, MAKEABLE_DATA, place_anchor, plan_page, relative};
use crate::bundle::names::Names;
use crate::bundle::overview::Overview;
use crate::bundle::part::lists::{Lists, lists};
use crate::bundle::view::{Link, Mark, Page};
use crate::bundle::wording::{envelope, verdict_mark};
use crate::catalog::ItemOwner;
use crate::graph::{ItemIndex, OperationNeed};
use crate::local::{Machine, Place, is_same_or_below, misfits, power_needed};
use crate::model::{Id, Imports};

/// Items up to which the hypergraph is handed to a page: beyond, it would be tens of megabytes.
const MOST_ITEMS: usize = 50_000;

/// `makeable.hbs`
#[derive(Clone, Debug, Serialize)]
pub struct Makeable {
    pub page: Page,
    /// None where there is too much of it for a page.
    pub data_href: Option<String>,
    pub facilities: Vec<Link>,
    /// Every plan at every facility: what there is without a script. None where that is on lists of its own.
    pub rows: Vec<MatrixRow>,
    /// Where all plans are, if they are too many for this page.
    pub lists: Option<Lists>,
}

/// One plan at every facility.
#[derive(Clone, Debug, Serialize)]
pub struct MatrixRow {
    pub plan: Link,
    pub verdicts: Vec<MatrixCell>,
}

/// What one facility can do about one plan.
#[derive(Clone, Debug, Serialize)]
pub struct MatrixCell {
    pub verdict: Mark,
    /// Where the plan's page says why.
    pub href: Option<String>,
}

/// The page's context.
pub fn makeable_page(context: &Context<'_>, overview: &Overview) -> Makeable {
    let catalog = context.input.catalog;
    let names = context.names(MAKEABLE);
    let lists = lists(context, Kind::Plan, names);
    let plans = if lists.is_none() { catalog.plans.len() } else { 0 };
    let row = |plan: usize| MatrixRow { plan: names.plan(plan), verdicts: cells(context, overview, plan, names) };
    Makeable {
        page: context.page(
            "makeable",
            "Can I make it?",
            Some("Which plans can be made with the machines, resources and imports that you have."),
            MAKEABLE,
        ),
        data_href: (context.input.graph.items.len() <= MOST_ITEMS).then(|| relative(MAKEABLE, MAKEABLE_DATA)),
        facilities: (0..catalog.facilities.len()).map(|facility| names.facility(facility)).collect(),
        rows: (0..plans).map(row).collect(),
        lists,
    }
}

/// What each facility can do about a plan.
pub fn cells(context: &Context<'_>, overview: &Overview, plan: usize, names: Names<'_>) -> Vec<MatrixCell> {
    let catalog = context.input.catalog;
    let page = plan_page(catalog.plans[plan].id.value.as_str());
    let cell = |facility: usize| {
        let place = overview.plans[plan].places.iter().find(|place| place.facility == facility);
        let Some(place) = place else {
            return MatrixCell { verdict: crate::bundle::wording::no_mark(), href: None };
        };
        let anchor = place_anchor(catalog.facilities[facility].id.value.as_str());
        MatrixCell { verdict: verdict_mark(place.verdict), href: Some(names.href(&format!("{page}#{anchor}"))) }
    };
    (0..catalog.facilities.len()).map(cell).collect()
}

/// What an operation asks for, each different one once.
struct Demands<'a> {
    all: Vec<&'a OperationNeed>,
    /// By all that is asked, as text: its place in `all`.
    number: BTreeMap<String, usize>,
}

impl<'a> Demands<'a> {
    fn number_of(&mut self, need: &'a OperationNeed) -> usize {
        let key =
            format!("{} {:?} {:?} {} {:?}", need.capability_id, need.bounds, need.skill, need.people, need.permissions);
        let (all, next) = (&mut self.all, self.number.len());
        *self.number.entry(key).or_insert_with(|| {
            all.push(need);
            next
        })
    }
}

/// `groundupMakeable({…})`; `templates/site.js` says how it is read.
pub fn makeable_data(context: &Context<'_>) -> Option<String> {
    let (catalog, graph) = (context.input.catalog, context.input.graph);
    if graph.items.len() > MOST_ITEMS {
        return None;
    }
    let names = context.names(MAKEABLE);
    let mut demands = Demands { all: Vec::new(), number: BTreeMap::new() };
    let recipes: Vec<Value> = graph
        .recipe_indices()
        .map(|index| {
            let recipe = graph.recipe(index);
            let outputs = recipe.outputs.iter().filter(|output| output.quantity > 0.0).map(|output| output.item.0);
            let lines =
                recipe.inputs.iter().map(|line| line.options.iter().map(|flow| flow.item.0).collect::<Vec<_>>());
            let operations: Vec<usize> = recipe.operations.iter().map(|need| demands.number_of(need)).collect();
            json!([
                outputs.collect::<Vec<_>>(),
                lines.collect::<Vec<_>>(),
                operations,
                recipe.floor_m2.unwrap_or(0.0),
                power_needed(recipe).unwrap_or(0.0)
            ])
        })
        .collect();
    let places: Vec<Place> =
        (0..catalog.facilities.len()).map(|facility| Place::of(catalog, graph, facility)).collect();
    let mut machines: Vec<Value> = Vec::new();
    let mut place_values: Vec<Value> = Vec::new();
    for (index, place) in places.iter().enumerate() {
        let first = machines.len();
        let facility = &catalog.facilities[index];
        let title_of = |machine: &Machine| {
            let described = facility.equipment.iter().find(|equipment| equipment.id().value == machine.id);
            described.map_or_else(|| machine.id.to_string(), |equipment| context.names("").equipment(equipment))
        };
        machines
            .extend(place.machines.iter().map(|machine| machine_value(machine, &title_of(machine), index, &demands)));
        place_values.push(place_value(context, place, first..machines.len(), &demands, names));
    }
    let mut builds: Vec<Value> = Vec::new();
    if let Some(place) = places.first() {
        for plan in catalog.plans.iter().filter(|plan| !plan.provides.is_empty()) {
            let Some(item) = graph.item_index(plan.id.value.as_str()) else { continue };
            let machine = place.built(catalog, graph, plan, 1);
            builds.push(json!([item.0, machines.len()]));
            machines.push(machine_value(&machine, &graph.item(item).title, places.len(), &demands));
        }
    }
    let data = json!({
        "items": graph.item_indices().map(|item| item_value(context, item, names)).collect::<Vec<_>>(),
        "recipes": recipes,
        "demands": demands.all.iter().map(|need| demand_value(need, names)).collect::<Vec<_>>(),
        "machines": machines,
        "builds": builds,
        "places": place_values,
    });
    Some(format!("groundupMakeable({});\n", data.to_string().replace('<', "\\u003c")))
}

/// `[title, address, kind, id, usual recipe]`: kind 0 a material, 1 a plan, 2 a part; no recipe for what is raw or bought.
fn item_value(context: &Context<'_>, item: ItemIndex, names: Names<'_>) -> Value {
    let kind = match context.input.graph.item(item).owner {
        ItemOwner::Material(_) => 0,
        ItemOwner::Plan(_) => 1,
        // Nobody sells either.
        ItemOwner::Part { .. } | ItemOwner::Hole(_) => 2,
    };
    let name = names.item(item);
    let usual = context.choice.of(item).recipe().map(|recipe| recipe.0);
    json!([name.text, name.href, kind, context.input.graph.item(item).id.as_str(), usual])
}

/// `[capability and envelope in words, address, skill, people at once, permissions]`
fn demand_value(need: &OperationNeed, names: Names<'_>) -> Value {
    let capability = names.capability(need.capability_id.as_str());
    let text = match envelope(&need.bounds) {
        Some(envelope) => format!("{}: {envelope}", capability.text),
        None => capability.text,
    };
    let permissions: Vec<&str> = need.permissions.iter().map(Id::as_str).collect();
    json!([text, capability.href, need.skill.as_ref().map(Id::as_str), need.people, permissions])
}

/// `[id, title, place, offers, floor of one, how many]`, an offer `[W that it draws, demands that it covers]`.
fn machine_value(machine: &Machine, title: &str, place: usize, demands: &Demands<'_>) -> Value {
    let offers = machine.offers.iter().map(|offer| {
        let covers = |need: &OperationNeed| {
            is_same_or_below(offer.capability.as_str(), need.capability_id.as_str())
                && misfits(&need.bounds, &offer.bounds).next().is_none()
        };
        let covered: Vec<usize> = (0..demands.all.len()).filter(|number| covers(demands.all[*number])).collect();
        json!([offer.power_w.unwrap_or(0.0), covered])
    });
    json!([
        machine.id.as_str(),
        title,
        place,
        offers.collect::<Vec<_>>(),
        machine.floor_m2.unwrap_or(0.0),
        machine.count
    ])
}

/// A facility as it is: what stands there, what it has, what is allowed; `skills` and `people` are `null` where it says nothing
/// of its people, `power` and `floor` where it says nothing of those.
fn place_value(
    context: &Context<'_>,
    place: &Place,
    machines: std::ops::Range<usize>,
    demands: &Demands<'_>,
    names: Names<'_>,
) -> Value {
    let facility = &context.input.catalog.facilities[place.facility];
    let skills: BTreeSet<&Id> = demands.all.iter().filter_map(|need| need.skill.as_ref()).collect();
    let permissions: BTreeSet<&Id> = demands.all.iter().flat_map(|need| &need.permissions).collect();
    let has_people = !place.says_nothing_of_people;
    let skills: Vec<&str> =
        skills.into_iter().filter(|skill| place.people_of(skill).is_some()).map(Id::as_str).collect();
    let held: Vec<&str> = permissions.into_iter().filter(|id| place.is_permitted(id)).map(Id::as_str).collect();
    json!({
        "id": facility.id.value.as_str(),
        "title": names.facility(place.facility).text,
        "machines": [machines.start, machines.end],
        "resources": place.resources.keys().map(|item| item.0).collect::<Vec<_>>(),
        "stock": place.stock.keys().map(|item| item.0).collect::<Vec<_>>(),
        "imports": match place.imports { Imports::None => "none", Imports::Listed => "listed", Imports::Any => "any" },
        "list": place.import_list.iter().map(|item| item.0).collect::<Vec<_>>(),
        "power": place.power_w,
        "floor": place.floor_m2,
        "people": has_people.then(|| place.people_in_all()),
        "skills": has_people.then_some(skills),
        "permissions": held,
    })
}
