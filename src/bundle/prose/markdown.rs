//! Markdown to HTML that does nothing: CommonMark with tables, footnotes and task lists; links are led where the page says,
//! and raw HTML is cut down to what cannot run or fetch anything.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

use ammonia::Builder;
use pulldown_cmark::{CodeBlockKind, CowStr, Event, HeadingLevel, Parser, Tag, TagEnd, html};

use super::markdown_again::markdown_again;
use crate::bundle::form::Form;
use crate::bundle::links::web;
use crate::instructions::{Anchors, heading_anchor, markdown_options};

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The address, from the page.
    pub href: String,
    /// What is there, with its quantity.
    pub title: Option<String>,
}

/// What a page does about the addresses in a text.
pub trait Destinations: Sync {
    /// Where a link leads; one without a target becomes plain text.
    fn link(&self, destination: &str) -> Option<Target>;

    /// The address of a picture in the bundle; without one, its text stands for it.
    fn image(&self, destination: &str) -> Option<String>;

    /// What the page is written as.
    fn form(&self) -> Form {
        Form::Html
    }
}

/// How a text fits its page.
#[derive(Clone, Copy)]
pub struct Manner<'a> {
    /// Before every anchor, so that it meets none of the page's own.
    pub prefix: &'a str,
    /// Levels by which headings are lowered.
    pub lower: usize,
    /// Where links lead.
    pub destinations: &'a dyn Destinations,
}

/// A text up to the next heading of the level at which it is split.
#[derive(Clone, Debug)]
pub struct Section {
    /// Its heading as plain text; none before the first.
    pub title: Option<String>,
    /// The anchors in it, its own first, without the prefix.
    pub anchors: Vec<String>,
    /// The destinations of its links, as written.
    pub links: Vec<String>,
    /// The text below the heading.
    pub html: String,
}

/// Renders a text.
pub fn render(text: &str, manner: Manner<'_>) -> String {
    let events: Vec<Event<'_>> = Parser::new_ext(text, markdown_options()).collect();
    let anchors = anchors_of(&events);
    section(&events, 0..events.len(), &anchors, None, manner).html
}

/// Renders a text in sections: split at its highest headings, a sole title over all of them left out.
pub fn sections(text: &str, manner: Manner<'_>) -> Vec<Section> {
    let events: Vec<Event<'_>> = Parser::new_ext(text, markdown_options()).collect();
    let anchors = anchors_of(&events);
    let level_at = |index: usize| match events[index] {
        Event::Start(Tag::Heading { level, .. }) => Some(level),
        _ => None,
    };
    let headings: Vec<(usize, HeadingLevel)> =
        top_level_starts(&events).into_iter().filter_map(|at| Some((at, level_at(at)?))).collect();
    let top = headings.iter().map(|(_, level)| *level).min();
    let is_title =
        top.is_some_and(|top| headings.iter().filter(|(_, level)| *level == top).count() == 1) && headings.len() > 1;
    let title = if is_title { headings.iter().find(|(_, level)| Some(*level) == top).map(|(at, _)| *at) } else { None };
    let split = headings.iter().filter(|(at, _)| Some(*at) != title).map(|(_, level)| *level).min();
    let starts = headings.iter().filter(|(at, level)| Some(*level) == split && Some(*at) != title).map(|(at, _)| *at);
    let bounds: Vec<usize> = std::iter::once(0).chain(starts).chain([events.len()]).collect();
    let made = bounds.windows(2).enumerate().map(|(number, range)| {
        let heading = if number == 0 { title.filter(|at| *at < range[1]) } else { Some(range[0]) };
        let mut section = section(&events, range[0]..range[1], &anchors, heading, manner);
        if number == 0 {
            section.title = None;
        }
        section
    });
    made.filter(|section| section.title.is_some() || !section.html.trim().is_empty()).collect()
}

