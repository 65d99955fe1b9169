//! What a facility lacks, over all plans, and which machines it builds first for one or another.

use std::collections::{BTreeMap, BTreeSet};

use crate::graph::Bound;
use crate::local::{BootstrapStage, MissingCapability};
use crate::model::Id;

/// What a facility lacks.
#[derive(Debug, Default)]
pub(super) struct Lacks {
    missing: BTreeMap<Id, Lack>,
    /// With the plan that it is for; in the order of the plans.
    bootstrap: Vec<(u32, BootstrapStage)>,
}

/// A missing capability.
#[derive(Debug)]
struct Lack {
    /// How far it has to go, as the first of the plans has it.
    envelope: Vec<Bound>,
    /// The plans that lack it, in their order.
    plans: Vec<Lacking>,
}

/// What one plan lacks of a capability.
#[derive(Debug)]
struct Lacking {
    plan: u32,
    /// Items that it alone would unlock for this plan.
    unlocks: u32,
    /// The items that need it.
    needed_by: Box<[Id]>,
}

impl Lacks {
    /// Takes in what a plan lacks.
    pub(super) fn add(&mut self, plan: u32, missing: Vec<MissingCapability>, bootstrap: Vec<BootstrapStage>) {
        for MissingCapability { capability, envelope, needed_by, unlocks } in missing {
            let lack =
                self.missing.entry(capability).or_insert_with(|| Lack { envelope: Vec::new(), plans: Vec::new() });
            let place = lack.plans.partition_point(|known| known.plan < plan);
            if place == 0 {
                lack.envelope = envelope;
            }
            let lacking = Lacking { plan, unlocks: unlocks as u32, needed_by: needed_by.into() };
            lack.plans.insert(place, lacking);
        }
        let place = self.bootstrap.partition_point(|(known, _)| *known < plan);
        self.bootstrap.splice(place..place, bootstrap.into_iter().map(|stage| (plan, stage)));
    }

    /// Takes out what a plan lacks; gives the plans that are the first to lack a capability now, each with what has to be told
    /// anew by [`Lacks::set_envelope`].
    pub(super) fn remove(&mut self, plan: u32) -> Vec<(u32, Id)> {
        let mut headless = Vec::new();
        self.missing.retain(|capability, lack| {
            if let Ok(place) = lack.plans.binary_search_by_key(&plan, |known| known.plan) {
                lack.plans.remove(place);
                headless.extend(lack.plans.first().filter(|_| place == 0).map(|next| (next.plan, capability.clone())));
            }
            !lack.plans.is_empty()
        });
        self.bootstrap.retain(|(of, _)| *of != plan);
        headless
    }

    /// How far a capability has to go, as a plan has it, if that is the first that lacks it.
    pub(super) fn set_envelope(&mut self, plan: u32, missing: &MissingCapability) {
        let lack = self.missing.get_mut(&missing.capability);
        if let Some(lack) = lack.filter(|lack| lack.plans.first().is_some_and(|first| first.plan == plan)) {
            lack.envelope.clone_from(&missing.envelope);
        }
    }

    /// The missing capabilities, each once, the one that unlocks most first.
    pub(super) fn missing(&self) -> Vec<MissingCapability> {
        let merged = |(capability, lack): (&Id, &Lack)| {
            let needed_by: BTreeSet<&Id> = lack.plans.iter().flat_map(|lacking| &lacking.needed_by).collect();
            MissingCapability {
                capability: capability.clone(),
                envelope: lack.envelope.clone(),
                needed_by: needed_by.into_iter().cloned().collect(),
                unlocks: lack.plans.iter().map(|lacking| lacking.unlocks).max().unwrap_or(0) as usize,
            }
        };
        let mut all: Vec<MissingCapability> = self.missing.iter().map(merged).collect();
        all.sort_by(|a, b| b.unlocks.cmp(&a.unlocks).then_with(|| a.capability.cmp(&b.capability)));
        all
    }

    /// Which machines are built first, each once.
    pub(super) fn bootstrap(&self) -> Vec<BootstrapStage> {
        let mut known: BTreeSet<(&Id, &[Id])> = BTreeSet::new();
        let stages = self.bootstrap.iter().map(|(_, stage)| stage);
        stages.filter(|stage| known.insert((&stage.plan, &stage.adds))).cloned().collect()
    }
}
