//! What a resolution rests on, as `groundup/evidence/1`.

use serde::Serialize;

use super::figure::{helps_most, in_words, kind, owner, source_title, weak_figures, weight};
use crate::catalog::Catalog;
use crate::graph::Graph;
use crate::resolve::{Evidence, Figure, Resolution, Total, evidence_by_total};

/// Shares by grade; they sum to 1, or are all 0 where a total depends on nothing.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct GradesJson {
    stated: f64,
    derived: f64,
    estimated: f64,
}

impl From<&Evidence> for GradesJson {
    fn from(evidence: &Evidence) -> Self {
        Self { stated: evidence.stated, derived: evidence.derived, estimated: evidence.estimated }
    }
}

/// One value for each total.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct ByTotalJson<T> {
    cost: T,
    electricity: T,
    emissions: T,
    labour: T,
    raw_mass: T,
}

impl<T> ByTotalJson<T> {
    /// From values in the order of [`Total::ALL`].
    fn of([cost, electricity, emissions, labour, raw_mass]: [T; Total::ALL.len()]) -> Self {
        Self { cost, electricity, emissions, labour, raw_mass }
    }
}

/// How much of each total rests on figures of each grade.
pub fn evidence_by_total_json(figures: &[Figure]) -> ByTotalJson<GradesJson> {
    ByTotalJson::of(evidence_by_total(figures).each_ref().map(GradesJson::from))
}

/// What a resolution rests on.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct EvidenceJson<'g> {
    schema: &'static str,
    plan: &'g str,
    quantity: f64,
    unit: &'g str,
    evidence_by_total: ByTotalJson<GradesJson>,
    /// Those that no source states, the weightiest on cost, electricity and raw mass first.
    figures: Vec<FigureJson<'g>>,
    /// Those that are left out.
    rest: RestJson,
    #[serde(skip_serializing_if = "Option::is_none")]
    helps_most: Option<HelpsMostJson<'g>>,
}

#[derive(Debug, Serialize)]
struct FigureJson<'g> {
    figure: String,
    kind: &'static str,
    /// The recipe or item that it is written at.
    of: &'g str,
    item: &'g str,
    value: f64,
    grade: &'static str,
    source: Option<&'g str>,
    /// By what share each total moves, per share by which the figure moves.
    elasticity: ByTotalJson<f64>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
struct RestJson {
    count: usize,
    largest_elasticity: f64,
}

#[derive(Debug, Serialize)]
struct HelpsMostJson<'g> {
    of: &'g str,
    share: f64,
}

/// The JSON document of what a resolution rests on, with at most `limit` figures.
pub fn evidence_json<'g>(
    catalog: &'g Catalog,
    graph: &'g Graph,
    resolution: &Resolution,
    figures: &[Figure],
    limit: usize,
) -> EvidenceJson<'g> {
    let weak = weak_figures(figures);
    let root = graph.item(resolution.root);
    let told = |figure: &&Figure| FigureJson {
        figure: in_words(graph, figure),
        kind: kind(figure),
        of: owner(graph, figure),
        item: graph.item(figure.item).id.as_str(),
        value: figure.value,
        grade: figure.basis.grade.as_str(),
        source: source_title(catalog, graph, figure),
        elasticity: ByTotalJson::of(figure.elasticity),
    };
    EvidenceJson {
        schema: "groundup/evidence/1",
        plan: root.id.as_str(),
        quantity: resolution.quantity,
        unit: root.unit.symbol(),
        evidence_by_total: evidence_by_total_json(figures),
        figures: weak.iter().take(limit).map(told).collect(),
        rest: RestJson {
            count: weak.len().saturating_sub(limit),
            largest_elasticity: weak.get(limit).map_or(0.0, |figure| weight(figure)),
        },
        helps_most: helps_most(graph, figures).map(|(of, share)| HelpsMostJson { of, share }),
    }
}
