//! A licence that is no SPDX expression: each bad part, at its place in the text.

use std::ops::Range;

use spdx::error::Reason;
use spdx::{Expression, ParseMode};

use super::license_terms::{current, meant};
use crate::catalog::Catalog;
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::lint::Lint;
use crate::lint::rule::{Check, Rule};
use crate::text::{Sources, Span, Spanned};

/// Reads the licences of the manifest and of all plans.
pub static RULE: Rule = Rule {
    name: "invalid-license",
    severity: Severity::Error,
    page: include_str!("invalid_license.md"),
    check: Check::Here(find),
};

/// Old identifiers of the list are fine, except those of GNU, which leave open whether later versions will do.
const MODE: ParseMode = ParseMode { allow_deprecated: true, ..ParseMode::STRICT };

/// What to write if nothing similar is known.
const OPEN_LICENSES: &str = "write an identifier of https://spdx.org/licenses, such as `CERN-OHL-S-2.0` for hardware, \
     `CC-BY-SA-4.0` for documentation or `GPL-3.0-or-later` for software";

fn find(lint: &Lint<'_>) -> Vec<Diagnostic> {
    expressions(lint.catalog).flat_map(|text| faults(lint.sources, text)).collect()
}

/// All licence expressions of a repository.
pub(super) fn expressions(catalog: &Catalog) -> impl Iterator<Item = &Spanned<String>> {
    let manifest = catalog.repository.iter().flat_map(|repository| repository.license.expressions());
    manifest.chain(catalog.plans.iter().flat_map(|plan| plan.license.expressions()))
}

/// The expression of a text, if it is one.
pub(in crate::lint) fn parse(text: &str) -> Option<Expression> {
    if operands(text).iter().any(|range| fault_of(&text[range.clone()]).is_some()) {
        return None;
    }
    Expression::parse_mode(text, MODE).ok()
}

/// A range of a scalar's text as a place in its file: the whole scalar where escapes or folds have moved the text.
pub(super) fn place(sources: &Sources, text: &Spanned<String>, range: &Range<usize>) -> Span {
    let written = sources.text(text.span);
    let verbatim = written.find(&text.value).filter(|at| *at <= 1);
    verbatim.map_or(text.span, |at| text.span.slice(at + range.start, at + range.end))
}

fn faults(sources: &Sources, text: &Spanned<String>) -> Vec<Diagnostic> {
    let finding = |range: &Range<usize>, (message, help): (String, String)| {
        let (place, written) = (place(sources, text, range), &text.value[range.clone()]);
        let fix = respelled(written).filter(|_| sources.text(place) == written);
        let fix = fix.and_then(|id| Fix::of_words(place, written, id, true));
        Diagnostic::error(RULE.name, place, message).with_help(help).with_fix(fix)
    };
    let bad = operands(&text.value)
        .into_iter()
        .filter_map(|range| Some(finding(&range, fault_of(&text.value[range.clone()])?)));
    let bad: Vec<Diagnostic> = bad.collect();
    if !bad.is_empty() {
        return bad;
    }
    match Expression::parse_mode(&text.value, MODE) {
        Ok(_) => Vec::new(),
        Err(error) => {
            let (range, words) = structure(&text.value, &error.reason, error.span);
            vec![finding(&range, words)]
        }
    }
}

/// The identifier of the list that is written with the same letters and digits: `cc by-sa 4.0` is `CC-BY-SA-4.0`. Whatever goes
/// further is the author's to decide.
fn respelled(written: &str) -> Option<&'static str> {
    let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase();
    // Of `1.1` and `11` only one is meant.
    let digits = |text: &str| {
        text.split(|c: char| !c.is_ascii_digit()).filter(|run| !run.is_empty()).map(str::to_owned).collect::<Vec<_>>()
    };
    let ids = spdx::identifiers::LICENSES.iter().map(|license| license.name);
    let mut same = ids.filter(|id| letters(id) == letters(written) && digits(id) == digits(written));
    let id = same.next()?;
    (same.next().is_none() && fault_of(id).is_none()).then_some(id)
}

