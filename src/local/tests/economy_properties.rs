//! Random work: the shared rate beats every fixed assignment, a schedule keeps to what there is and to its bounds, money adds up.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::repository;
use crate::local::share::{Work, limits, shares};
use crate::local::{LocalReport, Shop, Uses, check_in};

/// (able pools as bits, hours in tenths).
fn work() -> impl Strategy<Value = Vec<(usize, u32)>> {
    proptest::collection::vec((1..16_usize, 1..200_u32), 1..6)
}

fn works(raw: &[(usize, u32)]) -> Vec<Work> {
    let work = |(able, tenths): &(usize, u32)| {
        let able: Vec<usize> = (0..4).filter(|pool| able & (1 << pool) != 0).collect();
        Work { burden: able.iter().map(|pool| 1.0 + *pool as f64).collect(), able, hours: f64::from(*tenths) / 10.0 }
    };
    raw.iter().map(work).collect()
}

/// The rate if each work goes to one pool.
fn fixed_rate(work: &[Work], assignment: &[usize], available: &[f64]) -> f64 {
    let mut hours = vec![0.0; available.len()];
    for (work, pool) in work.iter().zip(assignment) {
        hours[*pool] += work.hours;
    }
    let rates = (0..available.len()).filter(|pool| hours[*pool] > 0.0).map(|pool| available[pool] / hours[pool]);
    rates.fold(f64::INFINITY, f64::min)
}

/// (capability, minutes, labour minutes, people).
type Step = (usize, u32, u32, u32);

/// By thing: from, until, how many.
type Spans<K> = BTreeMap<K, Vec<(f64, f64, f64)>>;

/// A shop floor: parts with steps, some of materials that are made, and what there is of machines and people.
#[derive(Clone, Debug)]
struct Floor {
    /// By part: (quantity, steps, whether it takes the made material).
    parts: Vec<(u32, Vec<Step>, bool)>,
    /// By capability: (count, hours a week, kW).
    machines: [(u32, u32, u32); 3],
    /// A machine that is able to do what the first two do.
    spare: Option<u32>,
    people: Option<(u32, u32)>,
    power_kw: u32,
    lead_days: Option<u32>,
}

fn floor() -> impl Strategy<Value = Floor> {
    let step = (0..3_usize, 0..400_u32, 0..400_u32, 1..3_u32);
    let part = (1..6_u32, proptest::collection::vec(step, 0..4), any::<bool>());
    let machine = (1..4_u32, prop_oneof![Just(40_u32), Just(80)], 0..6_u32);
    (
        proptest::collection::vec(part, 1..6),
        [machine.clone(), machine.clone(), machine],
        proptest::option::of(1..3_u32),
        proptest::option::of((1..4_u32, prop_oneof![Just(20_u32), Just(40)])),
        6..14_u32,
        proptest::option::of(0..20_u32),
    )
        .prop_map(|(parts, machines, spare, people, power_kw, lead_days)| Floor {
            parts,
            machines,
            spare,
            people,
            power_kw,
            lead_days,
        })
}

