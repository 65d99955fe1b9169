//! The claims of a repository, one after the other.

use std::collections::{BTreeMap, BTreeSet};

use super::context::Context;
use super::gap::{Gap, Level};
use super::influence::influences;
use super::{Answer, Decided, DecidedMeasure, Of};
use crate::catalog::{Catalog, ItemMeasure};
use crate::graph::{Graph, ItemIndex};
use crate::local::{Shop, Uses};
use crate::model::{Claim, FigureKind, FigureName, Limit, Measure, Measured, Side};
use crate::quantity::Quantity;
use crate::resolve::Evidence;

/// J in a kWh.
const JOULES_PER_KWH: f64 = 3.6e6;

/// Decides every claim of the manifest, in its order. Measures that name what is not there are left out: that was reported.
pub fn decide<'c>(catalog: &'c Catalog, graph: &'c Graph) -> Vec<Decided<'c>> {
    let claims = catalog.repository.as_ref().map_or(&[][..], |repository| &repository.claims);
    let linked: Vec<Vec<Linked<'c>>> = claims
        .iter()
        .map(|claim| claim.measures.iter().filter_map(|measure| linked(catalog, graph, measure)).collect())
        .collect();
    let uses = Uses::of(graph);
    let asked = linked.iter().flatten().flat_map(|measure| [Some(measure.of), measure.bound_of]).flatten();
    let asked: BTreeSet<(usize, ItemIndex)> = asked.map(|of| (of.facility, of.root)).collect();
    let facilities: BTreeSet<usize> = asked.iter().map(|(facility, _)| *facility).collect();
    let shops: BTreeMap<usize, Shop<'_>> =
        facilities.into_iter().map(|facility| (facility, Shop::new(catalog, graph, &uses, facility))).collect();
    let mut contexts = BTreeMap::new();
    for (facility, root) in asked {
        let Some(shop) = shops.get(&facility) else { continue };
        if let Ok(Some(context)) = Context::of(shop, root) {
            contexts.insert((facility, root), context);
        }
    }
    let decided = claims.iter().zip(linked).map(|(claim, measures)| decided(claim, measures, &contexts));
    decided.collect()
}

/// A measure whose names were followed.
struct Linked<'c> {
    measure: &'c Measure,
    of: Of,
    side: Side,
    bound_of: Option<Of>,
    /// The bound, if it is a quantity; in the figure's own unit.
    level: Option<&'c Quantity>,
}

fn linked<'c>(catalog: &'c Catalog, graph: &Graph, measure: &'c Measure) -> Option<Linked<'c>> {
    let of = of(catalog, graph, &measure.figure, None)?;
    let bound = measure.bound.as_ref()?;
    let (bound_of, level) = match &bound.limit {
        Limit::Quantity(quantity) => (None, Some(quantity)),
        Limit::Figure(figure) => (Some(self::of(catalog, graph, figure, Some(of))?), None),
    };
    Some(Linked { measure, of, side: bound.side, bound_of, level })
}

/// What a figure is of; in a bound, what is not said is that of the measure.
fn of(catalog: &Catalog, graph: &Graph, figure: &Measured, outer: Option<Of>) -> Option<Of> {
    let root = match &figure.of {
        Some(root) => graph.item_index(root.value.as_str())?,
        None => outer?.root,
    };
    let facility = match &figure.at {
        Some(at) => catalog.index.facility(at.value.as_str())?,
        None => outer?.facility,
    };
    let item = match &figure.item {
        Some(item) => Some(graph.item_index(item.value.as_str())?),
        None => None,
    };
    let is_complete = figure.name.value != FigureName::Amount || item.is_some();
    is_complete.then_some(Of { name: figure.name.value, root, facility, item })
}

