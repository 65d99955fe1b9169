//! A price in a currency that cannot be turned into that of the totals.

use std::collections::BTreeMap;

use crate::catalog::{Exchange, Money};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lint::Lint;
use crate::lint::rule::{Check, Rule};
use crate::model::{EquipmentKind, Facility};
use crate::quantity::{Currency, Quantity};
use crate::text::{FileId, Span, Spanned};

/// Looks for the exchange rate of every price: those of facilities may have their own.
pub static RULE: Rule = Rule {
    name: "currency-without-rate",
    severity: Severity::Warning,
    page: include_str!("currency_without_rate.md"),
    check: Check::Here(find),
};

/// How many places in other files are shown beside the first.
const SHOWN_PLACES: usize = 3;

fn find(lint: &Lint<'_>) -> Vec<Diagnostic> {
    let catalog = lint.catalog;
    let materials = catalog.materials.iter().filter_map(|material| material.price.as_ref());
    let plans = catalog.plans.iter().filter_map(|plan| plan.price.as_ref());
    let mut findings =
        without_rate(lint, materials.chain(plans), &lint.graph.exchange, "`exchange-rates` of `groundup.yaml`");
    for facility in &catalog.facilities {
        let exchange = Exchange::new(&facility.exchange_rates).or(&lint.graph.exchange);
        let place = "`exchange-rates` of the facility, or of `groundup.yaml`";
        findings.extend(without_rate(lint, prices_of(facility).into_iter(), &exchange, place));
    }
    findings
}

/// One finding for each currency: a rate mends all its prices.
fn without_rate<'c>(
    lint: &Lint<'_>,
    prices: impl Iterator<Item = &'c Spanned<Quantity>>,
    exchange: &Exchange,
    place: &str,
) -> Vec<Diagnostic> {
    let to = lint.graph.currency;
    let mut by_currency: BTreeMap<&'static str, Vec<Span>> = BTreeMap::new();
    for price in prices {
        let Some(currency) = price.value.dimension().currency() else { continue };
        if exchange.convert(Money { amount: 1.0, currency }, to).is_none() {
            by_currency.entry(Currency::code(currency)).or_default().push(price.span);
        }
    }
    let finding = |(code, mut spans): (&'static str, Vec<Span>)| {
        spans.sort_by_key(|span| (span.file, span.start));
        let (first, rest) = spans.split_first()?;
        let more = match rest.len() {
            0 => String::new(),
            1 => ", like one other price".to_owned(),
            count => format!(", like {count} other prices"),
        };
        let message = format!("this is in {code}{more}, and totals are in {}: no rate joins the two", to.code());
        let help = format!("add what one {code} is worth to {place}: `{code}: … {}`", to.code());
        let mut other_files: Vec<(FileId, Span)> = rest.iter().map(|span| (span.file, *span)).collect();
        other_files.dedup_by_key(|(file, _)| *file);
        let others = other_files.into_iter().filter(|(file, _)| *file != first.file).take(SHOWN_PLACES);
        let finding = Diagnostic::warning(RULE.name, *first, message).with_help(help);
        Some(others.fold(finding, |finding, (_, span)| finding.with_label(span, "left out of totals too")))
    };
    by_currency.into_iter().filter_map(finding).collect()
}

fn prices_of(facility: &Facility) -> Vec<&Spanned<Quantity>> {
    let mut prices: Vec<&Spanned<Quantity>> =
        facility.labour.iter().filter_map(|workforce| workforce.wage.as_ref()).collect();
    prices.extend(facility.resources.iter().filter_map(|resource| resource.price.as_ref()));
    prices.extend(facility.equipment.iter().filter_map(|equipment| match &equipment.kind {
        EquipmentKind::Described { price, .. } => price.as_ref(),
        _ => None,
    }));
    prices
}
