//! One build, step by step, with as many machines and people as there are.
//!
//! Steps of a recipe follow each other; a recipe begins when all its inputs are there: what is imported after its lead time,
//! what is made when its own last step ends. Inside a loop nothing waits for itself, since a starter is there: the item that is
//! nearer to the sources comes first. What is run
//! several times is split among the machines that are able. List scheduling (Graham 1966): whenever something is free, of the
//! steps that can begin the one with the longest path to the end goes first. Finding the shortest schedule is NP-hard, so a
//! lower bound is told beside it: the longer of the critical path and the busiest resource, with the least that comes
//! before and after it.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::calendar::Calendar;
use super::facility::{DEFAULT_HOURS_PER_WEEK, HOURS_PER_WEEK, Place};
use super::jobs::Job;
use super::list::{Rule, place_tasks};
use super::shop::Shop;
use crate::graph::{ItemIndex, RecipeIndex, components_of};
use crate::model::Id;
use crate::resolve::{Obtain, Resolution};

/// Steps above which there is no schedule: it would be of no help.
const MOST_JOBS: usize = 3000;

/// Working hours above which there is no schedule: some five hundred years of one shift.
const LONGEST_H: f64 = 1e6;

/// Hours below which work is not split among machines.
const LEAST_SPLIT_H: f64 = 1.0;

/// One build of the quantity.
#[derive(Clone, Debug)]
pub struct Schedule {
    /// Every step that takes time, by start, then item and operation.
    pub steps: Vec<BuildStep>,
    /// Working hours from the first step to the last, waiting for imports included.
    pub length_h: f64,
    /// Hours in the working week: of the machine or person who works longest.
    pub hours_per_week: f64,
    /// No schedule is shorter than this.
    pub lower_bound_h: f64,
    /// What makes the lower bound: `critical path`, a machine, `labour:skill` or `power`.
    pub bound_by: String,
    /// W of all machines that run at once, at the most.
    pub peak_power_w: f64,
    /// Imports that are waited for: working hours until they are here.
    pub waits: Vec<(ItemIndex, f64)>,
    /// Imports of which nobody says how long they take: no wait is counted for them.
    pub unknown_lead_times: Vec<ItemIndex>,
}

impl Schedule {
    /// Calendar weeks.
    pub fn weeks(&self) -> f64 {
        self.length_h / self.hours_per_week
    }
}

/// One step on one machine.
#[derive(Clone, Debug, PartialEq)]
pub struct BuildStep {
    /// What is made.
    pub item: ItemIndex,
    /// By which recipe.
    pub recipe: RecipeIndex,
    /// Which of its operations.
    pub operation: usize,
    /// On which machine; `None` where it takes no machine time.
    pub machine: Option<Id>,
    /// Which of several of its kind, from 1.
    pub unit: usize,
    /// Who: (skill, how many).
    pub people: Vec<(Id, usize)>,
    /// Working hours from the beginning.
    pub start_h: f64,
    /// When the machine, or the last of the people, is free again.
    pub end_h: f64,
    /// Machine hours.
    pub machine_h: f64,
    /// Hours of each of the people.
    pub people_h: f64,
    /// W that the machine draws.
    pub power_w: f64,
}

/// A step to be placed, or a milestone that takes no time.
#[derive(Clone, Debug, Default)]
pub(super) struct Task {
    /// Index into the jobs; `None` for a milestone.
    pub job: Option<usize>,
    pub machine_h: f64,
    /// Hours of each of the people.
    pub people_h: f64,
    /// How many of those who are able; then how many of anybody.
    pub able_people: usize,
    pub helpers: usize,
    /// Tasks that come before.
    pub before: Vec<usize>,
    /// Not before this time.
    pub release_h: f64,
}

impl Task {
    pub(super) fn duration_h(&self) -> f64 {
        self.machine_h.max(self.people_h)
    }
}

/// Machines and people in whole numbers, and the hours that each works in a week.
pub(super) struct Means<'p> {
    pub place: &'p Place,
    pub calendar: Calendar,
}

