//! Which findings a change brings: two checks go in, of the repository before and now; what stands in the change, or was caused
//! by it, comes out.
//!
//! A finding is told if
//!
//! - it stands **in a changed document**: one whose text is nowhere in the changed files as they were. Documents are the pieces of
//!   a file between its `---`; a text of instructions is one. So neither a rename nor moving a document to another file
//!   changes it, and an edit does not bring up the old faults of its neighbours; those of the document itself it does, for
//!   whoever edits it has it before them;
//! - or it was **not there before**: no finding of the same rule, severity and message, in the document of the same kind and id
//!   (without an id: in the same file, wherever that was then). So the dangling reference that a deleted material leaves in an
//!   untouched plan is told, and so is a mass that no longer adds up, since it is another mass; a finding whose line has moved is
//!   not. Where a document has several that are alike, those are told that there are more of than before, the last ones.

use std::collections::{BTreeSet, HashMap, HashSet};

use crate::catalog::{Dependence, MANIFEST, Name, document_nodes, plan_folder};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::Plan;
use crate::text::{FileId, Sources, Span};
use crate::world::FileChange;

use super::Checked;

/// What a change comes to.
#[derive(Debug)]
pub struct Caused {
    /// The findings that stand in it, or that it caused; in the order of files and places.
    pub diagnostics: Vec<Diagnostic>,
    /// How many others there are.
    pub older: usize,
    /// How many documents outside the change depend on it.
    pub affected: usize,
}

/// Holds the findings of `now` against those of `before`. The findings of `now` are taken out of it.
pub fn caused_by(changes: &[FileChange], before: &Checked, now: &mut Checked) -> Caused {
    let found = std::mem::take(&mut now.diagnostics);
    let total = found.len();
    let mut change = Change::new(changes, &before.sources);
    let mut known: HashMap<Fingerprint<'_>, usize> = HashMap::new();
    let mut documents = Documents::new(&before.sources);
    for diagnostic in &before.diagnostics {
        let place = documents.place(diagnostic.span, |path| change.now_of.get(path).copied().unwrap_or(path));
        *known.entry(fingerprint(diagnostic, place)).or_default() += 1;
    }
    let mut documents = Documents::new(&now.sources);
    let mut keep = Vec::with_capacity(total);
    // Of those that are alike the first ones are the old ones.
    for diagnostic in &found {
        let place = documents.place(diagnostic.span, |path| path);
        let is_known = match known.get_mut(&fingerprint(diagnostic, place)) {
            Some(count) if *count > 0 => {
                *count -= 1;
                true
            }
            _ => false,
        };
        keep.push(!is_known || change.holds(&mut documents, diagnostic.span));
    }
    let affected = affected(&mut change, before, now);
    let mut keep = keep.into_iter();
    let diagnostics: Vec<Diagnostic> = found.into_iter().filter(|_| keep.next().unwrap_or(true)).collect();
    Caused { older: total - diagnostics.len(), diagnostics, affected }
}

/// What makes two findings one, wherever their lines are.
type Fingerprint<'a> = (&'static str, Severity, &'a str, Place<'a>);

fn fingerprint<'a>(diagnostic: &'a Diagnostic, place: Place<'a>) -> Fingerprint<'a> {
    (diagnostic.rule, diagnostic.severity, &diagnostic.message, place)
}

/// What a document is known by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Place<'a> {
    /// Its kind and id, as written.
    Document(&'a str, &'a str),
    /// Its file.
    File(&'a str),
}

/// The pieces of files, found when first asked for.
struct Documents<'s> {
    sources: &'s Sources,
    starts: HashMap<FileId, Vec<usize>>,
}

impl<'s> Documents<'s> {
    fn new(sources: &'s Sources) -> Self {
        Self { sources, starts: HashMap::new() }
    }

    /// The document that a place is in: where it begins, and its text.
    fn document(&mut self, span: Span) -> (usize, &'s str) {
        let source = self.sources.get(span.file);
        let starts = self.starts.entry(span.file).or_insert_with(|| piece_starts(source.path.as_str(), &source.text));
        let next = starts.partition_point(|start| *start <= span.start as usize);
        let start = next.checked_sub(1).map_or(0, |piece| starts[piece]);
        (start, source.text.get(start..starts.get(next).copied().unwrap_or(source.text.len())).unwrap_or(""))
    }

    /// What its document is known by; `named` tells by what path its file is.
    fn place(&mut self, span: Span, named: impl Fn(&'s str) -> &'s str) -> Place<'s> {
        let (_, text) = self.document(span);
        let path = self.sources.get(span.file).path.as_str();
        match (field(text, "kind:"), field(text, "id:")) {
            (Some(kind), Some(id)) if !path.ends_with(".md") => Place::Document(kind, id),
            _ => Place::File(named(path)),
        }
    }
}

