//! Imports, from bytes to files that pass `check`.

use std::collections::BTreeMap;

use super::{Draft, Imported, bring, plan_files, read_bill, read_okh};
use crate::catalog::load;
use crate::diagnostic::Severity;
use crate::lint::{Checked, check};
use crate::quantity::Currency;
use crate::world::MemoryWorld;

const MANIFEST: &str = "kind: repository\nformat: 1\nname: test\nlicense: CC-BY-SA-4.0\ncurrency: USD\n";

const MATERIALS: &str = "kind: material\nid: bolt-m12x40\ntitle: Bolt M12 × 40\nunit: ea\norigin: bought\n---\n\
    kind: material\nid: steel-tube\ntitle: Square tube\nunit: m\nmass: 17 kg/m\norigin: bought\n";

fn repository() -> Vec<(String, Vec<u8>)> {
    [("groundup.yaml", MANIFEST), ("materials/all.yaml", MATERIALS)]
        .map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec()))
        .to_vec()
}

fn checked(files: Vec<(String, Vec<u8>)>) -> Checked {
    let world = MemoryWorld::new(files);
    check(&world, load(&world, Vec::new()))
}

/// The files of a draft, once they have been checked: without an error.
fn imported(draft: &Draft, id: &str) -> (BTreeMap<String, String>, Imported) {
    let imported = plan_files(draft, id, &checked(repository()).catalog);
    let mut files = repository();
    files.extend(imported.files.clone());
    let checked = checked(files);
    let errors: Vec<String> = checked
        .diagnostics
        .iter()
        .filter(|found| found.severity == Severity::Error)
        .map(|found| format!("{}: {}: {}", checked.sources.get(found.span.file).path, found.rule, found.message))
        .collect();
    let text = |content: &[u8]| String::from_utf8_lossy(content).into_owned();
    let files: BTreeMap<String, String> =
        imported.files.iter().map(|(path, content)| (path.clone(), text(content))).collect();
    assert!(errors.is_empty(), "{}\n{files:#?}", errors.join("\n"));
    (files, imported)
}

fn table(text: &str) -> (BTreeMap<String, String>, Imported) {
    let mut draft = Draft { origin: "parts.csv".to_owned(), title: Some("Cart".to_owned()), ..Draft::default() };
    read_bill(text.as_bytes(), Currency::USD, &mut draft).expect("a table");
    imported(&draft, "cart")
}

fn holds(text: &str, parts: &[&str]) {
    parts.iter().for_each(|part| assert!(text.contains(part), "`{part}` is not in\n{text}"));
}

#[test]
fn a_spreadsheet_with_a_preamble_sums_and_gaps() {
    let text = "\u{FEFF}Parts of the cart,,,,\n\nPart,Qty,Unit Price ($),Supplier,Weight (g)\n\
        Bolt M12 × 40,16,0.40,,\n\"Wheel, 26\"\"\",2,$35.00,Bike shop,\"1,800\"\n3m string,,,,\nOld cover,0,,,\nTotal,,76.40,,\n";
    let (files, imported) = table(text);
    holds(
        &files["plans/cart/plan.yaml"],
        &[
            "- item: bolt-m12x40\n    quantity: 16 ea",
            "- item: wheel-26\n    quantity: 2 ea",
            "no quantity is given: taken as one",
        ],
    );
    holds(
        &files["materials/cart.yaml"],
        &["title: \"Wheel, 26\\\"\"", "mass: 1.8 kg", "price: 35 USD", "x-supplier: Bike shop", "id: 3m-string"],
    );
    assert_eq!((imported.lines, imported.matched, imported.materials), (3, 1, 2));
    let notes = imported.notes.join("\n");
    holds(&notes, &["line 1, before the header", "is not more than zero", "it is a sum"]);
}

#[test]
fn a_german_list_has_semicolons_and_decimal_commas() {
    let text = "Pos;Bezeichnung;Menge;Einheit;Werkstoff;Gewicht [kg]\n1;Bein;4;Stk;S235;2,5\n2;Vierkantrohr;1,55;m;;\n";
    let (files, _) = table(text);
    holds(
        &files["plans/cart/plan.yaml"],
        &[
            "- part: bein",
            "mass: 2.5 kg",
            "- {item: s235, quantity: 2.5 kg}",
            "- item: vierkantrohr\n    quantity: 1.55 m",
        ],
    );
    holds(&files["materials/cart.yaml"], &["id: s235", "unit: kg", "id: vierkantrohr", "unit: m\n"]);
}

#[test]
fn designators_are_counted_and_what_is_not_fitted_is_left_out() {
    let text = "\"Source:\",\"cart.kicad_sch\"\n\"Reference\",\"Value\",\"Footprint\",\"DNP\"\n\
        \"R1, R2, R5-R7\",\"10k\",\"R_0805\",\"\"\n\"C1\",\"100n\",\"C_0805\",\"DNP\"\n";
    let (files, imported) = table(text);
    holds(&files["plans/cart/plan.yaml"], &["quantity: 5 ea", "x-designators: \"R1, R2, R5-R7\""]);
    holds(&files["materials/cart.yaml"], &["title: \"10k\"", "x-footprint: R_0805"]);
    assert_eq!(imported.lines, 1);
}

