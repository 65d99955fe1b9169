//! What could not be read: its names are known from its text, so that one cause is not told many times.

use std::collections::HashSet;

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
        self.faulty(text);
        for line in text.lines() {
            // `id: x`, also within a flow map or behind a dash.
            let after_id = line.split("id:").nth(1).map(words).and_then(|mut words| words.next());
            self.defined.extend(after_id.map(str::to_owned));
        }
    }

    /// Takes note of a document that was read, but has faults.
    pub fn faulty(&mut self, text: &str) {
        self.mentioned.extend(words(text).map(str::to_owned));
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

fn words(text: &str) -> impl Iterator<Item = &str> {
    let is_separator = |c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '/' | '_'));
    text.split(is_separator).filter(|word| !word.is_empty())
}
