//! The proof behind a report: step by step how each item that is made comes about, in an order that can be worked; and for
//! what is blocked a set of items that no recipe leads into. Both can be checked without any of the code that found them
//! ([`super::checker`]).

use std::collections::{BTreeMap, HashMap, HashSet};

use super::coverage::NEVER;
use super::lack::{Lack, lacks};
use super::shop::Shop;
use super::system::{Fact, System};
use crate::graph::{ItemIndex, RecipeIndex};
use crate::model::Id;
use crate::resolve::{Obtain, Resolution};

/// One step of a proof; each rests on steps before it.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// The place offers the item.
    Resource(ItemIndex),
    /// The store holds it: enough, or enough to start a loop.
    Stock(ItemIndex),
    /// It may be imported: as much as is needed, or once to start a loop.
    Import(ItemIndex),
    /// It is made.
    Make {
        /// The item.
        item: ItemIndex,
        /// How.
        recipe: RecipeIndex,
        /// What is taken on each line.
        inputs: Vec<ItemIndex>,
        /// The machine for each operation.
        equipment: Vec<Id>,
    },
    /// A machine that was made, or lay in the store, is set up, and works from now on.
    SetUp(ItemIndex),
}

/// Why nothing can be had of some items: none is a source, and every recipe for them fails.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Refutation {
    /// The items, sorted.
    pub items: Vec<ItemIndex>,
    /// Every recipe for them, and for machines that would help, with what stands in its way; sorted by recipe.
    pub recipes: Vec<(RecipeIndex, Obstacle)>,
    /// Items of which the store holds too little, and that are not counted on.
    pub short_stock: Vec<ItemIndex>,
}

/// What stands in the way of a recipe, of itself enough.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// Nothing on this line can be had.
    Input(usize),
    /// No machine covers this operation.
    Operation(usize),
    /// Not the people for some operation.
    People,
    /// A permission that some operation requires.
    Permission,
    /// More power than the place has.
    Power,
    /// More floor than is free.
    Floor,
}

/// The steps that lead to everything that a resolution makes and that can be made, machines to be built included.
pub(super) fn proof(
    shop: &Shop<'_>,
    resolution: &Resolution,
    topped_up: &BTreeMap<ItemIndex, f64>,
    starters: &BTreeMap<ItemIndex, f64>,
) -> Vec<Step> {
    let mut proof = Prover { shop, steps: Vec::new(), had: HashSet::new(), set_up: HashSet::new() };
    let makeable = |item: ItemIndex| shop.stage_as_chosen(&resolution.choice, resolution.root, item) != NEVER;
    for need in &resolution.needs {
        match need.obtain {
            Obtain::Resource => proof.steps.push(Step::Resource(need.item)),
            Obtain::Stock => proof.steps.push(Step::Stock(need.item)),
            Obtain::Bought => proof.steps.push(Step::Import(need.item)),
            _ => continue,
        }
        proof.had.insert(need.item);
    }
    for item in topped_up.keys().filter(|item| shop.place.stock.contains_key(item)) {
        if proof.had.insert(*item) {
            proof.steps.push(Step::Stock(*item));
        }
    }
    for item in starters.keys() {
        if proof.had.insert(*item) {
            proof.steps.push(Step::Import(*item));
        }
    }
    // By item that is awaited: the items made from it; by item that is made: how many are awaited.
    let mut users: HashMap<ItemIndex, Vec<(ItemIndex, RecipeIndex)>> = HashMap::new();
    let mut awaited: HashMap<ItemIndex, usize> = HashMap::new();
    let mut ready = Vec::new();
    let made = resolution.needs.iter().filter(|need| makeable(need.item));
    for (item, recipe) in made.filter_map(|need| Some((need.item, need.obtain.recipe()?))) {
        proof.set_up_for(recipe);
        let inputs: HashSet<ItemIndex> =
            resolution.choice.inputs(recipe, shop.graph.recipe(recipe)).map(|flow| flow.item).collect();
        let open: Vec<ItemIndex> = inputs.into_iter().filter(|input| !proof.had.contains(input)).collect();
        if open.is_empty() {
            ready.push((item, recipe));
        }
        awaited.insert(item, open.len());
        open.into_iter().for_each(|input| users.entry(input).or_default().push((item, recipe)));
    }
    ready.sort_unstable_by(|a, b| b.cmp(a));
    while let Some((item, recipe)) = ready.pop() {
        let inputs = resolution.choice.inputs(recipe, shop.graph.recipe(recipe)).map(|flow| flow.item).collect();
        proof.make(item, recipe, inputs);
        let mut next = Vec::new();
        for (user, recipe) in users.remove(&item).into_iter().flatten() {
            let Some(open) = awaited.get_mut(&user) else { continue };
            *open -= 1;
            if *open == 0 {
                next.push((user, recipe));
            }
        }
        next.sort_unstable_by(|a, b| b.cmp(a));
        ready.extend(next);
    }
    proof.steps
}

struct Prover<'p, 'g> {
    shop: &'p Shop<'g>,
    steps: Vec<Step>,
    had: HashSet<ItemIndex>,
    set_up: HashSet<usize>,
}

enum Task {
    Have(ItemIndex),
    Make(ItemIndex, RecipeIndex, Vec<ItemIndex>),
    Machines(RecipeIndex),
    SetUp(ItemIndex),
}

