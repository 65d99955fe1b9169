//! Outlines read from drawings as others write them, from what our own writer wrote, and from broken ones.

use proptest::prelude::*;

use super::{Outline, outline_of};
use crate::bundle::sketch::{Curve, Layer, Shape, Sketch, Vertex, dxf};

/// A plate of 100 × 60 with a hole of 20 and a bend line, drawn at 1:10 on a sheet with lettering.
const SHEET: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" width="297mm" height="210mm" viewBox="0 0 297 210">
<rect width="297" height="210" fill="#fff"/><text x="1" y="1">Plate</text>
<g id="cut" data-scale="1:10" transform="translate(20 90) scale(0.1 -0.1)">
<path d="M5 0L95 0A5 5 0 0 1 100 5L100 60L0 60L0 5A5 5 0 0 1 5 0z"/><circle cx="30" cy="30" r="10"/></g>
<g id="etch" data-scale="1:10" transform="translate(20 90) scale(0.1 -0.1)"><path d="M70 0V60"/></g></svg>"##;

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() < 1e-6
}

#[test]
fn a_sheet_says_by_its_groups_what_is_cut_and_how_large() {
    let outline = outline_of("plate.svg", SHEET.as_bytes()).unwrap();
    assert!(near(outline.size.0, 100.0) && near(outline.size.1, 60.0), "{:?}", outline.size);
    assert_eq!((outline.cuts.len(), outline.etches.len()), (2, 1));
    let (middle, radius) = outline.cuts[1].as_circle().unwrap();
    assert!(near(middle.0, 30.0) && near(middle.1, 30.0) && near(radius, 10.0), "{middle:?} {radius}");
    // Two corners of radius 5 are missing.
    let expected = 6000.0 - 2.0 * (25.0 - std::f64::consts::PI * 25.0 / 4.0);
    assert!(near(outline.cuts[0].area_mm2(), expected), "{}", outline.cuts[0].area_mm2());
}

#[test]
fn a_file_for_a_laser_is_all_cut() {
    let svg = r#"<svg xmlns="http://www.w3.org/2000/svg" width="4in" height="2in" viewBox="0 0 400 200">
        <rect width="400" height="200" rx="20"/><ellipse cx="100" cy="100" rx="50" ry="20"/>
        <polygon points="250,50 350,50 300,150"/><path d="M200 20h10v10h-10zm0 40q5 0 5 5t-5 5z" display="none"/></svg>"#;
    let outline = outline_of("box.svg", svg.as_bytes()).unwrap();
    assert!(near(outline.size.0, 101.6) && near(outline.size.1, 50.8), "{:?}", outline.size);
    assert_eq!(outline.cuts.len(), 3);
    // An ellipse of half axes 12.7 and 5.08 mm, as many straight lines.
    let ellipse = outline.cuts[1].area_mm2().min(outline.cuts[2].area_mm2());
    assert!((ellipse - std::f64::consts::PI * 12.7 * 5.08).abs() < 0.5, "{ellipse}");
}

#[test]
fn what_cannot_be_trusted_says_why() {
    let why = |path: &str, content: &str| outline_of(path, content.as_bytes()).unwrap_err();
    assert!(why("a.step", "").contains("`.step`"));
    assert!(why("a.svg", "<svg").contains("is no SVG"));
    let sheet = SHEET.replace("id=\"cut\"", "id=\"plate\"");
    assert!(why("a.svg", &sheet).contains("a group with the id `cut`"));
    assert!(why("a.svg", &SHEET.replace("1:10", "half")).contains("expected such as `1:10`"));
    assert!(why("a.svg", &SHEET.replace("L0 5A5 5 0 0 1 5 0z", "L0 5")).contains("ends in the open"));
    assert!(why("a.svg", &SHEET.replace("cx=\"30\"", "cx=\"300\"")).contains("several outlines"));
    assert!(why("a.svg", &SHEET.replace("<circle ", "<use ")).contains("<use>"));
    assert!(why("a.dxf", "0\nSECTION\n2\nENTITIES\n0\nSPLINE\n8\n0\n0\nENDSEC\n").contains("SPLINE"));
    assert!(why("a.dxf", "hello\nworld\n").contains("is no DXF"));
    assert!(why("a.dxf", "0\nSECTION\n2\nENTITIES\n0\nENDSEC\n").contains("no closed line"));
}

#[test]
fn an_outline_must_agree_with_its_blank() {
    let outline = outline_of("plate.svg", SHEET.as_bytes()).unwrap();
    let lying = outline.in_blank((110.0, 60.0)).unwrap();
    assert!(near(lying.cuts[0].bounds().unwrap()[0], 5.0));
    let standing = outline.in_blank((60.0, 100.0)).unwrap();
    assert!(near(standing.size.0, 60.0));
    let (middle, _) = standing.cuts[1].as_circle().unwrap();
    assert!(near(middle.0, 30.0) && near(middle.1, 30.0), "{middle:?}");
    assert!(outline.in_blank((90.0, 60.0)).unwrap_err().contains("larger than the blank of 90 × 60"));
    assert!(outline.in_blank((1000.0, 600.0)).unwrap_err().contains("much smaller"));
}

