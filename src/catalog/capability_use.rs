//! What an operation asks for, or equipment offers, held against the capability that it names.

use super::Catalog;
use super::suggestions::Suggestion;
use std::sync::Arc;

use crate::diagnostic::rule_names::{INVALID_QUANTITY, UNIT_MISMATCH};
use crate::diagnostic::{Diagnostic, Edit, Fix};
use crate::model::{Envelope, EnvelopeValue, Parameter, Reference};
use crate::quantity::{self, Quantity};
use crate::schema::{closest, surely};
use crate::text::{Span, Spanned};

/// What is wrong with the use of a capability.
pub(super) enum Misuse<'c> {
    /// There is no such capability; which one may be meant.
    Unknown(Suggestion<'c>),
    /// The capability has no parameter of the name at this place; the edit says which one is certainly meant.
    NoParameter { span: Span, message: String, help: String, edit: Option<Edit> },
    /// A value that its parameter cannot have.
    Value(Diagnostic),
}

/// All that is wrong with one use of a capability. What is wrong with the capability itself was told, or will be.
pub(super) fn misuses<'c>(catalog: &'c Catalog, capability: &Reference, envelope: &Envelope) -> Vec<Misuse<'c>> {
    let id = capability.value.as_str();
    if catalog.index.capability(id).is_none() {
        if catalog.damage.defines(id) {
            return Vec::new();
        }
        let ids = catalog.capabilities.iter().map(|capability| capability.id.value.as_str());
        return vec![Misuse::Unknown(Suggestion::among(id, ids))];
    }
    let parameters = catalog.parameters_of(id);
    let mut misuses = Vec::new();
    for (name, value) in envelope {
        match parameters.iter().find(|(known, _)| *known == &*name.value) {
            Some((_, parameter)) => misuses.extend(value_faults(value, parameter).into_iter().map(Misuse::Value)),
            None if catalog.damage.mentions(id) => {}
            None => {
                let known: Vec<&str> = parameters.iter().map(|(name, _)| *name).collect();
                let help = match closest(&name.value, known.iter().copied()) {
                    Some(close) => format!("did you mean `{close}`?"),
                    None if known.is_empty() => "it has none; describe it there".to_owned(),
                    None => format!("it has: {}", known.join(", ")),
                };
                let message = format!("the capability `{id}` has no parameter `{}`", name.value);
                let edit = surely(&name.value, known.iter().copied())
                    .filter(|meant| envelope.iter().all(|(other, _)| &*other.value != *meant))
                    .filter(|meant| {
                        parameters
                            .iter()
                            .any(|(name, parameter)| name == meant && value_faults(value, parameter).is_empty())
                    })
                    .and_then(|meant| Edit::of_words(name.span, &name.value, meant));
                misuses.push(Misuse::NoParameter { span: name.span, message, help, edit });
            }
        }
    }
    misuses
}

fn value_faults(value: &EnvelopeValue, parameter: &Parameter) -> Vec<Diagnostic> {
    let Some(unit) = &parameter.unit else { return Vec::new() };
    let misfit = |text: &Spanned<Arc<str>>, quantity: &Quantity| {
        let (expected, found) = (unit.value.dimension().name(), quantity.dimension().name());
        let symbol = unit.value.symbol();
        let message = format!("expected {expected}, such as `12 {symbol}`; found {found}, `{}`", text.value);
        let finding = Diagnostic::error(UNIT_MISMATCH, text.span, message);
        finding.with_label(unit.span, "the parameter's unit")
    };
    let is_due = |quantity: &Quantity| quantity.dimension() == unit.value.dimension();
    let fault = |text: &Spanned<Arc<str>>| {
        let ends = quantity::parse_interval(&text.value)
            .unwrap_or_else(|| quantity::parse(&text.value).map(|quantity| (quantity.clone(), quantity)));
        match ends {
            Err(error) => {
                let help = error
                    .help()
                    .map_or_else(|| format!("write a quantity such as `12 {}`", unit.value.symbol()), str::to_owned);
                let meant = quantity::mended(&text.value).filter(is_due);
                let fix = meant.and_then(|meant| Fix::of_words(text.span, &text.value, meant.as_written(), true));
                Some(Diagnostic::error(INVALID_QUANTITY, text.span, error.message()).with_help(help).with_fix(fix))
            }
            Ok((from, _)) if !is_due(&from) => Some(misfit(text, &from)),
            Ok((_, to)) if !is_due(&to) => Some(misfit(text, &to)),
            Ok((from, to)) if from.si() > to.si() => {
                let message = format!("the interval `{}` starts above its end", text.value);
                let help = "write the smaller value first";
                Some(Diagnostic::error(INVALID_QUANTITY, text.span, message).with_help(help))
            }
            Ok(_) => None,
        }
    };
    value.values().iter().filter_map(fault).collect()
}
