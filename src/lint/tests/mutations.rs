//! Ten thousand broken repositories: nothing panics or hangs, and what is told has its place in the file.
//!
//! Each is a few documents of the correct repository, with one to four changes such as slips of the pen, of the editor and of git
//! leave behind, made to the text as it stands or line by line.

use std::collections::BTreeMap;

use proptest::prelude::Rng;
use proptest::test_runner::{RngAlgorithm, TestRng};
use rayon::prelude::*;

use super::checked;
use crate::diagnostic::Diagnostic;
use crate::emit;
use crate::lint::Checked;
use crate::lint::fix::mend;
use crate::text::Span;
use crate::world::MemoryWorld;

const REPOSITORIES: usize = 10_000;

/// Of so many repositories, one is drawn for people too, and one is mended.
const DRAWN: usize = 20;
const MENDED: usize = 100;

/// What is put in, or put in the place of something.
const PIECES: &[&str] = &[
    ":",
    ": ",
    "-",
    "- ",
    "[",
    "]",
    "{",
    "}",
    "\"",
    "'",
    "#",
    " #",
    "&a",
    "*a",
    "!a",
    "|",
    ">",
    "@",
    "%",
    "`",
    "?",
    ",",
    "\t",
    "\u{A0}",
    "\u{FEFF}",
    "\u{200B}",
    "\u{202E}",
    "\u{2028}",
    "\r",
    "\n",
    "\n\n",
    "\n---\n",
    "\n...\n",
    "\0",
    "é",
    "°",
    "😀",
    "“",
    "”",
    "−",
    "<<: *x",
    "<<<<<<< HEAD\n",
    "=======\n",
    ">>>>>>> b\n",
    "~",
    "null",
    "true",
    "0",
    "-1",
    "1e308",
    "1e999",
    "NaN",
    ".inf",
    "1,5",
    "1.10",
    "0x1F",
    "1_000",
    "99999999999999999999",
    "kg",
    "Kg",
    "mm",
    "USD",
    "$5",
    "3/8 in",
    "m²",
    "https://a.b/c",
    "[x](part:y)",
    "![](z.png)",
    "../../../etc",
    "part:",
    "quantity=",
    "kind: plan\n",
    "id: press\n",
    "id: [\n",
    "a: b: c\n",
];

/// Chance that is the same in every run.
struct Dice(TestRng);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0.next_u32() as usize % limit.max(1)
    }

    fn piece(&mut self) -> &'static str {
        PIECES[self.below(PIECES.len())]
    }

    /// A place between two characters.
    fn place(&mut self, text: &str) -> usize {
        let mut at = self.below(text.len() + 1);
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    }
}

/// The documents of the correct repository: its files, those of several documents in parts.
fn documents() -> Vec<(&'static str, String)> {
    let files = super::breaks::CORRECT.split("# file: ").skip(1).filter_map(|file| file.split_once('\n'));
    let parts = |(path, text): (&'static str, &'static str)| {
        text.split("---\n").map(move |part| (path, part.to_owned())).collect::<Vec<_>>()
    };
    files.flat_map(parts).collect()
}

/// One change of a text.
fn mutate(text: &mut String, dice: &mut Dice) {
    let lines: Vec<String> = text.split_inclusive('\n').map(str::to_owned).collect();
    let line = dice.below(lines.len());
    let mut lines = lines;
    match dice.below(14) {
        0 => text.insert_str(dice.place(text), dice.piece()),
        1 | 2 => {
            let (a, b) = (dice.place(text), dice.place(text));
            let end = b.max(a).min(a.min(b) + 1 + dice.below(12));
            let end = (end..=text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len());
            text.replace_range(a.min(b)..end, if dice.below(2) == 0 { "" } else { dice.piece() });
        }
        3 => text.truncate(dice.place(text)),
        4 => *text = text.replace('\n', "\r\n"),
        5 if !text.starts_with('\u{FEFF}') => text.insert(0, '\u{FEFF}'),
        5 => {}
        6 => {
            // One word for another.
            let words: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
            if let (Some(a), Some(b)) = (words.get(dice.below(words.len())), words.get(dice.below(words.len()))) {
                *text = text.replacen(a.as_str(), b, 1);
            }
        }
        7 => {
            // A number, a unit or a quote less.
            let drops: [&[char]; 4] = [&['0', '1', '2'], &['"', '\''], &[' '], &[':', ',']];
            let drop = drops[dice.below(drops.len())];
            let count = text.matches(drop).count();
            let nth = dice.below(count);
            if let Some((at, found)) = text.match_indices(drop).nth(nth).map(|(at, found)| (at, found.len())) {
                text.replace_range(at..at + found, dice.piece());
            }
        }
        _ if lines.is_empty() => {}
        8 => {
            *text = {
                drop(lines.remove(line));
                lines.concat()
            }
        }
        9 => {
            *text = {
                lines.insert(line, lines[line].clone());
                lines.concat()
            }
        }
        10 => {
            *text = {
                let other = dice.below(lines.len());
                lines.swap(line, other);
                lines.concat()
            }
        }
        11 => {
            *text = {
                lines[line].insert_str(0, [" ", "  ", "   ", "\t", "- "][dice.below(5)]);
                lines.concat()
            }
        }
        12 => {
            *text = {
                lines[line] = lines[line].trim_start().to_owned();
                lines.concat()
            }
        }
        _ => {
            *text = {
                lines[line].insert_str(0, dice.piece());
                lines.concat()
            }
        }
    }
}

