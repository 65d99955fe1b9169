//! One plan at one facility: amounts, statuses and everything that follows from them, as one report.

use std::collections::BTreeMap;

use super::acquire::{Patience, acquisitions};
use super::bootstrap::stages;
use super::capacity::{capacity, equipment_of};
use super::closure::closure;
use super::cost::{cost, score};
use super::coverage::NEVER;
use super::economics::economics;
use super::explain::Explainer;
use super::jobs::jobs;
use super::missing::missing_capabilities;
use super::proof::{proof, refutation};
use super::report::{Capacity, Closure, Cost, Import, ItemReport, LocalReport, Status, Verdict};
use super::schedule::schedule;
use super::shop::{Shop, Unreachable};
use super::stock::follow;
use super::unknown::unknowns;
use super::unlock::missing;
use super::uses::Uses;
use crate::catalog::Catalog;
use crate::graph::{Graph, ItemIndex};
use crate::resolve::{Choice, Need, Obtain, Resolution, Runaway, drawn_from_stock, solve};

/// Checks whether `quantity` (above 0) of `root` can be made at the facility of an index. For many plans at one facility, make
/// one [`Shop`] and ask it with [`check_in`].
///
/// # Errors
/// A loop that consumes at least what it makes.
pub fn check(
    catalog: &Catalog,
    graph: &Graph,
    facility: usize,
    root: ItemIndex,
    quantity: f64,
) -> Result<LocalReport, Runaway> {
    let uses = Uses::of(graph);
    check_in(&Shop::new(catalog, graph, &uses, facility), root, quantity)
}

/// How each item is had at a facility, for [`crate::resolve::solve`]: what the facility can neither make nor get is unresolved,
/// so a resolution of a plan that is blocked stops there. Stock that does not suffice is topped up or not counted on, which
/// is why the choice depends on the quantity.
///
/// # Errors
/// A loop that consumes at least what it makes.
pub fn choice_at(
    catalog: &Catalog,
    graph: &Graph,
    facility: usize,
    root: ItemIndex,
    quantity: f64,
) -> Result<Choice, Runaway> {
    let uses = Uses::of(graph);
    let shop = Shop::new(catalog, graph, &uses, facility);
    follow(&shop, root, quantity, Unreachable::Leave).map(|followed| followed.resolution.choice)
}

/// Checks whether `quantity` (above 0) of `root` can be made in a shop.
///
/// # Errors
/// A loop that consumes at least what it makes.
pub fn check_in(shop: &Shop<'_>, root: ItemIndex, quantity: f64) -> Result<LocalReport, Runaway> {
    let followed = follow(shop, root, quantity, Unreachable::Follow)?;
    // What cannot be made whatever the store holds is mended with all of it: even too little may start a loop.
    let ground = if shop.way_to_make(root).is_none() { shop } else { &*followed.shop };
    let shop = &*followed.shop;
    let (resolution, from_stock) = drawn_from_stock(shop.graph, followed.resolution, &followed.topped_up);
    let status_of = |item: ItemIndex| status(shop, &resolution, item);
    let verdict = verdict(shop, &resolution);
    let bootstrap = if verdict == Verdict::LocalAfterBootstrap { stages(shop, &resolution) } else { Vec::new() };
    let explainer = Explainer { shop, resolution: &resolution, topped_up: &followed.topped_up, stages: &bootstrap };
    let item_report = |need: &Need| {
        let status = status_of(need.item);
        let recipe = need.obtain.recipe();
        let equipment = recipe.map(|recipe| equipment_of(shop, recipe)).unwrap_or_default();
        let (reasons, causes) = (explainer.reasons(need, status), explainer.causes(need, status));
        ItemReport { item: need.item, status, recipe, equipment, reasons, causes }
    };
    let items: Vec<ItemReport> = resolution.needs.iter().map(item_report).collect();
    let imports = imports(shop, &resolution, &followed.topped_up);
    let is_blocked = verdict == Verdict::Blocked;
    let preferred = preferred(shop, &resolution, verdict);
    let (costed, drawn) = match &preferred {
        Some(preferred) => (preferred, &BTreeMap::new()),
        None => (&resolution, &from_stock),
    };
    let jobs = jobs(shop, costed);
    let (capacity, work) = capacity(shop, costed, &jobs, is_blocked);
    let cost = cost(shop, costed, drawn, &work);
    let score = score(shop, root, &cost);
    let unknown = unknowns(shop, &resolution, &bootstrap);
    Ok(LocalReport {
        facility: shop.place.facility,
        verdict,
        items,
        closure: closure(shop, costed, &imports, &cost, status_of),
        missing_capabilities: missing_capabilities(shop, &resolution),
        bootstrap,
        imports,
        economics: economics(shop, costed, drawn, &work, &cost, &capacity, &score),
        schedule: if is_blocked { None } else { schedule(shop, &resolution, &jobs, &followed.topped_up) },
        capacity,
        score: score.ok().filter(|_| !is_blocked),
        cost,
        proof: proof(shop, &resolution, &followed.topped_up),
        refutation: is_blocked.then(|| refutation(shop, root)),
        acquisitions: is_blocked.then(|| acquisitions(ground, root, Patience::USUAL)).flatten(),
        missing: missing(shop, &resolution),
        unknown,
        from_stock,
        preferred,
        resolution,
    })
}

