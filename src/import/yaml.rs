//! Text as YAML that says the same and nothing else.

/// A text as a scalar, for a block or a flow: plain where that is safe, else in quotes.
pub(super) fn scalar(text: &str) -> String {
    if is_plain(text) { text.to_owned() } else { serde_json::Value::from(text).to_string() }
}

/// A longer text as the value of a key that stands `indent` blanks deep: folded by its own lines where it has several.
pub(super) fn long(text: &str, indent: usize) -> String {
    let is_block = text.contains('\n')
        && !text.starts_with([' ', '\t', '\n'])
        && !text.chars().any(|c| c.is_control() && c != '\n');
    if !is_block {
        return scalar(text);
    }
    let blanks = " ".repeat(indent + 2);
    let lines = text
        .trim_end()
        .lines()
        .map(|line| if line.trim().is_empty() { String::new() } else { format!("{blanks}{}", line.trim_end()) });
    format!("|-\n{}", lines.collect::<Vec<_>>().join("\n"))
}

/// A text in one line behind `# `.
pub(super) fn comment(text: &str) -> String {
    text.split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// A text as the name of a key: words of a–z and 0–9.
pub(super) fn key(text: &str) -> String {
    let mut words = String::new();
    let mut last = ' ';
    for c in text.chars() {
        let begins = c.is_ascii_uppercase() && last.is_ascii_lowercase();
        if (begins || !c.is_ascii_alphanumeric()) && !words.is_empty() && !words.ends_with('-') {
            words.push('-');
        }
        if c.is_ascii_alphanumeric() {
            words.push(c.to_ascii_lowercase());
        }
        last = c;
    }
    let words = words.trim_matches('-').to_owned();
    if words.is_empty() { "field".to_owned() } else { words }
}

fn is_plain(text: &str) -> bool {
    let starts_as_word = text.starts_with(char::is_alphabetic);
    let is_word =
        |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '.' | '/' | '_' | '(' | ')' | '+' | '×' | '°');
    let is_keyword = matches!(
        text.to_lowercase().as_str(),
        "true" | "false" | "null" | "yes" | "no" | "on" | "off" | "nan" | "inf" | "y" | "n"
    );
    starts_as_word && text.chars().all(is_word) && !text.ends_with(' ') && !text.contains("  ") && !is_keyword
}

#[cfg(test)]
mod tests {
    use super::{key, long, scalar};
    use crate::syntax::{Value, parse};
    use crate::text::FileId;
    use proptest::prelude::*;

    fn read(yaml: &str) -> Option<String> {
        let parsed = parse(FileId(0), yaml);
        let document = parsed.documents.first()?;
        match &document.root.get("a")?.value {
            Value::Scalar(scalar) if parsed.diagnostics.is_empty() => Some(scalar.text.to_string()),
            _ => None,
        }
    }

    #[test]
    fn keys_are_words() {
        assert_eq!(key("outerDimensions"), "outer-dimensions");
        assert_eq!(key("Order No."), "order-no");
        assert_eq!(key("…"), "field");
    }

    #[test]
    fn long_texts_keep_their_lines() {
        let text = "One: a # b\n\n- two\n  three";
        assert_eq!(read(&format!("a: {}\n", long(text, 0))).as_deref(), Some(text));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(300))]
        #[test]
        fn a_scalar_is_read_as_it_was_written(text in "[ -~äß°×\n\t]{0,24}") {
            let written = scalar(&text);
            prop_assert_eq!(read(&format!("a: {written}\n")), Some(text.clone()));
            prop_assert_eq!(read(&format!("{{a: {written}}}\n")), Some(text));
        }
    }
}
