//! What is not to be had, as rules: which facts would follow from which, if something more were granted.
//!
//! Facts are items that can be had, lines that are supplied, recipes that can be run and needs that are met. A rule says that
//! its head holds once all of its body does; a grant makes facts hold by itself. Whatever the shop already reaches is left
//! out, so without a grant nothing here holds, and the whole is a refutation. Chaining is that of Dowling and Gallier (1984),
//! with a trail, so that a trial can be taken back at the price of what it reached.

use std::collections::HashMap;

use super::coverage::NEVER;
use super::fit::{is_same_or_below, misfits};
use super::lack::{Lack, has_room, lacks};
use super::shop::Shop;
use crate::graph::{Bound, ItemIndex, OperationNeed, RecipeIndex};
use crate::model::Id;

/// Index of a fact.
pub(super) type FactIndex = u32;

/// Something that may come to hold.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Fact {
    /// The item can be had.
    Item(ItemIndex),
    /// A line of this recipe is supplied.
    Line(RecipeIndex),
    /// The recipe can be run.
    Recipe(RecipeIndex),
    /// A need, by its index.
    Need(usize),
}

/// A lack, by itself.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Need {
    /// A machine that does this within bounds.
    Machine(Id, Vec<Bound>),
    /// Somebody with a skill, and so many people at once.
    Skill(Id, u32),
    /// A permission.
    Permission(Id),
    /// W.
    Power(f64),
    /// m2.
    Floor(f64),
}

impl Need {
    fn of(lack: &Lack<'_>) -> Self {
        match lack {
            Lack::Machine(need) => Need::Machine(need.capability_id.clone(), need.bounds.to_vec()),
            Lack::Skill(skill, people) => Need::Skill((*skill).clone(), *people),
            Lack::Permission(permission) => Need::Permission((*permission).clone()),
            Lack::Power(watts) => Need::Power(*watts),
            Lack::Floor(area_m2) => Need::Floor(*area_m2),
        }
    }
}

#[derive(Debug)]
struct Rule {
    head: FactIndex,
    body: Vec<FactIndex>,
}

/// The rules around some recipes that cannot be run.
#[derive(Debug)]
pub(super) struct System {
    /// By fact.
    pub facts: Vec<Fact>,
    /// What is lacking, each once.
    pub needs: Vec<Need>,
    rules: Vec<Rule>,
    /// By fact: the rules that have it in their body.
    watchers: Vec<Vec<u32>>,
    items: HashMap<ItemIndex, FactIndex>,
    recipes: HashMap<RecipeIndex, FactIndex>,
    need_facts: Vec<FactIndex>,
    need_of_key: HashMap<String, usize>,
}

/// What holds.
#[derive(Clone, Debug)]
pub(super) struct State {
    holds: Vec<bool>,
    /// By rule: facts of its body that do not hold yet.
    open: Vec<u32>,
    /// By fact that holds: the rule that brought it; `None` if it was granted.
    brought: Vec<Option<u32>>,
    /// The facts that hold, in the order in which they came.
    trail: Vec<FactIndex>,
    /// Steps that were taken in all.
    pub steps: u64,
}

impl System {
    /// The rules around the recipes of items: those that make them, and all that those wait for. An item that can be had
    /// otherwise is followed only where it is one of `items`.
    pub fn around(shop: &Shop<'_>, items: impl IntoIterator<Item = ItemIndex>) -> Self {
        let mut system = Self {
            facts: Vec::new(),
            needs: Vec::new(),
            rules: Vec::new(),
            watchers: Vec::new(),
            items: HashMap::new(),
            recipes: HashMap::new(),
            need_facts: Vec::new(),
            need_of_key: HashMap::new(),
        };
        let mut open: Vec<RecipeIndex> = Vec::new();
        for item in items {
            system.follow_recipes(shop, item, &mut open);
        }
        while let Some(recipe) = open.pop() {
            system.expand(shop, recipe, &mut open);
        }
        let mut items: Vec<(ItemIndex, FactIndex)> = system.items.iter().map(|(item, fact)| (*item, *fact)).collect();
        items.sort_unstable();
        for (item, fact) in items {
            let makers = shop.graph.item(item).recipes.iter();
            let makers = makers.filter(|recipe| shop.graph.recipe(**recipe).output_of(item) > 0.0);
            for recipe in makers.filter_map(|recipe| system.recipe(*recipe)).collect::<Vec<_>>() {
                system.rule(fact, vec![recipe]);
            }
        }
        system
    }

