//! The way to the lists of everything of a kind.

use serde::Serialize;

use crate::bundle::context::Context;
use crate::bundle::form::Form;
use crate::bundle::kind::{Kind, how_many, link};
use crate::bundle::links::list_page;
use crate::bundle::names::Names;
use crate::bundle::view::NavigationLink;
use crate::quantity::format_amount_grouped;

/// Things of a kind up to which each page tells of all of them.
pub const FEW: usize = 120;
/// Things on one list.
pub const PAGE: usize = 200;
/// The longest that a name is told in a range of names.
const NAME: usize = 28;

/// The way to the lists.
#[derive(Clone, Debug, Serialize)]
pub struct Lists {
    /// `All 10 000 plans by name`
    pub title: String,
    /// One for each list: the first and last name on it.
    pub pages: Vec<NavigationLink>,
}

/// How many lists there are of so many things; none where every page has room for all of them.
pub fn list_count(things: usize) -> usize {
    if things > FEW { things.div_ceil(PAGE) } else { 0 }
}

/// Whether there are lists of a kind: Markdown has none.
pub fn has_lists(context: &Context<'_>, kind: Kind) -> bool {
    context.form == Form::Html && list_count(how_many(context.input.catalog, context.input.graph, kind)) > 0
}

/// The lists that there are: kind, number from 0, and path.
pub fn all_lists(context: &Context<'_>) -> Vec<(Kind, usize, String)> {
    let of_kind = |kind: Kind| {
        let lists = 0..list_count(how_many(context.input.catalog, context.input.graph, kind));
        lists.map(move |index| (kind, index, list_page(kind.plural(), index)))
    };
    Kind::ALL.into_iter().flat_map(of_kind).collect()
}

/// The way to the lists from a page; `None` where there are none.
pub fn lists(context: &Context<'_>, kind: Kind, names: Names<'_>) -> Option<Lists> {
    if !has_lists(context, kind) {
        return None;
    }
    let things = context.by_name(kind);
    let name = |index: &usize| {
        let name = link(kind, *index, names).map(|link| link.text).unwrap_or_default();
        let cut: String = name.chars().take(NAME).collect();
        if cut.len() < name.len() { format!("{}…", cut.trim_end()) } else { name }
    };
    let page = |(index, things): (usize, &[usize])| {
        let path = list_page(kind.plural(), index);
        let ends: Vec<String> = things.first().into_iter().chain(things.last()).map(name).collect();
        NavigationLink { text: ends.join(" – "), href: names.href(&path), current: path == names.from }
    };
    Some(Lists {
        title: format!("All {} {} by name", format_amount_grouped(things.len() as f64), kind.plural()),
        pages: things.chunks(PAGE).enumerate().map(page).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::{FEW, PAGE, list_count};

    #[test]
    fn there_are_lists_only_where_a_page_cannot_hold_all() {
        assert_eq!([0, 1, FEW].map(list_count), [0, 0, 0]);
        assert_eq!([FEW + 1, PAGE, PAGE + 1, 10_000].map(list_count), [1, 1, 2, 50]);
    }
}
