//! Can it be made here? One plan, one facility, part by part, with reasons.
//!
//! A facility is linked to the graph ([`Place`]), its machines are held against every operation ([`Coverage`]), and what it can
//! have follows by forward chaining ([`Reach`]) and is had the way that imports least ([`Ways`]): together a [`Shop`], which
//! any number of plans can be asked of. A plan's report ([`check_in`]) adds amounts and all that follows from them.
//!
//! The work of a resolution ([`Schedule`], [`Capacity`]) is shared among the machines and people that are able by a linear
//! program, and laid out in time by list scheduling, beside a lower bound. [`Economics`] follows the money. [`build_order`]
//! says which machines to build first, and which to buy: those that need themselves. Where only verdicts are asked, a
//! [`Glance`] does: [`verdict_matrix`] is every plan at every facility.
//!
//! Unknown is never counted as fits: a parameter that equipment does not state fits nothing. Where a facility says nothing at
//! all of its people or its power, neither is held against a plan; what it does state counts, and completely.

mod bootstrap;
mod bound;
mod burden;
mod calendar;
mod capacity;
mod check;
mod choose;
mod closure;
mod cost;
mod coverage;
mod economics;
mod explain;
mod facility;
mod gap;
mod glance;
mod jobs;
mod list;
mod matrix;
mod missing;
mod order;
mod reach;
mod report;
mod schedule;
mod seed;
mod share;
mod shop;
mod stock;
mod uses;

#[cfg(test)]
mod tests;

pub use burden::Burden;
pub use check::{Figures, check, check_in, choice_at, figures_in};
pub use choose::{Way, Ways};
pub use coverage::{Coverage, Misfit, NEVER, fits, is_same_or_below, misfits};
pub use economics::{CostShare, EARNINGS_MARK, Economics, Mark, Price, PriceBasis, WORKING_DAYS_PER_WEEK};
pub use facility::{DEFAULT_HOURS_PER_WEEK, Machine, Offer, People, Place, Supply};
pub use glance::Glance;
pub use matrix::{Matrix, figure_matrix, verdict_matrix};
pub use order::{BuildOrder, Effort, NewMachine, SeedMachine, Unlocked, build_order};
pub use reach::Reach;
pub use report::{
    BootstrapStage, Capacity, Closure, Cost, EquipmentLoad, Floor, Import, ItemReport, LabourLoad, Lever, Limit,
    LocalReport, MissingCapability, NextLine, ResourceLoad, Score, Status, Term, Verdict,
};
pub use schedule::{Schedule, Step};
pub use shop::{Shop, Unreachable};
pub use uses::Uses;
