//! What would mend a finding, as SARIF's `fixes`: the artifacts that change, and in each the regions that are replaced.

use serde::Serialize;

use super::check_sarif::{ArtifactLocation, Message, Region, artifact, plain, region};
use crate::diagnostic::{Diagnostic, Edit};
use crate::text::{FileId, Sources};

/// One way to mend a finding.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SarifFix {
    description: Message,
    artifact_changes: Vec<ArtifactChange>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct ArtifactChange {
    artifact_location: ArtifactLocation,
    replacements: Vec<Replacement>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Replacement {
    deleted_region: Region,
    inserted_content: Message,
}

/// The fix of a finding, if one is known. What is not certain is offered too: a reader of SARIF asks before it changes anything.
pub(super) fn fixes(diagnostic: &Diagnostic, sources: &Sources, prefix: &str) -> Vec<SarifFix> {
    let Some(fix) = &diagnostic.fix else { return Vec::new() };
    let mut files: Vec<FileId> = fix.edits.iter().map(|edit| edit.span.file).collect();
    files.sort();
    files.dedup();
    let change = |file: FileId| {
        let edits = fix.edits.iter().filter(|edit| edit.span.file == file);
        let replacement = |edit: &Edit| Replacement {
            deleted_region: region(edit.span, sources),
            inserted_content: plain(edit.replacement.clone()),
        };
        ArtifactChange {
            artifact_location: artifact(file, sources, prefix),
            replacements: edits.map(replacement).collect(),
        }
    };
    let said = diagnostic.help.clone().unwrap_or_else(|| diagnostic.message.clone());
    vec![SarifFix { description: plain(said), artifact_changes: files.into_iter().map(change).collect() }]
}
