//! Curves of straight lines and arcs: outlines of parts, in millimetres.

use std::f64::consts::PI;

/// A corner of a curve, with how the edge that leaves it bends.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Vertex {
    /// x and y in mm, y upwards.
    pub at: (f64, f64),
    /// The tangent of a quarter of the angle of the arc to the next corner; 0 is straight, negative goes clockwise (as in DXF).
    pub bulge: f64,
}

impl Vertex {
    /// A corner with a straight edge after it.
    pub fn straight(at: (f64, f64)) -> Self {
        Self { at, bulge: 0.0 }
    }
}

/// Straight lines and arcs from corner to corner.
#[derive(Clone, Debug, PartialEq)]
pub struct Curve {
    /// The corners; the bulge of the last counts only if it is closed.
    pub vertices: Vec<Vertex>,
    /// Whether the last corner leads to the first.
    pub is_closed: bool,
}

impl Curve {
    /// A full circle.
    pub fn circle((x, y): (f64, f64), radius: f64) -> Self {
        let vertices = [x + radius, x - radius].map(|x| Vertex { at: (x, y), bulge: 1.0 });
        Self { vertices: vertices.to_vec(), is_closed: true }
    }

    /// Middle and radius of a full circle; `None` of any other curve.
    pub fn as_circle(&self) -> Option<((f64, f64), f64)> {
        let [a, b] = self.vertices.as_slice() else { return None };
        let is_half = |vertex: &Vertex| (vertex.bulge.abs() - 1.0).abs() < 1e-9;
        let is_circle = self.is_closed && is_half(a) && is_half(b) && a.bulge * b.bulge > 0.0;
        let middle = ((a.at.0 + b.at.0) / 2.0, (a.at.1 + b.at.1) / 2.0);
        is_circle.then(|| (middle, (a.at.0 - b.at.0).hypot(a.at.1 - b.at.1) / 2.0))
    }

    /// Each edge as its first corner and where it ends.
    pub fn edges(&self) -> impl Iterator<Item = (Vertex, (f64, f64))> + '_ {
        let ends = self.vertices.iter().skip(1).chain(self.vertices.first().filter(|_| self.is_closed));
        self.vertices.iter().copied().zip(ends.map(|end| end.at))
    }

    /// Left, bottom, right and top, arcs included; `None` of nothing.
    pub fn bounds(&self) -> Option<[f64; 4]> {
        let first = self.vertices.first()?.at;
        let mut bounds = [first.0, first.1, first.0, first.1];
        let mut hold = |(x, y): (f64, f64)| {
            bounds = [bounds[0].min(x), bounds[1].min(y), bounds[2].max(x), bounds[3].max(y)];
        };
        for (from, to) in self.edges() {
            hold(from.at);
            hold(to);
            if let Some(arc) = Arc::of(from, to) {
                arc.extremes().for_each(&mut hold);
            }
        }
        Some(bounds)
    }

    /// mm² inside a closed curve.
    pub fn area_mm2(&self) -> f64 {
        let edge = |(from, to): (Vertex, (f64, f64))| {
            let straight = (from.at.0 * to.1 - to.0 * from.at.1) / 2.0;
            let arc = Arc::of(from, to).map_or(0.0, |arc| {
                from.bulge.signum() * arc.radius.powi(2) * (arc.angle.abs() - arc.angle.abs().sin()) / 2.0
            });
            straight + arc
        };
        self.edges().map(edge).sum::<f64>().abs()
    }

    /// The same curve with its points elsewhere; the places must be turned and pushed alone.
    #[must_use]
    pub fn moved(&self, place: impl Fn((f64, f64)) -> (f64, f64)) -> Self {
        let vertices = self.vertices.iter().map(|vertex| Vertex { at: place(vertex.at), ..*vertex }).collect();
        Self { vertices, ..*self }
    }
}

/// The arc of an edge.
pub struct Arc {
    /// mm.
    pub radius: f64,
    /// Radians from its start to its end, positive counter-clockwise.
    pub angle: f64,
    middle: (f64, f64),
    start: f64,
}

impl Arc {
    /// The arc of an edge; `None` of a straight one.
    pub fn of(from: Vertex, to: (f64, f64)) -> Option<Self> {
        let (dx, dy) = (to.0 - from.at.0, to.1 - from.at.1);
        let chord = dx.hypot(dy);
        if from.bulge.abs() < 1e-9 || chord < 1e-12 {
            return None;
        }
        let offset = (1.0 - from.bulge * from.bulge) / (4.0 * from.bulge);
        let middle = ((from.at.0 + to.0) / 2.0 - dy * offset, (from.at.1 + to.1) / 2.0 + dx * offset);
        let start = (from.at.1 - middle.1).atan2(from.at.0 - middle.0);
        let radius = chord * (1.0 + from.bulge * from.bulge) / (4.0 * from.bulge.abs());
        Some(Self { radius, angle: 4.0 * from.bulge.atan(), middle, start })
    }

    /// Its points that lie furthest left, right, up and down, if they lie on it.
    fn extremes(&self) -> impl Iterator<Item = (f64, f64)> + '_ {
        (0..4).map(|quarter| f64::from(quarter) * PI / 2.0).filter_map(|direction| {
            let along = if self.angle > 0.0 { direction - self.start } else { self.start - direction };
            let point = (self.middle.0 + self.radius * direction.cos(), self.middle.1 + self.radius * direction.sin());
            (along.rem_euclid(2.0 * PI) < self.angle.abs()).then_some(point)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Curve, Vertex};

    #[test]
    fn bounds_and_area_take_arcs_in() {
        let circle = Curve::circle((10.0, 20.0), 5.0);
        assert_eq!(circle.as_circle(), Some(((10.0, 20.0), 5.0)));
        let bounds = circle.bounds().unwrap();
        for (found, expected) in bounds.iter().zip([5.0, 15.0, 15.0, 25.0]) {
            assert!((found - expected).abs() < 1e-9, "{bounds:?}");
        }
        assert!((circle.area_mm2() - 25.0 * std::f64::consts::PI).abs() < 1e-9);
        // A slot of 30 × 10: two straight edges, two half circles.
        let corners = [(5.0, 0.0, 0.0), (25.0, 0.0, 1.0), (25.0, 10.0, 0.0), (5.0, 10.0, 1.0)];
        let vertices = corners.map(|(x, y, bulge)| Vertex { at: (x, y), bulge }).to_vec();
        let slot = Curve { vertices, is_closed: true };
        assert_eq!(slot.as_circle(), None);
        let bounds = slot.bounds().unwrap();
        for (found, expected) in bounds.iter().zip([0.0, 0.0, 30.0, 10.0]) {
            assert!((found - expected).abs() < 1e-9, "{bounds:?}");
        }
        assert!((slot.area_mm2() - (200.0 + 25.0 * std::f64::consts::PI)).abs() < 1e-9);
        let turned = slot.moved(|(x, y)| (-y, x));
        assert!((turned.area_mm2() - slot.area_mm2()).abs() < 1e-9);
    }
}
