//! The part of the hypergraph among which a choice is made: items, the ways by which each may be had, the options of each
//! line, in flat tables. A way or an option that is closed is not taken; closing some is how a choice is narrowed.

use std::collections::{BTreeMap, VecDeque};

use super::choice::{Choice, Obtain};
use crate::graph::{Graph, ItemIndex, RecipeIndex};
use crate::model::Origin;

/// No vertex, recipe, way or option.
pub(super) const NONE: u32 = u32::MAX;

/// Which ways an item has at all.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rule<'a> {
    /// Whether what its author calls raw or bought may be made all the same.
    pub leaves_may_be_made: bool,
    /// Items that are to be made by one recipe alone.
    pub forced: &'a BTreeMap<ItemIndex, RecipeIndex>,
    /// Where only this place counts.
    pub within: Option<Within<'a>>,
}

/// What a place has of its own, and can run: nothing else is had there.
#[derive(Clone, Copy, Debug)]
pub struct Within<'a> {
    /// By item: whether it is there without being made.
    pub is_raw: &'a [bool],
    /// By recipe: whether it can be run.
    pub is_runnable: &'a [bool],
}

/// One way to have an item.
#[derive(Clone, Copy, Debug)]
pub(super) struct Way {
    pub obtain: Obtain,
    /// The recipe's number in the space; [`NONE`] for a leaf.
    pub recipe: u32,
    /// Good output of the item per run; 1 for a leaf.
    pub output: f64,
    pub is_open: bool,
}

/// One option of a line.
#[derive(Clone, Copy, Debug)]
pub(super) struct LineOption {
    /// The item's vertex.
    pub vertex: u32,
    /// How much of it a run takes.
    pub quantity: f64,
    pub is_open: bool,
}

/// Items (vertices), their ways, the recipes of these, their lines, the options of these.
#[derive(Clone, Debug)]
pub(super) struct Space {
    /// By vertex, ascending.
    pub items: Vec<ItemIndex>,
    first_way: Vec<u32>,
    /// By vertex, in the order of preference.
    pub ways: Vec<Way>,
    /// By recipe number, ascending.
    pub recipes: Vec<RecipeIndex>,
    first_line: Vec<u32>,
    first_option: Vec<u32>,
    /// By line, in the author's order.
    pub options: Vec<LineOption>,
}

/// One way for each vertex, one option for each line: indices into the tables of a space.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Policy {
    /// By vertex; [`NONE`] where it has no way.
    pub way: Vec<u32>,
    /// By line; [`NONE`] where it has no option.
    pub option: Vec<u32>,
}

impl Space {
    /// All that the roots may need by any way and any option.
    pub(super) fn below(graph: &Graph, roots: impl IntoIterator<Item = ItemIndex>, rule: Rule<'_>) -> Self {
        let mut is_in = vec![false; graph.items.len()];
        let mut has_recipe = vec![false; graph.recipes.len()];
        let mut queue: VecDeque<ItemIndex> = roots.into_iter().collect();
        queue.iter().for_each(|item| is_in[item.0 as usize] = true);
        while let Some(item) = queue.pop_front() {
            for recipe in ways_of(graph, item, rule).filter_map(Obtain::recipe) {
                if std::mem::replace(&mut has_recipe[recipe.0 as usize], true) {
                    continue;
                }
                for flow in graph.recipe(recipe).inputs.iter().flat_map(|line| &line.options) {
                    if !std::mem::replace(&mut is_in[flow.item.0 as usize], true) {
                        queue.push_back(flow.item);
                    }
                }
            }
        }
        let number = |flags: &[bool]| {
            let mut next = 0;
            let numbers = flags.iter().map(|is_in| {
                next += u32::from(*is_in);
                if *is_in { next - 1 } else { NONE }
            });
            numbers.collect::<Vec<u32>>()
        };
        let (vertex_of, recipe_of) = (number(&is_in), number(&has_recipe));
        let items: Vec<ItemIndex> = graph.item_indices().filter(|item| is_in[item.0 as usize]).collect();
        let recipes: Vec<RecipeIndex> = graph.recipe_indices().filter(|recipe| has_recipe[recipe.0 as usize]).collect();
        let mut space = Self {
            items,
            first_way: vec![0],
            ways: Vec::new(),
            recipes,
            first_line: vec![0],
            first_option: vec![0],
            options: Vec::new(),
        };
        for item in &space.items {
            for obtain in ways_of(graph, *item, rule) {
                let (recipe, output) = obtain.recipe().map_or((NONE, 1.0), |recipe| {
                    (recipe_of[recipe.0 as usize], graph.recipe(recipe).output_of(*item))
                });
                // A recipe that yields nothing is no way; where it is the only one, the item has none.
                space.ways.push(Way { obtain, recipe, output, is_open: output > 0.0 });
            }
            space.first_way.push(space.ways.len() as u32);
        }
        for recipe in &space.recipes {
            for line in &graph.recipe(*recipe).inputs {
                let option = line.options.iter().map(|flow| LineOption {
                    vertex: vertex_of[flow.item.0 as usize],
                    quantity: flow.quantity,
                    is_open: true,
                });
                space.options.extend(option);
                space.first_option.push(space.options.len() as u32);
            }
            space.first_line.push(space.first_option.len() as u32 - 1);
        }
        space
    }

