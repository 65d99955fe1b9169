//! Every page under `scenarios/`: a small repository, and what is expected of plans at its facilities.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{economy, repository};
use crate::catalog::Catalog;
use crate::graph::{BoundValue, Graph, ItemIndex};
use crate::local::{
    Court, Grant, LocalReport, Missing as Missed, Place, Shop, Uses, accept_proof, accept_refutation, check,
    resolution_in, steered_in,
};
use crate::resolve::{Objective, Steering};

macro_rules! pages {
    ($($name:literal),* $(,)?) => {
        [$(($name, include_str!(concat!("../scenarios/", $name, ".yaml")))),*]
    };
}

const PAGES: [(&str, &str); 27] = pages![
    "acquisitions",
    "alternatives",
    "blocked_cost",
    "bootstrap",
    "build_time",
    "envelopes",
    "floor",
    "hierarchy",
    "imports",
    "least_imports",
    "least_with_imports",
    "loops",
    "loops_and_imports",
    "machines_and_limits",
    "money",
    "people_and_power",
    "permissions_and_skills",
    "prices_of_the_place",
    "ranges",
    "reasons",
    "recipes",
    "seed_kit",
    "shared_work",
    "shed",
    "stock",
    "throughput",
    "unknown",
];

/// What is expected; what is not said is not looked at. `absent` stands for an item that is not in the report, or no score.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Expectation {
    plan: String,
    at: String,
    #[serde(default = "one")]
    quantity: f64,
    verdict: String,
    #[serde(default)]
    items: BTreeMap<String, String>,
    #[serde(default)]
    recipes: BTreeMap<String, String>,
    #[serde(default)]
    equipment: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    reasons: BTreeMap<String, Vec<String>>,
    missing: Option<Vec<Missing>>,
    bootstrap: Option<Vec<Stage>>,
    imports: Option<BTreeMap<String, f64>>,
    /// What is imported once, to start loops.
    starters: Option<BTreeMap<String, f64>>,
    /// Which of the three verdicts hold: `[bootstrappable, self-sustaining, feasible-at-rate]`.
    holds: Option<[bool; 3]>,
    /// By item: what the store gives of what is also had otherwise.
    from_stock: Option<BTreeMap<String, f64>>,
    /// What `resolve --at` says: how each item is obtained where something is to be least, and `cost`.
    #[serde(default)]
    least: BTreeMap<String, BTreeMap<String, serde_yaml::Value>>,
    /// `.nan` stands for what is not known.
    #[serde(default)]
    closure: BTreeMap<String, f64>,
    #[serde(default)]
    cost: BTreeMap<String, f64>,
    capacity: Option<Capacity>,
    #[serde(default)]
    hours: BTreeMap<String, (f64, f64)>,
    score: Option<serde_yaml::Value>,
    #[serde(default)]
    economy: BTreeMap<String, serde_yaml::Value>,
    /// By item: all that stands in its own way, to the letter.
    #[serde(default)]
    causes: BTreeMap<String, Vec<String>>,
    /// All that is to be got: kind, what, then envelope or number of people.
    acquisitions: Option<Vec<String>>,
    /// By kind and what: plans, parts and items.
    #[serde(default)]
    unlocks: BTreeMap<String, (usize, usize, usize)>,
    /// All that is not stated: where, and what.
    unknown: Option<Vec<String>>,
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Missing {
    capability: String,
    unlocks: usize,
    needed_by: Vec<String>,
    #[serde(default)]
    envelope: BTreeMap<String, String>,
}

