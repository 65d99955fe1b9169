//! Layouts as sketches: each bar and sheet with its pieces, each blank by itself. A piece is drawn as its drawing has it, its
//! outline and openings, inside the blank that it was nested by; where there is no outline to be had, as that blank.

use super::honesty::drawing_stamp;
use super::job::Job;
pub use super::outlines::Found;
use super::outlines::outlines_of;
use crate::bundle::links::file_name;
use crate::bundle::sketch::{Layer, Shape, Sketch, mm_text, svg};
use crate::graph::ItemIndex;
use crate::purchase::cut_list::{BarStock, CutList, KERF_UM, Piece, SheetStock};
use crate::purchase::nesting::Pattern;
use crate::purchase::sheets::Layout;

/// The least height of lettering on a sheet, in thousandths of its length: about 2 mm on paper.
const LEAST_LETTER: f64 = 0.009;
const MOST_LETTER: f64 = 0.022;

/// The short name of a part: what stands on its traveller.
pub fn code(job: &Job<'_>, item: ItemIndex) -> String {
    let id = job.graph().item(item).id.as_str();
    id.rsplit('/').next().unwrap_or(id).to_owned()
}

/// `1981.2 × 101.6`, in mm.
pub fn size_mm(piece: &Piece) -> String {
    format!("{} × {}", mm_text(piece.length_m * 1e3), mm_text(piece.width_m * 1e3))
}

/// Where the files of a sheet or blank lie, without their ending.
pub fn sheet_path(job: &Job<'_>, sheets: &SheetStock, number: usize) -> String {
    format!("cut/{}-{number}", file_name(job.graph().item(sheets.item).id.as_str()))
}

/// Where the file of a blank lies.
pub fn blank_path(job: &Job<'_>, piece: &Piece, nth: usize) -> String {
    let name = file_name(job.graph().item(piece.item).id.as_str());
    let nth = if nth == 0 { String::new() } else { format!("-{}", nth + 1) };
    format!("cut/blanks/{name}{nth}.dxf")
}

/// The sheets of one material as drawn.
pub struct SheetDrawings {
    /// What is drawn for each of its pieces.
    pub outlines: Vec<Found>,
    /// Each layout, as a sketch and as SVG.
    pub layouts: Vec<(Sketch, String)>,
}

/// The drawings of all sheets, in the order of the cut list.
pub fn drawings(job: &Job<'_>, cuts: &CutList) -> Vec<SheetDrawings> {
    let of = |sheets: &SheetStock| {
        let outlines = outlines_of(job, sheets);
        let layouts = sheets.nesting.layouts.iter().enumerate().map(|(number, layout)| {
            let (plan, stock) = (job.title(job.report().resolution.root), job.title(sheets.item));
            let title = format!("{plan}: {stock}, layout {}", number + 1);
            let sketch = sheet_sketch(job, sheets, &outlines, layout, &title);
            let drawn = svg(&sketch);
            (sketch, drawn)
        });
        let layouts = layouts.collect();
        SheetDrawings { outlines, layouts }
    };
    cuts.sheets.iter().map(of).collect()
}

/// A sheet with its pieces and its largest remnant.
fn sheet_sketch(job: &Job<'_>, sheets: &SheetStock, outlines: &[Found], layout: &Layout, title: &str) -> Sketch {
    let stock = &sheets.sizes[layout.sheet];
    let (length, width) = (stock.length_m * 1e3, stock.width_m * 1e3);
    let mut sketch = Sketch::new(title.to_owned(), (length, width), drawing_stamp(job));
    sketch.shapes.push(Shape::Rectangle { layer: Layer::Stock, at: (0.0, 0.0), size: (length, width) });
    let letters = (length * LEAST_LETTER, length * MOST_LETTER);
    if let Some([x, y, along, across]) = layout.remnant {
        let [x, y, along, across] = [x, y, along, across].map(|um| um as f64 / 1e3);
        sketch.shapes.push(Shape::Rectangle { layer: Layer::Mark, at: (x, y), size: (along, across) });
        let text = format!("left: {} × {}", mm_text(along), mm_text(across));
        sketch.letter(&text, (x, y), (along, across), letters.0, letters.1);
    }
    for placed in &layout.placed {
        let piece = &sheets.pieces[placed.blank];
        let (along, across) = (piece.length_m * 1e3, piece.width_m * 1e3);
        let size = if placed.is_turned { (across, along) } else { (along, across) };
        let at = (placed.x_um as f64 / 1e3, placed.y_um as f64 / 1e3);
        let outline = &outlines[placed.blank];
        draw(&mut sketch, outline, at, size, placed.is_turned);
        let code = code(job, piece.item);
        let full = format!("{code}: {}", size_mm(piece));
        let is_blank = outline.is_err().then(|| format!("{full}, blank"));
        // Its name and size; where there is no room, its name; else its line in the bill of materials.
        let number = job.line_number(piece.item).map(|line| line.to_string());
        let texts = [is_blank, Some(full), Some(code), number];
        texts.into_iter().flatten().any(|text| sketch.letter(&text, at, size, letters.0, letters.1));
    }
    sketch
}

