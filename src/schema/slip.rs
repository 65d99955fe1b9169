//! Whether a name is a slip of the pen for another one, or rather another thing's name.
//!
//! Names that authors give are an open list: that `bolt-m12x45` is near to `bolt-m12x40` does not say that it is meant. One letter
//! that is missing, doubled, wrong or swapped within a longer word is a slip; another digit, another short word (`leg-l` and
//! `leg-r`) or another ending of chemistry (`chloride`, `chlorite`) is another thing.

/// Words shorter than this are codes: of sides, grades, sizes.
const SHORTEST_WORD: usize = 4;

/// In words shorter than this, a changed letter makes another word too often: `coal` and `coil`.
const SHORTEST_CHANGED: usize = 5;

/// Endings that make another substance of the same stem.
const ENDINGS: [&str; 14] =
    ["ate", "ite", "ide", "ane", "ene", "yne", "anol", "enol", "al", "ol", "one", "on", "ic", "ous"];

/// The one of all names that an unknown name can only be meant for.
pub fn sure_name<'c>(unknown: &str, names: impl Iterator<Item = &'c str> + Clone) -> Option<&'c str> {
    let mut meant = names.clone().filter(|name| is_slip(unknown, name));
    let first = meant.next()?;
    if meant.any(|other| other != first) {
        return None;
    }
    // A word that other names hold too is one that the author knows how to write.
    let changed: Vec<&str> = words(unknown).filter(|word| !words(first).any(|known| known == *word)).collect();
    let is_known = |name: &str| words(name).any(|word| changed.contains(&word));
    (changed.is_empty() || !names.clone().any(is_known)).then_some(first)
}

/// Whether `written` is `name` with one slip in it.
pub fn is_slip(written: &str, name: &str) -> bool {
    if written.len().abs_diff(name.len()) > 4 || written == name {
        return false;
    }
    if has_same_letters(written, name) {
        // Only how its words are joined differs, or upper and lower case; `m1-20` is not `m12-0`.
        return with_digits(written).eq(with_digits(name));
    }
    if !is_one_place(written.as_bytes(), name.as_bytes()) {
        return false;
    }
    let (written_words, name_words): (Vec<&str>, Vec<&str>) = (words(written).collect(), words(name).collect());
    if written_words.len() != name_words.len() {
        return false;
    }
    let mut differing = written_words.iter().zip(&name_words).filter(|(a, b)| a != b);
    match (differing.next(), differing.next()) {
        (Some((a, b)), None) => is_slip_of_word(a, b),
        _ => false,
    }
}

fn has_same_letters(a: &str, b: &str) -> bool {
    fn letters(text: &str) -> impl Iterator<Item = char> {
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase)
    }
    letters(a).eq(letters(b))
}

/// The words of a name that hold digits.
fn with_digits(text: &str) -> impl Iterator<Item = String> {
    words(text).filter(|word| word.bytes().any(|byte| byte.is_ascii_digit())).map(str::to_lowercase)
}

/// Whether two texts differ in one place, of four bytes at the most: which spares a closer look at most of them.
fn is_one_place(a: &[u8], b: &[u8]) -> bool {
    let start = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let (a, b) = (&a[start..], &b[start..]);
    let end = a.iter().rev().zip(b.iter().rev()).take_while(|(a, b)| a == b).count();
    a.len().max(b.len()) - end <= 4
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(['-', '.', '/', '_', ' ']).filter(|word| !word.is_empty())
}

fn is_slip_of_word(written: &str, word: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) =
        (written.to_lowercase().chars().collect(), word.to_lowercase().chars().collect());
    let has_digit = |word: &[char]| word.iter().any(|c| !c.is_alphabetic());
    if a.len().min(b.len()) < SHORTEST_WORD
        || has_digit(&a)
        || has_digit(&b)
        || strsim::osa_distance(written, word) != 1
    {
        return false;
    }
    let is_swap = a.len() == b.len() && {
        let (mut a, mut b) = (a.clone(), b.clone());
        a.sort_unstable();
        b.sort_unstable();
        a == b
    };
    if is_swap {
        return true;
    }
    let is_changed = a.len() == b.len();
    a.first() == b.first() && !(is_changed && a.len() < SHORTEST_CHANGED) && !are_two_substances(written, word)
}

/// Whether both words are whole by the endings of chemistry, and differ there.
fn are_two_substances(a: &str, b: &str) -> bool {
    let ending = |word: &str| ENDINGS.iter().copied().find(|ending| word.ends_with(ending));
    match (ending(a), ending(b)) {
        (Some(a), Some(b)) => a != b,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{is_slip, sure_name};

    #[test]
    fn slips_are_told_from_other_things() {
        for (written, name) in [
            ("steel-bilet", "steel-billet"),
            ("steel-billlet", "steel-billet"),
            ("stele-billet", "steel-billet"),
            ("steel-plote", "steel-plate"),
            ("steelbillet", "steel-billet"),
            ("weld-the-fram", "weld-the-frame"),
            ("hydralic-cylinder-5in", "hydraulic-cylinder-5in"),
            ("graphit", "graphite"),
            ("Steel-Billet", "steel-billet"),
        ] {
            assert!(is_slip(written, name), "{written}");
        }
        for (written, name) in [
            ("bolt-m12x45", "bolt-m12x40"),
            ("leg-l", "leg-r"),
            ("welding/mig", "welding/tig"),
            ("sodium-chlorite", "sodium-chloride"),
            ("silicone", "silicon"),
            ("ethane", "methane"),
            ("coal", "coil"),
            ("m1-20", "m12-0"),
            ("steel-bar", "steel-billet"),
            ("bearing-608", "bearing-609"),
        ] {
            assert!(!is_slip(written, name), "{written}");
        }
    }

    #[test]
    fn only_one_name_may_be_meant() {
        let names = ["steel-plate-3mm", "steel-plate-6mm", "oil-filter", "filler-cap", "steel-tube"];
        let sure = |unknown| sure_name(unknown, names.into_iter());
        assert_eq!(sure("steel-plte-6mm"), Some("steel-plate-6mm"));
        assert_eq!(sure("steel-plte-9mm"), None);
        assert_eq!(sure("oil-filler"), None);
        assert_eq!(sure_name("brass-rood", ["brass-rod", "brass-road"].into_iter()), None);
    }
}
