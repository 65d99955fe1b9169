//! What a facility lacks for a recipe of its own, in words: the capability, the parameter with the machine that comes nearest,
//! the power, the skill. Each missing thing is told once.

use super::coverage::{Misfit, is_same_or_below, misfits};
use super::facility::{Machine, Offer, Place};
use super::shop::Shop;
use crate::graph::{Bound, BoundValue, OperationNeed, RecipeIndex};
use crate::model::Fits;
use crate::quantity::{Dimension, display_si};

/// What the facility, as it stands, lacks to run a recipe; empty if it lacks nothing.
pub(super) fn gaps(shop: &Shop<'_>, recipe: RecipeIndex) -> Vec<String> {
    let mut gaps: Vec<String> = Vec::new();
    let mut tell = |gap: String| {
        if !gaps.contains(&gap) {
            gaps.push(gap);
        }
    };
    let operations = shop.graph.recipe(recipe).operations.iter().zip(shop.coverage.machines(recipe));
    for (need, machine) in operations {
        if machine.is_none() {
            tell(equipment_gap(&shop.place, need));
        }
        if let Some(skill) = need.skill.as_ref().filter(|skill| !shop.place.has_skill(skill)) {
            let known: Vec<String> = shop.place.people.iter().map(|people| people.skill.to_string()).collect();
            tell(format!("needs the skill `{skill}`: the people here are {}", join(&known, "and")));
        }
    }
    gaps
}

/// Why no machine covers a need: by the machine that comes nearest, which is the one with the fewest misfits.
fn equipment_gap(place: &Place, need: &OperationNeed) -> String {
    let capability = &need.capability_id;
    let here = || place.machines.iter().filter(|machine| machine.stage == 0);
    let offers = here().flat_map(|machine| machine.offers.iter().map(move |offer| (machine, offer)));
    let candidates = offers.filter(|(_, offer)| is_same_or_below(offer.capability.as_str(), capability.as_str()));
    let judged = candidates.map(|(machine, offer)| {
        let misfits: Vec<Misfit<'_>> = misfits(&need.bounds, &offer.bounds).collect();
        (misfits.len() + usize::from(place.overloads(offer)), machine, offer, misfits)
    });
    match judged.min_by_key(|(count, ..)| *count) {
        Some((_, machine, offer, misfits)) => near_miss(place, need, machine, offer, &misfits),
        None => {
            let is_above = |offer: &&Offer| is_same_or_below(capability.as_str(), offer.capability.as_str());
            let broader = here().find_map(|machine| machine.offers.iter().find(is_above).map(|offer| (machine, offer)));
            let hint = broader.map(|(machine, offer)| format!("; `{}` says only {}", machine.id, offer.capability));
            format!("nothing here provides {capability}{}", hint.unwrap_or_default())
        }
    }
}

fn near_miss(place: &Place, need: &OperationNeed, machine: &Machine, offer: &Offer, misfits: &[Misfit<'_>]) -> String {
    let asked: Vec<String> =
        misfits.iter().map(|misfit| format!("{} {}", misfit.need.parameter, any_of(misfit.need))).collect();
    let with = if asked.is_empty() { String::new() } else { format!(" with {}", join(&asked, "and")) };
    let mut answers: Vec<String> = misfits.iter().map(|misfit| answer(misfit, misfits.len() > 1)).collect();
    if place.overloads(offer) {
        let watts = |power: Option<f64>| power.map_or_else(String::new, |power| display_si(power, Dimension::POWER));
        answers.push(format!("draws {}, and the place has {}", watts(offer.power_w), watts(place.power_w)));
    }
    format!("needs {}{with}: `{}` {}", need.capability_id, machine.id, join(&answers, "and"))
}

/// What a machine says to a need that it does not meet; with the parameter's name where there are several.
fn answer(misfit: &Misfit<'_>, is_one_of_several: bool) -> String {
    let parameter = &misfit.need.parameter;
    let Some(offer) = misfit.offer else { return format!("does not state `{parameter}`") };
    let offered = any_of(offer);
    let of = if is_one_of_several { format!(" of {parameter}") } else { String::new() };
    match misfit.need.fits {
        Fits::AtMost => format!("goes to {offered}{of}"),
        Fits::AtLeast => format!("goes down to {offered}{of}"),
        Fits::OneOf => format!("takes {offered}"),
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
