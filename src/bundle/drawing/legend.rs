//! What the shapes, colours and lines of a drawing mean.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::shape_of;
use super::text::{escape, width_of};

/// px of a line of the legend.
pub const STEP: f64 = 22.0;

/// One entry: how it looks, and what it means.
pub enum Sample {
    /// A box of a kind.
    Kind(&'static str, String),
    /// A sign that stands in the text itself.
    Word(String),
    /// A line of a class and a width in px.
    Line(&'static str, f64, String),
}

/// The kinds that are there, in one order always.
pub fn kinds(present: &BTreeSet<&'static str>) -> Vec<Sample> {
    let words = [
        ("made", "made"),
        ("raw", "raw"),
        ("resource", "given by the place"),
        ("bought", "bought"),
        ("stock", "in stock"),
        ("by-product", "by-product, leaves"),
        ("unresolved", "without an origin"),
    ];
    let shown = words.into_iter().filter(|(kind, _)| present.contains(kind));
    shown.map(|(kind, word)| Sample::Kind(kind, word.to_owned())).collect()
}

/// Writes the legend from (x, y) on, broken at `right`; returns how high it is.
pub fn write(out: &mut String, samples: &[Sample], x: f64, y: f64, right: f64) -> f64 {
    const SIZE: f64 = 13.0;
    let (mut at, mut row) = (x, y);
    out.push_str("<g class=\"legend\">");
    for sample in samples {
        let (room, text) = match sample {
            Sample::Kind(_, text) => (28.0, text),
            Sample::Line(_, _, text) => (44.0, text),
            Sample::Word(text) => (0.0, text),
        };
        let width = room + width_of(text, SIZE) + 22.0;
        if at + width > right && at > x {
            (at, row) = (x, row + STEP);
        }
        let text = escape(text);
        let _ = match sample {
            Sample::Word(_) => Ok(()),
            Sample::Kind(kind, _) => write!(
                out,
                "<g class=\"{kind}\"><rect class=\"node-box\" x=\"{at:.1}\" y=\"{:.1}\" width=\"22\" height=\"16\"/>\
                 <text class=\"shape\" x=\"{:.1}\" y=\"{:.1}\">{}</text></g>",
                row,
                at + 5.5,
                row + 12.5,
                shape_of(kind)
            ),
            Sample::Line(class, thick, _) => {
                write!(out, "<path class=\"{class}\" stroke-width=\"{thick:.1}\" d=\"M{at:.1} {:.1}h36\"/>", row + 8.0)
            }
        };
        let _ = write!(out, "<text x=\"{:.1}\" y=\"{:.1}\">{text}</text>", at + room, row + 12.5);
        at += width;
    }
    out.push_str("</g>");
    row + STEP - y
}
