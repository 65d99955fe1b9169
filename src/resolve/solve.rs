//! Amounts, with the choice fixed: components in topological order, each solved for what the later ones ask of it.

use std::collections::{HashMap, VecDeque};

use super::choice::{Choice, Obtain};
use super::component::{Component, LocalArc, NoEquilibrium};
use super::report::{evidence_of, net_of_leaves, totals_of};
use super::{Edge, Need, Resolution};
use crate::graph::{Flow, Graph, ItemIndex, components_of};

/// A loop that consumes at least what it makes: no amount of it is enough.
#[derive(Clone, Debug, PartialEq)]
pub struct Runaway {
    /// The items of the loop, in order of their ids.
    pub items: Vec<ItemIndex>,
    /// How much one pass round the loop consumes of what it makes: 1 or more.
    pub gain: f64,
}

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
    /// Arcs by vertex, merged: one for each pair.
    pub arcs: Vec<Arc>,
    /// Components, consumed ones before their consumers.
    pub components: Vec<Vec<u32>>,
}

impl Subgraph {
    /// Collects what the roots need, breadth first; the first root is vertex 0.
    pub(super) fn below(graph: &Graph, choice: &Choice, roots: impl IntoIterator<Item = ItemIndex>) -> Self {
        let items: Vec<ItemIndex> = roots.into_iter().collect();
        // A map, not a table: one plan needs few of a repository's items.
        let mut vertex_of: HashMap<ItemIndex, u32> = items.iter().copied().zip(0..).collect();
        let mut queue: VecDeque<u32> = (0..items.len() as u32).collect();
        let depth = vec![0; items.len()];
        let mut sub =
            Self { items, obtain: Vec::new(), depth, first_arc: vec![0], arcs: Vec::new(), components: Vec::new() };
        while let Some(vertex) = queue.pop_front() {
            let item = sub.items[vertex as usize];
            let obtain = choice.of(item);
            sub.obtain.push(obtain);
            let start = sub.arcs.len();
            if let Obtain::Make(index) = obtain {
                let recipe = graph.recipe(index);
                let output = recipe.output_of(item);
                for Flow { item: input, quantity } in choice.inputs(index, recipe) {
                    let next = sub.items.len() as u32;
                    let consumed = *vertex_of.entry(input).or_insert(next);
                    if consumed == next {
                        sub.items.push(input);
                        sub.depth.push(sub.depth[vertex as usize] + 1);
                        queue.push_back(consumed);
                    }
                    sub.arcs.push(Arc { to: consumed, coefficient: quantity / output });
                }
            }
            merge(&mut sub.arcs, start);
            sub.first_arc.push(sub.arcs.len() as u32);
        }
        let arcs =
            (0..sub.items.len() as u32).flat_map(|vertex| sub.arcs_of(vertex).iter().map(move |arc| (vertex, arc.to)));
        sub.components = components_of(sub.items.len(), arcs).members;
        sub
    }

    /// The arcs of a vertex.
    pub(super) fn arcs_of(&self, vertex: u32) -> &[Arc] {
        &self.arcs[self.first_arc[vertex as usize] as usize..self.first_arc[vertex as usize + 1] as usize]
    }

    /// Whether a component is a loop: several vertices, or one that consumes itself.
    pub(super) fn is_loop(&self, members: &[u32]) -> bool {
        members.len() > 1 || members.iter().any(|vertex| self.arcs_of(*vertex).iter().any(|arc| arc.to == *vertex))
    }

    /// The arcs inside a component, by position among its members; `members` is sorted.
    pub(super) fn component(&self, members: &[u32]) -> Component {
        let position = |vertex: u32| members.binary_search(&vertex).ok();
        let mut arcs = Vec::new();
        for (from, vertex) in members.iter().enumerate() {
            for arc in self.arcs_of(*vertex) {
                if let Some(to) = position(arc.to) {
                    arcs.push(LocalArc { from: from as u32, to: to as u32, coefficient: arc.coefficient });
                }
            }
        }
        Component::new(members.len(), arcs)
    }

    pub(super) fn runaway(&self, members: &[u32], failure: NoEquilibrium) -> Runaway {
        let mut items: Vec<ItemIndex> = members.iter().map(|vertex| self.items[*vertex as usize]).collect();
        items.sort_unstable();
        Runaway { items, gain: failure.gain }
    }
}