/// What is wrong with one licence of an expression (perhaps with its exception), and what to write.
fn fault_of(name: &str) -> Option<(String, String)> {
    let (license, exception) = match split_word(name, "with") {
        Some((license, exception)) => (license, Some(exception)),
        None => (name, None),
    };
    if let Some(exception) =
        exception.filter(|exception| spdx::exception_id(exception).is_none() && !exception.contains("AdditionRef-"))
    {
        let close = spdx::identifiers::EXCEPTIONS.iter().map(|known| known.name);
        let help = crate::schema::closest(exception, close).map_or_else(
            || "see https://spdx.org/licenses/exceptions-index.html".to_owned(),
            |close| format!("did you mean `{close}`?"),
        );
        return Some((format!("there is no SPDX exception `{exception}`"), help));
    }
    if license.starts_with("LicenseRef-") || license.starts_with("DocumentRef-") {
        return None;
    }
    let plain = license.strip_suffix('+').unwrap_or(license);
    if let Some(id) = spdx::license_id(plain) {
        let wanted = current(license);
        let is_vague = id.is_gnu() && (id.is_deprecated() || license.ends_with('+'));
        return is_vague.then(|| {
            let only = wanted.replace("-or-later", "-only");
            let message = format!("`{license}` does not say whether later versions of the licence will do");
            (message, format!("write `{wanted}`, or `{only}`"))
        });
    }
    let help = match meant(license) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => OPEN_LICENSES.to_owned(),
    };
    Some((format!("there is no SPDX licence `{license}`"), help))
}

/// What is wrong with how an expression is put together.
fn structure(text: &str, reason: &Reason, span: Range<usize>) -> (Range<usize>, (String, String)) {
    let part = text.get(span.clone()).unwrap_or("").trim();
    let (message, help) = match reason {
        Reason::Empty => ("expected a licence; found nothing".to_owned(), OPEN_LICENSES.to_owned()),
        Reason::UnclosedParens => ("this `(` is never closed".to_owned(), "put a `)` at its end".to_owned()),
        Reason::UnopenedParens => {
            ("this `)` was never opened".to_owned(), "put a `(` before it, or delete it".to_owned())
        }
        _ if part.is_empty() => (
            "the expression ends too early: expected a licence".to_owned(),
            "name a licence, or delete the `AND`, `OR` or `WITH`".to_owned(),
        ),
        _ => (
            format!("`{part}` does not fit here"),
            "join licences by `AND` (both count) or `OR` (either will do)".to_owned(),
        ),
    };
    let range = if span.is_empty() || span.end > text.len() { 0..text.len() } else { span };
    (range, (message, help))
}

/// The licences of an expression, each with its exception: what stands between `AND`, `OR` and parentheses.
fn operands(text: &str) -> Vec<Range<usize>> {
    let mut operands = Vec::new();
    let mut start: Option<usize> = None;
    let mut end = 0;
    let mut take = |start: &mut Option<usize>, end: usize| operands.extend(start.take().map(|start| start..end));
    for (at, word) in words_and_parentheses(text) {
        if matches!(word, "(" | ")") || word.eq_ignore_ascii_case("and") || word.eq_ignore_ascii_case("or") {
            take(&mut start, end);
        } else {
            start.get_or_insert(at);
            end = at + word.len();
        }
    }
    take(&mut start, end);
    operands
}

fn words_and_parentheses(text: &str) -> Vec<(usize, &str)> {
    let mut words = Vec::new();
    let mut start = 0;
    for (at, c) in text.char_indices() {
        if c.is_whitespace() || matches!(c, '(' | ')') {
            words.push((start, &text[start..at]));
            start = at + c.len_utf8();
            if !c.is_whitespace() {
                words.push((at, &text[at..start]));
            }
        }
    }
    words.push((start, &text[start..]));
    words.retain(|(_, word)| !word.is_empty());
    words
}

/// What stands before and behind a word.
fn split_word<'t>(text: &'t str, word: &str) -> Option<(&'t str, &'t str)> {
    let (at, found) = words_and_parentheses(text).into_iter().find(|(_, found)| found.eq_ignore_ascii_case(word))?;
    Some((text[..at].trim(), text[at + found.len()..].trim())).filter(|(before, _)| !before.is_empty())
}

#[cfg(test)]
mod tests {
    use super::{fault_of, operands, parse};

    #[test]
    fn operands_keep_their_places() {
        let text = "(MIT OR CC BY 4.0) and Apache-2.0 WITH SHL-2.1";
        let parts: Vec<&str> = operands(text).into_iter().map(|range| &text[range]).collect();
        assert_eq!(parts, ["MIT", "CC BY 4.0", "Apache-2.0 WITH SHL-2.1"]);
    }

    #[test]
    fn licences_of_hardware_are_known() {
        for text in [
            "CERN-OHL-S-2.0",
            "CERN-OHL-W-2.0",
            "CERN-OHL-P-2.0",
            "CERN-OHL-1.2",
            "TAPR-OHL-1.0",
            "Apache-2.0 WITH SHL-2.1",
            "SHL-0.51",
        ] {
            assert!(parse(text).is_some(), "{text}");
        }
    }

    #[test]
    fn an_old_gnu_name_is_vague() {
        for text in ["GPL-3.0", "GPL-3.0+", "LGPL-2.1", "GPL-3.0-only+"] {
            assert!(fault_of(text).is_some_and(|(message, _)| message.contains("later versions")), "{text}");
        }
        assert_eq!(fault_of("Apache-2.0+"), None);
    }
}
