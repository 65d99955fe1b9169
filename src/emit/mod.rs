//! How findings and reports look: for people at a terminal, and for other programs.

pub mod check_json;
pub mod human;

#[cfg(test)]
mod tests;

use crate::diagnostic::{Diagnostic, Severity};

/// How many findings there are of each severity: (errors, warnings).
pub fn count(diagnostics: &[Diagnostic]) -> (usize, usize) {
    let errors = diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error).count();
    (errors, diagnostics.len() - errors)
}