fn decided<'c>(
    claim: &'c Claim,
    measures: Vec<Linked<'c>>,
    contexts: &BTreeMap<(usize, ItemIndex), Context<'_, '_>>,
) -> Decided<'c> {
    let measures: Vec<DecidedMeasure<'c>> =
        measures.into_iter().filter_map(|measure| decided_measure(&measure, contexts)).collect();
    let is = |answer| measures.iter().any(|measure| measure.answer == answer);
    let answer = if is(Answer::DoesNotHold) {
        Answer::DoesNotHold
    } else if is(Answer::CannotBeTold) || measures.len() < claim.measures.len() {
        Answer::CannotBeTold
    } else {
        Answer::Holds
    };
    Decided { claim, answer, measures }
}

fn decided_measure<'c>(
    linked: &Linked<'c>,
    contexts: &BTreeMap<(usize, ItemIndex), Context<'_, '_>>,
) -> Option<DecidedMeasure<'c>> {
    let context_of = |of: Of| contexts.get(&(of.facility, of.root));
    let context = context_of(linked.of)?;
    let level = match linked.bound_of {
        Some(of) => Some(Level::Figure(of, context_of(of)?)),
        None => linked.level.and_then(|level| in_own_unit(context, linked.of, level)).map(Level::Fixed),
    };
    let mut decided = DecidedMeasure {
        of: linked.of,
        value: None,
        side: linked.side,
        bound: None,
        written: linked.level,
        bound_of: linked.bound_of,
        answer: Answer::CannotBeTold,
        why: None,
        influences: Vec::new(),
        groups: Vec::new(),
        evidence: Evidence::default(),
        note: linked.measure.note.as_deref(),
        report: context.report.clone(),
    };
    let Some(level) = level else {
        decided.why = Some("the bound is in a currency without an exchange rate".to_owned());
        return Some(decided);
    };
    let gap = Gap { of: linked.of, context, side: linked.side, level };
    let (value, bound) = (gap.value(), gap.bound());
    (decided.value, decided.bound) = (value.as_ref().ok().copied(), bound.as_ref().ok().copied());
    let (value, bound) = match (value, bound) {
        (Ok(value), Ok(bound)) => (value, bound),
        (Err(why), _) | (_, Err(why)) => {
            decided.why = Some(why);
            return Some(decided);
        }
    };
    let is_met = gap.is_met(value - bound, value.abs().max(bound.abs()));
    decided.answer = if is_met { Answer::Holds } else { Answer::DoesNotHold };
    let unpriced = context.outlook.cost.unpriced;
    if unpriced > 0 && rests_on_cost(linked.of.name) {
        decided.why = Some(format!("{unpriced} of what it takes has no price, and is not in the cost"));
        // Without them the cost is too low, and what rests on it too good: what fails so, fails.
        if is_met || matches!(linked.of.name, FigureName::KeptLocal | FigureName::ClosureByValue) {
            decided.answer = Answer::CannotBeTold;
        }
    }
    let silent = context.report.economics.emissions_unknown;
    if silent > 0 && linked.of.name == FigureName::Emissions {
        decided.why = Some(format!("without {silent} of what it takes, of which nobody says what they give off"));
    }
    (decided.influences, decided.groups, decided.evidence) = influences(&gap, value, bound);
    Some(decided)
}

fn rests_on_cost(name: FigureName) -> bool {
    matches!(
        name,
        FigureName::Cost
            | FigureName::EarningsPerDay
            | FigureName::PerformanceToCost
            | FigureName::KeptLocal
            | FigureName::ClosureByValue
    )
}

/// A bound in the unit of its figure; `None` for a currency without a rate.
fn in_own_unit(context: &Context<'_, '_>, of: Of, level: &Quantity) -> Option<f64> {
    let shop = context.shop;
    Some(match of.name.kind() {
        FigureKind::Number | FigureKind::Share | FigureKind::Mass | FigureKind::Area | FigureKind::Power => level.si(),
        FigureKind::Hours => level.si() / 3600.0,
        FigureKind::Energy => level.si() / JOULES_PER_KWH,
        FigureKind::Money => shop.place.money(shop.graph, level)?,
        FigureKind::OfItem => ItemMeasure::of(shop.catalog, shop.graph.item(of.item?).owner).amount(level).ok()?,
    })
}
