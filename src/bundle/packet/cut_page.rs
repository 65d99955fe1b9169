//! The cut list as a page, and its drawings as files.

use std::collections::BTreeMap;

use serde::Serialize;

use super::cut_csv::size_basis;
use super::cut_sheets::{SheetDrawings, bar_sketch, blank_path, blank_sketch, code, sheet_path, size_mm};
use super::honesty::{is_estimate, marked_text};
use super::job::Job;
use super::pages::{PacketHead, head, page};
use crate::bundle::Bundle;
use crate::bundle::links::file_name;
use crate::bundle::sketch::{dxf, mm_text, svg};
use crate::bundle::view::{Fact, Link, Page};
use crate::bundle::wording::{amount, count, fact, share};
use crate::graph::ItemIndex;
use crate::purchase::cut_list::{BarStock, CutList, KEEP_UM, KERF_UM, Piece, SheetStock};
use crate::purchase::nesting::Pattern;
use crate::purchase::sheets::Layout;
use crate::quantity::{format_amount, format_amount_grouped};

/// `packet/cut-list.hbs`
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
    /// What the drawings show.
    note: Option<String>,
    facts: Vec<Fact>,
    patterns: Vec<CutPattern>,
    anchor: String,
}

#[derive(Debug, Serialize)]
struct CutPattern {
    title: String,
    used: String,
    svg: String,
    /// The drawing as files.
    files: Vec<Link>,
    pieces: Vec<CutPiece>,
    remnant: Option<String>,
}

#[derive(Debug, Serialize)]
struct CutPiece {
    number: String,
    part: String,
    code: String,
    size: String,
    quantity: String,
}

/// The page.
pub fn cut_page(job: &Job<'_>, cuts: &CutList, drawings: &[SheetDrawings]) -> CutListPage {
    let bars = cuts.bars.iter().map(|bars| bar_stock(job, bars));
    let sheets = cuts.sheets.iter().zip(drawings).map(|(sheets, drawn)| sheet_stock(job, sheets, drawn));
    let stocks: Vec<CutStock> = sheets.chain(bars).collect();
    let nothing =
        stocks.is_empty().then(|| "Nothing of this job is cut from bars or sheets of a stated size.".to_owned());
    CutListPage { page: page(job, "cut-list.html", "Cut list"), head: head(job), stocks, nothing }
}

