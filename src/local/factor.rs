//! The figures that a report on a plan at a facility rests on, each of which may be taken to be another: those of the recipes and
//! items, those of the place, and those of the comparison with industry.

use super::facility::Place;
use super::shop::Shop;
use crate::catalog::ItemOwner;
use crate::graph::{Basis, Graph, ItemIndex, Recipe, RecipeIndex, RecipeSource};
use crate::model::{EquipmentKind, Grade, Id, Reference, SourceNote, worst_grade};
use crate::quantity::Dimension;
use crate::resolve::{ItemFigure, RecipeFigure, Resolution, Subject};

/// A figure that something rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Factor {
    /// Of a recipe, or of an item from outside.
    Figure(Subject),
    /// Machine hours of an operation.
    MachineTime {
        /// The recipe.
        recipe: RecipeIndex,
        /// What it is run for.
        made: ItemIndex,
        /// Index among its operations.
        step: u32,
    },
    /// Of the facility.
    Place(PlaceFigure),
    /// The price of what industry sells.
    BaselinePrice,
    /// The plan's performance over that of what industry sells.
    Performance,
    /// All figures of a kind at once.
    Every(Group),
}

/// A figure of a facility. Machines and people are indices into the [`Place`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PlaceFigure {
    /// Pay per hour.
    Wage(usize),
    /// Price over working life of a machine, per hour.
    MachineCost(usize),
    /// Price of a resource of the place.
    ResourcePrice(ItemIndex),
    /// Hours a week of people.
    PeopleHours(usize),
    /// Hours a week of a machine.
    MachineHours(usize),
    /// How much of a resource there is in a year.
    ResourceAmount(ItemIndex),
    /// Floor that a machine takes.
    MachineFloor(usize),
    /// Floor of the place.
    Floor,
    /// Power of the place.
    Power,
}

/// Figures that are changed together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// Every wage.
    Wages,
    /// The person-hours of every operation.
    LabourTimes,
    /// The machine hours of every operation.
    MachineTimes,
    /// Every price of an import.
    ImportPrices,
    /// Every price of a machine.
    MachineCosts,
}

impl Group {
    /// All of them.
    pub const ALL: [Group; 5] =
        [Group::Wages, Group::LabourTimes, Group::MachineTimes, Group::ImportPrices, Group::MachineCosts];
}

/// What a figure rests on.
#[derive(Clone, Debug, PartialEq)]
pub struct Footing {
    /// How good that is.
    pub grade: Grade,
    /// What it is called; `None` where nothing is named.
    pub source: Option<String>,
    /// Whether the figure names that source itself; else it is the worst of its document.
    pub is_named: bool,
}

/// Every figure by itself that the amounts, the work or the money of a resolution may rest on, sorted. How many of a thing are
/// built in is the design, and no assumption: it is left out.
pub(super) fn factors(shop: &Shop<'_>, resolution: &Resolution, machines: &[usize], people: &[usize]) -> Vec<Factor> {
    let (graph, place) = (shop.graph, &shop.place);
    let mut all = vec![Factor::BaselinePrice, Factor::Performance];
    for need in resolution.needs.iter().filter(|need| need.with.is_none()) {
        match need.obtain.recipe() {
            Some(recipe) => of_recipe(graph, resolution, recipe, need.item, &mut all),
            None => of_leaf(graph, place, need.item, &mut all),
        }
    }
    // What the thing itself sells for.
    let root = Subject::Item { item: resolution.root, figure: ItemFigure::Price };
    all.push(Factor::Figure(root));
    all.extend(people.iter().flat_map(|at| [PlaceFigure::Wage(*at), PlaceFigure::PeopleHours(*at)]).map(Factor::Place));
    let of_machine = |at: &usize| [PlaceFigure::MachineCost(*at), PlaceFigure::MachineHours(*at)];
    all.extend(machines.iter().flat_map(of_machine).map(Factor::Place));
    let standing = (0..place.machines.len()).filter(|at| place.machines[*at].stage == 0 || machines.contains(at));
    all.extend(standing.map(|at| Factor::Place(PlaceFigure::MachineFloor(at))));
    all.extend([PlaceFigure::Floor, PlaceFigure::Power].map(Factor::Place));
    all.sort();
    all.dedup();
    all
}

