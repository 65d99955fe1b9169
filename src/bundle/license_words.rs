//! Licences in words: whether what stands under each of the usual ones may be built, changed and sold, and what it asks for in
//! return. It is a help for reading, and no advice: what counts is the text of the licence.

use spdx::LicenseId;

/// A family of licences, and what it comes to.
struct Family {
    /// How their SPDX names begin.
    start: &'static str,
    /// Whether it may be sold, and used in trade.
    sell: bool,
    /// Whether what was changed may be passed on.
    change: bool,
    /// What it asks for; empty if nothing.
    asks: &'static str,
}

const fn family(start: &'static str, sell: bool, change: bool, asks: &'static str) -> Family {
    Family { start, sell, change, asks }
}

const SAME: &str = "Name who made it, and share what you change under the same licence.";
const NAME: &str = "Name who made it.";
const NOTICE: &str = "Keep the notices of copyright and licence.";
const CHANGED_DOCUMENTS: &str = "Share the documentation of what you change under the same licence.";

/// The families, the longer beginning before the shorter.
const FAMILIES: [Family; 24] = [
    family("CC0-", true, true, ""),
    family("CC-BY-NC-ND", false, false, NAME),
    family("CC-BY-NC-SA", false, true, SAME),
    family("CC-BY-NC", false, true, NAME),
    family("CC-BY-ND", true, false, NAME),
    family("CC-BY-SA", true, true, SAME),
    family("CC-BY-", true, true, NAME),
    family(
        "CERN-OHL-S",
        true,
        true,
        "Keep the notices, and give whoever gets one the complete sources, yours too, under the same licence.",
    ),
    family(
        "CERN-OHL-W",
        true,
        true,
        "Keep the notices, and share the sources of what you change under the same licence; what you add beside it stays yours.",
    ),
    family("CERN-OHL-P", true, true, NOTICE),
    family("CERN-OHL-1", true, true, CHANGED_DOCUMENTS),
    family("TAPR-OHL", true, true, CHANGED_DOCUMENTS),
    family("SHL-", true, true, NOTICE),
    family(
        "AGPL-",
        true,
        true,
        "Give the source to whoever gets it, or uses it over a network, under the same licence.",
    ),
    family(
        "LGPL-",
        true,
        true,
        "Share the source of what you change under the same licence; programs that use it may have other terms.",
    ),
    family("GPL-", true, true, "Give the source to whoever gets it, under the same licence."),
    family("MPL-", true, true, "Share the source of the files that you change."),
    family("EUPL-", true, true, "Share the source of what you change, under the same or a compatible licence."),
    family("GFDL-", true, true, "Keep the notices, and share what you change under the same licence."),
    family(
        "Apache-",
        true,
        true,
        "Keep the notices, and say what you changed. Patents that bear on it are licensed too.",
    ),
    family("MIT", true, true, NOTICE),
    family("BSD-", true, true, NOTICE),
    family("ISC", true, true, NOTICE),
    family("Unlicense", true, true, ""),
];

/// What a licence comes to, in words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Terms {
    /// Its full name, if it is a single one.
    pub name: Option<String>,
    /// `You may build it, change it and sell it.`
    pub may: Option<String>,
    /// What it asks for in return.
    pub asks: Option<String>,
}

/// What a licence is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// The machine, and the files that it is built from.
    Hardware,
    /// Texts and pictures.
    Documentation,
    /// Programs.
    Software,
}

impl Scope {
    /// The word for it.
    pub fn title(self) -> &'static str {
        match self {
            Self::Hardware => "Hardware",
            Self::Documentation => "Documentation",
            Self::Software => "Software",
        }
    }

    fn verb(self) -> &'static str {
        match self {
            Self::Hardware => "build it",
            Self::Documentation => "copy it",
            Self::Software => "use it",
        }
    }
}

