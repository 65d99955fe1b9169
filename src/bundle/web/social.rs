//! What other sites show of a page when somebody links to it, and which of its addresses is the one that counts. All of it needs
//! full addresses, so there is none without a base address.

use crate::bundle::links::{self, HOME, relative};
use crate::bundle::view::{Image, Social};

/// Of the page at `from`, where the site is published at a base address.
pub fn social(base: Option<&str>, kind: &str, from: &str) -> Option<Social> {
    let base = base?;
    let page = if from == HOME { String::new() } else { relative("", from) };
    Some(Social {
        canonical: format!("{base}{page}"),
        kind: if kind == "plan" { "article" } else { "website" }.to_owned(),
        picture: None,
        card: "summary".to_owned(),
        feed: format!("{base}{}", links::FEED),
    })
}

impl Social {
    /// The same with the picture at `path` of the site.
    pub fn with_picture(&mut self, base: &str, path: &str, alt: &str) {
        let is_drawn = path.rsplit_once('.').is_some_and(|(_, extension)| extension.eq_ignore_ascii_case("svg"));
        self.picture =
            Some(Image { href: format!("{base}{}", relative("", path)), alt: alt.to_owned(), caption: None });
        if !is_drawn {
            self.card = "summary_large_image".to_owned();
        }
    }
}
