//! The masses that a recipe takes in and gives out, as far as they are known: for the rules about physics.

use crate::catalog::ItemOwner;
use crate::graph::{Flow, Graph, Recipe, RecipeSource};
use crate::lint::Lint;
use crate::model::{BomEntry, Loss};
use crate::quantity::{Dimension, display_si};
use crate::text::Span;

/// Masses of one run, in kg. What wears goes nowhere: it is no part of what is made.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Masses {
    /// The least that goes in, of what would do on each line.
    pub(super) least_in_kg: f64,
    /// The most that goes in.
    pub(super) most_in_kg: f64,
    /// Whether all that goes in is counted.
    pub(super) all_in: bool,
    /// What comes out: products before any yield is taken off, and by-products.
    pub(super) out_kg: f64,
    /// Whether all that comes out is counted.
    pub(super) all_out: bool,
    /// What is declared as lost.
    pub(super) losses_kg: f64,
}

/// A recipe as its document states it: where, and whether the graph has all of its lines.
pub(super) struct Stated {
    /// Its id, or the part's name.
    pub(super) span: Span,
    /// The first thing that it makes, or what states its mass.
    pub(super) made: Span,
    /// Whether every line could be read.
    pub(super) is_whole: bool,
}

/// Where a recipe stands in its document; `None` if that is faulty.
pub(super) fn stated(lint: &Lint<'_>, recipe: &Recipe) -> Option<Stated> {
    let catalog = lint.catalog;
    let (document, span, made, inputs, by_products, losses) = match recipe.source {
        RecipeSource::Process(index) => {
            let process = &catalog.processes[index];
            let of_kind =
                |by_product: bool| process.outputs.iter().filter(move |output| output.by_product == by_product);
            let made = of_kind(false).next().map_or(process.id.span, |output| output.item.span);
            if of_kind(false).count() != recipe.outputs.len() {
                return None;
            }
            (process.span, process.id.span, made, process.inputs.len(), of_kind(true).count(), &process.losses)
        }
        RecipeSource::Plan(index) => {
            let plan = &catalog.plans[index];
            let made = plan.makes.mass.as_ref().map_or(plan.id.span, |mass| mass.span);
            (plan.span, plan.id.span, made, plan.bom.len(), plan.by_products.len(), &plan.losses)
        }
        RecipeSource::Part { plan, line } => {
            let plan = &catalog.plans[plan];
            let BomEntry::Part(part) = &plan.bom[line].entry else { return None };
            let made = part.mass.as_ref().map_or(part.name.span, |mass| mass.span);
            (plan.span, part.name.span, made, part.from.len(), part.by_products.len(), &part.losses)
        }
    };
    if catalog.damage.is_faulty(document) {
        return None;
    }
    let is_weighed = |loss: &Loss| {
        let dimension = loss.quantity.as_ref().map(|quantity| quantity.value.dimension());
        matches!(dimension, Some(Dimension::MASS | Dimension::ENERGY))
    };
    let is_read = |flow: &Flow| !matches!(lint.graph.item(flow.item).owner, ItemOwner::Hole(_));
    let is_whole = inputs == recipe.inputs.len()
        && recipe.inputs.iter().flat_map(|line| &line.options).all(is_read)
        && by_products == recipe.by_products.len()
        && losses.iter().all(is_weighed);
    Some(Stated { span, made, is_whole })
}

/// The masses of a recipe.
pub(super) fn masses(graph: &Graph, recipe: &Recipe) -> Masses {
    let mass = |flow: &Flow| {
        let item = graph.item(flow.item);
        let is_energy = item.unit.dimension() == Dimension::ENERGY;
        if is_energy { Some(0.0) } else { item.mass_kg.map(|mass_kg| mass_kg * flow.quantity) }
    };
    let mut masses = Masses { all_in: true, all_out: true, losses_kg: recipe.losses_kg, ..Masses::default() };
    for line in &recipe.inputs {
        let options = line.options.iter().enumerate().filter(|(option, _)| !line.is_worn(*option));
        let known: Vec<Option<f64>> = options.map(|(_, flow)| mass(flow)).collect();
        masses.all_in &= known.iter().all(Option::is_some);
        let known = || known.iter().copied().flatten();
        masses.most_in_kg += known().fold(0.0, f64::max);
        masses.least_in_kg += known().reduce(f64::min).filter(|_| line.options.len() == known().count()).unwrap_or(0.0);
    }
    let yield_fraction = recipe.yield_fraction.unwrap_or(1.0);
    let products = recipe.outputs.iter().map(|flow| mass(flow).map(|mass_kg| mass_kg / yield_fraction));
    for out in products.chain(recipe.by_products.iter().map(mass)) {
        masses.all_out &= out.is_some();
        masses.out_kg += out.unwrap_or(0.0);
    }
    masses
}

/// A mass in words.
pub(super) fn kilograms(mass_kg: f64) -> String {
    display_si(mass_kg, Dimension::MASS)
}