    /// The fact that an item can be had, if it is in doubt.
    pub fn item(&self, item: ItemIndex) -> Option<FactIndex> {
        self.items.get(&item).copied()
    }

    /// The fact that a recipe can be run, if it is in doubt.
    pub fn recipe(&self, recipe: RecipeIndex) -> Option<FactIndex> {
        self.recipes.get(&recipe).copied()
    }

    /// The fact that a need is met.
    pub fn need(&self, need: usize) -> FactIndex {
        self.need_facts[need]
    }

    /// How many rules there are.
    pub fn rule_count(&self) -> usize {
        self.rules.len()
    }

    /// The body of the rule that brought a fact.
    pub fn because(&self, state: &State, fact: FactIndex) -> &[FactIndex] {
        state.brought[fact as usize].map_or(&[], |rule| &self.rules[rule as usize].body)
    }

    /// Nothing granted, and what holds all the same.
    pub fn start(&self) -> State {
        let mut state = State {
            holds: vec![false; self.facts.len()],
            open: self.rules.iter().map(|rule| rule.body.len() as u32).collect(),
            brought: vec![None; self.facts.len()],
            trail: Vec::new(),
            steps: 0,
        };
        for (number, rule) in self.rules.iter().enumerate() {
            if rule.body.is_empty() && !state.holds[rule.head as usize] {
                self.chain(&mut state, rule.head, Some(number as u32));
            }
        }
        state
    }

    /// Lets facts hold, and all that follows.
    pub fn grant(&self, state: &mut State, facts: &[FactIndex]) {
        for fact in facts {
            if !state.holds[*fact as usize] {
                self.chain(state, *fact, None);
            }
        }
    }

    fn chain(&self, state: &mut State, fact: FactIndex, rule: Option<u32>) {
        let mut next = state.trail.len();
        state.hold(fact, rule);
        while let Some(fact) = state.trail.get(next).copied() {
            next += 1;
            for rule in &self.watchers[fact as usize] {
                state.steps += 1;
                let open = &mut state.open[*rule as usize];
                *open -= 1;
                let head = self.rules[*rule as usize].head;
                if *open == 0 && !state.holds[head as usize] {
                    state.hold(head, Some(*rule));
                }
            }
        }
    }

    /// Takes back all that came to hold after the first `length` facts.
    pub fn take_back(&self, state: &mut State, length: usize) {
        for fact in state.trail.split_off(length) {
            state.holds[fact as usize] = false;
            state.brought[fact as usize] = None;
            for rule in &self.watchers[fact as usize] {
                state.steps += 1;
                state.open[*rule as usize] += 1;
            }
        }
    }

    fn fact(&mut self, fact: Fact) -> FactIndex {
        self.facts.push(fact);
        self.watchers.push(Vec::new());
        (self.facts.len() - 1) as FactIndex
    }

    fn rule(&mut self, head: FactIndex, mut body: Vec<FactIndex>) {
        body.sort_unstable();
        body.dedup();
        for fact in &body {
            self.watchers[*fact as usize].push(self.rules.len() as u32);
        }
        self.rules.push(Rule { head, body });
    }

    /// The facts of an item's recipes; those that are new are to be expanded.
    fn follow_recipes(&mut self, shop: &Shop<'_>, item: ItemIndex, open: &mut Vec<RecipeIndex>) -> Vec<FactIndex> {
        let recipes = shop.graph.item(item).recipes.iter();
        recipes
            .map(|recipe| {
                if let Some(fact) = self.recipes.get(recipe) {
                    return *fact;
                }
                let fact = self.fact(Fact::Recipe(*recipe));
                self.recipes.insert(*recipe, fact);
                open.push(*recipe);
                fact
            })
            .collect()
    }

    fn expand(&mut self, shop: &Shop<'_>, index: RecipeIndex, open: &mut Vec<RecipeIndex>) {
        let recipe = shop.graph.recipe(index);
        let mut body = Vec::new();
        for line in &recipe.inputs {
            if line.options.iter().any(|flow| shop.reach.stage(flow.item) != NEVER) {
                continue;
            }
            let items: Vec<FactIndex> =
                line.options.iter().map(|flow| self.follow_item(shop, flow.item, open)).collect();
            body.push(match items[..] {
                [one] => one,
                _ => {
                    let supplied = self.fact(Fact::Line(index));
                    items.into_iter().for_each(|item| self.rule(supplied, vec![item]));
                    supplied
                }
            });
        }
        if shop.coverage.stage(index) == NEVER {
            for lack in lacks(&shop.place, recipe, shop.coverage.machines(index)) {
                body.push(self.follow_need(shop, lack, open));
            }
        }
        if let Some(fact) = self.recipe(index) {
            self.rule(fact, body);
        }
    }

