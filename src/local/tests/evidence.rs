//! Random small worlds: what is made has a proof and what is blocked a refutation that the checker accepts, and it rejects them
//! once something is left out; what a report says to get is enough, and nothing smaller is.

use proptest::prelude::*;

use super::repository;
use super::worlds::{Means, documents, means, skill, ways};
use crate::graph::{Bound, BoundValue, Graph, ItemIndex};
use crate::local::acquire::{Patience, acquisitions};
use crate::local::{Court, Grant, Place, Shop, Status, Step, Uses, Verdict, accept_proof, accept_refutation, check_in};
use crate::model::{Fits, Id};

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_made_is_proved_and_what_is_blocked_is_refuted(ways in ways(false), means in means(3)) {
        let (catalog, graph) = repository(&documents(&ways, &[("f", &means)]));
        let uses = Uses::of(&graph);
        let shop = Shop::new(&catalog, &graph, &uses, 0);
        let place = Place::of(&catalog, &graph, 0);
        let court = Court { catalog: &catalog, graph: &graph, place: &place };
        let root = graph.item_index("root").unwrap();
        let Ok(report) = check_in(&shop, root, 1.0) else { return Ok(()) };
        let made = accept_proof(court, &report.proof).map_err(TestCaseError::fail)?;
        for entry in report.items.iter().filter(|entry| matches!(entry.status, Status::Made | Status::Bootstrap)) {
            let claim = (entry.item, entry.recipe.unwrap());
            prop_assert!(made.contains(&claim), "no proof for {}", graph.item(entry.item).id);
        }
        prop_assert_eq!(report.refutation.is_some(), report.verdict == Verdict::Blocked);
        if let Some(refutation) = &report.refutation {
            accept_refutation(court, root, refutation).map_err(TestCaseError::fail)?;
            for entry in report.items.iter().filter(|entry| entry.status == Status::Blocked && entry.item != root) {
                prop_assert!(refutation.items.contains(&entry.item), "no refutation of {}", graph.item(entry.item).id);
            }
        }
    }

    #[test]
    fn what_a_report_says_to_get_is_enough(ways in ways(false), means in means(2)) {
        let stock = means.stock.iter().map(|(item, amount)| (*item, amount * 1000)).collect();
        let means = Means { stock, ..means };
        let (catalog, graph) = repository(&documents(&ways, &[("f", &means)]));
        let uses = Uses::of(&graph);
        let shop = Shop::new(&catalog, &graph, &uses, 0);
        let root = graph.item_index("root").unwrap();
        let Ok(report) = check_in(&shop, root, 1.0) else { return Ok(()) };
        if report.verdict != Verdict::Blocked {
            prop_assert!(report.acquisitions.is_none() && report.missing.is_empty());
            return Ok(());
        }
        // A plan asks for nothing that could not be granted.
        let acquisitions = report.acquisitions.unwrap();
        prop_assert!(acquisitions.exact && !acquisitions.set.is_empty());
        let grants: Vec<Grant> = acquisitions.set.iter().map(|one| one.grant.clone()).collect();
        if let Ok(after) = check_in(&shop.with(&grants), root, 1.0) {
            prop_assert!(after.verdict != Verdict::Blocked, "{grants:?} is not enough");
        }
        // Each of them is needed.
        for left_out in 0..grants.len() {
            let rest: Vec<Grant> =
                grants.iter().enumerate().filter(|(at, _)| *at != left_out).map(|(_, grant)| grant.clone()).collect();
            if let Ok(after) = check_in(&shop.with(&rest), root, 1.0) {
                prop_assert!(after.verdict == Verdict::Blocked, "{rest:?} is enough");
            }
        }
    }

    #[test]
    fn what_a_report_says_to_get_fails_only_for_want_of_stock(ways in ways(false), means in means(2)) {
        let (catalog, graph) = repository(&documents(&ways, &[("f", &means)]));
        let uses = Uses::of(&graph);
        let shop = Shop::new(&catalog, &graph, &uses, 0);
        let root = graph.item_index("root").unwrap();
        let Ok(report) = check_in(&shop, root, 1.0) else { return Ok(()) };
        let Some(acquisitions) = report.acquisitions else { return Ok(()) };
        let grants: Vec<Grant> = acquisitions.set.into_iter().map(|one| one.grant).collect();
        if let Ok(after) = check_in(&shop.with(&grants), root, 1.0)
            && let Some(refutation) = after.refutation
        {
            prop_assert!(!refutation.short_stock.is_empty(), "{grants:?} is not enough");
        }
    }

    #[test]
    fn without_patience_the_way_is_longer_but_a_way(ways in ways(false), means in means(2)) {
        let (catalog, graph) = repository(&documents(&ways, &[("f", &means)]));
        let uses = Uses::of(&graph);
        let shop = Shop::new(&catalog, &graph, &uses, 0);
        let root = graph.item_index("root").unwrap();
        if shop.glance(root) != Verdict::Blocked {
            return Ok(());
        }
        let exact = acquisitions(&shop, root, Patience::USUAL).unwrap();
        let hasty = acquisitions(&shop, root, Patience { steps: 0, ..Patience::USUAL }).unwrap();
        prop_assert!(exact.exact && !hasty.exact && exact.set.len() <= hasty.set.len());
        let grants: Vec<Grant> = hasty.set.iter().map(|one| one.grant.clone()).collect();
        prop_assert!(shop.with(&grants).glance(root) != Verdict::Blocked);
        for left_out in 0..grants.len() {
            let mut rest = grants.clone();
            rest.remove(left_out);
            prop_assert!(shop.with(&rest).glance(root) == Verdict::Blocked, "{:?} can be spared", grants[left_out]);
        }
    }

    #[test]
    fn evidence_with_a_hole_is_rejected(ways in ways(false), means in means(3)) {
        let (catalog, graph) = repository(&documents(&ways, &[("f", &means)]));
        let uses = Uses::of(&graph);
        let shop = Shop::new(&catalog, &graph, &uses, 0);
        let place = Place::of(&catalog, &graph, 0);
        let court = Court { catalog: &catalog, graph: &graph, place: &place };
        let root = graph.item_index("root").unwrap();
        let Ok(report) = check_in(&shop, root, 1.0) else { return Ok(()) };
        if let Some(refutation) = report.refutation {
            let mut holed = refutation.clone();
            holed.recipes.retain(|(recipe, _)| graph.recipe(*recipe).output_of(root) <= 0.0);
            prop_assert!(accept_refutation(court, root, &holed).is_err(), "a recipe of the plan is not spoken of");
            for item in &refutation.items {
                let mut holed = refutation.clone();
                holed.recipes.retain(|(recipe, _)| graph.recipe(*recipe).output_of(*item) <= 0.0);
                let is_same = holed.recipes.len() == refutation.recipes.len();
                prop_assert!(is_same || accept_refutation(court, root, &holed).is_err(), "{:?}", graph.item(*item).id);
            }
        } else {
            // The plan itself is made last; without what it is made from it is not.
            let inputs = graph.item(root).recipes.iter().flat_map(|recipe| &graph.recipe(*recipe).inputs);
            for input in inputs.flat_map(|line| &line.options) {
                let mut holed = report.proof.clone();
                holed.retain(|step| !gives(step, input.item));
                prop_assert!(accept_proof(court, &holed).is_err(), "{:?} comes from nowhere", graph.item(input.item).id);
            }
        }
    }
}

