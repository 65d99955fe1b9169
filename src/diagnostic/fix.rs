//! How a finding is mended, as data: which bytes of which files become what, and whether that is certain.

use crate::text::Span;

/// One change of a file's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The bytes that go; empty where something is put in between.
    pub span: Span,
    /// What must stand there: an edit of anything else is not made.
    pub found: String,
    /// What stands there afterwards.
    pub replacement: String,
}

impl Edit {
    /// Other words for those of a YAML scalar or a link, whatever its quotes. `None` if escapes or folds have moved the words, or
    /// if the new ones would need quotes of their own.
    pub fn of_words(span: Span, found: &str, replacement: &str) -> Option<Self> {
        let span = place_of_words(span, found)?;
        let edit = Self { span, found: found.to_owned(), replacement: replacement.to_owned() };
        (found != replacement && needs_no_quotes(replacement)).then_some(edit)
    }

    /// Another destination for that of a link in Markdown. `None` if it stands elsewhere, or if the new one would end too early.
    pub fn of_destination(span: Span, found: &str, replacement: &str) -> Option<Self> {
        let ends = |c: char| c.is_whitespace() || c.is_control() || "()<>\\\"'".contains(c);
        let is_in_place = place_of_words(span, found) == Some(span);
        let edit = Self { span, found: found.to_owned(), replacement: replacement.to_owned() };
        (is_in_place && found != replacement && !replacement.contains(ends)).then_some(edit)
    }

    /// Text put in between, at a byte offset.
    pub fn insertion(at: Span, text: impl Into<String>) -> Self {
        Self { span: Span { end: at.start, ..at }, found: String::new(), replacement: text.into() }
    }

    /// Text taken away.
    pub fn deletion(span: Span, found: impl Into<String>) -> Self {
        Self { span, found: found.into(), replacement: String::new() }
    }
}

/// Whether a fix says what the author certainly meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Applicability {
    /// It does: `check --fix` makes it.
    Safe,
    /// It may: editors can offer it.
    Suggested,
    /// By itself it does, but other places of the repository speak against it: editors can offer it.
    Doubted,
    /// It does, but its file has faults that keep it from being read, and are to be mended by hand first.
    Waiting,
}

/// Edits that together mend a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What changes.
    pub edits: Vec<Edit>,
    /// Whether that is certain.
    pub applicability: Applicability,
}

impl Fix {
    /// A fix that is certain.
    pub fn safe(edits: impl IntoIterator<Item = Edit>) -> Self {
        Self { edits: edits.into_iter().collect(), applicability: Applicability::Safe }
    }

    /// A fix that may be meant.
    pub fn suggested(edits: impl IntoIterator<Item = Edit>) -> Self {
        Self { edits: edits.into_iter().collect(), applicability: Applicability::Suggested }
    }

    /// A fix of these edits, if all of them can be made; certain if `is_certain`.
    pub fn of(edits: impl IntoIterator<Item = Option<Edit>>, is_certain: bool) -> Option<Self> {
        let edits: Vec<Edit> = edits.into_iter().collect::<Option<_>>()?;
        if edits.is_empty() {
            return None;
        }
        Some(if is_certain { Self::safe(edits) } else { Self::suggested(edits) })
    }

    /// Other words for those of one place: see [`Edit::of_words`].
    pub fn of_words(span: Span, found: &str, replacement: &str, is_certain: bool) -> Option<Self> {
        Self::of([Edit::of_words(span, found, replacement)], is_certain)
    }

    /// Whether `check --fix` makes it.
    pub fn is_safe(&self) -> bool {
        self.applicability == Applicability::Safe
    }
}

/// The place of a scalar's own words, within its quotes; `None` where escapes or folds have moved them.
pub fn place_of_words(span: Span, words: &str) -> Option<Span> {
    match ((span.end - span.start) as usize).checked_sub(words.len())? {
        0 => Some(span),
        2 => Some(span.slice(1, 1 + words.len())),
        _ => None,
    }
}

/// Whether words mean themselves in every style of YAML, plain and within `{…}` too, and in a link of Markdown.
fn needs_no_quotes(words: &str) -> bool {
    let is_plain = |c: char| !c.is_control() && !"'\"\\`:#,[]{}<>&*!|@".contains(c);
    let first = words.chars().next().unwrap_or(' ');
    let second = words.chars().nth(1).unwrap_or(' ');
    let begins = first.is_alphanumeric() || ("-.+".contains(first) && second.is_ascii_digit());
    begins && !words.ends_with(' ') && words.chars().all(is_plain) || is_unit_with_product(words)
}

/// `60 N*m` holds a `*`, which means nothing inside a word.
fn is_unit_with_product(words: &str) -> bool {
    words.contains('*')
        && words.starts_with(|c: char| c.is_ascii_digit())
        && words.chars().all(|c| c.is_ascii_alphanumeric() || " .*/^()-".contains(c))
}

#[cfg(test)]
mod tests {
    use super::Edit;
    use crate::text::{FileId, Span};

    fn place(start: u32, end: u32) -> Span {
        Span { file: FileId(0), start, end }
    }

    #[test]
    fn quotes_stay_and_moved_words_are_left_alone() {
        let edit = Edit::of_words(place(10, 16), "3 Kg", "3 kg").expect("an edit");
        assert_eq!((edit.span, edit.replacement.as_str()), (place(11, 15), "3 kg"));
        assert_eq!(Edit::of_words(place(10, 18), "3 Kg", "3 kg"), None);
    }

    #[test]
    fn words_that_need_quotes_are_not_written() {
        for words in ["a: b", "a #b", "", " a", "a ", "- a", "*a", "a'b", "a,b", "x\ny"] {
            assert_eq!(Edit::of_words(place(0, 3), "abc", words), None, "{words}");
        }
        for words in ["12.4 m", "-3 °C", "60 N*m", "bolt-m12", ".5 mm", "5 W/(m*K)"] {
            assert!(Edit::of_words(place(0, 3), "abc", words).is_some(), "{words}");
        }
    }
}
