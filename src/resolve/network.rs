//! A space under one policy: who takes how much of what, in components, and the values that follow.
//!
//! With `a[i][j]` what one unit of `i` takes of `j`, the values of whatever `c` counts per unit solve `λ = c + a λ`. A
//! component has a finite, non-negative answer for every `c` if and only if it makes more than it consumes
//! ([`super::component`]).

use super::component::Component;
use super::space::{Policy, Space};
use super::sweep::Rows;
use crate::graph::components_of;

/// Vertices of a space and what they take of each other.
#[derive(Debug)]
pub(super) struct Network {
    /// By position: the vertex of the space.
    vertices: Vec<u32>,
    first_arc: Vec<u32>,
    /// (position, amount per unit).
    arcs: Vec<(u32, f64)>,
    /// By position, consumed ones before their consumers.
    components: Vec<Vec<u32>>,
}

impl Network {
    /// The network of some vertices, ascending; what they take of others is left out.
    pub(super) fn of(space: &Space, policy: &Policy, vertices: Vec<u32>) -> Self {
        let mut position = vec![super::space::NONE; space.items.len()];
        for (number, vertex) in vertices.iter().enumerate() {
            position[*vertex as usize] = number as u32;
        }
        let mut network = Self { vertices, first_arc: vec![0], arcs: Vec::new(), components: Vec::new() };
        for vertex in &network.vertices {
            let taken = space.taken(policy, *vertex).map(|(to, amount)| (position[to as usize], amount));
            network.arcs.extend(taken.filter(|(to, _)| *to != super::space::NONE));
            network.first_arc.push(network.arcs.len() as u32);
        }
        let arcs = (0..network.vertices.len())
            .flat_map(|from| network.arcs_of(from).iter().map(move |arc| (from as u32, arc.0)));
        network.components = components_of(network.vertices.len(), arcs).members;
        network
    }

    /// The network of all that a vertex needs.
    pub(super) fn below(space: &Space, policy: &Policy, root: u32) -> Self {
        let mut is_in = vec![false; space.items.len()];
        is_in[root as usize] = true;
        let mut found = vec![root];
        let mut next = 0;
        while let Some(vertex) = found.get(next).copied() {
            next += 1;
            for (to, _) in space.taken(policy, vertex) {
                if !std::mem::replace(&mut is_in[to as usize], true) {
                    found.push(to);
                }
            }
        }
        found.sort_unstable();
        Self::of(space, policy, found)
    }

    fn arcs_of(&self, position: usize) -> &[(u32, f64)] {
        &self.arcs[self.first_arc[position] as usize..self.first_arc[position + 1] as usize]
    }

    /// How many arcs there are: what a solve costs.
    pub(super) fn size(&self) -> usize {
        self.arcs.len() + self.vertices.len()
    }

    /// The components that consume at least what they make, as vertices of the space.
    pub(super) fn runaways(&self) -> Vec<Vec<u32>> {
        let is_bad = |members: &&Vec<u32>| {
            let one_each = vec![1.0; members.len()];
            self.is_loop(members) && self.solve_component(members, &one_each).is_none()
        };
        self.components.iter().filter(is_bad).map(|members| self.named(members)).collect()
    }

    /// λ, by vertex of the space, for what each itself counts; 0 for vertices outside.
    ///
    /// # Errors
    /// The vertices of a component that consumes at least what it makes.
    pub(super) fn values(&self, own: impl Fn(u32) -> f64, length: usize) -> Result<Vec<f64>, Vec<u32>> {
        let mut value: Vec<f64> = vec![0.0; self.vertices.len()];
        for members in &self.components {
            for member in members {
                let outside =
                    self.arcs_of(*member as usize).iter().filter(|(to, _)| members.binary_search(to).is_err());
                let below: f64 = outside.map(|(to, amount)| amount * value[*to as usize]).sum();
                value[*member as usize] = below + own(self.vertices[*member as usize]);
            }
            if self.is_loop(members) {
                let outside: Vec<f64> = members.iter().map(|member| value[*member as usize]).collect();
                let solved = self.solve_component(members, &outside).ok_or_else(|| self.named(members))?;
                for (member, solved) in members.iter().zip(solved) {
                    value[*member as usize] = solved;
                }
            }
        }
        let mut by_vertex = vec![0.0; length];
        for (vertex, value) in self.vertices.iter().zip(value) {
            by_vertex[*vertex as usize] = value;
        }
        Ok(by_vertex)
    }

    fn named(&self, members: &[u32]) -> Vec<u32> {
        members.iter().map(|member| self.vertices[*member as usize]).collect()
    }

    fn is_loop(&self, members: &[u32]) -> bool {
        members.len() > 1
            || members.iter().any(|member| self.arcs_of(*member as usize).iter().any(|arc| arc.0 == *member))
    }

    /// `λ = c + a λ` inside one component; `None` if it has no finite answer.
    fn solve_component(&self, members: &[u32], c: &[f64]) -> Option<Vec<f64>> {
        let last = members.len() - 1;
        let mut rows = Rows::with_capacity(members.len());
        for member in members.iter().rev() {
            let inside = self.arcs_of(*member as usize).iter();
            rows.push_row(
                inside.filter_map(|(to, amount)| Some(((last - members.binary_search(to).ok()?) as u32, *amount))),
            );
        }
        Component::new(rows).embodied(c).ok()
    }
}
