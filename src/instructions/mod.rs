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
#[derive(Clone, Debug)]
struct FileRead {
    file: FileId,
    fault: Option<Diagnostic>,
    text: Arc<Text>,
}

/// The files of instructions as they were read, kept for the next time.
#[derive(Debug, Default)]
pub struct Kept {
    files: BTreeMap<RepoPath, FileRead>,
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
    let plans = catalog.plans.iter().enumerate();
    let of_plans: Vec<(usize, RepoPath)> =
        plans.filter_map(|(index, plan)| Some((index, path_of(world, sources, plan)?))).collect();
    let paths: BTreeSet<&RepoPath> = of_plans.iter().map(|(_, path)| path).collect();
    kept.files.retain(|path, read| {
        let stays = paths.contains(path);
        if !stays {
            sources.remove(read.file, false);
        }
        stays
    });
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
        kept.files.insert(path.clone(), read);
    }
    let instructions_of = |(plan, path): &(usize, RepoPath)| {
        let FileRead { file, fault, text } = kept.files.get(path)?.clone();
        Some(Instructions { plan: *plan, file, fault, text })
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
    (Source::new(path.clone(), text), FileRead { file, fault, text: parsed })
}
