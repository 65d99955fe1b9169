//! A second opinion: holds a proof, or a refutation, against the definition. It shares with the code that found them the graph,
//! the facility as it is linked, and the rule by which one bound fits another; nothing else.

use std::collections::BTreeSet;

use super::facility::{Machine, Offer, Place};
use super::fit::{fits, is_same_or_below};
use super::proof::{Obstacle, Refutation, Step};
use crate::catalog::Catalog;
use crate::graph::{Bound, Graph, ItemIndex, OperationNeed, Recipe, RecipeIndex};
use crate::quantity::Dimension;

/// What evidence is held against: all documents, the graph, and the facility before anything is built there.
#[derive(Clone, Copy, Debug)]
pub struct Court<'c> {
    /// All documents.
    pub catalog: &'c Catalog,
    /// All items and recipes.
    pub graph: &'c Graph,
    /// The facility as it stands.
    pub place: &'c Place,
}

/// Checks every step of a proof; gives the items that it makes, with their recipes.
///
/// # Errors
/// The first step that does not hold, and why.
pub fn accept_proof(court: Court<'_>, steps: &[Step]) -> Result<Vec<(ItemIndex, RecipeIndex)>, String> {
    let mut machines: Vec<Machine> =
        court.place.machines.iter().filter(|machine| machine.stage == 0).cloned().collect();
    let mut had: BTreeSet<ItemIndex> = BTreeSet::new();
    let mut made = Vec::new();
    for step in steps {
        let name = |item: &ItemIndex| court.graph.item(*item).id.to_string();
        match step {
            Step::Resource(item) if court.place.resources.contains_key(item) => drop(had.insert(*item)),
            Step::Stock(item) if court.place.stock.contains_key(item) => drop(had.insert(*item)),
            Step::Import(item) if court.place.may_import(court.graph, *item) => drop(had.insert(*item)),
            Step::Resource(item) | Step::Stock(item) | Step::Import(item) => {
                return Err(format!("`{}` is not a source: {step:?}", name(item)));
            }
            Step::SetUp(item) => {
                let owned = had.contains(item) && (was_made(&made, *item) || court.place.stock.contains_key(item));
                let machine = machine_of(court, *item).filter(|_| owned);
                let Some(machine) = machine else { return Err(format!("`{}` is no machine to set up", name(item))) };
                machines.push(machine);
            }
            Step::Make { item, recipe, inputs, equipment } => {
                let known = court.graph.recipe(*recipe);
                let fault = |why: &str| Err(format!("`{}` cannot make `{}`: {why}", known.id, name(item)));
                if known.output_of(*item) <= 0.0 {
                    return fault("it does not come out");
                }
                let is_supplied = known.inputs.len() == inputs.len()
                    && known.inputs.iter().zip(inputs).all(|(line, input)| {
                        had.contains(input) && line.options.iter().any(|flow| flow.item == *input)
                    });
                if !is_supplied {
                    return fault("a line is not supplied");
                }
                let is_equipped = known.operations.len() == equipment.len()
                    && known.operations.iter().zip(equipment).all(|(need, id)| {
                        machines.iter().any(|machine| machine.id == *id && can_do(court.place, machine, need))
                    });
                if !is_equipped {
                    return fault("an operation has no machine");
                }
                if let Some(why) = [
                    lacks_people(court.place, known).then_some("people are missing"),
                    lacks_permission(court.place, known).then_some("a permission is missing"),
                    lacks_power(court.place, known).then_some("power is missing"),
                    lacks_floor(court.place, known).then_some("floor is missing"),
                ]
                .into_iter()
                .flatten()
                .next()
                {
                    return fault(why);
                }
                had.insert(*item);
                made.push((*item, *recipe));
            }
        }
    }
    Ok(made)
}

fn was_made(made: &[(ItemIndex, RecipeIndex)], item: ItemIndex) -> bool {
    made.iter().any(|(known, _)| *known == item)
}

