//! How well plans are documented, for people at a terminal: the least first, each with what would raise it most.

use std::fmt::Write as _;

use super::phrase::wrapped;
use crate::catalog::Catalog;
use crate::lint::documentation::PlanScore;

/// So many of the things that would raise a score are told.
const SHOWN: usize = 3;

/// Columns of a line.
const WIDTH: usize = 100;

/// The scores of plans, and what would raise each.
pub fn documentation_text(catalog: &Catalog, scores: &[PlanScore]) -> String {
    let mut order: Vec<&PlanScore> = scores.iter().collect();
    // Stable: plans with the same score stay in the order of their ids.
    order.sort_by(|a, b| a.score.total_cmp(&b.score));
    let mut text = String::new();
    for score in order {
        let id = &catalog.plans[score.plan].id.value;
        let _ = writeln!(text, "{id}: documented to {} of 100", score.whole_points());
        for missing in score.missing.iter().take(SHOWN) {
            let points = format!("{:+.1}", missing.raises_by);
            let mut lead = format!("  {points:>5}  ");
            for line in wrapped(&missing.advice, WIDTH - lead.len()) {
                let _ = writeln!(text, "{lead}{line}");
                lead = " ".repeat(lead.len());
            }
        }
        match score.missing.len().saturating_sub(SHOWN) {
            0 => {}
            more => {
                let rest: f64 = score.missing.iter().skip(SHOWN).map(|missing| missing.raises_by).sum();
                let points = format!("{rest:+.1}");
                let _ = writeln!(text, "  {points:>5}  {more} more; `--format json` lists them");
            }
        }
        text.push('\n');
    }
    text
}
