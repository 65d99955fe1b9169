//! Outlines of DXF drawings: lines, arcs, circles and polylines with arcs, of any release in ASCII.
//!
//! A file is pairs of lines, a code and a value (AutoCAD DXF Reference). Layers say by their names what is etched and what
//! explains; all else is cut.

use super::{Drawn, LARGEST_MM};
use crate::bundle::sketch::{Curve, Vertex};

/// Words in names of layers that hold what is etched, not cut.
const ETCHED: [&str; 6] = ["etch", "engrav", "mark", "bend", "fold", "score"];
/// Words in names of layers that explain, and are not made.
const EXPLAINED: [&str; 13] = [
    "text",
    "dim",
    "center",
    "centre",
    "hidden",
    "construct",
    "title",
    "border",
    "frame",
    "note",
    "stock",
    "blank",
    "defpoints",
];
/// Entities that explain, and are not made.
const WORDS: [&str; 12] = [
    "TEXT",
    "MTEXT",
    "DIMENSION",
    "LEADER",
    "MULTILEADER",
    "POINT",
    "ATTDEF",
    "ATTRIB",
    "VIEWPORT",
    "TOLERANCE",
    "HATCH",
    "SEQEND",
];

/// One entity: its kind, and its pairs.
struct Entity<'a> {
    kind: &'a str,
    pairs: Vec<(i32, &'a str)>,
}

impl Entity<'_> {
    fn number(&self, code: i32) -> Option<f64> {
        self.pairs.iter().find(|(found, _)| *found == code).and_then(|(_, value)| value.trim().parse().ok())
    }

    fn point(&self, index: i32) -> Result<(f64, f64), String> {
        let point = self.number(10 + index).zip(self.number(20 + index));
        point.ok_or_else(|| format!("has a {} without a point", self.kind))
    }

    fn flags(&self) -> i64 {
        self.number(70).unwrap_or(0.0) as i64
    }

    fn layer(&self) -> String {
        self.pairs.iter().find(|(code, _)| *code == 8).map_or(String::new(), |(_, name)| name.trim().to_lowercase())
    }
}

/// What a drawing holds.
///
/// # Errors
/// It is no DXF in ASCII, or holds what is not understood.
pub(super) fn read(content: &[u8]) -> Result<Drawn, String> {
    if content.starts_with(b"AutoCAD Binary DXF") {
        return Err("is a binary DXF; save it in ASCII".to_owned());
    }
    let text = String::from_utf8_lossy(content);
    let lines: Vec<&str> = text.lines().collect();
    let pairs: Option<Vec<(i32, &str)>> =
        lines.chunks_exact(2).map(|pair| Some((pair[0].trim().parse().ok()?, pair[1]))).collect();
    let pairs = pairs.filter(|pairs| !pairs.is_empty()).ok_or("is no DXF: a code is no number")?;
    let unit_mm = unit_mm(&pairs)?;
    let is_start = |window: &[(i32, &str)]| window[0] == (0, "SECTION") && window[1] == (2, "ENTITIES");
    let trimmed: Vec<(i32, &str)> = pairs
        .iter()
        .map(|(code, value)| (*code, if *code == 0 || *code == 2 { value.trim() } else { value }))
        .collect();
    let start = trimmed.windows(2).position(is_start).ok_or("has no section of entities")?;
    let mut entities: Vec<Entity<'_>> = Vec::new();
    for (code, value) in trimmed.into_iter().skip(start + 2) {
        match (code, value, entities.last_mut()) {
            (0, "ENDSEC", _) => break,
            (0, kind, _) => entities.push(Entity { kind, pairs: Vec::new() }),
            (_, _, Some(entity)) => entity.pairs.push((code, value)),
            (_, _, None) => {}
        }
    }
    drawn(&entities, unit_mm)
}