#[test]
fn a_quantity_of_another_kind_is_another_thing() {
    let (files, _) = table("item,title,quantity,unit\nsteel-tube,Square tube,2,kg\nsteel-tube,Square tube,3,ea\n");
    holds(
        &files["plans/cart/plan.yaml"],
        &[
            "- item: steel-tube\n    quantity: 2 kg",
            "is counted in m, and this line is not",
            "- item: cart-steel-tube\n    quantity: 3 ea",
        ],
    );
}

#[test]
fn names_alone_are_a_list_too() {
    let (files, imported) = table("Name\nBolt M12 × 40\nSeat\n");
    holds(&files["plans/cart/plan.yaml"], &["- item: bolt-m12x40", "- item: seat"]);
    assert_eq!(imported.lines, 2);
}

#[test]
fn what_is_no_table_is_told_at_its_place() {
    let fault = |text: &str| {
        let fault = read_bill(text.as_bytes(), Currency::USD, &mut Draft::default()).expect_err("a fault");
        (fault.line, fault.column, fault.message)
    };
    let (line, column, message) = fault("Part,Qty\nA,1\n\"B,2\nC,3\n");
    assert_eq!((line, column), (3, 1));
    assert!(message.contains("never closed"), "{message}");
    assert!(fault("1,2\n3,4\n").2.contains("no row names the columns"));
    assert!(fault("\n \n").2.contains("empty"));
    assert!(fault("PK\u{3}\u{4}\0\0").2.contains("no text"));
}

const VERSION_1: &str = "# A manifest\ntitle: Cart\ndescription: Carries soil. It has two wheels.\nintended-use: Carries soil.\n\
    version: 1.10\ndevelopment-stage: prototype\nmade: true\nmade-independently: true\nkeywords: [cart, soil]\n\
    project-link: https://example.org/cart\ndocumentation-home: https://example.org/cart/docs\n\
    license:\n  hardware: CERN OHL v2 S\n  documentation: CC-BY-SA-4.0\n  software: ask us\n\
    licensor:\n  name: Open Source Ecology\n  email: cart@example.org\n\
    bom: bom.md\nimage: front.jpg\ntool-list: https://example.org/tools\n\
    design-files:\n  - path: cad/cart.FCStd\n    title: The cart\n  - path: https://example.org/cart.step\n    title: Export\n\
    making-instructions:\n  - path: steps.md\n\
    health-safety-notice: \"Crushing: keep hands out.\\nRust\"\n\
    standards-used:\n  - standard-title: ISO 2768\n";

fn version_1() -> Draft {
    let mut draft = read_okh("okh.yml", VERSION_1.as_bytes()).expect("a manifest");
    let beside = |path: &str| {
        match path {
        "bom.md" => Some(b"# Parts\n\n| Part | Quantity | Notes |\n|---|--:|---|\n| Bolt M12 \xc3\x97 40 | 16 | zinc |\n| Seat | 1 | |\n".to_vec()),
        "steps.md" => Some(
            b"# Cart\n\n![Front](lost.png)\n\nTake [bolts](item:bolt-m12x40?quantity=16), a [leg](part:leg), see [this](lost.md).\n".to_vec(),
        ),
        "cad/cart.FCStd" => Some(b"PK".to_vec()),
        _ => None,
    }
    };
    bring(&mut draft, Currency::USD, &beside).expect("its files");
    draft
}

#[test]
fn a_manifest_of_version_1_keeps_everything() {
    let (files, imported) = imported(&version_1(), "cart");
    let plan = &files["plans/cart/plan.yaml"];
    holds(
        plan,
        &[
            "title: Cart\n",
            "version: \"1.10\"",
            "summary: Carries soil.",
            "CERN-OHL-S-2.0",
            "read as CERN-OHL-S-2.0: make sure",
            "x-license-software: ask us",
            "name: Open Source Ecology, url: \"mailto:cart@example.org\"",
            "readiness: replicated",
            "{path: cad/cart.FCStd, role: source, x-title: The cart}",
            "instructions: steps.md",
            "- item: bolt-m12x40\n    quantity: 16 ea\n    note: zinc",
            "{hazard: Crushing, note: keep hands out.}",
            "https://example.org/cart.step",
            "https://example.org/cart/docs",
            "x-okh-image: front.jpg",
            "x-okh-standards-used",
            "ISO 2768",
            "x-okh-tool-list",
        ],
    );
    let steps = &files["plans/cart/steps.md"];
    holds(steps, &["[bolts](item:bolt-m12x40?quantity=16), a leg, see this."]);
    assert!(!steps.contains("lost"), "{steps}");
    assert!(files.contains_key("plans/cart/cad/cart.FCStd"));
    holds(&imported.notes.join("\n"), &["`ask us`", "front.jpg", "lost.png"]);
}

