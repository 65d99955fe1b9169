//! How well a plan is documented, as pages about all plans tell it.

use crate::lint::documentation::PlanScore;

/// What pages about all plans tell of one.
#[derive(Clone, Debug)]
pub struct ScoreGlance {
    /// From 0 to 100.
    pub score: f64,
    /// The same in whole points.
    pub points: u32,
    /// What would raise it most, in Markdown.
    pub next: Option<String>,
}

impl ScoreGlance {
    /// The score at a glance.
    pub fn of(score: &PlanScore) -> Self {
        let next = score.missing.first().map(|missing| missing.advice.clone());
        Self { score: score.score, points: score.whole_points(), next }
    }
}

/// `78 of 100`
pub fn of_hundred(points: u32) -> String {
    format!("{points} of 100")
}
