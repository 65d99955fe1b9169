//! What a page is written as: HTML of our own, or Markdown that a site generator turns into pages. They differ in how a link
//! is written, and in which signs must not stand as they are.

use super::links::{HOME, joined, relative};

/// What a page is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// HTML, with links to pages that lie beside each other.
    Html,
    /// Markdown for a generator.
    Markdown(Generator),
}

/// Who turns Markdown into pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Generator {
    /// Nobody in particular: links lead from file to file.
    Plain,
    /// Hugo.
    Hugo,
    /// Zola.
    Zola,
    /// Jekyll, and so GitHub Pages.
    Jekyll,
    /// Docusaurus.
    Docusaurus,
    /// `MkDocs`.
    MkDocs,
    /// `mdBook`.
    MdBook,
}

/// The folders that hold pages.
pub const SECTIONS: [(&str, &str); 5] = [
    ("plans", "Plans"),
    ("facilities", "Facilities"),
    ("materials", "Materials"),
    ("processes", "Processes"),
    ("capabilities", "Capabilities"),
];

/// Stands before the path of a page until Hugo's shortcode does.
const RELREF: &str = "relref:";

impl Generator {
    /// The folder of the pages, with `/` at the end; empty where they lie at the top.
    pub fn pages(self) -> &'static str {
        match self {
            Generator::Plain | Generator::Jekyll => "",
            Generator::Hugo | Generator::Zola => "content/",
            Generator::Docusaurus | Generator::MkDocs => "docs/",
            Generator::MdBook => "src/",
        }
    }

    /// The folder of the files that are copied as they are, with `/` at the end.
    pub fn files(self) -> &'static str {
        match self {
            Generator::Hugo | Generator::Zola | Generator::Docusaurus => "static/",
            other => other.pages(),
        }
    }

    /// Where the page of our site at `path` goes, below the folder of the pages: `plans/press.md`.
    pub fn page(self, path: &str) -> String {
        let stem = path.strip_suffix(".html").unwrap_or(path);
        let is_index = stem == "index" || stem.ends_with("/index");
        match self {
            Generator::Hugo | Generator::Zola if is_index => {
                format!("{}_index.md", stem.strip_suffix("index").unwrap_or_default())
            }
            _ => format!("{stem}.md"),
        }
    }

    /// Whether the title stands in the front matter alone; other generators want it as the first heading too.
    pub fn shows_title(self) -> bool {
        matches!(self, Generator::Hugo | Generator::Zola | Generator::Jekyll | Generator::Docusaurus)
    }

    /// Whether `{{` and `{%` mean something in a page.
    pub fn has_shortcodes(self) -> bool {
        matches!(self, Generator::Hugo | Generator::Zola | Generator::Jekyll)
    }

    /// How the page at `from` writes a link that our site writes as `href` (a path from that page, percent-encoded, or an
    /// address on the web). An anchor on another page is left out: every generator names its headings in its own way.
    pub fn address(self, from: &str, href: &str) -> String {
        let href = href.replace('(', "%28").replace(')', "%29");
        if href.starts_with('#') {
            // A line of the bill of materials is a row of a table.
            return if href.starts_with("#line-") { "#bill-of-materials".to_owned() } else { href };
        }
        let has_scheme = href.split(['/', '?', '#']).next().is_some_and(|first| first.contains(':'));
        if has_scheme || href.is_empty() {
            return href;
        }
        let path = joined(from, href.split('#').next().unwrap_or_default());
        if !path.ends_with(".html") || path.starts_with("files/") {
            return self.file(from, &path);
        }
        match self {
            Generator::Hugo => format!("{RELREF}/{}", self.page(&path)),
            Generator::Zola => format!("@/{}", self.page(&path)),
            Generator::Jekyll => relative(from, &path),
            _ => relative(&self.page(from), &self.page(&path)),
        }
    }

    /// A page with its links as the generator reads them: a shortcode of Hugo's is put in at last, as it is no address, and
    /// would be escaped.
    pub fn finished(self, text: String) -> String {
        if self != Generator::Hugo {
            return text;
        }
        let mark = format!("]({RELREF}");
        let mut parts = text.split(&mark);
        let mut out = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let end = part.find([')', ' ']).unwrap_or(part.len());
            out.push_str(&format!("]({{{{< relref \"{}\" >}}}}{}", &part[..end], &part[end..]));
        }
        out
    }

    /// How the page at `from` writes a link to a file, at a path that is percent-encoded already.
    fn file(self, from: &str, path: &str) -> String {
        let depth = from.matches('/').count();
        match self {
            // The page `plans/press` is the folder `plans/press/` when it is published; an index is the folder that it is in.
            Generator::Hugo | Generator::Zola => {
                let is_index = from == HOME || from.ends_with("/index.html");
                format!("{}{path}", "../".repeat(if is_index { depth } else { depth + 1 }))
            }
            Generator::Docusaurus => format!("/{path}"),
            _ => format!("{}{path}", "../".repeat(depth)),
        }
    }
}

