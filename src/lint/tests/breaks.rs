//! One correct repository, broken in exactly one way for each rule: exactly that rule is told, at exactly that word.

use std::collections::{BTreeMap, BTreeSet};

use super::{Checked, ask, checked};
use crate::lint::registry::RULES;
use crate::world::MemoryWorld;

/// The repository: a line `# file: PATH` begins a file of it.
pub(super) const CORRECT: &str = include_str!("correct.txt");

pub(super) const MATERIALS: &str = "materials/all.yaml";
pub(super) const PROCESSES: &str = "processes/steel.yaml";
pub(super) const FRAME: &str = "plans/frame/plan.yaml";
pub(super) const PRESS: &str = "plans/press/plan.yaml";
pub(super) const STEPS: &str = "plans/press/build.md";
pub(super) const WORKS: &str = "facilities/works.yaml";

/// The rule that needs a facility: it is asked about `works`.
const AT_A_PLACE: &str = "not-makeable-here";

/// The ways to break it: see the words that it begins with.
const BREAKS: &str = include_str!("breaks.txt");

/// A rule, the file, what stands there, and what takes its place. `«` and `»` stand around the words that must be told: in what
/// takes the place, or elsewhere, in `told`.
struct Break {
    rule: &'static str,
    file: &'static str,
    instead_of: String,
    write: String,
    /// Another file, and words of it that stand there once.
    told: Option<(&'static str, String)>,
    /// What the file was at the last tag: these words instead of those.
    released: Option<(String, String)>,
}

fn breaks() -> impl Iterator<Item = Break> {
    BREAKS.split("\n\n").skip(1).map(|paragraph| {
        let (rule, file) =
            paragraph.lines().next().and_then(|line| line.split_once(" in ")).expect("a rule and a file");
        let behind = |mark: &str| paragraph.lines().skip(1).find_map(|line| line.strip_prefix(mark));
        let text = |written: &str| written.strip_prefix(' ').unwrap_or(written).replace("\\n", "\n");
        Break {
            rule,
            file,
            instead_of: behind("-").map(text).expect("what stands there"),
            write: behind("+").map(text).expect("what takes its place"),
            told: behind("? ").and_then(|told| told.split_once(" has")).map(|(file, words)| (file, text(words))),
            released: behind("<")
                .and_then(|then| then.split_once(" instead of"))
                .map(|(then, now)| (text(now), text(then))),
        }
    })
}

pub(super) fn correct() -> BTreeMap<&'static str, String> {
    let files = CORRECT.split("# file: ").skip(1).filter_map(|file| file.split_once('\n'));
    files.map(|(path, text)| (path, text.to_owned())).collect()
}

/// Replaces words that stand in a text once.
pub(super) fn replaced(text: &str, instead_of: &str, write: &str) -> String {
    assert_eq!(text.matches(instead_of).count(), 1, "`{instead_of}` stands there once");
    text.replacen(instead_of, write, 1)
}

/// Where the marked words of a text stand, as `line:column words`, with the marks taken out of it.
pub(super) fn marked(text: &str, marks: &str) -> Option<(String, String)> {
    let plain = marks.replace(['«', '»'], "");
    assert_eq!(text.matches(&plain).count(), 1, "`{plain}` stands there once");
    let start = text.find(&plain)? + marks.find('«')?;
    let words = marks.split('«').nth(1)?.split('»').next()?;
    let before = &text[..start];
    let column = before.rsplit('\n').next()?.chars().count() + 1;
    Some((format!("{}:{column}", before.matches('\n').count() + 1), words.to_owned()))
}

/// What is found, as `rule file line:column words`.
fn found(world: &MemoryWorld) -> Vec<String> {
    of(&checked(world))
}

/// The same, with what a facility cannot make.
fn found_at(world: &MemoryWorld, facility: &str) -> Vec<String> {
    let mut checked = checked(world);
    ask(world, &mut checked, facility);
    of(&checked)
}

fn of(checked: &Checked) -> Vec<String> {
    let finding = |finding: &crate::diagnostic::Diagnostic| {
        let source = checked.sources.get(finding.span.file);
        let place = source.position(finding.span.start);
        let words = checked.sources.text(finding.span);
        format!("{} {} {}:{} {words}", finding.rule, source.path, place.line, place.column)
    };
    checked.diagnostics.iter().map(finding).collect()
}

#[test]
fn the_repository_is_correct() {
    let found = found_at(&MemoryWorld::new(correct()), "works");
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn a_break_is_told_by_its_rule_alone_and_at_its_word() {
    let mut problems = Vec::new();
    for it in breaks() {
        let mut files = correct();
        // A file that is not there is added.
        let marked_text =
            files.get(it.file).map_or_else(|| it.write.clone(), |text| replaced(text, &it.instead_of, &it.write));
        let text = marked_text.replace(['«', '»'], "");
        files.insert(it.file, text.clone());
        let (file, marks) = it.told.unwrap_or((it.file, it.write));
        let (place, words) =
            marked(&files[file], &marks).unwrap_or_else(|| panic!("{}: `{marks}` is nowhere", it.rule));
        let world = MemoryWorld::new(files);
        let world = match it.released {
            Some((now, then)) => world.with_release("v1", [(it.file, replaced(&text, &now, &then))]),
            None => world,
        };
        let found = if it.rule == AT_A_PLACE { found_at(&world, "works") } else { found(&world) };
        let (found, expected) = (found, format!("{} {file} {place} {words}", it.rule));
        if found != [expected.clone()] {
            problems.push(format!("expected {expected}\nfound    {}\n", found.join("\n         ")));
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn every_rule_has_a_break() {
    let broken: BTreeSet<&str> = breaks().map(|it| it.rule).collect();
    let rules: BTreeSet<&str> = RULES.iter().map(|rule| rule.name).collect();
    assert_eq!(broken, rules);
}
