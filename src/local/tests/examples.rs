//! The example plans, as they are on the disk.

use crate::catalog::{Catalog, load};
use crate::graph::{Graph, build};
use crate::local::{LocalReport, Shop, Status, Uses, Verdict, check, resolution_in};
use crate::resolve::Obtain;
use crate::world::MemoryWorld;

#[expect(clippy::disallowed_methods, reason = "a test of what is on the disk, below the host that reads it")]
fn example_plans() -> (Catalog, Graph) {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/example-plans");
    let files =
        walkdir::WalkDir::new(root).into_iter().filter_map(Result::ok).filter(|entry| entry.file_type().is_file());
    let files = files.map(|entry| {
        let path = entry.path().strip_prefix(root).unwrap().to_str().unwrap().to_owned();
        (path, std::fs::read(entry.path()).unwrap())
    });
    let catalog = load(&MemoryWorld::new(files), Vec::new()).catalog;
    let graph = build(&catalog);
    (catalog, graph)
}

fn press_at(catalog: &Catalog, graph: &Graph, facility: &str) -> LocalReport {
    let facility = catalog.index.facility(facility).unwrap();
    check(catalog, graph, facility, graph.item_index("ceb-press-v2509p").unwrap(), 1.0).unwrap()
}

#[test]
fn the_tractor_works_build_the_press_with_imports() {
    let (catalog, graph) = example_plans();
    let report = press_at(&catalog, &graph, "tractor-works");
    assert_eq!(report.verdict, Verdict::LocalWithImports);
    assert!(report.items.iter().all(|entry| !entry.reasons.is_empty() && entry.status != Status::Blocked));
    assert!(report.missing_capabilities.is_empty());
    // What is imported although there are recipes for it says what is missing to make it.
    for entry in report.items.iter().filter(|entry| entry.status == Status::Import) {
        assert_eq!(entry.reasons.len(), 2, "{:?}", entry.reasons);
    }
    assert!(report.capacity.units_per_week.is_some_and(|rate| rate > 0.0));
    assert!(report.capacity.bottleneck.is_some() && report.score.is_some());
    assert!(report.cost.total > 0.0 && report.cost.unpriced == 0);
}

#[test]
fn the_micromill_cannot_build_the_press_and_says_why() {
    let (catalog, graph) = example_plans();
    let report = press_at(&catalog, &graph, "steel-micromill");
    assert_eq!(report.verdict, Verdict::Blocked);
    assert!(report.items.iter().all(|entry| !entry.reasons.is_empty()));
    let missing: Vec<&str> = report.missing_capabilities.iter().map(|missing| missing.capability.as_str()).collect();
    for capability in ["cutting/plasma", "welding/mig", "assembly", "rolling/hot/flat"] {
        assert!(missing.contains(&capability), "{capability} is not among {missing:?}");
    }
    // The micro-mill does roll the flats that the press is cut from.
    let flat = graph.item_index("steel-flat-12.7mm").unwrap();
    assert!(report.items.iter().any(|entry| entry.item == flat && entry.status == Status::Made));
}

#[test]
fn a_resolution_at_a_facility_stops_at_what_it_can_not_make() {
    let (catalog, graph) = example_plans();
    let facility = catalog.index.facility("steel-micromill").unwrap();
    let root = graph.item_index("steel-bar-1-1-8in").unwrap();
    let uses = Uses::of(&graph);
    let shop = Shop::new(&catalog, &graph, &uses, facility);
    let (resolution, _) = resolution_in(&shop, root, 10.0).unwrap();
    assert!(resolution.leaves(Obtain::Unresolved).next().is_none());
    assert!(resolution.leaves(Obtain::Resource).count() > 1);
    let press = graph.item_index("ceb-press-v2509p").unwrap();
    let (resolution, _) = resolution_in(&shop, press, 1.0).unwrap();
    assert_eq!(resolution.leaves(Obtain::Unresolved).count(), 1);
}
