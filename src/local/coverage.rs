//! Which machine covers which operation, and from which stage on a recipe can be run.

use std::collections::{BTreeMap, HashMap};

use super::facility::{Offer, Place};
use crate::graph::{Bound, BoundValue, Graph, OperationNeed, RecipeIndex};
use crate::model::Fits;

/// The stage of what is never had.
pub const NEVER: u32 = u32::MAX;

/// Relative difference below which two numbers are the same: `1/2 in` is `12.7 mm`.
const TOLERANCE: f64 = 1e-9;

/// What a need asks and an offer does not give.
#[derive(Clone, Copy, Debug)]
pub struct Misfit<'a> {
    /// What is asked.
    pub need: &'a Bound,
    /// What is offered; `None` if the equipment does not state it.
    pub offer: Option<&'a Bound>,
}

/// Whether what `offered` names is `needed` or a special case of it: `welding/mig` covers `welding`.
pub fn is_same_or_below(offered: &str, needed: &str) -> bool {
    offered.strip_prefix(needed).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// What keeps an offer from covering a need; nothing if it does. Every parameter of the need is held against the offer's of
/// the same name by the rule of the *needed* capability; what the offer does not state fits nothing.
pub fn misfits<'a>(need: &'a [Bound], offer: &'a [Bound]) -> impl Iterator<Item = Misfit<'a>> {
    need.iter().filter_map(|need| {
        let stated = offer.iter().find(|bound| bound.parameter == need.parameter && !bound.values.is_empty());
        let fits = stated.is_some_and(|offer| fits(need, offer));
        (!fits).then_some(Misfit { need, offer: stated })
    })
}

/// Whether one bound fits another, by the need's rule. Of several needed words any will do (`one-of`); several needed
/// numbers all have to fit. A need that could not be read fits nothing.
pub fn fits(need: &Bound, offer: &Bound) -> bool {
    if need.values.is_empty() {
        return false;
    }
    let offered = |needed: &BoundValue| offer.values.iter().any(|value| is_same(needed, value));
    match need.fits {
        Fits::AtMost => greatest(need).zip(greatest(offer)).is_some_and(|(n, o)| n <= o + slack(n, o)),
        Fits::AtLeast => least(need).zip(least(offer)).is_some_and(|(n, o)| n >= o - slack(n, o)),
        Fits::OneOf => need.values.iter().any(offered),
        Fits::Equal => need.values.iter().all(offered),
    }
}

/// The greatest number among a bound's values, in SI.
pub fn greatest(bound: &Bound) -> Option<f64> {
    numbers(bound).reduce(f64::max)
}

/// The least number among a bound's values, in SI.
pub fn least(bound: &Bound) -> Option<f64> {
    numbers(bound).reduce(f64::min)
}

fn numbers(bound: &Bound) -> impl Iterator<Item = f64> {
    bound.values.iter().filter_map(|value| match value {
        BoundValue::Number { si, .. } => Some(*si),
        BoundValue::Word(_) => None,
    })
}

fn slack(a: f64, b: f64) -> f64 {
    TOLERANCE * a.abs().max(b.abs())
}

/// Whether two values are the same word, or the same number however it is written.
pub fn is_same(a: &BoundValue, b: &BoundValue) -> bool {
    match (a, b) {
        (BoundValue::Number { si: a, .. }, BoundValue::Number { si: b, .. }) => (a - b).abs() <= slack(*a, *b),
        (BoundValue::Word(a), BoundValue::Word(b)) => a == b,
        _ => false,
    }
}

/// For every operation the machine that does it, for every recipe the stage from which it can be run.
#[derive(Clone, Debug)]
pub struct Coverage {
    /// Where each recipe's operations start; one longer than the recipes.
    first_operation: Vec<u32>,
    /// By operation: index into [`Place::machines`].
    machine: Vec<Option<u32>>,
    /// By recipe: 0 if what stands here is enough, [`NEVER`] if nothing is.
    stage: Vec<u32>,
}

impl Coverage {
    /// What the machines that stand here cover. Linear in the graph: offers are found by the names of what they cover.
    pub fn of(graph: &Graph, place: &Place) -> Self {
        let mut first_operation = vec![0_u32];
        first_operation.extend(graph.recipes.iter().scan(0_u32, |sum, recipe| {
            *sum += recipe.operations.len() as u32;
            Some(*sum)
        }));
        let operation_count = first_operation.last().map_or(0, |count| *count as usize);
        let stage = vec![NEVER; graph.recipes.len()];
        let mut coverage = Self { first_operation, machine: vec![None; operation_count], stage };
        coverage.extend(graph, place, 0);
        coverage
    }

    /// Lets the machines of a stage cover what none before covers; gives the recipes that can be run from now on. Of several
    /// machines that could, the one with the most hours a week takes an operation, then the first by id.
    pub fn extend(&mut self, graph: &Graph, place: &Place, stage: u32) -> Vec<RecipeIndex> {
        let mut offers: HashMap<&str, Vec<(u32, &Offer)>> = HashMap::new();
        let mut order: Vec<usize> =
            (0..place.machines.len()).filter(|index| place.machines[*index].stage == stage).collect();
        order.sort_by(|a, b| {
            let (a, b) = (&place.machines[*a], &place.machines[*b]);
            b.hours_per_week.total_cmp(&a.hours_per_week).then_with(|| a.id.cmp(&b.id))
        });
        for index in order {
            for offer in place.machines[index].offers.iter().filter(|offer| !place.overloads(offer)) {
                for name in self_and_above(offer.capability.as_str()) {
                    offers.entry(name).or_default().push((index as u32, offer));
                }
            }
        }
        let cover = |need: &OperationNeed| {
            let candidates = offers.get(need.capability_id.as_str())?;
            let covers = |offer: &Offer| misfits(&need.bounds, &offer.bounds).next().is_none();
            candidates.iter().find(|(_, offer)| covers(offer)).map(|(machine, _)| *machine)
        };
        let mut runnable = Vec::new();
        for index in graph.recipe_indices() {
            let at = index.0 as usize;
            if self.stage[at] != NEVER {
                continue;
            }
            let operations = &graph.recipe(index).operations;
            let first = self.first_operation[at] as usize;
            let mut is_runnable = true;
            for (machine, need) in self.machine[first..].iter_mut().zip(operations) {
                if machine.is_none() {
                    *machine = cover(need);
                }
                is_runnable &= machine.is_some() && need.skill.as_ref().is_none_or(|skill| place.has_skill(skill));
            }
            if is_runnable {
                self.stage[at] = stage;
                runnable.push(index);
            }
        }
        runnable
    }

    /// The stage from which a recipe can be run.
    pub fn stage(&self, recipe: RecipeIndex) -> u32 {
        self.stage[recipe.0 as usize]
    }

    /// The machine of each operation of a recipe, in order, as indices into [`Place::machines`].
    pub fn machines(&self, recipe: RecipeIndex) -> impl Iterator<Item = Option<usize>> {
        let at = recipe.0 as usize;
        let range = self.first_operation[at] as usize..self.first_operation[at + 1] as usize;
        self.machine[range].iter().map(|machine| machine.map(|machine| machine as usize))
    }
}

fn self_and_above(capability: &str) -> impl Iterator<Item = &str> {
    let above = capability.char_indices().filter(|(_, letter)| *letter == '/').map(|(end, _)| &capability[..end]);
    above.chain([capability])
}

/// Over several needs of one capability, the widest bound of each parameter: what has to be offered to meet them all.
pub fn widest<'a>(needs: impl IntoIterator<Item = &'a [Bound]>) -> Vec<Bound> {
    let mut widest: BTreeMap<&str, Bound> = BTreeMap::new();
    for bound in needs.into_iter().flatten() {
        let Some(known) = widest.get_mut(bound.parameter.as_str()) else {
            widest.insert(&bound.parameter, bound.clone());
            continue;
        };
        match bound.fits {
            Fits::AtMost if greatest(bound) > greatest(known) => *known = bound.clone(),
            Fits::AtLeast if least(bound) < least(known) => *known = bound.clone(),
            Fits::AtMost | Fits::AtLeast => {}
            Fits::OneOf | Fits::Equal => {
                let new = bound.values.iter().filter(|value| !known.values.iter().any(|other| is_same(value, other)));
                let new: Vec<BoundValue> = new.cloned().collect();
                known.values.extend(new);
            }
        }
    }
    widest.into_values().collect()
}
