//! A world to a catalog: every file read, parsed, validated and lowered once, in parallel.

use std::collections::HashSet;

use rayon::prelude::*;

use super::index::ItemOwner;
use super::{Catalog, Damage};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::rule_names::{DUPLICATE_ID, INVALID_YAML, SCHEMA_VIOLATION};
use crate::model::{BomEntry, Document, Id, IdMap, Reference, lower};
use crate::schema::{self, Kind};
use crate::syntax::{self, MAX_FILE_BYTES, Node};
use crate::text::{FileId, RepoPath, Source, Sources, Span, Spanned};
use crate::world::{Entry, World};

/// The file that makes a folder a repository.
pub const MANIFEST: &str = "groundup.yaml";

/// The folders whose YAML files hold documents.
const FOLDERS: [&str; 5] = ["capabilities/", "facilities/", "materials/", "plans/", "processes/"];

/// A repository as far as it could be read.
#[derive(Debug)]
pub struct Loaded {
    /// The files, by id.
    pub sources: Sources,
    /// The documents, by id.
    pub catalog: Catalog,
    /// What was wrong so far.
    pub diagnostics: Vec<Diagnostic>,
    /// How many documents there are, the broken ones included.
    pub document_count: usize,
}

/// Reads a repository, and the `extra` sources as if they were part of it (a facility file from elsewhere).
pub fn load(world: &dyn World, extra: Vec<Source>) -> Loaded {
    let entries: Vec<&Entry> = world.list().iter().filter(|entry| is_document_file(&entry.path)).collect();
    let first_extra = entries.len();
    let mut files: Vec<(Source, FileParse)> = entries
        .into_par_iter()
        .enumerate()
        .map(|(index, entry)| read_file(world, FileId(index as u32), entry))
        .collect();
    let extra: Vec<(Source, FileParse)> = extra
        .into_iter()
        .enumerate()
        .map(|(index, source)| {
            let file = FileId((first_extra + index) as u32);
            read_source(file, source, None)
        })
        .collect();
    // A copy from elsewhere, changed to try something out, stands for what the repository has under its id.
    let facilities: HashSet<Id> =
        extra.iter().flat_map(|(_, file)| &file.documents).filter_map(facility_id).cloned().collect();
    if !facilities.is_empty() {
        let is_replaced = |document: &Document| facility_id(document).is_some_and(|id| facilities.contains(id));
        files.iter_mut().for_each(|(_, file)| file.documents.retain(|document| !is_replaced(document)));
    }
    files.extend(extra);
    let (sources, files): (Vec<Source>, Vec<FileParse>) = files.into_iter().unzip();
    let paths: Vec<RepoPath> = sources.iter().map(|source| source.path.clone()).collect();
    gather(paths.into_iter().zip(files), Sources::new(sources))
}

fn facility_id(document: &Document) -> Option<&Id> {
    match document {
        Document::Facility(facility) => Some(&facility.id.value),
        _ => None,
    }
}

/// Whether a file holds documents.
pub(crate) fn is_document_file(path: &RepoPath) -> bool {
    let path = path.as_str();
    let is_yaml = path.ends_with(".yaml") || path.ends_with(".yml");
    is_yaml && (path == MANIFEST || FOLDERS.iter().any(|folder| path.starts_with(folder)))
}

/// What came of one file.
#[derive(Debug)]
pub(crate) struct FileParse {
    pub(crate) documents: Vec<Document>,
    pub(crate) damage: Damage,
    pub(crate) diagnostics: Vec<Diagnostic>,
    pub(crate) document_count: usize,
}

