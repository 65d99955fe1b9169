//! How well a plan is documented: a score from 0 to 100, and what would raise it.
//!
//! The criteria are data ([`CRITERIA`]): what each asks, what it weighs, where it comes from (the fields of Open Know-How, the
//! subjects of DIN SPEC 3105-1), and a function that answers it from the plan. A criterion is met to a share: four drawings for
//! eight parts are half. One that does not bear on a plan is not asked, as drawings of a plan without parts of its own:
//!
//! `score = 100 · Σ weight · share / Σ weight`, over the criteria that are asked.
//!
//! The score counts what is written, and cannot see whether it is true or can be understood: that takes a reader.

mod criteria;
mod criterion;
mod held;
mod identity;
mod making;
mod page;
mod using;

#[cfg(test)]
mod tests;

use rayon::prelude::*;

use super::Checked;
use crate::world::World;

pub use criteria::CRITERIA;
pub use criterion::{Answer, Criterion, Group};
pub use page::page;

use held::Held;

/// How well one plan is documented.
#[derive(Clone, Debug, PartialEq)]
pub struct PlanScore {
    /// Index of the plan in the catalog.
    pub plan: usize,
    /// From 0 to 100.
    pub score: f64,
    /// The criteria that are met in full, in the order of [`CRITERIA`].
    pub met: Vec<&'static Criterion>,
    /// The others that are asked, what raises the score most first.
    pub missing: Vec<Missing>,
}

impl PlanScore {
    /// The score in whole points: 100 only where nothing is missing.
    pub fn whole_points(&self) -> u32 {
        if self.missing.is_empty() { 100 } else { (self.score as u32).min(99) }
    }
}

/// A criterion that is not met in full.
#[derive(Clone, Debug, PartialEq)]
pub struct Missing {
    /// The criterion.
    pub criterion: &'static Criterion,
    /// How much of it is there, from 0 to below 1.
    pub share: f64,
    /// By how many points meeting it in full raises the score.
    pub raises_by: f64,
    /// What to do.
    pub advice: String,
}

/// The scores of all plans, in their order; a plan whose document could not be read whole has none, since what is missing from
/// it may only be misspelt.
pub fn scores(world: &dyn World, checked: &Checked) -> Vec<PlanScore> {
    scores_by_plan(world, checked).into_iter().flatten().collect()
}

/// The same by plan.
pub fn scores_by_plan(world: &dyn World, checked: &Checked) -> Vec<Option<PlanScore>> {
    (0..checked.catalog.plans.len()).into_par_iter().map(|plan| score_of(world, checked, plan)).collect()
}

/// The score of one plan (by index); `None` where it could not be read whole.
pub fn score_of(world: &dyn World, checked: &Checked, plan: usize) -> Option<PlanScore> {
    if checked.catalog.damage.is_faulty(checked.catalog.plans[plan].span) {
        return None;
    }
    let held = Held::of(world, checked, plan);
    Some(score(plan, CRITERIA.iter().map(|criterion| (criterion, (criterion.answer)(&held))).collect()))
}

/// The score that these answers make.
fn score(plan: usize, answers: Vec<(&'static Criterion, Answer)>) -> PlanScore {
    let asked = || answers.iter().filter(|(_, answer)| *answer != Answer::NotAsked);
    let weight: f64 = asked().map(|(criterion, _)| f64::from(criterion.weight)).sum();
    let points = |criterion: &Criterion, share: f64| 100.0 * f64::from(criterion.weight) * share / weight;
    let mut found = PlanScore { plan, score: 0.0, met: Vec::new(), missing: Vec::new() };
    for (criterion, answer) in asked() {
        match answer {
            Answer::Lacking { share, advice } => {
                found.score += points(criterion, *share);
                let raises_by = points(criterion, 1.0 - share);
                found.missing.push(Missing { criterion, share: *share, raises_by, advice: advice.clone() });
            }
            Answer::Met | Answer::NotAsked => {
                found.score += points(criterion, 1.0);
                found.met.push(criterion);
            }
        }
    }
    // The sort is stable: what raises as much stays in the order of the criteria.
    found.missing.sort_by(|a, b| b.raises_by.total_cmp(&a.raises_by));
    found
}
