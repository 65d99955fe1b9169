//! Where pages lie, and how one leads to another: flat, stable names that differ on every file system.

use sha2::{Digest, Sha256};

use crate::text::RepoPath;

/// The home page.
pub const HOME: &str = "index.html";
/// The page of data files.
pub const DATA: &str = "data.html";
/// The script.
pub const SCRIPT: &str = "site.js";
/// The index of the search.
pub const SEARCH: &str = "search.js";
/// The page of "Can I make it?".
pub const MAKEABLE: &str = "can-i-make-it.html";
/// The page of the rules and scores.
pub const RULES: &str = "rules.html";
/// The page of what is claimed.
pub const CLAIMS: &str = "claims.html";
/// What the filters of the home page read, where there are more plans than have cards there.
pub const PLANS_DATA: &str = "plans.js";
/// What its script reads.
pub const MAKEABLE_DATA: &str = "makeable.js";
/// The list of pages for search engines.
pub const SITEMAP: &str = "sitemap.xml";
/// What robots may look at.
pub const ROBOTS: &str = "robots.txt";
/// The latest changes, for feed readers.
pub const FEED: &str = "feed.xml";
/// The stylesheet.
pub const STYLE: &str = "style.css";

/// The longest file name made of an id; most file systems take 255 bytes, with the ending.
const LONGEST_NAME: usize = 120;

/// The page of a plan.
pub fn plan_page(id: &str) -> String {
    format!("plans/{}.html", file_name(id))
}

/// A list of what has its pages in a folder, counted from 0.
pub fn list_page(folder: &str, index: usize) -> String {
    format!("{folder}-{}.html", index + 1)
}

/// The page of a material.
pub fn material_page(id: &str) -> String {
    format!("materials/{}.html", file_name(id))
}

/// The page of a process.
pub fn process_page(id: &str) -> String {
    format!("processes/{}.html", file_name(id))
}

/// The page of a capability.
pub fn capability_page(id: &str) -> String {
    format!("capabilities/{}.html", file_name(id))
}

/// The page of a facility.
pub fn facility_page(id: &str) -> String {
    format!("facilities/{}.html", file_name(id))
}

/// The folder of a plan's files.
pub fn plan_files(id: &str) -> String {
    format!("files/{}", file_name(id))
}

/// The anchor of a line of the bill of materials, counted from 0.
pub fn line_anchor(line: usize) -> String {
    format!("line-{}", line + 1)
}

/// The anchor of a machine on its facility's page.
pub fn equipment_anchor(id: &str) -> String {
    format!("equipment-{}", file_name(id))
}

/// The anchor of a source in the list of its document.
pub fn source_anchor(id: &str) -> String {
    format!("source-{}", file_name(id))
}

/// The anchor of a claim on their page.
pub fn claim_anchor(id: &str) -> String {
    format!("claim-{}", file_name(id))
}

/// The anchor of a facility on the page of a plan.
pub fn place_anchor(facility: &str) -> String {
    format!("at-{}", file_name(facility))
}

/// The page that shows a file of the data, line by line.
pub fn source_page(path: &RepoPath) -> String {
    format!("source/{path}.html")
}

/// The anchor of a line there, counted from 1.
pub fn source_line(line: usize) -> String {
    format!("L{line}")
}

/// A file name of an id. Ids have no `--`, so it can stand for `/`; what is no id, or too long, is told apart by its hash.
pub fn file_name(id: &str) -> String {
    let mut before = b'/';
    let mut is_id = !id.is_empty() && !id.starts_with('.');
    let mut slashes = 0;
    // The name of nearly everything on every page: looked at once.
    for byte in id.bytes() {
        is_id &= match byte {
            b'a'..=b'z' | b'0'..=b'9' => true,
            b'-' | b'.' => byte != before,
            b'/' => true,
            _ => false,
        };
        slashes += usize::from(byte == b'/');
        before = byte;
    }
    let is_short = id.len() + slashes <= LONGEST_NAME;
    if is_id && is_short && slashes == 0 {
        return id.to_owned();
    }
    let flat = id.replace('/', "--");
    if is_id && is_short {
        return flat;
    }
    let digest = Sha256::digest(id.as_bytes());
    let hash: String = digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    let kept: String = flat.chars().filter(|c| c.is_ascii_lowercase() || c.is_ascii_digit()).take(40).collect();
    format!("{kept}--{hash}")
}

