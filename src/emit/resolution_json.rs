//! A resolution as `groundup/resolution/1`.

use serde::Serialize;

use super::evidence_json::{ByTotalJson, GradesJson, evidence_by_total_json};
use crate::graph::{Flow, Graph, ItemIndex, RecipeIndex};
use crate::resolve::{Need, Obtain, Resolution, Starter, figures_of, starter_stock};

/// The stable JSON shape of a resolution. Numbers are in each item's own unit, or in the unit that the key names.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct ResolutionJson<'g> {
    schema: &'static str,
    plan: &'g str,
    quantity: f64,
    unit: &'g str,
    nodes: Vec<NodeJson<'g>>,
    edges: Vec<EdgeJson<'g>>,
    /// Every leaf that is raw, be it that a place offers it or its store holds it.
    raw: Vec<LeafJson<'g>>,
    bought: Vec<LeafJson<'g>>,
    /// What a place offers, raw or not.
    resources: Vec<LeafJson<'g>>,
    /// What its store gives, of what is also made or bought included.
    stock: Vec<LeafJson<'g>>,
    unresolved: Vec<AmountJson<'g>>,
    by_products: Vec<ByProductJson<'g>>,
    cycles: Vec<Vec<&'g str>>,
    starter: Vec<StarterJson<'g>>,
    totals: TotalsJson,
    evidence: EvidenceJson,
    /// How much of each total rests on figures of each grade.
    #[serde(skip_serializing_if = "Option::is_none")]
    evidence_by_total: Option<ByTotalJson<GradesJson>>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
struct NodeJson<'g> {
    item: &'g str,
    title: &'g str,
    unit: &'g str,
    quantity: f64,
    mass_kg: Option<f64>,
    depth: u32,
    obtained: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    recipe: Option<&'g str>,
    /// Runs of the recipe for this item: 0 for what comes with another.
    #[serde(skip_serializing_if = "Option::is_none")]
    runs: Option<f64>,
    /// What a store gives of what is also made, bought or left open; `quantity` is in all.
    #[serde(skip_serializing_if = "Option::is_none")]
    from_stock: Option<f64>,
    /// The item for which the recipe runs, if that is another one.
    #[serde(skip_serializing_if = "Option::is_none")]
    with: Option<&'g str>,
    /// How much comes off as a by-product; only where by-products are credited.
    #[serde(skip_serializing_if = "Option::is_none")]
    from_by_products: Option<f64>,
    /// Every recipe whose main output it is; only where by-products are credited.
    #[serde(skip_serializing_if = "Option::is_none")]
    recipes: Option<Vec<RunsJson<'g>>>,
    /// Every recipe of which it is a by-product; only where by-products are credited.
    #[serde(skip_serializing_if = "Option::is_none")]
    by_product_of: Option<Vec<RunsJson<'g>>>,
}

/// A recipe, how often it runs for this item, and how much of the item it makes.
#[derive(Debug, Serialize)]
struct RunsJson<'g> {
    recipe: &'g str,
    /// 0 where the runs are put down to another item.
    runs: f64,
    quantity: f64,
    /// The item to which the runs are put down, if that is another one.
    #[serde(skip_serializing_if = "Option::is_none")]
    with: Option<&'g str>,
}

/// What must be in hand once, so that a loop can begin.
#[derive(Debug, Serialize)]
struct StarterJson<'g> {
    item: &'g str,
    quantity: f64,
    unit: &'g str,
    /// Index in `cycles`, from 0.
    #[serde(rename = "loop")]
    cycle: usize,
}

#[derive(Debug, Serialize)]
struct EdgeJson<'g> {
    from: &'g str,
    to: &'g str,
    quantity: f64,
    unit: &'g str,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
struct LeafJson<'g> {
    item: &'g str,
    quantity: f64,
    net: f64,
    unit: &'g str,
    mass_kg: Option<f64>,
}

#[derive(Debug, Serialize)]
struct AmountJson<'g> {
    item: &'g str,
    quantity: f64,
    unit: &'g str,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
struct ByProductJson<'g> {
    item: &'g str,
    quantity: f64,
    unit: &'g str,
    mass_kg: Option<f64>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