/// Where the documents of a file begin, their `---` included.
fn piece_starts(path: &str, text: &str) -> Vec<usize> {
    let mut starts = vec![0];
    if is_yaml(path) {
        let markers = text.match_indices("\n---").map(|(newline, _)| newline + 1);
        starts.extend(markers.filter(|start| text[start + 3..].chars().next().is_none_or(char::is_whitespace)));
    }
    starts
}

/// The value of a top-level field, as written.
fn field<'t>(text: &'t str, key: &str) -> Option<&'t str> {
    text.lines().find_map(|line| line.strip_prefix(key)).map(str::trim)
}

/// The text of a document as it is compared: without its marker, blank lines around it, and what ends its lines.
fn content(text: &str) -> Vec<&str> {
    let body = text.strip_prefix("---").unwrap_or(text);
    body.trim().lines().map(str::trim_end).collect()
}

/// The documents of the changed files.
struct Change<'a> {
    /// The files that differ, as they are now.
    files: HashSet<&'a str>,
    /// The texts of all documents in the changed files, as they were.
    earlier: HashSet<Vec<&'a str>>,
    /// Where renamed files are now, by where they were.
    now_of: HashMap<&'a str, &'a str>,
    /// By the start of a document: whether it changed.
    known: HashMap<(FileId, usize), bool>,
}

impl<'a> Change<'a> {
    fn new(changes: &'a [FileChange], before: &'a Sources) -> Self {
        let paths: HashSet<&str> = changes.iter().filter_map(|change| Some(change.before.as_ref()?.as_str())).collect();
        let mut earlier = HashSet::new();
        for (_, source) in before.iter().filter(|(_, source)| paths.contains(source.path.as_str())) {
            earlier.extend(pieces(source.path.as_str(), &source.text).map(content));
        }
        let files = changes.iter().filter_map(|change| Some(change.now.as_ref()?.as_str())).collect();
        let moved = |change: &'a FileChange| Some((change.renamed_from()?.as_str(), change.now.as_ref()?.as_str()));
        Self { files, earlier, now_of: changes.iter().filter_map(moved).collect(), known: HashMap::new() }
    }

    /// Whether a place is in a changed document.
    fn holds(&mut self, documents: &mut Documents<'_>, span: Span) -> bool {
        if !self.files.contains(documents.sources.get(span.file).path.as_str()) {
            return false;
        }
        let (start, text) = documents.document(span);
        let earlier = &self.earlier;
        *self.known.entry((span.file, start)).or_insert_with(|| !earlier.contains(&content(text)))
    }
}

fn pieces<'t>(path: &str, text: &'t str) -> impl Iterator<Item = &'t str> {
    let starts = piece_starts(path, text);
    (0..starts.len())
        .map(move |piece| text.get(starts[piece]..starts.get(piece + 1).copied().unwrap_or(text.len())).unwrap_or(""))
}

/// How many documents outside the change depend on what the changed ones define, or defined; and on changed files that are no
/// documents: those of their plan.
fn affected(change: &mut Change<'_>, before: &Checked, now: &Checked) -> usize {
    let nodes = document_nodes(&now.catalog);
    if change.files.contains(MANIFEST) {
        return nodes.len();
    }
    let mut documents = Documents::new(&now.sources);
    let changed: Vec<bool> = nodes.iter().map(|node| change.holds(&mut documents, node.span)).collect();
    let mut names: BTreeSet<Name<'_>> = BTreeSet::new();
    let of_changed = nodes.iter().zip(&changed).filter(|(_, changed)| **changed);
    names.extend(of_changed.flat_map(|(node, _)| &node.defines));
    // What is gone, or was otherwise.
    let kept: HashSet<Vec<&str>> = {
        let files = now.sources.iter().filter(|(_, source)| change.files.contains(source.path.as_str()));
        files.flat_map(|(_, source)| pieces(source.path.as_str(), &source.text).map(content)).collect()
    };
    let mut documents = Documents::new(&before.sources);
    let nodes_before = document_nodes(&before.catalog);
    for node in &nodes_before {
        let text = content(documents.document(node.span).1);
        if change.earlier.contains(&text) && !kept.contains(&text) {
            names.extend(&node.defines);
        }
    }
    let mut found = Dependence::of(&nodes).dependants(names, &[]);
    let folders: HashSet<&str> =
        change.files.iter().filter(|file| !is_yaml(file)).flat_map(|file| folders(file)).collect();
    let of_folder = |plan: &Plan| {
        let path = &now.sources.get(plan.span.file).path;
        plan_folder(path).is_some() && folders.contains(path.folder())
    };
    let plans: HashSet<Span> = now.catalog.plans.iter().filter(|plan| of_folder(plan)).map(|plan| plan.span).collect();
    found.extend((0..nodes.len() as u32).filter(|index| plans.contains(&nodes[*index as usize].span)));
    found.into_iter().filter(|index| !changed[*index as usize]).count()
}

fn is_yaml(path: &str) -> bool {
    path.ends_with(".yaml") || path.ends_with(".yml")
}

/// The folders above a file.
fn folders(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').map(|(end, _)| &path[..end])
}