fn of_recipe(graph: &Graph, resolution: &Resolution, index: RecipeIndex, made: ItemIndex, all: &mut Vec<Factor>) {
    let recipe = graph.recipe(index);
    let mut add = |figure| all.push(Factor::Figure(Subject::Recipe { recipe: index, made, figure }));
    let is_design = matches!(recipe.source, RecipeSource::Plan(_) | RecipeSource::Part { .. });
    for (line, input) in recipe.inputs.iter().enumerate() {
        let option = resolution.choice.option(index, line as u32) as usize;
        let Some(flow) = input.options.get(option) else { continue };
        let is_count = graph.item(flow.item).unit.dimension() == Dimension::NONE;
        if !(is_design && is_count) {
            add(RecipeFigure::Input(line as u32));
        }
    }
    (0..recipe.by_products.len()).for_each(|line| add(RecipeFigure::ByProduct(line as u32)));
    for (line, basis) in recipe.output_bases.iter().enumerate() {
        // What other figures are given per is a norm.
        if recipe.outputs.len() > 1 || basis.is_named {
            add(RecipeFigure::Output(line as u32));
        }
    }
    if recipe.yield_fraction.is_some() {
        add(RecipeFigure::Yield);
    }
    if recipe.direct_emissions_kg > 0.0 {
        add(RecipeFigure::Emissions);
    }
    for (step, operation) in recipe.operations.iter().enumerate() {
        if operation.labour_h > 0.0 {
            add(RecipeFigure::Labour(step as u32));
        }
    }
    let timed = recipe.operations.iter().enumerate().filter(|(_, operation)| operation.machine_h > 0.0);
    all.extend(timed.map(|(step, _)| Factor::MachineTime { recipe: index, made, step: step as u32 }));
}

fn of_leaf(graph: &Graph, place: &Place, item: ItemIndex, all: &mut Vec<Factor>) {
    let found = graph.item(item);
    let mut add = |figure| all.push(Factor::Figure(Subject::Item { item, figure }));
    if found.mass_kg.is_some() && found.unit.dimension() != Dimension::MASS {
        add(ItemFigure::Mass);
    }
    if found.emissions_kg.is_some() {
        add(ItemFigure::Emissions);
    }
    let supply = place.resources.get(&item);
    if supply.is_none_or(|supply| supply.price.is_none()) && found.price.is_some() {
        add(ItemFigure::Price);
    }
    if let Some(supply) = supply {
        all.extend(supply.price.map(|_| Factor::Place(PlaceFigure::ResourcePrice(item))));
        all.extend(supply.per_year.map(|_| Factor::Place(PlaceFigure::ResourceAmount(item))));
    }
}

