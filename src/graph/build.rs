//! A catalog to its hypergraph. A line whose item or quantity could not be read asks for a hole ([`Hole`]): it was reported, and
//! stays, so that nothing is made without it. Outputs and by-products that could not be read are left out.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::BTreeMap;

use super::basis::{Basis, Sources};
use super::operation::{KnownBounds, OperationNeed, need_of};
use super::{Flow, Graph, Held, InputLine, Item, ItemIndex, Recipe, RecipeIndex, RecipeSource, components_of};
use crate::catalog::{Catalog, Exchange, Hole, ItemMeasure, ItemOwner, RunMeasure, Share};
use crate::model::{
    BomEntry, BomLine, ByProduct, Grade, Id, IdMap, Input, Loss, Operation, Part, Plan, Process, Reference, worst_grade,
};
use crate::quantity::{Dimension, LARGEST, Quantity, Unit};
use crate::text::Spanned;

/// Builds the hypergraph of a catalog.
pub fn build(catalog: &Catalog) -> Graph {
    let none = Holes::new();
    let (graph, holes) = build_with(catalog, &none);
    // Items are numbered by id, so which holes there are has to be known first. Most repositories have none.
    if holes.is_empty() { graph } else { build_with(catalog, &holes).0 }
}

/// What could not be read, and the unit in which it is asked for.
pub(super) type Holes = BTreeMap<(Id, Hole), Unit>;

/// Builds the graph with these holes; tells which ones its lines ask for.
fn build_with(catalog: &Catalog, holes: &Holes) -> (Graph, Holes) {
    let mut builder = Builder {
        catalog,
        measures: Measures::All(Vec::new()),
        by_id: IdMap::default(),
        bounds: RefCell::default(),
        holes: BTreeMap::new(),
        wanted: RefCell::new(Holes::new()),
    };
    let mut items = builder.items(holes);
    // A plan and each part is made in one way, a material mostly in one.
    let mut recipes: Vec<Recipe> = Vec::with_capacity(items.len() + catalog.processes.len());
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
    let exchange = Exchange::new(rates);
    let graph = Graph { items, recipes, currency: catalog.currency(), exchange, by_id: builder.by_id };
    (graph, builder.wanted.into_inner())
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

/// Makes items and recipes of documents.
pub(super) struct Builder<'c> {
    pub(super) catalog: &'c Catalog,
    pub(super) measures: Measures<'c>,
    pub(super) by_id: IdMap<ItemIndex>,
    /// The holes that are items of the graph.
    pub(super) holes: BTreeMap<(Id, Hole), ItemIndex>,
    /// All that lines ask for.
    pub(super) wanted: RefCell<Holes>,
    pub(super) bounds: RefCell<KnownBounds>,
}

/// How amounts of each item are measured.
pub(super) enum Measures<'c> {
    /// By item index, made beforehand.
    All(Vec<ItemMeasure>),
    /// Made for one item after the other, of these.
    OneByOne(&'c [Item]),
}

impl Measures<'_> {
    fn of(&self, catalog: &Catalog, item: ItemIndex) -> Cow<'_, ItemMeasure> {
        match self {
            Self::All(measures) => Cow::Borrowed(&measures[item.0 as usize]),
            Self::OneByOne(items) => Cow::Owned(ItemMeasure::of(catalog, items[item.0 as usize].owner)),
        }
    }
}

