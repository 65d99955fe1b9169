//! Cells of comma-separated values (RFC 4180), safe to open in a spreadsheet.

/// Signs that a spreadsheet takes for the beginning of a formula; the wide ones too, where writing is Chinese or Japanese.
const FORMULA: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// Text as one CSV cell. A cell that a spreadsheet would take for a formula gets an apostrophe before it: one that begins with
/// the sign of a formula, blanks before it or not, or with a blank that a spreadsheet drops.
pub fn csv_cell(text: &str) -> String {
    let begins =
        text.trim_start_matches(|letter: char| letter.is_whitespace() || letter.is_control() || letter == '\u{feff}');
    let guarded = if begins.starts_with(FORMULA) || text.starts_with(['\t', '\r', '\n']) {
        format!("'{text}")
    } else {
        text.to_owned()
    };
    // A semicolon or a tab parts cells too, where a spreadsheet is told so.
    let is_quoted = guarded.contains([',', '"', '\n', '\r', ';', '\t']);
    if is_quoted { format!("\"{}\"", guarded.replace('"', "\"\"")) } else { guarded }
}

/// A number as one CSV cell: twelve significant digits, so that no rounding error of the last place shows.
pub fn csv_number(value: f64) -> String {
    let rounded: f64 = format!("{value:.11e}").parse().unwrap_or(value);
    rounded.to_string()
}

#[cfg(test)]
mod tests {
    use super::{csv_cell, csv_number};

    #[test]
    fn cells_are_quoted_and_formulas_are_not() {
        assert_eq!(csv_cell("plate, 1/2 in"), "\"plate, 1/2 in\"");
        assert_eq!(csv_cell("6\" tube"), "\"6\"\" tube\"");
        for formula in ["=1+1", "+1", "-1", "@SUM(A1)", " =1", "\u{feff}=1", "\u{a0}=1", "＝1+1", "＠x", "\u{0}=1"] {
            assert_eq!(csv_cell(formula), format!("'{formula}"));
        }
        assert_eq!(csv_cell("\t=1"), "\"'\t=1\"");
        assert_eq!(csv_cell("\rx"), "\"'\rx\"");
        assert_eq!(csv_cell("a;=1"), "\"a;=1\"");
        assert_eq!(csv_cell("2 × 4"), "2 × 4");
    }

    #[test]
    fn numbers_show_no_rounding_error() {
        assert_eq!(csv_number(22.080000000000002), "22.08");
        assert_eq!(csv_number(1.0 / 3.0), "0.333333333333");
        assert_eq!(csv_number(0.0), "0");
    }
}
