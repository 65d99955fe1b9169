//! Mending: fixes of findings to new texts of files, held against what they must not do. Nothing is written here.
//!
//! Round by round the certain fixes of all wanted findings are made, as far as they do not overlap: the first in the order of
//! files and places wins, the next ones have their turn in the next round. A fix is taken back, and told, if
//!
//! - its file then reads otherwise anywhere but at the edited words (see [`untouched`]), or
//! - an error stands at its own words afterwards: then it did not say what was meant.
//!
//! A round is the whole check of the repository as it would be, so that what is left is what the next `check` will find.

mod edits;
mod evidence;
mod outcome;
mod readable;
mod untouched;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use super::{Checked, check};
use crate::catalog;
use crate::diagnostic::{Applicability, Diagnostic, Fix};
use crate::text::{FileId, RepoPath, Sources};
use crate::world::{Overlay, World};

use edits::{Batch, Chosen};

/// So many rounds are made at most. Each but the first mends what the one before laid open, or what overlapped it.
const MOST_ROUNDS: usize = 24;

/// A repository as it is when all that can be is mended.
#[derive(Debug)]
pub struct Mended {
    /// What is then found: nothing is written yet.
    pub checked: Checked,
    /// The files that change, by path.
    pub files: Vec<MendedFile>,
    /// How many findings were mended.
    pub fixed: usize,
    /// Fixes that were taken back.
    pub taken_back: Vec<TakenBack>,
}

/// A file with its old and its new text.
#[derive(Debug)]
pub struct MendedFile {
    /// Where it is.
    pub path: RepoPath,
    /// Its text until now.
    pub before: String,
    /// Its mended text.
    pub after: String,
}

/// A finding whose fix was not made.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TakenBack {
    /// The file.
    pub path: RepoPath,
    /// What the finding said.
    pub message: String,
    /// Its rule.
    pub rule: &'static str,
    /// Why its fix was not made.
    pub reason: Reason,
}

/// Why a fix was taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// The file would read otherwise elsewhere too.
    ChangesMore,
    /// An error would stand at the same words.
    MendsNothing,
    /// The file cannot be read as it stands.
    FileIsBroken,
}

impl Reason {
    /// In words, behind “left as it is: ”.
    pub fn as_str(self) -> &'static str {
        match self {
            Reason::ChangesMore => "mending it would change the meaning of other lines too",
            Reason::MendsNothing => "with the proposed change there would still be an error at that place",
            Reason::FileIsBroken => "first mend what keeps the file from being read",
        }
    }
}

/// Looks at all fixes together: takes away those of words that do not stand where they are said to (escapes or folds have moved
/// them), doubts those that the rest of the repository speaks against, and lets those wait whose file cannot be read as it stands.
/// Findings that were looked at before are judged anew.
pub(super) fn keep_sound(diagnostics: &mut [Diagnostic], sources: &Sources) {
    for diagnostic in diagnostics.iter_mut() {
        let is_exact = |fix: &Fix| fix.edits.iter().all(|edit| sources.text(edit.span) == edit.found);
        diagnostic.fix = diagnostic.fix.take().filter(|fix| is_exact(fix));
    }
    // What was decided before about a finding that is kept may not hold any more.
    for fix in diagnostics.iter_mut().filter_map(|diagnostic| diagnostic.fix.as_mut()) {
        if matches!(fix.applicability, Applicability::Doubted | Applicability::Waiting) {
            fix.applicability = Applicability::Safe;
        }
    }
    evidence::doubt_definitions(diagnostics, sources);
    readable::doubt_syntax(diagnostics, sources);
    readable::wait_for_syntax(diagnostics);
}

