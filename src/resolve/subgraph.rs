//! The part of the graph below some roots, with one way to obtain each item, in rows that can be swept.

use std::collections::{BTreeMap, VecDeque};

use super::choice::{Choice, Obtain};
use super::component::{Component, NoEquilibrium};
use super::solve::{Runaway, RunawayKind};
use super::sweep::Rows;
use crate::graph::{ComponentRows, Graph, ItemIndex, RecipeIndex, components_of_rows};

/// What one item takes of another, per unit of the first.
#[derive(Clone, Copy, Debug)]
pub(super) struct Arc {
    /// What is consumed, by vertex number.
    pub to: u32,
    /// How much, per unit of the consumer.
    pub coefficient: f64,
}

/// The part of the graph under one root, with one way to obtain each item.
#[derive(Debug)]
pub(super) struct Subgraph {
    /// Items by vertex number; the first root is 0.
    pub items: Vec<ItemIndex>,
    /// How each is obtained.
    pub obtain: Vec<Obtain>,
    /// Steps from the root on the shortest way.
    pub depth: Vec<u32>,
    /// Where each vertex's arcs start in `arcs`; one longer than `items`.
    pub first_arc: Vec<u32>,
    /// Arcs by vertex, merged (one for each pair), in the order of the items that they lead to.
    pub arcs: Vec<Arc>,
    /// Components, consumed ones before their consumers.
    pub components: ComponentRows,
    /// Recipes that several of the items are obtained by, each with those items' vertices, in ascending order.
    pub joint: BTreeMap<RecipeIndex, Vec<u32>>,
    /// By vertex: the vertex whose need says how often their joint recipe runs, where that is another one. Empty where no
    /// recipe is joint.
    pub rides_on: Vec<Option<u32>>,
}

impl Subgraph {
    /// Collects what the roots need, breadth first; the first root is vertex 0. Every item has the arcs of its recipe, also
    /// where several share one.
    pub(super) fn below(graph: &Graph, choice: &Choice, roots: impl IntoIterator<Item = ItemIndex>) -> Self {
        let items: Vec<ItemIndex> = roots.into_iter().collect();
        let mut numbers = Numbers::new(graph.items.len());
        items.iter().zip(0..).for_each(|(item, vertex)| *numbers.of(*item) = vertex);
        let depth = vec![0; items.len()];
        let mut sub = Self {
            items,
            obtain: Vec::new(),
            depth,
            first_arc: vec![0],
            arcs: Vec::new(),
            components: ComponentRows::default(),
            joint: BTreeMap::new(),
            rides_on: Vec::new(),
        };
        let mut row: Vec<(ItemIndex, Arc)> = Vec::new();
        let mut vertex = 0;
        while let Some(item) = sub.items.get(vertex).copied() {
            let obtain = choice.of(item);
            sub.obtain.push(obtain);
            if let Obtain::Make(index) = obtain {
                let recipe = graph.recipe(index);
                if recipe.outputs.len() > 1 {
                    sub.joint.entry(index).or_default().push(vertex as u32);
                }
                let per_unit = 1.0 / recipe.output_of(item);
                for input in choice.inputs(index, recipe) {
                    let number = numbers.of(input.item);
                    if *number == UNNUMBERED {
                        *number = sub.items.len() as u32;
                        sub.items.push(input.item);
                        sub.depth.push(sub.depth[vertex] + 1);
                    }
                    row.push((input.item, Arc { to: *number, coefficient: input.quantity * per_unit }));
                }
                sub.push_row(&mut row);
            }
            sub.first_arc.push(sub.arcs.len() as u32);
            vertex += 1;
        }
        sub.joint.retain(|_, vertices| vertices.len() > 1);
        sub.find_components();
        sub
    }

    /// Adds the arcs of a vertex, sums those to the same item.
    fn push_row(&mut self, row: &mut Vec<(ItemIndex, Arc)>) {
        if !row.is_sorted_by_key(|(item, _)| *item) {
            row.sort_by_key(|(item, _)| *item);
        }
        let start = self.arcs.len();
        for (_, arc) in row.drain(..) {
            match self.arcs[start..].last_mut().filter(|last| last.to == arc.to) {
                Some(last) => last.coefficient += arc.coefficient,
                None => self.arcs.push(arc),
            }
        }
    }

    fn find_components(&mut self) {
        self.components = components_of_rows(&self.first_arc, |arc| self.arcs[arc as usize].to);
    }

