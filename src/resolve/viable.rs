//! What can be had productively at all, and the productive choice that is nearest to preference.
//!
//! An item is *viable* if some choice takes it to the ground with no loop that consumes at least what it makes. Viable items
//! are found in two steps, both exact:
//!
//! 1. Forward chaining (Dowling and Gallier 1984; a counter per recipe, linear) gives a rank to all that can be had without
//!    any loop: a recipe ranks with the last of its inputs, an item one above its first recipe. Items that take the first
//!    recipe in preference whose rank is below their own can't be part of a loop.
//! 2. What has no rank is needed by itself (enrichment: 41 from 40). It is had if and only if a policy makes it of
//!    nothing but what is had: an artificial source that costs 1 a unit is given to every such item, and policy iteration
//!    finds the least cost ([`super::policy`]; the first phase of a linear program, Dantzig 1963). Cost 0 means viable.
//!
//! The chaining runs in *tiers*: first from all that is raw or bought, then from what is only let in if it must be (items
//! that the user avoids, items that nobody makes). An item of one tier is never made from one of a later tier, so what is
//! let in late is taken only by what cannot do without it.

use super::network::Network;
use super::policy::improve;
use super::space::{NONE, Policy, Space};
use crate::resolve::Obtain;

/// The tier of what cannot be had productively in any way.
pub(super) const NEVER: u8 = u8::MAX;

/// In which tier an item, or a recipe, is let in at the earliest. Items that nobody makes are let in last.
#[derive(Clone, Debug)]
pub(super) struct Floors {
    /// By vertex.
    pub items: Vec<u8>,
    /// By recipe number.
    pub recipes: Vec<u8>,
    /// The last tier.
    pub last: u8,
}

impl Floors {
    /// Everything is let in at once, but for what nobody makes.
    pub(super) fn open(space: &Space) -> Self {
        Self { items: vec![0; space.items.len()], recipes: vec![0; space.recipes.len()], last: 1 }
    }

    /// In which tier a way is let in.
    fn of_way(&self, space: &Space, vertex: u32, way: u32) -> u8 {
        let way = space.ways[way as usize];
        let own = match way.obtain {
            Obtain::Unresolved => self.last,
            _ if way.recipe == NONE => 0,
            _ => self.recipes[way.recipe as usize],
        };
        own.max(self.items[vertex as usize])
    }
}

/// Who can be had, in which tier, and in what order.
#[derive(Debug)]
pub(super) struct Viable {
    /// By vertex; [`NEVER`] for what has no productive way.
    pub tier: Vec<u8>,
    /// By recipe; the last of the tiers of its lines.
    pub recipe_tier: Vec<u8>,
    /// By vertex; ranks of a later tier are all above those of an earlier one.
    rank: Vec<u32>,
    recipe_rank: Vec<u32>,
    /// By vertex: whether it is only had by a loop that has to be fed once.
    is_looped: Vec<bool>,
    /// How the looped ones are had.
    loops: Policy,
}

/// Who takes what: lines by the vertices that are options of them.
struct Users {
    first: Vec<u32>,
    /// Option indices.
    options: Vec<u32>,
    line_of_option: Vec<u32>,
    recipe_of_line: Vec<u32>,
    /// By recipe: (vertex, way) that it makes.
    makes: Vec<Vec<(u32, u32)>>,
}

impl Users {
    fn of(space: &Space) -> Self {
        let mut first = vec![0_u32; space.items.len() + 1];
        for option in &space.options {
            first[option.vertex as usize + 1] += 1;
        }
        for vertex in 0..space.items.len() {
            first[vertex + 1] += first[vertex];
        }
        let mut next = first.clone();
        let mut options = vec![0; space.options.len()];
        for (index, option) in space.options.iter().enumerate() {
            options[next[option.vertex as usize] as usize] = index as u32;
            next[option.vertex as usize] += 1;
        }
        let lines = 0..space.line_count() as u32;
        let line_of_option = lines.flat_map(|line| space.options_of(line).map(move |_| line)).collect();
        let recipes = 0..space.recipes.len() as u32;
        let recipe_of_line = recipes.flat_map(|recipe| space.lines_of(recipe).map(move |_| recipe)).collect();
        let mut makes = vec![Vec::new(); space.recipes.len()];
        for vertex in space.vertices() {
            for way in space.open_ways_of(vertex).filter(|way| space.ways[*way as usize].recipe != NONE) {
                makes[space.ways[way as usize].recipe as usize].push((vertex, way));
            }
        }
        Self { first, options, line_of_option, recipe_of_line, makes }
    }

