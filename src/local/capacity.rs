//! Hours and supplies against what the facility has in a week: the rate, and what limits it.

use std::collections::{BTreeMap, BTreeSet};

use super::facility::{HOURS_PER_WEEK, WEEKS_PER_YEAR};
use super::jobs::Job;
use super::report::{Capacity, EquipmentLoad, Floor, LabourLoad, Limit, ResourceLoad};
use super::share::{Work, limits, rate_within, shares};
use super::shop::Shop;
use crate::graph::RecipeIndex;
use crate::model::Id;
use crate::resolve::{Obtain, Resolution};

/// How many limits are told.
const MOST_LIMITS: usize = 4;

/// What an hour on a pool without a price is taken to cost, as a multiple of the dearest: it is never taken for cheap.
const UNPRICED: f64 = 2.0;

/// What one unit keeps busy, at the rate of [`Capacity`].
#[derive(Debug, Default)]
pub(super) struct Workload {
    /// Hours by machine, as indices into [`super::facility::Place::machines`].
    pub machine_h: BTreeMap<usize, f64>,
    /// Person-hours by people, as indices into [`super::facility::Place::people`].
    pub people_h: BTreeMap<usize, f64>,
    /// Person-hours by skill, where the place says nothing of its people.
    pub unstaffed_h: BTreeMap<Id, f64>,
    /// Machine and labour costs by recipe, for one unit: see [`super::cost`].
    pub cost_of: BTreeMap<RecipeIndex, f64>,
}

/// How many a week the facility can make if it makes nothing else, what limits that, and what one unit then keeps busy.
///
/// The rate is the least of what machines, people, resources and power allow. Operations that several machines (or people) are
/// able to do are shared among them so that the rate is greatest ([`super::share`]), and at that rate so that machine hours
/// (or wages) cost least. Hours of machines and people count each of them for one shift of 40 h where the facility does
/// not say. Power is what the machines draw while they run, against what the place could draw all week: shifts may be laid apart, so
/// this is the only limit that is sure; the schedule of a build holds machines that run at once against it.
pub(super) fn capacity(
    shop: &Shop<'_>,
    resolution: &Resolution,
    jobs: &[Job],
    is_blocked: bool,
) -> (Capacity, Workload) {
    let place = &shop.place;
    let machines = MachinePools::of(shop, resolution, jobs);
    let people = PeoplePools::of(shop, resolution, jobs);
    let mut all: Vec<Limit> = Vec::new();
    for full in limits(&machines.work, &machines.hours, MOST_LIMITS) {
        let ids: BTreeSet<&Id> = full.pools.iter().map(|pool| &place.machines[*pool].id).collect();
        all.push(limit(joined(ids.iter().map(|id| id.as_str())), full.rate));
    }
    for full in limits(&people.work, &people.hours, MOST_LIMITS) {
        let skills: BTreeSet<&Id> = full.pools.iter().map(|pool| &place.people[*pool].skill).collect();
        all.push(limit(format!("labour:{}", joined(skills.iter().map(|skill| skill.as_str()))), full.rate));
    }
    let resources = resource_loads(shop, resolution);
    for load in &resources {
        let rate = load.available_per_week.map(|available| available / load.per_unit);
        all.extend(rate.map(|rate| limit(format!("resource:{}", load.item), rate)));
    }
    all.extend(machines.power_limit(place.power_w).map(|rate| limit("power".to_owned(), rate)));
    // A stable sort: of equal limits, machines are told before people, and people before what the place gives.
    all.sort_by(|a, b| a.units_per_week.total_cmp(&b.units_per_week));
    all.truncate(MOST_LIMITS);
    let rate = all.first().map(|limit| limit.units_per_week);
    let mut work = Workload::default();
    for (job, shares) in machines.jobs.iter().zip(shares(&machines.work, &machines.hours, rate.unwrap_or(0.0))) {
        for ((machine, _), hours) in job.able.iter().zip(shares).filter(|(_, hours)| *hours > 0.0) {
            *work.machine_h.entry(*machine).or_insert(0.0) += hours;
            let cost = place.machines[*machine].cost_per_hour.unwrap_or(0.0) * hours;
            *work.cost_of.entry(job.recipe).or_insert(0.0) += cost;
        }
    }
    for job in jobs.iter().filter(|job| job.machine_h <= 0.0) {
        if let Some(machine) = job.covered_by {
            work.machine_h.entry(machine).or_insert(0.0);
        }
    }
    for (job, shares) in people.jobs.iter().zip(shares(&people.work, &people.hours, rate.unwrap_or(0.0))) {
        for (pool, hours) in job.able_people.iter().zip(shares).filter(|(_, hours)| *hours > 0.0) {
            *work.people_h.entry(*pool).or_insert(0.0) += hours;
            let wages = place.people[*pool].wage_per_hour.unwrap_or(0.0) * hours;
            *work.cost_of.entry(job.recipe).or_insert(0.0) += wages;
        }
    }
    for job in jobs.iter().filter(|job| job.able_people.is_empty() && job.labour_h > 0.0) {
        if let Some(skill) = &shop.graph.recipe(job.recipe).operations[job.operation].skill {
            *work.unstaffed_h.entry(skill.clone()).or_insert(0.0) += job.labour_h / resolution.quantity;
        }
    }
    let capacity = Capacity {
        units_per_week: if is_blocked { Some(0.0) } else { rate },
        bottleneck: all.first().map(|limit| limit.name.clone()).filter(|_| !is_blocked),
        limits: if is_blocked { Vec::new() } else { all },
        equipment: equipment_loads(shop, &work),
        labour: labour_loads(shop, &work),
        resources,
        electricity_kwh: resolution.totals.electricity_kwh / resolution.quantity,
        floor: floor_of(shop, &work),
    };
    (capacity, work)
}

