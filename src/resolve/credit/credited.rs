//! The answer of the linear program as a resolution: every item with what supplies it, and what is left over.
//!
//! Each recipe that is run is put down to one item: the first of its main outputs that is needed, else the first needed
//! by-product. That item takes the recipe's inputs, so that the edges into an item still sum to its need, and it has the runs.
//! Other items that mostly come from the same recipe come with that one ([`Need::with`]): 0 runs, no inputs of their own.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::from_nothing::{FromNothing, from_nothing};
use super::{Answer, CreditError, answer};
use crate::graph::{Flow, Graph, ItemIndex, RecipeIndex, components_of};
use crate::quantity::Dimension;
use crate::resolve::choice::{Choice, Obtain};
use crate::resolve::report::{ELECTRICITY, JOULES_PER_KWH, evidence_of_recipes, totals_of};
use crate::resolve::steer::Steering;
use crate::resolve::{Edge, Need, Resolution, Totals};

/// Who supplies each item, where by-products are credited.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Credit {
    /// Runs of every recipe that is run.
    pub runs: BTreeMap<RecipeIndex, f64>,
    /// The one item to which the runs of each recipe are put down.
    pub run_for: BTreeMap<RecipeIndex, ItemIndex>,
    /// By item needed.
    pub supplies: BTreeMap<ItemIndex, Supply>,
    /// Recipes that together make something out of nothing, if there are any.
    pub from_nothing: Option<FromNothing>,
}

/// What supplies one item; amounts in its unit of account, and before what is left over is taken off.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Supply {
    /// What comes off as a by-product, as far as it is used.
    pub from_by_products: f64,
    /// What comes from outside, or is missing.
    pub from_outside: f64,
    /// Recipes whose main output it is, with the amount.
    pub recipes: Vec<(RecipeIndex, f64)>,
    /// Recipes of which it is a by-product, with all that comes off.
    pub by_product_of: Vec<(RecipeIndex, f64)>,
}

/// Follows `quantity` of `root` down to the ground, with by-products displacing what would have been made.
///
/// # Errors
/// What can't be had, or why there is no answer.
pub fn solve_with_credit(
    graph: &Graph,
    choice: &Choice,
    root: ItemIndex,
    quantity: f64,
    steering: &Steering,
) -> Result<Resolution, CreditError> {
    let mut answer = answer(graph, choice, root, quantity, steering)?;
    let mut taken: BTreeMap<RecipeIndex, Vec<Flow>> =
        answer.runs.keys().map(|recipe| (*recipe, answer.taken(graph, *recipe))).collect();
    drop_what_serves_nothing(graph, root, &mut answer, &mut taken);
    let mut gross: BTreeMap<ItemIndex, f64> = BTreeMap::from([(root, quantity)]);
    for flow in taken.values().flatten().filter(|flow| flow.quantity > 0.0) {
        *gross.entry(flow.item).or_default() += flow.quantity;
    }
    let owner = owners(graph, &answer, &gross);
    let (supplies, by_products) = supplies(graph, &answer, &gross);
    let edges = edges(&owner, &taken);
    let depth = depths(root, &edges);
    let mut choice = choice.clone();
    let mut needs = Vec::with_capacity(gross.len());
    for (item, quantity) in &gross {
        let leaf = answer.leaves.get(item);
        let obtain = leaf.map_or_else(|| main_way(&answer, graph, &owner, *item, &choice), |(leaf, _)| *leaf);
        // A choice values an item by its recipe's main output of it; where there is none, it stays.
        if obtain.recipe().is_none_or(|recipe| graph.recipe(recipe).output_of(*item) > 0.0) {
            choice.set(*item, obtain);
        }
        let with = obtain.recipe().and_then(|recipe| owner.get(&recipe)).copied().filter(|owner| owner != item);
        let runs = obtain.recipe().filter(|_| with.is_none()).and_then(|recipe| answer.runs.get(&recipe));
        needs.push(Need {
            item: *item,
            quantity: *quantity,
            net: if obtain.recipe().is_some() {
                *quantity
            } else {
                leaf.map_or(0.0, |(_, amount)| amount.min(*quantity))
            },
            depth: depth.get(item).copied().unwrap_or(1),
            obtain,
            runs: runs.copied().unwrap_or(0.0),
            with,
        });
    }
    let recipes: Vec<RecipeIndex> = answer.runs.keys().copied().collect();
    let from_nothing = from_nothing(graph, &answer, &taken);
    Ok(Resolution {
        root,
        quantity,
        totals: totals(graph, &needs, &answer),
        evidence: evidence_of_recipes(graph, &recipes),
        cycles: cycles(&needs, &edges),
        choice,
        needs,
        edges,
        by_products,
        credit: Some(Credit { runs: answer.runs, run_for: owner, supplies, from_nothing }),
        from_stock: BTreeMap::new(),
    })
}