fn gives(step: &Step, item: ItemIndex) -> bool {
    match step {
        Step::Resource(given) | Step::Stock(given) | Step::Import(given) => *given == item,
        Step::Make { item: given, .. } => *given == item,
        Step::SetUp(_) => false,
    }
}

/// Everything that could be granted in a random world, each as far as anybody asks.
fn all_grants(graph: &Graph) -> Vec<Grant> {
    let bounds = |name: &str, unit: &str, si: f64| Bound {
        parameter: name.to_owned(),
        fits: Fits::AtMost,
        unit: Some(crate::quantity::parse_unit(unit).unwrap()),
        values: vec![BoundValue::Number { si, written: String::new() }],
    };
    let envelope = vec![bounds("size", "mm", 0.01), bounds("power", "kW", 10e3)];
    let mut grants: Vec<Grant> = (0..3)
        .map(|c| Grant::Capability { capability: Id::new(format!("c{c}")), envelope: envelope.clone() })
        .collect();
    grants.extend((0..3).map(|number| Grant::Skill { skill: Id::new(skill(number)), people: 3 }));
    grants.extend((0..2).map(|number| Grant::Permission(Id::new(format!("license/{number}")))));
    grants.extend([Grant::Power(10e3), Grant::Floor(20.0)]);
    let items = graph.item_indices().filter(|item| graph.item(*item).id.as_str() != "root");
    grants.extend(items.map(Grant::Import));
    grants
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_smaller_than_what_a_report_says_to_get_is_enough(ways in ways(false), means in means(2)) {
        let means = Means { stock: Vec::new(), ..means };
        let (catalog, graph) = repository(&documents(&ways, &[("f", &means)]));
        let uses = Uses::of(&graph);
        let shop = Shop::new(&catalog, &graph, &uses, 0);
        let root = graph.item_index("root").unwrap();
        let Ok(report) = check_in(&shop, root, 1.0) else { return Ok(()) };
        let Some(acquisitions) = report.acquisitions else { return Ok(()) };
        let grants = all_grants(&graph);
        let is_enough = |set: &[Grant]| shop.with(set).glance(root) != Verdict::Blocked;
        match acquisitions.set.len() {
            0 | 1 => {}
            2 => {
                for grant in &grants {
                    prop_assert!(!is_enough(std::slice::from_ref(grant)), "{grant:?} alone is enough");
                }
            }
            3 => {
                for (at, a) in grants.iter().enumerate() {
                    for b in &grants[..at] {
                        prop_assert!(!is_enough(&[a.clone(), b.clone()]), "{a:?} and {b:?} are enough");
                    }
                }
            }
            _ => {}
        }
    }
}
