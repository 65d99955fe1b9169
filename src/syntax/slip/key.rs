//! Lines that want to be `key: value`, and lack the colon.

use granit_parser::ErrorKind;

use super::line::{Line, line_above, line_at, lines_below, shown};
use super::{Guess, Slip, Stumble};

/// A line without its colon: at the fault, or above it where the parser took two lines for one text.
pub(super) fn fault(stumble: &Stumble<'_>) -> Option<Slip> {
    use ErrorKind as K;
    if !stumble.open.is_empty() {
        return None;
    }
    let text = stumble.text;
    let line = line_at(text, stumble.at);
    if matches!(stumble.kind, K::SimpleKeyExpected | K::InvalidSimpleKey) {
        return odd_dashes(&line).or_else(|| under_bar(text, &line)).or_else(|| without_colon(text, &line));
    }
    let above = line_above(text, &line).filter(|above| stumble.is_about_a_colon() && above.key_line().is_none())?;
    let is_deeper = line.key_line().is_some_and(|it| it.colon == stumble.at) && line.indent() >= above.indent();
    if is_deeper { without_colon(text, &above) } else { None }
}

/// Text below `key: |` that is not indented deeper than the key.
fn under_bar(text: &str, line: &Line<'_>) -> Option<Slip> {
    let above = line_above(text, line)?;
    let it = above.key_line().filter(|it| it.value.starts_with(['|', '>']) && line.indent() <= above.indent())?;
    let is_text = |below: &Line<'_>| below.key_line().is_none() || below.indent() > above.indent();
    let lines = std::iter::once(*line).chain(lines_below(text, line).take_while(is_text));
    let indent = " ".repeat(above.indent() + 2 - line.indent());
    let edits = lines.filter(|line| !line.text.trim().is_empty()).map(|line| (line.start..line.start, indent.clone()));
    let (start, content) = line.content();
    Some(Slip {
        place: start..start + content.len(),
        message: format!("the text of `{}` must be indented deeper than its key", it.key),
        help: format!("begin its lines with {} spaces", above.indent() + 2),
        label: Some((it.key_place(), "its key".to_owned())),
        guesses: vec![Guess::maybe(edits.collect::<Vec<_>>())],
    })
}

/// A line of more words than this is rather a text that goes on.
const MOST_WORDS: usize = 4;

/// `--` or `----` where documents are parted.
fn odd_dashes(line: &Line<'_>) -> Option<Slip> {
    let content = line.text.trim_end();
    let is_odd = content.len() > 1 && content.len() != 3 && content.chars().all(|c| matches!(c, '-' | '–' | '—'));
    is_odd.then(|| Slip {
        place: line.start..line.start + content.len(),
        message: "the line between two documents is three dashes".to_owned(),
        help: "write `---`".to_owned(),
        label: None,
        guesses: vec![Guess::sure([(line.start..line.start + content.len(), "---".to_owned())])],
    })
}

fn without_colon(text: &str, line: &Line<'_>) -> Option<Slip> {
    let (start, content) = line.content();
    let end = start + content.len();
    let word_end = content.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-')).unwrap_or(content.len());
    let (word, rest) = content.split_at(word_end);
    let is_key = word.starts_with(|c: char| c.is_ascii_lowercase());
    let value = rest.trim_start();
    let slip = |message: &str, help: String, guesses| {
        Some(Slip { place: start..end, message: message.to_owned(), help, label: None, guesses })
    };
    if let Some(value) = value.strip_prefix('=').map(str::trim_start).filter(|_| is_key) {
        let guess = Guess::sure([(start + word_end..end - value.len(), ": ".to_owned())]);
        let help = format!("write `{word}: {}`", shown(value));
        return slip("found `=` where a key ends with `:`", help, vec![guess]);
    }
    let is_missing = is_key && (rest.is_empty() || rest.starts_with(' '));
    let meant = if value.is_empty() { format!("{word}:") } else { format!("{word}: {}", shown(value)) };
    let with_colon = Guess::maybe([(start + word_end..start + word_end, ":".to_owned())]);
    let above = line_above(text, line).and_then(|above| Some((above.indent(), above.key_line()?)));
    let above = above.filter(|(indent, it)| !it.value.is_empty() && *indent == line.indent() && rest.contains(' '));
    let more = above.map(|(_, it)| {
        let is_text = |below: &Line<'_>| below.key_line().is_none() && below.indent() == line.indent();
        let lines = std::iter::once(*line).chain(lines_below(text, line).take_while(is_text));
        (it.key, Guess::maybe(lines.map(|line| (line.start..line.start, "  ".to_owned())).collect::<Vec<_>>()))
    });
    let message = "expected `key: value`; this line has no `:` behind its key";
    match more {
        Some((key, goes_on)) if content.split(' ').count() > MOST_WORDS || !is_missing => {
            let message = "expected `key: value`; this line has no `:`";
            slip(message, format!("if it goes on with the text of `{key}`, indent it deeper than that"), vec![goes_on])
        }
        Some((key, goes_on)) => {
            let help =
                format!("write `{meant}`; or, if it goes on with the text of `{key}`, indent it deeper than that");
            slip(message, help, vec![with_colon, goes_on])
        }
        None if is_missing => slip(message, format!("write `{meant}`"), vec![with_colon]),
        None if content.is_empty() => None,
        None => slip(message, "write `key: value`".to_owned(), Vec::new()),
    }
}
