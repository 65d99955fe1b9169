//! Items to boxes: siblings that are alike share one, and where there are too many, the lightest of each stage do.

use std::collections::BTreeMap;

use crate::catalog::ItemOwner;
use crate::graph::{Graph, ItemIndex};
use crate::resolve::{Obtain, Resolution, Stage, stages};

/// Alike siblings from which on they are folded.
const FOLD: usize = 3;

/// Boxes that are kept where there are too many: those that share a box hang on nearly all others, so fewer read better.
const GATHERED: usize = 64;

/// What stands in one box: items of one stage that are obtained alike.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// The items, sorted; at least one.
    pub items: Vec<ItemIndex>,
    /// Their stage.
    pub stage: Stage,
    /// How they are obtained, by its word.
    pub obtained: &'static str,
    /// kg of them, as far as their mass is known.
    pub mass_kg: f64,
    /// Whether the mass of each is known.
    pub is_weighed: bool,
    /// Whether they are energy.
    pub is_energy: bool,
    /// Whether they share a box only for want of room.
    pub is_rest: bool,
}

/// The boxes of a resolution, at most about `most`, in the order of their first items.
pub fn groups(graph: &Graph, resolution: &Resolution, most: usize) -> Vec<Group> {
    let mut inputs: BTreeMap<ItemIndex, Vec<ItemIndex>> = BTreeMap::new();
    let mut users: BTreeMap<ItemIndex, Vec<ItemIndex>> = BTreeMap::new();
    for edge in &resolution.edges {
        inputs.entry(edge.from).or_default().push(edge.to);
        users.entry(edge.to).or_default().push(edge.from);
    }
    type Alike = (Stage, usize, &'static str, bool, Vec<ItemIndex>);
    let mut alike: BTreeMap<Alike, Vec<ItemIndex>> = BTreeMap::new();
    let mut groups: Vec<Group> = Vec::new();
    for (need, stage) in resolution.needs.iter().zip(stages(graph, resolution)) {
        let obtained = need.obtain.as_str();
        let group = |items| group_of(graph, resolution, items, stage, obtained);
        let is_energy = super::is_energy(graph, need.item);
        match (graph.item(need.item).owner, need.obtain) {
            (ItemOwner::Part { plan, .. }, Obtain::Make(_)) if stage != Stage::Product => {
                let own = inputs.get(&need.item).cloned().unwrap_or_default();
                alike.entry((stage, plan, obtained, is_energy, own)).or_default().push(need.item);
            }
            (ItemOwner::Part { .. } | ItemOwner::Plan(_) | ItemOwner::Hole(_), _) | (_, Obtain::Make(_)) => {
                groups.push(group(vec![need.item]));
            }
            (ItemOwner::Material(_), _) => {
                let own = users.get(&need.item).cloned().unwrap_or_default();
                alike.entry((stage, usize::MAX, obtained, is_energy, own)).or_default().push(need.item);
            }
        }
    }
    for ((stage, _, obtained, ..), items) in alike {
        let folded: Vec<Vec<ItemIndex>> =
            if items.len() >= FOLD { vec![items] } else { items.into_iter().map(|item| vec![item]).collect() };
        groups.extend(folded.into_iter().map(|items| group_of(graph, resolution, items, stage, obtained)));
    }
    if groups.len() > most {
        groups = gathered(groups, most.min(GATHERED));
    }
    groups.sort_by(|a, b| a.items.cmp(&b.items));
    groups
}

fn group_of(
    graph: &Graph,
    resolution: &Resolution,
    items: Vec<ItemIndex>,
    stage: Stage,
    obtained: &'static str,
) -> Group {
    let mass_kg = items
        .iter()
        .map(|item| resolution.need(*item).map_or(0.0, |need| need.quantity) * graph.item(*item).mass_kg.unwrap_or(0.0))
        .sum();
    let is_weighed = items.iter().all(|item| graph.item(*item).mass_kg.is_some());
    let is_energy = items.iter().all(|item| super::is_energy(graph, *item));
    Group { items, stage, obtained, mass_kg, is_weighed, is_energy, is_rest: false }
}

/// Keeps the heaviest boxes of each stage, as many as are its due; the rest of a stage share a box for each way in which
/// they are obtained.
fn gathered(groups: Vec<Group>, most: usize) -> Vec<Group> {
    let mut by_stage: BTreeMap<Stage, Vec<Group>> = BTreeMap::new();
    for group in groups {
        by_stage.entry(group.stage).or_default().push(group);
    }
    let room = most / by_stage.len().max(1);
    let mut kept = Vec::new();
    for (_, mut of_stage) in by_stage {
        if of_stage.len() <= room {
            kept.extend(of_stage);
            continue;
        }
        of_stage.sort_by(|a, b| b.mass_kg.total_cmp(&a.mass_kg).then_with(|| a.items.cmp(&b.items)));
        let rest = of_stage.split_off(room.saturating_sub(4));
        kept.extend(of_stage);
        kept.extend(merged(rest));
    }
    kept
}

/// One box for each stage and way in which its items are obtained; energy apart.
pub fn merged(groups: Vec<Group>) -> Vec<Group> {
    let mut rest: BTreeMap<(Stage, &'static str, bool), Group> = BTreeMap::new();
    for group in groups {
        match rest.entry((group.stage, group.obtained, group.is_energy)) {
            std::collections::btree_map::Entry::Vacant(place) => {
                place.insert(group);
            }
            std::collections::btree_map::Entry::Occupied(mut place) => {
                let known = place.get_mut();
                known.items.extend(group.items);
                known.mass_kg += group.mass_kg;
                known.is_weighed &= group.is_weighed;
                known.is_rest = true;
            }
        }
    }
    rest.into_values()
        .map(|mut group| {
            group.items.sort_unstable();
            group
        })
        .collect()
}
