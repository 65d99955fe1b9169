//! What one unit costs here, by kind, by part and by item; what share of it stays; and how it compares with what industry sells.

use std::collections::BTreeMap;

use super::capacity::Workload;
use super::report::{Cost, Lever, NextLine, Score, Term};
use super::shop::Shop;
use crate::catalog::ItemOwner;
use crate::graph::{ItemIndex, components_of};
use crate::resolve::{Obtain, Resolution};

/// The lines that the comparison draws: better than industry, and ten times better.
const LINES: [f64; 2] = [1.0, 10.0];

/// Sweeps after which the costs of a loop are near enough: each takes off at least what the loop's gain leaves.
const MOST_SWEEPS: usize = 200;

/// The cost of one unit, in the graph's currency.
///
/// - resources: what the place offers, at its own price or else the item's, net of own by-products; and what its store gives, at
///   what it would cost to replace;
/// - imports: what is imported, at the item's price, and what starts loops; and what a blocked plan leaves open;
/// - labour: hours by the wage of the skill;
/// - equipment: hours of the machines by price over lifetime (10 years at the machine's hours a week, where nobody says).
pub(super) fn cost(
    shop: &Shop<'_>,
    resolution: &Resolution,
    starters: &BTreeMap<ItemIndex, f64>,
    work: &Workload,
) -> Cost {
    let mut cost = Cost::default();
    let mut unpriced = work.unstaffed_h.len();
    for need in &resolution.needs {
        let taken = resolution.taken(need);
        if taken <= 0.0 {
            continue;
        }
        let Some(price) = shop.place.price(shop.graph, need.item) else {
            unpriced += 1;
            continue;
        };
        let from_stock = match need.obtain {
            Obtain::Stock => taken,
            _ => resolution.from_stock(need.item),
        };
        cost.stock += price * from_stock / resolution.quantity;
        match need.obtain {
            Obtain::Resource => cost.resources += price * taken / resolution.quantity,
            Obtain::Stock | Obtain::Make(_) => {}
            _ => cost.imports += price * (taken - from_stock) / resolution.quantity,
        }
    }
    cost.resources += cost.stock;
    for (item, quantity) in starters {
        match shop.place.import_price(shop.graph, *item) {
            Some(price) => cost.imports += price * quantity / resolution.quantity,
            None => unpriced += 1,
        }
    }
    for (people, hours) in &work.people_h {
        match shop.place.people[*people].wage_per_hour {
            Some(wage) => cost.labour += wage * hours,
            None => unpriced += 1,
        }
    }
    for (machine, hours) in work.machine_h.iter().filter(|(_, hours)| **hours > 0.0) {
        let machine = &shop.place.machines[*machine];
        match machine.cost_per_hour {
            Some(price) => {
                cost.equipment += price * hours;
                if machine.is_from_plan {
                    cost.local_equipment += price * hours;
                }
            }
            None => unpriced += 1,
        }
    }
    cost.unpriced = unpriced;
    cost.total = cost.resources + cost.imports + cost.labour + cost.equipment;
    if cost.total > 0.0 {
        cost.kept_local = (cost.kept() / cost.total).clamp(0.0, 1.0);
    }
    cost
}

/// What each item of a resolution costs by itself, for one unit of the root: a leaf its price, what is made here the labour
/// and the machines of its own recipe, and the price of what the store gives of it. They add up to the total.
pub(super) fn own_costs(
    shop: &Shop<'_>,
    resolution: &Resolution,
    starters: &BTreeMap<ItemIndex, f64>,
    work: &Workload,
) -> BTreeMap<ItemIndex, f64> {
    let mut costs = BTreeMap::new();
    let mut seen = std::collections::BTreeSet::new();
    for need in &resolution.needs {
        let work = match need.obtain {
            // What a recipe makes besides is had with it: its cost is told once, at the first item by id.
            Obtain::Make(recipe) if seen.insert(recipe) => work.cost_of.get(&recipe).copied().unwrap_or(0.0),
            _ => 0.0,
        };
        let taken = resolution.taken(need).max(0.0) + starters.get(&need.item).copied().unwrap_or(0.0);
        let amount = work + shop.place.price(shop.graph, need.item).unwrap_or(0.0) * taken / resolution.quantity;
        if amount > 0.0 {
            costs.insert(need.item, amount);
        }
    }
    costs
}

