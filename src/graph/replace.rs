//! A plan that was written anew, in a graph that is there already: its own items and recipes change, and nothing else, or the
//! whole is to be built again.

use std::cell::RefCell;
use std::collections::BTreeMap;

use super::build::{Builder, Measures, inferred_mass_kg};
use super::{Graph, Item, ItemIndex, Recipe, RecipeSource};
use crate::catalog::{Catalog, ItemMeasure, ItemOwner};
use crate::model::{BomEntry, Plan};

/// What came of a plan that was to be replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Replaced {
    /// More would change than the plan: the graph is as it was.
    Not,
    /// What things are called is new, at most: how they can be had is as it was.
    Words,
    /// Amounts, operations or figures are new.
    Figures,
}

/// Takes the plan at this index of the catalog into the graph of the catalog in which `before` stood in its place; not where more
/// would change: other items, or figures of recipes that take what the plan makes.
pub fn replace_plan(graph: &mut Graph, catalog: &Catalog, index: usize, before: &Plan) -> Replaced {
    if graph.items.iter().any(|item| matches!(item.owner, ItemOwner::Hole(_))) {
        return Replaced::Not;
    }
    let Graph { items, recipes, by_id, .. } = graph;
    let (measures, by_id_taken) = (Measures::OneByOne(items), std::mem::take(by_id));
    let builder = Builder {
        catalog,
        measures,
        by_id: by_id_taken,
        holes: BTreeMap::new(),
        wanted: RefCell::default(),
        bounds: RefCell::default(),
    };
    let made = made_anew(&builder, items, recipes, index, before).filter(|_| builder.wanted.borrow().is_empty());
    *by_id = builder.by_id;
    let Some((new_items, new_recipes)) = made else { return Replaced::Not };
    let mut replaced = Replaced::Words;
    for (place, item) in new_items {
        let known = std::mem::replace(&mut items[place.0 as usize], item);
        let title = items[place.0 as usize].title.clone();
        if (Item { title, ..known }) != items[place.0 as usize] {
            replaced = Replaced::Figures;
        }
    }
    for (place, recipe) in new_recipes {
        let known = std::mem::replace(&mut recipes[place], recipe);
        let title = recipes[place].title.clone();
        if (Recipe { title, ..known }) != recipes[place] {
            replaced = Replaced::Figures;
        }
    }
    replaced
}

type MadeAnew = (Vec<(ItemIndex, Item)>, Vec<(usize, Recipe)>);

fn made_anew(
    builder: &Builder<'_>,
    items: &[Item],
    recipes: &[Recipe],
    index: usize,
    before: &Plan,
) -> Option<MadeAnew> {
    let plan = &builder.catalog.plans[index];
    let mut owners = vec![(&plan.id.value, ItemOwner::Plan(index))];
    for (line, bom_line) in plan.bom.iter().enumerate() {
        if let BomEntry::Part(part) = &bom_line.entry {
            owners.push((&part.id, ItemOwner::Part { plan: index, line }));
        }
    }
    let is_own = |item: &&Item| match item.owner {
        ItemOwner::Plan(plan) | ItemOwner::Part { plan, .. } => plan == index,
        ItemOwner::Material(_) | ItemOwner::Hole(_) => false,
    };
    if items.iter().filter(is_own).count() != owners.len() {
        return None;
    }
    let mut new_items: Vec<(ItemIndex, Item)> = Vec::new();
    for (id, owner) in owners {
        let place = builder.by_id.get(id).copied()?;
        let known = &items[place.0 as usize];
        if known.owner != owner {
            return None;
        }
        let measure = ItemMeasure::of(builder.catalog, owner);
        new_items.push((place, Item { recipes: known.recipes.clone(), ..builder.item(id, owner, &measure) }));
    }
    let mut new_recipes: Vec<(usize, Recipe)> = Vec::new();
    let mut is_used_elsewhere = false;
    for (place, known) in recipes.iter().enumerate() {
        let new = match known.source {
            RecipeSource::Plan(of) if of == index => Some(builder.plan(index, plan)),
            RecipeSource::Part { plan: of, line } if of == index => {
                Some(builder.part(index, plan, line, plan.bom.get(line)?)?)
            }
            _ => None,
        };
        match new {
            Some(new) => {
                let made = |recipe: &Recipe| recipe.outputs.iter().map(|flow| flow.item).collect::<Vec<_>>();
                if made(&new) != made(known) {
                    return None;
                }
                new_recipes.push((place, new));
            }
            None => {
                let taken = known.inputs.iter().flat_map(|line| &line.options);
                let flows = taken.chain(&known.outputs).chain(&known.by_products);
                is_used_elsewhere |= flows.into_iter().any(|flow| is_own(&&items[flow.item.0 as usize]));
            }
        }
    }
    let parts = plan.bom.iter().filter(|line| matches!(line.entry, BomEntry::Part(_)));
    if new_recipes.len() != 1 + parts.count() {
        return None;
    }
    infer_masses(items, &mut new_items, &new_recipes);
    let is_as_before = |(place, item): &(ItemIndex, Item)| {
        let known = &items[place.0 as usize];
        known.mass_kg == item.mass_kg && known.unit == item.unit
    };
    let is_same_to_others = is_told_alike(before, plan) && new_items.iter().all(is_as_before);
    (!is_used_elsewhere || is_same_to_others).then_some((new_items, new_recipes))
}

/// Gives those of the items that state no mass that of what goes into them, as far as that is known.
fn infer_masses(items: &[Item], own: &mut [(ItemIndex, Item)], recipes: &[(usize, Recipe)]) {
    // A part may go into another: each round weighs at least one, or is the last.
    loop {
        let mut weighed = None;
        for (number, (place, item)) in own.iter().enumerate().filter(|(_, (_, item))| item.mass_kg.is_none()) {
            let first = item.recipes.first();
            let recipe = recipes.iter().find(|(at, _)| first.is_some_and(|first| first.0 as usize == *at));
            let now = |wanted: ItemIndex| {
                own.iter().find(|(own, _)| *own == wanted).map_or(&items[wanted.0 as usize], |(_, item)| item)
            };
            let mass_kg = recipe.and_then(|(_, recipe)| inferred_mass_kg(recipe, *place, now));
            weighed = weighed.or(mass_kg.map(|mass_kg| (number, mass_kg)));
        }
        match weighed {
            Some((number, mass_kg)) => own[number].1.mass_kg = Some(mass_kg),
            None => return,
        }
    }
}

/// Whether recipes that take what a plan makes see the same of it.
fn is_told_alike(before: &Plan, now: &Plan) -> bool {
    let told = |plan: &Plan| {
        let measure = ItemMeasure::of_plan(plan);
        let lifetime = plan.footprint.lifetime.as_ref().map(|lifetime| lifetime.value.si());
        let made = plan.makes.quantity.as_ref().map(|quantity| quantity.value.si());
        (measure.mass_kg, measure.density_kg_per_m3, lifetime, made)
    };
    let parts = |plan: &Plan| plan.bom.iter().any(|line| matches!(line.entry, BomEntry::Part(_)));
    // What another plan takes of a plan's parts is not looked into.
    told(before) == told(now)
        && ItemMeasure::of_plan(before).unit == ItemMeasure::of_plan(now).unit
        && parts(before) == parts(now)
}
