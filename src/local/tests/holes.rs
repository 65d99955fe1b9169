//! What could not be read does not vanish: what needs it is unresolved, and blocked with a reason, however it is broken.

use crate::catalog::{Catalog, Hole, ItemOwner, link, load};
use crate::graph::{Graph, build};
use crate::local::{Status, Verdict, check, left_out};
use crate::resolve::{Obtain, by_preference, solve};
use crate::world::MemoryWorld;

const NUT: &str = "{kind: material, id: nut, unit: ea, origin: bought, price: 1 USD}\n";
/// A sub-plan that was read may be bought whole where anything may; here it must be made.
const PLACE: &str = "{kind: facility, id: f, imports: listed, import-list: [nut, tube]}\n";

/// A repository, whatever is wrong with it.
fn broken(files: &[(&str, &str)]) -> (Catalog, Graph) {
    let manifest = ("groundup.yaml", "{kind: repository, format: 1, name: world}");
    let mut loaded = load(&MemoryWorld::new([manifest].into_iter().chain(files.iter().copied())), Vec::new());
    link(&mut loaded.catalog);
    let graph = build(&loaded.catalog);
    (loaded.catalog, graph)
}

/// What is unresolved in one of `p`: `id quantity unit`.
fn unresolved(graph: &Graph) -> Vec<String> {
    let root = graph.item_index("p").expect("the plan");
    let resolution = solve(graph, by_preference(graph), root, 1.0).expect("no loop");
    let line = |need: &crate::resolve::Need| {
        let item = graph.item(need.item);
        assert!(need.quantity.is_finite(), "{}", item.id);
        format!("{} {} {}", item.id, need.quantity, item.unit.symbol())
    };
    resolution.leaves(Obtain::Unresolved).map(line).collect()
}

/// The verdict on `p` at `f`, and why each item is blocked.
fn verdict(catalog: &Catalog, graph: &Graph) -> (Verdict, String) {
    let root = graph.item_index("p").expect("the plan");
    let report = check(catalog, graph, 0, root, 1.0).expect("no loop");
    let blocked = report.items.iter().filter(|item| item.status == Status::Blocked);
    let reasons: Vec<String> = blocked.flat_map(|item| item.reasons.clone()).collect();
    (report.verdict, reasons.join("\n"))
}

/// Holds a bill of `p` with one fault: what is unresolved, and what the reason says.
fn holds(bill: &str, others: &[(&str, &str)], expected: &str, reason: &str) {
    let plan = format!("kind: plan\nid: p\nbom:\n{bill}");
    for place in [PLACE, "{kind: facility, id: f, imports: any}\n"].iter().take(if others.is_empty() { 2 } else { 1 }) {
        let mut files = vec![("facilities/f.yaml", *place), ("materials/m.yaml", NUT), ("plans/p/plan.yaml", &plan)];
        files.extend(others);
        let (catalog, graph) = broken(&files);
        assert_eq!(unresolved(&graph), [expected], "{bill} {others:?}");
        let (verdict, reasons) = verdict(&catalog, &graph);
        assert_eq!(verdict, Verdict::Blocked, "{bill} {others:?}");
        assert!(reasons.contains(reason), "{bill}: {reasons}");
    }
}

#[test]
fn a_line_whose_item_cannot_be_found_or_counted_is_unresolved() {
    let lines = [
        ("{item: nosuch, quantity: 3 kg}", "nosuch 3 kg", "`nosuch` is described nowhere"),
        ("{item: nut, quantity: 3 m}", "nut 0 ea", "how much of `nut` is asked for could not be read"),
        ("{item: nut, quantity: -3}", "nut 0 ea", "how much of `nut`"),
        ("{item: nut, quantity: 0}", "nut 0 ea", "how much of `nut`"),
        ("{item: nut}", "nut 0 ea", "how much of `nut`"),
        ("{item: nut, quantity: 3 hogsheads}", "nut 0 ea", "how much of `nut`"),
        ("{item: nut, quantity: 1e-320}", "nut 0 ea", "how much of `nut`"),
        ("{item: nut, quantity: 1, lifetime: 3 V}", "nut 0 ea", "how much of `nut`"),
        ("{itme: nut, quantity: 1}", "p (bom, line 2) 1 ea", "`p (bom, line 2)` could not be read"),
        ("3", "p (bom, line 2) 0 ea", "`p (bom, line 2)` could not be read"),
        ("{part: leg, quantity: some, from: [{item: nut, quantity: 1}]}", "p/leg 0 ea", "how much of `p/leg`"),
        (
            "{part: leg, quantity: 2, from: [{item: nosuch, quantity: 2}]}",
            "nosuch 4 ea",
            "`nosuch` is described nowhere",
        ),
        ("{part: leg, quantity: 2, from: [{quantity: 2}]}", "p/leg (from, line 1) 4 ea", "could not be read"),
    ];
    for (line, expected, reason) in lines {
        holds(&format!("  - {{item: nut, quantity: 1}}\n  - {line}\n"), &[], expected, reason);
    }
    holds("  nut\n", &[], "p (bom) 0 ea", "`p (bom)` could not be read");
}

