//! The page of a file of the data: its lines as they were written, each with an anchor, so that a figure can be followed to
//! the line that states it.

use serde::Serialize;

use super::context::Context;
use super::links::source_line;
use super::view::Page;
use crate::text::FileId;

/// `source.hbs`
#[derive(Clone, Debug, Serialize)]
pub struct SourceFile {
    pub page: Page,
    /// The lines, escaped, each in an element with its anchor.
    pub lines_html: String,
}

/// The page's context.
pub fn source_file_page(context: &Context<'_>, file: FileId, path: &str) -> SourceFile {
    let source = context.input.sources.get(file);
    let mut lines_html = String::with_capacity(source.text.len() * 2);
    for (index, line) in source.text.lines().enumerate() {
        lines_html.push_str(&format!("<span id=\"{}\">", source_line(index + 1)));
        escape_onto(&mut lines_html, line);
        lines_html.push_str("\n</span>");
    }
    SourceFile { page: context.page("source", source.path.as_str(), None, path), lines_html }
}

fn escape_onto(html: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            // What is no character of HTML would be an error of the page.
            c if c.is_control() && c != '\t' => html.push('\u{fffd}'),
            c => html.push(c),
        }
    }
}
