//! Tests over the registry, of every page, and of what the rules have in common.

mod breaks;
mod causes;
mod examples;
mod fixes;
mod instructions;
mod mutations;
mod pages;
mod registry;
mod session;

use super::{Checked, check};
use crate::catalog;
use crate::diagnostic::{Diagnostic, Severity};
use crate::world::{MemoryWorld, World};

/// A repository, checked.
fn checked(world: &dyn World) -> Checked {
    check(world, catalog::load(world, Vec::new()))
}

/// The errors of a repository: what could be better about a short world is no fault of it.
fn errors(checked: &Checked) -> Vec<&Diagnostic> {
    checked.diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error).collect()
}

/// The errors of a repository of these files, as `rule: words underlined`.
fn findings(files: &[(&str, &str)]) -> Vec<String> {
    let checked = checked(&MemoryWorld::new(files.iter().copied()));
    errors(&checked).into_iter().map(|d| format!("{}: {}", d.rule, checked.sources.text(d.span))).collect()
}