/// Reads one file, whatever is wrong with it.
pub(crate) fn read_file(world: &dyn World, file: FileId, entry: &Entry) -> (Source, FileParse) {
    let unreadable = |message: String, help: &str| {
        let mut damage = Damage::default();
        if let Some(plan) = plan_folder(&entry.path) {
            damage.lost_id(plan, &entry.path);
        }
        let diagnostic = Diagnostic::error(INVALID_YAML, Span::file_start(file), message).with_help(help);
        let source = Source::new(entry.path.clone(), String::new());
        (source, FileParse { documents: Vec::new(), damage, diagnostics: vec![diagnostic], document_count: 0 })
    };
    if entry.leads_outside {
        return unreadable(
            "this link leads nowhere, or out of the repository, so it is not read".to_owned(),
            "put the file itself here",
        );
    }
    if entry.size_bytes > MAX_FILE_BYTES {
        let message = format!(
            "this file has {} MB; documents are read up to {} MB",
            entry.size_bytes >> 20,
            MAX_FILE_BYTES >> 20
        );
        return unreadable(message, "split it: one catalog may be many files");
    }
    match world.read(&entry.path) {
        Err(error) => unreadable(format!("this file cannot be read: {error}"), "check that it exists and may be read"),
        Ok(bytes) => {
            let (text, invalid) = syntax::utf8_text(file, &bytes);
            read_source(file, Source::new(entry.path.clone(), text), invalid)
        }
    }
}

fn read_source(file: FileId, source: Source, invalid_utf8: Option<Diagnostic>) -> (Source, FileParse) {
    let parsed = syntax::parse(file, &source.text);
    let mut documents = Vec::new();
    let mut damage = Damage::default();
    let mut diagnostics = parsed.diagnostics;
    diagnostics.extend(invalid_utf8);
    let has_syntax_faults = !diagnostics.is_empty();
    let lose = |damage: &mut Damage, text: &str| {
        damage.lost(text, &source.path);
        if let Some(plan) = plan_folder(&source.path) {
            damage.lost_id(plan, &source.path);
        }
    };
    for lost in &parsed.damaged {
        lose(&mut damage, source.text.get(lost.start as usize..lost.end as usize).unwrap_or(""));
    }
    let torn: Vec<Span> = diagnostics.iter().filter(|it| it.rule == INVALID_YAML).map(|it| it.span).collect();
    for document in &parsed.documents {
        let text = source.text.get(document.span.start as usize..document.span.end as usize).unwrap_or("");
        let before = diagnostics.len();
        match schema::kind_of(document) {
            Err(diagnostic) => {
                diagnostics.push(schema::with_kind(diagnostic, kind_in(&source.path), document, &source.text));
                lose(&mut damage, text);
            }
            Ok(kind) => {
                schema::validate(kind, &document.root, &source.text, &mut diagnostics);
                diagnostics.extend(misplaced_manifest(kind, &source.path, &document.root));
                match lower(kind, &document.root, document.span) {
                    Some(lowered) => {
                        let is_in =
                            |fault: &Span| fault.start >= document.span.start && fault.start <= document.span.end;
                        if torn.iter().any(is_in) {
                            damage.tear(document.span, &source.path);
                        }
                        let document = lowered;
                        // Who refers to it wrote the id as it should be: that it is not is told once, there.
                        let id = document.id().filter(|id| !schema::is_id(id.as_str()));
                        id.and_then(|id| schema::slug(id.as_str()))
                            .iter()
                            .for_each(|id| damage.lost_id(id, &source.path));
                        if diagnostics.len() > before || has_syntax_faults {
                            damage.faulty(text, &document);
                        }
                        documents.push(document);
                    }
                    None => lose(&mut damage, text),
                }
            }
        }
    }
    diagnostics = without_consequences(diagnostics);
    let document_count = parsed.documents.len() + parsed.damaged.len();
    if is_empty_manifest(&source, &parsed.documents, &diagnostics) {
        let span = Span::file_start(file);
        let help = "begin it with:\nkind: repository\nformat: 1\nname: my-plans";
        diagnostics.push(Diagnostic::error(SCHEMA_VIOLATION, span, "the manifest is empty").with_help(help));
    }
    if let Some(plan) = plan_folder(&source.path)
        && document_count == 0
        && diagnostics.is_empty()
    {
        damage.lost_id(plan, &source.path);
        let help = format!("begin it with:\nkind: plan\nid: {plan}\nor delete it");
        let message = "this file holds no document";
        diagnostics.push(Diagnostic::error(SCHEMA_VIOLATION, Span::file_start(file), message).with_help(help));
    }
    drop(parsed.documents);
    (source, FileParse { documents, damage, diagnostics, document_count })
}

