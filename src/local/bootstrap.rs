//! Which machines to build first: of all that could be, those that the plan at hand cannot do without.

use std::collections::{BTreeMap, BTreeSet};

use super::report::BootstrapStage;
use super::shop::Shop;
use crate::graph::{ItemIndex, RecipeIndex};
use crate::model::Id;
use crate::resolve::{Obtain, Resolution};

/// The stages that lead to a resolution. From the machines that its recipes use, back through what building those takes.
pub(super) fn stages(shop: &Shop<'_>, resolution: &Resolution) -> Vec<BootstrapStage> {
    let mut machines: BTreeSet<usize> = BTreeSet::new();
    let mut open: Vec<usize> = Vec::new();
    let mut note = |found: Vec<usize>, open: &mut Vec<usize>| {
        for machine in found {
            if machines.insert(machine) {
                open.push(machine);
            }
        }
    };
    for (recipe, _) in resolution.recipe_runs() {
        note(machines_to_build(shop, recipe), &mut open);
    }
    let mut seen = BTreeSet::new();
    extend_by_machines(shop, &mut machines, open, &mut seen);
    let stages: BTreeSet<u32> = machines.iter().map(|machine| shop.place.machines[*machine].stage).collect();
    let number: BTreeMap<u32, u32> = stages.into_iter().zip(1..).collect();
    let mut list: Vec<BootstrapStage> = machines
        .into_iter()
        .map(|machine| {
            let machine = &shop.place.machines[machine];
            let adds: BTreeSet<&Id> = machine.offers.iter().map(|offer| &offer.capability).collect();
            let stage = number.get(&machine.stage).copied().unwrap_or(machine.stage);
            BootstrapStage { stage, plan: machine.id.clone(), adds: adds.into_iter().cloned().collect() }
        })
        .collect();
    list.sort_by(|a, b| (a.stage, &a.plan).cmp(&(b.stage, &b.plan)));
    list
}

/// The machines that are to be built on the way to some items, back through what building those takes.
pub(super) fn machines_below(shop: &Shop<'_>, items: &[ItemIndex]) -> BTreeSet<usize> {
    let mut seen = BTreeSet::new();
    let recipes = items.iter().flat_map(|item| recipes_below(shop, *item, &mut seen)).collect::<Vec<_>>();
    let mut machines: BTreeSet<usize> = recipes.iter().flat_map(|recipe| machines_to_build(shop, *recipe)).collect();
    let open = machines.iter().copied().collect();
    extend_by_machines(shop, &mut machines, open, &mut seen);
    machines
}

/// Takes in the machines that building the `open` ones takes, and so on.
fn extend_by_machines(
    shop: &Shop<'_>,
    machines: &mut BTreeSet<usize>,
    mut open: Vec<usize>,
    seen: &mut BTreeSet<ItemIndex>,
) {
    while let Some(machine) = open.pop() {
        let Some(item) = shop.graph.item_index(shop.place.machines[machine].id.as_str()) else { continue };
        for recipe in recipes_below(shop, item, seen) {
            open.extend(machines_to_build(shop, recipe).into_iter().filter(|machine| machines.insert(*machine)));
        }
    }
}

/// The machines that a recipe uses and that do not stand here yet.
pub(super) fn machines_to_build(shop: &Shop<'_>, recipe: RecipeIndex) -> Vec<usize> {
    let machines = shop.coverage.machines(recipe).flatten();
    machines.filter(|machine| shop.place.machines[*machine].stage > 0).collect()
}

/// Every recipe by which an item is made here, down to the sources; what was `seen` is not walked again.
pub(super) fn recipes_below(shop: &Shop<'_>, item: ItemIndex, seen: &mut BTreeSet<ItemIndex>) -> Vec<RecipeIndex> {
    let mut recipes = Vec::new();
    let in_stock = shop.place.stock.contains_key(&item);
    let made = shop.way_to_make(item).filter(|_| !in_stock).map(|(way, _)| way.obtain);
    let mut open: Vec<Obtain> = made.into_iter().collect();
    while let Some(obtain) = open.pop() {
        let Obtain::Make(index) = obtain else { continue };
        recipes.push(index);
        for (line, input) in shop.graph.recipe(index).inputs.iter().enumerate() {
            let option = shop.option(index, line as u32) as usize;
            let Some(flow) = input.options.get(option) else { continue };
            if seen.insert(flow.item) {
                open.extend(shop.ways.of(flow.item).map(|way| way.obtain));
            }
        }
    }
    recipes
}
