//! Parser events to trees: one pass, no recursion, all duplicate keys and refused features in one run.

use std::borrow::Cow;

use granit_parser::{Event, Parser, ScalarStyle, Span as EventSpan, StructureStyle};

use super::fault::Fault;
use super::flow_lines::Floors;
use super::limits::MAX_DEPTH;
use super::message::explain;
use super::repeats::{Repeats, duplicate_key, without_entry};
use super::slip::Stumble;
use super::tree::{Document, Entry, Node, Scalar, Value, says_the_same};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::rule_names::INVALID_YAML;
use crate::text::{FileId, Span};

/// The key that each document begins with: where a root has it again, another document begins.
const FIRST_KEY: &str = "kind";

const AS_UTF8: &str = "save the file as UTF-8 (in most editors: “Save with encoding”)";

/// What a file holds.
#[derive(Debug, Default)]
pub struct Parsed<'s> {
    /// The documents that could be read.
    pub documents: Vec<Document<'s>>,
    /// Where a document could not: what stands there is unknown, not absent.
    pub damaged: Vec<Span>,
    /// What was wrong.
    pub diagnostics: Vec<Diagnostic>,
}

/// The text of a file's bytes, and a finding if they are not UTF-8 (what is invalid is then replaced).
pub fn utf8_text(file: FileId, bytes: &[u8]) -> (String, Option<Diagnostic>) {
    let error = match std::str::from_utf8(bytes) {
        Ok(text) => return (text.to_owned(), None),
        Err(error) => error,
    };
    if let [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] = bytes {
        // Read as anything else it would be noise, which has no faults of its own.
        let message = "this file is UTF-16; documents are UTF-8";
        return (
            String::new(),
            Some(Diagnostic::error(INVALID_YAML, Span::file_start(file), message).with_help(AS_UTF8)),
        );
    }
    let at = error.valid_up_to() as u32;
    let span = Span { file, start: at, end: at + '\u{FFFD}'.len_utf8() as u32 };
    let byte = bytes.get(error.valid_up_to()).copied().unwrap_or(0);
    let message = format!("this file is not UTF-8: found the byte 0x{byte:02X}");
    let text = String::from_utf8_lossy(bytes).into_owned();
    (text, Some(Diagnostic::error(INVALID_YAML, span, message).with_help(AS_UTF8)))
}

/// One reading of a text as it stands.
#[derive(Debug, Default)]
pub(super) struct Reading<'s> {
    /// What it holds; the faults of syntax are not among its findings.
    pub(super) parsed: Parsed<'s>,
    /// Where the parser gave up on a document.
    pub(super) faults: Vec<Fault>,
}

/// Reads all documents of `text`, without a thought of how it may be mended.
pub(super) fn read(file: FileId, text: &str) -> Reading<'_> {
    let options = granit_parser::options! {
        emit_unresolved_aliases: true,
        flow_nesting_limit: MAX_DEPTH,
        block_nesting_limit: MAX_DEPTH
    };
    let mut parser = Parser::new_from_str_with_options(text, options);
    let mut builder = Builder {
        file,
        text,
        stack: Vec::new(),
        floors: Floors::default(),
        parsed: Parsed::default(),
        document_start: 0,
        runs_on: None,
        refused: false,
    };
    let mut faults = Vec::new();
    loop {
        match parser.next_event() {
            None => break,
            Some(Ok((event, span))) => builder.event(event, span),
            Some(Err(error)) => {
                let at = byte_offset(error.marker(), text.len());
                let stumble = Stumble::new(text, error.kind(), at as usize, builder.document_start as usize);
                faults.push(explain(file, &stumble));
                let more = parser.proceed_next_document().unwrap_or(false);
                let resumed = if more {
                    parser.peek().and_then(Result::ok).map(|(_, span)| start_of(span, text.len()))
                } else {
                    None
                };
                builder.abandon(resumed.unwrap_or(text.len() as u32));
                if !more {
                    break;
                }
            }
        }
    }
    Reading { parsed: builder.parsed, faults }
}

