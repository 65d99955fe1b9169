//! Which way to obtain each item, and which alternative on each line.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::space::{Rule, Space, Within, ways_of};
use super::viable::{Floors, nearest_to_preference, viable};
use crate::graph::{Flow, Graph, ItemIndex, Recipe, RecipeIndex};

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
/// line, the first option. What leads to a dead end, or to a loop that makes nothing, is passed over while something else
/// does not. Linear in the graph where the first of everything will do.
pub fn by_preference(graph: &Graph) -> Choice {
    preferred(graph, None)
}

/// The same of what a place has of its own and can run, and of nothing else: what its authors call raw or bought is so no more.
pub fn by_preference_within(graph: &Graph, within: Within<'_>) -> Choice {
    preferred(graph, Some(within))
}

fn preferred(graph: &Graph, within: Option<Within<'_>>) -> Choice {
    let forced = BTreeMap::new();
    let rule = Rule { leaves_may_be_made: false, forced: &forced, within };
    let first = |item| ways_of(graph, item, rule).next().unwrap_or(Obtain::Unresolved);
    let mut choice = Choice::new(graph.item_indices().map(first).collect(), HashMap::new());
    let open = not_straight_to_the_ground(graph, &choice);
    let has_alternative = |item: &ItemIndex| {
        let recipes = ways_of(graph, *item, rule).filter_map(Obtain::recipe);
        let mut lines = recipes.flat_map(|recipe| &graph.recipe(recipe).inputs);
        ways_of(graph, *item, rule).nth(1).is_some() || lines.any(|line| line.options.len() > 1)
    };
    if open.iter().any(has_alternative) {
        let mut space = Space::below(graph, open, rule);
        let floors = Floors::open(&space);
        let viable = viable(&space, &floors);
        viable.narrow(&mut space, &floors);
        space.write(&nearest_to_preference(&space, &viable), &mut choice);
    }
    choice
}

/// The items that a choice does not take to what is raw or bought without any loop or dead end. One walk, each arc once.
fn not_straight_to_the_ground(graph: &Graph, choice: &Choice) -> Vec<ItemIndex> {
    #[derive(Clone, Copy, PartialEq)]
    enum State {
        New,
        Open,
        Straight,
        NotStraight,
    }
    let mut states = vec![State::New; graph.items.len()];
    let mut stack: Vec<(ItemIndex, usize)> = Vec::new();
    for root in graph.item_indices() {
        if states[root.0 as usize] == State::New {
            stack.push((root, 0));
            states[root.0 as usize] = State::Open;
        }
        while let Some((item, line)) = stack.last_mut() {
            let index = item.0 as usize;
            let next = match choice.of(*item) {
                Obtain::Make(recipe) => graph.recipe(recipe).inputs.get(*line).and_then(|line| line.options.first()),
                Obtain::Unresolved => {
                    states[index] = State::NotStraight;
                    stack.pop();
                    continue;
                }
                _ => None,
            };
            let Some(input) = next else {
                states[index] = State::Straight;
                stack.pop();
                continue;
            };
            match states[input.item.0 as usize] {
                State::Straight => *line += 1,
                State::New => {
                    states[input.item.0 as usize] = State::Open;
                    stack.push((input.item, 0));
                }
                State::Open | State::NotStraight => {
                    states[index] = State::NotStraight;
                    stack.pop();
                }
            }
        }
    }
    graph.item_indices().filter(|item| states[item.0 as usize] == State::NotStraight).collect()
}
