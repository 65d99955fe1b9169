//! What all facilities draw on of a graph: which input lines name an item, the graph read backwards; and how its authors prefer to
//! have each item. Built once.

use std::ops::Range;
use std::sync::OnceLock;

use crate::graph::{Graph, ItemIndex, RecipeIndex};
use crate::resolve::{Choice, by_preference};

/// A line of a recipe's inputs, numbered over the whole graph.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct LineIndex(pub u32);

/// The users of every item.
#[derive(Debug)]
pub struct Uses {
    /// Where each recipe's lines start; one longer than the recipes.
    first_line: Vec<u32>,
    /// By line: the recipe.
    recipe_of: Vec<RecipeIndex>,
    /// Where each item's users start in `lines`; one longer than the items.
    first_use: Vec<u32>,
    /// By item: the lines that name it.
    lines: Vec<LineIndex>,
    /// Once it was asked for.
    preference: OnceLock<Choice>,
}

impl Uses {
    /// Reads the graph backwards. Linear.
    pub fn of(graph: &Graph) -> Self {
        let mut first_line = vec![0_u32];
        let mut recipe_of = Vec::new();
        let mut pairs: Vec<(ItemIndex, LineIndex)> = Vec::new();
        for index in graph.recipe_indices() {
            for line in &graph.recipe(index).inputs {
                let number = LineIndex(recipe_of.len() as u32);
                recipe_of.push(index);
                pairs.extend(line.options.iter().map(|flow| (flow.item, number)));
            }
            first_line.push(recipe_of.len() as u32);
        }
        pairs.sort_unstable();
        pairs.dedup();
        let mut first_use = vec![0_u32; graph.items.len() + 1];
        for (item, _) in &pairs {
            first_use[item.0 as usize + 1] += 1;
        }
        for at in 0..graph.items.len() {
            first_use[at + 1] += first_use[at];
        }
        let lines = pairs.into_iter().map(|(_, line)| line).collect();
        Self { first_line, recipe_of, first_use, lines, preference: OnceLock::new() }
    }

    /// How the authors prefer to have each item of the graph that these are the uses of; cheap to copy.
    pub fn preference(&self, graph: &Graph) -> &Choice {
        self.preference.get_or_init(|| by_preference(graph))
    }

    /// The lines that name an item.
    pub(super) fn lines_of(&self, item: ItemIndex) -> &[LineIndex] {
        let at = item.0 as usize;
        &self.lines[self.first_use[at] as usize..self.first_use[at + 1] as usize]
    }

    /// The recipe that a line belongs to.
    pub(super) fn recipe_of(&self, line: LineIndex) -> RecipeIndex {
        self.recipe_of[line.0 as usize]
    }

    /// How many lines there are.
    pub(super) fn line_count(&self) -> usize {
        self.recipe_of.len()
    }

    /// The lines of a recipe, in their order.
    pub(super) fn lines_of_recipe(&self, recipe: RecipeIndex) -> impl Iterator<Item = LineIndex> + use<> {
        let at = recipe.0 as usize;
        (self.first_line[at]..self.first_line[at + 1]).map(LineIndex)
    }

    /// The same as numbers.
    pub(super) fn line_range(&self, recipe: RecipeIndex) -> Range<usize> {
        let at = recipe.0 as usize;
        self.first_line[at] as usize..self.first_line[at + 1] as usize
    }

    /// One line of a recipe.
    pub(super) fn line(&self, recipe: RecipeIndex, line: u32) -> LineIndex {
        LineIndex(self.first_line[recipe.0 as usize] + line)
    }

    /// How many lines a recipe has.
    pub(super) fn lines_in(&self, recipe: RecipeIndex) -> u32 {
        let at = recipe.0 as usize;
        self.first_line[at + 1] - self.first_line[at]
    }
}

/// Who takes an item.
pub(super) trait Users {
    /// The lines that name an item, and whose they are.
    fn users_of(&self, item: ItemIndex) -> impl Iterator<Item = (LineIndex, RecipeIndex)>;
}

impl Users for Uses {
    fn users_of(&self, item: ItemIndex) -> impl Iterator<Item = (LineIndex, RecipeIndex)> {
        self.lines_of(item).iter().map(|line| (*line, self.recipe_of(*line)))
    }
}
