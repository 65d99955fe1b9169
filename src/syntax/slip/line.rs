//! One line of a text, as far as its form tells what it is.

use std::ops::Range;

/// A line without its end.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line<'t> {
    /// The byte at which it begins.
    pub(super) start: usize,
    /// Its text.
    pub(super) text: &'t str,
}

/// `key: value`, perhaps behind one dash or more.
#[derive(Debug)]
pub(super) struct KeyLine<'t> {
    pub(super) key: &'t str,
    /// Where the key begins in the file.
    pub(super) key_start: usize,
    /// Where the colon stands in the file.
    pub(super) colon: usize,
    /// The value without its comment; empty if none stands in the line.
    pub(super) value: &'t str,
    /// Where the value begins in the file.
    pub(super) value_start: usize,
}

/// The line that a byte stands in.
pub(super) fn line_at(text: &str, at: usize) -> Line<'_> {
    let at = floor(text, at);
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let end = text[start..].find('\n').map_or(text.len(), |end| start + end);
    Line { start, text: text[start..end].trim_end_matches('\r') }
}

/// The nearest line above that has words and is no comment; none within `---`.
pub(super) fn line_above<'t>(text: &'t str, line: &Line<'_>) -> Option<Line<'t>> {
    let mut start = line.start;
    while start > 0 {
        let above = line_at(text, start - 1);
        if above.text.starts_with("---") {
            return None;
        }
        if above.has_words() {
            return Some(above);
        }
        start = above.start;
    }
    None
}

/// The lines below, to the end of the document.
pub(super) fn lines_below<'t>(text: &'t str, line: &Line<'_>) -> impl Iterator<Item = Line<'t>> {
    let first = next_start(text, line.start);
    let lines = std::iter::successors(first, |start| next_start(text, *start)).map(|start| line_at(text, start));
    lines.take_while(|line| !line.text.starts_with("---"))
}

fn next_start(text: &str, start: usize) -> Option<usize> {
    let next = start + text[start..].find('\n')? + 1;
    (next < text.len()).then_some(next)
}

/// The nearest boundary of characters at or before a byte.
pub(super) fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

impl<'t> Line<'t> {
    /// How many spaces it begins with.
    pub(super) fn indent(&self) -> usize {
        self.text.len() - self.text.trim_start_matches(' ').len()
    }

    pub(super) fn end(&self) -> usize {
        self.start + self.text.len()
    }

    pub(super) fn has_words(&self) -> bool {
        let words = self.text.trim();
        !words.is_empty() && !words.starts_with('#')
    }

    /// The words without indentation, dashes and comment, and where they begin in the file.
    pub(super) fn content(&self) -> (usize, &'t str) {
        let column = self.dashes().last().map_or(self.indent(), |dash| {
            let behind = &self.text[dash + 1..];
            dash + 1 + (behind.len() - behind.trim_start_matches(' ').len())
        });
        (self.start + column, without_comment(&self.text[column..]))
    }

    /// The columns of the dashes that begin it.
    pub(super) fn dashes(&self) -> Vec<usize> {
        let mut column = self.indent();
        let mut dashes = Vec::new();
        while let Some(behind) = self.text[column..].strip_prefix('-') {
            let blanks = behind.len() - behind.trim_start_matches(' ').len();
            if blanks == 0 && !behind.is_empty() {
                break;
            }
            dashes.push(column);
            column += 1 + blanks;
        }
        dashes
    }

    /// What is in it, if that is `key: value` in block form.
    pub(super) fn key_line(&self) -> Option<KeyLine<'t>> {
        let (start, content) = self.content();
        if content.starts_with(['"', '\'', '{', '[', '#', '|', '>']) {
            return None;
        }
        let colon = content.match_indices(':').map(|(at, _)| at).find(|at| {
            let behind = content[at + 1..].chars().next();
            behind.is_none_or(|c| c == ' ' || c == '\t')
        })?;
        let key = content[..colon].trim_end();
        let behind = &content[colon + 1..];
        let value = behind.trim_start();
        let value_start = start + colon + 1 + (behind.len() - value.len());
        (!key.is_empty()).then_some(KeyLine { key, key_start: start, colon: start + colon, value, value_start })
    }

    /// The value of its key or list item: where it begins, and what it is.
    pub(super) fn value(&self) -> (usize, &'t str) {
        self.key_line().map_or_else(|| self.content(), |it| (it.value_start, it.value))
    }
}

impl KeyLine<'_> {
    /// The key's place in the file.
    pub(super) fn key_place(&self) -> Range<usize> {
        self.key_start..self.key_start + self.key.len()
    }
}

/// A text up to its comment.
pub(super) fn without_comment(text: &str) -> &str {
    let end = text.find(" #").unwrap_or(if text.starts_with('#') { 0 } else { text.len() });
    text[..end].trim_end()
}

/// A text in quotes that mean all of it as it stands.
pub(super) fn quoted(text: &str) -> String {
    let is_bare = !text.contains(['"', '\\']);
    if text.contains('\'') && is_bare { format!("\"{text}\"") } else { format!("'{}'", text.replace('\'', "''")) }
}

/// Text within a message, cut where it would be too long to be read there.
pub(super) fn shown(text: &str) -> String {
    const LONGEST: usize = 60;
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    let cut: String = text.chars().take(LONGEST).collect();
    format!("{}…", cut.trim_end())
}

#[cfg(test)]
mod tests {
    use super::{line_above, line_at, quoted};

    #[test]
    fn lines_say_what_they_are() {
        let text = "a: 1\n# no\n\n  - - key: some text # why\n";
        let line = line_at(text, text.len() - 3);
        assert_eq!((line.indent(), line.dashes()), (2, vec![2, 4]));
        let it = line.key_line().expect("a key");
        assert_eq!((it.key, it.value), ("key", "some text"));
        assert_eq!(&text[it.value_start..][..4], "some");
        assert_eq!(line_above(text, &line).map(|line| line.text), Some("a: 1"));
        assert!(line_at("x:y", 0).key_line().is_none());
        assert_eq!(line_at("-4 mm", 0).dashes(), Vec::<usize>::new());
    }

    #[test]
    fn quotes_keep_what_they_hold() {
        assert_eq!(quoted("a: b"), "'a: b'");
        assert_eq!(quoted("it's"), "\"it's\"");
        assert_eq!(quoted("it's 3\""), "'it''s 3\"'");
    }
}
