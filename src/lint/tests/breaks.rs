//! One correct repository, broken in exactly one way for each rule: exactly that rule is told, at exactly that word.

use std::collections::{BTreeMap, BTreeSet};

use super::{Checked, ask, checked};
use crate::lint::registry::RULES;
use crate::world::MemoryWorld;

/// The repository: a line `# file: PATH` begins a file of it.
pub(super) const CORRECT: &str = include_str!("correct.txt");

/// A rule, the file, what stands there, and what takes its place. `«` and `»` stand around the words that must be told: in what
/// takes the place, or elsewhere, in `told`.
struct Break {
    rule: &'static str,
    file: &'static str,
    instead_of: &'static str,
    write: &'static str,
    /// Another file, and words of it that stand there once.
    told: Option<(&'static str, &'static str)>,
    /// What the file was at the last tag: these words instead of those.
    released: Option<(&'static str, &'static str)>,
}

const fn swap(rule: &'static str, file: &'static str, instead_of: &'static str, write: &'static str) -> Break {
    Break { rule, file, instead_of, write, told: None, released: None }
}

const fn told(broken: Break, file: &'static str, words: &'static str) -> Break {
    Break { told: Some((file, words)), ..broken }
}

const MANIFEST: &str = "groundup.yaml";
pub(super) const MATERIALS: &str = "materials/all.yaml";
pub(super) const PROCESSES: &str = "processes/steel.yaml";
pub(super) const FRAME: &str = "plans/frame/plan.yaml";
pub(super) const PRESS: &str = "plans/press/plan.yaml";
pub(super) const STEPS: &str = "plans/press/build.md";
const LEG: &str = "plans/press/cad/leg.svg";
const FIRMWARE: &str = "plans/press/firmware/main.ino";
pub(super) const WORKS: &str = "facilities/works.yaml";

/// The rule that needs a facility: it is asked about `works`.
const AT_A_PLACE: &str = "not-makeable-here";

const SVG: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\"/>";

