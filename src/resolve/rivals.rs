//! Why an item is obtained as it is: the other ways, what each would come to, and what spoke against it.
//!
//! A way is valued as if this item alone were obtained by it, all else as chosen. Its inputs may need the item again, and
//! then their values change with it; no further solve is needed for each way. With the item cut out of the graph, `λ⁰` are
//! the values of everything without it, and `φ` how much of it a unit of everything takes; a recipe with inputs `q` and
//! own `c` per unit of the item then comes to (a correction of rank one; Sherman and Morrison 1950)
//!
//! ```text
//! v = (c + Σ q λ⁰) / (1 − Σ q φ)
//! ```
//!
//! where `Σ q φ` is the gain of its loop: at 1 or more it makes nothing.

use super::choice::{Choice, Obtain};
use super::embodied::{Objective, adjoint_of, own};
use super::space::{NONE, Rule, ways_of};
use super::steer::{Field, Steering, Unsteerable, field};
use super::subgraph::Subgraph;
use super::viable::NEVER;
use crate::graph::{Graph, ItemIndex, RecipeIndex};

/// The ways to obtain an item.
#[derive(Clone, Debug, PartialEq)]
pub struct Rivals {
    /// The item.
    pub item: ItemIndex,
    /// The way that is chosen, then the others in the order of preference.
    pub ways: Vec<Rival>,
}

/// One way to obtain an item.
#[derive(Clone, Debug, PartialEq)]
pub struct Rival {
    /// How.
    pub obtain: Obtain,
    /// What a unit comes to, in the order of [`Objective::ALL`]; `None` where no amount would be enough.
    pub values: Option<[f64; 6]>,
    /// Why it is chosen, or not.
    pub standing: Standing,
}

/// Why a way is chosen, or not.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Standing {
    /// Chosen: there is no other.
    OnlyWay,
    /// Chosen: the user asked for it.
    AskedFor,
    /// Chosen: its author calls the item raw or bought.
    AuthorSays,
    /// Chosen: it has the lowest `prefer`.
    LowestRank,
    /// Chosen: the first by id of those with the lowest `prefer`.
    FirstById,
    /// Chosen: the objective is least by it.
    Least(Objective),
    /// Chosen: what is preferred to it was passed over.
    BestLeft,
    /// Not chosen: the user asked for another.
    AnotherAskedFor,
    /// Not chosen: the user wants to avoid it.
    Avoided,
    /// Not chosen: it takes an item that can't be had without what the user wants to avoid.
    TakesAvoided(ItemIndex),
    /// Not chosen: it needs this item, which nobody makes.
    DeadEnd(ItemIndex),
    /// Not chosen: it needs this item, whose loop makes nothing.
    NeedsRunaway(ItemIndex),
    /// Not chosen: it needs the item itself, and makes no more than it takes; the gain of its loop.
    MakesNothing(f64),
    /// Not chosen: together with the other ways that are preferred, it would be part of a loop that makes nothing.
    LoopMakesNothing,
    /// Not chosen: the item is raw or bought, as its author says.
    NotAsAuthorSays,
    /// Not chosen: its `prefer` is higher.
    HigherRank,
    /// Not chosen: its id comes later.
    LaterId,
    /// Not chosen: it takes more of what can't be had or priced.
    MoreUnpriced,
    /// Not chosen: it comes to more.
    Dearer,
    /// Not chosen: it comes to the same, and the other is preferred.
    Same,
}

/// The ways to obtain an item that `root` needs, under a choice made by `steering`.
///
/// # Errors
/// The wishes contradict each other or the plan.
pub fn rivals_of(
    graph: &Graph,
    root: ItemIndex,
    steering: &Steering,
    choice: &Choice,
    item: ItemIndex,
) -> Result<Rivals, Unsteerable> {
    let mut all = Steering { minimise: steering.minimise.or(Some(Objective::Mass)), ..steering.clone() };
    let mut found = field(graph, root, &all)?;
    if found.space.vertex(item) == NONE {
        all.uses.retain(|recipe| graph.recipe(*recipe).outputs.iter().any(|flow| flow.item == item));
        all.avoid.retain(|avoided| avoided.item != Some(item));
        found = field(graph, item, &all)?;
    }
    let none = std::collections::BTreeMap::new();
    let rule = Rule { leaves_may_be_made: true, forced: &none, within: None };
    let chosen = choice.of(item);
    let mut ways = vec![chosen];
    ways.extend(ways_of(graph, item, rule).filter(|way| *way != chosen));
    let valued: Vec<(Obtain, Valued)> =
        ways.iter().zip(values(graph, choice, item, &ways)).map(|(way, value)| (*way, value)).collect();
    let judge = Judge { graph, field: &found, steering, item, chosen: &valued[0] };
    let rivals = valued.iter().enumerate().map(|(number, (way, value))| Rival {
        obtain: *way,
        values: value.values,
        standing: if number == 0 { judge.of_chosen(&valued[1..]) } else { judge.of_other(*way, value) },
    });
    Ok(Rivals { item, ways: rivals.collect() })
}

