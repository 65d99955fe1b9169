//! A cause is told once, and one broken file never hides the problems of another.

use super::findings;

const STEEL: (&str, &str) = ("materials/steel.yaml", "kind: material\nid: steel\nunit: kg\norigin: made\n");
const SCRAP: (&str, &str) = ("materials/scrap.yaml", "kind: material\nid: scrap\nunit: kg\norigin: raw\n");

fn melting(text: &str) -> String {
    format!("kind: process\nid: melt\n{text}")
}

fn with_melting(text: &str) -> Vec<String> {
    findings(&[STEEL, SCRAP, ("processes/melt.yaml", &melting(text))])
}

#[test]
fn nothing_is_wrong_to_begin_with() {
    assert_eq!(
        with_melting("outputs: [{item: steel, quantity: 1 kg}]\ninputs: [{item: scrap, quantity: 1 kg}]\n"),
        [""; 0]
    );
}

#[test]
fn the_outputs_of_a_broken_process_are_no_dead_ends() {
    for (text, found) in [
        ("outputs: [{item: steel, quantity: 1 kg}\n", "invalid-yaml: "),
        ("outputs: [{item: steel, quantity: 1 kgg}]\n", "invalid-quantity: kgg"),
        ("outputs: [{item: steel, quantity: 1 m}]\n", "unit-mismatch: 1 m"),
        ("outputs: [{itm: steel, quantity: 1 kg}]\n", "unknown-field: itm"),
        ("outputs: {item: steel, quantity: 1 kg}\n", "schema-violation: item"),
        ("outputs: [{item: stel, quantity: 1 kg}]\n", "dangling-reference: stel"),
        ("output: [{item: steel, quantity: 1 kg}]\n", "unknown-field: output"),
        ("outputs: &all [{item: steel, quantity: 1 kg}]\n", "invalid-yaml: "),
    ] {
        let findings = with_melting(text);
        assert_eq!(findings.len(), 1, "{text}: {findings:?}");
        assert!(findings[0].starts_with(found), "{text}: {findings:?}");
    }
}

#[test]
fn a_process_of_an_unknown_kind_tells_only_that() {
    let files =
        [STEEL, SCRAP, ("processes/melt.yaml", "kind: proces\nid: melt\noutputs: [{item: steel, quantity: 1 kg}]\n")];
    assert_eq!(findings(&files), ["unknown-kind: proces"]);
}

#[test]
fn a_process_with_the_id_of_another_still_makes_what_it_makes() {
    let process = "kind: process\nid: melt\noutputs: [{item: slag, quantity: 1 kg}]\n---\nkind: process\nid: melt\noutputs: [{item: steel, quantity: 1 kg}]\n";
    let slag = ("materials/slag.yaml", "kind: material\nid: slag\nunit: kg\n");
    assert_eq!(findings(&[STEEL, slag, ("processes/melt.yaml", process)]), ["duplicate-id: melt"]);
}

const USER: (&str, &str) = ("plans/user/plan.yaml", "kind: plan\nid: user\nbom: [{item: press, quantity: 1 ea}]\n");

#[test]
fn references_to_a_broken_plan_do_not_dangle() {
    for (text, found) in [
        ("kind: plan\nid: press\nbom: [\n", "invalid-yaml"),
        ("kind: plan\ntitle: No id\n", "schema-violation"),
        ("kind: plan\nidd: press\n", "unknown-field"),
        ("id: press\n", "missing-kind"),
        ("kind: plan\nid: pres\n", "id-mismatch"),
        ("- press\n", "missing-kind"),
    ] {
        let findings = findings(&[USER, ("plans/press/plan.yaml", text)]);
        assert_eq!(findings.len(), 1, "{text}: {findings:?}");
        assert!(findings[0].starts_with(found), "{text}: {findings:?}");
    }
}

#[test]
fn references_to_a_broken_material_do_not_dangle() {
    for text in
        ["kind: material\nid: press\nunit: [\n", "kind: material\nidd: press\nunit: kg\n", "kind: matrial\nid: press\n"]
    {
        let findings = findings(&[USER, ("materials/press.yaml", text)]);
        assert_eq!(findings.len(), 1, "{text}: {findings:?}");
    }
}

#[test]
fn a_material_without_a_unit_makes_no_mismatches() {
    let material = ("materials/press.yaml", "kind: material\nid: press\nunit: kgg\norigin: bought\nprice: 3 USD/kg\n");
    assert_eq!(findings(&[USER, material]), ["invalid-quantity: kgg"]);
}

#[test]
fn a_broken_file_hides_no_problem_of_another() {
    let broken = (
        "plans/broken/plan.yaml",
        "kind: plan\nid: broken\nsummry: x\nbom: [{item: steel, quantity: 1 kg}, {item: nothing, quantity: 1 ea}]\n",
    );
    let other = ("plans/other/plan.yaml", "kind: plan\nid: other\nbom: [{item: nothing, quantity: 1 ea}]\n");
    let unreadable = ("plans/lost/plan.yaml", "kind: plan\nid: lost\nbom: [{item: scrap, quantity: 1 kg\n");
    let found = findings(&[STEEL, SCRAP, broken, other, unreadable]);
    let expected = ["dead-end-item: steel", "unknown-field: summry", "dangling-reference: nothing"];
    for finding in expected {
        assert!(found.contains(&finding.to_owned()), "{finding} in {found:?}");
    }
    assert_eq!(found.iter().filter(|finding| finding.starts_with("invalid-yaml")).count(), 1, "{found:?}");
    assert_eq!(found.len(), 5, "{found:?}");
}

