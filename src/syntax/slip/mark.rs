//! Entries of lists that begin with another mark than `-`: `– item`, `• item`, as word processors make them.

use super::line::{Line, line_above, line_at};
use super::{Guess, Slip, Stumble};

/// Characters that begin an entry on a printed page, and their names.
const MARKS: [(char, &str); 8] = [
    ('–', "an en dash"),
    ('—', "an em dash"),
    ('−', "a minus sign"),
    ('‐', "a hyphen of typesetters"),
    ('‑', "a hyphen of typesetters"),
    ('•', "a bullet"),
    ('·', "a dot"),
    ('*', "an asterisk"),
];

/// Such a line, where the parser stumbles over it or over the one behind it.
pub(super) fn of_list(stumble: &Stumble<'_>) -> Option<Slip> {
    if !stumble.open.is_empty() {
        return None;
    }
    let text = stumble.text;
    let line = line_at(text, stumble.at);
    let (at, mark, name) =
        [Some(line), line_above(text, &line)].into_iter().flatten().find_map(|line| mark_of(&line))?;
    let lines = text.split_inclusive('\n').scan(0, |start, text| {
        let line = Line { start: *start, text: text.trim_end_matches(['\n', '\r']) };
        *start += text.len();
        Some(line)
    });
    let alike = lines.filter_map(|line| mark_of(&line)).filter(|(_, other, _)| *other == mark);
    let guess = Guess::sure(alike.map(|(at, mark, _)| (at..at + mark.len_utf8(), "-".to_owned())).collect::<Vec<_>>());
    Some(Slip {
        place: at..at + mark.len_utf8(),
        message: format!("found `{mark}`, {name}, where an entry of a list begins with `-`"),
        help: "write `-`, the key beside the zero; word processors turn it into other characters".to_owned(),
        label: None,
        guesses: vec![guess],
    })
}

/// Where the mark stands that begins an entry with a key.
fn mark_of(line: &Line<'_>) -> Option<(usize, char, &'static str)> {
    let words = &line.text[line.indent()..];
    let (mark, name) = MARKS.into_iter().find(|(mark, _)| words.starts_with(*mark))?;
    let rest = words[mark.len_utf8()..].strip_prefix(' ')?.trim_start();
    let key = rest.trim_start_matches('{').split_once(':')?.0;
    let is_key = !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    is_key.then_some((line.start + line.indent(), mark, name))
}
