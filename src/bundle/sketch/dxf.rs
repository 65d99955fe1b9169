//! A drawing as DXF of release 12, in ASCII, in millimetres: the form that every CAM program and cutting table reads.
//!
//! A file is pairs of lines, a code and a value (AutoCAD Release 12 Customization Manual, chapter 11). Release 12 knows no units;
//! a mark of the file says that they are metric, and the title says millimetres.

use std::fmt::Write as _;

use super::{Layer, Shape, Sketch, Vertex};

/// The file.
pub fn dxf(sketch: &Sketch) -> String {
    let mut file = File(String::new());
    let (width, height) = sketch.size;
    file.section("HEADER", |file| {
        file.pair(9, "$ACADVER");
        file.pair(1, "AC1009");
        file.pair(9, "$MEASUREMENT");
        file.pair(70, "1");
        for (name, (x, y)) in [("$EXTMIN", (0.0, 0.0)), ("$EXTMAX", (width, height))] {
            file.pair(9, name);
            file.point(0, (x, y));
        }
    });
    file.section("TABLES", |file| {
        file.table("LTYPE", 1, |file| {
            file.pair(0, "LTYPE");
            file.pair(2, "CONTINUOUS");
            file.pair(70, "0");
            file.pair(3, "Solid line");
            file.pair(72, "65");
            file.pair(73, "0");
            file.pair(40, "0.0");
        });
        file.table("LAYER", Layer::ALL.len(), |file| {
            for layer in Layer::ALL {
                file.pair(0, "LAYER");
                file.pair(2, layer.name());
                file.pair(70, "0");
                file.pair(62, colour(layer));
                file.pair(6, "CONTINUOUS");
            }
        });
    });
    file.section("ENTITIES", |file| {
        let title = Shape::Text {
            at: (width / 2.0, -height.max(width) / 40.0),
            height: height.max(width) / 80.0,
            is_upright: false,
            text: format!("{} - millimetres", sketch.title),
        };
        let stamp = sketch.stamp_shape();
        for shape in sketch.shapes.iter().chain([&title]).chain(&stamp) {
            file.shape(shape);
        }
    });
    file.pair(0, "EOF");
    file.0
}

/// Colours by number: stock and blanks grey, cuts red, what is etched magenta, marks green, lettering blue.
fn colour(layer: Layer) -> &'static str {
    match layer {
        Layer::Stock => "8",
        Layer::Blank => "9",
        Layer::Cut => "1",
        Layer::Etch => "6",
        Layer::Mark => "3",
        Layer::Text => "5",
    }
}

struct File(String);

impl File {
    fn pair(&mut self, code: u16, value: &str) {
        let _ = write!(self.0, "{code:>3}\r\n{value}\r\n");
    }

    /// A point; `index` is 0 for the first of an entity, 1 for the second.
    fn point(&mut self, index: u16, (x, y): (f64, f64)) {
        self.number(10 + index, x);
        self.number(20 + index, y);
    }

    fn number(&mut self, code: u16, value: f64) {
        // The sum of nothing is -0.
        self.pair(code, &format!("{:.4}", value + 0.0));
    }

    fn section(&mut self, name: &str, fill: impl FnOnce(&mut Self)) {
        self.pair(0, "SECTION");
        self.pair(2, name);
        fill(self);
        self.pair(0, "ENDSEC");
    }

    fn table(&mut self, name: &str, entries: usize, fill: impl FnOnce(&mut Self)) {
        self.pair(0, "TABLE");
        self.pair(2, name);
        self.pair(70, &entries.to_string());
        fill(self);
        self.pair(0, "ENDTAB");
    }

    fn entity(&mut self, kind: &str, layer: Layer) {
        self.pair(0, kind);
        self.pair(8, layer.name());
    }

    fn polyline(&mut self, layer: Layer, vertices: &[Vertex], is_closed: bool) {
        self.entity("POLYLINE", layer);
        self.pair(66, "1");
        self.point(0, (0.0, 0.0));
        self.pair(70, if is_closed { "1" } else { "0" });
        for vertex in vertices {
            self.entity("VERTEX", layer);
            self.point(0, vertex.at);
            if vertex.bulge != 0.0 {
                self.pair(42, &format!("{:.8}", vertex.bulge));
            }
        }
        self.entity("SEQEND", layer);
    }

