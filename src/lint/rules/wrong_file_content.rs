//! A file that is empty, or not what its extension says.

use super::plan_contents::{NamedContent, contents};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lint::Lint;
use crate::lint::rule::{Check, Rule};

/// Looks at the first bytes of the files that plans name.
pub static RULE: Rule = Rule {
    name: "wrong-file-content",
    severity: Severity::Warning,
    page: include_str!("wrong_file_content.md"),
    check: Check::Here(find),
};

/// What files of an extension begin with, one of several ways; and what they are called.
const BEGINNINGS: &[(&str, &str, &[&[u8]])] = &[
    ("3mf", "a 3MF model", &[b"PK\x03\x04"]),
    ("fcstd", "a FreeCAD document", &[b"PK\x03\x04"]),
    ("gif", "a GIF picture", &[b"GIF87a", b"GIF89a"]),
    ("gz", "a gzip archive", &[b"\x1f\x8b"]),
    ("jpeg", "a JPEG picture", &[b"\xff\xd8\xff"]),
    ("jpg", "a JPEG picture", &[b"\xff\xd8\xff"]),
    ("ods", "a spreadsheet", &[b"PK\x03\x04"]),
    ("pdf", "a PDF document", &[b"%PDF-"]),
    ("png", "a PNG picture", &[b"\x89PNG\r\n\x1a\n"]),
    ("step", "a STEP model", &[b"ISO-10303-21"]),
    ("stp", "a STEP model", &[b"ISO-10303-21"]),
    ("webp", "a WebP picture", &[b"RIFF"]),
    ("zip", "a zip archive", &[b"PK\x03\x04", b"PK\x05\x06"]),
];

fn find(lint: &Lint<'_>) -> Vec<Diagnostic> {
    contents(lint).iter().filter_map(fault).collect()
}

fn fault(file: &NamedContent) -> Option<Diagnostic> {
    let start = file.start.as_ref().ok()?;
    if file.size_bytes == 0 || start.iter().all(u8::is_ascii_whitespace) {
        let help = "write the file again from the program that made it, and commit it; or take the line out";
        return Some(Diagnostic::warning(RULE.name, file.span, format!("`{}` is empty", file.path)).with_help(help));
    }
    // A pointer of Git LFS is told as that.
    if file.is_lfs_pointer() {
        return None;
    }
    let extension = file.path.file_name().rsplit_once('.')?.1.to_ascii_lowercase();
    let text = String::from_utf8_lossy(start);
    // A mark of the byte order and blanks may stand before text.
    let words = text.trim_start_matches('\u{FEFF}').trim_start();
    let expected = if extension == "svg" {
        let is_picture = text.contains("<svg") || (words.starts_with('<') && file.size_bytes > start.len() as u64);
        (!is_picture).then_some("an SVG picture")?
    } else {
        let (_, name, beginnings) = BEGINNINGS.iter().find(|(known, _, _)| *known == extension)?;
        let begins = |beginning: &&[u8]| start.starts_with(beginning) || words.as_bytes().starts_with(beginning);
        (!beginnings.iter().any(begins)).then_some(*name)?
    };
    let found = kind_of(start, words);
    let message = format!("`{}` is not {expected}, as its name says: {found}", file.path);
    let help = "write it again in that format, or give it the name of what it is";
    Some(Diagnostic::warning(RULE.name, file.span, message).with_help(help))
}

/// What a content is, in words.
fn kind_of(start: &[u8], words: &str) -> String {
    let known =
        BEGINNINGS.iter().find(|(_, _, beginnings)| beginnings.iter().any(|beginning| start.starts_with(beginning)));
    if let Some((_, name, _)) = known {
        return format!("it is {name}");
    }
    if words.to_ascii_lowercase().starts_with("<!doctype html") || words.to_ascii_lowercase().starts_with("<html") {
        return "it is a web page".to_owned();
    }
    if std::str::from_utf8(start).is_ok() {
        let first: String = words.chars().take_while(|c| *c != '\n').take(24).collect();
        return format!("it begins with `{}`", first.trim_end());
    }
    let first: Vec<String> = start.iter().take(4).map(|byte| format!("{byte:02X}")).collect();
    format!("it begins with the bytes {}", first.join(" "))
}
