//! The words of findings about shapes.

use super::Type;
use crate::syntax::{Node, Value};

/// What stands there, in words.
pub(super) fn found(node: &Node<'_>) -> String {
    match &node.value {
        Value::Scalar(scalar) if !scalar.is_null() && scalar.text.len() <= 60 => format!("`{}`", scalar.text),
        _ => node.describe().to_owned(),
    }
}

/// What is due, in words: as the schema says it, or by type.
pub(super) fn expected_words(expected: Option<&str>, types: &[Type]) -> String {
    if let Some(expected) = expected {
        return expected.to_owned();
    }
    let mut words: Vec<&str> = Vec::new();
    for kind in types {
        let word = match kind {
            Type::Text => "text",
            Type::Number => "a number",
            Type::Integer => "a whole number",
            Type::Truth => "true or false",
            Type::List => "a list",
            Type::Map => "a map",
        };
        if !words.contains(&word) {
            words.push(word);
        }
    }
    words.join(" or ")
}

/// `a plan`, `an operation`.
pub(super) fn with_article(noun: &str) -> String {
    if let Some(rest) = noun.strip_prefix("A ").or_else(|| noun.strip_prefix("An ")) {
        return format!("{} {rest}", &noun[..noun.len() - rest.len() - 1].to_lowercase());
    }
    let mut letters = noun.chars();
    if noun.starts_with("What ") {
        return letters.next().into_iter().flat_map(char::to_lowercase).chain(letters).collect();
    }
    let first = letters.next().unwrap_or('m');
    let is_acronym = letters.clone().next().is_some_and(char::is_uppercase);
    let lowered = if is_acronym { noun.to_owned() } else { first.to_lowercase().chain(letters).collect() };
    let article = if matches!(first.to_ascii_lowercase(), 'a' | 'e' | 'i' | 'o') { "an" } else { "a" };
    format!("{article} {lowered}")
}

/// Words in backticks with commas.
pub(super) fn list<T: AsRef<str>>(words: impl IntoIterator<Item = T>) -> String {
    words.into_iter().map(|word| format!("`{}`", word.as_ref())).collect::<Vec<_>>().join(", ")
}
