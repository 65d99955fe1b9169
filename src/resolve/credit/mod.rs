//! By-products that displace what would have been made: a linear program over runs of recipes.
//!
//! Where what a recipe makes besides is worth something, the items can't be looked at one by one any more: non-substitution
//! needs one main output a recipe. So runs and leaves are found together (Dantzig 1963; activity analysis, Koopmans 1951):
//!
//! ```text
//! Σ_r (out[r][i] − in[r][i]) x_r − Σ_o in[r,l,o] y_{r,l,o} + s_i + m_i ≥ d_i      every item i; main outputs and by-products alike
//! Σ_o y_{r,l,o} = x_r                                                         every line l with several options o
//! x, y, s, m ≥ 0
//! ```
//!
//! `x` are runs, `y` runs with an option of a line, `s` what comes from outside, `m` what nobody makes, `d` the demand.
//!
//! Which recipes may run (module `scope`): where something is to be least, every recipe that gives anything needed below the
//! root, as a main output or as a by-product; so one may be run for a by-product alone, if that is least. By preference, only
//! the recipes of the choice; and for what can't be had by main outputs (nobody makes it, or only loops that take as much as
//! they give), every recipe that gives it.
//!
//! Objectives are least one after the other (module `stages`), each optimum fixed within a slack before the next: what
//! can't be had; what is to be avoided; what has no price, where price counts; the objective asked for (by preference: mass
//! from outside, then its cost); total runs, where an earlier id is a shade lighter, so that ties fall the same way always (beyond
//! [`MOST_FOR_TIES`] recipes, among those that a first answer uses).
//!
//! The solver works with tolerances, so units matter: one scaled unit of each item and recipe is what the choice would need of
//! it, or the middle of what its neighbours say (module `scale`). The answer is solved again among what it uses, in units of
//! the answer itself, and its balances are checked in plain numbers (module `verify`).

mod credited;
mod from_nothing;
mod program;
mod scale;
mod scope;
mod stages;
mod verify;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use super::choice::{Choice, Obtain};
use super::steer::Steering;
use crate::graph::{Flow, Graph, ItemIndex, RecipeIndex};
use program::NOTHING;
use scope::scope;
use stages::lexicographic;

pub use credited::{Credit, Supply, solve_with_credit};
pub use from_nothing::FromNothing;

/// The most that a balance may be missed by, relative to what goes through it.
const RESIDUAL: f64 = 1e-7;

/// Recipes from which on the fewest runs are sought only among what a first answer uses: among all it takes too long.
const MOST_FOR_TIES: usize = 2_000;

/// How often the answer is solved again in its own units; once does nearly always.
const MOST_POLISHES: usize = 3;

/// The answer: who is run how often, and what comes from outside.
#[derive(Clone, Debug, Default)]
struct Answer {
    /// Runs of each recipe that is run.
    runs: BTreeMap<RecipeIndex, f64>,
    /// (recipe, line, option) → runs that take it.
    options: BTreeMap<(RecipeIndex, u32, u32), f64>,
    /// What comes from outside, or is missing.
    leaves: BTreeMap<ItemIndex, (Obtain, f64)>,
}

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq)]
pub enum CreditError {
    /// These items can't be had in the amounts needed, whatever is run: the recipes that make them take at least as much.
    CannotBeHad {
        /// The items.
        items: Vec<ItemIndex>,
        /// The recipes that make them.
        recipes: Vec<RecipeIndex>,
    },
    /// There are more variables than can be solved for in good time.
    TooLarge(usize),
    /// It took too long.
    TooSlow,
    /// The solver gave up, or its answer did not hold.
    Numerical(String),
}

/// The least of what is asked, as runs.
///
/// # Errors
/// What can't be had, or why there is no answer.
fn answer(
    graph: &Graph,
    choice: &Choice,
    root: ItemIndex,
    quantity: f64,
    steering: &Steering,
) -> Result<Answer, CreditError> {
    let scope = scope(graph, choice, root, quantity, steering);
    // All that was found of anything: what is small in these units may not be in its own.
    let breaks_ties = scope.recipes.len() <= MOST_FOR_TIES;
    let mut answer = lexicographic(&scope, root, quantity, steering, breaks_ties, 0.0)?;
    if !breaks_ties {
        let narrowed = scope.narrowed(&answer, root, quantity);
        if let Ok(fewest) = lexicographic(&narrowed, root, quantity, steering, true, 0.0) {
            answer = fewest;
        }
    }
    let worst = |answer: &Answer| {
        let short = verify::shortages(graph, root, quantity, answer);
        short.into_values().map(|(share, _)| share).fold(0.0, f64::max)
    };
    // Again among what is used, without the slack that the shades of preference took, in the units of what is used.
    for _ in 0..MOST_POLISHES {
        let narrowed = scope.narrowed(&answer, root, quantity);
        let Ok(polished) = lexicographic(&narrowed, root, quantity, steering, false, NOTHING) else { break };
        answer = polished;
        if worst(&answer) <= RESIDUAL * 0.01 {
            break;
        }
    }
    verify::cover_what_is_short(graph, choice, root, quantity, &mut answer);
    match worst(&answer) {
        missed if missed <= RESIDUAL => Ok(answer),
        missed => {
            Err(CreditError::Numerical(format!("its answer misses a balance by {missed:.1e} of what goes through")))
        }
    }
}

impl Answer {
    /// What all runs of a recipe take, line by line.
    fn taken(&self, graph: &Graph, recipe: RecipeIndex) -> Vec<Flow> {
        let mut taken = Vec::new();
        for (line, input) in graph.recipe(recipe).inputs.iter().enumerate() {
            for (option, flow) in input.options.iter().enumerate() {
                if let Some(runs) = self.options.get(&(recipe, line as u32, option as u32)) {
                    taken.push(Flow { item: flow.item, quantity: flow.quantity * runs });
                }
            }
        }
        taken
    }
}
