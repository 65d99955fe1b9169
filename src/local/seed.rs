//! Machines that need themselves, directly or by way of each other: the fewest that have to be bought or borrowed before the
//! rest can be built.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::bootstrap::recipes_below;
use super::shop::Shop;
use crate::graph::{ItemIndex, RecipeIndex};

/// Kits that are tried to find one that is smaller: each is the whole graph once more.
const MOST_TRIALS: usize = 400;

/// Machines to have first.
#[derive(Clone, Debug, Default)]
pub(super) struct SeedKit {
    /// Plans, as indices into the catalog, sorted by id.
    pub plans: Vec<usize>,
    /// Whether no smaller kit does; otherwise only that none of these can be left out.
    pub is_least: bool,
}

/// The smallest kit of machines that cannot be built first (they need themselves, or something that nothing here gives), with which all goals can be made that any such kit makes. Exact while the kits that
/// are smaller are few enough to try; else what none can be left out of, the dearest left out first.
pub(super) fn seed_kit(shop: &Shop<'_>, goals: &[ItemIndex]) -> SeedKit {
    let none = SeedKit { plans: Vec::new(), is_least: true };
    let open: Vec<ItemIndex> = goals.iter().copied().filter(|goal| shop.way_to_make(*goal).is_none()).collect();
    let candidates = candidates(shop);
    if open.is_empty() || candidates.is_empty() {
        return none;
    }
    // To buy the last machine of a chain would be a kit too, and no bootstrap: only what cannot be built first is bought.
    let all = shop.with_seed(&candidates);
    let needs = MachineNeeds::among(shop, &all, &candidates);
    let is_seed = |plan: &usize| needs.unmakeable.contains(plan) || !needs.self_loop(*plan).is_empty();
    let (every, candidates) = (candidates.clone(), candidates.into_iter().filter(is_seed).collect::<Vec<usize>>());
    let plans = &shop.catalog.plans;
    let item = |plan: usize| shop.graph.item_index(plans[plan].id.value.as_str());
    let reached: Vec<ItemIndex> = open.into_iter().filter(|goal| all.way_to_make(*goal).is_some()).collect();
    if reached.is_empty() {
        return none;
    }
    let is_enough = |kit: &[usize]| {
        let seeded = shop.with_seed(kit);
        reached.iter().all(|goal| seeded.way_to_make(*goal).is_some())
    };
    let price = |plan: usize| item(plan).and_then(|item| shop.place.import_price(shop.graph, item));
    let dearest_first = |kit: &mut Vec<usize>| {
        kit.sort_by(|a, b| {
            let (a_price, b_price) = (price(*a).unwrap_or(f64::INFINITY), price(*b).unwrap_or(f64::INFINITY));
            b_price.total_cmp(&a_price).then_with(|| plans[*a].id.value.cmp(&plans[*b].id.value))
        });
    };
    // All of them are enough; from there each that can be left out is.
    let mut kit = if is_enough(&candidates) { candidates.clone() } else { every };
    let mut trials = 0;
    dearest_first(&mut kit);
    for plan in kit.clone() {
        let without: Vec<usize> = kit.iter().copied().filter(|other| *other != plan).collect();
        trials += 1;
        if is_enough(&without) {
            kit = without;
        }
    }
    let mut is_least = true;
    let mut cheapest_first = candidates;
    dearest_first(&mut cheapest_first);
    cheapest_first.reverse();
    'sizes: for size in 1..kit.len() {
        for smaller in Combinations::new(cheapest_first.len(), size) {
            if trials >= MOST_TRIALS {
                is_least = false;
                break 'sizes;
            }
            trials += 1;
            let smaller: Vec<usize> = smaller.into_iter().map(|at| cheapest_first[at]).collect();
            if is_enough(&smaller) {
                kit = smaller;
                break 'sizes;
            }
        }
    }
    kit.sort_by(|a, b| plans[*a].id.value.cmp(&plans[*b].id.value));
    SeedKit { plans: kit, is_least }
}

/// Plans of machines that neither stand here nor can be built.
fn candidates(shop: &Shop<'_>) -> Vec<usize> {
    let is_here: BTreeSet<_> = shop.place.machines.iter().map(|machine| &machine.id).collect();
    let plans = shop.catalog.plans.iter().enumerate();
    plans.filter(|(_, plan)| !plan.provides.is_empty() && !is_here.contains(&plan.id.value)).map(|(at, _)| at).collect()
}

