//! Which characters make up the symbol of a unit, and which a power.

/// The longest start of `text` that can be the symbol of a unit.
pub(super) fn leading_symbol(text: &str) -> &str {
    let ascii = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    let rest = text.get(ascii..).unwrap_or_default();
    let end = match rest.as_bytes().first() {
        None | Some(b'/' | b'0'..=b'9' | b' ' | b'*' | b'^') => ascii,
        _ => ascii + rest.find(|c: char| !is_symbol(c)).unwrap_or(rest.len()),
    };
    text.get(..end).unwrap_or_default()
}

fn is_symbol(c: char) -> bool {
    if c.is_ascii() {
        c.is_ascii_alphabetic() || matches!(c, '%' | '_' | '$')
    } else {
        !c.is_whitespace() && power_digit(c).is_none() && !"·⋅×⁻−–″′”’⁄".contains(c)
    }
}

/// Whether a digit of a power comes first.
pub(super) fn starts_with_power(text: &str) -> bool {
    text.chars().next().is_some_and(|c| power_digit(c).is_some())
}

/// The value of a digit, raised or not.
pub(super) fn power_digit(c: char) -> Option<i8> {
    Some(match c {
        '0' | '⁰' => 0,
        '1' | '¹' => 1,
        '2' | '²' => 2,
        '3' | '³' => 3,
        '4' | '⁴' => 4,
        '5' | '⁵' => 5,
        '6' | '⁶' => 6,
        '7' | '⁷' => 7,
        '8' | '⁸' => 8,
        '9' | '⁹' => 9,
        _ => return None,
    })
}