/// Sums arcs to the same vertex, from `start` on; keeps them in the order of their vertices.
fn merge(arcs: &mut Vec<Arc>, start: usize) {
    arcs[start..].sort_by_key(|arc| arc.to);
    let mut kept = start;
    for index in start..arcs.len() {
        let arc = arcs[index];
        if kept > start && arcs[kept - 1].to == arc.to {
            arcs[kept - 1].coefficient += arc.coefficient;
        } else {
            arcs[kept] = arc;
            kept += 1;
        }
    }
    arcs.truncate(kept);
}

/// Follows `quantity` of `root` down to the ground under a choice. Linear in the graph below the root, but for loops.
///
/// # Errors
/// A loop that consumes at least what it makes.
pub fn solve(graph: &Graph, choice: Choice, root: ItemIndex, quantity: f64) -> Result<Resolution, Runaway> {
    let sub = Subgraph::below(graph, &choice, [root]);
    let amounts = amounts_of(&sub, quantity)?;
    let mut needs: Vec<Need> = Vec::with_capacity(sub.items.len());
    let mut edges: Vec<Edge> = Vec::with_capacity(sub.arcs.len());
    for (vertex, item) in sub.items.iter().enumerate() {
        let amount = amounts[vertex];
        let obtain = sub.obtain[vertex];
        let runs = obtain.recipe().map_or(0.0, |recipe| amount / graph.recipe(recipe).output_of(*item));
        needs.push(Need { item: *item, quantity: amount, net: amount, depth: sub.depth[vertex], obtain, runs });
        edges.extend(sub.arcs_of(vertex as u32).iter().map(|arc| Edge {
            from: *item,
            to: sub.items[arc.to as usize],
            quantity: arc.coefficient * amount,
        }));
    }
    needs.sort_unstable_by_key(|need| need.item);
    edges.sort_unstable_by_key(|edge| (edge.from, edge.to));
    let by_products = by_products_of(graph, &needs);
    net_of_leaves(&mut needs, &by_products);
    let mut cycles: Vec<Vec<ItemIndex>> = sub
        .components
        .iter()
        .filter(|members| sub.is_loop(members))
        .map(|members| {
            let mut items: Vec<ItemIndex> = members.iter().map(|vertex| sub.items[*vertex as usize]).collect();
            items.sort_unstable();
            items
        })
        .collect();
    cycles.sort();
    let totals = totals_of(graph, &needs);
    let evidence = evidence_of(graph, &needs);
    Ok(Resolution { root, quantity, choice, needs, edges, by_products, cycles, totals, evidence, credit: None })
}

/// `x = d + A x`, by vertex.
fn amounts_of(sub: &Subgraph, quantity: f64) -> Result<Vec<f64>, Runaway> {
    let mut amounts = vec![0.0; sub.items.len()];
    amounts[0] = quantity;
    // Components come consumed-first; demands flow from consumers, so they are walked from the end.
    for members in sub.components.iter().rev() {
        if sub.is_loop(members) {
            let demands: Vec<f64> = members.iter().map(|vertex| amounts[*vertex as usize]).collect();
            let solved = sub.component(members).amounts(&demands).map_err(|failure| sub.runaway(members, failure))?;
            for (vertex, amount) in members.iter().zip(solved) {
                amounts[*vertex as usize] = amount;
            }
        }
        for vertex in members {
            let amount = amounts[*vertex as usize];
            for arc in sub.arcs_of(*vertex) {
                if members.binary_search(&arc.to).is_err() {
                    amounts[arc.to as usize] += arc.coefficient * amount;
                }
            }
        }
    }
    Ok(amounts)
}

fn by_products_of(graph: &Graph, needs: &[Need]) -> Vec<Flow> {
    let mut flows: Vec<Flow> = Vec::new();
    for need in needs {
        let Obtain::Make(index) = need.obtain else { continue };
        let recipe = graph.recipe(index);
        // What a recipe makes besides the item that it is run for is surplus too.
        let co_products = recipe.outputs.iter().filter(|flow| flow.item != need.item);
        flows.extend(
            recipe
                .by_products
                .iter()
                .chain(co_products)
                .map(|flow| Flow { item: flow.item, quantity: flow.quantity * need.runs }),
        );
    }
    flows.sort_by_key(|flow| flow.item);
    flows.dedup_by(|next, kept| {
        let same = next.item == kept.item;
        if same {
            kept.quantity += next.quantity;
        }
        same
    });
    flows.retain(|flow| flow.quantity != 0.0);
    flows
}
