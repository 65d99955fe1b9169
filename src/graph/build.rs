//! A catalog to its hypergraph. Lines whose item or quantity is unknown are left out: they were reported.

use std::cell::RefCell;

use super::basis::{Basis, Sources};
use super::operation::{KnownBounds, OperationNeed, need_of};
use super::{Flow, Graph, Held, InputLine, Item, ItemIndex, Recipe, RecipeIndex, RecipeSource, components_of};
use crate::catalog::{Catalog, Exchange, ItemMeasure, ItemOwner, RunMeasure, Share};
use crate::model::{
    BomEntry, BomLine, ByProduct, Grade, Id, IdMap, Input, Loss, Operation, Part, Plan, Process, Reference, worst_grade,
};
use crate::quantity::{Dimension, Quantity};
use crate::text::Spanned;

/// Builds the hypergraph of a catalog.
pub fn build(catalog: &Catalog) -> Graph {
    let mut builder = Builder { catalog, measures: Vec::new(), by_id: IdMap::default(), bounds: RefCell::default() };
    let mut items = builder.items();
    let mut recipes: Vec<Recipe> = Vec::new();
    recipes.extend(catalog.processes.iter().enumerate().map(|(index, process)| builder.process(index, process)));
    recipes.extend(catalog.plans.iter().enumerate().map(|(index, plan)| builder.plan(index, plan)));
    for (plan_index, plan) in catalog.plans.iter().enumerate() {
        recipes.extend(
            plan.bom.iter().enumerate().filter_map(|(line, bom_line)| builder.part(plan_index, plan, line, bom_line)),
        );
    }
    rank_recipes(&mut items, &recipes);
    infer_masses(&mut items, &recipes);
    let rates = catalog.repository.as_ref().map_or(&[][..], |repository| &repository.exchange_rates);
    Graph { items, recipes, currency: catalog.currency(), exchange: Exchange::new(rates), by_id: builder.by_id }
}

/// Tells every item what makes it, in the order of preference.
pub(super) fn rank_recipes(items: &mut [Item], recipes: &[Recipe]) {
    for (index, recipe) in recipes.iter().enumerate() {
        for output in &recipe.outputs {
            items[output.item.0 as usize].recipes.push(RecipeIndex(index as u32));
        }
    }
    for item in items {
        item.recipes.sort_by(|a, b| {
            let (a, b) = (&recipes[a.0 as usize], &recipes[b.0 as usize]);
            a.prefer.total_cmp(&b.prefer).then_with(|| a.id.cmp(&b.id))
        });
        item.recipes.dedup();
    }
}