    /// The vertex of an item; [`NONE`] if it is not in the space.
    pub(super) fn vertex(&self, item: ItemIndex) -> u32 {
        self.items.binary_search(&item).map_or(NONE, |vertex| vertex as u32)
    }

    /// All vertices.
    pub(super) fn vertices(&self) -> std::ops::Range<u32> {
        0..self.items.len() as u32
    }

    /// How many lines there are.
    pub(super) fn line_count(&self) -> usize {
        self.first_option.len() - 1
    }

    /// The ways of a vertex, by index.
    pub(super) fn ways_of(&self, vertex: u32) -> std::ops::Range<u32> {
        self.first_way[vertex as usize]..self.first_way[vertex as usize + 1]
    }

    /// The open ways of a vertex, by index.
    pub(super) fn open_ways_of(&self, vertex: u32) -> impl Iterator<Item = u32> + '_ {
        self.ways_of(vertex).filter(|way| self.ways[*way as usize].is_open)
    }

    /// The lines of a recipe.
    pub(super) fn lines_of(&self, recipe: u32) -> std::ops::Range<u32> {
        self.first_line[recipe as usize]..self.first_line[recipe as usize + 1]
    }

    /// The options of a line, by index.
    pub(super) fn options_of(&self, line: u32) -> std::ops::Range<u32> {
        self.first_option[line as usize]..self.first_option[line as usize + 1]
    }

    /// The open options of a line, by index.
    pub(super) fn open_options_of(&self, line: u32) -> impl Iterator<Item = u32> + '_ {
        self.options_of(line).filter(|option| self.options[*option as usize].is_open)
    }

    /// The lines of a way: those of its recipe, none for a leaf.
    pub(super) fn lines_of_way(&self, way: u32) -> std::ops::Range<u32> {
        let recipe = self.ways[way as usize].recipe;
        if recipe == NONE { 0..0 } else { self.lines_of(recipe) }
    }

    /// The first open way of each vertex, the first open option of each line.
    pub(super) fn first_policy(&self) -> Policy {
        let way = self.vertices().map(|vertex| self.open_ways_of(vertex).next().unwrap_or(NONE)).collect();
        let option =
            (0..self.line_count() as u32).map(|line| self.open_options_of(line).next().unwrap_or(NONE)).collect();
        Policy { way, option }
    }

    /// What a vertex takes under a policy: vertex and amount per unit, line by line.
    pub(super) fn taken<'s>(&'s self, policy: &'s Policy, vertex: u32) -> impl Iterator<Item = (u32, f64)> + 's {
        let way = policy.way[vertex as usize];
        let (lines, output) =
            if way == NONE { (0..0, 1.0) } else { (self.lines_of_way(way), self.ways[way as usize].output) };
        lines.filter_map(move |line| {
            let option = self.options.get(policy.option[line as usize] as usize)?;
            Some((option.vertex, option.quantity / output))
        })
    }

    /// On each line, leaves only the options open that are of the earliest tier.
    pub(super) fn close_later_options(&mut self, tier_of: impl Fn(u32) -> u8) {
        for line in 0..self.line_count() as u32 {
            let tier = |option: u32| tier_of(self.options[option as usize].vertex);
            let earliest = self.open_options_of(line).map(tier).min();
            for option in self.options_of(line) {
                let is_open = Some(tier_of(self.options[option as usize].vertex)) == earliest;
                self.options[option as usize].is_open &= is_open;
            }
        }
    }

    /// A policy written into a choice: what is outside of the space stays.
    pub(super) fn write(&self, policy: &Policy, choice: &mut Choice) {
        for (vertex, item) in self.items.iter().enumerate() {
            if let Some(way) = self.ways.get(policy.way[vertex] as usize)
                && choice.of(*item) != way.obtain
            {
                choice.set(*item, way.obtain);
            }
        }
        for (number, recipe) in self.recipes.iter().enumerate() {
            for (line, global) in self.lines_of(number as u32).enumerate() {
                let (options, taken) = (self.options_of(global), policy.option[global as usize]);
                if options.len() > 1 && taken != NONE && choice.option(*recipe, line as u32) != taken - options.start {
                    choice.set_option(*recipe, line as u32, taken - options.start);
                }
            }
        }
    }
}

/// Every way to have an item, in the order of preference; at least one.
pub(super) fn ways_of<'g>(
    graph: &'g Graph,
    index: ItemIndex,
    rule: Rule<'g>,
) -> impl Iterator<Item = Obtain> + use<'g> {
    let (item, forced) = (graph.item(index), rule.forced.get(&index));
    let can_run = move |recipe: &RecipeIndex| rule.within.is_none_or(|it| it.is_runnable[recipe.0 as usize]);
    let leaf = match (rule.within, item.origin) {
        (Some(within), _) if within.is_raw[index.0 as usize] => Some(Obtain::Raw),
        (None, Some(Origin::Raw)) => Some(Obtain::Raw),
        (None, Some(Origin::Bought)) => Some(Obtain::Bought),
        _ if !item.recipes.iter().any(can_run) => Some(Obtain::Unresolved),
        _ => None,
    };
    let is_made = forced.is_none() && (leaf.is_none() || rule.leaves_may_be_made);
    let made = item.recipes.iter().filter(move |recipe| is_made && can_run(recipe));
    leaf.filter(|_| forced.is_none()).into_iter().chain(forced.into_iter().chain(made).copied().map(Obtain::Make))
}
