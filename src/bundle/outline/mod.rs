//! The flat outline of a part, read from its drawing: what a cutting table follows.
//!
//! Two kinds of drawing can hold one: an SVG, to scale, and a DXF. What they hold is taken only if all of it is understood, is
//! closed, and agrees with the blank that the part is cut from; otherwise the reader says in words why not, and whoever asks
//! draws the blank. An outline that is half right would be cut.

mod chain;
mod dxf;
mod svg;

use super::sketch::{Curve, mm_text};

/// Ends closer than this, in mm, are one point. Drawings give thousandths.
const SAME_MM: f64 = 0.02;
/// How far a curve may lie from the straight lines that stand for it, in mm.
const CHORD_MM: f64 = 0.01;
/// Larger than any part, in mm.
const LARGEST_MM: f64 = 1e6;
/// The most corners of one outline.
const MOST_CORNERS: usize = 200_000;
/// How much an outline may be larger than its blank, in mm: sizes are rounded.
const SLACK_MM: f64 = 0.6;
/// An outline that takes less of the area of its blank than this is of another scale, or another part.
const LEAST_SHARE: f64 = 0.25;

/// The outline of a part, in mm, its lower left corner at the origin.
#[derive(Clone, Debug, PartialEq)]
pub struct Outline {
    /// What is cut: closed curves, the outermost first, then the openings within it.
    pub cuts: Vec<Curve>,
    /// What is only marked: bend lines.
    pub etches: Vec<Curve>,
    /// mm along x and y.
    pub size: (f64, f64),
}

/// What a drawing holds, before it is judged.
#[derive(Debug, Default)]
struct Drawn {
    cuts: Vec<Curve>,
    etches: Vec<Curve>,
}

/// The outline that a drawing holds; `path` says by its ending what the drawing is.
///
/// # Errors
/// Says why there is none, in words that go on from "the drawing": `is a picture`.
pub fn outline_of(path: &str, content: &[u8]) -> Result<Outline, String> {
    let ending = path.rsplit_once('.').map_or(String::new(), |(_, ending)| ending.to_ascii_lowercase());
    let drawn = match ending.as_str() {
        "svg" => svg::read(content)?,
        "dxf" => dxf::read(content)?,
        _ => return Err(format!("is a `.{ending}`, of which no outline is read (only of `.dxf` and `.svg`)")),
    };
    judged(drawn)
}

/// Closed, one round all others, of a size that parts have.
fn judged(drawn: Drawn) -> Result<Outline, String> {
    let corners: usize = drawn.cuts.iter().chain(&drawn.etches).map(|curve| curve.vertices.len()).sum();
    if corners > MOST_CORNERS {
        return Err(format!("has {corners} corners, more than an outline has"));
    }
    let mut numbers = drawn.cuts.iter().chain(&drawn.etches).flat_map(|curve| &curve.vertices);
    if numbers.any(|vertex| {
        let (x, y) = vertex.at;
        !(x.abs() <= LARGEST_MM && y.abs() <= LARGEST_MM && vertex.bulge.is_finite())
    }) {
        return Err("has points further out than a kilometre".to_owned());
    }
    let mut cuts = chain::closed(drawn.cuts)?;
    cuts.sort_by(|a, b| b.area_mm2().total_cmp(&a.area_mm2()));
    let Some([left, low, right, high]) = cuts.first().and_then(Curve::bounds) else {
        return Err("holds no closed line".to_owned());
    };
    let is_within = |curve: &Curve| {
        curve.bounds().is_some_and(|[x0, y0, x1, y1]| {
            x0 > left - SAME_MM && y0 > low - SAME_MM && x1 < right + SAME_MM && y1 < high + SAME_MM
        })
    };
    if !cuts.iter().all(is_within) {
        return Err("holds several outlines beside each other".to_owned());
    }
    let to_origin = |curve: &Curve| curve.moved(|(x, y)| (x - left, y - low));
    Ok(Outline {
        cuts: cuts.iter().map(to_origin).collect(),
        etches: drawn.etches.iter().map(to_origin).collect(),
        size: (right - left, high - low),
    })
}

impl Outline {
    /// The outline as it lies in the middle of a blank of so many mm, turned by a quarter if it must be.
    ///
    /// # Errors
    /// It is larger than the blank, or so much smaller that it cannot be meant; in words that go on from "the drawing".
    pub fn in_blank(&self, (length, width): (f64, f64)) -> Result<Self, String> {
        let fits = |(along, across): (f64, f64)| along <= length + SLACK_MM && across <= width + SLACK_MM;
        let (along, across) = self.size;
        let outline = match (fits((along, across)), fits((across, along))) {
            (true, _) => self.clone(),
            (false, true) => self.turned(),
            (false, false) => return Err(self.disagrees("larger than", (length, width))),
        };
        if along * across < LEAST_SHARE * length * width {
            return Err(self.disagrees("much smaller than", (length, width)));
        }
        let push = ((length - outline.size.0) / 2.0, (width - outline.size.1) / 2.0);
        Ok(outline.moved(|(x, y)| (x + push.0, y + push.1)))
    }

    /// A quarter turn counter-clockwise, its lower left corner at the origin again.
    #[must_use]
    pub fn turned(&self) -> Self {
        let (along, across) = self.size;
        Self { size: (across, along), ..self.moved(|(x, y)| (across - y, x)) }
    }

    /// With its points elsewhere: turned and pushed alone.
    #[must_use]
    pub fn moved(&self, place: impl Fn((f64, f64)) -> (f64, f64) + Copy) -> Self {
        let all = |curves: &[Curve]| curves.iter().map(|curve| curve.moved(place)).collect();
        Self { cuts: all(&self.cuts), etches: all(&self.etches), size: self.size }
    }

    fn disagrees(&self, how: &str, blank: (f64, f64)) -> String {
        let size = |(along, across): (f64, f64)| format!("{} × {}", mm_text(along), mm_text(across));
        format!("shows an outline of {} mm, {how} the blank of {}", size(self.size), size(blank))
    }
}

#[cfg(test)]
mod tests;
