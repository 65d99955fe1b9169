//! A choice for one root, steered by hand: recipes that must be used, items and recipes that are to be avoided.
//!
//! What is to be avoided is let in late ([`super::viable`]'s tiers): what can be had without it is, all the way down; what
//! cannot, takes it, and says why. Avoided things that the root can't be had without are let in a tier before those that it
//! can do without, so that one that can't be kept does not let the others in.

use std::collections::{BTreeMap, VecDeque};

use super::choice::{Choice, Obtain, by_preference};
use super::embodied::{Objective, own};
use super::minimise::{least, values_if_made};
use super::space::{NONE, Rule, Space};
use super::viable::{Floors, NEVER, Viable, nearest_to_preference, viable};
use crate::graph::{Graph, ItemIndex, RecipeIndex};

/// What the user asks of a choice.
#[derive(Clone, Debug, Default)]
pub struct Steering {
    /// What is to be least; the default preference if `None`.
    pub minimise: Option<Objective>,
    /// Recipes that are to be used for every item that they are run for.
    pub uses: Vec<RecipeIndex>,
    /// What is to be avoided.
    pub avoid: Vec<Avoided>,
    /// What one unit of an item counts of what is to be least where it is bought ([`burdens_of_imports`]), by item: making is then
    /// as good as buying where both come to the same. `None` where what is bought counts only what it says of itself.
    pub imports: Option<Vec<f64>>,
}

/// Something to avoid: an item, a recipe, or both where they share an id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Avoided {
    /// The item.
    pub item: Option<ItemIndex>,
    /// The recipes.
    pub recipes: Vec<RecipeIndex>,
}

/// A choice, and what of the wishes could not be kept.
#[derive(Clone, Debug)]
pub struct Chosen {
    /// The choice.
    pub choice: Choice,
    /// What could not be avoided.
    pub unavoidable: Vec<Unavoidable>,
}

/// Why something can't be avoided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unavoidable {
    /// Its position in [`Steering::avoid`].
    pub index: usize,
    /// From the root to what takes it: each is needed by the one before it, and none can be had without what is avoided.
    pub because: Vec<ItemIndex>,
    /// The recipe by which the last of them is made: it takes what is to be avoided, or is that itself.
    pub recipe: RecipeIndex,
}

/// Why a steering can't be followed at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unsteerable {
    /// Two recipes are to be used for the same item.
    TwoUses(ItemIndex, RecipeIndex, RecipeIndex),
    /// A recipe is to be used, but nothing that it makes can be needed.
    UselessUse(RecipeIndex),
    /// A recipe is to be used and avoided.
    UsedAndAvoided(RecipeIndex),
    /// The root itself is to be avoided.
    RootAvoided,
}

/// The ways among which a choice is made for one root, and what of them can be had.
#[derive(Debug)]
pub(super) struct Field {
    pub space: Space,
    pub floors: Floors,
    pub viable: Viable,
}

/// One way to obtain each item that `root` needs, as the user steers it.
///
/// # Errors
/// The wishes contradict each other or the plan.
pub fn choose(graph: &Graph, root: ItemIndex, steering: &Steering) -> Result<Chosen, Unsteerable> {
    let mut choice = by_preference(graph);
    if steering.minimise.is_none() && steering.uses.is_empty() && steering.avoid.is_empty() {
        return Ok(Chosen { choice, unavoidable: Vec::new() });
    }
    let field = field(graph, root, steering)?;
    let mut space = field.space.clone();
    field.viable.narrow(&mut space, &field.floors);
    let mut policy = nearest_to_preference(&space, &field.viable);
    if let Some(objective) = steering.minimise {
        let within: Vec<u32> = space.vertices().filter(|vertex| field.viable.tier[*vertex as usize] != NEVER).collect();
        policy = least(graph, &space, &within, policy, objective, steering.imports.as_deref());
    }
    space.write(&policy, &mut choice);
    let unavoidable =
        (0..steering.avoid.len()).filter_map(|index| because(graph, root, steering, &choice, index)).collect();
    Ok(Chosen { choice, unavoidable })
}

/// What one unit of each item that `root` may need embodies of an objective where it is bought: what it says of itself, or what
/// making it takes by the best recipes that are known, if that is more. Who buys a thing lets others do the work. By item; 0 for
/// what no recipe makes and what says nothing.
pub fn burdens_of_imports(graph: &Graph, root: ItemIndex, objective: Objective) -> Vec<f64> {
    let mut burdens = vec![0.0; graph.items.len()];
    let steering = Steering { minimise: Some(objective), ..Steering::default() };
    let Ok(field) = field(graph, root, &steering) else { return burdens };
    let mut space = field.space.clone();
    field.viable.narrow(&mut space, &field.floors);
    let policy = nearest_to_preference(&space, &field.viable);
    let within: Vec<u32> = space.vertices().filter(|vertex| field.viable.tier[*vertex as usize] != NEVER).collect();
    let values = values_if_made(graph, &space, &within, policy, objective);
    for vertex in within {
        let item = space.items[vertex as usize];
        let said = own(graph, item, Obtain::Bought, objective);
        let is_said = objective == Objective::Emissions && graph.item(item).emissions_kg.is_some();
        let is_made = !graph.item(item).recipes.is_empty();
        let made = values.get(vertex as usize).copied().filter(|_| is_made && !is_said).unwrap_or(0.0);
        burdens[item.0 as usize] = said.max(made);
    }
    burdens
}

