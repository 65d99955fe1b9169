//! What several kinds have in common.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use super::claim::Claim;
use super::seldom::{Seldom, Unsaid, seldom};
use crate::quantity::Quantity;
use crate::text::{Span, Spanned};

/// The id of a document, an item or a capability.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(Arc<str>);

impl Id {
    /// An id from text; its form is the schema's concern.
    pub fn new(text: impl Into<Arc<str>>) -> Self {
        Self(text.into())
    }

    /// An id that many documents name: equal ones share their bytes, as far as this thread saw them before.
    pub fn shared(text: &str) -> Self {
        Self(crate::text::shared(text))
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl std::borrow::Borrow<str> for Id {
    #[inline]
    fn borrow(&self) -> &str {
        &self.0
    }
}

/// Values by id, with a hash that is quick on short texts, and seeded so that no repository can choose ids that collide.
pub type IdMap<T> = HashMap<Id, T, foldhash::fast::RandomState>;

/// An id that stands in for what it names, and where it stands.
pub type Reference = Spanned<Id>;

/// The manifest, `groundup.yaml`.
#[derive(Clone, Debug)]
pub struct Repository {
    /// Its name.
    pub name: Id,
    /// Where that is written; the whole document where it is not.
    pub name_span: Span,
    /// What it is called.
    pub title: Option<String>,
    /// What it is, in a sentence.
    pub summary: Option<String>,
    /// Where it is published.
    pub url: Option<String>,
    /// Where its site is published.
    pub base_url: Option<String>,
    /// The licence of what does not state its own.
    pub license: License,
    /// The currency that totals are in, as an ISO 4217 code.
    pub currency: Spanned<String>,
    /// What one unit of another currency is worth: (code, money).
    pub exchange_rates: Vec<(Spanned<String>, Spanned<Quantity>)>,
    /// How seriously the rules are taken here; the last that holds counts.
    pub lint: Vec<LintSetting>,
    /// What is claimed of its plans and places.
    pub claims: Vec<Claim>,
    /// The whole document.
    pub span: Span,
}

/// How seriously a rule is taken in some files.
#[derive(Clone, Debug)]
pub struct LintSetting {
    /// The rule's name.
    pub rule: Spanned<String>,
    /// How seriously.
    pub level: LintLevel,
    /// Files and folders, from the repository's root; all if empty.
    pub paths: Vec<Spanned<String>>,
}

/// How seriously a rule is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LintLevel {
    /// What it finds is not told.
    Off,
    /// What it finds is told, and does not fail the check.
    Warning,
    /// What it finds fails the check.
    Error,
}

/// The terms of use: SPDX expressions.
#[derive(Clone, Debug, Default)]
pub struct License {
    /// Of the design.
    pub hardware: Option<Spanned<String>>,
    /// Of text and pictures.
    pub documentation: Option<Spanned<String>>,
    /// Of firmware and other code.
    pub software: Option<Spanned<String>>,
}

impl License {
    /// The expressions that were written, each once.
    pub fn expressions(&self) -> Vec<&Spanned<String>> {
        let mut all: Vec<_> = [&self.hardware, &self.documentation, &self.software].into_iter().flatten().collect();
        all.dedup_by_key(|expression| expression.span);
        all
    }
}

/// How good the evidence for a figure is; ordered from best to worst.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Grade {
    /// The source gives the figure.
    Stated,
    /// It was calculated from figures that the source gives.
    Derived,
    /// It is a judgement.
    Estimated,
}

impl Grade {
    /// The word in documents and output.
    pub fn as_str(self) -> &'static str {
        match self {
            Grade::Stated => "stated",
            Grade::Derived => "derived",
            Grade::Estimated => "estimated",
        }
    }
}

/// Where a figure is from.
#[derive(Clone, Debug)]
pub struct SourceNote {
    /// The name by which lines of the same document refer to it.
    pub id: Option<Reference>,
    /// What it is.
    pub title: String,
    /// Where that is written.
    pub title_span: Span,
    /// Where it is.
    pub url: Option<String>,
    /// How good it is.
    pub grade: Grade,
    /// More about it.
    pub note: Option<String>,
}

/// The worst grade among sources; what has no source is an estimate.
pub fn worst_grade(sources: &[SourceNote]) -> Grade {
    sources.iter().map(|source| source.grade).max().unwrap_or(Grade::Estimated)
}

/// A hazard, and what to do about it.
#[derive(Clone, Debug)]
pub struct SafetyNote {
    /// What can happen.
    pub hazard: String,
    /// How to be safe.
    pub note: Option<String>,
}