fn documents(floor: &Floor) -> Vec<String> {
    let mut documents: Vec<String> = (0..3).map(|c| format!("kind: capability\nid: work/c{c}\n")).collect();
    documents.push("kind: capability\nid: work\n".to_owned());
    let lead = floor.lead_days.map(|days| format!("lead-time: {days} d\n")).unwrap_or_default();
    documents.push(format!("kind: material\nid: ore\nunit: kg\nprice: 2 USD/kg\n{lead}"));
    documents.push("kind: material\nid: metal\nunit: kg\n".to_owned());
    documents.push(
        "kind: process\nid: smelt\ninputs: [{item: ore, quantity: 2 kg}]\noutputs: [{item: metal, quantity: 1 kg}]\n\
         operations: [{capability: work/c0, time: 20 min, labour: {skill: hand, time: 10 min}}]\n"
            .to_owned(),
    );
    let mut bom = Vec::new();
    for (number, (quantity, steps, takes_metal)) in floor.parts.iter().enumerate() {
        let step = |(c, minutes, labour, people): &Step| {
            let labour = match labour {
                0 => String::new(),
                labour => format!(", labour: {{skill: hand, time: {labour} min, people: {people}}}"),
            };
            format!("{{capability: work/c{c}, time: {minutes} min{labour}}}")
        };
        let from = if *takes_metal { "{item: metal, quantity: 3 kg}" } else { "{item: ore, quantity: 1 kg}" };
        let steps: Vec<String> = steps.iter().map(step).collect();
        bom.push(format!(
            "{{part: p{number}, quantity: {quantity} ea, from: [{from}], operations: [{}]}}",
            steps.join(", ")
        ));
    }
    documents.push(format!(
        "kind: plan\nid: root\nbom: [{}]\noperations: [{{capability: work, time: 1 h}}]\n",
        bom.join(", ")
    ));
    let machine = |(c, (count, hours, kw)): (usize, &(u32, u32, u32))| {
        format!(
            "{{id: m{c}, count: {count}, hours: {hours} h/week, provides: [{{capability: work/c{c}}}], power: {kw} kW, price: 900 USD, lifetime: {} h}}",
            100 + c
        )
    };
    let mut machines: Vec<String> = floor.machines.iter().enumerate().map(machine).collect();
    machines.extend(floor.spare.map(|count| {
        format!(
            "{{id: spare, count: {count}, provides: [{{capability: work/c0}}, {{capability: work/c1}}], power: 1 kW}}"
        )
    }));
    let labour = floor.people.map(|(people, hours)| {
        format!("labour: [{{skill: hand, people: {people}, hours: {hours} h/week, wage: 9 USD/h}}, {{skill: other, people: 1}}]\n")
    });
    documents.push(format!(
        "kind: facility\nid: f\npower: {} kW\nimports: any\n{}equipment: [{}]\n",
        floor.power_kw,
        labour.unwrap_or_default(),
        machines.join(", ")
    ));
    documents
}

/// How many of a thing are taken at once, at the most: (from, until, how many).
fn most_at_once(spans: &[(f64, f64, f64)]) -> f64 {
    let at = |time: f64| -> f64 {
        spans.iter().filter(|(from, until, _)| *from <= time + 1e-7 && *until > time + 1e-7).map(|span| span.2).sum()
    };
    spans.iter().map(|span| at(span.0)).fold(0.0, f64::max)
}

