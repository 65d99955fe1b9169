//! The code of a sheet as a square that a telephone reads without a network: plain text, no address.

use std::fmt::Write as _;

use qrcode::{Color, EcLevel, QrCode};

/// Modules of white around the square, as the standard asks for.
const QUIET: usize = 4;

/// The square as SVG; none if the text is too long for one.
pub fn code_svg(text: &str) -> Option<String> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
    let (width, colors) = (code.width(), code.to_colors());
    let mut path = String::new();
    for y in 0..width {
        let mut x = 0;
        while x < width {
            let run = (x..width).take_while(|x| colors[y * width + x] == Color::Dark).count();
            if run > 0 {
                let _ = write!(path, "M{} {}h{run}v1h-{run}z", x + QUIET, y + QUIET);
            }
            x += run.max(1);
        }
    }
    let size = width + 2 * QUIET;
    Some(format!(
        "<svg class=\"qr\" viewBox=\"0 0 {size} {size}\" role=\"img\" aria-label=\"QR code: {}\" shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h{size}v{size}h-{size}z\"/><path fill=\"#000\" d=\"{path}\"/></svg>",
        crate::bundle::drawing::escape(text)
    ))
}

#[cfg(test)]
mod tests {
    use super::code_svg;

    #[test]
    fn a_short_code_is_a_small_square() {
        let svg = code_svg("plate-a1").unwrap();
        // Version 1 has 21 modules a side.
        assert!(svg.contains("viewBox=\"0 0 29 29\""), "{svg}");
        assert!(code_svg(&"x".repeat(5000)).is_none());
    }
}