/// Something consumed.
#[derive(Clone, Debug)]
pub struct Input {
    /// The item.
    pub item: Reference,
    /// How much, per run or per batch.
    pub quantity: Option<Spanned<Quantity>>,
    /// What else is said.
    pub rest: Seldom<InputRest>,
}

/// What few inputs say.
#[derive(Clone, Debug)]
pub struct InputRest {
    /// How much use that lasts, if it wears: runs, machine hours, or good output.
    pub lifetime: Option<Spanned<Quantity>>,
    /// Whether it goes in once a batch.
    pub per_batch: bool,
    /// What will do instead, best first.
    pub alternatives: Vec<Reference>,
    /// More about it.
    pub note: Option<String>,
    /// The source of the figure.
    pub source: Option<Reference>,
}

seldom!(Input, InputRest { alternatives; lifetime note source; per_batch });

/// Something that comes off besides the product.
#[derive(Clone, Debug)]
pub struct ByProduct {
    /// The item.
    pub item: Reference,
    /// How much, per run.
    pub quantity: Option<Spanned<Quantity>>,
    /// What else is said.
    pub rest: Seldom<FlowRest>,
}

/// What is lost for good.
#[derive(Clone, Debug)]
pub struct Loss {
    /// How much, per run.
    pub quantity: Option<Spanned<Quantity>>,
    /// Where it goes: air, water, land, heat.
    pub to: Option<String>,
    /// What else is said.
    pub rest: Seldom<FlowRest>,
}

/// What few by-products and losses say.
#[derive(Clone, Debug)]
pub struct FlowRest {
    /// More about it.
    pub note: Option<String>,
    /// The source of the figure.
    pub source: Option<Reference>,
}

seldom!(ByProduct, FlowRest { ; note source; });

impl std::ops::Deref for Loss {
    type Target = FlowRest;

    fn deref(&self) -> &FlowRest {
        &self.rest
    }
}

/// One step of a routing.
#[derive(Clone, Debug)]
pub struct Operation {
    /// The ability that it needs.
    pub capability: Reference,
    /// What it asks of the equipment: (parameter, values).
    pub envelope: Envelope,
    /// Machine time per run.
    pub time: Option<Spanned<Quantity>>,
    /// Work per run.
    pub labour: Option<Box<LabourNeed>>,
    /// The whole entry.
    pub span: Span,
    /// What else is said.
    pub rest: Seldom<OperationRest>,
}

/// What few operations say.
#[derive(Clone, Debug)]
pub struct OperationRest {
    /// Its name.
    pub id: Option<Reference>,
    /// What it is called.
    pub title: Option<String>,
    /// Machine time per batch.
    pub set_up: Option<Spanned<Quantity>>,
    /// The permissions, certificates and licences without which nobody may do it.
    pub requires: Vec<Reference>,
    /// The heading in the build instructions.
    pub instructions: Option<Spanned<String>>,
    /// What can happen.
    pub hazard: Option<String>,
    /// More about it.
    pub note: Option<String>,
    /// The source of its figures.
    pub source: Option<Reference>,
}

seldom!(Operation, OperationRest { requires; id title set_up instructions hazard note source; });

/// What is asked, or offered, of each parameter: (its name, what is said of it).
pub type Envelope = Vec<(Spanned<Arc<str>>, EnvelopeValue)>;

/// What an envelope says of one parameter: mostly one value.
#[derive(Clone, Debug, PartialEq)]
pub enum EnvelopeValue {
    /// A value, as written.
    One(Spanned<Arc<str>>),
    /// Several, or none.
    Many(Box<[Spanned<Arc<str>>]>),
}

impl EnvelopeValue {
    /// The value, or the values, as written.
    pub fn values(&self) -> &[Spanned<Arc<str>>] {
        match self {
            EnvelopeValue::One(value) => std::slice::from_ref(value),
            EnvelopeValue::Many(values) => values,
        }
    }
}

/// Work that an operation takes.
#[derive(Clone, Debug)]
pub struct LabourNeed {
    /// Who can do it.
    pub skill: Reference,
    /// Person-time per run.
    pub time: Option<Spanned<Quantity>>,
    /// Person-time per batch.
    pub set_up: Option<Spanned<Quantity>>,
    /// How many at once.
    pub people: u32,
}

/// What a machine can do.
#[derive(Clone, Debug)]
pub struct Provision {
    /// The ability.
    pub capability: Reference,
    /// How far it goes: (parameter, values).
    pub envelope: Envelope,
    /// How fast it is.
    pub throughput: Option<Spanned<Quantity>>,
    /// What it draws.
    pub power: Option<Spanned<Quantity>>,
}
