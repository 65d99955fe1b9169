//! A plan whose id is not the name of its folder.

use std::cell::OnceCell;
use std::collections::HashSet;

use crate::catalog::plan_folder;
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::lint::Lint;
use crate::lint::rule::{Check, Rule};
use crate::model::Plan;
use crate::schema::{is_id, slug};
use crate::text::RepoPath;

/// Holds the id of each `plans/<folder>/plan.yaml` against its folder.
pub static RULE: Rule = Rule {
    name: "id-mismatch",
    severity: Severity::Error,
    page: include_str!("id_mismatch.md"),
    check: Check::Here(find),
};

fn find(lint: &Lint<'_>) -> Vec<Diagnostic> {
    let named = OnceCell::new();
    let mismatch = |plan: &Plan| {
        let folder = plan_folder(&lint.sources.get(plan.id.span.file).path)?;
        let id = plan.id.value.as_str();
        // That an id is none, and how it is written then, is told already.
        if folder == id || !is_id(id) && slug(id).as_deref() == Some(folder) {
            return None;
        }
        let message = format!("the plan's id is `{id}`, but the folder is `{folder}`");
        let help = format!("write `id: {folder}`, or rename the folder to `plans/{id}`");
        let fix = Fix::of_words(plan.id.span, id, folder, true).filter(|_| is_free(lint, plan, folder, &named));
        Some(Diagnostic::error(RULE.name, plan.id.span, message).with_help(help).with_fix(fix))
    };
    lint.catalog.plans.iter().filter_map(mismatch).collect()
}

/// Whether the folder's name can be the id: nothing else has it, and nothing names the plan by the id that it has now. What names
/// another plan, in a folder of that name, does not count.
fn is_free<'s>(lint: &Lint<'s>, plan: &Plan, folder: &str, named: &OnceCell<HashSet<&'s str>>) -> bool {
    let id = plan.id.value.as_str();
    if !is_id(folder) || lint.catalog.index.item(folder).is_some() {
        return false;
    }
    if lint.world.entry(&RepoPath::new(format!("plans/{id}/plan.yaml"))).is_some() {
        return true;
    }
    !named.get_or_init(|| words_that_name(lint)).contains(id)
}

/// Every word of the repository that may name a plan, as far as can be told from the text alone, since what names it may stand
/// where nothing can be read: values of YAML that are not the plan's own `id`, and destinations of links.
fn words_that_name<'s>(lint: &Lint<'s>) -> HashSet<&'s str> {
    let mut named = HashSet::new();
    for (_, source) in lint.sources.iter() {
        let is_prose = source.path.as_str().ends_with(".md");
        for line in source.text.lines().filter(|line| is_prose || !line.starts_with("id:")) {
            let is_separator = |c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '/'));
            let mut start = 0;
            for piece in line.split_inclusive(is_separator) {
                let (before, word) = (&line[..start], piece.strip_suffix(is_separator).unwrap_or(piece));
                start += piece.len();
                let is_value = if is_prose {
                    before.ends_with("plan:") || before.ends_with("item:")
                } else {
                    let before = before.trim_end_matches(['\'', '"', ' ']);
                    before.is_empty() || before.ends_with([':', ',', '[', '{', '-'])
                };
                if is_value {
                    // Of `press/leg`, `press` is the plan.
                    named.extend(word.match_indices('/').map(|(end, _)| &word[..end]).chain([word]));
                }
            }
        }
    }
    named
}
