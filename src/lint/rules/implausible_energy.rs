//! Energy per kilogram beyond what physics allows, or anybody has taken.

use std::collections::HashMap;

use super::energy_bounds::{WorkBounds, bounds_of};
use super::masses::stated;
use crate::catalog::Catalog;
use crate::diagnostic::{Diagnostic, Severity};
use crate::graph::{Flow, Graph, Recipe, RecipeSource};
use crate::lint::Lint;
use crate::lint::rule::{Check, Rule};
use crate::model::{BomEntry, Input, Operation, RawFrom};
use crate::quantity::{Dimension, format_amount};
use crate::text::Span;

/// Holds the energy that every process and part takes against the bounds of its operations.
pub static RULE: Rule = Rule {
    name: "implausible-energy",
    severity: Severity::Warning,
    page: include_str!("implausible_energy.md"),
    check: Check::Here(find),
};

/// J in a kWh.
pub(super) const JOULES_PER_KWH: f64 = 3.6e6;

/// What rounding of the figures may make.
const ROUNDING: f64 = 0.01;

/// Words of ids of what brings heat: fuels, what burns them, and what is hot.
const HEAT: &[&str] = &[
    "anthracite",
    "biomass",
    "briquette",
    "carbon",
    "charcoal",
    "coal",
    "coke",
    "diesel",
    "ethanol",
    "firewood",
    "fuel",
    "gas",
    "gasoline",
    "heat",
    "hot",
    "husk",
    "hydrogen",
    "kerosene",
    "liquid",
    "lpg",
    "methane",
    "molten",
    "oil",
    "oxygen",
    "peat",
    "pellet",
    "pellets",
    "petrol",
    "propane",
    "steam",
    "straw",
    "sunlight",
    "tar",
    "thermite",
    "wood",
];

/// Of these, what makes even an electric furnace need less: the charge is hot.
const HOT_CHARGE: &[&str] = &["hot", "liquid", "molten"];

fn find(lint: &Lint<'_>) -> Vec<Diagnostic> {
    let capabilities = lint.catalog.capabilities.iter().map(|capability| capability.id.value.as_str());
    let kinds: Kinds<'_> = capabilities.filter_map(|id| Some((id, bounds_of(id)?))).collect();
    lint.graph.recipes.iter().filter_map(|recipe| fault(lint, &kinds, recipe)).collect()
}

/// The kinds of work that capabilities are.
type Kinds<'c> = HashMap<&'c str, &'static WorkBounds>;

fn fault(lint: &Lint<'_>, known: &Kinds<'_>, recipe: &Recipe) -> Option<Diagnostic> {
    let (operations, inputs) = lines(lint.catalog, recipe)?;
    let kinds: Vec<(&Operation, &WorkBounds)> = operations
        .iter()
        .filter_map(|operation| Some((operation, *known.get(operation.capability.value.as_str())?)))
        .collect();
    let (first, _) = kinds.first()?;
    let taken_j = energy_j(lint.graph, recipe);
    let least = kinds.iter().filter_map(|(_, bounds)| least(lint, recipe, inputs, bounds, taken_j.0));
    let beyond = least.max_by(|a, b| a.2.total_cmp(&b.2));
    let (words, help) = match beyond {
        Some((bounds, per_kg, least_kwh)) => {
            let takes = if taken_j.1 > 0.0 {
                format!("takes {} kWh for each kg that it makes", format_amount(per_kg))
            } else {
                "takes no energy".to_owned()
            };
            let least = format!("{takes}; {} takes at least {} kWh", bounds.work, format_amount(least_kwh));
            let help = format!(
                "correct the quantity, or add the energy or the fuel that goes in besides; the least is that of {}",
                bounds.source
            );
            (least, help)
        }
        None => {
            let (bounds, per_kg, most_kwh) = most(lint, recipe, operations, &kinds, taken_j.1)?;
            let most = format!(
                "takes {} kWh for each kg that it makes; of {}, no more than {} kWh are known",
                format_amount(per_kg),
                bounds.work,
                format_amount(most_kwh)
            );
            (most, "correct the quantity: figures are often given per tonne; `groundup explain implausible-energy` lists the bounds".to_owned())
        }
    };
    stated(lint, recipe).filter(|stated| stated.is_whole)?;
    let span = energy_span(lint, inputs).unwrap_or(first.capability.span);
    Some(Diagnostic::warning(RULE.name, span, format!("`{}` {words}", recipe.id)).with_help(help))
}

