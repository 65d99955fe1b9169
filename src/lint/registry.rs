//! All rules: what each is called, what its page says, and where its faults are found.

use super::{Lint, rules};
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
}

/// Every rule, in the order in which the documentation lists them: from a file's text to what it means.
pub static RULES: &[&Rule] = &[
    &rules::invalid_yaml::RULE,
    &rules::duplicate_key::RULE,
    &rules::missing_kind::RULE,
    &rules::unknown_kind::RULE,
    &rules::unknown_field::RULE,
    &rules::schema_violation::RULE,
    &rules::invalid_quantity::RULE,
    &rules::unit_mismatch::RULE,
    &rules::non_positive_quantity::RULE,
    &rules::duplicate_id::RULE,
    &rules::id_mismatch::RULE,
    &rules::dangling_reference::RULE,
    &rules::bom_cycle::RULE,
    &rules::dead_end_item::RULE,
    &rules::invalid_license::RULE,
    &rules::closed_license::RULE,
    &rules::missing_file::RULE,
    &rules::file_outside_repository::RULE,
];

/// The rule of a name.
pub fn rule(name: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.name == name)
}

impl Rule {
    /// The text of a section of the page, without its heading.
    pub fn section(&self, heading: &str) -> Option<&'static str> {
        let (_, after) = self.page.split_once(&format!("\n## {heading}\n"))?;
        Some(after.split("\n## ").next().unwrap_or(after).trim())
    }

    /// The first sentence of What: the rule in a line.
    pub fn summary(&self) -> &'static str {
        let what = self.section("What").unwrap_or("");
        let paragraph = what.split("\n\n").next().unwrap_or("");
        paragraph.find(". ").or_else(|| paragraph.find(".\n")).map_or(paragraph, |end| &paragraph[..=end])
    }
}
