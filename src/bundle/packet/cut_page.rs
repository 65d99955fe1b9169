//! The cut list as a page and as `cut-list.csv`.

use serde::Serialize;

use super::job::Job;
use super::pages::{PacketHead, head, page};
use crate::bundle::links::file_name;
use crate::bundle::purchase::cut_list::{BarStock, CutList, KERF_UM, Piece, SheetStock};
use crate::bundle::purchase::{LotKind, lot_size};
use crate::bundle::view::{Fact, Page};
use crate::bundle::wording::{amount, count, fact, share};
use crate::quantity::{format_amount, format_amount_grouped};
use crate::text::csv_cell;

/// The context of `packet/cut-list`.
#[derive(Debug, Serialize)]
pub struct CutListPage {
    page: Page,
    head: PacketHead,
    stocks: Vec<CutStock>,
    nothing: Option<String>,
}

#[derive(Debug, Serialize)]
struct CutStock {
    item: String,
    summary: String,
    facts: Vec<Fact>,
    patterns: Vec<CutPattern>,
    anchor: String,
}

#[derive(Debug, Serialize)]
struct CutPattern {
    title: String,
    used: String,
    svg: String,
    pieces: Vec<CutPiece>,
    remnant: Option<String>,
}

#[derive(Debug, Serialize)]
struct CutPiece {
    number: String,
    part: String,
    size: String,
    quantity: String,
}

/// The page.
pub fn cut_page(job: &Job<'_>, cuts: &CutList) -> CutListPage {
    let bars = cuts.bars.iter().map(|bars| bar_stock(job, bars));
    let sheets = cuts.sheets.iter().map(|sheets| sheet_stock(job, sheets));
    let stocks: Vec<CutStock> = sheets.chain(bars).collect();
    let nothing =
        stocks.is_empty().then(|| "Nothing of this job is cut from bars or sheets of a stated size.".to_owned());
    CutListPage { page: page(job, "cut-list.html", "Cut list"), head: head(job), stocks, nothing }
}