/// The operations and inputs as their document states them.
fn lines<'c>(catalog: &'c Catalog, recipe: &Recipe) -> Option<(&'c [Operation], &'c [Input])> {
    match recipe.source {
        RecipeSource::Process(index) => {
            let process = &catalog.processes[index];
            Some((&process.operations, &process.inputs))
        }
        RecipeSource::Part { plan, line } => match &catalog.plans[plan].bom[line].entry {
            BomEntry::Part(part) => Some((&part.operations, &part.from)),
            BomEntry::Item { .. } => None,
        },
        RecipeSource::Plan(_) => None,
    }
}

/// The kind, what is taken per kg and the least, if less is taken than that.
fn least<'b>(
    lint: &Lint<'_>,
    recipe: &Recipe,
    inputs: &[Input],
    bounds: &'b WorkBounds,
    most_taken_j: f64,
) -> Option<(&'b WorkBounds, f64, f64)> {
    let words = if bounds.fuel_helps { HEAT } else { HOT_CHARGE };
    if inputs.iter().any(|input| brings_heat(lint.catalog, input, words)) {
        return None;
    }
    let per_kg = most_taken_j / JOULES_PER_KWH / made_kg(lint.graph, recipe, bounds.product)?;
    let least_kwh = bounds.least_kwh?;
    (per_kg < least_kwh * (1.0 - ROUNDING)).then_some((bounds, per_kg, least_kwh))
}

/// The kind, what is taken per kg and the most, if more is taken than that.
fn most<'b>(
    lint: &Lint<'_>,
    recipe: &Recipe,
    operations: &[Operation],
    kinds: &[(&Operation, &'b WorkBounds)],
    taken_j: f64,
) -> Option<(&'b WorkBounds, f64, f64)> {
    // What other work takes is not known.
    if kinds.len() < operations.len() {
        return None;
    }
    let mut sum_kwh = 0.0;
    for (_, bounds) in kinds {
        sum_kwh += bounds.most_kwh?;
    }
    let (_, bounds) = kinds
        .iter()
        .max_by(|(_, a), (_, b)| a.most_kwh.partial_cmp(&b.most_kwh).unwrap_or(std::cmp::Ordering::Equal))?;
    let per_kg = taken_j / JOULES_PER_KWH / made_kg(lint.graph, recipe, bounds.product)?;
    (per_kg > sum_kwh).then_some((bounds, per_kg, sum_kwh))
}

fn brings_heat(catalog: &Catalog, input: &Input, words: &[&str]) -> bool {
    std::iter::once(&input.item).chain(&input.alternatives).any(|item| {
        let id = item.value.as_str();
        let is_grown = || {
            let material = catalog.materials.binary_search_by(|material| material.id.value.as_str().cmp(id)).ok();
            material.is_some_and(|index| matches!(catalog.materials[index].from, Some(RawFrom::Biomass | RawFrom::Sun)))
        };
        id.split(['-', '.', '/']).any(|word| words.contains(&word)) || (words == HEAT && is_grown())
    })
}

/// What is made, in kg, before rejects are taken off; `None` if not all of it is weighed.
fn made_kg(graph: &Graph, recipe: &Recipe, product: Option<&str>) -> Option<f64> {
    let is_meant = |flow: &&Flow| {
        product.is_none_or(|word| graph.item(flow.item).id.as_str().split(['-', '.', '/']).any(|part| part == word))
    };
    let mut made_kg = 0.0;
    for flow in recipe.outputs.iter().filter(is_meant) {
        made_kg += graph.item(flow.item).mass_kg? * flow.quantity;
    }
    made_kg /= recipe.yield_fraction.unwrap_or(1.0);
    (made_kg > 0.0).then_some(made_kg)
}

/// The most, and the least, that the options of the inputs take in energy.
fn energy_j(graph: &Graph, recipe: &Recipe) -> (f64, f64) {
    let energy = |flow: &Flow| {
        let unit = &graph.item(flow.item).unit;
        if unit.dimension() == Dimension::ENERGY { unit.to_si(flow.quantity) } else { 0.0 }
    };
    recipe.inputs.iter().fold((0.0, 0.0), |(most, least), line| {
        let most_of_line = line.options.iter().map(energy).fold(0.0, f64::max);
        let least_of_line = line.options.iter().map(energy).fold(f64::INFINITY, f64::min);
        (most + most_of_line, least + if least_of_line.is_finite() { least_of_line } else { 0.0 })
    })
}

/// Where the energy is written.
fn energy_span(lint: &Lint<'_>, inputs: &[Input]) -> Option<Span> {
    let is_energy = |input: &&Input| {
        let item = lint.graph.item_index(input.item.value.as_str());
        item.is_some_and(|item| lint.graph.item(item).unit.dimension() == Dimension::ENERGY)
    };
    let input = inputs.iter().find(is_energy)?;
    Some(input.quantity.as_ref().map_or(input.item.span, |quantity| quantity.span))
}
