//! The spanned tree.

use std::borrow::Cow;

use crate::text::Span;

/// One YAML document.
#[derive(Debug, PartialEq)]
pub struct Document<'s> {
    /// Its outermost node.
    pub root: Node<'s>,
    /// From its first to its last byte.
    pub span: Span,
}

/// A value and its place.
#[derive(Debug, PartialEq)]
pub struct Node<'s> {
    /// The place: of the whole collection, or of the scalar with its quotes.
    pub span: Span,
    /// What it is.
    pub value: Value<'s>,
}

/// The three forms of a YAML value, and the place of one that was refused.
#[derive(Debug, PartialEq)]
pub enum Value<'s> {
    /// Text, a number, a truth value or nothing: decided by whoever asks.
    Scalar(Scalar<'s>),
    /// A list.
    Sequence(Vec<Node<'s>>),
    /// A map, in the author's order, without duplicates (the first one stays).
    Mapping(Vec<Entry<'s>>),
    /// Something that was already reported (an alias, for example): no more is to be said of it.
    Hole,
}

/// A key and its value.
#[derive(Debug, PartialEq)]
pub struct Entry<'s> {
    /// The key's text.
    pub key: Cow<'s, str>,
    /// The key's place.
    pub key_span: Span,
    /// The value.
    pub value: Node<'s>,
}

/// A scalar as written.
#[derive(Debug, PartialEq)]
pub struct Scalar<'s> {
    /// Its text, escapes resolved.
    pub text: Cow<'s, str>,
    /// Whether it stood without quotes.
    pub plain: bool,
}

/// Whether two values say the same, wherever they stand: quotes count, comments and layout do not.
pub fn says_the_same(a: &Node<'_>, b: &Node<'_>) -> bool {
    match (&a.value, &b.value) {
        (Value::Scalar(a), Value::Scalar(b)) => a == b,
        (Value::Sequence(a), Value::Sequence(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| says_the_same(a, b))
        }
        (Value::Mapping(a), Value::Mapping(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.key == b.key && says_the_same(&a.value, &b.value))
        }
        _ => false,
    }
}

impl Scalar<'_> {
    /// Whether it is YAML's nothing: no text, `~` or `null`, without quotes.
    pub fn is_null(&self) -> bool {
        self.plain && matches!(&*self.text, "" | "~" | "null" | "Null" | "NULL")
    }

    /// Its truth value, by the YAML 1.2 core schema.
    pub fn as_bool(&self) -> Option<bool> {
        match &*self.text {
            "true" | "True" | "TRUE" if self.plain => Some(true),
            "false" | "False" | "FALSE" if self.plain => Some(false),
            _ => None,
        }
    }

    /// Its number, by the YAML 1.2 core schema (decimal, and finite).
    pub fn as_number(&self) -> Option<f64> {
        let starts_as_number = self.text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.'));
        if !self.plain || !starts_as_number {
            return None;
        }
        self.text.parse().ok().filter(|number: &f64| number.is_finite())
    }
}

impl<'s> Node<'s> {
    /// The scalar, if it is one.
    pub fn as_scalar(&self) -> Option<&Scalar<'s>> {
        match &self.value {
            Value::Scalar(scalar) => Some(scalar),
            _ => None,
        }
    }

    /// The items, if it is a list.
    pub fn as_sequence(&self) -> Option<&[Node<'s>]> {
        match &self.value {
            Value::Sequence(items) => Some(items),
            _ => None,
        }
    }

    /// The entries, if it is a map.
    pub fn as_mapping(&self) -> Option<&[Entry<'s>]> {
        match &self.value {
            Value::Mapping(entries) => Some(entries),
            _ => None,
        }
    }

    /// The entry of a key, if this is a map that has it.
    pub fn entry(&self, key: &str) -> Option<&Entry<'s>> {
        self.as_mapping()?.iter().find(|entry| entry.key == key)
    }

    /// The value of a key, if this is a map that has it.
    pub fn get(&self, key: &str) -> Option<&Node<'s>> {
        self.entry(key).map(|entry| &entry.value)
    }

    /// What it is, in words for a message.
    pub fn describe(&self) -> &'static str {
        match &self.value {
            Value::Scalar(scalar) if scalar.is_null() => "nothing",
            Value::Scalar(scalar) if scalar.as_bool().is_some() => "true or false",
            Value::Scalar(scalar) if scalar.as_number().is_some() => "a number",
            Value::Scalar(_) => "text",
            Value::Sequence(_) => "a list",
            Value::Mapping(_) => "a map",
            Value::Hole => "something unreadable",
        }
    }
}
