//! The page of a capability: what can be said of it, who offers it, and what needs it.

use std::collections::BTreeMap;

use serde::Serialize;

use super::material::FOLD;
use crate::bundle::context::Context;
use crate::bundle::links::{equipment_anchor, facility_page};
use crate::bundle::names::Names;
use crate::bundle::overview::{First, Overview};
use crate::bundle::part::provenance::document_at;
use crate::bundle::view::{Link, Mark, Name, Page, Quantity, Written};
use crate::bundle::wording::{
    capitalised, covered_mark, envelope, fits_rule, hours, status_mark, unit_text, widest, written,
};
use crate::graph::{OperationNeed, Recipe, RecipeSource, bounds_of};
use crate::local::Status;
use crate::model::{EquipmentKind, Provision};

/// Operations that a page tells; common ones are needed by thousands.
const MOST_NEEDS: usize = 200;

/// `capability.hbs`
#[derive(Clone, Debug, Serialize)]
pub struct Capability {
    pub page: Page,
    pub id: String,
    /// Where it is written.
    pub document: Written,
    pub summary: Option<String>,
    pub description_html: Option<String>,
    /// From the broadest down to this one.
    pub broader: Vec<Link>,
    pub narrower: Vec<Link>,
    pub parameters: Vec<ParameterLine>,
    pub equipment: Vec<EquipmentLine>,
    pub needs: Vec<NeedLine>,
    /// `DIN 8580 4.6.2`, Wikidata, …
    pub see: Vec<Name>,
}

/// A parameter of a capability and its rule.
#[derive(Clone, Debug, Serialize)]
pub struct ParameterLine {
    pub name: String,
    pub unit: Option<String>,
    /// `the need must be at most what the equipment offers`
    pub rule: String,
    pub description: Option<String>,
}

/// A machine that offers the capability.
#[derive(Clone, Debug, Serialize)]
pub struct EquipmentLine {
    pub equipment: Name,
    pub facility: Link,
    pub count: String,
    pub envelope: Option<String>,
    pub hours: Option<Quantity>,
}

/// An operation that needs the capability.
#[derive(Clone, Debug, Serialize)]
pub struct NeedLine {
    /// The process, part or plan.
    pub by: Name,
    pub envelope: Option<String>,
    pub time: Option<Quantity>,
    /// Covered or not, the best first.
    pub places: Vec<NeedPlaces>,
}

/// How an operation stands, and all facilities at which it stands so.
#[derive(Clone, Debug, Serialize)]
pub struct NeedPlaces {
    pub status: Mark,
    pub facilities: Vec<Link>,
}

/// The page's context.
pub fn capability_page(context: &Context<'_>, overview: &Overview, index: usize, path: &str) -> Capability {
    let catalog = context.input.catalog;
    let capability = &catalog.capabilities[index];
    let id = capability.id.value.as_str();
    let names = context.names(path);
    let link = |id: &str| {
        let name = names.capability(id);
        Some(Link { text: name.text, href: name.href? })
    };
    let is_below = |other: &str| other.strip_prefix(id).is_some_and(|rest| rest.starts_with('/'));
    let parameters = catalog.parameters_of(id).into_iter().map(|(name, parameter)| ParameterLine {
        name: name.to_owned(),
        unit: parameter.unit.as_ref().map(|unit| unit_text(unit.value.symbol())),
        rule: fits_rule(parameter.fits).to_owned(),
        description: parameter.description.clone(),
    });
    Capability {
        page: context.page("capability", capability.title.as_deref().unwrap_or(id), None, path),
        id: id.to_owned(),
        document: document_at(context, capability.span, names),
        summary: None,
        description_html: capability.description.as_ref().map(|text| context.html(&text.value, names, None)),
        broader: id.match_indices('/').filter_map(|(at, _)| link(&id[..at])).collect(),
        narrower: catalog
            .capabilities
            .iter()
            .map(|other| other.id.value.as_str())
            .filter(|other| is_below(other))
            .filter_map(link)
            .collect(),
        parameters: parameters.collect(),
        equipment: equipment(context, id, names),
        needs: needs(context, overview, id, names),
        see: capability.see.iter().map(|(scheme, value)| reference(scheme, value)).collect(),
    }
}

/// A name elsewhere; Wikidata has pages for its own.
fn reference(scheme: &str, value: &str) -> Name {
    let is_entity = scheme == "wikidata"
        && value
            .strip_prefix('Q')
            .is_some_and(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()));
    let scheme = if scheme == "wikidata" { "Wikidata".to_owned() } else { scheme.replace('-', " ").to_uppercase() };
    Name {
        text: format!("{scheme} {value}"),
        href: is_entity.then(|| format!("https://www.wikidata.org/wiki/{value}")),
    }
}

