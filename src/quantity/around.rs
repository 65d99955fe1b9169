//! What people write around a quantity: `~5 kg`, `max. 12 mm`, `5 ±0.1 mm`, `3-4 kg`, `2 rolls`; and what to write.

use super::display::format_amount;
use super::instead::{clock, duration, nothing_said, spelled, thread};
use super::mended::mend;
use super::misread::{ANY_QUANTITY, ONE_QUANTITY};
use super::money::of_money;
use super::parse::read_strictly;
use super::parse_error::{ParseError, ParseErrorKind as Kind};
use super::{Quantity, number};

/// Longer texts are prose: nothing is looked for in them.
const LONGEST: usize = 80;

/// The refusal of a text that is no quantity, with what to write if that can be seen.
pub(super) fn explained(text: &str, error: ParseError) -> ParseError {
    // Where one change makes it a quantity, that is told.
    let is_mended = error.meant.as_ref().is_some_and(|(range, instead)| {
        let mut meant = text.to_owned();
        text.get(range.clone()).is_some() && {
            meant.replace_range(range.clone(), instead);
            read_strictly(&meant).is_ok()
        }
    });
    if is_mended || text.len() > LONGEST {
        return error;
    }
    const LOOKS: [fn(&str, &ParseError) -> Option<ParseError>; 14] = [
        ended,
        estimated,
        limited,
        tolerated,
        ranged,
        of_money,
        clock,
        duration,
        thread,
        diameter,
        spelled,
        nothing_said,
        packed,
        surrounded,
    ];
    LOOKS.iter().find_map(|look| look(text, &error)).unwrap_or(error)
}

/// The quantity that a text is, or can only mean.
pub(super) fn readable(text: &str) -> Option<Quantity> {
    mend(text, read_strictly)
}

/// The refusal of the first bytes of a text.
pub(super) fn refusal(length: usize, message: String, help: String) -> ParseError {
    ParseError::new(0..length, Kind::NotANumber, message).with_help(help)
}

/// The rest of a text behind one of these words, which are lower case; a word ends with a blank, a sign need not.
fn behind<'t>(text: &'t str, words: &[&str]) -> Option<(&'t str, &'t str)> {
    words.iter().find_map(|word| {
        let start = text.get(..word.len()).filter(|start| start.to_lowercase() == *word)?;
        let rest = &text[word.len()..];
        let is_sign = !word.ends_with(char::is_alphabetic);
        (is_sign || rest.starts_with(' ')).then(|| (start, rest.trim_start()))
    })
}

/// `17.2 kg.` and `3 mm;`, where a sentence or a list seems to go on.
fn ended(text: &str, _: &ParseError) -> Option<ParseError> {
    let rest = text.trim_end_matches(['.', ';', ',', ':', '!']).trim_end();
    let quantity = readable(rest).filter(|_| rest.len() < text.len())?;
    let error = ParseError::new(rest.len()..text.len(), Kind::Unexpected, "nothing stands behind a quantity");
    let written = quantity.as_written().to_owned();
    Some(error.with_help(format!("write `{written}`")).that_means(0..text.len(), written))
}

/// `~17 kg`, `approx. 4000 USD`.
fn estimated(text: &str, _: &ParseError) -> Option<ParseError> {
    const WORDS: [&str; 15] = [
        "~",
        "≈",
        "∼",
        "approx.",
        "approximately",
        "approx",
        "about",
        "around",
        "ca.",
        "ca",
        "c.",
        "circa",
        "roughly",
        "est.",
        "estimated",
    ];
    let (word, rest) = behind(text, &WORDS)?;
    let quantity = readable(rest)?;
    Some(refusal(
        word.len(),
        format!("`{word}` is no part of a quantity"),
        format!("write `{}`; an estimate is told as such by a source of `grade: estimated`", quantity.as_written()),
    ))
}

/// `max. 12 mm`, `≤12 mm`.
fn limited(text: &str, _: &ParseError) -> Option<ParseError> {
    const WORDS: [&str; 20] = [
        "<=",
        ">=",
        "<",
        ">",
        "≤",
        "≥",
        "=",
        "max.",
        "max",
        "maximum",
        "min.",
        "min",
        "minimum",
        "up to",
        "at least",
        "at most",
        "over",
        "under",
        "less than",
        "more than",
    ];
    let (word, rest) = behind(text, &WORDS)?;
    let quantity = readable(rest)?;
    Some(refusal(
        word.len(),
        format!("`{word}` is no part of a quantity"),
        format!("write `{}`, and say in a note that it is a limit", quantity.as_written()),
    ))
}

/// `250 ±0.1 mm`, `250 mm +/- 0.1`.
fn tolerated(text: &str, _: &ParseError) -> Option<ParseError> {
    let signs = ["±", "+/-", "+/−", "+-"];
    let (at, sign) = signs.iter().find_map(|sign| text.find(sign).map(|at| (at, *sign)))?;
    let (value, tolerance) = (text[..at].trim(), text[at + sign.len()..].trim());
    let bare = || {
        let (_, end) = number::read(tolerance).ok()?;
        readable(&format!("{value} {}", tolerance[end..].trim_start_matches('%').trim()))
    };
    let quantity = if value.ends_with(|c: char| c.is_ascii_digit()) { bare() } else { readable(value) }?;
    let message = "a tolerance is no part of a quantity";
    let help = format!("write `{}`, and put the tolerance into a note", quantity.as_written());
    Some(ParseError::new(at..text.len(), Kind::Unexpected, message).with_help(help))
}

