//! Lists of all plans by name, a few hundred a page: where a repository has more of them than a page of cards, a matrix or a table
//! of scores can hold, these pages hold them all, so that each plan is reached without a script.

use serde::Serialize;

use super::makeable::{MatrixCell, cells};
use crate::bundle::context::Context;
use crate::bundle::links::{Names, plan_list};
use crate::bundle::overview::Overview;
use crate::bundle::part::documentation::of_hundred;
use crate::bundle::view::{Link, NavigationLink, Page};
use crate::bundle::wording::{count, name_order};
use crate::quantity::format_amount_grouped;

/// Plans up to which each page tells of all of them.
pub const FEW: usize = 120;
/// Plans on one list.
const PAGE: usize = 200;
/// The longest that a name is told in a range of names.
const NAME: usize = 28;

/// `plan-list.hbs`
#[derive(Clone, Debug, Serialize)]
pub struct PlanList {
    pub page: Page,
    pub lists: PlanLists,
    pub caption: String,
    pub facilities: Vec<Link>,
    pub rows: Vec<PlanListRow>,
    pub previous: Option<Link>,
    pub next: Option<Link>,
}

/// One plan, at every facility.
#[derive(Clone, Debug, Serialize)]
pub struct PlanListRow {
    pub plan: Link,
    /// `78 of 100`
    pub documentation: Option<String>,
    pub verdicts: Vec<MatrixCell>,
}

/// The way to the lists.
#[derive(Clone, Debug, Serialize)]
pub struct PlanLists {
    /// `All 10 000 plans by name`
    pub title: String,
    /// One for each list: the first and last name on it.
    pub pages: Vec<NavigationLink>,
}

/// How many lists there are; none where every page has room for all plans.
pub fn list_count(plans: usize) -> usize {
    if plans > FEW { plans.div_ceil(PAGE) } else { 0 }
}

/// The plans by title.
pub fn by_title(context: &Context<'_>) -> Vec<usize> {
    let names = context.names("");
    let mut plans: Vec<(String, usize)> =
        (0..context.input.catalog.plans.len()).map(|plan| (name_order(&names.plan(plan).text), plan)).collect();
    plans.sort();
    plans.into_iter().map(|(_, plan)| plan).collect()
}

/// The way to the lists from a page; `None` where there are none.
pub fn plan_lists(context: &Context<'_>, names: Names<'_>) -> Option<PlanLists> {
    let plans = context.plans_by_title();
    if list_count(plans.len()) == 0 {
        return None;
    }
    let name = |plan: &usize| {
        let title = names.plan(*plan).text;
        let cut: String = title.chars().take(NAME).collect();
        if cut.len() < title.len() { format!("{}…", cut.trim_end()) } else { title }
    };
    let page = |(index, plans): (usize, &[usize])| {
        let path = plan_list(index);
        let ends: Vec<String> = plans.first().into_iter().chain(plans.last()).map(name).collect();
        NavigationLink { text: ends.join(" – "), href: names.href(&path), current: path == names.from }
    };
    Some(PlanLists {
        title: format!("All {} plans by name", format_amount_grouped(plans.len() as f64)),
        pages: plans.chunks(PAGE).enumerate().map(page).collect(),
    })
}

/// The page's context.
pub fn plan_list_page(context: &Context<'_>, overview: &Overview, index: usize, path: &str) -> Option<PlanList> {
    let names = context.names(path);
    let lists = plan_lists(context, names)?;
    let plans = context.plans_by_title().chunks(PAGE).nth(index)?;
    let row = |plan: &usize| PlanListRow {
        plan: names.plan(*plan),
        documentation: overview.plans[*plan].score.as_ref().map(|score| of_hundred(score.points)),
        verdicts: cells(context, overview, *plan, names),
    };
    let other = |text: &str, index: Option<usize>| {
        let page = lists.pages.get(index?)?;
        Some(Link { text: format!("{text}: {}", page.text), href: page.href.clone() })
    };
    let first = index * PAGE;
    Some(PlanList {
        page: context.page("plan-list", &lists.title, None, path),
        caption: format!(
            "{} to {} of {}",
            format_amount_grouped((first + 1) as f64),
            format_amount_grouped((first + plans.len()) as f64),
            count(context.plans_by_title().len(), "plan", "plans")
        ),
        facilities: (0..context.input.catalog.facilities.len()).map(|facility| names.facility(facility)).collect(),
        rows: plans.iter().map(row).collect(),
        previous: other("Before", index.checked_sub(1)),
        next: other("Next", index.checked_add(1)),
        lists,
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
