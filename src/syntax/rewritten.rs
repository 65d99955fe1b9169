//! A text that was changed, and where each of its bytes came from.

use std::borrow::Cow;
use std::ops::Range;

use super::fault::Guess;
use super::tree::{Document, Entry, Node, Scalar, Value};
use crate::diagnostic::Diagnostic;
use crate::text::Span;

/// The changed text.
#[derive(Debug)]
pub(super) struct Rewritten {
    pub(super) text: String,
    /// Runs of bytes that were copied, in order.
    runs: Vec<Run>,
    /// The bytes of the original.
    original_length: usize,
}

#[derive(Clone, Copy, Debug)]
struct Run {
    /// Where it begins in the changed text.
    at: usize,
    /// Where it began in the original.
    from: usize,
    length: usize,
}

impl Rewritten {
    /// A text that is as it was.
    pub(super) fn unchanged(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            runs: vec![Run { at: 0, from: 0, length: text.len() }],
            original_length: text.len(),
        }
    }

    /// The text with a guess made. `None` if its changes are not in order.
    pub(super) fn with(&self, guess: &Guess) -> Option<Self> {
        let text = String::with_capacity(self.text.len() + 64);
        let mut new = Self { text, runs: Vec::new(), original_length: self.original_length };
        let mut done = 0;
        for (range, replacement) in &guess.edits {
            new.copy(self, done..range.start)?;
            new.text.push_str(replacement);
            done = range.end;
        }
        new.copy(self, done..self.text.len())?;
        Some(new)
    }

    /// Takes over a part of another text.
    fn copy(&mut self, other: &Self, part: Range<usize>) -> Option<()> {
        let start = self.text.len();
        self.text.push_str(other.text.get(part.clone())?);
        let first = other.runs.partition_point(|run| run.at + run.length <= part.start);
        for run in other.runs[first..].iter().take_while(|run| run.at < part.end) {
            let (begin, end) = (run.at.max(part.start), (run.at + run.length).min(part.end));
            let (at, from) = (start + begin - part.start, run.from + begin - run.at);
            match self.runs.last_mut() {
                Some(last) if last.at + last.length == at && last.from + last.length == from => {
                    last.length += end - begin;
                }
                _ => self.runs.push(Run { at, from, length: end - begin }),
            }
        }
        Some(())
    }

    /// Where a byte came from; what was put in came from where it was put.
    pub(super) fn origin(&self, at: usize) -> usize {
        let behind = self.runs.partition_point(|run| run.at <= at);
        match behind.checked_sub(1).map(|index| self.runs[index]) {
            Some(run) => run.from + (at - run.at).min(run.length),
            None => self.runs.first().map_or(0, |run| run.from),
        }
    }

    /// Where the end of something came from: what was taken out behind it is no part of it, what it replaces is.
    fn origin_of_end(&self, end: usize) -> usize {
        let behind = self.runs.partition_point(|run| run.at < end);
        match behind.checked_sub(1).map(|index| self.runs[index]) {
            Some(run) if end <= run.at + run.length => run.from + (end - run.at),
            _ => self.runs.get(behind).map_or(self.original_length, |next| next.from),
        }
    }

    /// The part of the original that a part came from.
    pub(super) fn origin_of(&self, range: &Range<usize>) -> Range<usize> {
        let start = self.origin(range.start);
        let end = if range.is_empty() { start } else { self.origin_of_end(range.end) };
        start..end.max(start)
    }

    pub(super) fn span(&self, span: Span) -> Span {
        let range = self.origin_of(&(span.start as usize..span.end as usize));
        Span { file: span.file, start: range.start as u32, end: range.end as u32 }
    }

    /// A finding at its places in the original.
    pub(super) fn diagnostic(&self, mut found: Diagnostic) -> Diagnostic {
        found.span = self.span(found.span);
        for label in &mut found.labels {
            label.span = self.span(label.span);
        }
        if let Some(fix) = &mut found.fix {
            fix.edits.iter_mut().for_each(|edit| edit.span = self.span(edit.span));
        }
        found
    }

    /// A document at its places in the original.
    pub(super) fn document(&self, document: Document<'_>) -> Document<'static> {
        Document { root: self.node(document.root), span: self.span(document.span) }
    }

    fn node(&self, node: Node<'_>) -> Node<'static> {
        let own = |text: Cow<'_, str>| Cow::Owned(text.into_owned());
        let value = match node.value {
            Value::Scalar(scalar) => Value::Scalar(Scalar { text: own(scalar.text), plain: scalar.plain }),
            Value::Sequence(items) => Value::Sequence(items.into_iter().map(|item| self.node(item)).collect()),
            Value::Mapping(entries) => {
                let entry = |entry: Entry<'_>| Entry {
                    key: own(entry.key),
                    key_span: self.span(entry.key_span),
                    value: self.node(entry.value),
                };
                Value::Mapping(entries.into_iter().map(entry).collect())
            }
            Value::Hole => Value::Hole,
        };
        Node { span: self.span(node.span), value }
    }
}

#[cfg(test)]
mod tests {
    use super::super::fault::Guess;
    use super::Rewritten;

    #[test]
    fn places_lead_back_through_several_changes() {
        let text = Rewritten::unchanged("abcdef");
        let text = text.with(&Guess::maybe([(1..2, "XY".to_owned()), (4..4, "Z".to_owned())])).expect("a text");
        assert_eq!(text.text, "aXYcdZef");
        let text = text.with(&Guess::maybe([(3..4, String::new())])).expect("a text");
        assert_eq!(text.text, "aXYdZef");
        let origins: Vec<usize> = (0..=7).map(|at| text.origin(at)).collect();
        assert_eq!(origins, [0, 1, 1, 3, 4, 4, 5, 6]);
        assert_eq!(text.origin_of(&(0..3)), 0..3);
        assert_eq!(text.origin_of(&(3..4)), 3..4);
        assert_eq!(text.origin_of(&(0..7)), 0..6);
        assert!(text.with(&Guess::maybe([(5..6, String::new()), (1..2, String::new())])).is_none());
    }
}
