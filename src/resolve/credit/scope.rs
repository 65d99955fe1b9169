//! Which recipes may run, which leaves may be taken, and how much of each is usual.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::Answer;
use super::scale::Scales;
use crate::graph::{Flow, Graph, ItemIndex, RecipeIndex};
use crate::resolve::choice::{Choice, Obtain};
use crate::resolve::solve::solve;
use crate::resolve::space::{Rule, Space, ways_of};
use crate::resolve::steer::Steering;
use crate::resolve::viable::{Floors, NEVER, viable};

/// The recipes and leaves that may be used, and their scales.
pub(super) struct Scope<'g> {
    pub graph: &'g Graph,
    /// Ascending.
    pub recipes: Vec<RecipeIndex>,
    /// By item in play: its leaf way, if it has one.
    pub leaves: BTreeMap<ItemIndex, Option<Obtain>>,
    choice: &'g Choice,
    /// Recipes on whose lines only the option of the choice is open.
    settled: BTreeSet<RecipeIndex>,
    /// Where the scope is narrowed: the options in play on lines that have several.
    open: Option<BTreeSet<(RecipeIndex, u32, u32)>>,
    pub scales: Scales,
    /// What the choice runs and takes from outside: there one scaled unit is what is usual, not a guess.
    pub usual: Usual,
}

/// What a choice runs, with its options, and what it takes from outside.
#[derive(Clone, Debug, Default)]
pub(super) struct Usual {
    pub recipes: BTreeSet<RecipeIndex>,
    options: BTreeSet<(RecipeIndex, u32, u32)>,
    pub leaves: BTreeSet<ItemIndex>,
}

/// Collects what may be run: the cone of the choice, or everything below the root.
pub(super) fn scope<'g>(
    graph: &'g Graph,
    choice: &'g Choice,
    root: ItemIndex,
    quantity: f64,
    steering: &Steering,
) -> Scope<'g> {
    let forced =
        steering.uses.iter().flat_map(|recipe| graph.recipe(*recipe).outputs.iter().map(|flow| (flow.item, *recipe)));
    let forced: BTreeMap<ItemIndex, RecipeIndex> = forced.collect();
    let rule = Rule { leaves_may_be_made: true, forced: &forced, within: None };
    let mut scope = Scope {
        graph,
        recipes: Vec::new(),
        leaves: BTreeMap::from([(root, None)]),
        choice,
        settled: BTreeSet::new(),
        open: None,
        scales: Scales::default(),
        usual: Usual::default(),
    };
    scope.scale_by(choice, root, quantity);
    scope.scales.items.entry(root).or_insert(quantity);
    let is_had = steering.minimise.is_none().then(|| had_by_main_outputs(graph));
    let makers_of_by_product = by_product_makers(graph);
    let mut recipes: BTreeSet<RecipeIndex> = BTreeSet::new();
    let mut found: Vec<(RecipeIndex, ItemIndex)> = Vec::new();
    let mut queue = VecDeque::from([root]);
    while let Some(item) = queue.pop_front() {
        let is_settled = is_had.as_ref().is_some_and(|is_had| is_had.contains(&item));
        let mut ways = if is_settled { vec![choice.of(item)] } else { ways_of(graph, item, rule).collect() };
        if !is_settled && !forced.contains_key(&item) {
            let makers = makers_of_by_product.get(&item).into_iter().flatten();
            ways.extend(makers.map(|recipe| Obtain::Make(*recipe)));
        }
        if let Some(leaf) = ways.iter().find(|way| way.recipe().is_none()) {
            scope.leaves.insert(item, Some(*leaf));
        }
        for recipe in ways.into_iter().filter_map(Obtain::recipe) {
            if is_settled {
                scope.settled.insert(recipe);
            }
            if !recipes.insert(recipe) {
                continue;
            }
            found.push((recipe, item));
            let taken: Vec<Flow> = scope.lines(recipe).flat_map(|(_, options)| options).map(|(_, flow)| flow).collect();
            for flow in taken {
                if let std::collections::btree_map::Entry::Vacant(entry) = scope.leaves.entry(flow.item) {
                    entry.insert(None);
                    queue.push_back(flow.item);
                }
            }
        }
    }
    scope.scales.fill(graph, &found, quantity);
    scope.recipes = recipes.into_iter().collect();
    scope
}

/// What can be had at all by the main outputs of recipes.
fn had_by_main_outputs(graph: &Graph) -> BTreeSet<ItemIndex> {
    let rule = Rule { leaves_may_be_made: false, forced: &BTreeMap::new(), within: None };
    let space = Space::below(graph, graph.item_indices(), rule);
    let viable = viable(&space, &Floors::open(&space));
    let had = space.items.iter().zip(&viable.tier).filter(|(_, tier)| **tier != NEVER);
    had.map(|(item, _)| *item).filter(|item| ways_of(graph, *item, rule).any(|way| way != Obtain::Unresolved)).collect()
}

fn by_product_makers(graph: &Graph) -> BTreeMap<ItemIndex, Vec<RecipeIndex>> {
    let mut makers: BTreeMap<ItemIndex, Vec<RecipeIndex>> = BTreeMap::new();
    for recipe in graph.recipe_indices() {
        for flow in graph.recipe(recipe).by_products.iter().filter(|flow| flow.quantity > 0.0) {
            makers.entry(flow.item).or_default().push(recipe);
        }
    }
    makers
}