/// How the page at `from` leads to `to` (a path; of a page perhaps with `#anchor`), percent-encoded.
pub fn relative(from: &str, to: &str) -> String {
    // Only pages have anchors; a file of a plan may have `#` in its name.
    let anchor_at = to.find(".html#").map(|at| at + ".html".len());
    let (path, anchor) = anchor_at.map_or((to, None), |at| (&to[..at], Some(&to[at + 1..])));
    let mut href = String::with_capacity(to.len() + 9);
    if path != from {
        let same = from.bytes().zip(path.bytes()).take_while(|(here, there)| here == there).count();
        let folders = from.as_bytes()[..same].iter().rposition(|byte| *byte == b'/').map_or(0, |at| at + 1);
        from[folders..].matches('/').for_each(|_| href.push_str("../"));
        path[folders..].split('/').enumerate().for_each(|(number, part)| {
            href.push_str(if number > 0 { "/" } else { "" });
            encode_onto(&mut href, part);
        });
    }
    if let Some(anchor) = anchor {
        href.push('#');
        encode_onto(&mut href, anchor);
    }
    href
}

/// The path of the site that a relative address on the page at `from` leads to, as it was before it was encoded.
pub fn joined_path(from: &str, href: &str) -> String {
    crate::instructions::decode(&joined(from, href))
}

/// The path that a relative link leads to.
pub fn joined(from: &str, href: &str) -> String {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in href.split('/') {
        match part {
            "." => {}
            ".." => _ = parts.pop(),
            other => parts.push(other),
        }
    }
    parts.join("/")
}

/// An address on the web that a link may lead to; nothing that a browser would run.
pub fn web(url: &str) -> Option<String> {
    let lower = url.trim().to_ascii_lowercase();
    let is_web = ["https://", "http://", "mailto:"].iter().any(|scheme| lower.starts_with(scheme));
    let is_clean = !url.trim().chars().any(|c| c.is_control() || c.is_whitespace());
    (is_web && is_clean).then(|| url.trim().to_owned())
}

fn encode_onto(text: &mut String, part: &str) {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~');
    if part.bytes().all(is_plain) {
        text.push_str(part);
        return;
    }
    for byte in part.bytes() {
        match is_plain(byte) {
            true => text.push(byte as char),
            false => text.push_str(&format!("%{byte:02X}")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{file_name, relative, web};

    #[test]
    fn names_stay_inside_and_apart() {
        assert_eq!(file_name("cutting/plasma"), "cutting--plasma");
        assert_eq!(file_name("plate-12.7mm"), "plate-12.7mm");
        for hostile in ["../x", "a\\b", "A", "", "a--b", "con/../x"] {
            let name = file_name(hostile);
            assert!(!name.contains("..") && !name.contains(['/', '\\']) && name.contains("--"), "{name}");
        }
        assert_ne!(file_name("A"), file_name("a"));
        assert!(file_name(&"x".repeat(500)).len() < 100);
    }

    #[test]
    fn hrefs_lead_from_page_to_page() {
        assert_eq!(relative("index.html", "plans/a.html"), "plans/a.html");
        assert_eq!(relative("plans/a.html", "plans/b.html#line-1"), "b.html#line-1");
        assert_eq!(relative("plans/a.html", "plans/a.html#line-1"), "#line-1");
        assert_eq!(relative("plans/a.html", "files/a/cad/x y#.svg"), "../files/a/cad/x%20y%23.svg");
        assert_eq!(relative("plans/a.html", "index.html"), "../index.html");
    }

    #[test]
    fn only_the_web_is_linked() {
        assert!(web("https://example.org/x").is_some());
        assert!(web("javascript:alert(1)").is_none());
        assert!(web(" JaVaScript:alert(1)").is_none());
        assert!(web("data:text/html,x").is_none());
        assert!(web("https://x\u{0}y").is_none());
    }
}
