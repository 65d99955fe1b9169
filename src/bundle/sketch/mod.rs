//! Plain sketches in millimetres: what a cut sheet shows, as SVG to look at and as DXF for a machine.

mod curve;
mod dxf;
mod svg;

pub use curve::{Curve, Vertex};
pub use dxf::dxf;
pub use svg::svg;

/// What a line means; a layer in a DXF file, a line weight in an SVG.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Layer {
    /// The edge of the stock.
    Stock,
    /// The blank that a part lies in: room that is kept for it, not cut.
    Blank,
    /// What is cut.
    Cut,
    /// What is marked on the part: bend lines.
    Etch,
    /// What is only marked: remnants, dimension lines.
    Mark,
    /// Lettering.
    Text,
}

impl Layer {
    /// All layers, in the order of their tables.
    pub const ALL: [Layer; 6] = [Layer::Stock, Layer::Blank, Layer::Cut, Layer::Etch, Layer::Mark, Layer::Text];

    /// Its name in a DXF file.
    pub fn name(self) -> &'static str {
        match self {
            Layer::Stock => "STOCK",
            Layer::Blank => "BLANK",
            Layer::Cut => "CUT",
            Layer::Etch => "ETCH",
            Layer::Mark => "MARK",
            Layer::Text => "TEXT",
        }
    }
}

/// A shape; lengths in mm, from the lower left corner, y upwards.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// A rectangle by its lower left corner.
    Rectangle {
        /// Its layer.
        layer: Layer,
        /// x and y.
        at: (f64, f64),
        /// Along x and along y.
        size: (f64, f64),
    },
    /// A line.
    Line {
        /// Its layer.
        layer: Layer,
        /// From here.
        from: (f64, f64),
        /// To here.
        to: (f64, f64),
    },
    /// Lines and arcs.
    Curve {
        /// Its layer.
        layer: Layer,
        /// The curve.
        curve: Curve,
        /// Whether it is the edge of an opening.
        is_opening: bool,
    },
    /// Lettering, centred on a point.
    Text {
        /// The middle.
        at: (f64, f64),
        /// mm of a capital.
        height: f64,
        /// Whether it reads upwards.
        is_upright: bool,
        /// The words.
        text: String,
    },
}

/// A drawing.
#[derive(Clone, Debug, PartialEq)]
pub struct Sketch {
    /// What it shows, for its title.
    pub title: String,
    /// mm along x and y.
    pub size: (f64, f64),
    /// The shapes, those behind first.
    pub shapes: Vec<Shape>,
    /// What stands across it, if it is not to be used.
    pub stamp: Option<String>,
}

impl Sketch {
    /// An empty drawing.
    pub fn new(title: String, size: (f64, f64), stamp: Option<String>) -> Self {
        Self { title, size, shapes: Vec::new(), stamp }
    }

    /// Lettering for what is not part of the drawing: the stamp across it, if it has one.
    fn stamp_shape(&self) -> Option<Shape> {
        let (width, height) = self.size;
        let (is_upright, along, across) = if height > width { (true, height, width) } else { (false, width, height) };
        let text = self.stamp.as_ref()?;
        let letter_mm = (along / (text.chars().count().max(1) as f64 * 0.8)).min(across * 0.8);
        Some(Shape::Text { at: (width / 2.0, height / 2.0), height: letter_mm, is_upright, text: text.clone() })
    }

    /// Lettering in a rectangle, as large as fits up to `most_mm`; nothing if it were smaller than `least_mm`.
    pub fn letter(&mut self, text: &str, at: (f64, f64), size: (f64, f64), least_mm: f64, most_mm: f64) -> bool {
        let is_upright = size.1 > size.0;
        let (along, across) = if is_upright { (size.1, size.0) } else { size };
        // A letter is about two thirds as wide as a capital is high, with its gap; lines need air.
        let height = (along / (text.chars().count().max(1) as f64 * 0.72)).min(across * 0.55).min(most_mm);
        if height < least_mm {
            return false;
        }
        let at = (at.0 + size.0 / 2.0, at.1 + size.1 / 2.0);
        self.shapes.push(Shape::Text { at, height, is_upright, text: text.to_owned() });
        true
    }
}

/// A length in mm with tenths where there are some.
pub fn mm_text(value_mm: f64) -> String {
    let text = format!("{value_mm:.1}");
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}
