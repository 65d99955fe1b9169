//! Cells to quantities, masses and money, as people write them in spreadsheets.

use crate::quantity::{Currency, Dimension, Quantity, mended, parse};

/// Words for single things.
const COUNTED: &[&str] = &[
    "", "x", "×", "ea", "each", "pc", "pcs", "pce", "pces", "piece", "pieces", "stk", "stck", "st", "stück", "stueck",
    "unit", "units", "u", "no", "nos", "off", "qty", "item", "items", "pièce", "pièces", "pz", "szt", "pkt",
];

/// Words for things that come together; they are counted as one.
const TOGETHER: &[&str] =
    &["set", "sets", "kit", "kits", "pack", "packs", "box", "boxes", "pair", "pairs", "roll", "rolls", "satz", "paar"];

/// A quantity with what was guessed at it; `None` if it cannot be told, or is money.
pub(super) fn quantity(amount: &str, unit: &str, has_decimal_comma: bool) -> Option<(Quantity, Option<String>)> {
    any_quantity(amount, unit, has_decimal_comma).filter(|(quantity, _)| quantity.dimension().currency().is_none())
}

fn any_quantity(amount: &str, unit: &str, has_decimal_comma: bool) -> Option<(Quantity, Option<String>)> {
    let text = amount.trim();
    let text = text.strip_prefix(['x', 'X', '×']).unwrap_or(text).trim();
    let end =
        text.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',' | '/' | '-' | ' '))).unwrap_or(text.len());
    let (number, own) = text.split_at(end);
    let (number, guess) = plain_number(number.trim(), has_decimal_comma);
    let written = if own.trim().is_empty() { unit.trim() } else { own.trim() };
    let lowered = written.trim_end_matches('.').to_lowercase();
    // `1/` with `ea` after it would read as one per piece.
    if !number.ends_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    if COUNTED.contains(&lowered.as_str()) {
        return Some((parse(&format!("{number} ea")).ok()?, guess));
    }
    if TOGETHER.contains(&lowered.as_str()) {
        let guess = guess.or_else(|| Some(format!("`{written}`: counted as single things")));
        return Some((parse(&format!("{number} ea")).ok()?, guess));
    }
    let text = format!("{number} {written}");
    match parse(&text) {
        Ok(quantity) => Some((quantity, guess)),
        Err(_) => {
            let mended = mended(&text)?;
            let guess = guess.or_else(|| Some(format!("`{text}` is read as `{mended}`")));
            Some((mended, guess))
        }
    }
}

/// kg, by the unit in the cell or that of the column; `None` if there is none, or no number.
pub(super) fn mass_kg(cell: &str, unit: Option<&str>, has_decimal_comma: bool) -> Option<f64> {
    let unit = unit.unwrap_or("");
    let unit = if unit == "lbs" { "lb" } else { unit };
    let (quantity, _) = quantity(cell, unit, has_decimal_comma)?;
    (quantity.dimension() == Dimension::MASS && quantity.si() > 0.0).then(|| quantity.si())
}

/// Money: how much, of which currency, and whether that is stated.
pub(super) fn money(
    cell: &str,
    unit: Option<&str>,
    has_decimal_comma: bool,
    usual: Currency,
) -> Option<(f64, String, bool)> {
    let number: String = cell.chars().filter(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '-')).collect();
    let (number, _) = plain_number(number.trim_matches('-').trim_end_matches(['.', ',']), has_decimal_comma);
    let amount: f64 = number.parse().ok().filter(|amount: &f64| *amount > 0.0 && amount.is_finite())?;
    let code = currency(cell).or_else(|| unit.and_then(currency));
    let is_stated = code.is_some();
    Some((amount, code.unwrap_or(usual).code().to_owned(), is_stated))
}

fn currency(text: &str) -> Option<Currency> {
    let by_sign = [('$', "USD"), ('€', "EUR"), ('£', "GBP"), ('₹', "INR"), ('¥', "JPY")];
    let sign = by_sign.iter().find(|(sign, _)| text.contains(*sign)).and_then(|(_, code)| Currency::from_code(code));
    let words = text.split(|c: char| !c.is_ascii_alphabetic()).filter(|word| word.len() == 3);
    sign.or_else(|| words.filter_map(|word| Currency::from_code(&word.to_uppercase())).next())
}

/// A number with `.` for the decimals and nothing between thousands; and how it was understood, where it could be otherwise.
fn plain_number(text: &str, has_decimal_comma: bool) -> (String, Option<String>) {
    let (comma, point) = (text.rfind(','), text.rfind('.'));
    let plain = match (comma, point) {
        (None, _) => return (text.to_owned(), None),
        (Some(comma), Some(point)) if comma < point => return (text.replace(',', ""), None),
        (Some(_), Some(_)) => return (text.replace('.', "").replace(',', "."), None),
        (Some(comma), None) => {
            let is_thousands = text.matches(',').count() > 1 || (text.len() - comma == 4 && !has_decimal_comma);
            if is_thousands { text.replace(',', "") } else { text.replace(',', ".") }
        }
    };
    let is_doubtful = text.len() - comma.unwrap_or(0) == 4;
    let guess = is_doubtful.then(|| format!("`{text}` is read as {plain}"));
    (plain, guess)
}

#[cfg(test)]
mod tests {
    use super::{mass_kg, money, quantity};
    use crate::quantity::Currency;

    #[test]
    fn amounts_are_read_as_people_write_them() {
        let read = |amount, unit, comma| quantity(amount, unit, comma).map(|(quantity, _)| quantity.to_string());
        for (amount, unit, comma, expected) in [
            ("4", "", false, "4 ea"),
            ("4x", "", false, "4 ea"),
            ("x 4", "", false, "4 ea"),
            ("4", "Stk.", false, "4 ea"),
            ("2", "sets", false, "2 ea"),
            ("1.55 m", "", false, "1.55 m"),
            ("1,55", "m", true, "1.55 m"),
            ("12,5 kg", "", false, "12.5 kg"),
            ("1,000", "", false, "1000 ea"),
            ("1.234,5", "mm", true, "1234.5 mm"),
            ("3/8 in", "", false, "3/8 in"),
        ] {
            assert_eq!(read(amount, unit, comma).as_deref(), Some(expected), "{amount} {unit}");
        }
        assert_eq!(read("some", "", false), None);
        assert_eq!(read("", "", false), None);
        assert_eq!(read("1/", "", false), None);
    }

    #[test]
    fn masses_and_money_need_a_unit() {
        assert_eq!(mass_kg("250", Some("g"), false), Some(0.25));
        assert_eq!(mass_kg("250", None, false), None);
        assert_eq!(money("$1,200.50", None, false, Currency::USD), Some((1200.5, "USD".to_owned(), true)));
        assert_eq!(money("3,20 €", None, true, Currency::USD), Some((3.2, "EUR".to_owned(), true)));
        assert_eq!(money("3.2", Some("gbp"), false, Currency::USD), Some((3.2, "GBP".to_owned(), true)));
        assert_eq!(money("3.2", None, false, Currency::USD), Some((3.2, "USD".to_owned(), false)));
        assert_eq!(money("n/a", None, false, Currency::USD), None);
    }
}
