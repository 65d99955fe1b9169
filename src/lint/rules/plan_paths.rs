//! The files that plans name, and what the repository has at those places: for the rules about files.

use std::collections::HashMap;

use crate::model::{BomEntry, Operation, Plan};
use crate::text::{RepoPath, Span, Spanned};
use crate::world::World;

/// What a path in a plan leads to.
#[derive(Debug, PartialEq)]
pub(super) enum Target {
    /// A file of the repository.
    File,
    /// A link that leads out of the repository.
    LinkOutside,
    /// A place that no repository can hold.
    Outside,
    /// A place of the repository where there is no file.
    Missing(RepoPath),
}

/// A file that a plan names.
pub(super) struct NamedFile<'c> {
    /// The path as the author wrote it.
    pub(super) written: &'c str,
    /// Where it first stands.
    pub(super) span: Span,
    /// Where it stands again.
    pub(super) again: Vec<Span>,
}

/// Each file that a plan names, once.
pub(super) fn named_files(plan: &Plan) -> Vec<NamedFile<'_>> {
    let mut files: Vec<NamedFile<'_>> = Vec::new();
    let mut seen: HashMap<&str, usize> = HashMap::new();
    for (written, span) in paths(plan).into_iter().chain(headings(plan)) {
        match seen.get(written) {
            Some(index) => files[*index].again.push(span),
            None => {
                seen.insert(written, files.len());
                files.push(NamedFile { written, span, again: Vec::new() });
            }
        }
    }
    files
}

/// What `written`, in a document of `folder`, leads to.
pub(super) fn target(world: &dyn World, folder: &str, written: &str) -> Target {
    // A backslash is part of a name on most systems; it is reported as the missing file that it is there.
    let Some(path) = RepoPath::join(folder, written) else { return Target::Outside };
    match world.entry(&path) {
        Some(entry) if entry.leads_outside => Target::LinkOutside,
        Some(_) if !written.contains('\\') => Target::File,
        None if is_behind_link_outside(world, &path) => Target::LinkOutside,
        _ => Target::Missing(path),
    }
}

/// Whether a folder above is a link that leads out of the repository.
fn is_behind_link_outside(world: &dyn World, path: &RepoPath) -> bool {
    let leads_outside = |folder: &str| world.entry(&RepoPath::new(folder)).is_some_and(|entry| entry.leads_outside);
    path.as_str().match_indices('/').any(|(end, _)| leads_outside(&path.as_str()[..end]))
}

fn paths(plan: &Plan) -> Vec<(&str, Span)> {
    let mut paths: Vec<&Spanned<String>> = plan.instructions.iter().chain(&plan.image).collect();
    paths.extend(plan.files.iter().map(|file| &file.path));
    paths.extend(plan.bom.iter().filter_map(|line| match &line.entry {
        BomEntry::Part(part) => part.drawing.as_ref(),
        BomEntry::Item { .. } => None,
    }));
    paths.into_iter().map(|path| (path.value.as_str(), path.span)).collect()
}

/// The files of `file#heading`; a heading alone is in the plan's own instructions.
fn headings(plan: &Plan) -> Vec<(&str, Span)> {
    let mut places: Vec<&Spanned<String>> = of_operations(&plan.operations).collect();
    for line in &plan.bom {
        if let BomEntry::Part(part) = &line.entry {
            places.extend(&part.instructions);
            places.extend(of_operations(&part.operations));
        }
    }
    let file = |place: &'_ Spanned<String>| -> usize { place.value.find('#').unwrap_or(place.value.len()) };
    places.into_iter().filter(|place| file(place) > 0).map(|place| (&place.value[..file(place)], place.span)).collect()
}

fn of_operations(operations: &[Operation]) -> impl Iterator<Item = &Spanned<String>> {
    operations.iter().filter_map(|operation| operation.instructions.as_ref())
}