    fn shape(&mut self, shape: &Shape) {
        match shape {
            Shape::Rectangle { layer, at: (x, y), size: (along, across) } => {
                let corners = [(*x, *y), (x + along, *y), (x + along, y + across), (*x, y + across)];
                self.polyline(*layer, &corners.map(Vertex::straight), true);
            }
            Shape::Line { layer, from, to } => {
                self.entity("LINE", *layer);
                self.point(0, *from);
                self.point(1, *to);
            }
            Shape::Curve { layer, curve, .. } => match curve.as_circle() {
                Some((at, radius)) => {
                    self.entity("CIRCLE", *layer);
                    self.point(0, at);
                    self.number(40, radius);
                }
                None => self.polyline(*layer, &curve.vertices, curve.is_closed),
            },
            Shape::Text { at, height, is_upright, text } => {
                self.entity("TEXT", Layer::Text);
                self.point(0, *at);
                self.number(40, *height);
                self.pair(1, &plain(text));
                if *is_upright {
                    self.number(50, 90.0);
                }
                // Centred, by the second point.
                self.pair(72, "1");
                self.pair(73, "2");
                self.point(1, *at);
            }
        }
    }
}

/// ASCII; what release 12 has no letter for is written by its number.
fn plain(text: &str) -> String {
    let mut plain = String::new();
    for c in text.chars() {
        match c {
            '×' => plain.push('x'),
            '–' | '—' | '−' => plain.push('-'),
            '\u{a0}' | '\u{202f}' => plain.push(' '),
            ' '..='~' => plain.push(c),
            c if c.is_control() => plain.push(' '),
            c => {
                let _ = write!(plain, "\\U+{:04X}", u32::from(c));
            }
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::{dxf, plain};
    use crate::bundle::sketch::{Curve, Layer, Shape, Sketch};

    #[test]
    fn a_file_is_pairs_of_code_and_value_and_every_entity_has_a_layer() {
        let shapes = vec![
            Shape::Rectangle { layer: Layer::Stock, at: (0.0, 0.0), size: (300.0, 200.0) },
            Shape::Curve { layer: Layer::Cut, curve: Curve::circle((50.0, 60.0), 20.0), is_opening: true },
            Shape::Line { layer: Layer::Mark, from: (0.0, 0.0), to: (300.0, 200.0) },
            Shape::Text { at: (50.0, 60.0), height: 5.0, is_upright: true, text: "A1\n40 × 30".to_owned() },
        ];
        let file = dxf(&Sketch { title: "Größe".to_owned(), size: (300.0, 200.0), shapes, stamp: None });
        assert!(file.is_ascii());
        let lines: Vec<&str> = file.split_terminator("\r\n").collect();
        assert_eq!(lines.len() % 2, 0);
        let pairs: Vec<(u16, &str)> = lines.chunks(2).map(|pair| (pair[0].trim().parse().unwrap(), pair[1])).collect();
        assert_eq!(pairs.last(), Some(&(0, "EOF")));
        let entities = pairs.iter().skip_while(|pair| **pair != (2, "ENTITIES"));
        let kinds: Vec<&str> = entities.filter(|(code, _)| *code == 0).map(|(_, kind)| *kind).collect();
        assert_eq!(
            kinds,
            [
                "POLYLINE", "VERTEX", "VERTEX", "VERTEX", "VERTEX", "SEQEND", "CIRCLE", "LINE", "TEXT", "TEXT",
                "ENDSEC", "EOF"
            ]
        );
        for window in pairs.windows(2).skip_while(|window| window[0] != (2, "ENTITIES")) {
            if window[0].0 == 0 && !matches!(window[0].1, "ENDSEC" | "EOF") {
                assert_eq!(window[1].0, 8, "{window:?}");
            }
        }
    }

    #[test]
    fn lettering_is_ascii() {
        assert_eq!(plain("4 × 3\u{a0}mm – ü\n"), "4 x 3 mm - \\U+00FC ");
    }
}
