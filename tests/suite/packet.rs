//! The packet of the example press at the tractor works: what is in it, that it leads nowhere else, and that it verifies.
#![expect(clippy::unwrap_used, reason = "helpers of tests, which fail by panicking")]

use std::collections::BTreeMap;
use std::path::Path;

use groundup::bundle::packet::{
    MANIFEST_FILE, Manifest, PacketError, PacketRequest, Terms, archive_packet, packet, verify,
};
use groundup::bundle::{Bundle, Templates};
use groundup::catalog::{Catalog, link, load};
use groundup::graph::{Graph, build};
use groundup::host::DiskWorld;
use groundup::local::{Shop, Uses, check_in};
use groundup::model::BomEntry;
use groundup::text::Sources;

const PLAN: &str = "ceb-press-v2509p";

struct Repository {
    world: DiskWorld,
    sources: Sources,
    catalog: Catalog,
    graph: Graph,
    templates: Templates,
}

fn repository() -> Repository {
    repository_at(&Path::new(env!("CARGO_MANIFEST_DIR")).join("example-plans"))
}

fn repository_at(root: &Path) -> Repository {
    let world = DiskWorld::open(root).unwrap();
    let mut loaded = load(&world, Vec::new());
    link(&mut loaded.catalog);
    let graph = build(&loaded.catalog);
    let templates = Templates::load(&world).0;
    Repository { world, sources: loaded.sources, catalog: loaded.catalog, graph, templates }
}

fn packet_of(repository: &Repository, plan: &str, facility: &str, quantity: f64) -> Result<Bundle, PacketError> {
    let Repository { world, sources, catalog, graph, templates } = repository;
    let uses = Uses::of(graph);
    let shop = Shop::new(catalog, graph, &uses, catalog.index.facility(facility).unwrap());
    let report = check_in(&shop, graph.item_index(plan).unwrap(), quantity).unwrap();
    let json = b"{}\n".to_vec();
    packet(&PacketRequest {
        world,
        sources,
        shop: &shop,
        report: &report,
        templates,
        resolution_json: json.clone(),
        local_json: json,
        terms: Terms::default(),
    })
}

fn text<'b>(bundle: &'b Bundle, path: &str) -> &'b str {
    std::str::from_utf8(&bundle.files[path]).unwrap()
}

/// The cells of a row of CSV (RFC 4180).
fn cells(row: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut is_quoted = false;
    for c in row.chars() {
        match c {
            '"' => is_quoted = !is_quoted,
            ',' if !is_quoted => cells.push(String::new()),
            c => cells.last_mut().unwrap().push(c),
        }
    }
    cells
}

/// Attributes of a name in a page.
fn attributes<'h>(html: &'h str, name: &str) -> Vec<&'h str> {
    let start = format!(" {name}=\"");
    html.match_indices(&start).filter_map(|(at, found)| html[at + found.len()..].split('"').next()).collect()
}

/// A cart whose rails are bent round a jig that lasts 50 carts.
const CART: &str = "kind: plan
id: cart
title: Cart
version: 0.1.0
bom:
  - {part: rail, quantity: 2 ea, from: [{item: bar, quantity: 1600 mm}], operations: [{capability: grinding, time: 6 min}]}
  - {part: jig, quantity: 1 ea, lifetime: 50, from: [{item: bar, quantity: 4 m}], operations: [{capability: grinding, time: 1 h, labour: {skill: smith, time: 2 h}}]}
operations: [{capability: grinding, time: 1 h}]
---
{kind: material, id: bar, unit: m, mass: 2 kg/m, origin: bought, stock: {length: 6 m}, price: 3 USD/m}
---
{kind: capability, id: grinding}
---
kind: facility
id: smithy
labour: [{skill: smith, people: 2}]
equipment: [{id: grinder, provides: [{capability: grinding}]}]
imports: any
";

#[test]
fn a_part_that_wears_is_made_whole_on_every_sheet() {
    let root = super::commands::repository(&[("plans/cart/plan.yaml", CART)]);
    let repository = repository_at(root.path());
    let bundle = packet_of(&repository, "cart", "smithy", 7.0).unwrap();
    let sheets = text(&bundle, "travellers.html");
    let jig =
        sheets.split("<section").find(|sheet| sheet.contains("cart--jig\"") && sheet.contains("Machine time")).unwrap();
    let words: String =
        jig.split('<').filter_map(|piece| piece.split_once('>')).map(|(_, text)| format!("{} ", text.trim())).collect();
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    for expected in ["Make 1 piece", "Machine time 1 h", "Work 2 h", "bar 4 m"] {
        assert!(words.contains(expected), "{expected}: {words}");
    }
    // 14 rails of 1.6 m and the whole jig; the same in the shopping list and the cut list.
    let shopping: Vec<Vec<String>> = text(&bundle, "shopping.csv").lines().map(cells).collect();
    assert_eq!(shopping[1][1], "bar");
    assert!((shopping[1][3].parse::<f64>().unwrap() - 26.4).abs() < 1e-9, "{shopping:?}");
    assert_eq!((shopping[1][4].as_str(), shopping[1][7].as_str()), ("0", "6"), "{shopping:?}");
    assert!(text(&bundle, "cut-list.csv").contains("cart/jig,"));
    let bill: Vec<Vec<String>> = text(&bundle, "bom.csv").lines().map(cells).collect();
    assert_eq!((bill[2][3].as_str(), bill[2][4].as_str()), ("0.02", "1"), "{bill:?}");
}

