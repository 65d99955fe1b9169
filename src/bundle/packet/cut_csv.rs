//! `cut-list.csv`: what is cut, for a spreadsheet or a saw.

use super::cut_sheets::{Found, SheetDrawings};
use super::honesty::evidence;
use super::job::Job;
use crate::bundle::sketch::mm_text;
use crate::graph::{Basis, ItemIndex};
use crate::purchase::cut_list::{CutList, Piece};
use crate::text::csv_cell;

/// The columns. `drawn-as` says of sheet whether the outline of a drawing is nested, or the blank alone; `evidence` what the size
/// rests on.
const HEADER: &str =
    "material,kind,pattern,bars,part,title,pieces-each,pieces,length-mm,width-mm,remnant-mm,drawn-as,evidence\r\n";

/// One row; what is not known is left empty.
struct Row {
    kind: &'static str,
    pattern: Option<usize>,
    bars: u64,
    part: ItemIndex,
    each: Option<u64>,
    pieces: u64,
    length_m: Option<f64>,
    width_m: Option<f64>,
    remnant_m: Option<f64>,
    drawn_as: String,
}

impl Row {
    /// A row of a part of which nothing else is known.
    fn part(part: ItemIndex, pieces: u64) -> Self {
        Row {
            kind: "",
            pattern: None,
            bars: 0,
            part,
            each: None,
            pieces,
            length_m: None,
            width_m: None,
            remnant_m: None,
            drawn_as: String::new(),
        }
    }

    /// A row of a piece of sheet.
    fn of(piece: &Piece, found: &Found) -> Self {
        let drawn_as = match found {
            Ok(found) => format!("outline of {}", found.drawing),
            Err(why) => format!("blank: {why}"),
        };
        Row {
            length_m: Some(piece.length_m),
            width_m: Some(piece.width_m),
            drawn_as,
            ..Row::part(piece.item, piece.quantity)
        }
    }

    fn text(self, job: &Job<'_>, material: ItemIndex) -> String {
        let number = |number: Option<u64>| number.map_or_else(String::new, |number| number.to_string());
        let mm = |length_m: Option<f64>| length_m.map_or_else(String::new, |length_m| mm_text(length_m * 1e3));
        let cells = [
            csv_cell(job.graph().item(material).id.as_str()),
            self.kind.to_owned(),
            number(self.pattern.map(|pattern| pattern as u64)),
            self.bars.to_string(),
            csv_cell(job.graph().item(self.part).id.as_str()),
            csv_cell(job.title(self.part)),
            number(self.each),
            self.pieces.to_string(),
            mm(self.length_m),
            mm(self.width_m),
            mm(self.remnant_m),
            csv_cell(&self.drawn_as),
            evidence(size_basis(job, material, self.part)),
        ];
        cells.join(",") + "\r\n"
    }
}

/// What the size of a piece rests on: the blanks of its part on the source of that; else the length of bar on that of its line.
pub fn size_basis(job: &Job<'_>, material: ItemIndex, part: ItemIndex) -> Option<Basis> {
    let recipe = job.whole.need(part)?.obtain.recipe()?;
    let own = Some(job.graph().item(part).basis);
    let (_, _, described) = job.part_of(recipe)?;
    let inputs = job.whole.choice.inputs(recipe, job.graph().recipe(recipe));
    let flow = inputs.into_iter().find(|flow| flow.item == material);
    match flow {
        Some(flow) if described.blanks.is_empty() => super::traveller::input_basis(job, recipe, flow).or(own),
        _ => own,
    }
}

/// `cut-list.csv`: one row for each part on each pattern.
pub fn cut_csv(job: &Job<'_>, cuts: &CutList, drawings: &[SheetDrawings]) -> String {
    let mut text = String::from(HEADER);
    for bars in &cuts.bars {
        let mut row = |row: Row| text.push_str(&row.text(job, bars.item));
        for (number, pattern) in bars.nesting.patterns.iter().enumerate() {
            for (piece, count) in bars.pieces.iter().zip(&pattern.pieces).filter(|(_, count)| **count > 0) {
                row(Row {
                    kind: "bar",
                    pattern: Some(number + 1),
                    bars: pattern.bars,
                    each: Some(*count),
                    length_m: Some(piece.length_m),
                    remnant_m: Some(pattern.remnant_um as f64 / 1e6),
                    ..Row::part(piece.item, count * pattern.bars)
                });
            }
        }
        for piece in &bars.in_lengths {
            row(Row {
                kind: "bar in lengths",
                bars: bars.bars_in_lengths,
                length_m: Some(piece.length_m),
                ..Row::part(piece.item, piece.quantity)
            });
        }
    }
    for (sheets, drawn) in cuts.sheets.iter().zip(drawings) {
        let mut row = |row: Row| text.push_str(&row.text(job, sheets.item));
        let pieces = || sheets.pieces.iter().zip(&drawn.outlines).enumerate();
        for (number, layout) in sheets.nesting.layouts.iter().enumerate() {
            for (index, (piece, found)) in pieces() {
                let each = layout.placed.iter().filter(|placed| placed.blank == index).count() as u64;
                if each > 0 {
                    row(Row {
                        kind: "sheet",
                        pattern: Some(number + 1),
                        bars: layout.sheets,
                        each: Some(each),
                        pieces: each * layout.sheets,
                        ..Row::of(piece, found)
                    });
                }
            }
        }
        let by_mass = |row: Row| Row { kind: "sheet by mass", bars: sheets.sheets_by_mass, ..row };
        for (index, (piece, found)) in pieces() {
            if sheets.nesting.too_large.contains(&index) {
                row(by_mass(Row { drawn_as: String::new(), ..Row::of(piece, found) }));
            }
        }
        for (part, pieces) in &sheets.unsized_parts {
            row(by_mass(Row::part(*part, *pieces)));
        }
    }
    text
}