/// What an SPDX expression comes to. Of several licences that all hold, what all allow; of a choice, each is told.
pub fn terms(scope: Scope, expression: &str) -> Terms {
    let is_word = |word: &&str| !matches!(*word, "OR" | "AND" | "WITH");
    let words: Vec<&str> = expression.split([' ', '(', ')']).filter(|word| !word.is_empty()).collect();
    let is_exception = |at: usize| at > 0 && words[at - 1] == "WITH";
    let named = words.iter().enumerate().filter(|(at, word)| is_word(word) && !is_exception(*at));
    let found: Vec<(LicenseId, Option<&Family>)> = named
        .filter_map(|(_, word)| spdx::license_id(word.trim_end_matches('+')))
        .map(|license| (license, family_of(license)))
        .collect();
    match (&found[..], words.contains(&"OR")) {
        ([], _) => Terms::default(),
        ([(license, family)], _) => Terms {
            name: Some(license.full_name.to_owned()),
            may: family.map(|family| may(scope, family.sell, family.change)),
            asks: family.and_then(|family| asks(scope, family)),
        },
        (several, false) => {
            let known: Option<Vec<&Family>> = several.iter().map(|(_, family)| *family).collect();
            let Some(known) = known else { return Terms::default() };
            let all = may(scope, known.iter().all(|family| family.sell), known.iter().all(|family| family.change));
            let asked: Vec<String> = known.iter().filter_map(|family| asks(scope, family)).collect();
            Terms {
                name: Some("All of these licences at once".to_owned()),
                may: Some(all),
                asks: (!asked.is_empty()).then(|| asked.join(" ")),
            }
        }
        (several, true) => {
            let told = several.iter().filter_map(|(license, family)| {
                let family = (*family)?;
                let asked = asks(scope, family).unwrap_or_default();
                Some(format!("{}: {} {asked}", license.name, may(scope, family.sell, family.change)).trim().to_owned())
            });
            let told: Vec<String> = told.collect();
            Terms {
                name: Some("One of these licences, whichever you choose".to_owned()),
                may: (!told.is_empty()).then(|| told.join(" ")),
                asks: None,
            }
        }
    }
}

fn may(scope: Scope, sell: bool, change: bool) -> String {
    let verb = scope.verb();
    match (sell, change) {
        (true, true) => format!("You may {verb}, change it and sell it."),
        (true, false) => format!("You may {verb} and sell it, but not pass on what you changed."),
        (false, true) => format!("You may {verb} and change it, but not sell it or use it in trade."),
        (false, false) => format!("You may {verb}, but not sell it, use it in trade, or pass on what you changed."),
    }
}

fn asks(scope: Scope, family: &Family) -> Option<String> {
    const TEXTS: &str = "It was written for texts and pictures: whether it binds whoever builds and sells the machine itself, the law where you are decides.";
    match (family.asks, scope == Scope::Hardware && family.start.starts_with("CC-")) {
        ("", _) => None,
        (asks, true) => Some(format!("{asks} {TEXTS}")),
        (asks, false) => Some(asks.to_owned()),
    }
}

fn family_of(license: LicenseId) -> Option<&'static Family> {
    FAMILIES.iter().find(|family| license.name.starts_with(family.start))
}

#[cfg(test)]
mod tests {
    use super::{FAMILIES, Scope, Terms, terms};

    #[test]
    fn licences_say_whether_one_may_sell() {
        let may = |scope, expression: &str| terms(scope, expression).may.unwrap_or_default();
        let asks = |expression: &str| terms(Scope::Hardware, expression).asks.unwrap_or_default();
        assert_eq!(may(Scope::Hardware, "CERN-OHL-S-2.0"), "You may build it, change it and sell it.");
        assert!(asks("CERN-OHL-S-2.0").contains("complete sources"));
        assert!(asks("CC-BY-SA-4.0").contains("share what you change") && asks("CC-BY-SA-4.0").contains("the law"));
        assert!(may(Scope::Documentation, "CC-BY-NC-4.0").contains("but not sell it"));
        assert!(may(Scope::Documentation, "CC-BY-NC-ND-4.0").contains("or pass on what you changed"));
        assert!(may(Scope::Software, "GPL-3.0-or-later").starts_with("You may use it"));
        assert!(terms(Scope::Software, "GPL-2.0-only WITH Classpath-exception-2.0").may.is_some());
        assert_eq!(terms(Scope::Hardware, "LicenseRef-mine"), Terms::default());
    }

    #[test]
    fn several_licences_are_told_as_they_go_together() {
        let either = terms(Scope::Software, "MIT OR Apache-2.0");
        let words = either.may.unwrap_or_default();
        assert!(words.starts_with("MIT: You may use it") && words.contains("Apache-2.0: "));
        let both = terms(Scope::Documentation, "CC-BY-4.0 AND CC-BY-NC-4.0");
        assert!(both.may.unwrap_or_default().contains("but not sell it"));
    }

    #[test]
    fn each_family_is_one_of_the_list() {
        let names: Vec<&str> = spdx::identifiers::LICENSES.iter().map(|license| license.name).collect();
        for family in FAMILIES {
            assert!(names.iter().any(|name| name.starts_with(family.start)), "{}", family.start);
        }
    }
}