#[test]
fn every_link_leads_to_something_in_the_packet() {
    let bundle = packet_of(&repository(), PLAN, "tractor-works", 2.0).unwrap();
    let pages: Vec<&str> = bundle.files.keys().map(String::as_str).filter(|path| path.ends_with(".html")).collect();
    assert!(pages.len() >= 7);
    let ids: BTreeMap<&str, Vec<&str>> =
        pages.iter().map(|page| (*page, attributes(text(&bundle, page), "id"))).collect();
    for page in &pages {
        let html = text(&bundle, page);
        assert!(!html.contains("<script") && !html.contains(" style=\""), "{page}");
        for source in attributes(html, "src") {
            assert!(bundle.files.contains_key(source), "{page}: {source}");
        }
        for href in attributes(html, "href").into_iter().filter(|href| !href.starts_with("https://")) {
            let (path, anchor) = href.split_once('#').map_or((href, None), |(path, anchor)| (path, Some(anchor)));
            let path = if path.is_empty() { page } else { path };
            assert!(bundle.files.contains_key(path), "{page}: {href}");
            assert!(anchor.is_none_or(|anchor| ids[path].contains(&anchor)), "{page}: {href}");
        }
        let mut own = ids[page].clone();
        own.sort_unstable();
        own.dedup();
        assert_eq!(own.len(), ids[page].len(), "{page} has an id twice");
    }
}

#[test]
fn the_table_is_the_bill_of_materials_times_the_machines() {
    let repository = repository();
    let rows = |quantity: f64| -> Vec<(String, f64)> {
        let bundle = packet_of(&repository, PLAN, "tractor-works", quantity).unwrap();
        let rows = text(&bundle, "bom.csv").split_terminator("\r\n").skip(1).map(cells);
        rows.map(|cells| (cells[1].clone(), cells[4].parse().unwrap())).collect()
    };
    let (one, two) = (rows(1.0), rows(2.0));
    let plan = repository.catalog.plan(PLAN).unwrap();
    let expected = plan.bom.iter().map(|line| match &line.entry {
        BomEntry::Item { item, .. } => (item.value.to_string(), line.quantity.as_ref().unwrap().value.amount()),
        BomEntry::Part(part) => (part.id.to_string(), line.quantity.as_ref().unwrap().value.amount()),
    });
    assert_eq!(one, expected.collect::<Vec<_>>());
    assert_eq!(two, one.into_iter().map(|(id, amount)| (id, 2.0 * amount)).collect::<Vec<_>>());
}

#[test]
fn the_archive_is_reproducible_and_verifies() {
    let (one, two) = (repository(), repository());
    let pack = |repository: &Repository| {
        let bundle = packet_of(repository, PLAN, "tractor-works", 1.0).unwrap();
        archive_packet(&bundle, &repository.world).unwrap()
    };
    let bytes = pack(&one);
    assert_eq!(bytes, pack(&two));
    let verification = verify(&bytes);
    assert_eq!(verification.findings, []);
    let bundle = packet_of(&one, PLAN, "tractor-works", 1.0).unwrap();
    let manifest: Manifest = serde_json::from_str(text(&bundle, MANIFEST_FILE)).unwrap();
    assert_eq!(manifest.files.len() + 1, bundle.files.len());
    assert_eq!((manifest.plan.as_str(), manifest.facility.as_str(), manifest.quantity), (PLAN, "tractor-works", 1.0));
}

#[test]
fn a_plan_that_cannot_be_made_has_no_packet() {
    let repository = repository();
    match packet_of(&repository, PLAN, "steel-micromill", 1.0) {
        Err(PacketError::Refused { reasons }) => assert!(!reasons.is_empty()),
        Ok(_) => {}
        Err(error) => panic!("{error}"),
    }
    assert!(matches!(packet_of(&repository, "steel-billet", "steel-micromill", 1.0), Err(PacketError::NoPlan(_))));
}
