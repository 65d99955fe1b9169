//! The outlines of parts that are cut from sheet, as their drawings have them; or why the blank alone is drawn.

use super::job::Job;
use crate::bundle::outline::{Outline, outline_of};
use crate::bundle::sketch::{Curve, Layer};
use crate::graph::{BoundValue, OperationNeed};
use crate::purchase::cut_list::{Piece, SheetStock};
use crate::text::RepoPath;

/// How capabilities are called that make holes after the sheet was cut.
const DRILLING: [&str; 5] = ["drill", "punch", "ream", "tap", "bor"];
/// A hole is one of the stated diameter if it is larger by no more than this, in mm.
const SLACK_MM: f64 = 0.05;

/// What is drawn for a piece: its outline as it lies in its blank, and the file that it is from; or why there is none.
pub type Found = Result<PieceOutline, String>;

/// The outline of a piece.
#[derive(Clone, Debug)]
pub struct PieceOutline {
    /// Within the blank of the piece, whose length lies along x.
    pub outline: Outline,
    /// The drawing, from the plan's folder.
    pub drawing: String,
    /// mm of the largest hole that is drilled later, and so only marked; 0 if none is.
    drilled_mm: f64,
}

impl PieceOutline {
    /// The curves with their layers, and whether each is the edge of an opening.
    pub fn curves(&self) -> impl Iterator<Item = (Layer, bool, &Curve)> {
        let cuts = self.outline.cuts.iter().enumerate().map(|(index, curve)| {
            let is_drilled =
                index > 0 && curve.as_circle().is_some_and(|(_, radius)| 2.0 * radius <= self.drilled_mm + SLACK_MM);
            (if is_drilled { Layer::Etch } else { Layer::Cut }, index > 0, curve)
        });
        cuts.chain(self.outline.etches.iter().map(|curve| (Layer::Etch, true, curve)))
    }

    /// Whether holes are only marked.
    pub fn has_marks(&self) -> bool {
        self.curves().any(|(layer, ..)| layer == Layer::Etch)
    }
}

/// What is drawn for each piece of a sheet, in their order.
pub fn outlines_of(job: &Job<'_>, sheets: &SheetStock) -> Vec<Found> {
    sheets
        .pieces
        .iter()
        .map(|piece| {
            if sheets.cutting.edge_to_edge {
                return Err("a saw or shear cuts the blank alone".to_owned());
            }
            if sheets.pieces.iter().filter(|other| other.item == piece.item).count() > 1 {
                return Err("it is made of several pieces, and its drawing shows one".to_owned());
            }
            found(job, piece)
        })
        .collect()
}

fn found(job: &Job<'_>, piece: &Piece) -> Found {
    let recipe = job.whole.need(piece.item).and_then(|need| need.obtain.recipe());
    let (plan, _, part) = recipe.and_then(|recipe| job.part_of(recipe)).ok_or("it has no drawing")?;
    let written = &part.drawing.as_ref().ok_or("it has no drawing")?.value;
    let path = RepoPath::join(job.folder(plan), written).filter(|path| job.files.contains_key(path));
    let path = path.ok_or_else(|| format!("its drawing `{written}` is not there"))?;
    let content = job.request.world.read(&path).map_err(|error| format!("`{written}` cannot be read: {error}"))?;
    let blank = (piece.length_m * 1e3, piece.width_m * 1e3);
    let outline = outline_of(written, &content).and_then(|outline| outline.in_blank(blank));
    let operations = recipe.map_or(&[][..], |recipe| &job.graph().recipe(recipe).operations);
    Ok(PieceOutline {
        outline: outline.map_err(|why| format!("`{written}` {why}"))?,
        drawing: written.clone(),
        drilled_mm: operations.iter().map(drilled_mm).fold(0.0, f64::max),
    })
}

/// The largest hole that an operation drills, in mm; any, where it does not say.
fn drilled_mm(operation: &OperationNeed) -> f64 {
    let words = operation.capability_id.as_str().split(['/', '-']);
    if !words.clone().any(|word| DRILLING.iter().any(|drilling| word.starts_with(drilling))) {
        return 0.0;
    }
    let diameter = operation.bounds.iter().find(|bound| bound.parameter == "diameter");
    let stated = diameter.and_then(|bound| match bound.values.first()? {
        BoundValue::Number { si, .. } => Some(si * 1e3),
        BoundValue::Interval { to_si, .. } => Some(to_si * 1e3),
        BoundValue::Word(_) => None,
    });
    stated.unwrap_or(f64::INFINITY)
}
