//! The claims in words, for the page of the site.

use super::claim_words::{command, factor_text, figure_text, footing_text, move_text, value_text};
use super::claims_markdown::{bound_text, threshold_text, title, verdict, without_figure};
use crate::bundle::{ClaimText, FigureText, MeasureText};
use crate::catalog::Catalog;
use crate::claims::{Decided, DecidedMeasure, Influence};
use crate::graph::Graph;

/// Each claim as the page tells it.
pub fn claim_texts(catalog: &Catalog, graph: &Graph, decided: &[Decided<'_>]) -> Vec<ClaimText> {
    let claim = |one: &Decided<'_>| {
        let deciding = one.deciding();
        let first = deciding.and_then(|measure| Some((measure, measure.influences.first()?)));
        ClaimText {
            id: one.claim.id.value.to_string(),
            title: plain(title(one)),
            claim: one.claim.claim.as_deref().map(|text| text.trim().to_owned()),
            sources: one.claim.sources.iter().map(|source| source.title.clone()).collect(),
            answer: one.answer,
            verdict: verdict(one),
            reason: without_figure(one),
            deciding: first.map(|(measure, influence)| figure(catalog, graph, measure, influence)),
            measures: one.measures.iter().map(|measure| measure_text(catalog, graph, measure)).collect(),
            note: one.claim.note.as_deref().map(|text| text.trim().to_owned()),
        }
    };
    decided.iter().map(claim).collect()
}

fn measure_text(catalog: &Catalog, graph: &Graph, measure: &DecidedMeasure<'_>) -> MeasureText {
    let why = measure.why.as_ref().map_or_else(String::new, |why| format!(": {why}"));
    let bound_of = measure.bound_of.map_or_else(String::new, |of| format!(", the {}", figure_text(catalog, graph, of)));
    let figures = measure.influences.iter().chain(&measure.groups);
    MeasureText {
        what: plain(&super::claims_markdown::capitalised(&figure_text(catalog, graph, measure.of))),
        computed: measure.value.map_or_else(|| "–".to_owned(), |value| value_text(graph, measure.of, value)),
        claimed: plain(&format!("{}{bound_of}", bound_text(graph, measure))),
        answer: plain(&format!("{}{why}", measure.answer.as_str())),
        command: command(catalog, graph, measure.of),
        note: measure.note.map(|note| note.trim().to_owned()),
        figures: figures.map(|one| figure(catalog, graph, measure, one)).collect(),
    }
}

fn figure(catalog: &Catalog, graph: &Graph, measure: &DecidedMeasure<'_>, one: &Influence) -> FigureText {
    FigureText {
        text: plain(&factor_text(catalog, graph, one, one.value)),
        footing: one.footing.as_ref().map_or_else(String::new, footing_text),
        source: one.footing.as_ref().and_then(|footing| footing.source.clone()),
        moves: move_text(graph, measure.of, one.effect),
        met_at: plain(&threshold_text(catalog, graph, one)),
        factor: one.factor,
        item: one.item,
        machine: one.name.clone(),
        root: measure.of.root,
        facility: one.facility,
    }
}

/// Without the marks of Markdown for code.
fn plain(text: &str) -> String {
    text.replace('`', "")
}
