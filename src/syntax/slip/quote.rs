//! Text that wants quotes, and quotes that do not end where they should.

use std::ops::Range;

use granit_parser::ErrorKind;

use super::line::{KeyLine, Line, line_at, quoted, shown};
use super::{Guess, Slip, Stumble};

/// `title: Steel: the mild sort`.
pub(super) fn holds_colon(stumble: &Stumble<'_>) -> Option<Slip> {
    if !stumble.is_about_a_colon() || !stumble.open.is_empty() {
        return None;
    }
    let line = line_at(stumble.text, stumble.at);
    let it = line.key_line().filter(|it| it.colon < stumble.at && it.value_start <= stumble.at)?;
    if let Some(slip) = fields_in_a_line(&line, &it, stumble.at) {
        return Some(slip);
    }
    let typographic = it.value.strip_prefix('“').and_then(|text| text.strip_suffix('”'));
    let text = typographic.unwrap_or(it.value);
    let end = it.value_start + it.value.len();
    let message = match typographic {
        Some(_) => format!("the text of `{}` holds `: `, and the quotes “ ” around it mean nothing to YAML", it.key),
        None => format!("the text of `{}` holds `: `, which YAML reads as the end of another key", it.key),
    };
    let dashes = dashes_of(&line);
    Some(Slip {
        place: stumble.at..stumble.at + 1,
        message,
        help: format!("put the text in quotes: `{dashes}{}: {}`", it.key, shown_quoted(text)),
        label: None,
        guesses: vec![Guess::sure([(it.value_start..end, quoted(text))])],
    })
}

/// `- item: bolt, quantity: 4`, which are two fields without their braces.
fn fields_in_a_line(line: &Line<'_>, it: &KeyLine<'_>, colon: usize) -> Option<Slip> {
    let before = it.value.get(..colon - it.value_start)?;
    let word = before.rsplit_once(", ")?.1;
    let is_word = !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
    let end = it.value_start + it.value.len();
    let fields = line.text.get(it.key_start - line.start..end - line.start)?;
    let is_plain = !fields.contains(['{', '}', '[', ']', '"', '\'', '#']);
    (is_word && is_plain).then(|| Slip {
        place: colon - word.len()..colon,
        message: format!("`{word}` begins a second field in the line of `{}`", it.key),
        help: format!(
            "put both in braces: `{}{{{}}}`; or give each field a line of its own",
            dashes_of(line),
            shown(fields)
        ),
        label: None,
        guesses: vec![Guess::maybe([(it.key_start..it.key_start, "{".to_owned()), (end..end, "}".to_owned())])],
    })
}

/// Text that begins with a character which YAML keeps for itself.
pub(super) fn reserved_first(stumble: &Stumble<'_>) -> Option<Slip> {
    let line = line_at(stumble.text, stumble.at);
    let (start, value) = line.value();
    let is_first = start == stumble.at && stumble.open.is_empty();
    let first = value.chars().next().filter(|first| is_first && matches!(first, '@' | '`' | '%' | '!' | '&' | '*'))?;
    Some(Slip {
        place: start..start + 1,
        message: format!("unquoted text cannot begin with `{first}`"),
        help: format!("put it in quotes: `{}`", shown_quoted(value)),
        label: None,
        guesses: vec![Guess::sure([(start..start + value.len(), quoted(value))])],
    })
}

/// Something behind a value that was at its end: `"3" pipe`, `[a] b`, `*a* b`, `[],`.
pub(super) fn text_goes_on(stumble: &Stumble<'_>) -> Option<Slip> {
    use ErrorKind as K;
    if matches!(stumble.kind, K::CommentNotSeparated | K::CommentInterceptedScalar) {
        return missing_blank_before_comment(stumble);
    }
    let is_behind_quotes =
        matches!(stumble.kind, K::InvalidTrailingSingleQuotedScalar | K::InvalidTrailingDoubleQuotedScalar);
    if !is_behind_quotes && !stumble.is_about_indentation() || !stumble.open.is_empty() {
        return None;
    }
    let line = line_at(stumble.text, stumble.at);
    let (start, value) = line.value();
    if !value.starts_with(['"', '\'', '[', '{', '*', '&', '!']) || stumble.at <= start {
        return None;
    }
    let end = start + value.len();
    let rest = stumble.text.get(stumble.at..end)?.trim_end();
    if matches!(rest, "," | ";") {
        return Some(Slip {
            place: stumble.at..stumble.at + 1,
            message: format!("found `{rest}` behind a value that is complete"),
            help: "take it out: the end of the line ends the value".to_owned(),
            label: None,
            guesses: vec![Guess::sure([(stumble.at..end, String::new())])],
        });
    }
    let first = value.chars().next().unwrap_or('"');
    let inner = value.strip_prefix(first).and_then(|inner| inner.strip_suffix(first)).filter(|_| is_behind_quotes);
    let text = inner.unwrap_or(value);
    let message = match first {
        '"' | '\'' => format!("the text in quotes ends at its second `{first}`, and `{}` follows", shown(rest)),
        '[' | '{' => format!("`{}` follows behind a value that is complete", shown(rest)),
        _ => format!("unquoted text cannot begin with `{first}`"),
    };
    let place = if matches!(first, '*' | '&' | '!') { start..start + 1 } else { stumble.at..stumble.at + rest.len() };
    Some(Slip {
        place,
        message,
        help: format!("if all of it is text, write `{}`", shown_quoted(text)),
        label: None,
        guesses: vec![Guess::maybe([(start..end, quoted(text))])],
    })
}

