//! What each figure rests on: the grade of the source that its own line names, else the worst of its document.

use super::RecipeSource;
use crate::catalog::{Catalog, ItemOwner};
use crate::model::{Grade, Reference, SourceNote};

/// What one figure rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Basis {
    /// How good its source is.
    pub grade: Grade,
    /// Which of its document's sources it is, counted from 0; `None` where there is none, and for one past what fits.
    pub source: Option<u16>,
    /// Whether the figure's own line names the source; else it is the worst of the document.
    pub is_named: bool,
}

impl Basis {
    /// A figure without any source: a judgement.
    pub const NONE: Basis = Basis { grade: Grade::Estimated, source: None, is_named: false };
}

/// The sources of one document, to grade its figures by.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sources<'d> {
    notes: &'d [SourceNote],
    worst: Basis,
}

impl<'d> Sources<'d> {
    /// Of a document's `sources`.
    pub(super) fn of(notes: &'d [SourceNote]) -> Self {
        // The first of the worst, so that the answer does not turn with the order of the rest.
        let worst = notes.iter().enumerate().rev().max_by_key(|(_, note)| note.grade);
        let worst = worst.map_or(Basis::NONE, |(position, note)| basis(position, note, false));
        Self { notes, worst }
    }

    /// What a figure rests on that names no source of its own.
    pub(super) fn worst(&self) -> Basis {
        self.worst
    }

    /// What a figure rests on. A name that the document does not know counts as a judgement; it was reported.
    pub(super) fn basis(&self, named: Option<&Reference>) -> Basis {
        let Some(named) = named else { return self.worst };
        let is_it = |note: &SourceNote| note.id.as_ref().is_some_and(|id| id.value == named.value);
        let position = self.notes.iter().position(is_it);
        position.map_or(Basis::NONE, |position| basis(position, &self.notes[position], true))
    }
}

fn basis(position: usize, note: &SourceNote, is_named: bool) -> Basis {
    Basis { grade: note.grade, source: u16::try_from(position).ok(), is_named }
}

/// The source of a figure of a recipe.
pub fn recipe_source_note(catalog: &Catalog, source: RecipeSource, basis: Basis) -> Option<&SourceNote> {
    let notes = match source {
        RecipeSource::Process(index) => &catalog.processes.get(index)?.sources,
        RecipeSource::Plan(plan) | RecipeSource::Part { plan, .. } => &catalog.plans.get(plan)?.sources,
    };
    notes.get(usize::from(basis.source?))
}

/// The source of a figure of an item.
pub fn item_source_note(catalog: &Catalog, owner: ItemOwner, basis: Basis) -> Option<&SourceNote> {
    let notes = match owner {
        ItemOwner::Material(index) => &catalog.materials.get(index)?.sources,
        ItemOwner::Plan(plan) | ItemOwner::Part { plan, .. } => &catalog.plans.get(plan)?.sources,
        ItemOwner::Hole(_) => return None,
    };
    notes.get(usize::from(basis.source?))
}