    fn follow_item(&mut self, shop: &Shop<'_>, item: ItemIndex, open: &mut Vec<RecipeIndex>) -> FactIndex {
        if let Some(fact) = self.items.get(&item) {
            return *fact;
        }
        let fact = self.fact(Fact::Item(item));
        self.items.insert(item, fact);
        self.follow_recipes(shop, item, open);
        fact
    }

    fn follow_need(&mut self, shop: &Shop<'_>, lack: Lack<'_>, open: &mut Vec<RecipeIndex>) -> FactIndex {
        let key = key_of(&lack);
        if let Some(need) = self.need_of_key.get(&key) {
            return self.need_facts[*need];
        }
        let number = self.needs.len();
        let fact = self.fact(Fact::Need(number));
        self.needs.push(Need::of(&lack));
        self.need_facts.push(fact);
        self.need_of_key.insert(key, number);
        if let Lack::Machine(need) = lack {
            self.follow_machines(shop, need, fact, open);
        }
        fact
    }

    /// How a need of a machine may be met other than by a machine that is bought: by one that is built here, and by one that
    /// is here or in the store once the place has the power, or the floor, for it.
    fn follow_machines(&mut self, shop: &Shop<'_>, need: &OperationNeed, fact: FactIndex, open: &mut Vec<RecipeIndex>) {
        let covers = |offer: &&super::facility::Offer| {
            is_same_or_below(offer.capability.as_str(), need.capability_id.as_str())
                && misfits(&need.bounds, &offer.bounds).next().is_none()
        };
        for machine in &shop.place.machines {
            for offer in machine.offers.iter().filter(covers) {
                if let Some(watts) = offer.power_w.filter(|_| shop.place.overloads(offer)) {
                    let power = self.follow_need(shop, Lack::Power(watts), open);
                    self.rule(fact, vec![power]);
                }
            }
        }
        for (item, machine) in shop.buildable() {
            let is_here = shop.place.machines.iter().any(|known| known.id == machine.id);
            for offer in machine.offers.iter().filter(covers).filter(|_| !is_here) {
                let mut body = Vec::new();
                if let Some(watts) = offer.power_w.filter(|_| shop.place.overloads(offer)) {
                    body.push(self.follow_need(shop, Lack::Power(watts), open));
                }
                for recipe in self.follow_recipes(shop, *item, open) {
                    self.rule(fact, body.iter().copied().chain([recipe]).collect());
                }
                if shop.place.stock.contains_key(item) {
                    let recipes = shop.graph.item(*item).recipes.iter().map(|recipe| shop.graph.recipe(*recipe));
                    let tight = recipes.filter(|recipe| !has_room(&shop.place, recipe));
                    if let Some(area_m2) = tight.filter_map(|recipe| recipe.floor_m2).reduce(f64::max) {
                        body.push(self.follow_need(shop, Lack::Floor(area_m2), open));
                    }
                    self.rule(fact, body);
                }
            }
        }
    }
}

impl State {
    fn hold(&mut self, fact: FactIndex, rule: Option<u32>) {
        self.holds[fact as usize] = true;
        self.brought[fact as usize] = rule;
        self.trail.push(fact);
    }

    /// Whether a fact holds.
    pub fn holds(&self, fact: FactIndex) -> bool {
        self.holds[fact as usize]
    }

    /// The facts that hold, in the order in which they came.
    pub fn trail(&self) -> &[FactIndex] {
        &self.trail
    }
}

/// Equal for needs that are met by the same.
fn key_of(lack: &Lack<'_>) -> String {
    match lack {
        Lack::Machine(need) => format!("machine {} {:?}", need.capability_id, need.bounds),
        Lack::Skill(skill, people) => format!("skill {skill} {people}"),
        Lack::Permission(permission) => format!("permission {permission}"),
        Lack::Power(watts) => format!("power {}", watts.to_bits()),
        Lack::Floor(area_m2) => format!("floor {}", area_m2.to_bits()),
    }
}