/// What a figure rests on; `None` for several at once.
pub(super) fn footing(shop: &Shop<'_>, root: ItemIndex, factor: Factor) -> Option<Footing> {
    let (catalog, graph) = (shop.catalog, shop.graph);
    let with = |basis: Basis, note: Option<&SourceNote>| Footing {
        grade: basis.grade,
        source: note.map(|note| note.title.clone()),
        is_named: basis.is_named,
    };
    Some(match factor {
        Factor::Figure(Subject::Recipe { recipe, figure, .. }) => {
            let recipe = graph.recipe(recipe);
            let basis = recipe_basis(recipe, figure);
            with(basis, crate::graph::recipe_source_note(catalog, recipe.source, basis))
        }
        Factor::MachineTime { recipe, step, .. } => {
            let recipe = graph.recipe(recipe);
            let basis = recipe.operations.get(step as usize).map_or(recipe.basis, |step| step.basis);
            with(basis, crate::graph::recipe_source_note(catalog, recipe.source, basis))
        }
        Factor::Figure(Subject::Item { item, figure }) => {
            let item = graph.item(item);
            let basis = own_basis(shop, item.owner, figure).unwrap_or(item.basis);
            with(basis, crate::graph::item_source_note(catalog, item.owner, basis))
        }
        Factor::Place(figure) => place_footing(shop, figure),
        Factor::BaselinePrice | Factor::Performance => {
            let ItemOwner::Plan(plan) = graph.item(root).owner else { return None };
            let baseline = catalog.plans[plan].baseline.as_ref()?;
            Footing {
                grade: baseline.grade.unwrap_or(Grade::Estimated),
                source: Some(baseline.name.clone()),
                is_named: true,
            }
        }
        Factor::Every(_) => return None,
    })
}

/// The source of a material that is called by what the figure is, as in `id: price`: its figures have no lines of their own.
fn own_basis(shop: &Shop<'_>, owner: ItemOwner, figure: ItemFigure) -> Option<Basis> {
    let ItemOwner::Material(material) = owner else { return None };
    let word = match figure {
        ItemFigure::Price => "price",
        ItemFigure::Emissions => "emissions",
        ItemFigure::Mass => "mass",
    };
    let notes = &shop.catalog.materials[material].sources;
    let position = notes.iter().position(|note| note.id.as_ref().is_some_and(|id| id.value.as_str() == word))?;
    Some(Basis { grade: notes[position].grade, source: u16::try_from(position).ok(), is_named: true })
}

fn recipe_basis(recipe: &Recipe, figure: RecipeFigure) -> Basis {
    let found = match figure {
        RecipeFigure::Input(line) => recipe.inputs.get(line as usize).map(|input| input.basis),
        RecipeFigure::ByProduct(line) => recipe.by_product_bases.get(line as usize).copied(),
        RecipeFigure::Output(line) => recipe.output_bases.get(line as usize).copied(),
        RecipeFigure::Labour(step) => recipe.operations.get(step as usize).map(|step| step.basis),
        RecipeFigure::Yield | RecipeFigure::Emissions => None,
    };
    found.unwrap_or(recipe.basis)
}

/// The source that the figure's own line names, else the worst of the facility.
fn place_footing(shop: &Shop<'_>, figure: PlaceFigure) -> Footing {
    let facility = &shop.catalog.facilities[shop.place.facility];
    let resource = |item: ItemIndex| {
        let id = &shop.graph.item(item).id;
        facility.resources.iter().find(|resource| resource.item.value == *id)?.source.as_ref()
    };
    let named: Option<&Reference> = match figure {
        PlaceFigure::ResourcePrice(item) | PlaceFigure::ResourceAmount(item) => resource(item),
        PlaceFigure::MachineCost(at) | PlaceFigure::MachineHours(at) | PlaceFigure::MachineFloor(at) => {
            let id: &Id = &shop.place.machines[at].id;
            facility.equipment.iter().find(|equipment| equipment.id().value == *id).and_then(|equipment| {
                match &equipment.kind {
                    EquipmentKind::Described { source, .. } => source.as_ref(),
                    EquipmentKind::FromPlan(_) => None,
                }
            })
        }
        _ => None,
    };
    let is_named =
        |note: &&SourceNote| named.is_some_and(|named| note.id.as_ref().is_some_and(|id| id.value == named.value));
    match facility.sources.iter().find(is_named) {
        Some(note) => Footing { grade: note.grade, source: Some(note.title.clone()), is_named: true },
        None => {
            let grade = worst_grade(&facility.sources);
            let worst = facility.sources.iter().find(|note| note.grade == grade);
            Footing { grade, source: worst.map(|note| note.title.clone()), is_named: false }
        }
    }
}
