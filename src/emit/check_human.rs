//! Findings for people at a terminal, as a compiler shows them: the line, the very word, and how to mend it.

use std::ops::Range;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet, normalize_untrusted_str};
use rayon::prelude::*;

use super::{Style, count};
use crate::diagnostic::{Diagnostic, Severity};
use crate::text::{FileId, Source, Sources, Span};

/// Places of one file that are at most so many lines apart are shown in one piece.
const JOINED_LINES: u32 = 6;

/// The longest line that is shown, in bytes; of a longer one, only the finding's message and place are.
const MAX_LINE_BYTES: usize = 4096;

/// Renders findings one after the other, each followed by an empty line.
pub fn check_text(diagnostics: &[Diagnostic], sources: &Sources, style: Style) -> String {
    let renderer = match style {
        Style::Plain => Renderer::plain(),
        Style::Coloured => Renderer::styled(),
    }
    .decor_style(DecorStyle::Ascii);
    // There may be very many, and each is laid out for itself.
    let render = |diagnostic: &Diagnostic| renderer.render(&[group(diagnostic, sources)]) + "\n\n";
    diagnostics.par_iter().map(render).collect::<Vec<String>>().concat()
}

/// The last line: `3 errors, 1 warning in 20 files (31 documents)`.
pub fn check_summary(diagnostics: &[Diagnostic], sources: &Sources, documents: usize) -> String {
    let files = plural(sources.document_file_count(), "file");
    format!("{} in {files} ({})", problems(diagnostics), plural(documents, "document"))
}

/// What may follow it: `; --fix can mend 2`, if anything.
pub fn fixable_summary(diagnostics: &[Diagnostic]) -> String {
    let fixable = diagnostics.iter().filter(|diagnostic| diagnostic.is_fixable()).count();
    if fixable == 0 { String::new() } else { format!("; --fix can mend {fixable}") }
}

/// The last line when `fixed` findings were mended in `files`: `mended 5 in 3 files; 2 left (1 error, 1 warning)`.
pub fn mended_summary(fixed: usize, files: usize, left: &[Diagnostic]) -> String {
    let mended =
        if fixed == 0 { "mended nothing".to_owned() } else { format!("mended {fixed} in {}", plural(files, "file")) };
    match left.len() {
        0 => format!("{mended}; nothing left"),
        number => format!("{mended}; {number} left ({})", problems(left)),
    }
}

fn problems(diagnostics: &[Diagnostic]) -> String {
    let (errors, warnings) = count(diagnostics);
    let found: Vec<String> = [(errors, "error"), (warnings, "warning")]
        .into_iter()
        .filter(|(number, _)| *number > 0)
        .map(|(number, noun)| plural(number, noun))
        .collect();
    if found.is_empty() { "no problems".to_owned() } else { found.join(", ") }
}

fn plural(number: usize, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}

fn group<'a>(diagnostic: &'a Diagnostic, sources: &'a Sources) -> Group<'a> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let pieces = pieces(diagnostic, sources);
    let snippets = pieces.iter().map(|piece| snippet(piece, sources.get(piece.file)));
    let group = level.primary_title(&*diagnostic.message).id(diagnostic.rule).elements(snippets);
    match &diagnostic.help {
        Some(help) => group.element(Level::HELP.message(normalize_untrusted_str(help))),
        None => group,
    }
}

/// A place that is shown: the finding's own (without words), or a label's.
struct Mark<'a> {
    line: u32,
    span: Span,
    words: Option<&'a str>,
}

/// Neighbouring lines of one file, with the marks in them.
struct Piece<'a> {
    file: FileId,
    lines: Range<u32>,
    marks: Vec<Mark<'a>>,
}

