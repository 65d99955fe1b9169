//! A figure that a report needs and nobody states.

use crate::catalog::ItemOwner;
use crate::diagnostic::{Diagnostic, Severity};
use crate::lint::Lint;
use crate::lint::rule::{Check, Rule};
use crate::model::{EquipmentKind, Material, Origin, Reference};
use crate::quantity::Dimension;

/// Looks for the price, mass and emissions of what is bought, the mass of what is made, and what machines cost and take up.
pub static RULE: Rule = Rule {
    name: "missing-figure",
    severity: Severity::Warning,
    page: include_str!("missing_figure.md"),
    check: Check::Here(find),
};

fn find(lint: &Lint<'_>) -> Vec<Diagnostic> {
    let catalog = lint.catalog;
    let mut findings = Vec::new();
    for item in &lint.graph.items {
        let ItemOwner::Material(index) = item.owner else { continue };
        let material = &catalog.materials[index];
        if material.unit.is_none() || catalog.damage.is_faulty(material.span) {
            continue;
        }
        let is_energy = item.unit.dimension() == Dimension::ENERGY;
        let lacks = lacks_of_item(material, item.mass_kg.is_some() || is_energy);
        findings.extend(finding(&material.id, &lacks));
    }
    for plan in catalog.plans.iter().filter(|plan| !plan.provides.is_empty() && !catalog.damage.is_faulty(plan.span)) {
        let footprint = &plan.footprint;
        let lacks = [
            (footprint.floor_area.is_none(), ("footprint: {floor-area}", "whether there is room for it is unknown")),
            (footprint.lifetime.is_none(), ("footprint: {lifetime}", "what an hour on it costs is unknown")),
        ];
        findings.extend(finding(&plan.id, &lacking(&lacks)));
    }
    for facility in catalog.facilities.iter().filter(|facility| !catalog.damage.is_faulty(facility.span)) {
        for equipment in &facility.equipment {
            if let EquipmentKind::Described { id, price, lifetime, floor_area, .. } = &equipment.kind {
                let lacks = [
                    (price.is_none(), ("price", "what an hour on it costs is unknown")),
                    (lifetime.is_none(), ("lifetime", "what an hour on it costs is unknown")),
                    (floor_area.is_none(), ("floor-area", "whether there is room for it is unknown")),
                ];
                findings.extend(finding(id, &lacking(&lacks)));
            }
        }
    }
    findings
}

/// A field that is missing, and what is unknown without it.
type Lack = (&'static str, &'static str);

fn lacks_of_item(material: &Material, is_weighed: bool) -> Vec<Lack> {
    let is_bought = material.origin == Some(Origin::Bought);
    lacking(&[
        (is_bought && material.price.is_none(), ("price", "costs are incomplete")),
        // What is raw may be light, or wind.
        (!is_weighed && material.origin != Some(Origin::Raw), ("mass", "masses are incomplete")),
        (is_bought && material.emissions.is_none(), ("emissions", "emissions are incomplete")),
    ])
}

fn lacking(fields: &[(bool, Lack)]) -> Vec<Lack> {
    fields.iter().filter(|(is_missing, _)| *is_missing).map(|(_, lack)| *lack).collect()
}

fn finding(id: &Reference, lacks: &[Lack]) -> Option<Diagnostic> {
    if lacks.is_empty() {
        return None;
    }
    let mut effects: Vec<&str> = lacks.iter().map(|(_, effect)| *effect).collect();
    effects.dedup();
    let fields = join(&lacks.iter().map(|(field, _)| format!("`{field}`")).collect::<Vec<_>>());
    let words = join(&effects.iter().map(|effect| (*effect).to_owned()).collect::<Vec<_>>());
    let message = format!("`{}` has no {fields}: where it is used, {words}", id.value);
    let help = format!("add {fields}; an estimate, with a source of `grade: estimated`, is better than none");
    Some(Diagnostic::warning(RULE.name, id.span, message).with_help(help))
}

fn join(words: &[String]) -> String {
    match words.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
        None => String::new(),
    }
}
