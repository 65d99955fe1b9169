//! What a facility lacks for a recipe of its own, in words: the capability, the parameter with the machine that comes nearest,
//! the skill, the permission, the power, the floor. Each missing thing is told once.

use super::facility::{Machine, Offer, Place};
use super::fit::{Misfit, greatest, is_same_or_below, least, misfits};
use super::lack::{Lack, POWER, lacks, power_of};
use super::shop::Shop;
use crate::graph::{Bound, BoundValue, OperationNeed, Recipe, RecipeIndex};
use crate::model::{Fits, Id};
use crate::quantity::{Dimension, display_si};

/// What the facility, as it stands, lacks to run a recipe; empty if it lacks nothing.
pub(super) fn gaps(shop: &Shop<'_>, recipe: RecipeIndex) -> Vec<String> {
    let (place, machines) = (&shop.place, shop.coverage.machines(recipe));
    let recipe = shop.graph.recipe(recipe);
    let mut gaps: Vec<String> = Vec::new();
    for lack in lacks(place, recipe, machines) {
        let gap = match lack {
            Lack::Machine(need) => equipment_gap(place, need),
            Lack::Skill(skill, people) => Some(people_gap(place, skill, people)),
            Lack::Permission(permission) => Some(permission_gap(place, permission)),
            Lack::Power(watts) => Some(power_gap(place, recipe, watts)),
            Lack::Floor(area_m2) => Some(floor_gap(place, area_m2)),
        };
        gaps.extend(gap.filter(|gap| !gaps.contains(gap)));
    }
    gaps
}

/// Why no machine covers a need: by the machine that comes nearest: the one with the fewest misfits, then the least
/// relative shortfall. `None` where the
/// one misfit is power that the whole place lacks too: that is told once, of the place.
fn equipment_gap(place: &Place, need: &OperationNeed) -> Option<String> {
    let capability = &need.capability_id;
    let here = || place.machines.iter().filter(|machine| machine.stage == 0);
    match nearest(place, need) {
        Some((machine, offer, misfits)) => near_miss(place, need, machine, offer, &misfits),
        None => {
            let is_above = |offer: &&Offer| is_same_or_below(capability.as_str(), offer.capability.as_str());
            let broader = here().find_map(|machine| machine.offers.iter().find(is_above).map(|offer| (machine, offer)));
            let hint = broader.map(|(machine, offer)| format!("; `{}` says only {}", machine.id, offer.capability));
            Some(format!("nothing here provides {capability}{}", hint.unwrap_or_default()))
        }
    }
}

/// The machine that comes nearest to covering a need by name, and what it does not give.
pub(super) fn nearest<'p>(
    place: &'p Place,
    need: &'p OperationNeed,
) -> Option<(&'p Machine, &'p Offer, Vec<Misfit<'p>>)> {
    let here = place.machines.iter().filter(|machine| machine.stage == 0);
    let offers = here.flat_map(|machine| machine.offers.iter().map(move |offer| (machine, offer)));
    let candidates =
        offers.filter(|(_, offer)| is_same_or_below(offer.capability.as_str(), need.capability_id.as_str()));
    let judged = candidates.map(|(machine, offer)| {
        let misfits: Vec<Misfit<'_>> = misfits(&need.bounds, &offer.bounds).collect();
        let shortfall: f64 = misfits.iter().map(shortfall).sum();
        (misfits.len() + usize::from(place.overloads(offer)), shortfall, machine, offer, misfits)
    });
    let nearer = judged.min_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
    nearer.map(|(_, _, machine, offer, misfits)| (machine, offer, misfits))
}

/// By what part of the greater an offer and a need differ; 1 where that cannot be said, and where nothing but the same will do.
fn shortfall(misfit: &Misfit<'_>) -> f64 {
    let (asked, given) = match (misfit.need.fits, misfit.offer) {
        (Fits::AtMost | Fits::Range, Some(offer)) => (greatest(misfit.need), greatest(offer)),
        (Fits::AtLeast, Some(offer)) => (least(misfit.need), least(offer)),
        _ => (None, None),
    };
    let apart = asked.zip(given).map(|(asked, given)| (asked - given).abs() / asked.abs().max(given.abs()));
    apart.filter(|part| part.is_finite()).unwrap_or(1.0)
}

