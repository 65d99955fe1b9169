//! What people write instead of a quantity: `1:30`, `1h30`, `M8x1.25`, `four`, `as needed`; and what to write.

use super::around::{readable, refusal};
use super::display::format_amount;
use super::number;
use super::parse_error::ParseError;

/// `1:30`, as clocks show it.
pub(super) fn clock(text: &str, _: &ParseError) -> Option<ParseError> {
    let (hours, rest) = text.split_once(':')?;
    let (minutes, unit) = rest.split_at(rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len()));
    let (hours, minutes): (u32, u32) = (hours.parse().ok()?, minutes.parse().ok().filter(|minutes| *minutes < 60)?);
    let all = hours.checked_mul(60)?.checked_add(minutes)?;
    let help = match unit.trim() {
        "h" | "hours" | "hrs" | "hr" => format!("write `{all} min`"),
        "min" | "minutes" => format!("write `{all} s`"),
        "" => format!("write `{all} min` if hours and minutes are meant, `{all} s` if minutes and seconds are"),
        _ => return None,
    };
    Some(refusal(text.len(), "a time is a number with a unit here".to_owned(), help))
}

/// `1h30`, `1h 30m`, `PT3M`: the parts of a time, joined.
pub(super) fn duration(text: &str, _: &ParseError) -> Option<ParseError> {
    let lower = text.to_lowercase();
    let rest = lower.strip_prefix("pt").unwrap_or(&lower);
    let is_coded = rest.len() < lower.len();
    let (mut rest, mut seconds, mut count, mut last) = (rest.trim(), 0.0, 0, 0.0);
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
        let amount: f64 = rest[..digits].parse().ok()?;
        let behind = rest[digits..].trim_start();
        let word = behind.find(|c: char| !c.is_alphabetic()).unwrap_or(behind.len());
        let unit = match (&behind[..word], last) {
            ("h" | "hr" | "hrs" | "hour" | "hours", _) => 3600.0,
            ("m" | "min" | "mins" | "minute" | "minutes", _) | ("", 3600.0) => 60.0,
            ("s" | "sec" | "secs" | "second" | "seconds", _) | ("", 60.0) => 1.0,
            _ => return None,
        };
        (seconds, count, last) = (seconds + amount * unit, count + 1, unit);
        rest = behind[word..].trim_start();
    }
    let meant = if last >= 60.0 {
        format!("{} min", format_amount(seconds / 60.0))
    } else {
        format!("{} s", format_amount(seconds))
    };
    (count > 1 || count == 1 && is_coded)
        .then(|| refusal(text.len(), "a time is one number with one unit here".to_owned(), format!("write `{meant}`")))
}

/// `M8x1.25`, `DN50`: names of sizes.
pub(super) fn thread(text: &str, _: &ParseError) -> Option<ParseError> {
    let size = |prefix: &str| {
        let rest = text.strip_prefix(prefix)?;
        let (amount, end) = number::read(rest).ok()?;
        let rest = rest[end..].trim_start();
        (rest.is_empty() || rest.starts_with(['x', 'X', '×', ' ', '-'])).then_some(amount)
    };
    if let Some(diameter) = size("M") {
        let help = format!("write the length that is meant, such as the diameter, `{} mm`", format_amount(diameter));
        return Some(refusal(text.len(), format!("`{text}` names a thread"), help));
    }
    ["DN", "NPS", "PN", "G", "R"].iter().find_map(|prefix| size(prefix)).map(|_| {
        let help = "write what it measures, with a unit, such as the outer diameter in `mm`";
        refusal(text.len(), format!("`{text}` names a size"), help.to_owned())
    })
}

/// `four`, `two metres`, `a pair`.
pub(super) fn spelled(text: &str, _: &ParseError) -> Option<ParseError> {
    const NUMBERS: [&str; 13] =
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    let word = text.split(' ').next()?;
    let rest = text[word.len()..].trim();
    let number = match (word.to_lowercase().as_str(), rest) {
        ("a", "pair" | "couple") => return Some(counted(text, "2")),
        ("a", "dozen") => return Some(counted(text, "12")),
        ("half", _) => "0.5".to_owned(),
        (word, _) => NUMBERS.iter().position(|name| *name == word)?.to_string(),
    };
    let meant = readable(format!("{number} {rest}").trim_end())?;
    let error = refusal(word.len(), format!("`{word}` is no number"), format!("write `{}`", meant.as_written()));
    Some(error)
}

fn counted(text: &str, number: &str) -> ParseError {
    refusal(text.len(), format!("`{text}` is no number"), format!("write `{number}`"))
}

/// `unknown`, `as needed`, `?`.
pub(super) fn nothing_said(text: &str, _: &ParseError) -> Option<ParseError> {
    const WORDS: [&str; 27] = [
        "?",
        "??",
        "???",
        "-",
        "–",
        "—",
        "a few",
        "as needed",
        "as required",
        "a lot",
        "any",
        "n.a.",
        "n/a",
        "na",
        "none",
        "not known",
        "several",
        "some",
        "tba",
        "tbc",
        "tbd",
        "todo",
        "unknown",
        "unlimited",
        "varies",
        "various",
        "a handful",
    ];
    let lower = text.to_lowercase();
    if lower == "free" || lower == "gratis" {
        return Some(refusal(text.len(), format!("`{text}` is no number"), "write `0 USD`".to_owned()));
    }
    let help =
        "write an estimate, and give it a source of `grade: estimated`; where the field may be left out, leave it out";
    WORDS.contains(&lower.as_str()).then(|| refusal(text.len(), format!("`{text}` is no number"), help.to_owned()))
}