/// One step of a loop: a machine's plan takes a recipe that runs on another machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Needs {
    /// The machine that is to be built.
    pub plan: usize,
    /// What of it takes the other.
    pub recipe: RecipeIndex,
    /// The other: index into the catalog's plans.
    pub on: usize,
}

/// Which machines of plans need which, if all of them stood in the shop.
pub(super) struct MachineNeeds {
    /// By plan: what it needs that nothing here covers yet, by the other.
    of: BTreeMap<usize, Vec<Needs>>,
    /// Plans that could not be made even so.
    unmakeable: BTreeSet<usize>,
}

impl MachineNeeds {
    /// Looks at every machine that neither stands in a shop nor can be built there.
    pub(super) fn of(before: &Shop<'_>) -> Self {
        let candidates = candidates(before);
        if candidates.is_empty() {
            return Self { of: BTreeMap::new(), unmakeable: BTreeSet::new() };
        }
        Self::among(before, &before.with_seed(&candidates), &candidates)
    }

    /// The same where `all` is the shop with all `candidates`.
    fn among(before: &Shop<'_>, all: &Shop<'_>, candidates: &[usize]) -> Self {
        let of_id: BTreeMap<_, usize> =
            candidates.iter().map(|plan| (&before.catalog.plans[*plan].id.value, *plan)).collect();
        let (mut of, mut unmakeable) = (BTreeMap::new(), BTreeSet::new());
        for plan in candidates {
            let item = all.graph.item_index(all.catalog.plans[*plan].id.value.as_str());
            let Some(item) = item.filter(|item| all.way_to_make(*item).is_some()) else {
                unmakeable.insert(*plan);
                continue;
            };
            let mut found: BTreeMap<usize, Needs> = BTreeMap::new();
            for recipe in recipes_below(all, item, &mut BTreeSet::new()) {
                for (here, machine) in before.coverage.machines(recipe).zip(all.coverage.machines(recipe)) {
                    // What the shop covers without them is no reason.
                    let on = machine.filter(|_| here.is_none()).map(|machine| &all.place.machines[machine].id);
                    if let Some(on) = on.and_then(|id| of_id.get(id)) {
                        found.entry(*on).or_insert(Needs { plan: *plan, recipe, on: *on });
                    }
                }
            }
            of.insert(*plan, found.into_values().collect());
        }
        Self { of, unmakeable }
    }

    /// The shortest loop by which a machine needs itself: nothing if it does not.
    pub(super) fn self_loop(&self, plan: usize) -> Vec<Needs> {
        let mut came_by: BTreeMap<usize, Needs> = BTreeMap::new();
        let mut queue = VecDeque::from([plan]);
        while let Some(at) = queue.pop_front() {
            for needs in self.of.get(&at).into_iter().flatten() {
                if needs.on == plan {
                    let mut path = vec![*needs];
                    while let Some(earlier) = path.last().and_then(|step| came_by.get(&step.plan)) {
                        path.push(*earlier);
                    }
                    path.reverse();
                    return path;
                }
                came_by.entry(needs.on).or_insert_with(|| {
                    queue.push_back(needs.on);
                    *needs
                });
            }
        }
        Vec::new()
    }
}

/// Every choice of `size` out of `count`, in the order of their numbers.
struct Combinations {
    count: usize,
    next: Option<Vec<usize>>,
}

impl Combinations {
    fn new(count: usize, size: usize) -> Self {
        Self { count, next: (size <= count).then(|| (0..size).collect()) }
    }
}

impl Iterator for Combinations {
    type Item = Vec<usize>;

    fn next(&mut self) -> Option<Vec<usize>> {
        let now = self.next.take()?;
        let size = now.len();
        let place = (0..size).rev().find(|place| now[*place] < self.count - size + place);
        self.next = place.map(|place| {
            let mut next = now.clone();
            next[place] += 1;
            for later in place + 1..size {
                next[later] = next[later - 1] + 1;
            }
            next
        });
        Some(now)
    }
}

#[cfg(test)]
mod tests {
    use super::Combinations;

    #[test]
    fn combinations_are_all_and_in_order() {
        let found: Vec<Vec<usize>> = Combinations::new(4, 2).collect();
        assert_eq!(found, [[0, 1], [0, 2], [0, 3], [1, 2], [1, 3], [2, 3]]);
        assert_eq!(Combinations::new(3, 0).count(), 1);
        assert_eq!(Combinations::new(2, 3).count(), 0);
    }
}
