//! The supply chain of a resolution as sparse rows, and the values `λ = w + Aᵀ λ` over it, without another look at the choice.
//!
//! Rows are by position among the needs. What an item takes of another, per unit, is the edge between them over its own amount:
//! `A[i][j] = edge(j → i) / x_j`. What comes with another item's run has no edges, and so no value but its own.

use super::component::Component;
use super::sweep::Rows;
use super::{Resolution, Runaway, RunawayKind};
use crate::graph::{ComponentRows, components_of_rows};

/// Who takes how much of what, by position among the needs of a resolution.
#[derive(Debug)]
pub(super) struct Supply<'r> {
    resolution: &'r Resolution,
    /// Where the arcs of each position start; one longer than the needs.
    first: Vec<u32>,
    /// What is taken.
    to: Vec<u32>,
    /// How much of it, per unit of what takes it.
    coefficient: Vec<f64>,
}

impl<'r> Supply<'r> {
    /// Of a resolution.
    pub(super) fn of(resolution: &'r Resolution) -> Self {
        let (needs, edges) = (&resolution.needs, &resolution.edges);
        let items = needs.last().map_or(0, |need| need.item.0 as usize + 1);
        let mut position_of = vec![0_u32; items];
        needs.iter().zip(0..).for_each(|(need, position)| position_of[need.item.0 as usize] = position);
        let mut first = Vec::with_capacity(needs.len() + 1);
        let (mut to, mut coefficient) = (Vec::with_capacity(edges.len()), Vec::with_capacity(edges.len()));
        first.push(0);
        // Needs and edges are both sorted by item.
        let mut rest = edges.iter().peekable();
        for need in needs {
            let per_unit = if need.quantity == 0.0 { 0.0 } else { 1.0 / need.quantity };
            while let Some(edge) = rest.next_if(|edge| edge.from == need.item) {
                to.push(position_of[edge.to.0 as usize]);
                coefficient.push(edge.quantity * per_unit);
            }
            first.push(to.len() as u32);
        }
        Self { resolution, first, to, coefficient }
    }

    /// What is taken at a position, per unit: (position, amount).
    pub(super) fn arcs(&self, position: u32) -> impl Iterator<Item = (u32, f64)> + Clone + '_ {
        let range = self.first[position as usize] as usize..self.first[position as usize + 1] as usize;
        self.to[range.clone()].iter().copied().zip(self.coefficient[range].iter().copied())
    }

    /// Its strongly connected components, consumed ones first.
    pub(super) fn components(&self) -> ComponentRows {
        components_of_rows(&self.first, |arc| self.to[arc as usize])
    }

    /// λ, by position, for what each counts of its own per unit.
    ///
    /// # Errors
    /// A loop that consumes at least what it makes.
    pub(super) fn values(&self, components: &ComponentRows, own: &[f64]) -> Result<Vec<f64>, Runaway> {
        let mut values = own.to_vec();
        let mut places = vec![0_u32; own.len()];
        for members in components.iter() {
            let Some(component) = members.first().map(|member| components.of_vertex[*member as usize]) else {
                continue;
            };
            let is_inside = |to: u32| components.of_vertex[to as usize] == component;
            let mut is_loop = members.len() > 1;
            for member in members {
                let below: f64 = self
                    .arcs(*member)
                    .filter(|(to, _)| !is_inside(*to))
                    .map(|(to, coefficient)| coefficient * values[to as usize])
                    .sum();
                is_loop |= self.arcs(*member).any(|(to, _)| to == *member);
                values[*member as usize] += below;
            }
            if !is_loop {
                continue;
            }
            members.iter().zip(0..).for_each(|(member, place)| places[*member as usize] = place);
            let last = members.len() as u32 - 1;
            let mut rows = Rows::with_capacity(members.len());
            for member in members.iter().rev() {
                let inside = self.arcs(*member).filter(|(to, _)| is_inside(*to));
                rows.push_row(inside.map(|(to, coefficient)| (last - places[to as usize], coefficient)));
            }
            let outside: Vec<f64> = members.iter().map(|member| values[*member as usize]).collect();
            let solved = Component::new(rows).embodied(&outside).map_err(|failure| {
                let item = |member: &u32| self.resolution.needs[*member as usize].item;
                let mut items: Vec<_> = members.iter().map(item).collect();
                items.sort_unstable();
                Runaway { items, gain: failure.gain, kind: RunawayKind::Loop }
            })?;
            for (member, value) in members.iter().zip(solved) {
                values[*member as usize] = value;
            }
        }
        Ok(values)
    }
}
