//! Outlines of SVG drawings, to scale.
//!
//! What is cut stands in a group named `cut` (its id, or its label as a layer of Inkscape), what is etched in one named `etch`.
//! `data-scale="1:10"` on the group tells that it is drawn smaller. A drawing without such groups and without lettering is all
//! cut, as files for laser cutters are. Lengths are taken from the width and the view box of the drawing.

use kurbo::{Affine, Arc, BezPath, PathEl, Point, SvgArc, Vec2};
use roxmltree::{Document, Node, ParsingOptions};
use svgtypes::{Length, LengthUnit, PathParser, PathSegment, PointsParser, Transform, ViewBox};

use super::{CHORD_MM, Drawn, LARGEST_MM};
use crate::bundle::sketch::{Curve, Vertex};

/// The most elements of a drawing.
const MOST_NODES: u32 = 1_000_000;
/// The most groups within groups.
const MOST_DEPTH: usize = 200;
/// mm of a CSS pixel.
const PIXEL_MM: f64 = 25.4 / 96.0;

/// What is drawn where.
#[derive(Clone, Copy, PartialEq)]
enum Group {
    Cut,
    Etch,
}

/// What a drawing holds.
///
/// # Errors
/// It is no SVG, does not say what is cut, or holds what is not understood.
pub(super) fn read(content: &[u8]) -> Result<Drawn, String> {
    let text = std::str::from_utf8(content).map_err(|_| "is not UTF-8")?;
    let options = ParsingOptions { allow_dtd: false, nodes_limit: MOST_NODES, ..ParsingOptions::default() };
    let document = Document::parse_with_options(text, options).map_err(|error| format!("is no SVG: {error}"))?;
    let root = document.root_element();
    if root.tag_name().name() != "svg" {
        return Err("is no SVG".to_owned());
    }
    let is_named = root.descendants().any(|node| group_of(node) == Some(Group::Cut));
    if !is_named && root.descendants().any(|node| matches!(node.tag_name().name(), "text" | "image")) {
        return Err("does not say which of its lines are cut: a group with the id `cut` would".to_owned());
    }
    let mut drawn = Drawn::default();
    let group = (!is_named).then_some(Group::Cut);
    for node in root.children() {
        gather(node, page(root)?, group, 0, &mut drawn)?;
    }
    Ok(drawn)
}

fn group_of(node: Node<'_, '_>) -> Option<Group> {
    if node.tag_name().name() != "g" {
        return None;
    }
    let mut names = node.attributes().filter(|attribute| matches!(attribute.name(), "id" | "label"));
    names.find_map(|name| match name.value().to_ascii_lowercase().as_str() {
        "cut" => Some(Group::Cut),
        "etch" => Some(Group::Etch),
        _ => None,
    })
}

/// From the drawing's units to mm, y upwards.
fn page(root: Node<'_, '_>) -> Result<Affine, String> {
    let length_mm = |name: &str| -> Option<f64> {
        let length: Length = root.attribute(name)?.parse().ok()?;
        let unit_mm = match length.unit {
            LengthUnit::None | LengthUnit::Px => PIXEL_MM,
            LengthUnit::In => 25.4,
            LengthUnit::Cm => 10.0,
            LengthUnit::Mm => 1.0,
            LengthUnit::Pt => 25.4 / 72.0,
            LengthUnit::Pc => 25.4 / 6.0,
            LengthUnit::Em | LengthUnit::Ex | LengthUnit::Percent => return None,
        };
        Some(length.number * unit_mm)
    };
    let view: Option<ViewBox> = root.attribute("viewBox").and_then(|view| view.parse().ok());
    let unit_mm = match (view, length_mm("width"), length_mm("height")) {
        (Some(view), Some(width), height) => {
            let (along, across) = (width / view.w, height.map(|height| height / view.h));
            if across.is_some_and(|across| (across / along - 1.0).abs() > 1e-3) {
                return Err("is stretched: its width and height do not fit its view box".to_owned());
            }
            along
        }
        (Some(view), None, Some(height)) => height / view.h,
        (_, _, _) => PIXEL_MM,
    };
    Ok(Affine::scale_non_uniform(unit_mm, -unit_mm))
}

fn gather(
    node: Node<'_, '_>,
    placed: Affine,
    within: Option<Group>,
    depth: usize,
    drawn: &mut Drawn,
) -> Result<(), String> {
    let is_hidden = node.attribute("display") == Some("none") || node.attribute("visibility") == Some("hidden");
    if !node.is_element() || is_hidden {
        return Ok(());
    }
    if depth > MOST_DEPTH {
        return Err("has groups within groups without end".to_owned());
    }
    let mut placed = placed;
    if let Some(transform) = node.attribute("transform") {
        let Transform { a, b, c, d, e, f } =
            transform.parse().map_err(|_| format!("has a transform that is not understood: `{transform}`"))?;
        placed *= Affine::new([a, b, c, d, e, f]);
    }
    let mut within = within;
    if let Some(group) = group_of(node) {
        within = Some(group);
        placed = Affine::scale(scale(node)?) * placed;
    }
    match (node.tag_name().name(), within) {
        ("g" | "a" | "svg", _) => {
            for child in node.children() {
                gather(child, placed, within, depth + 1, drawn)?;
            }
        }
        (_, None) | ("title" | "desc" | "metadata" | "defs" | "style" | "text" | "namedview", _) => {}
        (_, Some(group)) => {
            let curves = shape(node, placed)?;
            match group {
                Group::Cut => drawn.cuts.extend(curves),
                Group::Etch => drawn.etches.extend(curves),
            }
        }
    }
    Ok(())
}

