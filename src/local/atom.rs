//! What could be granted to a shop, one thing at a time, and the facts that each makes hold.

use std::collections::BTreeSet;

use super::fit::{is_same_or_below, misfits, widest};
use super::grant::Grant;
use super::shop::Shop;
use super::system::{Fact, FactIndex, Need, System};
use crate::catalog::ItemOwner;
use crate::graph::ItemIndex;
use crate::model::Origin;

/// What one acquisition costs, beside the small differences between kinds.
const ONE: u64 = 1000;

/// Something that could be granted, and the facts that it makes hold.
pub(super) struct Atom {
    /// What is granted.
    pub grant: Grant,
    /// What holds then.
    pub facts: Vec<FactIndex>,
    /// One thing, and a little more for what is liked less.
    pub cost: u64,
}

/// All that could be granted.
pub(super) fn atoms(shop: &Shop<'_>, system: &System, root: ItemIndex) -> Vec<Atom> {
    let mut atoms = Vec::new();
    let (mut capabilities, mut skills, mut permissions) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    let (mut power_w, mut floor_m2, mut most_people) = (None::<f64>, None::<f64>, 1);
    for lack in &system.needs {
        match lack {
            Need::Machine(capability, _) => drop(capabilities.insert(capability)),
            Need::Skill(skill, people) => {
                skills.insert(skill);
                most_people = most_people.max(*people);
            }
            Need::Permission(permission) => drop(permissions.insert(permission)),
            Need::Power(watts) => power_w = Some(power_w.map_or(*watts, |known| known.max(*watts))),
            Need::Floor(area_m2) => floor_m2 = Some(floor_m2.map_or(*area_m2, |known| known.max(*area_m2))),
        }
    }
    let mut grants: Vec<Grant> = Vec::new();
    grants.extend(capabilities.into_iter().map(|capability| {
        let needs = system.needs.iter().filter_map(|lack| match lack {
            Need::Machine(needed, bounds) if is_same_or_below(capability.as_str(), needed.as_str()) => {
                Some(&bounds[..])
            }
            _ => None,
        });
        Grant::Capability { capability: capability.clone(), envelope: widest(needs) }
    }));
    grants.extend(skills.into_iter().map(|skill| Grant::Skill { skill: skill.clone(), people: most_people }));
    grants.extend(permissions.into_iter().cloned().map(Grant::Permission));
    grants.extend(power_w.map(Grant::Power));
    grants.extend(floor_m2.map(Grant::Floor));
    for grant in grants {
        let facts = needs_met(shop, system, &grant);
        let extra = u64::from(matches!(grant, Grant::Capability { .. }));
        atoms.push(Atom { grant, facts, cost: ONE + extra });
    }
    let mut items: Vec<(ItemIndex, FactIndex)> = Vec::new();
    items.extend(system.facts.iter().zip(0..).filter_map(|(fact, index)| match fact {
        Fact::Item(item) if *item != root => Some((*item, index)),
        _ => None,
    }));
    items.sort_unstable();
    for (item, fact) in items {
        if let Some((grant, extra)) = grant_of_item(shop, item) {
            atoms.push(Atom { grant, facts: vec![fact], cost: ONE + extra });
        }
    }
    atoms
}

/// How an item could be had from outside, and how little that is liked; `None` for a part, and for what could not be read.
pub(super) fn grant_of_item(shop: &Shop<'_>, item: ItemIndex) -> Option<(Grant, u64)> {
    let known = shop.graph.item(item);
    match known.owner {
        ItemOwner::Part { .. } | ItemOwner::Hole(_) => None,
        _ if known.origin == Some(Origin::Raw) => Some((Grant::Resource(item), 2)),
        ItemOwner::Material(_) if known.recipes.is_empty() => Some((Grant::Import(item), 3)),
        ItemOwner::Material(_) => Some((Grant::Import(item), 4)),
        ItemOwner::Plan(_) => Some((Grant::Import(item), 5)),
    }
}

/// The needs of a system that a grant meets by itself, as facts; for an item, the item.
pub(super) fn needs_met(shop: &Shop<'_>, system: &System, grant: &Grant) -> Vec<FactIndex> {
    let is_met = |lack: &Need| match (grant, lack) {
        (Grant::Capability { capability, envelope }, Need::Machine(needed, bounds)) => {
            is_same_or_below(capability.as_str(), needed.as_str()) && misfits(bounds, envelope).next().is_none()
        }
        (Grant::Skill { skill, people }, Need::Skill(needed, at_once)) => {
            // Where the skill is there, and only hands are missing, those of anybody will do.
            let has_skill = shop.place.people_of(needed).is_some();
            (has_skill || is_same_or_below(skill.as_str(), needed.as_str()))
                && f64::from(*at_once) <= shop.place.people_in_all() + f64::from(*people)
        }
        (Grant::Permission(held), Need::Permission(needed)) => is_same_or_below(held.as_str(), needed.as_str()),
        (Grant::Power(held), Need::Power(needed)) | (Grant::Floor(held), Need::Floor(needed)) => needed <= held,
        _ => false,
    };
    if let Grant::Resource(item) | Grant::Import(item) = grant {
        return system.item(*item).into_iter().collect();
    }
    let met = system.needs.iter().enumerate().filter(|(_, lack)| is_met(lack));
    met.map(|(number, _)| system.need(number)).collect()
}
