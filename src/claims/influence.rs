//! Which figures move a measure, how much, and how far each would have to go.

use rayon::prelude::*;

use super::Influence;
use super::context::{Context, is_at_its_most, most};
use super::gap::Gap;
use super::threshold::threshold;
use crate::graph::Graph;
use crate::local::{Factor, PlaceFigure, Prospect};
use crate::model::{Grade, Id};
use crate::resolve::{Evidence, ItemFigure, Subject};

/// Of how many figures the threshold is sought.
const MOST_FIGURES: usize = 6;

/// What moves less than this share of the measure or its bound, at 10 % more, is not told.
const LEAST_EFFECT: f64 = 2e-3;

/// The figures that move a measure most; whole groups of them; and by what grade of evidence all of them are founded.
pub(super) fn influences(gap: &Gap<'_, '_, '_>, value: f64, bound: f64) -> (Vec<Influence>, Vec<Influence>, Evidence) {
    let now = value - bound;
    let scale = value.abs().max(bound.abs());
    let mut found: Vec<(usize, Influence)> = Vec::new();
    let contexts = gap.contexts();
    for (number, context) in contexts.iter().enumerate() {
        let prospect = context.prospect();
        for (factor, _) in &context.varied {
            // A figure of both is told once.
            let is_known = found.iter().any(|(_, other)| {
                other.factor == *factor && (other.facility == context.shop.place.facility || is_global(*factor))
            });
            let Some(stepped) = (!is_known).then(|| gap.stepped(context, *factor)).flatten() else { continue };
            let moved = stepped - now;
            let effect = if is_at_its_most(&prospect, *factor) { -moved } else { moved };
            if effect.abs() > 1e-7 * scale {
                found.push((number, influence(&prospect, *factor, effect)));
            }
        }
    }
    found.sort_by(|(_, a), (_, b)| {
        // What differs by rounding alone is equal; of equals, the one with the worse footing goes first, then prices.
        let rounded = |effect: f64| (effect.abs() / scale.max(f64::MIN_POSITIVE) * 1e7).round();
        let grade = |one: &Influence| one.footing.as_ref().map_or(Grade::Stated, |footing| footing.grade);
        rounded(b.effect)
            .total_cmp(&rounded(a.effect))
            .then(grade(b).cmp(&grade(a)))
            .then(rank(a.factor).cmp(&rank(b.factor)))
            .then(a.factor.cmp(&b.factor))
    });
    let is_group = |(_, one): &(usize, Influence)| matches!(one.factor, Factor::Every(_));
    let (groups, figures): (Vec<_>, Vec<_>) = found.into_iter().partition(is_group);
    let evidence = evidence(figures.iter().map(|(_, one)| one));
    let told = |list: Vec<(usize, Influence)>| -> Vec<Influence> {
        let list = list.into_iter().filter(|(_, one)| one.effect.abs() > LEAST_EFFECT * scale).take(MOST_FIGURES);
        let list: Vec<_> = list.collect();
        let with_threshold = |scratch: &mut Graph, (number, mut one): (usize, Influence)| {
            one.threshold = sought(gap, scratch, contexts[number], &one, now);
            one
        };
        let graph = || gap.context.shop.graph.clone();
        list.into_par_iter().map_init(graph, with_threshold).collect()
    };
    (told(figures), told(groups), evidence)
}

fn sought<'a>(
    gap: &Gap<'_, '_, 'a>,
    scratch: &mut Graph,
    context: &Context<'_, 'a>,
    one: &Influence,
    now: f64,
) -> Option<f64> {
    if now == 0.0 {
        return Some(1.0);
    }
    let most = most(&context.prospect(), one.factor).unwrap_or(f64::INFINITY);
    threshold(now, most, one.effect > 0.0, |by| gap.at(scratch, context, one.factor, by))
}

fn influence(prospect: &Prospect<'_, '_>, factor: Factor, effect: f64) -> Influence {
    let place = &prospect.shop.place;
    let machine = |at: usize| Some(place.machines[at].id.clone());
    let (item, name): (_, Option<Id>) = match factor {
        Factor::Figure(subject) => (Some(prospect.item_of(subject)), None),
        Factor::MachineTime { made, .. } => (Some(made), None),
        Factor::Place(figure) => match figure {
            PlaceFigure::Wage(at) | PlaceFigure::PeopleHours(at) => (None, Some(place.people[at].skill.clone())),
            PlaceFigure::MachineCost(at) | PlaceFigure::MachineHours(at) | PlaceFigure::MachineFloor(at) => {
                (None, machine(at))
            }
            PlaceFigure::ResourcePrice(item) | PlaceFigure::ResourceAmount(item) => (Some(item), None),
            PlaceFigure::Floor | PlaceFigure::Power => (None, None),
        },
        Factor::BaselinePrice | Factor::Performance => (Some(prospect.report.resolution.root), None),
        Factor::Every(_) => (None, None),
    };
    Influence {
        factor,
        item,
        name,
        facility: place.facility,
        value: prospect.value(factor).unwrap_or(1.0),
        effect,
        free_share: prospect.free_share(factor),
        threshold: None,
        footing: prospect.footing(factor),
    }
}

/// Whether a figure is the same at every facility.
fn is_global(factor: Factor) -> bool {
    matches!(factor, Factor::Figure(_) | Factor::MachineTime { .. })
}

/// Of figures that weigh alike: what is asked for a thing before how much of it there is.
fn rank(factor: Factor) -> u8 {
    match factor {
        Factor::BaselinePrice
        | Factor::Place(PlaceFigure::Wage(_) | PlaceFigure::MachineCost(_) | PlaceFigure::ResourcePrice(_)) => 0,
        Factor::Figure(Subject::Item { figure: ItemFigure::Price, .. }) => 1,
        _ => 2,
    }
}

/// By the grade of each figure, the share of all effects.
fn evidence<'i>(figures: impl Iterator<Item = &'i Influence>) -> Evidence {
    let mut evidence = Evidence::default();
    let mut sum = 0.0;
    for one in figures {
        let Some(footing) = &one.footing else { continue };
        let share = match footing.grade {
            Grade::Stated => &mut evidence.stated,
            Grade::Derived => &mut evidence.derived,
            Grade::Estimated => &mut evidence.estimated,
        };
        *share += one.effect.abs();
        sum += one.effect.abs();
    }
    if sum > 0.0 {
        evidence.stated /= sum;
        evidence.derived /= sum;
        evidence.estimated /= sum;
    }
    evidence
}