/// What each input of the root costs with all that goes into it, for one unit, in the order of the items; what is left of the
/// total is the root's own work. The cost of what several users take is shared by how much each takes.
pub(super) fn line_costs(resolution: &Resolution, own: &BTreeMap<ItemIndex, f64>) -> Vec<(ItemIndex, f64)> {
    let items: Vec<ItemIndex> = resolution.needs.iter().map(|need| need.item).collect();
    let vertex = |item: ItemIndex| items.binary_search(&item).ok();
    let arcs: Vec<(u32, u32)> =
        resolution.edges.iter().filter_map(|edge| Some((vertex(edge.from)? as u32, vertex(edge.to)? as u32))).collect();
    let components = components_of(items.len(), arcs);
    let mut costs: Vec<f64> = items.iter().map(|item| own.get(item).copied().unwrap_or(0.0)).collect();
    let share = |item: ItemIndex, quantity: f64| {
        let taken = resolution.need(item).map_or(0.0, |need| need.quantity);
        if taken > 0.0 { quantity / taken } else { 0.0 }
    };
    let embodied = |costs: &[f64], at: usize| -> f64 {
        let inputs = resolution.edges_from(items[at]).iter();
        let inputs = inputs.filter_map(|edge| Some(costs[vertex(edge.to)?] * share(edge.to, edge.quantity)));
        own.get(&items[at]).copied().unwrap_or(0.0) + inputs.sum::<f64>()
    };
    for members in &components.members {
        for _ in 0..MOST_SWEEPS {
            let mut change: f64 = 0.0;
            for vertex in members {
                let at = *vertex as usize;
                let cost = embodied(&costs, at);
                change = change.max((cost - costs[at]).abs() / cost.abs().max(f64::MIN_POSITIVE));
                costs[at] = cost;
            }
            if members.len() == 1 || change < 1e-13 {
                break;
            }
        }
    }
    let lines = resolution.edges_from(resolution.root).iter().filter(|edge| edge.to != resolution.root);
    lines.filter_map(|edge| Some((edge.to, costs[vertex(edge.to)?] * share(edge.to, edge.quantity)))).collect()
}

/// (own performance / own cost) over (the baseline's performance / its price), the least over the performances that both
/// state in the same dimension.
///
/// # Errors
/// Why there is none, in words.
pub(super) fn score(shop: &Shop<'_>, root: ItemIndex, cost: &Cost) -> Result<Score, String> {
    let ItemOwner::Plan(plan) = shop.graph.item(root).owner else {
        return Err("only a plan has a baseline to be held against".to_owned());
    };
    let plan = &shop.catalog.plans[plan];
    let Some(baseline) = plan.baseline.as_ref() else {
        return Err("the plan names no baseline: nothing to hold performance and cost against".to_owned());
    };
    let Some(price) = baseline.price.as_ref().and_then(|price| shop.place.money(shop.graph, &price.value)) else {
        return Err(format!("the baseline, {}, has no price in a currency that is known here", baseline.name));
    };
    let terms = plan.performance.iter().filter_map(|(name, own)| {
        let (_, theirs) = baseline.performance.iter().find(|(other, _)| other.value == name.value)?;
        let is_comparable = own.value.dimension() == theirs.value.dimension() && theirs.value.si() > 0.0;
        is_comparable.then(|| Term { name: name.value.clone(), ratio: own.value.si() / theirs.value.si() })
    });
    let terms: Vec<Term> = terms.collect();
    let Some(performance) = terms.iter().map(|term| term.ratio).reduce(f64::min) else {
        return Err(format!("the plan and its baseline, {}, state no performance in common", baseline.name));
    };
    if cost.total <= 0.0 || price <= 0.0 {
        return Err("nothing of its cost is known".to_owned());
    }
    let performance_to_cost = performance * price / cost.total;
    let next = LINES.into_iter().find(|line| performance_to_cost < *line);
    let next = next.map(|line| next_line(line, performance, price, cost));
    Ok(Score { performance_to_cost, against: baseline.name.clone(), terms, price, next })
}

/// What would reach a line: `performance × price / cost ≥ line`, one change at a time.
fn next_line(line: f64, performance: f64, price: f64, cost: &Cost) -> NextLine {
    let cost_at_most = performance * price / line;
    let too_much = cost.total - cost_at_most;
    let kinds = [
        ("resources", cost.resources),
        ("imports", cost.imports),
        ("labour", cost.labour),
        ("equipment", cost.equipment),
    ];
    let levers = kinds.into_iter().filter(|(_, now)| *now > 0.0);
    let lever = |(kind, now): (&'static str, f64)| Lever {
        kind,
        now,
        at_most: Some(now - too_much).filter(|left| *left >= 0.0),
    };
    NextLine {
        line,
        cost_at_most,
        performance_at_least: line * cost.total / price,
        levers: levers.map(lever).collect(),
    }
}
