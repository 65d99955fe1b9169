//! A plan: the open documentation of one machine.

use super::seldom::{Seldom, Unsaid, seldom};
use super::shared::{
    ByProduct, Grade, Id, Input, License, Loss, Operation, Provision, Reference, SafetyNote, SourceNote,
};
use crate::quantity::Quantity;
use crate::text::{Span, Spanned};

/// The open documentation of one machine or assembly; it makes one item.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Its id, which is also that of the item that it makes.
    pub id: Reference,
    /// What it is called.
    pub title: Option<String>,
    /// Its version.
    pub version: Option<String>,
    /// Where that is written.
    pub version_span: Option<Span>,
    /// What it does, in a sentence.
    pub summary: Option<String>,
    /// What it is, at length.
    pub description: Option<Spanned<String>>,
    /// Words to find it by.
    pub keywords: Vec<String>,
    /// The terms of use.
    pub license: License,
    /// Who made it.
    pub authors: Vec<Author>,
    /// How far it has come.
    pub readiness: Option<Readiness>,
    /// A picture of it.
    pub image: Option<Spanned<String>>,
    /// What the picture shows.
    pub image_alt: Option<String>,
    /// What one run makes.
    pub makes: Makes,
    /// How many are made in one go.
    pub batch: Option<Spanned<Quantity>>,
    /// The file of the build instructions.
    pub instructions: Option<Spanned<String>>,
    /// CAD, drawings, firmware.
    pub files: Vec<PlanFile>,
    /// The bill of materials.
    pub bom: Vec<BomLine>,
    /// What comes off besides.
    pub by_products: Vec<ByProduct>,
    /// What is lost.
    pub losses: Vec<Loss>,
    /// The assembly routing.
    pub operations: Vec<Operation>,
    /// What the finished machine can do as equipment.
    pub provides: Vec<Provision>,
    /// What the finished machine takes up.
    pub footprint: Footprint,
    /// What the finished machine achieves: (name, quantity).
    pub performance: Vec<(Spanned<String>, Spanned<Quantity>)>,
    /// What an import costs.
    pub price: Option<Spanned<Quantity>>,
    /// kg CO2e when imported.
    pub emissions: Option<Spanned<Quantity>>,
    /// What industry sells for the job.
    pub baseline: Option<Box<Baseline>>,
    /// Hazards.
    pub safety: Vec<SafetyNote>,
    /// Where its figures are from.
    pub sources: Vec<SourceNote>,
    /// The whole document.
    pub span: Span,
}

/// A person or group.
#[derive(Clone, Debug)]
pub struct Author {
    /// The name.
    pub name: String,
    /// Where that is written.
    pub name_span: Span,
    /// Where to find them.
    pub url: Option<String>,
}

/// How far a plan has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Readiness {
    /// Thought of.
    Idea,
    /// Drawn.
    Draft,
    /// Built once.
    Prototype,
    /// Built by others.
    Replicated,
    /// Built as a matter of course.
    Production,
}

impl Readiness {
    /// The word in documents and output.
    pub fn as_str(self) -> &'static str {
        match self {
            Readiness::Idea => "idea",
            Readiness::Draft => "draft",
            Readiness::Prototype => "prototype",
            Readiness::Replicated => "replicated",
            Readiness::Production => "production",
        }
    }
}

/// What one run of a plan makes.
#[derive(Clone, Debug, Default)]
pub struct Makes {
    /// How much; 1 ea if unsaid.
    pub quantity: Option<Spanned<Quantity>>,
    /// Whether something is said of how much, and is no quantity.
    pub is_quantity_unreadable: bool,
    /// The mass of one.
    pub mass: Option<Spanned<Quantity>>,
}

/// A file that belongs to the plan.
#[derive(Clone, Debug)]
pub struct PlanFile {
    /// Where, from the plan's folder.
    pub path: Spanned<String>,
    /// What for.
    pub role: Role,
}

/// What a file is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// What the author edits.
    Source,
    /// Made from the source.
    Export,
    /// For the bench.
    Drawing,
    /// A picture.
    Image,
    /// For the controller.
    Firmware,
}

impl Role {
    /// The word in documents and output.
    pub fn as_str(self) -> &'static str {
        match self {
            Role::Source => "source",
            Role::Export => "export",
            Role::Drawing => "drawing",
            Role::Image => "image",
            Role::Firmware => "firmware",
        }
    }
}

