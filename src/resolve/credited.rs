//! The answer of the linear program as a resolution: every item with what supplies it, and what is left over.
//!
//! Each recipe that is run is put down to one item: the first of its main outputs that is needed, else the first needed
//! by-product. That item takes the recipe's inputs, so that the edges into an item still sum to its need.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use microlp::{ComparisonOp, OptimizationDirection, Problem};

use super::choice::{Choice, Obtain};
use super::credit::{CreditError, Program, program};
use super::report::evidence_of_recipes;
use super::steer::Steering;
use super::{Edge, Need, Resolution, Totals};
use crate::graph::{Flow, Graph, ItemIndex, RecipeIndex, components_of};
use crate::quantity::Dimension;

/// Who supplies each item, where by-products are credited.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Credit {
    /// By item needed.
    pub supplies: BTreeMap<ItemIndex, Supply>,
    /// Recipes that together make something out of nothing, if there are any.
    pub from_nothing: Option<FromNothing>,
}

/// What supplies one item; amounts in its unit of account, and before what is left over is taken off.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Supply {
    /// What comes off where the recipe is run for something else, as far as it is used.
    pub from_by_products: f64,
    /// What comes from outside, or is missing.
    pub from_outside: f64,
    /// Recipes whose main output it is: (recipe, runs, amount).
    pub recipes: Vec<(RecipeIndex, f64, f64)>,
}

/// A loop that feeds itself and leaves something over, with nothing put in.
#[derive(Clone, Debug, PartialEq)]
pub struct FromNothing {
    /// The recipes and their runs for one pass.
    pub runs: Vec<(RecipeIndex, f64)>,
    /// What a pass leaves over most of, relative to what it takes.
    pub item: ItemIndex,
    /// How much of it a pass makes for each unit that it takes: above 1.
    pub gain: f64,
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
    let program = program(graph, choice, root, quantity, steering)?;
    let taken: BTreeMap<RecipeIndex, Vec<Flow>> =
        program.runs.keys().map(|recipe| (*recipe, program.taken(graph, *recipe))).collect();
    let mut gross: BTreeMap<ItemIndex, f64> = BTreeMap::from([(root, quantity)]);
    for flow in taken.values().flatten().filter(|flow| flow.quantity > 0.0) {
        *gross.entry(flow.item).or_default() += flow.quantity;
    }
    let owner = owners(graph, &program, &gross);
    let (supplies, by_products) = supplies(graph, &program, &gross);
    let edges = edges(&owner, &taken);
    let depth = depths(root, &edges);
    let mut choice = choice.clone();
    let mut needs = Vec::with_capacity(gross.len());
    for (item, quantity) in &gross {
        let leaf = program.leaves.get(item);
        let obtain = leaf.map_or_else(|| main_way(&program, graph, &owner, *item, &choice), |(leaf, _)| *leaf);
        choice.set(*item, obtain);
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
            runs: obtain.recipe().and_then(|recipe| program.runs.get(&recipe)).copied().unwrap_or(0.0),
            with: None,
        });
    }
    let recipes: Vec<RecipeIndex> = program.runs.keys().copied().collect();
    let credit = Credit { supplies, from_nothing: from_nothing(graph, &program, &taken) };
    Ok(Resolution {
        root,
        quantity,
        totals: totals(graph, &needs, &program),
        evidence: evidence_of_recipes(graph, &recipes),
        cycles: cycles(&needs, &edges),
        choice,
        needs,
        edges,
        by_products,
        credit: Some(credit),
    })
}

/// Which item each recipe is run for.
fn owners(graph: &Graph, program: &Program, gross: &BTreeMap<ItemIndex, f64>) -> BTreeMap<RecipeIndex, ItemIndex> {
    let owner = |index: &RecipeIndex| {
        let recipe = graph.recipe(*index);
        let made = recipe.outputs.iter().chain(&recipe.by_products);
        let needed = made.map(|flow| flow.item).find(|item| gross.contains_key(item));
        Some((*index, needed.or_else(|| recipe.outputs.first().map(|flow| flow.item))?))
    };
    program.runs.keys().filter_map(owner).collect()
}

/// Who supplies each item, and what is left over, by item.
fn supplies(
    graph: &Graph,
    program: &Program,
    gross: &BTreeMap<ItemIndex, f64>,
) -> (BTreeMap<ItemIndex, Supply>, Vec<Flow>) {
    let mut supplies: BTreeMap<ItemIndex, Supply> = BTreeMap::new();
    for (index, runs) in &program.runs {
        let recipe = graph.recipe(*index);
        for flow in &recipe.outputs {
            let supply = supplies.entry(flow.item).or_default();
            match supply.recipes.iter_mut().find(|(known, ..)| known == index) {
                Some((.., amount)) => *amount += flow.quantity * runs,
                None => supply.recipes.push((*index, *runs, flow.quantity * runs)),
            }
        }
        for flow in &recipe.by_products {
            supplies.entry(flow.item).or_default().from_by_products += flow.quantity * runs;
        }
    }
    for (item, (_, amount)) in &program.leaves {
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
        }
    }
    supplies.retain(|item, _| gross.contains_key(item));
    (supplies, left_over)
}

