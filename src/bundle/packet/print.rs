//! The pages of a packet as one page to print: numbers run through, and links lead from page to page of the paper.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::pages::PAGES;
use crate::bundle::Bundle;

/// The page that is printed, beside the packet's own files.
pub const PRINT_FILE: &str = "print.html";

/// Every sheet begins a page but the first.
const BREAKS: &str = "\n@media print { .paper, h1 + .paper { break-before: page; } main > .paper:first-child { break-before: auto; } }\n";

/// What is printed on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Paper {
    /// ISO A4, 210 × 297 mm.
    #[default]
    A4,
    /// US letter, 8.5 × 11 in.
    Letter,
}

impl Paper {
    /// The word of `--paper`, and the class of its pages.
    pub fn as_str(self) -> &'static str {
        match self {
            Paper::A4 => "a4",
            Paper::Letter => "letter",
        }
    }
}

/// A packet's files with [`PRINT_FILE`] beside them.
///
/// # Errors
/// The packet cannot be unpacked, or has not the pages of one.
pub fn printable(packet: &[u8], paper: Paper) -> Result<Bundle, String> {
    let mut zip = ZipArchive::new(Cursor::new(packet)).map_err(|error| error.to_string())?;
    let mut bundle = Bundle::default();
    for index in 0..zip.len() {
        let mut entry = zip.by_index(index).map_err(|error| error.to_string())?;
        let name = entry.name().map_err(|error| error.to_string())?.into_owned();
        let mut content = Vec::new();
        entry.read_to_end(&mut content).map_err(|error| error.to_string())?;
        bundle.add(name, content);
    }
    let page = joined(&bundle, paper)?;
    let mut style = bundle.files.get("style.css").map_or_else(Vec::new, |style| style.to_vec());
    style.extend_from_slice(BREAKS.as_bytes());
    bundle.add("style.css", style);
    bundle.add(PRINT_FILE, page.into_bytes());
    Ok(bundle)
}

/// All pages in one, in their order.
fn joined(bundle: &Bundle, paper: Paper) -> Result<String, String> {
    let mut text = String::new();
    for (path, _, _) in PAGES {
        let Some(content) = bundle.files.get(path) else { continue };
        let html = std::str::from_utf8(content).map_err(|_| format!("`{path}` is not UTF-8"))?;
        let (head, rest) = html.split_once("<main").ok_or_else(|| format!("`{path}` has no <main>"))?;
        let body = rest.split_once('>').and_then(|(_, body)| body.rsplit_once("</main>"));
        let (body, _) = body.ok_or_else(|| format!("`{path}` has no end of <main>"))?;
        if text.is_empty() {
            text = match paper {
                Paper::A4 => head.to_owned(),
                Paper::Letter => head.replacen("<body class=\"packet a4\"", "<body class=\"packet letter\"", 1),
            };
            text.push_str("<main>\n");
        }
        let stem = stem_of(path);
        // Inside its first sheet: between two sheets it would have a page to itself.
        let body = relinked(body.trim_start(), stem);
        let at = body.find("<article").and_then(|start| Some(start + body[start..].find('>')? + 1)).unwrap_or(0);
        text.push_str(&format!("{}<div id=\"{stem}\"></div>{}", &body[..at], &body[at..]));
    }
    if text.is_empty() {
        return Err("it has no pages".to_owned());
    }
    text.push_str("</main>\n</body>\n</html>\n");
    Ok(text)
}

fn stem_of(path: &str) -> &str {
    path.strip_suffix(".html").unwrap_or(path)
}

/// A page's body with its anchors made its own, and its links made to lead to the anchors of the whole. Links to files beside
/// the page lead nowhere on paper, and are left out.
fn relinked(body: &str, stem: &str) -> String {
    const ATTRIBUTES: [&str; 3] = [" id=\"", " aria-labelledby=\"", " href=\""];
    let mut text = String::with_capacity(body.len() + body.len() / 8);
    let mut rest = body;
    loop {
        let next = ATTRIBUTES.iter().filter_map(|start| Some((rest.find(start)?, *start))).min();
        let Some((at, start)) = next else { break };
        let value_at = at + start.len();
        let Some(length) = rest[value_at..].find('"') else { break };
        let value = &rest[value_at..value_at + length];
        text.push_str(&rest[..at]);
        let new = if start == " href=\"" { target(value, stem) } else { Some(format!("{stem}--{value}")) };
        if let Some(new) = new {
            text.push_str(start);
            text.push_str(&new);
            text.push('"');
        }
        rest = &rest[value_at + length + 1..];
    }
    text.push_str(rest);
    text
}

fn target(href: &str, stem: &str) -> Option<String> {
    let (path, anchor) = href.split_once('#').map_or((href, None), |(path, anchor)| (path, Some(anchor)));
    let to = match path {
        "" => stem,
        _ if PAGES.iter().any(|(known, _, _)| *known == path) => stem_of(path),
        _ => return (path.starts_with("https://") || path.starts_with("http://")).then(|| href.to_owned()),
    };
    Some(anchor.map_or_else(|| format!("#{to}"), |anchor| format!("#{to}--{anchor}")))
}

#[cfg(test)]
mod tests {
    use super::{Paper, printable};
    use crate::bundle::Bundle;
    use crate::bundle::packet::archive;

    #[test]
    fn pages_become_one_and_links_lead_within_it() {
        let mut bundle = Bundle::default();
        let page =
            |body: &str| format!("<html><body class=\"packet a4\"><main id=\"main\">\n{body}</main></body></html>");
        bundle.add("index.html", page("<a href=\"steps.html#x\">s</a><a href=\"files/a.step\">a</a>").into_bytes());
        bundle.add(
            "steps.html",
            page("<h2 id=\"x\">X</h2><a href=\"#x\">x</a><a href=\"https://e.org/#y\">y</a>").into_bytes(),
        );
        let packet = archive(&bundle, None).unwrap();
        let printed = printable(&packet, Paper::Letter).unwrap();
        let html = std::str::from_utf8(&printed.files["print.html"]).unwrap();
        assert!(html.contains("class=\"packet letter\""), "{html}");
        for part in [
            "<a href=\"#steps--x\">s</a><a>a</a>",
            "<h2 id=\"steps--x\">",
            "<a href=\"#steps--x\">x</a>",
            "https://e.org/#y",
        ] {
            assert!(html.contains(part), "{part}: {html}");
        }
        assert_eq!(html.matches("<main").count(), 1);
    }
}