/// One line of the bill of materials.
#[derive(Clone, Debug)]
pub struct BomLine {
    /// What it asks for.
    pub entry: BomEntry,
    /// How much, per run or per batch of the plan.
    pub quantity: Option<Spanned<Quantity>>,
    /// The whole line.
    pub span: Span,
    /// What else is said.
    pub rest: Seldom<BomLineRest>,
}

/// What few lines say.
#[derive(Clone, Debug)]
pub struct BomLineRest {
    /// How much use that lasts, if it is not built in but wears: runs, machine hours, or what the plan makes.
    pub lifetime: Option<Spanned<Quantity>>,
    /// Whether it is needed once a batch.
    pub per_batch: bool,
    /// More about it.
    pub note: Option<String>,
    /// The source of the figure.
    pub source: Option<Reference>,
}

seldom!(BomLine, BomLineRest { ; lifetime note source; per_batch });

/// An item of the catalog, or a part made for this plan.
#[derive(Clone, Debug)]
pub enum BomEntry {
    /// An item, or what will do instead.
    Item {
        /// The item.
        item: Reference,
        /// What will do instead, best first.
        alternatives: Vec<Reference>,
    },
    /// A part that the plan makes for itself.
    Part(Box<Part>),
}

/// A part that a plan makes for itself. All its figures are for one unit of it.
#[derive(Clone, Debug)]
pub struct Part {
    /// Its name within the plan.
    pub name: Reference,
    /// Its id among all items: `plan-id/part-id`.
    pub id: Id,
    /// What it is called.
    pub title: Option<String>,
    /// The mass of one.
    pub mass: Option<Spanned<Quantity>>,
    /// What it is made from.
    pub from: Vec<Input>,
    /// How it is made.
    pub operations: Vec<Operation>,
    /// What is lost.
    pub losses: Vec<Loss>,
    /// What else is said.
    pub rest: Seldom<PartRest>,
}

/// What few parts say.
#[derive(Clone, Debug)]
pub struct PartRest {
    /// How many are made in one go.
    pub batch: Option<Spanned<Quantity>>,
    /// What comes off besides.
    pub by_products: Vec<ByProduct>,
    /// What it is cut from, over all.
    pub blanks: Vec<Blank>,
    /// What is measured on it.
    pub dimensions: Vec<PartDimension>,
    /// Its drawing, from the plan's folder.
    pub drawing: Option<Spanned<String>>,
    /// The heading in the build instructions.
    pub instructions: Option<Spanned<String>>,
}

seldom!(Part, PartRest { by_products blanks dimensions; batch drawing instructions; });

/// Equal pieces of bar or sheet for one part.
#[derive(Clone, Debug)]
pub struct Blank {
    /// Over all.
    pub length: Spanned<Quantity>,
    /// Over all; none of a bar.
    pub width: Option<Spanned<Quantity>>,
    /// How many.
    pub count: u64,
    /// What it is cut from; none if that is plain.
    pub item: Option<Reference>,
    /// Whether its length lies along the sheet.
    pub has_grain: bool,
}

/// One thing to measure.
#[derive(Clone, Debug)]
pub struct PartDimension {
    /// What.
    pub name: String,
    /// What it should be.
    pub nominal: Spanned<Quantity>,
    /// How far off it may be, to either side.
    pub tolerance: Option<Spanned<Quantity>>,
    /// What to measure it with.
    pub with: Option<String>,
}

/// What a finished machine takes up.
#[derive(Clone, Debug, Default)]
pub struct Footprint {
    /// Floor.
    pub floor_area: Option<Spanned<Quantity>>,
    /// Connected power.
    pub power: Option<Spanned<Quantity>>,
    /// Working time until it is worn out.
    pub lifetime: Option<Spanned<Quantity>>,
}

/// What industry sells for the same job.
#[derive(Clone, Debug)]
pub struct Baseline {
    /// What it is.
    pub name: String,
    /// What it costs.
    pub price: Option<Spanned<Quantity>>,
    /// Its mass.
    pub mass: Option<Spanned<Quantity>>,
    /// Its connected power.
    pub power: Option<Spanned<Quantity>>,
    /// Working time until it is worn out.
    pub lifetime: Option<Spanned<Quantity>>,
    /// What it achieves: (name, quantity).
    pub performance: Vec<(Spanned<String>, Spanned<Quantity>)>,
    /// Where that is said.
    pub url: Option<String>,
    /// How good the figures are.
    pub grade: Option<Grade>,
}