#[derive(Debug, Deserialize, PartialEq)]
struct Stage {
    stage: u32,
    plan: String,
    adds: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Capacity {
    units_per_week: f64,
    bottleneck: String,
}

#[derive(Deserialize)]
struct Page {
    expect: Expectation,
}

fn one() -> f64 {
    1.0
}

#[test]
fn every_scenario_holds() {
    let mut failures = Vec::new();
    for (name, page) in PAGES {
        let (orders, rest): (Vec<&str>, Vec<&str>) =
            page.split("\n---\n").partition(|document| document.starts_with("expect-order:"));
        let (expectations, documents): (Vec<&str>, Vec<&str>) =
            rest.into_iter().partition(|document| document.starts_with("expect:"));
        let documents: Vec<String> = documents.into_iter().map(|document| format!("{document}\n")).collect();
        let (catalog, graph) = repository(&documents);
        assert!(!expectations.is_empty(), "{name} expects nothing");
        let order_faults = orders.into_iter().flat_map(|order| economy::order_faults(&catalog, &graph, order));
        failures.extend(order_faults.map(|fault| format!("{name}, {fault}")));
        for expectation in expectations {
            let page: Page =
                serde_yaml::from_str(expectation).unwrap_or_else(|error| panic!("{name}: {error}\n{expectation}"));
            failures.extend(faults(&catalog, &graph, &page.expect).into_iter().map(|fault| {
                format!("{name}, {} × {} at {}: {fault}", page.expect.quantity, page.expect.plan, page.expect.at)
            }));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn every_page_is_run() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/local/scenarios");
    let pages =
        walkdir::WalkDir::new(folder).into_iter().filter_map(Result::ok).filter(|entry| entry.file_type().is_file());
    let mut pages: Vec<String> = pages.map(|entry| entry.file_name().to_string_lossy().replace(".yaml", "")).collect();
    pages.sort();
    assert_eq!(pages, PAGES.map(|(name, _)| name.to_owned()));
}

fn faults(catalog: &Catalog, graph: &Graph, expected: &Expectation) -> Vec<String> {
    let facility = catalog.index.facility(&expected.at).expect("the facility exists");
    let root = graph.item_index(&expected.plan).expect("the plan exists");
    let report = check(catalog, graph, facility, root, expected.quantity).expect("no loop runs away");
    let mut faults = Vec::new();
    let mut same = |what: &str, found: String, wanted: String| {
        if found != wanted {
            faults.push(format!("{what} is {found}, not {wanted}"));
        }
    };
    same("the verdict", report.verdict.as_str().to_owned(), expected.verdict.clone());
    for (id, status) in &expected.items {
        let found = item(graph, &report, id).map_or("absent", |entry| entry.status.as_str());
        same(&format!("`{id}`"), found.to_owned(), status.clone());
    }
    for (id, recipe) in &expected.recipes {
        let found =
            item(graph, &report, id).and_then(|entry| entry.recipe).map(|recipe| graph.recipe(recipe).id.to_string());
        same(&format!("the recipe of `{id}`"), format!("{found:?}"), format!("{:?}", Some(recipe)));
    }
    for (id, equipment) in &expected.equipment {
        let found: Vec<String> =
            item(graph, &report, id).into_iter().flat_map(|entry| &entry.equipment).map(ToString::to_string).collect();
        same(&format!("the equipment of `{id}`"), format!("{found:?}"), format!("{equipment:?}"));
    }
    for (id, reasons) in &expected.reasons {
        let found = item(graph, &report, id).map_or(&[][..], |entry| &entry.reasons);
        for reason in reasons.iter().filter(|reason| !found.iter().any(|found| found.contains(*reason))) {
            same(&format!("the reason of `{id}`"), format!("{found:?}"), reason.clone());
        }
    }
    for entry in report.items.iter().filter(|entry| entry.reasons.is_empty()) {
        same("a reason", format!("missing for `{}`", graph.item(entry.item).id), "there".to_owned());
    }
    if let Some(missing) = &expected.missing {
        let with_envelope = missing.iter().any(|missing| !missing.envelope.is_empty());
        same("what is missing", format!("{:?}", missing_found(&report, with_envelope)), format!("{missing:?}"));
    }
    if let Some(stages) = &expected.bootstrap {
        let found: Vec<Stage> = report
            .bootstrap
            .iter()
            .map(|stage| Stage {
                stage: stage.stage,
                plan: stage.plan.to_string(),
                adds: stage.adds.iter().map(ToString::to_string).collect(),
            })
            .collect();
        same("the bootstrap", format!("{found:?}"), format!("{stages:?}"));
    }
    if let Some(imports) = &expected.imports {
        let found: BTreeMap<String, f64> = report
            .imports
            .iter()
            .filter(|import| !import.is_starter)
            .map(|import| (graph.item(import.item).id.to_string(), rounded(import.quantity)))
            .collect();
        same("imports", format!("{found:?}"), format!("{imports:?}"));
    }
    let named = |amounts: &mut dyn Iterator<Item = (ItemIndex, f64)>| -> String {
        let amounts: BTreeMap<&str, f64> =
            amounts.map(|(item, amount)| (graph.item(item).id.as_str(), rounded(amount))).collect();
        format!("{amounts:?}")
    };
    if let Some(starters) = &expected.starters {
        let mut found =
            report.imports.iter().filter(|import| import.is_starter).map(|import| (import.item, import.quantity));
        same("what starts loops", named(&mut found), format!("{starters:?}"));
    }
    if let Some(given) = &expected.from_stock {
        let mut found = report.resolution.from_stock.iter().map(|(item, given)| (*item, *given));
        same("what the store gives besides", named(&mut found), format!("{given:?}"));
    }
    if let Some(holds) = &expected.holds {
        let found = [report.holds.bootstrappable, report.holds.self_sustaining, report.holds.feasible_at_rate];
        same("what holds", format!("{found:?}"), format!("{holds:?}"));
    }
    let imported: f64 = report.imports.iter().filter_map(|import| import.cost).sum();
    if report.preferred.is_none() && rounded(report.cost.imports * expected.quantity) != rounded(imported) {
        same("the cost of imports", report.cost.imports.to_string(), format!("{imported}, as they add up to"));
    }
    faults_of_least(catalog, graph, expected, root, &mut same);
    let or_nan = |share: Option<f64>| share.unwrap_or(f64::NAN);
    let closure = [
        ("mass", or_nan(report.closure.mass)),
        ("lines", report.closure.lines),
        ("value", or_nan(report.closure.value)),
        ("unknown-mass", report.closure.unknown_mass as f64),
        ("unknown-value", report.closure.unknown_value as f64),
        ("extraction", or_nan(report.closure.extraction)),
    ];
    let cost = &report.cost;
    let costs = [
        ("resources", cost.resources),
        ("stock", cost.stock),
        ("imports", cost.imports),
        ("labour", cost.labour),
        ("equipment", cost.equipment),
        ("total", cost.total),
        ("kept-local", cost.kept_local),
        ("unpriced", cost.unpriced as f64),
    ];
    for (expected, found) in [(&expected.closure, &closure[..]), (&expected.cost, &costs[..])] {
        for (name, wanted) in expected {
            let found = found.iter().find(|(known, _)| known == name).map(|(_, value)| rounded(*value));
            same(name, format!("{found:?}"), format!("{:?}", Some(wanted)));
        }
    }
    if let Some(capacity) = &expected.capacity {
        let found = (report.capacity.units_per_week.map(rounded), report.capacity.bottleneck.clone());
        let wanted = (Some(capacity.units_per_week), Some(capacity.bottleneck.clone()));
        same("the capacity", format!("{found:?}"), format!("{wanted:?}"));
    }
    for (id, hours) in &expected.hours {
        let load = report.capacity.equipment.iter().find(|load| load.id.as_str() == id);
        let found = load.map(|load| (rounded(load.hours_per_unit), rounded(load.hours_available)));
        same(&format!("the hours of `{id}`"), format!("{found:?}"), format!("{:?}", Some(hours)));
    }
    for (name, wanted) in &expected.economy {
        let wanted =
            wanted.as_str().map_or_else(|| wanted.as_f64().map(|n| n.to_string()).unwrap_or_default(), str::to_owned);
        same(name, economy::found(graph, &report, name), wanted);
    }
    for (id, causes) in &expected.causes {
        let found = item(graph, &report, id).map_or(&[][..], |entry| &entry.causes);
        same(&format!("what stands in the way of `{id}`"), format!("{found:#?}"), format!("{causes:#?}"));
    }
    if let Some(acquisitions) = &expected.acquisitions {
        let found = report.acquisitions.iter().flat_map(|all| &all.set).map(|one| granted(graph, &one.grant));
        same("what is to be got", format!("{:?}", found.collect::<Vec<String>>()), format!("{acquisitions:?}"));
    }
    for (what, wanted) in &expected.unlocks {
        let name = |missing: &&Missed| format!("{} {}", missing.grant.kind(), missing.grant.what(graph)) == *what;
        let found = report.missing.iter().find(name).map(|missing| missing.unlocks);
        let found = found.map(|unlocks| (unlocks.plans, unlocks.parts, unlocks.items));
        same(&format!("what {what} unlocks"), format!("{found:?}"), format!("{:?}", Some(wanted)));
    }
    if let Some(unknown) = &expected.unknown {
        let found = report.unknown.iter().map(|unknown| format!("{}, {}", unknown.at, unknown.what));
        same("what is not stated", format!("{:?}", found.collect::<Vec<String>>()), format!("{unknown:?}"));
    }
    let place = Place::of(catalog, graph, facility);
    let court = Court { catalog, graph, place: &place };
    if let Err(fault) = accept_proof(court, &report.proof) {
        same("the proof", fault, "accepted".to_owned());
    }
    if let Some(Err(fault)) = report.refutation.as_ref().map(|refutation| accept_refutation(court, root, refutation)) {
        same("the refutation", fault, "accepted".to_owned());
    }
    if let Some(score) = &expected.score {
        let found = report.score.as_ref().map(|score| rounded(score.performance_to_cost));
        same("the score", format!("{found:?}"), format!("{:?}", score.as_f64()));
    }
    faults
}

/// Holds a resolution at the facility against what is expected of it where something is to be least.
fn faults_of_least(
    catalog: &Catalog,
    graph: &Graph,
    expected: &Expectation,
    root: ItemIndex,
    same: &mut dyn FnMut(&str, String, String),
) {
    let facility = catalog.index.facility(&expected.at).expect("the facility exists");
    let uses = Uses::of(graph);
    let shop = Shop::new(catalog, graph, &uses, facility);
    let priced = shop.place.priced(graph);
    for (least, wanted) in &expected.least {
        let minimise = Objective::ALL.into_iter().find(|objective| objective.as_str() == least);
        let found = match minimise {
            None => resolution_in(&shop, root, expected.quantity).expect("no loop runs away").0,
            Some(_) => {
                let steering = Steering { minimise, ..Steering::default() };
                let steered = steered_in(&shop, &priced, (root, expected.quantity), &steering, false);
                steered.expect("it can be steered").resolution
            }
        };
        for (id, wanted) in wanted {
            let wanted = wanted.as_str().map_or_else(|| wanted.as_f64().unwrap_or(f64::NAN).to_string(), str::to_owned);
            let found = match id.as_str() {
                "cost" => rounded(found.totals.cost).to_string(),
                "unpriced" => found.totals.unpriced_items.to_string(),
                "raw-mass-kg" => rounded(found.totals.raw_mass_kg).to_string(),
                _ => {
                    let need = graph.item_index(id).and_then(|item| found.need(item));
                    need.map_or("absent", |need| need.obtain.as_str()).to_owned()
                }
            };
            same(&format!("`{id}` at least {least}"), found, wanted);
        }
    }
}

fn item<'r>(graph: &Graph, report: &'r LocalReport, id: &str) -> Option<&'r crate::local::ItemReport> {
    report.items.iter().find(|entry| graph.item(entry.item).id.as_str() == id)
}

/// `capability welding 12 mm`, `skill welder 2`, `import steel`.
fn granted(graph: &Graph, grant: &Grant) -> String {
    let extent = match grant {
        Grant::Capability { envelope, .. } => {
            let values = envelope.iter().flat_map(|bound| &bound.values).map(|value| format!(" {}", value.written()));
            values.collect()
        }
        Grant::Skill { people, .. } => format!(" {people}"),
        _ => String::new(),
    };
    format!("{} {}{extent}", grant.kind(), grant.what(graph))
}

fn missing_found(report: &LocalReport, with_envelope: bool) -> Vec<Missing> {
    let written = |values: &[BoundValue]| values.iter().map(BoundValue::written).collect::<Vec<_>>().join("/");
    let found = report.missing_capabilities.iter().map(|missing| Missing {
        capability: missing.capability.to_string(),
        unlocks: missing.unlocks,
        needed_by: missing.needed_by.iter().map(ToString::to_string).collect(),
        envelope: missing
            .envelope
            .iter()
            .filter(|_| with_envelope)
            .map(|bound| (bound.parameter.clone(), written(&bound.values)))
            .collect(),
    });
    found.collect()
}

fn rounded(value: f64) -> f64 {
    (value * 1e6).round() / 1e6
}