/// Makes the certain fixes of the findings that `is_wanted`, in memory. `checked` is what was found in `world`.
pub fn mend(world: &dyn World, checked: Checked, is_wanted: impl Fn(&Diagnostic, &Sources) -> bool) -> Mended {
    let mut current = checked;
    let mut before: BTreeMap<RepoPath, String> = BTreeMap::new();
    let mut after: BTreeMap<RepoPath, String> = BTreeMap::new();
    let mut taken_back: BTreeSet<TakenBack> = BTreeSet::new();
    let mut fixed = 0;
    for _ in 0..MOST_ROUNDS {
        let chosen = choose(world, &current, &is_wanted, &after, &mut taken_back);
        let Some(batch) = edits::apply(&current.sources, chosen, &mut taken_back) else { break };
        let mut texts = after.clone();
        texts.extend(batch.files.iter().map(|file| (file.path.clone(), file.text.clone())));
        let overlay = Overlay::new(world, texts.iter().map(|(path, text)| (path, text.as_str())));
        let next = check(&overlay, catalog::load(&overlay, Vec::new()));
        let failed = outcome::failures(&current, &next, &batch);
        if !failed.is_empty() {
            taken_back.extend(failed);
            continue;
        }
        remember(&mut before, &current.sources, &batch);
        fixed += batch.fixes.len();
        after = texts;
        current = next;
        // What stood in the way of a fix may be gone.
        taken_back.clear();
    }
    let files = before.into_iter().filter_map(|(path, before)| {
        let after = after.remove(&path)?;
        (before != after).then_some(MendedFile { path, before, after })
    });
    Mended { files: files.collect(), checked: current, fixed, taken_back: taken_back.into_iter().collect() }
}

/// The fixes of a round, in the order of the findings.
fn choose<'c>(
    world: &dyn World,
    current: &'c Checked,
    is_wanted: &impl Fn(&Diagnostic, &Sources) -> bool,
    texts: &BTreeMap<RepoPath, String>,
    taken_back: &mut BTreeSet<TakenBack>,
) -> Vec<Chosen<'c>> {
    let sources = &current.sources;
    let mut chosen = Vec::new();
    let mut whole: BTreeMap<FileId, bool> = BTreeMap::new();
    for diagnostic in &current.diagnostics {
        let is_certain = |fix: &&Fix| fix.is_safe() || fix.applicability == Applicability::Waiting;
        let Some(fix) = diagnostic.fix.as_deref().filter(is_certain) else { continue };
        if !is_wanted(diagnostic, sources) || is_taken_back(taken_back, diagnostic, sources) {
            continue;
        }
        if fix.applicability == Applicability::Waiting {
            taken_back.insert(TakenBack::new(diagnostic, sources, Reason::FileIsBroken));
            continue;
        }
        // A text that is not what the bytes say (they are not UTF-8) must not be written back.
        let is_as_read = |file: FileId| {
            let source = sources.get(file);
            texts.contains_key(&source.path)
                || world.read(&source.path).is_ok_and(|bytes| *bytes == *source.text.as_bytes())
        };
        let files = fix.edits.iter().map(|edit| edit.span.file);
        if files.into_iter().all(|file| *whole.entry(file).or_insert_with(|| is_as_read(file))) {
            chosen.push(Chosen { diagnostic, fix });
        } else {
            taken_back.insert(TakenBack::new(diagnostic, sources, Reason::FileIsBroken));
        }
    }
    chosen
}

fn is_taken_back(taken_back: &BTreeSet<TakenBack>, diagnostic: &Diagnostic, sources: &Sources) -> bool {
    let path = &sources.get(diagnostic.span.file).path;
    taken_back
        .iter()
        .any(|other| other.rule == diagnostic.rule && other.path == *path && other.message == diagnostic.message)
}

fn remember(before: &mut BTreeMap<RepoPath, String>, sources: &Sources, batch: &Batch<'_>) {
    for file in &batch.files {
        before.entry(file.path.clone()).or_insert_with(|| sources.get(file.id).text.clone());
    }
}

impl TakenBack {
    fn new(diagnostic: &Diagnostic, sources: &Sources, reason: Reason) -> Self {
        let path = sources.get(diagnostic.span.file).path.clone();
        Self { path, message: diagnostic.message.clone(), rule: diagnostic.rule, reason }
    }
}
