//! What pages about all plans draw on, kept from one save to the next: where a plan changes by itself, what hangs on it is found
//! out anew, and nothing else.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;

use rayon::prelude::*;

use crate::bundle::{LazySite, Overview, plans_above};
use crate::catalog::{Catalog, ItemOwner};
use crate::graph::{RecipeIndex, RecipeSource};
use crate::host::Answer;
use crate::lint::Checked;
use crate::lint::session::Patch;
use crate::local::{Settled, Shop, Uses};
use crate::model::EquipmentKind;

/// Plans that are asked about before it is looked whether something was saved.
const AT_ONCE: usize = 16;

/// What each facility can have, and how, as it was worked out last.
pub(super) struct Reached {
    uses: Uses,
    /// By facility.
    places: Vec<Settled>,
    /// The plans that are made in another way since.
    remade: BTreeSet<usize>,
}

/// What is known of facilities beforehand.
pub(super) enum Before {
    /// Nothing.
    Nothing,
    /// All, by facility: nothing changed but words.
    Known(Vec<Settled>),
    /// What was before some plans were made in another way.
    Changed(Reached),
}

/// What outlives a save.
#[derive(Default)]
pub(super) struct Standing {
    /// The figures of the plans that were asked about.
    overview: Option<Overview>,
    /// Plans that changed since.
    changed: BTreeSet<usize>,
    /// As long as no machine changes.
    reached: Option<Reached>,
    /// Pages that were asked for and need the figures of all plans.
    pub(super) waiting: Vec<(String, Sender<Answer>)>,
    round: u64,
}

/// The figures as far as they were gathered, and the plans that changed since.
type Begun = (Option<Overview>, BTreeSet<usize>);

impl Standing {
    /// All is to be found out anew.
    pub(super) fn forget(&mut self) {
        (self.overview, self.changed, self.reached) = (None, BTreeSet::new(), None);
    }

    /// Notes that plans have changed by themselves: with them go those that may need what they make. Where one of these is a
    /// machine, now or before, places can do more or less about any plan.
    pub(super) fn note(&mut self, checked: &Checked, machines_before: &BTreeSet<usize>, patch: &Patch) {
        let plans = &patch.plans;
        let machines_now = machines(&checked.catalog);
        let is_machine = |plan: &usize| machines_before.contains(plan) || machines_now.contains(plan);
        let is_own = |owner: ItemOwner| match owner {
            ItemOwner::Plan(plan) | ItemOwner::Part { plan, .. } => plans.contains(&plan),
            ItemOwner::Material(_) | ItemOwner::Hole(_) => false,
        };
        let graph = &checked.graph;
        let own = graph.item_indices().filter(|item| is_own(graph.item(*item).owner)).collect();
        let mut affected = plans_above(graph, own);
        affected.extend(plans);
        if !affected.iter().any(is_machine) {
            self.changed.extend(affected);
            self.reached.iter_mut().for_each(|reached| reached.remade.extend(&patch.remade));
        } else {
            self.forget();
        }
    }

    /// What facilities draw on, and what was known of them.
    pub(super) fn uses(&mut self, checked: &Checked) -> (Uses, Before) {
        match self.reached.take() {
            None => (Uses::of(&checked.graph), Before::Nothing),
            Some(known) if known.remade.is_empty() => (known.uses, Before::Known(known.places)),
            Some(known) => (Uses::of(&checked.graph), Before::Changed(known)),
        }
    }

    /// Keeps what each facility can have.
    pub(super) fn keep_reached(&mut self, uses: Uses, places: Vec<Settled>) {
        self.reached = Some(Reached { uses, places, remade: BTreeSet::new() });
    }

    /// Begins a round: its number, and what the figures of all plans are gathered from.
    pub(super) fn begin(&mut self) -> (u64, Begun) {
        self.round += 1;
        (self.round, (self.overview.take(), std::mem::take(&mut self.changed)))
    }

    /// Keeps what was gathered.
    pub(super) fn keep(&mut self, overview: Overview) {
        self.overview = Some(overview);
    }
}

/// The facilities, with what they can have: worked out anew as far as it was not known before.
pub(super) fn shops<'s>(checked: &'s Checked, uses: &'s Uses, before: Before) -> Vec<Shop<'s>> {
    let Checked { catalog, graph, .. } = checked;
    let Reached { uses: uses_before, places, remade } = match before {
        Before::Nothing => {
            let facilities = (0..catalog.facilities.len()).into_par_iter();
            return facilities.map(|index| Shop::new(catalog, graph, uses, index)).collect();
        }
        Before::Known(places) => {
            return places.into_iter().map(|settled| Shop::resume(catalog, graph, uses, settled)).collect();
        }
        Before::Changed(known) => known,
    };
    let is_remade = |recipe: &RecipeIndex| match graph.recipe(*recipe).source {
        RecipeSource::Plan(plan) | RecipeSource::Part { plan, .. } => remade.contains(&plan),
        RecipeSource::Process(_) => false,
    };
    let changed: Vec<RecipeIndex> = graph.recipe_indices().filter(is_remade).collect();
    let resume = |settled: Settled| Shop::resume_changed(catalog, graph, (&uses_before, uses), settled, &changed);
    places.into_par_iter().map(resume).collect()
}

/// The plans of machines: they add to what places can do.
pub(super) fn machines(catalog: &Catalog) -> BTreeSet<usize> {
    let providing = catalog.plans.iter().enumerate().filter(|(_, plan)| !plan.provides.is_empty()).map(|(at, _)| at);
    let equipment = catalog.facilities.iter().flat_map(|facility| &facility.equipment);
    let standing = equipment.filter_map(|machine| match &machine.kind {
        EquipmentKind::FromPlan(plan) => catalog.plans.binary_search_by(|known| known.id.value.cmp(&plan.value)).ok(),
        EquipmentKind::Described { .. } => None,
    });
    providing.chain(standing).collect()
}

/// Gathers the figures of all plans, or goes on with that, until it is to stop; says whether all are there.
pub(super) fn gather(site: &LazySite<'_>, (overview, changed): Begun, is_to_stop: &AtomicBool) -> (Overview, bool) {
    let replaced = overview.and_then(|mut overview| site.replace(&mut overview, &changed).then_some(overview));
    let mut overview = replaced.unwrap_or_else(|| site.nothing());
    while !is_to_stop.load(Ordering::Relaxed) {
        if !site.gather_more(&mut overview, AT_ONCE) {
            return (overview, true);
        }
    }
    (overview, false)
}
