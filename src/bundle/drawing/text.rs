//! Text in drawings: how wide it is, where it breaks, what may stand in XML.

use std::fmt::{self, Write as _};

/// Lines that a title takes at most; beyond, the tooltip has it whole.
const LINES: usize = 6;

/// About how wide a text is in a sans-serif face of this size, in px; on the wide side.
pub fn width_of(text: &str, size: f64) -> f64 {
    let of = |c: char| match c {
        'i' | 'j' | 'l' | '|' | '\'' | '.' | ',' | ':' | ';' | '!' => 0.32,
        'f' | 't' | 'r' | '(' | ')' | '[' | ']' | ' ' | '-' | '/' | '\u{a0}' => 0.42,
        'm' | 'w' | 'M' | 'W' | '@' | '%' => 0.92,
        'A'..='Z' => 0.72,
        c if (c as u32) >= 0x1100 => 1.05,
        _ => 0.6,
    };
    text.chars().map(of).sum::<f64>() * size
}

/// Lines of at most this width, broken at blanks, and inside a word only where it is wider than a line.
pub fn wrapped(text: &str, width: f64, size: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        for piece in pieces(word, width, size) {
            match lines.last_mut() {
                Some(line) if width_of(line, size) + width_of(&piece, size) + 0.42 * size <= width => {
                    line.push(' ');
                    line.push_str(&piece);
                }
                _ => lines.push(piece),
            }
        }
        if lines.len() > LINES {
            break;
        }
    }
    if lines.len() > LINES {
        lines.truncate(LINES);
        if let Some(last) = lines.last_mut() {
            last.push('…');
        }
    }
    lines
}

fn pieces(word: &str, width: f64, size: f64) -> Vec<String> {
    if width_of(word, size) <= width {
        return vec![word.to_owned()];
    }
    let mut pieces = vec![String::new()];
    for c in word.chars().take(400) {
        if let Some(piece) = pieces.last_mut() {
            piece.push(c);
            if width_of(piece, size) + size > width {
                pieces.push(String::new());
            }
        }
    }
    pieces.retain(|piece| !piece.is_empty());
    pieces
}

/// A length to a tenth of a px, as short as it can be written.
#[derive(Clone, Copy)]
pub struct Tenth(pub f64);

impl fmt::Display for Tenth {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tenths = (self.0 * 10.0).round() as i64;
        let sign = if tenths < 0 { "-" } else { "" };
        match (tenths.unsigned_abs() / 10, tenths.unsigned_abs() % 10) {
            (whole, 0) => write!(formatter, "{sign}{whole}"),
            (whole, tenth) => write!(formatter, "{sign}{whole}.{tenth}"),
        }
    }
}

/// Text for XML. What XML cannot hold becomes a blank.
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\u{fffe}' | '\u{ffff}' => escaped.push(' '),
            c if c.is_control() => escaped.push(' '),
            c => escaped.push(c),
        }
    }
    escaped
}

/// Writes lines of text below each other.
pub fn write_lines(out: &mut String, lines: &[String], class: &str, x: f64, y: f64, step: f64) {
    for (index, line) in lines.iter().enumerate() {
        let class = if class.is_empty() { String::new() } else { format!(" class=\"{class}\"") };
        let (x, y) = (Tenth(x), Tenth(y + step * index as f64));
        let _ = write!(out, "<text{class} x=\"{x}\" y=\"{y}\">{}</text>", escape(line));
    }
}
