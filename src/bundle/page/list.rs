//! Lists of everything of a kind by name, a few hundred a page: where a repository has more of it than a page of cards, a matrix or
//! a table of scores can hold, these pages hold it all, so that each thing is reached without a script.

use serde::Serialize;

use super::home::{facility_line, group_of_process};
use super::makeable::cells;
use crate::bundle::context::Context;
use crate::bundle::form::Form;
use crate::bundle::links::{Names, list_page, process_page};
use crate::bundle::overview::Overview;
use crate::bundle::part::documentation::of_hundred;
use crate::bundle::view::{Link, Mark, Name, NavigationLink, Page, Quantity};
use crate::bundle::wording::{count, name_order, verdict_mark};
use crate::local::Verdict;
use crate::quantity::format_amount_grouped;

/// Things of a kind up to which each page tells of all of them.
pub const FEW: usize = 120;
/// Things on one list.
const PAGE: usize = 200;
/// The longest that a name is told in a range of names.
const NAME: usize = 28;

/// What there are lists of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Plan,
    Facility,
    Material,
    Process,
    Capability,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Self; 5] = [Self::Plan, Self::Facility, Self::Material, Self::Process, Self::Capability];

    /// What several of them are called; also the folder of their pages.
    pub fn plural(self) -> &'static str {
        ["plans", "facilities", "materials", "processes", "capabilities"][self as usize]
    }

    /// The class of the body of their lists.
    fn page_kind(self) -> &'static str {
        ["plan-list", "facility-list", "material-list", "process-list", "capability-list"][self as usize]
    }
}

/// `list.hbs`
#[derive(Clone, Debug, Serialize)]
pub struct List {
    pub page: Page,
    pub lists: Lists,
    /// `1 to 200 of 10 000 plans`
    pub caption: String,
    /// What stands alone in its cells, as a cross, with its word.
    pub legend: Option<Mark>,
    /// What the first column is: `Plan`
    pub what: String,
    /// The other columns.
    pub columns: Vec<ListColumn>,
    pub rows: Vec<ListRow>,
    pub previous: Option<Link>,
    pub next: Option<Link>,
}

/// The head of a column.
#[derive(Clone, Debug, Serialize)]
pub struct ListColumn {
    pub name: Name,
    /// `n` over numbers, `wide-only` where a phone has no room; else empty.
    pub class: &'static str,
}

/// One thing.
#[derive(Clone, Debug, Serialize)]
pub struct ListRow {
    pub name: Link,
    pub cells: Vec<ListCell>,
}

/// What a column says of it; empty where it says nothing.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ListCell {
    /// As of the column.
    pub class: &'static str,
    pub text: Option<String>,
    pub quantity: Option<Quantity>,
    pub mark: Option<Mark>,
    /// Where the mark leads.
    pub href: Option<String>,
}

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
    context.form == Form::Html && list_count(how_many(context, kind)) > 0
}

/// How many things of a kind have a page.
fn how_many(context: &Context<'_>, kind: Kind) -> usize {
    let catalog = context.input.catalog;
    match kind {
        Kind::Plan => catalog.plans.len(),
        Kind::Facility => catalog.facilities.len(),
        Kind::Material => {
            catalog.materials.iter().filter(|it| context.input.graph.item_index(it.id.value.as_str()).is_some()).count()
        }
        Kind::Process => catalog.processes.len(),
        Kind::Capability => catalog.capabilities.len(),
    }
}

/// The lists that there are: kind, number from 0, and path.
pub fn all_lists(context: &Context<'_>) -> Vec<(Kind, usize, String)> {
    let of_kind = |kind: Kind| {
        let lists = 0..list_count(how_many(context, kind));
        lists.map(move |index| (kind, index, list_page(kind.plural(), index)))
    };
    Kind::ALL.into_iter().flat_map(of_kind).collect()
}

/// Everything of a kind that has a page, by name.
pub fn by_name(context: &Context<'_>, kind: Kind) -> Vec<usize> {
    let all = match kind {
        Kind::Material => context.input.catalog.materials.len(),
        other => how_many(context, other),
    };
    let names = context.names("");
    let name = |index: usize| Some((name_order(&link(kind, index, names)?.text), index));
    let mut things: Vec<(String, usize)> = (0..all).filter_map(name).collect();
    things.sort();
    things.into_iter().map(|(_, index)| index).collect()
}