struct Builder<'c> {
    catalog: &'c Catalog,
    /// By item index.
    measures: Vec<ItemMeasure>,
    by_id: IdMap<ItemIndex>,
    bounds: RefCell<KnownBounds>,
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
        let sources = match owner {
            ItemOwner::Material(index) => &self.catalog.materials[index].sources,
            ItemOwner::Plan(plan) | ItemOwner::Part { plan, .. } => &self.catalog.plans[plan].sources,
        };
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
            basis: Sources::of(sources).worst(),
        }
    }

    fn process(&self, index: usize, process: &Process) -> Recipe {
        let yield_fraction = process.yield_fraction.as_ref().map_or(1.0, |y| y.value).clamp(f64::MIN_POSITIVE, 1.0);
        let sources = Sources::of(&process.sources);
        let flow = |by_product: bool, scale: f64| -> (Vec<Flow>, Vec<Basis>) {
            let chosen = process.outputs.iter().filter(|output| output.by_product == by_product);
            let flows = chosen.filter_map(|output| {
                let flow = self.flow(&output.item, output.quantity.as_ref())?;
                let flow = Flow { quantity: flow.quantity * scale, ..flow };
                Some((flow, sources.basis(output.source.as_ref())))
            });
            flows.unzip()
        };
        let (outputs, output_bases) = flow(false, yield_fraction);
        let (by_products, by_product_bases) = flow(true, 1.0);
        let run = RunMeasure::of_process(self.catalog, process);
        let operations = self.operations(&process.operations, &run, &sources);
        Recipe {
            id: process.id.value.clone(),
            title: process.title.clone().unwrap_or_else(|| process.id.value.to_string()),
            source: RecipeSource::Process(index),
            outputs,
            output_bases,
            yield_fraction: process.yield_fraction.is_some().then_some(yield_fraction),
            by_products,
            by_product_bases,
            inputs: self.inputs(&process.inputs, &run, &sources),
            batch_runs: run.batch_runs(),
            has_batch: run.has_batch(),
            losses_kg: losses_kg(&process.losses),
            machine_h: operations.iter().map(|operation| operation.machine_h).sum(),
            labour_h: operations.iter().map(|operation| operation.labour_h).sum(),
            operations,
            direct_emissions_kg: process.direct_emissions.as_ref().map_or(0.0, |mass| mass.value.si()),
            prefer: process.prefer,
            grade: worst_grade(&process.sources),
            basis: sources.worst(),
            floor_m2: None,
            power_w: None,
        }
    }

    fn plan(&self, index: usize, plan: &Plan) -> Recipe {
        let item = self.by_id.get(&plan.id.value).copied();
        let made = plan.makes.quantity.as_ref().map_or(1.0, |quantity| quantity.value.amount());
        let run = RunMeasure::of_plan(plan);
        let sources = Sources::of(&plan.sources);
        let inputs = plan.bom.iter().filter_map(|line| {
            let basis = sources.basis(line.source.as_ref());
            // What a plan names is built in: only the line itself can say that it wears.
            let share = run.share(line.lifetime.as_ref().map(|lifetime| &lifetime.value), line.per_batch).ok()?;
            match &line.entry {
                BomEntry::Item { item, alternatives } => {
                    self.input_line(item, alternatives, line.quantity.as_ref(), |_| Some(share), basis)
                }
                BomEntry::Part(part) => {
                    let item = *self.by_id.get(&part.id)?;
                    let quantity = line.quantity.as_ref()?.value.amount();
                    Some(line_of(vec![(Flow { item, quantity }, share)], basis))
                }
            }
        });
        let mut lines = Vec::with_capacity(plan.bom.len());
        lines.extend(inputs);
        let (by_products, by_product_bases) = self.by_products(&plan.by_products, &sources);
        let operations = self.operations(&plan.operations, &run, &sources);
        Recipe {
            id: plan.id.value.clone(),
            title: plan.title.clone().unwrap_or_else(|| plan.id.value.to_string()),
            source: RecipeSource::Plan(index),
            outputs: item.map(|item| Flow { item, quantity: made }).into_iter().collect(),
            output_bases: item.map(|_| sources.worst()).into_iter().collect(),
            yield_fraction: None,
            by_products,
            by_product_bases,
            inputs: lines,
            batch_runs: run.batch_runs(),
            has_batch: run.has_batch(),
            losses_kg: losses_kg(&plan.losses),
            machine_h: operations.iter().map(|operation| operation.machine_h).sum(),
            labour_h: operations.iter().map(|operation| operation.labour_h).sum(),
            operations,
            direct_emissions_kg: 0.0,
            prefer: 0.0,
            grade: worst_grade(&plan.sources),
            basis: sources.worst(),
            floor_m2: plan.footprint.floor_area.as_ref().map(|area| area.value.si()),
            power_w: plan.footprint.power.as_ref().map(|power| power.value.si()),
        }
    }

    fn part(&self, plan_index: usize, plan: &Plan, line: usize, bom_line: &BomLine) -> Option<Recipe> {
        let BomEntry::Part(part) = &bom_line.entry else { return None };
        let item = *self.by_id.get(&part.id)?;
        let run = RunMeasure::of_part(self.catalog, plan_index, line)?;
        let sources = Sources::of(&plan.sources);
        let (by_products, by_product_bases) = self.by_products(&part.by_products, &sources);
        let operations = self.operations(&part.operations, &run, &sources);
        Some(Recipe {
            id: part.id.clone(),
            title: part.title.clone().unwrap_or_else(|| part.name.value.to_string()),
            source: RecipeSource::Part { plan: plan_index, line },
            outputs: vec![Flow { item, quantity: 1.0 }],
            output_bases: vec![sources.worst()],
            yield_fraction: None,
            by_products,
            by_product_bases,
            inputs: self.inputs(&part.from, &run, &sources),
            batch_runs: run.batch_runs(),
            has_batch: run.has_batch(),
            losses_kg: losses_kg(&part.losses),
            machine_h: operations.iter().map(|operation| operation.machine_h).sum(),
            labour_h: operations.iter().map(|operation| operation.labour_h).sum(),
            operations,
            direct_emissions_kg: 0.0,
            prefer: 0.0,
            grade: grade_of_part(plan, bom_line, part),
            basis: sources.worst(),
            floor_m2: None,
            power_w: None,
        })
    }

    fn operations(&self, operations: &[Operation], run: &RunMeasure, sources: &Sources) -> Vec<OperationNeed> {
        let need = |operation: &Operation| OperationNeed {
            basis: sources.basis(operation.source.as_ref()),
            ..need_of(self.catalog, &mut self.bounds.borrow_mut(), operation, run.batch_runs())
        };
        operations.iter().map(need).collect()
    }

    fn inputs(&self, inputs: &[Input], run: &RunMeasure, sources: &Sources) -> Vec<InputLine> {
        let line = |input: &Input| {
            let basis = sources.basis(input.source.as_ref());
            let share = |option: &Reference| {
                let lifetime = input.lifetime.as_ref().or_else(|| self.catalog.lifetime_of(&option.value));
                run.share(lifetime.map(|lifetime| &lifetime.value), input.per_batch).ok()
            };
            self.input_line(&input.item, &input.alternatives, input.quantity.as_ref(), share, basis)
        };
        let mut lines = Vec::with_capacity(inputs.len());
        lines.extend(inputs.iter().filter_map(line));
        lines
    }

    fn input_line(
        &self,
        item: &Reference,
        alternatives: &[Reference],
        quantity: Option<&Spanned<Quantity>>,
        share: impl Fn(&Reference) -> Option<Share>,
        basis: Basis,
    ) -> Option<InputLine> {
        let options = std::iter::once(item).chain(alternatives);
        let options: Vec<(Flow, Share)> =
            options.filter_map(|option| Some((self.flow(option, quantity)?, share(option)?))).collect();
        (!options.is_empty()).then(|| line_of(options, basis))
    }

    fn by_products(&self, by_products: &[ByProduct], sources: &Sources) -> (Vec<Flow>, Vec<Basis>) {
        let flow = |by_product: &ByProduct| {
            let flow = self.flow(&by_product.item, by_product.quantity.as_ref())?;
            Some((flow, sources.basis(by_product.source.as_ref())))
        };
        by_products.iter().filter_map(flow).unzip()
    }

    fn flow(&self, item: &Reference, quantity: Option<&Spanned<Quantity>>) -> Option<Flow> {
        let index = *self.by_id.get(&item.value)?;
        let quantity = self.measures[index.0 as usize].amount(&quantity?.value).ok()?;
        Some(Flow { item: index, quantity })
    }
}

