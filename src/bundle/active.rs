//! Which files a browser would run, if somebody opens them by themselves: there the policy of our pages does not hold, and a
//! host seldom has one of its own.

use crate::text::RepoPath;

/// Endings of files that browsers take for pages, scripts, or documents that may hold either.
const ACTIVE: [&str; 13] =
    ["html", "htm", "xhtml", "xht", "shtml", "mhtml", "mht", "xml", "xsl", "xslt", "js", "mjs", "svgz"];

/// Elements of a drawing that run something, or hold a page.
const RUNNING: [&str; 7] = ["script", "foreignobject", "iframe", "embed", "object", "handler", "listener"];

/// Elements that fetch what their address names.
const FETCHING: [&str; 3] = ["image", "use", "feimage"];

/// Whether a browser that opens the file would run something in it, or fetch something for it.
pub fn would_run(path: &RepoPath, content: &[u8]) -> bool {
    let extension = path.file_name().rsplit_once('.').map_or("", |(_, extension)| extension).to_ascii_lowercase();
    match extension.as_str() {
        "svg" => is_active_drawing(content),
        other => ACTIVE.contains(&other),
    }
}

fn is_active_drawing(content: &[u8]) -> bool {
    // What is not plain UTF-8 may say other things to a browser than to us.
    let Ok(text) = std::str::from_utf8(content) else { return true };
    let text = text.to_lowercase();
    if text.contains('\0')
        || has_foreign_encoding(&text)
        || text.contains("<!entity")
        || text.contains("<?xml-stylesheet")
    {
        return true;
    }
    let text = decoded(&text);
    // Browsers pass over white space in an address.
    let joined: String = text.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
    if ["javascript:", "vbscript:", "data:text/html", "@import"].iter().any(|bad| joined.contains(bad)) {
        return true;
    }
    let far = ["http:", "https:", "//"];
    let leads_far =
        |address: &str| far.iter().any(|start| address.trim_start_matches(['"', '\'', '=']).starts_with(start));
    if joined.match_indices("url(").any(|(at, found)| leads_far(&joined[at + found.len()..])) {
        return true;
    }
    has_handler(&text)
        || elements(&text).any(|(name, rest)| {
            let attributes: String = rest.chars().filter(|c| !c.is_whitespace()).collect();
            let fetches =
                || attributes.match_indices("href=").any(|(at, found)| leads_far(&attributes[at + found.len()..]));
            RUNNING.contains(&name) || (FETCHING.contains(&name) && fetches())
        })
}

/// The elements of a document: the name without its prefix, and what stands up to the next one.
fn elements(text: &str) -> impl Iterator<Item = (&str, &str)> {
    text.split('<').skip(1).map(|tag| {
        let end = tag.find(|c: char| c.is_whitespace() || matches!(c, '>' | '/')).unwrap_or(tag.len());
        let name = &tag[..end];
        (name.rsplit(':').next().unwrap_or(name), &tag[end..])
    })
}

/// Whether an attribute is a handler of events: `onload=`.
fn has_handler(text: &str) -> bool {
    text.match_indices("on").any(|(at, _)| {
        let before = text[..at].chars().next_back().is_some_and(|c| c.is_whitespace() || matches!(c, '"' | '\'' | '/'));
        let name_end = text[at..].find(|c: char| !c.is_ascii_alphanumeric()).map_or(text.len(), |end| at + end);
        before && name_end > at + 2 && text[name_end..].trim_start().starts_with('=')
    })
}

fn has_foreign_encoding(text: &str) -> bool {
    let Some((_, rest)) = text.split("?>").next().and_then(|declaration| declaration.split_once("encoding")) else {
        return false;
    };
    let name = rest.trim_start().trim_start_matches('=').trim_start().trim_matches(['"', '\'']);
    let name = name.split(['"', '\'']).next().unwrap_or_default().trim();
    !["utf-8", "utf8", "us-ascii", "ascii", "iso-8859-1", "windows-1252"].contains(&name)
}

/// With references to characters by number as the characters themselves.
fn decoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("&#") {
        out.push_str(&rest[..at]);
        let number = &rest[at + 2..];
        let end = number.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(number.len());
        let value = match number[..end].strip_prefix('x') {
            Some(digits) => u32::from_str_radix(digits, 16),
            None => number[..end].parse(),
        };
        match value.ok().and_then(char::from_u32) {
            Some(sign) => out.extend(sign.to_lowercase()),
            None => out.push('&'),
        }
        rest = number[end..].strip_prefix(';').unwrap_or(&number[end..]);
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::would_run;
    use crate::text::RepoPath;

    #[test]
    fn what_runs_is_told_from_what_does_not() {
        let runs = |name: &str, text: &str| would_run(&RepoPath::new(name), text.as_bytes());
        for bad in [
            "<svg><SCRIPT>x</SCRIPT></svg>",
            "<x:svg xmlns:x='http://www.w3.org/2000/svg'><x:script>x</x:script></x:svg>",
            "<svg\nonload = \"x\"/>",
            "<svg><a href='JavaScript:x'/></svg>",
            "<svg><a href='&#106;ava&#x73;cript&#58;x'/></svg>",
            "<svg><a href='java\nscript:x'/></svg>",
            "<svg><animate attributeName='href' to='java&#9;script:x'/></svg>",
            "<?xml version='1.0' encoding='utf-7'?><svg/>",
            "<?xml-stylesheet href='x.xsl'?><svg/>",
            "<svg><style>@import 'x';</style></svg>",
            "<svg><style>a{fill:url( \"https://evil.example/x\")}</style></svg>",
            "<svg><image xlink:href = '//evil.example/x.png'/></svg>",
        ] {
            assert!(runs("a.svg", bad), "{bad}");
        }
        let utf16: Vec<u8> = "\u{feff}<svg><script/></svg>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert!(would_run(&RepoPath::new("a.svg"), &utf16));
        assert!(runs("a.HTML", ""));
        for good in [
            "<svg><text font-size=\"3\">90&#176; on = off, <tspan>description: 1</tspan></text><path d=\"M0 0\"/></svg>",
            "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"no\"?><svg xmlns=\"http://www.w3.org/2000/svg\"/>",
            "<svg><a href='https://example.org'><path fill='url(#a)'/></a><use href='#a'/></svg>",
            "<svg><image href='data:image/png;base64,AA'/></svg>",
        ] {
            assert!(!runs("a.svg", good), "{good}");
        }
        assert!(!runs("a.dxf", "<script>"));
    }
}
