//! A plan that was touched, in the catalog and the graph at once, for those who show a plan before the whole is checked again.

use std::collections::BTreeSet;

use super::Session;
use crate::catalog::{is_document_file, read_file};
use crate::graph::{Replaced, replace_plan};
use crate::lint::Checked;
use crate::model::Document;
use crate::text::RepoPath;
use crate::world::World;

/// What changed by itself.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Patch {
    /// The plans, their instructions included.
    pub plans: BTreeSet<usize>,
    /// Those of which more changed than words: how they are made, or what that takes.
    pub remade: BTreeSet<usize>,
}

impl Session {
    /// Takes what was touched, and told by [`Session::touch`], into the catalog, the graph and the instructions: they are then those
    /// of a fresh check. Gives the plans that changed by themselves; `None` where more changes than that: then
    /// [`Session::recheck`] is due at once. It is due in either case for the findings of the whole.
    pub fn patch(&mut self, world: &dyn World, touched: &BTreeSet<RepoPath>) -> Option<Patch> {
        let mut patch = Patch::default();
        for path in touched {
            match is_document_file(path) {
                true => {
                    let (plan, is_remade) = self.patch_file(world, path)?;
                    patch.plans.insert(plan);
                    patch.remade.extend(is_remade.then_some(plan));
                }
                false => {
                    let of_file = self.prose.plans_of(path);
                    // Instructions that came since the whole was checked: only that finds out whose they are.
                    if of_file.is_empty() && self.prose.file_of(path).is_some() {
                        return None;
                    }
                    patch.plans.extend(of_file);
                }
            }
        }
        patch.plans.iter().for_each(|plan| self.patch_instructions(world, *plan));
        Some(patch)
    }

    fn patch_instructions(&mut self, world: &dyn World, plan: usize) {
        let Checked { catalog, sources, instructions, .. } = &mut self.checked;
        let new = self.prose.instructions_of(world, catalog, sources, plan);
        let place = instructions.partition_point(|known| known.plan < plan);
        let is_there = instructions.get(place).is_some_and(|known| known.plan == plan);
        instructions.splice(place..place + usize::from(is_there), new);
    }

    /// The plan that a file holds, and whether it is made in another way than before.
    fn patch_file(&mut self, world: &dyn World, path: &RepoPath) -> Option<(usize, bool)> {
        let (kept, entry) = (self.files.get(path)?, world.entry(path)?);
        let checked = &mut self.checked;
        let (source, parse) = read_file(world, kept.file, entry);
        let is_told = checked.sources.get(kept.file).text == source.text && parse.diagnostics.is_empty();
        let is_alone = kept.document_count == 1 && parse.document_count == 1 && parse.damage.is_empty();
        let mut documents = parse.documents.into_iter().filter(|_| is_told && is_alone);
        let Some(Document::Plan(new)) = documents.next() else { return None };
        let plans = &mut checked.catalog.plans;
        let index = plans.binary_search_by(|plan| plan.id.value.cmp(&new.id.value)).ok()?;
        if plans[index].span.file != kept.file {
            return None;
        }
        let before = std::mem::replace(&mut plans[index], *new);
        match replace_plan(&mut checked.graph, &checked.catalog, index, &before) {
            Replaced::Words => Some((index, false)),
            Replaced::Figures => Some((index, true)),
            Replaced::Not => {
                checked.catalog.plans[index] = before;
                None
            }
        }
    }
}
