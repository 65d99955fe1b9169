//! What stands in the way of a plan at a facility: first what cannot be had there, then what is missing to make the rest; how
//! much only waits for these is counted.

use std::collections::BTreeMap;

use serde::Serialize;

use super::reason::linked;
use crate::bundle::context::Context;
use crate::bundle::names::Names;
use crate::bundle::view::Name;
use crate::bundle::wording::count;
use crate::catalog::ItemOwner;
use crate::graph::ItemIndex;
use crate::local::{Cause, Outline, Status};
use crate::model::{Imports, Origin};
use crate::quantity::format_amount_grouped;

/// Lines of a table or list; the rest is in the data.
pub const MOST_LINES: usize = 12;
/// Items that are named after a cause.
const MOST_NAMES: usize = 3;

/// What stands in the way of a plan at a facility.
#[derive(Clone, Debug, Serialize)]
pub struct Hindrances {
    /// Raw or bought items that are not to be had there; those that most wait for first.
    pub not_had: Vec<NotHad>,
    /// `Neither a resource nor in stock, and not on the import list.`
    pub not_had_caption: String,
    /// What is missing to make the others, besides capabilities.
    pub causes: Vec<CauseLine>,
    /// `57 parts and materials only wait for these.`
    pub waiting: Option<String>,
    /// Said where not all is told.
    pub more: Option<String>,
}

/// An item that a facility cannot have.
#[derive(Clone, Debug, Serialize)]
pub struct NotHad {
    pub item: Name,
    /// In pieces, some of which lead somewhere.
    pub why: Vec<Name>,
    /// What is made of it, and waits.
    pub needed_for: Vec<Name>,
}

/// One thing that is missing, and what it holds up.
#[derive(Clone, Debug, Serialize)]
pub struct CauseLine {
    /// In pieces, some of which lead somewhere.
    pub words: Vec<Name>,
    pub items: Vec<Name>,
}

/// What stands in the way; `None` where nothing does.
pub fn hindrances(context: &Context<'_>, outline: &Outline, names: Names<'_>) -> Option<Hindrances> {
    let blocked = |item: ItemIndex| outline.item(item).is_some_and(|of| of.status == Status::Blocked);
    if !blocked(outline.root) {
        return None;
    }
    let is_leaf = |item: ItemIndex| item != outline.root && outline.item(item).is_some_and(|of| of.recipe.is_none());
    let not_had = not_had(context, outline, &is_leaf, names);
    let is_told = |cause: &&Cause| {
        let by_capability = |of: &crate::local::MissingCapability| cause.lacks(of.capability.as_str());
        !cause.items.iter().all(|item| is_leaf(*item)) && !outline.missing_capabilities.iter().any(by_capability)
    };
    let causes: Vec<&Cause> = outline.causes.list.iter().filter(is_told).collect();
    let left_out: usize = [not_had.len(), causes.len(), outline.missing_capabilities.len()]
        .into_iter()
        .map(|lines| lines.saturating_sub(MOST_LINES))
        .sum();
    let waiting = outline.causes.waiting;
    Some(Hindrances {
        not_had: not_had.into_iter().take(MOST_LINES).collect(),
        not_had_caption: not_had_caption(context.input.catalog.facilities[outline.facility].imports),
        causes: causes.into_iter().take(MOST_LINES).map(|cause| cause_line(cause, outline.facility, names)).collect(),
        waiting: (waiting > 0).then(|| {
            let waits = if waiting == 1 { "part or material only waits" } else { "parts and materials only wait" };
            format!("{} {waits} for these.", format_amount_grouped(waiting as f64))
        }),
        more: (left_out > 0).then(|| {
            format!("And {} more; the command “groundup local” tells all.", count(left_out, "cause", "causes"))
        }),
    })
}

/// What it means that an item cannot be had, by what may be imported.
pub fn not_had_caption(imports: Imports) -> String {
    let import = match imports {
        Imports::None => "the place imports nothing",
        Imports::Listed => "not on the import list",
        Imports::Any => "nobody sells it",
    };
    format!("Cannot be had here: neither a resource nor in stock, and {import}")
}

/// Why an item that nothing makes cannot be had at a facility, in a few words; `None` where that needs more.
pub fn why_not_had(context: &Context<'_>, facility: usize, item: ItemIndex) -> Option<Name> {
    let found = context.input.graph.item(item);
    let mut resources = context.input.catalog.facilities[facility].resources.iter();
    let is_used_up = resources.any(|resource| resource.item.value == found.id);
    let words = match found.owner {
        ItemOwner::Hole(_) => return None,
        _ if is_used_up || !found.recipes.is_empty() => return None,
        _ if found.origin == Some(Origin::Raw) => "raw, and no resource of this place",
        _ => "no recipe for it is known here",
    };
    Some(Name { text: words.to_owned(), href: None })
}

fn not_had(
    context: &Context<'_>,
    outline: &Outline,
    is_leaf: &dyn Fn(ItemIndex) -> bool,
    names: Names<'_>,
) -> Vec<NotHad> {
    let mut users = users(context, outline);
    let leaves = outline.items.iter().filter(|of| of.status == Status::Blocked && is_leaf(of.item));
    let reason = |item: ItemIndex| {
        let cause = outline.causes.list.iter().find(|cause| cause.items.binary_search(&item).is_ok());
        cause.map_or_else(Vec::new, |cause| linked(&cause.reason, Some(outline.facility), names))
    };
    let mut lines: Vec<(usize, NotHad)> = leaves
        .map(|of| {
            let users = users.remove(&of.item).unwrap_or_default();
            let why = why_not_had(context, outline.facility, of.item);
            let line = NotHad {
                item: names.item(of.item),
                why: why.map_or_else(|| reason(of.item), |why| vec![why]),
                needed_for: some(&users, names),
            };
            (users.len(), line)
        })
        .collect();
    lines.sort_by(|(a, one), (b, other)| b.cmp(a).then_with(|| one.item.text.cmp(&other.item.text)));
    lines.into_iter().map(|(_, line)| line).collect()
}

/// By item: the blocked items whose recipe takes it.
fn users(context: &Context<'_>, outline: &Outline) -> BTreeMap<ItemIndex, Vec<ItemIndex>> {
    let mut users: BTreeMap<ItemIndex, Vec<ItemIndex>> = BTreeMap::new();
    for of in outline.items.iter().filter(|of| of.status == Status::Blocked) {
        let Some(recipe) = of.recipe else { continue };
        for flow in context.input.graph.recipe(recipe).inputs.iter().flat_map(|line| &line.options) {
            let users = users.entry(flow.item).or_default();
            if users.last() != Some(&of.item) {
                users.push(of.item);
            }
        }
    }
    users
}

fn cause_line(cause: &Cause, facility: usize, names: Names<'_>) -> CauseLine {
    CauseLine { words: linked(&cause.reason, Some(facility), names), items: some(&cause.items, names) }
}

/// The first of several items, and how many more there are.
fn some(items: &[ItemIndex], names: Names<'_>) -> Vec<Name> {
    let mut some: Vec<Name> = items.iter().take(MOST_NAMES).map(|item| names.item(*item)).collect();
    let more = items.len().saturating_sub(MOST_NAMES);
    if more > 0 {
        some.push(Name { text: format!("{more} more"), href: None });
    }
    some
}
