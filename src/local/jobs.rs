//! A resolution as work: every operation with its hours, the machines that are able to do it, and the people.

use std::collections::BTreeSet;

use super::facility::{Machine, Place};
use super::fit::{is_same_or_below, misfits};
use super::shop::Shop;
use crate::graph::{OperationNeed, RecipeIndex};
use crate::resolve::Resolution;

/// One operation of a resolution.
#[derive(Clone, Debug)]
pub(super) struct Job {
    /// The recipe that it is a step of.
    pub recipe: RecipeIndex,
    /// Which step: index into the recipe's operations.
    pub operation: usize,
    /// Runs of the recipe, for the whole quantity.
    pub runs: f64,
    /// Machines that are able to do it, as indices into [`Place::machines`], with the W that each draws; empty where nothing
    /// here covers it.
    pub able: Vec<(usize, Option<f64>)>,
    /// The one of them that the coverage names.
    pub covered_by: Option<usize>,
    /// Who is able to do it, as indices into [`Place::people`]; empty where it asks for nobody, or the place says nothing of
    /// its people.
    pub able_people: Vec<usize>,
    /// Machine hours, for all runs.
    pub machine_h: f64,
    /// Person-hours, for all runs.
    pub labour_h: f64,
    /// How many people must be there at once.
    pub people: f64,
}

/// The work of a resolution, recipe by recipe, step by step. A machine that is yet to be built takes part only where the
/// coverage counts on it.
pub(super) fn jobs(shop: &Shop<'_>, resolution: &Resolution) -> Vec<Job> {
    let counted_on: BTreeSet<usize> =
        resolution.recipe_runs().flat_map(|(recipe, _)| shop.coverage.machines(recipe)).flatten().collect();
    let is_here = |index: usize, machine: &Machine| machine.stage == 0 || counted_on.contains(&index);
    let mut jobs = Vec::new();
    for (recipe, runs) in resolution.recipe_runs() {
        let operations = shop.graph.recipe(recipe).operations.iter().zip(shop.coverage.machines(recipe));
        for (number, (need, covered_by)) in operations.enumerate() {
            let mut able = covered_by.map_or_else(Vec::new, |covered_by| able(&shop.place, need, covered_by, is_here));
            let mut machine_h = need.machine_h * runs;
            // Where the recipe states no time, the machine says how long it takes; another is no help unless it is as fast.
            if let Some(hours) =
                covered_by.filter(|_| machine_h <= 0.0).and_then(|machine| hours_by_rate(shop, recipe, need, machine))
            {
                machine_h = hours * runs;
                let is_as_fast = |machine: usize| {
                    hours_by_rate(shop, recipe, need, machine).is_some_and(|other| other <= hours * (1.0 + 1e-9))
                };
                able.retain(|(machine, _)| is_as_fast(*machine));
            }
            jobs.push(Job {
                recipe,
                operation: number,
                runs,
                able,
                covered_by,
                able_people: able_people(&shop.place, need),
                machine_h,
                labour_h: if need.skill.is_some() { need.labour_h * runs } else { 0.0 },
                people: f64::from(need.people.max(1)),
            });
        }
    }
    jobs
}

/// Hours that a machine takes for one run by its own throughput, if that is told in the unit of what the recipe makes first:
/// `ea/h` where pieces are made, `kg/h` where mass is. A rate of anything else, such as chips or weld, says nothing of the time.
fn hours_by_rate(shop: &Shop<'_>, recipe: RecipeIndex, need: &OperationNeed, machine: usize) -> Option<f64> {
    let made = shop.graph.recipe(recipe).outputs.first()?;
    let unit = &shop.graph.item(made.item).unit;
    let offers = shop.place.machines[machine].offers.iter().filter(|offer| {
        is_same_or_below(offer.capability.as_str(), need.capability_id.as_str())
            && misfits(&need.bounds, &offer.bounds).next().is_none()
    });
    let rates = offers.filter_map(|offer| offer.throughput).filter(|(_, of)| *of == unit.dimension());
    let fastest = rates.map(|(per_second, _)| per_second).reduce(f64::max)?;
    Some(made.quantity * unit.factor() / fastest / 3600.0)
}

/// The machines that could take an operation which one of them covers.
fn able(
    place: &Place,
    need: &OperationNeed,
    covered_by: usize,
    is_here: impl Fn(usize, &Machine) -> bool,
) -> Vec<(usize, Option<f64>)> {
    let power = |index: usize, machine: &Machine| -> Option<(usize, Option<f64>)> {
        let covering = machine.offers.iter().filter(|offer| {
            is_same_or_below(offer.capability.as_str(), need.capability_id.as_str())
                && !place.overloads(offer)
                && misfits(&need.bounds, &offer.bounds).next().is_none()
        });
        let drawn = covering.map(|offer| offer.power_w);
        let least = drawn.reduce(|a, b| match (a, b) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (known, None) | (None, known) => known,
        });
        // What the coverage counts on is able, whatever is found here.
        least.or((index == covered_by).then_some(None)).map(|power_w| (index, power_w))
    };
    let machines = place.machines.iter().enumerate().filter(|(index, machine)| is_here(*index, machine));
    machines.filter_map(|(index, machine)| power(index, machine)).collect()
}

fn able_people(place: &Place, need: &OperationNeed) -> Vec<usize> {
    let Some(skill) = need.skill.as_ref().filter(|_| need.labour_h > 0.0) else { return Vec::new() };
    let people = place.people.iter().enumerate();
    people.filter(|(_, people)| is_same_or_below(people.skill.as_str(), skill.as_str())).map(|(at, _)| at).collect()
}
