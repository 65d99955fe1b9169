//! Can it be made here? One plan, one facility, part by part, with reasons.

mod report;

pub use report::{
    BootstrapStage, Capacity, Closure, Cost, EquipmentLoad, Import, ItemReport, LocalReport, MissingCapability, Score, Status, Verdict,
};
pub fn choice_at(_c: &crate::catalog::Catalog, g: &crate::graph::Graph, _f: usize) -> crate::resolve::Choice { crate::resolve::by_preference(g) }
