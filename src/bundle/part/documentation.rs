//! How well a plan is documented: on its page and its card, and what would raise the score.

use serde::Serialize;

use crate::bundle::context::Context;
use crate::bundle::names::Names;
use crate::bundle::score::of_hundred;
use crate::bundle::view::Fact;
use crate::bundle::wording::word_fact;
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

/// The cell of a title block.
pub fn documentation_fact(score: &PlanScore) -> Fact {
    let cell = word_fact("Documentation", score.whole_points().to_string());
    // Where nothing is left to do, there is no section to lead to.
    let href = (!score.missing.is_empty()).then(|| "#documentation".to_owned());
    Fact { unit: "of 100".to_owned(), href, ..cell }
}

/// The section of a plan's page; none where nothing would raise the score.
pub fn documentation(context: &Context<'_>, score: &PlanScore, names: Names<'_>) -> Option<Documentation> {
    if score.missing.is_empty() {
        return None;
    }
    let raise = |missing: &Missing| Raise {
        points: format!("{:.1}", missing.raises_by),
        advice_html: context.html(&missing.advice, names, None),
    };
    Some(Documentation { score: of_hundred(score.whole_points()), raises: score.missing.iter().map(raise).collect() })
}