impl Means<'_> {
    pub(super) fn machine_count(&self, machine: usize) -> usize {
        (self.place.machines[machine].count.floor() as usize).max(1)
    }

    /// Hours that each machine of a kind works in a week.
    pub(super) fn machine_open_h(&self, machine: usize) -> f64 {
        let machine = &self.place.machines[machine];
        machine.hours_per_week / machine.count
    }

    pub(super) fn people_count(&self, people: usize) -> usize {
        (self.place.people[people].count.floor() as usize).max(1)
    }

    pub(super) fn people_open_h(&self, people: usize) -> f64 {
        let people = &self.place.people[people];
        people.hours_per_week / people.count
    }

    /// The longest week of those who could do a job.
    pub(super) fn open_h(&self, job: &Job, task: &Task) -> f64 {
        let machine = job.able.iter().map(|(machine, _)| self.machine_open_h(*machine)).fold(0.0, f64::max);
        let people = job.able_people.iter().map(|people| self.people_open_h(*people)).fold(0.0, f64::max);
        match (task.machine_h > 0.0 && machine > 0.0, task.people_h > 0.0 && people > 0.0) {
            (true, true) => machine.min(people),
            (true, false) => machine,
            (false, true) => people,
            (false, false) => self.calendar.week_h,
        }
    }
}

/// Schedules a build; of what is `started` enough is in hand to start a loop. `None` if it has too many steps for that, or would take centuries.
pub(super) fn schedule(
    shop: &Shop<'_>,
    resolution: &Resolution,
    jobs: &[Job],
    started: &BTreeSet<ItemIndex>,
) -> Option<Schedule> {
    if jobs.len() > MOST_JOBS {
        return None;
    }
    let means = Means { place: &shop.place, calendar: Calendar { week_h: week_h(&shop.place, jobs) } };
    let (mut waits, mut unknown_lead_times) = (Vec::new(), Vec::new());
    for need in resolution.leaves(Obtain::Bought) {
        match shop.place.lead_time_h(shop.catalog, shop.graph, need.item) {
            Some(hours) => waits.push((need.item, hours / HOURS_PER_WEEK * means.calendar.week_h)),
            None => unknown_lead_times.push(need.item),
        }
    }
    // Of two items in one loop the one that is further from the sources waits for the other: so nothing waits for itself.
    let ranks = ranks(resolution, started);
    let rank = |item: ItemIndex| ranks.get(&item).copied().unwrap_or(u32::MAX);
    let tasks = tasks(resolution, jobs, &means, &waits, rank);
    let bound = super::bound::lower_bound(&tasks, jobs, &means);
    if bound.length_h > LONGEST_H || bound.length_h.is_nan() {
        return None;
    }
    let placed = [Rule::LongestTail, Rule::LongestStep, Rule::EarliestHead].into_iter();
    let placed = placed.map(|rule| place_tasks(&tasks, jobs, &means, &bound, rule));
    let best = placed.reduce(|best, next| if next.length_h < best.length_h - 1e-9 { next } else { best })?;
    let item_of = items_by_recipe(resolution);
    let mut steps: Vec<BuildStep> = best
        .placements
        .into_iter()
        .zip(&tasks)
        .filter_map(|(placed, task)| {
            let job = &jobs[task.job?];
            Some(BuildStep {
                item: *item_of.get(&job.recipe)?,
                recipe: job.recipe,
                operation: job.operation,
                machine: placed.machine.map(|(machine, _)| shop.place.machines[machine].id.clone()),
                unit: placed.machine.map_or(0, |(_, unit)| unit + 1),
                people: placed
                    .people
                    .into_iter()
                    .map(|(at, count)| (shop.place.people[at].skill.clone(), count))
                    .collect(),
                start_h: placed.start_h,
                end_h: placed.end_h,
                machine_h: task.machine_h,
                people_h: task.people_h,
                power_w: placed.power_w,
            })
        })
        .collect();
    steps.sort_by(|a, b| {
        a.start_h.total_cmp(&b.start_h).then_with(|| (a.item, a.operation, a.unit).cmp(&(b.item, b.operation, b.unit)))
    });
    Some(Schedule {
        steps,
        length_h: best.length_h,
        hours_per_week: means.calendar.week_h,
        lower_bound_h: bound.length_h,
        bound_by: bound.by,
        peak_power_w: best.peak_power_w,
        waits,
        unknown_lead_times,
    })
}