#[test]
fn what_a_broken_document_defines_is_unresolved() {
    let sub = "  - {item: q, quantity: 2}\n  - {item: nut, quantity: 1}\n";
    let unreadable = "`q` could not be read: plans/q/plan.yaml has errors";
    for plan in [
        "kind: plan\nid: q\nbom:\n  - {item: nut, quantity: 1\n",
        "id: q\nbom: [{item: nut, quantity: 1}]\n",
        "kind: pln\nid: q\nbom: [{item: nut, quantity: 1}]\n",
    ] {
        holds(sub, &[("plans/q/plan.yaml", plan)], "q 2 ea", unreadable);
    }
    let bad = [
        ("kind: plan\nid: q\nbom: [{item: nut, quantity: 3 m}]\n", "nut 0 ea", "how much of `nut`"),
        ("kind: plan\nid: q\nbom: [{item: nosuch, quantity: 3}]\n", "nosuch 6 ea", "`nosuch` is described nowhere"),
        ("kind: plan\nid: q\nmakes: {quantity: 0 ea}\n", "q 2 ea", "in what `q` is counted"),
        ("kind: plan\nid: q\nmakes: {quantity: some}\n", "q 2 ea", "in what `q` is counted"),
    ];
    for (plan, expected, reason) in bad {
        holds(sub, &[("plans/q/plan.yaml", plan)], expected, reason);
    }
    let tube = "  - {item: tube, quantity: 2 m}\n";
    for (material, expected) in [
        ("kind: material\nid: tube\nunit: m\n  mass: 3\n", "tube 2 m"),
        ("kind: material\nid: tube\nunit: furlong\norigin: bought\n", "tube 2 m"),
    ] {
        holds(tube, &[("materials/t.yaml", material)], expected, "`tube`");
    }
}

#[test]
fn another_way_is_taken_where_there_is_one() {
    let plan = "{kind: plan, id: p, bom: [{item: nosuch, quantity: 3, alternatives: [nut]}]}";
    let files = [("facilities/f.yaml", PLACE), ("materials/m.yaml", NUT), ("plans/p/plan.yaml", plan)];
    let (catalog, graph) = broken(&files);
    assert_eq!(unresolved(&graph), [] as [&str; 0]);
    assert_eq!(verdict(&catalog, &graph).0, Verdict::LocalWithImports);
    assert!(
        graph.items.iter().any(|item| item.owner == ItemOwner::Hole(Hole::Document) && item.id.as_str() == "nosuch")
    );
    // No id leads to a hole: nobody can ask for it, stock it or offer it.
    assert_eq!(graph.item_index("nosuch"), None);
}

#[test]
fn what_a_facility_says_and_nobody_can_read_is_not_counted_on() {
    let plan = "{kind: plan, id: p, bom: [{item: ore, quantity: 3 kg}], operations: [{capability: weld, time: 1 h, labour: {skill: welder, time: 1 h}}]}";
    let world = "{kind: material, id: ore, unit: kg, origin: raw}\n---\n{kind: capability, id: weld}\n";
    let place = |people: &str, machine: &str, ore: &str| {
        format!(
            "kind: facility\nid: f\nlabour: [{{skill: welder{people}}}]\nequipment: [{{id: mig, provides: [{{capability: weld}}]{machine}}}]\n\
             resources: [{{item: ore{ore}}}]\n"
        )
    };
    let at = |place: &str| {
        let files = [("facilities/f.yaml", place), ("materials/m.yaml", world), ("plans/p/plan.yaml", plan)];
        let mut loaded = load(
            &MemoryWorld::new([("groundup.yaml", "{kind: repository, format: 1, name: w}")].into_iter().chain(files)),
            Vec::new(),
        );
        link(&mut loaded.catalog);
        let graph = build(&loaded.catalog);
        (verdict(&loaded.catalog, &graph).0, left_out(&loaded.catalog, &graph, 0))
    };
    assert_eq!(at(&place("", "", "")), (Verdict::Local, Vec::new()));
    let faults = [
        (", hours: 0 h/week", "", "", "`welder`"),
        (", hours: much", "", "", "`welder`"),
        (", hours: 3 kg", "", "", "`welder`"),
        (", people: 0", "", "", "`welder`"),
        ("", ", hours: 0 h/week", "", "`mig`"),
        ("", ", hours: often", "", "`mig`"),
        ("", ", hours: 40 h", "", "`mig`"),
        ("", "", ", available: 12 kg/month", "`ore`"),
        ("", "", ", available: 12 kg", "`ore`"),
        ("", "", ", available: 0 kg/year", "`ore`"),
    ];
    for (people, machine, ore, named) in faults {
        let (verdict, said) = at(&place(people, machine, ore));
        assert_eq!(verdict, Verdict::Blocked, "{people}{machine}{ore}");
        assert!(said.iter().any(|sentence| sentence.contains(named)), "{people}{machine}{ore}: {said:?}");
    }
}