static BREAKS: &[Break] = &[
    told(swap("unknown-template", "templates/paln.hbs", "", "x"), MANIFEST, "name: «works»\n"),
    swap("invalid-yaml", WORKS, "power: 300 kW", "power: «@»300 kW"),
    swap("duplicate-key", WORKS, "power: 300 kW\n", "power: 300 kW\n«power»: 400 kW\n"),
    swap("missing-kind", WORKS, "kind: facility\nid: works", "«id»: works"),
    swap("unknown-kind", WORKS, "kind: facility", "kind: «facilty»"),
    swap("unknown-field", WORKS, "power: 300 kW", "«powr»: 300 kW"),
    swap("schema-violation", WORKS, "imports: listed", "imports: «some»"),
    swap("schema-violation", PROCESSES, "yield: 1.0", "yield: «95»"),
    swap("invalid-quantity", WORKS, "width: 200 mm", "width: «200 mmm»"),
    swap("unit-mismatch", PRESS, "quantity: 1 m}", "quantity: «1 h»}"),
    swap("non-positive-quantity", PRESS, "welding, time: 4 h", "welding, time: «-4 h»"),
    swap("duplicate-id", PROCESSES, "id: warm\noutputs: [{item: heat,", "id: «roll»\noutputs: [{item: heat,"),
    swap("id-mismatch", FRAME, "id: frame\n", "id: «fram»\n"),
    swap("dangling-reference", PRESS, "{item: frame,", "{item: «fram»,"),
    swap("bom-cycle", FRAME, "2.1 m}\n", "2.1 m}\n  - {item: «press», quantity: 0.001}\n"),
    told(
        swap("dead-end-item", MATERIALS, "emissions: 0.11 kg\norigin: bought", "emissions: 0.11 kg\norigin: made"),
        MATERIALS,
        "id: «bolt-m12x45»",
    ),
    told(swap("made-from-nothing", PRESS, "    from: [{item: bar, quantity: 1 m}]\n", ""), PRESS, "part: «leg»"),
    swap(
        "alternative-unit-differs",
        PRESS,
        "{item: bar, quantity: 1 m}",
        "{item: bar, quantity: 10 kg, alternatives: [«lubricant»]}",
    ),
    swap("invalid-license", PRESS, "hardware: CERN-OHL-S-2.0", "hardware: «CERN OHL S»"),
    swap("closed-license", PRESS, "documentation: CC-BY-SA-4.0", "documentation: «CC-BY-NC-4.0»"),
    told(swap("missing-license", PRESS, ", software: GPL-3.0-or-later", ""), PRESS, "hardware: «CERN-OHL-S-2.0»"),
    told(swap("incompatible-license", PRESS, "hardware: CERN-OHL-S-2.0", "hardware: MIT"), PRESS, "item: «frame»"),
    told(
        swap(
            "file-license-differs",
            FIRMWARE,
            "void setup() {}",
            "// SPDX-License-Identifier: EPL-2.0\nvoid setup() {}",
        ),
        PRESS,
        "path: «firmware/main.ino»",
    ),
    swap("nameless-author", PRESS, "name: Village works", "name: «TODO»"),
    swap("missing-file", PRESS, "cad/draw.py", "«cad/drow.py»"),
    swap("file-outside-repository", PRESS, "image: images/press.svg", "image: «../../../press.svg»"),
    told(
        swap("export-without-source", PRESS, "  - {path: cad/draw.py, role: source}\n", ""),
        PRESS,
        "path: «cad/leg.svg»",
    ),
    swap("broken-build-link", STEPS, "capability:cutting/saw", "«capability:cutting/sow»"),
    told(
        swap("unused-bom-line", STEPS, "[4 bolts](item:bolt-m12x40?quantity=4)", "4 bolts"),
        PRESS,
        "item: «bolt-m12x40»",
    ),
    swap("step-quantity-mismatch", STEPS, "item:bolt-m12x40?quantity=4", "«item:bolt-m12x40?quantity=3»"),
    swap("item-not-in-bom", STEPS, "## Weld\n", "## Weld\n\nOil it [well](«item:lubricant»).\n"),
    swap(
        "broken-description-link",
        PRESS,
        "version: 1.2.0\n",
        "version: 1.2.0\ndescription: Stands on four [legs](«part:legs»).\n",
    ),
    swap("capability-not-in-plan", STEPS, "## Weld\n", "## Weld\n\n[Roll](«capability:rolling/hot») it first.\n"),
    told(swap("operation-without-instructions", PRESS, ", instructions: '#weld'", ""), PRESS, "capability: «welding»"),
    swap("broken-anchor", PRESS, "instructions: '#weld'", "instructions: «'#wled'»"),
    told(swap("mass-imbalance", PROCESSES, "1060 kg", "960 kg"), PROCESSES, "item: «steel-liquid», quantity: 1 t"),
    told(swap("undeclared-loss", PROCESSES, "losses: [{quantity: 40 kg, to: air}]\n", ""), PROCESSES, "id: «melt»"),
    swap("blank-mismatch", PRESS, "length: 990 mm", "length: «99 mm»"),
    swap("plan-mass-mismatch", PRESS, "mass: 41.2 kg", "mass: «141.2 kg»"),
    swap("implausible-energy", PROCESSES, "quantity: 625 kWh", "quantity: «62.5 kWh»"),
    told(swap("implausible-throughput", WORKS, "power: 200 kW", "power: 20 kW"), WORKS, "throughput: «320 kg/h»"),
    swap(
        "unused-item",
        MATERIALS,
        "kind: material\nid: heat\n",
        "kind: material\nid: «hay»\nunit: kg\norigin: raw\n---\nkind: material\nid: heat\n",
    ),
    swap(
        "duplicate-recipe",
        PROCESSES,
        "kind: process\nid: warm\n",
        "kind: process\nid: heat-up\noutputs: [{item: heat, quantity: 10 kWh}]\ninputs: [{item: electricity, quantity: 11 kWh}]\n\
         operations: [{capability: heating, time: 1 h}]\nsources: [{title: Judged, grade: estimated}]\n---\nkind: process\nid: «warm»\n",
    ),
    told(
        swap("barren-loop", PROCESSES, "{item: electricity, quantity: 11 kWh}", "{item: heat, quantity: 11 kWh}"),
        PROCESSES,
        "item: «heat», quantity: 10 kWh",
    ),
    told(
        swap("missing-safety", PRESS, "safety: [{hazard: crushing, note: Nobody reaches in.}]\n", ""),
        PRESS,
        "id: «press»",
    ),
    swap(
        "broken-build-link",
        STEPS,
        "![The press from the front](images/press.svg)",
        "![The press from the front](«images/pres.svg»)",
    ),
    swap(
        "remote-picture",
        STEPS,
        "![The press from the front](images/press.svg)",
        "![The press from the front](«https://example.org/press.svg»)",
    ),
    swap("image-without-alt", STEPS, "![The press from the front](images/press.svg)", "«![](images/press.svg)»"),
    told(
        swap("unreadable-file", LEG, SVG, "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 10"),
        PRESS,
        "path: «cad/leg.svg»",
    ),
    told(swap("wrong-file-content", LEG, SVG, "A leg."), PRESS, "path: «cad/leg.svg»"),
    told(
        swap("figure-without-source", PRESS, "sources: [{title: Weighed, grade: estimated}]\n", ""),
        PRESS,
        "id: «press»",
    ),
    swap("estimate-as-stated", PRESS, "title: Weighed, grade: estimated", "title: «Own estimate», grade: stated"),
    told(swap("missing-figure", MATERIALS, "price: 0.4 EUR\n", ""), MATERIALS, "id: «bolt-m12x40»"),
    Break { released: Some(("quantity: 4,", "quantity: 6,")), ..swap("stale-version", PRESS, "1.2.0", "«1.2.0»") },
    told(
        swap("not-makeable-here", WORKS, "envelope: {width: 200 mm}", "envelope: {width: 20 mm}"),
        PRESS,
        "capability: «cutting/saw»",
    ),
    told(
        swap("currency-without-rate", MANIFEST, "exchange-rates: {EUR: 1.08 USD}\n", ""),
        MATERIALS,
        "price: «0.4 EUR»",
    ),
    swap(
        "invalid-lint-setting",
        MANIFEST,
        "currency: USD\n",
        "currency: USD\nlint: [{rule: «no-such-rule», level: error}]\n",
    ),
    swap("unused-allow", PROCESSES, "yield: 1.0", "yield: 1.0 # groundup: allow «mass-imbalance» (weighed wet)"),
];

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
    for it in BREAKS {
        let mut files = correct();
        // A file that is not there is added.
        let marked_text =
            files.get(it.file).map_or_else(|| it.write.to_owned(), |text| replaced(text, it.instead_of, it.write));
        let text = marked_text.replace(['«', '»'], "");
        files.insert(it.file, text.clone());
        let (file, marks) = it.told.unwrap_or((it.file, it.write));
        let (place, words) = marked(&files[file], marks).unwrap_or_else(|| panic!("{}: `{marks}` is nowhere", it.rule));
        let world = MemoryWorld::new(files);
        let world = match it.released {
            Some((now, then)) => world.with_release("v1", [(it.file, replaced(&text, now, then))]),
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
    let broken: BTreeSet<&str> = BREAKS.iter().map(|it| it.rule).collect();
    let rules: BTreeSet<&str> = RULES.iter().map(|rule| rule.name).collect();
    assert_eq!(broken, rules);
}
