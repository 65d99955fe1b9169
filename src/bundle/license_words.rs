//! Licences in words: what each of the usual ones allows and asks for, in a sentence. It is a help for reading, and no advice: what
//! counts is the text of the licence.

use spdx::LicenseId;

/// Families of licences by how their SPDX names begin, the longer before the shorter, and what they come to.
const FAMILIES: [(&str, &str); 24] = [
    ("CC0-", "Given to the public: for any use, without conditions."),
    ("CC-BY-NC-ND", "For any use but a commercial one, unchanged; name who made it."),
    (
        "CC-BY-NC-SA",
        "For any use but a commercial one; name who made it, and share what you change under the same terms.",
    ),
    ("CC-BY-NC", "For any use but a commercial one; name who made it."),
    ("CC-BY-ND", "For any use, unchanged; name who made it."),
    ("CC-BY-SA", "For any use, selling too; name who made it, and share what you change under the same terms."),
    ("CC-BY-", "For any use, selling too; name who made it."),
    ("CERN-OHL-S", "Make, change and sell it; whoever gets one gets the sources, yours too, under the same licence."),
    (
        "CERN-OHL-W",
        "Make, change and sell it; share the sources of what you change, while what you add beside it stays yours.",
    ),
    ("CERN-OHL-P", "Make, change and sell it; keep the notices."),
    ("CERN-OHL-1", "Make, change and sell it; share the documentation of what you change under the same licence."),
    ("TAPR-OHL", "Make, change and sell it; share the documentation of what you change under the same licence."),
    ("SHL-", "Make, change and sell it; keep the notices."),
    (
        "AGPL-",
        "Use, change and sell it; share the source with whoever gets it, or uses it over a network, under the same licence.",
    ),
    (
        "LGPL-",
        "Use, change and sell it; share the source of what you change, while programs that use it may have other terms.",
    ),
    ("GPL-", "Use, change and sell it; share the source with whoever gets it, under the same licence."),
    ("MPL-", "Use, change and sell it; share the source of the files that you change."),
    ("EUPL-", "Use, change and sell it; share the source of what you change, under the same or a compatible licence."),
    ("GFDL-", "Copy and change it; keep the notices, and share what you change under the same licence."),
    (
        "Apache-",
        "Use, change and sell it; keep the notices, say what you changed. Patents that bear on it are licensed too.",
    ),
    ("MIT", "Use, change and sell it; keep the notice."),
    ("BSD-", "Use, change and sell it; keep the notice."),
    ("ISC", "Use, change and sell it; keep the notice."),
    ("Unlicense", "Given to the public: for any use, without conditions."),
];

/// What an SPDX expression comes to: the full name of a single licence and a sentence, or how several go together.
pub fn in_words(expression: &str) -> Option<String> {
    let is_word = |word: &str| matches!(word, "OR" | "AND" | "WITH");
    let words: Vec<&str> = expression.split_whitespace().collect();
    if words.len() == 1 {
        let license = spdx::license_id(expression.trim_end_matches('+'))?;
        return Some(match sentence(license) {
            Some(sentence) => format!("{}. {sentence}", license.full_name.trim_end_matches('.')),
            None => license.full_name.to_owned(),
        });
    }
    let has = |wanted: &str| words.iter().any(|word| is_word(word) && *word == wanted);
    match (has("OR"), has("AND")) {
        (true, false) => Some("Under one of these licences, whichever you choose.".to_owned()),
        (false, true) => Some("Under all of these licences at once.".to_owned()),
        _ => None,
    }
}

fn sentence(license: LicenseId) -> Option<&'static str> {
    FAMILIES.iter().find(|(start, _)| license.name.starts_with(start)).map(|(_, sentence)| *sentence)
}

#[cfg(test)]
mod tests {
    use super::{FAMILIES, in_words};

    #[test]
    fn licences_are_told_in_words() {
        let words = |expression: &str| in_words(expression).unwrap_or_default();
        assert!(words("CERN-OHL-S-2.0").contains("whoever gets one gets the sources"));
        assert!(words("CC-BY-SA-4.0").contains("share what you change"));
        assert!(words("CC-BY-NC-4.0").contains("but a commercial one"));
        assert!(words("GPL-3.0-or-later").starts_with("GNU General Public License v3.0 or later."));
        assert!(words("MIT OR Apache-2.0").contains("whichever you choose"));
        assert_eq!(in_words("LicenseRef-mine"), None);
    }

    #[test]
    fn each_family_is_one_of_the_list() {
        let names: Vec<&str> = spdx::identifiers::LICENSES.iter().map(|license| license.name).collect();
        for (start, _) in FAMILIES {
            assert!(names.iter().any(|name| name.starts_with(start)), "{start}");
        }
    }
}