impl Prover<'_, '_> {
    fn make(&mut self, item: ItemIndex, recipe: RecipeIndex, inputs: Vec<ItemIndex>) {
        let machines = self.shop.coverage.machines(recipe).flatten();
        let equipment = machines.map(|machine| self.shop.place.machines[machine].id.clone()).collect();
        self.had.insert(item);
        self.steps.push(Step::Make { item, recipe, inputs, equipment });
    }

    /// Builds the machines that a recipe uses and that do not stand here yet, by the ways of the shop.
    fn set_up_for(&mut self, recipe: RecipeIndex) {
        let mut open = vec![Task::Machines(recipe)];
        while let Some(task) = open.pop() {
            match task {
                Task::Machines(recipe) => {
                    let machines: Vec<usize> = self.shop.coverage.machines(recipe).flatten().collect();
                    for machine in machines {
                        let is_built = self.shop.place.machines[machine].stage > 0;
                        if is_built && self.set_up.insert(machine) {
                            self.build(machine, &mut open);
                        }
                    }
                }
                Task::SetUp(item) => self.steps.push(Step::SetUp(item)),
                Task::Have(item) => self.have(item, &mut open),
                Task::Make(item, recipe, inputs) => self.make(item, recipe, inputs),
            }
        }
    }

    fn build(&mut self, machine: usize, open: &mut Vec<Task>) {
        let known = &self.shop.place.machines[machine];
        let Some(item) = self.shop.graph.item_index(known.id.as_str()) else { return };
        open.push(Task::SetUp(item));
        if self.shop.place.stock.contains_key(&item) {
            open.push(Task::Have(item));
        } else if let Some((way, stage)) = self.shop.way_to_make(item)
            && let Obtain::Make(recipe) = way.obtain
        {
            self.plan(item, recipe, stage, open);
        }
    }

    fn have(&mut self, item: ItemIndex, open: &mut Vec<Task>) {
        if self.had.contains(&item) {
            return;
        }
        let step = match self.shop.ways.of(item).map(|way| way.obtain) {
            Some(Obtain::Make(recipe)) => return self.plan(item, recipe, self.shop.reach.stage(item), open),
            Some(Obtain::Resource) => Step::Resource(item),
            Some(Obtain::Stock) => Step::Stock(item),
            Some(Obtain::Bought) => Step::Import(item),
            _ => return,
        };
        self.had.insert(item);
        self.steps.push(step);
    }

    /// Its inputs and machines first, then the item.
    fn plan(&mut self, item: ItemIndex, recipe: RecipeIndex, stage: u32, open: &mut Vec<Task>) {
        let inputs = self.inputs(recipe, stage);
        open.push(Task::Make(item, recipe, inputs.clone()));
        open.extend(inputs.into_iter().map(Task::Have));
        open.push(Task::Machines(recipe));
    }

    /// What a recipe takes on each line: as it was settled, else what is had first.
    fn inputs(&self, index: RecipeIndex, stage: u32) -> Vec<ItemIndex> {
        let shop = self.shop;
        let lines = shop.graph.recipe(index).inputs.iter().enumerate();
        let taken = lines.filter_map(|(line, input)| {
            let recorded = shop.option(index, line as u32) as usize;
            let flow = input.options.get(recorded).filter(|flow| shop.reach.stage(flow.item) <= stage);
            let first = || input.options.iter().min_by_key(|flow| shop.reach.stage(flow.item));
            flow.or_else(first).map(|flow| flow.item)
        });
        taken.collect()
    }
}

/// Why an item cannot be made: the closed set of what would have to be had first.
pub(super) fn refutation(shop: &Shop<'_>, root: ItemIndex) -> Refutation {
    let system = System::around(shop, [root]);
    let mut refutation =
        Refutation { short_stock: shop.place.short_stock.keys().copied().collect(), ..Refutation::default() };
    for fact in &system.facts {
        match fact {
            Fact::Item(item) => refutation.items.push(*item),
            Fact::Recipe(recipe) => refutation.recipes.extend(obstacle(shop, *recipe).map(|why| (*recipe, why))),
            Fact::Line(_) | Fact::Need(_) => {}
        }
    }
    refutation.items.sort_unstable();
    refutation.recipes.sort_unstable_by_key(|(recipe, _)| *recipe);
    refutation
}

fn obstacle(shop: &Shop<'_>, index: RecipeIndex) -> Option<Obstacle> {
    let recipe = shop.graph.recipe(index);
    let lacks = if shop.coverage.stage(index) == NEVER {
        lacks(&shop.place, recipe, shop.coverage.machines(index))
    } else {
        Vec::new()
    };
    let own = lacks.first().map(|lack| match lack {
        Lack::Machine(_) => {
            shop.coverage.machines(index).position(|machine| machine.is_none()).map(Obstacle::Operation)
        }
        Lack::Skill(..) => Some(Obstacle::People),
        Lack::Permission(_) => Some(Obstacle::Permission),
        Lack::Power(_) => Some(Obstacle::Power),
        Lack::Floor(_) => Some(Obstacle::Floor),
    });
    let starved = || {
        let is_reached = |item: ItemIndex| shop.reach.stage(item) != NEVER;
        let line = recipe.inputs.iter().position(|line| !line.options.iter().any(|flow| is_reached(flow.item)));
        line.map(Obstacle::Input)
    };
    own.flatten().or_else(starved)
}