struct TotalsJson {
    electricity_kwh: f64,
    labour_h: f64,
    machine_h: f64,
    raw_mass_kg: f64,
    bought_mass_kg: f64,
    emissions_kg: f64,
    cost: CostJson,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
struct CostJson {
    amount: f64,
    currency: &'static str,
    /// Items from outside without a price: `amount` is without them.
    unpriced_items: usize,
}

#[derive(Debug, Serialize)]
struct EvidenceJson {
    stated: f64,
    derived: f64,
    estimated: f64,
}

/// The JSON document of a resolution.
pub fn resolution_json<'g>(graph: &'g Graph, resolution: &Resolution) -> ResolutionJson<'g> {
    let id = |item: ItemIndex| graph.item(item).id.as_str();
    let unit = |item: ItemIndex| graph.item(item).unit.symbol();
    let mass = |item: ItemIndex, quantity: f64| graph.item(item).mass_kg.map(|mass_kg| mass_kg * quantity);
    let supply = |item: ItemIndex| resolution.credit.as_ref().and_then(|credit| credit.supplies.get(&item));
    let runs = |item: ItemIndex, made: &[(RecipeIndex, f64)]| -> Vec<RunsJson<'g>> {
        let credit = resolution.credit.as_ref();
        let run = |(recipe, quantity): &(RecipeIndex, f64)| {
            let with = credit.and_then(|credit| credit.run_for.get(recipe)).copied().filter(|other| *other != item);
            let runs = credit.and_then(|credit| credit.runs.get(recipe)).filter(|_| with.is_none());
            RunsJson {
                recipe: graph.recipe(*recipe).id.as_str(),
                runs: runs.copied().unwrap_or(0.0),
                quantity: *quantity,
                with: with.map(id),
            }
        };
        made.iter().map(run).collect()
    };
    let node = |need: &Need| NodeJson {
        item: id(need.item),
        title: &graph.item(need.item).title,
        unit: unit(need.item),
        quantity: need.quantity,
        mass_kg: mass(need.item, need.quantity),
        depth: need.depth,
        obtained: need.obtain.as_str(),
        recipe: need.obtain.recipe().map(|recipe| graph.recipe(recipe).id.as_str()),
        runs: need.obtain.recipe().map(|_| need.runs),
        from_stock: resolution.from_stock.get(&need.item).copied(),
        with: need.with.map(id),
        from_by_products: supply(need.item).map(|supply| supply.from_by_products),
        recipes: supply(need.item).map(|supply| runs(need.item, &supply.recipes)),
        by_product_of: supply(need.item).map(|supply| runs(need.item, &supply.by_product_of)),
    };
    let leaf = |need: &Need, quantity: f64, net: f64| LeafJson {
        item: id(need.item),
        quantity,
        net,
        unit: unit(need.item),
        mass_kg: mass(need.item, quantity),
    };
    // What the store gives is not bought, and not open.
    let besides = |need: &Need| {
        let given = resolution.from_stock(need.item);
        leaf(need, need.quantity - given, need.net - given)
    };
    let whole = |need: &Need| leaf(need, need.quantity, need.net);
    let given = |need: &Need| match (need.obtain, resolution.from_stock(need.item)) {
        (Obtain::Stock, _) => Some(whole(need)),
        (_, given) => (given > 0.0).then(|| leaf(need, given, given)),
    };
    let by_product = |flow: &Flow| ByProductJson {
        item: id(flow.item),
        quantity: flow.quantity,
        unit: unit(flow.item),
        mass_kg: mass(flow.item, flow.quantity),
    };
    let starter = |starter: Starter| StarterJson {
        item: id(starter.item),
        quantity: starter.quantity,
        unit: unit(starter.item),
        cycle: starter.cycle,
    };
    let totals = &resolution.totals;
    ResolutionJson {
        schema: "groundup/resolution/1",
        plan: id(resolution.root),
        quantity: resolution.quantity,
        unit: unit(resolution.root),
        nodes: resolution.needs.iter().map(node).collect(),
        edges: resolution
            .edges
            .iter()
            .map(|edge| EdgeJson { from: id(edge.from), to: id(edge.to), quantity: edge.quantity, unit: unit(edge.to) })
            .collect(),
        raw: resolution.raw(graph).map(whole).collect(),
        bought: resolution.leaves(Obtain::Bought).map(besides).collect(),
        resources: resolution.leaves(Obtain::Resource).map(whole).collect(),
        stock: resolution.needs.iter().filter_map(given).collect(),
        unresolved: resolution
            .leaves(Obtain::Unresolved)
            .map(|need| AmountJson {
                item: id(need.item),
                quantity: need.quantity - resolution.from_stock(need.item),
                unit: unit(need.item),
            })
            .collect(),
        by_products: resolution.by_products.iter().map(by_product).collect(),
        cycles: resolution.cycles.iter().map(|cycle| cycle.iter().map(|item| id(*item)).collect()).collect(),
        starter: starter_stock(graph, resolution).into_iter().map(starter).collect(),
        totals: TotalsJson {
            electricity_kwh: totals.electricity_kwh,
            labour_h: totals.labour_h,
            machine_h: totals.machine_h,
            raw_mass_kg: totals.raw_mass_kg,
            bought_mass_kg: totals.bought_mass_kg,
            emissions_kg: totals.emissions_kg,
            cost: CostJson {
                amount: totals.cost,
                currency: graph.currency.code(),
                unpriced_items: totals.unpriced_items,
            },
        },
        evidence: EvidenceJson {
            stated: resolution.evidence.stated,
            derived: resolution.evidence.derived,
            estimated: resolution.evidence.estimated,
        },
        // Figures depend on one recipe an item, which there is not where by-products are credited. Else nothing is left out in
        // practice: what has amounts has these values too.
        evidence_by_total: resolution
            .credit
            .is_none()
            .then(|| figures_of(graph, resolution).ok())
            .flatten()
            .map(|figures| evidence_by_total_json(&figures)),
    }
}
