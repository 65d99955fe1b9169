//! Money as people write it: `US$ 1500`, `$4000 used`, `1.5k USD`; and what to write.

use super::around::readable;
use super::display::format_amount;
use super::parse_error::{ParseError, ParseErrorKind as Kind};

/// `US$ 1500`, `$4000 used`, `$1,500.00`, `1.5k USD`.
pub(super) fn of_money(text: &str, _: &ParseError) -> Option<ParseError> {
    const SIGNS: [(&str, &str); 22] = [
        ("US$", "USD"),
        ("USD$", "USD"),
        ("U$S", "USD"),
        ("AU$", "AUD"),
        ("A$", "AUD"),
        ("CA$", "CAD"),
        ("C$", "CAD"),
        ("NZ$", "NZD"),
        ("HK$", "HKD"),
        ("S$", "SGD"),
        ("R$", "BRL"),
        ("Rs.", "INR"),
        ("Rs", "INR"),
        ("CN¥", "CNY"),
        ("EUR", "EUR"),
        ("USD", "USD"),
        ("GBP", "GBP"),
        ("€", "EUR"),
        ("£", "GBP"),
        ("¥", "JPY"),
        ("₹", "INR"),
        ("$", "USD"),
    ];
    let signed = SIGNS.iter().find_map(|(sign, code)| Some((*sign, *code, text.strip_prefix(sign)?.trim_start())));
    let (sign, rest) = signed.map_or(("", text), |(sign, _, rest)| (sign, rest));
    let is_part = |c: char| c.is_ascii_digit() || ".,'’_".contains(c);
    let digits = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
    let amount = readable(rest[..digits].trim_end_matches(['.', ',']))?.as_written().to_owned();
    let (thousands, rest) = match rest[digits..].strip_prefix(['k', 'K']) {
        Some(rest) => (true, rest.trim()),
        None => (false, rest[digits..].trim()),
    };
    let behind = SIGNS.iter().filter(|_| sign.is_empty());
    let behind = behind.filter_map(|(sign, code)| Some((*code, rest.strip_prefix(sign)?))).next();
    let (code, words) = match (signed, behind) {
        (Some((_, code, _)), _) => (code, rest),
        (None, Some(found)) if thousands => found,
        _ => return None,
    };
    let amount = if thousands { format_amount(amount.parse::<f64>().ok()? * 1000.0) } else { amount };
    let (per, words) = match words.trim_start().strip_prefix('/') {
        Some(per) => (format!("/{}", per.split(' ').next()?), per.split_once(' ').map_or("", |(_, words)| words)),
        None => (String::new(), words),
    };
    let meant = format!("{amount} {code}{per}");
    readable(&meant)?;
    let (range, message) = match sign {
        "" => (0..text.len() - words.len(), "thousands are not written with `k`".to_owned()),
        sign => (0..sign.len(), format!("`{sign}` is no code of a currency")),
    };
    let (message, words) = if sign == code {
        ("the currency stands behind the amount".to_owned(), words.trim())
    } else {
        (message, words.trim())
    };
    let error = ParseError::new(range, Kind::CurrencySign, message);
    if !words.is_empty() {
        return Some(error.with_help(format!("write `{meant}`, and put `{words}` into a title or a note")));
    }
    let is_vague = matches!(sign, "$" | "£" | "¥" | "Rs" | "Rs." | "");
    let other = if matches!(sign, "$" | "£" | "¥") { ", or another code of ISO 4217" } else { "" };
    let error = error.with_help(format!("write `{meant}`{other}"));
    Some(if is_vague { error } else { error.that_means(0..text.len(), meant) })
}
