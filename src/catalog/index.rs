//! Where ids lead.

use std::sync::Arc;

use super::hole::Hole;
use crate::model::{Id, IdMap};

/// Index of a capability in [`super::Catalog::capabilities`].
pub type CapabilityIndex = usize;

/// What defines an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ItemOwner {
    /// The material at this index.
    Material(usize),
    /// The plan at this index.
    Plan(usize),
    /// The part on a line of a plan's BOM.
    Part {
        /// Index of the plan.
        plan: usize,
        /// Index of the line.
        line: usize,
    },
    /// Nothing that could be read; only of items in the graph, since no id leads to it.
    Hole(Hole),
}

/// Ids to documents.
#[derive(Debug, Default)]
pub struct Index {
    pub(super) items: IdMap<ItemOwner>,
    pub(super) processes: IdMap<usize>,
    pub(super) capabilities: IdMap<CapabilityIndex>,
    pub(super) facilities: IdMap<usize>,
    /// Ids of items outside this catalog, which may have been meant by one that is unknown.
    pub(super) elsewhere: Arc<Vec<Id>>,
}

impl Index {
    /// What defines an item: one namespace for materials, plans and parts.
    pub fn item(&self, id: &str) -> Option<ItemOwner> {
        self.items.get(id).copied()
    }

    /// Index of a process.
    pub fn process(&self, id: &str) -> Option<usize> {
        self.processes.get(id).copied()
    }

    /// Index of a capability.
    pub fn capability(&self, id: &str) -> Option<CapabilityIndex> {
        self.capabilities.get(id).copied()
    }

    /// Index of a facility.
    pub fn facility(&self, id: &str) -> Option<usize> {
        self.facilities.get(id).copied()
    }

    /// All item ids, in no order.
    pub fn item_ids(&self) -> impl Iterator<Item = &str> + Clone {
        self.items.keys().chain(self.elsewhere.iter()).map(Id::as_str)
    }

    /// Lets what this catalog has not been given be suggested too.
    pub(crate) fn suggest_too(&mut self, elsewhere: Arc<Vec<Id>>) {
        self.elsewhere = elsewhere;
    }
}
