//! A catalog to its hypergraph. Lines whose item or quantity is unknown are left out: they were reported.

use std::collections::HashMap;

use super::operation::{OperationNeed, need_of};
use super::{Flow, Graph, InputLine, Item, ItemIndex, Recipe, RecipeIndex, RecipeSource, components_of};
use crate::catalog::{Catalog, Exchange, ItemMeasure, ItemOwner};
use crate::model::{
    BomEntry, BomLine, ByProduct, Grade, Id, Input, Loss, Operation, Part, Plan, Process, Reference, worst_grade,
};
use crate::quantity::{Dimension, Quantity};
use crate::text::Spanned;

/// Builds the hypergraph of a catalog.
pub fn build(catalog: &Catalog) -> Graph {
    let mut builder = Builder { catalog, measures: Vec::new(), by_id: HashMap::new() };
    let mut items = builder.items();
    let mut recipes: Vec<Recipe> = Vec::new();
    recipes.extend(catalog.processes.iter().enumerate().map(|(index, process)| builder.process(index, process)));
    recipes.extend(catalog.plans.iter().enumerate().map(|(index, plan)| builder.plan(index, plan)));
    for (plan_index, plan) in catalog.plans.iter().enumerate() {
        recipes.extend(
            plan.bom.iter().enumerate().filter_map(|(line, bom_line)| builder.part(plan_index, plan, line, bom_line)),
        );
    }
    for (index, recipe) in recipes.iter().enumerate() {
        for output in &recipe.outputs {
            items[output.item.0 as usize].recipes.push(RecipeIndex(index as u32));
        }
    }
    for item in &mut items {
        item.recipes.sort_by(|a, b| {
            let (a, b) = (&recipes[a.0 as usize], &recipes[b.0 as usize]);
            a.prefer.total_cmp(&b.prefer).then_with(|| a.id.cmp(&b.id))
        });
        item.recipes.dedup();
    }
    infer_masses(&mut items, &recipes);
    let rates = catalog.repository.as_ref().map_or(&[][..], |repository| &repository.exchange_rates);
    Graph { items, recipes, currency: catalog.currency(), exchange: Exchange::new(rates), by_id: builder.by_id }
}

struct Builder<'c> {
    catalog: &'c Catalog,
    /// By item index.
    measures: Vec<ItemMeasure>,
    by_id: HashMap<Id, ItemIndex>,
}