/// Checks that `root` cannot be made: that no recipe leads into the set, and none of it is a source.
///
/// # Errors
/// The first claim that does not hold, and why.
pub fn accept_refutation(court: Court<'_>, root: ItemIndex, refutation: &Refutation) -> Result<(), String> {
    let graph = court.graph;
    let closed: BTreeSet<ItemIndex> = refutation.items.iter().copied().collect();
    let failing: BTreeSet<RecipeIndex> = refutation.recipes.iter().map(|(recipe, _)| *recipe).collect();
    let short: BTreeSet<ItemIndex> = refutation.short_stock.iter().copied().collect();
    let in_stock = |item: &ItemIndex| court.place.stock.contains_key(item) && !short.contains(item);
    let all_fail = |item: ItemIndex| {
        let makes = |recipe: &&RecipeIndex| graph.recipe(**recipe).output_of(item) > 0.0;
        graph.item(item).recipes.iter().filter(makes).all(|recipe| failing.contains(recipe))
    };
    for item in &closed {
        let is_source =
            court.place.resources.contains_key(item) || in_stock(item) || court.place.may_import(graph, *item);
        if is_source || !all_fail(*item) {
            return Err(format!("`{}` may be had after all", graph.item(*item).id));
        }
    }
    if !all_fail(root) {
        return Err(format!("a recipe for `{}` is not refuted", graph.item(root).id));
    }
    for (index, obstacle) in &refutation.recipes {
        let recipe = graph.recipe(*index);
        let stands = match obstacle {
            Obstacle::Input(line) => {
                recipe.inputs.get(*line).is_some_and(|line| line.options.iter().all(|flow| closed.contains(&flow.item)))
            }
            Obstacle::Operation(operation) => recipe.operations.get(*operation).is_some_and(|need| {
                let none_stands = !court
                    .place
                    .machines
                    .iter()
                    .any(|machine| machine.stage == 0 && can_do(court.place, machine, need));
                none_stands
                    && court.catalog.plans.iter().all(|plan| {
                        let Some(item) = graph.item_index(plan.id.value.as_str()) else { return true };
                        let Some(machine) = plan_machine(court, item) else { return true };
                        let has_room = graph
                            .item(item)
                            .recipes
                            .iter()
                            .all(|recipe| !lacks_floor(court.place, graph.recipe(*recipe)));
                        !can_do(court.place, &machine, need) || (all_fail(item) && !(in_stock(&item) && has_room))
                    })
            }),
            Obstacle::People => lacks_people(court.place, recipe),
            Obstacle::Permission => lacks_permission(court.place, recipe),
            Obstacle::Power => lacks_power(court.place, recipe),
            Obstacle::Floor => lacks_floor(court.place, recipe),
        };
        if !stands {
            return Err(format!("`{}` is not stopped by {obstacle:?}", recipe.id));
        }
    }
    Ok(())
}

/// The machine that an item is, if there is room for it.
fn machine_of(court: Court<'_>, item: ItemIndex) -> Option<Machine> {
    let mut recipes = court.graph.item(item).recipes.iter();
    let has_room = recipes.all(|recipe| !lacks_floor(court.place, court.graph.recipe(*recipe)));
    plan_machine(court, item).filter(|_| has_room)
}

fn plan_machine(court: Court<'_>, item: ItemIndex) -> Option<Machine> {
    let plan = court.catalog.plan(court.graph.item(item).id.as_str())?;
    Some(court.place.built(court.catalog, court.graph, plan, 1))
}

fn can_do(place: &Place, machine: &Machine, need: &OperationNeed) -> bool {
    let draws_too_much = |offer: &Offer| matches!((offer.power_w, place.power_w), (Some(drawn), Some(all)) if drawn > all * (1.0 + 1e-9));
    machine.offers.iter().any(|offer| meets(offer, need) && !draws_too_much(offer))
}

fn meets(offer: &Offer, need: &OperationNeed) -> bool {
    let is_met = |bound: &Bound| offer.bounds.iter().any(|own| own.parameter == bound.parameter && fits(bound, own));
    is_same_or_below(offer.capability.as_str(), need.capability_id.as_str()) && need.bounds.iter().all(is_met)
}

fn lacks_people(place: &Place, recipe: &Recipe) -> bool {
    let all: f64 = place.people.iter().map(|people| people.count).sum();
    !place.says_nothing_of_people
        && recipe.operations.iter().any(|need| {
            need.skill.as_ref().is_some_and(|skill| {
                let mut with =
                    place.people.iter().filter(|people| is_same_or_below(people.skill.as_str(), skill.as_str()));
                with.next().is_none() || f64::from(need.people) > all
            })
        })
}

fn lacks_permission(place: &Place, recipe: &Recipe) -> bool {
    let mut required = recipe.operations.iter().flat_map(|need| &need.permissions);
    required.any(|one| !place.permissions.iter().any(|held| is_same_or_below(held.as_str(), one.as_str())))
}

fn lacks_power(place: &Place, recipe: &Recipe) -> bool {
    let Some(all_w) = place.power_w else { return false };
    let asked = recipe.operations.iter().flat_map(|need| need.bounds.iter()).filter(|bound| {
        bound.parameter == "power" && bound.unit.as_ref().is_some_and(|unit| unit.dimension() == Dimension::POWER)
    });
    let mut asked_w = asked.flat_map(|bound| bound.values.iter().filter_map(|value| Some(value.ends_si()?.1)));
    let too_much = |watts: f64| watts > all_w * (1.0 + 1e-9);
    asked_w.any(too_much) || recipe.power_w.is_some_and(too_much)
}

fn lacks_floor(place: &Place, recipe: &Recipe) -> bool {
    let (Some(all_m2), Some(needed_m2)) = (place.floor_m2, recipe.floor_m2) else { return false };
    let standing = || place.machines.iter().filter(|machine| machine.stage == 0);
    let taken_m2: f64 = standing().filter_map(|machine| machine.floor_m2.map(|area| area * machine.count)).sum();
    let suffices = |area_m2: f64| needed_m2 <= area_m2 * (1.0 + 1e-9);
    let is_bay =
        |machine: &&Machine| recipe.operations.iter().any(|need| machine.offers.iter().any(|offer| meets(offer, need)));
    !suffices((all_m2 - taken_m2).max(0.0)) && !standing().filter(is_bay).filter_map(|m| m.floor_m2).any(suffices)
}
