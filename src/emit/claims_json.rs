//! Claims as `groundup/claims/1`.

use serde::Serialize;

use super::claim_words::{command, factor_text};
use crate::catalog::Catalog;
use crate::claims::{Decided, DecidedMeasure, Influence, Of};
use crate::graph::Graph;
use crate::model::{FigureKind, FigureName};

/// All claims, decided.
#[derive(Debug, Serialize)]
pub struct ClaimsJson<'a> {
    schema: &'static str,
    currency: &'static str,
    claims: Vec<ClaimJson<'a>>,
}

#[derive(Debug, Serialize)]
struct ClaimJson<'a> {
    id: &'a str,
    title: Option<&'a str>,
    claim: Option<&'a str>,
    /// `holds`, `does not hold` or `cannot be told`.
    verdict: &'static str,
    measures: Vec<MeasureJson<'a>>,
    sources: Vec<&'a str>,
    note: Option<&'a str>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
struct MeasureJson<'a> {
    figure: FigureJson<'a>,
    value: Option<f64>,
    /// `at-least` or `at-most`.
    side: &'static str,
    bound: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    bound_figure: Option<FigureJson<'a>>,
    verdict: &'static str,
    why: Option<&'a str>,
    command: String,
    /// By grade, the share of what it depends on.
    evidence: SharesJson,
    /// The one that moves it most first: it decides.
    figures: Vec<InfluenceJson<'a>>,
    groups: Vec<InfluenceJson<'a>>,
}

#[derive(Debug, Serialize)]
struct FigureJson<'a> {
    name: &'static str,
    of: &'a str,
    at: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    item: Option<&'a str>,
    unit: &'a str,
}

#[derive(Debug, Serialize)]
struct SharesJson {
    stated: f64,
    derived: f64,
    estimated: f64,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
struct InfluenceJson<'a> {
    figure: String,
    /// By what the measure, less its bound, is moved if this is 10 % more.
    effect: f64,
    /// Times what it is, at which the bound is just met; `null` where it is at no value.
    met_at: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    grade: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<&'a str>,
}

/// The JSON document of all claims.
pub fn claims_json<'a>(catalog: &'a Catalog, graph: &'a Graph, decided: &'a [Decided<'a>]) -> ClaimsJson<'a> {
    let claim = |one: &'a Decided<'a>| ClaimJson {
        id: one.claim.id.value.as_str(),
        title: one.claim.title.as_deref(),
        claim: one.claim.claim.as_deref(),
        verdict: one.answer.as_str(),
        measures: one.measures.iter().map(|measure| measure_json(catalog, graph, measure)).collect(),
        sources: one.claim.sources.iter().map(|source| source.title.as_str()).collect(),
        note: one.claim.note.as_deref(),
    };
    ClaimsJson {
        schema: "groundup/claims/1",
        currency: graph.currency.code(),
        claims: decided.iter().map(claim).collect(),
    }
}

fn measure_json<'a>(catalog: &'a Catalog, graph: &'a Graph, measure: &'a DecidedMeasure<'a>) -> MeasureJson<'a> {
    let influence = |one: &'a Influence| InfluenceJson {
        figure: factor_text(catalog, graph, one, one.value),
        effect: one.effect,
        met_at: one.met_at().map(|(_, times)| times),
        grade: one.footing.as_ref().map(|footing| footing.grade.as_str()),
        source: one.footing.as_ref().and_then(|footing| footing.source.as_deref()),
    };
    MeasureJson {
        figure: figure_json(catalog, graph, measure.of),
        value: measure.value,
        side: measure.side.as_str(),
        bound: measure.bound,
        bound_figure: measure.bound_of.map(|of| figure_json(catalog, graph, of)),
        verdict: measure.answer.as_str(),
        why: measure.why.as_deref(),
        command: command(catalog, graph, measure.of),
        evidence: SharesJson {
            stated: measure.evidence.stated,
            derived: measure.evidence.derived,
            estimated: measure.evidence.estimated,
        },
        figures: measure.influences.iter().map(influence).collect(),
        groups: measure.groups.iter().map(influence).collect(),
    }
}

fn figure_json<'a>(catalog: &'a Catalog, graph: &'a Graph, of: Of) -> FigureJson<'a> {
    FigureJson {
        name: of.name.as_str(),
        of: graph.item(of.root).id.as_str(),
        at: catalog.facilities.get(of.facility).map_or("", |facility| facility.id.value.as_str()),
        item: of.item.map(|item| graph.item(item).id.as_str()),
        unit: unit(graph, of),
    }
}

/// The unit of a figure's value; empty for a number or a share.
fn unit(graph: &Graph, of: Of) -> &str {
    match of.name.kind() {
        FigureKind::Number | FigureKind::Share => "",
        FigureKind::Money => graph.currency.code(),
        FigureKind::Hours => "h",
        FigureKind::Mass => "kg",
        FigureKind::Energy => "kWh",
        FigureKind::Area => "m2",
        FigureKind::Power => "W",
        FigureKind::OfItem => match (of.name, of.item) {
            (FigureName::Amount, Some(item)) => graph.item(item).unit.symbol(),
            _ => "",
        },
    }
}
