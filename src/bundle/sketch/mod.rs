//! Plain sketches in millimetres: what a cut sheet shows, as SVG to look at and as DXF for a machine.

mod dxf;
mod svg;

pub use dxf::dxf;
pub use svg::svg;

/// What a line means; a layer in a DXF file, a line weight in an SVG.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Layer {
    /// The edge of the stock.
    Stock,
    /// What is cut.
    Cut,
    /// What is only marked: remnants, dimension lines.
    Mark,
    /// Lettering.
    Text,
}

impl Layer {
    /// All layers, in the order of their tables.
    pub const ALL: [Layer; 4] = [Layer::Stock, Layer::Cut, Layer::Mark, Layer::Text];

    /// Its name in a DXF file.
    pub fn name(self) -> &'static str {
        match self {
            Layer::Stock => "STOCK",
            Layer::Cut => "CUT",
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
    /// A circle.
    Circle {
        /// Its layer.
        layer: Layer,
        /// Its centre.
        at: (f64, f64),
        /// mm.
        radius: f64,
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
}

impl Sketch {
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