/// One piece where it lies: its outline within the room that is kept for it, or its blank.
fn draw(sketch: &mut Sketch, found: &Found, at: (f64, f64), size: (f64, f64), is_turned: bool) {
    let Ok(found) = found else {
        sketch.shapes.push(Shape::Rectangle { layer: Layer::Cut, at, size });
        return;
    };
    sketch.shapes.push(Shape::Rectangle { layer: Layer::Blank, at, size });
    // A quarter turn counter-clockwise takes the upper edge of the blank to the left.
    let place = |(x, y): (f64, f64)| if is_turned { (at.0 + size.0 - y, at.1 + x) } else { (at.0 + x, at.1 + y) };
    for (layer, is_opening, curve) in found.curves() {
        sketch.shapes.push(Shape::Curve { layer, curve: curve.moved(place), is_opening });
    }
}

/// One piece by itself, for a cutting table.
pub fn blank_sketch(job: &Job<'_>, piece: &Piece, outline: &Found) -> Sketch {
    let size = (piece.length_m * 1e3, piece.width_m * 1e3);
    let code = code(job, piece.item);
    let title = match outline {
        Ok(found) => format!("{code}, outline of {}, in a blank of {}", found.drawing, size_mm(piece)),
        Err(_) => format!("{code}, blank over all {}, no outline", size_mm(piece)),
    };
    let mut sketch = Sketch::new(title, size, drawing_stamp(job));
    draw(&mut sketch, outline, (0.0, 0.0), size, false);
    sketch.letter(&code, (0.0, 0.0), size, 0.0, size.0.max(size.1) / 20.0);
    sketch
}

/// A bar with its pieces: its length to scale, its height so that the lettering fits.
pub fn bar_sketch(job: &Job<'_>, bars: &BarStock, pattern: &Pattern, title: &str) -> Sketch {
    let length = bars.sizes[pattern.bar].length_m * 1e3;
    let height = length / 24.0;
    let mut sketch = Sketch::new(title.to_owned(), (length, height), drawing_stamp(job));
    sketch.shapes.push(Shape::Rectangle { layer: Layer::Stock, at: (0.0, 0.0), size: (length, height) });
    let letters = (length * 0.011, length * 0.017);
    let mut x = 0.0;
    for (piece, count) in bars.pieces.iter().zip(&pattern.pieces) {
        let along = piece.length_m * 1e3;
        for _ in 0..*count {
            let (at, size) = ((x, 0.0), (along, height));
            sketch.shapes.push(Shape::Rectangle { layer: Layer::Cut, at, size });
            let code = code(job, piece.item);
            let texts = [Some(format!("{code}: {}", mm_text(along))), Some(code), Some(mm_text(along))];
            let number = job.line_number(piece.item).map(|line| line.to_string());
            texts
                .into_iter()
                .chain([number])
                .flatten()
                .any(|text| sketch.letter(&text, at, size, letters.0, letters.1));
            x += along + KERF_UM as f64 / 1e3;
        }
    }
    let left = length - x;
    if left > 0.0 {
        sketch.letter(&format!("left: {}", mm_text(left)), (x, 0.0), (left, height), letters.0, letters.1);
    }
    sketch
}