/// The verdict with its figures, and none of the reasons.
#[derive(Clone, Debug, PartialEq)]
pub struct Figures {
    /// The answer.
    pub verdict: Verdict,
    /// The share that the place makes for itself.
    pub closure: Closure,
    /// Units a week; `None` if nothing limits it that is known.
    pub units_per_week: Option<f64>,
    /// What limits it.
    pub bottleneck: Option<String>,
    /// What one costs.
    pub cost: Cost,
}

/// What [`check_in`] finds of figures, for a fraction of the work.
///
/// # Errors
/// A loop that consumes at least what it makes.
pub fn figures_in(shop: &Shop<'_>, root: ItemIndex, quantity: f64) -> Result<Figures, Runaway> {
    let followed = follow(shop, root, quantity, Unreachable::Follow)?;
    let shop = &*followed.shop;
    let (resolution, from_stock) = drawn_from_stock(shop.graph, followed.resolution, &followed.topped_up);
    let verdict = verdict(shop, &resolution);
    let imports = imports(shop, &resolution, &followed.topped_up);
    let preferred = preferred(shop, &resolution, verdict);
    let (costed, drawn) = match &preferred {
        Some(preferred) => (preferred, &BTreeMap::new()),
        None => (&resolution, &from_stock),
    };
    let (capacity, work) = capacity(shop, costed, &jobs(shop, costed), verdict == Verdict::Blocked);
    let cost = cost(shop, costed, drawn, &work);
    let closure = closure(shop, costed, &imports, &cost, |item| status(shop, &resolution, item));
    let Capacity { units_per_week, bottleneck, .. } = capacity;
    Ok(Figures { verdict, closure, units_per_week, bottleneck, cost })
}

/// What a blocked plan takes by the recipes that its authors prefer, which its figures are of; `None` if it is not blocked, and
/// where those recipes run in a loop that never ends.
pub(super) fn preferred(shop: &Shop<'_>, resolution: &Resolution, verdict: Verdict) -> Option<Resolution> {
    let is_blocked = verdict == Verdict::Blocked;
    is_blocked.then(|| solve(shop.graph, shop.preferred_choice(), resolution.root, resolution.quantity).ok()).flatten()
}

pub(super) fn imports(shop: &Shop<'_>, resolution: &Resolution, topped_up: &BTreeMap<ItemIndex, f64>) -> Vec<Import> {
    resolution
        .leaves(Obtain::Bought)
        .map(|need| {
            let quantity = need.net - topped_up.get(&need.item).copied().unwrap_or(0.0);
            let cost = shop.place.import_price(shop.graph, need.item).map(|price| price * quantity);
            Import { item: need.item, quantity, cost }
        })
        .collect()
}

pub(super) fn verdict(shop: &Shop<'_>, resolution: &Resolution) -> Verdict {
    match shop.stage_as_chosen(&resolution.choice, resolution.root, resolution.root) {
        NEVER => Verdict::Blocked,
        0 if resolution.leaves(Obtain::Bought).next().is_some() => Verdict::LocalWithImports,
        0 => Verdict::Local,
        _ => Verdict::LocalAfterBootstrap,
    }
}

pub(super) fn status(shop: &Shop<'_>, resolution: &Resolution, item: ItemIndex) -> Status {
    match (resolution.choice.of(item), shop.stage_as_chosen(&resolution.choice, resolution.root, item)) {
        (Obtain::Resource, _) => Status::Resource,
        (Obtain::Stock, _) => Status::Stock,
        (Obtain::Bought, _) => Status::Import,
        (Obtain::Make(_), 0) => Status::Made,
        (Obtain::Make(_), stage) if stage != NEVER => Status::Bootstrap,
        (Obtain::Make(_) | Obtain::Raw | Obtain::Unresolved, _) => Status::Blocked,
    }
}
