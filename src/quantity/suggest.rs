//! What an author may have meant by a unit that does not exist.

use std::ops::Range;

use super::currency::Currency;
use super::parse_error::{ParseError, ParseErrorKind as Kind};
use super::table::ROWS;
use super::unit::Scale;

/// The refusal of a symbol that is no unit.
pub(super) fn unknown_unit(symbol: &str, range: Range<usize>) -> ParseError {
    let lower = symbol.to_lowercase();
    if let Some((_, help)) = AMBIGUOUS.iter().find(|(word, _)| *word == lower) {
        return ParseError::new(range, Kind::AmbiguousUnit, format!("`{symbol}` is no definite unit")).with_help(*help);
    }
    if let Some(sign) = symbol.chars().next().filter(|c| "$€£¥₹".contains(*c)) {
        let code = currency_of_sign(sign);
        let behind = symbol.strip_prefix(sign).unwrap_or_default();
        let error = ParseError::new(range.clone(), Kind::CurrencySign, format!("`{symbol}` is no code of a currency"))
            .with_help(format!("write `{code}{behind}`, or another code of ISO 4217"));
        let is_clear = is_of_one_currency(sign) && symbol.len() == sign.len_utf8();
        return if is_clear { error.that_means(range, code) } else { error };
    }
    if let Some(new) = Currency::successor(symbol) {
        return ParseError::new(range, Kind::UnknownUnit, format!("the currency `{symbol}` was withdrawn"))
            .with_help(format!("write the amount in `{new}`"));
    }
    let error = ParseError::new(range.clone(), Kind::UnknownUnit, format!("`{symbol}` is no unit that groundup knows"));
    match meant(symbol, &lower) {
        Some(unit) if is_certain(symbol, &lower, &unit) => {
            error.with_help(format!("did you mean `{unit}`?")).that_means(range, unit)
        }
        Some(unit) => error.with_help(format!("did you mean `{unit}`?")),
        None => error,
    }
}

/// Words whose unit differs between countries or trades, or that say more than the unit does.
const UNCERTAIN: [&str; 9] = ["gallon", "quart", "calorie", "mt", "vdc", "vac", "mile", "dollar", "turn"];

/// Whether nothing but this unit can be meant: it is the word for it, its plural, or differs from no other unit's symbol but in
/// upper and lower case. Symbols of one letter are too short to tell.
fn is_certain(symbol: &str, lower: &str, unit: &str) -> bool {
    let singular = lower.strip_suffix('s').unwrap_or(lower);
    if WORDS.iter().any(|(word, _)| *word == lower || *word == singular) {
        return !UNCERTAIN.contains(&singular) && !UNCERTAIN.contains(&lower);
    }
    if symbol.chars().count() < 2 {
        return false;
    }
    let is_same = |spelling: &String| match (Scale::find(spelling), Scale::find(unit)) {
        (Some(a), Some(b)) => a.factor == b.factor && a.dimension == b.dimension,
        _ => false,
    };
    let mut same_letters = spellings().filter(|known| known.to_lowercase() == lower).peekable();
    if same_letters.peek().is_some() {
        return same_letters.all(|spelling| is_same(&spelling));
    }
    // `kgs` and `lbs`, but not `Pas` or `Ns`, which may be products with seconds.
    let stem = symbol.strip_suffix(['s', '.']).unwrap_or(symbol);
    if stem == unit {
        return symbol.ends_with('.') || stem.len() > 1 && stem.bytes().all(|byte| byte.is_ascii_lowercase());
    }
    if Currency::from_code(unit).is_some() {
        return true;
    }
    // One slip away from a word or symbol; none is one slip away from another unit.
    let words = WORDS.iter().map(|(word, unit)| ((*word).to_owned(), (*unit).to_owned()));
    let symbols = spellings().map(|symbol| (symbol.to_lowercase(), symbol));
    let mut near = words.chain(symbols).filter(|(spelling, _)| spelling.len() > 2 && is_one_slip(lower, spelling));
    near.all(|(spelling, known)| is_same(&known) && !UNCERTAIN.contains(&spelling.as_str()))
}

/// Whether a sign of money stands for one currency everywhere.
pub(super) fn is_of_one_currency(sign: char) -> bool {
    matches!(sign, '€' | '₹')
}

/// The code that a sign of money most often stands for.
pub(super) fn currency_of_sign(sign: char) -> &'static str {
    match sign {
        '€' => "EUR",
        '£' => "GBP",
        '¥' => "JPY",
        '₹' => "INR",
        _ => "USD",
    }
}

fn meant(symbol: &str, lower: &str) -> Option<String> {
    let singular = lower.strip_suffix('s').unwrap_or(lower);
    if let Some((_, unit)) = WORDS.iter().find(|(word, _)| *word == lower || *word == singular) {
        return Some((*unit).to_owned());
    }
    let same_letters = || spellings().filter(|known| known.to_lowercase() == lower);
    let same_start = |known: &String| known.chars().next() == symbol.chars().next();
    if let Some(unit) = same_letters().find(same_start).or_else(|| same_letters().next()) {
        return Some(unit);
    }
    let stem = symbol.strip_suffix(['s', 'S', '.']).unwrap_or(symbol);
    if stem.len() < symbol.len()
        && let Some(unit) = spellings().find(|known| known == stem)
    {
        return Some(unit);
    }
    let upper = symbol.to_uppercase();
    if Currency::from_code(&upper).is_some() {
        return Some(upper);
    }
    if lower.chars().count() < 4 {
        return None;
    }
    let words = WORDS.iter().map(|(word, unit)| ((*word).to_owned(), (*unit).to_owned()));
    let symbols = spellings().map(|symbol| (symbol.to_lowercase(), symbol));
    words
        .chain(symbols)
        .find(|(spelling, _)| spelling.len() > 2 && is_one_slip(lower, spelling))
        .map(|(_, unit)| unit)
        .filter(|unit| Scale::find(unit).is_some())
}

