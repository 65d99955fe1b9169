//! A plan with every criterion met, broken in one way for each criterion; and what holds of every score.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::{CRITERIA, PlanScore, scores};
use crate::catalog::load;
use crate::lint::check;
use crate::world::MemoryWorld;

const PLAN: &str = "plans/press/plan.yaml";
const BUILD: &str = "plans/press/build.md";
const CATALOG: &str = "materials/all.yaml";
const MANIFEST: &str = "groundup.yaml";

/// The files of a plan that meets every criterion.
const WHOLE: &[(&str, &str)] = &[
    (MANIFEST, "kind: repository\nformat: 1\nname: test\nurl: https://example.org/press\n"),
    (
        PLAN,
        "kind: plan
id: press
title: Brick press
summary: Presses bricks from damp soil.
description: A lever presses soil in a box. It is for builders who have soil, and no bricks; it leaves out the mixing of the soil, and the drying.
keywords: [brick]
authors: [{name: A workshop}]
version: 0.1.0
readiness: prototype
license: {hardware: CERN-OHL-S-2.0, documentation: CC-BY-SA-4.0, software: GPL-3.0-or-later}
image: press.png
image-alt: The press with its lever up.
instructions: build.md
makes: {quantity: 1 ea, mass: 30 kg}
files:
  - {path: press.FCStd, role: source}
  - {path: press.hex, role: firmware}
bom:
  - {item: bolt, quantity: 4 ea, note: bolts}
  - part: lever
    quantity: 2 ea
    mass: 15 kg
    drawing: lever.svg
    from: [{item: bar, quantity: 15 kg}]
    operations: [{capability: sawing, time: 5 min, note: saw}]
operations: [{capability: assembly, time: 1 h, note: assemble}]
provides: [{capability: pressing, throughput: 60 ea/h}]
footprint: {floor-area: 2 m2, power: 0 kW, lifetime: 9000 h}
safety: [{hazard: crushing, note: Keep your hands out.}]
sources: [{title: Measured on the first press, grade: stated}]
",
    ),
    (
        BUILD,
        "# Build\n\n## Saw\n\n[2 levers](part:lever?quantity=2) ![The lever](lever.svg)\n\n## Bolt\n\n[4 bolts](item:bolt?quantity=4)\n\n\
         ## Test\n\n## Operation\n\n## Maintenance\n\n## Disposal\n",
    ),
    (
        CATALOG,
        "kind: material\nid: bolt\ntitle: Bolt M12\ndescription: ISO 4017, 8.8\nunit: ea\nmass: 0.1 kg\norigin: bought\nprice: 1 USD\n---\n\
         kind: material\nid: bar\nunit: kg\norigin: raw\nfrom: waste\n",
    ),
    ("capabilities/all.yaml", "kind: capability\nid: sawing\n---\nkind: capability\nid: assembly\n---\nkind: capability\nid: pressing\n"),
    ("plans/press/press.png", "\u{89}PNG"),
    ("plans/press/lever.svg", "<svg/>"),
    ("plans/press/press.FCStd", "PK"),
    ("plans/press/press.hex", ":00000001FF"),
];

