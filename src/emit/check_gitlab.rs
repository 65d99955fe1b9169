//! Findings as a Code Quality report of GitLab (`docs.gitlab.com`, "Code Quality report format"), which it shows in a merge
//! request beside the lines that are changed.

use std::collections::BTreeMap;

use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::diagnostic::{Diagnostic, Severity};
use crate::text::Sources;

/// One finding.
#[derive(Debug, Serialize)]
pub struct GitlabFinding {
    description: String,
    check_name: &'static str,
    fingerprint: String,
    severity: &'static str,
    location: Location,
}

#[derive(Debug, Serialize)]
struct Location {
    path: String,
    lines: Lines,
}

#[derive(Debug, Serialize)]
struct Lines {
    begin: u32,
    end: u32,
}

/// The report of these findings. `prefix` is the repository's folder, from the root of the project.
///
/// A fingerprint tells a finding from every other, and finds it again when lines above it come or go: it is made of the rule,
/// the file, the message, and how many findings like it stand before.
pub fn check_gitlab(diagnostics: &[Diagnostic], sources: &Sources, prefix: &str) -> Vec<GitlabFinding> {
    let mut seen: BTreeMap<(&str, &str, &str), usize> = BTreeMap::new();
    let finding = |diagnostic| {
        let Diagnostic { rule, severity, message, span, help, .. }: &Diagnostic = diagnostic;
        let source = sources.get(span.file);
        let path = super::prefixed(prefix, source.path.as_str());
        let before = seen.entry((rule, source.path.as_str(), message)).or_default();
        let identity = [rule, path.as_str(), message, &before.to_string()].join("\0");
        *before += 1;
        let help = help.as_ref().map_or_else(String::new, |help| format!("; help: {help}"));
        GitlabFinding {
            description: format!("{message}{help}"),
            check_name: rule,
            fingerprint: hexadecimal(&Sha256::digest(identity.as_bytes())[..16]),
            severity: match severity {
                Severity::Error => "major",
                Severity::Warning => "minor",
            },
            location: Location {
                path,
                lines: Lines { begin: source.position(span.start).line, end: source.position(span.end).line },
            },
        }
    };
    diagnostics.iter().map(finding).collect()
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::check_gitlab;
    use crate::diagnostic::Diagnostic;
    use crate::text::{FileId, RepoPath, Source, Sources, Span};

    fn report(text: &str) -> Vec<serde_json::Value> {
        let sources = Sources::new(vec![Source::new(RepoPath::new("materials/a.yaml"), text.to_owned())]);
        let findings: Vec<Diagnostic> = text
            .match_indices('x')
            .map(|(at, _)| Span { file: FileId(0), start: at as u32, end: at as u32 + 1 })
            .map(|span| Diagnostic::error("dead-end-item", span, "no end").with_help("end it"))
            .collect();
        let report = serde_json::to_value(check_gitlab(&findings, &sources, "plans")).expect("JSON");
        report.as_array().expect("a list").clone()
    }

    #[test]
    fn a_finding_is_known_again_when_lines_move_and_is_like_no_other() {
        let (before, after) = (report("a: x\nb: x\n"), report("# new\n\na: x\nb: x\n"));
        let prints = |report: &[serde_json::Value]| -> Vec<String> {
            report.iter().map(|finding| finding["fingerprint"].as_str().expect("text").to_owned()).collect()
        };
        assert_eq!(prints(&before), prints(&after));
        assert_eq!(prints(&before).into_iter().collect::<BTreeSet<_>>().len(), 2);
        let mut first = after[0].clone();
        first["fingerprint"] = "…".into();
        let expected = serde_json::json!({
            "description": "no end; help: end it", "check_name": "dead-end-item", "fingerprint": "…", "severity": "major",
            "location": {"path": "plans/materials/a.yaml", "lines": {"begin": 3, "end": 3}},
        });
        assert_eq!(first, expected);
    }
}
