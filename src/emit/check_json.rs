//! Findings as JSON: the shape `groundup/check/1`.

use serde::Serialize;

use super::check_since::SinceJson;
use super::count;
use crate::diagnostic::{self, Diagnostic};
use crate::text::{Sources, Span};

/// The name and version of the shape.
const SCHEMA: &str = "groundup/check/1";

/// All findings of a check.
#[derive(Debug, Serialize)]
pub struct CheckJson<'a> {
    /// The name and version of the shape.
    pub schema: &'static str,
    /// The findings, by file and place.
    pub diagnostics: Vec<Finding<'a>>,
    /// How many there are, and in how much.
    pub summary: Summary,
    /// What was compared, if only what a change brings is told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since: Option<SinceJson<'a>>,
}

/// One finding.
#[derive(Debug, Serialize)]
pub struct Finding<'a> {
    /// The rule's name.
    pub rule: &'static str,
    /// `error` or `warning`.
    pub severity: &'static str,
    /// What is wrong.
    pub message: &'a str,
    /// Where.
    #[serde(flatten)]
    pub place: Place<'a>,
    /// Other places that matter.
    pub labels: Vec<Label<'a>>,
    /// How to mend it; null if there is nothing to say.
    pub help: Option<&'a str>,
    /// Whether `check --fix` can mend it.
    pub fixable: bool,
}

/// A second place that explains the first.
#[derive(Debug, Serialize)]
pub struct Label<'a> {
    /// Where.
    #[serde(flatten)]
    pub place: Place<'a>,
    /// What is to be seen there.
    pub message: &'a str,
}

/// A range of a file.
#[derive(Debug, Serialize)]
pub struct Place<'a> {
    /// From the repository's root, with `/`.
    pub file: &'a str,
    /// The first character.
    pub start: Position,
    /// Behind the last character.
    pub end: Position,
}

/// A place for people.
#[derive(Debug, Serialize)]
pub struct Position {
    /// From 1.
    pub line: u32,
    /// From 1, in characters.
    pub column: u32,
}

/// How many findings there are, and in how much.
#[derive(Debug, Serialize)]
pub struct Summary {
    /// Findings that make the exit code 1.
    pub errors: usize,
    /// Findings that do not.
    pub warnings: usize,
    /// Documents, the broken ones included.
    pub documents: usize,
    /// YAML files that were read.
    pub files: usize,
}

/// The report of these findings.
pub fn check_json<'a>(diagnostics: &'a [Diagnostic], sources: &'a Sources, documents: usize) -> CheckJson<'a> {
    let (errors, warnings) = count(diagnostics);
    CheckJson {
        schema: SCHEMA,
        diagnostics: diagnostics.iter().map(|diagnostic| finding(diagnostic, sources)).collect(),
        summary: Summary { errors, warnings, documents, files: sources.document_file_count() },
        since: None,
    }
}

fn finding<'a>(diagnostic: &'a Diagnostic, sources: &'a Sources) -> Finding<'a> {
    let label = |label: &'a diagnostic::Label| Label { place: place(label.span, sources), message: &label.message };
    Finding {
        rule: diagnostic.rule,
        severity: diagnostic.severity.as_str(),
        message: &diagnostic.message,
        place: place(diagnostic.span, sources),
        labels: diagnostic.labels.iter().map(label).collect(),
        help: diagnostic.help.as_deref(),
        fixable: diagnostic.fixable,
    }
}

fn place(span: Span, sources: &Sources) -> Place<'_> {
    let source = sources.get(span.file);
    let position = |offset| {
        let position = source.position(offset);
        Position { line: position.line, column: position.column }
    };
    Place { file: source.path.as_str(), start: position(span.start), end: position(span.end) }
}

#[cfg(test)]
mod tests {
    use super::check_json;
    use crate::diagnostic::Diagnostic;
    use crate::text::{FileId, RepoPath, Source, Sources, Span};

    #[test]
    fn the_shape_is_that_of_the_design() {
        let text = "kind: material\ntitle: Rohr °ß\nunit: kgg\n";
        let sources = Sources::new(vec![Source::new(RepoPath::new("materials/x.yaml"), text.to_owned())]);
        let span = |word: &str| {
            let start = text.find(word).unwrap_or_default();
            Span { file: FileId(0), start: start as u32, end: (start + word.len()) as u32 }
        };
        let finding = Diagnostic::error("invalid-quantity", span("ß"), "no unit")
            .with_label(span("kgg"), "here")
            .with_help("write `kg`");
        let json = serde_json::to_value(check_json(&[finding], &sources, 1)).expect("JSON");
        let expected = serde_json::json!({
            "schema": "groundup/check/1",
            "diagnostics": [{
                "rule": "invalid-quantity", "severity": "error", "message": "no unit", "file": "materials/x.yaml",
                "start": {"line": 2, "column": 14}, "end": {"line": 2, "column": 15},
                "labels": [{
                    "file": "materials/x.yaml", "start": {"line": 3, "column": 7}, "end": {"line": 3, "column": 10}, "message": "here",
                }],
                "help": "write `kg`", "fixable": false,
            }],
            "summary": {"errors": 1, "warnings": 0, "documents": 1, "files": 1},
        });
        assert_eq!(json, expected);
    }
}
