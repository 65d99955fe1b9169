//! What one unit costs here, what share of it stays, and how it compares with what industry sells.

use super::capacity::Workload;
use super::report::{Cost, Score};
use super::shop::Shop;
use crate::catalog::ItemOwner;
use crate::graph::ItemIndex;
use crate::resolve::{Obtain, Resolution};

/// The cost of one unit, in the graph's currency.
///
/// - resources: what the place offers, at its own price or else the item's, net of own by-products;
/// - imports: everything else from outside at the item's price: imports, stock, and what a blocked plan leaves open;
/// - labour: hours by the wage of the skill;
/// - equipment: hours of the machines by price over lifetime (10 years at the machine's hours a week, where nobody says).
pub(super) fn cost(shop: &Shop<'_>, resolution: &Resolution, work: &Workload) -> Cost {
    let mut cost = Cost::default();
    let mut unpriced = 0;
    for need in resolution.needs.iter().filter(|need| need.obtain.recipe().is_none() && need.net > 0.0) {
        let Some(price) = shop.place.price(shop.graph, need.item) else {
            unpriced += 1;
            continue;
        };
        let amount = price * need.net / resolution.quantity;
        match need.obtain {
            Obtain::Resource => cost.resources += amount,
            _ => cost.imports += amount,
        }
    }
    for (skill, hours) in &work.labour_h {
        match shop.place.people_of(skill).and_then(|people| people.wage_per_hour) {
            Some(wage) => cost.labour += wage * hours,
            None => unpriced += 1,
        }
    }
    for (machine, hours) in work.machine_h.iter().filter(|(_, hours)| **hours > 0.0) {
        match shop.place.machines[*machine].cost_per_hour {
            Some(price) => cost.equipment += price * hours,
            None => unpriced += 1,
        }
    }
    cost.unpriced = unpriced;
    cost.total = cost.resources + cost.imports + cost.labour + cost.equipment;
    if cost.total > 0.0 {
        cost.kept_local = ((cost.resources + cost.labour) / cost.total).clamp(0.0, 1.0);
    }
    cost
}

/// (own performance / own cost) over (the baseline's performance / its price), the least over the performances that both
/// state in the same dimension; `None` if there is none, or no price to compare.
pub(super) fn score(shop: &Shop<'_>, root: ItemIndex, cost: &Cost) -> Option<Score> {
    let ItemOwner::Plan(plan) = shop.graph.item(root).owner else { return None };
    let plan = &shop.catalog.plans[plan];
    let baseline = plan.baseline.as_ref()?;
    let price = shop.place.money(shop.graph, &baseline.price.as_ref()?.value)?;
    let ratios = plan.performance.iter().filter_map(|(name, own)| {
        let (_, theirs) = baseline.performance.iter().find(|(other, _)| other.value == name.value)?;
        let is_comparable = own.value.dimension() == theirs.value.dimension() && theirs.value.si() > 0.0;
        is_comparable.then(|| own.value.si() / theirs.value.si())
    });
    let performance = ratios.reduce(f64::min)?;
    let is_priced = cost.total > 0.0 && price > 0.0;
    is_priced.then(|| Score { performance_to_cost: performance * price / cost.total, against: baseline.name.clone() })
}
