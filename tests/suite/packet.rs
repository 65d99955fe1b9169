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
    for expected in ["Make 1 piece", "Machine time ≈ 1 h", "Work ≈ 2 h", "bar On bar 1 of the cut list ≈ 4 m"] {
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
fn a_cover_calls_the_machines_to_build_first_by_their_titles() {
    let bundle = packet_of(&repository(), "biosand-filter", "village-works", 1.0).expect("a packet");
    let cover = text(&bundle, "index.html");
    let line = cover.lines().find(|line| line.contains("First build the machines")).expect("what to build first");
    assert!(line.contains("Mould for biosand filters") && !line.contains("biosand-mould"), "{line}");
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

/// A shelf of plates and rails, with a remnant in the store and two lengths on sale.
const SHELF: &str = "kind: plan
id: shelf
title: '=Shelf'
version: 0.1.0
bom:
  - part: board
    quantity: 4 ea
    from: [{item: sheet, quantity: 5 kg}]
    blanks: [{length: 600 mm, width: 300 mm}]
    dimensions: [{name: Width, nominal: 300 mm, tolerance: 0.5 mm, with: calliper}]
    operations: [{capability: sawing, time: 6 min, labour: {skill: joiner, time: 6 min}}]
  - part: frame
    quantity: 1 ea
    from: [{item: rail, quantity: 7.8 m}]
    blanks: [{length: 1900 mm, count: 2}, {length: 1 m, count: 4}]
    operations: [{capability: sawing, time: 6 min, labour: {skill: joiner, time: 6 min}}]
operations: [{capability: sawing, time: 1 h}]
---
{kind: material, id: sheet, title: Sheet, unit: kg, density: 8000 kg/m3, origin: bought, stock: {length: 1.3 m, width: 650 mm, thickness: 3 mm}, price: 2 USD/kg}
---
{kind: material, id: rail, unit: m, mass: 1 kg/m, origin: bought, stock: {length: 6 m, also: [{length: 2 m, price: 9 USD}]}, price: 3 USD/m}
---
{kind: capability, id: sawing, title: Sawing, protection: [safety glasses]}
---
kind: facility
id: shop
power: 10 kW
labour: [{skill: joiner, people: 1}]
equipment: [{id: saw, provides: [{capability: sawing, power: 2 kW}]}]
stock: [{item: rail, quantity: 2 m, size: {length: 2 m}}]
imports: any
";

#[test]
fn blanks_are_laid_out_remnants_are_used_and_the_cheapest_lengths_are_bought() {
    let root = super::commands::repository(&[("plans/shelf/plan.yaml", SHELF)]);
    let bundle = packet_of(&repository_at(root.path()), "shelf", "shop", 1.0).unwrap();
    let cuts: Vec<Vec<String>> = text(&bundle, "cut-list.csv").lines().skip(1).map(cells).collect();
    // The four boards fit one sheet; the piece of 1.9 m comes out of the remnant, the rest (1.9 + 4 × 1 m) out of one bar of 6 m.
    let of = |material: &str| cuts.iter().filter(|row| row[0] == material).collect::<Vec<_>>();
    assert_eq!(of("sheet").iter().map(|row| (row[1].as_str(), row[7].as_str())).collect::<Vec<_>>(), [("sheet", "4")]);
    let pieces: u64 = of("rail").iter().map(|row| row[7].parse::<u64>().unwrap()).sum();
    assert_eq!(pieces, 6, "{cuts:?}");
    let page = text(&bundle, "cut-list.html");
    assert!(page.contains("from the store") && page.contains("no plan uses fewer"), "{page}");
    let shopping: Vec<Vec<String>> = text(&bundle, "shopping.csv").lines().skip(1).map(cells).collect();
    let rail = shopping.iter().find(|row| row[1] == "rail").unwrap();
    assert_eq!(rail[7], "1", "{shopping:?}");
    // Drawings for the cutting table: pairs of lines, ASCII.
    for path in ["cut/sheet-1.dxf", "cut/blanks/shelf--board.dxf"] {
        let drawing = text(&bundle, path);
        assert!(
            drawing.is_ascii() && drawing.lines().count().is_multiple_of(2) && drawing.ends_with("EOF\r\n"),
            "{path}"
        );
    }
    assert!(text(&bundle, "inspection.html").contains("± 0.5 mm"));
    assert!(text(&bundle, "people.html").contains("safety glasses"));
    assert!(text(&bundle, "order.html").contains("kWh"));
    // A title that a spreadsheet would run stays text, and numbers stay numbers.
    assert!(!text(&bundle, "shopping.csv").contains(",=") && !text(&bundle, "bom.csv").contains(",="));
}

#[test]
fn every_traveller_has_its_code_as_a_square() {
    let bundle = packet_of(&repository(), PLAN, "tractor-works", 1.0).unwrap();
    let page = text(&bundle, "travellers.html");
    assert_eq!(page.matches("<article").count(), page.matches("class=\"qr\"").count());
}

/// A plate of which the drawing shows the outline and two holes, one of them drilled later; and one of which it is too large.
const PLATE: &str = "kind: plan
id: plate
title: Plate
makes: {quantity: 1 ea}
files: [{path: plate.svg, role: drawing}, {path: large.dxf, role: drawing}]
bom:
  - part: flange
    quantity: 3 ea
    from: [{item: sheet, quantity: 1 kg}]
    operations:
      - {capability: cutting, envelope: {length: 200 mm, width: 100 mm}, time: 6 min}
      - {capability: drilling, envelope: {diameter: 12 mm}, time: 6 min}
    drawing: plate.svg
  - part: web
    quantity: 1 ea
    from: [{item: sheet, quantity: 1 kg}]
    operations: [{capability: cutting, envelope: {length: 50 mm, width: 50 mm}, time: 6 min}]
    drawing: large.dxf
---
{kind: material, id: sheet, unit: kg, origin: bought, density: 7850 kg/m3, stock: {length: 2 m, width: 1 m, thickness: 5 mm}, price: 1 USD/kg}
---
{kind: capability, id: cutting, parameters: {length: {unit: mm, fits: at-most}, width: {unit: mm, fits: at-most}}}
---
{kind: capability, id: drilling, parameters: {diameter: {unit: mm, fits: at-most}}}
---
kind: facility
id: shop
equipment:
  - {id: torch, provides: [{capability: cutting, envelope: {length: 2 m, width: 2 m}}]}
  - {id: drill, provides: [{capability: drilling, envelope: {diameter: 20 mm}}]}
imports: any
";

const PLATE_SVG: &str = r#"<svg xmlns="http://www.w3.org/2000/svg" width="210mm" height="148mm" viewBox="0 0 210 148">
<text x="9" y="9">Flange</text><g id="cut" data-scale="1:2" transform="translate(20 90) scale(0.5 -0.5)">
<path d="M0 0L200 0L200 80L180 100L0 100z"/><circle cx="40" cy="50" r="6"/><circle cx="120" cy="50" r="20"/></g></svg>"#;

const LARGE_DXF: &str = "0\nSECTION\n2\nENTITIES\n0\nCIRCLE\n8\n0\n10\n0\n20\n0\n40\n500\n0\nENDSEC\n0\nEOF\n";

#[test]
fn sheets_hold_the_outlines_of_drawings_and_say_where_there_are_none() {
    let files =
        [("plans/plate/plan.yaml", PLATE), ("plans/plate/plate.svg", PLATE_SVG), ("plans/plate/large.dxf", LARGE_DXF)];
    let root = super::commands::repository(&files);
    let bundle = packet_of(&repository_at(root.path()), "plate", "shop", 1.0).unwrap();
    let sheet = text(&bundle, "cut/sheet-1.dxf");
    let of = |kind: &str, layer: &str| sheet.matches(&format!("  0\r\n{kind}\r\n  8\r\n{layer}\r\n")).count();
    // Three flanges with a hole that is cut and one that is only marked, in rooms of their own; the web is its blank.
    assert_eq!((of("POLYLINE", "BLANK"), of("POLYLINE", "CUT")), (3, 4), "{sheet}");
    assert_eq!((of("CIRCLE", "CUT"), of("CIRCLE", "ETCH")), (3, 3), "{sheet}");
    let single = text(&bundle, "cut/blanks/plate--flange.dxf");
    assert!(single.contains(" 40\r\n20.0000\r\n") && single.contains("outline of plate.svg"), "{single}");
    let rows: Vec<Vec<String>> = text(&bundle, "cut-list.csv").lines().map(cells).collect();
    let column = rows[0].iter().position(|name| name == "drawn-as").unwrap();
    let told = |part: &str| rows.iter().find(|row| row[4] == part).unwrap()[column].clone();
    assert_eq!(told("plate/flange"), "outline of plate.svg");
    assert!(told("plate/web").contains("larger than the blank of 50 × 50"), "{rows:?}");
    let page = text(&bundle, "cut-list.html");
    assert!(page.contains("1 of 2 kinds of pieces") && page.contains("Only the blank of web"), "{page}");
    assert!(text(&bundle, "drawings.html").contains("files/plate.svg"));
}