/// The ways among which a choice is made for a root.
///
/// # Errors
/// The wishes contradict each other or the plan.
pub(super) fn field(graph: &Graph, root: ItemIndex, steering: &Steering) -> Result<Field, Unsteerable> {
    let mut forced: BTreeMap<ItemIndex, RecipeIndex> = BTreeMap::new();
    for recipe in &steering.uses {
        if steering.avoid.iter().any(|avoided| avoided.recipes.contains(recipe)) {
            return Err(Unsteerable::UsedAndAvoided(*recipe));
        }
        for output in &graph.recipe(*recipe).outputs {
            if let Some(other) = forced.insert(output.item, *recipe).filter(|other| other != recipe) {
                return Err(Unsteerable::TwoUses(output.item, other, *recipe));
            }
        }
    }
    if steering.avoid.iter().any(|avoided| avoided.item == Some(root)) {
        return Err(Unsteerable::RootAvoided);
    }
    let rule = Rule { leaves_may_be_made: steering.minimise.is_some(), forced: &forced, within: None };
    let space = Space::below(graph, [root], rule);
    let is_needed =
        |recipe: &RecipeIndex| graph.recipe(*recipe).outputs.iter().any(|flow| space.vertex(flow.item) != NONE);
    if let Some(useless) = steering.uses.iter().find(|recipe| !is_needed(recipe)) {
        return Err(Unsteerable::UselessUse(*useless));
    }
    let kept = kept(&space, root, steering);
    let floors = floors(&space, steering, &kept);
    let viable = viable(&space, &floors);
    Ok(Field { space, floors, viable })
}

/// Which of the things to avoid the root can be had without, together: each in turn is kept if it can be with those before.
fn kept(space: &Space, root: ItemIndex, steering: &Steering) -> Vec<bool> {
    let all = vec![true; steering.avoid.len()];
    let tier = |kept: &[bool]| {
        let floors = floors(space, steering, kept);
        (viable(space, &floors).tier[space.vertex(root) as usize], floors.last)
    };
    let (at_best, last) = tier(&vec![false; all.len()]);
    if steering.avoid.is_empty() || tier(&all).0 == 0 || at_best >= last {
        return all;
    }
    let mut kept = vec![false; all.len()];
    for index in 0..kept.len() {
        kept[index] = true;
        kept[index] = tier(&kept).0 <= 1;
    }
    kept
}

/// When everything is let in: first what nobody wants to avoid, then what can't be avoided, then the rest of what is to be
/// avoided, last what nobody makes.
fn floors(space: &Space, steering: &Steering, kept: &[bool]) -> Floors {
    let mut floors = Floors::open(space);
    if steering.avoid.is_empty() {
        return floors;
    }
    floors.last = 3;
    for (avoided, kept) in steering.avoid.iter().zip(kept) {
        let tier = if *kept { 2 } else { 1 };
        let vertex = avoided.item.map_or(NONE, |item| space.vertex(item));
        let recipes = avoided.recipes.iter().filter_map(|recipe| space.recipes.binary_search(recipe).ok());
        let floors_of =
            recipes.map(|number| (false, number)).chain((vertex != NONE).then_some((true, vertex as usize)));
        for (is_item, index) in floors_of.collect::<Vec<_>>() {
            let floor = if is_item { &mut floors.items[index] } else { &mut floors.recipes[index] };
            *floor = tier.max(*floor);
        }
    }
    floors
}

/// Why something to avoid is used all the same; `None` if it is not.
fn because(graph: &Graph, root: ItemIndex, steering: &Steering, choice: &Choice, index: usize) -> Option<Unavoidable> {
    let avoided = &steering.avoid[index];
    let mut from: BTreeMap<ItemIndex, Option<ItemIndex>> = BTreeMap::from([(root, None)]);
    let mut queue = VecDeque::from([root]);
    while let Some(item) = queue.pop_front() {
        let Obtain::Make(recipe) = choice.of(item) else { continue };
        let mut inputs = choice.inputs(recipe, graph.recipe(recipe));
        if avoided.recipes.contains(&recipe) || inputs.any(|flow| Some(flow.item) == avoided.item) {
            let mut because = vec![item];
            let mut above = from.get(&item).copied().flatten();
            while let Some(item) = above {
                because.push(item);
                above = from.get(&item).copied().flatten();
            }
            because.reverse();
            return Some(Unavoidable { index, because, recipe });
        }
        for flow in choice.inputs(recipe, graph.recipe(recipe)) {
            from.entry(flow.item).or_insert_with(|| {
                queue.push_back(flow.item);
                Some(item)
            });
        }
    }
    None
}
