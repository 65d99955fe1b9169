//! What an operation needs to hold: a capability within bounds, people, time.

use std::collections::HashMap;
use std::fmt::Write;
use std::sync::Arc;

use super::basis::Basis;
use crate::catalog::{CapabilityIndex, Catalog};
use crate::model::{Envelope, EnvelopeValue, Fits, Id, Operation};
use crate::quantity::{self, Unit};
use crate::text::Spanned;

/// One step of a recipe, as a need.
#[derive(Clone, Debug, PartialEq)]
pub struct OperationNeed {
    /// The ability; `None` if it is not described anywhere.
    pub capability: Option<CapabilityIndex>,
    /// Its id.
    pub capability_id: Id,
    /// What it asks of the equipment.
    pub bounds: Arc<[Bound]>,
    /// Machine hours per run, with the share of set-up.
    pub machine_h: f64,
    /// Person-hours per run, with the share of set-up.
    pub labour_h: f64,
    /// How many people must be there at once.
    pub people: u32,
    /// Machine hours per batch, of set-up.
    pub set_up_machine_h: f64,
    /// Person-hours per batch, of set-up.
    pub set_up_labour_h: f64,
    /// Who can do it.
    pub skill: Option<Id>,
    /// What its hours rest on.
    pub basis: Basis,
    /// What has to be allowed or certified.
    pub permissions: Vec<Id>,
}

/// What is asked, or offered, of one parameter.
#[derive(Clone, Debug, PartialEq)]
pub struct Bound {
    /// The parameter.
    pub parameter: String,
    /// When a need fits an offer.
    pub fits: Fits,
    /// The parameter's unit; `None` for words.
    pub unit: Option<Unit>,
    /// The values, as numbers or words.
    pub values: Vec<BoundValue>,
}

/// A value of a parameter, and how its author wrote it.
#[derive(Clone, Debug, PartialEq)]
pub enum BoundValue {
    /// A quantity.
    Number {
        /// In SI.
        si: f64,
        /// As written.
        written: String,
    },
    /// From one quantity to another: `3..12 mm`.
    Interval {
        /// The lower end, in SI.
        from_si: f64,
        /// The upper end, in SI; not below the lower one.
        to_si: f64,
        /// As written.
        written: String,
    },
    /// A word.
    Word(String),
}

impl BoundValue {
    /// The value as its author wrote it.
    pub fn written(&self) -> &str {
        match self {
            BoundValue::Number { written, .. } | BoundValue::Interval { written, .. } | BoundValue::Word(written) => {
                written
            }
        }
    }

    /// Its ends in SI, the same twice for a single quantity; `None` for a word.
    pub fn ends_si(&self) -> Option<(f64, f64)> {
        match self {
            BoundValue::Number { si, .. } => Some((*si, *si)),
            BoundValue::Interval { from_si, to_si, .. } => Some((*from_si, *to_si)),
            BoundValue::Word(_) => None,
        }
    }
}

/// An envelope as bounds, by the parameters of its capability. One that the capability does not have, or nobody describes, was
/// reported: it fits the same words alone.
pub fn bounds_of(catalog: &Catalog, capability: &str, envelope: &Envelope) -> Vec<Bound> {
    if envelope.is_empty() {
        return Vec::new();
    }
    let parameters = catalog.parameters_of(capability);
    let bound = |(name, value): &(Spanned<Arc<str>>, EnvelopeValue)| {
        let Some((_, parameter)) = parameters.iter().find(|(known, _)| *known == &*name.value) else {
            let values = value.values().iter().map(|text| BoundValue::Word(text.value.to_string())).collect();
            return Bound { parameter: name.value.to_string(), fits: Fits::Equal, unit: None, values };
        };
        let unit = parameter.unit.as_ref().map(|unit| unit.value.clone());
        let read = |text: &Spanned<Arc<str>>| match &unit {
            Some(_) => number(&text.value),
            None => Some(BoundValue::Word(text.value.to_string())),
        };
        let values = value.values().iter().filter_map(read).collect();
        Bound { parameter: name.value.to_string(), fits: parameter.fits, unit: unit.clone(), values }
    };
    envelope.iter().map(bound).collect()
}

fn number(text: &str) -> Option<BoundValue> {
    if let Some(ends) = quantity::parse_interval(text) {
        let (from, to) = ends.ok()?;
        let (from_si, to_si, written) = (from.si(), to.si(), text.trim().to_owned());
        return (from_si <= to_si).then_some(BoundValue::Interval { from_si, to_si, written });
    }
    let quantity = quantity::parse(text).ok()?;
    Some(BoundValue::Number { si: quantity.si(), written: quantity.as_written().to_owned() })
}

/// The bounds of envelopes that were seen: a repository asks for the same in many places.
#[derive(Default)]
pub(super) struct KnownBounds {
    /// By the capability, and the envelope in words.
    known: HashMap<String, Arc<[Bound]>, foldhash::fast::RandomState>,
    /// What is being looked up.
    words: String,
}

impl KnownBounds {
    fn bounds_of(&mut self, catalog: &Catalog, capability: &Id, envelope: &Envelope) -> Arc<[Bound]> {
        self.words.clear();
        self.words.push_str(capability.as_str());
        for (name, value) in envelope {
            // With their lengths, so that no other envelope has the same words.
            let _ = write!(self.words, " {}:{}={}", name.value.len(), name.value, value.values().len());
            for value in value.values() {
                let _ = write!(self.words, " {}:{}", value.value.len(), value.value);
            }
        }
        if let Some(known) = self.known.get(&self.words) {
            return known.clone();
        }
        let bounds: Arc<[Bound]> = bounds_of(catalog, capability.as_str(), envelope).into();
        self.known.insert(self.words.clone(), bounds.clone());
        bounds
    }
}

/// An operation as a need, of a recipe with so many runs to a batch.
pub(super) fn need_of(
    catalog: &Catalog,
    known: &mut KnownBounds,
    operation: &Operation,
    batch_runs: f64,
) -> OperationNeed {
    let hours = |time: &Option<Spanned<quantity::Quantity>>| time.as_ref().map_or(0.0, |time| time.value.si() / 3600.0);
    let capability_id = operation.capability.value.clone();
    let labour = operation.labour.as_ref();
    let set_up_machine_h = hours(&operation.set_up);
    let set_up_labour_h = labour.map_or(0.0, |labour| hours(&labour.set_up));
    OperationNeed {
        capability: catalog.index.capability(capability_id.as_str()),
        bounds: known.bounds_of(catalog, &capability_id, &operation.envelope),
        capability_id,
        machine_h: hours(&operation.time) + set_up_machine_h / batch_runs,
        labour_h: labour.map_or(0.0, |labour| hours(&labour.time)) + set_up_labour_h / batch_runs,
        set_up_machine_h,
        set_up_labour_h,
        people: operation.labour.as_ref().map_or(1, |labour| labour.people),
        skill: labour.map(|labour| labour.skill.value.clone()),
        basis: Basis::NONE,
        permissions: operation.requires.iter().map(|permission| permission.value.clone()).collect(),
    }
}
