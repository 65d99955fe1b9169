//! Blanks that are missing, and characters that look like blanks.

use super::line::{Line, line_above, line_at, lines_below};
use super::{Guess, Slip, Stumble};

/// A blank that is none for YAML, where one must stand: before the words of a line, behind its dash or its colon.
pub(super) fn odd(stumble: &Stumble<'_>) -> Option<Slip> {
    let text = stumble.text;
    let line = line_at(text, stumble.at);
    let near = [Some(line), line_above(text, &line)];
    let (at, found) = near.into_iter().flatten().find_map(|line| odd_blanks(&line).next())?;
    let lines = text.split_inclusive('\n').scan(0, |start, text| {
        let line = Line { start: *start, text: text.trim_end_matches(['\n', '\r']) };
        *start += text.len();
        Some(line)
    });
    let edits = lines.flat_map(|line| odd_blanks(&line).collect::<Vec<_>>());
    let edits = edits.map(|(at, found)| (at..at + found.len_utf8(), if is_wide(found) { " " } else { "" }.to_owned()));
    Some(Slip {
        place: at..at + found.len_utf8(),
        message: format!("found the character U+{:04X}, which looks like a space and is none", u32::from(found)),
        help: "type the space anew; such characters come along with text that is copied from a page".to_owned(),
        label: None,
        guesses: vec![Guess::sure(edits)],
    })
}

/// The odd blanks that begin a line, and those behind its dashes and the colon of its key.
fn odd_blanks<'l>(line: &Line<'l>) -> impl Iterator<Item = (usize, char)> + use<'l> {
    let start = line.start;
    let mut is_before_words = true;
    let mut is_key = true;
    line.text.char_indices().filter_map(move |(at, c)| {
        let is_odd = is_odd(c);
        let is_told = is_odd && is_before_words;
        if c == ':' && is_key {
            (is_before_words, is_key) = (true, false);
        } else if !is_odd && !matches!(c, ' ' | '\t' | '-') {
            is_before_words = false;
        }
        is_told.then_some((start + at, c))
    })
}

fn is_odd(c: char) -> bool {
    is_wide(c) || matches!(c, '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}')
}

fn is_wide(c: char) -> bool {
    matches!(c, '\u{A0}' | '\u{1680}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}')
}

/// `key:value` or `-item`, without the blank that makes it a key or an item: the parser stumbles over it only later.
pub(super) fn missing(stumble: &Stumble<'_>) -> Option<Slip> {
    if !stumble.is_about_a_key() && !stumble.is_about_indentation() {
        return None;
    }
    let text = stumble.text;
    let line = line_at(text, stumble.at);
    let lines = [Some(line), line_above(text, &line)];
    let found = lines.into_iter().flatten().find_map(|line| glued_colon(&line).or_else(|| glued_dash(&line)));
    let (at, message, help) = found?;
    let space = (at + 1..at + 1, " ".to_owned());
    let mut guesses = vec![Guess::sure([space.clone()])];
    if text[at..].starts_with('-') {
        // The lines of the entry were lined up without the space.
        let dashed = line_at(text, at);
        let of_entry = |below: &Line<'_>| !below.has_words() || below.indent() > dashed.indent();
        let below = lines_below(text, &dashed).take_while(of_entry).filter(Line::has_words);
        let moved = below.map(|below| (below.start..below.start, " ".to_owned()));
        guesses.push(Guess::sure(std::iter::once(space).chain(moved).collect::<Vec<_>>()));
    }
    Some(Slip { place: at..at + 1, message: message.to_owned(), help, label: None, guesses })
}

type Glued = (usize, &'static str, String);

fn glued_colon(line: &Line<'_>) -> Option<Glued> {
    let (start, content) = line.content();
    let content_start = content.len() - content.trim_start_matches('{').len();
    let words = &content[content_start..];
    let (key, value) = words.split_once(':')?;
    let is_key = !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
    let is_glued = !value.is_empty() && !value.starts_with([' ', '\t', '/']);
    let at = start + content_start + key.len();
    let message = "this `:` has no space behind it, so it makes no key";
    (is_key && is_glued).then(|| (at, message, format!("write `{key}: {}`", super::line::shown(value))))
}

fn glued_dash(line: &Line<'_>) -> Option<Glued> {
    let behind = line.text.trim_start_matches(' ').strip_prefix('-')?;
    let is_glued = behind.starts_with(|c: char| c.is_ascii_lowercase() || "{['\"".contains(c));
    let message = "this `-` has no space behind it, so it begins no entry of a list";
    let help = format!("write `- {}`", super::line::shown(behind.trim_end()));
    is_glued.then(|| (line.start + line.indent(), message, help))
}

#[cfg(test)]
mod tests {
    use super::super::line::line_at;
    use super::{glued_colon, glued_dash, odd_blanks};

    #[test]
    fn glued_keys_and_items_are_told_from_text() {
        assert_eq!(glued_colon(&line_at("  - part:x", 0)).map(|found| found.0), Some(8));
        assert_eq!(glued_colon(&line_at("labour:{skill: x}", 0)).map(|found| found.0), Some(6));
        for text in ["a: 1", "https://x", "a:", "'a:b'", ""] {
            assert!(glued_colon(&line_at(text, 0)).is_none(), "{text}");
        }
        assert_eq!(glued_dash(&line_at("  -item: x", 0)).map(|found| found.0), Some(2));
        for text in ["- a", "-4 mm", "---", "-"] {
            assert!(glued_dash(&line_at(text, 0)).is_none(), "{text}");
        }
    }

    #[test]
    fn odd_blanks_within_text_are_its_own() {
        let odd = |text| odd_blanks(&line_at(text, 0)).map(|found| found.0).collect::<Vec<_>>();
        assert_eq!(odd("\u{A0}\u{A0}a:\u{A0}b\u{A0}c: \u{A0}d"), [0, 2, 6]);
        assert_eq!(odd("title: Presse\u{A0}: modèle"), Vec::<usize>::new());
    }
}