fn near_miss(
    place: &Place,
    need: &OperationNeed,
    machine: &Machine,
    offer: &Offer,
    misfits: &[Misfit<'_>],
) -> Option<String> {
    let is_told_of_the_place = power_of(&need.bounds).is_some_and(|watts| !place.can_draw(watts));
    let misfits: Vec<&Misfit<'_>> =
        misfits.iter().filter(|misfit| !is_told_of_the_place || misfit.need.parameter != POWER).collect();
    let asked: Vec<String> =
        misfits.iter().map(|misfit| format!("{} {}", misfit.need.parameter, any_of(misfit.need))).collect();
    let with = if asked.is_empty() { String::new() } else { format!(" with {}", join(&asked, "and")) };
    let mut answers: Vec<String> = misfits.iter().map(|misfit| answer(misfit, misfits.len() > 1)).collect();
    if place.overloads(offer) && !is_told_of_the_place {
        answers.push(format!("draws {}, and the place has {}", watts(offer.power_w), watts(place.power_w)));
    }
    let is_told = answers.is_empty();
    (!is_told).then(|| format!("needs {}{with}: `{}` {}", need.capability_id, machine.id, join(&answers, "and")))
}

fn people_gap(place: &Place, skill: &Id, people: u32) -> String {
    if place.people_of(skill).is_some() {
        let here = place.people_in_all();
        let work = if here == 1.0 { "works" } else { "work" };
        return format!("needs {people} people at once for `{skill}`: {here} {work} here");
    }
    if place.people.is_empty() {
        return format!("needs the skill `{skill}`: nobody works here for any hours that could be read");
    }
    let known: Vec<String> = place.people.iter().map(|people| people.skill.to_string()).collect();
    format!("needs the skill `{skill}`: the people here are {}", join(&known, "and"))
}

fn permission_gap(place: &Place, permission: &Id) -> String {
    let held = match &place.permissions[..] {
        [] => "none".to_owned(),
        held => join_ids(held.iter().map(Id::as_str)),
    };
    format!("needs the permission `{permission}`: the place states {held}")
}

/// Of an operation that asks for power, what the machine gives that comes nearest, and what the place has.
fn power_gap(place: &Place, recipe: &Recipe, needed_w: f64) -> String {
    let asks = |need: &&OperationNeed| power_of(&need.bounds).is_some_and(|own_w| own_w >= needed_w);
    let available = watts(place.power_w);
    let Some(need) = recipe.operations.iter().find(asks) else {
        return format!("draws {} of power when it is tried out: the place has {available}", watts(Some(needed_w)));
    };
    let power = need.bounds.iter().find(|bound| bound.parameter == POWER).map_or_else(String::new, any_of);
    let weaker = nearest(place, need).and_then(|(machine, _, misfits)| {
        let misfit = misfits.iter().find(|misfit| misfit.need.parameter == POWER)?;
        Some(format!(
            "`{}` {}, and ",
            machine.id,
            misfit.offer.map_or("says nothing of it".to_owned(), |offer| format!("gives {}", any_of(offer)))
        ))
    });
    format!(
        "needs {power} of power for {}: {}the place has {available}",
        need.capability_id,
        weaker.unwrap_or_default()
    )
}

fn floor_gap(place: &Place, needed_m2: f64) -> String {
    let area = |area_m2: Option<f64>| area_m2.map_or_else(String::new, |area| display_si(area, Dimension::AREA));
    let (needed, all, free) = (area(Some(needed_m2)), area(place.floor_m2), area(place.free_floor_m2()));
    let free = if all == free { String::new() } else { format!(", of which {free} are free") };
    format!("takes {needed} of floor to be put up: the place has {all}{free}")
}

fn watts(power_w: Option<f64>) -> String {
    power_w.map_or_else(String::new, |power| display_si(power, Dimension::POWER))
}

/// What a machine says to a need that it does not meet; with the parameter's name where there are several.
fn answer(misfit: &Misfit<'_>, is_one_of_several: bool) -> String {
    let parameter = &misfit.need.parameter;
    let Some(offer) = misfit.offer else { return format!("does not state `{parameter}`") };
    let offered = any_of(offer);
    let of = if is_one_of_several { format!(" of {parameter}") } else { String::new() };
    if offer.values.iter().any(|value| matches!(value, BoundValue::Interval { .. })) {
        return format!("takes {offered}{of}");
    }
    match misfit.need.fits {
        Fits::AtMost => format!("goes to {offered}{of}"),
        Fits::AtLeast => format!("goes down to {offered}{of}"),
        Fits::OneOf => format!("takes {offered}"),
        Fits::Range => format!("takes {offered}{of}"),
        Fits::Equal => format!("has {offered}{of}"),
    }
}

fn any_of(bound: &Bound) -> String {
    let values: Vec<String> = bound.values.iter().map(BoundValue::written).map(str::to_owned).collect();
    if values.is_empty() { "a value that cannot be read".to_owned() } else { join(&values, "or") }
}

/// `a`, `a and b`, `a, b and c`.
pub(super) fn join(words: &[String], and: &str) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [init @ .., last] => format!("{} {and} {last}", init.join(", ")),
    }
}

/// `` `a` ``, `` `a` and `b` ``; after six the rest is counted.
pub(super) fn join_ids<'i>(ids: impl IntoIterator<Item = &'i str>) -> String {
    let mut words: Vec<String> = ids.into_iter().map(|id| format!("`{id}`")).collect();
    if words.len() > 6 {
        let rest = words.split_off(5).len();
        words.push(format!("{rest} more"));
    }
    join(&words, "and")
}
