//! Byte offsets to lines and columns, and back.

/// A place for people: 1-based, columns counted in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Line, from 1.
    pub line: u32,
    /// Column, from 1, in characters.
    pub column: u32,
}

/// How many bytes apart characters are counted beforehand: a column is found in that time, however long its line is.
const STRIDE: usize = 1024;

/// Where each line of a text starts.
#[derive(Debug)]
pub struct LineIndex {
    starts: Vec<u32>,
    /// How many characters begin before each multiple of [`STRIDE`].
    characters: Vec<u32>,
}

impl LineIndex {
    /// Finds the lines of `text`: they end with `\n` (a `\r` before it belongs to the line's end).
    pub fn new(text: &str) -> Self {
        let after_newlines =
            text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(offset, _)| offset as u32 + 1);
        let counts = text.as_bytes().chunks(STRIDE).scan(0, |sum, chunk| {
            *sum += characters_in(chunk);
            Some(*sum)
        });
        Self {
            starts: std::iter::once(0).chain(after_newlines).collect(),
            characters: std::iter::once(0).chain(counts).collect(),
        }
    }

    /// The position of `offset` in `text`, the text that this index was made from.
    pub fn position(&self, text: &str, offset: u32) -> Position {
        let line = self.starts.partition_point(|start| *start <= offset).saturating_sub(1);
        let characters = self.characters_before(text, offset) - self.characters_before(text, self.starts[line]);
        Position { line: line as u32 + 1, column: characters + 1 }
    }

    /// How many characters begin before `offset`.
    fn characters_before(&self, text: &str, offset: u32) -> u32 {
        let offset = (offset as usize).min(text.len());
        let counted = offset / STRIDE;
        self.characters[counted] + characters_in(&text.as_bytes()[counted * STRIDE..offset])
    }

    /// The byte range of a line (1-based), without its end-of-line.
    pub fn line_range(&self, text: &str, line: u32) -> std::ops::Range<usize> {
        let index = (line.max(1) as usize - 1).min(self.starts.len() - 1);
        let start = self.starts[index] as usize;
        let end = self.starts.get(index + 1).map_or(text.len(), |next| *next as usize);
        let trimmed = text[start..end].trim_end_matches(['\n', '\r']);
        start..start + trimmed.len()
    }

    /// How many lines there are (a text always has one).
    pub fn line_count(&self) -> u32 {
        self.starts.len() as u32
    }
}

/// How many characters begin in these bytes of a UTF-8 text.
fn characters_in(bytes: &[u8]) -> u32 {
    bytes.iter().filter(|byte| **byte & 0xC0 != 0x80).count() as u32
}

#[cfg(test)]
mod tests {
    use super::{LineIndex, Position, STRIDE};

    #[test]
    fn columns_are_exact_on_long_lines() {
        for length in [STRIDE - 1, STRIDE, STRIDE + 1, 3 * STRIDE] {
            let text = format!("a\n{}x", "é".repeat(length));
            let index = LineIndex::new(&text);
            let x = text.len() as u32 - 1;
            assert_eq!(index.position(&text, x), Position { line: 2, column: length as u32 + 1 });
            assert_eq!(index.position(&text, x + 1), Position { line: 2, column: length as u32 + 2 });
        }
    }

    #[test]
    fn columns_are_characters() {
        let text = "a: é°x\nb: 2\r\n";
        let index = LineIndex::new(text);
        let x = text.find('x').unwrap_or_default() as u32;
        assert_eq!(index.position(text, x), Position { line: 1, column: 6 });
        assert_eq!(index.position(text, x + 2), Position { line: 2, column: 1 });
        assert_eq!(&text[index.line_range(text, 2)], "b: 2");
        assert_eq!(index.position(text, 999).line, 3);
    }
}
