//! Build instructions: the Markdown of each plan as headings, pictures and links with their places, and what each link takes.
//! `World → Sources → Instructions`; how they look on a page is decided in `bundle`.

mod anchor;
mod link;
mod parse;
mod take;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use crate::catalog::Catalog;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::rule_names::INVALID_YAML;
use crate::model::Plan;
use crate::syntax::{self, MAX_FILE_BYTES};
use crate::text::{FileId, RepoPath, Source, Sources, Span};
use crate::world::World;

pub use anchor::{Anchors, heading_anchor};
pub use link::{BuildLink, Kind as LinkKind, SCHEMES, decode, read as read_link};
pub use parse::{Heading, Link, Picture, Text, markdown_options, parse};
pub use take::{QuantityFault, amount, amount_of, asks_for, item_id};

/// The build instructions of one plan.
#[derive(Clone, Debug)]
pub struct Instructions {
    /// The plan, by its index in the catalog.
    pub plan: usize,
    /// The file.
    pub file: FileId,
    /// What is wrong with its bytes, under the name of the rule for documents.
    pub fault: Option<Diagnostic>,
    /// What its text holds; shared by plans that share the file.
    pub text: Arc<Text>,
}

/// What came of one file.
#[derive(Debug)]
struct FileRead {
    file: FileId,
    /// The plans whose instructions it is, by index.
    plans: Vec<usize>,
    fault: Option<Diagnostic>,
    text: Arc<Text>,
}

/// The files of instructions as they were read, kept for the next time.
#[derive(Debug, Default)]
pub struct Kept {
    files: BTreeMap<RepoPath, FileRead>,
}

impl Kept {
    /// The plans that have their instructions in a file, by their index in the catalog that was last read for.
    pub fn plans_of(&self, path: &RepoPath) -> &[usize] {
        self.files.get(path).map_or(&[], |read| &read.plans)
    }

    /// The id of a file, if it was read.
    pub fn file_of(&self, path: &RepoPath) -> Option<FileId> {
        self.files.get(path).map(|read| read.file)
    }

    /// The plans that share their instructions with others: those of each such file.
    pub fn shared(&self) -> impl Iterator<Item = &[usize]> {
        self.files.values().filter(|read| read.plans.len() > 1).map(|read| &*read.plans)
    }

    /// The files that hold the instructions of such plans.
    pub fn files_of(&self, is_plan: impl Fn(usize) -> bool) -> impl Iterator<Item = FileId> {
        self.files.values().filter(move |read| read.plans.iter().any(|plan| is_plan(*plan))).map(|read| read.file)
    }

    /// The instructions of a plan, if they were read.
    pub fn instructions_of(
        &self,
        world: &dyn World,
        catalog: &Catalog,
        sources: &Sources,
        plan: usize,
    ) -> Option<Instructions> {
        let path = path_of(world, sources, catalog.plans.get(plan)?)?;
        let FileRead { file, fault, text, .. } = self.files.get(&path)?;
        Some(Instructions { plan, file: *file, fault: fault.clone(), text: text.clone() })
    }

    /// What each plan's instructions hold: (index of the plan, text).
    pub fn texts(&self) -> impl Iterator<Item = (usize, &Text)> {
        self.files.values().flat_map(|read| read.plans.iter().map(|plan| (*plan, &*read.text)))
    }
}

