//! A drawing as SVG, to scale: one unit of its view box is one millimetre.

use std::fmt::Write as _;

use super::{Layer, Shape, Sketch};
use crate::bundle::drawing::escape;

/// The drawing as an element, with its looks in attributes: it stands alone, and in a page that allows no styles.
pub fn svg(sketch: &Sketch) -> String {
    let (width, height) = sketch.size;
    // Line weights by the size of the sheet, so that they are alike on paper.
    let weight = width.max(height) / 1000.0;
    let edge = 2.0 * weight;
    let title = escape(&sketch.title);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"nest sheet-sketch\" viewBox=\"{} {} {} {}\" role=\"img\" aria-label=\"{title}\" font-family=\"sans-serif\">",
        number(-edge),
        number(-edge),
        number(width + 2.0 * edge),
        number(height + 2.0 * edge)
    );
    let up = |y: f64| height - y;
    for shape in &sketch.shapes {
        let look = |layer: Layer| match layer {
            Layer::Stock => format!("fill=\"#fff\" stroke=\"#000\" stroke-width=\"{}\"", number(2.0 * weight)),
            Layer::Cut => format!("fill=\"#e6e6e6\" stroke=\"#000\" stroke-width=\"{}\"", number(1.2 * weight)),
            Layer::Mark | Layer::Text => format!(
                "fill=\"none\" stroke=\"#555\" stroke-width=\"{}\" stroke-dasharray=\"{} {}\"",
                number(weight),
                number(6.0 * weight),
                number(4.0 * weight)
            ),
        };
        let _ = match shape {
            Shape::Rectangle { layer, at, size } => write!(
                svg,
                "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" {}/>",
                number(at.0),
                number(up(at.1) - size.1),
                number(size.0),
                number(size.1),
                look(*layer)
            ),
            Shape::Line { layer, from, to } => write!(
                svg,
                "<line x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\" {}/>",
                number(from.0),
                number(up(from.1)),
                number(to.0),
                number(up(to.1)),
                look(*layer)
            ),
            Shape::Circle { layer, at, radius } => write!(
                svg,
                "<circle cx=\"{}\" cy=\"{}\" r=\"{}\" {}/>",
                number(at.0),
                number(up(at.1)),
                number(*radius),
                look(*layer)
            ),
            Shape::Text { at, height, is_upright, text } => {
                let (x, y) = (number(at.0), number(up(at.1)));
                let turn = if *is_upright { format!(" transform=\"rotate(-90 {x} {y})\"") } else { String::new() };
                // The height of a capital is about 0.7 of the size of the letters.
                write!(
                    svg,
                    "<text x=\"{x}\" y=\"{y}\"{turn} font-size=\"{}\" text-anchor=\"middle\" dominant-baseline=\"central\">{}</text>",
                    number(height / 0.7),
                    escape(text)
                )
            }
        };
    }
    svg.push_str("</svg>");
    svg
}

/// To the hundredth, without idle zeros.
fn number(value: f64) -> String {
    let text = format!("{value:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}
