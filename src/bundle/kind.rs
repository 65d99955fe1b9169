//! The kinds of things that have pages, and what there is of each.

use super::links::process_page;
use super::names::Names;
use super::view::{Link, Name};
use super::wording::name_order;
use crate::catalog::Catalog;
use crate::graph::Graph;

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
    pub fn page_kind(self) -> &'static str {
        ["plan-list", "facility-list", "material-list", "process-list", "capability-list"][self as usize]
    }
}

/// How many things of a kind have a page.
pub fn how_many(catalog: &Catalog, graph: &Graph, kind: Kind) -> usize {
    match kind {
        Kind::Plan => catalog.plans.len(),
        Kind::Facility => catalog.facilities.len(),
        Kind::Material => {
            catalog.materials.iter().filter(|it| graph.item_index(it.id.value.as_str()).is_some()).count()
        }
        Kind::Process => catalog.processes.len(),
        Kind::Capability => catalog.capabilities.len(),
    }
}

/// Everything of a kind that has a page, by name.
pub fn by_name(names: Names<'_>, kind: Kind) -> Vec<usize> {
    let all = match kind {
        Kind::Material => names.catalog.materials.len(),
        other => how_many(names.catalog, names.graph, other),
    };
    let name = |index: usize| Some((name_order(&link(kind, index, names)?.text), index));
    let mut things: Vec<(String, usize)> = (0..all).filter_map(name).collect();
    things.sort();
    things.into_iter().map(|(_, index)| index).collect()
}

/// The name of a thing, and its page; `None` where it has none.
pub fn link(kind: Kind, index: usize, names: Names<'_>) -> Option<Link> {
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