/// The recipe that an item mostly comes from: one that is run for it, else one of which it is a by-product.
fn main_way(
    program: &Program,
    graph: &Graph,
    owner: &BTreeMap<RecipeIndex, ItemIndex>,
    item: ItemIndex,
    choice: &Choice,
) -> Obtain {
    let mut best: Option<(bool, f64, RecipeIndex)> = None;
    for (index, runs) in &program.runs {
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
fn totals(graph: &Graph, needs: &[Need], program: &Program) -> Totals {
    let leaves: Vec<Need> = needs.iter().filter(|need| need.obtain.recipe().is_none()).cloned().collect();
    let mut totals = super::report::totals_of(graph, &leaves);
    for need in needs.iter().filter(|need| need.obtain.recipe().is_some()) {
        let item = graph.item(need.item);
        if item.id.as_str() == super::report::ELECTRICITY && item.unit.dimension() == Dimension::ENERGY {
            totals.electricity_kwh += need.quantity * item.unit.factor() / 3.6e6;
        }
    }
    for (recipe, runs) in &program.runs {
        let recipe = graph.recipe(*recipe);
        totals.labour_h += recipe.labour_h * runs;
        totals.machine_h += recipe.machine_h * runs;
        totals.emissions_kg += recipe.direct_emissions_kg * runs;
    }
    totals
}

/// Whether recipes that were run feed each other and leave something over with nothing put in: the most that can be left over
/// with at most a unit of each item, of runs of these recipes alone. What a recipe makes without any input is put in.
fn from_nothing(graph: &Graph, program: &Program, taken: &BTreeMap<RecipeIndex, Vec<Flow>>) -> Option<FromNothing> {
    let recipes: Vec<(RecipeIndex, f64)> = program
        .runs
        .iter()
        .filter(|(recipe, _)| !taken[*recipe].is_empty())
        .map(|(recipe, runs)| (*recipe, *runs))
        .collect();
    let consumed: BTreeSet<ItemIndex> =
        recipes.iter().flat_map(|(recipe, _)| &taken[recipe]).map(|flow| flow.item).collect();
    // Only what is made of what is made can be part of it; this ends nearly always with nothing left.
    let mut left = recipes;
    loop {
        let made: BTreeSet<ItemIndex> =
            left.iter().flat_map(|(recipe, _)| all_made(graph, *recipe)).map(|flow| flow.item).collect();
        let before = left.len();
        left.retain(|(recipe, _)| taken[recipe].iter().all(|flow| made.contains(&flow.item)));
        if left.len() == before {
            break;
        }
    }
    if left.is_empty() {
        return None;
    }
    let mut problem = Problem::new(OptimizationDirection::Maximize);
    let runs: Vec<_> = left.iter().map(|_| problem.add_var(0.0, (0.0, 1e6))).collect();
    let mut rows: BTreeMap<ItemIndex, BTreeMap<usize, f64>> = BTreeMap::new();
    for (number, (recipe, usual)) in left.iter().enumerate() {
        for flow in all_made(graph, *recipe) {
            *rows.entry(flow.item).or_default().entry(number).or_default() += flow.quantity * usual;
        }
        for flow in &taken[recipe] {
            *rows.entry(flow.item).or_default().entry(number).or_default() -= flow.quantity;
        }
    }
    for (item, row) in &rows {
        let largest = row.values().map(|value| value.abs()).fold(f64::MIN_POSITIVE, f64::max);
        let mut sum: Vec<_> = row.iter().map(|(number, value)| (runs[*number], value / largest)).collect();
        let weight = if consumed.contains(item) { 1.0 } else { 0.0 };
        sum.push((problem.add_var(weight, (0.0, 1.0)), -1.0));
        problem.add_constraint(&sum, ComparisonOp::Ge, 0.0);
    }
    let solution = problem.solve().ok()?.into_solution().ok()?;
    if solution.objective() <= 1e-5 {
        return None;
    }
    let pass: Vec<(RecipeIndex, f64, f64)> = left
        .iter()
        .zip(&runs)
        .map(|((recipe, usual), variable)| (*recipe, *usual, solution.var_value(*variable)))
        .filter(|(.., share)| *share > 1e-7)
        .collect();
    let mut flows: BTreeMap<ItemIndex, (f64, f64)> = BTreeMap::new();
    for (recipe, usual, share) in &pass {
        for flow in all_made(graph, *recipe) {
            flows.entry(flow.item).or_default().0 += flow.quantity * usual * share;
        }
        for flow in &taken[recipe] {
            flows.entry(flow.item).or_default().1 += flow.quantity * share;
        }
    }
    let gains =
        flows.into_iter().filter(|(_, (_, takes))| *takes > 0.0).map(|(item, (makes, takes))| (item, makes / takes));
    let (item, gain) = gains.reduce(|best, next| if next.1 > best.1 * (1.0 + 1e-9) { next } else { best })?;
    let first = pass.iter().map(|(_, usual, share)| usual * share).fold(f64::INFINITY, f64::min);
    let runs = pass.into_iter().map(|(recipe, usual, share)| (recipe, usual * share / first)).collect();
    Some(FromNothing { runs, item, gain })
}

fn all_made(graph: &Graph, recipe: RecipeIndex) -> impl Iterator<Item = &Flow> {
    let recipe = graph.recipe(recipe);
    recipe.outputs.iter().chain(&recipe.by_products)
}
