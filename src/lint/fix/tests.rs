//! Whatever slip is made in a correct repository: it is mended as it was, or left as it is and told.

use proptest::prelude::*;

use super::mend;
use crate::catalog;
use crate::lint::{Checked, check};
use crate::syntax::{self, Node, Value};
use crate::text::{FileId, Span};
use crate::world::MemoryWorld;

const MATERIALS: &str = "# What the bench is made of\nkind: material\nid: steel-tube-100x6   # square\ntitle: Tube\nunit: m\nmass: 17.0 kg/m\norigin: bought\nprice: 34 USD/m\n---\nkind: material\nid: steel-plate-6mm\nunit: kg\norigin: bought\n---\nkind: material\nid: \"bolt-m12x40\"\nunit: ea\norigin: 'bought'\nmass: 55 g\n";

const CAPABILITIES: &str = "kind: capability\nid: welding/mig\nparameters:\n  thickness: {unit: mm, fits: at-most}\n";

const PLAN: &str = "kind: plan\r\nid: bench\r\ntitle: Bench\r\nversion: 1.0.0\r\nmakes: {quantity: 1 ea, mass: 42 kg}\r\ninstructions: build.md\r\nbom:\r\n  # legs\r\n  - part: front-leg\r\n    quantity: 4 ea\r\n    from:\r\n      - {item: steel-tube-100x6, quantity: 1.55 m}\r\n  - {item: 'bolt-m12x40', quantity: 16 ea}   # zinc-plated\r\n  - item: steel-plate-6mm\r\n    quantity: 12.5 kg\r\noperations:\r\n  - capability: welding/mig\r\n    envelope: {thickness: 6 mm}\r\n    time: 40 min\r\n    instructions: '#weld-the-frame'\r\n";

const TEXT: &str = "# Bench\n\n### Weld the frame\n\nTake [4 legs](part:front-leg?quantity=4), [16 bolts](item:bolt-m12x40?quantity=16)\nand [plate](item:steel-plate-6mm?quantity=12.5) to the [welder](capability:welding/mig).\n";

const FILES: [(&str, &str); 4] = [
    ("capabilities/welding.yaml", CAPABILITIES),
    ("materials/all.yaml", MATERIALS),
    ("plans/bench/build.md", TEXT),
    ("plans/bench/plan.yaml", PLAN),
];

fn world(texts: &[String]) -> MemoryWorld {
    MemoryWorld::new(FILES.iter().zip(texts).map(|((path, _), text)| (path, text)))
}

fn checked(world: &MemoryWorld) -> Checked {
    check(world, catalog::load(world, Vec::new()))
}

/// The texts when all is mended that can be; and whether an error is left.
fn mended(texts: &[String]) -> (Vec<String>, bool) {
    let world = world(texts);
    let result = mend(&world, checked(&world), |_, _| true);
    let mut texts = texts.to_vec();
    for change in result.files {
        let index = FILES.iter().position(|(path, _)| *path == change.path.as_str()).expect("a known file");
        texts[index] = change.after;
    }
    (texts, result.checked.has_errors())
}

/// Keys, and values that are no free text, within the quotes; and whether they define what others name.
fn places(node: &Node<'_>, defines: bool, found: &mut Vec<(Span, bool)>) {
    match &node.value {
        Value::Sequence(items) => items.iter().for_each(|item| places(item, defines, found)),
        Value::Mapping(entries) => {
            for entry in entries {
                found.push((entry.key_span, defines));
                if !["title", "version"].contains(&&*entry.key) {
                    places(&entry.value, ["id", "part", "parameters"].contains(&&*entry.key), found);
                }
            }
        }
        Value::Scalar(scalar) if scalar.plain => found.push((node.span, defines)),
        Value::Scalar(scalar) => found.push((node.span.slice(1, 1 + scalar.text.len()), defines)),
        Value::Hole => {}
    }
}

/// The places of a file where a slip matters.
fn places_of(file: usize) -> Vec<(Span, bool)> {
    let (path, text) = FILES[file];
    let id = FileId(file as u32);
    let mut found = Vec::new();
    if path.ends_with(".md") {
        found.extend(crate::instructions::parse(id, text).links.iter().map(|link| (link.span, false)));
    } else {
        syntax::parse(id, text).documents.iter().for_each(|document| places(&document.root, false, &mut found));
    }
    found
}

/// A word with a slip at one of its letters.
fn with_slip(word: &str, at: usize, slip: u8) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    let at = at % letters.len();
    match slip {
        0 => drop(letters.remove(at)),
        1 => letters.insert(at, letters[at]),
        2 if at + 1 < letters.len() => letters.swap(at, at + 1),
        3 => letters[at] = 'e',
        4 => letters[at] = letters[at].to_ascii_uppercase(),
        5 => return word.replace(' ', ""),
        6 => return word.replace('.', ","),
        7 => return word.to_uppercase(),
        _ => letters.insert(at, 's'),
    }
    letters.into_iter().collect()
}

fn original() -> Vec<String> {
    FILES.iter().map(|(_, text)| (*text).to_owned()).collect()
}

#[test]
fn the_original_is_right() {
    let (texts, has_errors) = mended(&original());
    assert!(!has_errors && texts == original());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_slip_is_mended_as_it_was_or_left(file in 0..FILES.len(), place in 0..64_usize, at in 0..64_usize, slip in 0..9_u8) {
        let places = places_of(file);
        let (span, defines) = places[place % places.len()];
        let range = span.start as usize..span.end as usize;
        let mut texts = original();
        let word = with_slip(&texts[file][range.clone()], at, slip);
        texts[file].replace_range(range, &word);
        let (after, has_errors) = mended(&texts);
        // What defines a thing has the say: where one place names it otherwise, that follows.
        let follows = defines && !has_errors && after[file] == texts[file];
        prop_assert!(after == original() || after == texts || follows, "`{word}`: {}", after.join("---"));
        prop_assert!(after != original() || !has_errors);
        prop_assert_eq!(mended(&after).0, after);
    }

    #[test]
    fn many_slips_end_in_a_repository_that_stays(slips in prop::collection::vec((0..FILES.len(), 0..64_usize, 0..64_usize, 0..9_u8), 1..8)) {
        let mut texts = original();
        for (file, place, at, slip) in slips {
            let places = places_of(file);
            let (span, _) = places[place % places.len()];
            // Earlier slips may have moved it: then something else slips.
            let range = span.start as usize..span.end as usize;
            if let Some(word) = texts[file].get(range.clone()).filter(|word| !word.is_empty()) {
                let word = with_slip(word, at, slip);
                texts[file].replace_range(range, &word);
            }
        }
        let (after, _) = mended(&texts);
        prop_assert_eq!(mended(&after).0, after);
    }
}
