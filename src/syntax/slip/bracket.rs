//! `[…]` and `{…}` that are never closed, or lack a comma.

use granit_parser::ErrorKind;

use super::line::{Line, line_at, lines_below, without_comment};
use super::{Guess, Slip, Stumble};

/// A fault while brackets are open.
pub(super) fn fault(stumble: &Stumble<'_>) -> Option<Slip> {
    use ErrorKind as K;
    let text = stumble.text;
    if let K::MismatchedFlowCollectionEnd { open, close } = stumble.kind {
        let from = text.get(stumble.at..)?;
        let at = stumble.at + from.find(*close)?;
        return Some(Slip {
            place: at..at + 1,
            message: format!("found `{close}`, but what is open here began with `{open}`"),
            help: format!("write `{}`", closer(*open)),
            label: stumble.open.last().map(|opened| (*opened..*opened + 1, "opened here".to_owned())),
            guesses: vec![Guess::maybe([(at..at + 1, closer(*open).to_string())])],
        });
    }
    if stumble.kind == &K::MisplacedFlowCollectionEnd {
        let at = stumble.at;
        let found = text.get(at..)?.chars().next()?;
        return Some(Slip {
            place: at..at + found.len_utf8(),
            message: format!("found `{found}`, which closes nothing"),
            help: "take it out, or open the bracket where the value begins; if it is text, put the text in quotes"
                .to_owned(),
            label: None,
            guesses: vec![Guess::maybe([(at..at + found.len_utf8(), String::new())])],
        });
    }
    let innermost = *stumble.open.last()?;
    let outermost = *stumble.open.first()?;
    let line = line_at(text, outermost);
    hidden_closer(stumble).or_else(|| unclosed(stumble, &line).or_else(|| missing_comma(stumble, innermost)))
}

/// `{instructions: #cut}`: what closes it stands in a comment, since a value begins with `#`.
fn hidden_closer(stumble: &Stumble<'_>) -> Option<Slip> {
    let text = stumble.text;
    let innermost = *stumble.open.last()?;
    let line = line_at(text, innermost);
    let content = &line.text[..without_comment(line.text).len()];
    let hash = content.len() + line.text[content.len()..].find('#')?;
    let comment = line.text[hash..].trim_end();
    let value = comment.trim_end_matches(['}', ']']);
    let value = value.split([',', ' ', '}', ']']).next()?;
    let is_value =
        content.ends_with(':') && value.len() > 1 && comment.ends_with(['}', ']']) && !value.contains(['\'', '"']);
    if !is_value || line.start + hash < innermost {
        return None;
    }
    let place = line.start + hash..line.start + hash + value.len();
    Some(Slip {
        place: place.clone(),
        message: "` #` begins a comment, so nothing is said here, and nothing closes what is open".to_owned(),
        help: format!("put the text in quotes: `'{value}'`"),
        label: Some((innermost..innermost + 1, "opened here".to_owned())),
        guesses: vec![Guess::sure([(place, format!("'{value}'"))])],
    })
}

/// The first line below that cannot belong to the brackets any more: it is no deeper than the line in which they began.
fn unclosed(stumble: &Stumble<'_>, line: &Line<'_>) -> Option<Slip> {
    let text = stumble.text;
    let is_other = |below: &Line<'_>| blanks(below) <= blanks(line) && !below.text.trim_start().starts_with([']', '}']);
    let below = || lines_below(text, line).take_while(|below| below.start <= stumble.reach).filter(Line::has_words);
    let next = below().find(is_other);
    let is_at_end = stumble.reach >= text.trim_end().len() || text[stumble.reach..].starts_with("---");
    if next.is_none() && !is_at_end {
        return None;
    }
    let limit = next.map_or(text.len().min(stumble.reach.max(line.end())), |next| next.start);
    let last = std::iter::once(*line).chain(below()).take_while(|line| line.start < limit).last().unwrap_or(*line);
    let content = without_comment(last.text);
    let end = last.start + content.trim_end_matches([',', ' ']).len();
    let innermost = *stumble.open.last()?;
    let closers: String = stumble.open.iter().rev().filter_map(|at| text[*at..].chars().next()).map(closer).collect();
    let opened = text[innermost..].chars().next().unwrap_or('[');
    let content_end = last.start + content.len();
    Some(Slip {
        place: innermost..innermost + 1,
        message: format!("this `{opened}` is never closed"),
        help: format!("put `{closers}` at the end of line {}", text[..last.start].matches('\n').count() + 1),
        label: next.map(|next| {
            let words = next.text.trim();
            let start = next.start + next.indent();
            let shown = words.find(':').map_or(words.len(), |colon| colon);
            (start..start + shown, "here something else begins".to_owned())
        }),
        guesses: vec![Guess::maybe([(end..content_end, closers)])],
    })
}

/// `{item: x quantity: 4}`, `[{…} {…}]`.
fn missing_comma(stumble: &Stumble<'_>, innermost: usize) -> Option<Slip> {
    let text = stumble.text;
    let before = text.get(innermost + 1..stumble.at)?;
    let is_colon = text.get(stumble.at..)?.starts_with(':');
    let (place, guess) = if is_colon {
        let word = before.rsplit([' ', '\n']).next()?;
        let start = stumble.at - word.len();
        let is_key = !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        let earlier = text[innermost + 1..start].trim_end();
        if !is_key || earlier.is_empty() || earlier.ends_with([',', ':', '[', '{']) {
            return None;
        }
        let end = innermost + 1 + earlier.len();
        (start..stumble.at, Guess::maybe([(end..end, ",".to_owned())]))
    } else {
        let earlier = before.trim_end();
        let first = text.get(stumble.at..)?.chars().next()?;
        if !earlier.ends_with(['}', ']', '"', '\'']) || !(first.is_alphanumeric() || "{['\"".contains(first)) {
            return None;
        }
        let end = innermost + 1 + earlier.len();
        let rest = &text[stumble.at..];
        let closing = rest[first.len_utf8()..].find(first).filter(|_| matches!(first, '"' | '\''));
        let words = closing.map_or(first.len_utf8(), |end| end + 2);
        (stumble.at..stumble.at + words, Guess::maybe([(end..end, ",".to_owned())]))
    };
    let words = text[place.clone()].to_owned();
    Some(Slip {
        place,
        message: format!("a comma is missing before `{words}`"),
        help: "put a `,` between the entries; if it is all one text, put that in quotes".to_owned(),
        label: None,
        guesses: vec![guess],
    })
}

/// How many blanks a line begins with: within brackets, tabs are as good as spaces.
fn blanks(line: &Line<'_>) -> usize {
    line.text.len() - line.text.trim_start().len()
}

fn closer(open: char) -> char {
    if open == '{' { '}' } else { ']' }
}
