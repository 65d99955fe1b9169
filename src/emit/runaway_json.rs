//! A loop without end as `groundup/runaway/1`: what commands print as JSON where there is no answer.

use serde::Serialize;

use crate::graph::{Graph, ItemIndex};
use crate::resolve::{Runaway, RunawayKind};

/// Why there is no resolution: a loop that consumes at least what it makes, or an amount beyond all use.
#[derive(Debug, Serialize)]
pub struct RunawayJson<'g> {
    schema: &'static str,
    plan: &'g str,
    /// The loop, as a resolution lists those that have an end.
    cycles: Vec<Vec<&'g str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    gain: Option<f64>,
    /// The item whose amount is beyond all use.
    #[serde(skip_serializing_if = "Option::is_none")]
    beyond: Option<&'g str>,
}

/// The JSON document of a loop under `root`.
pub fn runaway_json<'g>(graph: &'g Graph, root: ItemIndex, runaway: &Runaway) -> RunawayJson<'g> {
    let ids: Vec<&str> = runaway.items.iter().map(|item| graph.item(*item).id.as_str()).collect();
    let is_amount = runaway.kind == RunawayKind::Amount;
    RunawayJson {
        schema: "groundup/runaway/1",
        plan: graph.item(root).id.as_str(),
        beyond: ids.first().copied().filter(|_| is_amount),
        cycles: if is_amount { Vec::new() } else { vec![ids] },
        gain: (!is_amount).then_some(runaway.gain),
    }
}
