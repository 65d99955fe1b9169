//! What other sites show of a page when somebody links to it, and which of its addresses is the one that counts. All of it needs
//! full addresses, so there is none without a base address.

use serde::Serialize;

use crate::bundle::context::Context;
use crate::bundle::links::{self, HOME, relative};
use crate::bundle::view::Image;

/// The head's lines for search engines and link previews (OpenGraph, Twitter cards).
#[derive(Clone, Debug, Serialize)]
pub struct Social {
    /// The address of the page that counts.
    pub canonical: String,
    /// `article` for a plan, `website` for all else.
    pub kind: String,
    /// The picture: its full address as `href`, and what stands for it.
    pub picture: Option<Image>,
    /// `summary`, or `summary_large_image` where there is a picture that previews can show.
    pub card: String,
    /// The full address of the feed.
    pub feed: String,
}

/// Of the page at `from`.
pub fn social(context: &Context<'_>, kind: &str, from: &str) -> Option<Social> {
    let base = context.input.base_url.as_deref()?;
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