fn missing_blank_before_comment(stumble: &Stumble<'_>) -> Option<Slip> {
    let at = stumble.at;
    stumble.text.get(at..).filter(|rest| rest.starts_with('#'))?;
    Some(Slip {
        place: at..at + 1,
        message: "a `#` begins a comment only behind a space".to_owned(),
        help: "put a space before it; or, if it belongs to the text, put it within the quotes".to_owned(),
        label: None,
        guesses: vec![Guess::maybe([(at..at, " ".to_owned())])],
    })
}

/// Quotes that are never closed, or only in a line that does not belong to the value any more.
pub(super) fn unclosed(stumble: &Stumble<'_>) -> Option<Slip> {
    use ErrorKind as K;
    const MOST_LINES: usize = 200;
    let is_unclosed = matches!(
        stumble.kind,
        K::UnclosedQuotedScalar | K::InvalidQuotedScalarIndent | K::DocumentIndicatorInQuotedScalar
    );
    if !is_unclosed {
        return None;
    }
    let text = stumble.text;
    let mut line = line_at(text, stumble.at.saturating_sub(usize::from(stumble.at == text.len())));
    let last = line;
    for _ in 0..MOST_LINES {
        if let Some(open) = open_quote(&line) {
            return Some(unclosed_at(text, &line, &last, open));
        }
        line = line_at(text, line.start.checked_sub(1)?);
    }
    None
}

fn unclosed_at(text: &str, line: &Line<'_>, last: &Line<'_>, open: usize) -> Slip {
    let quote = text[open..].chars().next().unwrap_or('"');
    let content = line.text.trim_end();
    let end = line.start + content.len();
    let mut guesses = vec![Guess::maybe([(end..end, quote.to_string())])];
    let goes_on = last.start > line.start && last.text.trim_end().ends_with(quote) && !last.text.contains(": ");
    if goes_on {
        let indent = " ".repeat((line.indent() + 2).saturating_sub(last.indent()));
        guesses.insert(0, Guess::maybe([(last.start..last.start, indent)]));
    }
    let help = if goes_on {
        "indent the lines that go on with the text deeper than its key".to_owned()
    } else {
        format!("put a `{quote}` at the end of the text: `{}{quote}`", shown(&text[open..end]))
    };
    Slip {
        place: open..open + 1,
        message: format!("the text that begins at this `{quote}` is never closed"),
        help,
        label: None,
        guesses,
    }
}

/// The quote of a line that begins a text which does not end in it.
fn open_quote(line: &Line<'_>) -> Option<usize> {
    let mut open: Option<(usize, char)> = None;
    let mut before = ' ';
    let mut words_before = ':';
    let mut letters = line.text.char_indices().peekable();
    while let Some((at, c)) = letters.next() {
        match open {
            Some((_, '"')) if c == '\\' => drop(letters.next()),
            Some((_, '\'')) if c == '\'' && letters.peek().is_some_and(|(_, next)| *next == '\'') => {
                letters.next();
            }
            Some((_, quote)) if c == quote => open = None,
            Some(_) => {}
            None if matches!(c, '"' | '\'') && ":-[{,".contains(words_before) => open = Some((at, c)),
            None if c == '#' && before == ' ' => break,
            None => {}
        }
        before = c;
        if c != ' ' {
            words_before = c;
        }
    }
    open.map(|(at, _)| line.start + at)
}

/// A backslash within `"…"` that begins no escape.
pub(super) fn escape(stumble: &Stumble<'_>) -> Option<Slip> {
    use ErrorKind as K;
    let is_escape = matches!(
        stumble.kind,
        K::UnknownQuotedScalarEscape | K::InvalidQuotedScalarHexEscape | K::InvalidUnicodeEscape
    );
    let line = line_at(stumble.text, stumble.at);
    let (start, value) = line.value();
    let inner = value.strip_prefix('"').and_then(|inner| inner.strip_suffix('"'));
    let guess = inner
        .filter(|inner| !inner.contains(['\'', '"']))
        .map(|inner| Guess::maybe([(start..start + value.len(), format!("'{inner}'"))]));
    let at = backslash_near(&line, stumble.at).filter(|_| is_escape)?;
    let help = match inner.filter(|_| guess.is_some()) {
        Some(inner) => format!("write it between single quotes, where a backslash is itself: `'{}'`", shown(inner)),
        None => "write `\\\\` for a backslash, or put the text between single quotes".to_owned(),
    };
    Some(Slip {
        place: at..at + 1,
        message: "within `\"…\"` a backslash begins an escape, and there is none like this".to_owned(),
        help,
        label: None,
        guesses: guess.into_iter().collect(),
    })
}

fn backslash_near(line: &Line<'_>, at: usize) -> Option<usize> {
    let up_to = (at + 1).checked_sub(line.start)?;
    let found: Range<usize> = 0..line.text.len().min(up_to);
    let found = line.text.get(found).unwrap_or(line.text).rfind('\\').or_else(|| line.text.find('\\'))?;
    Some(line.start + found)
}

fn shown_quoted(text: &str) -> String {
    let cut = shown(text);
    quoted(&cut)
}

fn dashes_of(line: &Line<'_>) -> String {
    "- ".repeat(line.dashes().len())
}
