//! The adjoint: what one unit of every item takes, all the way down.
//!
//! ```text
//! λ = c + Aᵀ λ          λ_j = c_j + Σ_i A_ij λ_i          c·x = λ·d
//! ```
//!
//! `c_j` is what the objective counts of one unit of `j` itself: of a leaf its price, emissions or mass; of a made item its
//! recipe's labour or direct emissions per run, over the output of a run. Components are walked from the ground up, each with
//! the values below it known; loops by the same matrix as amounts, transposed. What comes with another item on a joint recipe
//! has no inputs, and counts only what it is itself (its kWh, if it is electricity).

use super::choice::{Choice, Obtain};
use super::joint;
use super::report::ELECTRICITY;
use super::solve::Runaway;
use super::subgraph::Subgraph;
use crate::graph::{Graph, ItemIndex};

/// What to count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Objective {
    /// Price of what comes from outside, in the graph's currency. What has no price counts nothing.
    Cost,
    /// kWh of electricity.
    Energy,
    /// kg CO2e.
    Emissions,
    /// Person-hours.
    Labour,
    /// kg from outside.
    Mass,
    /// Price of what is bought.
    Imports,
}

impl Objective {
    /// All of them, in the order in which they are told.
    pub const ALL: [Objective; 6] = [
        Objective::Cost,
        Objective::Energy,
        Objective::Emissions,
        Objective::Labour,
        Objective::Mass,
        Objective::Imports,
    ];

    /// The word in output and on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Objective::Cost => "cost",
            Objective::Energy => "energy",
            Objective::Emissions => "emissions",
            Objective::Labour => "labour",
            Objective::Mass => "mass",
            Objective::Imports => "imports",
        }
    }
}

/// λ, by item: what one unit of it embodies of the objective; 0 for what `root` does not need, and for what comes with
/// another item.
///
/// # Errors
/// A loop that consumes at least what it makes.
pub fn embodied(graph: &Graph, choice: &Choice, root: ItemIndex, objective: Objective) -> Result<Vec<f64>, Runaway> {
    adjoint(graph, choice, root, |item, obtain, rides| match obtain {
        // What the recipe takes, the item that it runs for carries.
        Obtain::Make(_) if rides => own_of_item(graph, item, objective),
        _ => own(graph, item, obtain, objective),
    })
}

/// How much of `target` one unit of every item takes, all the way down (`target` itself: 1 plus what it takes of itself).
///
/// # Errors
/// A loop that consumes at least what it makes.
pub fn intensity(graph: &Graph, choice: &Choice, root: ItemIndex, target: ItemIndex) -> Result<Vec<f64>, Runaway> {
    adjoint(graph, choice, root, |item, _, _| if item == target { 1.0 } else { 0.0 })
}

/// λ, by item, below one root.
fn adjoint(
    graph: &Graph,
    choice: &Choice,
    root: ItemIndex,
    own: impl Fn(ItemIndex, Obtain, bool) -> f64,
) -> Result<Vec<f64>, Runaway> {
    adjoint_of(graph, &joint::driven(graph, choice, root)?, own)
}

/// λ, by item, of a subgraph: `λ = c + Aᵀ λ`, components in the order in which they consume each other.
pub(super) fn adjoint_of(
    graph: &Graph,
    sub: &Subgraph,
    own: impl Fn(ItemIndex, Obtain, bool) -> f64,
) -> Result<Vec<f64>, Runaway> {
    let by_vertex = adjoint_by_vertex(sub, |vertex| own(sub.items[vertex], sub.obtain[vertex], sub.rides(vertex)))?;
    let mut by_item = vec![0.0; graph.items.len()];
    for (item, value) in sub.items.iter().zip(by_vertex) {
        by_item[item.0 as usize] = value;
    }
    Ok(by_item)
}

/// `λ = c + Aᵀ λ`, by vertex, with `c` by vertex; components in the order in which they consume each other.
///
/// # Errors
/// A loop that consumes at least what it makes.
pub(super) fn adjoint_by_vertex(sub: &Subgraph, own: impl Fn(usize) -> f64) -> Result<Vec<f64>, Runaway> {
    let mut by_vertex = vec![0.0; sub.items.len()];
    let mut positions = Vec::new();
    for members in sub.components.iter() {
        for vertex in members {
            let index = *vertex as usize;
            // What rides on a recipe that runs for another item anyway takes nothing.
            if sub.rides(index) {
                by_vertex[index] = own(index);
                continue;
            }
            let consumed = sub.arcs_of(*vertex).iter().filter(|arc| !sub.is_inside(*vertex, arc));
            let below: f64 = consumed.map(|arc| arc.coefficient * by_vertex[arc.to as usize]).sum();
            by_vertex[index] = below + own(index);
        }
        if sub.is_loop(members) {
            let outside: Vec<f64> = members.iter().map(|vertex| by_vertex[*vertex as usize]).collect();
            let solved = sub
                .component(members, &mut positions)
                .embodied(&outside)
                .map_err(|failure| sub.runaway(members, failure))?;
            for (vertex, value) in members.iter().zip(solved) {
                by_vertex[*vertex as usize] = value;
            }
        }
    }
    Ok(by_vertex)
}

/// What an item counts that another one's run brings along, per unit.
fn own_of_item(graph: &Graph, index: ItemIndex, objective: Objective) -> f64 {
    let item = graph.item(index);
    let is_electricity = item.id.as_str() == ELECTRICITY;
    if objective == Objective::Energy && is_electricity { item.unit.factor() / 3.6e6 } else { 0.0 }
}

/// What an item itself counts, per unit: a leaf what it brings, a made one what its recipe takes.
pub(super) fn own(graph: &Graph, index: ItemIndex, obtain: Obtain, objective: Objective) -> f64 {
    let item = graph.item(index);
    let is_electricity = item.id.as_str() == ELECTRICITY;
    let recipe = obtain.recipe().map(|recipe| graph.recipe(recipe));
    let per_unit = |per_run: f64| recipe.map_or(0.0, |recipe| per_run / recipe.output_of(index));
    let leaf = |value: Option<f64>| if recipe.is_none() { value.unwrap_or(0.0) } else { 0.0 };
    match objective {
        Objective::Cost => leaf(graph.price(index)),
        Objective::Imports if obtain == Obtain::Bought => leaf(graph.price(index)),
        Objective::Imports => 0.0,
        Objective::Energy if is_electricity => item.unit.factor() / 3.6e6,
        Objective::Energy => 0.0,
        Objective::Emissions => {
            leaf(item.emissions_kg) + per_unit(recipe.map_or(0.0, |recipe| recipe.direct_emissions_kg))
        }
        Objective::Labour => per_unit(recipe.map_or(0.0, |recipe| recipe.labour_h)),
        Objective::Mass => leaf(item.mass_kg),
    }
}
