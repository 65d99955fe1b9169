//! The rules: a repository that was read, linked and held against each of them.
//!
//! A rule is a file in `rules/`, a page beside it, and one line in the [`registry`]. What it finds is data
//! ([`Diagnostic`]); a fault that an earlier stage finds (a syntax error, an unknown field) has a rule too, so that
//! `explain` and the documentation know it.
//!
//! # Pages
//!
//! `rules/<rule_name>.md` is what `explain` prints, what the documentation shows, and the test. Under `## Cases` each
//! block fenced with `yaml` is a small repository: a line `# file: PATH` begins a file of it. A line of carets stands under
//! the words that must be reported in the line above, with the rule and a part of the message:
//!
//! ```text
//! # file: plans/press/plan.yaml
//! kind: plan
//! id: pres
//!     ^^^^ id-mismatch: the folder is `press`
//! ```
//!
//! A line `# at: FACILITY` holds the plans against a facility. Files that a line `# released: TAG PATH` begins stand first: they
//! are what the newest tag says.
//!
//! Such lines are not part of the file. A case gives exactly the findings that it marks; one without marks gives none. Warnings
//! of other rules than the page's count only where they are marked: a case shows one fault, and is no model plan.

mod control;
pub mod documentation;
pub mod fix;
pub mod registry;
pub mod rule;
mod rules;
pub mod session;
pub mod since;

#[cfg(test)]
mod tests;

use rayon::prelude::*;

use crate::catalog::{self, Catalog, Loaded};
use crate::diagnostic::{self, Diagnostic, Severity};
use crate::graph::{self, Graph};
use crate::instructions::{self, Instructions};
use crate::text::{RepoPath, Sources};
use crate::world::World;

use registry::RULES;
use rule::{Asked, Check};

/// What a rule may look at.
pub struct Lint<'a> {
    /// The repository's files.
    pub world: &'a dyn World,
    /// The text of its documents.
    pub sources: &'a Sources,
    /// The build instructions of its plans, in the order of the plans.
    pub instructions: &'a [Instructions],
    /// Its documents.
    pub catalog: &'a Catalog,
    /// Its items and recipes.
    pub graph: &'a Graph,
    /// What the steps of its plans take, beside what their bills ask for.
    steps: Vec<rules::Steps<'a>>,
}

impl<'a> Lint<'a> {
    /// Makes ready what several rules look at.
    fn new(
        world: &'a dyn World,
        sources: &'a Sources,
        instructions: &'a [Instructions],
        catalog: &'a Catalog,
        graph: &'a Graph,
    ) -> Self {
        let steps = rules::steps_of_plans(catalog, instructions);
        Self { world, sources, instructions, catalog, graph, steps }
    }
}

/// A repository that was read, linked and linted: what all that follows works from.
#[derive(Debug)]
pub struct Checked {
    /// The files, by id.
    pub sources: Sources,
    /// The documents, by id.
    pub catalog: Catalog,
    /// The items and recipes.
    pub graph: Graph,
    /// The build instructions of the plans, in the order of the plans.
    pub instructions: Vec<Instructions>,
    /// Everything that is wrong, in the order of files and places; each finding once.
    pub diagnostics: Vec<Diagnostic>,
    /// How many documents there are, the broken ones included.
    pub document_count: usize,
}

impl Checked {
    /// Whether there is an error among the findings.
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// Forgets the build instructions and their texts, half of a large repository, for those who need neither them nor the places
    /// of findings in them any more.
    pub fn forget_instructions(&mut self) {
        std::mem::take(&mut self.instructions).iter().for_each(|it| self.sources.forget_text(it.file));
    }
}

/// The SPDX expression that a text is, or can only be meant for; `None` if nothing similar is known.
pub fn license_meant(written: &str) -> Option<String> {
    let written = written.trim();
    if rules::invalid_license::parse(written).is_some() && !written.contains("LicenseRef-") {
        return Some(written.to_owned());
    }
    rules::license_terms::meant(written.strip_prefix("LicenseRef-").unwrap_or(written))
}

/// Adds what the rules find that hold plans against a facility.
pub fn check_at(world: &dyn World, checked: &mut Checked, asked: &Asked) {
    let Checked { sources, catalog, graph, instructions, diagnostics, .. } = checked;
    let lint = Lint::new(world, sources, instructions, catalog, graph);
    let found = RULES.iter().filter_map(|rule| match rule.check {
        Check::At(find) => Some(find(&lint, asked)),
        Check::Earlier(_) | Check::Here(_) | Check::Last => None,
    });
    let found = found.flatten().collect();
    let settings = catalog.repository.as_ref().map_or(&[][..], |repository| &repository.lint);
    diagnostics.extend(control::apply_at(settings, sources, found));
    diagnostic::sort(diagnostics, sources);
}

/// Links what was loaded from `world`, builds its graph and holds it against every rule.
pub fn check(world: &dyn World, loaded: Loaded) -> Checked {
    check_again(world, loaded, &mut instructions::Kept::default(), |_| true)
}

/// The same, with instructions that were read before: only those that `is_touched` are read again.
fn check_again(
    world: &dyn World,
    loaded: Loaded,
    kept: &mut instructions::Kept,
    is_touched: impl Fn(&RepoPath) -> bool,
) -> Checked {
    let Loaded { mut sources, mut catalog, mut diagnostics, document_count } = loaded;
    diagnostics.extend(catalog::link(&mut catalog));
    let graph = graph::build(&catalog);
    let instructions = instructions::read_all(world, &catalog, &mut sources, kept, is_touched);
    let lint = Lint::new(world, &sources, &instructions, &catalog, &graph);
    let found: Vec<Vec<Diagnostic>> = RULES
        .par_iter()
        .filter_map(|rule| match rule.check {
            Check::Here(find) => Some(find(&lint)),
            Check::Earlier(_) | Check::At(_) | Check::Last => None,
        })
        .collect();
    diagnostics.extend(found.into_iter().flatten());
    let settings = catalog.repository.as_ref().map_or(&[][..], |repository| &repository.lint);
    let mut diagnostics = control::apply(settings, &sources, diagnostics);
    fix::keep_sound(&mut diagnostics, &sources);
    diagnostic::sort(&mut diagnostics, &sources);
    Checked { sources, catalog, graph, instructions, diagnostics, document_count }
}
