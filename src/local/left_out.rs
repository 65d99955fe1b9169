//! What a facility writes and nobody can count on: it is left out, and that is said.

use super::facility::{hours_per_week, is_offered, works};
use crate::catalog::Catalog;
use crate::graph::Graph;
use crate::model::{Equipment, Facility, Resource, Workforce};

/// What is left out at the facility of an index, in sentences; in the facility's order.
pub fn left_out(catalog: &Catalog, graph: &Graph, facility: usize) -> Vec<String> {
    let facility: &Facility = &catalog.facilities[facility];
    let mut sentences: Vec<String> = Vec::new();
    let unreadable = |key: &&str| format!("what is said under `{key}` is no such quantity, and is counted as none");
    sentences.extend(facility.unreadable.iter().map(unreadable));
    let people = |workforce: &&Workforce| {
        hours_per_week(workforce.hours.as_ref(), workforce.are_hours_unreadable) <= 0.0 || workforce.people <= 0.0
    };
    sentences.extend(facility.labour.iter().filter(people).map(|workforce| {
        format!("people of skill `{}` work no hours that could be read, and are not counted on", workforce.skill.value)
    }));
    let idle = facility.equipment.iter().filter(|equipment: &&Equipment| !works(equipment));
    sentences.extend(idle.map(|equipment| {
        format!("`{}` runs no hours that could be read, and is not counted on", equipment.id().value)
    }));
    let is_none = |resource: &&Resource| !is_offered(catalog, graph, resource);
    sentences.extend(facility.resources.iter().filter(is_none).map(|resource| {
        format!(
            "nothing of `{}` is available in an amount that could be read; it is not counted on",
            resource.item.value
        )
    }));
    sentences
}
