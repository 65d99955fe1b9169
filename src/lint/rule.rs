//! What a rule is: its name, its page, and where its faults are found.

use super::Lint;
use crate::diagnostic::{Diagnostic, Severity};

/// One rule of the linter.
pub struct Rule {
    /// Its name, for the fault that it finds: words of a–z joined by `-`.
    pub name: &'static str,
    /// How bad its findings are.
    pub severity: Severity,
    /// Its page: Markdown with the sections What, Why, Mend and Cases.
    pub page: &'static str,
    /// Where its faults are found.
    pub check: Check,
}

/// Where the faults of a rule are found.
#[derive(Clone, Copy)]
pub enum Check {
    /// By a stage before the linter, which this names: `syntax`, `schema` or `catalog`.
    Earlier(&'static str),
    /// By this function.
    Here(fn(&Lint<'_>) -> Vec<Diagnostic>),
    /// By this function, where somebody asks about a facility.
    At(fn(&Lint<'_>, &Asked) -> Vec<Diagnostic>),
    /// When the other rules are through: faults of the linter's own settings.
    Last,
}

/// A facility, and the plans that are held against it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Index of the facility in the catalog.
    pub facility: usize,
    /// Indices of the plans, sorted.
    pub plans: Vec<usize>,
}

impl Rule {
    /// The text of a section of the page, without its heading.
    pub fn section(&self, heading: &str) -> Option<&'static str> {
        let (_, after) = self.page.split_once(&format!("\n## {heading}\n"))?;
        Some(after.split("\n## ").next().unwrap_or(after).trim())
    }

    /// The stage that finds its faults.
    pub fn stage(&self) -> &'static str {
        match self.check {
            Check::Earlier(stage) => stage,
            Check::Here(_) | Check::At(_) | Check::Last => "linter",
        }
    }

    /// Whether `check --fix` mends some of what it finds: the page then says so under Mend.
    pub fn is_fixable(&self) -> bool {
        self.section("Mend").is_some_and(|mend| mend.contains("--fix"))
    }

    /// The first sentence of What: the rule in a line.
    pub fn summary(&self) -> String {
        let what = self.section("What").unwrap_or("");
        let paragraph = what.split("\n\n").next().unwrap_or("");
        let line = paragraph.split_whitespace().collect::<Vec<_>>().join(" ");
        line.split_once(". ").map(|(first, _)| format!("{first}.")).unwrap_or(line)
    }
}
