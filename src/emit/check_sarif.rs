//! Findings as SARIF 2.1.0 (OASIS, 2020), which code scanning reads. Columns count characters.

use serde::Serialize;

use super::check_sarif_fix::{SarifFix, fixes};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lint::registry::RULES;
use crate::text::{FileId, Sources, Span};

/// A log of one run.
#[derive(Debug, Serialize)]
pub struct Sarif {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run; 1],
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Run {
    tool: Tool,
    column_kind: &'static str,
    results: Vec<Finding>,
}

#[derive(Debug, Serialize)]
struct Tool {
    driver: Driver,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver {
    name: &'static str,
    semantic_version: &'static str,
    rules: Vec<Descriptor>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Descriptor {
    id: &'static str,
    short_description: Message,
    help: Message,
    default_configuration: Configuration,
}

#[derive(Debug, Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Debug, Serialize)]
pub(super) struct Message {
    text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    markdown: Option<String>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Finding {
    rule_id: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule_index: Option<usize>,
    level: &'static str,
    message: Message,
    locations: [Location; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Location>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<SarifFix>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Location {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<usize>,
    physical_location: PhysicalLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Message>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation {
    artifact_location: ArtifactLocation,
    region: Region,
}

#[derive(Debug, Serialize)]
pub(super) struct ArtifactLocation {
    uri: String,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Region {
    start_line: u32,
    start_column: u32,
    end_line: u32,
    end_column: u32,
}

/// The log of these findings. `prefix` is the repository's folder, from the root that the reader knows.
pub fn check_sarif(diagnostics: &[Diagnostic], sources: &Sources, prefix: &str) -> Sarif {
    let rules = RULES.iter().map(|rule| Descriptor {
        id: rule.name,
        short_description: plain(rule.summary()),
        help: Message {
            text: rule.section("Mend").unwrap_or_default().to_owned(),
            markdown: Some(rule.page.to_owned()),
        },
        default_configuration: Configuration { level: level(rule.severity) },
    });
    let finding = |diagnostic: &Diagnostic| {
        let help = diagnostic.help.as_ref().map_or_else(String::new, |help| format!("\nhelp: {help}"));
        let related = diagnostic.labels.iter().enumerate().map(|(id, label)| Location {
            id: Some(id + 1),
            message: Some(plain(label.message.clone())),
            ..location(label.span, sources, prefix)
        });
        Finding {
            rule_id: diagnostic.rule,
            rule_index: RULES.iter().position(|rule| rule.name == diagnostic.rule),
            level: level(diagnostic.severity),
            message: plain(format!("{}{help}", diagnostic.message)),
            locations: [location(diagnostic.span, sources, prefix)],
            related_locations: related.collect(),
            fixes: fixes(diagnostic, sources, prefix),
        }
    };
    let driver = Driver { name: "groundup", semantic_version: env!("CARGO_PKG_VERSION"), rules: rules.collect() };
    Sarif {
        schema: "https://json.schemastore.org/sarif-2.1.0.json",
        version: "2.1.0",
        runs: [Run {
            tool: Tool { driver },
            column_kind: "unicodeCodePoints",
            results: diagnostics.iter().map(finding).collect(),
        }],
    }
}

pub(super) fn plain(text: String) -> Message {
    Message { text, markdown: None }
}

fn level(severity: Severity) -> &'static str {
    severity.as_str()
}

fn location(span: Span, sources: &Sources, prefix: &str) -> Location {
    let artifact_location = artifact(span.file, sources, prefix);
    Location {
        id: None,
        physical_location: PhysicalLocation { artifact_location, region: region(span, sources) },
        message: None,
    }
}

pub(super) fn artifact(file: FileId, sources: &Sources, prefix: &str) -> ArtifactLocation {
    ArtifactLocation { uri: uri(&super::prefixed(prefix, sources.get(file).path.as_str())) }
}

pub(super) fn region(span: Span, sources: &Sources) -> Region {
    let source = sources.get(span.file);
    let (start, end) = (source.position(span.start), source.position(span.end));
    Region { start_line: start.line, start_column: start.column, end_line: end.line, end_column: end.column }
}

/// A path as a relative reference (RFC 3986): what is not allowed there is written by its bytes.
fn uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(byte as char);
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::check_sarif;
    use crate::diagnostic::Diagnostic;
    use crate::lint::registry::RULES;
    use crate::text::{FileId, RepoPath, Source, Sources, Span};

    #[test]
    fn a_finding_names_its_rule_and_its_places() {
        let text = "id: größe\nunit: kgg\n";
        let sources = Sources::new(vec![Source::new(RepoPath::new("materials/ä b.yaml"), text.to_owned())]);
        let span = |word: &str| {
            let start = text.find(word).expect("the word");
            Span { file: FileId(0), start: start as u32, end: (start + word.len()) as u32 }
        };
        let finding = Diagnostic::error("dead-end-item", span("kgg"), "no end")
            .with_label(span("größe"), "of this")
            .with_help("end it");
        let sarif = serde_json::to_value(check_sarif(&[finding], &sources, "plans")).expect("JSON");
        let run = &sarif["runs"][0];
        let result = &run["results"][0];
        assert_eq!(run["tool"]["driver"]["rules"].as_array().map(Vec::len), Some(RULES.len()));
        assert_eq!(
            run["tool"]["driver"]["rules"][result["ruleIndex"].as_u64().expect("a rule") as usize]["id"],
            "dead-end-item"
        );
        let place = &result["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], "plans/materials/%C3%A4%20b.yaml");
        assert_eq!(
            place["region"],
            serde_json::json!({"startLine": 2, "startColumn": 7, "endLine": 2, "endColumn": 10})
        );
        assert_eq!(result["relatedLocations"][0]["physicalLocation"]["region"]["endColumn"], 10);
        assert_eq!(result["message"]["text"], "no end\nhelp: end it");
    }
}
