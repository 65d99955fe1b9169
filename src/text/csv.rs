//! Cells of comma-separated values (RFC 4180), safe to open in a spreadsheet.

/// Text as one CSV cell. A cell that a spreadsheet would take for a formula gets an apostrophe before it.
pub fn csv_cell(text: &str) -> String {
    let guarded = if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() };
    if guarded.contains([',', '"', '\n', '\r']) { format!("\"{}\"", guarded.replace('"', "\"\"")) } else { guarded }
}

#[cfg(test)]
mod tests {
    use super::csv_cell;

    #[test]
    fn cells_are_quoted_and_formulas_are_not() {
        assert_eq!(csv_cell("plate, 1/2 in"), "\"plate, 1/2 in\"");
        assert_eq!(csv_cell("6\" tube"), "\"6\"\" tube\"");
        assert_eq!(csv_cell("=1+1"), "'=1+1");
    }
}
