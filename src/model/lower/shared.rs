//! Trees to what documents of several kinds share: terms, flows, operations, sources.

use super::super::reader::{
    list_of, map_of, number_of, plain_of, quantity_of, readable, reference, reference_of, text, text_of, word,
};
use super::super::seldom::Seldom;
use super::super::shared::{
    ByProduct, Envelope, EnvelopeValue, FlowRest, Grade, Input, InputRest, LabourNeed, License, Loss, Operation,
    OperationRest, Provision, Reference, SafetyNote, SourceNote,
};
use crate::syntax::Node;
use crate::text::{Spanned, shared};

pub(super) fn license(node: Option<&Node<'_>>) -> License {
    let Some(node) = node else { return License::default() };
    match text(node) {
        Some(all) => License { hardware: Some(all.clone()), documentation: Some(all.clone()), software: Some(all) },
        None => License {
            hardware: text_of(node, "hardware"),
            documentation: text_of(node, "documentation"),
            software: text_of(node, "software"),
        },
    }
}

pub(super) fn input(node: &Node<'_>) -> Option<Input> {
    reference_of(node, "item").map(|item| input_of(node, item))
}

/// The input of a line that names this item, or none that could be read.
pub(super) fn input_of(node: &Node<'_>, item: Reference) -> Input {
    Input {
        item,
        quantity: quantity_of(node, "quantity"),
        rest: Seldom::new(InputRest {
            lifetime: quantity_of(node, "lifetime"),
            per_batch: is_per_batch(node),
            alternatives: list_of(node, "alternatives", reference),
            note: plain_of(node, "note"),
            source: reference_of(node, "source"),
        }),
    }
}

/// Whether a line is for a batch and not for a run.
pub(super) fn is_per_batch(node: &Node<'_>) -> bool {
    plain_of(node, "per").as_deref() == Some("batch")
}

pub(super) fn by_product(node: &Node<'_>) -> Option<ByProduct> {
    Some(ByProduct {
        item: reference_of(node, "item")?,
        quantity: quantity_of(node, "quantity"),
        rest: flow_rest(node),
    })
}

fn flow_rest(node: &Node<'_>) -> Seldom<FlowRest> {
    Seldom::new(FlowRest { note: plain_of(node, "note"), source: reference_of(node, "source") })
}

pub(super) fn loss(node: &Node<'_>) -> Option<Loss> {
    Some(Loss { quantity: quantity_of(node, "quantity"), to: plain_of(node, "to"), rest: flow_rest(node) })
}

pub(super) fn operation(node: &Node<'_>) -> Option<Operation> {
    Some(Operation {
        capability: reference_of(node, "capability")?,
        envelope: envelope_of(node),
        time: quantity_of(node, "time"),
        labour: node.get("labour").and_then(|n| {
            Some(Box::new(LabourNeed {
                skill: reference_of(n, "skill")?,
                time: quantity_of(n, "time"),
                set_up: quantity_of(n, "set-up"),
                people: number_of(n, "people").map_or(1, |x| x.value as u32),
            }))
        }),
        span: node.span,
        rest: Seldom::new(OperationRest {
            id: reference_of(node, "id"),
            title: plain_of(node, "title"),
            set_up: quantity_of(node, "set-up"),
            requires: list_of(node, "requires", reference),
            instructions: text_of(node, "instructions"),
            hazard: plain_of(node, "hazard"),
            note: plain_of(node, "note"),
            source: reference_of(node, "source"),
        }),
    })
}

fn envelope_of(node: &Node<'_>) -> Envelope {
    let entries = node.get("envelope").and_then(Node::as_mapping).unwrap_or_default();
    readable(entries, |entry| Some((Spanned::new(shared(&entry.key), entry.key_span), envelope_value(&entry.value)?)))
}

fn envelope_value(node: &Node<'_>) -> Option<EnvelopeValue> {
    Some(match node.as_sequence() {
        Some(items) => EnvelopeValue::Many(readable(items, word).into()),
        None => EnvelopeValue::One(word(node)?),
    })
}

pub(super) fn provision(node: &Node<'_>) -> Option<Provision> {
    Some(Provision {
        capability: reference_of(node, "capability")?,
        envelope: envelope_of(node),
        throughput: quantity_of(node, "throughput"),
        power: quantity_of(node, "power"),
    })
}

pub(super) fn safety_note(node: &Node<'_>) -> Option<SafetyNote> {
    Some(SafetyNote { hazard: plain_of(node, "hazard")?, note: plain_of(node, "note") })
}

pub(super) fn source_note(node: &Node<'_>) -> Option<SourceNote> {
    let title = text_of(node, "title")?;
    Some(SourceNote {
        id: reference_of(node, "id"),
        title: title.value,
        title_span: title.span,
        url: plain_of(node, "url"),
        grade: grade(plain_of(node, "grade").as_deref()),
        note: plain_of(node, "note"),
    })
}

pub(super) fn see(node: &Node<'_>) -> Vec<(String, String)> {
    map_of(node, "see", text).into_iter().map(|(scheme, id)| (scheme.value, id.value)).collect()
}

pub(super) fn grade(word: Option<&str>) -> Grade {
    match word {
        Some("stated") => Grade::Stated,
        Some("derived") => Grade::Derived,
        _ => Grade::Estimated,
    }
}
