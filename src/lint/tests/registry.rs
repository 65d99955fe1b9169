//! Habits of the registry: names, files and pages agree.

#![expect(clippy::disallowed_methods, reason = "a test may look at the sources")]

use std::collections::BTreeSet;
use std::path::Path;

use crate::lint::registry::{RULES, rule};
use crate::lint::rule::Check;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/lint/rules");

/// Files of the folder that are no rules.
const HELPERS: [&str; 9] = [
    "mod",
    "energy_bounds",
    "file_licenses",
    "license_terms",
    "masses",
    "plan_contents",
    "plan_paths",
    "steps",
    "stranded",
];

fn stems(extension: &str) -> BTreeSet<String> {
    let files = std::fs::read_dir(FOLDER).expect("the folder of rules").map(|entry| entry.expect("an entry").path());
    let files = files.filter(|path| path.extension().is_some_and(|found| found == extension));
    files.map(|path| path.file_stem().expect("a name").to_string_lossy().into_owned()).collect()
}

#[test]
fn names_are_unique_and_kebab_case() {
    let names: BTreeSet<&str> = RULES.iter().map(|rule| rule.name).collect();
    assert_eq!(names.len(), RULES.len());
    for name in names {
        assert!(name.split('-').all(|word| !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase())), "{name}");
        assert!(rule(name).is_some());
    }
}

#[test]
fn a_rule_is_summed_up_in_one_sentence_on_one_line() {
    for rule in RULES {
        let summary = rule.summary();
        assert!(summary.ends_with('.') && !summary.contains('\n') && !summary.contains(". "), "{summary:?}");
    }
}

#[test]
fn each_rule_is_a_file_and_a_page_of_its_name_and_nothing_else_is_there() {
    let names: BTreeSet<String> = RULES.iter().map(|rule| rule.name.replace('-', "_")).collect();
    let mut files = stems("rs");
    HELPERS.iter().for_each(|helper| assert!(files.remove(*helper), "{helper}"));
    assert_eq!(files, names);
    assert_eq!(stems("md"), names);
    for rule in RULES {
        let page = std::fs::read_to_string(Path::new(FOLDER).join(format!("{}.md", rule.name.replace('-', "_"))))
            .expect("a page");
        assert_eq!(rule.page, page, "{}", rule.name);
    }
}

#[test]
fn pages_have_their_sections_in_order() {
    for rule in RULES {
        let headings: Vec<&str> = rule.page.lines().filter_map(|line| line.strip_prefix("## ")).collect();
        assert_eq!(headings, ["What", "Why", "Mend", "Cases"], "{}", rule.name);
        assert!(rule.page.starts_with(&format!("# {}\n", rule.name)), "{}", rule.name);
        for heading in headings {
            assert!(rule.section(heading).is_some_and(|text| text.len() > 20), "{} {heading}", rule.name);
        }
        let summary = rule.summary();
        assert!(summary.ends_with('.') && !summary.contains("\n\n"), "{}: {summary}", rule.name);
    }
}

#[test]
fn rules_of_earlier_stages_are_those_of_rule_names() {
    let source = include_str!("../../diagnostic/rule_names.rs");
    let named: BTreeSet<&str> = source.lines().filter_map(|line| line.split('"').nth(1)).collect();
    let earlier = RULES.iter().filter_map(|rule| match rule.check {
        Check::Earlier(stage) => {
            assert!(["syntax", "schema", "catalog"].contains(&stage), "{stage}");
            Some(rule.name)
        }
        Check::Here(_) | Check::At(_) | Check::Last => None,
    });
    assert_eq!(earlier.collect::<BTreeSet<&str>>(), named);
}
