//! Which brackets and braces are open at a byte, as far as the form of the lines tells: the parser looks ahead, and stumbles
//! before it says so.

use super::line::{Line, line_at, lines_below};

/// Where the brackets stand that are open at `at`, the innermost last.
pub(super) fn open_at(text: &str, document_start: usize, at: usize) -> Vec<usize> {
    let mut open = Open::default();
    let first = line_at(text, document_start);
    // A block of text, and how deep its key is.
    let mut text_below: Option<usize> = None;
    for line in std::iter::once(first).chain(lines_below(text, &first)).take_while(|line| line.start <= at) {
        if !open.is_open() && !line.has_words() {
            continue;
        }
        if text_below.is_some_and(|indent| line.indent() > indent) {
            continue;
        }
        text_below = None;
        let start = if open.is_open() {
            line.start
        } else {
            let (start, value) = line.value();
            if value.starts_with(['|', '>']) {
                text_below = Some(line.indent());
                continue;
            }
            if !value.starts_with(['[', '{', '"', '\'']) {
                continue;
            }
            start
        };
        open.read(text, &line, start, at);
    }
    open.brackets
}

#[derive(Default)]
struct Open {
    brackets: Vec<usize>,
    quote: Option<char>,
}

impl Open {
    fn is_open(&self) -> bool {
        !self.brackets.is_empty() || self.quote.is_some()
    }

    /// Reads a line from `start` on, up to `at`.
    fn read(&mut self, text: &str, line: &Line<'_>, start: usize, at: usize) {
        let end = line.end().min(at);
        let mut before = ':';
        let mut blank = true;
        let mut letters = text.get(start..end).unwrap_or_default().char_indices();
        while let Some((offset, c)) = letters.next() {
            match self.quote {
                Some('"') if c == '\\' => drop(letters.next()),
                Some(quote) if c == quote => self.quote = None,
                Some(_) => {}
                None => match c {
                    '#' if blank => return,
                    '"' | '\'' if ":-[{,".contains(before) => self.quote = Some(c),
                    '[' | '{' => self.brackets.push(start + offset),
                    ']' | '}' => {
                        self.brackets.pop();
                        if self.brackets.is_empty() {
                            return;
                        }
                    }
                    _ => {}
                },
            }
            blank = c == ' ' || c == '\t';
            if !blank {
                before = c;
            }
        }
        // Quotes that are the whole of a value and end in a later line are told as that.
        if self.brackets.is_empty() {
            self.quote = None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::open_at;

    #[test]
    fn brackets_are_told_from_those_in_text() {
        let text = "a: x [y\nb: \"[\"\nc: |\n  [ {\nd: [{e: ']', f: [1] # [\n  g\n";
        let open = open_at(text, 0, text.len());
        assert_eq!(open.iter().map(|at| &text[*at..at + 2]).collect::<Vec<_>>(), ["[{", "{e"]);
        assert!(open_at("a: [b]\nc: {d: 1}\n", 0, 16).is_empty());
    }
}
