//! What is known of licences beyond the SPDX list: what people call them, and which of them are not open.

use spdx::{LicenseId, LicenseItem};

/// Names that no rule of spelling leads to an SPDX identifier: in lower case, (what is written, what is meant).
const NICKNAMES: &[(&str, &str)] = &[
    ("agpl", "AGPL-3.0-or-later"),
    ("apache", "Apache-2.0"),
    ("bsd", "BSD-3-Clause"),
    ("cc", "CC-BY-SA-4.0"),
    ("cc by", "CC-BY-4.0"),
    ("cc by sa", "CC-BY-SA-4.0"),
    ("cc 0", "CC0-1.0"),
    ("cc zero", "CC0-1.0"),
    ("cern", "CERN-OHL-S-2.0"),
    ("cern ohl", "CERN-OHL-S-2.0"),
    ("cern ohl 2", "CERN-OHL-S-2.0"),
    ("gfdl", "GFDL-1.3-or-later"),
    ("gnu agpl", "AGPL-3.0-or-later"),
    ("gnu gpl", "GPL-3.0-or-later"),
    ("gnu lgpl", "LGPL-3.0-or-later"),
    ("gpl", "GPL-3.0-or-later"),
    ("lgpl", "LGPL-3.0-or-later"),
    ("mpl", "MPL-2.0"),
    ("ohl", "CERN-OHL-S-2.0"),
    ("public domain", "CC0-1.0"),
    ("shl", "Apache-2.0 WITH SHL-2.1"),
    ("shl 2", "Apache-2.0 WITH SHL-2.0"),
    ("shl 2 1", "Apache-2.0 WITH SHL-2.1"),
    ("solderpad", "Apache-2.0 WITH SHL-2.1"),
    ("solderpad 2", "Apache-2.0 WITH SHL-2.0"),
    ("solderpad 2 1", "Apache-2.0 WITH SHL-2.1"),
    ("solderpad hardware", "Apache-2.0 WITH SHL-2.1"),
    ("solderpad hardware 2 1", "Apache-2.0 WITH SHL-2.1"),
    ("tapr", "TAPR-OHL-1.0"),
    ("tapr ohl", "TAPR-OHL-1.0"),
];

/// Words that stand for others in the names of Creative Commons.
const ABBREVIATIONS: &[(&str, &str)] = &[
    ("alike", "sa"),
    ("attribution", "by"),
    ("creative", "cc"),
    ("noderivatives", "nd"),
    ("noderivs", "nd"),
    ("noncommercial", "nc"),
    ("sharealike", "sa"),
];

/// Words that a name may have or lack, and mean the same.
const FILLERS: &[&str] =
    &["commons", "international", "licence", "license", "open", "share", "the", "unported", "v", "version"];

/// Licences of the SPDX list that are not open, beside those with `NC` and `ND` in their names, and why.
const CLOSED: &[(&str, &str)] = &[
    ("Aladdin", "it forbids selling"),
    ("BUSL-1.1", "it forbids use in production until years have passed"),
    ("C-UDA-1.0", "it allows only computation"),
    ("CPOL-1.02", "it forbids selling on its own, and some uses"),
    ("Elastic-2.0", "it forbids some services"),
    ("FSL-1.1-ALv2", "it forbids competing uses until years have passed"),
    ("FSL-1.1-MIT", "it forbids competing uses until years have passed"),
    ("Hippocratic-2.1", "it forbids some users and uses"),
    ("Hippocratic-3.0-core", "it forbids some users and uses"),
    ("JSON", "it forbids some uses"),
    ("MS-LPL", "it binds the work to one platform"),
    ("NCGL-UK-2.0", "it forbids commercial use"),
    ("NOASSERTION", "it says nothing, so nobody may use the work"),
    ("PPL", "it forbids use by most companies"),
    ("PolyForm-Noncommercial-1.0.0", "it forbids commercial use"),
    ("PolyForm-Small-Business-1.0.0", "it forbids use by larger companies"),
    ("SSPL-1.0", "it forbids services unless everything around them is opened too"),
    ("SUL-1.0", "it forbids most commercial use"),
    ("UnRAR", "it forbids some changes"),
];

/// Why a licence is not open: free for all to study, change, make and sell; `None` if it is open.
pub(super) fn why_closed(license: &LicenseItem) -> Option<&'static str> {
    let Some(id) = license.id() else {
        return Some("it is on no public list, so nobody can tell what it allows");
    };
    let has_part = |part: &str| id.name.split('-').any(|word| word == part);
    let listed = CLOSED.iter().find(|(name, _)| *name == id.name).map(|(_, why)| *why);
    match (id.name.starts_with("CC-"), has_part("NC"), has_part("ND")) {
        (true, true, true) => Some("it forbids commercial use and changes"),
        (true, true, false) => Some("it forbids commercial use, and so making it for sale"),
        (true, false, true) => Some("it forbids changes"),
        _ if has_part("invariants") && !has_part("no") => Some("it has parts that nobody may change"),
        _ => listed,
    }
}

/// The open licence nearest to a closed one of Creative Commons.
pub(super) fn opened(id: LicenseId) -> Option<&'static str> {
    let parts: Vec<&str> = id.name.split('-').filter(|part| !matches!(*part, "NC" | "ND")).collect();
    spdx::license_id(&parts.join("-")).map(|open| open.name).filter(|name| *name != id.name)
}

