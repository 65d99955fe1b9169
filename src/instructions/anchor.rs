//! Anchors of headings: a name for each, by which links find it.

use std::collections::HashMap;

/// Names the headings of one text, in their order; a second one of a name is numbered.
#[derive(Debug, Default)]
pub struct Anchors {
    seen: HashMap<String, usize>,
}

impl Anchors {
    /// The anchor of the next heading.
    pub fn next(&mut self, title: &str) -> String {
        let anchor = heading_anchor(title);
        let count = self.seen.entry(anchor.clone()).or_default();
        *count += 1;
        if *count == 1 { anchor } else { format!("{anchor}-{}", *count - 1) }
    }
}

/// The anchor of a heading, as forges make it: lower case, punctuation dropped, `-` for blanks.
pub fn heading_anchor(text: &str) -> String {
    let kept = text.trim().chars().filter_map(|c| match c {
        c if c.is_whitespace() => Some('-'),
        '-' | '_' => Some(c),
        c if c.is_alphanumeric() => Some(c),
        _ => None,
    });
    kept.flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::{Anchors, heading_anchor};

    #[test]
    fn anchors_are_those_of_forges() {
        assert_eq!(heading_anchor(" Weld the frame, 1/2 in "), "weld-the-frame-12-in");
        assert_eq!(heading_anchor("Größe & Maß"), "größe--maß");
    }

    #[test]
    fn the_second_of_a_name_is_numbered() {
        let mut anchors = Anchors::default();
        assert_eq!(["Cut", "Cut", "cut!"].map(|title| anchors.next(title)), ["cut", "cut-1", "cut-2"]);
    }
}
