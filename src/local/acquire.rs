//! The way from blocked to reachable: the smallest set of things to get, and how sure that is.
//!
//! An acquisition is one capability at an envelope, people of one skill, a permission, a supply of power, free floor, a
//! resource, or leave to import one item; never the plan itself, nor a part that nobody sells. The smallest set is found by
//! implicit hitting sets (Reiter 1987; Davies and Bacchus 2011): a cheapest set that hits all cuts known so far is tried; where
//! it does not suffice it is widened as far as it does not, and one of what is then still left out must be in every solution:
//! a new cut. That ends with a set that is smallest. Where it takes too long, what a derivation uses is pruned until nothing
//! can be spared, and the answer says that it is not exact. Of sets of one size, what lets the machines that are here work goes
//! before a machine, and a machine before a resource or an import.

use std::collections::BTreeSet;

use super::fit::{is_same_or_below, misfits, widest};
use super::grant::Grant;
use super::hitting::cheapest;
use super::shop::Shop;
use super::system::{Fact, FactIndex, Need, State, System};
use crate::catalog::ItemOwner;
use crate::graph::{Bound, ItemIndex};
use crate::model::{EquipmentKind, Id, Origin};

/// What one acquisition costs, beside the small differences between kinds.
const ONE: u64 = 1000;
/// Steps of chaining before the search for the smallest set is given up.
const EXACT_STEPS: u64 = 3_000_000;
/// Cuts before it is.
const CUTS: usize = 300;
/// Steps of chaining that pruning may take.
const PRUNING_STEPS: u64 = 20_000_000;

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

/// Where something is to be had, and for how much.
#[derive(Clone, Debug, PartialEq)]
pub struct Source {
    /// A machine of another facility, a plan, or the item itself.
    pub from: String,
    /// In the graph's currency: of one machine, or of one unit of an item.
    pub price: f64,
}

/// Something that could be granted, and the facts that it makes hold.
struct Atom {
    grant: Grant,
    facts: Vec<FactIndex>,
    cost: u64,
}