fn bar_stock(job: &Job<'_>, bars: &BarStock) -> CutStock {
    let nesting = &bars.nesting;
    let kerf_mm = KERF_UM as f64 / 1e3;
    let mut buy = vec![format!("{} of {}", count(bars.bars() as usize, "bar", "bars"), bars.sizes[0].written)];
    for (kind, size) in bars.sizes.iter().enumerate().skip(1) {
        let number = nesting.bars_of(kind) as usize;
        if number > 0 {
            let from = if size.in_store.is_some() { " from the store" } else { "" };
            buy.push(format!("{number} of {}{from}", size.written));
        }
    }
    let mut summary = buy.join(", ");
    if nesting.bars > 0 {
        let is_plain = bars.sizes.len() == 1;
        let least = match (is_plain, nesting.bars == nesting.lower_bound) {
            (true, true) => format!("no plan uses fewer than {}", nesting.bars),
            (true, false) => format!("no plan uses fewer than {}", nesting.lower_bound),
            (false, _) if nesting.cost <= nesting.least_cost * (1.0 + 1e-6) => "no plan costs less".to_owned(),
            (false, _) => format!(
                "no plan costs {} % less",
                format_amount(((1.0 - nesting.least_cost / nesting.cost) * 1000.0).ceil() / 10.0)
            ),
        };
        summary.push_str(&format!(
            "; the pieces fill {} ({least}). Lengths are what the plan takes for each piece, its allowance included; the saw takes {} mm between two pieces",
            nesting.bars,
            format_amount(kerf_mm)
        ));
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
    let bars_m: f64 =
        nesting.patterns.iter().map(|pattern| pattern.bars as f64 * bars.sizes[pattern.bar].length_m).sum();
    let mut facts = vec![fact("Bars", amount(bars.bars() as f64, ""))];
    if nesting.bars > 0 {
        facts.push(fact("Pieces", amount(pieces as f64, "")));
        facts.push(fact("Used", percent(used_m / bars_m)));
        facts.push(fact("Kerf", amount(kerf_mm, "mm")));
    }
    let mut first = 1;
    let mut patterns: Vec<CutPattern> = Vec::new();
    for pattern in &nesting.patterns {
        let title = alike("Bar", "Bars", first, pattern.bars);
        first += pattern.bars;
        patterns.push(bar_pattern(job, bars, pattern, title));
    }
    if !bars.in_lengths.is_empty() {
        let total_m: f64 = bars.in_lengths.iter().map(|piece| piece.length_m * piece.quantity as f64).sum();
        let row = |piece: &Piece| {
            cut_piece(job, bars.item, piece, format!("{} m", format_amount_grouped(piece.length_m)), piece.quantity)
        };
        patterns.push(CutPattern {
            title: format!("{} in lengths", count(bars.bars_in_lengths as usize, "bar", "bars")),
            used: format!("{} m in all, without kerf", format_amount_grouped(total_m)),
            svg: String::new(),
            files: Vec::new(),
            pieces: bars.in_lengths.iter().map(row).collect(),
            remnant: None,
        });
    }
    CutStock {
        item: job.title(bars.item).to_owned(),
        summary,
        note: None,
        facts,
        patterns,
        anchor: file_name(job.graph().item(bars.item).id.as_str()),
    }
}

/// `Bar 3`, or `Bars 3 to 5, all alike`
fn alike(one: &str, many: &str, first: u64, number: u64) -> String {
    if number == 1 { format!("{one} {first}") } else { format!("{many} {first} to {}, all alike", first + number - 1) }
}

fn bar_pattern(job: &Job<'_>, bars: &BarStock, pattern: &Pattern, title: String) -> CutPattern {
    let stock = &bars.sizes[pattern.bar];
    let on_bar = || bars.pieces.iter().zip(&pattern.pieces).filter(|(_, count)| **count > 0);
    let cut_m: f64 = on_bar().map(|(piece, count)| piece.length_m * *count as f64).sum();
    let remnant = (pattern.remnant_um > 0).then(|| {
        let length = length_text(pattern.remnant_um as f64 / 1e6);
        if pattern.remnant_um >= KEEP_UM {
            format!("{length} of each bar: mark it with its length and put it in the rack")
        } else {
            format!("{length} of each bar, too short to keep")
        }
    });
    let from = if stock.in_store.is_some() { ", from the store" } else { "" };
    CutPattern {
        used: format!("{}{from}, {} used", stock.written, share("", cut_m / stock.length_m).percent),
        svg: svg(&bar_sketch(job, bars, pattern, &format!("{}, {title}", job.title(bars.item)))),
        files: Vec::new(),
        pieces: on_bar()
            .map(|(piece, count)| cut_piece(job, bars.item, piece, length_text(piece.length_m), *count))
            .collect(),
        remnant,
        title,
    }
}

fn sheet_stock(job: &Job<'_>, sheets: &SheetStock, drawn: &SheetDrawings) -> CutStock {
    let nesting = &sheets.nesting;
    let mut buy =
        vec![format!("{} of {}", count(sheets.sheets() as usize, "piece", "pieces"), sheets.sizes[0].written)];
    for (kind, size) in sheets.sizes.iter().enumerate().skip(1) {
        let number = nesting.sheets_of(kind) as usize;
        if number > 0 {
            let from = if size.in_store.is_some() { " from the store" } else { "" };
            buy.push(format!("{number} of {}{from}", size.written));
        }
    }
    let mut summary = buy.join(", ");
    if nesting.sheets > 0 {
        let least = if nesting.sheets == nesting.lower_bound {
            "no plan uses fewer".to_owned()
        } else {
            format!("no plan uses fewer than {}; there may be one with fewer than these", nesting.lower_bound)
        };
        let how = if sheets.cutting.edge_to_edge {
            "every cut goes from edge to edge".to_owned()
        } else {
            "blanks may be turned".to_owned()
        };
        summary.push_str(&format!("; the blanks fill {} ({least}); {how}", nesting.sheets));
    }
    summary.push_str(". Sizes are of the blank over all.");
    if sheets.sheets_by_mass > 0 {
        summary.push_str(&format!(
            " {} of them by mass, for what has no size here: lay it out before you order.",
            sheets.sheets_by_mass
        ));
    }
    let too_large: Vec<&str> = nesting.too_large.iter().map(|index| job.title(sheets.pieces[*index].item)).collect();
    if !too_large.is_empty() {
        summary.push_str(&format!(" Larger than a piece of stock, either way round: {}.", too_large.join("; ")));
    }
    let unsized_pieces = sheets.unsized_parts.iter().map(|(_, quantity)| *quantity);
    let pieces: u64 = sheets.pieces.iter().map(|piece| piece.quantity).chain(unsized_pieces).sum();
    let mut facts = vec![fact("Stock pieces", amount(sheets.sheets() as f64, ""))];
    facts.push(fact("Blanks", amount(pieces as f64, "")));
    if nesting.sheets > 0 {
        // What the fewest sheets that are possible would come to: between that and this lies what a better plan could save.
        let best = sheets.utilisation * nesting.sheets as f64 / nesting.lower_bound.max(1) as f64;
        let used = fact("Used by blanks", percent(sheets.utilisation));
        facts.push(if nesting.sheets > nesting.lower_bound {
            used.with_note(format!("at most {} with fewer sheets", share("", best.min(1.0)).percent))
        } else {
            used
        });
        facts.push(fact("Between blanks", amount(sheets.cutting.spacing_um as f64 / 1e3, "mm")));
        facts.push(fact("At the edge", amount(nesting.margin_um as f64 / 1e3, "mm")));
    }
    if sheets.needed_kg > 0.0 {
        facts.push(fact("Plan takes", amount(sheets.needed_kg, "kg")).with_note("its allowance for waste included"));
    }
    facts.extend(sheets.sheet_kg.map(|kg| fact("Mass of one", amount(kg, "kg"))));
    let mut first = 1;
    let mut patterns = Vec::new();
    for (number, layout) in nesting.layouts.iter().enumerate() {
        let title = alike("Sheet", "Sheets", first, layout.sheets);
        first += layout.sheets;
        patterns.push(sheet_pattern(job, sheets, layout, number + 1, title, drawn));
    }
    let mut rest: Vec<CutPiece> = nesting
        .too_large
        .iter()
        .map(|index| {
            let piece = &sheets.pieces[*index];
            cut_piece(job, sheets.item, piece, size_mm(piece), piece.quantity)
        })
        .collect();
    rest.extend(sheets.unsized_parts.iter().map(|(item, quantity)| CutPiece {
        number: line_number(job, *item),
        part: job.title(*item).to_owned(),
        code: code(job, *item),
        size: "see the drawing".to_owned(),
        quantity: quantity.to_string(),
    }));
    if !rest.is_empty() {
        patterns.push(CutPattern {
            title: "Not laid out".to_owned(),
            used: String::new(),
            svg: String::new(),
            files: Vec::new(),
            pieces: rest,
            remnant: None,
        });
    }
    CutStock {
        item: job.title(sheets.item).to_owned(),
        summary,
        note: outline_note(job, sheets, drawn),
        facts,
        patterns,
        anchor: file_name(job.graph().item(sheets.item).id.as_str()),
    }
}

fn sheet_pattern(
    job: &Job<'_>,
    sheets: &SheetStock,
    layout: &Layout,
    number: usize,
    title: String,
    drawn: &SheetDrawings,
) -> CutPattern {
    let stock = &sheets.sizes[layout.sheet];
    let mut counts = vec![0_u64; sheets.pieces.len()];
    for placed in &layout.placed {
        counts[placed.blank] += 1;
    }
    let on_sheet = || sheets.pieces.iter().zip(&counts).filter(|(_, count)| **count > 0);
    let cut_m2: f64 = on_sheet().map(|(piece, count)| piece.length_m * piece.width_m * *count as f64).sum();
    let path = sheet_path(job, sheets, number);
    let link = |ending: &str| Link {
        text: format!("{}.{ending}", path.trim_start_matches("cut/")),
        href: format!("{path}.{ending}"),
    };
    let remnant = layout.remnant.filter(|[_, _, length, width]| *length.min(width) >= KEEP_UM / 3);
    let from = if stock.in_store.is_some() { ", from the store" } else { "" };
    CutPattern {
        used: format!("{}{from}, {} used", stock.written, share("", cut_m2 / (stock.length_m * stock.width_m)).percent),
        svg: drawn.layouts[number - 1].1.clone(),
        files: vec![link("dxf"), link("svg")],
        pieces: on_sheet().map(|(piece, count)| cut_piece(job, sheets.item, piece, size_text(piece), *count)).collect(),
        remnant: remnant.map(|[_, _, length, width]| {
            let [length, width] = [length, width].map(|um| mm_text((um as f64 / 1e3).floor()));
            format!("{length} × {width} mm of each at the largest: mark it with its size and put it in the rack")
        }),
        title,
    }
}

/// `1981.2 × 101.6 mm`, and as the author wrote it, if that was otherwise.
fn size_text(piece: &Piece) -> String {
    let size = format!("{} mm", size_mm(piece));
    if piece.written.contains("in") { format!("{size} ({})", piece.written) } else { size }
}

/// The files of the cut sheets: each sheet as SVG and DXF, each piece as DXF.
pub fn cut_files(job: &Job<'_>, cuts: &CutList, drawings: &[SheetDrawings], bundle: &mut Bundle) {
    for (sheets, drawn) in cuts.sheets.iter().zip(drawings) {
        for (number, (sketch, svg)) in drawn.layouts.iter().enumerate() {
            let path = sheet_path(job, sheets, number + 1);
            bundle.add(format!("{path}.dxf"), dxf(sketch).into_bytes());
            bundle.add(format!("{path}.svg"), format!("{svg}\n").into_bytes());
        }
        for (index, (piece, outline)) in sheets.pieces.iter().zip(&drawn.outlines).enumerate() {
            let nth = sheets.pieces[..index].iter().filter(|other| other.item == piece.item).count();
            bundle.add(blank_path(job, piece, nth), dxf(&blank_sketch(job, piece, outline)).into_bytes());
        }
    }
}

/// What the drawings of a sheet show, and what only as a blank, each reason once.
fn outline_note(job: &Job<'_>, sheets: &SheetStock, drawn: &SheetDrawings) -> Option<String> {
    let is_nested = |index: &usize| !sheets.nesting.too_large.contains(index);
    let nested: Vec<usize> = (0..sheets.pieces.len()).filter(is_nested).collect();
    let known = nested.iter().filter(|index| drawn.outlines[**index].is_ok()).count();
    let mut causes: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for index in &nested {
        if let Err(why) = &drawn.outlines[*index] {
            causes.entry(why).or_default().push(code(job, sheets.pieces[*index].item));
        }
    }
    let mut note = match known {
        0 => String::new(),
        _ if known == nested.len() => "All pieces are drawn with the outlines of their drawings".to_owned(),
        _ => format!("{known} of {} kinds of pieces are drawn with the outlines of their drawings", nested.len()),
    };
    if known > 0 {
        note.push_str(" (layer CUT; BLANK is the room that each is given). Outlines are of the finished size: the kerf lies outside them, and inside openings.");
        if drawn.outlines.iter().flatten().any(super::outlines::PieceOutline::has_marks) {
            note.push_str(" Bend lines, and holes that are drilled later, are only marked (layer ETCH).");
        }
    }
    for (why, codes) in causes {
        note.push_str(&format!(" Only the blank of {}: {why}.", codes.join(", ")));
    }
    (!note.is_empty()).then(|| note.trim_start().to_owned())
}

fn percent(part: f64) -> crate::bundle::view::Quantity {
    amount((part * 100.0).round(), "%")
}

fn line_number(job: &Job<'_>, item: ItemIndex) -> String {
    job.line_number(item).map_or_else(|| "–".to_owned(), |line| line.to_string())
}

fn cut_piece(job: &Job<'_>, material: ItemIndex, piece: &Piece, size: String, quantity: u64) -> CutPiece {
    let is_guess = size_basis(job, material, piece.item).is_some_and(is_estimate);
    CutPiece {
        number: line_number(job, piece.item),
        part: job.title(piece.item).to_owned(),
        code: code(job, piece.item),
        size: marked_text(size, is_guess),
        quantity: format_amount_grouped(quantity as f64),
    }
}

/// Shop drawings give lengths in whole and tenth millimetres.
fn length_text(length_m: f64) -> String {
    format!("{} mm", mm_text(length_m * 1e3))
}
