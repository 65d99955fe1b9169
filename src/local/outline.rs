//! A plan at a facility in outline: what a page tells of it, for a fraction of the work of [`check_in`](super::check_in). No
//! proofs, no schedule, no smallest set of things to get; and the reasons of what can be had only where they are asked for.

use super::bootstrap::stages;
use super::cause::Causes;
use super::check::{Figures, figures, imports, status, verdict};
use super::cost::score;
use super::explain::Explainer;
use super::missing::missing_capabilities;
use super::report::{BootstrapStage, Closure, Cost, Import, LocalReport, MissingCapability, Score, Status, Verdict};
use super::shop::{Shop, Unreachable};
use super::stock::follow;
use crate::graph::{ItemIndex, RecipeIndex};
use crate::resolve::Runaway;

/// What a page tells of one plan at one facility.
#[derive(Clone, Debug)]
pub struct Outline {
    /// Index of the facility in the catalog.
    pub facility: usize,
    /// What was asked for.
    pub root: ItemIndex,
    /// The answer.
    pub verdict: Verdict,
    /// Every item of the resolution; sorted by item.
    pub items: Vec<OutlineItem>,
    /// What stands in the way, if it is blocked.
    pub causes: Causes,
    /// The share that the place makes for itself.
    pub closure: Closure,
    /// What is missing, by how many items it would unlock (most first), then id.
    pub missing_capabilities: Vec<MissingCapability>,
    /// Which machines to build first, stage by stage.
    pub bootstrap: Vec<BootstrapStage>,
    /// What comes from elsewhere, sorted by item.
    pub imports: Vec<Import>,
    /// Units a week; `None` if nothing limits it that is known.
    pub units_per_week: Option<f64>,
    /// What limits it, as in [`super::Capacity::bottleneck`].
    pub bottleneck: Option<String>,
    /// What one costs.
    pub cost: Cost,
    /// How it compares with what industry sells; `None` if the plan names no baseline that can be compared.
    pub score: Option<Score>,
}

/// An item of an outline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutlineItem {
    /// The item.
    pub item: ItemIndex,
    /// How it fares.
    pub status: Status,
    /// The recipe by which it is made, or would be.
    pub recipe: Option<RecipeIndex>,
    /// The first reason why it fares so, where it was asked for.
    pub reason: Option<String>,
}

impl Outline {
    /// How an item of the resolution fares here.
    pub fn item(&self, item: ItemIndex) -> Option<&OutlineItem> {
        let at = self.items.binary_search_by_key(&item, |of| of.item).ok()?;
        Some(&self.items[at])
    }
}

impl From<LocalReport> for Outline {
    fn from(report: LocalReport) -> Self {
        let causes = Causes::of_report(&report.items);
        let items = report.items.into_iter().map(|item| OutlineItem {
            item: item.item,
            status: item.status,
            recipe: item.recipe,
            reason: item.reasons.into_iter().next(),
        });
        Self {
            facility: report.facility,
            root: report.resolution.root,
            verdict: report.verdict,
            items: items.collect(),
            causes,
            closure: report.closure,
            missing_capabilities: report.missing_capabilities,
            bootstrap: report.bootstrap,
            imports: report.imports,
            units_per_week: report.capacity.units_per_week,
            bottleneck: report.capacity.bottleneck,
            cost: report.cost,
            score: report.score,
        }
    }
}

/// What [`super::check_in`] finds, in outline. Says why an item fares as it does where `is_told` asks for it.
///
/// # Errors
/// A loop that consumes at least what it makes.
pub fn outline_in(
    shop: &Shop<'_>,
    root: ItemIndex,
    quantity: f64,
    is_told: &dyn Fn(ItemIndex) -> bool,
) -> Result<Outline, Runaway> {
    let followed = follow(shop, root, quantity, Unreachable::Follow)?;
    let shop = &*followed.shop;
    let (resolution, starters) = (followed.resolution, &followed.starters);
    let verdict = verdict(shop, &resolution, starters);
    let bootstrap = if verdict == Verdict::LocalAfterBootstrap { stages(shop, &resolution) } else { Vec::new() };
    let explainer =
        Explainer { shop, resolution: &resolution, topped_up: &followed.topped_up, starters, stages: &bootstrap };
    let mut causes = Vec::new();
    let mut items = Vec::with_capacity(resolution.needs.len());
    for need in &resolution.needs {
        let status = status(shop, &resolution, need.item);
        let told = is_told(need.item).then(|| explainer.reasons(need, status));
        let reason = told.and_then(|reasons| reasons.into_iter().next());
        if status == Status::Blocked {
            causes.push((need.item, explainer.causes(need, status)));
        }
        items.push(OutlineItem { item: need.item, status, recipe: need.obtain.recipe(), reason });
    }
    let imports = imports(shop, &resolution, starters);
    let Figures { closure, units_per_week, bottleneck, cost, .. } = figures(shop, &resolution, starters, verdict);
    let score = score(shop, root, &cost).ok().filter(|_| verdict != Verdict::Blocked);
    Ok(Outline {
        facility: shop.place.facility,
        root,
        verdict,
        closure,
        missing_capabilities: missing_capabilities(shop, &resolution),
        items,
        causes: Causes::gather(causes),
        bootstrap,
        imports,
        units_per_week,
        bottleneck,
        cost,
        score,
    })
}
