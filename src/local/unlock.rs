//! What is missing for a plan, and what each missing thing would unlock alone, over all plans of the repository.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Mutex, PoisonError};

use super::atom::{grant_of_item, needs_met};
use super::coverage::NEVER;
use super::fit::widest;
use super::grant::Grant;
use super::lack::{Lack, lacks};
use super::shop::Shop;
use super::system::{Fact, State, System};
use crate::catalog::ItemOwner;
use crate::graph::{Bound, Graph, ItemIndex, RecipeSource};
use crate::model::Id;
use crate::resolve::{Obtain, Resolution};

/// One thing that is missing.
#[derive(Clone, Debug, PartialEq)]
pub struct Missing {
    /// What, as far as this plan needs it.
    pub grant: Grant,
    /// The recipes and items of this plan that wait for it, sorted.
    pub needed_by: Vec<Id>,
    /// For a capability: the skills that its work asks for and that are missing too. They come with it, since a shop without
    /// the machine seldom has its operator.
    pub operators: Vec<Id>,
    /// What it would unlock, with its operators and nothing else that is missing.
    pub unlocks: Unlocks,
}

/// What becomes possible, over all plans of the repository.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Unlocks {
    /// Items that could be had, parts among them.
    pub items: usize,
    /// Parts of plans.
    pub parts: usize,
    /// Plans that could be made.
    pub plans: usize,
    /// Share by mass of what all BOMs ask for, from 0 to 1.
    pub mass: f64,
    /// Share by price.
    pub value: f64,
}

/// All that is out of reach in a shop, and what it weighs in the plans.
#[derive(Debug)]
pub(super) struct Beyond {
    system: System,
    state: Mutex<State>,
    known: Mutex<HashMap<String, Unlocks>>,
    weights: Weights,
}

/// What the BOMs of all plans ask for, by item and in all.
#[derive(Debug)]
struct Weights {
    mass_kg: Vec<f64>,
    value: Vec<f64>,
    all_kg: f64,
    all_value: f64,
}

impl Beyond {
    /// Everything that the shop cannot make. Linear in the graph.
    pub fn of(shop: &Shop<'_>) -> Self {
        let is_beyond = |item: &ItemIndex| match shop.graph.item(*item).owner {
            ItemOwner::Plan(_) => shop.way_to_make(*item).is_none(),
            _ => shop.reach.stage(*item) == NEVER,
        };
        let system = System::around(shop, shop.graph.item_indices().filter(is_beyond));
        let state = Mutex::new(system.start());
        Self { system, state, known: Mutex::default(), weights: Weights::of(shop.graph) }
    }

    fn unlocked_by(&self, shop: &Shop<'_>, grants: &[Grant]) -> Unlocks {
        let key = format!("{grants:?}");
        if let Some(known) = self.known.lock().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return *known;
        }
        let mut unlocks = Unlocks::default();
        let (mut kg, mut value) = (0.0, 0.0);
        {
            let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
            let before = state.trail().len();
            for grant in grants {
                self.system.grant(&mut state, &needs_met(shop, &self.system, grant));
            }
            for fact in &state.trail()[before..] {
                match self.system.facts[*fact as usize] {
                    Fact::Item(item) => {
                        unlocks.items += 1;
                        let is_part = matches!(shop.graph.item(item).owner, ItemOwner::Part { .. });
                        unlocks.parts += usize::from(is_part);
                        kg += self.weights.mass_kg[item.0 as usize];
                        value += self.weights.value[item.0 as usize];
                    }
                    Fact::Recipe(recipe) => {
                        let is_plan = matches!(shop.graph.recipe(recipe).source, RecipeSource::Plan(_));
                        unlocks.plans += usize::from(is_plan);
                    }
                    Fact::Line(_) | Fact::Need(_) => {}
                }
            }
            self.system.take_back(&mut state, before);
        }
        let share = |part: f64, all: f64| if all > 0.0 { (part / all).clamp(0.0, 1.0) } else { 0.0 };
        unlocks.mass = share(kg, self.weights.all_kg);
        unlocks.value = share(value, self.weights.all_value);
        self.known.lock().unwrap_or_else(PoisonError::into_inner).insert(key, unlocks);
        unlocks
    }
}

impl Weights {
    /// By the first option of each line. A part is worth what goes into it.
    fn of(graph: &Graph) -> Self {
        let mut weights = Self {
            mass_kg: vec![0.0; graph.items.len()],
            value: vec![0.0; graph.items.len()],
            all_kg: 0.0,
            all_value: 0.0,
        };
        let price = |item: ItemIndex| {
            let known = graph.item(item);
            let from = known.recipes.first().filter(|_| matches!(known.owner, ItemOwner::Part { .. }));
            let Some(recipe) = from else { return graph.price(item).unwrap_or(0.0) };
            let inputs = graph.recipe(*recipe).inputs.iter().filter_map(|line| line.options.first());
            inputs.filter_map(|flow| Some(graph.price(flow.item)? * flow.quantity)).sum()
        };
        for recipe in graph.recipes.iter().filter(|recipe| matches!(recipe.source, RecipeSource::Plan(_))) {
            for flow in recipe.inputs.iter().filter_map(|line| line.options.first()) {
                let at = flow.item.0 as usize;
                let kg = graph.item(flow.item).mass_kg.unwrap_or(0.0) * flow.quantity;
                let value = price(flow.item) * flow.quantity;
                weights.mass_kg[at] += kg;
                weights.value[at] += value;
                weights.all_kg += kg;
                weights.all_value += value;
            }
        }
        weights
    }
}

