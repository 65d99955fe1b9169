//! A resolution drawn: its graph in stages from the product down to the ground ([`staged`]), and its mass as a flow from the
//! ground to the product ([`sankey`]). Both as SVG, for a page (its stylesheet colours them) or as a file that stands alone.
//!
//! Siblings that are alike share a box, and beyond what can be read the lightest do too, counted. Energy stands apart, as
//! nearly every step takes some.

mod boxes;
mod diagram;
mod file;
mod fold;
mod gather;
mod layout;
mod legend;
mod order;
mod sankey;
mod sankey_layout;
mod spread;
mod staged;
mod staged_box;
mod staged_line;
mod text;
mod ways;

#[cfg(test)]
mod tests;

use std::fmt::Write as _;

use crate::graph::{Graph, ItemIndex};
use crate::quantity::{Dimension, format_amount_grouped};
use crate::resolve::Resolution;

pub use file::svg_file;
pub use sankey::sankey;
pub use staged::staged;

pub(super) use text::escape;

/// How the parts of a drawing look, in the colours of the page that it stands on.
pub const STYLE: &str = include_str!("style.css");

/// Boxes above which a drawing is hard to read.
const MOST: usize = 150;

/// Where an item's box leads, if it leads anywhere.
pub type Namer<'a> = &'a dyn Fn(ItemIndex) -> Option<String>;

/// A drawing.
#[derive(Clone, Debug)]
pub struct Drawn {
    /// px.
    pub width: f64,
    /// px.
    pub height: f64,
    /// What it is, for those who do not see it.
    pub label: String,
    /// The content of the `<svg>`.
    pub body: String,
    /// What is to be seen, and what was left out.
    pub caption: String,
}

impl Drawn {
    /// `<svg class="graph">`, for a page whose stylesheet colours it.
    pub fn inline(&self) -> String {
        let (width, height, label) = (self.width, self.height, text::escape(&self.label));
        let mut svg = String::with_capacity(self.body.len() + label.len() + 160);
        let _ = write!(
            svg,
            "<svg class=\"graph\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" role=\"group\" \
             aria-label=\"{label}\">"
        );
        svg.push_str(&self.body);
        svg.push_str("</svg>");
        svg
    }
}

/// What is drawn, in words: `Press`, `2 × Press`, `500 kg of Steel`.
fn subject(graph: &Graph, resolution: &Resolution) -> String {
    let item = graph.item(resolution.root);
    let quantity = format_amount_grouped(resolution.quantity);
    match item.unit.symbol() {
        "ea" if resolution.quantity == 1.0 => item.title.clone(),
        "ea" => format!("{quantity} × {}", item.title),
        symbol => format!("{quantity} {symbol} of {}", item.title),
    }
}

fn is_energy(graph: &Graph, item: ItemIndex) -> bool {
    graph.item(item).unit.dimension() == Dimension::ENERGY
}

/// The shape by which a kind is known without colour.
fn shape_of(kind: &str) -> &'static str {
    match kind {
        "raw" => "▼",
        "made" => "●",
        "bought" => "◆",
        "resource" => "▽",
        "stock" => "■",
        "by-product" => "○",
        _ => "×",
    }
}
