//! What to write where a value has another shape than is due: the value itself, as it should stand there.

use super::validate::fits_any;
use super::{SCHEMAS, Shape, Type};
use crate::diagnostic::{Edit, Fix};
use crate::syntax::{Entry, Node, Scalar, Value};
use crate::text::Span;

/// What to write, and the change that does it.
pub(super) struct Advice {
    pub(super) help: String,
    pub(super) fix: Option<Fix>,
}

impl Advice {
    fn only(help: String) -> Self {
        Self { help, fix: None }
    }
}

/// What to write instead of a value of another type than `shape` asks for.
pub(super) fn reshaped(node: &Node<'_>, shape: &Shape, text: &str) -> Option<Advice> {
    match &node.value {
        Value::Scalar(scalar) if scalar.is_null() => None,
        Value::Scalar(scalar) if shape.types == [Type::List] => scalar_in_list(node, scalar, shape, text),
        Value::Scalar(scalar) => glued(node, scalar, shape, text).or_else(|| scalar_in_map(node, scalar, shape, text)),
        Value::Mapping(entries) if shape.types == [Type::List] => Some(map_in_list(node, entries, text)),
        Value::Mapping(entries) if is_for_text(shape) => text_with_colon(entries, node, text),
        _ => None,
    }
}

/// What a field without a value has instead: a comment, since its text begins with `#`. (the comment's place, what to write)
pub(super) fn hidden_by_hash(node: &Node<'_>, text: &str) -> Option<(Span, Advice)> {
    if !node.as_scalar()?.is_null() {
        return None;
    }
    let start = node.span.start as usize;
    let line = text.get(start..)?.lines().next()?;
    // Nothing stands where its colon does.
    let comment = line.trim_start_matches([':', ' ']);
    let value = comment.trim_end();
    // Behind a word and a blank it is a comment after all.
    let is_one_word = value.len() > 1 && !value.contains([' ', '\'', '"']);
    if !value.starts_with('#') || value.starts_with("##") || !is_one_word {
        return None;
    }
    let before = &line[..line.len() - comment.len()];
    let at = start + before.len();
    let place = Span { start: at as u32, end: (at + value.len()) as u32, ..node.span };
    let edit = Edit {
        span: Span { start: node.span.start, ..place },
        found: format!("{before}{value}"),
        replacement: format!("{before}'{value}'"),
    };
    Some((place, Advice { help: format!("put the text in quotes: `'{value}'`"), fix: Some(Fix::safe([edit])) }))
}

/// `quantity:4` for `quantity: 4`: the key that is meant, where `known` has it.
pub(super) fn glued_key<'k>(key: &'k str, known: impl Fn(&str) -> bool) -> Option<(&'k str, &'k str)> {
    let (name, value) = key.split_once(':')?;
    (known(name) && !value.is_empty()).then_some((name, value))
}

/// The change that puts a space behind the colon of such a key.
pub(super) fn unglued(entry: &Entry<'_>, name: &str) -> Option<Fix> {
    let written = (entry.key_span.end - entry.key_span.start) as usize;
    let is_as_read = written == entry.key.len();
    let rest = entry.key.get(name.len()..)?.strip_prefix(':')?;
    let span = entry.key_span.slice(name.len(), written);
    let edit = Edit { span, found: format!(":{rest}"), replacement: format!(": {rest}") };
    (is_as_read && entry.value.as_scalar().is_some_and(Scalar::is_null)).then(|| Fix::safe([edit]))
}

/// `item:x` where a map is due.
fn glued(node: &Node<'_>, scalar: &Scalar<'_>, shape: &Shape, text: &str) -> Option<Advice> {
    let branches = || shape.one_of.iter().map(|index| &SCHEMAS.shapes[*index]).chain([shape]);
    let is_field = |name: &str| branches().any(|branch| branch.properties.contains_key(name));
    let (name, value) = glued_key(&scalar.text, is_field).filter(|_| scalar.plain)?;
    let span = node.span;
    let is_as_read = text.get(span.start as usize..span.end as usize) == Some(&scalar.text);
    let edit = Edit { span, found: scalar.text.to_string(), replacement: format!("{name}: {value}") };
    let fix = is_as_read.then(|| Fix::safe([edit]));
    Some(Advice { help: format!("write `{name}: {value}`, with a space behind the `:`"), fix })
}

