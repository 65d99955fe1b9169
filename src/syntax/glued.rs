//! `key:value` without the space that makes it a key: the parser stumbles over it only later, at another word.

/// Where the colon stands that wants a space behind it, if that is what is wrong at byte `at`: in that line, or in the one
/// above it.
pub(super) fn glued_colon(text: &str, at: usize) -> Option<usize> {
    let start = text.get(..at)?.rfind('\n').map_or(0, |end| end + 1);
    colon_in_line(text, start).or_else(|| {
        let above = text[..start].trim_end();
        let start = above.rfind('\n').map_or(0, |end| end + 1);
        colon_in_line(above, start)
    })
}

/// The colon behind the first word of the line that begins at `start`, if a value follows at once.
fn colon_in_line(text: &str, start: usize) -> Option<usize> {
    let line = text[start..].lines().next()?;
    let words = line.trim_start_matches([' ', '-', '{']);
    let (key, value) = words.split_once(':')?;
    let is_key = !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
    let is_glued = !value.is_empty() && !value.starts_with([' ', '\t', '/']);
    (is_key && is_glued).then(|| start + (line.len() - words.len()) + key.len())
}

#[cfg(test)]
mod tests {
    use super::glued_colon;

    #[test]
    fn the_colon_is_found_in_the_line_or_above_it() {
        for text in ["a: 1\nb:2\n", "- part:x\n  title: y\n", "a: 1\nlabour:{skill: x}\n"] {
            let last = text.trim_end().rfind('\n').map_or(0, |end| end + 1);
            let colon = glued_colon(text, last + 1).expect("a colon");
            assert!(text[colon..].starts_with(':') && !text[colon + 1..].starts_with(' '), "{text}");
        }
        assert_eq!(glued_colon("a: 1\n\nb\n", 7), None);
        assert_eq!(glued_colon("https://x\nb\n", 10), None);
        assert_eq!(glued_colon("", 0), None);
    }
}
