//! What the quick reader reads is what the parser of all YAML reads.

use proptest::prelude::*;

use super::build::read;
use super::plain::read_plain;
use super::tree::{Document, Node, Value};
use crate::text::{FileId, Span};

const FILE: FileId = FileId(0);

/// A document with all that the quick reader knows.
const DOCUMENT: &str = "# A press\n---\nkind: plan\nid: ceb-press  # the press\nlicense: {hardware: CERN-OHL-S-2.0, documentation: CC-BY-SA-4.0}\nsummary: Presses blocks, 10 of 12 × 5 [in]; see #3.\nauthors:\n  - {name: 'O''Neill', url: 'https://example.org/a?b#c'}\n  - name: \"Ann: °\"\n    url: https://example.org\n\nkeywords: [earth, building block, -5, []]\nbom:\n- item: hose-5\n  quantity: 1.5 m\n- part: leg\n  from:\n    - {item: tube, quantity: 1.55 m}\n\n    # both\n    - - a\n      - b: {}\n  quantity: 4 ea\nx-more: ~\n---\nkind: material\nid: tube\n";

/// Pieces of which texts are put together.
const PIECES: &[&str] = &[
    "a",
    "b: ",
    "c:",
    "- ",
    "-",
    ": ",
    ":",
    " ",
    "  ",
    "    ",
    "\n",
    "\n",
    "\n",
    "{",
    "}",
    "[",
    "]",
    ", ",
    ",",
    "'",
    "''",
    "\"",
    "\\",
    "#",
    " #",
    "---",
    "---\n",
    "...",
    "?",
    "|",
    ">",
    "&x",
    "*x",
    "!t",
    "%",
    "@",
    "`",
    "~",
    "é",
    "\u{85}",
    "\u{2028}",
    "\u{feff}",
    "\t",
    "\r",
    "1.5 mm",
    "kind: plan\n",
    "a: {b: c}\n",
    "  - d: 1\n",
    "  e: f\n",
    "g:\n",
    "0",
];

/// Every value with the words under its place, and the place.
fn words<'t>(text: &'t str, documents: &[Document<'t>]) -> Vec<String> {
    fn add(text: &str, node: &Node<'_>, all: &mut Vec<String>) {
        let Span { start, end, .. } = node.span;
        let value = match &node.value {
            Value::Scalar(scalar) => format!("{scalar:?}"),
            _ => node.describe().to_owned(),
        };
        all.push(format!("{value} at {start}..{end}: {:?}", text.get(start as usize..end as usize)));
        node.as_sequence().into_iter().flatten().for_each(|item| add(text, item, all));
        for entry in node.as_mapping().into_iter().flatten() {
            all.push(format!("key {:?} at {:?}", entry.key, entry.key_span));
            add(text, &entry.value, all);
        }
    }
    let mut all = Vec::new();
    for document in documents {
        all.push(format!("document at {:?}", document.span));
        add(text, &document.root, &mut all);
    }
    all
}

/// Whether the quick reader read it; it must then have read the same as the other.
fn is_read_alike(text: &str) -> bool {
    let Some(quick) = read_plain(FILE, text) else { return false };
    let reading = read(FILE, text);
    assert!(reading.faults.is_empty(), "{text:?}: {:?}", reading.faults);
    let full = reading.parsed;
    assert!(full.diagnostics.is_empty(), "{text:?}: {:?}", full.diagnostics);
    assert!(full.damaged.is_empty(), "{text:?}");
    let (quick, full) = (words(text, &quick.documents), words(text, &full.documents));
    let first = quick.iter().zip(&full).find(|(quick, full)| quick != full);
    assert_eq!(first, None, "{text:?}");
    assert_eq!(quick.len(), full.len(), "{text:?}");
    true
}

#[test]
fn everyday_documents_are_read() {
    assert!(is_read_alike(DOCUMENT));
    assert!(is_read_alike("a: b"));
    assert!(is_read_alike("- a: b\n  c: d\n- e\n"));
}

#[test]
fn anything_else_is_left_to_the_other() {
    let others = [
        "",
        "# nothing\n",
        "a:\n",
        "a: |\n  b\n",
        "a: b\n  c\n",
        "a: &x b\n",
        "a: *x\n",
        "a: !t b\n",
        "a: b: c\n",
        "a:\tb\n",
        "a: b\r\n",
        "a: b\na: c\n",
        "a: {b: c, b: d}\n",
        "a: {b}\n",
        "a: [b: c]\n",
        "a: [b,\n  c]\n",
        "a: [b,]\n",
        "a: \"\\n\"\n",
        "a: 'b\n",
        "a: 'b' c\n",
        "a: {b: c} d\n",
        "a: b\n c: d\n",
        "  a: b\nc: d\n",
        "'a': b\n",
        "? a\n: b\n",
        "word\n",
        "--- a\n",
        "---a: b\n",
        "a: b\n...\n",
        "%YAML 1.2\n---\na: b\n",
        "a: - b\n",
        "a: b\n- c\n",
        "- a\nb: c\n",
        "a: b \u{85} c\n",
        "\u{feff}a: b\n",
        "a: @b\n",
        "a: `b`\n",
        "---\n---\na: b\n",
        "a :b\n",
        "a:b\n",
        "a: b:\n",
        "a: [b #c\n",
    ];
    for text in others {
        assert!(read_plain(FILE, text).is_none(), "{text:?}");
    }
}

proptest! {
    #[test]
    fn pieces_are_read_alike(pieces in prop::collection::vec(prop::sample::select(PIECES), 1..14)) {
        is_read_alike(&pieces.concat());
    }

    #[test]
    fn changed_documents_are_read_alike(
        changes in prop::collection::vec((0..DOCUMENT.len(), 0_usize..6, prop::sample::select(PIECES)), 1..4),
    ) {
        let mut text = DOCUMENT.to_owned();
        for (at, length, piece) in changes {
            let boundary = |mut at: usize| {
                while !text.is_char_boundary(at.min(text.len())) {
                    at += 1;
                }
                at.min(text.len())
            };
            let (start, end) = (boundary(at), boundary(at + length));
            text.replace_range(start..end, piece);
        }
        is_read_alike(&text);
    }
}
