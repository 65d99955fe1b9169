//! Lines and arcs that meet end to end, joined to closed curves: drawings often hold an outline in pieces.

use std::collections::BTreeMap;

use super::SAME_MM;
use crate::bundle::sketch::{Curve, Vertex, mm_text};

/// A cell of the net that ends are looked up in.
type Cell = (i64, i64);

/// Closed curves of open and closed ones.
///
/// # Errors
/// An end meets no other.
pub(super) fn closed(curves: Vec<Curve>) -> Result<Vec<Curve>, String> {
    let (mut done, open): (Vec<Curve>, Vec<Curve>) =
        curves.into_iter().filter(|curve| curve.vertices.len() > 1).partition(|curve| curve.is_closed);
    let mut ends: BTreeMap<Cell, Vec<(usize, bool)>> = BTreeMap::new();
    for (index, curve) in open.iter().enumerate() {
        for is_last in [false, true] {
            ends.entry(cell(end(curve, is_last))).or_default().push((index, is_last));
        }
    }
    let mut is_used = vec![false; open.len()];
    for start in 0..open.len() {
        if std::mem::replace(&mut is_used[start], true) {
            continue;
        }
        let mut vertices = open[start].vertices.clone();
        let first = end(&open[start], false);
        let mut at = end(&open[start], true);
        while distance(at, first) > SAME_MM {
            let Some((next, is_last)) = nearest(&ends, &open, &is_used, at) else {
                return Err(format!("has a line that ends in the open, at {}, {} mm", mm_text(at.0), mm_text(at.1)));
            };
            is_used[next] = true;
            let piece = if is_last { reversed(&open[next]) } else { open[next].vertices.clone() };
            at = piece.last().map_or(at, |vertex| vertex.at);
            // The end of one is the start of the other.
            vertices.pop();
            vertices.extend(piece);
        }
        vertices.pop();
        if vertices.len() > 1 {
            done.push(Curve { vertices, is_closed: true });
        }
    }
    Ok(done)
}

fn end(curve: &Curve, is_last: bool) -> (f64, f64) {
    let vertex = if is_last { curve.vertices.last() } else { curve.vertices.first() };
    vertex.map_or((0.0, 0.0), |vertex| vertex.at)
}

fn cell((x, y): (f64, f64)) -> Cell {
    ((x / SAME_MM).round() as i64, (y / SAME_MM).round() as i64)
}

fn distance(a: (f64, f64), b: (f64, f64)) -> f64 {
    (a.0 - b.0).hypot(a.1 - b.1)
}

/// The free end nearest to a point, if one is at it.
fn nearest(
    ends: &BTreeMap<Cell, Vec<(usize, bool)>>,
    open: &[Curve],
    is_used: &[bool],
    at: (f64, f64),
) -> Option<(usize, bool)> {
    let (column, row) = cell(at);
    let cells = (-1..=1).flat_map(|dx| (-1..=1).map(move |dy| (column + dx, row + dy)));
    cells
        .filter_map(|cell| ends.get(&cell))
        .flatten()
        .filter(|(index, _)| !is_used[*index])
        .map(|(index, is_last)| (distance(end(&open[*index], *is_last), at), *index, *is_last))
        .filter(|(gap, ..)| *gap <= SAME_MM)
        .min_by(|a, b| a.0.total_cmp(&b.0).then((a.1, a.2).cmp(&(b.1, b.2))))
        .map(|(_, index, is_last)| (index, is_last))
}

/// The same line from its other end: each edge bends the other way, and belongs to its other corner.
fn reversed(curve: &Curve) -> Vec<Vertex> {
    let mut vertices: Vec<Vertex> = curve.vertices.iter().rev().copied().collect();
    for index in 0..vertices.len() {
        vertices[index].bulge = vertices.get(index + 1).map_or(0.0, |next| -next.bulge);
    }
    vertices
}
