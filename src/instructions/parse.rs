//! Markdown to what binds it: its headings, pictures and links, each with its place. CommonMark with tables, footnotes and
//! task lists.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::anchor::Anchors;
use super::link::{self, BuildLink};
use crate::text::{FileId, Span};

/// A heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// Its text.
    pub title: String,
    /// The name by which links find it.
    pub anchor: String,
    /// Its line.
    pub span: Span,
}

/// A link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Where it leads, as written.
    pub destination: String,
    /// The destination in the text; the whole link, where that stands elsewhere.
    pub span: Span,
    /// What it binds, if it is of that kind.
    pub bound: Option<BuildLink>,
}

/// A picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// Where its file is, as written.
    pub destination: String,
    /// The text that stands for it.
    pub alt: String,
    /// The whole picture.
    pub span: Span,
    /// Its destination in the text; the whole picture, where that stands elsewhere.
    pub place: Span,
}

/// What a text holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    /// Its headings, in order.
    pub headings: Vec<Heading>,
    /// Its links, in order.
    pub links: Vec<Link>,
    /// Its pictures, in order.
    pub pictures: Vec<Picture>,
    /// Destinations of what looks like a link to a part or item and is none, since there are blanks in it.
    pub blank_links: Vec<(String, Span)>,
}

/// The Markdown that instructions are written in.
pub fn markdown_options() -> Options {
    Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_TASKLISTS
}

/// Reads a text.
pub fn parse(file: FileId, text: &str) -> Text {
    let span = |range: Range<usize>| Span { file, start: range.start as u32, end: range.end as u32 };
    let mut found = Text::default();
    let mut anchors = Anchors::default();
    let mut heading: Option<(String, Range<usize>)> = None;
    let mut open_pictures: Vec<usize> = Vec::new();
    let mut code: Vec<Range<usize>> = Vec::new();
    for (event, range) in Parser::new_ext(text, markdown_options()).into_offset_iter() {
        match event {
            Event::Start(Tag::Heading { .. }) => heading = Some((String::new(), range)),
            Event::End(TagEnd::Heading(_)) => {
                if let Some((title, range)) = heading.take() {
                    let end = range.start + text[range.clone()].trim_end().len();
                    let anchor = anchors.next(&title);
                    found.headings.push(Heading { title, anchor, span: span(range.start..end) });
                }
            }
            Event::Start(Tag::Link { dest_url, .. }) => {
                let place = destination_in(text, &range, &dest_url).unwrap_or(range);
                let bound = link::read(&dest_url);
                found.links.push(Link { destination: dest_url.into_string(), span: span(place), bound });
            }
            Event::Start(Tag::Image { dest_url, .. }) => {
                open_pictures.push(found.pictures.len());
                let place = destination_in(text, &range, &dest_url).unwrap_or(range.clone());
                let destination = dest_url.into_string();
                found.pictures.push(Picture { destination, alt: String::new(), span: span(range), place: span(place) });
            }
            Event::End(TagEnd::Image) => {
                open_pictures.pop();
            }
            Event::Start(Tag::CodeBlock(_)) => code.push(range),
            Event::Text(part) | Event::Code(part) => {
                code.extend((text.as_bytes().get(range.start) == Some(&b'`')).then_some(range));
                open_pictures.iter().for_each(|picture| found.pictures[*picture].alt.push_str(&part));
                if let Some((title, _)) = &mut heading {
                    title.push_str(&part);
                }
            }
            Event::SoftBreak | Event::HardBreak => {
                if let Some((title, _)) = &mut heading {
                    title.push(' ');
                }
            }
            _ => {}
        }
    }
    found.blank_links = blank_links(text, &code).map(|place| (text[place.clone()].to_owned(), span(place))).collect();
    // These are kept for as long as the repository is.
    found.headings.shrink_to_fit();
    found.links.shrink_to_fit();
    found.pictures.shrink_to_fit();
    found.blank_links.shrink_to_fit();
    found
}

/// `](item:hose?quantity=2 m)`, outside of code.
fn blank_links(text: &str, code: &[Range<usize>]) -> impl Iterator<Item = Range<usize>> {
    text.match_indices("](").filter_map(|(at, _)| {
        let start = at + 2;
        let end = start + text[start..].find([')', '\n'])?;
        let destination = &text[start..end];
        let (scheme, id) = destination.split_once(':')?;
        // Behind the address of a link that is one, its title may stand.
        let (address, rest) = destination.split_once(' ')?;
        let is_title = rest.trim_start().starts_with(['"', '\'', '(']);
        let is_bound = link::SCHEMES.contains(&scheme) && !id.is_empty() && !address.is_empty() && !is_title;
        let is_link = text[end..].starts_with(')') && !code.iter().any(|code| code.contains(&at));
        (is_bound && is_link).then_some(start..end)
    })
}

/// Where a link's own text says its destination.
fn destination_in(text: &str, link: &Range<usize>, destination: &str) -> Option<Range<usize>> {
    if destination.is_empty() {
        return None;
    }
    let written = &text[link.clone()];
    let from = written.rfind("](").unwrap_or(0);
    let start = link.start + from + written[from..].find(destination)?;
    Some(start..start + destination.len())
}

#[cfg(test)]
mod tests {
    use super::parse;
    use crate::text::FileId;

    #[test]
    fn links_are_found_where_they_stand() {
        let text = "# Weld *it*\n\n[4 `legs`](part:leg?quantity=4 \"part:leg\") ![A leg](a.png)\n\n[x][y] <item:bolt>\n\n[y]: part:arm\n\n```\n[no](part:no)\n```\n";
        let found = parse(FileId(0), text);
        let places: Vec<(&str, &str)> = found
            .links
            .iter()
            .map(|link| (link.destination.as_str(), &text[link.span.start as usize..link.span.end as usize]))
            .collect();
        assert_eq!(
            places,
            [("part:leg?quantity=4", "part:leg?quantity=4"), ("part:arm", "[x][y]"), ("item:bolt", "item:bolt")]
        );
        assert_eq!(found.headings[0].anchor, "weld-it");
        let heading = found.headings[0].span;
        assert_eq!(&text[heading.start as usize..heading.end as usize], "# Weld *it*");
        assert_eq!((found.pictures[0].alt.as_str(), found.pictures[0].destination.as_str()), ("A leg", "a.png"));
    }
}
