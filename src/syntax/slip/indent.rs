//! Lines that are indented otherwise than their neighbours.

use std::ops::Range;

use super::line::{Line, line_above, line_at, lines_below};
use super::{Guess, Slip, Stumble};

/// A line that is deeper than the key before it, or that stands between two levels.
pub(super) fn fault(stumble: &Stumble<'_>) -> Option<Slip> {
    if !stumble.open.is_empty() {
        return None;
    }
    let line = line_at(stumble.text, stumble.at);
    if stumble.is_about_a_colon() {
        return deeper_than_its_neighbour(stumble, &line);
    }
    let is_first = (line.start + line.indent()..=line.content().0).contains(&stumble.at);
    if stumble.is_about_indentation() && is_first { between_levels(stumble, &line) } else { None }
}

/// `title: x`, and below it, deeper, `version: 1`.
fn deeper_than_its_neighbour(stumble: &Stumble<'_>, line: &Line<'_>) -> Option<Slip> {
    let text = stumble.text;
    let it = line.key_line().filter(|it| it.colon == stumble.at)?;
    let above = line_above(text, line)?;
    let neighbour = above.key_line().filter(|above| !above.value.is_empty())?;
    let column = neighbour.key_start - above.start;
    if line.indent() <= column {
        return None;
    }
    let key = neighbour.key;
    Some(Slip {
        place: it.key_place(),
        message: format!("this line is indented deeper than `{key}` above, which has its value already"),
        help: format!(
            "line it up with `{key}`: begin it with {}; if it goes on with that text, put all of the text in quotes",
            spaces(column)
        ),
        label: Some((neighbour.key_place(), format!("`{key}` has {} before it", spaces(column)))),
        guesses: moved(text, line, column),
    })
}

/// A key or an entry that lines up with none of the keys or entries above it.
fn between_levels(stumble: &Stumble<'_>, line: &Line<'_>) -> Option<Slip> {
    let text = stumble.text;
    let is_entry = !line.dashes().is_empty();
    let indent = line.indent();
    let mut levels: Vec<Level> =
        levels_above(text, line).into_iter().filter(|level| level.is_entry == is_entry).collect();
    // The nearest first; of two that are as near, the deeper.
    levels.sort_by_key(|level| (level.column.abs_diff(indent), usize::MAX - level.column));
    let nearest = levels.first()?;
    let near: Vec<&Level> = levels.iter().take(2).filter(|level| level.column.abs_diff(indent) <= 4).collect();
    let lined_up = |level: &&Level| {
        format!("{}, like {} in line {}", spaces(level.column), name(text, level), level.line_number(text))
    };
    let choices: Vec<String> = near.iter().map(lined_up).collect();
    let (start, content) = line.content();
    let place = if is_entry {
        line.start + indent..line.start + indent + 1
    } else {
        start..start + content.find(':').unwrap_or(content.len())
    };
    let what = if is_entry { "`-`" } else { "line" };
    let help = if choices.is_empty() {
        "line it up with its neighbours; indent with spaces only".to_owned()
    } else {
        format!("begin it with {}", choices.join("; or with "))
    };
    Some(Slip {
        place,
        message: format!("this {what} has {} before it, and lines up with nothing above", spaces(indent)),
        help,
        label: Some((
            nearest.place.clone(),
            format!("{} has {} before it", name(text, nearest), spaces(nearest.column)),
        )),
        guesses: levels.iter().take(2).flat_map(|level| moved(text, line, level.column)).collect(),
    })
}

/// A column at which keys or entries stand.
struct Level {
    column: usize,
    is_entry: bool,
    place: Range<usize>,
}

impl Level {
    fn line_number(&self, text: &str) -> usize {
        text[..self.place.start].matches('\n').count() + 1
    }
}

fn name(text: &str, level: &Level) -> String {
    format!("`{}`", &text[level.place.clone()])
}

/// The levels that are open above a line, the innermost first.
fn levels_above(text: &str, line: &Line<'_>) -> Vec<Level> {
    const MOST_LINES: usize = 2000;
    let mut levels = Vec::new();
    let mut limit = usize::MAX;
    let mut at = *line;
    for _ in 0..MOST_LINES {
        let Some(above) = line_above(text, &at) else { break };
        at = above;
        if above.indent() >= limit {
            continue;
        }
        let key = above.key_line().map(|it| Level {
            column: it.key_start - above.start,
            is_entry: false,
            place: it.key_place(),
        });
        let entries = above.dashes().into_iter().rev().map(|column| Level {
            column,
            is_entry: true,
            place: above.start + column..above.start + column + 1,
        });
        levels.extend(key.into_iter().chain(entries).filter(|level| level.column < limit));
        limit = above.indent();
        if limit == 0 {
            break;
        }
    }
    levels
}

/// The line moved to a column: with all that is below it and as deep, and by itself.
fn moved(text: &str, line: &Line<'_>, column: usize) -> Vec<Guess> {
    let indent = line.indent();
    let is_below = |below: &Line<'_>| !below.has_words() || below.indent() >= indent;
    let block = lines_below(text, line).take_while(is_below).filter(|line| line.has_words());
    let edit = |line: Line<'_>| {
        if column < indent {
            (line.start..line.start + (indent - column), String::new())
        } else {
            (line.start..line.start, " ".repeat(column - indent))
        }
    };
    let alone = Guess::maybe([edit(*line)]);
    let together: Vec<_> = std::iter::once(*line).chain(block).map(edit).collect();
    if together.len() == 1 { vec![alone] } else { vec![Guess::maybe(together), alone] }
}

fn spaces(count: usize) -> String {
    match count {
        0 => "no space".to_owned(),
        1 => "1 space".to_owned(),
        count => format!("{count} spaces"),
    }
}