    /// The open options that are this vertex.
    fn options_of<'s>(&'s self, space: &'s Space, vertex: u32) -> impl Iterator<Item = u32> + 's {
        let range = self.first[vertex as usize] as usize..self.first[vertex as usize + 1] as usize;
        self.options[range].iter().copied().filter(|option| space.options[*option as usize].is_open)
    }
}

/// Finds what can be had, tier by tier.
pub(super) fn viable(space: &Space, floors: &Floors) -> Viable {
    let users = Users::of(space);
    let mut found = Viable {
        tier: vec![NEVER; space.items.len()],
        recipe_tier: vec![NEVER; space.recipes.len()],
        rank: vec![u32::MAX; space.items.len()],
        recipe_rank: vec![u32::MAX; space.recipes.len()],
        is_looped: vec![false; space.items.len()],
        loops: Policy { way: vec![NONE; space.items.len()], option: vec![NONE; space.line_count()] },
    };
    let mut next_rank = 0;
    for tier in 0..=floors.last {
        if found.tier.iter().all(|tier| *tier != NEVER) {
            break;
        }
        next_rank = found.chain(space, floors, &users, tier, next_rank) + 1;
        found.feed_loops(space, floors, &users, tier, next_rank);
        next_rank += 1;
    }
    for recipe in 0..space.recipes.len() as u32 {
        let tiers = space.lines_of(recipe).map(|line| {
            let options = space.open_options_of(line).map(|option| found.tier_of_option(space, option));
            options.min().unwrap_or(NEVER)
        });
        found.recipe_tier[recipe as usize] = tiers.chain([floors.recipes[recipe as usize]]).max().unwrap_or(0);
    }
    found
}

impl Viable {
    fn tier_of_option(&self, space: &Space, option: u32) -> u8 {
        self.tier[space.options[option as usize].vertex as usize]
    }

    /// Ranks what follows from what is had and from the leaves of a tier; returns the highest rank.
    fn chain(&mut self, space: &Space, floors: &Floors, users: &Users, tier: u8, base: u32) -> u32 {
        let mut missing: Vec<u32> =
            (0..space.recipes.len() as u32).map(|recipe| space.lines_of(recipe).len() as u32).collect();
        let mut is_held = vec![false; space.line_count()];
        let mut queue: Vec<u32> = Vec::new();
        for vertex in space.vertices() {
            let mut leaves = space.open_ways_of(vertex).filter(|way| space.ways[*way as usize].recipe == NONE);
            if self.tier[vertex as usize] != NEVER {
                queue.push(vertex);
            } else if leaves.any(|way| floors.of_way(space, vertex, way) <= tier) {
                self.tier[vertex as usize] = tier;
                self.rank[vertex as usize] = base;
                queue.push(vertex);
            }
        }
        let mut highest = base;
        let mut ready: Vec<u32> =
            (0..space.recipes.len() as u32).filter(|recipe| missing[*recipe as usize] == 0).collect();
        let mut next = 0;
        loop {
            for recipe in std::mem::take(&mut ready) {
                let rank = self.recipe_rank[recipe as usize].min(highest);
                self.recipe_rank[recipe as usize] = rank;
                for (vertex, way) in &users.makes[recipe as usize] {
                    if self.tier[*vertex as usize] == NEVER && floors.of_way(space, *vertex, *way) <= tier {
                        self.tier[*vertex as usize] = tier;
                        self.rank[*vertex as usize] = highest + 1;
                        queue.push(*vertex);
                    }
                }
            }
            let Some(vertex) = queue.get(next).copied() else { return highest };
            next += 1;
            let rank = self.rank[vertex as usize];
            highest = highest.max(if rank == u32::MAX { base } else { rank });
            for option in users.options_of(space, vertex) {
                let line = users.line_of_option[option as usize];
                if !std::mem::replace(&mut is_held[line as usize], true) {
                    let recipe = users.recipe_of_line[line as usize];
                    missing[recipe as usize] -= 1;
                    if missing[recipe as usize] == 0 {
                        ready.push(recipe);
                    }
                }
            }
        }
    }