fn report(floor: &Floor) -> (LocalReport, BTreeMap<String, f64>, BTreeMap<String, f64>) {
    let (catalog, graph) = repository(&documents(floor));
    let uses = Uses::of(&graph);
    let shop = Shop::new(&catalog, &graph, &uses, 0);
    let report = check_in(&shop, graph.item_index("root").unwrap(), 2.0).unwrap();
    let machines = shop.place.machines.iter().map(|machine| (machine.id.to_string(), machine.count)).collect();
    let people = shop.place.people.iter().map(|people| (people.skill.to_string(), people.count)).collect();
    (report, machines, people)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn shared_work_beats_every_fixed_assignment(raw in work(), available in proptest::collection::vec(1..400_u32, 4)) {
        let work = works(&raw);
        let available: Vec<f64> = available.into_iter().map(f64::from).collect();
        let found = limits(&work, &available, 4);
        let rate = found[0].rate;
        prop_assert!(found.windows(2).all(|pair| pair[0].rate <= pair[1].rate));
        let mut assignments: Vec<Vec<usize>> = vec![Vec::new()];
        for work in &work {
            let longer = |known: &Vec<usize>| work.able.iter().map(|pool| [known.as_slice(), &[*pool]].concat()).collect::<Vec<_>>();
            assignments = assignments.iter().flat_map(longer).collect();
        }
        for assignment in assignments {
            prop_assert!(rate >= fixed_rate(&work, &assignment, &available) * (1.0 - 1e-9), "{assignment:?} beats {rate}");
        }
        // What is shared is done in full, and fits.
        let mut used = vec![0.0; available.len()];
        for (work, hours) in work.iter().zip(shares(&work, &available, rate)) {
            prop_assert!((hours.iter().sum::<f64>() - work.hours).abs() < 1e-9 * work.hours);
            work.able.iter().zip(hours).for_each(|(pool, hours)| used[*pool] += hours * rate);
        }
        for (used, available) in used.iter().zip(&available) {
            prop_assert!(*used <= available * (1.0 + 1e-6), "{used} of {available}");
        }
        // The limit is a limit: nothing else could do its work.
        let full = &found[0].pools;
        let only: f64 = work.iter().filter(|work| work.able.iter().all(|pool| full.contains(pool))).map(|work| work.hours).sum();
        let hours: f64 = full.iter().map(|pool| available[*pool]).sum();
        prop_assert!((hours / only - rate).abs() < 1e-6 * rate, "{} of {only} h in {hours} h", rate);
    }

    #[test]
    fn a_schedule_keeps_to_what_there_is(floor in floor()) {
        let (report, machines, people) = report(&floor);
        let schedule = report.schedule.as_ref().unwrap();
        prop_assert!(schedule.length_h >= schedule.lower_bound_h * (1.0 - 1e-9), "{} < {}", schedule.length_h, schedule.lower_bound_h);
        let mut of_machine: Spans<String> = BTreeMap::new();
        let mut of_unit: Spans<(String, usize)> = BTreeMap::new();
        let mut of_people: Spans<String> = BTreeMap::new();
        let mut powers = Vec::new();
        let mut hours = 0.0;
        for step in &schedule.steps {
            prop_assert!(step.end_h >= step.start_h && step.end_h <= schedule.length_h + 1e-9);
            // The step's own span is the longer of both, so it is a bound for what both take in one shift.
            let shorter = |hours: f64| step.end_h.min(step.start_h + hours);
            if let Some(machine) = &step.machine {
                let span = (step.start_h, shorter(step.machine_h), 1.0);
                of_machine.entry(machine.to_string()).or_default().push(span);
                of_unit.entry((machine.to_string(), step.unit)).or_default().push(span);
                powers.push((span.0, span.1, step.power_w));
                hours += step.machine_h;
            }
            for (skill, count) in &step.people {
                of_people.entry(skill.to_string()).or_default().push((step.start_h, shorter(step.people_h), *count as f64));
            }
        }
        for (machine, spans) in &of_machine {
            prop_assert!(most_at_once(spans) <= machines[machine], "{machine} is taken {} times", most_at_once(spans));
        }
        for spans in of_unit.values() {
            prop_assert!(most_at_once(spans) <= 1.0);
        }
        for (skill, spans) in &of_people {
            prop_assert!(most_at_once(spans) <= people[skill], "{skill} {} at once", most_at_once(spans));
        }
        prop_assert!(most_at_once(&powers) <= f64::from(floor.power_kw) * 1e3 + 1e-6);
        prop_assert!((hours - report.resolution.totals.machine_h).abs() < 1e-6);
        // Steps of a recipe follow each other, and a recipe follows what it takes.
        for step in &schedule.steps {
            for earlier in &schedule.steps {
                let is_before = earlier.recipe == step.recipe && earlier.operation < step.operation;
                let is_input = report.resolution.edges_from(step.item).iter().any(|edge| edge.to == earlier.item);
                if is_before || is_input {
                    prop_assert!(earlier.end_h <= step.start_h + 1e-7, "{earlier:?} before {step:?}");
                }
            }
        }
    }

    #[test]
    fn money_adds_up(floor in floor()) {
        let report = report(&floor).0;
        let cost = &report.cost;
        let near = |a: f64, b: f64| (a - b).abs() <= 1e-9 * a.abs().max(1.0);
        prop_assert!(near(cost.kept() + cost.leaving(), cost.total));
        prop_assert!(near(cost.resources + cost.imports + cost.labour + cost.equipment, cost.total));
        for shares in [&report.economics.by_part, &report.economics.by_item] {
            prop_assert!(near(shares.iter().map(|share| share.amount).sum(), cost.total), "{shares:?} of {}", cost.total);
        }
        let limits = &report.capacity.limits;
        prop_assert!(limits.windows(2).all(|pair| pair[0].units_per_week <= pair[1].units_per_week));
        prop_assert_eq!(limits.first().map(|limit| limit.units_per_week), report.capacity.units_per_week);
    }
}