impl<'g> Scope<'g> {
    /// Takes the amounts of a choice as what is usual, where it has any: a loop that makes less than it takes has none.
    fn scale_by(&mut self, choice: &Choice, root: ItemIndex, quantity: f64) {
        let Ok(resolution) = solve(self.graph, choice.clone(), root, quantity) else { return };
        self.usual = Usual::default();
        for need in resolution.needs.iter().filter(|need| need.quantity > 0.0) {
            self.scales.set_item(need.item, need.quantity);
            let Obtain::Make(recipe) = need.obtain else {
                self.usual.leaves.insert(need.item);
                continue;
            };
            // What comes with another item has no runs of its own.
            if need.with.is_some() {
                continue;
            }
            self.usual.recipes.insert(recipe);
            self.scales.set_recipe(recipe, need.runs);
            for line in 0..self.graph.recipe(recipe).inputs.len() as u32 {
                self.usual.options.insert((recipe, line, choice.option(recipe, line)));
            }
        }
    }

    /// What an answer uses, and what it would use of items so small beside the rest that it lost them; scaled by what each
    /// item's main supplier would have to make.
    pub(super) fn narrowed(&self, answer: &Answer, root: ItemIndex, quantity: f64) -> Scope<'g> {
        let supplied = main_supplies(self.graph, answer);
        let mut used = self.choice.clone();
        supplied.iter().for_each(|(item, (_, obtain))| used.set(*item, *obtain));
        let mut most: BTreeMap<(RecipeIndex, u32), (f64, u32)> = BTreeMap::new();
        for ((recipe, line, option), runs) in &answer.options {
            let best = most.entry((*recipe, *line)).or_insert((0.0, *option));
            if *runs > best.0 {
                *best = (*runs, *option);
            }
        }
        most.iter().for_each(|((recipe, line), (_, option))| used.set_option(*recipe, *line, *option));
        // The choice itself stays in play, so that the answer is never worse.
        let mut recipes: BTreeSet<RecipeIndex> = answer.runs.keys().chain(&self.usual.recipes).copied().collect();
        let mut open: BTreeSet<(RecipeIndex, u32, u32)> =
            answer.options.keys().chain(&self.usual.options).copied().collect();
        let mut narrowed = Scope {
            graph: self.graph,
            recipes: Vec::new(),
            leaves: self.leaves.clone(),
            choice: self.choice,
            settled: self.settled.clone(),
            open: None,
            scales: self.scales.clone(),
            usual: self.usual.clone(),
        };
        answer.runs.iter().for_each(|(recipe, runs)| narrowed.scales.set_recipe(*recipe, *runs));
        supplied.iter().for_each(|(item, (amount, _))| narrowed.scales.set_item(*item, *amount));
        narrowed.scale_by(&used, root, quantity);
        narrowed.usual.recipes.extend(answer.runs.keys());
        narrowed.usual.leaves.extend(answer.leaves.keys());
        recipes.extend(&narrowed.usual.recipes);
        open.extend(&narrowed.usual.options);
        narrowed.recipes = recipes.into_iter().filter(|recipe| self.recipes.binary_search(recipe).is_ok()).collect();
        narrowed.open = Some(open);
        narrowed
    }

    /// The options in play on a line: (option, flow).
    fn options(&self, recipe: RecipeIndex, line: u32) -> Vec<(u32, Flow)> {
        let options = &self.graph.recipe(recipe).inputs[line as usize].options;
        if options.len() > 1 && self.settled.contains(&recipe) {
            let option = self.choice.option(recipe, line);
            return options.get(option as usize).map(|flow| (option, *flow)).into_iter().collect();
        }
        let is_open = |option: &u32| {
            let open = self.open.as_ref().filter(|_| options.len() > 1);
            open.is_none_or(|open| open.contains(&(recipe, line, *option)))
        };
        let all = options.iter().enumerate().map(|(option, flow)| (option as u32, *flow));
        all.filter(|(option, _)| is_open(option)).collect()
    }

    /// The lines of a recipe, each with its options in play.
    pub(super) fn lines(&self, recipe: RecipeIndex) -> impl Iterator<Item = (u32, Vec<(u32, Flow)>)> + '_ {
        (0..self.graph.recipe(recipe).inputs.len() as u32).map(move |line| (line, self.options(recipe, line)))
    }

    /// All that a recipe gives, main outputs first.
    pub(super) fn made(&self, recipe: RecipeIndex) -> impl Iterator<Item = &'g Flow> + use<'g> {
        let recipe = self.graph.recipe(recipe);
        recipe.outputs.iter().chain(&recipe.by_products)
    }
}

/// By item: the largest of its supplies, and where it is from. What by-products supply needs nothing more.
fn main_supplies(graph: &Graph, answer: &Answer) -> BTreeMap<ItemIndex, (f64, Obtain)> {
    let mut supplied: BTreeMap<ItemIndex, (f64, Obtain)> = BTreeMap::new();
    let mut supply = |item: ItemIndex, amount: f64, obtain: Obtain| {
        let most = supplied.entry(item).or_insert((0.0, obtain));
        if amount > most.0 {
            *most = (amount, obtain);
        }
    };
    for (index, runs) in &answer.runs {
        let recipe = graph.recipe(*index);
        recipe.outputs.iter().for_each(|flow| supply(flow.item, flow.quantity * runs, Obtain::Make(*index)));
        recipe.by_products.iter().for_each(|flow| supply(flow.item, flow.quantity * runs, Obtain::Stock));
    }
    for (item, (obtain, amount)) in &answer.leaves {
        supply(*item, *amount, *obtain);
    }
    supplied
}
