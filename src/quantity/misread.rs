//! What people write around a number that would be misread: `1,000`, `1,5`, `3-4`, `5"`, `$5`; and what to write.

use super::number::{BLANKS, digits};
use super::parse_error::{ParseError, ParseErrorKind as Kind};
use super::suggest;
use super::unit::Scale;

/// The help of a text that says nothing of what it means.
pub(super) const ANY_QUANTITY: &str = "write a number and a unit, such as `12.4 m` or `3/8 in`";

/// The help of a quantity that is followed by something else.
pub(super) const ONE_QUANTITY: &str = "write one number and one unit, and put the rest into a note";

/// Refuses what people write after a number that would otherwise be misread: separators, ranges, marks.
pub(super) fn refuse(text: &str, start: usize, end: usize) -> Result<(), ParseError> {
    let rest = text.get(end..).unwrap_or_default();
    let mut following = rest.chars();
    let Some(first) = following.next() else {
        return Ok(());
    };
    let second_is_digit = following.next().is_some_and(|c| c.is_ascii_digit());
    match first {
        ',' | '.' | '_' if second_is_digit => Err(separator(text, start)),
        ' ' | '\'' | '’' | '\u{a0}' | '\u{202f}' | '\u{2009}' if second_is_digit && is_group(following.as_str()) => {
            Err(separator(text, start))
        }
        '"' | '″' | '”' | '\'' | '′' | '’' => Err(mark(text, end, first)),
        '-' | '–' | '…' | '.' => {
            let more = rest.trim_start_matches(['-', '–', '…', '.', ' ']);
            let length = digits(more.as_bytes(), 0);
            if length == 0 {
                return Ok(());
            }
            let range_end = text.len() - more.len() + length;
            Err(ParseError::new(start..range_end, Kind::Range, "this is a range, where one number is due")
                .with_help("write the one number to reckon with"))
        }
        _ => Ok(()),
    }
}

/// The refusal of `5"`, `6'` and `6'4"`, with what to write.
fn mark(text: &str, at: usize, mark: char) -> ParseError {
    let feet = matches!(mark, '\'' | '′' | '’');
    let (name, unit) = if feet { ("feet", "ft") } else { ("inches", "in") };
    let number = text.get(..at).unwrap_or_default();
    let inches = text.get(at + mark.len_utf8()..).unwrap_or_default().trim_matches([' ', '"', '″', '”']);
    let rest = text.get(at + mark.len_utf8()..).unwrap_or_default();
    let (instead, is_all) = match (number.parse::<f64>(), inches.parse::<f64>()) {
        (Ok(number), Ok(inches)) if feet => (format!("{} in", number * 12.0 + inches), true),
        _ => (format!("{number} {unit}"), rest.trim().is_empty()),
    };
    let error = ParseError::new(
        at..at + mark.len_utf8(),
        Kind::InchOrFootMark,
        format!("{name} are not written with `{mark}`"),
    )
    .with_help(format!("write `{instead}`"));
    if is_all { error.that_means(0..text.len(), instead) } else { error }
}

/// Whether a group of thousands goes on here: two more digits of three, and then no digit and no fraction.
fn is_group(rest: &str) -> bool {
    digits(rest.as_bytes(), 0) == 2 && !rest.get(2..).unwrap_or_default().starts_with(['/', '⁄'])
}

