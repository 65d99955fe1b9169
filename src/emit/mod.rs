//! How findings and reports look: in a terminal, as JSON, as graphs for other tools. Values to text; nothing is printed here.

mod bootstrap;
mod check_github;
mod check_gitlab;
mod check_human;
mod check_json;
mod check_junit;
mod check_sarif;
mod check_sarif_fix;
mod check_since;
mod claim_texts;
mod claim_words;
mod claims_json;
mod claims_markdown;
mod contributions_human;
mod contributions_json;
mod credit_human;
mod difference;
mod difference_json;
mod documentation_human;
mod documentation_json;
mod economics_human;
mod economics_json;
mod evidence_human;
mod evidence_json;
mod figure;
mod local_all;
mod local_evidence_json;
mod local_human;
mod local_json;
mod local_lacks_human;
mod local_matrix;
mod paths_human;
mod paths_json;
mod phrase;
mod purchase;
mod resolution_graph;
mod resolution_json;
mod resolution_table;
mod resolution_tree;
mod rivals_human;
mod rivals_json;
mod rule_index;
mod runaway_json;
mod style;

pub use bootstrap::{BootstrapJson, bootstrap_json, bootstrap_text};
pub use check_github::check_github;
pub use check_gitlab::{GitlabFinding, check_gitlab};
pub use check_human::{check_summary, check_text, fixable_summary, mended_summary};
pub use check_json::{CheckJson, check_json};
pub use check_junit::check_junit;
pub use check_sarif::{Sarif, check_sarif};
pub use check_since::{ComparedWith, Renamed, SinceJson, since_json, since_text};
pub use claim_texts::claim_texts;
pub use claims_json::{ClaimsJson, claims_json};
pub use claims_markdown::claims_markdown;
pub use contributions_human::contributions_text;
pub use contributions_json::{ContributionsJson, contributions_json};
pub use credit_human::from_nothing_text;
pub use difference::{Compared, Presence, difference_markdown, difference_text};
pub use difference_json::{DifferenceJson, difference_json};
pub use documentation_human::documentation_text;
pub use documentation_json::{PlanDocumentation, documentation_json};
pub use economics_human::schedule_text;
pub use evidence_human::{evidence_csv, evidence_text};
pub use evidence_json::{EvidenceJson, evidence_json};
pub use local_all::{LocalAllJson, local_all_json, local_all_text};
pub use local_human::local_text;
pub use local_json::{LocalJson, local_json, local_json_with_schedule};
pub use local_matrix::{LocalMatrixJson, local_matrix_csv, local_matrix_json, local_matrix_text};
pub use paths_human::{paths_text, uses_text};
pub use paths_json::{no_paths_json, paths_json, uses_json};
pub use purchase::{PurchaseJson, purchase_csv, purchase_json, purchase_text};
pub use resolution_graph::{dot, mermaid};
pub use resolution_json::{ResolutionJson, resolution_json};
pub use resolution_table::{csv, table};
pub use resolution_tree::tree;
pub use rivals_human::rivals_text;
pub use rule_index::{rule_index, rule_list};
pub use runaway_json::{RunawayJson, runaway_json};
pub use style::Style;

#[cfg(test)]
mod evidence_tests;
#[cfg(test)]
mod local_tests;

use crate::diagnostic::{Diagnostic, Severity};

/// How many findings there are of each severity: (errors, warnings).
fn count(diagnostics: &[Diagnostic]) -> (usize, usize) {
    let errors = diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error).count();
    (errors, diagnostics.len() - errors)
}

/// A path of the repository, as seen from where it lies in the folder `prefix`.
fn prefixed(prefix: &str, path: &str) -> String {
    if prefix.is_empty() { path.to_owned() } else { format!("{prefix}/{path}") }
}
