//! What a facility could get, buy, learn or be allowed, so that more can be made there.

use super::facility::{DEFAULT_HOURS_PER_WEEK, Machine, Offer, People, Place, Supply};
use crate::graph::{Bound, Graph, ItemIndex};
use crate::model::{Id, Imports};
use crate::quantity::{Dimension, display_si};

/// One thing that a facility lacks and could have.
#[derive(Clone, Debug, PartialEq)]
pub enum Grant {
    /// A machine that does this, as far as the envelope says.
    Capability {
        /// The ability.
        capability: Id,
        /// What it has to offer.
        envelope: Vec<Bound>,
    },
    /// People with a skill.
    Skill {
        /// The skill.
        skill: Id,
        /// How many of them.
        people: u32,
    },
    /// A permission, certificate or licence.
    Permission(Id),
    /// A supply of so many W in all.
    Power(f64),
    /// So many m2 of free floor.
    Floor(f64),
    /// The item as a resource of the place.
    Resource(ItemIndex),
    /// Leave to import the item.
    Import(ItemIndex),
}

impl Grant {
    /// The word for its kind in output.
    pub fn kind(&self) -> &'static str {
        match self {
            Grant::Capability { .. } => "capability",
            Grant::Skill { .. } => "skill",
            Grant::Permission(_) => "permission",
            Grant::Power(_) => "power",
            Grant::Floor(_) => "floor",
            Grant::Resource(_) => "resource",
            Grant::Import(_) => "import",
        }
    }

    /// What it is of its kind: an id, or an amount.
    pub fn what(&self, graph: &Graph) -> String {
        match self {
            Grant::Capability { capability: id, .. } | Grant::Skill { skill: id, .. } | Grant::Permission(id) => {
                id.to_string()
            }
            Grant::Power(watts) => display_si(*watts, Dimension::POWER),
            Grant::Floor(area_m2) => display_si(*area_m2, Dimension::AREA),
            Grant::Resource(item) | Grant::Import(item) => graph.item(*item).id.to_string(),
        }
    }
}

impl Place {
    /// Takes in what is granted.
    pub fn grant(&mut self, grant: &Grant) {
        match grant {
            Grant::Capability { capability, envelope } => {
                let offer =
                    Offer { capability: capability.clone(), bounds: envelope.clone(), power_w: None, throughput: None };
                self.machines.push(Machine {
                    id: Id::new(format!("new/{capability}")),
                    stage: 0,
                    hours_per_week: DEFAULT_HOURS_PER_WEEK,
                    offers: vec![offer],
                    cost_per_hour: None,
                    count: 1.0,
                    floor_m2: None,
                    is_from_plan: false,
                });
            }
            Grant::Skill { skill, people } => {
                let count = f64::from(*people);
                self.says_nothing_of_people = false;
                let hours_per_week = DEFAULT_HOURS_PER_WEEK * count;
                self.people.push(People { skill: skill.clone(), count, hours_per_week, wage_per_hour: None });
            }
            Grant::Permission(permission) => self.permissions.push(permission.clone()),
            Grant::Power(watts) => self.power_w = self.power_w.map(|power| power.max(*watts)),
            Grant::Floor(area_m2) => {
                let more_m2 = self.free_floor_m2().map_or(0.0, |free| (area_m2 - free).max(0.0));
                // Free floor is never less than none, so what is overfull is made good first.
                let taken_m2 = self.taken_floor_m2();
                self.floor_m2 = self.floor_m2.map(|floor| floor.max(taken_m2) + more_m2);
            }
            Grant::Resource(item) => {
                self.resources.insert(*item, Supply { per_year: None, written: None, price: None });
            }
            Grant::Import(item) => {
                if self.imports == Imports::None {
                    self.import_list.clear();
                    self.imports = Imports::Listed;
                }
                self.import_list.insert(*item);
            }
        }
    }
}
