//! Which of two spellings is the slip: what defines an id has the say, unless all who name it agree on another one.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::rule_names::DANGLING_REFERENCE;
use crate::diagnostic::{Applicability, Diagnostic, Edit};
use crate::lint::rules::broken_build_link;
use crate::text::Sources;

/// Only offers, and does not make, fixes of references where several places name a thing alike, and none names it as it is
/// defined: then it may well be the definition that has the slip.
pub(super) fn doubt_definitions(diagnostics: &mut [Diagnostic], sources: &Sources) {
    let mut places: BTreeMap<(String, String), usize> = BTreeMap::new();
    for diagnostic in diagnostics.iter().filter(|diagnostic| is_of_reference(diagnostic)) {
        for edit in diagnostic.fix.iter().flat_map(|fix| &fix.edits) {
            *places.entry(renamed(edit)).or_default() += 1;
        }
    }
    places.retain(|(found, meant), count| *count > 1 && found != meant);
    if places.is_empty() {
        return;
    }
    let defined: BTreeSet<&str> = places.keys().map(|(_, meant)| meant.as_str()).collect();
    let mut named: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, source) in sources.iter() {
        let is_separator = |c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '/' | '_'));
        for word in source.text.split(is_separator) {
            if let Some(word) = defined.get(word) {
                *named.entry(word).or_default() += 1;
            }
        }
    }
    let doubtful: BTreeSet<&(String, String)> =
        places.keys().filter(|(_, meant)| named.get(meant.as_str()).copied().unwrap_or(0) < 2).collect();
    for diagnostic in diagnostics.iter_mut().filter(|diagnostic| is_of_reference(diagnostic)) {
        if let Some(fix) = &mut diagnostic.fix
            && fix.is_safe()
            && fix.edits.iter().any(|edit| doubtful.contains(&renamed(edit)))
        {
            fix.applicability = Applicability::Doubted;
        }
    }
}

fn is_of_reference(diagnostic: &Diagnostic) -> bool {
    [DANGLING_REFERENCE, broken_build_link::RULE.name].contains(&diagnostic.rule)
}

/// The id that an edit takes away, and the one that it writes; of a link, without scheme and quantity.
fn renamed(edit: &Edit) -> (String, String) {
    let id = |text: &str| {
        let id = text.split_once(':').map_or(text, |(_, rest)| rest);
        id.split('?').next().unwrap_or(id).to_owned()
    };
    (id(&edit.found), id(&edit.replacement))
}
