//! Tabs before the words of a line, where YAML wants spaces.

use std::ops::Range;

use granit_parser::ErrorKind;

use super::line::{Line, line_at, lines_below};
use super::{Guess, Slip, Stumble};

/// How many spaces a tab may stand for. The first is what is written where it does not matter.
const WIDTHS: [usize; 4] = [2, 4, 8, 3];

/// A tab in the indentation of the line at the fault, or of the next one with words: there the parser has looked already.
pub(super) fn in_indent(stumble: &Stumble<'_>) -> Option<Slip> {
    use ErrorKind as K;
    let text = stumble.text;
    let line = line_at(text, stumble.at);
    let is_of_tab = matches!(
        stumble.kind,
        K::TabNotAllowed
            | K::TabInBlockIndentation
            | K::TabAtBlockScalarStart
            | K::TabInIndentation
            | K::TabInPlainScalar
            | K::InvalidMappingValueWhitespace
    );
    // Within brackets, tabs do no harm.
    if !is_of_tab && !stumble.open.is_empty() {
        return None;
    }
    let next = lines_below(text, &line).find(Line::has_words).filter(|_| is_of_tab);
    let in_indent = [Some(line), next].into_iter().flatten().find_map(|line| tab_in_indent(&line));
    let within = || {
        let tab = line.text.find('\t').filter(|_| is_of_tab)?;
        Some((line.start + tab, vec![Guess::maybe([(line.start + tab..line.start + tab + 1, " ".to_owned())])]))
    };
    let (at, guesses) = match in_indent {
        Some(at) => (at, WIDTHS.iter().filter_map(|width| widened(text, *width)).collect()),
        None => within()?,
    };
    Some(Slip {
        place: at..at + 1,
        message: "found a tab where YAML wants spaces".to_owned(),
        help: "indent with spaces, two a level; most editors can write them when you press Tab".to_owned(),
        label: None,
        guesses,
    })
}

/// What mends all tabs of a text: only if however wide they are taken, each reading that is whole is the same.
pub(in crate::syntax) fn mend_all(
    text: &str,
    is_same_reading: impl Fn(&str, &str) -> bool,
    is_whole: impl Fn(&str) -> bool,
) -> Option<Guess> {
    let guesses: Vec<(Guess, String)> = WIDTHS
        .iter()
        .filter_map(|width| {
            let guess = widened(text, *width)?;
            let new = applied(text, &guess);
            is_whole(&new).then_some((guess, new))
        })
        .collect();
    let (first, rest) = guesses.split_first()?;
    rest.iter().all(|other| is_same_reading(&first.1, &other.1)).then(|| Guess { is_sure: true, ..first.0.clone() })
}

fn applied(text: &str, guess: &Guess) -> String {
    let mut new = String::with_capacity(text.len() * 2);
    let mut at = 0;
    for (range, replacement) in &guess.edits {
        new.push_str(&text[at..range.start]);
        new.push_str(replacement);
        at = range.end;
    }
    new.push_str(&text[at..]);
    new
}

fn tab_in_indent(line: &Line<'_>) -> Option<usize> {
    let words = line.text.trim_start_matches([' ', '\t', '-']);
    line.text[..line.text.len() - words.len()].find('\t').map(|tab| line.start + tab)
}

/// Spaces for all tabs before the words of lines. `None` if there are none.
fn widened(text: &str, width: usize) -> Option<Guess> {
    let edits: Vec<(Range<usize>, String)> = indents_with_tabs(text)
        .into_iter()
        .map(|place| (place.clone(), text[place].replace('\t', &" ".repeat(width))))
        .collect();
    (!edits.is_empty()).then(|| Guess::maybe(edits))
}

/// The blanks that begin lines, where a tab is among them.
fn indents_with_tabs(text: &str) -> Vec<Range<usize>> {
    let mut at = 0;
    let mut places = Vec::new();
    for line in text.split_inclusive('\n') {
        // A dash begins an item: the tab behind it stands before words too.
        let words = line.len() - line.trim_start_matches([' ', '\t', '-']).len();
        if line[..words].contains('\t') {
            places.push(at..at + words);
        }
        at += line.len();
    }
    places
}
