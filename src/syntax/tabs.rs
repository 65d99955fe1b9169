//! Tabs before the words of a line, where YAML wants spaces: mended if however wide they are the file says the same.

use super::build::{Parsed, read};
use super::tree::says_the_same;
use crate::diagnostic::rule_names::INVALID_YAML;
use crate::diagnostic::{Edit, Fix};
use crate::text::{FileId, Span};

/// How many spaces a tab may stand for. The first is what is written.
const WIDTHS: [usize; 4] = [2, 3, 4, 8];

/// Gives the first finding of a file that is broken by tabs the fix of all of them.
pub(super) fn mend_tabs(file: FileId, text: &str, parsed: &mut Parsed<'_>) {
    let has_tab = |start: u32| text[..start as usize].rsplit('\n').next().is_some_and(|line| line.contains('\t'));
    let is_of_tab = |start: u32| text[start as usize..].starts_with('\t') || has_tab(start);
    let found = parsed.diagnostics.iter_mut().find(|found| found.rule == INVALID_YAML);
    let Some(found) =
        found.filter(|found| text.get(found.span.start as usize..).is_some() && is_of_tab(found.span.start))
    else {
        return;
    };
    found.fix = spaced(file, text).map(Box::new);
}

/// Spaces for all tabs before the words of lines. `None` if it is unclear how many.
fn spaced(file: FileId, text: &str) -> Option<Fix> {
    let places: Vec<(usize, usize)> = indents_with_tabs(text);
    let widened = |width: usize| {
        let mut new = String::with_capacity(text.len() + places.len() * width);
        let mut at = 0;
        for (start, end) in &places {
            new.push_str(&text[at..*start]);
            new.push_str(&text[*start..*end].replace('\t', &" ".repeat(width)));
            at = *end;
        }
        new.push_str(&text[at..]);
        new
    };
    let texts: Vec<String> = WIDTHS.into_iter().map(widened).collect();
    let parsed: Vec<Parsed<'_>> = texts.iter().map(|text| parse_spaced(file, text)).collect::<Option<_>>()?;
    let (first, rest) = parsed.split_first()?;
    let same = |other: &Parsed<'_>| {
        other.documents.len() == first.documents.len()
            && other.documents.iter().zip(&first.documents).all(|(a, b)| says_the_same(&a.root, &b.root))
    };
    if places.is_empty() || !rest.iter().all(same) {
        return None;
    }
    let edit = |(start, end): &(usize, usize)| {
        let found = &text[*start..*end];
        let span = Span { file, start: *start as u32, end: *end as u32 };
        Edit { span, found: found.to_owned(), replacement: found.replace('\t', &" ".repeat(WIDTHS[0])) }
    };
    Some(Fix::safe(places.iter().map(edit)))
}

/// A text without tabs before its words, if it can be read.
fn parse_spaced(file: FileId, text: &str) -> Option<Parsed<'_>> {
    let parsed = read(file, text);
    let is_whole = parsed.damaged.is_empty() && parsed.diagnostics.iter().all(|found| found.rule != INVALID_YAML);
    is_whole.then_some(parsed)
}

/// The blanks that begin lines, where a tab is among them.
fn indents_with_tabs(text: &str) -> Vec<(usize, usize)> {
    let mut at = 0;
    let mut places = Vec::new();
    for line in text.split_inclusive('\n') {
        let words = line.len() - line.trim_start_matches([' ', '\t', '-']).len();
        // A dash begins an item: the tab behind it stands before words too.
        let indent = &line[..words];
        if indent.contains('\t') {
            places.push((at, at + words));
        }
        at += line.len();
    }
    places
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use crate::text::FileId;

    fn mended(text: &str) -> Option<String> {
        let parsed = parse(FileId(0), text);
        let fix = parsed.diagnostics.into_iter().find_map(|found| found.fix)?;
        let mut new = text.to_owned();
        for edit in fix.edits.iter().rev() {
            new.replace_range(edit.span.start as usize..edit.span.end as usize, &edit.replacement);
        }
        Some(new)
    }

    #[test]
    fn tabs_become_spaces_where_their_width_does_not_matter() {
        assert_eq!(mended("a:\n\tb: 1\n\tc:\n\t\td: 2\n").as_deref(), Some("a:\n  b: 1\n  c:\n    d: 2\n"));
        assert_eq!(mended("a:\n    b:\n\tc: 1\n"), None);
        assert_eq!(mended("a: [\n"), None);
        assert_eq!(mended("a: |\n\tx\n"), None);
    }
}
