//! Strongly connected components, in an order in which they can be solved.

use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, NodeIndex};

/// The components of a directed graph; every arc leads from a later component to an earlier one, or stays inside.
#[derive(Debug)]
pub struct Components {
    /// The members of each, in ascending order.
    pub members: Vec<Vec<u32>>,
    /// Which component a vertex is in.
    pub of_vertex: Vec<u32>,
}

/// Finds the components of the graph with `vertex_count` vertices and these arcs. Linear, and without recursion: a chain of
/// a million arcs is as good as any.
pub fn components_of(vertex_count: usize, arcs: impl IntoIterator<Item = (u32, u32)>) -> Components {
    let mut graph: DiGraph<(), (), u32> = DiGraph::with_capacity(vertex_count, 0);
    for _ in 0..vertex_count {
        graph.add_node(());
    }
    for (from, to) in arcs {
        graph.add_edge(NodeIndex::new(from as usize), NodeIndex::new(to as usize), ());
    }
    let mut of_vertex = vec![0; vertex_count];
    let mut members = Vec::new();
    for component in kosaraju_scc(&graph) {
        let mut vertices: Vec<u32> = component.into_iter().map(|node| node.index() as u32).collect();
        vertices.sort_unstable();
        for vertex in &vertices {
            of_vertex[*vertex as usize] = members.len() as u32;
        }
        members.push(vertices);
    }
    Components { members, of_vertex }
}

#[cfg(test)]
mod tests {
    use super::components_of;

    #[test]
    fn arcs_lead_to_earlier_components() {
        let arcs = [(0, 1), (1, 2), (2, 1), (2, 3), (4, 0)];
        let components = components_of(5, arcs);
        assert_eq!(components.members.len(), 4);
        assert_eq!(components.of_vertex[1], components.of_vertex[2]);
        for (from, to) in arcs {
            assert!(components.of_vertex[from as usize] >= components.of_vertex[to as usize]);
        }
    }

    #[test]
    fn a_long_chain_needs_no_stack() {
        let n = 200_000;
        let components = components_of(n, (0..n as u32 - 1).map(|v| (v, v + 1)));
        assert_eq!(components.members.len(), n);
    }
}