/// The working week: that of the machine or person who works longest, of those that take part.
fn week_h(place: &Place, jobs: &[Job]) -> f64 {
    let machines = jobs.iter().flat_map(|job| &job.able).map(|(machine, _)| &place.machines[*machine]);
    let machines = machines.map(|machine| machine.hours_per_week / machine.count);
    let people = jobs.iter().flat_map(|job| &job.able_people).map(|people| &place.people[*people]);
    let people = people.map(|people| people.hours_per_week / people.count);
    let longest = machines.chain(people).fold(0.0, f64::max);
    if longest > 0.0 { longest } else { DEFAULT_HOURS_PER_WEEK }
}

/// By recipe, the first item by id that it is run for.
fn items_by_recipe(resolution: &Resolution) -> BTreeMap<RecipeIndex, ItemIndex> {
    let mut items = BTreeMap::new();
    for need in &resolution.needs {
        if let Obtain::Make(recipe) = need.obtain {
            items.entry(recipe).or_insert(need.item);
        }
    }
    items
}

/// How many recipes lie between items and the sources, where what is `started` is there from the beginning; none for what is
/// started.
fn ranks(resolution: &Resolution, started: &BTreeSet<ItemIndex>) -> BTreeMap<ItemIndex, u32> {
    let edges = resolution.edges.iter().map(|edge| (edge.from, edge.to));
    // What comes with another item is there when that is.
    let with = resolution.needs.iter().filter_map(|need| Some((need.item, need.with?)));
    let mut users: BTreeMap<ItemIndex, Vec<ItemIndex>> = BTreeMap::new();
    let mut waits: BTreeMap<ItemIndex, usize> = resolution.needs.iter().map(|need| (need.item, 0)).collect();
    for (from, to) in edges.chain(with).filter(|(_, to)| !started.contains(to)) {
        users.entry(to).or_default().push(from);
        *waits.entry(from).or_default() += 1;
    }
    let sources = waits.iter().filter(|(item, waits)| **waits == 0 && !started.contains(item));
    let mut queue: VecDeque<(ItemIndex, u32)> = sources.map(|(item, _)| (*item, 0)).collect();
    let mut ranks = BTreeMap::new();
    while let Some((item, rank)) = queue.pop_front() {
        ranks.insert(item, rank);
        for user in users.get(&item).into_iter().flatten() {
            let Some(left) = waits.get_mut(user) else { continue };
            *left -= 1;
            if *left == 0 && !started.contains(user) {
                queue.push_back((*user, rank + 1));
            }
        }
    }
    ranks
}

