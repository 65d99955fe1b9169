//! What the build instructions of a plan say besides how to build it: what to check at each step, how to try the machine out,
//! how to keep it running. It stands on the sheets where it is signed.
//!
//! Authors write a check as a paragraph that opens with a bold `Check:`, trials under a heading that speaks of a test, and
//! upkeep under one that speaks of keeping, care or maintenance.

use crate::bundle::prose::guide::Guide;

/// Words of a heading under which a machine is tried out.
const TRIAL: [&str; 8] = ["test", "tests", "testing", "commission", "commissioning", "trial", "trials", "acceptance"];

/// Words of a heading under which it is kept up.
const UPKEEP: [&str; 6] = ["maintenance", "upkeep", "servicing", "care", "keep", "lubrication"];

/// What a guide says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GuideWords {
    /// (step, what to check), in the order of the text.
    pub checks: Vec<(String, String)>,
    /// What to do to try the machine out.
    pub trials: Vec<String>,
    /// What keeps it running.
    pub upkeep: Vec<String>,
}

impl GuideWords {
    /// What a guide says; nothing if there is none.
    pub fn of(guide: Option<&Guide>) -> Self {
        let mut words = Self::default();
        for section in guide.iter().flat_map(|guide| &guide.sections) {
            let number = section.number.map_or_else(String::new, |number| format!("{number}. "));
            let name = format!("{number}{}", section.title);
            words.read(&name, &section.title, &section.html);
        }
        words
    }

    fn read(&mut self, name: &str, title: &str, html: &str) {
        for block in blocks(html) {
            let heading = block.heading.as_deref().unwrap_or(title);
            let check = block.html.strip_prefix("<strong>Check").map(|_| block.text.trim_start_matches("Check"));
            match check {
                Some(text) => {
                    let text = text.trim_start_matches([':', '.']).trim();
                    self.checks.push((name.to_owned(), crate::bundle::wording::capitalised(text)));
                }
                None if has_word(heading, &UPKEEP) => self.upkeep.push(block.text),
                None if has_word(heading, &TRIAL) && block.is_in_list => self.trials.push(block.text),
                None => {}
            }
        }
    }
}

fn has_word(heading: &str, words: &[&str]) -> bool {
    let heading = heading.to_lowercase();
    heading.split(|letter: char| !letter.is_alphanumeric()).any(|word| words.contains(&word))
}

/// A paragraph, or an item of a list.
struct Block<'h> {
    /// The heading of a lower level that it stands under, if any.
    heading: Option<String>,
    html: &'h str,
    text: String,
    is_in_list: bool,
}

/// The paragraphs and items of HTML that our own Markdown made.
fn blocks(html: &str) -> Vec<Block<'_>> {
    let mut found = Vec::new();
    let (mut heading, mut depth, mut wanted) = (None, 0_usize, false);
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        let Some(end) = rest[start..].find('>').map(|end| start + end) else { break };
        let tag = &rest[start + 1..end];
        let name = tag.split([' ', '/']).find(|part| !part.is_empty()).unwrap_or_default();
        let is_closing = tag.starts_with('/');
        rest = &rest[end + 1..];
        match name {
            "ol" | "ul" if is_closing => depth = depth.saturating_sub(1),
            "ol" | "ul" => depth += 1,
            "table" | "pre" | "blockquote" => wanted = false,
            "p" | "li" => wanted = !is_closing,
            "h2" | "h3" | "h4" | "h5" | "h6" if !is_closing => {
                heading = rest.find("</h").map(|end| text_of(&rest[..end]));
                wanted = false;
            }
            _ => continue,
        }
        if wanted {
            let content = rest[..block_end(rest)].trim();
            if !content.is_empty() {
                found.push(Block {
                    heading: heading.clone(),
                    html: content,
                    text: text_of(content),
                    is_in_list: depth > 0,
                });
            }
            rest = &rest[block_end(rest)..];
        }
    }
    found
}

/// Where the text of a block ends: at the next tag that is none of a word's.
fn block_end(html: &str) -> usize {
    const BLOCKS: [&str; 10] = ["<p>", "</p>", "<li", "</li", "<ol", "<ul", "<h", "<table", "<pre", "<blockquote"];
    BLOCKS.iter().filter_map(|tag| html.find(tag)).min().unwrap_or(html.len())
}

/// The words of some HTML.
fn text_of(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, after)) = rest.split_once('<') {
        text.push_str(before);
        rest = after.split_once('>').map_or("", |(_, rest)| rest);
    }
    text.push_str(rest);
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'");
    text.replace("&nbsp;", "\u{a0}")
        .replace("&amp;", "&")
        .split([' ', '\n', '\r', '\t'])
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::GuideWords;

    #[test]
    fn checks_trials_and_upkeep_are_found() {
        let mut words = GuideWords::default();
        words.read(
            "1. Weld",
            "Weld",
            "<p>Weld it.</p>\n<p><strong>Check:</strong> the <em>gap</em> is &lt; 1\nmm.</p>",
        );
        words.read(
            "2. Wire and test",
            "Wire and test",
            "<p>First words.</p><ol>\n<li><strong>Leaks.</strong> None.</li><li>\n<p>Loose item</p>\n</li></ol><h4 id=\"x\">Keep it running</h4>\n<ul><li>Each day: grease &amp; look.</li></ul>",
        );
        assert_eq!(words.checks, [("1. Weld".to_owned(), "The gap is < 1 mm.".to_owned())]);
        assert_eq!(words.trials, ["Leaks. None.", "Loose item"]);
        assert_eq!(words.upkeep, ["Each day: grease & look."]);
    }

    #[test]
    fn what_is_cut_short_does_no_harm() {
        for html in ["<p", "<", "<p>", "<li><p>a", "<p>a</", "<ul><li>a<ul><li>b</ul>"] {
            GuideWords::default().read("1. Test", "Test", html);
        }
    }
}