impl Builder<'_> {
    fn items(&mut self) -> Vec<Item> {
        let catalog = self.catalog;
        let mut owners: Vec<(&Id, ItemOwner)> = Vec::new();
        owners.extend(
            catalog.materials.iter().enumerate().map(|(i, material)| (&material.id.value, ItemOwner::Material(i))),
        );
        for (plan_index, plan) in catalog.plans.iter().enumerate() {
            owners.push((&plan.id.value, ItemOwner::Plan(plan_index)));
            for (line, bom_line) in plan.bom.iter().enumerate() {
                if let BomEntry::Part(part) = &bom_line.entry {
                    owners.push((&part.id, ItemOwner::Part { plan: plan_index, line }));
                }
            }
        }
        owners.sort_by(|a, b| a.0.cmp(b.0));
        self.measures = owners.iter().map(|(_, owner)| ItemMeasure::of(catalog, *owner)).collect();
        self.by_id =
            owners.iter().enumerate().map(|(index, (id, _))| ((*id).clone(), ItemIndex(index as u32))).collect();
        owners.into_iter().zip(&self.measures).map(|((id, owner), measure)| self.item(id, owner, measure)).collect()
    }

    fn item(&self, id: &Id, owner: ItemOwner, measure: &ItemMeasure) -> Item {
        let (title, origin, price, emissions) = match owner {
            ItemOwner::Material(index) => {
                let material = &self.catalog.materials[index];
                (material.title.as_ref(), material.origin, material.price.as_ref(), material.emissions.as_ref())
            }
            ItemOwner::Plan(index) => {
                let plan = &self.catalog.plans[index];
                (plan.title.as_ref(), None, plan.price.as_ref(), plan.emissions.as_ref())
            }
            ItemOwner::Part { plan, line } => match &self.catalog.plans[plan].bom[line].entry {
                BomEntry::Part(part) => (part.title.as_ref(), None, None, None),
                BomEntry::Item { .. } => (None, None, None, None),
            },
        };
        Item {
            id: id.clone(),
            title: title.cloned().unwrap_or_else(|| id.to_string()),
            unit: measure.unit.clone(),
            mass_kg: measure.mass_kg,
            origin,
            price: price.and_then(|price| measure.price(&price.value).ok()),
            emissions_kg: emissions.and_then(|emissions| measure.emissions_kg(&emissions.value).ok()),
            recipes: Vec::new(),
            owner,
        }
    }

    fn process(&self, index: usize, process: &Process) -> Recipe {
        let yield_fraction = process.yield_fraction.as_ref().map_or(1.0, |y| y.value).clamp(f64::MIN_POSITIVE, 1.0);
        let flow = |by_product: bool, scale: f64| -> Vec<Flow> {
            let chosen = process.outputs.iter().filter(|output| output.by_product == by_product);
            let flows = chosen.filter_map(|output| self.flow(&output.item, output.quantity.as_ref()));
            flows.map(|flow| Flow { quantity: flow.quantity * scale, ..flow }).collect()
        };
        let operations = self.operations(&process.operations);
        Recipe {
            id: process.id.value.clone(),
            title: process.title.clone().unwrap_or_else(|| process.id.value.to_string()),
            source: RecipeSource::Process(index),
            outputs: flow(false, yield_fraction),
            by_products: flow(true, 1.0),
            inputs: self.inputs(&process.inputs),
            losses_kg: losses_kg(&process.losses),
            machine_h: operations.iter().map(|operation| operation.machine_h).sum(),
            labour_h: operations.iter().map(|operation| operation.labour_h).sum(),
            operations,
            direct_emissions_kg: process.direct_emissions.as_ref().map_or(0.0, |mass| mass.value.si()),
            prefer: process.prefer,
            grade: worst_grade(&process.sources),
            floor_m2: None,
            power_w: None,
        }
    }

    fn plan(&self, index: usize, plan: &Plan) -> Recipe {
        let item = self.by_id.get(&plan.id.value).copied();
        let made = plan.makes.quantity.as_ref().map_or(1.0, |quantity| quantity.value.amount());
        let inputs = plan.bom.iter().filter_map(|line| match &line.entry {
            BomEntry::Item { item, alternatives } => self.input_line(item, alternatives, line.quantity.as_ref()),
            BomEntry::Part(part) => {
                let item = *self.by_id.get(&part.id)?;
                let quantity = line.quantity.as_ref()?.value.amount();
                Some(InputLine { options: vec![Flow { item, quantity }] })
            }
        });
        let operations = self.operations(&plan.operations);
        Recipe {
            id: plan.id.value.clone(),
            title: plan.title.clone().unwrap_or_else(|| plan.id.value.to_string()),
            source: RecipeSource::Plan(index),
            outputs: item.map(|item| Flow { item, quantity: made }).into_iter().collect(),
            by_products: self.by_products(&plan.by_products),
            inputs: inputs.collect(),
            losses_kg: losses_kg(&plan.losses),
            machine_h: operations.iter().map(|operation| operation.machine_h).sum(),
            labour_h: operations.iter().map(|operation| operation.labour_h).sum(),
            operations,
            direct_emissions_kg: 0.0,
            prefer: 0.0,
            grade: worst_grade(&plan.sources),
            floor_m2: plan.footprint.floor_area.as_ref().map(|area| area.value.si()),
            power_w: plan.footprint.power.as_ref().map(|power| power.value.si()),
        }
    }

    fn part(&self, plan_index: usize, plan: &Plan, line: usize, bom_line: &BomLine) -> Option<Recipe> {
        let BomEntry::Part(part) = &bom_line.entry else { return None };
        let item = *self.by_id.get(&part.id)?;
        let operations = self.operations(&part.operations);
        Some(Recipe {
            id: part.id.clone(),
            title: part.title.clone().unwrap_or_else(|| part.name.value.to_string()),
            source: RecipeSource::Part { plan: plan_index, line },
            outputs: vec![Flow { item, quantity: 1.0 }],
            by_products: self.by_products(&part.by_products),
            inputs: self.inputs(&part.from),
            losses_kg: losses_kg(&part.losses),
            machine_h: operations.iter().map(|operation| operation.machine_h).sum(),
            labour_h: operations.iter().map(|operation| operation.labour_h).sum(),
            operations,
            direct_emissions_kg: 0.0,
            prefer: 0.0,
            grade: grade_of_part(plan, bom_line, part),
            floor_m2: None,
            power_w: None,
        })
    }

    fn operations(&self, operations: &[Operation]) -> Vec<OperationNeed> {
        operations.iter().map(|operation| need_of(self.catalog, operation)).collect()
    }

    fn inputs(&self, inputs: &[Input]) -> Vec<InputLine> {
        inputs
            .iter()
            .filter_map(|input| self.input_line(&input.item, &input.alternatives, input.quantity.as_ref()))
            .collect()
    }

    fn input_line(
        &self,
        item: &Reference,
        alternatives: &[Reference],
        quantity: Option<&Spanned<Quantity>>,
    ) -> Option<InputLine> {
        let options: Vec<Flow> =
            std::iter::once(item).chain(alternatives).filter_map(|option| self.flow(option, quantity)).collect();
        (!options.is_empty()).then_some(InputLine { options })
    }

    fn by_products(&self, by_products: &[ByProduct]) -> Vec<Flow> {
        by_products.iter().filter_map(|by_product| self.flow(&by_product.item, by_product.quantity.as_ref())).collect()
    }

    fn flow(&self, item: &Reference, quantity: Option<&Spanned<Quantity>>) -> Option<Flow> {
        let index = *self.by_id.get(&item.value)?;
        let quantity = self.measures[index.0 as usize].amount(&quantity?.value).ok()?;
        Some(Flow { item: index, quantity })
    }
}