/// Steps and milestones. For each item the task after which it is there, for each recipe the one from which it can begin.
fn tasks(
    resolution: &Resolution,
    jobs: &[Job],
    means: &Means<'_>,
    waits: &[(ItemIndex, f64)],
    rank: impl Fn(ItemIndex) -> u32,
) -> Vec<Task> {
    let needs = &resolution.needs;
    let vertex = |item: ItemIndex| needs.binary_search_by_key(&item, |need| need.item).ok();
    let arcs = resolution.edges.iter().filter_map(|e| Some((vertex(e.from)? as u32, vertex(e.to)? as u32)));
    let components = components_of(needs.len(), arcs.collect::<Vec<_>>());
    let mut by_recipe: BTreeMap<RecipeIndex, Vec<usize>> = BTreeMap::new();
    for (index, job) in jobs.iter().enumerate() {
        by_recipe.entry(job.recipe).or_default().push(index);
    }
    let mut tasks: Vec<Task> = Vec::new();
    let mut done_of: Vec<usize> = vec![0; needs.len()];
    let mut recipe_done: BTreeMap<RecipeIndex, usize> = BTreeMap::new();
    // Consumed ones come before their consumers, so what is waited for is known.
    for members in &components.members {
        let mut members: Vec<usize> = members.iter().map(|vertex| *vertex as usize).collect();
        members.sort_by_key(|at| (rank(needs[*at].item), *at));
        for at in members {
            let need = &needs[at];
            let wait = waits.binary_search_by_key(&need.item, |(item, _)| *item).map_or(0.0, |found| waits[found].1);
            let Obtain::Make(recipe) = need.obtain else {
                done_of[at] = push(&mut tasks, Task { release_h: wait, ..Task::default() });
                continue;
            };
            if let Some(done) = recipe_done.get(&recipe) {
                done_of[at] = *done;
                continue;
            }
            let inputs = resolution.edges_from(need.item).iter().filter_map(|edge| vertex(edge.to));
            let is_waited_for = |input: &usize| {
                components.of_vertex[*input] != components.of_vertex[at] || rank(needs[*input].item) < rank(need.item)
            };
            let before = inputs.filter(is_waited_for).map(|input| done_of[input]).collect();
            let mut last = push(&mut tasks, Task { before, ..Task::default() });
            for index in by_recipe.get(&recipe).into_iter().flatten() {
                let parts: Vec<usize> = split(&jobs[*index], means)
                    .into_iter()
                    .map(|share| push(&mut tasks, task_of(jobs, *index, share, means, last)))
                    .collect();
                last = match parts[..] {
                    [one] => one,
                    _ => push(&mut tasks, Task { before: parts, ..Task::default() }),
                };
            }
            recipe_done.insert(recipe, last);
            done_of[at] = last;
        }
    }
    tasks
}

fn push(tasks: &mut Vec<Task>, task: Task) -> usize {
    tasks.push(task);
    tasks.len() - 1
}

fn task_of(jobs: &[Job], index: usize, share: f64, means: &Means<'_>, after: usize) -> Task {
    let job = &jobs[index];
    let machine_h = if job.able.is_empty() { 0.0 } else { job.machine_h * share };
    let mut task = Task { job: Some(index), machine_h, before: vec![after], ..Task::default() };
    if job.labour_h > 0.0 && job.able_people.is_empty() {
        // Nobody is known: it takes its time all the same.
        task.people_h = job.labour_h * share / job.people;
    } else if job.labour_h > 0.0 {
        let able: usize = job.able_people.iter().map(|people| means.people_count(*people)).sum();
        let all: usize = (0..means.place.people.len()).map(|people| means.people_count(people)).sum();
        let at_once = (job.people as usize).clamp(1, all.max(1));
        task.able_people = at_once.min(able);
        task.helpers = at_once - task.able_people;
        task.people_h = job.labour_h * share / at_once as f64;
    }
    task
}

/// The shares of a job that go to several machines at once: whole runs each, and no less than an hour.
fn split(job: &Job, means: &Means<'_>) -> Vec<f64> {
    let machines: usize = job.able.iter().map(|(machine, _)| means.machine_count(*machine)).sum();
    let people: usize = job.able_people.iter().map(|people| means.people_count(*people)).sum();
    let teams = if job.able_people.is_empty() { usize::MAX } else { (people as f64 / job.people).floor() as usize };
    let whole = job.runs.floor();
    let long = (job.machine_h.max(job.labour_h / job.people) / LEAST_SPLIT_H).floor();
    let count = machines.min(teams).min(whole.min(long).min(1e6) as usize);
    if count < 2 {
        return vec![1.0];
    }
    let each = (whole / count as f64).floor();
    let mut more = whole - each * count as f64;
    let mut shares: Vec<f64> = (0..count)
        .map(|_| {
            let runs = if more >= 1.0 { each + 1.0 } else { each };
            more -= 1.0;
            runs / job.runs
        })
        .collect();
    // What is left of a run goes with the last.
    if let Some(last) = shares.last_mut() {
        *last += (job.runs - whole) / job.runs;
    }
    shares
}
