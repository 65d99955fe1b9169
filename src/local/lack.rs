//! What a recipe needs besides inputs and machines: people, permissions, power, floor; and what of that a place lacks.
//!
//! - People: somebody has the skill, or a special case of it, and there are as many people in all as must be there at once.
//! - Permissions: every one that an operation requires is held. What is not listed is not held.
//! - Power: what an operation asks for as `power`, and what a machine draws that is put up here and tried out.
//! - Floor: what the machine takes that a plan makes, against what is left, or the bay that assembles it.
//!
//! Where a facility says nothing of its people, its power or its floor, nothing is held against those.

use super::facility::Place;
use super::fit::{greatest, is_same_or_below, misfits};
use crate::graph::{Bound, OperationNeed, Recipe};
use crate::model::Id;
use crate::quantity::{Dimension, Unit};

/// The parameter by which an operation asks for power.
pub const POWER: &str = "power";

/// Something that a recipe needs and a place lacks.
#[derive(Clone, Copy, Debug)]
pub enum Lack<'g> {
    /// A machine for an operation.
    Machine(&'g OperationNeed),
    /// Somebody with a skill, and so many people at once.
    Skill(&'g Id, u32),
    /// A permission.
    Permission(&'g Id),
    /// W.
    Power(f64),
    /// m2.
    Floor(f64),
}

/// All that a place lacks for a recipe, its inputs aside; each thing once. `machines` are those that cover its operations.
pub(super) fn lacks<'g>(
    place: &Place,
    recipe: &'g Recipe,
    machines: impl Iterator<Item = Option<usize>>,
) -> Vec<Lack<'g>> {
    let mut lacks = Vec::new();
    for (need, machine) in recipe.operations.iter().zip(machines) {
        if machine.is_none() {
            lacks.push(Lack::Machine(need));
        }
        if let Some(skill) = need.skill.as_ref().filter(|skill| !place.has_people(skill, need.people)) {
            let known = lacks.iter_mut().find_map(|lack| match lack {
                Lack::Skill(known, people) if *known == skill => Some(people),
                _ => None,
            });
            match known {
                Some(people) => *people = need.people.max(*people),
                None => lacks.push(Lack::Skill(skill, need.people)),
            }
        }
        for permission in need.permissions.iter().filter(|permission| !place.is_permitted(permission)) {
            if !lacks.iter().any(|lack| matches!(lack, Lack::Permission(known) if *known == permission)) {
                lacks.push(Lack::Permission(permission));
            }
        }
    }
    lacks.extend(power_needed(recipe).filter(|watts| !place.can_draw(*watts)).map(Lack::Power));
    lacks.extend(recipe.floor_m2.filter(|_| !has_room(place, recipe)).map(Lack::Floor));
    lacks
}

/// Whether a place lacks nothing for a recipe, machines and inputs aside.
pub(super) fn holds_up(place: &Place, recipe: &Recipe) -> bool {
    let is_held = |need: &OperationNeed| {
        need.skill.as_ref().is_none_or(|skill| place.has_people(skill, need.people))
            && need.permissions.iter().all(|permission| place.is_permitted(permission))
            && power_of(&need.bounds).is_none_or(|watts| place.can_draw(watts))
    };
    recipe.operations.iter().all(is_held)
        && recipe.power_w.is_none_or(|watts| place.can_draw(watts))
        && has_room(place, recipe)
}

/// The most power, in W, that a recipe takes at a time, as far as it is stated: an operation's, or that of the machine that is
/// made and tried out.
pub fn power_needed(recipe: &Recipe) -> Option<f64> {
    let own = recipe.operations.iter().filter_map(|need| power_of(&need.bounds));
    own.chain(recipe.power_w).reduce(f64::max)
}

/// The power, in W, that bounds ask for.
pub(super) fn power_of(bounds: &[Bound]) -> Option<f64> {
    let is_power = |unit: &Unit| unit.dimension() == Dimension::POWER;
    let bound = bounds.iter().find(|bound| bound.parameter == POWER && bound.unit.as_ref().is_some_and(is_power))?;
    greatest(bound)
}

/// Whether the machine that a plan makes can be put up here: on the floor that is left, or on that of a machine, such as an
/// assembly bay, that covers one of the plan's own operations.
pub(super) fn has_room(place: &Place, recipe: &Recipe) -> bool {
    let (Some(needed), Some(free)) = (recipe.floor_m2, place.free_floor_m2()) else { return true };
    let suffices = |area: f64| needed <= area * (1.0 + 1e-9);
    suffices(free) || bay_m2(place, recipe).is_some_and(suffices)
}

/// The floor of the largest machine here that covers one of a recipe's operations, if any of them states its floor.
pub(super) fn bay_m2(place: &Place, recipe: &Recipe) -> Option<f64> {
    let covers = |need: &OperationNeed, offer: &super::facility::Offer| {
        is_same_or_below(offer.capability.as_str(), need.capability_id.as_str())
            && misfits(&need.bounds, &offer.bounds).next().is_none()
    };
    let standing = place.machines.iter().filter(|machine| machine.stage == 0);
    let bays = standing
        .filter(|machine| recipe.operations.iter().any(|need| machine.offers.iter().any(|offer| covers(need, offer))));
    bays.filter_map(|machine| machine.floor_m2).reduce(f64::max)
}
