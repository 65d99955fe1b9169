//! The everyday part of YAML, read in one pass over the bytes: most files hold nothing else, and most of the time of a check went
//! into finding that out token by token.
//!
//! What is read here: block maps and lists whose values stand on one line, as plain or quoted words, `{…}` or `[…]`; comments;
//! `---` between documents. At anything beyond that, and at anything that may be wrong, this gives up without a word, and the
//! parser of all YAML reads the file from its beginning. So this finds no faults, and must not: what it reads is exactly what that
//! parser reads without any (a property test holds the two against each other).

use std::borrow::Cow;

use super::build::Parsed;
use super::tree::{Document, Entry, Node, Scalar, Value};
use crate::text::{FileId, Span};

/// How deep collections may be nested here: well within what is allowed.
const MAX_DEPTH: usize = 24;

/// How long a key may be, in bytes: YAML allows for 1024 characters.
const MAX_KEY_BYTES: usize = 200;

/// Larger maps than this are left to the other parser, which looks for keys that are given twice in a table.
const MAX_ENTRIES: usize = 64;

/// The documents of `text`, if all of it is of this everyday kind.
pub(super) fn read_plain(file: FileId, text: &str) -> Option<Parsed<'_>> {
    if !is_plain_text(text.as_bytes()) {
        return None;
    }
    let mut reader = Reader { file, text, bytes: text.as_bytes(), at: 0, column: 0, next: Next::End, depth: 0 };
    let documents = reader.documents()?;
    (!documents.is_empty()).then(|| Parsed { documents, ..Parsed::default() })
}

/// Whether there is nothing in it that YAML refuses or takes for the end of a line, nor a tab.
fn is_plain_text(bytes: &[u8]) -> bool {
    let is_control = |byte: &u8| (*byte < b' ' && *byte != b'\n') || *byte == 0x7F;
    if bytes.iter().any(is_control) {
        return false;
    }
    // U+0080 to U+009F, U+2028 and U+2029, and from U+F000 on, where the byte order mark and non-characters are.
    let is_odd = |pair: &[u8]| match pair {
        [0xC2, second] => *second < 0xA0,
        [0xE2, second] => *second == 0x80,
        [first, _] => *first >= 0xED,
        _ => false,
    };
    bytes.is_ascii() || !(bytes.windows(2).any(is_odd) || bytes.last().is_some_and(|last| *last >= 0xED))
}

/// What the next line with content is.
#[derive(Clone, Copy, PartialEq)]
enum Next {
    /// A line of a document, which begins at the reader's place and column.
    Content,
    /// A line `---`.
    Marker,
    /// The end of the text.
    End,
}

struct Reader<'s> {
    file: FileId,
    text: &'s str,
    bytes: &'s [u8],
    at: usize,
    /// Where in its line the content begins, counted from 0.
    column: usize,
    next: Next,
    depth: usize,
}