/// `makes: 2 ea`: where one field alone is due, or all that stands there is a quantity.
fn scalar_in_map(node: &Node<'_>, scalar: &Scalar<'_>, shape: &Shape, text: &str) -> Option<Advice> {
    if !shape.types.contains(&Type::Map) || shape.types.len() > 1 {
        return None;
    }
    let name = sole_field(node, shape)?;
    let is_only = shape.required == [name.to_owned()];
    let (before, after) = (format!("{{{name}: "), "}");
    let written = written(node, text).filter(|written| is_safe_in_flow(scalar, written))?;
    let fix = if is_only { around(node, text, &before, after) } else { None };
    Some(Advice { help: format!("write `{before}{written}{after}`"), fix })
}

/// The field of a map that a value alone can only stand for.
fn sole_field<'s>(node: &Node<'_>, shape: &'s Shape) -> Option<&'s str> {
    let name = match shape.required.as_slice() {
        [only] => only.as_str(),
        [] | [..] => shape.properties.get_key_value("quantity").map(|(name, _)| name.as_str())?,
    };
    let property = &SCHEMAS.shapes[*shape.properties.get(name)?];
    let others_are_free = shape.required.iter().all(|other| other == name);
    (others_are_free && fits_any(node, property)).then_some(name)
}

/// `authors: Jane Doe`, `alternatives: bolt-m12x45`.
fn scalar_in_list(node: &Node<'_>, scalar: &Scalar<'_>, shape: &Shape, text: &str) -> Option<Advice> {
    let items = &SCHEMAS.shapes[shape.items?];
    let written = written(node, text).filter(|written| is_safe_in_flow(scalar, written))?;
    if items.types.contains(&Type::Map) || !items.one_of.is_empty() {
        if let Some(advice) = glued(node, scalar, items, text) {
            return Some(Advice::only(format!("begin each entry of the list with `- `, and {}", advice.help)));
        }
        let name = sole_field(node, items)?;
        let (before, after) = (format!("[{{{name}: "), "}]");
        return Some(Advice {
            help: format!("write `{before}{written}{after}`"),
            fix: around(node, text, &before, after),
        });
    }
    if scalar.plain && written.contains(", ") {
        return Some(Advice::only(format!("write `[{written}]`")));
    }
    let fits = fits_any(node, items);
    fits.then(|| Advice { help: format!("write `[{written}]`"), fix: around(node, text, "[", "]") })
}

fn map_in_list(node: &Node<'_>, entries: &[Entry<'_>], text: &str) -> Advice {
    let dashed = entries.first().and_then(|entry| entry.key.strip_prefix('-'));
    if let Some(key) = dashed.filter(|key| !key.is_empty()) {
        return Advice::only(format!("write `- {key}: …`, with a space behind the `-`"));
    }
    let is_flow = text.get(node.span.start as usize..).is_some_and(|rest| rest.starts_with('{'));
    if is_flow {
        return Advice { help: "put `[` and `]` around it".to_owned(), fix: around(node, text, "[", "]") };
    }
    Advice::only("begin each entry of the list with `- `".to_owned())
}

/// `- Wear gloves: always`, where text is due.
fn text_with_colon(entries: &[Entry<'_>], node: &Node<'_>, text: &str) -> Option<Advice> {
    let [entry] = entries else { return None };
    let value = entry.value.as_scalar().filter(|value| value.plain)?;
    let is_flow = text.get(node.span.start as usize..).is_some_and(|rest| rest.starts_with(['{', '"', '\'']));
    let words = format!("{}: {}", entry.key, value.text);
    (!is_flow && words.len() < 80)
        .then(|| Advice::only(format!("if this is text, put it in quotes: `'{}'`", words.replace('\'', "''"))))
}

fn is_for_text(shape: &Shape) -> bool {
    shape.types.contains(&Type::Text) && !shape.types.contains(&Type::Map)
}

/// What stands there, quotes and all, if it is one line.
fn written<'t>(node: &Node<'_>, text: &'t str) -> Option<&'t str> {
    let written = text.get(node.span.start as usize..node.span.end as usize)?;
    (!written.contains('\n') && written.len() <= 80).then_some(written)
}

/// Whether a scalar means the same within `{…}` and `[…]`.
fn is_safe_in_flow(scalar: &Scalar<'_>, written: &str) -> bool {
    !scalar.plain || !written.contains(['[', ']', '{', '}', '#']) && !written.contains(": ")
}

/// Words put before and behind a value of one line.
fn around(node: &Node<'_>, text: &str, before: &str, after: &str) -> Option<Fix> {
    let written = text.get(node.span.start as usize..node.span.end as usize)?;
    let edit = Edit { span: node.span, found: written.to_owned(), replacement: format!("{before}{written}{after}") };
    (!written.contains('\n')).then(|| Fix::safe([edit]))
}