impl Builder<'_> {
    fn items(&mut self, holes: &Holes) -> Vec<Item> {
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
        owners.extend(holes.keys().map(|(id, hole)| (id, ItemOwner::Hole(*hole))));
        // Of an id that is read and asked for in an amount that is not, the hole comes second, and no id leads to it.
        owners.sort_by(|a, b| a.0.cmp(b.0).then(a.1.cmp(&b.1)));
        let measure = |(id, owner): &(&Id, ItemOwner)| match owner {
            ItemOwner::Hole(hole) => {
                let unit = holes.get(&((*id).clone(), *hole)).cloned().unwrap_or_else(Unit::each);
                ItemMeasure { unit, mass_kg: None, density_kg_per_m3: None }
            }
            owner => ItemMeasure::of(catalog, *owner),
        };
        let measures: Vec<ItemMeasure> = owners.iter().map(measure).collect();
        for ((id, owner), index) in owners.iter().zip(0..) {
            match owner {
                ItemOwner::Hole(hole) => drop(self.holes.insert(((*id).clone(), *hole), ItemIndex(index))),
                _ => drop(self.by_id.insert((*id).clone(), ItemIndex(index))),
            }
        }
        let items =
            owners.into_iter().zip(&measures).map(|((id, owner), measure)| self.item(id, owner, measure)).collect();
        self.measures = Measures::All(measures);
        items
    }

    pub(super) fn item(&self, id: &Id, owner: ItemOwner, measure: &ItemMeasure) -> Item {
        let sources = match owner {
            ItemOwner::Material(index) => &self.catalog.materials[index].sources,
            ItemOwner::Plan(plan) | ItemOwner::Part { plan, .. } => &self.catalog.plans[plan].sources,
            ItemOwner::Hole(_) => return Item::new(id.clone(), measure.unit.clone(), owner),
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
            ItemOwner::Hole(_) => (None, None, None, None),
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
        // What was read over may be an input: nobody can run that.
        let is_whole = self.catalog.damage.torn(process.span).is_none();
        // Of nothing good, or less, comes nothing.
        let yield_fraction = process.yield_fraction.as_ref().map_or(1.0, |y| y.value).clamp(0.0, 1.0);
        let sources = Sources::of(&process.sources);
        let flow = |by_product: bool, scale: f64| -> (Vec<Flow>, Vec<Basis>) {
            let chosen = process.outputs.iter().filter(|output| output.by_product == by_product);
            let flows = chosen.filter_map(|output| {
                let flow = self.amount(&output.item.value, output.quantity.as_ref())?;
                let flow = Flow { quantity: flow.quantity * scale, ..flow };
                (is_amount(flow.quantity) && is_whole).then(|| (flow, sources.basis(output.source.as_ref())))
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

    pub(super) fn plan(&self, index: usize, plan: &Plan) -> Recipe {
        let item = self.by_id.get(&plan.id.value).copied();
        let is_whole = self.catalog.damage.torn(plan.span).is_none();
        let made = item.zip(plan.made_amount()).filter(|_| is_whole);
        let made = made.map(|(item, quantity)| Flow { item, quantity });
        let run = RunMeasure::of_plan(plan);
        let sources = Sources::of(&plan.sources);
        let inputs = plan.bom.iter().filter_map(|line| {
            let basis = sources.basis(line.source.as_ref());
            // What a plan names is built in: only the line itself can say that it wears.
            let share = |_: &Id| run.share(line.lifetime.as_ref().map(|lifetime| &lifetime.value), line.per_batch).ok();
            match &line.entry {
                BomEntry::Item { item, alternatives } => {
                    let options = std::iter::once(item).chain(alternatives).map(|option| &option.value);
                    self.input_line(options, line.quantity.as_ref(), share, basis)
                }
                BomEntry::Part(part) => self.input_line([&part.id], line.quantity.as_ref(), share, basis),
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
            outputs: made.into_iter().collect(),
            output_bases: made.map(|_| sources.worst()).into_iter().collect(),
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

    pub(super) fn part(&self, plan_index: usize, plan: &Plan, line: usize, bom_line: &BomLine) -> Option<Recipe> {
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
            let share = |option: &Id| {
                let lifetime = input.lifetime.as_ref().or_else(|| self.catalog.lifetime_of(option));
                run.share(lifetime.map(|lifetime| &lifetime.value), input.per_batch).ok()
            };
            let options = std::iter::once(&input.item).chain(&input.alternatives).map(|option| &option.value);
            self.input_line(options, input.quantity.as_ref(), share, basis)
        };
        let mut lines = Vec::with_capacity(inputs.len());
        lines.extend(inputs.iter().filter_map(line));
        lines
    }

    fn input_line<'i>(
        &self,
        options: impl IntoIterator<Item = &'i Id>,
        quantity: Option<&Spanned<Quantity>>,
        share: impl Fn(&Id) -> Option<Share>,
        basis: Basis,
    ) -> Option<InputLine> {
        let option = |option: &Id| {
            let counted = Some(option).filter(|option| self.catalog.is_counted(option.as_str()));
            let read = counted.and_then(|option| self.amount(option, quantity)).zip(share(option));
            let read = read.filter(|(flow, share)| is_amount(flow.quantity * share.of_run));
            read.or_else(|| Some((self.hole(option, quantity)?, Share::ALL)))
        };
        let options: Vec<(Flow, Share)> = options.into_iter().filter_map(option).collect();
        (!options.is_empty()).then(|| line_of(options, basis))
    }

    /// What a line asks for that cannot be had as it asks for it; nothing as long as such holes are only counted.
    fn hole(&self, id: &Id, quantity: Option<&Spanned<Quantity>>) -> Option<Flow> {
        let known = self.by_id.get(id).filter(|_| self.catalog.is_counted(id.as_str()));
        let hole = if known.is_some() { Hole::Amount } else { Hole::Document };
        let written = quantity.map(|quantity| quantity.value.unit());
        let unit =
            known.map(|item| self.measures.of(self.catalog, *item).unit.clone()).or(written).unwrap_or_else(Unit::each);
        let key = (id.clone(), hole);
        let found = self.holes.get(&key).copied();
        self.wanted.borrow_mut().entry(key).or_insert(unit);
        let amount = |item: ItemIndex| self.measures.of(self.catalog, item).amount(&quantity?.value).ok();
        let item = found?;
        // Of what nobody can count, it is only known that it is needed.
        let quantity = amount(item).filter(|amount| hole == Hole::Document && is_amount(*amount)).unwrap_or(0.0);
        Some(Flow { item, quantity })
    }

    fn by_products(&self, by_products: &[ByProduct], sources: &Sources) -> (Vec<Flow>, Vec<Basis>) {
        let flow = |by_product: &ByProduct| {
            let flow = self.amount(&by_product.item.value, by_product.quantity.as_ref())?;
            is_amount(flow.quantity).then_some(())?;
            Some((flow, sources.basis(by_product.source.as_ref())))
        };
        by_products.iter().filter_map(flow).unzip()
    }

    fn amount(&self, id: &Id, quantity: Option<&Spanned<Quantity>>) -> Option<Flow> {
        let index = *self.by_id.get(id)?;
        let quantity = self.measures.of(self.catalog, index).amount(&quantity?.value).ok()?;
        Some(Flow { item: index, quantity })
    }
}

/// Whether a number says how much there is of something.
fn is_amount(amount: f64) -> bool {
    (1.0 / LARGEST..=LARGEST).contains(&amount)
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
        if let Some(mass_kg) = inferred_mass_kg(recipe, ItemIndex(index as u32), |item| &items[item.0 as usize]) {
            items[index].mass_kg = Some(mass_kg);
        }
    }
}

/// kg of a unit of what a recipe makes: what goes into it, less what comes off.
pub(super) fn inferred_mass_kg<'i>(
    recipe: &Recipe,
    made: ItemIndex,
    item: impl Fn(ItemIndex) -> &'i Item,
) -> Option<f64> {
    let mass = |flow: &Flow| item(flow.item).mass_kg.map(|mass_kg| mass_kg * flow.quantity);
    let is_energy = |flow: &Flow| item(flow.item).unit.dimension() == Dimension::ENERGY;
    // What wears off is no part of what is made.
    let built_in = recipe.inputs.iter().filter(|line| !line.is_worn(0));
    let taken = built_in.filter_map(|line| line.options.first()).filter(|flow| !is_energy(flow)).map(mass);
    let taken = taken.sum::<Option<f64>>()?;
    let given = recipe.by_products.iter().map(mass).sum::<Option<f64>>()?;
    let mass_kg = (taken - given - recipe.losses_kg) / recipe.output_of(made);
    (mass_kg > 0.0 && mass_kg.is_finite()).then_some(mass_kg)
}
