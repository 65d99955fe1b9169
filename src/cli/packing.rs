//! Packets of a repository: what the linter says of the documents that one rests on, and the zip, or why there is none.

use std::collections::{BTreeMap, BTreeSet};

use super::pipeline;
use super::session::Session;
use super::{Console, Failure};
use crate::bundle::Templates;
use crate::bundle::packet::{
    LintSummary, PacketError, PacketRequest, Paper, Terms, archive_packet, inputs_sha256, packet, sha256_hex,
};
use crate::catalog::ItemOwner;
use crate::diagnostic::rule_names::DUPLICATE_ID;
use crate::diagnostic::{Diagnostic, Severity};
use crate::emit;
use crate::graph::RecipeSource;
use crate::local::{LocalReport, Shop};
use crate::text::FileId;

/// The most errors that are told one by one.
const MOST_FAULTS: usize = 12;

/// What all packets of a repository have in common.
pub(super) struct Packing<'s> {
    session: &'s Session,
    templates: Templates,
    /// SHA-256 of all that the repository gives to packets.
    pub(super) inputs: String,
    findings: BTreeMap<FileId, Vec<&'s Diagnostic>>,
    is_forced: bool,
    paper: Paper,
}

impl<'s> Packing<'s> {
    /// Of a repository; `is_forced` makes those too that nothing should be built from. Says which templates cannot be used.
    pub(super) fn of(session: &'s Session, is_forced: bool, paper: Paper, console: &mut Console) -> Self {
        let checked = &session.checked;
        let mut findings: BTreeMap<FileId, Vec<&Diagnostic>> = BTreeMap::new();
        for diagnostic in &checked.diagnostics {
            findings.entry(diagnostic.span.file).or_default().push(diagnostic);
        }
        let inputs = inputs_sha256(&session.world, &checked.sources, &checked.catalog);
        Self {
            session,
            templates: pipeline::templates(session, console),
            // The same packet for other paper is another packet.
            inputs: if paper == Paper::A4 {
                inputs
            } else {
                sha256_hex(format!("{inputs} {}", paper.as_str()).as_bytes())
            },
            findings,
            is_forced,
            paper,
        }
    }

    /// Whether those too are made that nothing should be built from.
    pub(super) fn is_forced(&self) -> bool {
        self.is_forced
    }

    /// A packet as a zip, or why there is none, in lines for people.
    ///
    /// # Errors
    /// The plan has errors, cannot be made there, or a file of it cannot be used.
    pub(super) fn zip(&self, shop: &Shop<'_>, report: &LocalReport) -> Result<Vec<u8>, Vec<String>> {
        let document = |value: Result<Vec<u8>, Failure>| value.map_err(|error| vec![error.to_string()]);
        let Session { world, checked } = self.session;
        let (lint, faults) = self.lint(report);
        let request = PacketRequest {
            world,
            sources: &checked.sources,
            shop,
            report,
            templates: &self.templates,
            resolution_json: document(pipeline::json(&emit::resolution_json(&checked.graph, &report.resolution)))?,
            local_json: document(pipeline::json(&emit::local_json(&checked.catalog, &checked.graph, report)))?,
            terms: Terms {
                lint,
                faults,
                is_forced: self.is_forced,
                inputs: Some(self.inputs.clone()),
                paper: self.paper,
            },
        };
        let bundle = packet(&request).map_err(|error| match error {
            PacketError::Refused { reasons } => reasons,
            other => vec![other.to_string()],
        })?;
        archive_packet(&bundle, world).map_err(|error| vec![error.to_string()])
    }

    /// Whether there are errors in the documents that a report rests on.
    pub(super) fn has_errors(&self, report: &LocalReport) -> bool {
        self.lint(report).0.errors > 0
    }

    /// What the linter says of the documents that a report rests on, and the errors in words.
    fn lint(&self, report: &LocalReport) -> (LintSummary, Vec<String>) {
        let sources = &self.session.checked.sources;
        let mut lint = LintSummary::default();
        let mut faults = Vec::new();
        let files = self.files(report);
        // Of two of one id, the other one may be meant: that is told where it stands, and bears on both.
        let is_doubled = |diagnostic: &&&Diagnostic| {
            diagnostic.rule == DUPLICATE_ID
                && !files.contains(&diagnostic.span.file)
                && diagnostic.labels.iter().any(|label| files.contains(&label.span.file))
        };
        let doubled = self.findings.values().flatten().filter(is_doubled);
        for diagnostic in files.iter().filter_map(|file| self.findings.get(file)).flatten().chain(doubled) {
            *lint.rules.entry(diagnostic.rule.to_owned()).or_default() += 1;
            match diagnostic.severity {
                Severity::Error => {
                    lint.errors += 1;
                    let source = sources.get(diagnostic.span.file);
                    let line = source.position(diagnostic.span.start).line;
                    faults.push(format!(
                        "{}:{line}: {} ({})",
                        source.path.as_str(),
                        diagnostic.message,
                        diagnostic.rule
                    ));
                }
                Severity::Warning => lint.warnings += 1,
            }
        }
        if faults.len() > MOST_FAULTS {
            let more = faults.len() - MOST_FAULTS;
            faults.truncate(MOST_FAULTS);
            faults.push(format!("and {more} more errors; `groundup check` tells them"));
        }
        (lint, faults)
    }

    /// The files that a report rests on: the manifest, those of its facility, its items, its recipes and what they are able to
    /// do, and what belongs to their plans.
    fn files(&self, report: &LocalReport) -> BTreeSet<FileId> {
        let checked = &self.session.checked;
        let (catalog, graph) = (&checked.catalog, &checked.graph);
        let mut files: BTreeSet<FileId> = BTreeSet::from([catalog.facilities[report.facility].span.file]);
        files.extend(catalog.repository.as_ref().map(|repository| repository.span.file));
        for need in &report.resolution.needs {
            files.extend(match graph.item(need.item).owner {
                ItemOwner::Material(index) => Some(catalog.materials[index].span.file),
                ItemOwner::Plan(plan) | ItemOwner::Part { plan, .. } => Some(catalog.plans[plan].span.file),
                ItemOwner::Hole(_) => None,
            });
            files.extend(need.obtain.recipe().map(|recipe| match graph.recipe(recipe).source {
                RecipeSource::Process(index) => catalog.processes[index].span.file,
                RecipeSource::Plan(plan) | RecipeSource::Part { plan, .. } => catalog.plans[plan].span.file,
            }));
        }
        for (recipe, _) in report.resolution.recipe_runs() {
            let operations = &graph.recipe(recipe).operations;
            let capabilities = operations.iter().filter_map(|operation| operation.capability);
            files.extend(capabilities.map(|capability| catalog.capabilities[capability].span.file));
        }
        // Build instructions have findings of their own, and lie in the folder of their plan.
        let folders: BTreeSet<&str> = files
            .iter()
            .map(|file| checked.sources.get(*file).path.folder())
            .filter(|folder| folder.starts_with("plans/"))
            .collect();
        let is_beside = |file: &&FileId| folders.contains(checked.sources.get(**file).path.folder());
        let beside: Vec<FileId> = self.findings.keys().filter(is_beside).copied().collect();
        files.extend(beside);
        files
    }
}
