//! What no schedule can be shorter than: the critical path, and the busiest resource between the least that comes before its
//! work and the least that comes after.

use std::collections::{BTreeMap, BTreeSet};

use super::jobs::Job;
use super::schedule::{Means, Task};

/// The bound, and the paths that lead to it.
pub(super) struct Bound {
    /// Working hours.
    pub length_h: f64,
    /// What makes it.
    pub by: String,
    /// By task: the earliest start.
    pub head_h: Vec<f64>,
    /// By task: working hours from its end to the end of all, at least.
    pub tail_h: Vec<f64>,
}

/// Work that only some machines or people can do.
#[derive(Clone, Copy)]
struct Load {
    hours: f64,
    head_h: f64,
    tail_h: f64,
}

impl Load {
    const NONE: Self = Self { hours: 0.0, head_h: f64::INFINITY, tail_h: f64::INFINITY };

    fn with(self, hours: f64, head_h: f64, tail_h: f64) -> Self {
        Self { hours: self.hours + hours, head_h: self.head_h.min(head_h), tail_h: self.tail_h.min(tail_h) }
    }
}

/// The lower bound of a build. Tasks come after those that they wait for.
pub(super) fn lower_bound(tasks: &[Task], jobs: &[Job], means: &Means<'_>) -> Bound {
    let calendar = means.calendar;
    let open_h = |task: &Task| task.job.map_or(calendar.week_h, |job| means.open_h(&jobs[job], task));
    let mut head_h = vec![0.0_f64; tasks.len()];
    let mut end_h = vec![0.0_f64; tasks.len()];
    let mut tail_h = vec![0.0_f64; tasks.len()];
    for (at, task) in tasks.iter().enumerate() {
        let earliest = task.before.iter().map(|before| end_h[*before]).fold(task.release_h, f64::max);
        let is_step = task.duration_h() > 0.0;
        head_h[at] = if is_step { calendar.opening(earliest, open_h(task)) } else { earliest };
        end_h[at] = if is_step { calendar.finish(earliest, task.duration_h(), open_h(task)) } else { earliest };
    }
    for (at, task) in tasks.iter().enumerate().rev() {
        for before in &task.before {
            tail_h[*before] = tail_h[*before].max(task.duration_h() + tail_h[at]);
        }
    }
    let critical = end_h.iter().copied().fold(0.0, f64::max);
    let mut best = (critical, "critical path".to_owned());
    let mut better = |length_h: f64, by: String| {
        if length_h > best.0 * (1.0 + 1e-9) {
            best = (length_h, by);
        }
    };
    let mut machines: BTreeMap<BTreeSet<usize>, ()> = BTreeMap::new();
    let mut people: BTreeMap<BTreeSet<usize>, ()> = BTreeMap::new();
    let able_machines = |task: &Task| -> BTreeSet<usize> {
        let able = task.job.filter(|_| task.machine_h > 0.0).map(|job| &jobs[job].able);
        able.into_iter().flatten().map(|(machine, _)| *machine).collect()
    };
    let able_people = |task: &Task| -> BTreeSet<usize> {
        let able = task.job.filter(|_| task.people_h > 0.0).map(|job| &jobs[job].able_people);
        able.into_iter().flatten().copied().collect()
    };
    let (on_machines, of_people): (Vec<_>, Vec<_>) =
        (tasks.iter().map(able_machines).collect(), tasks.iter().map(able_people).collect());
    machines.extend(on_machines.iter().filter(|set| !set.is_empty()).map(|set| (set.clone(), ())));
    people.extend(of_people.iter().filter(|set| !set.is_empty()).map(|set| (set.clone(), ())));
    let load_of = |set: &BTreeSet<usize>, able: &[BTreeSet<usize>], hours: &dyn Fn(&Task) -> f64| {
        let inside = (0..tasks.len()).filter(|at| !able[*at].is_empty() && able[*at].is_subset(set));
        // The step ends with the longer of machine and people, so what comes after may begin that much later.
        inside.fold(Load::NONE, |load, at| load.with(hours(&tasks[at]), head_h[at], tail_h[at]))
    };
    for set in machines.keys() {
        let load = load_of(set, &on_machines, &|task| task.machine_h);
        let count: usize = set.iter().map(|machine| means.machine_count(*machine)).sum();
        let open = set.iter().map(|machine| means.machine_open_h(*machine)).fold(0.0, f64::max);
        let ids: BTreeSet<&str> = set.iter().map(|machine| means.place.machines[*machine].id.as_str()).collect();
        let length = calendar.finish(load.head_h, load.hours / count as f64, open) + load.tail_h;
        better(length, ids.into_iter().collect::<Vec<_>>().join("+"));
    }
    for set in people.keys() {
        let load = load_of(set, &of_people, &|task| task.people_h * task.able_people as f64);
        let count: usize = set.iter().map(|people| means.people_count(*people)).sum();
        let open = set.iter().map(|people| means.people_open_h(*people)).fold(0.0, f64::max);
        let skills: BTreeSet<&str> = set.iter().map(|people| means.place.people[*people].skill.as_str()).collect();
        let length = calendar.finish(load.head_h, load.hours / count as f64, open) + load.tail_h;
        better(length, format!("labour:{}", skills.into_iter().collect::<Vec<_>>().join("+")));
    }
    if let Some(available_w) = means.place.power_w.filter(|watts| *watts > 0.0) {
        let drawn = |task: &Task| {
            let able = task.job.map(|job| &jobs[job].able);
            let least = able.into_iter().flatten().map(|(_, watts)| watts.unwrap_or(0.0)).reduce(f64::min);
            least.unwrap_or(0.0) * task.machine_h
        };
        better(tasks.iter().map(drawn).sum::<f64>() / available_w, "power".to_owned());
    }
    Bound { length_h: best.0, by: best.1, head_h, tail_h }
}