/// Leaves out recipes and leaves that nothing below the root takes anything of: rounding may run a few.
fn drop_what_serves_nothing(
    graph: &Graph,
    root: ItemIndex,
    answer: &mut Answer,
    taken: &mut BTreeMap<RecipeIndex, Vec<Flow>>,
) {
    let mut makers: BTreeMap<ItemIndex, Vec<RecipeIndex>> = BTreeMap::new();
    for recipe in answer.runs.keys() {
        all_made(graph, *recipe).for_each(|flow| makers.entry(flow.item).or_default().push(*recipe));
    }
    let mut items = BTreeSet::from([root]);
    let mut recipes: BTreeSet<RecipeIndex> = BTreeSet::new();
    let mut queue = VecDeque::from([root]);
    while let Some(item) = queue.pop_front() {
        for recipe in makers.get(&item).into_iter().flatten().filter(|recipe| recipes.insert(**recipe)) {
            let new = taken.get(recipe).into_iter().flatten().map(|flow| flow.item).filter(|item| items.insert(*item));
            queue.extend(new);
        }
    }
    answer.runs.retain(|recipe, _| recipes.contains(recipe));
    answer.leaves.retain(|item, _| items.contains(item));
    taken.retain(|recipe, _| recipes.contains(recipe));
}

/// Which item each recipe is run for.
fn owners(graph: &Graph, answer: &Answer, gross: &BTreeMap<ItemIndex, f64>) -> BTreeMap<RecipeIndex, ItemIndex> {
    let owner = |index: &RecipeIndex| {
        let recipe = graph.recipe(*index);
        let made = recipe.outputs.iter().chain(&recipe.by_products);
        let needed = made.map(|flow| flow.item).find(|item| gross.contains_key(item));
        Some((*index, needed?))
    };
    answer.runs.keys().filter_map(owner).collect()
}

/// Who supplies each item, and what is left over, by item.
fn supplies(
    graph: &Graph,
    answer: &Answer,
    gross: &BTreeMap<ItemIndex, f64>,
) -> (BTreeMap<ItemIndex, Supply>, Vec<Flow>) {
    let mut supplies: BTreeMap<ItemIndex, Supply> = BTreeMap::new();
    for (index, runs) in &answer.runs {
        let recipe = graph.recipe(*index);
        let add = |list: &mut Vec<(RecipeIndex, f64)>, amount: f64| match list.last_mut() {
            Some((known, sum)) if known == index => *sum += amount,
            _ => list.push((*index, amount)),
        };
        for flow in &recipe.outputs {
            add(&mut supplies.entry(flow.item).or_default().recipes, flow.quantity * runs);
        }
        for flow in &recipe.by_products {
            let supply = supplies.entry(flow.item).or_default();
            add(&mut supply.by_product_of, flow.quantity * runs);
            supply.from_by_products += flow.quantity * runs;
        }
    }
    for (item, (_, amount)) in &answer.leaves {
        supplies.entry(*item).or_default().from_outside = *amount;
    }
    let mut left_over = Vec::new();
    for (item, supply) in &mut supplies {
        let made: f64 = supply.recipes.iter().map(|(.., amount)| amount).sum();
        let all = made + supply.from_by_products + supply.from_outside;
        let needed = gross.get(item).copied().unwrap_or(0.0);
        // Below this it is what the program was allowed to miss.
        if all - needed > 1e-7 * all {
            left_over.push(Flow { item: *item, quantity: all - needed });
        }
        supply.from_by_products = supply.from_by_products.min((needed - made - supply.from_outside).max(0.0));
        if supply.from_by_products <= 1e-7 * needed {
            supply.from_by_products = 0.0;
            supply.by_product_of.clear();
        }
    }
    supplies.retain(|item, _| gross.contains_key(item));
    (supplies, left_over)
}