/// Findings without those at words that were read over: what is wrong with these was told as a fault of syntax.
fn without_consequences(mut diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let faults: Vec<Span> = diagnostics.iter().filter(|it| it.rule == INVALID_YAML).map(|it| it.span).collect();
    let is_at =
        |span: Span, fault: &Span| span.start < fault.end && fault.start < span.end || span.start == fault.start;
    diagnostics.retain(|it| it.rule == INVALID_YAML || !faults.iter().any(|fault| is_at(it.span, fault)));
    diagnostics
}

fn is_empty_manifest(source: &Source, documents: &[syntax::Document<'_>], diagnostics: &[Diagnostic]) -> bool {
    source.path.as_str() == MANIFEST && documents.is_empty() && diagnostics.is_empty()
}

fn misplaced_manifest(kind: Kind, path: &RepoPath, root: &Node<'_>) -> Option<Diagnostic> {
    let in_manifest = path.as_str() == MANIFEST;
    if in_manifest == (kind == Kind::Repository) {
        return None;
    }
    let span = root.get("kind").map_or(root.span, |node| node.span);
    let (message, help) = if in_manifest {
        (
            format!("the manifest is of kind `repository`; found `{kind}`"),
            format!("move this document into a file of `{}`", folder_of(kind)),
        )
    } else {
        (
            "a repository is described in one place, `groundup.yaml` at its root".to_owned(),
            "move these fields there".to_owned(),
        )
    };
    Some(Diagnostic::error(SCHEMA_VIOLATION, span, message).with_help(help))
}

/// The kind of the documents in the folder that a file lies in.
fn kind_in(path: &RepoPath) -> Option<Kind> {
    let is_in = |kind: &Kind| match kind {
        Kind::Repository => path.as_str() == MANIFEST,
        Kind::Plan => plan_folder(path).is_some(),
        kind => path.as_str().starts_with(folder_of(*kind)),
    };
    Kind::ALL.into_iter().find(is_in)
}

fn folder_of(kind: Kind) -> &'static str {
    match kind {
        Kind::Plan => "plans/<id>/",
        Kind::Material => "materials/",
        Kind::Process => "processes/",
        Kind::Capability => "capabilities/",
        Kind::Facility => "facilities/",
        Kind::Repository => "",
    }
}

/// The `<id>` of `plans/<id>/plan.yaml`; an id with `/` is folders in folders.
pub fn plan_folder(path: &RepoPath) -> Option<&str> {
    path.as_str().strip_prefix("plans/")?.strip_suffix("/plan.yaml")
}

/// Puts the documents of all files together; they come in the order of their paths.
pub(crate) fn gather(files: impl IntoIterator<Item = (RepoPath, FileParse)>, sources: Sources) -> Loaded {
    let mut catalog = Catalog::default();
    let mut diagnostics = Vec::new();
    let mut document_count = 0;
    for (path, file) in files {
        document_count += file.document_count;
        diagnostics.extend(file.diagnostics);
        catalog.damage.merge(file.damage);
        for document in file.documents {
            match document {
                Document::Repository(repository) => match &catalog.repository {
                    Some(first) => {
                        let message = "there are two manifests; only the first one counts";
                        let finding = Diagnostic::error(DUPLICATE_ID, repository.name_span, message);
                        diagnostics.push(
                            finding
                                .with_label(first.name_span, "the first one")
                                .with_help("make one document of the two, or delete one"),
                        );
                    }
                    None => catalog.repository = Some(*repository),
                },
                Document::Plan(plan) => {
                    // Who calls it by its folder means this plan: that the two differ is told once, there.
                    if let Some(folder) = plan_folder(&path)
                        && folder != plan.id.value.as_str()
                    {
                        catalog.damage.lost_id(folder, &path);
                    }
                    catalog.plans.push(*plan);
                }
                Document::Material(material) => catalog.materials.push(*material),
                Document::Process(process) => catalog.processes.push(*process),
                Document::Capability(capability) => catalog.capabilities.push(*capability),
                Document::Facility(facility) => catalog.facilities.push(*facility),
            }
        }
    }
    index(&mut catalog, &mut diagnostics);
    Loaded { sources, catalog, diagnostics, document_count }
}

