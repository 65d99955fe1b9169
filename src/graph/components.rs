//! Strongly connected components, in an order in which they can be solved (Tarjan 1972).
//!
//! With an explicit stack instead of recursion, over arcs in rows as the resolver has them, without a copy: a chain of a
//! million arcs is as good as any.

/// The components of a directed graph; every arc leads from a later component to an earlier one, or stays inside.
#[derive(Debug)]
pub struct Components {
    /// The members of each, in ascending order.
    pub members: Vec<Vec<u32>>,
    /// Which component a vertex is in.
    pub of_vertex: Vec<u32>,
}

/// Components as rows of one table, each in the order in which a walk from the first vertex along the arcs meets its members.
#[derive(Debug, Default)]
pub struct ComponentRows {
    starts: Vec<u32>,
    vertices: Vec<u32>,
    /// Which component a vertex is in.
    pub of_vertex: Vec<u32>,
}

impl ComponentRows {
    /// The components; every arc leads from a later one to an earlier one, or stays inside.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &[u32]> {
        self.starts.windows(2).map(|pair| &self.vertices[pair[0] as usize..pair[1] as usize])
    }
}

/// No number yet.
const NONE: u32 = u32::MAX;

/// Finds the components of a graph whose vertex `v` has the arcs numbered `first_arc[v]..first_arc[v + 1]`; `target` says where
/// an arc leads. Linear.
pub fn components_of_rows(first_arc: &[u32], target: impl Fn(u32) -> u32) -> ComponentRows {
    let count = first_arc.len().saturating_sub(1);
    let mut found =
        ComponentRows { starts: vec![0], vertices: Vec::with_capacity(count), of_vertex: vec![NONE; count] };
    // The order in which vertices are met, and the earliest of those that each is known to lead back to.
    let mut met = vec![NONE; count];
    let mut low = vec![NONE; count];
    let mut met_count = 0;
    let mut path: Vec<(u32, u32)> = Vec::new();
    let mut open: Vec<u32> = Vec::new();
    for start in 0..count as u32 {
        if met[start as usize] != NONE {
            continue;
        }
        path.push((start, first_arc[start as usize]));
        while let Some((vertex, next)) = path.last_mut() {
            let at = *vertex as usize;
            if met[at] == NONE {
                met[at] = met_count;
                low[at] = met_count;
                met_count += 1;
                open.push(*vertex);
            }
            if *next < first_arc[at + 1] {
                let to = target(*next);
                *next += 1;
                if met[to as usize] == NONE {
                    path.push((to, first_arc[to as usize]));
                } else if found.of_vertex[to as usize] == NONE {
                    low[at] = low[at].min(met[to as usize]);
                }
                continue;
            }
            path.pop();
            if let Some((parent, _)) = path.last() {
                low[*parent as usize] = low[*parent as usize].min(low[at]);
            }
            if low[at] == met[at] {
                let number = found.starts.len() as u32 - 1;
                let from = open.iter().rposition(|vertex| *vertex as usize == at).unwrap_or(0);
                for vertex in &open[from..] {
                    found.of_vertex[*vertex as usize] = number;
                }
                found.vertices.extend(open.drain(from..));
                found.starts.push(found.vertices.len() as u32);
            }
        }
    }
    found
}

/// Finds the components of the graph with `vertex_count` vertices and these arcs. Linear, and without recursion.
pub fn components_of(vertex_count: usize, arcs: impl IntoIterator<Item = (u32, u32)>) -> Components {
    let arcs: Vec<(u32, u32)> = arcs.into_iter().collect();
    let mut first = vec![0_u32; vertex_count + 1];
    arcs.iter().for_each(|(from, _)| first[*from as usize + 1] += 1);
    for vertex in 0..vertex_count {
        first[vertex + 1] += first[vertex];
    }
    let mut next = first.clone();
    let mut targets = vec![0_u32; arcs.len()];
    for (from, to) in &arcs {
        targets[next[*from as usize] as usize] = *to;
        next[*from as usize] += 1;
    }
    let rows = components_of_rows(&first, |arc| targets[arc as usize]);
    let sorted = |members: &[u32]| {
        let mut members = members.to_vec();
        members.sort_unstable();
        members
    };
    Components { members: rows.iter().map(sorted).collect(), of_vertex: rows.of_vertex }
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
    fn two_ways_into_a_loop_are_one_loop() {
        let arcs = [(0, 1), (0, 2), (1, 3), (2, 3), (3, 1), (3, 2), (2, 4), (4, 4)];
        let components = components_of(5, arcs);
        assert_eq!(components.members, [vec![4], vec![1, 2, 3], vec![0]]);
    }

    #[test]
    fn a_long_chain_needs_no_stack() {
        let n = 200_000;
        let components = components_of(n, (0..n as u32 - 1).map(|v| (v, v + 1)));
        assert_eq!(components.members.len(), n);
    }
}
