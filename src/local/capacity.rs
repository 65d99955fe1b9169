//! Hours and supplies against what the facility has in a week: the rate, and what limits it.

use std::collections::{BTreeMap, BTreeSet};

use super::facility::WEEKS_PER_YEAR;
use super::report::{Capacity, EquipmentLoad};
use super::shop::Shop;
use crate::model::Id;
use crate::resolve::{Obtain, Resolution};

/// What one unit of the plan keeps busy.
#[derive(Debug, Default)]
pub(super) struct Workload {
    /// Hours by machine, as indices into [`super::facility::Place::machines`].
    pub machine_h: BTreeMap<usize, f64>,
    /// Person-hours by skill.
    pub labour_h: BTreeMap<Id, f64>,
}

/// The hours of one unit. An operation's time goes to the one machine that covers it (see
/// [`super::coverage::Coverage::extend`]); operations that nothing covers take no hours of anything.
pub(super) fn workload(shop: &Shop<'_>, resolution: &Resolution) -> Workload {
    let mut work = Workload::default();
    for (index, runs) in resolution.recipe_runs() {
        let runs = runs / resolution.quantity;
        for (operation, machine) in shop.graph.recipe(index).operations.iter().zip(shop.coverage.machines(index)) {
            if let Some(machine) = machine {
                *work.machine_h.entry(machine).or_insert(0.0) += operation.machine_h * runs;
            }
            if let Some(skill) = operation.skill.as_ref().filter(|_| operation.labour_h > 0.0) {
                *work.labour_h.entry(skill.clone()).or_insert(0.0) += operation.labour_h * runs;
            }
        }
    }
    work
}

/// How many a week the facility can make if it makes nothing else: the least of hours of each sort of machine, hours of each
/// skill, and what the place offers of each resource, all over what one unit takes. Hours of machines and people count each
/// of them for one shift of 40 h where the facility does not say.
pub(super) fn capacity(shop: &Shop<'_>, resolution: &Resolution, work: &Workload, is_blocked: bool) -> Capacity {
    let mut equipment: BTreeMap<&Id, EquipmentLoad> = BTreeMap::new();
    for (machine, hours) in &work.machine_h {
        let machine = &shop.place.machines[*machine];
        let none = || EquipmentLoad { id: machine.id.clone(), hours_per_unit: 0.0, hours_available: 0.0 };
        let load = equipment.entry(&machine.id).or_insert_with(none);
        load.hours_per_unit += hours;
        load.hours_available += machine.hours_per_week;
    }
    let mut limits: Vec<(f64, String)> = Vec::new();
    let mut limit = |name: String, available: f64, per_unit: f64| {
        if per_unit > 0.0 {
            limits.push((available / per_unit, name));
        }
    };
    for load in equipment.values() {
        limit(load.id.to_string(), load.hours_available, load.hours_per_unit);
    }
    for (skill, hours) in &work.labour_h {
        if let Some(people) = shop.place.people_of(skill) {
            limit(format!("labour:{skill}"), people.hours_per_week, *hours);
        }
    }
    for need in resolution.leaves(Obtain::Resource) {
        let per_year = shop.place.resources.get(&need.item).and_then(|supply| supply.per_year);
        if let Some(per_year) = per_year {
            let per_unit = need.net / resolution.quantity;
            limit(format!("resource:{}", shop.graph.item(need.item).id), per_year / WEEKS_PER_YEAR, per_unit);
        }
    }
    let tightest = limits.into_iter().reduce(|best, next| if next.0 < best.0 { next } else { best });
    let (units_per_week, bottleneck) = match tightest {
        _ if is_blocked => (Some(0.0), None),
        Some((rate, name)) => (Some(rate), Some(name)),
        None => (None, None),
    };
    Capacity { units_per_week, bottleneck, equipment: equipment.into_values().collect() }
}

/// The ids of the machines that a recipe uses, sorted.
pub(super) fn equipment_of(shop: &Shop<'_>, recipe: crate::graph::RecipeIndex) -> Vec<Id> {
    let ids: BTreeSet<&Id> =
        shop.coverage.machines(recipe).flatten().map(|machine| &shop.place.machines[machine].id).collect();
    ids.into_iter().cloned().collect()
}