/// A collection that is still open.
enum Open<'s> {
    Sequence { start: u32, flow: bool, items: Vec<Node<'s>> },
    Mapping { start: u32, flow: bool, entries: Vec<Entry<'s>>, key: Option<PendingKey<'s>>, repeats: Repeats },
}

/// A key that waits for its value; its text is `None` if the key was refused.
struct PendingKey<'s> {
    text: Option<Cow<'s, str>>,
    span: Span,
}

struct Builder<'s> {
    file: FileId,
    text: &'s str,
    stack: Vec<Open<'s>>,
    /// How far the lines of each open collection must be indented.
    floors: Floors,
    parsed: Parsed<'s>,
    document_start: u32,
    /// Where another document begins inside of this one, for want of a `---`: from there on it is lost.
    runs_on: Option<Span>,
    /// Whether this document's first anchor, alias or tag was reported: one cause, said once.
    refused: bool,
}

impl<'s> Builder<'s> {
    fn event(&mut self, event: Event<'s>, at: EventSpan) {
        let span = self.span(at);
        if let Event::Scalar(..) | Event::SequenceStart(..) | Event::MappingStart(..) = event {
            self.parsed.diagnostics.extend(self.floors.check(span, at.start.col()));
        }
        match event {
            Event::DocumentStart(..) => {
                self.document_start = span.start;
                self.refused = false;
                self.runs_on = None;
            }
            Event::Scalar(text, style, anchor, tag) => {
                if anchor != 0 || tag.is_some() {
                    self.refuse(span, if anchor != 0 { "an anchor (`&name`)" } else { "a tag (`!name`)" });
                }
                let plain = matches!(style, ScalarStyle::Plain);
                self.place(Node { span, value: Value::Scalar(Scalar { text, plain }) });
            }
            Event::SequenceStart(style, anchor, tag) => {
                let flow = style == StructureStyle::Flow;
                self.floors.open(flow, at.start.col());
                self.open(span, anchor, tag.is_some(), Open::Sequence { start: span.start, flow, items: Vec::new() });
            }
            Event::MappingStart(style, anchor, tag) => {
                let flow = style == StructureStyle::Flow;
                let open = Open::Mapping {
                    start: span.start,
                    flow,
                    entries: Vec::new(),
                    key: None,
                    repeats: Repeats::default(),
                };
                self.floors.open(flow, at.start.col());
                self.open(span, anchor, tag.is_some(), open);
            }
            Event::SequenceEnd | Event::MappingEnd => {
                let Some(open) = self.stack.pop() else { return };
                self.floors.close();
                let (start, flow, value) = match open {
                    Open::Sequence { start, flow, items } => (start, flow, Value::Sequence(items)),
                    Open::Mapping { start, flow, entries, repeats, .. } => {
                        self.parsed.diagnostics.extend(repeats.findings());
                        (start, flow, Value::Mapping(entries))
                    }
                };
                let end = if flow { span.end } else { end_of_block(&value).unwrap_or(span.end) };
                self.place(Node { span: Span { file: self.file, start, end: end.max(start) }, value });
            }
            Event::Alias(_) | Event::UnresolvedAlias(_) => {
                self.refuse(span, "an alias (`*name`)");
                self.place(Node { span, value: Value::Hole });
            }
            _ => {}
        }
    }

    fn open(&mut self, span: Span, anchor: usize, tagged: bool, open: Open<'s>) {
        if anchor != 0 || tagged {
            self.refuse(span, if anchor != 0 { "an anchor (`&name`)" } else { "a tag (`!name`)" });
        }
        self.stack.push(open);
    }

