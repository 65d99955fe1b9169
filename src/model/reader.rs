//! Typed access to a tree whose shape was checked: what has the wrong shape reads as absent.

use std::sync::Arc;

use super::shared::{Id, Reference};
use crate::quantity::{self, Quantity, Unit};
use crate::syntax::Node;
use crate::text::{Spanned, shared};

/// The text of a scalar that is not nothing.
pub(super) fn text(node: &Node<'_>) -> Option<Spanned<String>> {
    let scalar = node.as_scalar().filter(|scalar| !scalar.is_null())?;
    Some(Spanned::new(scalar.text.to_string(), node.span))
}

/// A word that many documents say.
pub(super) fn word(node: &Node<'_>) -> Option<Spanned<Arc<str>>> {
    let scalar = node.as_scalar().filter(|scalar| !scalar.is_null())?;
    Some(Spanned::new(shared(&scalar.text), node.span))
}

/// The text of a field.
pub(super) fn text_of(node: &Node<'_>, key: &str) -> Option<Spanned<String>> {
    text(node.get(key)?)
}

/// The text of a field, without its place.
pub(super) fn plain_of(node: &Node<'_>, key: &str) -> Option<String> {
    text_of(node, key).map(|text| text.value)
}

/// A reference.
pub(super) fn reference(node: &Node<'_>) -> Option<Reference> {
    let scalar = node.as_scalar().filter(|scalar| !scalar.is_null())?;
    Some(Spanned::new(Id::shared(&scalar.text), node.span))
}

/// The reference of a field.
pub(super) fn reference_of(node: &Node<'_>, key: &str) -> Option<Reference> {
    reference(node.get(key)?)
}

/// The quantity of a field.
pub(super) fn quantity_of(node: &Node<'_>, key: &str) -> Option<Spanned<Quantity>> {
    quantity(node.get(key)?)
}

/// Whether a field says something that is no quantity.
pub(super) fn is_unreadable_quantity(node: &Node<'_>, key: &str) -> bool {
    node.get(key).is_some_and(|value| quantity(value).is_none())
}

/// A quantity.
pub(super) fn quantity(node: &Node<'_>) -> Option<Spanned<Quantity>> {
    let quantity = quantity::parse(&node.as_scalar()?.text).ok()?;
    Some(Spanned::new(quantity, node.span))
}

/// The unit of a field.
pub(super) fn unit_of(node: &Node<'_>, key: &str) -> Option<Spanned<Unit>> {
    let node = node.get(key)?;
    let unit = quantity::parse_unit(&node.as_scalar()?.text).ok()?;
    Some(Spanned::new(unit, node.span))
}

/// The number of a field.
pub(super) fn number_of(node: &Node<'_>, key: &str) -> Option<Spanned<f64>> {
    let node = node.get(key)?;
    Some(Spanned::new(node.as_scalar()?.as_number()?, node.span))
}

/// The items of a field's list, those that `read` can read.
pub(super) fn list_of<T>(node: &Node<'_>, key: &str, read: impl Fn(&Node<'_>) -> Option<T>) -> Vec<T> {
    let items = node.get(key).and_then(Node::as_sequence).unwrap_or_default();
    readable(items, read)
}

/// The lines of a field's list, of which none may get lost: for one that `read` cannot read, and for a field that holds no
/// list, `hole` makes one that names what nobody can know, from an id that is none.
pub(super) fn lines_of<T>(
    node: &Node<'_>,
    key: &str,
    owner: &Id,
    read: impl Fn(&Node<'_>) -> Option<T>,
    hole: impl Fn(&Node<'_>, Reference) -> T,
) -> Vec<T> {
    let Some(field) = node.get(key) else { return Vec::new() };
    let lost =
        |node: &Node<'_>, what: String| hole(node, Spanned::new(Id::new(format!("{owner} ({what})")), node.span));
    match field.as_sequence() {
        Some(items) => {
            let line = |(index, item): (usize, &Node<'_>)| {
                read(item).unwrap_or_else(|| lost(item, format!("{key}, line {}", index + 1)))
            };
            items.iter().enumerate().map(line).collect()
        }
        None => vec![lost(field, key.to_owned())],
    }
}

/// The entries of a field's map, those that `read` can read.
pub(super) fn map_of<T>(
    node: &Node<'_>,
    key: &str,
    read: impl Fn(&Node<'_>) -> Option<T>,
) -> Vec<(Spanned<String>, T)> {
    let entries = node.get(key).and_then(Node::as_mapping).unwrap_or_default();
    readable(entries, |entry| Some((Spanned::new(entry.key.to_string(), entry.key_span), read(&entry.value)?)))
}

/// What `read` can read, in a list that is no larger than it has to be: most lists here have one or two entries.
pub(super) fn readable<N, T>(nodes: &[N], read: impl Fn(&N) -> Option<T>) -> Vec<T> {
    let mut found = Vec::with_capacity(nodes.len());
    found.extend(nodes.iter().filter_map(read));
    found
}
