//! List scheduling: time goes from event to event, and at each the steps that can begin do so, the most urgent first.

use super::bound::Bound;
use super::jobs::Job;
use super::schedule::{Means, Task};

/// Which step goes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rule {
    /// The one with the longest path to the end.
    LongestTail,
    /// The one that takes longest.
    LongestStep,
    /// The one that could have begun first.
    EarliestHead,
}

/// Every task in its place.
pub(super) struct Placed {
    pub placements: Vec<Placement>,
    pub length_h: f64,
    pub peak_power_w: f64,
}

/// A task in its place.
#[derive(Clone, Debug, Default)]
pub(super) struct Placement {
    /// (index into the machines, which of its kind).
    pub machine: Option<(usize, usize)>,
    /// (index into the people, how many).
    pub people: Vec<(usize, usize)>,
    pub start_h: f64,
    pub end_h: f64,
    pub power_w: f64,
}

/// Two times nearer than this are the same, in hours.
const SAME_H: f64 = 1e-9;

struct Board<'a> {
    means: &'a Means<'a>,
    /// By machine and unit: from when it is free.
    machines: Vec<Vec<f64>>,
    /// By people and person: from when each is free.
    people: Vec<Vec<f64>>,
    /// Steps that draw power: (until, W).
    drawing: Vec<(f64, f64)>,
}

/// Places all tasks.
pub(super) fn place_tasks(tasks: &[Task], jobs: &[Job], means: &Means<'_>, bound: &Bound, rule: Rule) -> Placed {
    let mut after: Vec<Vec<usize>> = vec![Vec::new(); tasks.len()];
    let mut open: Vec<usize> = tasks.iter().map(|task| task.before.len()).collect();
    for (at, task) in tasks.iter().enumerate() {
        for before in &task.before {
            after[*before].push(at);
        }
    }
    let urgency = |at: usize| match rule {
        Rule::LongestTail => bound.tail_h[at] + tasks[at].duration_h(),
        Rule::LongestStep => tasks[at].duration_h(),
        Rule::EarliestHead => -bound.head_h[at],
    };
    let mut order: Vec<usize> = (0..tasks.len()).collect();
    order.sort_by(|a, b| urgency(*b).total_cmp(&urgency(*a)).then(a.cmp(b)));
    let mut rank = vec![0; tasks.len()];
    order.iter().enumerate().for_each(|(place, task)| rank[*task] = place);
    let mut board = Board {
        means,
        machines: (0..means.place.machines.len()).map(|at| vec![0.0; means.machine_count(at)]).collect(),
        people: (0..means.place.people.len()).map(|at| vec![0.0; means.people_count(at)]).collect(),
        drawing: Vec::new(),
    };
    let mut placements: Vec<Placement> = vec![Placement::default(); tasks.len()];
    // Tasks whose predecessors are all placed: (from when they may begin, rank).
    let mut ready: Vec<(f64, usize)> = Vec::new();
    let mut settle: Vec<usize> = (0..tasks.len()).filter(|at| open[*at] == 0).collect();
    let (mut now, mut length_h, mut peak_power_w) = (0.0_f64, 0.0_f64, 0.0_f64);
    loop {
        // Milestones take no time: they are passed as soon as what they wait for is placed.
        while let Some(at) = settle.pop() {
            let ends = tasks[at].before.iter().map(|before| placements[*before].end_h);
            let from = ends.fold(tasks[at].release_h, f64::max);
            if tasks[at].duration_h() > 0.0 {
                ready.push((from, rank[at]));
                continue;
            }
            (placements[at].start_h, placements[at].end_h) = (from, from);
            release(at, &after, &mut open, &mut settle);
        }
        if ready.is_empty() {
            break;
        }
        ready.sort_by_key(|(_, rank)| *rank);
        let mut waiting = Vec::new();
        let mut next = f64::INFINITY;
        for (from, place) in std::mem::take(&mut ready) {
            let at = order[place];
            let can = (from <= now + SAME_H)
                .then(|| board.begin(&tasks[at], tasks[at].job.map(|job| &jobs[job]), now))
                .flatten();
            let Some(placement) = can else {
                next = next.min(if from > now + SAME_H { from } else { f64::INFINITY });
                waiting.push((from, place));
                continue;
            };
            length_h = length_h.max(placement.end_h);
            placements[at] = placement;
            release(at, &after, &mut open, &mut settle);
        }
        ready = waiting;
        peak_power_w = peak_power_w.max(board.drawn_w(now));
        if settle.is_empty() {
            now = next.min(board.next_event(now));
            if !now.is_finite() {
                break;
            }
        }
    }
    let ends = placements.iter().map(|placement| placement.end_h).fold(length_h, f64::max);
    Placed { placements, length_h: ends, peak_power_w }
}