/// Every symbol, alone and with its prefixes, in the order of the table.
fn spellings() -> impl Iterator<Item = String> {
    ROWS.iter().flat_map(|row| {
        std::iter::once(row.symbol.to_owned())
            .chain(row.prefixes.chars().map(move |prefix| format!("{prefix}{}", row.symbol)))
    })
}

/// Whether one letter was left out, added, changed, or swapped with its neighbour.
fn is_one_slip(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let start = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let (a, b) = (a.get(start..).unwrap_or_default(), b.get(start..).unwrap_or_default());
    let end = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
    let a = a.get(..a.len() - end).unwrap_or_default();
    let b = b.get(..b.len() - end).unwrap_or_default();
    match (a, b) {
        ([], [_]) | ([_], [] | [_]) => true,
        ([p, q], [r, s]) => p == s && q == r,
        _ => false,
    }
}

/// Words that mean several units, and what to write.
const AMBIGUOUS: [(&str, &str); 18] = [
    ("ton", "write `t` (1000 kg), `short_ton` (2000 lb) or `long_ton` (2240 lb)"),
    ("tons", "write `t` (1000 kg), `short_ton` (2000 lb) or `long_ton` (2240 lb)"),
    ("month", "months differ in length: write `day`, `week` or `year`"),
    ("months", "months differ in length: write `day`, `week` or `year`"),
    ("mo", "months differ in length: write `day`, `week` or `year`"),
    ("dozen", "write the count: 12 for a dozen"),
    ("dozens", "write the count: 12 for a dozen"),
    ("pt", "write `mL` or `gal`: pints differ between countries"),
    ("floz", "write `mL` or `gal`: fluid ounces differ between countries"),
    ("fl_oz", "write `mL` or `gal`: fluid ounces differ between countries"),
    ("gauge", "write the thickness or diameter itself, in `mm` or `in`"),
    ("sq", "write a power: `m2` or `ft2`"),
    ("square", "write a power: `m2` or `ft2`"),
    ("cu", "write a power: `m3` or `ft3`"),
    ("cubic", "write a power: `m3` or `ft3`"),
    ("x", "write one quantity: each length has a field of its own"),
    ("awg", "write the cross-section itself, in `mm2`"),
    ("ps", "write the power in `kW`: 1 PS is 0.7355 kW"),
];

/// Words in the singular, and the unit that they name.
const WORDS: [(&str, &str); 84] = [
    ("metre", "m"),
    ("meter", "m"),
    ("millimetre", "mm"),
    ("millimeter", "mm"),
    ("centimetre", "cm"),
    ("centimeter", "cm"),
    ("kilometre", "km"),
    ("kilometer", "km"),
    ("micrometre", "um"),
    ("micrometer", "um"),
    ("micron", "um"),
    ("inch", "in"),
    ("inche", "in"),
    ("foot", "ft"),
    ("feet", "ft"),
    ("yard", "yd"),
    ("mile", "mi"),
    ("sqft", "ft2"),
    ("sqin", "in2"),
    ("sqm", "m2"),
    ("sqmm", "mm2"),
    ("cuft", "ft3"),
    ("cc", "cm3"),
    ("ccm", "cm3"),
    ("cbm", "m3"),
    ("hectare", "ha"),
    ("litre", "L"),
    ("liter", "L"),
    ("millilitre", "mL"),
    ("milliliter", "mL"),
    ("gallon", "gal"),
    ("quart", "qt"),
    ("gram", "g"),
    ("gramme", "g"),
    ("kilogram", "kg"),
    ("kilo", "kg"),
    ("tonne", "t"),
    ("pound", "lb"),
    ("ounce", "oz"),
    ("lbm", "lb"),
    ("second", "s"),
    ("minute", "min"),
    ("hour", "h"),
    ("annum", "year"),
    ("mt", "t"),
    ("vdc", "V"),
    ("vac", "V"),
    ("watt", "W"),
    ("kilowatt", "kW"),
    ("megawatt", "MW"),
    ("horsepower", "hp"),
    ("joule", "J"),
    ("calorie", "cal"),
    ("volt", "V"),
    ("amp", "A"),
    ("ampere", "A"),
    ("newton", "N"),
    ("pascal", "Pa"),
    ("hertz", "Hz"),
    ("kelvin", "K"),
    ("celsius", "°C"),
    ("centigrade", "°C"),
    ("fahrenheit", "°F"),
    ("ºc", "°C"),
    ("ºf", "°F"),
    ("°k", "K"),
    ("degree", "deg"),
    ("radian", "rad"),
    ("mole", "mol"),
    ("percent", "%"),
    ("pct", "%"),
    ("each", "ea"),
    ("piece", "ea"),
    ("pc", "ea"),
    ("unit", "ea"),
    ("item", "ea"),
    ("count", "ea"),
    ("turn", "rev"),
    ("kph", "km/h"),
    ("kmh", "km/h"),
    ("mph", "mi/h"),
    ("lpm", "L/min"),
    ("dollar", "USD"),
    ("euro", "EUR"),
];
