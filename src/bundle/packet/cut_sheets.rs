//! Layouts as sketches: each bar and sheet with its pieces, each blank by itself.

use super::job::Job;
use crate::bundle::links::file_name;
use crate::bundle::purchase::cut_list::{BarStock, KERF_UM, Piece, SheetStock};
use crate::bundle::purchase::nesting::Pattern;
use crate::bundle::purchase::sheets::Layout;
use crate::bundle::sketch::{Layer, Shape, Sketch, mm_text};
use crate::graph::ItemIndex;

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

/// A sheet with its pieces and its largest remnant.
pub fn sheet_sketch(job: &Job<'_>, sheets: &SheetStock, layout: &Layout, title: &str) -> Sketch {
    let stock = &sheets.sizes[layout.sheet];
    let (length, width) = (stock.length_m * 1e3, stock.width_m * 1e3);
    let mut sketch = Sketch { title: title.to_owned(), size: (length, width), shapes: Vec::new() };
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
        sketch.shapes.push(Shape::Rectangle { layer: Layer::Cut, at, size });
        let code = code(job, piece.item);
        let full = format!("{code}: {}", size_mm(piece));
        // Its name and size; where there is no room, its name; else its line in the bill of materials.
        let number = job.line_number(piece.item).map(|line| line.to_string());
        let texts = [Some(full), Some(code), number];
        texts.into_iter().flatten().any(|text| sketch.letter(&text, at, size, letters.0, letters.1));
    }
    sketch
}

/// One blank by itself, for a cutting table.
pub fn blank_sketch(job: &Job<'_>, piece: &Piece) -> Sketch {
    let size = (piece.length_m * 1e3, piece.width_m * 1e3);
    let title = format!("{}, blank over all {}", code(job, piece.item), size_mm(piece));
    let mut sketch = Sketch { title, size, shapes: Vec::new() };
    sketch.shapes.push(Shape::Rectangle { layer: Layer::Cut, at: (0.0, 0.0), size });
    sketch.letter(&code(job, piece.item), (0.0, 0.0), size, 0.0, size.0.max(size.1) / 20.0);
    sketch
}

/// A bar with its pieces: its length to scale, its height so that the lettering fits.
pub fn bar_sketch(job: &Job<'_>, bars: &BarStock, pattern: &Pattern, title: &str) -> Sketch {
    let length = bars.sizes[pattern.bar].length_m * 1e3;
    let height = length / 24.0;
    let mut sketch = Sketch { title: title.to_owned(), size: (length, height), shapes: Vec::new() };
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
