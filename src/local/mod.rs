//! Can it be made here? One plan, one facility, part by part, with reasons.

mod report;

pub use report::{
    BootstrapStage, Capacity, Closure, Cost, EquipmentLoad, Import, ItemReport, LocalReport, MissingCapability, Score, Status, Verdict,
};