fn release(at: usize, after: &[Vec<usize>], open: &mut [usize], settle: &mut Vec<usize>) {
    for next in &after[at] {
        open[*next] -= 1;
        if open[*next] == 0 {
            settle.push(*next);
        }
    }
}

impl Board<'_> {
    /// Begins a task now, if a machine, the people and the power for it are free.
    fn begin(&mut self, task: &Task, job: Option<&Job>, now: f64) -> Option<Placement> {
        let calendar = self.means.calendar;
        let people = match job {
            Some(job) if task.able_people + task.helpers > 0 => self.team(task, job, now)?,
            _ => Vec::new(),
        };
        let team_open =
            people.iter().map(|(people, _)| self.means.people_open_h(*people)).fold(calendar.week_h, f64::min);
        let finish = |hours: f64, open_h: f64| calendar.finish(now, hours, open_h);
        let is_open = |open_h: f64| calendar.opening(now, open_h) <= now + SAME_H;
        if !is_open(team_open) {
            return None;
        }
        let mut placement = Placement { start_h: now, ..Placement::default() };
        let mut open_h = team_open;
        if let Some(job) = job.filter(|_| task.machine_h > 0.0) {
            let drawn = self.drawn_w(now);
            let spare = self.means.place.power_w.map_or(f64::INFINITY, |watts| watts * (1.0 + 1e-9) - drawn);
            let free = job.able.iter().filter_map(|(machine, watts)| {
                let unit = self.machines[*machine].iter().position(|free| *free <= now + SAME_H)?;
                let (open_h, watts) = (self.means.machine_open_h(*machine).min(team_open), watts.unwrap_or(0.0));
                (is_open(open_h) && watts <= spare).then_some((*machine, unit, open_h, watts))
            });
            // The one that is done first; of equals the one that draws least, then the first.
            let best = free.reduce(|best, next| {
                let (first, second) = (finish(task.machine_h, best.2), finish(task.machine_h, next.2));
                if (second, next.3) < (first - SAME_H, best.3) || ((second - first).abs() <= SAME_H && next.3 < best.3)
                {
                    next
                } else {
                    best
                }
            });
            let (machine, unit, machine_open, watts) = best?;
            open_h = machine_open;
            let until = finish(task.machine_h, open_h);
            self.machines[machine][unit] = until;
            if watts > 0.0 {
                self.drawing.push((until, watts));
            }
            placement.machine = Some((machine, unit));
            placement.power_w = watts;
        }
        let until = finish(task.people_h, open_h);
        for (people, count) in &people {
            let mut count = *count;
            for person in &mut self.people[*people] {
                if count > 0 && *person <= now + SAME_H {
                    *person = until;
                    count -= 1;
                }
            }
        }
        placement.people = people;
        placement.end_h = finish(task.duration_h(), open_h);
        Some(placement)
    }

    /// People who are free now: those who are able first, then helpers.
    fn team(&self, task: &Task, job: &Job, now: f64) -> Option<Vec<(usize, usize)>> {
        let free = |people: usize| self.people[people].iter().filter(|free| **free <= now + SAME_H).count();
        let mut team: Vec<(usize, usize)> = Vec::new();
        let mut take = |candidates: &mut dyn Iterator<Item = usize>, wanted: usize| {
            let mut missing = wanted;
            for people in candidates {
                let taken = team.iter().filter(|(known, _)| *known == people).map(|(_, count)| count).sum::<usize>();
                let count = free(people).saturating_sub(taken).min(missing);
                if count > 0 {
                    team.push((people, count));
                    missing -= count;
                }
            }
            missing == 0
        };
        let is_whole = take(&mut job.able_people.iter().copied(), task.able_people)
            && take(&mut (0..self.people.len()), task.helpers);
        is_whole.then_some(team)
    }

    /// W that are drawn at a time.
    fn drawn_w(&self, now: f64) -> f64 {
        self.drawing.iter().filter(|(until, _)| *until > now + SAME_H).map(|(_, watts)| watts).sum()
    }

    /// The next time at which something becomes free, or a shift begins.
    fn next_event(&mut self, now: f64) -> f64 {
        self.drawing.retain(|(until, _)| *until > now + SAME_H);
        let units = self.machines.iter().chain(&self.people).flatten().copied();
        let busy = units.chain(self.drawing.iter().map(|(until, _)| *until)).filter(|free| *free > now + SAME_H);
        let week = self.means.calendar.week_h;
        let monday = ((now / week + SAME_H).floor() + 1.0) * week;
        busy.fold(monday, f64::min)
    }
}