/// `3-4 kg`, `3 to 4 kg`: the middle, as one number that may be reckoned with.
fn ranged(text: &str, error: &ParseError) -> Option<ParseError> {
    let between = ["..", "...", "…", "–", " to ", " or ", "-"];
    let (from, to) =
        between.iter().find_map(|between| text.split_once(between).filter(|(from, _)| !from.is_empty()))?;
    let to = readable(to.trim_start_matches(['.', '-']).trim())?;
    let (from, end) = number::read(from.trim()).ok().map(|(amount, end)| (amount, from.trim()[end..].trim()))?;
    if !(end.is_empty() || end == to.unit_symbol()) || from >= to.amount() {
        return None;
    }
    let unit = if to.as_written().ends_with(char::is_numeric) { "" } else { to.unit_symbol() };
    let middle = format!("{} {unit}", format_amount((from + to.amount()) / 2.0));
    let range = if error.kind == Kind::Range { error.range.clone() } else { 0..text.len() };
    let error = ParseError::new(range, Kind::Range, "this is a range, where one number is due");
    Some(error.with_help(format!("write the one number to reckon with, such as `{}`", middle.trim_end())))
}

/// `Ø12 mm`.
fn diameter(text: &str, _: &ParseError) -> Option<ParseError> {
    let (sign, rest) = behind(text, &["ø", "⌀", "φ", "dia.", "diam.", "dia", "diameter"])
        .or_else(|| text.strip_prefix('Ø').map(|rest| ("Ø", rest.trim_start())))?;
    let written = readable(rest)?.as_written().to_owned();
    let error = refusal(sign.len(), format!("`{sign}` is no part of a quantity"), format!("write `{written}`"));
    Some(error.that_means(0..text.len(), written))
}

/// `1 set`, `2 rolls`, `4 x 0.25 m`, `400 V / 32 A`.
fn packed(text: &str, error: &ParseError) -> Option<ParseError> {
    const PACKS: [&str; 17] = [
        "bag", "bar", "bottle", "box", "bucket", "can", "coil", "cup", "drum", "length", "pack", "packet", "rod",
        "roll", "sheet", "spool", "tin",
    ];
    let (amount, end) = number::read(text).ok()?;
    let rest = text[end..].trim();
    let singular = rest.strip_suffix("es").filter(|word| *word == "box").or(rest.strip_suffix('s')).unwrap_or(rest);
    let amount_text = || format_amount(amount);
    let help = if ["set", "kit", "lot"].contains(&singular) {
        format!("write `{} ea`, and let the item say what is in one", amount_text())
    } else if singular == "pair" {
        format!("write `{} ea`", format_amount(amount * 2.0))
    } else if PACKS.contains(&singular) {
        format!("write how much that is, such as `2.5 kg` or `6 m`; or `{} ea`, if the item is counted", amount_text())
    } else if let Some(each) = rest.strip_prefix(['x', '×', '*']) {
        of_two_sides(amount, &text[..end], rest.len() == text.len() - end, each.trim())?
    } else if rest.contains('/') && error.message().ends_with("is no unit") {
        "no number can stand behind `/`; write one number and one unit".to_owned()
    } else {
        return None;
    };
    Some(ParseError::new(error.range.clone(), error.kind, error.message()).with_help(help))
}

/// The help for `4 x 0.25 m`, where the first number counts, and for `100x50 mm`, where both are sides.
fn of_two_sides(amount: f64, written: &str, is_glued: bool, each: &str) -> Option<String> {
    let each = readable(each)?;
    let unit = if each.as_written().ends_with(char::is_numeric) { "" } else { each.unit_symbol() };
    if is_glued {
        let side = format!("{written} {unit}");
        return Some(format!(
            "write the one length that is due here, such as `{}`; each has a field of its own",
            side.trim_end()
        ));
    }
    let all = format!("{} {unit}", format_amount(amount * each.amount()));
    Some(format!(
        "write `{}`, if {written} times `{}` is meant; each length has a field of its own",
        all.trim_end(),
        each.as_written()
    ))
}

/// `1500 USD (used)`, `mass 17.2 kg`: words before or behind what can be read.
fn surrounded(text: &str, error: &ParseError) -> Option<ParseError> {
    if error.help().is_some_and(|help| ![ANY_QUANTITY, ONE_QUANTITY].contains(&help)) {
        return None;
    }
    let blanks = || text.match_indices(' ').map(|(at, _)| at);
    let begins = |at: &usize| text[at + 1..].starts_with(|c: char| c.is_ascii_digit());
    let (meant, words) = match error.kind {
        Kind::NotANumber => {
            let at = blanks().find(begins)?;
            (readable(&text[at..])?, text[..at].trim().trim_end_matches([':', '=']))
        }
        // With its unit: of a number alone, all that follows may be a unit that is not known.
        _ => blanks().collect::<Vec<_>>().into_iter().rev().find_map(|at| {
            let meant = readable(&text[..at]).filter(|meant| !meant.as_written().ends_with(char::is_numeric))?;
            Some((meant, text[at..].trim()))
        })?,
    };
    let help = format!("write `{}`, and put `{words}` into a note", meant.as_written());
    Some(ParseError::new(error.range.clone(), error.kind, error.message()).with_help(help))
}