/// Reads the instructions of every plan that has some, each file once, and adds their texts to `sources`; in the order of the
/// plans. What is missing, outside or too large is left out: that is told by rules about files. Of the files that are `kept`,
/// which `sources` has, only those are read again that `is_touched`.
pub fn read_all(
    world: &dyn World,
    catalog: &Catalog,
    sources: &mut Sources,
    kept: &mut Kept,
    is_touched: impl Fn(&RepoPath) -> bool,
) -> Vec<Instructions> {
    let of_plans = paths_of_plans(world, catalog, sources);
    let mut plans: BTreeMap<&RepoPath, Vec<usize>> = BTreeMap::new();
    of_plans.iter().for_each(|(plan, path)| plans.entry(path).or_default().push(*plan));
    kept.files.retain(|path, read| {
        let stays = plans.contains_key(path);
        if !stays {
            sources.remove(read.file, false);
        }
        stays
    });
    let instructions = read_these(world, &of_plans, sources, kept, is_touched);
    for (path, plans) in plans {
        if let Some(read) = kept.files.get_mut(path) {
            read.plans = plans;
        }
    }
    instructions
}

/// The same for a part of the catalog that was read for: nothing is forgotten of the other plans.
pub fn read_part(
    world: &dyn World,
    part: &Catalog,
    sources: &mut Sources,
    kept: &mut Kept,
    is_touched: impl Fn(&RepoPath) -> bool,
) -> Vec<Instructions> {
    let of_plans = paths_of_plans(world, part, sources);
    read_these(world, &of_plans, sources, kept, is_touched)
}

fn paths_of_plans(world: &dyn World, catalog: &Catalog, sources: &Sources) -> Vec<(usize, RepoPath)> {
    let plans = catalog.plans.iter().enumerate();
    plans.filter_map(|(index, plan)| Some((index, path_of(world, sources, plan)?))).collect()
}

fn read_these(
    world: &dyn World,
    of_plans: &[(usize, RepoPath)],
    sources: &mut Sources,
    kept: &mut Kept,
    is_touched: impl Fn(&RepoPath) -> bool,
) -> Vec<Instructions> {
    let paths: BTreeSet<&RepoPath> = of_plans.iter().map(|(_, path)| path).collect();
    let unread = |path: &&&RepoPath| is_touched(path) || !kept.files.contains_key(**path);
    let unread: Vec<(&RepoPath, FileId)> = paths
        .iter()
        .filter(unread)
        .map(|path| {
            let known = kept.files.get(*path).map(|read| read.file);
            (*path, known.unwrap_or_else(|| sources.push(Source::new((*path).clone(), String::new()), false)))
        })
        .collect();
    let read: Vec<(Source, FileRead)> = unread.par_iter().map(|(path, file)| read_file(world, *file, path)).collect();
    for ((path, file), (source, read)) in unread.into_iter().zip(read) {
        sources.replace(file, source);
        let plans = kept.files.remove(path).map_or_else(Vec::new, |earlier| earlier.plans);
        kept.files.insert(path.clone(), FileRead { plans, ..read });
    }
    let instructions_of = |(plan, path): &(usize, RepoPath)| {
        let FileRead { file, fault, text, .. } = kept.files.get(path)?;
        Some(Instructions { plan: *plan, file: *file, fault: fault.clone(), text: text.clone() })
    };
    of_plans.iter().filter_map(instructions_of).collect()
}

/// The file of a plan's instructions, if it is there to be read.
fn path_of(world: &dyn World, sources: &Sources, plan: &Plan) -> Option<RepoPath> {
    let written = plan.instructions.as_ref()?;
    let path = RepoPath::join(sources.get(plan.span.file).path.folder(), &written.value)?;
    let entry = world.entry(&path)?;
    (!entry.leads_outside && entry.size_bytes <= MAX_FILE_BYTES).then_some(path)
}

fn read_file(world: &dyn World, file: FileId, path: &RepoPath) -> (Source, FileRead) {
    let (text, fault) = match world.read(path) {
        Ok(bytes) => syntax::utf8_text(file, &bytes),
        Err(error) => {
            let message = format!("this file cannot be read: {error}");
            (String::new(), Some(Diagnostic::error(INVALID_YAML, Span::file_start(file), message)))
        }
    };
    let parsed = Arc::new(parse(file, &text));
    (Source::new(path.clone(), text), FileRead { file, fault, text: parsed, plans: Vec::new() })
}
