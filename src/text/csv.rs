//! Cells of comma-separated values (RFC 4180), safe to open in a spreadsheet.

/// Text as one CSV cell. A cell that a spreadsheet would take for a formula gets an apostrophe before it.
pub fn csv_cell(text: &str) -> String {
    let guarded =
        if text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) { format!("'{text}") } else { text.to_owned() };
    if guarded.contains([',', '"', '\n', '\r']) { format!("\"{}\"", guarded.replace('"', "\"\"")) } else { guarded }
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
        assert_eq!(csv_cell("=1+1"), "'=1+1");
    }

    #[test]
    fn numbers_show_no_rounding_error() {
        assert_eq!(csv_number(22.080000000000002), "22.08");
        assert_eq!(csv_number(1.0 / 3.0), "0.333333333333");
        assert_eq!(csv_number(0.0), "0");
    }
}
