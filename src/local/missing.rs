//! Which capabilities are missing, and how many items each would unlock if it alone were there.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::coverage::NEVER;
use super::fit::widest;
use super::lack::{Lack, lacks};
use super::report::MissingCapability;
use super::shop::Shop;
use crate::graph::{Bound, ItemIndex};
use crate::model::Id;
use crate::resolve::{Obtain, Resolution};

/// A blocked item of the resolution, by what holds up its nearest recipe.
struct Held<'g> {
    /// Capabilities that nothing here covers.
    capabilities: BTreeSet<&'g Id>,
    /// Whether something else is missing that no capability mends: a skill for a machine that is there, or any recipe at all.
    otherwise: bool,
    /// How many of its inputs are blocked.
    blocked_inputs: usize,
}

/// The missing capabilities of a resolution, those that unlock most first; then by how many items need them, then by id.
/// Unlocking is counted along the recipes that the resolution follows; a capability comes with the people who can use it, since
/// a shop without the machine seldom has its operator.
pub(super) fn missing_capabilities(shop: &Shop<'_>, resolution: &Resolution) -> Vec<MissingCapability> {
    let is_blocked = |item: ItemIndex| shop.stage_as_chosen(&resolution.choice, resolution.root, item) == NEVER;
    let mut held: HashMap<ItemIndex, Held<'_>> = HashMap::new();
    let mut users: HashMap<ItemIndex, Vec<ItemIndex>> = HashMap::new();
    let mut needs: BTreeMap<&Id, (Vec<&[Bound]>, BTreeSet<ItemIndex>)> = BTreeMap::new();
    for need in resolution.needs.iter().filter(|need| is_blocked(need.item)) {
        let mut this =
            Held { capabilities: BTreeSet::new(), otherwise: need.obtain == Obtain::Unresolved, blocked_inputs: 0 };
        if let Obtain::Make(index) = need.obtain {
            let recipe = shop.graph.recipe(index);
            for lack in lacks(&shop.place, recipe, shop.coverage.machines(index)) {
                match lack {
                    Lack::Machine(operation) => {
                        this.capabilities.insert(&operation.capability_id);
                        let (bounds, items) = needs.entry(&operation.capability_id).or_default();
                        bounds.push(&operation.bounds);
                        items.insert(need.item);
                    }
                    // Its operator comes with a machine that is missing.
                    Lack::Skill(skill, _) => {
                        let mut own = recipe.operations.iter().zip(shop.coverage.machines(index));
                        this.otherwise |=
                            own.any(|(need, machine)| machine.is_some() && need.skill.as_ref() == Some(skill));
                    }
                    Lack::Permission(_) | Lack::Power(_) | Lack::Floor(_) => this.otherwise = true,
                }
            }
        }
        for edge in resolution.edges_from(need.item).iter().filter(|edge| is_blocked(edge.to)) {
            this.blocked_inputs += 1;
            users.entry(edge.to).or_default().push(need.item);
        }
        held.insert(need.item, this);
    }
    let mut missing: Vec<MissingCapability> = needs
        .into_iter()
        .map(|(capability, (bounds, items))| MissingCapability {
            capability: capability.clone(),
            envelope: widest(bounds),
            needed_by: items.iter().map(|item| shop.graph.item(*item).id.clone()).collect(),
            unlocks: unlocked_by(capability, &items, &held, &users),
        })
        .collect();
    missing.sort_by(|a, b| {
        let rank = |m: &MissingCapability| (std::cmp::Reverse(m.unlocks), std::cmp::Reverse(m.needed_by.len()));
        rank(a).cmp(&rank(b)).then_with(|| a.capability.cmp(&b.capability))
    });
    missing
}

/// How many blocked items could be had if a capability were there. Forward, from the items that need it.
fn unlocked_by(
    capability: &Id,
    needed_by: &BTreeSet<ItemIndex>,
    held: &HashMap<ItemIndex, Held<'_>>,
    users: &HashMap<ItemIndex, Vec<ItemIndex>>,
) -> usize {
    let is_only = |held: &Held<'_>| !held.otherwise && held.capabilities.iter().all(|other| *other == capability);
    let mut open_inputs: HashMap<ItemIndex, usize> = HashMap::new();
    let unheld =
        needed_by.iter().filter(|item| held.get(item).is_some_and(|held| held.blocked_inputs == 0 && is_only(held)));
    let mut open: Vec<ItemIndex> = unheld.copied().collect();
    let mut unlocked = 0;
    while let Some(item) = open.pop() {
        unlocked += 1;
        for user in users.get(&item).into_iter().flatten() {
            let Some(state) = held.get(user) else { continue };
            let inputs = open_inputs.entry(*user).or_insert(state.blocked_inputs);
            *inputs = inputs.saturating_sub(1);
            if *inputs == 0 && is_only(state) {
                open.push(*user);
            }
        }
    }
    unlocked
}
