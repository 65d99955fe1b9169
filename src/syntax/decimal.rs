//! `{quantity: 0,25 m}`: within braces a comma ends a value, and what was one number falls apart into a value and a key without one.
//! Such a pair is read as the text that stands there, so that it is told, and mended, as any other comma in a number.

use std::borrow::Cow;

use super::build::Parsed;
use super::tree::{Entry, Node, Scalar, Value};
use crate::diagnostic::rule_names::DUPLICATE_KEY;
use crate::text::Span;

/// Puts numbers together again that a comma has parted, in all documents of `text`.
pub(super) fn join_numbers(parsed: &mut Parsed<'_>, text: &str) {
    if !has_comma_in_number(text) {
        return;
    }
    let mut joined = Vec::new();
    parsed.documents.iter_mut().for_each(|document| join_in(&mut document.root, text, &mut joined));
    // A second number with the same digits behind its comma is no key that is given twice.
    parsed.diagnostics.retain(|found| {
        let is_of_number = || text.get(..found.span.start as usize).is_some_and(ends_in_number_and_comma);
        found.rule != DUPLICATE_KEY || joined.is_empty() || !is_of_number()
    });
}

fn has_comma_in_number(text: &str) -> bool {
    let bytes = text.as_bytes();
    text.match_indices(',')
        .any(|(at, _)| at > 0 && bytes[at - 1].is_ascii_digit() && bytes.get(at + 1).is_some_and(u8::is_ascii_digit))
}

fn ends_in_number_and_comma(before: &str) -> bool {
    before.strip_suffix(',').is_some_and(|before| before.ends_with(|c: char| c.is_ascii_digit()))
}

fn join_in(node: &mut Node<'_>, text: &str, joined: &mut Vec<Span>) {
    match &mut node.value {
        Value::Sequence(items) => items.iter_mut().for_each(|item| join_in(item, text, joined)),
        Value::Mapping(entries) => {
            let mut index = 1;
            while index < entries.len() {
                match place_of_number(&entries[index - 1], &entries[index], text) {
                    Some(place) => {
                        joined.push(entries.remove(index).key_span);
                        let value = &mut entries[index - 1].value;
                        value.span = place;
                        if let Value::Scalar(scalar) = &mut value.value {
                            scalar.text = Cow::Owned(text[place.start as usize..place.end as usize].to_owned());
                        }
                    }
                    None => index += 1,
                }
            }
            entries.iter_mut().for_each(|entry| join_in(&mut entry.value, text, joined));
        }
        Value::Scalar(_) | Value::Hole => {}
    }
}

/// Where a number stands whose digits before the comma end `left`, and those behind it begin the key of `right`.
fn place_of_number(left: &Entry<'_>, right: &Entry<'_>, text: &str) -> Option<Span> {
    let value = left.value.as_scalar().filter(|value| value.plain)?;
    let is_nothing = right.value.as_scalar().is_some_and(Scalar::is_null);
    let behind = text.get(right.key_span.end as usize..)?.trim_start();
    let is_valueless = is_nothing && behind.starts_with([',', '}']);
    let (start, end) = (left.value.span.end as usize, right.key_span.start as usize);
    let is_one_comma = left.value.span.file == right.key_span.file && text.get(start..end) == Some(",");
    let are_digits = value.text.ends_with(|c: char| c.is_ascii_digit())
        && right.key.starts_with(|c: char| c.is_ascii_digit())
        && text.get(end..).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    // Its number is all that stands before the comma, but for a sign of money or the like.
    let is_number =
        value.text.trim_start_matches(|c: char| !c.is_ascii_digit()).bytes().all(|b| b.is_ascii_digit() || b == b'.');
    (is_valueless && is_one_comma && are_digits && is_number)
        .then_some(Span { end: right.key_span.end, ..left.value.span })
}