    /// Finds what can be had by loops that have to be fed once.
    fn feed_loops(&mut self, space: &Space, floors: &Floors, users: &Users, tier: u8, rank: u32) {
        let is_candidate = self.candidates(space, floors, users, tier);
        let within: Vec<u32> = space.vertices().filter(|vertex| is_candidate[*vertex as usize]).collect();
        if within.is_empty() {
            return;
        }
        let narrowed = self.narrowed(space, floors, &is_candidate, tier);
        let mut policy = narrowed.first_policy();
        for vertex in Network::of(&narrowed, &policy, within.clone()).runaways().into_iter().flatten() {
            policy.way[vertex as usize] = NONE;
        }
        let own = |_: u32, way: u32| [if way == NONE { 1.0 } else { 0.0 }];
        let Ok(values) = improve(&narrowed, &within, &mut policy, &own) else { return };
        for vertex in within.into_iter().filter(|vertex| values[*vertex as usize][0] == 0.0) {
            let way = policy.way[vertex as usize];
            self.tier[vertex as usize] = tier;
            self.rank[vertex as usize] = rank;
            self.is_looped[vertex as usize] = true;
            self.loops.way[vertex as usize] = way;
            for line in space.lines_of_way(way) {
                self.loops.option[line as usize] = policy.option[line as usize];
            }
        }
    }

    /// What is not had, and may be had from itself: the greatest set whose members each have a way into it.
    fn candidates(&self, space: &Space, floors: &Floors, users: &Users, tier: u8) -> Vec<bool> {
        let is_had = |vertex: u32| self.tier[vertex as usize] != NEVER;
        let is_let_in = |vertex: u32, way: u32| {
            space.ways[way as usize].recipe != NONE && floors.of_way(space, vertex, way) <= tier
        };
        let mut is_in: Vec<bool> =
            space.vertices().map(|v| !is_had(v) && space.open_ways_of(v).any(|way| is_let_in(v, way))).collect();
        let mut options_left: Vec<u32> =
            (0..space.line_count() as u32).map(|line| space.open_options_of(line).count() as u32).collect();
        let mut is_dead = vec![false; space.recipes.len()];
        let mut ways_left: Vec<u32> =
            space.vertices().map(|v| space.open_ways_of(v).filter(|way| is_let_in(v, *way)).count() as u32).collect();
        let mut lost: Vec<u32> = space.vertices().filter(|v| !is_had(*v) && !is_in[*v as usize]).collect();
        while let Some(vertex) = lost.pop() {
            for option in users.options_of(space, vertex) {
                let line = users.line_of_option[option as usize];
                options_left[line as usize] -= 1;
                let recipe = users.recipe_of_line[line as usize];
                if options_left[line as usize] > 0 || std::mem::replace(&mut is_dead[recipe as usize], true) {
                    continue;
                }
                for (made, _) in users.makes[recipe as usize].iter().filter(|(made, way)| is_let_in(*made, *way)) {
                    ways_left[*made as usize] -= 1;
                    if ways_left[*made as usize] == 0 && std::mem::replace(&mut is_in[*made as usize], false) {
                        lost.push(*made);
                    }
                }
            }
        }
        is_in
    }