/// The headings of a text with their anchors, and what `begin` and `add` make of the plain text below each: `begin` of the heading,
/// `add` of that and a piece of the text. A sole title over all others is left out.
pub fn outline<T>(
    text: &str,
    begin: impl Fn(&str) -> T,
    mut add: impl FnMut(&mut T, &str),
) -> Vec<(String, String, T)> {
    let mut names = Anchors::default();
    let mut found: Vec<(HeadingLevel, String, String, T)> = Vec::new();
    let mut heading: Option<(HeadingLevel, String)> = None;
    for event in Parser::new_ext(text, markdown_options()) {
        match event {
            Event::Start(Tag::Heading { level, .. }) => heading = Some((level, String::new())),
            Event::End(TagEnd::Heading(_)) => {
                found.extend(heading.take().map(|(level, title)| {
                    let (anchor, made) = (names.next(&title), begin(&title));
                    (level, title, anchor, made)
                }));
            }
            Event::Text(text) | Event::Code(text) => match (&mut heading, found.last_mut()) {
                (Some((_, title)), _) => title.push_str(&text),
                (None, Some((_, _, _, made))) => add(made, &text),
                (None, None) => {}
            },
            Event::SoftBreak | Event::HardBreak => heading.iter_mut().for_each(|(_, title)| title.push(' ')),
            _ => {}
        }
    }
    let top = found.iter().map(|(level, ..)| *level).min();
    let is_title = found.len() > 1 && found.iter().filter(|(level, ..)| Some(*level) == top).count() == 1;
    let kept = found.into_iter().filter(|(level, ..)| !is_title || Some(*level) != top);
    kept.map(|(_, title, anchor, made)| (title, anchor, made)).collect()
}

