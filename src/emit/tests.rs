//! The look of findings at a terminal, once; and that large files do not slow it down.

use super::human::{render, summary};
use crate::diagnostic::Diagnostic;
use crate::text::{FileId, RepoPath, Source, Sources, Span};

fn sources(files: &[(&str, &str)]) -> Sources {
    Sources::new(files.iter().map(|(path, text)| Source::new(RepoPath::new(*path), (*text).to_owned())).collect())
}

fn span(sources: &Sources, file: u32, word: &str) -> Span {
    let start = sources.get(FileId(file)).text.find(word).expect("the word");
    Span { file: FileId(file), start: start as u32, end: (start + word.len()) as u32 }
}

#[test]
fn the_look() {
    let plan = "kind: plan\nid: press\n# Größe °\nbom:\n  - {item: tübe, quantity: 3 ea}\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\nlicense: GPLv3\n";
    let material = "kind: material\nid: tübe\nunit: m\n";
    let sources =
        sources(&[("plans/press/plan.yaml", plan), ("materials/tube.yaml", material), ("materials/empty.yaml", "")]);
    let mismatch = Diagnostic::error(
        "unit-mismatch",
        span(&sources, 0, "3 ea"),
        "expected a length, such as `12 m`; found a count, `3 ea`",
    )
    .with_label(span(&sources, 0, "tübe"), "of this item")
    .with_label(span(&sources, 1, "m\n"), "the unit of account")
    .with_help("write a length\nor weigh it");
    let far = Diagnostic::error("duplicate-key", span(&sources, 0, "GPLv3"), "twice")
        .with_label(span(&sources, 0, "kind"), "first here");
    let whole_file = Diagnostic::error("schema-violation", Span::file_start(FileId(2)), "the manifest is empty");
    let lines = Diagnostic::error(
        "invalid-yaml",
        span(&sources, 1, "material\nid: tübe"),
        "two lines, \u{1b}[31m and no escape",
    );
    let findings = [mismatch, far, whole_file, lines];
    insta::assert_snapshot!(render(&findings, &sources, false));
    assert_eq!(summary(&findings, &sources, 31), "4 errors in 3 files (31 documents)");
    assert_eq!(summary(&[], &sources, 1), "no problems in 3 files (1 document)");
    assert!(render(&findings, &sources, true).contains("\u{1b}["));
}

#[test]
fn a_large_file_is_no_slower_than_its_lines() {
    let text: String = (0..100_000).map(|n| format!("key-{n}: value\n")).collect();
    let long_line = "x".repeat(2_000_000);
    let sources = sources(&[("materials/a.yaml", &text), ("materials/b.yaml", &long_line)]);
    let finding = |n: usize| {
        Diagnostic::error("unknown-field", span(&sources, 0, &format!("key-{}:", n * 1000)), "no such field")
    };
    let mut findings: Vec<Diagnostic> = (0..100).map(finding).collect();
    findings.push(Diagnostic::error("invalid-yaml", Span { file: FileId(1), start: 1_000_000, end: 1_000_001 }, "no"));
    let start = std::time::Instant::now();
    let text = render(&findings, &sources, false);
    assert!(start.elapsed().as_secs() < 5, "{:?}", start.elapsed());
    assert!(text.contains("materials/a.yaml:99001:1") && text.len() < 100_000, "{}", text.len());
    assert!(text.contains("materials/b.yaml"));
}