#[test]
fn lines_and_arcs_of_a_dxf_are_joined_whatever_their_order() {
    let line =
        |a: (f64, f64), b: (f64, f64)| format!("0\nLINE\n8\n0\n10\n{}\n20\n{}\n11\n{}\n21\n{}\n", a.0, a.1, b.0, b.1);
    let mut text = "0\nSECTION\n2\nHEADER\n9\n$INSUNITS\n70\n1\n0\nENDSEC\n0\nSECTION\n2\nENTITIES\n".to_owned();
    // A slot in inches, its lines in no order and no direction, its ends half circles; a title beside it.
    text += &line((1.0, 1.0), (3.0, 1.0));
    text += "0\nARC\n8\n0\n10\n1\n20\n0.5\n40\n0.5\n50\n90\n51\n270\n";
    text += &line((3.0, 0.0), (1.0, 0.0));
    text += "0\nARC\n8\n0\n10\n3\n20\n0.5\n40\n0.5\n50\n270\n51\n90\n";
    text += "0\nTEXT\n8\n0\n10\n1\n20\n1\n1\nSlot\n0\nLINE\n8\nDIMENSIONS\n10\n1\n20\n1\n11\n9\n21\n9\n";
    text += "0\nLWPOLYLINE\n8\nBend lines\n90\n2\n70\n0\n10\n2\n20\n0\n10\n2\n20\n1\n0\nENDSEC\n0\nEOF\n";
    let outline = outline_of("slot.DXF", text.as_bytes()).unwrap();
    assert!(near(outline.size.0, 76.2) && near(outline.size.1, 25.4), "{:?}", outline.size);
    assert_eq!((outline.cuts.len(), outline.etches.len()), (1, 1));
    let expected = 50.8 * 25.4 + std::f64::consts::PI * 12.7 * 12.7;
    assert!(near(outline.cuts[0].area_mm2(), expected), "{}", outline.cuts[0].area_mm2());
}

/// Closed curves with a hole, as our own writer writes them.
fn written(corners: &[(f64, f64, f64)], turns: u8) -> (Outline, String) {
    let vertices = corners.iter().map(|(x, y, bulge)| Vertex { at: (*x, *y), bulge: *bulge }).collect();
    let mut curve = Curve { vertices, is_closed: true };
    for _ in 0..turns {
        curve = curve.moved(|(x, y)| (-y, x));
    }
    let [left, low, right, high] = curve.bounds().unwrap();
    let mut sketch = Sketch::new("test".to_owned(), (right - left, high - low), None);
    let moved = curve.moved(|(x, y)| (x - left, y - low));
    sketch.shapes.push(Shape::Curve { layer: Layer::Cut, curve: moved.clone(), is_opening: false });
    let outline = Outline { cuts: vec![moved], etches: Vec::new(), size: sketch.size };
    (outline, dxf(&sketch))
}

proptest! {
    #[test]
    fn what_is_written_is_read_again(
        radii in prop::collection::vec((10.0_f64..500.0, -0.3_f64..0.3), 3..12),
        turns in 0_u8..4,
    ) {
        let step = std::f64::consts::TAU / radii.len() as f64;
        let corners: Vec<(f64, f64, f64)> = radii
            .iter()
            .enumerate()
            .map(|(index, (radius, bulge))| {
                let angle = step * index as f64;
                (radius * angle.cos(), radius * angle.sin(), *bulge)
            })
            .collect();
        let (outline, text) = written(&corners, turns);
        let read = outline_of("a.dxf", text.as_bytes()).unwrap();
        prop_assert!((read.size.0 - outline.size.0).abs() < 1e-3 && (read.size.1 - outline.size.1).abs() < 1e-3);
        let (found, expected) = (read.cuts[0].area_mm2(), outline.cuts[0].area_mm2());
        prop_assert!((found - expected).abs() < 1e-3 * expected + 1e-2, "{found} {expected}");
    }

    #[test]
    fn broken_drawings_do_no_harm(at in 0_usize..800, byte in any::<u8>(), is_svg in any::<bool>()) {
        let dxf = written(&[(0.0, 0.0, 0.0), (100.0, 0.0, 0.5), (100.0, 50.0, 0.0)], 0).1;
        let (path, text) = if is_svg { ("a.svg", SHEET.to_owned()) } else { ("a.dxf", dxf) };
        let mut bytes = text.into_bytes();
        let at = at % bytes.len();
        bytes[at] = byte;
        let _ = outline_of(path, &bytes);
        bytes.truncate(at);
        let _ = outline_of(path, &bytes);
    }
}
