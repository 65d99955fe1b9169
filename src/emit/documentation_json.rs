//! How well plans are documented, as JSON: a part of `groundup/check/1`.

use serde::Serialize;

use crate::catalog::Catalog;
use crate::lint::documentation::PlanScore;

/// How well one plan is documented.
#[derive(Debug, Serialize)]
pub struct PlanDocumentation<'a> {
    /// Its id.
    pub plan: &'a str,
    /// From 0 to 100.
    pub score: f64,
    /// The criteria that are met, by name.
    pub met: Vec<&'static str>,
    /// The others that bear on the plan, what raises the score most first.
    pub missing: Vec<MissingCriterion<'a>>,
}

/// A criterion that is not met in full.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct MissingCriterion<'a> {
    /// Its name.
    pub criterion: &'static str,
    /// By how many points meeting it raises the score.
    pub raises_by: f64,
    /// What to do.
    pub r#do: &'a str,
}

/// The scores of plans, as they come.
pub fn documentation_json<'a>(catalog: &'a Catalog, scores: &'a [PlanScore]) -> Vec<PlanDocumentation<'a>> {
    let of_plan = |score: &'a PlanScore| PlanDocumentation {
        plan: catalog.plans[score.plan].id.value.as_str(),
        score: tenths(score.score),
        met: score.met.iter().map(|criterion| criterion.id).collect(),
        missing: score
            .missing
            .iter()
            .map(|missing| MissingCriterion {
                criterion: missing.criterion.id,
                raises_by: tenths(missing.raises_by),
                r#do: &missing.advice,
            })
            .collect(),
    };
    scores.iter().map(of_plan).collect()
}

fn tenths(points: f64) -> f64 {
    (points * 10.0).round() / 10.0
}
