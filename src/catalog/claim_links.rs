//! The claims of a repository, linked: what they name exists, and bounds are quantities of what they bound.

use std::collections::BTreeMap;

use super::{Catalog, ItemMeasure};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::rule_names::{DANGLING_REFERENCE, DUPLICATE_ID, SCHEMA_VIOLATION, UNIT_MISMATCH};
use crate::model::{Claim, ClaimBound, FigureKind, FigureName, Limit, Measure, Measured, Reference, Side};
use crate::quantity::{Dimension, Quantity};
use crate::schema::{closest, is_id};

/// What is wrong with the claims of the manifest.
pub(super) fn claims(catalog: &Catalog) -> Vec<Diagnostic> {
    let claims = catalog.repository.as_ref().map_or(&[][..], |repository| &repository.claims);
    let mut diagnostics = Vec::new();
    let mut seen = BTreeMap::new();
    for Claim { id, measures, .. } in claims {
        if let Some(first) = seen.insert(&id.value, id.span) {
            let message = format!("there are two of the claim `{}` here", id.value);
            diagnostics.push(Diagnostic::error(DUPLICATE_ID, id.span, message).with_label(first, "first defined here"));
        }
        measures.iter().for_each(|claimed| measure(catalog, claimed, &mut diagnostics));
    }
    diagnostics
}

fn measure(catalog: &Catalog, measure: &Measure, diagnostics: &mut Vec<Diagnostic>) {
    references(catalog, &measure.figure, diagnostics);
    let name = &measure.figure.name;
    let Some(bound) = &measure.bound else {
        let message = format!("`{}` has no bound to keep", name.value.as_str());
        let help = format!("say `at-least: {0}` or `at-most: {0}`", example(name.value));
        diagnostics.push(Diagnostic::error(SCHEMA_VIOLATION, name.span, message).with_help(help));
        return;
    };
    match &bound.limit {
        Limit::Figure(other) => {
            references(catalog, other, diagnostics);
            let kinds = [name.value.kind(), other.name.value.kind()];
            if !is_comparable(kinds) {
                let message = format!(
                    "expected another figure of {}; found `{}`, which is {}",
                    noun(kinds[0]),
                    other.name.value.as_str(),
                    noun(kinds[1])
                );
                let finding = Diagnostic::error(UNIT_MISMATCH, other.name.span, message);
                diagnostics.push(finding.with_label(name.span, "what it bounds"));
            }
        }
        Limit::Quantity(quantity) => diagnostics.extend(misfit(catalog, &measure.figure, bound, quantity)),
    }
}

/// What a figure names, and does not find.
fn references(catalog: &Catalog, figure: &Measured, diagnostics: &mut Vec<Diagnostic>) {
    let items = || catalog.index.item_ids();
    let has_item = |id: &str| catalog.index.item(id).is_some();
    let facilities = || catalog.facilities.iter().map(|facility| facility.id.value.as_str());
    let mut dangling = |reference: &Reference, noun: &str, close: Option<&str>, otherwise: &str| {
        let id = reference.value.as_str();
        // What is no id at all was told by the schema; what is broken is told where it stands.
        if !is_id(id) || catalog.damage.defines(id) {
            return;
        }
        let help = close.map_or_else(|| otherwise.to_owned(), |close| format!("did you mean `{close}`?"));
        let message = format!("there is no {noun} `{id}`");
        diagnostics.push(Diagnostic::error(DANGLING_REFERENCE, reference.span, message).with_help(help));
    };
    for item in figure.of.iter().chain(&figure.item).filter(|item| !has_item(item.value.as_str())) {
        let close = closest(item.value.as_str(), items());
        dangling(item, "plan or item", close, "name a plan, or an item that a file of `materials/` describes");
    }
    if let Some(at) = figure.at.as_ref().filter(|at| catalog.facility(at.value.as_str()).is_none()) {
        let close = closest(at.value.as_str(), facilities());
        dangling(at, "facility", close, "describe it in a file of `facilities/`");
    }
    let is_amount = figure.name.value == FigureName::Amount;
    match &figure.item {
        None if is_amount => {
            let finding = Diagnostic::error(SCHEMA_VIOLATION, figure.name.span, "`amount` of which item?");
            diagnostics.push(finding.with_help("say which, as in `item: quartz`"));
        }
        Some(item) if !is_amount => {
            let message =
                format!("`{}` is of the whole; an `item` is counted by `amount` alone", figure.name.value.as_str());
            let finding = Diagnostic::error(SCHEMA_VIOLATION, item.span, message);
            diagnostics.push(finding.with_help("leave `item` out, or say `figure: amount`"));
        }
        _ => {}
    }
}

