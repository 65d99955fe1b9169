//! One plan at one facility: amounts, statuses and everything that follows from them, as one report.

use std::collections::{BTreeMap, BTreeSet};

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
use super::report::{Capacity, Closure, Cost, Holds, Import, ItemReport, LocalReport, Status, Verdict};
use super::schedule::schedule;
use super::shop::{Shop, Unreachable};
use super::stock::follow;
use super::unknown::unknowns;
use super::unlock::missing;
use super::uses::Uses;
use crate::catalog::Catalog;
use crate::graph::{Graph, ItemIndex};
use crate::resolve::{Need, Obtain, Resolution, Runaway, solve};

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

/// What `quantity` of `root` takes as a shop has things, and what of it is imported: what it can neither make nor get is unresolved, so a resolution of a
/// plan that is blocked stops there. Its store is used first; stock that does not suffice is topped up or not counted on, which
/// is why the choice depends on the quantity. Costs are at the prices of the place.
///
/// # Errors
/// A loop that consumes at least what it makes.
pub fn resolution_in(shop: &Shop<'_>, root: ItemIndex, quantity: f64) -> Result<(Resolution, Vec<Import>), Runaway> {
    let followed = follow(shop, root, quantity, Unreachable::Leave)?;
    let imports = imports(&followed.shop, &followed.resolution, &followed.starters);
    Ok((followed.resolution, imports))
}

/// Checks whether `quantity` (above 0) of `root` can be made in a shop.
///
/// # Errors
/// A loop that consumes at least what it makes.
pub fn check_in(shop: &Shop<'_>, root: ItemIndex, quantity: f64) -> Result<LocalReport, Runaway> {
    let followed = follow(shop, root, quantity, Unreachable::Follow)?;
    // What cannot be made whatever the store holds is mended with all of it: even too little may start a loop.
    let ground = if shop.way_to_make(root).is_none() { shop } else { &*followed.shop };
    let (whole, shop) = (shop, &*followed.shop);
    let (resolution, starters) = (followed.resolution, &followed.starters);
    let status_of = |item: ItemIndex| status(shop, &resolution, item);
    let verdict = verdict(shop, &resolution, starters);
    let bootstrap = if verdict == Verdict::LocalAfterBootstrap { stages(shop, &resolution) } else { Vec::new() };
    let explainer =
        Explainer { shop, resolution: &resolution, topped_up: &followed.topped_up, starters, stages: &bootstrap };
    let item_report = |need: &Need| {
        let status = status_of(need.item);
        let recipe = need.obtain.recipe();
        let equipment = recipe.map(|recipe| equipment_of(shop, recipe)).unwrap_or_default();
        let (reasons, causes) = (explainer.reasons(need, status), explainer.causes(need, status));
        ItemReport { item: need.item, status, recipe, equipment, reasons, causes }
    };
    let items: Vec<ItemReport> = resolution.needs.iter().map(item_report).collect();
    let imports = imports(shop, &resolution, starters);
    let is_blocked = verdict == Verdict::Blocked;
    let preferred = preferred(shop, &resolution, verdict);
    let costed = preferred.as_ref().unwrap_or(&resolution);
    let is_made = |item: &ItemIndex| resolution.need(*item).is_some_and(|need| need.obtain.recipe().is_some());
    let from_stock = resolution.from_stock.clone().into_iter().filter(|(item, _)| is_made(item)).collect();
    let jobs = jobs(shop, costed);
    let (capacity, work) = capacity(shop, costed, &jobs, is_blocked);
    let cost = cost(shop, costed, starters, &work);
    let score = score(shop, root, &cost);
    let unknown = unknowns(shop, &resolution, &bootstrap);
    let started: BTreeSet<ItemIndex> = followed.topped_up.keys().chain(starters.keys()).copied().collect();
    Ok(LocalReport {
        facility: shop.place.facility,
        verdict,
        items,
        closure: closure(shop, costed, starters, &cost, status_of),
        holds: Holds {
            bootstrappable: !is_blocked,
            self_sustaining: whole.is_self_sustaining(root),
            feasible_at_rate: !is_blocked && capacity.suffices_for(quantity),
        },
        missing_capabilities: missing_capabilities(shop, &resolution),
        bootstrap,
        imports,
        economics: economics(shop, costed, starters, &work, &cost, &capacity, &score),
        schedule: if is_blocked { None } else { schedule(shop, &resolution, &jobs, &started) },
        capacity,
        score: score.ok().filter(|_| !is_blocked),
        cost,
        proof: proof(shop, &resolution, &followed.topped_up, starters),
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
    let (resolution, starters) = (followed.resolution, &followed.starters);
    let verdict = verdict(shop, &resolution, starters);
    Ok(figures(shop, &resolution, starters, verdict))
}

/// The figures of what a shop does about a plan.
pub(super) fn figures(
    shop: &Shop<'_>,
    resolution: &Resolution,
    starters: &BTreeMap<ItemIndex, f64>,
    verdict: Verdict,
) -> Figures {
    let preferred = preferred(shop, resolution, verdict);
    let costed = preferred.as_ref().unwrap_or(resolution);
    let (capacity, work) = capacity(shop, costed, &jobs(shop, costed), verdict == Verdict::Blocked);
    let cost = cost(shop, costed, starters, &work);
    let closure = closure(shop, costed, starters, &cost, |item| status(shop, resolution, item));
    let Capacity { units_per_week, bottleneck, .. } = capacity;
    Figures { verdict, closure, units_per_week, bottleneck, cost }
}

/// What a blocked plan takes by the recipes that its authors prefer, which its figures are of; `None` if it is not blocked, and
/// where those recipes run in a loop that never ends.
fn preferred(shop: &Shop<'_>, resolution: &Resolution, verdict: Verdict) -> Option<Resolution> {
    let is_blocked = verdict == Verdict::Blocked;
    is_blocked.then(|| solve(shop.graph, shop.preferred_choice(), resolution.root, resolution.quantity).ok()).flatten()
}

/// What comes from elsewhere: what the store does not give of what is imported, and what starts loops; sorted by item.
pub(super) fn imports(shop: &Shop<'_>, resolution: &Resolution, starters: &BTreeMap<ItemIndex, f64>) -> Vec<Import> {
    let import = |item: ItemIndex, quantity: f64, is_starter: bool| {
        let cost = shop.place.import_price(shop.graph, item).map(|price| price * quantity);
        Import { item, quantity, cost, is_starter }
    };
    let bought = resolution.leaves(Obtain::Bought);
    let for_good = bought.map(|need| import(need.item, need.net - resolution.from_stock(need.item), false));
    let once = starters.iter().map(|(item, quantity)| import(*item, *quantity, true));
    let mut imports: Vec<Import> = for_good.chain(once).collect();
    imports.sort_by_key(|import| import.item);
    imports
}

pub(super) fn verdict(shop: &Shop<'_>, resolution: &Resolution, starters: &BTreeMap<ItemIndex, f64>) -> Verdict {
    match shop.stage_as_chosen(&resolution.choice, resolution.root, resolution.root) {
        NEVER => Verdict::Blocked,
        0 if !starters.is_empty() || resolution.leaves(Obtain::Bought).next().is_some() => Verdict::LocalWithImports,
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
