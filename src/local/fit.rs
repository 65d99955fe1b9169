//! What a need asks against what an offer gives, parameter by parameter, each by its own rule.

use std::collections::BTreeMap;

use crate::graph::{Bound, BoundValue};
use crate::model::Fits;
use crate::quantity::{Dimension, Unit, display_si};

/// Relative difference below which two numbers are the same: `1/2 in` is `12.7 mm`.
const TOLERANCE: f64 = 1e-9;

/// What a need asks and an offer does not give.
#[derive(Clone, Copy, Debug)]
pub struct Misfit<'a> {
    /// What is asked.
    pub need: &'a Bound,
    /// What is offered; `None` if the equipment does not state it.
    pub offer: Option<&'a Bound>,
}

/// Whether what `offered` names is `needed` or a special case of it: `welding/mig` covers `welding`.
pub fn is_same_or_below(offered: &str, needed: &str) -> bool {
    offered.strip_prefix(needed).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// What keeps an offer from covering a need; nothing if it does. Every parameter of the need is held against the offer's of
/// the same name by the rule of the *needed* capability; what the offer does not state fits nothing.
pub fn misfits<'a>(need: &'a [Bound], offer: &'a [Bound]) -> impl Iterator<Item = Misfit<'a>> {
    need.iter().filter_map(|need| {
        let stated = offer.iter().find(|bound| bound.parameter == need.parameter && !bound.values.is_empty());
        let fits = stated.is_some_and(|offer| fits(need, offer));
        (!fits).then_some(Misfit { need, offer: stated })
    })
}

/// Whether one bound fits another, by the need's rule. Of several needed words any will do (`one-of`); several needed
/// numbers all have to fit. A need that could not be read fits nothing. Several plain numbers that are offered for a `range`
/// are its ends, as in `[3 mm, 12 mm]`.
pub fn fits(need: &Bound, offer: &Bound) -> bool {
    let is_plain = |value: &BoundValue| matches!(value, BoundValue::Number { .. });
    if need.fits == Fits::Range && offer.values.len() > 1 && offer.values.iter().all(is_plain) {
        let (low, high) = (least(offer).unwrap_or(f64::NAN), greatest(offer).unwrap_or(f64::NAN));
        let is_inside = |(from, to): (f64, f64)| from >= low - slack(from, low) && to <= high + slack(to, high);
        return !need.values.is_empty() && need.values.iter().all(|value| value.ends_si().is_some_and(is_inside));
    }
    let is_offered = |needed: &BoundValue| offer.values.iter().any(|offered| accepts(need.fits, needed, offered));
    match need.fits {
        _ if need.values.is_empty() => false,
        Fits::OneOf => need.values.iter().any(is_offered),
        Fits::AtMost | Fits::AtLeast | Fits::Equal | Fits::Range => need.values.iter().all(is_offered),
    }
}

/// Whether one value fits one that is offered. What lies outside an interval that is offered fits it by no rule.
fn accepts(rule: Fits, needed: &BoundValue, offered: &BoundValue) -> bool {
    let (Some((from, to)), Some((low, high))) = (needed.ends_si(), offered.ends_si()) else {
        return matches!(rule, Fits::OneOf | Fits::Equal) && is_same(needed, offered);
    };
    let is_inside = || from >= low - slack(from, low) && to <= high + slack(to, high);
    match rule {
        Fits::Equal => is_same(needed, offered),
        Fits::OneOf | Fits::Range => is_inside(),
        _ if matches!(offered, BoundValue::Interval { .. }) => is_inside(),
        Fits::AtMost => to <= high + slack(to, high),
        Fits::AtLeast => from >= low - slack(from, low),
    }
}

/// The greatest number among a bound's values, in SI.
pub fn greatest(bound: &Bound) -> Option<f64> {
    bound.values.iter().filter_map(|value| Some(value.ends_si()?.1)).reduce(f64::max)
}

/// The least number among a bound's values, in SI.
pub fn least(bound: &Bound) -> Option<f64> {
    bound.values.iter().filter_map(|value| Some(value.ends_si()?.0)).reduce(f64::min)
}

fn slack(a: f64, b: f64) -> f64 {
    TOLERANCE * a.abs().max(b.abs())
}

/// Whether two values are the same word, or the same numbers however they are written.
pub fn is_same(a: &BoundValue, b: &BoundValue) -> bool {
    match (a.ends_si(), b.ends_si()) {
        (Some(a), Some(b)) => (a.0 - b.0).abs() <= slack(a.0, b.0) && (a.1 - b.1).abs() <= slack(a.1, b.1),
        (None, None) => a.written() == b.written(),
        _ => false,
    }
}

/// Over several needs of one capability, the widest bound of each parameter: what has to be offered to meet them all.
pub fn widest<'a>(needs: impl IntoIterator<Item = &'a [Bound]>) -> Vec<Bound> {
    let mut widest: BTreeMap<&str, Bound> = BTreeMap::new();
    for need in needs.into_iter().flatten() {
        let bound = as_offer(need);
        let Some(known) = widest.get_mut(need.parameter.as_str()) else {
            widest.insert(&need.parameter, bound);
            continue;
        };
        match bound.fits {
            Fits::AtMost if greatest(&bound) > greatest(known) => *known = bound,
            Fits::AtLeast if least(&bound) < least(known) => *known = bound,
            Fits::AtMost | Fits::AtLeast => {}
            Fits::OneOf | Fits::Equal | Fits::Range => {
                let new = bound.values.iter().filter(|value| !known.values.iter().any(|other| is_same(value, other)));
                let new: Vec<BoundValue> = new.cloned().collect();
                known.values.extend(new);
            }
        }
    }
    widest.into_values().collect()
}

/// The bound that an offer has to state to meet a need: where only one end counts, that end.
fn as_offer(need: &Bound) -> Bound {
    let end = match need.fits {
        Fits::AtMost => greatest(need),
        Fits::AtLeast => least(need),
        Fits::OneOf | Fits::Equal | Fits::Range => None,
    };
    let (true, Some(si)) = (need.values.len() > 1 || need.values.iter().any(is_interval), end) else {
        return need.clone();
    };
    let written = need.values.iter().find(|value| !is_interval(value) && value.ends_si() == Some((si, si)));
    let dimension = need.unit.as_ref().map_or(Dimension::NONE, Unit::dimension);
    let written = written.map_or_else(|| display_si(si, dimension), |value| value.written().to_owned());
    Bound { values: vec![BoundValue::Number { si, written }], ..need.clone() }
}

fn is_interval(value: &BoundValue) -> bool {
    matches!(value, BoundValue::Interval { .. })
}
