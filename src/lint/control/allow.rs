//! Comments that allow a finding: `# groundup: allow RULE (the reason)`, in Markdown `<!-- groundup: allow RULE (the reason) -->`.
//! Behind something, it holds for that line; on a line of its own, for the next line with content; before all content, for the
//! whole file.

use crate::diagnostic::{Edit, Fix};
use crate::text::{FileId, Source, Sources, Span};

/// What such a comment begins with, behind `#` and spaces.
const MARKER: &str = "groundup:";

/// One such comment.
#[derive(Clone, Debug)]
pub(super) struct Allow<'s> {
    /// The rule's name, as written.
    pub rule: &'s str,
    /// Where that stands.
    pub rule_span: Span,
    /// Why, if it is said.
    pub reason: Option<&'s str>,
    /// The line that it holds for; `None` for the whole file.
    pub line: Option<u32>,
}

/// The comments of one file, in order.
pub(super) fn allows_in(file: FileId, source: &Source) -> impl Iterator<Item = Allow<'_>> {
    let is_prose = source.path.as_str().ends_with(".md");
    source.text.match_indices(MARKER).filter_map(move |(marker, _)| {
        let text = source.text.as_str();
        let line_start = text[..marker].rfind('\n').map_or(0, |end| end + 1);
        let before = &text[line_start..marker];
        let hash = line_start + if is_prose { before.rfind("<!--")? } else { comment_start(before)? };
        let line_end = text[marker..].find('\n').map_or(text.len(), |end| marker + end);
        let words = text[marker + MARKER.len()..line_end].trim_end();
        let words = words.strip_suffix("-->").filter(|_| is_prose).unwrap_or(words).trim_end();
        let named = words.trim_start().strip_prefix("allow ")?.trim_start();
        let rule = named.split([' ', '(']).next().unwrap_or(named);
        let reason = named[rule.len()..].trim().strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
        let start = line_start + (words.len() - named.len()) + (marker + MARKER.len() - line_start);
        let rule_span = Span { file, start: start as u32, end: (start + rule.len()) as u32 };
        let line = if !text[line_start..hash].trim().is_empty() {
            Some(source.position(hash as u32).line)
        } else if text[..line_start].lines().any(|line| has_content(line, is_prose)) {
            Some(next_content(source, line_end, is_prose))
        } else {
            None
        };
        Some(Allow { rule, rule_span, reason: reason.map(str::trim).filter(|reason| !reason.is_empty()), line })
    })
}

/// Takes a comment away: its line if it has it for itself, else what stands behind the line's words. `None` for one that goes on
/// in the next line.
pub(super) fn without(allow: &Allow<'_>, sources: &Sources) -> Option<Fix> {
    let Span { file, start, .. } = allow.rule_span;
    let source = sources.get(file);
    let (text, is_prose) = (source.text.as_str(), source.path.as_str().ends_with(".md"));
    let line = text[..start as usize].rfind('\n').map_or(0, |end| end + 1);
    let next = text[start as usize..].find('\n').map_or(text.len(), |end| start as usize + end + 1);
    let words_end = line + text[line..next].trim_end().len();
    let marker = line + text[line..start as usize].rfind(MARKER)?;
    let begin = line + if is_prose { text[line..marker].rfind("<!--")? } else { comment_start(&text[line..marker])? };
    if is_prose && !text[line..words_end].ends_with("-->") {
        return None;
    }
    let before = text[line..begin].trim_end();
    let (from, to) = if before.is_empty() { (line, next) } else { (line + before.len(), words_end) };
    let span = Span { file, start: from as u32, end: to as u32 };
    Some(Fix::safe([Edit::deletion(span, &text[from..to])]))
}

/// Where the comment begins that ends a line's text: its `#`, if there is nothing but spaces between that and the end, and it
/// is no part of a word or of quoted text.
fn comment_start(before: &str) -> Option<usize> {
    let hash = before.trim_end().strip_suffix('#')?.len();
    let is_apart = before[..hash].chars().next_back().is_none_or(|last| last == ' ' || last == '\t');
    let mut quote = None;
    for letter in before[..hash].chars().filter(|letter| *letter == '"' || *letter == '\'') {
        quote = match quote {
            None => Some(letter),
            Some(open) if open == letter => None,
            open => open,
        };
    }
    (is_apart && quote.is_none()).then_some(hash)
}

/// Whether a line says anything: it is not blank, no comment, and no document marker.
fn has_content(line: &str, is_prose: bool) -> bool {
    let line = line.trim();
    if is_prose {
        return !(line.is_empty() || line.starts_with("<!--"));
    }
    !(line.is_empty() || line.starts_with('#') || line == "---")
}

/// The number of the first line with content behind an offset; that of the last line if there is none.
fn next_content(source: &Source, offset: usize, is_prose: bool) -> u32 {
    let first = source.position(offset as u32).line + 1;
    let rest = source.text.get(offset + 1..).unwrap_or("");
    rest.lines().zip(first..).find(|(line, _)| has_content(line, is_prose)).map_or(first, |(_, number)| number)
}
