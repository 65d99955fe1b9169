//! A plan that was touched, in the catalog and the graph at once, for those who show a plan before the whole is checked again.

use std::collections::BTreeSet;

use super::Session;
use crate::catalog::{is_document_file, read_file};
use crate::graph::replace_plan;
use crate::lint::Checked;
use crate::model::Document;
use crate::text::RepoPath;
use crate::world::World;

impl Session {
    /// Takes what was touched, and told by [`Session::touch`], into the catalog, the graph and the instructions: they are then those
    /// of a fresh check. Gives the plans that changed by themselves, their instructions included; `None` where more changes than
    /// that: then [`Session::recheck`] is due at once. It is due in either case for the findings of the whole.
    pub fn patch(&mut self, world: &dyn World, touched: &BTreeSet<RepoPath>) -> Option<BTreeSet<usize>> {
        let mut plans = BTreeSet::new();
        for path in touched {
            match is_document_file(path) {
                true => drop(plans.insert(self.patch_file(world, path)?)),
                false => {
                    let of_file = self.prose.plans_of(path);
                    // Instructions that came since the whole was checked: only that finds out whose they are.
                    if of_file.is_empty() && self.prose.file_of(path).is_some() {
                        return None;
                    }
                    plans.extend(of_file);
                }
            }
        }
        plans.iter().for_each(|plan| self.patch_instructions(world, *plan));
        Some(plans)
    }

    fn patch_instructions(&mut self, world: &dyn World, plan: usize) {
        let Checked { catalog, sources, instructions, .. } = &mut self.checked;
        let new = self.prose.instructions_of(world, catalog, sources, plan);
        let place = instructions.partition_point(|known| known.plan < plan);
        let is_there = instructions.get(place).is_some_and(|known| known.plan == plan);
        instructions.splice(place..place + usize::from(is_there), new);
    }

    fn patch_file(&mut self, world: &dyn World, path: &RepoPath) -> Option<usize> {
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
        if replace_plan(&mut checked.graph, &checked.catalog, index, &before) {
            return Some(index);
        }
        checked.catalog.plans[index] = before;
        None
    }
}
