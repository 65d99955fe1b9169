//! A judgement that is said to be stated by a source.

use crate::diagnostic::{Diagnostic, Severity};
use crate::lint::Lint;
use crate::lint::rule::{Check, Rule};
use crate::model::{Grade, SourceNote};

/// Reads the titles of sources of the grade `stated` that nobody can look up.
pub static RULE: Rule = Rule {
    name: "estimate-as-stated",
    severity: Severity::Warning,
    page: include_str!("estimate_as_stated.md"),
    check: Check::Here(find),
};

/// What a title says of a judgement: words of it, or several in a row.
const JUDGEMENT: &[&str] = &[
    "assumed",
    "assumption",
    "assumptions",
    "estimate",
    "estimated",
    "estimates",
    "estimation",
    "from experience",
    "from memory",
    "guess",
    "guessed",
    "judged",
    "judgement",
    "judgment",
    "rough calculation",
    "rule of thumb",
];

/// Titles of which nobody can tell what they name.
const NAMELESS: &[&str] = &[
    "book",
    "catalog",
    "catalogue",
    "data sheet",
    "datasheet",
    "google",
    "internet",
    "literature",
    "maker",
    "manual",
    "manufacturer",
    "online",
    "paper",
    "source",
    "supplier",
    "textbook",
    "the internet",
    "the maker",
    "the manual",
    "the manufacturer",
    "the supplier",
    "the web",
    "various",
    "vendor",
    "web",
    "website",
    "wikipedia",
    "youtube",
];

fn find(lint: &Lint<'_>) -> Vec<Diagnostic> {
    let catalog = lint.catalog;
    let plans = catalog.plans.iter().map(|plan| &plan.sources);
    let materials = catalog.materials.iter().map(|material| &material.sources);
    let processes = catalog.processes.iter().map(|process| &process.sources);
    let facilities = catalog.facilities.iter().map(|facility| &facility.sources);
    let all = plans.chain(materials).chain(processes).chain(facilities);
    all.flatten().filter(|source| source.grade == Grade::Stated && source.url.is_none()).filter_map(fault).collect()
}

fn fault(source: &SourceNote) -> Option<Diagnostic> {
    let words: Vec<String> = source
        .title
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    let title = format!(" {} ", words.join(" "));
    let word = JUDGEMENT.iter().find(|word| title.contains(&format!(" {word} ")));
    let (message, help) = match word {
        Some(_) => (
            format!("`{}` is a judgement by its own title, and its grade is `stated`", source.title),
            "write `grade: estimated`; if somebody else published the figure, add the `url` where it stands",
        ),
        None if NAMELESS.contains(&title.trim()) => (
            format!("nobody can look `{}` up, and its grade is `stated`", source.title),
            "name the work and its author, and add the `url`; if it is no more known, write `grade: estimated`",
        ),
        None => return None,
    };
    Some(Diagnostic::warning(RULE.name, source.title_span, message).with_help(help))
}