/// What a way comes to.
#[derive(Clone, Copy, Debug)]
struct Valued {
    values: Option<[f64; 6]>,
    /// What it takes of what can't be had, or is bought without a price.
    burden: f64,
    gain: f64,
}

/// The values of each way, with the item cut out of the graph.
fn values(graph: &Graph, choice: &Choice, item: ItemIndex, ways: &[Obtain]) -> Vec<Valued> {
    let mut cut = choice.clone();
    cut.set(item, Obtain::Unresolved);
    let roots_of = |way: &Obtain| -> Vec<ItemIndex> {
        let recipe = way.recipe();
        recipe
            .into_iter()
            .flat_map(|recipe| choice.inputs(recipe, graph.recipe(recipe)))
            .map(|flow| flow.item)
            .collect()
    };
    let together = below(graph, &cut, item, ways.iter().flat_map(roots_of).collect());
    let value = |way: &Obtain| {
        let alone;
        let below = match &together {
            Some(together) => Some(together),
            None => {
                alone = below(graph, &cut, item, roots_of(way));
                alone.as_ref()
            }
        };
        let runaway = Valued { values: None, burden: 0.0, gain: f64::NAN };
        let Some(below) = below else { return runaway };
        let own_of = |objective: Objective| own(graph, item, *way, objective);
        let own_burden = burden(graph, item, *way);
        let Some(index) = way.recipe() else {
            let values = Objective::ALL.map(own_of);
            return Valued { values: Some(values), burden: own_burden, gain: 0.0 };
        };
        let recipe = graph.recipe(index);
        let output = recipe.output_of(item);
        let sum = |by_item: &[f64]| -> f64 {
            choice.inputs(index, recipe).map(|flow| flow.quantity / output * by_item[flow.item.0 as usize]).sum()
        };
        let gain = sum(&below.intensity);
        // As near to 1 as this, what is left over is rounding.
        if gain > 1.0 - 1e-9 || !gain.is_finite() {
            return Valued { gain, ..runaway };
        }
        let mut values = [0.0; 6];
        for ((value, objective), by_item) in values.iter_mut().zip(Objective::ALL).zip(&below.values) {
            *value = (own_of(objective) + sum(by_item)) / (1.0 - gain);
        }
        Valued { values: Some(values), burden: (own_burden + sum(&below.burden)) / (1.0 - gain), gain }
    };
    ways.iter().map(value).collect()
}

/// Values below the inputs of ways, by item, with the item itself cut out.
struct Below {
    intensity: Vec<f64>,
    burden: Vec<f64>,
    values: Vec<Vec<f64>>,
}

fn below(graph: &Graph, cut: &Choice, item: ItemIndex, mut roots: Vec<ItemIndex>) -> Option<Below> {
    roots.sort_unstable();
    roots.dedup();
    let sub = Subgraph::below(graph, cut, roots);
    let unless_cut = |index: ItemIndex, value: f64| if index == item { 0.0 } else { value };
    let values = Objective::ALL.map(|objective| {
        adjoint_of(graph, &sub, |index, obtain, _| unless_cut(index, own(graph, index, obtain, objective))).ok()
    });
    Some(Below {
        intensity: adjoint_of(graph, &sub, |index, _, _| if index == item { 1.0 } else { 0.0 }).ok()?,
        burden: adjoint_of(graph, &sub, |index, obtain, _| unless_cut(index, burden(graph, index, obtain))).ok()?,
        values: values.into_iter().collect::<Option<Vec<_>>>()?,
    })
}

/// 1 for what nobody makes, and for what is bought and has no price.
fn burden(graph: &Graph, item: ItemIndex, obtain: Obtain) -> f64 {
    let is_burden = match obtain {
        Obtain::Unresolved => true,
        Obtain::Bought => graph.price(item).is_none(),
        _ => false,
    };
    f64::from(u8::from(is_burden))
}

/// What is known of a choice, to say why.
struct Judge<'a> {
    graph: &'a Graph,
    field: &'a Field,
    steering: &'a Steering,
    item: ItemIndex,
    chosen: &'a (Obtain, Valued),
}

