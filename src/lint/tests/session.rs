//! A session's findings are those of a fresh check, whatever was edited in between.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use crate::catalog::load;
use crate::diagnostic::Diagnostic;
use crate::emit::check_json;
use crate::graph::Graph;
use crate::lint::registry::rule;
use crate::lint::session::{NEAR, Session, Touched};
use crate::lint::{Checked, check};
use crate::text::RepoPath;
use crate::world::MemoryWorld;

const PATHS: [&str; 9] = [
    "capabilities/all.yaml",
    "groundup.yaml",
    "materials/a.yaml",
    "materials/b.yaml",
    "plans/press/build.md",
    "plans/press/plan.yaml",
    "plans/table/plan.yaml",
    "processes/all.yaml",
    "plans/press/notes.txt",
];

const CONTENTS: [&str; 22] = [
    "kind: repository\nformat: 1\nname: test\n",
    "kind: repository\nformat: 1\nname: test\nlint:\n  - {rule: missing-safety, level: off}\n  - {rule: unused-item, level: error}\n",
    "kind: capability\nid: welding\n---\nkind: capability\nid: welding/mig\nparameters: {thickness: {unit: mm, fits: at-most}}\n",
    "kind: material\nid: steel\nunit: kg\norigin: raw\n---\nkind: material\nid: bolt\nunit: ea\nmass: 0.1 kg\norigin: bought\n",
    "# groundup: allow unused-item (kept for later)\nkind: material\nid: bolt\nunit: ea\nmass: 0.2 kg\norigin: bought\n---\nkind: material\nid: tube\nunit: m\nmass: 2 kg/m\norigin: made\n",
    "kind: material\nid: steel\nunit: m\nmass: 3 kg/m\norigin: raw\n",
    "kind: material\nid: [broken\n",
    "kind: material\nid: rod\nunit: wrong\norigin: raw\n---\nkind: material\nid: nut\nunit: ea\norigin: bought\n",
    "kind: plan\nid: press\nmakes: {mass: 12 kg}\ninstructions: build.md\nbom:\n  - {item: steel, quantity: 10 kg}\n  - {item: bolt, quantity: 4 ea}\noperations:\n  - {capability: welding/mig, envelope: {thickness: 3 mm}, time: 1 h, instructions: '#weld'}\n",
    "# a comment more\nkind: plan\nid: press\nmakes: {mass: 12 kg}\ninstructions: build.md\nbom:\n  - {item: steel, quantity: 10 kg}\n  - part: leg\n    quantity: 2 ea\n    from: [{item: tube, quantity: 1 m}]\n    operations: [{capability: welding, time: 3 min}]\noperations:\n  - {capability: wedling, time: 1 h, instructions: '#weld'}\n",
    "kind: plan\nid: press\ninstructions: build.md\nbom:\n  - {item: table, quantity: 1 ea}\n  - {item: stele, quantity: 10 kg}\nfiles: [{path: notes.txt, role: source}]\n",
    "kind: plan\nid: table\nbom:\n  - {item: press/leg, quantity: 4 ea}\n  - {item: steel, quantity: 1 kg}\n",
    "kind: plan\nid: table\nmakes: {mass: 40 kg}\ninstructions: ../press/build.md\nbom:\n  - {item: press, quantity: 2 ea}\n  - {item: bolt, quantity: 8 ea} # groundup: allow unused-bom-line (plain)\n",
    "kind: plan\nid: bolt\nbom: [{item: rod, quantity: 1 kg}]\n",
    "kind: process\nid: draw\noutputs: [{item: tube, quantity: 10 m}]\ninputs: [{item: steel, quantity: 25 kg}]\noperations: [{capability: welding/mig, envelope: {thickness: 1 mm}, time: 1 h}]\n",
    "kind: process\nid: draw\noutputs: [{item: tube, quantity: 10 m}]\ninputs: [{item: steel, quantity: 2 kg}]\n---\nkind: process\nid: pull\noutputs: [{item: tube, quantity: 20 m}]\ninputs: [{item: steel, quantity: 4 kg}]\n",
    "# Press\n\n## Weld\n\nTake [4 bolts](item:bolt?quantity=4) and [legs](part:leg?quantity=2).\n\n![](frame.png)\n",
    "# Press\n\n## Welding\n\nTake [bolts](item:bolt?quantity=3), a [table](plan:table), an [item](item:tube).\n",
    "<!-- groundup: allow broken-build-link (soon) -->\n# Press\n\n[legs](part:lge?quantity=2)\n",
    "",
    "kind: unknown\n",
    "kind: material\nid: tube\nunit: m\nmass: 2 kg/m\norigin: bought\n---\nkind: material\nid: tube\nunit: m\norigin: raw\n",
];