/// What is wrong with a finding itself.
fn fault_of(checked: &Checked, found: &Diagnostic) -> Option<String> {
    let places = std::iter::once(found.span).chain(found.labels.iter().map(|label| label.span));
    let bad_place = places.into_iter().find_map(|span| bad_place(checked, span));
    let edits = found.fix.iter().flat_map(|fix| &fix.edits);
    let bad_edit = edits.into_iter().find(|edit| checked.sources.text(edit.span) != edit.found);
    bad_place
        .or_else(|| bad_edit.map(|edit| format!("edit of other words: {edit:?}")))
        .or_else(|| found.message.trim().is_empty().then(|| "no message".to_owned()))
}

fn bad_place(checked: &Checked, span: Span) -> Option<String> {
    let source = checked.sources.get(span.file);
    let (start, end) = (span.start as usize, span.end as usize);
    if source.text.get(start..end).is_none() {
        return Some(format!("no place of the file: {span:?} of {}", source.text.len()));
    }
    // Lines end with a line feed, and columns count characters.
    let before = &source.text[..start];
    let line = before.matches('\n').count() + 1;
    let in_line = before.rsplit('\n').next().unwrap_or_default();
    // The mark that a file begins with is no character of its text.
    let column = in_line.chars().count() + 1 - usize::from(line == 1 && in_line.starts_with('\u{FEFF}'));
    let place = source.position(span.start);
    let is_right = place.line as usize == line && (place.column as usize).abs_diff(column) <= usize::from(line == 1);
    (!is_right).then(|| format!("at {}:{}, told at {}:{}", line, column, place.line, place.column))
}

/// Breaks repositories by one throw of the dice after the other, and looks at what is told: (findings, repositories without).
fn run(seed: u8, count: usize) -> Result<(usize, usize), String> {
    let documents = documents();
    let mut dice = Dice(TestRng::from_seed(RngAlgorithm::XorShift, &[seed; 16]));
    let (mut findings, mut silent) = (0, 0);
    for number in 0..count {
        let mut files: BTreeMap<&str, String> = BTreeMap::new();
        for _ in 0..1 + dice.below(3) {
            let (path, text) = &documents[dice.below(documents.len())];
            let text = if files.contains_key(path) { format!("---\n{text}") } else { text.clone() };
            files.entry(*path).or_default().push_str(&text);
        }
        let paths: Vec<&str> = files.keys().copied().collect();
        for _ in 0..1 + dice.below(4) {
            let path = paths[dice.below(paths.len())];
            files.entry(path).and_modify(|text| mutate(text, &mut dice));
        }
        let world = MemoryWorld::new(&files);
        let found = checked(&world);
        for finding in &found.diagnostics {
            if let Some(fault) = fault_of(&found, finding) {
                return Err(format!("{seed}, {number}: {fault}\n{finding:?}\n{files:#?}"));
            }
        }
        findings += found.diagnostics.len();
        silent += usize::from(found.diagnostics.is_empty());
        if number % DRAWN == 0 {
            let drawn = emit::check_text(&found.diagnostics, &found.sources, emit::Style::Plain);
            if drawn.is_empty() != found.diagnostics.is_empty() {
                return Err(format!("{seed}, {number}: drawn as {drawn:?}\n{files:#?}"));
            }
        }
        if number % MENDED == 0 {
            mends_once(&world, found, &files)?;
        }
    }
    Ok((findings, silent))
}

/// What is mended is mended: once more changes nothing.
fn mends_once(world: &MemoryWorld, found: Checked, files: &BTreeMap<&str, String>) -> Result<(), String> {
    let mended = mend(world, found, |_, _| true);
    let mut after: BTreeMap<&str, &str> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
    after.extend(mended.files.iter().map(|file| (file.path.as_str(), file.after.as_str())));
    let world = MemoryWorld::new(&after);
    let again = mend(&world, checked(&world), |_, _| true);
    if again.files.is_empty() { Ok(()) } else { Err(format!("mended again: {:?}\n{files:#?}", again.files)) }
}

#[test]
fn ten_thousand_broken_repositories_are_told_of_in_their_places() {
    const RUNS: usize = 8;
    let counts: Result<Vec<(usize, usize)>, String> =
        (0..RUNS).into_par_iter().map(|seed| run(seed as u8 + 1, REPOSITORIES / RUNS)).collect();
    let counts = counts.unwrap_or_else(|fault| panic!("{fault}"));
    let (findings, silent) = counts.into_iter().fold((0, 0), |all, run| (all.0 + run.0, all.1 + run.1));
    // Most changes are faults, and few hide all others.
    assert!(findings > REPOSITORIES && silent < REPOSITORIES / 4, "{findings} findings, {silent} repositories without");
}