/// The refusal of `1,000`, `1_000`, `1 000` and `1,5`, with what to write.
fn separator(text: &str, start: usize) -> ParseError {
    let rest = text.get(start..).unwrap_or_default();
    let is_part = |c: char| c.is_ascii_digit() || ",._'’".contains(c) || BLANKS.contains(&c);
    let run = rest.find(|c: char| !is_part(c)).map_or(rest, |stop| rest.get(..stop).unwrap_or_default());
    let run = run.trim_end_matches(|c: char| !c.is_ascii_digit());
    let range = start..start + run.len();
    let instead = |number: &str| {
        format!("{}{number}{}", text.get(..start).unwrap_or_default(), text.get(range.end..).unwrap_or_default())
    };
    let bare = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();

    let last_mark = run.rfind([',', '.']).filter(|at| {
        let mark = run.get(*at..=*at).unwrap_or_default();
        let group_follows = run.len() - at == 4;
        let other_marks = run.get(..*at).unwrap_or_default().contains(|c: char| !c.is_ascii_digit());
        run.matches(mark).count() == 1 && (!group_follows || other_marks)
    });
    if let Some(at) = last_mark {
        let (whole, decimals) = run.split_at(at);
        let number = format!("{}.{}", bare(whole), bare(decimals));
        let is_clear = is_grouped(whole);
        let error = if decimals.starts_with(',') {
            ParseError::new(range.clone(), Kind::DecimalComma, "the decimal mark is a point, not a comma")
        } else {
            ParseError::new(range.clone(), Kind::ThousandsSeparator, "thousands separators are not allowed")
        }
        .with_help(format!("write `{}`", instead(&number)));
        return if is_clear { error.that_means(range, number) } else { error };
    }
    let is_one_comma = run.matches(',').count() == 1 && bare(run).len() + 1 == run.len();
    if is_one_comma && run.starts_with("0,") {
        // No group of thousands begins with a zero.
        let number = run.replace(',', ".");
        return ParseError::new(range.clone(), Kind::DecimalComma, "the decimal mark is a point, not a comma")
            .with_help(format!("write `{}`", instead(&number)))
            .that_means(range, number);
    }
    let help = if is_one_comma {
        let decimal = instead(&run.replace(',', "."));
        format!("write `{}`, or `{decimal}` if the comma is a decimal mark", instead(&bare(run)))
    } else {
        format!("write `{}`", instead(&bare(run)))
    };
    let error = ParseError::new(range.clone(), Kind::ThousandsSeparator, "thousands separators are not allowed");
    let error = error.with_help(help);
    if !is_one_comma && is_grouped(run) { error.that_means(range, bare(run)) } else { error }
}

/// Whether digits stand alone, or in groups as people make them: one to three, then always three, with one mark between them.
fn is_grouped(run: &str) -> bool {
    let mut marks: Vec<char> = run.chars().filter(|c| !c.is_ascii_digit()).collect();
    marks.dedup();
    let mut groups = run.split(|c: char| !c.is_ascii_digit()).map(str::len);
    match marks.len() {
        0 => true,
        1 => groups.next().is_some_and(|first| (1..=3).contains(&first)) && groups.all(|group| group == 3),
        _ => false,
    }
}

/// The refusal of a text that does not begin with a number.
pub(super) fn not_a_number(text: &str) -> ParseError {
    let word = text.split([' ', '\u{a0}']).next().unwrap_or_default();
    let rest = text.get(word.len()..).unwrap_or_default().trim();
    let sign = word.chars().next().unwrap_or_default();
    if "$€£¥₹".contains(sign) {
        let code = suggest::currency_of_sign(sign);
        let amount = text.get(sign.len_utf8()..).unwrap_or_default().trim();
        let (amount, per) = amount.split_at(amount.find('/').unwrap_or(amount.len()));
        let amount = amount.trim_end();
        let error =
            ParseError::new(0..sign.len_utf8(), Kind::CurrencySign, format!("`{sign}` is no code of a currency"))
                .with_help(format!("write `{amount} {code}{per}`, or another code of ISO 4217"));
        let is_clear = suggest::is_of_one_currency(sign) && !amount.is_empty();
        return if is_clear { error.that_means(0..text.len(), format!("{amount} {code}{per}")) } else { error };
    }
    if let Some(inner) = text.strip_prefix(['“', '”', '„', '‘', '’', '«', '»']) {
        let inner = inner.trim_end_matches(['“', '”', '„', '‘', '’', '«', '»']).trim();
        let message = "quotes such as “ ” are read as a part of the text";
        let error = ParseError::new(0..text.len(), Kind::NotANumber, message).with_help(format!("write `{inner}`"));
        return error.that_means(0..text.len(), inner);
    }
    let error = ParseError::new(0..word.len(), Kind::NotANumber, format!("`{word}` is no number"));
    let starts = rest.starts_with(|c: char| c.is_ascii_digit());
    let is_number = starts && super::number::read(rest).is_ok_and(|(_, end)| end == rest.len());
    if is_number && Scale::find(word).is_some() {
        let instead = format!("{rest} {word}");
        return error.with_help(format!("write the number first: `{instead}`")).that_means(0..text.len(), instead);
    }
    error.with_help(ANY_QUANTITY)
}
