//! Each way in which a file can be broken ends in an ordinary finding, and hides nothing else.

use super::{Parsed, parse, utf8_text};
use crate::diagnostic::rule_names::{DUPLICATE_KEY, INVALID_YAML};
use crate::text::FileId;

const FILE: FileId = FileId(0);

fn rules(parsed: &Parsed<'_>) -> Vec<&'static str> {
    parsed.diagnostics.iter().map(|d| d.rule).collect()
}

fn underlined<'t>(text: &'t str, parsed: &Parsed<'_>) -> Vec<&'t str> {
    parsed.diagnostics.iter().map(|d| &text[d.span.start as usize..d.span.end as usize]).collect()
}

#[test]
fn spans_are_those_of_the_words() {
    let text = "kind: plan\nbom:\n  - {item: '°a', quantity: 1 ea}\n";
    let parsed = parse(FILE, text);
    let root = &parsed.documents[0].root;
    let line = &root.get("bom").and_then(|bom| bom.as_sequence()).expect("a list")[0];
    let item = line.get("item").expect("an item");
    assert_eq!(&text[item.span.start as usize..item.span.end as usize], "'°a'");
    assert_eq!(&text[line.span.start as usize..line.span.end as usize], "{item: '°a', quantity: 1 ea}");
    assert_eq!(&text[root.span.start as usize..root.span.end as usize], text.trim_end());
}

#[test]
fn scalars_stay_text_until_asked() {
    let parsed = parse(FILE, "a: no\nb: 1.10\nc: 1_000\nd: 1:30\ne: '7'\nf: 7\n");
    let root = &parsed.documents[0].root;
    let scalar = |key: &str| root.get(key).and_then(|node| node.as_scalar()).expect("a scalar");
    assert_eq!((&*scalar("a").text, scalar("a").as_bool()), ("no", None));
    assert_eq!((&*scalar("b").text, scalar("b").as_number()), ("1.10", Some(1.1)));
    assert_eq!(scalar("c").as_number(), None);
    assert_eq!(scalar("d").as_number(), None);
    assert_eq!(scalar("e").as_number(), None);
    assert_eq!(scalar("f").as_number(), Some(7.0));
}

#[test]
fn all_duplicate_keys_are_told_and_the_first_stays() {
    let text = "a: 1\nb: 2\na: 3\nb: 4\n";
    let parsed = parse(FILE, text);
    assert_eq!(rules(&parsed), [DUPLICATE_KEY, DUPLICATE_KEY]);
    assert_eq!(underlined(text, &parsed), ["a", "b"]);
    assert_eq!(parsed.documents[0].root.get("a").and_then(|n| n.as_scalar()).map(|s| &*s.text), Some("1"));
}

#[test]
fn many_keys_given_twice_have_one_cause() {
    let text = "list:\n  - a: 1\n    b: 2\n    c: 3\n    a: 1\n    b: 2\n    c: 3\n  - a: 1\n    a: 2\n";
    let parsed = parse(FILE, text);
    assert_eq!(rules(&parsed), [DUPLICATE_KEY, DUPLICATE_KEY]);
    assert!(parsed.diagnostics[0].message.contains("and so are 2 more"), "{:?}", parsed.diagnostics);
    let broken = parse(FILE, "a: 1\na: 2\nb: [\n");
    assert_eq!(rules(&broken), [INVALID_YAML, DUPLICATE_KEY]);
    let text: String = (0..40_000).map(|n| format!("key-{}: 1\n", n % 20_000)).collect();
    assert_eq!(rules(&parse(FILE, &text)), [DUPLICATE_KEY]);
}

#[test]
fn a_document_that_runs_on_into_the_next_is_told_once() {
    let text = "kind: a\nid: x\nunit: kg\nkind: b\nid: y\nunit: kg\nnew: [1]\n---\nkind: c\nkind: d\n";
    let parsed = parse(FILE, text);
    assert_eq!(rules(&parsed), [DUPLICATE_KEY, DUPLICATE_KEY]);
    assert_eq!(parsed.diagnostics[0].span.start as usize, text.find("kind: b").unwrap_or_default());
    let lost: Vec<&str> = parsed.damaged.iter().map(|span| &text[span.start as usize..span.end as usize]).collect();
    assert!(lost[0].starts_with("kind: b") && lost[0].ends_with("new: [1]"), "{lost:?}");
    assert_eq!(lost[1], "kind: d");
    let keys: Vec<&str> = parsed.documents[0].root.as_mapping().expect("a map").iter().map(|e| &*e.key).collect();
    assert_eq!(keys, ["kind", "id", "unit"]);
    assert_eq!(rules(&parse(FILE, "kind: a\nx: {kind: 1, a: 2, kind: 3, a: 4}\n")), [DUPLICATE_KEY, DUPLICATE_KEY]);
}

#[test]
fn utf_16_is_one_finding() {
    let bytes: Vec<u8> = "\u{FEFF}kind: a\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let (text, finding) = utf8_text(FILE, &bytes);
    assert_eq!((text.as_str(), finding.map(|finding| finding.rule)), ("", Some(INVALID_YAML)));
}

#[test]
fn many_keys_stay_linear_and_exact() {
    let text: String = (0..20_000).map(|n| format!("key-{n}: 1\n")).chain(["key-77: 2\n".to_owned()]).collect();
    assert_eq!(rules(&parse(FILE, &text)), [DUPLICATE_KEY]);
}

#[test]
fn anchors_aliases_and_merge_keys_are_refused_once_a_document() {
    let text = "a: &x 1\nb: *x\nc: {<<: *x}\n---\nd: 1\n";
    let parsed = parse(FILE, text);
    assert_eq!(rules(&parsed), [INVALID_YAML]);
    assert_eq!(parsed.documents.len(), 2);
}

#[test]
fn an_alias_bomb_does_not_go_off() {
    let mut text = String::from("a0: &a0 [x, x]\n");
    for n in 1..60 {
        text += &format!("a{n}: &a{n} [*a{m}, *a{m}, *a{m}]\n", m = n - 1);
    }
    assert_eq!(rules(&parse(FILE, &text)), [INVALID_YAML]);
}

#[test]
fn tabs_are_named() {
    let text = "a:\n\tb: 1\n---\nc: 1\n";
    let parsed = parse(FILE, text);
    assert_eq!(rules(&parsed), [INVALID_YAML]);
    assert!(parsed.diagnostics[0].message.contains("tab"), "{}", parsed.diagnostics[0].message);
    assert_eq!((underlined(text, &parsed), parsed.documents.len(), parsed.damaged.len()), (vec!["\t"], 2, 0));
}

#[test]
fn a_colon_without_its_space_is_shown() {
    for text in ["a: 1\nb:2\nc: 3\n", "bom:\n  - part:drum\n    title: 'x'\n", "a: 1\nlabour:{skill: x, time: 1 h}\n"] {
        let parsed = parse(FILE, text);
        assert_eq!((rules(&parsed), underlined(text, &parsed)), (vec![INVALID_YAML], vec![":"]), "{text}");
        let at = parsed.diagnostics[0].span.end as usize;
        assert!(!text[at..].starts_with(' '), "{text}");
    }
}

#[test]
fn lines_within_brackets_are_indented() {
    let text = "a: [x,\ny,\nz]\nb:\n  - {c: 1,\n  d: {e: 2,\n  f: 3}}\n";
    let parsed = parse(FILE, text);
    assert_eq!(underlined(text, &parsed), ["y", "d"]);
    assert_eq!(parsed.diagnostics[1].help.as_deref(), Some("indent it by at least 3 spaces"));
    for fine in ["a: [\n  x\n]\n", "[a,\nb]\n", "- [a,\n b]\n", "a:\n- {b: 1,\n   c: 2}\n", "a: 'x\n  y'\nb: [1]\n"] {
        assert_eq!(rules(&parse(FILE, fine)), [""; 0], "{fine}");
    }
}

#[test]
fn deep_nesting_ends_in_a_message() {
    for text in
        ["[".repeat(100_000), "- ".repeat(100_000), "{a: ".repeat(100_000), "a:\n".to_owned() + &"- ".repeat(100_000)]
    {
        let parsed = parse(FILE, &text);
        assert_eq!(rules(&parsed), [INVALID_YAML]);
    }
}

#[test]
fn a_broken_document_hides_no_other() {
    let text = "kind: a\n---\nb: [1\n---\nkind: c\n---\n\"d\n---\nkind: e\n";
    let parsed = parse(FILE, text);
    let kinds: Vec<_> =
        parsed.documents.iter().filter_map(|d| d.root.get("kind")?.as_scalar()).map(|s| &*s.text).collect();
    assert!(kinds.contains(&"a") && kinds.contains(&"c"), "{kinds:?}");
    assert!(parsed.diagnostics.len() >= 2);
}

#[test]
fn bytes_that_are_not_utf8_are_shown() {
    let (text, finding) = utf8_text(FILE, b"title: caf\xe9\n");
    let finding = finding.expect("a finding");
    assert_eq!(finding.span.start, 10);
    assert!(finding.message.contains("0xE9"));
    assert!(text.starts_with("title: caf"));
    assert_eq!(utf8_text(FILE, "ok".as_bytes()).1, None);
}

proptest::proptest! {
    #[test]
    fn never_panics(text in "[-a:{}\\[\\]&*!|>'\"# \n\t,?%@]{0,60}") {
        let parsed = parse(FILE, &text);
        for diagnostic in &parsed.diagnostics {
            assert!(text.get(diagnostic.span.start as usize..diagnostic.span.end as usize).is_some());
        }
    }
}

/// The words that are underlined, and what is told of them.
type Told = &'static [(&'static str, &'static str)];

/// A slip, as it is written, what is told of it (with the words that are underlined), and how many fields the document then has.
const SLIPS: &[(&str, Told, usize)] = &[
    ("a: x\n   b: 1\nc: 2\n", &[("b", "indented deeper than `a`")], 3),
    ("a: {b: 1 ea\nc: x\nd: 1\n", &[("{", "this `{` is never closed")], 3),
    ("a: [{b: 1, c: 2}\nd: x\n", &[("[", "this `[` is never closed")], 2),
    ("a: [{b: 1\nd: x\n", &[("{", "this `{` is never closed")], 2),
    ("a: [b, c", &[("[", "this `[` is never closed")], 1),
    ("a:\n  - {b: x c: 4}\nd: 1\n", &[("c", "a comma is missing before `c`")], 2),
    ("a: \"x\nb: 1\n", &[("\"", "is never closed")], 2),
    ("a: 'it's here'\nb: 1\n", &[("s here'", "ends at its second `'`")], 2),
    ("a: \"3\" pipe\"\nb: 1\n", &[("pipe\"", "ends at its second `\"`")], 2),
    ("a: @home\nb: %x\n", &[("@", "cannot begin with `@`"), ("%", "cannot begin with `%`")], 2),
    ("a: *new* x\nb: 1\n", &[("*", "cannot begin with `*`")], 2),
    ("a: “x: y”\nb: 1\n", &[(":", "mean nothing to YAML")], 2),
    ("a x\nb: 1\n", &[("a x", "no `:` behind its key")], 2),
    ("a = x\nb: 1\n", &[("a = x", "found `=`")], 2),
    ("a:\n  -b: x\n   c: 4\n", &[("-", "no space behind it")], 1),
    ("a:\n  - b: x\n  c: 4\nd: 1\n", &[("c", "has 2 spaces before it")], 2),
    ("a:\n  - b: x\n    c: 4\n   d: 1\ne: 1\n", &[("d", "has 3 spaces before it")], 2),
    ("a:\n  - b: x\n   - b: y\n     c: 1\ne: 1\n", &[("-", "has 3 spaces before it")], 2),
    ("a:\u{A0}x\nb:\n\u{A0}\u{A0}c: 1\n", &[("\u{A0}", "U+00A0")], 2),
    ("<<<<<<< HEAD\na: x\n=======\na: y\n>>>>>>> main\nb: 1\n", &[("<<<<<<< HEAD", "a merge")], 2),
    ("a: [];\nb: [],\n", &[(";", "found `;`"), (",", "found `,`")], 2),
    ("a: |\nfoo bar\nbaz\nb: 1\n", &[("foo bar", "must be indented deeper")], 2),
    ("a: one text that\ngoes on and on here\nand there\nb: 1\n", &[("goes on and on here", "has no `:`")], 2),
    ("a: \"C:\\plans\"\nb: 1\n", &[("\\", "begins an escape")], 2),
    ("a: \"x\"#y\nb: 1\n", &[("#", "only behind a space")], 2),
    ("a: [b, c]]\nd: {e: 1]\nf: 1\n", &[("]", "closes nothing"), ("]", "what is open here began with `{`")], 3),
    ("a\n  - b: x\n    c 4\n  - b y\n    c: 4\n", &[("a", "no `:`"), ("c 4", "no `:`"), ("b y", "no `:`")], 1),
    ("a:\n    b: 1\n\tc: 1\nd: 1\n", &[("\t", "found a tab")], 2),
    ("a:\n  - b: x, c: 4\nd: 1\n", &[("c", "a second field in the line of `b`")], 2),
    ("{\n\t\"a\": [1]\n\t\"b\": 2\n}\n", &[("\"b\"", "a comma is missing before `\"b\"`")], 2),
    ("ä: ö: ü\r\nb: 1\r\n", &[(":", "the text of `ä` holds")], 2),
];

#[test]
fn slips_are_named_and_the_rest_is_read() {
    let mut problems = Vec::new();
    for (text, expected, fields) in SLIPS {
        let parsed = parse(FILE, text);
        let told: Vec<(&str, &str)> =
            underlined(text, &parsed).into_iter().zip(parsed.diagnostics.iter().map(|found| &*found.message)).collect();
        let is_told = told.len() == expected.len()
            && told.iter().zip(*expected).all(|(told, expected)| told.0 == expected.0 && told.1.contains(expected.1));
        let found = parsed.documents.first().and_then(|document| document.root.as_mapping()).map_or(0, <[_]>::len);
        if !is_told || found != *fields || !parsed.damaged.is_empty() {
            problems.push(format!("{text:?}\n  told {told:?}\n  {found} fields, damaged {:?}", parsed.damaged));
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn what_is_read_over_keeps_its_places() {
    let text = "a: x: y\nbom:\n  - {b: 1 ea\n  - c: '°d'\n   e: 2\n";
    let parsed = parse(FILE, text);
    assert_eq!(underlined(text, &parsed), [":", "{", "e"], "{:?}", parsed.diagnostics);
    let root = &parsed.documents[0].root;
    let items = root.get("bom").and_then(|bom| bom.as_sequence()).expect("a list");
    let place = |node: &crate::syntax::Node<'_>| text[node.span.start as usize..node.span.end as usize].to_owned();
    assert_eq!(root.get("a").map(&place).as_deref(), Some("x: y"));
    assert_eq!(place(&items[0]), "{b: 1 ea");
    assert_eq!(items[1].get("c").map(&place).as_deref(), Some("'°d'"));
    assert_eq!(items[1].get("e").map(&place).as_deref(), Some("2"));
}
