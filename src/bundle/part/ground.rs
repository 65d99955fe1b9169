//! Where a resolution ends: raw and bought leaves with their shares, totals, and how well the figures are known.

use serde::Serialize;

use crate::bundle::names::Names;
use crate::bundle::view::{Fact, Flow, LeafLine, Share};
use crate::bundle::wording::{amount, count, fact, item_amount, item_mass, share};
use crate::graph::Graph;
use crate::resolve::{Obtain, Resolution, Totals};

/// How well the figures are known, as shares of the recipes used.
#[derive(Clone, Debug, Serialize)]
pub struct Evidence {
    pub stated: Share,
    pub derived: Share,
    pub estimated: Share,
    /// `70.0`: where the third bar starts, stated + derived.
    pub after_derived: String,
}

/// The leaves of one kind, the heaviest first.
pub fn leaves(graph: &Graph, resolution: &Resolution, obtain: Obtain, names: Names<'_>) -> Vec<LeafLine> {
    let mass_of = |need: &crate::resolve::Need| graph.item(need.item).mass_kg.unwrap_or(0.0) * need.quantity;
    let mut needs: Vec<_> = resolution.leaves(obtain).collect();
    let total: f64 = needs.iter().map(|need| mass_of(need)).sum();
    needs.sort_by(|a, b| mass_of(b).total_cmp(&mass_of(a)).then(a.item.cmp(&b.item)));
    let line = |need: &crate::resolve::Need| LeafLine {
        item: names.item(need.item),
        gross: item_amount(graph, need.item, need.quantity),
        net: (need.net < need.quantity).then(|| item_amount(graph, need.item, need.net)),
        mass: item_mass(graph, need.item, need.quantity),
        share: (total > 0.0 && mass_of(need) > 0.0).then(|| share("of the mass", mass_of(need) / total)),
    };
    needs.into_iter().map(line).collect()
}

/// What comes off besides.
pub fn by_products(graph: &Graph, resolution: &Resolution, names: Names<'_>) -> Vec<Flow> {
    let returned = |item| resolution.need(item).is_some_and(|need| need.net < need.quantity);
    let flow = |flow: &crate::graph::Flow| Flow {
        item: names.item(flow.item),
        quantity: item_amount(graph, flow.item, flow.quantity),
        mark: None,
        note: returned(flow.item).then(|| "goes back in".to_owned()),
        source: None,
    };
    resolution.by_products.iter().map(flow).collect()
}

/// Sums over the whole chain.
pub fn totals(graph: &Graph, totals: &Totals) -> Vec<Fact> {
    let mut facts = vec![
        fact("Electricity", amount(totals.electricity_kwh, "kWh")),
        fact("Labour", amount(totals.labour_h, "h")),
        fact("Machine time", amount(totals.machine_h, "h")),
        fact("Raw", amount(totals.raw_mass_kg, "kg")).with_note("before own returns"),
        fact("Bought", amount(totals.bought_mass_kg, "kg")),
        fact("Emissions", amount(totals.emissions_kg, "kg")).with_note("CO2 equivalent"),
    ];
    let mut cost = fact("Materials and energy", amount((totals.cost * 100.0).round() / 100.0, graph.currency.code()));
    if totals.unpriced_items > 0 {
        cost = cost.with_note(format!("without {} that have no price", count(totals.unpriced_items, "item", "items")));
    }
    facts.push(cost);
    facts
}

/// How well the figures of the recipes are known.
pub fn evidence(resolution: &Resolution) -> Option<Evidence> {
    let evidence = &resolution.evidence;
    let (stated, derived, estimated) = (evidence.stated, evidence.derived, evidence.estimated);
    (stated + derived + estimated > 0.0).then(|| Evidence {
        stated: share("stated", stated),
        derived: share("derived", derived),
        estimated: share("estimated", estimated),
        after_derived: format!("{:.1}", (stated + derived) * 100.0),
    })
}
