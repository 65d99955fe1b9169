//! Whether a file reads the same as before wherever it was not edited.

use std::ops::Range;

use crate::diagnostic::rule_names::INVALID_YAML;
use crate::instructions;
use crate::syntax::{self, Entry, Node, Parsed, Value};
use crate::text::{FileId, Source, Span};

/// Where a text was edited: bytes that went, and in the new text those that came.
struct Edited<'e> {
    gone: &'e [Range<usize>],
    put_in: &'e [Range<usize>],
}

/// Whether `new`, the text of `source` without the bytes `gone` and with those `put_in`, means the same elsewhere.
pub(super) fn reads_the_same_elsewhere(
    file: FileId,
    source: &Source,
    new: &str,
    gone: &[Range<usize>],
    put_in: &[Range<usize>],
) -> bool {
    let edited = Edited { gone, put_in };
    if source.path.as_str().ends_with(".md") {
        return is_same_prose(file, &source.text, new, &edited);
    }
    let (old, new) = (syntax::parse(file, &source.text), syntax::parse(file, new));
    if has_faults(&old) {
        // What could not be read has no tree to compare with: a fix of that must mend all of it.
        return !has_faults(&new);
    }
    !has_faults(&new)
        && old.documents.len() == new.documents.len()
        && old.documents.iter().zip(&new.documents).all(|(old, new)| is_same(&old.root, &new.root, &edited))
}

fn has_faults(parsed: &Parsed<'_>) -> bool {
    !parsed.damaged.is_empty() || parsed.diagnostics.iter().any(|found| found.rule == INVALID_YAML)
}

fn is_same(old: &Node<'_>, new: &Node<'_>, edited: &Edited<'_>) -> bool {
    match (&old.value, &new.value) {
        (Value::Scalar(a), Value::Scalar(b)) => a.plain == b.plain && (a.text == b.text || edited.touches(old.span)),
        (Value::Sequence(a), Value::Sequence(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(old, new)| is_same(old, new, edited))
        }
        (Value::Mapping(a), Value::Mapping(b)) => is_same_map(a, b, edited),
        (Value::Hole, Value::Hole) => true,
        // A value that was written anew may be of another form.
        _ => edited.replaces(old.span),
    }
}

fn is_same_map(old: &[Entry<'_>], new: &[Entry<'_>], edited: &Edited<'_>) -> bool {
    // A field that was put in has no older self.
    let kept = new.iter().filter(|entry| new.len() == old.len() || !edited.came(entry.key_span));
    let kept: Vec<&Entry<'_>> = kept.collect();
    kept.len() == old.len()
        && old.iter().zip(kept).all(|(old, new)| {
            (old.key == new.key || edited.touches(old.key_span)) && is_same(&old.value, &new.value, edited)
        })
}

/// Whether prose has the same headings, pictures and links; where one of these was edited, its destination may differ.
fn is_same_prose(file: FileId, old: &str, new: &str, edited: &Edited<'_>) -> bool {
    let (old, new) = (instructions::parse(file, old), instructions::parse(file, new));
    let titles =
        |text: &instructions::Text| text.headings.iter().map(|heading| heading.title.clone()).collect::<Vec<_>>();
    titles(&old) == titles(&new)
        && old.pictures.len() == new.pictures.len()
        && old
            .pictures
            .iter()
            .zip(&new.pictures)
            .all(|(old, new)| old.alt == new.alt && (old.destination == new.destination || edited.touches(old.place)))
        && old.links.len() == new.links.len()
        && old
            .links
            .iter()
            .zip(&new.links)
            .all(|(old, new)| old.destination == new.destination || edited.touches(old.span))
}

impl Edited<'_> {
    /// Whether bytes of this place went.
    fn touches(&self, place: Span) -> bool {
        let (start, end) = (place.start as usize, place.end as usize);
        // A field without a value has an empty place.
        let is_empty = start == end;
        self.gone
            .iter()
            .any(|gone| gone.start < end && gone.end > start || is_empty && gone.start <= start && start <= gone.end)
    }

    /// Whether all bytes of this place went, and no others.
    fn replaces(&self, place: Span) -> bool {
        self.gone.iter().any(|gone| gone.start == place.start as usize && gone.end == place.end as usize)
            || place.start == place.end && self.touches(place)
    }

    /// Whether this place of the new text came.
    fn came(&self, place: Span) -> bool {
        self.put_in.iter().any(|came| came.start <= place.start as usize && place.end as usize <= came.end)
    }
}
