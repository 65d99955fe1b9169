//! What scenario pages expect of money, limits and builds, and of the order in which to build machines.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::catalog::Catalog;
use crate::graph::{Graph, ItemIndex};
use crate::local::{CostShare, LocalReport, Shop, Uses, build_order};
use crate::model::Id;

fn rounded(value: f64) -> f64 {
    (value * 1e6).round() / 1e6
}

fn or_unknown(value: Option<f64>) -> String {
    value.map_or_else(|| "?".to_owned(), |value| rounded(value).to_string())
}

fn listed(parts: impl Iterator<Item = String>) -> String {
    parts.collect::<Vec<_>>().join(", ")
}

/// A figure of a report by its name on a page.
pub(super) fn found(graph: &Graph, report: &LocalReport, name: &str) -> String {
    let (economics, capacity, cost) = (&report.economics, &report.capacity, &report.cost);
    let id = |item: ItemIndex| graph.item(item).id.as_str();
    let shares = |shares: &[CostShare]| {
        listed(shares.iter().map(|share| format!("{} {}", id(share.item), rounded(share.amount))))
    };
    let schedule = report.schedule.as_ref();
    let next = report.score.as_ref().and_then(|score| score.next.as_ref());
    match name {
        "limits" => {
            listed(capacity.limits.iter().map(|limit| format!("{} {}", limit.name, rounded(limit.units_per_week))))
        }
        "floor" => format!("{} of {}", rounded(capacity.floor.used_m2), or_unknown(capacity.floor.available_m2)),
        "floor-unknown" => capacity.floor.unknown.to_string(),
        "kept" => rounded(cost.kept()).to_string(),
        "leaving" => rounded(cost.leaving()).to_string(),
        "by-part" => shares(&economics.by_part),
        "by-item" => shares(&economics.by_item),
        "price" => economics
            .price
            .as_ref()
            .map_or_else(|| "?".to_owned(), |price| format!("{} {}", rounded(price.amount), price.basis.as_str())),
        "margin" => or_unknown(economics.margin),
        "earnings-per-day" => or_unknown(economics.earnings_per_day),
        "mark" => or_unknown(economics.mark.map(|mark| mark.share)),
        "units-for-mark" => or_unknown(economics.mark.and_then(|mark| mark.units_per_week)),
        "emissions" => format!("{} of {}", rounded(economics.emissions_kg), or_unknown(economics.import_emissions_kg)),
        "unknown" => economics.unknown.join("; "),
        "terms" => listed(
            report
                .score
                .iter()
                .flat_map(|score| &score.terms)
                .map(|term| format!("{} {}", term.name, rounded(term.ratio))),
        ),
        "next-line" => or_unknown(next.map(|next| next.line)),
        "cost-at-most" => or_unknown(next.map(|next| next.cost_at_most)),
        "performance-at-least" => or_unknown(next.map(|next| next.performance_at_least)),
        "levers" => listed(next.iter().flat_map(|next| &next.levers).map(|lever| {
            let at_most = lever.at_most.map_or_else(|| "none".to_owned(), |at_most| rounded(at_most).to_string());
            format!("{} {at_most}", lever.kind)
        })),
        "build" => schedule.map_or_else(String::new, |schedule| {
            format!(
                "{} h, bound {} h by {}, {} weeks",
                rounded(schedule.length_h),
                rounded(schedule.lower_bound_h),
                schedule.bound_by,
                rounded(schedule.weeks())
            )
        }),
        "waits" => listed(
            schedule
                .iter()
                .flat_map(|schedule| &schedule.waits)
                .map(|(item, hours)| format!("{} {}", id(*item), rounded(*hours))),
        ),
        "no-lead-time" => {
            listed(schedule.iter().flat_map(|schedule| &schedule.unknown_lead_times).map(|item| id(*item).to_owned()))
        }
        "peak-kw" => or_unknown(schedule.map(|schedule| schedule.peak_power_w / 1e3)),
        "steps" => listed(schedule.iter().flat_map(|schedule| &schedule.steps).map(|step| {
            let machine = step.machine.as_ref().map_or("by hand", Id::as_str);
            format!("{} {machine} {}-{}", id(step.item), rounded(step.start_h), rounded(step.end_h))
        })),
        other => format!("not a figure: {other}"),
    }
}

/// What is expected of an order of work.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Order {
    at: String,
    goal: String,
    /// Plan → a part of why.
    seed: BTreeMap<String, String>,
    machines: Vec<String>,
    #[serde(default)]
    made_on: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    cost: BTreeMap<String, f64>,
    blocked: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Page {
    expect_order: Order,
}

/// Where an order of work is other than a page expects.
pub(super) fn order_faults(catalog: &Catalog, graph: &Graph, page: &str) -> Vec<String> {
    let page: Page = serde_yaml::from_str(page).unwrap_or_else(|error| panic!("{error}\n{page}"));
    let expected = page.expect_order;
    let facility = catalog.index.facility(&expected.at).expect("the facility exists");
    let goals: Vec<ItemIndex> = if expected.goal == "all" {
        catalog.plans.iter().filter_map(|plan| graph.item_index(plan.id.value.as_str())).collect()
    } else {
        vec![graph.item_index(&expected.goal).expect("the goal exists")]
    };
    let uses = Uses::of(graph);
    let order = build_order(&Shop::new(catalog, graph, &uses, facility), &goals);
    let mut faults = Vec::new();
    let mut same = |what: &str, found: String, wanted: String| {
        if found != wanted {
            faults.push(format!("{} at {}: {what} is {found}, not {wanted}", expected.goal, expected.at));
        }
    };
    let ids = |ids: &[Id]| ids.iter().map(ToString::to_string).collect::<Vec<_>>();
    let seed: Vec<String> = order.seed.iter().map(|seed| seed.plan.to_string()).collect();
    same("the seed kit", format!("{seed:?}"), format!("{:?}", expected.seed.keys().cloned().collect::<Vec<_>>()));
    for seed in &order.seed {
        let why = expected.seed.get(seed.plan.as_str());
        if !why.is_some_and(|why| seed.why.contains(why)) {
            same("why", seed.why.clone(), format!("{why:?}"));
        }
    }
    same("the least", order.seed_is_least.to_string(), "true".to_owned());
    let machines: Vec<String> =
        order.machines.iter().map(|machine| format!("{} {}", machine.stage, machine.plan)).collect();
    same("the order", format!("{machines:?}"), format!("{:?}", expected.machines));
    for machine in &order.machines {
        if let Some(made_on) = expected.made_on.get(machine.plan.as_str()) {
            same("what it is made on", format!("{:?}", ids(&machine.made_on)), format!("{made_on:?}"));
        }
        if let Some(cost) = expected.cost.get(machine.plan.as_str()) {
            let found = machine.effort.map(|effort| rounded(effort.cost));
            same("its cost", format!("{found:?}"), format!("{:?}", Some(*cost)));
        }
    }
    let blocked: Vec<String> = order.blocked.iter().map(|(item, _)| graph.item(*item).id.to_string()).collect();
    same("what stays blocked", format!("{blocked:?}"), format!("{:?}", expected.blocked));
    faults
}
