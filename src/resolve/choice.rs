//! Which way to obtain each item, and which alternative on each line.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use crate::graph::{Flow, Graph, InputLine, ItemIndex, Recipe, RecipeIndex};
use crate::model::Origin;

/// How an item is obtained.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Obtain {
    /// By running a recipe.
    Make(RecipeIndex),
    /// Taken from ground, air, water, sun, biomass or waste.
    Raw,
    /// Imported.
    Bought,
    /// The facility's place offers it.
    Resource,
    /// The facility's store holds it.
    Stock,
    /// In no way that is known.
    Unresolved,
}

impl Obtain {
    /// The word in output.
    pub fn as_str(self) -> &'static str {
        match self {
            Obtain::Make(_) => "made",
            Obtain::Raw => "raw",
            Obtain::Bought => "bought",
            Obtain::Resource => "resource",
            Obtain::Stock => "stock",
            Obtain::Unresolved => "unresolved",
        }
    }

    /// The recipe, if it is made.
    pub fn recipe(self) -> Option<RecipeIndex> {
        match self {
            Obtain::Make(recipe) => Some(recipe),
            _ => None,
        }
    }
}

/// One way to obtain each item, and one option for each input line. Cheap to copy: what most plans of a repository have in
/// common is shared, and a copy holds only what was changed in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    shared: Arc<Shared>,
    changed: BTreeMap<ItemIndex, Obtain>,
    changed_options: BTreeMap<(RecipeIndex, u32), u32>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Shared {
    /// By item.
    obtain: Vec<Obtain>,
    /// The option taken on a line (recipe, line), where it is not the first.
    options: HashMap<(RecipeIndex, u32), u32>,
}

impl Choice {
    /// A choice for all items, and the options taken on lines (recipe, line) where they are not the first.
    pub fn new(obtain: Vec<Obtain>, options: HashMap<(RecipeIndex, u32), u32>) -> Self {
        let shared = Arc::new(Shared { obtain, options });
        Self { shared, changed: BTreeMap::new(), changed_options: BTreeMap::new() }
    }

    /// How an item is obtained.
    pub fn of(&self, item: ItemIndex) -> Obtain {
        self.changed.get(&item).copied().unwrap_or_else(|| self.shared.obtain[item.0 as usize])
    }

    /// The option taken on a line.
    pub fn option(&self, recipe: RecipeIndex, line: u32) -> u32 {
        let key = (recipe, line);
        self.changed_options.get(&key).or_else(|| self.shared.options.get(&key)).copied().unwrap_or(0)
    }

    /// Obtains an item in another way.
    pub fn set(&mut self, item: ItemIndex, obtain: Obtain) {
        match Arc::get_mut(&mut self.shared) {
            Some(own) if self.changed.is_empty() => own.obtain[item.0 as usize] = obtain,
            _ => {
                self.changed.insert(item, obtain);
            }
        }
    }

    /// Takes another option on a line.
    pub fn set_option(&mut self, recipe: RecipeIndex, line: u32, option: u32) {
        match Arc::get_mut(&mut self.shared) {
            Some(own) if self.changed_options.is_empty() => {
                own.options.insert((recipe, line), option);
            }
            _ => {
                self.changed_options.insert((recipe, line), option);
            }
        }
    }

    /// What a recipe consumes under this choice.
    pub fn inputs<'g>(&'g self, index: RecipeIndex, recipe: &'g Recipe) -> impl Iterator<Item = Flow> + 'g {
        recipe.inputs.iter().enumerate().filter_map(move |(line, input)| {
            let option = if input.options.len() > 1 { self.option(index, line as u32) } else { 0 };
            input.options.get(option as usize).copied()
        })
    }
}

/// The default choice: what its author calls raw or bought is so; else the recipe with the lowest `prefer`, then id; on a
/// line, the first option. What leads to a dead end is passed over while something else does not.
pub fn by_preference(graph: &Graph) -> Choice {
    let grounded = grounded_items(graph);
    let is_grounded = |flow: &Flow| grounded[flow.item.0 as usize];
    let is_usable = |recipe: &RecipeIndex| lines_hold(&graph.recipe(*recipe).inputs, is_grounded);
    let obtain = graph.items.iter().map(|item| match item.origin {
        Some(Origin::Raw) => Obtain::Raw,
        Some(Origin::Bought) => Obtain::Bought,
        _ => {
            let first = item.recipes.iter().find(|recipe| is_usable(recipe)).or(item.recipes.first());
            first.map_or(Obtain::Unresolved, |recipe| Obtain::Make(*recipe))
        }
    });
    let mut options = HashMap::new();
    for index in graph.recipe_indices() {
        for (line, input) in graph.recipe(index).inputs.iter().enumerate().filter(|(_, input)| input.options.len() > 1)
        {
            let option = input.options.iter().position(is_grounded).unwrap_or(0);
            if option > 0 {
                options.insert((index, line as u32), option as u32);
            }
        }
    }
    Choice::new(obtain.collect(), options)
}

fn lines_hold(lines: &[InputLine], holds: impl Fn(&Flow) -> bool) -> bool {
    lines.iter().all(|line| line.options.iter().any(&holds))
}

/// Which items have a way to the ground. The greatest such set: a loop of processes counts, since it can be fed once.
fn grounded_items(graph: &Graph) -> Vec<bool> {
    let is_leaf = |item: &crate::graph::Item| matches!(item.origin, Some(Origin::Raw | Origin::Bought));
    let mut grounded: Vec<bool> = graph.items.iter().map(|item| is_leaf(item) || !item.recipes.is_empty()).collect();
    let mut lost: Vec<ItemIndex> = graph.item_indices().filter(|item| !grounded[item.0 as usize]).collect();
    if lost.is_empty() {
        return grounded;
    }
    let mut users: Vec<Vec<RecipeIndex>> = vec![Vec::new(); graph.items.len()];
    for index in graph.recipe_indices() {
        for flow in graph.recipe(index).inputs.iter().flat_map(|line| &line.options) {
            users[flow.item.0 as usize].push(index);
        }
    }
    while let Some(item) = lost.pop() {
        for user in &users[item.0 as usize] {
            for output in &graph.recipe(*user).outputs {
                let index = output.item.0 as usize;
                let usable = |recipe: &RecipeIndex| {
                    lines_hold(&graph.recipe(*recipe).inputs, |flow| grounded[flow.item.0 as usize])
                };
                if grounded[index] && !is_leaf(&graph.items[index]) && !graph.items[index].recipes.iter().any(usable) {
                    grounded[index] = false;
                    lost.push(output.item);
                }
            }
        }
    }
    grounded
}
