//! Build instructions: what is wrong with them is told at its place in the Markdown, and once.

use super::{checked, errors, findings};
use crate::diagnostic::Severity;
use crate::world::MemoryWorld;

const BOLT: (&str, &str) = ("materials/bolt.yaml", "kind: material\nid: bolt\nunit: ea\norigin: bought\n");

const STAND: &str = "kind: plan\nid: stand\ninstructions: build.md\nbom: [{item: bolt, quantity: 4}]\n";

#[test]
fn a_link_is_underlined_in_the_markdown() {
    let text = "# Höher\n\nNimm [vier](item:bolt?quantity=3).\n";
    let world = MemoryWorld::new([BOLT, ("plans/stand/plan.yaml", STAND), ("plans/stand/build.md", text)]);
    let checked = checked(&world);
    let found = errors(&checked);
    let [finding] = found[..] else { panic!("one finding, not {found:?}") };
    let source = checked.sources.get(finding.span.file);
    let place = source.position(finding.span.start);
    assert_eq!((source.path.as_str(), place.line, place.column), ("plans/stand/build.md", 3, 13));
    assert_eq!(checked.sources.text(finding.span), "item:bolt?quantity=3");
    assert_eq!(checked.sources.text(finding.labels[0].span), "4");
    assert_eq!(checked.sources.document_file_count(), 2);
}

#[test]
fn text_that_is_not_utf8_is_told() {
    let text: &[u8] = b"# A\n\n[4](item:bolt?quantity=4) \xFF\n";
    let world = MemoryWorld::new([
        (BOLT.0, BOLT.1.as_bytes()),
        ("plans/stand/plan.yaml", STAND.as_bytes()),
        ("plans/stand/build.md", text),
    ]);
    let checked = checked(&world);
    let found = errors(&checked);
    let [finding] = found[..] else { panic!("one finding, not {found:?}") };
    assert_eq!(finding.rule, "unreadable-file");
    assert_eq!(checked.sources.get(finding.span.file).position(finding.span.start).line, 3);
}

#[test]
fn an_unknown_item_of_the_bill_is_told_there_alone() {
    let found = findings(&[("plans/stand/plan.yaml", STAND), ("plans/stand/build.md", "[4](item:bolt?quantity=4)")]);
    assert_eq!(found, ["dangling-reference: bolt"]);
}

#[test]
fn a_broken_bill_tells_nothing_of_its_steps() {
    let plan = "kind: plan\nid: stand\ninstructions: build.md\nbomb: [{part: leg, quantity: 4}]\n";
    let found = findings(&[
        BOLT,
        ("plans/stand/plan.yaml", plan),
        ("plans/stand/build.md", "[4](part:leg?quantity=5) [b](item:bolt)"),
    ]);
    assert_eq!(found, ["unknown-field: bomb"]);
}

#[test]
fn missing_instructions_are_told_once() {
    let plan = format!("{STAND}operations: [{{capability: c, instructions: '#x'}}]\n");
    let capability = ("capabilities/c.yaml", "kind: capability\nid: c\n");
    assert_eq!(findings(&[BOLT, capability, ("plans/stand/plan.yaml", &plan)]), ["missing-file: build.md"]);
}

#[test]
fn two_plans_share_their_instructions() {
    let plan =
        |id: &str| format!("kind: plan\nid: {id}\ninstructions: ../build.md\nbom: [{{item: bolt, quantity: 4}}]\n");
    let (a, b) = (plan("a"), plan("b"));
    let text = ("plans/build.md", "[4](item:bolt?quantity=4)\n");
    assert!(findings(&[BOLT, ("plans/a/plan.yaml", &a), ("plans/b/plan.yaml", &b), text]).is_empty());
}

#[test]
fn prose_may_allow_what_is_found_in_it() {
    let allowed = "<!-- groundup: allow step-quantity-mismatch (the rest is spare) -->\n\n[3](item:bolt?quantity=3)\n";
    let world = MemoryWorld::new([BOLT, ("plans/stand/plan.yaml", STAND), ("plans/stand/build.md", allowed)]);
    let checked = checked(&world);
    assert!(checked.diagnostics.iter().all(|d| d.rule != "step-quantity-mismatch" && d.severity == Severity::Warning));
}

#[test]
fn a_mention_of_thousands_of_links_is_quick() {
    let text = "[b](item:bolt?quantity=0.002) [x](item:bold)\n\n".repeat(2_000);
    let world = MemoryWorld::new([BOLT, ("plans/stand/plan.yaml", STAND), ("plans/stand/build.md", &text)]);
    assert_eq!(errors(&checked(&world)).len(), 2_000);
}
