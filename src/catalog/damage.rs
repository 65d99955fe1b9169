//! What could not be read: its names are known from its text, so that one cause is not told many times.

use std::collections::HashSet;

use crate::model::{Document, Process, Reference};

/// Names that stand in documents that are broken.
#[derive(Debug, Default)]
pub struct Damage {
    /// Ids that broken documents define: references to them are fine.
    defined: HashSet<String>,
    /// Every id-like word of documents with faults: what they would have made or used is unknown.
    mentioned: HashSet<String>,
}

impl Damage {
    /// Takes note of a document that could not be read or lowered.
    pub fn lost(&mut self, text: &str) {
        self.mentioned.extend(words(text).map(str::to_owned));
        // `id: x`, also within a flow map or behind a dash.
        let after_id = |line: &'_ str| line.split("id:").nth(1).and_then(|rest| words(rest).next()).map(str::to_owned);
        let ids: Vec<String> = text.lines().filter_map(after_id).collect();
        if ids.is_empty() {
            // Even the key is unreadable: any of its words may be its id.
            self.defined.extend(words(text).map(str::to_owned));
        }
        self.defined.extend(ids);
    }

    /// Takes note of a document that was read, but has faults: what it would have made is unknown, as far as it cannot be
    /// read. What it uses is known, and a fault of that is none of its own.
    pub fn faulty(&mut self, text: &str, document: &Document) {
        let used: HashSet<&str> = match document {
            Document::Process(process) => used_by(process).map(|reference| reference.value.as_str()).collect(),
            // These speak of themselves, even if what they say is no id.
            Document::Material(material) => return self.meant(material.id.value.as_str()),
            Document::Capability(capability) => return self.meant(capability.id.value.as_str()),
            // These make nothing but what bears their own name.
            Document::Plan(_) | Document::Facility(_) | Document::Repository(_) => return,
        };
        self.mentioned.extend(words(text).filter(|word| !used.contains(word)).map(str::to_owned));
    }

    /// Takes note of an id that something faulty was probably meant for.
    pub fn meant(&mut self, id: &str) {
        self.mentioned.insert(id.to_owned());
    }

    /// Takes note of an id that something lost defined (a plan's folder, for example).
    pub fn lost_id(&mut self, id: &str) {
        self.defined.insert(id.to_owned());
        self.mentioned.insert(id.to_owned());
    }

    /// Takes over what another has noted.
    pub fn merge(&mut self, other: Damage) {
        self.defined.extend(other.defined);
        self.mentioned.extend(other.mentioned);
    }

    /// Whether something lost defined this id.
    pub fn defines(&self, id: &str) -> bool {
        self.defined.contains(id)
    }

    /// Whether something faulty speaks of this id.
    pub fn mentions(&self, id: &str) -> bool {
        self.mentioned.contains(id)
    }
}

fn used_by(process: &Process) -> impl Iterator<Item = &Reference> {
    let inputs = process.inputs.iter().flat_map(|input| std::iter::once(&input.item).chain(&input.alternatives));
    inputs.chain(process.operations.iter().map(|operation| &operation.capability))
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    let is_separator = |c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '/' | '_'));
    text.split(is_separator).filter(|word| !word.is_empty())
}
