//! How an item is obtained and why not otherwise, as the `rivals` of `groundup/why/1`.

use serde::Serialize;

use super::rivals_human::{reason_text, reason_word};
use crate::graph::Graph;
use crate::resolve::{Rival, Rivals};

/// One way to obtain an item; the first of a list is the one chosen.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct RivalJson<'g> {
    obtained: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    recipe: Option<&'g str>,
    chosen: bool,
    reason: &'static str,
    explanation: String,
    /// Per unit of the item; null where no amount would be enough.
    per_unit: Option<PerUnitJson>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
struct PerUnitJson {
    cost: f64,
    energy_kwh: f64,
    emissions_kg: f64,
    labour_h: f64,
    mass_kg: f64,
    imports: f64,
}

/// The ways of an item for JSON.
pub(super) fn rivals_json<'g>(graph: &'g Graph, rivals: &Rivals) -> Vec<RivalJson<'g>> {
    let way = |(position, rival): (usize, &Rival)| RivalJson {
        obtained: rival.obtain.as_str(),
        recipe: rival.obtain.recipe().map(|recipe| graph.recipe(recipe).id.as_str()),
        chosen: position == 0,
        reason: reason_word(rival),
        explanation: reason_text(graph, rival.standing),
        per_unit: rival.values.map(|[cost, energy_kwh, emissions_kg, labour_h, mass_kg, imports]| PerUnitJson {
            cost,
            energy_kwh,
            emissions_kg,
            labour_h,
            mass_kg,
            imports,
        }),
    };
    rivals.ways.iter().enumerate().map(way).collect()
}