    /// A copy of the space in which only what is had, and the candidates, may be taken.
    fn narrowed(&self, space: &Space, floors: &Floors, is_candidate: &[bool], tier: u8) -> Space {
        let mut narrowed = space.clone();
        narrowed.close_later_options(|vertex| match self.tier[vertex as usize] {
            NEVER if is_candidate[vertex as usize] => tier,
            tier => tier,
        });
        for vertex in space.vertices() {
            for way in space.ways_of(vertex) {
                let is_in = |option: u32| {
                    let vertex = space.options[option as usize].vertex as usize;
                    self.tier[vertex] != NEVER || is_candidate[vertex]
                };
                let has_options = |line: u32| narrowed.open_options_of(line).any(is_in);
                let is_open = floors.of_way(space, vertex, way) <= tier && space.lines_of_way(way).all(has_options);
                narrowed.ways[way as usize].is_open &= is_open;
            }
        }
        narrowed
    }

    /// Closes the options that are let in later than another of the same line, and the ways that are let in later than
    /// their item. What can't be had at all keeps all of them.
    pub(super) fn narrow(&self, space: &mut Space, floors: &Floors) {
        space.close_later_options(|vertex| self.tier[vertex as usize]);
        for vertex in space.vertices() {
            let tier = self.tier[vertex as usize];
            for way in space.ways_of(vertex) {
                let recipe = space.ways[way as usize].recipe;
                let own = if recipe == NONE { 0 } else { self.recipe_tier[recipe as usize] };
                let is_open = own.max(floors.of_way(space, vertex, way)) <= tier;
                space.ways[way as usize].is_open &= tier == NEVER || is_open;
            }
        }
    }

    /// Takes the way that surely is productive.
    fn settle(&self, space: &Space, vertex: u32, policy: &mut Policy) {
        let v = vertex as usize;
        if self.is_looped[v] {
            policy.way[v] = self.loops.way[v];
            for line in space.lines_of_way(self.loops.way[v]) {
                policy.option[line as usize] = self.loops.option[line as usize];
            }
            return;
        }
        let rank_of = |way: u32| match space.ways[way as usize].recipe {
            NONE => None,
            recipe => Some(self.recipe_rank[recipe as usize]),
        };
        let way = space.open_ways_of(vertex).find(|way| rank_of(*way).is_none_or(|rank| rank < self.rank[v]));
        let Some(way) = way else { return };
        policy.way[v] = way;
        let rank = rank_of(way).unwrap_or(0);
        for line in space.lines_of_way(way) {
            let is_lower = |option: &u32| self.rank[space.options[*option as usize].vertex as usize] <= rank;
            if let Some(option) = space.open_options_of(line).find(is_lower) {
                policy.option[line as usize] = option;
            }
        }
    }
}

/// How many arcs may be looked at to bring items back to what is preferred.
const RETURN_WORK: usize = 20_000_000;

/// The productive policy of a narrowed space that is nearest to preference: every item takes its first way, and every line
/// its first option, but for what is part of a loop that consumes at least what it makes: there items switch to the way
/// that surely is productive, until no such loop is left that could be mended. Then each that switched goes back if the
/// others' switches were enough. What can't be had productively stays as it is preferred.
pub(super) fn nearest_to_preference(space: &Space, viable: &Viable) -> Policy {
    let first = space.first_policy();
    let mut policy = first.clone();
    let mut is_settled = vec![false; space.items.len()];
    let mut settled: Vec<u32> = Vec::new();
    loop {
        let runaways = Network::of(space, &policy, space.vertices().collect()).runaways();
        let mut open: Vec<u32> = runaways.into_iter().flatten().collect();
        open.retain(|vertex| {
            viable.tier[*vertex as usize] != NEVER && !std::mem::replace(&mut is_settled[*vertex as usize], true)
        });
        if open.is_empty() {
            break;
        }
        for vertex in open {
            viable.settle(space, vertex, &mut policy);
            settled.push(vertex);
        }
    }
    settled.sort_unstable();
    let mut work = 0;
    settled.retain(|vertex| policy.way[*vertex as usize] != first.way[*vertex as usize]);
    for vertex in settled {
        if work > RETURN_WORK {
            break;
        }
        let mut back = policy.clone();
        back.way[vertex as usize] = first.way[vertex as usize];
        let network = Network::below(space, &back, vertex);
        work += network.size() + space.items.len();
        if network.runaways().is_empty() {
            policy = back;
        }
    }
    policy
}