#[test]
fn a_losh_manifest_with_its_table_and_parts() {
    let toml = "okhv = \"2.4\"\nname = \"Cart\"\nrepo = \"https://example.org/cart\"\nversion = \"1.0\"\nlicense = \"LicenseRef-CC BY-SA-4.0\"\n\
        licensor = \".\"\nfunction = \"Carries soil.\"\ntechnology-readiness-level = \"OTRL-6\"\ndocumentation-readiness-level = \"ODRL-3\"\n\
        mass = 41200\nbom = \"sBoM.csv\"\nexport = [\"leg.stl\"]\ntsdc = [\"WEL\"]\nouterDimensions = { widht = 4 }\n\
        [[part]]\nname = \"Leg\"\nexport = [\"leg.stl\"]\nmass = 9500.0\n[[part]]\nname = \"Flag\"\n";
    let mut draft = read_okh("okh.toml", toml.as_bytes()).expect("a manifest");
    let beside = |path: &str| {
        match path {
        "sBoM.csv" => Some(
            b"POS\tNAME\tUNITS\tTYPE\tREFERENCE\n1\tLeg\t4\tPOSH\tokh.toml\n2\tBolt\t16\tSTD\tbolt-m12x40\n3\tWheel\t2\tPOSH\t../wheel/okh.toml\n".to_vec(),
        ),
        "leg.stl" => Some(b"solid leg\nendsolid leg\n".to_vec()),
        _ => None,
    }
    };
    bring(&mut draft, Currency::USD, &beside).expect("its files");
    let (files, imported) = imported(&draft, "cart");
    holds(
        &files["plans/cart/plan.yaml"],
        &[
            "license: CC-BY-SA-4.0",
            "readiness: production   # from the level `OTRL-6`",
            "makes: {quantity: 1 ea, mass: 41.2 kg}",
            "- part: leg\n    title: Leg\n    quantity: 4 ea\n    mass: 9.5 kg\n    drawing: leg.stl",
            "- item: bolt-m12x40\n    quantity: 16 ea",
            "- item: wheel\n    quantity: 2 ea",
            "- part: flag",
            "x-okh-outer-dimensions: {\"widht\":4}",
            "x-okh-documentation-readiness-level: ODRL-3",
            "x-okh-tsdc: [\"WEL\"]",
        ],
    );
    assert_eq!((imported.lines, imported.matched, imported.parts), (4, 1, 2));
}

#[test]
fn broken_manifests_are_told_at_their_place() {
    let place = |name: &str, text: &str| {
        let fault = read_okh(name, text.as_bytes()).expect_err("a fault");
        (fault.line, fault.column)
    };
    assert_eq!(place("okh.toml", "name = \"a\"\nversion = = 1\n").0, 2);
    assert!(place("okh.yml", "title: a\nversion: [1\n").0 >= 2);
    assert_eq!(place("okh.yml", "just words\n"), (1, 1));
    assert_eq!(place("okh.toml", ""), (1, 1));
}

#[test]
fn files_outside_of_the_folder_stay_there() {
    let text = "title: Cart\nlicense: MIT\ndesign-files: [{path: ../../secret.txt}, {path: /etc/passwd}, {path: other.yaml}]\n";
    let mut draft = read_okh("okh.yml", text.as_bytes()).expect("a manifest");
    bring(&mut draft, Currency::USD, &|_| Some(b"content".to_vec())).expect("its files");
    assert!(draft.brought.is_empty(), "{:?}", draft.brought.keys());
    let (files, imported) = imported(&draft, "cart");
    holds(&files["plans/cart/plan.yaml"], &["x-okh-files", "secret.txt", "other.yaml"]);
    assert_eq!(imported.notes.len(), 3);
}

mod properties {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(60))]
        #[test]
        fn any_table_is_a_plan_without_errors_or_a_fault(
            rows in proptest::collection::vec(("[a-zA-Z0-9 .,/\"'#:×-]{0,12}", "[0-9.,x/ a-zé-]{0,8}", "[a-z%]{0,3}"), 0..8),
            delimiter in "[,;\t]",
        ) {
            let mut text = ["Part", "Qty", "Unit"].join(&delimiter) + "\n";
            for (name, quantity, unit) in rows {
                let quoted = |cell: &str| format!("\"{}\"", cell.replace('"', "\"\""));
                text += &([quoted(&name), quoted(&quantity), quoted(&unit)].join(&delimiter) + "\n");
            }
            table(&text);
        }

        #[test]
        fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200), header in any::<bool>()) {
            let mut all = if header { b"Part,Qty,Mass (g),Price\n".to_vec() } else { Vec::new() };
            all.extend(bytes);
            let _ = read_bill(&all, Currency::USD, &mut Draft::default());
            let _ = read_okh("okh.toml", &all);
            let _ = read_okh("okh.yml", &all);
        }
    }
}
