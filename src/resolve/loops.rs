//! The loops of a whole graph that consume at least what they make, whatever is asked for.

use std::collections::BTreeMap;

use super::Choice;
use super::component::Component;
use super::solve::{Runaway, RunawayKind, solve};
use super::sweep::Rows;
use crate::graph::{Graph, ItemIndex, RecipeSource, components_of_rows};

/// Every loop of recipes under a choice that no amount is enough of, in the order of its first item. Linear in the graph, but
/// for the loops. Plans and parts that contain each other are left out: they are wrong whatever their gain.
pub fn barren_loops(graph: &Graph, choice: &Choice) -> Vec<Runaway> {
    let taken: Vec<BTreeMap<u32, f64>> = graph.item_indices().map(|item| taken_by(graph, choice, item)).collect();
    let mut first = vec![0_u32];
    let mut to: Vec<u32> = Vec::new();
    for row in &taken {
        to.extend(row.keys());
        first.push(to.len() as u32);
    }
    let components = components_of_rows(&first, |arc| to[arc as usize]);
    let mut places = vec![0_u32; taken.len()];
    let mut found: Vec<Runaway> = Vec::new();
    for members in components.iter() {
        let is_loop = match members {
            [] => false,
            [one] => taken[*one as usize].contains_key(one),
            _ => true,
        };
        let is_bill = |item: &u32| {
            let recipe = choice.of(ItemIndex(*item)).recipe().map(|recipe| graph.recipe(recipe).source);
            !matches!(recipe, Some(RecipeSource::Process(_)))
        };
        if !is_loop || members.iter().all(is_bill) {
            continue;
        }
        members.iter().zip(0..).for_each(|(member, place)| places[*member as usize] = place);
        let last = members.len() as u32 - 1;
        let component = components.of_vertex[members[0] as usize];
        let mut rows = Rows::with_capacity(members.len());
        for member in members.iter().rev() {
            let inside =
                taken[*member as usize].iter().filter(|(item, _)| components.of_vertex[**item as usize] == component);
            rows.push_row(inside.map(|(item, amount)| (last - places[*item as usize], *amount)));
        }
        if Component::new(rows).embodied(&vec![1.0; members.len()]).is_ok() {
            continue;
        }
        // Items that one run makes together were counted as if each had a run of its own: the solution knows better.
        let least = members.iter().min().copied().unwrap_or_default();
        if let Err(runaway) = solve(graph, choice.clone(), ItemIndex(least), 1.0)
            && runaway.kind == RunawayKind::Loop
            && !found.contains(&runaway)
        {
            found.push(runaway);
        }
    }
    found.sort_by(|a, b| a.items.cmp(&b.items));
    found
}

/// What one unit of an item takes of others.
fn taken_by(graph: &Graph, choice: &Choice, item: ItemIndex) -> BTreeMap<u32, f64> {
    let mut taken = BTreeMap::new();
    let Some(index) = choice.of(item).recipe() else { return taken };
    let recipe = graph.recipe(index);
    let output = recipe.output_of(item);
    for input in choice.inputs(index, recipe) {
        *taken.entry(input.item.0).or_insert(0.0) += input.quantity / output;
    }
    taken
}