/// A few files, and edits: (path, content; none to delete it).
fn edits() -> impl Strategy<Value = Vec<(usize, Option<usize>)>> {
    let content = prop_oneof![9 => (0..CONTENTS.len()).prop_map(Some), 1 => Just(None)];
    // Most edits put a content where it belongs, so that plans, materials and processes meet.
    let fitting = prop::sample::select(vec![
        (1, 0),
        (1, 1),
        (0, 2),
        (2, 3),
        (3, 4),
        (2, 5),
        (3, 5),
        (3, 7),
        (5, 8),
        (5, 9),
        (5, 10),
        (6, 11),
        (6, 12),
        (6, 13),
        (7, 14),
        (7, 15),
        (4, 16),
        (4, 17),
        (4, 18),
        (3, 21),
        (8, 19),
        (8, 20),
    ]);
    let edit = prop_oneof![
        4 => fitting.prop_map(|(path, content)| (path, Some(content))),
        1 => (0..PATHS.len(), content),
    ];
    prop::collection::vec(edit, 1..14)
}

fn fresh(files: &BTreeMap<&str, &str>) -> Checked {
    let world = MemoryWorld::new(files);
    check(&world, load(&world, Vec::new()))
}

fn report(checked: &Checked) -> String {
    let report = check_json(&checked.diagnostics, &checked.sources, checked.document_count, None);
    serde_json::to_string_pretty(&report).expect("JSON")
}

/// What the rules find that look no further than what a document needs.
fn near(checked: &Checked) -> String {
    let is_near = |found: &&Diagnostic| NEAR.contains(&found.rule);
    let found: Vec<Diagnostic> = checked.diagnostics.iter().filter(is_near).cloned().collect();
    let report = check_json(&found, &checked.sources, checked.document_count, None);
    serde_json::to_string_pretty(&report).expect("JSON")
}

#[test]
fn the_rules_that_look_near_are_in_the_registry() {
    assert!(NEAR.is_sorted() && NEAR.iter().all(|name| rule(name).is_some()));
}

fn starting_files() -> BTreeMap<&'static str, &'static str> {
    BTreeMap::from([
        (PATHS[0], CONTENTS[2]),
        (PATHS[1], CONTENTS[0]),
        (PATHS[2], CONTENTS[3]),
        (PATHS[4], CONTENTS[16]),
        (PATHS[5], CONTENTS[8]),
        (PATHS[7], CONTENTS[14]),
    ])
}

/// Few, unless `PROPTEST_CASES` asks for others than proptest does by itself.
fn cases() -> u32 {
    const USUAL: u32 = 256;
    Some(ProptestConfig::default().cases).filter(|asked| *asked != USUAL).unwrap_or(48)
}

/// How things are had, whatever they are called.
fn untitled(graph: &Graph) -> String {
    let mut graph = graph.clone();
    graph.items.iter_mut().for_each(|item| item.title.clear());
    graph.recipes.iter_mut().for_each(|recipe| recipe.title.clear());
    format!("{:?} {:?}", graph.items, graph.recipes)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), ..ProptestConfig::default() })]

    #[test]
    fn a_recheck_finds_what_a_fresh_check_does(edits in edits(), at_once in 1_usize..3) {
        let mut files = starting_files();
        let mut session = Session::open(&MemoryWorld::new(&files));
        for edits in edits.chunks(at_once) {
            let mut touched = BTreeSet::new();
            for (path, content) in edits {
                match content {
                    Some(content) => files.insert(PATHS[*path], CONTENTS[*content]),
                    None => files.remove(PATHS[*path]),
                };
                touched.insert(RepoPath::new(PATHS[*path]));
            }
            session.prepare();
            if session.touch(&MemoryWorld::new(&files), &touched).is_some() {
                let (at_once, fresh) = (near(session.checked()), near(&fresh(&files)));
                prop_assert_eq!(at_once, fresh);
                let before = untitled(&session.checked().graph);
                if let Some(patch) = session.patch(&MemoryWorld::new(&files), &touched) {
                    if patch.remade.is_empty() {
                        prop_assert_eq!(before, untitled(&session.checked().graph));
                    }
                    let fresh = self::fresh(&files);
                    let told = |checked: &Checked| {
                        let texts = checked.instructions.iter().map(|it| (it.plan, &it.fault, &it.text));
                        // Files that came later have other numbers, so places differ.
                        let titles = |text: &crate::instructions::Text| -> Vec<String> {
                            text.headings.iter().map(|heading| heading.title.clone()).collect()
                        };
                        let texts: Vec<_> =
                            texts.map(|(plan, fault, text)| (plan, fault.is_some(), titles(text))).collect();
                        format!("{:?} {:?} {texts:?}", checked.graph.items, checked.graph.recipes)
                    };
                    prop_assert_eq!(told(session.checked()), told(&fresh));
                }
            }
            let touched = if edits.len() > 1 { Touched::Any } else { Touched::Files(touched) };
            session = session.recheck(&MemoryWorld::new(&files), &touched);
            prop_assert_eq!(report(session.checked()), report(&fresh(&files)));
        }
    }
}