/// Machines that offer the capability or one below it.
fn equipment(context: &Context<'_>, id: &str, names: Names<'_>) -> Vec<EquipmentLine> {
    let catalog = context.input.catalog;
    let covers = |provision: &&Provision| {
        provision
            .capability
            .value
            .as_str()
            .strip_prefix(id)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let mut lines = Vec::new();
    for (index, facility) in catalog.facilities.iter().enumerate() {
        for machine in &facility.equipment {
            let provides = match &machine.kind {
                EquipmentKind::Described { provides, .. } => provides.as_slice(),
                EquipmentKind::FromPlan(plan) => {
                    catalog.plan(plan.value.as_str()).map_or(&[][..], |plan| &plan.provides)
                }
            };
            let page = facility_page(facility.id.value.as_str());
            for provision in provides.iter().filter(covers) {
                lines.push(EquipmentLine {
                    equipment: Name {
                        text: context.names("").equipment(machine),
                        href: Some(names.href(&format!("{page}#{}", equipment_anchor(machine.id().value.as_str())))),
                    },
                    facility: names.facility(index),
                    count: crate::quantity::format_amount_grouped(machine.count),
                    envelope: envelope(&bounds_of(catalog, provision.capability.value.as_str(), &provision.envelope))
                        .map(|text| capitalised(&text)),
                    hours: machine.hours.as_ref().map(|hours| written(&hours.value)),
                });
            }
        }
    }
    lines
}

/// Operations that need it; many parts of one plan in one line.
fn needs(context: &Context<'_>, overview: &Overview, id: &str, names: Names<'_>) -> Vec<NeedLine> {
    let graph = context.input.graph;
    let need =
        |by: Name, recipe: &Recipe, operation: &OperationNeed| need(context, overview, by, recipe, operation, names);
    let mut whole = Vec::new();
    let mut by_plan: BTreeMap<usize, Vec<(&Recipe, &OperationNeed)>> = BTreeMap::new();
    for index in graph.recipe_indices() {
        let recipe = graph.recipe(index);
        for operation in recipe.operations.iter().filter(|operation| operation.capability_id.as_str() == id) {
            match recipe.source {
                RecipeSource::Part { plan, .. } => by_plan.entry(plan).or_default().push((recipe, operation)),
                _ => whole.push((index, recipe, operation)),
            }
        }
    }
    let lines_of = |parts: &Vec<_>| if parts.len() < FOLD { parts.len() } else { 1 };
    let count = whole.len() + by_plan.values().map(lines_of).sum::<usize>();
    let whole = whole.into_iter().map(|(index, recipe, operation)| need(names.recipe(index), recipe, operation));
    let parts = by_plan.into_iter().flat_map(|(plan, parts)| {
        if parts.len() < FOLD {
            let line = |(recipe, operation): (&Recipe, &OperationNeed)| {
                need(names.item_of(recipe.id.as_str()), recipe, operation)
            };
            return parts.into_iter().map(line).collect();
        }
        let link = names.plan(plan);
        let all = widest(parts.iter().map(|(_, operation)| &*operation.bounds));
        let text = format!("{} parts of {}", parts.len(), link.text);
        vec![NeedLine {
            by: Name { text, href: Some(format!("{}#bill", link.href)) },
            envelope: envelope(&all).map(|text| capitalised(&text)),
            time: None,
            places: Vec::new(),
        }]
    });
    let mut lines: Vec<NeedLine> = whole.chain(parts).take(MOST_NEEDS).collect();
    if count > lines.len() {
        let by = Name { text: format!("and {} more", count - lines.len()), href: None };
        lines.push(NeedLine { by, envelope: None, time: None, places: Vec::new() });
    }
    lines
}

fn need(
    context: &Context<'_>,
    overview: &Overview,
    by: Name,
    recipe: &Recipe,
    operation: &OperationNeed,
    names: Names<'_>,
) -> NeedLine {
    let is_by_it = |first: &First| first.recipe.is_some_and(|index| context.input.graph.recipe(index).id == recipe.id);
    let output = recipe.outputs.first();
    let own =
        output.into_iter().flat_map(|output| overview.places_of(output.item)).filter(|(_, first)| is_by_it(first));
    let mut at: BTreeMap<Status, Vec<Link>> = BTreeMap::new();
    for (facility, first) in own {
        at.entry(first.status).or_default().push(names.facility(facility));
    }
    let told = |(status, facilities): (Status, Vec<Link>)| NeedPlaces {
        status: if status == Status::Made { covered_mark(true) } else { status_mark(status) },
        facilities,
    };
    NeedLine {
        by,
        envelope: envelope(&operation.bounds).map(|text| capitalised(&text)),
        time: (operation.machine_h > 0.0).then(|| hours(operation.machine_h)),
        places: at.into_iter().map(told).collect(),
    }
}
