//! The cheapest set that has a member in common with each of some sets: branch and bound.
//!
//! Branches on the smallest set that is not hit yet, each member in turn, those before it ruled out. What is left to pay is
//! bounded from below by sets that have no member in common: each costs its cheapest member at least.

struct Search<'s> {
    sets: &'s [Vec<usize>],
    costs: &'s [u64],
    best: Option<(u64, Vec<usize>)>,
    /// Nodes that may still be looked at.
    nodes: &'s mut usize,
}

/// The cheapest hitting set, sorted; of several that cost the same the first that is found, which is the same every time. `None`
/// if a set is empty, or the search looks at more than `nodes`, which counts down.
pub(super) fn cheapest(sets: &[Vec<usize>], costs: &[u64], nodes: &mut usize) -> Option<Vec<usize>> {
    let mut search = Search { sets, costs, best: None, nodes };
    let mut excluded = vec![false; costs.len()];
    let is_finished = search.branch(&mut Vec::new(), &mut excluded, 0);
    let (_, mut set) = search.best.filter(|_| is_finished)?;
    set.sort_unstable();
    Some(set)
}

impl Search<'_> {
    /// `false` if the search is given up.
    fn branch(&mut self, chosen: &mut Vec<usize>, excluded: &mut [bool], cost: u64) -> bool {
        if *self.nodes == 0 {
            return false;
        }
        *self.nodes -= 1;
        let open: Vec<Vec<usize>> = self
            .sets
            .iter()
            .filter(|set| !set.iter().any(|member| chosen.contains(member)))
            .map(|set| set.iter().copied().filter(|member| !excluded[*member]).collect())
            .collect();
        let Some(least) = open.iter().min_by_key(|set| set.len()) else {
            if self.best.as_ref().is_none_or(|(known, _)| cost < *known) {
                self.best = Some((cost, chosen.clone()));
            }
            return true;
        };
        let Some(bound) = self.bound(&open) else { return true };
        if self.best.as_ref().is_some_and(|(known, _)| cost + bound >= *known) {
            return true;
        }
        let mut members = least.clone();
        members.sort_by_key(|member| (self.costs[*member], *member));
        let mut is_finished = true;
        for member in &members {
            chosen.push(*member);
            is_finished = is_finished && self.branch(chosen, excluded, cost + self.costs[*member]);
            chosen.pop();
            excluded[*member] = true;
        }
        members.iter().for_each(|member| excluded[*member] = false);
        is_finished
    }

    /// What hitting the open sets costs at least; `None` if one of them cannot be hit.
    fn bound(&self, open: &[Vec<usize>]) -> Option<u64> {
        let mut order: Vec<&Vec<usize>> = open.iter().collect();
        order.sort_by_key(|set| set.len());
        let mut taken: Vec<usize> = Vec::new();
        let mut bound = 0;
        for set in order {
            let least = set.iter().map(|member| self.costs[*member]).min()?;
            if !set.iter().any(|member| taken.contains(member)) {
                taken.extend(set);
                bound += least;
            }
        }
        Some(bound)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::cheapest;

    const NODES: usize = 10_000;

    #[test]
    fn an_empty_set_cannot_be_hit_and_nothing_hits_no_sets() {
        assert_eq!(cheapest(&[vec![]], &[1], &mut NODES.clone()), None);
        assert_eq!(cheapest(&[], &[1], &mut NODES.clone()), Some(vec![]));
        assert_eq!(cheapest(&[vec![0, 1], vec![1, 2], vec![2, 0]], &[3, 1, 1], &mut NODES.clone()), Some(vec![1, 2]));
    }

    proptest! {
        #[test]
        fn it_costs_what_the_best_of_all_subsets_costs(
            sets in proptest::collection::vec(proptest::collection::btree_set(0..7_usize, 1..4), 0..8),
            costs in proptest::collection::vec(1..5_u64, 7),
        ) {
            let sets: Vec<Vec<usize>> = sets.into_iter().map(|set| set.into_iter().collect()).collect();
            let cost = |set: &[usize]| set.iter().map(|member| costs[*member]).sum::<u64>();
            let subsets = (0..1_u32 << 7).map(|bits| (0..7).filter(|at| bits >> at & 1 == 1).collect::<Vec<usize>>());
            let hitting = subsets.filter(|subset| sets.iter().all(|set| set.iter().any(|member| subset.contains(member))));
            let least = hitting.map(|subset| cost(&subset)).min();
            let found = cheapest(&sets, &costs, &mut NODES.clone());
            prop_assert_eq!(found.as_deref().map(cost), least);
        }
    }
}
