//! The job that a packet is for: one plan, a quantity, a facility, the order of work, and where each file lies.

use std::collections::BTreeMap;

use super::PacketRequest;
use super::whereabouts::Whereabouts;
use crate::bundle::links::file_name;
use crate::catalog::{Catalog, ItemOwner};
use crate::graph::{Graph, ItemIndex, Recipe, RecipeIndex, RecipeSource};
use crate::local::LocalReport;
use crate::model::{BomEntry, EquipmentKind, Facility, Operation, Part, Plan, SafetyNote};
use crate::purchase::Order;
use crate::quantity::{Dimension, format_amount_grouped};
use crate::resolve::{Resolution, in_whole_pieces};
use crate::text::RepoPath;

/// What all pages and tables of a packet are made from.
pub struct Job<'a> {
    /// What it was asked for with.
    pub request: &'a PacketRequest<'a>,
    /// Index of the plan in the catalog.
    pub plan: usize,
    /// What is done: the resolution of the report with whole pieces of what is made.
    pub whole: Resolution,
    /// What is made here and has operations, in an order in which it can be done.
    pub work: Vec<Work>,
    /// Plans that are built here: the plan itself first, then those inside it, by id.
    pub plans: Vec<usize>,
    /// Files of those plans: path in the repository → path in the packet.
    pub files: BTreeMap<RepoPath, String>,
    /// Why nothing should be built from it, of a packet that is made all the same.
    pub reasons: Vec<String>,
    /// Where parts are cut and used.
    pub whereabouts: Whereabouts,
}

/// A recipe to run here.
#[derive(Clone, Copy, Debug)]
pub struct Work {
    /// The recipe.
    pub recipe: RecipeIndex,
    /// What it is run for.
    pub item: ItemIndex,
    /// How often.
    pub runs: f64,
    /// How much of the item that gives, in its unit.
    pub quantity: f64,
}

impl<'a> Job<'a> {
    /// The job of a request; `None` if what is to be made is no plan.
    pub fn of(request: &'a PacketRequest<'a>) -> Option<Self> {
        let graph = request.shop.graph;
        let ItemOwner::Plan(plan) = graph.item(request.report.resolution.root).owner else { return None };
        let whole = in_whole_pieces(graph, &request.report.resolution);
        let order = order_of_work(graph, &whole, &request.report.from_stock);
        let mut plans: Vec<usize> = order.iter().filter_map(|work| plan_of(graph.recipe(work.recipe))).collect();
        plans.push(plan);
        plans.sort_unstable();
        plans.dedup();
        plans.sort_by_key(|index| *index != plan);
        let work = order.into_iter().filter(|work| !graph.recipe(work.recipe).operations.is_empty()).collect();
        let (files, reasons, whereabouts) = (BTreeMap::new(), Vec::new(), Whereabouts::default());
        let mut job = Self { request, plan, whole, work, plans, files, reasons, whereabouts };
        job.files = super::files::files_of(&job);
        Some(job)
    }