    /// Puts a finished node where it belongs: into the open collection, or at the top.
    fn place(&mut self, node: Node<'s>) {
        let is_in_root = self.stack.len() == 1;
        match self.stack.last_mut() {
            None => self.finish(node),
            Some(Open::Sequence { items, .. }) => items.push(node),
            Some(Open::Mapping { entries, key, repeats, flow, .. }) => match key.take() {
                None => *key = Some(pending_key(node, &mut self.parsed.diagnostics)),
                Some(PendingKey { text: None, .. }) => {}
                Some(_) if is_in_root && self.runs_on.is_some() => {
                    self.runs_on = self.runs_on.map(|lost| Span { end: node.span.end, ..lost });
                }
                Some(PendingKey { text: Some(text), span }) => {
                    let Some(first) = repeats.first_entry(entries, &text) else {
                        return entries.push(Entry { key: text, key_span: span, value: node });
                    };
                    let mut finding = duplicate_key(&text, span, entries[first].key_span);
                    if says_the_same(&entries[first].value, &node) {
                        let before = entries.last().map_or(span.start, |entry| entry.value.span.end);
                        finding = finding.with_fix(without_entry(self.text, span, node.span.end, before, *flow));
                    }
                    if is_in_root && text == FIRST_KEY {
                        self.runs_on = Some(Span { end: node.span.end, ..span });
                        finding = finding
                            .with_help("if a new document begins here, put a line `---` before it")
                            .with_fix(None);
                    }
                    repeats.found.push(finding);
                }
            },
        }
    }

    /// Takes a finished root.
    fn finish(&mut self, root: Node<'s>) {
        self.parsed.damaged.extend(self.runs_on.take());
        let is_empty = root.as_scalar().is_some_and(Scalar::is_null);
        if !is_empty {
            let span = Span { start: self.document_start.min(root.span.start), ..root.span };
            self.parsed.documents.push(Document { root, span });
        }
    }

    fn refuse(&mut self, span: Span, what: &str) {
        if std::mem::replace(&mut self.refused, true) {
            return;
        }
        let message = format!("found {what}, which is not part of the format: each value stands where it is used");
        self.parsed.diagnostics.push(
            Diagnostic::error(INVALID_YAML, span, message)
                .with_help("write the value out in full; or, if it is text, put it in quotes"),
        );
    }

    /// Gives up the document under construction, which reaches to `end`.
    fn abandon(&mut self, end: u32) {
        for open in self.stack.drain(..) {
            if let Open::Mapping { repeats, .. } = open {
                self.parsed.diagnostics.extend(repeats.findings());
            }
        }
        self.floors = Floors::default();
        self.parsed.damaged.push(Span { file: self.file, start: self.document_start, end });
        self.document_start = end;
        self.refused = false;
    }

    fn span(&self, at: EventSpan) -> Span {
        let start = byte_offset(&at.start, self.text.len());
        Span { file: self.file, start, end: byte_offset(&at.end, self.text.len()).max(start) }
    }
}

/// A block collection ends where its last value ends, not where the next line's indentation shows that it has.
fn end_of_block(value: &Value<'_>) -> Option<u32> {
    match value {
        Value::Sequence(items) => items.last().map(|item| item.span.end),
        Value::Mapping(entries) => entries.last().map(|entry| entry.value.span.end.max(entry.key_span.end)),
        _ => None,
    }
}

fn byte_offset(marker: &granit_parser::Marker, text_len: usize) -> u32 {
    marker.byte_offset().unwrap_or(text_len).min(text_len) as u32
}

fn start_of(span: &EventSpan, text_len: usize) -> u32 {
    byte_offset(&span.start, text_len)
}

fn pending_key<'s>(node: Node<'s>, diagnostics: &mut Vec<Diagnostic>) -> PendingKey<'s> {
    let span = node.span;
    match node.value {
        Value::Scalar(scalar) => PendingKey { text: Some(scalar.text), span },
        Value::Hole => PendingKey { text: None, span },
        _ => {
            let message = format!("a key must be a word; found {}", node.describe());
            let help = "if this is text with braces or brackets in it, put all of it in quotes";
            diagnostics.push(Diagnostic::error(INVALID_YAML, span, message).with_help(help));
            PendingKey { text: None, span }
        }
    }
}