/// Events that open a block at the top of the document.
fn top_level_starts(events: &[Event<'_>]) -> Vec<usize> {
    let mut depth = 0_usize;
    let mut starts = Vec::new();
    for (index, event) in events.iter().enumerate() {
        match event {
            Event::Start(_) => {
                if depth == 0 {
                    starts.push(index);
                }
                depth += 1;
            }
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    starts
}

/// The text of the heading that opens at `start`.
fn heading_text(events: &[Event<'_>], start: usize) -> String {
    let inside = events[start + 1..].iter().take_while(|event| !matches!(event, Event::End(TagEnd::Heading(_))));
    let text = inside.filter_map(|event| match event {
        Event::Text(text) | Event::Code(text) => Some(text.as_ref()),
        Event::SoftBreak | Event::HardBreak => Some(" "),
        _ => None,
    });
    text.collect()
}

/// The anchor of each heading, by the index of its event; a second one of a name is numbered.
fn anchors_of(events: &[Event<'_>]) -> HashMap<usize, String> {
    let mut names = Anchors::default();
    let mut anchors = HashMap::new();
    for (index, event) in events.iter().enumerate() {
        if matches!(event, Event::Start(Tag::Heading { .. })) {
            anchors.insert(index, names.next(&heading_text(events, index)));
        }
    }
    anchors
}

/// Renders some of the events; the heading at `title` is left out of the text.
fn section(
    events: &[Event<'_>],
    range: Range<usize>,
    anchors: &HashMap<usize, String>,
    title: Option<usize>,
    manner: Manner<'_>,
) -> Section {
    let mut writer = Writer {
        manner,
        known: anchors,
        out: Vec::with_capacity(range.len()),
        open: Vec::new(),
        links: Vec::new(),
        produced: HashSet::new(),
        is_inert: true,
    };
    let mut own = Vec::new();
    let mut skipping = false;
    for index in range {
        let event = &events[index];
        if let (Event::Start(Tag::Heading { .. }), Some(anchor)) = (event, anchors.get(&index)) {
            own.push(anchor.clone());
        }
        skipping |= Some(index) == title;
        if skipping {
            skipping = !matches!(event, Event::End(TagEnd::Heading(_)));
        } else {
            writer.event(event, anchors.get(&index));
        }
    }
    let html = match manner.destinations.form() {
        Form::Html => {
            let mut raw = String::new();
            html::push_html(&mut raw, writer.out.into_iter());
            let aligned = aligned(raw);
            framed(if writer.is_inert { aligned } else { cleaned(&aligned, writer.produced) })
        }
        Form::Markdown(generator) => markdown_again(writer.out, generator),
    };
    Section { title: title.map(|at| heading_text(events, at)), anchors: own, links: writer.links, html }
}

struct Writer<'e, 'm> {
    manner: Manner<'m>,
    known: &'m HashMap<usize, String>,
    out: Vec<Event<'e>>,
    /// For each open link or picture, whether it is kept.
    open: Vec<bool>,
    links: Vec<String>,
    /// Every address and anchor that was written here, and so may stay.
    produced: HashSet<String>,
    /// Whether all of it is Markdown whose every address and anchor was written here: then there is nothing to clean.
    is_inert: bool,
}

impl<'e> Writer<'e, '_> {
    fn event(&mut self, event: &Event<'e>, anchor: Option<&String>) {
        let event = match event.clone() {
            Event::Start(Tag::Heading { level, .. }) => {
                let id = anchor.map(|anchor| self.produce(format!("{}{anchor}", self.manner.prefix)));
                Event::Start(Tag::Heading { level: self.lowered(level), id, classes: Vec::new(), attrs: Vec::new() })
            }
            Event::End(TagEnd::Heading(level)) => Event::End(TagEnd::Heading(self.lowered(level))),
            Event::Start(Tag::Link { link_type, dest_url, id, .. }) => {
                self.links.push(dest_url.to_string());
                let target = self.target(&dest_url);
                self.open.push(target.is_some());
                let Some(target) = target else { return };
                let dest_url = self.produce(target.href);
                Event::Start(Tag::Link { link_type, dest_url, title: target.title.unwrap_or_default().into(), id })
            }
            Event::Start(Tag::Image { link_type, dest_url, id, .. }) => {
                let href = self.manner.destinations.image(&dest_url);
                self.open.push(href.is_some());
                let Some(href) = href else { return };
                Event::Start(Tag::Image { link_type, dest_url: self.produce(href), title: CowStr::Borrowed(""), id })
            }
            Event::End(TagEnd::Link | TagEnd::Image) if !self.open.pop().unwrap_or(false) => return,
            // The language of a listing would be a class.
            Event::Start(Tag::CodeBlock(_)) if self.manner.destinations.form() == Form::Html => {
                Event::Start(Tag::CodeBlock(CodeBlockKind::Indented))
            }
            Event::FootnoteReference(name) => Event::FootnoteReference(self.footnote(&name)),
            Event::Start(Tag::FootnoteDefinition(name)) => Event::Start(Tag::FootnoteDefinition(self.footnote(&name))),
            Event::TaskListMarker(is_done) => Event::Text(if is_done { "☑ " } else { "☐ " }.into()),
            other => other,
        };
        self.is_inert &= !matches!(
            event,
            Event::Html(_)
                | Event::InlineHtml(_)
                | Event::FootnoteReference(_)
                | Event::Start(Tag::HtmlBlock | Tag::Image { .. } | Tag::FootnoteDefinition(_))
        );
        self.out.push(event);
    }

    fn target(&self, destination: &str) -> Option<Target> {
        match destination.strip_prefix('#') {
            Some(anchor) if self.known.values().any(|known| known == anchor) => {
                let prefix = if self.manner.destinations.form() == Form::Html { self.manner.prefix } else { "" };
                Some(Target { href: format!("#{prefix}{anchor}"), title: None })
            }
            Some(_) => None,
            None => self.manner.destinations.link(destination),
        }
    }

    fn footnote(&mut self, name: &str) -> CowStr<'e> {
        let id = self.produce(format!("{}note-{}", self.manner.prefix, heading_anchor(name)));
        self.produced.insert(format!("#{id}"));
        id
    }

    fn produce(&mut self, text: String) -> CowStr<'e> {
        self.produced.insert(text.clone());
        text.into()
    }

    fn lowered(&self, level: HeadingLevel) -> HeadingLevel {
        HeadingLevel::try_from((level as usize + self.manner.lower).min(6)).unwrap_or(HeadingLevel::H6)
    }
}

/// The page's policy forbids `style`; the alignment of a column is an attribute of its own.
fn aligned(raw: String) -> String {
    if !raw.contains(" style=\"text-align: ") {
        return raw;
    }
    ["left", "center", "right"]
        .iter()
        .fold(raw, |text, side| text.replace(&format!(" style=\"text-align: {side}\""), &format!(" align=\"{side}\"")))
}

/// Leaves only what is inert: no scripts, styles, forms, frames or handlers; no address that this module did not lead.
fn cleaned(raw: &str, produced: HashSet<String>) -> String {
    let mut builder = Builder::default();
    builder.rm_tags(["map", "area"]).add_generic_attributes(["id"]).link_rel(None);
    builder.rm_tag_attributes("img", ["width", "height", "align"]);
    builder.attribute_filter(move |element, attribute, value| match (element, attribute) {
        (_, "id") => produced.contains(value).then_some(Cow::Borrowed(value)),
        (_, "href" | "src") if produced.contains(value) => Some(Cow::Borrowed(value)),
        ("a", "href") => web(value).map(Cow::Owned),
        (_, "href" | "src" | "cite" | "background" | "longdesc") => None,
        _ => Some(Cow::Borrowed(value)),
    });
    builder.clean(raw).to_string()
}

/// Tables wider than a telephone scroll in a frame of their own.
fn framed(html: String) -> String {
    if !html.contains("<table>") {
        return html;
    }
    html.replace("<table>", "<div class=\"scroll\" role=\"group\" tabindex=\"0\" aria-label=\"Table\"><table>")
        .replace("</table>", "</table></div>")
}

#[cfg(test)]
mod tests {
    use super::{Destinations, Manner, Target, render, sections};

    struct Test;

    impl Destinations for Test {
        fn link(&self, destination: &str) -> Option<Target> {
            let title = Some("<b> & \"x\"".to_owned());
            destination.starts_with("part:").then(|| Target { href: "#line-1".to_owned(), title })
        }

        fn image(&self, destination: &str) -> Option<String> {
            (destination == "a.png").then(|| "../files/a.png".to_owned())
        }
    }

    fn html(text: &str) -> String {
        render(text, Manner { prefix: "build-", lower: 1, destinations: &Test })
    }

    #[test]
    fn hostile_text_comes_out_inert() {
        let hostile = [
            "<script>alert(1)</script>",
            "[x](javascript:alert(1))",
            "<a href=\"javascript:alert(1)\" onclick=\"alert(1)\">x</a>",
            "<img src=\"https://tracker.example/x.png\" onerror=\"alert(1)\">",
            "![x](https://tracker.example/x.png)",
            "<svg onload=\"alert(1)\"><script>alert(1)</script></svg>",
            "<iframe src=\"https://evil.example\"></iframe><object data=\"x\"></object>",
            "<style>@import url(https://evil.example)</style>",
            "<form action=\"https://evil.example\"><input autofocus onfocus=\"alert(1)\"></form>",
            "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
            "# <img src=x onerror=alert(1)> title",
            "[x](data:text/html;base64,PHNjcmlwdD4=)",
            "<p style=\"background:url(https://evil.example)\">x</p>",
            "<a href=\"vbscript:x\">x</a><base href=\"https://evil.example\"><meta http-equiv=\"refresh\" content=\"0\">",
        ];
        for text in hostile {
            let out = html(text).to_lowercase();
            for bad in [
                "<script",
                "javascript:",
                "onerror",
                "onclick",
                "onload",
                "onfocus",
                "evil.example",
                "tracker.example",
                "<svg",
                "<iframe",
                "<style",
                "style=",
                "<form",
                "<input",
                "<base",
                "<meta",
                "data:",
                "vbscript",
            ] {
                assert!(
                    !out.contains(&format!("{bad}=")) && !out.contains(&format!("{bad}\"")) || !out.contains('<'),
                    "{text} → {out}"
                );
                assert!(
                    !(bad.starts_with('<') || bad.ends_with(':') || bad.ends_with(".example")) || !out.contains(bad),
                    "{text} → {out}"
                );
            }
        }
    }

    #[test]
    fn links_lead_where_the_page_says() {
        assert_eq!(
            html("[2 legs](part:leg)"),
            "<p><a href=\"#line-1\" title=\"&lt;b&gt; &amp; &quot;x&quot;\">2 legs</a></p>\n"
        );
        assert_eq!(html("[gone](part-gone.md) and [*x*](#nowhere)"), "<p>gone and <em>x</em></p>\n");
        assert_eq!(
            html("# Cut it!\n\n[x](#cut-it)"),
            "<h2 id=\"build-cut-it\">Cut it!</h2>\n<p><a href=\"#build-cut-it\">x</a></p>\n"
        );
        assert_eq!(html("![A *leg*](a.png)"), "<p><img src=\"../files/a.png\" alt=\"A leg\"></p>\n");
        assert_eq!(html("![A leg](b.png)"), "<p>A leg</p>\n");
        assert!(html("a[^1]\n\n[^1]: b").contains("href=\"#build-note-1\""));
        assert!(html("- [x] done").contains("☑ done"));
        assert!(html("| a |\n|--:|\n| 1 |").contains("<td align=\"right\">1</td>"));
    }

    #[test]
    fn a_text_is_split_at_its_highest_headings() {
        let text = "# Title\n\nFirst.\n\n## Cut\n\n[x](part:a)\n\n### Deep\n\n## Cut\n\n[y](#cut)\n";
        let made = sections(text, Manner { prefix: "build-", lower: 1, destinations: &Test });
        let titles: Vec<Option<&str>> = made.iter().map(|section| section.title.as_deref()).collect();
        assert_eq!(titles, [None, Some("Cut"), Some("Cut")]);
        assert_eq!(made[0].html, "<p>First.</p>\n");
        assert_eq!(made[1].anchors, ["cut", "deep"]);
        assert_eq!(made[1].links, ["part:a"]);
        assert!(made[1].html.contains("<h4 id=\"build-deep\">"));
        assert_eq!(made[2].anchors, ["cut-1"]);
        assert!(made[2].html.contains("href=\"#build-cut\""));
        assert_eq!(sections("only text", Manner { prefix: "", lower: 1, destinations: &Test }).len(), 1);
    }
}
