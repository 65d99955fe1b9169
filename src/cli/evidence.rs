//! `groundup resolve --evidence`: what a resolution rests on.

use super::session::Session;
use super::{Console, Failure, Outcome};
use crate::emit;
use crate::resolve::{Resolution, Runaway, figures_of};

/// How to print it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// For reading.
    Human,
    /// The document `groundup/evidence/1`.
    Json,
    /// For spreadsheets: every figure.
    Csv,
}

/// Prints what a resolution rests on, with at most `limit` figures.
///
/// # Errors
/// The output cannot be written.
pub(super) fn print(
    session: &Session,
    resolution: &Resolution,
    limit: usize,
    shape: Shape,
    console: &mut Console,
) -> Result<Outcome, Failure> {
    let (catalog, graph) = (&session.checked.catalog, &session.checked.graph);
    let figures = match figures_of(graph, resolution) {
        Ok(figures) => figures,
        Err(runaway) => return tell(session, resolution, &runaway, shape, console),
    };
    match shape {
        Shape::Human => {
            console.print(&emit::evidence_text(catalog, graph, resolution, &figures, limit, console.style()))?;
        }
        Shape::Json => console.print_json(&emit::evidence_json(catalog, graph, resolution, &figures, limit))?,
        Shape::Csv => console.print(&emit::evidence_csv(catalog, graph, &figures))?,
    }
    Ok(super::resolve::outcome_of(catalog, graph, resolution, console))
}

fn tell(
    session: &Session,
    resolution: &Resolution,
    runaway: &Runaway,
    shape: Shape,
    console: &mut Console,
) -> Result<Outcome, Failure> {
    session.tell_runaway(resolution.root, runaway, shape == Shape::Json, console)
}
