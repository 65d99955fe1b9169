//! Fixes to new texts: which of them go together, and what the files are then.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::untouched::reads_the_same_elsewhere;
use super::{Reason, TakenBack};
use crate::diagnostic::rule_names::INVALID_YAML;
use crate::diagnostic::{Diagnostic, Edit, Fix};
use crate::syntax;
use crate::text::{FileId, RepoPath, Sources};

/// A finding, and the fix to make of it.
pub(super) struct Chosen<'c> {
    pub(super) diagnostic: &'c Diagnostic,
    pub(super) fix: &'c Fix,
}

/// Fixes that were made together.
pub(super) struct Batch<'c> {
    pub(super) fixes: Vec<Chosen<'c>>,
    /// The files that change.
    pub(super) files: Vec<Rewritten>,
}

/// A file in its new form.
pub(super) struct Rewritten {
    pub(super) id: FileId,
    pub(super) path: RepoPath,
    pub(super) text: String,
    /// What was put in: where it stands in the new text, and which of the batch's fixes did it.
    pub(super) put_in: Vec<(Range<usize>, usize)>,
}

/// Makes those fixes that do not overlap an earlier one. `None` if none is left to be made.
pub(super) fn apply<'c>(
    sources: &Sources,
    chosen: Vec<Chosen<'c>>,
    taken_back: &mut BTreeSet<TakenBack>,
) -> Option<Batch<'c>> {
    let mut fixes = Vec::new();
    let mut taken: BTreeMap<FileId, Vec<&Edit>> = BTreeMap::new();
    let broken = broken_files(sources, &chosen);
    for candidate in chosen {
        let edits = &candidate.fix.edits;
        let is_free =
            |edit: &Edit| taken.get(&edit.span.file).is_none_or(|others| others.iter().all(|other| apart(edit, other)));
        let is_apart = |(index, edit): (usize, &Edit)| edits[..index].iter().all(|other| apart(edit, other));
        if candidate.diagnostic.rule != INVALID_YAML && edits.iter().any(|edit| broken.contains(&edit.span.file)) {
            taken_back.insert(TakenBack::new(candidate.diagnostic, sources, Reason::FileIsBroken));
        } else if edits.iter().all(is_free) && edits.iter().enumerate().all(is_apart) {
            edits.iter().for_each(|edit| taken.entry(edit.span.file).or_default().push(edit));
            fixes.push(candidate);
        }
    }
    drop(taken);
    let files: BTreeSet<FileId> =
        fixes.iter().flat_map(|chosen| chosen.fix.edits.iter().map(|edit| edit.span.file)).collect();
    let mut kept: Vec<bool> = vec![true; fixes.len()];
    for file in files {
        for index in misfits(sources, file, &fixes) {
            kept[index] = false;
            taken_back.insert(TakenBack::new(fixes[index].diagnostic, sources, Reason::ChangesMore));
        }
    }
    let mut keep = kept.into_iter();
    fixes.retain(|_| keep.next().unwrap_or(false));
    if fixes.is_empty() {
        return None;
    }
    let mut by_file: BTreeMap<FileId, Vec<(&Edit, usize)>> = BTreeMap::new();
    for (index, chosen) in fixes.iter().enumerate() {
        chosen.fix.edits.iter().for_each(|edit| by_file.entry(edit.span.file).or_default().push((edit, index)));
    }
    let files = by_file.into_iter().map(|(id, edits)| {
        let source = sources.get(id);
        let (text, put_in) = rewritten(&source.text, edits);
        Rewritten { id, path: source.path.clone(), text, put_in }
    });
    let files = files.collect();
    Some(Batch { fixes, files })
}

/// Whether two edits touch no common byte, and do not put in at one place.
pub(super) fn apart(a: &Edit, b: &Edit) -> bool {
    a.span.file != b.span.file
        || a.span.end < b.span.start
        || b.span.end < a.span.start
        || (a.span.end == b.span.start || b.span.end == a.span.start) && !a.span_is_empty() && !b.span_is_empty()
}

impl Edit {
    fn span_is_empty(&self) -> bool {
        self.span.start == self.span.end
    }
}

/// The files among those of the fixes that have faults of syntax.
fn broken_files(sources: &Sources, chosen: &[Chosen<'_>]) -> BTreeSet<FileId> {
    let files: BTreeSet<FileId> =
        chosen.iter().flat_map(|chosen| chosen.fix.edits.iter().map(|edit| edit.span.file)).collect();
    let is_broken = |file: &FileId| {
        let source = sources.get(*file);
        if source.path.as_str().ends_with(".md") {
            return false;
        }
        let parsed = syntax::parse(*file, &source.text);
        !parsed.damaged.is_empty() || parsed.diagnostics.iter().any(|found| found.rule == INVALID_YAML)
    };
    files.into_iter().filter(is_broken).collect()
}

/// The fixes, by index, that may not be made in a file because it would read otherwise elsewhere.
fn misfits(sources: &Sources, file: FileId, fixes: &[Chosen<'_>]) -> Vec<usize> {
    let of_file = |index: usize| fixes[index].fix.edits.iter().filter(move |edit| edit.span.file == file);
    let concerned: Vec<usize> = (0..fixes.len()).filter(|index| of_file(*index).next().is_some()).collect();
    let source = sources.get(file);
    let reads_the_same = |indices: &[usize]| {
        let edits: Vec<(&Edit, usize)> =
            indices.iter().flat_map(|index| of_file(*index).map(|edit| (edit, *index))).collect();
        let (text, put_in) = rewritten(&source.text, edits.clone());
        let gone: Vec<Range<usize>> =
            edits.iter().map(|(edit, _)| edit.span.start as usize..edit.span.end as usize).collect();
        let put_in: Vec<Range<usize>> = put_in.into_iter().map(|(range, _)| range).collect();
        reads_the_same_elsewhere(file, source, &text, &gone, &put_in)
    };
    if reads_the_same(&concerned) {
        return Vec::new();
    }
    // One of them is to blame: each is tried upon those that went well.
    let mut good: Vec<usize> = Vec::new();
    let mut bad = Vec::new();
    for index in concerned {
        good.push(index);
        if !reads_the_same(&good) {
            good.pop();
            bad.push(index);
        }
    }
    bad
}

/// A text with edits made, which are apart from each other; and where each replacement then stands, with its number.
pub(super) fn rewritten(text: &str, mut edits: Vec<(&Edit, usize)>) -> (String, Vec<(Range<usize>, usize)>) {
    edits.sort_by_key(|(edit, _)| (edit.span.start, edit.span.end));
    let mut new = String::with_capacity(text.len());
    let mut put_in = Vec::with_capacity(edits.len());
    let mut at = 0;
    for (edit, number) in edits {
        new.push_str(text.get(at..edit.span.start as usize).unwrap_or_default());
        let start = new.len();
        new.push_str(&edit.replacement);
        put_in.push((start..new.len(), number));
        at = edit.span.end as usize;
    }
    new.push_str(text.get(at..).unwrap_or_default());
    (new, put_in)
}
