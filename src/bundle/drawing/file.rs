//! A drawing as a file that stands alone: heading, drawing, caption, and its own colours for light and dark.

use std::fmt::Write as _;

use super::Drawn;
use super::text::{escape, wrapped, write_lines};

const MARGIN: f64 = 20.0;
/// px of the narrowest file, so that the words below a small drawing have room.
const NARROWEST: f64 = 720.0;

/// The look: colours beside shapes and lines, never alone; darker for what is made, so that grey tells it too.
const STYLE: [&str; 2] = [include_str!("alone.css"), super::STYLE];

/// The SVG file of a drawing.
pub fn svg_file(drawn: &Drawn) -> String {
    let width = (drawn.width + 2.0 * MARGIN).max(NARROWEST);
    let heading = wrapped(&drawn.label, width - 2.0 * MARGIN, 20.0);
    let caption = wrapped_text(&drawn.caption, width - 2.0 * MARGIN);
    let top = MARGIN + 26.0 * heading.len() as f64 + 8.0;
    let below = top + drawn.height + 24.0;
    let height = below + 18.0 * caption.len() as f64 + MARGIN - 8.0;
    let label = escape(&drawn.label);
    let mut svg = String::new();
    let _ = write!(
        svg,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"graph alone\" viewBox=\"0 0 {width:.0} {height:.0}\" \
         width=\"{width:.0}\" height=\"{height:.0}\" role=\"img\" aria-label=\"{label}\"><title>{label}</title>\
         <style>{}</style><rect class=\"paper\" width=\"{width:.0}\" height=\"{height:.0}\"/>",
        escape(&STYLE.concat()).replace("&quot;", "\"")
    );
    write_lines(&mut svg, &heading, "heading", MARGIN, MARGIN + 16.0, 26.0);
    let _ = write!(svg, "<g transform=\"translate({MARGIN:.0} {top:.0})\">{}</g>", drawn.body);
    write_lines(&mut svg, &caption, "caption", MARGIN, below, 18.0);
    svg.push_str("</svg>\n");
    svg
}

/// A caption may be longer than a title.
fn wrapped_text(text: &str, width: f64) -> Vec<String> {
    text.split_inclusive(". ").fold(Vec::new(), |mut lines: Vec<String>, sentence| {
        let joined = lines.last().map(|line| format!("{line} {}", sentence.trim()));
        match joined.filter(|joined| super::text::width_of(joined, 13.0) <= width) {
            Some(joined) => {
                lines.pop();
                lines.push(joined);
            }
            None => lines.extend(wrapped(sentence, width, 13.0)),
        }
        lines
    })
}
