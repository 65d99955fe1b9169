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
mod slips;

use super::rule::Asked;
use super::{Checked, check, check_at};
use crate::catalog;
use crate::diagnostic::{Diagnostic, Severity};
use crate::world::{MemoryWorld, World};

/// A repository, checked.
fn checked(world: &dyn World) -> Checked {
    check(world, catalog::load(world, Vec::new()))
}

/// Holds all plans of a repository against a facility.
fn ask(world: &dyn World, checked: &mut Checked, facility: &str) {
    let facility = checked.catalog.index.facility(facility).expect("a facility");
    let plans = (0..checked.catalog.plans.len()).collect();
    check_at(world, checked, &Asked { facility, plans });
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
