//! What is at hand of one plan's documentation: its document, its instructions, its files.

use std::collections::BTreeSet;

use crate::graph::{Item, ItemIndex};
use crate::instructions::{LinkKind, Text, decode, item_id};
use crate::lint::Checked;
use crate::model::{BomEntry, BomLine, License, Operation, Part, Plan, Repository};
use crate::text::RepoPath;
use crate::world::World;

/// One plan, with what surrounds it.
pub(super) struct Held<'a> {
    world: &'a dyn World,
    checked: &'a Checked,
    /// The plan.
    pub(super) plan: &'a Plan,
    /// Its folder.
    folder: &'a str,
    /// Its build instructions, if they are there.
    pub(super) text: Option<&'a Text>,
    titles: Vec<String>,
}

impl<'a> Held<'a> {
    /// What is at hand of the plan at this index.
    pub(super) fn of(world: &'a dyn World, checked: &'a Checked, index: usize) -> Self {
        let plan = &checked.catalog.plans[index];
        let folder = checked.sources.get(plan.span.file).path.folder();
        let position = checked.instructions.binary_search_by_key(&index, |instructions| instructions.plan);
        let text = position.ok().map(|position| &*checked.instructions[position].text);
        let held = Self { world, checked, plan, folder, text, titles: Vec::new() };
        Self { titles: held.titles(), ..held }
    }

    /// The manifest.
    pub(super) fn repository(&self) -> Option<&'a Repository> {
        self.checked.catalog.repository.as_ref()
    }

    /// The terms of use: the plan's own; the repository's, if it states none.
    pub(super) fn license(&self) -> &'a License {
        match self.repository() {
            Some(repository) if self.plan.license.expressions().is_empty() => &repository.license,
            _ => &self.plan.license,
        }
    }

    /// Whether a file that the plan names is there.
    pub(super) fn has_file(&self, written: &str) -> bool {
        let entry = RepoPath::join(self.folder, written).and_then(|path| self.world.entry(&path));
        entry.is_some_and(|entry| entry.size_bytes > 0 && !entry.leads_outside)
    }

    /// The parts that the plan makes for itself.
    pub(super) fn parts(&self) -> impl Iterator<Item = &'a Part> + use<'a> {
        self.plan.bom.iter().filter_map(|line| match &line.entry {
            BomEntry::Part(part) => Some(&**part),
            BomEntry::Item { .. } => None,
        })
    }

    /// Every operation: of the assembly, then of the parts.
    pub(super) fn operations(&self) -> impl Iterator<Item = &'a Operation> + use<'a> {
        self.plan.operations.iter().chain(self.parts().flat_map(|part| &part.operations))
    }

    /// The item of an id.
    pub(super) fn item(&self, id: &str) -> Option<(ItemIndex, &'a Item)> {
        let index = self.checked.graph.item_index(id)?;
        Some((index, self.checked.graph.item(index)))
    }

    /// Items that the bill and its parts take from elsewhere, each once, sorted by id.
    pub(super) fn taken(&self) -> BTreeSet<&'a str> {
        let of_line = |line: &'a BomLine| match &line.entry {
            BomEntry::Item { item, .. } => vec![item.value.as_str()],
            BomEntry::Part(part) => part.from.iter().map(|input| input.item.value.as_str()).collect(),
        };
        self.plan.bom.iter().flat_map(of_line).collect()
    }

    /// The material of an id.
    pub(super) fn material(&self, id: &str) -> Option<&'a crate::model::Material> {
        match self.checked.catalog.index.item(id)? {
            crate::catalog::ItemOwner::Material(index) => Some(&self.checked.catalog.materials[index]),
            _ => None,
        }
    }

    /// The ids of items and parts that the instructions name by links.
    pub(super) fn named(&self) -> BTreeSet<String> {
        let links = self.text.into_iter().flat_map(|text| &text.links);
        links.filter_map(|link| item_id(self.plan, link.bound.as_ref()?)).collect()
    }

    /// Whether the instructions name a capability by a link.
    pub(super) fn names_capability(&self) -> bool {
        let mut links = self.text.into_iter().flat_map(|text| &text.links);
        links.any(|link| link.bound.as_ref().is_some_and(|bound| bound.kind == LinkKind::Capability))
    }

    /// How many sections of the instructions take something from the bill.
    pub(super) fn step_count(&self) -> usize {
        let Some(text) = self.text else { return 0 };
        let section = |start: u32| text.headings.partition_point(|heading| heading.span.start <= start);
        let bound = text.links.iter().filter(|link| link.bound.is_some());
        bound.map(|link| section(link.span.start)).collect::<BTreeSet<usize>>().len()
    }

    /// Pictures of the instructions that are there.
    pub(super) fn picture_count(&self) -> usize {
        let pictures = self.text.into_iter().flat_map(|text| &text.pictures);
        pictures.filter(|picture| self.has_file(&decode(&picture.destination))).count()
    }

    /// Whether a heading of the instructions, or a file that they or the plan lead to, speaks of a subject: its title or name
    /// holds one of `stems`, each the beginning of a word or of several (see [`super::using`]).
    pub(super) fn speaks_of(&self, stems: &[&str]) -> bool {
        let begins_word =
            |title: &str, stem: &str| title.match_indices(' ').any(|(at, _)| title[at + 1..].starts_with(stem));
        self.titles.iter().any(|title| stems.iter().any(|stem| begins_word(title, stem)))
    }

    /// The headings of the instructions, and the names of the files that they and the plan lead to: words in lower case, each
    /// between blanks.
    fn titles(&self) -> Vec<String> {
        let words = |title: &str| {
            let lower = title.to_lowercase();
            let words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
            words.fold(String::new(), |title, word| title + " " + word) + " "
        };
        let has_file = |path: &&str| self.has_file(path.split('#').next().unwrap_or(path));
        let file_name = |path: &str| words(path.rsplit('/').next().unwrap_or(path));
        let headings = self.text.into_iter().flat_map(|text| &text.headings).map(|heading| words(&heading.title));
        let links = self.text.into_iter().flat_map(|text| &text.links).filter(|link| link.bound.is_none());
        let linked: Vec<String> = links.map(|link| decode(&link.destination)).collect();
        let files = self.plan.files.iter().map(|file| file.path.value.as_str());
        let files = files.chain(linked.iter().map(String::as_str)).filter(has_file).map(file_name);
        headings.chain(files).collect()
    }
}
