//! What a change does to a plan, as `groundup/resolution-diff/1`.

use std::collections::BTreeMap;

use serde::Serialize;

use super::difference::{Compared, imports, ways};
use crate::resolve::{Comparison, Evidence, ItemState, PriceChange, UnitPrice};

/// Two resolutions compared.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct DifferenceJson<'c> {
    schema: &'static str,
    plan: &'c str,
    quantity: f64,
    unit: &'c str,
    revision: &'c str,
    commit: &'c str,
    /// `same`, `changed`, `new` or `removed`.
    status: &'static str,
    totals: BTreeMap<&'static str, TotalJson>,
    imports: ImportsJson<'c>,
    /// Obtained otherwise than before.
    ways: Vec<WayJson<'c>>,
    /// Of what comes from outside on both sides, the largest change in cost first.
    prices: Vec<PriceJson<'c>>,
    /// Everything that differs, the heaviest change first.
    items: Vec<ItemJson<'c>>,
    evidence: EvidenceJson,
    notes: &'c [String],
}

#[derive(Debug, Serialize)]
struct TotalJson {
    before: f64,
    after: f64,
    /// After over before, less 1; null from nothing.
    change: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    currency: Option<&'static str>,
}

#[derive(Debug, Serialize)]
struct ImportsJson<'c> {
    added: Vec<&'c str>,
    removed: Vec<&'c str>,
    changed: Vec<&'c str>,
}

#[derive(Debug, Serialize)]
struct WayJson<'c> {
    item: &'c str,
    before: &'c str,
    after: &'c str,
}

#[derive(Debug, Serialize)]
struct PriceJson<'c> {
    item: &'c str,
    title: &'c str,
    before: Option<UnitPriceJson<'c>>,
    after: Option<UnitPriceJson<'c>>,
    /// After over before, less 1; null where they cannot be compared.
    change: Option<f64>,
}

#[derive(Debug, Serialize)]
struct UnitPriceJson<'c> {
    price: f64,
    currency: &'static str,
    unit: &'c str,
}

#[derive(Debug, Serialize)]
struct ItemJson<'c> {
    item: &'c str,
    title: &'c str,
    before: Option<StateJson<'c>>,
    after: Option<StateJson<'c>>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
struct StateJson<'c> {
    quantity: f64,
    unit: &'c str,
    mass_kg: Option<f64>,
    obtained: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    recipe: Option<&'c str>,
}

#[derive(Debug, Serialize)]
struct EvidenceJson {
    before: GradesJson,
    after: GradesJson,
}

#[derive(Debug, Serialize)]
struct GradesJson {
    stated: f64,
    derived: f64,
    estimated: f64,
}

/// The JSON document of a comparison.
pub fn difference_json<'c>(compared: &'c Compared, comparison: &'c Comparison) -> DifferenceJson<'c> {
    let state = |state: &'c ItemState| StateJson {
        quantity: state.quantity,
        unit: &state.unit,
        mass_kg: state.mass_kg,
        obtained: state.obtained,
        recipe: state.recipe.as_deref(),
    };
    let is_bought = |state: &Option<ItemState>| state.as_ref().is_some_and(|state| state.obtained == "bought");
    let mut of_imports = ImportsJson { added: Vec::new(), removed: Vec::new(), changed: Vec::new() };
    for item in imports(comparison) {
        let list = match (is_bought(&item.before), is_bought(&item.after)) {
            (false, _) => &mut of_imports.added,
            (_, false) => &mut of_imports.removed,
            _ => &mut of_imports.changed,
        };
        list.push(&item.item);
    }
    let total = |total: &crate::resolve::TotalChange| {
        let currency = (total.key == "cost").then_some(total.unit);
        let (before, after) = (total.pair.before, total.pair.after);
        (total.key, TotalJson { before, after, change: total.pair.change(), currency })
    };
    let grades = |of: Evidence| GradesJson { stated: of.stated, derived: of.derived, estimated: of.estimated };
    DifferenceJson {
        schema: "groundup/resolution-diff/1",
        plan: &compared.plan,
        quantity: compared.quantity,
        unit: &compared.unit,
        revision: &compared.revision,
        commit: &compared.commit,
        status: compared.status(comparison),
        totals: comparison.totals.iter().map(total).collect(),
        imports: of_imports,
        ways: ways(comparison).into_iter().map(|(item, before, after)| WayJson { item, before, after }).collect(),
        prices: comparison.prices.iter().map(price_json).collect(),
        items: comparison
            .items
            .iter()
            .map(|item| ItemJson {
                item: &item.item,
                title: &item.title,
                before: item.before.as_ref().map(state),
                after: item.after.as_ref().map(state),
            })
            .collect(),
        evidence: EvidenceJson { before: grades(comparison.evidence.0), after: grades(comparison.evidence.1) },
        notes: &compared.notes,
    }
}

fn price_json(price: &PriceChange) -> PriceJson<'_> {
    fn side(price: &UnitPrice) -> UnitPriceJson<'_> {
        UnitPriceJson { price: price.amount, currency: price.currency, unit: &price.unit }
    }
    PriceJson {
        item: &price.item,
        title: &price.title,
        before: price.before.as_ref().map(side),
        after: price.after.as_ref().map(side),
        change: price.amounts().and_then(|pair| pair.change()),
    }
}