/// For each criterion: the file, what is taken away from it, what is put there, and how much is left of the criterion.
const BREAKS: &[(&str, &str, &str, &str, f64)] = &[
    ("title", PLAN, "title: Brick press\n", "", 0.0),
    ("summary", PLAN, "Presses bricks from damp soil.", "What it does, in a sentence.", 0.0),
    ("description", PLAN, "; it leaves out the mixing of the soil, and the drying", "", 0.0),
    ("keywords", PLAN, "keywords: [brick]\n", "", 0.0),
    ("authors", PLAN, "authors: [{name: A workshop}]\n", "", 0.0),
    ("home", MANIFEST, "url: https://example.org/press\n", "", 0.0),
    ("version", PLAN, "version: 0.1.0\n", "", 0.0),
    ("readiness", PLAN, "readiness: prototype\n", "", 0.0),
    ("image", PLAN, "image-alt: The press with its lever up.\n", "", 0.5),
    ("image", PLAN, "image: press.png", "image: other.png", 0.0),
    ("hardware-license", PLAN, "hardware: CERN-OHL-S-2.0, ", "", 0.0),
    ("documentation-license", PLAN, "documentation: CC-BY-SA-4.0, ", "", 0.0),
    ("software-license", PLAN, ", software: GPL-3.0-or-later", "", 0.0),
    ("source-files", PLAN, "press.FCStd, role: source", "press.FCStd, role: export", 0.0),
    ("drawings", PLAN, "    drawing: lever.svg\n", "", 0.0),
    ("part-materials", PLAN, "    from: [{item: bar, quantity: 15 kg}]\n", "", 0.0),
    ("operations", PLAN, "    operations: [{capability: sawing, time: 5 min, note: saw}]\n", "", 0.5),
    ("operations", PLAN, "operations: [{capability: assembly, time: 1 h, note: assemble}]\n", "", 0.5),
    ("work-times", PLAN, ", time: 5 min, note: saw", "", 0.5),
    ("bought-named", CATALOG, "description: ISO 4017, 8.8\n", "", 0.0),
    ("bought-prices", CATALOG, "price: 1 USD\n", "", 0.0),
    ("masses", CATALOG, "mass: 0.1 kg\n", "", 2.0 / 3.0),
    ("masses", PLAN, ", mass: 30 kg", "", 2.0 / 3.0),
    ("steps-bound", BUILD, "[4 bolts](item:bolt?quantity=4)", "four bolts", 0.5),
    ("step-pictures", BUILD, " ![The lever](lever.svg)", "", 0.0),
    ("safety", PLAN, "safety: [{hazard: crushing, note: Keep your hands out.}]\n", "", 0.0),
    ("safety", PLAN, ", note: Keep your hands out.", "", 0.0),
    ("performance", PLAN, ", throughput: 60 ea/h", "", 0.0),
    ("footprint", PLAN, ", power: 0 kW, lifetime: 9000 h", "", 1.0 / 3.0),
    ("testing", BUILD, "## Test\n", "", 0.0),
    ("operation", BUILD, "## Operation\n", "", 0.0),
    ("maintenance", BUILD, "## Maintenance\n", "", 0.0),
    ("disposal", BUILD, "## Disposal\n", "", 0.0),
    ("evidence", PLAN, "grade: stated", "grade: estimated", 0.0),
];

/// The score of the only plan of these files.
fn score_of<'f>(files: impl IntoIterator<Item = (&'f str, String)>) -> PlanScore {
    let world = MemoryWorld::new(files);
    let checked = check(&world, load(&world, Vec::new()));
    let [score] = &scores(&world, &checked)[..] else { panic!("one plan: {:?}", checked.diagnostics) };
    score.clone()
}

fn whole() -> BTreeMap<&'static str, String> {
    WHOLE.iter().map(|(path, text)| (*path, (*text).to_owned())).collect()
}

fn broken(breaks: &[usize]) -> BTreeMap<&'static str, String> {
    let mut files = whole();
    for index in breaks {
        let (criterion, file, from, to, _) = BREAKS[*index];
        let text = files.get_mut(file).expect("a file");
        assert!(text.contains(from) || breaks.len() > 1, "{criterion}: {from}");
        *text = text.replace(from, to);
    }
    files
}

#[test]
fn a_plan_that_holds_everything_has_100_points() {
    let score = score_of(whole());
    assert_eq!(score.missing, []);
    assert!((score.score - 100.0).abs() < 1e-9 && score.met.len() == CRITERIA.len());
}

#[test]
fn each_break_costs_its_criterion_and_no_other() {
    for (index, (criterion, _, from, _, share)) in BREAKS.iter().enumerate() {
        let score = score_of(broken(&[index]));
        let [missing] = &score.missing[..] else { panic!("{criterion}, {from}: {:?}", score.missing) };
        assert_eq!(missing.criterion.id, *criterion, "{from}");
        assert!((missing.share - share).abs() < 1e-9, "{criterion}: {}", missing.share);
        assert!((score.score + missing.raises_by - 100.0).abs() < 1e-9);
        assert!(missing.advice.ends_with('.') && missing.advice.len() < 200, "{}", missing.advice);
    }
}

/// What cannot go alone: a plan without a bill, without instructions, without sources is not asked for what stands in them.
#[test]
fn what_is_empty_is_one_thing_to_do_and_not_several() {
    let lacks = |file: &str, change: fn(&str) -> String| {
        let mut files = whole();
        let text = files.get_mut(file).expect("a file");
        *text = change(text);
        score_of(files).missing.iter().map(|missing| missing.criterion.id).collect::<BTreeSet<&str>>()
    };
    assert_eq!(lacks(PLAN, cut_bill), BTreeSet::from(["bill"]));
    let no_text = lacks(PLAN, |text| text.replace("instructions: build.md\n", ""));
    let told_there = ["disposal", "instructions", "maintenance", "operation", "steps-bound", "testing"];
    assert_eq!(no_text, BTreeSet::from(told_there));
    assert_eq!(
        lacks(PLAN, |text| text.replace("sources: [{title: Measured on the first press, grade: stated}]\n", "")),
        BTreeSet::from(["sources"])
    );
    let no_tools = lacks(PLAN, |text| {
        text.replace("    operations: [{capability: sawing, time: 5 min, note: saw}]\n", "")
            .replace("operations: [{capability: assembly, time: 1 h, note: assemble}]\n", "")
    });
    assert_eq!(no_tools, BTreeSet::from(["operations", "tools"]));
}