    /// The same items where of each joint recipe only the item that drives it has arcs: the others ride on it. Depths are by
    /// these arcs.
    pub(super) fn driven_by(&self, drivers: &BTreeMap<RecipeIndex, u32>) -> Self {
        let mut rides_on = vec![None; self.items.len()];
        for (recipe, vertices) in &self.joint {
            let Some(driver) = drivers.get(recipe).copied() else { continue };
            vertices.iter().filter(|vertex| **vertex != driver).for_each(|v| rides_on[*v as usize] = Some(driver));
        }
        let mut sub = Self {
            items: self.items.clone(),
            obtain: self.obtain.clone(),
            depth: vec![u32::MAX; self.items.len()],
            first_arc: vec![0],
            arcs: Vec::with_capacity(self.arcs.len()),
            components: ComponentRows::default(),
            joint: self.joint.clone(),
            rides_on,
        };
        for vertex in 0..self.items.len() as u32 {
            if sub.rides_on[vertex as usize].is_none() {
                sub.arcs.extend_from_slice(self.arcs_of(vertex));
            }
            sub.first_arc.push(sub.arcs.len() as u32);
        }
        sub.depth[0] = 0;
        let mut queue = VecDeque::from([0_u32]);
        while let Some(vertex) = queue.pop_front() {
            let next = sub.depth[vertex as usize] + 1;
            for arc in sub.first_arc[vertex as usize]..sub.first_arc[vertex as usize + 1] {
                let to = sub.arcs[arc as usize].to;
                if sub.depth[to as usize] == u32::MAX {
                    sub.depth[to as usize] = next;
                    queue.push_back(to);
                }
            }
        }
        sub.find_components();
        sub
    }

    /// Loops among the items, each sorted, in order of their first. An item that rides on another waits for the same inputs.
    pub(super) fn cycles(&self) -> Vec<Vec<ItemIndex>> {
        let sorted = |members: &[u32]| {
            let mut items: Vec<ItemIndex> = members.iter().map(|vertex| self.items[*vertex as usize]).collect();
            items.sort_unstable();
            items
        };
        let mut cycles: Vec<Vec<ItemIndex>> = if self.rides_on.is_empty() {
            self.components.iter().filter(|members| self.is_loop(members)).map(sorted).collect()
        } else {
            let waits_for = |vertex: u32| self.arcs_of(self.rides_on[vertex as usize].unwrap_or(vertex));
            let mut first = vec![0_u32];
            let mut targets: Vec<u32> = Vec::new();
            for vertex in 0..self.items.len() as u32 {
                targets.extend(waits_for(vertex).iter().map(|arc| arc.to));
                first.push(targets.len() as u32);
            }
            let components = components_of_rows(&first, |arc| targets[arc as usize]);
            let is_loop =
                |members: &&[u32]| members.len() > 1 || waits_for(members[0]).iter().any(|arc| arc.to == members[0]);
            components.iter().filter(is_loop).map(sorted).collect()
        };
        cycles.sort();
        cycles
    }

    /// Whether a vertex rides on a recipe that runs for another one.
    pub(super) fn rides(&self, vertex: usize) -> bool {
        self.rides_on.get(vertex).is_some_and(Option::is_some)
    }

    /// The arcs of a vertex.
    pub(super) fn arcs_of(&self, vertex: u32) -> &[Arc] {
        &self.arcs[self.first_arc[vertex as usize] as usize..self.first_arc[vertex as usize + 1] as usize]
    }

    /// Whether an arc from a vertex stays in the vertex's component.
    pub(super) fn is_inside(&self, vertex: u32, arc: &Arc) -> bool {
        self.components.of_vertex[vertex as usize] == self.components.of_vertex[arc.to as usize]
    }

    /// Whether a component is a loop: several vertices, or one that consumes itself.
    pub(super) fn is_loop(&self, members: &[u32]) -> bool {
        members.len() > 1 || members.iter().any(|vertex| self.arcs_of(*vertex).iter().any(|arc| arc.to == *vertex))
    }

    /// The arcs inside a component, by position among its members.
    pub(super) fn component(&self, members: &[u32], positions: &mut Vec<u32>) -> Component {
        positions.resize(self.items.len(), 0);
        members.iter().zip(0..).for_each(|(vertex, position)| positions[*vertex as usize] = position);
        let mut inputs = Rows::with_capacity(members.len());
        let last = members.len() as u32 - 1;
        for vertex in members.iter().rev() {
            let inside = self.arcs_of(*vertex).iter().filter(|arc| self.is_inside(*vertex, arc));
            inputs.push_row(inside.map(|arc| (last - positions[arc.to as usize], arc.coefficient)));
        }
        Component::new(inputs)
    }

    pub(super) fn runaway(&self, members: &[u32], failure: NoEquilibrium) -> Runaway {
        let mut items: Vec<ItemIndex> = members.iter().map(|vertex| self.items[*vertex as usize]).collect();
        items.sort_unstable();
        Runaway { items, gain: failure.gain, kind: RunawayKind::Loop }
    }
}

/// Not met yet.
const UNNUMBERED: u32 = u32::MAX;

/// Items to a page.
const PAGE: usize = 1024;

/// Vertex numbers by item, in pages: one plan needs few of a repository's items, and a table of all would cost more than it.
struct Numbers {
    pages: Vec<Option<Box<[u32; PAGE]>>>,
}

impl Numbers {
    fn new(item_count: usize) -> Self {
        Self { pages: vec![None; item_count / PAGE + 1] }
    }

    fn of(&mut self, item: ItemIndex) -> &mut u32 {
        let index = item.0 as usize;
        &mut self.pages[index / PAGE].get_or_insert_with(|| Box::new([UNNUMBERED; PAGE]))[index % PAGE]
    }
}
