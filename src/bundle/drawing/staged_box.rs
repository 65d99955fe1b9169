//! A box of the drawing in stages: its sign and title, how much, and what of it goes back in.

use std::fmt::Write as _;

use super::diagram::Node;
use super::shape_of;
use super::text::{Tenth, escape, wrapped, write_lines};

/// px of a box.
pub const WIDTH: f64 = 178.0;
/// px of its text.
pub const SIZE: f64 = 13.0;
/// px from the top of a box to the foot of its first line.
pub const HEAD: f64 = 19.0;
/// px of a line of text.
const LINE: f64 = 16.0;
/// px from the left of a box to its text.
const INDENT: f64 = 24.0;
/// px that notes may be wider than their room: widths are reckoned on the wide side.
const SLACK: f64 = 8.0;
/// px below the last line.
const BELOW: f64 = 10.0;

/// A box where it stands.
pub struct Spot {
    /// px, its middle.
    pub x: f64,
    /// px.
    pub top: f64,
    /// px.
    pub bottom: f64,
    /// px, the bottom of its row.
    pub foot: f64,
    /// Whether another stands at its right.
    pub has_neighbour: bool,
}

/// What is written in a box.
pub struct Face {
    title: Vec<String>,
    notes: Vec<String>,
    note: String,
    /// px.
    pub height: f64,
}

/// What is written in the box of this node, and how high it is.
pub fn face(node: &Node) -> Face {
    let room = WIDTH - INDENT - 6.0;
    let title = wrapped(&node.title, room - 4.0, SIZE);
    let note = if node.amount.is_empty() { node.label.clone() } else { format!("{} · {}", node.amount, node.label) };
    // The sign and the dotted frame say by-product already; the tooltip has the word.
    let shown = if node.kind == "by-product" { format!("{} leaves", node.amount) } else { note.clone() };
    let notes: Vec<String> =
        std::iter::once(&shown).chain(&node.returns).flat_map(|note| wrapped(note, room + SLACK, SIZE)).collect();
    let height = HEAD + BELOW - LINE + 1.0 + LINE * (title.len().max(1) + notes.len()) as f64;
    Face { title, notes, note, height }
}

/// Writes a box with its left top corner at (x, y).
pub fn write_box(out: &mut String, node: &Node, face: &Face, x: f64, y: f64) {
    let (open, close) = match &node.href {
        Some(href) => (format!("<a href=\"{}\" class=\"{}\">", escape(href), node.kind), "</a>"),
        None => (format!("<g class=\"{}\">", node.kind), "</g>"),
    };
    let _ = write!(
        out,
        "{open}<title>{} ({})</title><rect class=\"node-box\" x=\"{}\" y=\"{}\" width=\"{WIDTH}\" \
         height=\"{}\"/><text class=\"shape\" x=\"{}\" y=\"{}\">{}</text>",
        escape(&node.whole_title),
        escape(&face.note),
        Tenth(x),
        Tenth(y),
        Tenth(face.height),
        Tenth(x + 8.0),
        Tenth(y + HEAD),
        shape_of(node.kind),
    );
    write_lines(out, &face.title, "", x + INDENT, y + HEAD, LINE);
    let below = y + HEAD + 1.0 + LINE * face.title.len().max(1) as f64;
    write_lines(out, &face.notes, "amount", x + INDENT, below, LINE);
    out.push_str(close);
}
