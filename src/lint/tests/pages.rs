//! Every page is a test: its cases give exactly the findings that they mark (see [`crate::lint`] for how).

use std::fmt;

use super::{ask, checked};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lint::registry::{RULES, rule};
use crate::lint::rule::Rule;
use crate::world::MemoryWorld;

const FENCE: &str = "```";

const YAML_FENCE: &str = "```yaml\n";

/// A case of a page: a small repository, and what must be found in it.
#[derive(Default)]
pub(super) struct Case {
    pub(super) files: Vec<(String, String)>,
    /// What files were at a tag: (tag, path, text).
    released: Vec<(String, String, String)>,
    /// The facility that is asked about.
    at: Option<String>,
    marks: Vec<Found>,
}

/// A finding as a page marks it. Columns are counted in characters from 1; `width` is that of the carets.
#[derive(Clone, PartialEq)]
pub(super) struct Found {
    path: String,
    line: u32,
    column: u32,
    width: u32,
    rule: String,
    message: String,
}

impl fmt::Debug for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { path, line, column, width, rule, message } = self;
        write!(f, "{path}:{line}:{column}+{width} {rule}: {message}")
    }
}

fn cases(rule: &Rule) -> Vec<Case> {
    let text = rule.section("Cases").unwrap_or("");
    let blocks = text.split(YAML_FENCE).skip(1);
    blocks.map(|block| case(block.split(FENCE).next().unwrap_or(block))).collect()
}

/// The blocks of a page's cases, each with the block that shows it mended, if one follows.
pub(super) fn cases_with_fixes(rule: &Rule) -> Vec<(String, Option<String>)> {
    const FIXED_FENCE: &str = "```yaml fixed\n";
    let text = rule.section("Cases").unwrap_or("");
    let until_fence = |block: &str| block.split(FENCE).next().unwrap_or(block).to_owned();
    let blocks = text.split(YAML_FENCE).skip(1);
    blocks.map(|block| (until_fence(block), block.split(FIXED_FENCE).nth(1).map(until_fence))).collect()
}

pub(super) fn case(block: &str) -> Case {
    let mut case = Case::default();
    for line in block.lines() {
        if let Some(path) = line.strip_prefix("# file: ") {
            case.files.push((path.to_owned(), String::new()));
            continue;
        }
        if let Some(facility) = line.strip_prefix("# at: ") {
            case.at = Some(facility.to_owned());
            continue;
        }
        if let Some(place) = line.strip_prefix("# released: ") {
            let (tag, path) = place.split_once(' ').expect("`# released: TAG PATH`");
            case.released.push((tag.to_owned(), path.to_owned(), String::new()));
            continue;
        }
        if let (true, Some((_, _, text))) = (case.files.is_empty(), case.released.last_mut()) {
            *text += line;
            text.push('\n');
            continue;
        }
        let (path, text) = case.files.last_mut().expect("a case begins with `# file: `");
        let carets = line.trim_start();
        if !carets.starts_with('^') {
            *text += line;
            text.push('\n');
            continue;
        }
        let indent = line.len() - carets.len();
        let words = carets.trim_start_matches('^');
        let (rule, message) = words.trim().split_once(": ").expect("`^^^ rule: part of the message`");
        case.marks.push(Found {
            path: path.clone(),
            line: text.lines().count() as u32,
            column: indent as u32 + 1,
            width: (carets.len() - words.len()) as u32,
            rule: rule.to_owned(),
            message: message.to_owned(),
        });
    }
    case
}

/// What is found in a case of the page of `page_rule`. Cases are short: what could be better about them counts only on the page
/// of its own rule, or where a page marks it.
fn found(page_rule: &Rule, case: &Case) -> Vec<Found> {
    let world = MemoryWorld::new(case.files.iter().map(|(path, text)| (path, text)));
    let world = match case.released.first() {
        Some((tag, _, _)) => world.with_release(tag, case.released.iter().map(|(_, path, text)| (path, text))),
        None => world,
    };
    let mut checked = checked(&world);
    if let Some(at) = &case.at {
        ask(&world, &mut checked, at);
    }
    let counts = |diagnostic: &&Diagnostic| {
        diagnostic.severity == Severity::Error
            || diagnostic.rule == page_rule.name
            || case.marks.iter().any(|mark| mark.rule == diagnostic.rule)
    };
    let found = checked.diagnostics.iter().filter(counts).map(|diagnostic| {
        let rule = rule(diagnostic.rule).expect("a rule of the registry");
        assert_eq!(diagnostic.severity, rule.severity, "{}", rule.name);
        let source = checked.sources.get(diagnostic.span.file);
        let (start, end) = (source.position(diagnostic.span.start), source.position(diagnostic.span.end));
        let last = source.text[source.lines().line_range(&source.text, start.line)].chars().count() as u32 + 1;
        let end = if end.line == start.line { end.column } else { last };
        Found {
            path: source.path.to_string(),
            line: start.line,
            column: start.column,
            width: (end - start.column).max(1),
            rule: diagnostic.rule.to_owned(),
            message: diagnostic.message.clone(),
        }
    });
    found.collect()
}

#[test]
fn cases_give_exactly_the_findings_that_they_mark() {
    let mut problems = Vec::new();
    for rule in RULES {
        for (number, case) in cases(rule).iter().enumerate() {
            let mut marks = case.marks.clone();
            let mut unmarked = Vec::new();
            for found in found(rule, case) {
                let is_found = |mark: &Found| {
                    Found { message: mark.message.clone(), ..found.clone() } == *mark
                        && found.message.contains(&mark.message)
                };
                match marks.iter().position(is_found) {
                    Some(index) => {
                        marks.remove(index);
                    }
                    None => unmarked.push(found),
                }
            }
            if !marks.is_empty() || !unmarked.is_empty() {
                problems.push(format!(
                    "{} case {}:\n  marked, not found: {marks:#?}\n  found, not marked: {unmarked:#?}",
                    rule.name,
                    number + 1
                ));
            }
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn each_page_has_failing_and_passing_cases_of_its_rule() {
    for rule in RULES {
        let cases = cases(rule);
        assert!(cases.iter().any(|case| case.marks.is_empty()), "{}: no passing case", rule.name);
        assert!(
            cases.iter().any(|case| case.marks.iter().any(|mark| mark.rule == rule.name)),
            "{}: no failing case",
            rule.name
        );
    }
}