/// What stands in the way of a resolution, each once: what its blocked recipes lack, and leaves that cannot be had. Those that
/// unlock most plans come first, then most parts, then most items.
pub(super) fn missing(shop: &Shop<'_>, resolution: &Resolution) -> Vec<Missing> {
    let mut bounds: BTreeMap<&Id, Vec<&[Bound]>> = BTreeMap::new();
    let (mut skills, mut power_w, mut floor_m2) = (BTreeMap::<&Id, u32>::new(), 0.0_f64, 0.0_f64);
    let mut needed_by: BTreeMap<(&str, &str), BTreeSet<Id>> = BTreeMap::new();
    let mut operators: BTreeMap<&Id, BTreeSet<&Id>> = BTreeMap::new();
    let mut grants: Vec<Grant> = Vec::new();
    let is_blocked = |item: ItemIndex| shop.stage_as_chosen(&resolution.choice, resolution.root, item) == NEVER;
    for need in resolution.needs.iter().filter(|need| is_blocked(need.item)) {
        let id = &shop.graph.item(need.item).id;
        let Obtain::Make(index) = need.obtain else {
            grants.extend(grant_of_item(shop, need.item).map(|(grant, _)| grant));
            continue;
        };
        if shop.coverage.stage(index) != NEVER {
            continue;
        }
        for lack in lacks(&shop.place, shop.graph.recipe(index), shop.coverage.machines(index)) {
            let key = match lack {
                Lack::Machine(need) => {
                    bounds.entry(&need.capability_id).or_default().push(&need.bounds);
                    let skill = need.skill.as_ref().filter(|skill| !shop.place.has_people(skill, need.people));
                    operators.entry(&need.capability_id).or_default().extend(skill);
                    ("capability", need.capability_id.as_str())
                }
                Lack::Skill(skill, people) => {
                    let most = skills.entry(skill).or_insert(people);
                    *most = people.max(*most);
                    ("skill", skill.as_str())
                }
                Lack::Permission(permission) => ("permission", permission.as_str()),
                Lack::Power(watts) => {
                    power_w = power_w.max(watts);
                    ("power", "")
                }
                Lack::Floor(area_m2) => {
                    floor_m2 = floor_m2.max(area_m2);
                    ("floor", "")
                }
            };
            needed_by.entry(key).or_default().insert(id.clone());
        }
    }
    let people_with = |skill: &Id| {
        let at_once = skills.get(skill).map_or(1.0, |people| f64::from(*people));
        let people = (at_once - shop.place.people_in_all()).max(1.0).ceil() as u32;
        Grant::Skill { skill: skill.clone(), people }
    };
    for (kind, what) in needed_by.keys() {
        grants.push(match *kind {
            "capability" => {
                let id = Id::new(*what);
                let envelope = widest(bounds.get(&id).into_iter().flatten().copied());
                Grant::Capability { capability: id, envelope }
            }
            "skill" => people_with(&Id::new(*what)),
            "permission" => Grant::Permission(Id::new(*what)),
            "power" => Grant::Power(power_w),
            _ => Grant::Floor(floor_m2),
        });
    }
    let users = |item: ItemIndex| {
        let uses = resolution.needs.iter().filter(|need| resolution.edges_from(need.item).iter().any(|e| e.to == item));
        uses.map(|need| shop.graph.item(need.item).id.clone()).collect::<Vec<Id>>()
    };
    let beyond = if grants.is_empty() { return Vec::new() } else { shop.beyond() };
    let mut missing: Vec<Missing> = grants
        .into_iter()
        .map(|grant| {
            let needed_by = match &grant {
                Grant::Resource(item) | Grant::Import(item) => users(*item),
                Grant::Power(_) | Grant::Floor(_) => of_key(&needed_by, (grant.kind(), "")),
                other => of_key(&needed_by, (other.kind(), &other.what(shop.graph))),
            };
            let operators: Vec<Id> = match &grant {
                Grant::Capability { capability, .. } => {
                    operators.get(capability).into_iter().flatten().map(|skill| (*skill).clone()).collect()
                }
                _ => Vec::new(),
            };
            let together: Vec<Grant> =
                std::iter::once(grant.clone()).chain(operators.iter().map(people_with)).collect();
            Missing { unlocks: beyond.unlocked_by(shop, &together), grant, operators, needed_by }
        })
        .collect();
    missing.sort_by_cached_key(|missing| {
        let Unlocks { items, parts, plans, .. } = missing.unlocks;
        let most = std::cmp::Reverse((plans, parts, items, missing.needed_by.len()));
        (most, missing.grant.kind(), missing.grant.what(shop.graph))
    });
    missing
}

fn of_key(needed_by: &BTreeMap<(&str, &str), BTreeSet<Id>>, key: (&str, &str)) -> Vec<Id> {
    let found = needed_by.iter().find(|(known, _)| **known == key);
    found.map(|(_, ids)| ids.iter().cloned().collect()).unwrap_or_default()
}