/// Sorts every kind by id, drops later documents with the id of an earlier one (each is reported), and indexes the rest.
fn index(catalog: &mut Catalog, diagnostics: &mut Vec<Diagnostic>) {
    let mut items: IdMap<Span> = IdMap::default();
    let materials = keep_first(&mut catalog.materials, |material| &material.id, "item", &mut items, diagnostics);
    let plans = keep_first(&mut catalog.plans, |plan| &plan.id, "item", &mut items, diagnostics);
    let processes =
        keep_first(&mut catalog.processes, |process| &process.id, "process", &mut IdMap::default(), diagnostics);
    keep_first(
        &mut catalog.capabilities,
        |capability| &capability.id,
        "capability",
        &mut IdMap::default(),
        diagnostics,
    );
    keep_first(&mut catalog.facilities, |facility| &facility.id, "facility", &mut IdMap::default(), diagnostics);
    // What the dropped ones would have made is made by them, once they have ids of their own.
    let made = processes.iter().flat_map(|process| process.outputs.iter().map(|output| &output.item));
    let meant = materials.iter().map(|material| &material.id).chain(plans.iter().map(|plan| &plan.id)).chain(made);
    meant.for_each(|id| catalog.damage.meant(id.value.as_str()));

    let index = &mut catalog.index;
    for (position, material) in catalog.materials.iter().enumerate() {
        index.items.insert(material.id.value.clone(), ItemOwner::Material(position));
    }
    for (position, plan) in catalog.plans.iter_mut().enumerate() {
        index.items.insert(plan.id.value.clone(), ItemOwner::Plan(position));
        for (line, bom_line) in plan.bom.iter_mut().enumerate() {
            let BomEntry::Part(part) = &bom_line.entry else { continue };
            if let Some(first) = items.get(&part.id) {
                diagnostics.push(duplicate_id(&part.name, "part", *first));
                // Which of the two is meant, nobody can know: the line stays, and asks for neither.
                let item = Spanned::new(Id::new(format!("{} (second)", part.id)), part.name.span);
                bom_line.entry = BomEntry::Item { item, alternatives: Vec::new() };
                continue;
            }
            items.insert(part.id.clone(), part.name.span);
            index.items.insert(part.id.clone(), ItemOwner::Part { plan: position, line });
        }
    }
    index.processes = positions(catalog.processes.iter().map(|process| &process.id));
    index.capabilities = positions(catalog.capabilities.iter().map(|capability| &capability.id));
    index.facilities = positions(catalog.facilities.iter().map(|facility| &facility.id));
}

fn positions<'a>(ids: impl Iterator<Item = &'a Reference>) -> IdMap<usize> {
    ids.enumerate().map(|(position, id)| (id.value.clone(), position)).collect()
}

/// Keeps the first document of each id, sorts them by id, and returns the others.
fn keep_first<T>(
    documents: &mut Vec<T>,
    id: impl Fn(&T) -> &Reference,
    noun: &str,
    seen: &mut IdMap<Span>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<T> {
    // Files come in the order of their paths, so the first stays the first.
    let mut dropped = Vec::new();
    let mut kept = Vec::with_capacity(documents.len());
    for document in documents.drain(..) {
        let name = id(&document);
        match seen.get(&name.value) {
            Some(first) => {
                diagnostics.push(duplicate_id(name, noun, *first));
                dropped.push(document);
            }
            None => {
                seen.insert(name.value.clone(), name.span);
                kept.push(document);
            }
        }
    }
    kept.sort_by(|a, b| id(a).value.cmp(&id(b).value));
    *documents = kept;
    dropped
}

fn duplicate_id(id: &Reference, noun: &str, first: Span) -> Diagnostic {
    Diagnostic::error(DUPLICATE_ID, id.span, format!("there are two of the {noun} `{}`", id.value))
        .with_label(first, "first defined here")
        .with_help("give one of them another id, or delete it")
}