/// The recipe that an item mostly comes from: one that is run for it, else one of which it is a by-product.
fn main_way(
    answer: &Answer,
    graph: &Graph,
    owner: &BTreeMap<RecipeIndex, ItemIndex>,
    item: ItemIndex,
    choice: &Choice,
) -> Obtain {
    let mut best: Option<(bool, f64, RecipeIndex)> = None;
    for (index, runs) in &answer.runs {
        let recipe = graph.recipe(*index);
        let made = recipe.outputs.iter().chain(&recipe.by_products).filter(|flow| flow.item == item);
        let amount = made.map(|flow| flow.quantity).sum::<f64>() * runs;
        let is_own = owner.get(index) == Some(&item);
        let is_better = |(own, most, _): (bool, f64, RecipeIndex)| (is_own, amount) > (own, most);
        if amount > 0.0 && best.is_none_or(is_better) {
            best = Some((is_own, amount, *index));
        }
    }
    best.map_or_else(|| choice.of(item), |(.., recipe)| Obtain::Make(recipe))
}

fn edges(owner: &BTreeMap<RecipeIndex, ItemIndex>, taken: &BTreeMap<RecipeIndex, Vec<Flow>>) -> Vec<Edge> {
    let mut sums: BTreeMap<(ItemIndex, ItemIndex), f64> = BTreeMap::new();
    for (recipe, item) in owner {
        for flow in taken.get(recipe).into_iter().flatten().filter(|flow| flow.quantity > 0.0) {
            *sums.entry((*item, flow.item)).or_default() += flow.quantity;
        }
    }
    sums.into_iter().map(|((from, to), quantity)| Edge { from, to, quantity }).collect()
}

fn depths(root: ItemIndex, edges: &[Edge]) -> BTreeMap<ItemIndex, u32> {
    let mut depth = BTreeMap::from([(root, 0)]);
    let mut queue = VecDeque::from([root]);
    while let Some(item) = queue.pop_front() {
        let next = depth[&item] + 1;
        let start = edges.partition_point(|edge| edge.from < item);
        for edge in edges[start..].iter().take_while(|edge| edge.from == item) {
            depth.entry(edge.to).or_insert_with(|| {
                queue.push_back(edge.to);
                next
            });
        }
    }
    depth
}

fn cycles(needs: &[Need], edges: &[Edge]) -> Vec<Vec<ItemIndex>> {
    let position = |item: ItemIndex| needs.binary_search_by_key(&item, |need| need.item).ok().map(|p| p as u32);
    let arcs = edges.iter().filter_map(|edge| Some((position(edge.from)?, position(edge.to)?)));
    let is_loop = |members: &Vec<u32>| {
        let only = needs[members[0] as usize].item;
        members.len() > 1 || edges.iter().any(|edge| edge.from == only && edge.to == only)
    };
    let components = components_of(needs.len(), arcs).members;
    let mut cycles: Vec<Vec<ItemIndex>> = components
        .into_iter()
        .filter(|members| is_loop(members))
        .map(|members| members.into_iter().map(|position| needs[position as usize].item).collect())
        .collect();
    cycles.sort();
    cycles
}

/// Sums as over any resolution; each recipe once, however many items it makes.
fn totals(graph: &Graph, needs: &[Need], answer: &Answer) -> Totals {
    let leaves: Vec<Need> = needs.iter().filter(|need| need.obtain.recipe().is_none()).cloned().collect();
    let mut totals = totals_of(graph, &leaves);
    for need in needs.iter().filter(|need| need.obtain.recipe().is_some()) {
        let item = graph.item(need.item);
        if item.id.as_str() == ELECTRICITY && item.unit.dimension() == Dimension::ENERGY {
            totals.electricity_kwh += need.quantity * item.unit.factor() / JOULES_PER_KWH;
        }
    }
    for (recipe, runs) in &answer.runs {
        let recipe = graph.recipe(*recipe);
        totals.labour_h += recipe.labour_h * runs;
        totals.machine_h += recipe.machine_h * runs;
        totals.emissions_kg += recipe.direct_emissions_kg * runs;
    }
    totals
}

/// All that a recipe gives, main outputs first.
pub(super) fn all_made(graph: &Graph, recipe: RecipeIndex) -> impl Iterator<Item = &Flow> {
    let recipe = graph.recipe(recipe);
    recipe.outputs.iter().chain(&recipe.by_products)
}