/// How much larger the part is than its drawing: 10 for `1:10`.
fn scale(group: Node<'_, '_>) -> Result<f64, String> {
    let Some(written) = group.attribute("data-scale") else { return Ok(1.0) };
    let ratio = written.split_once(':').and_then(|(paper, part)| {
        let ratio = part.trim().parse::<f64>().ok()? / paper.trim().parse::<f64>().ok()?;
        (ratio.is_finite() && ratio > 0.0).then_some(ratio)
    });
    ratio.ok_or_else(|| format!("has a scale that is not understood: `{written}`; expected such as `1:10`"))
}

/// The curves of an element.
fn shape(node: Node<'_, '_>, placed: Affine) -> Result<Vec<Curve>, String> {
    let name = node.tag_name().name();
    let number = |attribute: &str| match node.attribute(attribute) {
        None => Ok(0.0),
        Some(written) => {
            let number = written.trim().parse::<f64>().ok().filter(|number| number.is_finite());
            number.ok_or_else(|| format!("has a <{name}> of which `{attribute}` is no number: `{written}`"))
        }
    };
    let mut pen = Pen { placed, curves: Vec::new(), at: Point::ZERO };
    match name {
        "path" => {
            for segment in PathParser::from(node.attribute("d").unwrap_or_default()) {
                let segment = segment.map_err(|_| "has a <path> that is not understood")?;
                pen.draw(segment)?;
            }
        }
        "line" => {
            pen.start(Point::new(number("x1")?, number("y1")?))?;
            pen.line(Point::new(number("x2")?, number("y2")?))?;
        }
        "polyline" | "polygon" => {
            for (index, (x, y)) in PointsParser::from(node.attribute("points").unwrap_or_default()).enumerate() {
                if index == 0 { pen.start(Point::new(x, y))? } else { pen.line(Point::new(x, y))? }
            }
            if name == "polygon" {
                pen.close();
            }
        }
        "rect" => {
            let (x, y, width, height) = (number("x")?, number("y")?, number("width")?, number("height")?);
            let given = |name: &str| node.attribute(name).map(|_| number(name)).transpose();
            let (rx, ry) = (given("rx")?, given("ry")?);
            let rx = rx.or(ry).unwrap_or(0.0).clamp(0.0, width / 2.0);
            let ry = ry.unwrap_or(rx).clamp(0.0, height / 2.0);
            let radii = Vec2::new(rx, ry);
            pen.start(Point::new(x + rx, y))?;
            let sides = [
                ((x + width - rx, y), (x + width, y + ry)),
                ((x + width, y + height - ry), (x + width - rx, y + height)),
                ((x + rx, y + height), (x, y + height - ry)),
                ((x, y + ry), (x + rx, y)),
            ];
            for (corner, after) in sides {
                pen.line(corner.into())?;
                if rx > 0.0 && ry > 0.0 {
                    pen.arc(radii, 0.0, (false, true), after.into())?;
                }
            }
            pen.close();
        }
        "circle" | "ellipse" => {
            let radii = match name {
                "circle" => Vec2::new(number("r")?, number("r")?),
                _ => Vec2::new(number("rx")?, number("ry")?),
            };
            let (x, y) = (number("cx")?, number("cy")?);
            pen.start(Point::new(x + radii.x, y))?;
            pen.arc(radii, 0.0, (false, true), Point::new(x - radii.x, y))?;
            pen.arc(radii, 0.0, (false, true), Point::new(x + radii.x, y))?;
            pen.close();
        }
        other => return Err(format!("has a <{other}> among what is cut, which is not understood")),
    }
    Ok(pen.curves)
}

/// Draws curves in mm from shapes in the units of their element.
struct Pen {
    placed: Affine,
    curves: Vec<Curve>,
    at: Point,
}

impl Pen {
    fn place(&self, point: Point) -> Result<(f64, f64), String> {
        let Point { x, y } = self.placed * point;
        let is_near = x.abs() <= LARGEST_MM && y.abs() <= LARGEST_MM;
        if is_near { Ok((x, y)) } else { Err("has points further out than a kilometre".to_owned()) }
    }

    fn start(&mut self, to: Point) -> Result<(), String> {
        let vertices = vec![Vertex::straight(self.place(to)?)];
        self.curves.push(Curve { vertices, is_closed: false });
        self.at = to;
        Ok(())
    }

    /// What goes on after a closed path begins where that began.
    fn vertices(&mut self) -> Result<&mut Vec<Vertex>, String> {
        if self.curves.last().is_none_or(|curve| curve.is_closed) {
            self.start(self.at)?;
        }
        Ok(&mut self.curves.last_mut().ok_or("has a path without a start")?.vertices)
    }