    /// All documents.
    pub fn catalog(&self) -> &'a Catalog {
        self.request.shop.catalog
    }

    /// All items and recipes.
    pub fn graph(&self) -> &'a Graph {
        self.request.shop.graph
    }

    /// What the local check found.
    pub fn report(&self) -> &'a LocalReport {
        self.request.report
    }

    /// What has to be bought for it.
    pub fn order(&self) -> Order<'_> {
        let report = self.report();
        let (catalog, graph) = (self.catalog(), self.graph());
        let at = Some((&self.request.shop.place, &report.imports[..]));
        let from_stock = Some(&report.from_stock);
        Order { catalog, graph, asked: &report.resolution, resolution: &self.whole, at, from_stock }
    }

    /// The plan.
    pub fn plan(&self) -> &'a Plan {
        &self.catalog().plans[self.plan]
    }

    /// The facility.
    pub fn facility(&self) -> &'a Facility {
        &self.catalog().facilities[self.report().facility]
    }

    /// What the facility is called.
    pub fn facility_title(&self) -> String {
        let facility = self.facility();
        facility.title.clone().unwrap_or_else(|| facility.id.value.to_string())
    }

    /// The folder of a plan's file.
    pub fn folder(&self, plan: usize) -> &'a str {
        self.request.sources.get(self.catalog().plans[plan].span.file).path.folder()
    }

    /// `2 machines`, or an amount in the plan's own unit.
    pub fn quantity_text(&self) -> String {
        let resolution = &self.report().resolution;
        let number = format_amount_grouped(resolution.quantity);
        match self.graph().item(resolution.root).unit.symbol() {
            "ea" if resolution.quantity == 1.0 => "1 machine".to_owned(),
            "ea" => format!("{number} machines"),
            symbol => format!("{number} {symbol}"),
        }
    }

    /// The part that a recipe makes, if it is one, with its plan and line.
    pub fn part_of(&self, recipe: RecipeIndex) -> Option<(usize, usize, &'a Part)> {
        let RecipeSource::Part { plan, line } = self.graph().recipe(recipe).source else { return None };
        match &self.catalog().plans[plan].bom[line].entry {
            BomEntry::Part(part) => Some((plan, line, part)),
            BomEntry::Item { .. } => None,
        }
    }

    /// The operations of a recipe, as written.
    pub fn operations_of(&self, recipe: RecipeIndex) -> &'a [Operation] {
        let catalog = self.catalog();
        match self.graph().recipe(recipe).source {
            RecipeSource::Process(index) => &catalog.processes[index].operations,
            RecipeSource::Plan(index) => &catalog.plans[index].operations,
            RecipeSource::Part { .. } => self.part_of(recipe).map_or(&[][..], |(_, _, part)| &part.operations),
        }
    }

    /// Hazards that a recipe's own document tells; a part's are its plan's.
    pub fn safety_of(&self, recipe: RecipeIndex) -> &'a [SafetyNote] {
        match self.graph().recipe(recipe).source {
            RecipeSource::Process(index) => &self.catalog().processes[index].safety,
            RecipeSource::Plan(_) | RecipeSource::Part { .. } => &[],
        }
    }

    /// What a machine of the facility is called, with the id by which reports call it.
    pub fn machine_name(&self, machine: usize) -> String {
        let id = &self.request.shop.place.machines[machine].id;
        let equipment = self.facility().equipment.iter().find(|equipment| equipment.id().value == *id);
        let title = equipment.and_then(|equipment| match &equipment.kind {
            EquipmentKind::Described { title, .. } => title.clone(),
            EquipmentKind::FromPlan(plan) => {
                self.catalog().plan(plan.value.as_str()).and_then(|plan| plan.title.clone())
            }
        });
        title
            .or_else(|| self.catalog().plan(id.as_str()).and_then(|plan| plan.title.clone()))
            .unwrap_or_else(|| id.to_string())
    }

    /// The number of a line of the plan's BOM that asks for an item, from 1.
    pub fn line_number(&self, item: ItemIndex) -> Option<usize> {
        crate::bundle::prose::guide::line_of(self.graph(), self.plan(), item).map(|line| line + 1)
    }

    /// What an item is called.
    pub fn title(&self, item: ItemIndex) -> &'a str {
        &self.graph().item(item).title
    }

    /// Whether an item is energy, which nobody carries to a machine.
    pub fn is_energy(&self, item: ItemIndex) -> bool {
        self.graph().item(item).unit.dimension() == Dimension::ENERGY
    }

    /// How the pages of the packet name an item: a made one leads to its traveller, another to its line to buy.
    pub fn href_of(&self, item: ItemIndex) -> Option<String> {
        let id = file_name(self.graph().item(item).id.as_str());
        if self.work.iter().any(|work| work.item == item) {
            return Some(format!("travellers.html#{id}"));
        }
        let need = self.whole.need(item)?;
        (need.obtain.recipe().is_none() && need.net > 0.0).then(|| format!("shopping.html#{id}"))
    }
}

fn plan_of(recipe: &Recipe) -> Option<usize> {
    match recipe.source {
        RecipeSource::Plan(plan) | RecipeSource::Part { plan, .. } => Some(plan),
        RecipeSource::Process(_) => None,
    }
}

/// Every recipe that is run, what it needs before it: depth first along the lines of each recipe, which keeps the author's order.
fn order_of_work(graph: &Graph, resolution: &Resolution, from_stock: &BTreeMap<ItemIndex, f64>) -> Vec<Work> {
    let children = |item: ItemIndex| -> Vec<ItemIndex> {
        if let Some(driver) = resolution.need(item).and_then(|need| need.with) {
            return vec![driver];
        }
        let recipe = resolution.choice.of(item).recipe();
        recipe.map_or_else(Vec::new, |index| {
            resolution.choice.inputs(index, graph.recipe(index)).map(|flow| flow.item).collect()
        })
    };
    let mut seen = vec![false; graph.items.len()];
    let mut order = Vec::new();
    let mut open = vec![(resolution.root, children(resolution.root), 0)];
    seen[resolution.root.0 as usize] = true;
    while let Some((item, inputs, next)) = open.last_mut() {
        if let Some(child) = inputs.get(*next).copied() {
            *next += 1;
            if !std::mem::replace(&mut seen[child.0 as usize], true) {
                open.push((child, children(child), 0));
            }
            continue;
        }
        // What comes with another item is that one's work.
        let need = resolution.need(*item).filter(|need| need.with.is_none());
        if let Some((need, recipe)) = need.and_then(|need| Some((need, need.obtain.recipe()?))) {
            let made = need.quantity - from_stock.get(item).copied().unwrap_or(0.0);
            order.push(Work { recipe, item: *item, runs: need.runs, quantity: made.max(0.0) });
        }
        open.pop();
    }
    order
}
