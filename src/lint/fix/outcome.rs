//! What became of fixes: those whose own words are wrong afterwards did not say what was meant.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::edits::Batch;
use super::{Reason, TakenBack};
use crate::diagnostic::rule_names::DANGLING_REFERENCE;
use crate::diagnostic::{Diagnostic, Severity};
use crate::lint::Checked;
use crate::lint::registry::rule;
use crate::lint::rule::Check;
use crate::text::{RepoPath, Span};

/// The fixes of `batch` that leave an error at their own words which was not there before, or the one they should mend.
pub(super) fn failures(before: &Checked, after: &Checked, batch: &Batch<'_>) -> Vec<TakenBack> {
    let said = |diagnostic: &Diagnostic| (diagnostic.rule, diagnostic.message.clone());
    let mended: HashSet<(&str, String)> = batch.fixes.iter().map(|chosen| said(chosen.diagnostic)).collect();
    let old: HashSet<(&str, String)> =
        before.diagnostics.iter().map(said).filter(|said| !mended.contains(said)).collect();
    let put_in: HashMap<&RepoPath, &[(Range<usize>, usize)]> =
        batch.files.iter().map(|file| (&file.path, file.put_in.as_slice())).collect();
    let at = |span: Span| {
        let source = after.sources.get(span.file);
        let (start, end) = (span.start as usize, span.end as usize);
        let here = put_in.get(&source.path).copied().unwrap_or_default();
        here.iter().filter(move |(range, _)| range.start < end && start < range.end).map(|(_, index)| *index)
    };
    let mut failed: HashSet<usize> = HashSet::new();
    for diagnostic in &after.diagnostics {
        if diagnostic.severity != Severity::Error || old.contains(&said(diagnostic)) {
            continue;
        }
        // Words that were there before, and now stand where they are read, may name what does not exist.
        let stays = |index: &usize| {
            let edits = &batch.fixes[*index].fix.edits;
            edits.iter().all(|edit| !edit.found.is_empty() && edit.replacement.contains(&edit.found))
        };
        failed.extend(at(diagnostic.span).filter(|index| diagnostic.rule != DANGLING_REFERENCE || !stays(index)));
        // A second definition, or a unit that does not fit, may be told elsewhere, and point here.
        if rule(diagnostic.rule).is_some_and(|rule| matches!(rule.check, Check::Earlier(_))) {
            failed.extend(diagnostic.labels.iter().flat_map(|label| at(label.span)));
        }
    }
    let mut failed: Vec<usize> = failed.into_iter().collect();
    failed.sort_unstable();
    let taken_back = |index: usize| {
        let diagnostic = batch.fixes[index].diagnostic;
        TakenBack::new(diagnostic, &before.sources, Reason::MendsNothing)
    };
    failed.into_iter().map(taken_back).collect()
}
