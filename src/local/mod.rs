//! Can it be made here? One plan, one facility, part by part, with reasons.
//!
//! A facility is linked to the graph ([`Place`]), its machines are held against every operation ([`Coverage`]), and what it can
//! have follows by forward chaining ([`Reach`]) and is had the way that imports least ([`Ways`]): together a [`Shop`], which
//! any number of plans can be asked of. Where a store is too small for one plan, or a recipe is written anew, a shop is worked out
//! again where that matters, and nowhere else ([`Shop::resume_changed`]). A plan's report ([`check_in`]) adds amounts and all that
//! follows from them.
//!
//! The work of a resolution ([`Schedule`], [`Capacity`]) is shared among the machines and people that are able by a linear
//! program, and laid out in time by list scheduling, beside a lower bound. [`Economics`] follows the money. [`build_order`]
//! says which machines to build first, and which to buy: those that need themselves. Where only verdicts are asked, a
//! [`Glance`] does: [`verdict_matrix`] is every plan at every facility. What a page tells of a plan is its [`Outline`].
//!
//! Unknown is never counted as fits: a parameter that equipment does not state fits nothing, and a permission that is not listed is
//! not held. Where a facility says nothing at all of its people, its power or its floor, none of those is held against a plan;
//! what it does state counts, and completely. Either way the report lists what is not stated where it matters ([`Unknown`]).
//!
//! A plan is put up and tried out where it is assembled: its `footprint` asks for as much free floor (or a bay as large that
//! assembles it) and as much power as it states. Machines that are built on the way are held against the floor one by one.
//!
//! Every verdict can be checked: what is made has a proof, a list of steps each of which rests on those before ([`Step`]), and a plan
//! that is blocked has a [`Refutation`], a set of items that no recipe leads into; [`accept_proof`] and [`accept_refutation`]
//! hold them against the definition. What is blocked also has the smallest set of things to get ([`Acquisitions`]), and what each
//! missing thing would unlock over all plans ([`Missing`]).
//!
//! More equipment, resources, stock or permissions never make less reachable, but for the floor that equipment takes.

mod acquire;
mod again;
mod atom;
mod bootstrap;
mod bound;
mod burden;
mod calendar;
mod capacity;
mod cause;
mod check;
mod checker;
mod choose;
mod closure;
mod cost;
mod coverage;
mod economics;
mod explain;
mod facility;
mod factor;
mod fit;
mod gap;
mod glance;
mod grant;
mod hitting;
mod holds;
mod jobs;
mod lack;
mod layered;
mod left_out;
mod list;
mod matrix;
mod missing;
mod order;
mod outline;
mod proof;
mod prospect;
mod reach;
mod report;
mod schedule;
mod scope;
mod seed;
mod share;
mod shop;
mod source;
mod steered;
mod stock;
mod system;
mod unknown;
mod unlock;
mod uses;

#[cfg(test)]
mod tests;

pub use acquire::{Acquisition, Acquisitions};
pub use again::Settled;
pub use burden::Burden;
pub use cause::{Cause, Causes};
pub use check::{Figures, check, check_in, figures_in, resolution_in};
pub use checker::{Court, accept_proof, accept_refutation};
pub use choose::{Way, Ways};
pub use coverage::{Coverage, NEVER};
pub use economics::{CostShare, EARNINGS_MARK, Economics, Mark, Price, PriceBasis, WORKING_DAYS_PER_WEEK};
pub use facility::{DEFAULT_HOURS_PER_WEEK, Machine, Offer, People, Place, Supply};
pub use factor::{Factor, Footing, Group, PlaceFigure};
pub use fit::{Misfit, fits, is_same_or_below, misfits};
pub use glance::Glance;
pub use grant::Grant;
pub use lack::power_needed;
pub use left_out::left_out;
pub use matrix::{Matrix, figure_matrix, verdict_matrix};
pub use order::{BuildOrder, Effort, NewMachine, SeedMachine, Unlocked, build_order};
pub use outline::{Outline, OutlineItem, outline_in};
pub use proof::{Obstacle, Refutation, Step};
pub use prospect::{Outlook, Prospect};
pub use reach::Reach;
pub use report::{
    BootstrapStage, Capacity, Closure, Cost, EquipmentLoad, Floor, Holds, Import, ItemReport, LabourLoad, Lever, Limit,
    LocalReport, MissingCapability, NextLine, ResourceLoad, Score, Status, Term, Verdict,
};
pub use schedule::{BuildStep, Schedule};
pub use shop::{Shop, Unreachable};
pub use source::Source;
pub use steered::{NotSteered, Steered, steered_in};
pub use unknown::Unknown;
pub use unlock::{Missing, Unlocks};
pub use uses::Uses;
