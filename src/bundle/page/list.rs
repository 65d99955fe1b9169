//! Lists of everything of a kind by name, a few hundred a page: where a repository has more of it than a page of cards, a matrix or
//! a table of scores can hold, these pages hold it all, so that each thing is reached without a script.

use serde::Serialize;

use super::home::{facility_line, group_of_process};
use super::makeable::cells;
use crate::bundle::context::Context;
use crate::bundle::kind::{Kind, link};
use crate::bundle::names::Names;
use crate::bundle::overview::Overview;
use crate::bundle::part::lists::{Lists, PAGE, lists};
use crate::bundle::score::of_hundred;
use crate::bundle::view::{Link, Mark, Name, Page, Quantity};
use crate::bundle::wording::{count, verdict_mark};
use crate::local::Verdict;
use crate::quantity::format_amount_grouped;

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
