//! What could not be read: its names are known from its text, so that one cause is not told many times.

use std::collections::{BTreeMap, HashSet};

use crate::model::{BomEntry, Document, Plan, Process, Reference};
use crate::text::{FileId, RepoPath, Span};

/// Names that stand in documents that are broken.
#[derive(Clone, Debug, Default)]
pub struct Damage {
    /// Ids that broken documents define, each with the first file that is broken: references to them are fine.
    defined: BTreeMap<String, String>,
    /// Every id-like word of documents with faults: what they would have made or used is unknown.
    mentioned: HashSet<String>,
    /// Where documents begin that were read, but have faults.
    faulty: HashSet<(FileId, u32)>,
    /// Where documents begin in which text was read over, each with its file: what they say is not all that stands there.
    torn: BTreeMap<(FileId, u32), String>,
}

impl Damage {
    /// Takes note of a document of a file that could not be read or lowered.
    pub fn lost(&mut self, text: &str, file: &RepoPath) {
        self.mentioned.extend(words(text).map(str::to_owned));
        let ids: Vec<&str> = text.lines().filter_map(|line| words(line.strip_prefix("id:")?).next()).collect();
        if ids.is_empty() {
            // Even the key is unreadable, or the document is a flow map: any of its words may be its id.
            words(text).for_each(|word| self.define(word, file.as_str()));
        }
        ids.into_iter().for_each(|id| self.define(id, file.as_str()));
    }

    /// Takes note of a document that was read, but has faults: what it would have made is unknown, as far as it cannot be
    /// read. What it uses is known, and a fault of that is none of its own.
    pub fn faulty(&mut self, text: &str, document: &Document) {
        let (span, used): (Span, HashSet<&str>) = match document {
            Document::Process(process) => {
                (process.span, used_by_process(process).map(|used| used.value.as_str()).collect())
            }
            Document::Plan(plan) => {
                (plan.span, used_by_plan(plan).into_iter().map(|used| used.value.as_str()).collect())
            }
            // These speak of themselves, even if what they say is no id.
            Document::Material(material) => return self.faulty_about(material.span, &material.id),
            Document::Capability(capability) => return self.faulty_about(capability.span, &capability.id),
            Document::Facility(facility) => return self.faulty_about(facility.span, &facility.id),
            Document::Repository(_) => return,
        };
        self.faulty.insert((span.file, span.start));
        self.mentioned.extend(words(text).filter(|word| !used.contains(word)).map(str::to_owned));
    }

    fn faulty_about(&mut self, document: Span, id: &Reference) {
        self.faulty.insert((document.file, document.start));
        self.meant(id.value.as_str());
    }

    /// Takes note of an id that something faulty was probably meant for.
    pub fn meant(&mut self, id: &str) {
        self.mentioned.insert(id.to_owned());
    }

    /// Takes note of an id that something lost in a file defined (a plan's folder, for example).
    pub fn lost_id(&mut self, id: &str, file: &RepoPath) {
        self.define(id, file.as_str());
        self.mentioned.insert(id.to_owned());
    }

    fn define(&mut self, id: &str, file: &str) {
        self.defined.entry(id.to_owned()).or_insert_with(|| file.to_owned());
    }

    /// Takes note of a document in which text was read over.
    pub fn tear(&mut self, document: Span, file: &RepoPath) {
        self.torn.insert((document.file, document.start), file.as_str().to_owned());
    }

    /// The file of a document in which text was read over.
    pub fn torn(&self, document: Span) -> Option<&str> {
        self.torn.get(&(document.file, document.start)).map(String::as_str)
    }

    /// Whether nothing was noted.
    pub fn is_empty(&self) -> bool {
        self.defined.is_empty() && self.mentioned.is_empty() && self.faulty.is_empty()
    }

    /// The ids that one of the two defines and the other does not.
    pub fn defined_otherwise<'d>(&'d self, other: &'d Damage) -> impl Iterator<Item = &'d str> {
        let only = |one: &'d Damage, other: &'d Damage| one.defined.keys().filter(|id| !other.defines(id));
        only(self, other).chain(only(other, self)).map(String::as_str)
    }

    /// Takes over what another has noted.
    pub fn merge(&mut self, other: Damage) {
        other.defined.iter().for_each(|(id, file)| self.define(id, file));
        self.mentioned.extend(other.mentioned);
        self.faulty.extend(other.faulty);
        self.torn.extend(other.torn);
    }

    /// Whether something lost defined this id.
    pub fn defines(&self, id: &str) -> bool {
        self.defined.contains_key(id)
    }

    /// The first file in which something lost defined this id.
    pub fn file_of(&self, id: &str) -> Option<&str> {
        self.defined.get(id).map(String::as_str)
    }

    /// Whether the document of this span was read, but has faults.
    pub fn is_faulty(&self, document: Span) -> bool {
        self.faulty.contains(&(document.file, document.start))
    }

    /// Whether something faulty speaks of this id.
    pub fn mentions(&self, id: &str) -> bool {
        self.mentioned.contains(id)
    }
}

fn used_by_process(process: &Process) -> impl Iterator<Item = &Reference> {
    let inputs = process.inputs.iter().flat_map(|input| std::iter::once(&input.item).chain(&input.alternatives));
    inputs.chain(process.operations.iter().map(|operation| &operation.capability))
}

fn used_by_plan(plan: &Plan) -> Vec<&Reference> {
    let mut used: Vec<&Reference> = plan.operations.iter().map(|operation| &operation.capability).collect();
    for line in &plan.bom {
        match &line.entry {
            BomEntry::Item { item, alternatives } => used.extend(std::iter::once(item).chain(alternatives)),
            BomEntry::Part(part) => {
                used.extend(part.from.iter().flat_map(|input| std::iter::once(&input.item).chain(&input.alternatives)));
                used.extend(part.operations.iter().map(|operation| &operation.capability));
            }
        }
    }
    used
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    let is_separator = |c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '/' | '_'));
    text.split(is_separator).filter(|word| !word.is_empty())
}
