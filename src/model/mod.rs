//! The six kinds of document as types, and trees lowered to them.
//!
//! Lowering is total: what the schema found wrong is left out here without a word (it was said), and the rest is kept, so
//! later stages find what else there is to find. Values keep their places for messages. Nothing is linked yet: references
//! are [`Reference`]s, by id; quantities are as the author wrote them.

mod claim;
mod facility;
mod lower;
mod material;
mod plan;
mod process;
mod reader;
mod seldom;
mod shared;

pub use claim::{Bound as ClaimBound, Claim, FigureKind, FigureName, Limit, Measure, Measured, Side};
pub use facility::{Equipment, EquipmentKind, Facility, Imports, Location, PieceSize, Resource, StockLine, Workforce};
pub use lower::{Document, lower};
pub use material::{Material, Origin, OtherSize, RawFrom, StockSize};
pub use plan::{
    Author, Baseline, Blank, BomEntry, BomLine, BomLineRest, Footprint, Makes, Part, PartDimension, PartRest, Plan,
    PlanFile, Readiness, Role,
};
pub use process::{Capability, Fits, Output, Parameter, Process};
pub use seldom::{Seldom, Unsaid};
pub use shared::{
    ByProduct, Envelope, EnvelopeValue, FlowRest, Grade, Id, IdMap, Input, InputRest, LabourNeed, License, LintLevel,
    LintSetting, Loss, Operation, OperationRest, Provision, Reference, Repository, SafetyNote, SourceNote, worst_grade,
};
