//! The way from blocked to reachable: the smallest set of things to get, and how sure that is.
//!
//! An acquisition is one capability at an envelope, people of one skill, a permission, a supply of power, free floor, a
//! resource, or leave to import one item; never the plan itself, nor a part that nobody sells. The smallest set is found by
//! implicit hitting sets (Reiter 1987; Davies and Bacchus 2011): a cheapest set that hits all cuts known so far is tried; where
//! it does not suffice it is widened as far as it does not, and one of what is then still left out must be in every solution:
//! a new cut. That ends with a set that is smallest. Where it takes too long, what a derivation uses is pruned until nothing
//! can be spared, and the answer says that it is not exact. Of sets of one size, what lets the machines that are here work goes
//! before a machine, and a machine before a resource or an import. Stock is taken to suffice for what becomes possible.

use std::collections::BTreeSet;

use super::atom::{Atom, atoms};
use super::fit::widest;
use super::grant::Grant;
use super::hitting::cheapest;
use super::shop::Shop;
use super::source::{Source, cheapest_source};
use super::system::{Fact, FactIndex, Need, State, System};
use crate::graph::{Bound, ItemIndex};
use crate::model::Id;

/// Steps of chaining that pruning may take.
const PRUNING_STEPS: u64 = 20_000_000;

/// When the search for the smallest set is given up.
#[derive(Clone, Copy, Debug)]
pub(super) struct Patience {
    /// Steps of chaining.
    pub steps: u64,
    /// Cuts.
    pub cuts: usize,
    /// Nodes of the search for hitting sets, over all cuts.
    pub nodes: usize,
}

impl Patience {
    /// About a tenth of a second.
    pub const USUAL: Self = Self { steps: 3_000_000, cuts: 300, nodes: 10_000 };
}

/// What turns blocked into reachable.
#[derive(Clone, Debug, PartialEq)]
pub struct Acquisitions {
    /// Whether no smaller set does.
    pub exact: bool,
    /// What to get; sorted by kind, then name.
    pub set: Vec<Acquisition>,
}

/// One thing to get.
#[derive(Clone, Debug, PartialEq)]
pub struct Acquisition {
    /// What.
    pub grant: Grant,
    /// The recipes that would use it, sorted.
    pub needed_by: Vec<Id>,
    /// Where the cheapest is to be had that anybody priced.
    pub cheapest: Option<Source>,
}

/// The smallest set of acquisitions that lets a blocked item be made; `None` if none does.
pub(super) fn acquisitions(shop: &Shop<'_>, root: ItemIndex, patience: Patience) -> Option<Acquisitions> {
    let system = System::around(shop, [root]);
    let makers = shop.graph.item(root).recipes.iter();
    let makers = makers.filter(|recipe| shop.graph.recipe(**recipe).output_of(root) > 0.0);
    let targets: Vec<FactIndex> = makers.filter_map(|recipe| system.recipe(*recipe)).collect();
    let atoms = atoms(shop, &system, root);
    let problem = Problem { system: &system, targets: &targets, atoms: &atoms };
    let all: Vec<usize> = (0..atoms.len()).collect();
    problem.reached(&problem.granted(&all))?;
    let (set, exact) = match problem.smallest(patience) {
        Some(set) => (set, true),
        None => (problem.pruned(), false),
    };
    let state = problem.granted(&set);
    let used = problem.derivation(&state)?;
    let mut set: Vec<Acquisition> =
        set.into_iter().map(|atom| acquisition(shop, &system, &state, &used, &atoms[atom])).collect();
    set.sort_by_cached_key(|acquisition| (acquisition.grant.kind(), acquisition.grant.what(shop.graph)));
    Some(Acquisitions { exact, set })
}

struct Problem<'p> {
    system: &'p System,
    targets: &'p [FactIndex],
    atoms: &'p [Atom],
}

