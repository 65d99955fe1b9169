//! Which lines of bills have no way to the ground, because all ways end at some item that nothing makes.

use std::collections::BTreeMap;

use crate::graph::{Graph, ItemIndex, RecipeSource};
use crate::lint::Lint;
use crate::model::{BomEntry, Origin};
use crate::text::Span;

/// What hangs on one dead end.
#[derive(Debug)]
pub(super) struct Stranded {
    /// The first line of a bill that has no way to the ground.
    pub(super) first: Span,
    /// From what that line names down to the dead end, by id.
    pub(super) chain: Vec<String>,
    /// How many lines there are.
    pub(super) lines: usize,
}

/// The lines that hang on each of some dead ends, by the id of the dead end. A line that has another way is none of them.
pub(super) fn stranded<'g>(lint: &Lint<'g>, dead_ends: &[&str]) -> BTreeMap<&'g str, Stranded> {
    let graph = lint.graph;
    let below = fate(graph, dead_ends);
    let mut found: BTreeMap<&str, Stranded> = BTreeMap::new();
    for recipe in &graph.recipes {
        let RecipeSource::Plan(index) = recipe.source else { continue };
        for line in &recipe.inputs {
            let is_lost = |item: ItemIndex| below[item.0 as usize].is_some();
            let Some(first) = line.options.first().filter(|_| line.options.iter().all(|option| is_lost(option.item)))
            else {
                continue;
            };
            let chain = chain(&below, first.item);
            let Some(end) = chain.last() else { continue };
            let id = graph.item(first.item).id.as_str();
            let place = lint.catalog.plans[index].bom.iter().find_map(|line| match &line.entry {
                BomEntry::Item { item, .. } => (item.value.as_str() == id).then_some(item.span),
                BomEntry::Part(part) => (part.id.as_str() == id).then_some(part.name.span),
            });
            let Some(place) = place else { continue };
            let names = || chain.iter().map(|item| graph.item(*item).id.to_string()).collect();
            let stranded = found.entry(graph.item(*end).id.as_str()).or_insert_with(|| Stranded {
                first: place,
                chain: names(),
                lines: 0,
            });
            stranded.lines += 1;
        }
    }
    found
}

/// What each item that is lost is lost by: itself, or an input. An item is lost if it is a dead end, or if each of its recipes
/// has a line of which all options are lost; a loop that feeds itself loses nothing.
fn fate(graph: &Graph, dead_ends: &[&str]) -> Vec<Option<ItemIndex>> {
    let mut below: Vec<Option<ItemIndex>> = vec![None; graph.items.len()];
    let mut users: Vec<Vec<(usize, usize)>> = vec![Vec::new(); graph.items.len()];
    let mut options_left: Vec<Vec<usize>> = Vec::with_capacity(graph.recipes.len());
    for (index, recipe) in graph.recipes.iter().enumerate() {
        options_left.push(recipe.inputs.iter().map(|line| line.options.len()).collect());
        for (number, line) in recipe.inputs.iter().enumerate() {
            line.options.iter().for_each(|option| users[option.item.0 as usize].push((index, number)));
        }
    }
    let mut is_lost = vec![false; graph.recipes.len()];
    let mut recipes_left: Vec<usize> = graph.items.iter().map(|item| item.recipes.len()).collect();
    let mut queue: Vec<ItemIndex> = dead_ends.iter().filter_map(|id| graph.item_index(id)).collect();
    queue.iter().for_each(|item| below[item.0 as usize] = Some(*item));
    while let Some(item) = queue.pop() {
        for (recipe, line) in std::mem::take(&mut users[item.0 as usize]) {
            options_left[recipe][line] -= 1;
            if options_left[recipe][line] > 0 || std::mem::replace(&mut is_lost[recipe], true) {
                continue;
            }
            for made in graph.recipes[recipe].outputs.iter().map(|flow| flow.item) {
                let at = made.0 as usize;
                recipes_left[at] = recipes_left[at].saturating_sub(1);
                let is_leaf = matches!(graph.item(made).origin, Some(Origin::Raw | Origin::Bought));
                if recipes_left[at] == 0 && below[at].is_none() && !is_leaf {
                    below[at] = Some(item);
                    queue.push(made);
                }
            }
        }
    }
    below
}

/// From an item down to the dead end.
fn chain(below: &[Option<ItemIndex>], item: ItemIndex) -> Vec<ItemIndex> {
    let mut chain = vec![item];
    let mut at = item;
    while let Some(next) = below[at.0 as usize].filter(|next| *next != at) {
        chain.push(next);
        at = next;
    }
    chain
}
