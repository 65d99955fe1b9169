//! What nobody states where it matters. None of it is held against a plan where the facility says nothing of the matter at all,
//! but none of it is known to fit either: it is listed, and asked for.

use std::collections::{BTreeMap, BTreeSet};

use super::facility::{Machine, Offer, Place};
use super::fit::{greatest, is_same_or_below};
use super::gap::{join_ids, nearest};
use super::lack::{POWER, power_needed};
use super::report::BootstrapStage;
use super::shop::Shop;
use crate::catalog::ItemOwner;
use crate::graph::{Bound, BoundValue, OperationNeed, Recipe, RecipeSource};
use crate::model::Id;
use crate::quantity::{Dimension, display_si};
use crate::resolve::Resolution;

/// kg that two people lift: 25 kg each, the guideline of the British Health and Safety Executive (INDG143).
const TWO_PEOPLE_LIFT_KG: f64 = 50.0;

/// Something that is not stated.
#[derive(Clone, Debug, PartialEq)]
pub struct Unknown {
    /// What.
    pub what: String,
    /// Who does not state it.
    pub at: String,
    /// What to state, and why it matters.
    pub asks: String,
    /// The recipes for which it matters, sorted.
    pub needed_by: Vec<Id>,
}

/// What is not stated of the recipes that a resolution follows and the machines that they use; sorted by what, then where.
pub(super) fn unknowns(shop: &Shop<'_>, resolution: &Resolution, bootstrap: &[BootstrapStage]) -> Vec<Unknown> {
    let facility = shop.catalog.facilities[shop.place.facility].id.value.as_str();
    let mut list = List { facility, entries: BTreeMap::new() };
    let mut skills: BTreeSet<&str> = BTreeSet::new();
    let (mut most_w, mut most_m2) = (0.0_f64, 0.0_f64);
    for (index, _) in resolution.recipe_runs() {
        let recipe = shop.graph.recipe(index);
        most_w = most_w.max(power_needed(recipe).unwrap_or(0.0));
        most_m2 = most_m2.max(recipe.floor_m2.unwrap_or(0.0));
        for (need, machine) in recipe.operations.iter().zip(shop.coverage.machines(index)) {
            skills.extend(need.skill.as_ref().map(Id::as_str));
            list.people(&shop.place, recipe, need);
            match machine.map(|machine| &shop.place.machines[machine]) {
                Some(machine) => {
                    let drawn = offer_for(machine, need).and_then(|offer| offer.power_w);
                    most_w = most_w.max(drawn.unwrap_or(0.0));
                    list.machine(&shop.place, recipe, need, machine);
                }
                None => list.unstated_by_equipment(&shop.place, recipe, need),
            }
            list.length(&shop.place, recipe, need);
        }
        if let RecipeSource::Plan(plan) = recipe.source {
            let provides = !shop.catalog.plans[plan].provides.is_empty();
            list.footprint(&shop.place, recipe, provides);
            list.weight(shop, recipe);
        }
    }
    for (index, _) in resolution.recipe_runs() {
        let recipe = shop.graph.recipe(index);
        if shop.place.says_nothing_of_people
            && !skills.is_empty()
            && recipe.operations.iter().any(|n| n.skill.is_some())
        {
            let skills = join_ids(skills.iter().copied());
            list.of_facility("labour", recipe, || {
                format!("say who works here under `labour`: the work asks for {skills}")
            });
        }
        if shop.place.power_w.is_none() && most_w > 0.0 && draws(shop, recipe, index) {
            let most = display_si(most_w, Dimension::POWER);
            list.of_facility("power", recipe, || {
                format!("say what the place can draw under `power`: up to {most} is taken at a time")
            });
        }
        if shop.place.floor_m2.is_none() && recipe.floor_m2.is_some() {
            let most = display_si(most_m2, Dimension::AREA);
            list.of_facility("floor", recipe, || {
                format!("say how much floor there is under `floor-area`: {most} is taken to put a machine up")
            });
        }
    }
    if most_m2 > 0.0 && shop.place.floor_m2.is_some() {
        let standing = shop.place.machines.iter().filter(|machine| machine.stage == 0 && machine.floor_m2.is_none());
        for machine in standing {
            let at = list.equipment(machine);
            list.add("floor", at, None, || "say what it takes under `floor-area`: it is counted as none".to_owned());
        }
    }
    list.crowding(&shop.place, bootstrap);
    list.entries
        .into_iter()
        .map(|((what, at), (asks, needed_by))| Unknown { what, at, asks, needed_by: needed_by.into_iter().collect() })
        .collect()
}

