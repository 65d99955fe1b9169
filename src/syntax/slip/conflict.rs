//! The marks of a merge that git could not finish.

use super::line::{line_above, line_at};
use super::{Guess, Slip, Stumble};

const MARKS: [&str; 4] = ["<<<<<<<", "=======", ">>>>>>>", "|||||||"];

/// A mark at the fault, or in the line above it.
pub(super) fn left_over(stumble: &Stumble<'_>) -> Option<Slip> {
    let text = stumble.text;
    let line = line_at(text, stumble.at);
    let lines = [Some(line), line_above(text, &line)];
    let marked = lines.into_iter().flatten().find(|line| MARKS.iter().any(|mark| line.text.starts_with(mark)))?;
    Some(Slip {
        place: marked.start..marked.end(),
        message: "this line was left here by a merge that git could not finish".to_owned(),
        help: "keep one of the two versions, and take out the lines with `<<<<<<<`, `=======` and `>>>>>>>`".to_owned(),
        label: None,
        guesses: first_version(text, marked.start).into_iter().collect(),
    })
}

/// The text with the first of the two versions.
fn first_version(text: &str, near: usize) -> Option<Guess> {
    let begins = |mark: &str, from: usize| {
        let at_start = text.get(from..).filter(|rest| from == 0 && rest.starts_with(mark)).map(|_| 0);
        at_start.or_else(|| Some(from + text.get(from..)?.find(&format!("\n{mark}"))? + 1))
    };
    let line_end = |start: usize| text[start..].find('\n').map_or(text.len(), |end| start + end + 1);
    let start = text[..near].rfind("\n<<<<<<<").map_or_else(|| begins("<<<<<<<", 0), |at| Some(at + 1))?;
    let middle = begins("=======", start)?;
    let end = begins(">>>>>>>", middle)?;
    Some(Guess::maybe([(start..line_end(start), String::new()), (middle..line_end(end), String::new())]))
}
