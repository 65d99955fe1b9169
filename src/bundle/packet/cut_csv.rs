//! `cut-list.csv`: what is cut, for a spreadsheet or a saw.

use super::job::Job;
use crate::bundle::purchase::cut_list::CutList;
use crate::bundle::sketch::mm_text;
use crate::text::csv_cell;

/// `cut-list.csv`: one row for each part on each pattern.
pub fn cut_csv(job: &Job<'_>, cuts: &CutList) -> String {
    let mut text =
        String::from("material,kind,pattern,bars,part,title,pieces-each,pieces,length-mm,width-mm,remnant-mm\r\n");
    let mut row = |cells: [String; 11]| {
        text.push_str(&cells.join(","));
        text.push_str("\r\n");
    };
    let id = |item| csv_cell(job.graph().item(item).id.as_str());
    let title = |item| csv_cell(job.title(item));
    let mm = |length_m: f64| mm_text(length_m * 1e3);
    for bars in &cuts.bars {
        for (number, pattern) in bars.nesting.patterns.iter().enumerate() {
            for (piece, count) in bars.pieces.iter().zip(&pattern.pieces).filter(|(_, count)| **count > 0) {
                row([
                    id(bars.item),
                    "bar".to_owned(),
                    (number + 1).to_string(),
                    pattern.bars.to_string(),
                    id(piece.item),
                    title(piece.item),
                    count.to_string(),
                    (count * pattern.bars).to_string(),
                    mm(piece.length_m),
                    String::new(),
                    mm(pattern.remnant_um as f64 / 1e6),
                ]);
            }
        }
        for piece in &bars.in_lengths {
            row([
                id(bars.item),
                "bar in lengths".to_owned(),
                String::new(),
                bars.bars_in_lengths.to_string(),
                id(piece.item),
                title(piece.item),
                String::new(),
                piece.quantity.to_string(),
                mm(piece.length_m),
                String::new(),
                String::new(),
            ]);
        }
    }
    for sheets in &cuts.sheets {
        for (number, layout) in sheets.nesting.layouts.iter().enumerate() {
            for (index, piece) in sheets.pieces.iter().enumerate() {
                let on_sheet = layout.placed.iter().filter(|placed| placed.blank == index).count() as u64;
                if on_sheet > 0 {
                    row([
                        id(sheets.item),
                        "sheet".to_owned(),
                        (number + 1).to_string(),
                        layout.sheets.to_string(),
                        id(piece.item),
                        title(piece.item),
                        on_sheet.to_string(),
                        (on_sheet * layout.sheets).to_string(),
                        mm(piece.length_m),
                        mm(piece.width_m),
                        String::new(),
                    ]);
                }
            }
        }
        let too_large = sheets.nesting.too_large.iter().map(|index| &sheets.pieces[*index]);
        let sized = too_large.map(|piece| (piece.item, piece.quantity, mm(piece.length_m), mm(piece.width_m)));
        let bare = sheets.unsized_parts.iter().map(|(item, quantity)| (*item, *quantity, String::new(), String::new()));
        for (item, quantity, length, width) in sized.chain(bare) {
            row([
                id(sheets.item),
                "sheet by mass".to_owned(),
                String::new(),
                sheets.sheets_by_mass.to_string(),
                id(item),
                title(item),
                String::new(),
                quantity.to_string(),
                length,
                width,
                String::new(),
            ]);
        }
    }
    text
}
