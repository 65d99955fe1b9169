//! Names of files that unpack everywhere: on Windows, on file systems that do not tell case apart, and never outside the folder.

use std::collections::BTreeMap;

use icu_normalizer::ComposingNormalizerBorrowed;

/// The longest path; Windows allows 260 characters with the folder in which a packet is unpacked.
const LONGEST: usize = 180;

/// What is wrong with a path, in words; `None` if it unpacks everywhere.
pub fn fault_of(path: &str) -> Option<String> {
    if path.is_empty() {
        return Some("it has no name".to_owned());
    }
    if path.len() > LONGEST {
        return Some(format!("its name has more than {LONGEST} bytes"));
    }
    if path.starts_with('/') || path.contains('\\') {
        return Some("it is absolute, or has a `\\`".to_owned());
    }
    path.split('/').find_map(fault_of_part)
}

fn fault_of_part(part: &str) -> Option<String> {
    if matches!(part, "" | "." | "..") {
        return Some("it leads out of the folder, or has an empty part".to_owned());
    }
    if let Some(bad) = part.chars().find(|c| c.is_control() || matches!(c, '<' | '>' | ':' | '"' | '|' | '?' | '*')) {
        return Some(format!("it has a {bad:?}, which Windows refuses"));
    }
    if let Some(hidden) = part.chars().find(|c| is_unseen(*c)) {
        return Some(format!("it has a character that is not seen, U+{:04X}", u32::from(hidden)));
    }
    if part.ends_with(['.', ' ']) || part.starts_with(' ') {
        return Some("a part of it begins or ends with a blank, or ends with a dot".to_owned());
    }
    let stem = part.split('.').next().unwrap_or_default().trim_end().to_ascii_uppercase();
    let numbered = |name: &str| {
        stem.strip_prefix(name)
            .is_some_and(|rest| matches!(rest, "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9" | "¹" | "²" | "³"))
    };
    if matches!(stem.as_str(), "CON" | "PRN" | "AUX" | "NUL" | "CONIN$" | "CONOUT$" | "CLOCK$")
        || numbered("COM")
        || numbered("LPT")
    {
        return Some(format!("`{part}` is a device on Windows"));
    }
    None
}

/// Marks of width zero and of the direction of writing, by which a name looks like another.
fn is_unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// A path as a file system that tells neither case nor the ways to write an accent apart (that of macOS) keeps it.
fn folded(path: &str) -> String {
    if path.is_ascii() {
        return path.to_ascii_lowercase();
    }
    ComposingNormalizerBorrowed::new_nfc().normalize(&path.to_lowercase()).into_owned()
}

/// Pairs of paths that a file system without case takes for one, or of which one is a folder of the other.
pub fn collisions<'p>(paths: impl IntoIterator<Item = &'p str>) -> Vec<(String, String)> {
    let mut known: BTreeMap<String, (&str, bool)> = BTreeMap::new();
    let mut found = Vec::new();
    for path in paths {
        let folded = folded(path);
        for (end, _) in folded.match_indices('/') {
            let folder = &folded[..end];
            match known.get(folder) {
                Some((other, true)) => found.push(((*other).to_owned(), path.to_owned())),
                Some(_) => {}
                None => {
                    known.insert(folder.to_owned(), (path, false));
                }
            }
        }
        match known.get(&folded) {
            Some((other, _)) => found.push(((*other).to_owned(), path.to_owned())),
            None => {
                known.insert(folded, (path, true));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{collisions, fault_of};

    #[test]
    fn names_that_do_not_unpack_everywhere() {
        for bad in [
            "",
            "/a",
            "../a",
            "a/../b",
            "a//b",
            "a:b",
            "C:/x",
            "a\\b",
            "aux",
            "cad/NUL.step",
            "com1.txt",
            "Clock$",
            "a.",
            "a /b",
            "x\ny",
            "./a",
            "a/",
            "plan\u{202e}fdp.exe",
        ] {
            assert!(fault_of(bad).is_some(), "{bad:?}");
        }
        for good in ["index.html", "files/cad/plate-a1.svg", "files/Größe 2.step", "console.txt", "com10"] {
            assert_eq!(fault_of(good), None, "{good:?}");
        }
    }

    #[test]
    fn paths_that_case_alone_tells_apart() {
        assert_eq!(collisions(["a/B", "a/b", "c"]).len(), 1);
        assert_eq!(collisions(["a", "A/b"]).len(), 1);
        assert_eq!(collisions(["A/b", "a"]).len(), 1);
        // An accent of its own, or with its letter.
        assert_eq!(collisions(["caf\u{e9}.txt", "Cafe\u{301}.txt"]).len(), 1);
        assert!(collisions(["a/b", "a/c", "d"]).is_empty());
    }
}