/// The smallest set of acquisitions that lets a blocked item be made; `None` if none does.
pub(super) fn acquisitions(shop: &Shop<'_>, root: ItemIndex) -> Option<Acquisitions> {
    let system = System::around(shop, [root]);
    let targets: Vec<FactIndex> =
        shop.graph.item(root).recipes.iter().filter_map(|recipe| system.recipe(*recipe)).collect();
    let atoms = atoms(shop, &system, root);
    let problem = Problem { system: &system, targets: &targets, atoms: &atoms };
    let all: Vec<usize> = (0..atoms.len()).collect();
    problem.reached(&problem.granted(&all))?;
    let (set, exact) = match problem.smallest() {
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
    fn smallest(&self) -> Option<Vec<usize>> {
        let costs: Vec<u64> = self.atoms.iter().map(|atom| atom.cost).collect();
        // What is imported is tried last, so that it is left out first: cuts that name imports are hit by many.
        let mut order: Vec<usize> = (0..self.atoms.len()).collect();
        order.sort_by_key(|atom| (costs[*atom], *atom));
        let mut cuts: Vec<Vec<usize>> = Vec::new();
        let mut steps = 0;
        while steps < EXACT_STEPS && cuts.len() < CUTS {
            let set = cheapest(&cuts, &costs)?;
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

/// All that could be granted.
fn atoms(shop: &Shop<'_>, system: &System, root: ItemIndex) -> Vec<Atom> {
    let mut atoms = Vec::new();
    let (mut capabilities, mut skills, mut permissions) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    let (mut power_w, mut floor_m2, mut most_people) = (None::<f64>, None::<f64>, 1);
    for lack in &system.needs {
        match lack {
            Need::Machine(capability, _) => drop(capabilities.insert(capability)),
            Need::Skill(skill, people) => {
                skills.insert(skill);
                most_people = most_people.max(*people);
            }
            Need::Permission(permission) => drop(permissions.insert(permission)),
            Need::Power(watts) => power_w = Some(power_w.map_or(*watts, |known| known.max(*watts))),
            Need::Floor(area_m2) => floor_m2 = Some(floor_m2.map_or(*area_m2, |known| known.max(*area_m2))),
        }
    }
    let mut grants: Vec<Grant> = Vec::new();
    grants.extend(capabilities.into_iter().map(|capability| {
        let needs = system.needs.iter().filter_map(|lack| match lack {
            Need::Machine(needed, bounds) if is_same_or_below(capability.as_str(), needed.as_str()) => {
                Some(&bounds[..])
            }
            _ => None,
        });
        Grant::Capability { capability: capability.clone(), envelope: widest(needs) }
    }));
    grants.extend(skills.into_iter().map(|skill| Grant::Skill { skill: skill.clone(), people: most_people }));
    grants.extend(permissions.into_iter().cloned().map(Grant::Permission));
    grants.extend(power_w.map(Grant::Power));
    grants.extend(floor_m2.map(Grant::Floor));
    for grant in grants {
        let facts = needs_met(shop, system, &grant);
        let extra = u64::from(matches!(grant, Grant::Capability { .. }));
        atoms.push(Atom { grant, facts, cost: ONE + extra });
    }
    let mut items: Vec<(ItemIndex, FactIndex)> = Vec::new();
    items.extend(system.facts.iter().zip(0..).filter_map(|(fact, index)| match fact {
        Fact::Item(item) if *item != root => Some((*item, index)),
        _ => None,
    }));
    items.sort_unstable();
    for (item, fact) in items {
        if let Some((grant, extra)) = grant_of_item(shop, item) {
            atoms.push(Atom { grant, facts: vec![fact], cost: ONE + extra });
        }
    }
    atoms
}

/// How an item could be had from outside, and how little that is liked; `None` for a part.
pub(super) fn grant_of_item(shop: &Shop<'_>, item: ItemIndex) -> Option<(Grant, u64)> {
    let known = shop.graph.item(item);
    match known.owner {
        ItemOwner::Part { .. } => None,
        _ if known.origin == Some(Origin::Raw) => Some((Grant::Resource(item), 2)),
        ItemOwner::Material(_) if known.recipes.is_empty() => Some((Grant::Import(item), 3)),
        ItemOwner::Material(_) => Some((Grant::Import(item), 4)),
        ItemOwner::Plan(_) => Some((Grant::Import(item), 5)),
    }
}

/// The needs of a system that a grant meets by itself, as facts; for an item, the item.
pub(super) fn needs_met(shop: &Shop<'_>, system: &System, grant: &Grant) -> Vec<FactIndex> {
    let is_met = |lack: &Need| match (grant, lack) {
        (Grant::Capability { capability, envelope }, Need::Machine(needed, bounds)) => {
            is_same_or_below(capability.as_str(), needed.as_str()) && misfits(bounds, envelope).next().is_none()
        }
        (Grant::Skill { skill, people }, Need::Skill(needed, at_once)) => {
            // Where the skill is there, and only hands are missing, those of anybody will do.
            let has_skill = shop.place.people_of(needed).is_some();
            (has_skill || is_same_or_below(skill.as_str(), needed.as_str()))
                && f64::from(*at_once) <= shop.place.people_in_all() + f64::from(*people)
        }
        (Grant::Permission(held), Need::Permission(needed)) => is_same_or_below(held.as_str(), needed.as_str()),
        (Grant::Power(held), Need::Power(needed)) | (Grant::Floor(held), Need::Floor(needed)) => needed <= held,
        _ => false,
    };
    if let Grant::Resource(item) | Grant::Import(item) = grant {
        return system.item(*item).into_iter().collect();
    }
    let met = system.needs.iter().enumerate().filter(|(_, lack)| is_met(lack));
    met.map(|(number, _)| system.need(number)).collect()
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

/// Where the cheapest is to be had that has a price: a machine that another facility has, one that a plan makes, an item.
fn cheapest_source(shop: &Shop<'_>, grant: &Grant) -> Option<Source> {
    match grant {
        Grant::Resource(item) | Grant::Import(item) => {
            let price = shop.place.import_price(shop.graph, *item)?;
            Some(Source { from: shop.graph.item(*item).id.to_string(), price })
        }
        Grant::Capability { capability, envelope } => {
            let mut sources = shop.machines_for_sale(capability, envelope);
            sources.sort_by(|a, b| a.price.total_cmp(&b.price).then_with(|| a.from.cmp(&b.from)));
            sources.into_iter().next()
        }
        _ => None,
    }
}

impl Shop<'_> {
    /// Machines that cover a need and have a price: of other facilities, and of plans.
    fn machines_for_sale(&self, capability: &Id, envelope: &[Bound]) -> Vec<Source> {
        let covers = |offers: &[super::facility::Offer]| {
            offers.iter().any(|offer| {
                is_same_or_below(offer.capability.as_str(), capability.as_str())
                    && misfits(envelope, &offer.bounds).next().is_none()
            })
        };
        let mut sources = Vec::new();
        for (number, facility) in self.catalog.facilities.iter().enumerate() {
            for equipment in facility.equipment.iter().filter(|_| number != self.place.facility) {
                let EquipmentKind::Described { id, provides, price: Some(price), power, .. } = &equipment.kind else {
                    continue;
                };
                if !provides.iter().any(|one| is_same_or_below(one.capability.value.as_str(), capability.as_str())) {
                    continue;
                }
                let offers = super::facility::offers(self.catalog, provides, power.as_ref());
                let price = self.place.money(self.graph, &price.value).filter(|_| covers(&offers));
                sources
                    .extend(price.map(|price| Source { from: format!("{}: {}", facility.id.value, id.value), price }));
            }
        }
        for (item, machine) in self.buildable().iter().filter(|(_, machine)| covers(&machine.offers)) {
            let price = self.place.import_price(self.graph, *item);
            sources.extend(price.map(|price| Source { from: machine.id.to_string(), price }));
        }
        sources
    }
}