/// What was probably meant by a name that is no SPDX identifier: an expression that is one.
pub(in crate::lint) fn meant(name: &str) -> Option<String> {
    let words = words_of(name);
    if let Some((_, meant)) = NICKNAMES.iter().find(|(nickname, _)| *nickname == words.join(" ")) {
        return Some((*meant).to_owned());
    }
    let sorted = sorted(words.clone());
    let same_words = |id: &&&str| self::sorted(words_of(id)) == sorted;
    let has_words = |id: &&&str| words.iter().all(|word| words_of(id).contains(word));
    let ids: Vec<&str> = spdx::identifiers::LICENSES.iter().map(|license| license.name).collect();
    let versionless = words.len() > 1 && !words.iter().any(|word| word.starts_with(|c: char| c.is_ascii_digit()));
    let same = ids.iter().find(same_words);
    // Of several versions the list has the latest last.
    let latest = || {
        ids.iter()
            .filter(|_| versionless)
            .filter(has_words)
            .min_by_key(|id| (words_of(id).len(), std::cmp::Reverse(**id)))
    };
    let alike = || {
        let lowered = name.to_lowercase();
        let distance = |id: &&&str| strsim::osa_distance(&lowered, &id.to_lowercase());
        ids.iter().min_by_key(distance).filter(|id| distance(id) <= (lowered.len() / 5).min(2))
    };
    same.or_else(latest).or_else(alike).map(|id| current(id).to_owned())
}

/// The identifier that the SPDX list wants in the place of a deprecated one of GNU, which says nothing of later versions.
pub(super) fn current(id: &str) -> &str {
    let base = id.trim_end_matches('+');
    let or_later = spdx::license_id(base)
        .filter(|id| id.is_gnu() && id.is_deprecated())
        .and_then(|_| spdx::gnu_license_id(base, true));
    or_later.map_or(id, |id| id.name)
}

/// The words of a name, by which spellings of one licence are the same: `GPLv3`, `gpl 3.0` and `GPL-3.0` are `gpl 3`.
fn words_of(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut last = ' ';
    for c in name.to_lowercase().chars() {
        let joins = c.is_alphanumeric() && last.is_alphanumeric() && c.is_ascii_digit() == last.is_ascii_digit();
        match words.last_mut() {
            Some(word) if joins => word.push(c),
            _ if c.is_alphanumeric() => words.push(c.to_string()),
            _ => {}
        }
        last = c;
    }
    for word in &mut words {
        if let Some((_, short)) = ABBREVIATIONS.iter().find(|(long, _)| long == word) {
            *word = (*short).to_owned();
        }
    }
    // The `v` of `GPLv3` is the one of `version`.
    for index in 1..words.len() {
        let precedes_number = words[index].starts_with(|c: char| c.is_ascii_digit());
        if precedes_number && words[index - 1].len() > 1 && words[index - 1].ends_with('v') {
            words[index - 1].pop();
        }
    }
    // `2.0` is `2`; the zeros of `CC0` and `0BSD` are names.
    let mut after_number = false;
    words.retain(|word| {
        let says_more = word != "0" || !after_number;
        after_number = word.starts_with(|c: char| c.is_ascii_digit());
        says_more && !FILLERS.contains(&word.as_str())
    });
    words
}

fn sorted(mut words: Vec<String>) -> Vec<String> {
    words.sort();
    words
}

#[cfg(test)]
mod tests {
    use super::{CLOSED, NICKNAMES, meant, opened};

    #[test]
    fn what_people_write_leads_to_what_they_mean() {
        for (written, expected) in [
            ("CC BY-SA 4.0", "CC-BY-SA-4.0"),
            ("cc-by-sa-4.0", "CC-BY-SA-4.0"),
            ("CC-BY-SA", "CC-BY-SA-4.0"),
            ("GPLv3", "GPL-3.0-or-later"),
            ("GPL 3", "GPL-3.0-or-later"),
            ("GNU GPL", "GPL-3.0-or-later"),
            ("CERN-OHL-S", "CERN-OHL-S-2.0"),
            ("CERN OHL v2 S", "CERN-OHL-S-2.0"),
            ("CERN-OHL-S v2", "CERN-OHL-S-2.0"),
            ("CERN-OHL-S-2", "CERN-OHL-S-2.0"),
            ("CERN OHL v1.2", "CERN-OHL-1.2"),
            ("TAPR OHL", "TAPR-OHL-1.0"),
            ("Solderpad Hardware License v2.1", "Apache-2.0 WITH SHL-2.1"),
            ("SHL-2.1", "Apache-2.0 WITH SHL-2.1"),
            ("Apache 2", "Apache-2.0"),
            ("MIT License", "MIT"),
            ("mit", "MIT"),
            ("CC0", "CC0-1.0"),
            ("Creative Commons Attribution-ShareAlike 4.0", "CC-BY-SA-4.0"),
            ("Creative Commons Attribution Share Alike 3.0 Unported License", "CC-BY-SA-3.0"),
            ("Creative Commons Zero", "CC0-1.0"),
        ] {
            assert_eq!(meant(written).as_deref(), Some(expected), "{written}");
        }
        for written in ["All rights reserved", "proprietary", "ask me", "42"] {
            assert_eq!(meant(written), None, "{written}");
        }
    }

    #[test]
    fn the_tables_name_licences_of_the_list() {
        for (nickname, expression) in NICKNAMES {
            assert!(spdx::Expression::parse(expression).is_ok(), "{expression}");
            assert_eq!(meant(nickname).as_deref(), Some(*expression));
        }
        for (name, _) in CLOSED {
            assert!(spdx::license_id(name).is_some(), "{name}");
        }
    }

    #[test]
    fn closed_creative_commons_have_an_open_neighbour() {
        let open = |name: &str| spdx::license_id(name).and_then(opened);
        assert_eq!(open("CC-BY-NC-SA-4.0"), Some("CC-BY-SA-4.0"));
        assert_eq!(open("CC-BY-NC-ND-4.0"), Some("CC-BY-4.0"));
        assert_eq!(open("MIT"), None);
    }
}
