//! Markdown out of Markdown: an author's text with its links led, for a site generator. Raw HTML is left out, and no sign is
//! left that the generator would take for its own language.

use pulldown_cmark::{CodeBlockKind, CowStr, Event, Tag, TagEnd};
use pulldown_cmark_to_cmark::cmark;

use crate::bundle::form::{Generator, markdown_text};

/// The events as Markdown.
pub fn markdown_again(events: Vec<Event<'_>>, generator: Generator) -> String {
    let mut written: Vec<Event<'_>> = Vec::with_capacity(events.len());
    let mut is_code = false;
    for event in events {
        match event {
            Event::Html(_) | Event::InlineHtml(_) => {}
            // Some generators do not know CommonMark's escapes: signs stand as entities.
            Event::Text(text) if !is_code => written.push(Event::InlineHtml(spaced(&text).into())),
            Event::Text(text) => written.push(Event::Text(inert(text, generator))),
            Event::Code(code) => written.push(Event::Code(inert(code, generator))),
            Event::Start(Tag::CodeBlock(kind)) => {
                is_code = true;
                // A word after the fence is a language; more than that may be an instruction to the generator.
                let language = match &kind {
                    CodeBlockKind::Fenced(info) => info.split_whitespace().next().unwrap_or("").to_owned(),
                    CodeBlockKind::Indented => String::new(),
                };
                let is_word = language.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '+' | '#'));
                let language = if is_word { language } else { String::new() };
                written.push(Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(language.into()))));
            }
            Event::End(TagEnd::CodeBlock) => {
                is_code = false;
                written.push(Event::End(TagEnd::CodeBlock));
            }
            Event::Start(Tag::Heading { level, classes, attrs, .. }) => {
                written.push(Event::Start(Tag::Heading { level, id: None, classes, attrs }));
            }
            other => written.push(other),
        }
    }
    let mut text = String::new();
    match cmark(written.iter(), &mut text, crate::instructions::markdown_options()) {
        Ok(_) => text + "\n",
        // Writing to memory does not fail; if it ever does, the words are better than nothing.
        Err(_) => written.iter().filter_map(words).collect(),
    }
}

fn words(event: &Event<'_>) -> Option<String> {
    match event {
        Event::InlineHtml(text) | Event::Text(text) | Event::Code(text) => Some(text.to_string()),
        _ => None,
    }
}

/// A piece of a line: the blanks at its ends part it from its neighbours.
fn spaced(text: &str) -> String {
    let start = if text.starts_with(' ') { " " } else { "" };
    let end = if text.ends_with(' ') && !text.trim().is_empty() { " " } else { "" };
    format!("{start}{}{end}", markdown_text(text))
}

/// Code in which nothing looks like a shortcode: a blank is put between the braces.
fn inert(code: CowStr<'_>, generator: Generator) -> CowStr<'_> {
    if !generator.has_shortcodes() || !code.contains('{') {
        return code;
    }
    code.replace("{{", "{ {").replace("{%", "{ %").replace("{#", "{ #").into()
}
