//! Plans and parts that contain themselves: a loop through bills of materials, which no first batch can start.

use super::solve::{Runaway, RunawayKind};
use super::subgraph::Subgraph;
use crate::graph::{Graph, RecipeSource, components_of_rows};

/// Refuses a loop whose every item is a plan or a part that contains the next. Its gain is the product of the quantities
/// round it, and may be below 1: half a press is needed to build a press, but there is no first press.
///
/// # Errors
/// There is one; it is the shortest through the item of the least id.
pub(super) fn refuse_loops(graph: &Graph, sub: &Subgraph) -> Result<(), Runaway> {
    let is_bill = |vertex: u32| {
        let recipe = sub.obtain[vertex as usize].recipe().map(|recipe| graph.recipe(recipe));
        recipe.is_some_and(|recipe| !matches!(recipe.source, RecipeSource::Process(_)))
    };
    if !sub.components.iter().any(|members| sub.is_loop(members) && members.iter().any(|vertex| is_bill(*vertex))) {
        return Ok(());
    }
    let mut first = vec![0_u32];
    let mut targets: Vec<u32> = Vec::new();
    for vertex in 0..sub.items.len() as u32 {
        let arcs = sub.arcs_of(vertex).iter().filter(|arc| is_bill(vertex) && is_bill(arc.to));
        targets.extend(arcs.map(|arc| arc.to));
        first.push(targets.len() as u32);
    }
    let targets_of = |vertex: u32| &targets[first[vertex as usize] as usize..first[vertex as usize + 1] as usize];
    let components = components_of_rows(&first, |arc| targets[arc as usize]);
    let is_loop = |members: &&[u32]| members.len() > 1 || targets_of(members[0]).contains(&members[0]);
    let starts = components
        .iter()
        .filter(is_loop)
        .filter_map(|members| members.iter().copied().min_by_key(|vertex| sub.items[*vertex as usize]));
    let Some(start) = starts.min_by_key(|vertex| sub.items[*vertex as usize]) else { return Ok(()) };
    // Breadth first from the start back to it, inside its component.
    let mut came_from = vec![u32::MAX; sub.items.len()];
    let mut queue = std::collections::VecDeque::from([start]);
    while let Some(vertex) = queue.pop_front() {
        let of = |vertex: u32| components.of_vertex[vertex as usize];
        for to in targets_of(vertex).iter().copied().filter(|to| of(*to) == of(start)) {
            if came_from[to as usize] == u32::MAX {
                came_from[to as usize] = vertex;
                queue.push_back(to);
            }
        }
        if came_from[start as usize] != u32::MAX {
            break;
        }
    }
    let mut path = vec![start];
    let mut gain = 1.0;
    let mut vertex = start;
    loop {
        let before = came_from[vertex as usize];
        if before == u32::MAX {
            break;
        }
        gain *= sub.arcs_of(before).iter().find(|arc| arc.to == vertex).map_or(1.0, |arc| arc.coefficient);
        if before == start {
            break;
        }
        path.push(before);
        vertex = before;
    }
    path[1..].reverse();
    Err(Runaway {
        items: path.into_iter().map(|vertex| sub.items[vertex as usize]).collect(),
        gain,
        kind: RunawayKind::Bill,
    })
}
