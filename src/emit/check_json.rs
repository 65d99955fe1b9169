//! Findings as JSON: the shape `groundup/check/1`.

use serde::Serialize;

use super::check_since::SinceJson;
use super::{PlanDocumentation, count};
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
    /// How well each plan is documented.
    pub documentation: Vec<PlanDocumentation<'a>>,
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
    /// What would mend it, if that is known; a fix that is not `safe` is only offered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fix: Option<Fix<'a>>,
}

/// Edits that together mend a finding.
#[derive(Debug, Serialize)]
pub struct Fix<'a> {
    /// Whether that is certain, so that `check --fix` makes it.
    pub safe: bool,
    /// What changes.
    pub edits: Vec<Edit<'a>>,
}

/// One change of a file's text.
#[derive(Debug, Serialize)]
pub struct Edit<'a> {
    /// What goes; empty where something is put in between.
    #[serde(flatten)]
    pub place: Place<'a>,
    /// What stands there afterwards.
    pub replacement: &'a str,
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
    /// Findings that `check --fix` mended; absent where that was not asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fixed: Option<usize>,
}

/// The report of these findings, which are left where `fixed` others were mended; what is known of documentation is for the
/// caller to add.
pub fn check_json<'a>(
    diagnostics: &'a [Diagnostic],
    sources: &'a Sources,
    documents: usize,
    fixed: Option<usize>,
) -> CheckJson<'a> {
    let (errors, warnings) = count(diagnostics);
    CheckJson {
        schema: SCHEMA,
        diagnostics: diagnostics.iter().map(|diagnostic| finding(diagnostic, sources)).collect(),
        summary: Summary { errors, warnings, documents, files: sources.document_file_count(), fixed },
        documentation: Vec::new(),
        since: None,
    }
}

fn finding<'a>(diagnostic: &'a Diagnostic, sources: &'a Sources) -> Finding<'a> {
    let label = |label: &'a diagnostic::Label| Label { place: place(label.span, sources), message: &label.message };
    let edit = |edit: &'a diagnostic::Edit| Edit { place: place(edit.span, sources), replacement: &edit.replacement };
    Finding {
        rule: diagnostic.rule,
        severity: diagnostic.severity.as_str(),
        message: &diagnostic.message,
        place: place(diagnostic.span, sources),
        labels: diagnostic.labels.iter().map(label).collect(),
        help: diagnostic.help.as_deref(),
        fixable: diagnostic.is_fixable(),
        fix: diagnostic
            .fix
            .as_ref()
            .map(|fix| Fix { safe: fix.is_safe(), edits: fix.edits.iter().map(edit).collect() }),
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
    use crate::diagnostic::{Diagnostic, Fix};
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
        let json = serde_json::to_value(check_json(&[finding], &sources, 1, None)).expect("JSON");
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
            "documentation": [],
        });
        assert_eq!(json, expected);
    }

    #[test]
    fn a_fix_says_what_changes() {
        let text = "unit: Kg\n";
        let sources = Sources::new(vec![Source::new(RepoPath::new("materials/x.yaml"), text.to_owned())]);
        let span = Span { file: FileId(0), start: 6, end: 8 };
        let certain =
            Diagnostic::error("invalid-quantity", span, "no unit").with_fix(Fix::of_words(span, "Kg", "kg", true));
        let offered = certain.clone().with_fix(Fix::of_words(span, "Kg", "g", false));
        let json = serde_json::to_value(check_json(&[certain, offered], &sources, 1, Some(2))).expect("JSON");
        let place = serde_json::json!({
            "file": "materials/x.yaml", "start": {"line": 1, "column": 7}, "end": {"line": 1, "column": 9}, "replacement": "kg",
        });
        assert_eq!(json["diagnostics"][0]["fixable"], true);
        assert_eq!(json["diagnostics"][0]["fix"], serde_json::json!({"safe": true, "edits": [place]}));
        assert_eq!(json["diagnostics"][1]["fixable"], false);
        assert_eq!(json["summary"]["fixed"], 2);
    }
}
