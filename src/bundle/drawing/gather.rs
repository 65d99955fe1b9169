//! Fewer boxes for the drawing in stages: what has only a slight share of its stage stands in one counted box for each way
//! in which it is obtained.

use std::collections::{BTreeMap, BTreeSet};

use super::fold::{Group, merged};
use crate::resolve::Stage;

/// Boxes up to which slight ones keep their own.
const FEW: usize = 36;
/// Boxes that can be read on one sheet.
const MOST: usize = 52;
/// Share of the mass of a stage below which a box is slight.
pub const SLIGHT: f64 = 0.005;
/// Slight boxes from which on they share one.
const SHARED: usize = 3;

/// At most about [`MOST`] groups, in the order of their first items. The product, energy and boxes of unknown mass are kept
/// longest.
pub fn gathered(groups: Vec<Group>) -> Vec<Group> {
    if groups.len() <= FEW {
        return groups;
    }
    let mut stage_kg: BTreeMap<Stage, f64> = BTreeMap::new();
    for group in &groups {
        *stage_kg.entry(group.stage).or_default() += group.mass_kg;
    }
    let share = |group: &Group| {
        let all = stage_kg.get(&group.stage).copied().unwrap_or(0.0);
        let share = if all > 0.0 { group.mass_kg / all } else { 1.0 };
        if group.is_weighed { share } else { share.max(SLIGHT) }
    };
    let key = |group: &Group| (group.stage, group.obtained);
    let mut by_share: Vec<usize> = (0..groups.len())
        .filter(|number| groups[*number].stage != Stage::Product && !groups[*number].is_energy)
        .collect();
    by_share.sort_by(|a, b| share(&groups[*a]).total_cmp(&share(&groups[*b])).then(a.cmp(b)));
    let mut slight: BTreeMap<_, usize> = BTreeMap::new();
    for number in by_share.iter().filter(|number| share(&groups[**number]) < SLIGHT) {
        *slight.entry(key(&groups[*number])).or_default() += 1;
    }
    let mut taken: BTreeSet<usize> = BTreeSet::new();
    let mut shared: BTreeSet<(Stage, &'static str)> = BTreeSet::new();
    for number in by_share {
        let key = key(&groups[number]);
        let is_slight = share(&groups[number]) < SLIGHT && slight.get(&key).is_some_and(|count| *count >= SHARED);
        if is_slight || groups.len() + shared.len() > MOST + taken.len() {
            taken.insert(number);
            shared.insert(key);
        }
    }
    let (mut kept, mut rest) = (Vec::new(), Vec::new());
    for (number, group) in groups.into_iter().enumerate() {
        if taken.contains(&number) { rest.push(group) } else { kept.push(group) }
    }
    kept.extend(merged(rest));
    kept.sort_by(|a, b| a.items.cmp(&b.items));
    kept
}