fn bar_stock(job: &Job<'_>, bars: &BarStock) -> CutStock {
    let size = lot_size(&job.order(), bars.item, LotKind::Bar(bars.length_m));
    let kerf_mm = KERF_UM as f64 / 1e3;
    let nesting = &bars.nesting;
    let mut summary = format!("{} of {size}", count(bars.bars() as usize, "bar", "bars"));
    if nesting.bars > 0 {
        let least = if nesting.bars == nesting.lower_bound {
            "no cutting does with fewer".to_owned()
        } else {
            format!("no cutting does with fewer than {}", nesting.lower_bound)
        };
        summary.push_str(&format!("; the pieces fill {} ({least}). Lengths are what the plan takes for each piece, its allowance included; the saw takes {} mm between two pieces", nesting.bars, format_amount(kerf_mm)));
    }
    summary.push('.');
    if !bars.in_lengths.is_empty() {
        summary.push_str(
            " What takes more than a bar is made of several lengths, which its drawing or the build steps tell. ",
        );
        summary.push_str("Lay them out before you order: cutting to length may take a bar more.");
    }
    let pieces: u64 = bars.pieces.iter().map(|piece| piece.quantity).sum();
    let used_m: f64 = bars.pieces.iter().map(|piece| piece.length_m * piece.quantity as f64).sum();
    let mut facts = vec![fact("Bars", amount(bars.bars() as f64, ""))];
    if nesting.bars > 0 {
        facts.push(fact("Pieces", amount(pieces as f64, "")));
        facts.push(fact("Used", percent(used_m / (nesting.bars as f64 * bars.length_m))));
        facts.push(fact("Kerf", amount(kerf_mm, "mm")));
    }
    let mut first = 1;
    let mut patterns: Vec<CutPattern> = Vec::new();
    for pattern in &nesting.patterns {
        let title = if pattern.bars == 1 {
            format!("Bar {first}")
        } else {
            format!("Bars {first} to {}, all alike", first + pattern.bars - 1)
        };
        first += pattern.bars;
        let on_bar: Vec<(&Piece, u64)> = bars
            .pieces
            .iter()
            .zip(&pattern.pieces)
            .filter(|(_, count)| **count > 0)
            .map(|(piece, count)| (piece, *count))
            .collect();
        let cut_m: f64 = on_bar.iter().map(|(piece, count)| piece.length_m * *count as f64).sum();
        patterns.push(CutPattern {
            used: format!("{} used", share("", cut_m / bars.length_m).percent),
            svg: bar_svg(job, bars, &on_bar, &title),
            pieces: on_bar
                .iter()
                .map(|(piece, count)| {
                    cut_piece(job, piece, length_text(piece.length_m), &format_amount_grouped(*count as f64))
                })
                .collect(),
            remnant: (pattern.remnant_um > 0)
                .then(|| format!("{} of each bar, to the rack", length_text(pattern.remnant_um as f64 / 1e6))),
            title,
        });
    }
    if !bars.in_lengths.is_empty() {
        let total_m: f64 = bars.in_lengths.iter().map(|piece| piece.length_m * piece.quantity as f64).sum();
        patterns.push(CutPattern {
            title: format!("{} in lengths", count(bars.bars_in_lengths as usize, "bar", "bars")),
            used: format!("{} m in all, without kerf", format_amount_grouped(total_m)),
            svg: String::new(),
            pieces: bars
                .in_lengths
                .iter()
                .map(|piece| {
                    cut_piece(
                        job,
                        piece,
                        format!("{} m", format_amount_grouped(piece.length_m)),
                        &piece.quantity.to_string(),
                    )
                })
                .collect(),
            remnant: None,
        });
    }
    CutStock {
        item: job.title(bars.item).to_owned(),
        summary,
        facts,
        patterns,
        anchor: file_name(job.graph().item(bars.item).id.as_str()),
    }
}

fn sheet_stock(job: &Job<'_>, sheets: &SheetStock) -> CutStock {
    let size = lot_size(&job.order(), sheets.item, LotKind::Sheet(sheets.length_m, sheets.width_m));
    let mut summary = format!(
        "{} of {size}, an estimate by area: lay the blanks out before you order. Sizes are of the blank over all.",
        count(sheets.sheets as usize, "piece", "pieces")
    );
    let too_large: Vec<&str> =
        sheets.pieces.iter().filter(|piece| !sheets.holds(piece)).map(|piece| job.title(piece.item)).collect();
    if !too_large.is_empty() {
        summary.push_str(&format!(" Larger than a piece of stock, either way round: {}.", too_large.join("; ")));
    }
    let pieces: u64 = sheets
        .pieces
        .iter()
        .map(|piece| piece.quantity)
        .chain(sheets.unsized_parts.iter().map(|(_, quantity)| *quantity))
        .sum();
    let mut facts = vec![fact("Stock pieces", amount(sheets.sheets as f64, "")).with_note("by area")];
    facts.push(fact("Blanks", amount(pieces as f64, "")));
    facts.push(fact("Used by blanks", percent(sheets.utilisation)));
    if sheets.needed_kg > 0.0 {
        facts.push(fact("Plan takes", amount(sheets.needed_kg, "kg")).with_note("its allowance for waste included"));
    }
    facts.extend(sheets.sheet_kg.map(|kg| fact("Mass of one", amount(kg, "kg"))));
    let mut rows: Vec<CutPiece> = sheets
        .pieces
        .iter()
        .map(|piece| {
            cut_piece(
                job,
                piece,
                piece.written.clone().unwrap_or_default(),
                &format_amount_grouped(piece.quantity as f64),
            )
        })
        .collect();
    rows.extend(sheets.unsized_parts.iter().map(|(item, quantity)| CutPiece {
        number: job.line_number(*item).map_or_else(|| "–".to_owned(), |line| line.to_string()),
        part: job.title(*item).to_owned(),
        size: "see the drawing".to_owned(),
        quantity: quantity.to_string(),
    }));
    let patterns = vec![CutPattern {
        title: "Blanks, largest first".to_owned(),
        used: String::new(),
        svg: String::new(),
        pieces: rows,
        remnant: None,
    }];
    CutStock {
        item: job.title(sheets.item).to_owned(),
        summary,
        facts,
        patterns,
        anchor: file_name(job.graph().item(sheets.item).id.as_str()),
    }
}