impl Problem<'_> {
    fn granted(&self, set: &[usize]) -> State {
        let mut state = self.system.start();
        set.iter().for_each(|atom| self.system.grant(&mut state, &self.atoms[*atom].facts));
        state
    }

    /// The target that is reached.
    fn reached(&self, state: &State) -> Option<FactIndex> {
        self.targets.iter().copied().find(|target| state.holds(*target))
    }

    /// `None` where the search is too long.
    fn smallest(&self, patience: Patience) -> Option<Vec<usize>> {
        let costs: Vec<u64> = self.atoms.iter().map(|atom| atom.cost).collect();
        // What is imported is tried last, so that it is left out first: cuts that name imports are hit by many.
        let mut order: Vec<usize> = (0..self.atoms.len()).collect();
        order.sort_by_key(|atom| (costs[*atom], *atom));
        let mut cuts: Vec<Vec<usize>> = Vec::new();
        let (mut steps, mut nodes) = (0, patience.nodes);
        while steps < patience.steps && cuts.len() < patience.cuts {
            let set = cheapest(&cuts, &costs, &mut nodes)?;
            let mut state = self.granted(&set);
            if self.reached(&state).is_some() {
                return Some(set);
            }
            let mut cut = Vec::new();
            for atom in &order {
                let before = state.trail().len();
                self.system.grant(&mut state, &self.atoms[*atom].facts);
                if self.reached(&state).is_some() {
                    self.system.take_back(&mut state, before);
                    cut.push(*atom);
                }
            }
            steps += state.steps + self.system.rule_count() as u64;
            cuts.push(cut);
        }
        None
    }

    /// Of what two derivations use, one that makes most things and one that imports most, the smaller once nothing more can be
    /// spared from it.
    fn pruned(&self) -> Vec<usize> {
        let by_cost = |imports_first: bool| {
            let mut order: Vec<usize> = (0..self.atoms.len()).collect();
            order.sort_by_key(|atom| (self.atoms[*atom].cost, *atom));
            if imports_first {
                order.reverse();
            }
            order
        };
        let sets = [by_cost(true), by_cost(false)].map(|order| self.pruned_from(&order));
        let least = sets.into_iter().min_by_key(|set| set.iter().map(|atom| self.atoms[*atom].cost).sum::<u64>());
        least.unwrap_or_default()
    }

    fn pruned_from(&self, order: &[usize]) -> Vec<usize> {
        let mut state = self.system.start();
        for atom in order {
            if self.reached(&state).is_none() {
                self.system.grant(&mut state, &self.atoms[*atom].facts);
            }
        }
        let used = self.derivation(&state).unwrap_or_default();
        let is_used = |atom: &&usize| self.atoms[**atom].facts.iter().any(|fact| used.contains(fact));
        let mut set: Vec<usize> = order.iter().filter(is_used).copied().collect();
        let mut steps = 0;
        for atom in set.clone().into_iter().rev() {
            if steps > PRUNING_STEPS {
                break;
            }
            let rest: Vec<usize> = set.iter().copied().filter(|other| *other != atom).collect();
            let state = self.granted(&rest);
            steps += state.steps + self.system.rule_count() as u64;
            if self.reached(&state).is_some() {
                set = rest;
            }
        }
        set
    }

    /// The facts that a derivation of the target uses.
    fn derivation(&self, state: &State) -> Option<BTreeSet<FactIndex>> {
        let target = self.reached(state)?;
        let mut used = BTreeSet::from([target]);
        let mut open = vec![target];
        while let Some(fact) = open.pop() {
            open.extend(self.system.because(state, fact).iter().filter(|below| used.insert(**below)));
        }
        Some(used)
    }
}

/// An acquisition, as far as a derivation uses it.
fn acquisition(
    shop: &Shop<'_>,
    system: &System,
    state: &State,
    used: &BTreeSet<FactIndex>,
    atom: &Atom,
) -> Acquisition {
    let own: Vec<FactIndex> = atom.facts.iter().copied().filter(|fact| used.contains(fact)).collect();
    let lacks = own.iter().filter_map(|fact| match system.facts[*fact as usize] {
        Fact::Need(need) => Some(&system.needs[need]),
        _ => None,
    });
    let greatest = |level: fn(&Need) -> Option<f64>| lacks.clone().filter_map(level).reduce(f64::max);
    let grant = match &atom.grant {
        Grant::Capability { capability, .. } => {
            let bounds = lacks.clone().filter_map(|lack| match lack {
                Need::Machine(_, bounds) => Some(&bounds[..]),
                _ => None,
            });
            let bounds: Vec<&[Bound]> = bounds.collect();
            Grant::Capability { capability: capability.clone(), envelope: widest(bounds) }
        }
        Grant::Skill { skill, .. } => {
            let at_once = greatest(|lack| match lack {
                Need::Skill(_, people) => Some(f64::from(*people)),
                _ => None,
            });
            let more = (at_once.unwrap_or(1.0) - shop.place.people_in_all()).max(1.0);
            Grant::Skill { skill: skill.clone(), people: more.ceil() as u32 }
        }
        Grant::Power(all) => Grant::Power(
            greatest(|lack| match lack {
                Need::Power(watts) => Some(*watts),
                _ => None,
            })
            .unwrap_or(*all),
        ),
        Grant::Floor(all) => Grant::Floor(
            greatest(|lack| match lack {
                Need::Floor(area_m2) => Some(*area_m2),
                _ => None,
            })
            .unwrap_or(*all),
        ),
        other => other.clone(),
    };
    let uses = |fact: &FactIndex| {
        let body = system.because(state, *fact).iter();
        let mut below = body.flat_map(|fact| match system.facts[*fact as usize] {
            Fact::Line(_) => system.because(state, *fact),
            _ => std::slice::from_ref(fact),
        });
        below.any(|fact| own.contains(fact))
    };
    let needed_by: BTreeSet<Id> = used
        .iter()
        .filter(|fact| uses(fact))
        .filter_map(|fact| match system.facts[*fact as usize] {
            Fact::Recipe(recipe) => Some(shop.graph.recipe(recipe).id.clone()),
            _ => None,
        })
        .collect();
    Acquisition { cheapest: cheapest_source(shop, &grant), grant, needed_by: needed_by.into_iter().collect() }
}
