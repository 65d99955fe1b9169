//! A loop without end as `groundup/runaway/1`: what commands print as JSON where there is no answer.

use serde::Serialize;

use crate::graph::{Graph, ItemIndex};
use crate::resolve::Runaway;

/// Why there is no resolution: a loop that consumes at least what it makes.
#[derive(Debug, Serialize)]
pub struct RunawayJson<'g> {
    schema: &'static str,
    plan: &'g str,
    /// The loop, as a resolution lists those that have an end.
    cycles: [Vec<&'g str>; 1],
    gain: f64,
}

/// The JSON document of a loop under `root`.
pub fn runaway_json<'g>(graph: &'g Graph, root: ItemIndex, runaway: &Runaway) -> RunawayJson<'g> {
    RunawayJson {
        schema: "groundup/runaway/1",
        plan: graph.item(root).id.as_str(),
        cycles: [runaway.items.iter().map(|item| graph.item(*item).id.as_str()).collect()],
        gain: runaway.gain,
    }
}
