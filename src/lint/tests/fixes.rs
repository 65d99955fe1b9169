//! What `check --fix` does, as the pages show it: behind a case, a block fenced with `yaml fixed` shows its files as they are then.

use super::pages::{Case, case, cases_with_fixes};
use super::{checked, errors};
use crate::lint::Checked;
use crate::lint::fix::{Mended, mend};
use crate::lint::registry::RULES;
use crate::world::MemoryWorld;

fn world(files: &[(String, String)]) -> MemoryWorld {
    MemoryWorld::new(files.iter().map(|(path, text)| (path, text)))
}

/// A repository with everything mended that can be.
fn mended(files: &[(String, String)]) -> (Vec<(String, String)>, Mended) {
    let world = world(files);
    let mended = mend(&world, checked(&world), |_, _| true);
    let mut files = files.to_vec();
    for change in &mended.files {
        let (_, text) = files.iter_mut().find(|(path, _)| path == change.path.as_str()).expect("a known file");
        assert_eq!(*text, change.before);
        text.clone_from(&change.after);
    }
    (files, mended)
}

fn said(checked: &Checked) -> Vec<(&'static str, String)> {
    errors(checked).into_iter().map(|found| (found.rule, found.message.clone())).collect()
}

#[test]
fn pages_show_what_is_mended() {
    let mut problems = Vec::new();
    for rule in RULES {
        for (before, after) in cases_with_fixes(rule) {
            let Some(after) = after else { continue };
            let after = case(&after).files;
            let Case { files, .. } = case(&before);
            let (found, result) = mended(&files);
            if found != after {
                problems.push(format!("{}: {found:#?} {:?}", rule.name, result.taken_back));
                continue;
            }
            assert!(result.fixed > 0, "{}", rule.name);
            assert!(
                !said(&result.checked).iter().any(|(name, _)| *name == rule.name),
                "{}: it is still found",
                rule.name
            );
            // What is left was there before.
            let known = said(&checked(&world(&files)));
            let is_new = |said: &&(&str, String)| !known.contains(said);
            let left = said(&result.checked);
            assert_eq!(left.iter().find(is_new), None, "{}", rule.name);
            let (again, second) = mended(&found);
            assert_eq!((again, second.fixed), (found, 0), "{}: a second time changes something", rule.name);
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn a_page_says_what_fix_does_and_shows_it() {
    for rule in RULES {
        let cases = cases_with_fixes(rule);
        let is_fixable = cases.iter().any(|(before, _)| {
            let files = case(before).files;
            checked(&world(&files)).diagnostics.iter().any(|found| found.rule == rule.name && found.is_fixable())
        });
        let is_shown = cases.iter().any(|(_, after)| after.is_some());
        let is_said = rule.section("Mend").is_some_and(|mend| mend.contains("`--fix`"));
        assert_eq!((is_shown, is_said), (is_fixable, is_fixable), "{}", rule.name);
    }
}

/// How many findings `check` says that `--fix` can mend, and how many it mends in the first round.
fn promised_and_kept(plan: &str) -> (usize, usize) {
    let bolt = "kind: material\nid: bolt\nunit: ea\norigin: bought\nprice: 3 EURO\n";
    let world = MemoryWorld::new([("materials/bolt.yaml", bolt), ("plans/press/plan.yaml", plan)]);
    let before = checked(&world);
    let promised = before.diagnostics.iter().filter(|found| found.is_fixable()).count();
    (promised, mend(&world, before, |_, _| true).fixed)
}

#[test]
fn what_a_broken_file_keeps_from_being_mended_is_not_promised() {
    let slips = "  - {item: bolt, quantitty: 3 ea}\n  - {item: bolt, quantity: 4 pc}\n";
    // Where no brace is missing, both slips are mended; else only the other file's.
    assert_eq!(promised_and_kept(&format!("kind: plan\nid: press\nbom:\n{slips}")), (3, 3));
    assert_eq!(
        promised_and_kept(&format!("kind: plan\nid: press\nbom:\n{slips}  - {{item: bolt, quantity: 4\n")),
        (1, 1)
    );
    // Nor where mending the syntax would leave an error at the same words, and is not done.
    assert_eq!(
        promised_and_kept(&format!("kind: plan\nid: press\nsafety: Take care: it is hot\nbom:\n{slips}")),
        (1, 1)
    );
    // A slip of syntax that is mended for certain stands in the way of nothing.
    let (promised, _) =
        promised_and_kept("kind: plan\nid: press\nmakes:\t1 ea\nbom:\n\t- {item: bolt, quantitty: 3 ea}\n");
    assert!(promised > 1, "{promised}");
}
