//! What a site is made of, and what it had to leave out.

use super::answers::{Ask, DataFile};
use super::claim_text::ClaimText;
use crate::catalog::Catalog;
use crate::graph::Graph;
use crate::lint::documentation::PlanScore;
use crate::resolve::Choice;
use crate::text::Sources;
use crate::world::World;

/// What a site is made of.
pub struct SiteInput<'a> {
    /// Where files, history and the date come from.
    pub world: &'a dyn World,
    /// The files that the catalog was read from.
    pub sources: &'a Sources,
    /// The documents.
    pub catalog: &'a Catalog,
    /// Their items and recipes.
    pub graph: &'a Graph,
    /// How the authors prefer to have each item.
    pub choice: &'a Choice,
    /// Finds out about a plan, when its page is made.
    pub answers: Ask<'a>,
    /// How well a plan (by index) is documented; none for those that are not told.
    pub documentation: &'a (dyn Fn(usize) -> Option<PlanScore> + Sync),
    /// Data files about no one plan, that lie beside the pages.
    pub data: Vec<DataFile>,
    /// Whether data files lie beside the pages.
    pub has_data: bool,
    /// What is claimed of plans and places, decided; empty where that is not told.
    pub claims: &'a [ClaimText],
    /// Where the site will be published, with `/` at the end; none if that is not known.
    pub base_url: Option<String>,
}

/// Something that the site had to leave out.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// The file in the repository, or the page.
    pub path: String,
    /// Why, in words.
    pub reason: String,
}
