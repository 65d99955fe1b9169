//! A repository that stays checked while its files change: what was read and did not change is not read again.
//!
//! [`Session::open`] is a check; [`Session::recheck`] takes what a session has read apart, file by file, reads the touched files
//! again, and puts all together anew: documents and instructions that were read without a finding are moved, not copied. The
//! whole catalog is linked and held against every rule again, so that the findings are those of a fresh check by construction.
//!
//! Before that, [`Session::touch`] tells at once what it can of the touched files and of those that depend on them.
//!
//! A file keeps its [`FileId`] for as long as it is there, so that no span has to be written anew.

mod patch;
mod touch;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use rayon::prelude::*;

use super::{Checked, check_again};
use crate::catalog::{Catalog, Damage, FileParse, gather, is_document_file, read_file};
use crate::diagnostic::Diagnostic;
use crate::instructions;
use crate::model::Document;
use crate::text::{FileId, RepoPath, Source, Sources};
use crate::world::{Entry, World};

use touch::Overview;

pub use patch::Patch;
pub use touch::Glance;
#[cfg(test)]
pub(super) use touch::NEAR;

/// Which files may differ from what was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Touched {
    /// These: new ones, changed ones, and ones that are gone.
    Files(BTreeSet<RepoPath>),
    /// Any: all are read, and those that are as they were are kept.
    Any,
}

impl Touched {
    /// Whether a file may differ.
    pub fn holds(&self, path: &RepoPath) -> bool {
        match self {
            Touched::Files(paths) => paths.contains(path),
            Touched::Any => true,
        }
    }
}

/// A checked repository, and what each of its files came to.
#[derive(Debug)]
pub struct Session {
    checked: Checked,
    files: BTreeMap<RepoPath, KeptFile>,
    prose: instructions::Kept,
    overview: Option<Overview>,
}

/// What a file of documents came to, apart from the documents themselves: the catalog has those.
#[derive(Debug)]
struct KeptFile {
    file: FileId,
    damage: Damage,
    document_count: usize,
    /// Whether all its documents are in the catalog as they were read: nothing was found wrong with them before they were linked.
    is_clean: bool,
}

impl Session {
    /// Reads and checks a repository.
    pub fn open(world: &dyn World) -> Self {
        let nothing = Read { sources: Sources::default(), documents: HashMap::new(), files: BTreeMap::new() };
        put_together(world, nothing, instructions::Kept::default(), &Touched::Any)
    }

    /// The repository as it was last checked.
    pub fn checked(&self) -> &Checked {
        &self.checked
    }

    /// Checks the repository again; `world` has it as it is now.
    #[must_use]
    pub fn recheck(self, world: &dyn World, touched: &Touched) -> Self {
        let Self { checked, files, prose, .. } = self;
        let Checked { sources, catalog, .. } = checked;
        put_together(world, Read { sources, documents: by_file(catalog), files }, prose, touched)
    }
}

/// What was read of all files, taken apart.
struct Read {
    sources: Sources,
    documents: HashMap<FileId, Vec<Document>>,
    files: BTreeMap<RepoPath, KeptFile>,
}

fn put_together(world: &dyn World, read: Read, mut prose: instructions::Kept, touched: &Touched) -> Session {
    let Read { mut sources, mut documents, mut files } = read;
    let entries: Vec<&Entry> = world.list().iter().filter(|entry| is_document_file(&entry.path)).collect();
    let is_there: BTreeSet<&RepoPath> = entries.iter().map(|entry| &entry.path).collect();
    files.retain(|path, kept| {
        let stays = is_there.contains(path);
        if !stays {
            sources.remove(kept.file, true);
        }
        stays
    });
    let is_kept = |path: &RepoPath| files.get(path).is_some_and(|kept| kept.is_clean) && !touched.holds(path);
    let mut unread: Vec<(&Entry, FileId)> = Vec::new();
    for entry in entries.iter().filter(|entry| !is_kept(&entry.path)) {
        let known = files.get(&entry.path).map(|kept| kept.file);
        let file = known.unwrap_or_else(|| sources.push(Source::new(entry.path.clone(), String::new()), true));
        unread.push((entry, file));
    }
    let read = |(entry, file): &(&Entry, FileId)| {
        let is_as_it_was = files.get(&entry.path).is_some_and(|kept| kept.is_clean)
            && !entry.leads_outside
            && world.read(&entry.path).is_ok_and(|bytes| *bytes == *sources.get(*file).text.as_bytes());
        (!is_as_it_was).then(|| read_file(world, *file, entry))
    };
    let read: Vec<Option<(Source, FileParse)>> = unread.par_iter().map(read).collect();
    let mut parses: HashMap<&RepoPath, FileParse> = HashMap::new();
    for ((entry, file), (source, parse)) in unread.iter().zip(read).filter_map(|(place, read)| Some((place, read?))) {
        sources.replace(*file, source);
        let FileParse { damage, document_count, diagnostics, .. } = &parse;
        let kept = KeptFile {
            file: *file,
            damage: damage.clone(),
            document_count: *document_count,
            is_clean: diagnostics.is_empty(),
        };
        files.insert(entry.path.clone(), kept);
        parses.insert(&entry.path, parse);
    }
    let all = entries.iter().filter_map(|entry| {
        let parse = match parses.remove(&entry.path) {
            Some(parse) => parse,
            None => {
                let kept = files.get(&entry.path)?;
                FileParse {
                    documents: documents.remove(&kept.file).unwrap_or_default(),
                    damage: kept.damage.clone(),
                    diagnostics: Vec::new(),
                    document_count: kept.document_count,
                }
            }
        };
        Some((entry.path.clone(), parse))
    });
    let loaded = gather(all.collect::<Vec<_>>(), sources);
    // Of two with one id the catalog has the first alone: the file of the other is read again the next time.
    let faulty: BTreeSet<FileId> = loaded.diagnostics.iter().map(|found: &Diagnostic| found.span.file).collect();
    files.values_mut().for_each(|kept| kept.is_clean = !faulty.contains(&kept.file));
    let checked = check_again(world, loaded, &mut prose, |path| touched.holds(path));
    Session { checked, files, prose, overview: None }
}

/// The documents of a catalog by the files that they are from.
fn by_file(catalog: Catalog) -> HashMap<FileId, Vec<Document>> {
    let mut documents: HashMap<FileId, Vec<Document>> = HashMap::new();
    let mut add = |file: FileId, document: Document| documents.entry(file).or_default().push(document);
    let Catalog { repository, plans, materials, processes, capabilities, facilities, .. } = catalog;
    repository.into_iter().for_each(|it| add(it.span.file, Document::Repository(Box::new(it))));
    plans.into_iter().for_each(|it| add(it.span.file, Document::Plan(Box::new(it))));
    materials.into_iter().for_each(|it| add(it.span.file, Document::Material(Box::new(it))));
    processes.into_iter().for_each(|it| add(it.span.file, Document::Process(Box::new(it))));
    capabilities.into_iter().for_each(|it| add(it.span.file, Document::Capability(Box::new(it))));
    facilities.into_iter().for_each(|it| add(it.span.file, Document::Facility(Box::new(it))));
    documents
}