/// mm of a unit of the drawing, by its header; mm where that does not say.
fn unit_mm(pairs: &[(i32, &str)]) -> Result<f64, String> {
    let variable = |name: &str| {
        let at = pairs.iter().position(|(code, value)| *code == 9 && value.trim() == name)?;
        pairs.get(at + 1)?.1.trim().parse::<i64>().ok()
    };
    match variable("$INSUNITS") {
        Some(1) => Ok(25.4),
        None | Some(0 | 4) => Ok(1.0),
        Some(5) => Ok(10.0),
        Some(6) => Ok(1e3),
        Some(other) => Err(format!("is in a unit that is not understood ($INSUNITS {other}; 4 is mm)")),
    }
}

fn drawn(entities: &[Entity<'_>], unit_mm: f64) -> Result<Drawn, String> {
    let mut drawn = Drawn::default();
    let mut rest = entities.iter().peekable();
    while let Some(entity) = rest.next() {
        let mut vertices = Vec::new();
        if entity.kind == "POLYLINE" {
            while let Some(vertex) = rest.next_if(|next| next.kind == "VERTEX") {
                // A point of the frame of a spline is not on it.
                if vertex.flags() & 16 == 0 {
                    vertices.push(Vertex { at: vertex.point(0)?, bulge: vertex.number(42).unwrap_or(0.0) });
                }
            }
        }
        let layer = entity.layer();
        let has = |words: &[&str]| words.iter().any(|word| layer.contains(word));
        if WORDS.contains(&entity.kind) || has(&EXPLAINED) || entity.number(67) == Some(1.0) {
            continue;
        }
        if entity.number(230).is_some_and(|up| up < 0.0) {
            return Err(format!("has a {} that is seen from below", entity.kind));
        }
        let mut curve = curve(entity, vertices)?;
        for vertex in &mut curve.vertices {
            vertex.at = (vertex.at.0 * unit_mm, vertex.at.1 * unit_mm);
        }
        if has(&ETCHED) { drawn.etches.push(curve) } else { drawn.cuts.push(curve) }
    }
    Ok(drawn)
}

fn curve(entity: &Entity<'_>, vertices: Vec<Vertex>) -> Result<Curve, String> {
    let radius = || {
        let radius = entity.number(40).filter(|radius| *radius > 0.0 && *radius < LARGEST_MM);
        radius.ok_or_else(|| format!("has a {} without a radius", entity.kind))
    };
    match entity.kind {
        "LINE" => {
            let vertices = [entity.point(0)?, entity.point(1)?].map(Vertex::straight);
            Ok(Curve { vertices: vertices.to_vec(), is_closed: false })
        }
        "CIRCLE" => Ok(Curve::circle(entity.point(0)?, radius()?)),
        "ARC" => {
            let ((x, y), radius) = (entity.point(0)?, radius()?);
            let angles = entity.number(50).zip(entity.number(51));
            let (from, to) = angles.ok_or("has an ARC without its angles")?;
            let (from, turn) = (from.to_radians(), (to - from).rem_euclid(360.0).to_radians());
            let at = |angle: f64| (x + radius * angle.cos(), y + radius * angle.sin());
            // In two, so that a nearly full turn has no huge bulge.
            let bulge = (turn / 8.0).tan();
            let first = [from, from + turn / 2.0].map(|angle| Vertex { at: at(angle), bulge });
            let vertices = first.into_iter().chain([Vertex::straight(at(from + turn))]).collect();
            Ok(Curve { vertices, is_closed: false })
        }
        "POLYLINE" if entity.flags() & (8 | 16 | 64) != 0 => Err("has a POLYLINE in space, not flat".to_owned()),
        "POLYLINE" => Ok(Curve { vertices, is_closed: entity.flags() & 1 != 0 }),
        "LWPOLYLINE" => {
            let mut vertices: Vec<Vertex> = Vec::new();
            for (code, value) in &entity.pairs {
                let number = || value.trim().parse::<f64>().map_err(|_| "has an LWPOLYLINE without a number");
                match (code, vertices.last_mut()) {
                    (10, _) => vertices.push(Vertex::straight((number()?, 0.0))),
                    (20, Some(last)) => last.at.1 = number()?,
                    (42, Some(last)) => last.bulge = number()?,
                    _ => {}
                }
            }
            Ok(Curve { vertices, is_closed: entity.flags() & 1 != 0 })
        }
        other => Err(format!("has a {other}, which is not understood; explode it to lines and arcs")),
    }
}