impl Judge<'_> {
    fn is_asked_for(&self, way: Obtain) -> bool {
        way.recipe().is_some_and(|recipe| self.steering.uses.contains(&recipe))
    }

    fn of_chosen(&self, others: &[(Obtain, Valued)]) -> Standing {
        let chosen = self.chosen.0;
        if self.is_asked_for(chosen) {
            return Standing::AskedFor;
        }
        if others.is_empty() {
            return Standing::OnlyWay;
        }
        let standings: Vec<Standing> = others.iter().map(|(way, value)| self.of_other(*way, value)).collect();
        let has = |standing: Standing| standings.contains(&standing);
        match self.steering.minimise {
            Some(objective) if has(Standing::Dearer) || has(Standing::Same) || has(Standing::MoreUnpriced) => {
                Standing::Least(objective)
            }
            None if chosen.recipe().is_none() && chosen != Obtain::Unresolved => Standing::AuthorSays,
            None if has(Standing::LaterId) => Standing::FirstById,
            None if has(Standing::HigherRank) => Standing::LowestRank,
            _ => Standing::BestLeft,
        }
    }

    fn of_other(&self, way: Obtain, value: &Valued) -> Standing {
        let (chosen, least) = *self.chosen;
        if self.is_asked_for(chosen) {
            return Standing::AnotherAskedFor;
        }
        if let Some(standing) = self.passed_over(way) {
            return standing;
        }
        if self.steering.minimise.is_none() && chosen.recipe().is_none() && chosen != Obtain::Unresolved {
            return Standing::NotAsAuthorSays;
        }
        let Some(values) = value.values else {
            return if value.gain.is_nan() { Standing::LoopMakesNothing } else { Standing::MakesNothing(value.gain) };
        };
        if let (Some(objective), Some(least_values)) = (self.steering.minimise, least.values) {
            let price_counts = matches!(objective, Objective::Cost | Objective::Imports);
            if price_counts && value.burden > least.burden * (1.0 + 1e-9) {
                return Standing::MoreUnpriced;
            }
            let number = Objective::ALL.iter().position(|known| *known == objective).unwrap_or(0);
            let is_dearer = values[number] > least_values[number] * (1.0 + 1e-9);
            return if is_dearer { Standing::Dearer } else { Standing::Same };
        }
        match (chosen.recipe(), way.recipe()) {
            (Some(chosen), Some(other)) => self.by_rank(chosen, other),
            _ => Standing::BestLeft,
        }
    }

    fn by_rank(&self, chosen: RecipeIndex, other: RecipeIndex) -> Standing {
        let (chosen, other) = (self.graph.recipe(chosen), self.graph.recipe(other));
        match other.prefer.total_cmp(&chosen.prefer).then_with(|| other.id.cmp(&chosen.id)) {
            std::cmp::Ordering::Less => Standing::LoopMakesNothing,
            _ if other.prefer > chosen.prefer => Standing::HigherRank,
            _ => Standing::LaterId,
        }
    }

    /// Why a recipe was no candidate, if it was none.
    fn passed_over(&self, way: Obtain) -> Option<Standing> {
        let recipe = way.recipe()?;
        if self.steering.avoid.iter().any(|avoided| avoided.recipes.contains(&recipe)) {
            return Some(Standing::Avoided);
        }
        let (space, viable) = (&self.field.space, &self.field.viable);
        let number = space.recipes.binary_search(&recipe).ok()? as u32;
        let vertex = space.vertex(self.item);
        let own = *viable.tier.get(vertex as usize)?;
        let tier = viable.recipe_tier[number as usize];
        if tier <= own {
            return None;
        }
        let culprit = self.culprit(number)?;
        Some(match tier {
            NEVER => Standing::NeedsRunaway(culprit),
            tier if tier == self.field.floors.last => Standing::DeadEnd(self.dead_end(culprit)),
            _ => Standing::TakesAvoided(culprit),
        })
    }

    /// The input for which a recipe is let in so late.
    fn culprit(&self, recipe: u32) -> Option<ItemIndex> {
        let (space, viable) = (&self.field.space, &self.field.viable);
        let earliest = |line: u32| {
            let options = space.options_of(line).map(|option| space.options[option as usize].vertex);
            options.min_by_key(|vertex| viable.tier[*vertex as usize])
        };
        let worst =
            space.lines_of(recipe).filter_map(earliest).rev().max_by_key(|vertex| viable.tier[*vertex as usize]);
        worst.map(|vertex| space.items[vertex as usize])
    }

    /// Down from an item to what nobody makes.
    fn dead_end(&self, from: ItemIndex) -> ItemIndex {
        let space = &self.field.space;
        let mut item = from;
        for _ in 0..space.items.len() {
            let vertex = space.vertex(item);
            if vertex == NONE {
                break;
            }
            let recipe = space.ways_of(vertex).map(|way| space.ways[way as usize].recipe).next().unwrap_or(NONE);
            let Some(next) = (recipe != NONE).then(|| self.culprit(recipe)).flatten() else { break };
            item = next;
        }
        item
    }
}
