//! What would mend a fault of shape, where it is certain.

use super::suggest::{slug, surely};
use super::validate::fits_any;
use super::{Kind, QuantityShape, SCHEMAS, Shape, is_id};
use crate::diagnostic::rule_names::MISSING_KIND;
use crate::diagnostic::{Diagnostic, Edit, Fix};
use crate::quantity::{self, ExpectedUnit, Quantity};
use crate::syntax::{Document, Entry, Node, Scalar};
use crate::text::Span;

/// A field of another name, where only one can be meant: the map does not have it yet, no other unknown field is meant for it,
/// and it can hold what stands there.
pub(super) fn renamed_field(entry: &Entry<'_>, entries: &[Entry<'_>], shape: &Shape) -> Option<Fix> {
    let names = || shape.properties.keys().map(String::as_str);
    let meant = surely(&entry.key, names())?;
    let is_taken = entries.iter().any(|other| other.key == meant);
    let is_wanted =
        |other: &&Entry<'_>| !shape.properties.contains_key(&*other.key) && surely(&other.key, names()) == Some(meant);
    let is_alone = entries.iter().filter(is_wanted).count() == 1;
    let property = &SCHEMAS.shapes[*shape.properties.get(meant)?];
    (!is_taken && is_alone && fits_any(&entry.value, property))
        .then(|| Fix::of_words(entry.key_span, &entry.key, meant, true))?
}

/// One of the words that may stand here, where only one can be meant.
pub(super) fn known_word(node: &Node<'_>, scalar: &Scalar<'_>, shape: &Shape) -> Option<Fix> {
    let meant = surely(&scalar.text, shape.words.iter().map(String::as_str))?;
    Fix::of_words(place(node, scalar)?, &scalar.text, meant, true)
}

/// The truth value that a word of older YAML, or one in quotes, stands for.
pub(super) fn truth_of(node: &Node<'_>) -> Option<&'static str> {
    match node.as_scalar()?.text.to_lowercase().as_str() {
        "yes" | "y" | "on" | "true" => Some("true"),
        "no" | "n" | "off" | "false" => Some("false"),
        _ => None,
    }
}

/// A truth value instead of such a word. One in quotes is text, and stays so.
pub(super) fn truth(node: &Node<'_>, word: &str) -> Option<Fix> {
    let scalar = node.as_scalar().filter(|scalar| scalar.plain)?;
    Fix::of_words(place(node, scalar)?, &scalar.text, word, true)
}

/// An id in the form of ids: upper case, blanks and `_` made into what stands for them. What else is in it is not dropped.
pub(super) fn id_form(node: &Node<'_>, scalar: &Scalar<'_>, fits: impl Fn(&str) -> bool) -> Option<Fix> {
    let text = &*scalar.text;
    let is_plain = |c: char| c.is_ascii_alphanumeric() || " _-./".contains(c);
    let slug = slug(text).filter(|slug| is_id(slug) && fits(slug))?;
    Fix::of_words(place(node, scalar)?, text, &slug, text.chars().all(is_plain))
}

/// A quantity that can be read and is due here, where the text can only mean that.
pub(super) fn readable_quantity(node: &Node<'_>, scalar: &Scalar<'_>, shape: &QuantityShape) -> Option<Fix> {
    let meant = quantity::mended(&scalar.text)?;
    let is_due =
        shape.expected.accepts(&meant.dimension()) && (!shape.needs_ratio || meant.unit_symbol().contains('/'));
    is_due.then(|| Fix::of_words(place(node, scalar)?, &scalar.text, &written_anew(scalar, &meant), true))?
}

/// A unit that can be read, where the text can only mean that.
pub(super) fn readable_unit(node: &Node<'_>, scalar: &Scalar<'_>) -> Option<Fix> {
    let meant = quantity::mended_unit(&scalar.text)?;
    Fix::of_words(place(node, scalar)?, &scalar.text, meant.symbol(), true)
}

/// A quantity with the unit that its letter was meant for.
pub(super) fn due_unit(node: &Node<'_>, scalar: &Scalar<'_>, found: &Quantity, expected: &ExpectedUnit) -> Option<Fix> {
    Fix::of_words(place(node, scalar)?, &scalar.text, &expected.surely(found)?, true)
}

/// The finding of a document without a kind, with a fix where the folder that it lies in tells the kind: all that the document
/// says must then be right.
pub fn with_kind(finding: Diagnostic, kind: Option<Kind>, document: &Document<'_>, text: &str) -> Diagnostic {
    if finding.rule != MISSING_KIND {
        return finding;
    }
    let fix = kind.and_then(|kind| {
        let entries = document.root.as_mapping()?;
        let is_misspelt = |entry: &&Entry<'_>| surely(&entry.key, ["kind"]).is_some();
        if let Some(entry) = entries.iter().find(is_misspelt) {
            let says_kind = entry.value.as_scalar().is_some_and(|scalar| Kind::from_word(&scalar.text).is_some());
            return says_kind.then(|| Fix::of_words(entry.key_span, &entry.key, "kind", true))?;
        }
        let mut faults = Vec::new();
        super::validate(kind, &document.root, text, &mut faults);
        // That the kind itself is missing is one.
        if faults.len() != 1 {
            return None;
        }
        let at = entries.first()?.key_span;
        let before = text.get(..at.start as usize)?;
        let line = before.rfind('\n').map_or(0, |end| end + 1);
        let indent = &before[line..];
        let is_alone = indent.chars().all(|c| c == ' ' || c == '\u{feff}');
        let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
        let is_in_braces = before.trim_end().ends_with('{');
        let inserted = if is_in_braces {
            format!("kind: {kind}, ")
        } else if is_alone {
            format!("kind: {kind}{end}{}", indent.trim_start_matches('\u{feff}'))
        } else {
            return None;
        };
        Some(Fix::safe([Edit::insertion(at, inserted)]))
    });
    finding.with_fix(fix)
}

/// The text of a mended quantity; nothing but it may have been in the scalar.
fn written_anew(scalar: &Scalar<'_>, meant: &Quantity) -> String {
    let text = &*scalar.text;
    let indent = text.len() - text.trim_start().len();
    let tail = text.trim_end().len();
    format!("{}{}{}", &text[..indent], meant.as_written(), &text[tail..])
}

/// The place of a scalar with its quotes, if its words stand there as they are.
fn place(node: &Node<'_>, scalar: &Scalar<'_>) -> Option<Span> {
    let quotes = if scalar.plain { 0 } else { 2 };
    ((node.span.end - node.span.start) as usize == scalar.text.len() + quotes).then_some(node.span)
}
