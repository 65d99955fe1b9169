//! Every document by id, read from a world and linked: the repository as one value.
//!
//! `World → Source → Document → Catalog`. Files are read, parsed, validated and lowered in parallel, each exactly once.
//! Whatever could not be read is a *named hole* ([`Damage`]): references to it are not reported, because its absence is.

mod capability_use;
mod claim_links;
mod convert;
mod damage;
mod dependence;
mod hole;
mod index;
mod link;
mod load;
mod suggestions;
mod wear;

use crate::model::{Capability, Facility, Material, Parameter, Plan, Process, Repository};
use crate::quantity::Currency;

pub use convert::{Exchange, ItemMeasure, Mismatch, Money};
pub use damage::Damage;
pub use dependence::{Dependence, DocumentNode, Name, capability_names, document_nodes};
pub use hole::Hole;
pub use index::{CapabilityIndex, Index, ItemOwner};
pub use link::link;
pub(crate) use load::{FileParse, gather, is_document_file, read_file};
pub use load::{Loaded, MANIFEST, load, plan_folder};
pub use wear::{RunMeasure, Share};

/// All documents of a repository, each kind sorted by id.
#[derive(Debug, Default)]
pub struct Catalog {
    /// The manifest, if it could be read.
    pub repository: Option<Repository>,
    /// The plans.
    pub plans: Vec<Plan>,
    /// The materials.
    pub materials: Vec<Material>,
    /// The processes.
    pub processes: Vec<Process>,
    /// The capabilities.
    pub capabilities: Vec<Capability>,
    /// The facilities.
    pub facilities: Vec<Facility>,
    /// Where each id leads.
    pub index: Index,
    /// What could not be read.
    pub damage: Damage,
}

impl Catalog {
    /// The currency that totals are in.
    pub fn currency(&self) -> Currency {
        let stated = self.repository.as_ref().and_then(|repository| Currency::from_code(&repository.currency.value));
        stated.unwrap_or(Currency::USD)
    }

    /// The plan of an id.
    pub fn plan(&self, id: &str) -> Option<&Plan> {
        match self.index.item(id)? {
            ItemOwner::Plan(plan) => Some(&self.plans[plan]),
            _ => None,
        }
    }

    /// The facility of an id.
    pub fn facility(&self, id: &str) -> Option<&Facility> {
        self.index.facility(id).map(|index| &self.facilities[index])
    }

    /// The parameters of a capability, its own and those of the capabilities above it in the hierarchy.
    pub fn parameters_of(&self, id: &str) -> Vec<(&str, &Parameter)> {
        let mut parameters: Vec<(&str, &Parameter)> = Vec::new();
        let mut name = id;
        loop {
            let own = self.index.capability(name).map_or(&[][..], |index| &self.capabilities[index].parameters);
            for (key, parameter) in own {
                if !parameters.iter().any(|(known, _)| *known == key.value) {
                    parameters.push((&key.value, parameter));
                }
            }
            match name.rsplit_once('/') {
                Some((parent, _)) => name = parent,
                None => return parameters,
            }
        }
    }

    /// How many documents there are, the manifest included.
    pub fn document_count(&self) -> usize {
        usize::from(self.repository.is_some())
            + self.plans.len()
            + self.materials.len()
            + self.processes.len()
            + self.capabilities.len()
            + self.facilities.len()
    }
}
