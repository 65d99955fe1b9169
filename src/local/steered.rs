//! Which way to have each item at a facility where something is to be least, used or avoided: the choice of the resolver, among the
//! ways that the place has.
//!
//! Those are: its resources at its own prices; its store, which is used first; imports that are allowed; and recipes that its
//! machines cover and that are supplied. They are written into a copy of the graph as what is raw, bought and made, so that the
//! resolver's own search finds the least. Where nothing is to be least, imports are, as everywhere at a facility.
//!
//! Nothing is had for nothing by sending for it: where energy, emissions or labour are to be least, an import counts what it says of
//! itself, or what making it takes by the recipes that are known.

use std::collections::BTreeMap;

use super::check::imports;
use super::coverage::NEVER;
use super::gap::gaps;
use super::report::Import;
use super::shop::{Shop, Unreachable};
use crate::graph::{Graph, ItemIndex, RecipeIndex};
use crate::model::Origin;
use crate::resolve::{
    CreditError, Objective, Obtain, Resolution, Runaway, Steering, Unavoidable, Unsteerable, burdens_of_imports,
    choose, drawn_from_stock, solve, solve_with_credit,
};

/// A resolution at a facility, as it was steered.
#[derive(Clone, Debug)]
pub struct Steered {
    /// The amounts, at the prices of the place.
    pub resolution: Resolution,
    /// What of it is imported; sorted by item.
    pub imports: Vec<Import>,
    /// What could not be avoided.
    pub unavoidable: Vec<Unavoidable>,
}

/// Why there is none.
#[derive(Clone, Debug)]
pub enum NotSteered {
    /// The wishes contradict each other or the plan.
    Unsteerable(Unsteerable),
    /// A recipe that is to be used cannot be run here; with why, in words.
    CannotRun(RecipeIndex, Vec<String>),
    /// A loop that consumes at least what it makes.
    Runaway(Runaway),
    /// By-products cannot be credited.
    Credit(CreditError),
}

/// What `quantity` of `root` takes in a shop, as it is steered. `priced` is the graph as the place prices it
/// ([`super::Place::priced`]). With `credits_by_products`, stock that is too small is left where it is.
///
/// # Errors
/// See [`NotSteered`].
pub fn steered_in(
    shop: &Shop<'_>,
    priced: &Graph,
    (root, quantity): (ItemIndex, f64),
    steering: &Steering,
    credits_by_products: bool,
) -> Result<Steered, NotSteered> {
    let can_run = |recipe: &RecipeIndex| shop.coverage.stage(*recipe) != NEVER && shop.reach.is_supplied(*recipe);
    if let Some(idle) = steering.uses.iter().find(|recipe| !can_run(recipe)) {
        return Err(NotSteered::CannotRun(*idle, why_idle(shop, *idle)));
    }
    let mut steering = steering.clone();
    let objective = *steering.minimise.get_or_insert(Objective::Imports);
    if matches!(objective, Objective::Energy | Objective::Emissions | Objective::Labour) {
        steering.imports = Some(burdens_of_imports(priced, root, objective));
    }
    let mut short: BTreeMap<ItemIndex, f64> = BTreeMap::new();
    // Each round takes at least one item of stock that is too small out of what suffices.
    loop {
        let open = open_at(shop, priced, root, &short);
        let chosen = choose(&open, root, &steering).map_err(NotSteered::Unsteerable)?;
        let solved = if credits_by_products {
            solve_with_credit(&open, &chosen.choice, root, quantity, &steering).map_err(NotSteered::Credit)?
        } else {
            solve(&open, chosen.choice, root, quantity).map_err(NotSteered::Runaway)?
        };
        let mut resolution = solved;
        as_the_place_says(shop, &short, &mut resolution);
        let held = |item: &ItemIndex| shop.place.stock.get(item).copied().unwrap_or(0.0);
        let stock = resolution.leaves(Obtain::Stock).filter(|need| need.net > held(&need.item) * (1.0 + 1e-9));
        let more: Vec<ItemIndex> = stock.map(|need| need.item).collect();
        if more.is_empty() {
            let mut resolution = drawn_from_stock(priced, resolution, &short);
            resolution.reprice(|item| shop.place.price(shop.graph, item));
            let imports = imports(shop, &resolution, &BTreeMap::new());
            return Ok(Steered { resolution, imports, unavoidable: chosen.unavoidable });
        }
        short.extend(more.into_iter().map(|item| (item, held(&item))));
    }
}

/// The graph with nothing but the ways that the place has, without the stock that is `short`.
fn open_at(shop: &Shop<'_>, priced: &Graph, root: ItemIndex, short: &BTreeMap<ItemIndex, f64>) -> Graph {
    let mut open = priced.clone();
    let nearest = shop.choice(root, Unreachable::Leave);
    for item in priced.item_indices() {
        let known = &mut open.items[item.0 as usize];
        let in_stock = shop.place.stock.contains_key(&item) && !short.contains_key(&item);
        known.origin = if shop.place.resources.contains_key(&item) || in_stock {
            Some(Origin::Raw)
        } else {
            shop.place.may_import(shop.graph, item).then_some(Origin::Bought)
        };
        if item == root {
            known.origin = None;
        }
        if in_stock && item != root {
            known.recipes.clear();
        } else if shop.reach.stage(item) == NEVER || (item == root && shop.way_to_make(root).is_none()) {
            // What cannot be had is followed the nearest way, and no further than that.
            known.recipes.retain(|recipe| nearest.of(item) == Obtain::Make(*recipe));
        } else {
            known.recipes.retain(|recipe| shop.coverage.stage(*recipe) != NEVER && shop.reach.is_supplied(*recipe));
        }
    }
    open
}

/// Names what was raw in the open graph as the place has it, and counts what is raw by what its author says.
fn as_the_place_says(shop: &Shop<'_>, short: &BTreeMap<ItemIndex, f64>, resolution: &mut Resolution) {
    for need in resolution.needs.iter_mut().filter(|need| need.obtain == Obtain::Raw) {
        let is_resource = shop.place.resources.contains_key(&need.item);
        let in_stock = shop.place.stock.contains_key(&need.item) && !short.contains_key(&need.item);
        need.obtain = if in_stock && !is_resource { Obtain::Stock } else { Obtain::Resource };
        resolution.choice.set(need.item, need.obtain);
    }
    let mass_kg = |item: ItemIndex| shop.graph.item(item).mass_kg.unwrap_or(0.0);
    let raw_kg: f64 = resolution.raw(shop.graph).map(|need| mass_kg(need.item) * need.quantity).sum();
    // The sum of nothing is −0.
    resolution.totals.raw_mass_kg = raw_kg + 0.0;
}

fn why_idle(shop: &Shop<'_>, recipe: RecipeIndex) -> Vec<String> {
    let mut why = gaps(shop, recipe);
    for line in &shop.graph.recipe(recipe).inputs {
        let is_had = line.options.iter().any(|flow| shop.reach.stage(flow.item) != NEVER);
        if let Some(flow) = line.options.first().filter(|_| !is_had) {
            why.push(format!("its input `{}` is not to be had", shop.graph.item(flow.item).id));
        }
    }
    why
}