/// The pieces of text that a finding shows, that of its own place first.
fn pieces<'a>(diagnostic: &'a Diagnostic, sources: &Sources) -> Vec<Piece<'a>> {
    let mark = |span: Span, words: Option<&'a str>| {
        let line = sources.get(span.file).position(span.start).line;
        Mark { line, span, words }
    };
    let mut pieces: Vec<Piece<'a>> = Vec::new();
    let labels = diagnostic.labels.iter().map(|label| mark(label.span, Some(&label.message)));
    for mark in std::iter::once(mark(diagnostic.span, None)).chain(labels) {
        let is_near = |piece: &&mut Piece<'_>| {
            piece.file == mark.span.file
                && mark.line < piece.lines.end + JOINED_LINES
                && piece.lines.start <= mark.line + JOINED_LINES
        };
        match pieces.iter_mut().find(is_near) {
            Some(piece) => {
                piece.lines = piece.lines.start.min(mark.line)..piece.lines.end.max(mark.line + 1);
                piece.marks.push(mark);
            }
            None => pieces.push(Piece { file: mark.span.file, lines: mark.line..mark.line + 1, marks: vec![mark] }),
        }
    }
    pieces
}

fn snippet<'a>(piece: &Piece<'a>, source: &'a Source) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
    let index = source.lines();
    let start = index.line_range(&source.text, piece.lines.start).start;
    let end = index.line_range(&source.text, piece.lines.end - 1).end;
    let shown = source.text.get(start..end).unwrap_or("");
    let is_too_long = piece.lines.clone().any(|line| index.line_range(&source.text, line).len() > MAX_LINE_BYTES);
    let snippet = |text| Snippet::source(text).line_start(piece.lines.start as usize).path(source.path.as_str());
    if is_too_long {
        return snippet("");
    }
    snippet(shown).annotations(piece.marks.iter().map(|mark| {
        // Of a place that spans lines, the first tells enough.
        let line = index.line_range(&source.text, mark.line);
        let from = (mark.span.start as usize).clamp(start, end);
        let to = (mark.span.end as usize).clamp(from, line.end.max(from));
        let kind = if mark.words.is_none() { AnnotationKind::Primary } else { AnnotationKind::Context };
        kind.span(from - start..to - start).label(mark.words.map(normalize_untrusted_str))
    }))
}

#[cfg(test)]
mod tests {
    use super::{check_summary, check_text, fixable_summary, mended_summary};
    use crate::diagnostic::Diagnostic;
    use crate::emit::Style;
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
        let sources = sources(&[
            ("plans/press/plan.yaml", plan),
            ("materials/tube.yaml", material),
            ("materials/empty.yaml", ""),
        ]);
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
        insta::assert_snapshot!(check_text(&findings, &sources, Style::Plain));
        assert_eq!(check_summary(&findings, &sources, 31), "4 errors in 3 files (31 documents)");
        assert_eq!(check_summary(&[], &sources, 1), "no problems in 3 files (1 document)");
        assert_eq!(
            (fixable_summary(&findings).as_str(), mended_summary(0, 0, &[]).as_str()),
            ("", "mended nothing; nothing left")
        );
        assert_eq!(mended_summary(5, 3, &findings), "mended 5 in 3 files; 4 left (4 errors)");
        assert!(check_text(&findings, &sources, Style::Coloured).contains("\u{1b}["));
    }

    #[test]
    fn of_a_large_file_only_the_lines_are_shown() {
        let text: String = (0..100_000).map(|n| format!("key-{n}: value\n")).collect();
        let long_line = "x".repeat(2_000_000);
        let sources = sources(&[("materials/a.yaml", &text), ("materials/b.yaml", &long_line)]);
        let finding = |n: usize| {
            Diagnostic::error("unknown-field", span(&sources, 0, &format!("key-{}:", n * 1000)), "no such field")
        };
        let mut findings: Vec<Diagnostic> = (0..100).map(finding).collect();
        findings.push(Diagnostic::error(
            "invalid-yaml",
            Span { file: FileId(1), start: 1_000_000, end: 1_000_001 },
            "no",
        ));
        let text = check_text(&findings, &sources, Style::Plain);
        assert!(text.contains("materials/a.yaml:99001:1") && text.len() < 100_000, "{}", text.len());
        assert!(text.contains("materials/b.yaml"));
    }
}
