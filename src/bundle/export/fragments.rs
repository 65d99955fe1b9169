//! Pieces of the pages of plans, to embed in other sites: what stands under one heading, as the page has it.

use crate::bundle::answers::Answers;
use crate::bundle::context::Context;
use crate::bundle::form::Form;
use crate::bundle::links;
use crate::bundle::links::joined;
use crate::bundle::overview::Overview;
use crate::bundle::page::plan::plan_page;
use crate::bundle::{Problem, Sink, SiteInput, Templates};

/// The pieces: the anchor of the heading on the page, which is also the name of the file.
pub const FRAGMENTS: [&str; 4] = ["bill", "tree", "graph", "steps"];

/// Writes the pieces of every plan into `sink`: `fragments/press/bill.html`, and the stylesheet that they are drawn with. With
/// an address of the site, links lead there; otherwise they are those of the page of the plan.
pub fn fragments(input: &SiteInput<'_>, base_url: Option<&str>, sink: &dyn Sink) -> Vec<Problem> {
    let (templates, _) = Templates::load(input.world);
    let context = Context::new(input, Form::Html);
    sink.put("fragments/style.css", &templates.page_style());
    let pieces = |index: usize, answers: &Answers| -> Option<Problem> {
        let id = input.catalog.plans[index].id.value.as_str();
        let path = links::plan_page(id);
        let html = match templates.render("plan", &plan_page(&context, index, answers, &path)) {
            Ok(html) => html,
            Err(error) => return Some(Problem { path, reason: error.to_string() }),
        };
        for anchor in FRAGMENTS {
            let Some(piece) = piece(&html, anchor) else { continue };
            let piece = base_url.map_or_else(|| piece.to_owned(), |base| absolute(piece, &path, base));
            sink.put(&format!("fragments/{}/{anchor}.html", links::file_name(id)), piece.as_bytes());
        }
        None
    };
    let (_, problems) = Overview::gather(&context, pieces);
    let mut problems: Vec<Problem> = problems.into_iter().flatten().collect();
    problems.sort();
    problems
}

/// What stands under the heading with this anchor, the heading itself left out.
fn piece<'h>(html: &'h str, anchor: &str) -> Option<&'h str> {
    let start = html.find(&format!("<h2 id=\"{anchor}\""))?;
    let start = start + html[start..].find("</h2>")? + "</h2>".len();
    let rest = &html[start..];
    let end = ["<h2", "</main>"].iter().filter_map(|end| rest.find(end)).min().unwrap_or(rest.len());
    let piece = rest[..end].trim();
    // A box that opens just before the next heading is no part of this one.
    let piece = piece.trim_end_matches("<section>").trim_end_matches("<div class=\"two\">").trim_end();
    (!piece.is_empty()).then_some(piece)
}

/// Every link led to where the site lies.
fn absolute(piece: &str, from: &str, base: &str) -> String {
    let base = base.trim_end_matches('/');
    let mut out = String::with_capacity(piece.len());
    let mut rest = piece;
    while let Some((before, attribute)) =
        ["href=\"", "src=\""].iter().filter_map(|name| rest.find(name).map(|at| (at, *name))).min()
    {
        let start = before + attribute.len();
        out.push_str(&rest[..start]);
        rest = &rest[start..];
        let end = rest.find('"').unwrap_or(rest.len());
        let href = &rest[..end];
        let has_scheme = href.split(['/', '?', '#']).next().is_some_and(|first| first.contains(':'));
        if has_scheme || href.starts_with('#') {
            out.push_str(href);
        } else {
            out.push_str(&format!("{base}/{}", joined(from, href)));
        }
        rest = &rest[end..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::{absolute, piece};

    #[test]
    fn a_piece_is_what_stands_under_its_heading() {
        let html =
            "<main>\n<h2 id=\"bill\">Bill</h2>\n<table></table>\n\n<h2 id=\"tree\">Tree</h2>\n<ul></ul>\n</main>";
        assert_eq!(piece(html, "bill"), Some("<table></table>"));
        assert_eq!(piece(html, "tree"), Some("<ul></ul>"));
        assert_eq!(piece(html, "steps"), None);
    }

    #[test]
    fn links_lead_to_the_site() {
        let text =
            "<a href=\"../materials/a.html#x\">a</a> <a href=\"#line-1\">b</a> <a href=\"https://c.example\">c</a>";
        let led = absolute(text, "plans/p.html", "https://example.org/plans/");
        assert!(led.contains("href=\"https://example.org/plans/materials/a.html#x\""), "{led}");
        assert!(led.contains("href=\"#line-1\"") && led.contains("href=\"https://c.example\""), "{led}");
    }
}