fn cut_bill(text: &str) -> String {
    let (head, rest) = text.split_once("bom:\n").expect("a bill");
    let (_, tail) = rest.split_once("\noperations:").expect("operations");
    format!("{head}operations:{tail}")
}

#[test]
fn every_criterion_is_broken_somewhere() {
    let in_the_table = BREAKS.iter().map(|(criterion, ..)| *criterion);
    let together = ["bill", "instructions", "sources", "tools"];
    let tested: BTreeSet<&str> = in_the_table.chain(together).collect();
    assert_eq!(tested, CRITERIA.iter().map(|criterion| criterion.id).collect());
    assert_eq!(tested.len(), CRITERIA.len(), "names are unique");
}

#[test]
fn a_plan_without_parts_of_its_own_is_not_asked_for_drawings() {
    let files = [
        (MANIFEST, "kind: repository\nformat: 1\nname: test\n".to_owned()),
        (PLAN, "kind: plan\nid: press\nbom: [{item: bolt, quantity: 4 ea}]\n".to_owned()),
        (CATALOG, WHOLE[3].1.to_owned()),
    ];
    let score = score_of(files);
    let told: BTreeSet<&str> =
        score.missing.iter().map(|missing| missing.criterion).chain(score.met).map(|criterion| criterion.id).collect();
    for criterion in CRITERIA {
        let is_asked = ![
            "drawings",
            "evidence",
            "footprint",
            "part-materials",
            "software-license",
            "source-files",
            "step-pictures",
            "work-times",
        ]
        .contains(&criterion.id);
        assert_eq!(told.contains(criterion.id), is_asked, "{}", criterion.id);
        assert!(is_asked || !criterion.not_asked.is_empty(), "{} says when it is not asked", criterion.id);
    }
}

#[test]
fn a_plan_that_could_not_be_read_has_no_score() {
    let mut files = whole();
    files.insert(PLAN, WHOLE[1].1.replace("summary:", "sumary:"));
    let world = MemoryWorld::new(files);
    let checked = check(&world, load(&world, Vec::new()));
    assert_eq!(scores(&world, &checked), []);
}

#[test]
fn a_subject_is_found_in_other_languages_and_files_but_not_within_words() {
    let has = |heading: &str, criterion: &str| {
        let mut files = broken(&[BREAKS.iter().position(|(name, ..)| *name == criterion).expect("a break")]);
        files.entry(BUILD).and_modify(|text| text.push_str(heading));
        files.insert("plans/press/user-manual.md", "Pull the lever.".to_owned());
        score_of(files).missing.is_empty()
    };
    for (heading, criterion) in [
        ("\n## Wartung\n", "maintenance"),
        ("\n## Keep it running\n", "maintenance"),
        ("\n## Entretien courant\n", "maintenance"),
        ("\n## At the end of life\n", "disposal"),
        ("\n[How to press](user-manual.md)\n", "operation"),
    ] {
        assert!(has(heading, criterion), "{heading}");
    }
    for (heading, criterion) in [
        ("\n## House and fuse, useful\n", "operation"),
        ("\n## Careful: wear gloves\n", "maintenance"),
        ("\n[Manual](other/user-manual.md)\n", "operation"),
    ] {
        assert!(!has(heading, criterion), "{heading}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn points_and_what_would_raise_them_make_100(breaks in proptest::collection::btree_set(0..BREAKS.len(), 0..8)) {
        let score = score_of(broken(&breaks.into_iter().collect::<Vec<_>>()));
        let raises: f64 = score.missing.iter().map(|missing| missing.raises_by).sum();
        prop_assert!((0.0..=100.0 + 1e-9).contains(&score.score));
        prop_assert!((score.score + raises - 100.0).abs() < 1e-6);
        prop_assert!(score.missing.windows(2).all(|pair| pair[0].raises_by >= pair[1].raises_by));
        prop_assert!(score.missing.iter().all(|missing| (0.0..1.0).contains(&missing.share)));
    }
}
