//! A drawing as SVG, to scale: one unit of its view box is one millimetre.

use std::f64::consts::PI;
use std::fmt::Write as _;

use super::curve::Arc;
use super::{Curve, Layer, Shape, Sketch};
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
            Layer::Blank => format!(
                "fill=\"none\" stroke=\"#555\" stroke-width=\"{}\" stroke-dasharray=\"{} {}\"",
                number(0.6 * weight),
                number(weight),
                number(3.0 * weight)
            ),
            Layer::Cut => format!("fill=\"#e6e6e6\" stroke=\"#000\" stroke-width=\"{}\"", number(1.2 * weight)),
            Layer::Etch | Layer::Mark | Layer::Text => format!(
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
            Shape::Curve { layer, curve, is_opening } => {
                let look = look(*layer);
                let look = if *is_opening { look.replacen("#e6e6e6", "#fff", 1) } else { look };
                match curve.as_circle() {
                    Some((at, radius)) => write!(
                        svg,
                        "<circle cx=\"{}\" cy=\"{}\" r=\"{}\" {look}/>",
                        number(at.0),
                        number(up(at.1)),
                        number(radius)
                    ),
                    None => write!(svg, "<path d=\"{}\" {look}/>", path(curve, up)),
                }
            }
            Shape::Text { at, height, is_upright, text } => {
                let (x, y) = (number(at.0), number(up(at.1)));
                let turn = if *is_upright { format!(" transform=\"rotate(-90 {x} {y})\"") } else { String::new() };
                // The height of a capital is about 0.7 of the size of the letters; lines behind them stay off.
                write!(
                    svg,
                    "<text x=\"{x}\" y=\"{y}\"{turn} font-size=\"{}\" text-anchor=\"middle\" dominant-baseline=\"central\" paint-order=\"stroke\" stroke=\"#fff\" stroke-width=\"{}\" stroke-linejoin=\"round\">{}</text>",
                    number(height / 0.7),
                    number(height / 4.0),
                    escape(text)
                )
            }
        };
    }
    if let Some(Shape::Text { at, height, is_upright, text }) = sketch.stamp_shape() {
        let (x, y) = (number(at.0), number(up(at.1)));
        let turn = if is_upright { format!(" transform=\"rotate(-90 {x} {y})\"") } else { String::new() };
        let _ = write!(
            svg,
            "<text x=\"{x}\" y=\"{y}\"{turn} font-size=\"{}\" text-anchor=\"middle\" dominant-baseline=\"central\" \
             font-weight=\"bold\" fill=\"#000\" fill-opacity=\"0.35\">{}</text>",
            number(height / 0.7),
            escape(&text)
        );
    }
    svg.push_str("</svg>");
    svg
}

/// The data of a path; `up` turns y over.
fn path(curve: &Curve, up: impl Fn(f64) -> f64) -> String {
    let mut path = String::new();
    for (index, (from, to)) in curve.edges().enumerate() {
        if index == 0 {
            let _ = write!(path, "M{} {}", number(from.at.0), number(up(from.at.1)));
        }
        let _ = match Arc::of(from, to) {
            Some(arc) => write!(
                path,
                "A{0} {0} 0 {1} {2} {3} {4}",
                number(arc.radius),
                u8::from(arc.angle.abs() > PI),
                u8::from(arc.angle < 0.0),
                number(to.0),
                number(up(to.1))
            ),
            None => write!(path, "L{} {}", number(to.0), number(up(to.1))),
        };
    }
    if curve.is_closed {
        path.push('z');
    }
    path
}

/// To the hundredth, without idle zeros.
fn number(value: f64) -> String {
    let text = format!("{value:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}
