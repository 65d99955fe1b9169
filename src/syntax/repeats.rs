//! Keys that a map gives twice.

use std::collections::HashMap;

use super::tree::Entry;
use crate::diagnostic::rule_names::DUPLICATE_KEY;
use crate::diagnostic::{Diagnostic, Edit, Fix};
use crate::text::Span;

/// How many entries a map may have before its keys are looked up in a table.
const LINEAR_LOOKUP_LIMIT: usize = 16;

/// From so many keys on, it is not the keys that are given twice: something else runs on into the map.
const ONE_CAUSE: usize = 3;

/// How many of these keys a finding shows beside the first.
const SHOWN_KEYS: usize = 4;

/// The keys of one map that came a second time, as far as it is read.
#[derive(Default)]
pub(super) struct Repeats {
    /// Where each key stands among the entries, once there are many.
    positions: HashMap<String, usize>,
    pub(super) found: Vec<Diagnostic>,
}

impl Repeats {
    /// The index of the entry that already has this key; the caller adds an entry if there is none.
    pub(super) fn first_entry(&mut self, entries: &[Entry<'_>], key: &str) -> Option<usize> {
        if entries.len() < LINEAR_LOOKUP_LIMIT {
            return entries.iter().position(|entry| entry.key == key);
        }
        if self.positions.is_empty() {
            self.positions.extend(entries.iter().enumerate().map(|(at, entry)| (entry.key.to_string(), at)));
        }
        let first = self.positions.get(key).copied();
        if first.is_none() {
            self.positions.insert(key.to_owned(), entries.len());
        }
        first
    }

    /// What is wrong with the map: each key that is given twice, or, where there are many, their one cause.
    pub(super) fn findings(self) -> Vec<Diagnostic> {
        if self.found.len() < ONE_CAUSE {
            return self.found;
        }
        let mut found = self.found.into_iter();
        let Some(first) = found.next() else { return Vec::new() };
        let rest = found.len();
        let message = format!("{}, and so are {rest} more keys of this map", first.message);
        let joined = found.take(SHOWN_KEYS).fold(first, |first, next| first.with_label(next.span, "given twice too"));
        let help = "a line that begins something new (`- …` or `---`) seems to be missing above it";
        vec![Diagnostic { message, ..joined }.with_help(help).with_fix(None)]
    }
}

/// A key that is given twice.
pub(super) fn duplicate_key(key: &str, span: Span, first: Span) -> Diagnostic {
    Diagnostic::error(DUPLICATE_KEY, span, format!("the key `{key}` is given twice"))
        .with_label(first, "first given here")
        .with_help("keep one of the two; which one counts would be a guess")
}

/// Takes away an entry that says again what the map says already: its lines, where it has them for itself and no comment stands
/// in them; within `{…}` what follows the entry before, which ends at `before`.
pub(super) fn without_entry(text: &str, key: Span, end: u32, before: u32, flow: bool) -> Option<Fix> {
    let (start, end) = if flow {
        let between = text.get(before as usize..key.start as usize)?;
        let is_comma = between.trim() == ",";
        (is_comma.then_some(before as usize)?, end as usize)
    } else {
        let line = text.get(..key.start as usize)?.rfind('\n').map_or(0, |at| at + 1);
        let rest = text.get(end as usize..)?;
        let line_end = rest.find('\n').map_or(text.len(), |at| end as usize + at + 1);
        let is_alone = text.get(line..key.start as usize)?.trim().is_empty();
        let is_all = text.get(end as usize..line_end)?.trim().is_empty();
        ((is_alone && is_all).then_some(line)?, line_end)
    };
    let found = text.get(start..end)?;
    let span = Span { file: key.file, start: start as u32, end: end as u32 };
    (!found.contains('#')).then(|| Fix::safe([Edit::deletion(span, found)]))
}
