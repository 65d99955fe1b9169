//! What plans can be filtered by on the home page: each filter with the values that a plan has. Where all plans have their cards
//! there, the cards say it; where they are too many, a script of data does, which is loaded when somebody filters.

use std::collections::{BTreeSet, HashMap};

use serde_json::json;

use crate::bundle::context::Context;
use crate::bundle::kind::Kind;
use crate::bundle::links::{HOME, facility_page, plan_page};
use crate::bundle::names::Names;
use crate::bundle::overview::{Overview, PlanGlance};
use crate::bundle::part::lists::has_lists;
use crate::bundle::web::packed::{Packing, slug};
use crate::catalog::ItemOwner;
use crate::local::Verdict;
use crate::model::BomEntry;

/// Steps of closure by which plans can be filtered, at the best facility: (at least, label).
const CLOSURES: [(f64, &str); 4] =
    [(0.9, "90 % or more"), (0.5, "50 to 90 %"), (1e-9, "below 50 %"), (0.0, "nothing made locally")];

/// The filters, in their order.
const NAMES: [&str; 5] = ["Can be made at", "Does", "Takes", "Readiness", "Made at one place, by mass"];

/// Verdicts in the order in which the data count them, from 1; 0 is a facility that was not asked.
const VERDICTS: [Verdict; 4] =
    [Verdict::Local, Verdict::LocalWithImports, Verdict::LocalAfterBootstrap, Verdict::Blocked];

/// What a card can be found by: a JSON list of pairs, name of the filter and the values.
pub fn facets_of_card(context: &Context<'_>, glance: &PlanGlance, plan: usize, names: Names<'_>) -> String {
    json!(NAMES.into_iter().zip(values(context, glance, plan, names)).collect::<Vec<_>>()).to_string()
}

/// The values of a plan, by filter.
fn values(context: &Context<'_>, glance: &PlanGlance, index: usize, names: Names<'_>) -> [BTreeSet<String>; 5] {
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
    [
        makeable.map(|report| names.facility(report.facility).text).collect(),
        provides.collect(),
        materials.collect(),
        plan.readiness.iter().map(|readiness| readiness.as_str().to_owned()).collect(),
        closure.into_iter().collect(),
    ]
}

/// The plans in the order in which the home page shows them: those that somebody can make are the better start, where not all
/// have room.
pub fn plans_in_order(overview: &Overview) -> Vec<usize> {
    let mut plans: Vec<usize> = (0..overview.plans.len()).collect();
    let is_blocked = |plan: &usize| overview.plans[*plan].places.iter().all(|place| place.verdict == Verdict::Blocked);
    plans.sort_by_cached_key(is_blocked);
    plans
}

/// `groundupPlans({…})`, where not all plans have a card: each filter with all its values, the facilities, and a packed record for
/// each plan: title, name of its page if that is not the title's slug, points of its documentation, what each facility can do
/// about it, and the values of each filter by their numbers.
pub fn plans_data(context: &Context<'_>, overview: &Overview) -> Option<Vec<u8>> {
    if !has_lists(context, Kind::Plan) {
        return None;
    }
    let names = context.names(HOME);
    let facilities = 0..context.input.catalog.facilities.len();
    let mut packing = Packing::default();
    let mut known: [HashMap<String, usize>; 5] = Default::default();
    for plan in plans_in_order(overview) {
        let (glance, title) = (&overview.plans[plan], names.plan(plan).text);
        let page = stem(&plan_page(context.input.catalog.plans[plan].id.value.as_str()));
        packing.text(&title);
        packing.end_field();
        packing.text(if page == slug(&title) { "" } else { &page });
        packing.end_field();
        glance.score.iter().for_each(|score| packing.number(score.points as usize));
        packing.end_field();
        for facility in facilities.clone() {
            let place = glance.places.iter().find(|place| place.facility == facility);
            let verdict = place.and_then(|place| VERDICTS.iter().position(|verdict| *verdict == place.verdict));
            packing.number(verdict.map_or(0, |verdict| verdict + 1));
        }
        for (known, values) in known.iter_mut().zip(values(context, glance, plan, names)) {
            packing.end_field();
            for value in values {
                let next = known.len();
                packing.number(*known.entry(value).or_insert(next));
            }
        }
        packing.end_record();
    }
    let facets = NAMES.into_iter().zip(known.map(in_order)).collect::<Vec<_>>();
    let place = |facility: usize| {
        let page = facility_page(context.input.catalog.facilities[facility].id.value.as_str());
        (names.facility(facility).text, stem(&page))
    };
    let head = json!({
        "facets": facets,
        "verdicts": VERDICTS.map(|verdict| verdict.as_str()),
        "places": facilities.map(place).collect::<Vec<_>>(),
    });
    Some(packing.script("groundupPlans", &head))
}

/// Values by their numbers.
fn in_order(known: HashMap<String, usize>) -> Vec<String> {
    let mut values: Vec<(usize, String)> = known.into_iter().map(|(value, number)| (number, value)).collect();
    values.sort_unstable();
    values.into_iter().map(|(_, value)| value).collect()
}

/// The name of a page without its folder and ending.
fn stem(page: &str) -> String {
    let name = page.rsplit_once('/').map_or(page, |(_, name)| name);
    name.strip_suffix(".html").unwrap_or(name).to_owned()
}
