//! How well a plan is documented: on its page and its card, and what would raise the score.

use serde::Serialize;

use super::context::Context;
use super::links::Names;
use super::view::Fact;
use super::wording::word_fact;
use crate::lint::documentation::{Missing, PlanScore};

/// The score of a plan, and what would raise it.
#[derive(Clone, Debug, Serialize)]
pub struct Documentation {
    /// `78 of 100`
    pub score: String,
    /// What would raise it, most first.
    pub raises: Vec<Raise>,
}

/// One thing that would raise the score.
#[derive(Clone, Debug, Serialize)]
pub struct Raise {
    /// By how many points.
    pub points: String,
    /// What to do.
    pub advice_html: String,
}

/// `78 of 100`
pub fn points(score: &PlanScore) -> String {
    format!("{} of 100", score.whole_points())
}

/// The cell of a title block.
pub fn documentation_fact(context: &Context<'_>, plan: usize) -> Option<Fact> {
    let score = context.documentation(plan)?;
    let cell = word_fact("Documentation", score.whole_points().to_string());
    // Where nothing is left to do, there is no section to lead to.
    let href = (!score.missing.is_empty()).then(|| "#documentation".to_owned());
    Some(Fact { unit: "of 100".to_owned(), href, ..cell })
}

/// The section of a plan's page; none where nothing would raise the score.
pub fn documentation(context: &Context<'_>, plan: usize, names: Names<'_>) -> Option<Documentation> {
    let score = context.documentation(plan).filter(|score| !score.missing.is_empty())?;
    let raise = |missing: &Missing| Raise {
        points: format!("{:.1}", missing.raises_by),
        advice_html: context.html(&missing.advice, names, None),
    };
    Some(Documentation { score: points(score), raises: score.missing.iter().map(raise).collect() })
}