/// The name of a thing, and its page; `None` where it has none.
fn link(kind: Kind, index: usize, names: Names<'_>) -> Option<Link> {
    let with_page = |name: Name| Some(Link { text: name.text, href: name.href? });
    let catalog = names.catalog;
    match kind {
        Kind::Plan => Some(names.plan(index)),
        Kind::Facility => Some(names.facility(index)),
        Kind::Material => {
            let item = names.graph.item_index(catalog.materials[index].id.value.as_str())?;
            with_page(names.item(item))
        }
        Kind::Process => {
            let id = catalog.processes[index].id.value.as_str();
            let text = catalog.processes[index].title.clone().unwrap_or_else(|| id.to_owned());
            Some(Link { text, href: names.href(&process_page(id)) })
        }
        Kind::Capability => with_page(names.capability(catalog.capabilities[index].id.value.as_str())),
    }
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

/// The page's context.
pub fn list_page_view(
    context: &Context<'_>,
    overview: &Overview,
    kind: Kind,
    index: usize,
    path: &str,
) -> Option<List> {
    let names = context.names(path);
    let lists = lists(context, kind, names)?;
    let things = context.by_name(kind);
    let shown = things.chunks(PAGE).nth(index)?;
    let columns = columns(context, kind, names);
    let row = |index: &usize| {
        let mut cells = row(context, overview, kind, *index, names);
        columns.iter().zip(&mut cells).for_each(|(column, cell)| cell.class = column.class);
        Some(ListRow { name: link(kind, *index, names)?, cells })
    };
    let other = |text: &str, index: Option<usize>| {
        let page = lists.pages.get(index?)?;
        Some(Link { text: format!("{text}: {}", page.text), href: page.href.clone() })
    };
    let first = index * PAGE;
    Some(List {
        page: context.page(kind.page_kind(), &lists.title, None, path),
        legend: (kind == Kind::Plan).then(|| verdict_mark(Verdict::Blocked)),
        caption: format!(
            "{} to {} of {}{}",
            format_amount_grouped((first + 1) as f64),
            format_amount_grouped((first + shown.len()) as f64),
            count(things.len(), kind.plural(), kind.plural()),
            if kind == Kind::Plan { ", with what each facility can do about it" } else { "" }
        ),
        what: ["Plan", "Facility", "Material", "Process", "Capability"][kind as usize].to_owned(),
        rows: shown.iter().filter_map(row).collect(),
        columns,
        previous: other("Before", index.checked_sub(1)),
        next: other("Next", index.checked_add(1)),
        lists,
    })
}

fn columns(context: &Context<'_>, kind: Kind, names: Names<'_>) -> Vec<ListColumn> {
    let column = |text: &str, class| ListColumn { name: Name { text: text.to_owned(), href: None }, class };
    match kind {
        Kind::Plan => {
            let facilities = (0..context.input.catalog.facilities.len()).map(|facility| names.facility(facility));
            let facilities =
                facilities.map(|link| ListColumn { name: Name { text: link.text, href: Some(link.href) }, class: "" });
            std::iter::once(column("Documented", "wide-only")).chain(facilities).collect()
        }
        Kind::Facility => vec![
            column("Place", "wide-only"),
            column("Floor", "n"),
            column("Power", "n"),
            column("People", "n wide-only"),
            column("Can make", "n"),
        ],
        Kind::Material => vec![column("Origin", ""), column("Plans that need it", "n")],
        Kind::Process => vec![column("Group", "")],
        Kind::Capability => vec![column("Id", "id")],
    }
}

fn row(context: &Context<'_>, overview: &Overview, kind: Kind, index: usize, names: Names<'_>) -> Vec<ListCell> {
    let catalog = context.input.catalog;
    let text = |text: Option<String>| ListCell { text, ..ListCell::default() };
    let quantity = |quantity| ListCell { quantity, ..ListCell::default() };
    match kind {
        Kind::Plan => {
            let score = overview.plans[index].score.as_ref().map(|score| of_hundred(score.points));
            let cell = |cell: super::makeable::MatrixCell| ListCell {
                mark: Some(cell.verdict),
                href: cell.href,
                ..ListCell::default()
            };
            let verdicts = cells(context, overview, index, names).into_iter().map(cell);
            std::iter::once(text(score)).chain(verdicts).collect()
        }
        Kind::Facility => {
            let line = facility_line(context, overview, index, names);
            vec![
                text(line.place),
                quantity(line.floor),
                quantity(line.power),
                text(line.people),
                text(Some(line.plans)),
            ]
        }
        Kind::Material => {
            let item = context.input.graph.item_index(catalog.materials[index].id.value.as_str());
            let mark = item.map(|item| context.origin(item));
            let plans = item.map_or(0, |item| overview.plans_of(item).count());
            vec![ListCell { mark, ..ListCell::default() }, text(Some(format_amount_grouped(plans as f64)))]
        }
        Kind::Process => vec![text(Some(group_of_process(context, index)))],
        Kind::Capability => vec![text(Some(catalog.capabilities[index].id.value.to_string()))],
    }
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