/// A bound of another dimension than its figure.
fn misfit(catalog: &Catalog, figure: &Measured, bound: &ClaimBound, quantity: &Quantity) -> Option<Diagnostic> {
    let kind = figure.name.value.kind();
    let expected = match dimension(kind) {
        _ if kind == FigureKind::Money => {
            quantity.dimension().currency().is_none_or(|currency| quantity.dimension() != Dimension::money(currency))
        }
        Some(dimension) => quantity.dimension() != dimension,
        None => {
            let measure = ItemMeasure::of(catalog, catalog.index.item(figure.item.as_ref()?.value.as_str())?);
            measure.amount(quantity).is_err()
        }
    };
    let found = quantity.dimension().name();
    if expected {
        let message = format!(
            "expected {}, such as `{}`; found {found}, `{}`",
            noun(kind),
            example(figure.name.value),
            quantity.as_written()
        );
        let finding = Diagnostic::error(UNIT_MISMATCH, bound.span, message);
        return Some(finding.with_label(figure.name.span, "what it bounds"));
    }
    let is_share = kind == FigureKind::Share && !(0.0..=1.0).contains(&quantity.si());
    is_share.then(|| {
        let side = if bound.side == Side::AtLeast { "reach" } else { "pass" };
        let message = format!("a share is a number from 0 to 1; none can {side} `{}`", quantity.as_written());
        Diagnostic::error(UNIT_MISMATCH, bound.span, message).with_help("write half as `0.5`")
    })
}

fn is_comparable([a, b]: [FigureKind; 2]) -> bool {
    let is_number = |kind| matches!(kind, FigureKind::Number | FigureKind::Share);
    a == b || (is_number(a) && is_number(b))
}

/// The dimension of a bound in SI; `None` where it depends on a currency or an item.
fn dimension(kind: FigureKind) -> Option<Dimension> {
    Some(match kind {
        FigureKind::Number | FigureKind::Share => Dimension::NONE,
        FigureKind::Hours => Dimension::TIME,
        FigureKind::Mass => Dimension::MASS,
        FigureKind::Energy => Dimension::ENERGY,
        FigureKind::Area => Dimension::AREA,
        FigureKind::Power => Dimension::POWER,
        FigureKind::Money | FigureKind::OfItem => return None,
    })
}

fn noun(kind: FigureKind) -> &'static str {
    match kind {
        FigureKind::Number => "a number",
        FigureKind::Share => "a share",
        FigureKind::Money => "money",
        FigureKind::Hours => "a time",
        FigureKind::Mass => "a mass",
        FigureKind::Energy => "an energy",
        FigureKind::Area => "an area",
        FigureKind::Power => "a power",
        FigureKind::OfItem => "an amount of the item",
    }
}

fn example(name: FigureName) -> &'static str {
    match name.kind() {
        FigureKind::Number => "6",
        FigureKind::Share => "0.5",
        FigureKind::Money => "1000 USD",
        FigureKind::Hours => "40 h",
        FigureKind::Mass => "12 kg",
        FigureKind::Energy => "600 kWh",
        FigureKind::Area => "4000 ft2",
        FigureKind::Power => "200 kW",
        FigureKind::OfItem => "3 kg",
    }
}