/// The worst grade among the sources that a part's own figures name: its line, inputs, by-products, losses and operations.
/// Where they name none, that of the plan.
fn grade_of_part(plan: &Plan, line: &BomLine, part: &Part) -> Grade {
    let inputs = part.from.iter().filter_map(|input| input.source.as_ref());
    let by_products = part.by_products.iter().filter_map(|by_product| by_product.source.as_ref());
    let losses = part.losses.iter().filter_map(|loss| loss.source.as_ref());
    let operations = part.operations.iter().filter_map(|operation| operation.source.as_ref());
    let named = line.source.iter().chain(inputs).chain(by_products).chain(losses).chain(operations);
    let grade = |source: &Reference| {
        let note = plan.sources.iter().find(|note| note.id.as_ref().is_some_and(|id| id.value == source.value));
        note.map_or(Grade::Estimated, |note| note.grade)
    };
    named.map(grade).max().unwrap_or_else(|| worst_grade(&plan.sources))
}

fn losses_kg(losses: &[Loss]) -> f64 {
    let masses =
        losses.iter().filter_map(|loss| loss.quantity.as_ref()).filter(|q| q.value.dimension() == Dimension::MASS);
    masses.map(|quantity| quantity.value.si()).sum()
}

/// Gives parts and plans that state no mass that of what goes into them, less what comes off; from the ground up.
fn infer_masses(items: &mut [Item], recipes: &[Recipe]) {
    let unweighed: Vec<usize> = (0..items.len())
        .filter(|index| items[*index].mass_kg.is_none() && !matches!(items[*index].owner, ItemOwner::Material(_)))
        .collect();
    if unweighed.is_empty() {
        return;
    }
    let arcs = unweighed.iter().flat_map(|index| {
        let recipe = items[*index].recipes.first().map(|recipe| &recipes[recipe.0 as usize]);
        let inputs = recipe.map_or(&[][..], |recipe| &recipe.inputs);
        inputs.iter().filter_map(|line| line.options.first()).map(|flow| (*index as u32, flow.item.0))
    });
    let components = components_of(items.len(), arcs.collect::<Vec<_>>());
    for component in components.members {
        let [index] = component[..] else { continue };
        let index = index as usize;
        let is_unweighed = unweighed.binary_search(&index).is_ok();
        let Some(recipe) =
            items[index].recipes.first().filter(|_| is_unweighed).map(|recipe| &recipes[recipe.0 as usize])
        else {
            continue;
        };
        let mass = |flow: &Flow| items[flow.item.0 as usize].mass_kg.map(|mass_kg| mass_kg * flow.quantity);
        let is_energy = |flow: &Flow| items[flow.item.0 as usize].unit.dimension() == Dimension::ENERGY;
        let taken =
            recipe.inputs.iter().filter_map(|line| line.options.first()).filter(|flow| !is_energy(flow)).map(mass);
        let given = recipe.by_products.iter().map(mass);
        let (Some(taken), Some(given)) = (taken.sum::<Option<f64>>(), given.sum::<Option<f64>>()) else { continue };
        let made = recipe.output_of(ItemIndex(index as u32));
        let mass_kg = (taken - given - recipe.losses_kg) / made;
        if mass_kg > 0.0 && mass_kg.is_finite() {
            items[index].mass_kg = Some(mass_kg);
        }
    }
}