fn limit(name: String, units_per_week: f64) -> Limit {
    Limit { name, units_per_week }
}

/// `band-saw+chop-saw`: together they are full.
fn joined<'i>(ids: impl Iterator<Item = &'i str>) -> String {
    ids.collect::<Vec<_>>().join("+")
}

/// Machines as pools of hours.
struct MachinePools<'j> {
    /// The jobs that take machine hours; `work` is in the same order.
    jobs: Vec<&'j Job>,
    work: Vec<Work>,
    /// By machine: hours a week.
    hours: Vec<f64>,
}

impl<'j> MachinePools<'j> {
    fn of(shop: &Shop<'_>, resolution: &Resolution, jobs: &'j [Job]) -> Self {
        let machines = &shop.place.machines;
        let dearest = machines.iter().filter_map(|machine| machine.cost_per_hour).fold(0.0, f64::max);
        let burden = |machine: usize| machines[machine].cost_per_hour.unwrap_or(dearest * UNPRICED + 1.0);
        let jobs: Vec<&Job> = jobs.iter().filter(|job| job.machine_h > 0.0 && !job.able.is_empty()).collect();
        let work = jobs.iter().map(|job| Work {
            able: job.able.iter().map(|(machine, _)| *machine).collect(),
            hours: job.machine_h / resolution.quantity,
            burden: job.able.iter().map(|(machine, _)| burden(*machine)).collect(),
        });
        let work = work.collect();
        let hours = machines.iter().map(|machine| machine.hours_per_week).collect();
        Self { jobs, work, hours }
    }

    /// The rate at which the facility's power would be drawn all the time. Where nothing says what a
    /// machine draws, it counts as nothing.
    fn power_limit(&self, available_w: Option<f64>) -> Option<f64> {
        let allowance = available_w? * HOURS_PER_WEEK;
        let with_power: Vec<Work> = self
            .jobs
            .iter()
            .zip(&self.work)
            .map(|(job, work)| Work {
                burden: job.able.iter().map(|(_, watts)| watts.unwrap_or(0.0)).collect(),
                ..work.clone()
            })
            .collect();
        let least: f64 =
            with_power.iter().map(|work| work.burden.iter().copied().fold(f64::INFINITY, f64::min) * work.hours).sum();
        if least <= 0.0 {
            return None;
        }
        let alone = allowance / least;
        let by_machines = limits(&with_power, &self.hours, 1).first().map_or(f64::INFINITY, |full| full.rate);
        if alone <= by_machines {
            return Some(alone);
        }
        // The machines that draw least may be too few: then both limit the rate together.
        let together = rate_within(&with_power, &self.hours, allowance).unwrap_or(by_machines);
        Some(if together < by_machines * (1.0 - 1e-6) { together } else { alone })
    }
}