#[test]
fn a_faulty_process_hides_no_dead_end_among_its_inputs() {
    let findings = with_melting(
        "outputz: []\noutputs: [{item: scrap, quantity: 1 kg}]\ninputs: [{item: steel, quantity: 1 kg}]\n",
    );
    assert_eq!(findings, ["dead-end-item: steel", "unknown-field: outputz"]);
}

#[test]
fn a_file_that_is_named_twice_is_missing_once() {
    let plan =
        "kind: plan\nid: press\nfiles: [{path: leg.dxf}]\nbom:\n  - {part: leg, quantity: 1 ea, drawing: leg.dxf}\n";
    assert_eq!(findings(&[("plans/press/plan.yaml", plan)]), ["missing-file: leg.dxf"]);
}

#[test]
fn a_bad_licence_for_everything_is_told_once() {
    assert_eq!(
        findings(&[("plans/press/plan.yaml", "kind: plan\nid: press\nlicense: GPLv3\n")]),
        ["invalid-license: GPLv3"]
    );
}

#[test]
fn what_is_missing_is_told_once_a_file_with_all_places_that_name_it() {
    let plan = |id: &str| {
        let line = "  - {item: bolt, quantity: 1}\n";
        (format!("plans/{id}/plan.yaml"), format!("kind: plan\nid: {id}\nbom:\n{line}{line}{line}"))
    };
    let checked = super::checked(&crate::world::MemoryWorld::new([plan("a"), plan("b")]));
    let found = super::errors(&checked);
    let [finding, _] = found[..] else { panic!("two findings, not {found:?}") };
    assert_eq!(finding.labels.len(), 2);
    assert_eq!(finding.message, "there is no item `bolt`, which 3 places here name");
}

#[test]
fn a_bad_id_is_told_where_it_is_given() {
    let bolt = ("materials/bolt.yaml", "kind: material\nid: Bolt M12\nunit: ea\norigin: bought\n");
    let good = ("plans/a/plan.yaml", "kind: plan\nid: a\nbom: [{item: bolt-m12, quantity: 1}]\n");
    assert_eq!(findings(&[bolt, good]), ["schema-violation: Bolt M12"]);
    let bolt = ("materials/bolt.yaml", "kind: material\nid: bolt-m12\nunit: ea\norigin: bought\n");
    let bad = ("plans/a/plan.yaml", "kind: plan\nid: a\nbom: [{item: Bolt M12, quantity: 1}]\n");
    assert_eq!(findings(&[bolt, bad]), ["schema-violation: Bolt M12"]);
}

#[test]
fn a_bad_source_is_no_missing_one() {
    let text = "kind: process\nid: melt\noutputs: [{item: scrap, quantity: 1 kg, source: book}]\nsources: [{idd: book, title: Book}]\n";
    assert_eq!(findings(&[SCRAP, ("processes/melt.yaml", text)]), ["unknown-field: idd"]);
}

#[test]
fn a_bad_mass_makes_no_mismatches() {
    for (mass, found) in [("zzz", "invalid-quantity: zzz"), ("-3 kg/m", "non-positive-quantity: -3 kg/m")] {
        let tube = format!("kind: material\nid: tube\nunit: m\nmass: {mass}\nemissions: 2 kg/kg\norigin: bought\n");
        let plan = "kind: plan\nid: a\nbom: [{item: tube, quantity: 3 kg}]\n";
        assert_eq!(findings(&[("materials/tube.yaml", &tube), ("plans/a/plan.yaml", plan)]), [found]);
    }
}

#[test]
fn the_by_products_of_a_broken_bom_are_no_dead_ends() {
    let swarf = ("materials/swarf.yaml", "kind: material\nid: swarf\nunit: kg\n");
    let plan =
        "kind: plan\nid: a\nbomb:\n  - {part: leg, quantity: 1 ea, by-products: [{item: swarf, quantity: 1 kg}]}\n";
    assert_eq!(findings(&[swarf, ("plans/a/plan.yaml", plan)]), ["unknown-field: bomb"]);
}

#[test]
fn a_mass_that_is_none_of_one_unit_is_told_where_it_stands() {
    let tube = ("materials/tube.yaml", "kind: material\nid: tube\nunit: m\nmass: 17 kg\norigin: bought\n");
    let plan = ("plans/a/plan.yaml", "kind: plan\nid: a\nbom: [{item: tube, quantity: 3 kg}]\n");
    assert_eq!(findings(&[tube, plan]), ["unit-mismatch: 17 kg"]);
}

#[test]
fn a_shortened_field_beside_a_misspelt_one_is_not_missing_too() {
    let plan = ("plans/a/plan.yaml", "kind: plan\nid: a\nbom: [{items: scrap, qty: 3 kg}]\n");
    assert_eq!(findings(&[SCRAP, plan]), ["unknown-field: items", "unknown-field: qty"]);
}