impl<'s> Reader<'s> {
    fn documents(&mut self) -> Option<Vec<Document<'s>>> {
        let mut documents = Vec::new();
        self.find_content()?;
        while self.next != Next::End {
            let start = self.at;
            if self.next == Next::Marker {
                self.at += "---".len();
                self.end_line()?;
            }
            if self.next != Next::Content || self.column != 0 {
                return None;
            }
            let root = self.block()?;
            if self.next == Next::Content {
                return None;
            }
            let span = Span { start: root.span.start.min(start as u32), ..root.span };
            documents.push(Document { root, span });
        }
        Some(documents)
    }

    /// The byte `ahead` of the place; a newline at the end of the text.
    fn peek(&self, ahead: usize) -> u8 {
        self.bytes.get(self.at + ahead).copied().unwrap_or(b'\n')
    }

    fn skip_spaces(&mut self) {
        while self.peek(0) == b' ' {
            self.at += 1;
        }
    }

    fn span(&self, start: usize, end: usize) -> Span {
        Span { file: self.file, start: start as u32, end: end as u32 }
    }

    /// From the beginning of a line to the next content.
    fn find_content(&mut self) -> Option<()> {
        loop {
            let start = self.at;
            self.skip_spaces();
            self.column = self.at - start;
            if self.at >= self.bytes.len() {
                self.next = Next::End;
                return Some(());
            }
            match self.bytes[self.at] {
                b'\n' => self.at += 1,
                b'#' => self.skip_line(),
                b'-' if self.column == 0 && self.bytes[self.at..].starts_with(b"---") => {
                    self.next = Next::Marker;
                    return matches!(self.peek(3), b' ' | b'\n').then_some(());
                }
                b'.' | b'%' if self.column == 0 => return None,
                _ => {
                    self.next = Next::Content;
                    return Some(());
                }
            }
        }
    }

    fn skip_line(&mut self) {
        let rest = &self.bytes[self.at..];
        self.at += rest.iter().position(|byte| *byte == b'\n').map_or(rest.len(), |end| end + 1);
    }

    /// Nothing but a comment may follow in this line; on to the next content.
    fn end_line(&mut self) -> Option<()> {
        let start = self.at;
        self.skip_spaces();
        match self.peek(0) {
            b'\n' => self.at += 1,
            b'#' if self.at > start => self.skip_line(),
            _ => return None,
        }
        self.find_content()
    }

    /// Whether an entry of a list begins here.
    fn is_dash(&self) -> bool {
        self.peek(0) == b'-' && matches!(self.peek(1), b' ' | b'\n')
    }

    /// A list or map that begins here.
    fn block(&mut self) -> Option<Node<'s>> {
        self.depth += 1;
        let node = if self.depth > MAX_DEPTH {
            None
        } else if self.is_dash() {
            self.list()
        } else {
            self.map()
        };
        self.depth -= 1;
        node
    }

    fn list(&mut self) -> Option<Node<'s>> {
        let (start, column) = (self.at, self.column);
        let mut items: Vec<Node<'s>> = Vec::new();
        while self.next == Next::Content && self.column == column && self.is_dash() {
            let dash = self.at;
            self.at += 1;
            self.skip_spaces();
            if matches!(self.peek(0), b'\n' | b'#') {
                return None;
            }
            self.column = column + (self.at - dash);
            let is_block = self.is_dash() || self.key_end().is_some();
            items.push(if is_block { self.block()? } else { self.line_value()? });
            if self.next == Next::Content && self.column > column {
                return None;
            }
        }
        let end = items.last()?.span.end;
        Some(Node { span: self.span(start, end as usize), value: Value::Sequence(items) })
    }

    fn map(&mut self) -> Option<Node<'s>> {
        let (start, column) = (self.at, self.column);
        let mut entries: Vec<Entry<'s>> = Vec::new();
        while self.next == Next::Content && self.column == column {
            let (key, key_span) = self.key(&entries)?;
            self.skip_spaces();
            let value = match self.peek(0) {
                b'\n' | b'#' => {
                    // `key:#` is no comment.
                    if self.peek(0) == b'#' && self.bytes[self.at - 1] != b' ' {
                        return None;
                    }
                    self.skip_line();
                    self.find_content()?;
                    let is_level_list = self.column == column && self.is_dash();
                    if self.next != Next::Content || !(self.column > column || is_level_list) {
                        return None;
                    }
                    let mut value = self.block()?;
                    if let (true, Some([first, ..])) = (is_level_list, value.as_sequence()) {
                        // The other parser lets a list that is not indented begin behind its first dash.
                        value.span.start = first.span.start;
                    }
                    value
                }
                _ => self.line_value()?,
            };
            entries.push(Entry { key, key_span, value });
            if self.next == Next::Content && self.column > column {
                return None;
            }
        }
        let end = entries.last()?.value.span.end;
        Some(Node { span: self.span(start, end as usize), value: Value::Mapping(entries) })
    }

    /// Where the key ends that begins here, if one does: words of letters, digits and few other signs, with a `:` and a space or
    /// the end of the line behind them.
    fn key_end(&self) -> Option<usize> {
        let rest = &self.bytes[self.at..];
        if !rest.first()?.is_ascii_alphanumeric() {
            return None;
        }
        let is_sign = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'/' | b' ');
        let length = rest.iter().take(MAX_KEY_BYTES).position(|byte| !is_sign(*byte))?;
        let is_key = rest[length] == b':' && matches!(rest.get(length + 1), None | Some(b' ' | b'\n'));
        (is_key && rest[length - 1] != b' ').then_some(self.at + length)
    }

    /// Reads a key that none of the entries has, and its `:`.
    fn key(&mut self, entries: &[Entry<'s>]) -> Option<(Cow<'s, str>, Span)> {
        let end = self.key_end()?;
        let key = &self.text[self.at..end];
        if entries.len() >= MAX_ENTRIES || entries.iter().any(|entry| entry.key == key) {
            return None;
        }
        let span = self.span(self.at, end);
        self.at = end + 1;
        Some((Cow::Borrowed(key), span))
    }

    /// A value that fills the rest of its line.
    fn line_value(&mut self) -> Option<Node<'s>> {
        let node = match self.peek(0) {
            b'{' | b'[' => self.flow()?,
            b'\'' | b'"' => self.quoted()?,
            _ => self.words(|reader| reader.end_of_words())?,
        };
        self.end_line()?;
        Some(node)
    }

    /// Text without quotes, which ends where `end` says.
    fn words(&mut self, end: impl Fn(&Self) -> Option<usize>) -> Option<Node<'s>> {
        let start = self.at;
        let is_word = match self.peek(0) {
            b'-' => self.peek(1).is_ascii_alphanumeric() || self.peek(1) == b'.',
            b'?' | b':' | b',' | b'[' | b']' | b'{' | b'}' | b'#' | b'&' | b'*' | b'!' | b'|' | b'>' | b'\'' | b'"'
            | b'%' | b'@' | b'`' | b' ' | b'\n' => false,
            _ => true,
        };
        let text = self.text.get(start..end(self)?)?.trim_end_matches(' ');
        if !is_word || text.is_empty() {
            return None;
        }
        self.at = start + text.len();
        let scalar = Scalar { text: Cow::Borrowed(text), plain: true };
        Some(Node { span: self.span(start, self.at), value: Value::Scalar(scalar) })
    }

    /// Where text without quotes ends that is not within brackets.
    fn end_of_words(&self) -> Option<usize> {
        let mut at = self.at;
        loop {
            let next = |ahead: usize| self.bytes.get(at + ahead).copied().unwrap_or(b'\n');
            match next(0) {
                b'\n' => return Some(at),
                b'#' if self.bytes[at - 1] == b' ' => return Some(at),
                b':' if matches!(next(1), b' ' | b'\n') => return None,
                _ => at += 1,
            }
        }
    }

    /// Where text without quotes ends within brackets.
    fn end_of_flow_words(&self) -> Option<usize> {
        let mut at = self.at;
        loop {
            let next = |ahead: usize| self.bytes.get(at + ahead).copied().unwrap_or(b'\n');
            match next(0) {
                b',' | b'[' | b']' | b'{' | b'}' => return Some(at),
                b'\n' => return None,
                b'#' if self.bytes[at - 1] == b' ' => return None,
                b':' if matches!(next(1), b' ' | b'\n' | b',' | b'[' | b']' | b'{' | b'}') => return None,
                _ => at += 1,
            }
        }
    }

    /// Text in quotes, without escapes other than `''`.
    fn quoted(&mut self) -> Option<Node<'s>> {
        let (start, quote) = (self.at, self.peek(0));
        let mut at = start + 1;
        let mut is_escaped = false;
        loop {
            match *self.bytes.get(at)? {
                b'\n' => return None,
                b'\\' if quote == b'"' => return None,
                byte if byte == quote => {
                    if quote == b'"' || self.bytes.get(at + 1) != Some(&quote) {
                        break;
                    }
                    is_escaped = true;
                    at += 2;
                }
                _ => at += 1,
            }
        }
        let text = self.text.get(start + 1..at)?;
        let text = if is_escaped { Cow::Owned(text.replace("''", "'")) } else { Cow::Borrowed(text) };
        self.at = at + 1;
        Some(Node { span: self.span(start, self.at), value: Value::Scalar(Scalar { text, plain: false }) })
    }

    /// `{…}` or `[…]`, in one line.
    fn flow(&mut self) -> Option<Node<'s>> {
        self.depth += 1;
        let start = self.at;
        let is_map = self.peek(0) == b'{';
        let close = if is_map { b'}' } else { b']' };
        let mut entries: Vec<Entry<'s>> = Vec::new();
        let mut items: Vec<Node<'s>> = Vec::new();
        self.at += 1;
        self.skip_spaces();
        let is_empty = self.peek(0) == close;
        while !is_empty && self.depth <= MAX_DEPTH {
            let key = if is_map { Some(self.key(&entries)?) } else { None };
            self.skip_spaces();
            let value = match self.peek(0) {
                b'{' | b'[' => self.flow()?,
                b'\'' | b'"' => self.quoted()?,
                _ => self.words(|reader| reader.end_of_flow_words())?,
            };
            match key {
                Some((key, key_span)) => entries.push(Entry { key, key_span, value }),
                None => items.push(value),
            }
            self.skip_spaces();
            if self.peek(0) != b',' {
                break;
            }
            self.at += 1;
            self.skip_spaces();
        }
        self.depth -= 1;
        if self.peek(0) != close {
            return None;
        }
        self.at += 1;
        let value = if is_map { Value::Mapping(entries) } else { Value::Sequence(items) };
        Some(Node { span: self.span(start, self.at), value })
    }
}