fn percent(part: f64) -> crate::bundle::view::Quantity {
    amount((part * 100.0).round(), "%")
}

fn cut_piece(job: &Job<'_>, piece: &Piece, size: String, quantity: &str) -> CutPiece {
    let number = job.line_number(piece.item).map_or_else(|| "–".to_owned(), |line| line.to_string());
    CutPiece { number, part: job.title(piece.item).to_owned(), size, quantity: quantity.to_owned() }
}

/// Shop drawings give lengths in whole and tenth millimetres.
fn length_text(length_m: f64) -> String {
    format!("{} mm", format_tenths(length_m * 1e3))
}

fn format_tenths(value: f64) -> String {
    let text = format!("{value:.1}");
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}

/// A bar to scale, 768 wide.
fn bar_svg(job: &Job<'_>, bars: &BarStock, on_bar: &[(&Piece, u64)], title: &str) -> String {
    const WIDTH: f64 = 768.0;
    let scale = WIDTH / bars.length_m;
    let kerf = KERF_UM as f64 / 1e6 * scale;
    let pieces: u64 = on_bar.iter().map(|(_, count)| count).sum();
    let mut svg = format!(
        "<svg class=\"nest\" viewBox=\"-2 -2 772 40\" role=\"img\" aria-label=\"Layout of {title}, {}\">",
        count(pieces as usize, "piece", "pieces")
    );
    let mut at = 0.0;
    for (piece, count) in on_bar {
        let width = piece.length_m * scale;
        let number = job.line_number(piece.item).map_or_else(|| "–".to_owned(), |line| line.to_string());
        for _ in 0..*count {
            svg.push_str(&format!("<rect class=\"cut\" x=\"{at:.1}\" y=\"0\" width=\"{width:.1}\" height=\"24\"/>"));
            if width > 18.0 {
                svg.push_str(&format!("<text x=\"{:.1}\" y=\"12\">{number}</text>", at + width / 2.0));
            }
            at += width + kerf;
        }
    }
    if at < WIDTH {
        svg.push_str(&format!(
            "<rect class=\"remnant\" x=\"{at:.1}\" y=\"0\" width=\"{:.1}\" height=\"24\"/>",
            WIDTH - at
        ));
    }
    svg.push_str(&format!("<rect class=\"stock\" x=\"0\" y=\"0\" width=\"768\" height=\"24\"/><text x=\"384\" y=\"33\" font-size=\"11\">{} mm</text></svg>", format_tenths(bars.length_m * 1e3)));
    svg
}

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
    let mm = |length_m: f64| format_tenths(length_m * 1e3);
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
        for piece in &sheets.pieces {
            row([
                id(sheets.item),
                "sheet by area".to_owned(),
                String::new(),
                sheets.sheets.to_string(),
                id(piece.item),
                title(piece.item),
                String::new(),
                piece.quantity.to_string(),
                mm(piece.length_m),
                mm(piece.width_m),
                String::new(),
            ]);
        }
        for (item, quantity) in &sheets.unsized_parts {
            row([
                id(sheets.item),
                "sheet by area".to_owned(),
                String::new(),
                sheets.sheets.to_string(),
                id(*item),
                title(*item),
                String::new(),
                quantity.to_string(),
                String::new(),
                String::new(),
                String::new(),
            ]);
        }
    }
    text
}
