//! Reading on behind faults of syntax: where it is likely what was meant, the text is read as if it said so, so that one run tells
//! all faults of a file, and what else is wrong in it.
//!
//! The file itself is not changed, and what is found has its places in it. A guess is kept only if the parser gets further with
//! it than without; of several, the one with which it gets furthest.

use super::build::{Parsed, Reading, read};
use super::decimal::join_numbers;
use super::fault::{Fault, Guess};
use super::plain::read_plain;
use super::rewritten::Rewritten;
use super::slip::mend_all_tabs;
use super::tree::says_the_same;
use crate::diagnostic::rule_names::INVALID_YAML;
use crate::diagnostic::{Diagnostic, Edit, Fix};
use crate::text::{FileId, Span};

/// So many faults of a file are read over at most.
const MOST_FAULTS: usize = 50;

/// So many bytes are read again at most: of a large file that is full of faults, less is told.
const MOST_BYTES: usize = 4 << 20;

/// Parses all documents of `text`.
pub fn parse(file: FileId, text: &str) -> Parsed<'_> {
    let mut parsed = parse_on(file, text);
    join_numbers(&mut parsed, text);
    parsed
}

fn parse_on(file: FileId, text: &str) -> Parsed<'_> {
    if let Some(parsed) = read_plain(file, text) {
        return parsed;
    }
    let first = read(file, text);
    if first.faults.is_empty() {
        return first.parsed;
    }
    let mut current = Rewritten::unchanged(text);
    let mut told: Vec<Diagnostic> = Vec::new();
    let mut bytes_left = MOST_BYTES;
    // The faults in the current text; all up to `settled`, a byte of it, were dealt with.
    let mut settled = None;
    let mut faults = read(file, text).faults;
    while told.len() < MOST_FAULTS {
        let is_new = |fault: &Fault| settled.is_none_or(|settled| fault.at > settled);
        let Some(index) = faults.iter().position(is_new) else { break };
        let Some(step) = best_step(file, &current, &faults, index, &mut bytes_left) else {
            settled = Some(faults[index].at);
            continue;
        };
        told.push(with_fix(file, text, &current, faults.swap_remove(index), &step.guess));
        (settled, faults, current) = (step.settled, step.faults, step.rewritten);
    }
    if told.is_empty() {
        return joined(first);
    }
    let reading = read(file, &current.text);
    let parsed = joined(reading);
    told.extend(parsed.diagnostics.into_iter().map(|found| current.diagnostic(found)));
    Parsed {
        documents: parsed.documents.into_iter().map(|document| current.document(document)).collect(),
        damaged: parsed.damaged.into_iter().map(|span| current.span(span)).collect(),
        diagnostics: told,
    }
}

/// A reading with its faults among its findings.
fn joined(reading: Reading<'_>) -> Parsed<'_> {
    let Reading { mut parsed, faults } = reading;
    let of_faults = faults.into_iter().map(|fault| fault.diagnostic);
    parsed.diagnostics = of_faults.chain(std::mem::take(&mut parsed.diagnostics)).collect();
    parsed
}

/// A guess that led further.
struct Step {
    guess: Guess,
    rewritten: Rewritten,
    faults: Vec<Fault>,
    /// The last byte that was dealt with.
    settled: Option<usize>,
}

/// The guess at a fault with which the parser gets furthest, if any brings it further at all.
fn best_step(
    file: FileId,
    current: &Rewritten,
    faults: &[Fault],
    index: usize,
    bytes_left: &mut usize,
) -> Option<Step> {
    let fault = &faults[index];
    let mut best: Option<(usize, Step)> = None;
    for guess in &fault.guesses {
        *bytes_left = bytes_left.checked_sub(current.text.len())?;
        let Some(rewritten) = current.with(guess) else { continue };
        let left = read(file, &rewritten.text).faults;
        // The ones that were given up are still there, and stay before it. To compare guesses, what is left of the text counts.
        let Some(next) = left.get(index).map(|next| rewritten.text.len() - next.at).or(Some(0)) else { continue };
        let rest = current.text.len().saturating_sub(fault.at);
        let is_further = left.len() >= index && next < rest;
        if is_further && best.as_ref().is_none_or(|(least, _)| next < *least) {
            let settled = rewritten.text.len().checked_sub(rest + 1);
            best = Some((next, Step { guess: guess.clone(), rewritten, faults: left, settled }));
        }
    }
    best.map(|(_, step)| step)
}

/// What is told of a fault, at its places in the file, with the guess as its fix.
fn with_fix(file: FileId, text: &str, current: &Rewritten, fault: Fault, guess: &Guess) -> Diagnostic {
    let whole = |text: &str| {
        let Reading { parsed, faults } = read(file, text);
        faults.is_empty() && parsed.diagnostics.iter().all(|found| found.rule != INVALID_YAML)
    };
    let is_same = |a: &str, b: &str| {
        let (a, b) = (read(file, a).parsed.documents, read(file, b).parsed.documents);
        a.len() == b.len() && a.iter().zip(&b).all(|(a, b)| says_the_same(&a.root, &b.root))
    };
    let is_of_tabs = fault.diagnostic.message.contains("a tab");
    let sure_tabs = if is_of_tabs { mend_all_tabs(&current.text, is_same, whole) } else { None };
    let guess = sure_tabs.as_ref().unwrap_or(guess);
    let edits = guess.edits.iter().map(|(range, replacement)| {
        let place = current.origin_of(range);
        let found = text.get(place.clone()).unwrap_or_default().to_owned();
        let span = Span { file, start: place.start as u32, end: place.end as u32 };
        Edit { span, found, replacement: replacement.clone() }
    });
    let fix = if guess.is_sure { Fix::safe(edits) } else { Fix::suggested(edits) };
    current.diagnostic(fault.diagnostic).with_fix(Some(fix))
}