/// A text in a Markdown page: every sign that Markdown, HTML or a generator's own language would take for its own is written as
/// an entity, and the text stands on one line, so that it fits a heading and the cell of a table too.
pub fn markdown_text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut before = ' ';
    let text = one_line(text);
    for (at, sign) in text.char_indices() {
        let after = text[at + sign.len_utf8()..].chars().next().unwrap_or(' ');
        let is_special = match sign {
            '&' | '<' | '>' | '*' | '`' | '[' | ']' | '{' | '}' | '\\' | '|' | '~' | '$' => true,
            '_' => !(before.is_alphanumeric() && after.is_alphanumeric()),
            '#' | '+' | '-' | '=' | ':' => at == 0,
            '.' | ')' => text[..at].chars().all(|c| c.is_ascii_digit()) && after == ' ',
            _ => false,
        };
        if is_special {
            out.push_str(&format!("&#{};", u32::from(sign)));
        } else {
            out.push(sign);
        }
        before = sign;
    }
    out
}

/// White space in a line: runs of blanks and breaks become one blank, no-break spaces stay.
fn one_line(text: &str) -> String {
    text.split([' ', '\t', '\n', '\r']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::{Generator, markdown_text};

    #[test]
    fn links_are_written_as_each_generator_reads_them() {
        let address = |generator: Generator| generator.address("plans/a.html", "../materials/b.html#used");
        assert_eq!(address(Generator::Plain), "../materials/b.md");
        assert_eq!(
            Generator::Hugo.finished(format!("[b]({})", address(Generator::Hugo))),
            "[b]({{< relref \"/materials/b.md\" >}})"
        );
        assert_eq!(address(Generator::Zola), "@/materials/b.md");
        assert_eq!(address(Generator::Jekyll), "../materials/b.html");
        let file = |generator: Generator| generator.address("plans/a.html", "../files/a/cad/x%20y.html");
        assert_eq!(file(Generator::MkDocs), "../files/a/cad/x%20y.html");
        assert_eq!(file(Generator::Hugo), "../../files/a/cad/x%20y.html");
        assert_eq!(file(Generator::Docusaurus), "/files/a/cad/x%20y.html");
        let plain = |href: &str| Generator::Plain.address("plans/a.html", href);
        assert_eq!(plain("https://example.org/a_(b)"), "https://example.org/a_%28b%29");
        assert_eq!(plain("#line-3"), "#bill-of-materials");
        assert_eq!(Generator::Hugo.page("index.html"), "_index.md");
        assert_eq!(Generator::Zola.page("plans/index.html"), "plans/_index.md");
    }

    #[test]
    fn a_text_means_nothing_but_itself() {
        assert_eq!(markdown_text("a_b *c* <script>"), "a_b &#42;c&#42; &#60;script&#62;");
        assert_eq!(markdown_text("{{ x }} | `y`"), "&#123;&#123; x &#125;&#125; &#124; &#96;y&#96;");
        assert_eq!(markdown_text("# no\nheading"), "&#35; no heading");
        assert_eq!(markdown_text("1. no list, 2.5 m"), "1&#46; no list, 2.5 m");
    }
}
