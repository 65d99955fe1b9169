//! Files that cannot be read as they stand: which of their fixes `--fix` can make.
//!
//! A fix of syntax that leaves an error at its own words is taken back later; that is seen here already, so that what waits for the file to
//! be readable is not promised.

use std::collections::BTreeSet;

use super::edits::{apart, rewritten};
use crate::diagnostic::rule_names::INVALID_YAML;
use crate::diagnostic::{Applicability, Diagnostic, Edit, Severity};
use crate::schema;
use crate::syntax;
use crate::text::{FileId, Sources};

/// Doubts the fixes of syntax whose own words would be wrong where they then stand: text in quotes where a list is due.
pub(super) fn doubt_syntax(diagnostics: &mut [Diagnostic], sources: &Sources) {
    let is_of_syntax = |diagnostic: &Diagnostic| diagnostic.rule == INVALID_YAML && diagnostic.is_fixable();
    let files: BTreeSet<FileId> =
        diagnostics.iter().filter(|found| is_of_syntax(found)).map(|found| found.span.file).collect();
    let mut failed: BTreeSet<usize> = BTreeSet::new();
    for file in files {
        let mut edits: Vec<(&Edit, usize)> = Vec::new();
        for (index, diagnostic) in diagnostics.iter().enumerate().filter(|(_, found)| is_of_syntax(found)) {
            let own = diagnostic.fix.iter().flat_map(|fix| &fix.edits).filter(|edit| edit.span.file == file);
            for edit in own {
                if edits.iter().all(|(other, _)| apart(other, edit)) {
                    edits.push((edit, index));
                }
            }
        }
        let (text, put_in) = rewritten(&sources.get(file).text, edits);
        let parsed = syntax::parse(file, &text);
        let mut faults = parsed.diagnostics;
        for document in &parsed.documents {
            if let Ok(kind) = schema::kind_of(document) {
                schema::validate(kind, &document.root, &text, &mut faults);
            }
        }
        for fault in faults.iter().filter(|fault| fault.severity == Severity::Error) {
            let (start, end) = (fault.span.start as usize, fault.span.end as usize);
            let touched = put_in.iter().filter(|(range, _)| range.start < end && start < range.end);
            failed.extend(touched.map(|(_, index)| *index));
        }
    }
    for index in failed {
        if let Some(fix) = diagnostics.get_mut(index).and_then(|diagnostic| diagnostic.fix.as_mut()) {
            fix.applicability = Applicability::Doubted;
        }
    }
}

/// Lets the fixes in files that only a hand can make readable wait for that: nothing else of such a file is changed.
pub(super) fn wait_for_syntax(diagnostics: &mut [Diagnostic]) {
    let is_broken = |diagnostic: &&Diagnostic| diagnostic.rule == INVALID_YAML && !diagnostic.is_fixable();
    let broken: BTreeSet<FileId> =
        diagnostics.iter().filter(is_broken).map(|diagnostic| diagnostic.span.file).collect();
    if broken.is_empty() {
        return;
    }
    for diagnostic in diagnostics.iter_mut().filter(|diagnostic| diagnostic.rule != INVALID_YAML) {
        if let Some(fix) = &mut diagnostic.fix
            && fix.is_safe()
            && fix.edits.iter().any(|edit| broken.contains(&edit.span.file))
        {
            fix.applicability = Applicability::Waiting;
        }
    }
}
