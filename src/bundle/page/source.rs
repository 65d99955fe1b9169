//! The page of a file of the data: its lines as they were written, each with an anchor, so that a figure can be followed to
//! the line that states it.

use serde::Serialize;

use crate::bundle::context::Context;
use crate::bundle::documents::Standing;
use crate::bundle::links::source_line;
use crate::bundle::view::{Link, Page};
use crate::bundle::wording::count;
use crate::text::FileId;

/// Documents that the page of a file leads back to; a file may hold thousands.
const MOST_DOCUMENTS: usize = 60;

/// `source.hbs`
#[derive(Clone, Debug, Serialize)]
pub struct SourceFile {
    pub page: Page,
    /// The pages that are made of what stands here, in its order.
    pub documents: Vec<Link>,
    /// `and 940 more`
    pub more: Option<String>,
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
    let names = context.names(path);
    let documents = context.documents_in(file);
    let link = |document: &Standing| Link { text: document.title.clone(), href: names.href(&document.page) };
    let more = documents.len().saturating_sub(MOST_DOCUMENTS);
    SourceFile {
        page: context.page("source", source.path.as_str(), None, path),
        documents: documents.iter().take(MOST_DOCUMENTS).map(link).collect(),
        more: (more > 0).then(|| format!("and {}", count(more, "more", "more"))),
        lines_html,
    }
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