/// A line of options as written, with what a run uses up of each.
fn line_of(options: Vec<(Flow, Share)>, basis: Basis) -> InputLine {
    let is_used_up = |share: &Share| share.of_run == 1.0 && !share.is_worn && !share.follows_output;
    let held = if options.iter().all(|(_, share)| is_used_up(share)) {
        Vec::new()
    } else {
        let held = |(flow, share): &(Flow, Share)| {
            let Share { is_worn, follows_output, .. } = *share;
            Held { quantity: flow.quantity, is_worn, follows_output }
        };
        options.iter().map(held).collect()
    };
    let used = |(flow, share): &(Flow, Share)| Flow { quantity: flow.quantity * share.of_run, ..*flow };
    InputLine { options: options.iter().map(used).collect(), held, basis }
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
        // What wears off is no part of what is made.
        let built_in = recipe.inputs.iter().filter(|line| !line.is_worn(0));
        let taken = built_in.filter_map(|line| line.options.first()).filter(|flow| !is_energy(flow)).map(mass);
        let given = recipe.by_products.iter().map(mass);
        let (Some(taken), Some(given)) = (taken.sum::<Option<f64>>(), given.sum::<Option<f64>>()) else { continue };
        let made = recipe.output_of(ItemIndex(index as u32));
        let mass_kg = (taken - given - recipe.losses_kg) / made;
        if mass_kg > 0.0 && mass_kg.is_finite() {
            items[index].mass_kg = Some(mass_kg);
        }
    }
}