/// People as pools of hours.
struct PeoplePools<'j> {
    jobs: Vec<&'j Job>,
    work: Vec<Work>,
    hours: Vec<f64>,
}

impl<'j> PeoplePools<'j> {
    fn of(shop: &Shop<'_>, resolution: &Resolution, jobs: &'j [Job]) -> Self {
        let people = &shop.place.people;
        let dearest = people.iter().filter_map(|people| people.wage_per_hour).fold(0.0, f64::max);
        let burden = |pool: &usize| people[*pool].wage_per_hour.unwrap_or(dearest * UNPRICED + 1.0);
        let jobs: Vec<&Job> = jobs.iter().filter(|job| job.labour_h > 0.0 && !job.able_people.is_empty()).collect();
        let work = jobs.iter().map(|job| Work {
            able: job.able_people.clone(),
            hours: job.labour_h / resolution.quantity,
            burden: job.able_people.iter().map(burden).collect(),
        });
        let work = work.collect();
        Self { jobs, work, hours: people.iter().map(|people| people.hours_per_week).collect() }
    }
}

fn equipment_loads(shop: &Shop<'_>, work: &Workload) -> Vec<EquipmentLoad> {
    let mut loads: BTreeMap<&Id, EquipmentLoad> = BTreeMap::new();
    for (machine, hours) in &work.machine_h {
        let machine = &shop.place.machines[*machine];
        let none = || EquipmentLoad { id: machine.id.clone(), hours_per_unit: 0.0, hours_available: 0.0 };
        let load = loads.entry(&machine.id).or_insert_with(none);
        load.hours_per_unit += hours;
        load.hours_available += machine.hours_per_week;
    }
    loads.into_values().collect()
}

fn labour_loads(shop: &Shop<'_>, work: &Workload) -> Vec<LabourLoad> {
    let staffed = work.people_h.iter().map(|(people, hours)| {
        let people = &shop.place.people[*people];
        let (skill, available) = (people.skill.clone(), Some(people.hours_per_week));
        LabourLoad { skill, people: Some(people.count), hours_per_unit: *hours, hours_available: available }
    });
    let unstaffed = work.unstaffed_h.iter().map(|(skill, hours)| LabourLoad {
        skill: skill.clone(),
        people: None,
        hours_per_unit: *hours,
        hours_available: None,
    });
    let mut loads: Vec<LabourLoad> = staffed.chain(unstaffed).collect();
    loads.sort_by(|a, b| a.skill.cmp(&b.skill));
    loads
}

fn resource_loads(shop: &Shop<'_>, resolution: &Resolution) -> Vec<ResourceLoad> {
    let load = |need: &crate::resolve::Need| {
        let per_year = shop.place.resources.get(&need.item).and_then(|supply| supply.per_year);
        ResourceLoad {
            item: shop.graph.item(need.item).id.clone(),
            per_unit: need.net / resolution.quantity,
            available_per_week: per_year.map(|per_year| per_year / WEEKS_PER_YEAR),
        }
    };
    resolution.leaves(Obtain::Resource).map(load).filter(|load| load.per_unit > 0.0).collect()
}

/// The floor under the machines that stand here and those that take part but are yet to be built.
fn floor_of(shop: &Shop<'_>, work: &Workload) -> Floor {
    let takes_floor = |(index, machine): &(usize, &super::facility::Machine)| {
        machine.stage == 0 || work.machine_h.contains_key(index)
    };
    let mut floor = Floor { available_m2: shop.place.floor_m2, ..Floor::default() };
    for (_, machine) in shop.place.machines.iter().enumerate().filter(takes_floor) {
        match machine.floor_m2 {
            Some(area) => floor.used_m2 += area * machine.count,
            None => floor.unknown += 1,
        }
    }
    floor
}

/// The ids of the machines that a recipe uses, sorted.
pub(super) fn equipment_of(shop: &Shop<'_>, recipe: RecipeIndex) -> Vec<Id> {
    let ids: BTreeSet<&Id> =
        shop.coverage.machines(recipe).flatten().map(|machine| &shop.place.machines[machine].id).collect();
    ids.into_iter().cloned().collect()
}