/// What is asked, and for which recipes, by what and where.
struct List<'f> {
    facility: &'f str,
    entries: BTreeMap<(String, String), (String, BTreeSet<Id>)>,
}

impl List<'_> {
    fn add(&mut self, what: &str, at: String, recipe: Option<&Recipe>, asks: impl FnOnce() -> String) {
        let entry = self.entries.entry((what.to_owned(), at)).or_insert_with(|| (asks(), BTreeSet::new()));
        entry.1.extend(recipe.map(|recipe| recipe.id.clone()));
    }

    fn of_facility(&mut self, what: &str, recipe: &Recipe, asks: impl FnOnce() -> String) {
        self.add(what, format!("facility {}", self.facility), Some(recipe), asks);
    }

    fn equipment(&self, machine: &Machine) -> String {
        format!("equipment {}", machine.id)
    }

    /// Several hands at once, of which fewer have the skill.
    fn people(&mut self, place: &Place, recipe: &Recipe, need: &OperationNeed) {
        let Some(skill) = need.skill.as_ref().filter(|skill| place.has_people(skill, need.people)) else { return };
        let with = place.people_with(skill);
        if !place.people.is_empty() && f64::from(need.people) > with {
            self.of_facility(&format!("labour: {skill}"), recipe, || {
                let (people, is) = (need.people, if with == 1.0 { "is" } else { "are" });
                format!(
                    "{people} are needed at once, and {with} {is} listed as `{skill}`: say whether others lend a hand"
                )
            });
        }
    }

    /// What a machine that is used does not say of its power, and what the operation does not say that the machine limits.
    fn machine(&mut self, place: &Place, recipe: &Recipe, need: &OperationNeed, machine: &Machine) {
        let Some(offer) = offer_for(machine, need) else { return };
        if place.power_w.is_some() && offer.power_w.is_none() {
            let at = self.equipment(machine);
            self.add("power", at, Some(recipe), || {
                "say what it draws under `power`: the supply of the place is limited".to_owned()
            });
        }
        for limit in offer.bounds.iter().filter(|limit| limit.parameter != POWER && !limit.values.is_empty()) {
            if !need.bounds.iter().any(|bound| bound.parameter == limit.parameter) {
                let at = format!("operations with {}", need.capability_id);
                self.add(&limit.parameter, at, Some(recipe), || {
                    let (parameter, offered) = (&limit.parameter, written(limit));
                    format!("say `{parameter}` in their `envelope`: `{}` has {offered}", machine.id)
                });
            }
        }
    }

    /// What keeps the nearest machine from being judged.
    fn unstated_by_equipment(&mut self, place: &Place, recipe: &Recipe, need: &OperationNeed) {
        let Some((machine, _, misfits)) = nearest(place, need) else { return };
        for misfit in misfits.iter().filter(|misfit| misfit.offer.is_none()) {
            let (parameter, needed) = (&misfit.need.parameter, written(misfit.need));
            let at = self.equipment(machine);
            self.add(parameter, at, Some(recipe), || {
                format!("say `{parameter}` in the `envelope` of {}: {needed} is needed", need.capability_id)
            });
        }
    }

    fn footprint(&mut self, place: &Place, recipe: &Recipe, provides: bool) {
        let at = || format!("plan {}", recipe.id);
        if place.floor_m2.is_some() && recipe.floor_m2.is_none() {
            self.add("floor", at(), Some(recipe), || {
                "say under `footprint` what `floor-area` it takes: it has to be put up here".to_owned()
            });
        }
        if place.power_w.is_some() && recipe.power_w.is_none() && provides {
            self.add("power", at(), Some(recipe), || {
                "say under `footprint` what `power` it draws: it has to be tried out here".to_owned()
            });
        }
    }

    /// What is made, and is too heavy for two people, where nothing says that it can be lifted.
    fn weight(&mut self, shop: &Shop<'_>, recipe: &Recipe) {
        let Some(item) = recipe.outputs.first().map(|output| shop.graph.item(output.item)) else { return };
        let Some(mass_kg) = item.mass_kg.filter(|kg| *kg > TWO_PEOPLE_LIFT_KG) else { return };
        let is_plan = matches!(item.owner, ItemOwner::Plan(_));
        let states = |bound: &Bound| bound.parameter == "mass";
        if !is_plan || recipe.operations.iter().any(|need| need.bounds.iter().any(states)) {
            return;
        }
        let offers = shop.place.machines.iter().flat_map(|machine| &machine.offers);
        let lifts = offers.filter(|offer| is_same_or_below(offer.capability.as_str(), "lifting"));
        let lifted_kg = lifts.flat_map(|offer| offer.bounds.iter().filter(|b| states(b))).filter_map(greatest);
        let most_kg = lifted_kg.reduce(f64::max);
        if most_kg.is_none_or(|most_kg| most_kg < mass_kg) {
            let mass = display_si(mass_kg, Dimension::MASS);
            self.of_facility("mass", recipe, || match most_kg {
                Some(most_kg) => {
                    let most = display_si(most_kg, Dimension::MASS);
                    format!("the finished machine weighs {mass} and what lifts here lifts {most}: say how it is moved")
                }
                None => format!(
                    "the finished machine weighs {mass}: say what lifts it, as equipment that provides `lifting`"
                ),
            });
        }
    }

    /// Machines to be built that fit one by one, and not all at once.
    fn crowding(&mut self, place: &Place, bootstrap: &[BootstrapStage]) {
        let is_built = |machine: &&Machine| bootstrap.iter().any(|stage| stage.plan == machine.id);
        let built = place.machines.iter().filter(|machine| machine.stage > 0).filter(is_built);
        let taken_m2: f64 = built.filter_map(|machine| machine.floor_m2).sum();
        let Some(free_m2) = place.free_floor_m2().filter(|free_m2| taken_m2 > free_m2 * (1.0 + 1e-9)) else { return };
        let (taken, free) = (display_si(taken_m2, Dimension::AREA), display_si(free_m2, Dimension::AREA));
        self.add("floor: machines to build", format!("facility {}", self.facility), None, || {
            format!("together they take {taken}, and {free} are free: say which makes room for which")
        });
    }

    /// Work that is longer than a square floor is across.
    fn length(&mut self, place: &Place, recipe: &Recipe, need: &OperationNeed) {
        let Some(free_m2) = place.free_floor_m2() else { return };
        let length = need.bounds.iter().find(|bound| bound.parameter == "length" && is_length(bound));
        let Some((bound, length_m)) = length.and_then(|bound| Some((bound, greatest(bound)?))) else { return };
        if length_m > (2.0 * free_m2).sqrt() {
            let (free, asked) = (display_si(free_m2, Dimension::AREA), written(bound));
            self.of_facility("floor: length", recipe, || {
                format!("the work is {asked} long, and {free} of floor are free: say how it finds room")
            });
        }
    }
}

fn is_length(bound: &Bound) -> bool {
    bound.unit.as_ref().is_some_and(|unit| unit.dimension() == Dimension::LENGTH)
}

/// Whether a recipe is known to take power.
fn draws(shop: &Shop<'_>, recipe: &Recipe, index: crate::graph::RecipeIndex) -> bool {
    let mut machines = recipe.operations.iter().zip(shop.coverage.machines(index));
    power_needed(recipe).is_some()
        || machines.any(|(need, machine)| {
            let offer = machine.and_then(|machine| offer_for(&shop.place.machines[machine], need));
            offer.is_some_and(|offer| offer.power_w.is_some())
        })
}

/// The offer by which a machine covers a need.
fn offer_for<'m>(machine: &'m Machine, need: &OperationNeed) -> Option<&'m Offer> {
    machine.offers.iter().find(|offer| {
        is_same_or_below(offer.capability.as_str(), need.capability_id.as_str())
            && super::fit::misfits(&need.bounds, &offer.bounds).next().is_none()
    })
}

fn written(bound: &Bound) -> String {
    bound.values.iter().map(BoundValue::written).collect::<Vec<_>>().join(" or ")
}