    fn line(&mut self, to: Point) -> Result<(), String> {
        let vertex = Vertex::straight(self.place(to)?);
        self.vertices()?.push(vertex);
        self.at = to;
        Ok(())
    }

    fn bend(&mut self, path: BezPath, to: Point) -> Result<(), String> {
        let path = self.placed * path;
        let is_near = |element: &PathEl| element.end_point().is_none_or(|end| end.to_vec2().hypot() < 2.0 * LARGEST_MM);
        if !path.elements().iter().all(is_near) {
            return Err("has points further out than a kilometre".to_owned());
        }
        let mut corners = Vec::new();
        kurbo::flatten(path, CHORD_MM, |element| {
            if let PathEl::LineTo(point) = element {
                corners.push(Vertex::straight((point.x, point.y)));
            }
        });
        self.vertices()?.extend(corners);
        self.at = to;
        Ok(())
    }

    /// An arc; of a circle it stays one.
    fn arc(
        &mut self,
        radii: Vec2,
        turn_degrees: f64,
        (large_arc, sweep): (bool, bool),
        to: Point,
    ) -> Result<(), String> {
        let svg_arc = SvgArc { from: self.at, to, radii, x_rotation: turn_degrees.to_radians(), large_arc, sweep };
        let Some(arc) = Arc::from_svg_arc(&svg_arc) else { return self.line(to) };
        let [a, b, c, d, ..] = self.placed.as_coeffs();
        let (along, across) = (a.hypot(b), c.hypot(d));
        let is_square = (a * c + b * d).abs() < 1e-6 * along * across && (along / across - 1.0).abs() < 1e-6;
        if is_square && (arc.radii.x / arc.radii.y - 1.0).abs() < 1e-6 {
            let is_mirrored = a * d - b * c < 0.0;
            let bulge = (arc.sweep_angle / 4.0).tan() * if is_mirrored { -1.0 } else { 1.0 };
            let end = Vertex::straight(self.place(to)?);
            let vertices = self.vertices()?;
            if let Some(last) = vertices.last_mut() {
                last.bulge = bulge;
            }
            vertices.push(end);
            self.at = to;
            return Ok(());
        }
        if radii.hypot() * along.max(across) > LARGEST_MM {
            return Err("has points further out than a kilometre".to_owned());
        }
        let mut path = BezPath::new();
        path.move_to(self.at);
        let tolerance = CHORD_MM / along.max(across).max(1e-9);
        path.extend(arc.append_iter(tolerance));
        self.bend(path, to)
    }

    fn close(&mut self) {
        let Some(curve) = self.curves.last_mut() else { return };
        curve.is_closed = true;
        let (Some(first), Some(last)) = (curve.vertices.first().copied(), curve.vertices.last().copied()) else {
            return;
        };
        // A path that ends where it began has that corner twice.
        let gap = (first.at.0 - last.at.0).hypot(first.at.1 - last.at.1);
        if curve.vertices.len() > 2 && gap < super::SAME_MM {
            curve.vertices.pop();
        }
        let start = self.placed.inverse() * Point::new(first.at.0, first.at.1);
        if start.is_finite() {
            self.at = start;
        }
    }

    fn draw(&mut self, segment: PathSegment) -> Result<(), String> {
        let from = self.at;
        let base = if segment.is_abs() { Vec2::ZERO } else { from.to_vec2() };
        let to = |x: f64, y: f64| Point::new(x, y) + base;
        match segment {
            PathSegment::MoveTo { x, y, .. } => self.start(to(x, y)),
            PathSegment::LineTo { x, y, .. } => self.line(to(x, y)),
            PathSegment::HorizontalLineTo { x, .. } => self.line(Point::new(x + base.x, from.y)),
            PathSegment::VerticalLineTo { y, .. } => self.line(Point::new(from.x, y + base.y)),
            PathSegment::CurveTo { x1, y1, x2, y2, x, y, .. } => {
                let mut path = BezPath::new();
                path.move_to(from);
                path.curve_to(to(x1, y1), to(x2, y2), to(x, y));
                self.bend(path, to(x, y))
            }
            PathSegment::Quadratic { x1, y1, x, y, .. } => {
                let mut path = BezPath::new();
                path.move_to(from);
                path.quad_to(to(x1, y1), to(x, y));
                self.bend(path, to(x, y))
            }
            PathSegment::SmoothCurveTo { .. } | PathSegment::SmoothQuadratic { .. } => {
                Err("has a <path> with a smooth curve (S or T), which is not understood; write it out (C or Q)"
                    .to_owned())
            }
            PathSegment::EllipticalArc { rx, ry, x_axis_rotation, large_arc, sweep, x, y, .. } => {
                self.arc(Vec2::new(rx, ry), x_axis_rotation, (large_arc, sweep), to(x, y))
            }
            PathSegment::ClosePath { .. } => {
                self.close();
                Ok(())
            }
        }
    }
}
