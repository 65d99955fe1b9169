//! The order of work: the schedule as a chart and as a list, and what energy and power it takes.

use std::collections::BTreeMap;

use super::honesty::{drawing_stamp, estimated_percent, is_estimate, marked_fact, marked_text};
use super::job::Job;
use super::tables::{Cell, Section, TablePage, columns, table_page};

use crate::bundle::view::{Fact, Image, Quantity};
use crate::bundle::wording::{amount, fact, hours, item_amount, word_fact};
use crate::bundle::{GanttWords, gantt_svg};
use crate::graph::RecipeIndex;
use crate::local::{BuildStep, Schedule};
use crate::quantity::{Dimension, display_si, format_amount_grouped};

/// Where the chart lies in the packet.
pub const CHART: &str = "order-of-work.svg";

/// The chart; none if there is no schedule.
pub fn chart(job: &Job<'_>) -> Option<String> {
    job.report().schedule.as_ref()?;
    let (place, stamp) = (job.facility_title(), drawing_stamp(job));
    let machine = |id: &str| machine_title(job, id);
    let step = |step: &BuildStep| job.operations_of(step.recipe).get(step.operation)?.title.clone();
    let words = GanttWords { place: &place, machine: &machine, step: &step, stamp: stamp.as_deref() };
    Some(gantt_svg(job.graph(), job.report(), words))
}

/// The page.
pub fn order_page(job: &Job<'_>) -> TablePage {
    let mut notes = Vec::new();
    let mut facts = Vec::new();
    let mut sections = Vec::new();
    match &job.report().schedule {
        Some(schedule) => {
            notes.push(
                "Each step begins when what it needs is there, and its machine and people are free. Times are working hours from the first step; set-up is in them where it is stated."
                    .to_owned(),
            );
            facts.extend(schedule_facts(job, schedule));
            sections.push(Section {
                title: "Chart".to_owned(),
                picture: Some(Image {
                    href: CHART.to_owned(),
                    alt: "Schedule: machines as rows, steps as bars".to_owned(),
                    caption: None,
                }),
                ..Section::default()
            });
            sections.push(waits(job, schedule));
            sections.push(steps(job, schedule));
            sections.push(machines(job, schedule));
        }
        None => notes.push(
            "There is no schedule: the job has too many steps for one. The travellers are in an order in which it can be done."
                .to_owned(),
        ),
    }
    sections.push(energy(job));
    table_page(job, "order.html", "Order of work", notes, facts, sections)
}

fn schedule_facts(job: &Job<'_>, schedule: &Schedule) -> Vec<Fact> {
    let is_guess = estimated_percent(job, |need| need.machine_h + need.labour_h) > 0.0;
    let mut facts = vec![
        marked_fact(fact("From first to last", amount(tenth(schedule.length_h), "h")), is_guess),
        fact("Weeks", amount(tenth(schedule.weeks()), ""))
            .with_note(format!("of {} h", format_amount_grouped(schedule.hours_per_week))),
        fact("Not shorter than", amount(tenth(schedule.lower_bound_h), "h"))
            .with_note(format!("by the {}", schedule.bound_by)),
        fact("Most power at once", amount(tenth(schedule.peak_power_w / 1e3), "kW")),
    ];
    facts.push(match job.request.shop.place.power_w {
        Some(power_w) => fact("The place has", amount(tenth(power_w / 1e3), "kW")),
        None => word_fact("The place has", "not stated"),
    });
    facts
}

/// `1 week`, `2.5 weeks`
fn weeks(value: f64) -> Quantity {
    let value = tenth(value);
    amount(value, if value == 1.0 { "week" } else { "weeks" })
}

fn tenth(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

fn waits(job: &Job<'_>, schedule: &Schedule) -> Section {
    let row = |(item, hours): &(crate::graph::ItemIndex, f64)| {
        vec![
            Cell::tick(),
            Cell::head(job.title(*item)).linked(job.href_of(*item)),
            Cell::amount(&weeks(hours / schedule.hours_per_week)),
            Cell::blank(),
        ]
    };
    let unknown = schedule.unknown_lead_times.len();
    Section {
        title: "Order these first".to_owned(),
        note: (unknown > 0).then(|| format!("Of {unknown} more imports nobody says how long they take: ask.")),
        columns: columns(&["Ordered", "What", "Takes:n", "Due:blank"]),
        rows: schedule.waits.iter().map(row).collect(),
        ..Section::default()
    }
}

fn steps(job: &Job<'_>, schedule: &Schedule) -> Section {
    Section {
        title: "Step by step".to_owned(),
        columns: columns(&["Done", "From h:n", "To h:n", "Part or job", "Machine", "Who"]),
        rows: schedule.steps.iter().map(|step| step_row(job, schedule, step)).collect(),
        ..Section::default()
    }
}

fn step_row(job: &Job<'_>, schedule: &Schedule, step: &BuildStep) -> Vec<Cell> {
    let has_several = schedule.steps.iter().any(|other| other.machine == step.machine && other.unit > 1);
    let machine = step.machine.as_ref().map_or_else(
        || "by hand".to_owned(),
        |id| {
            let name = machine_title(job, id.as_str());
            if has_several { format!("{name} (no. {})", step.unit) } else { name }
        },
    );
    let who: Vec<String> = step
        .people
        .iter()
        .map(|(skill, people)| if *people > 1 { format!("{people} × {skill}") } else { skill.to_string() })
        .collect();
    let time = |text: String| Cell { text, class: "n".to_owned(), ..Cell::default() };
    // When a step begins rests on all before it: the legend of the chart says so. How long it takes is its own.
    let is_guess = is_estimate(job.graph().recipe(step.recipe).operations[step.operation].basis);
    vec![
        Cell::tick(),
        time(format!("{:.1}", step.start_h)),
        time(marked_text(format!("{:.1}", step.end_h), is_guess)),
        Cell::head(job.title(step.item)).linked(job.href_of(step.item)).with_note(Some(operation_title(
            job,
            step.recipe,
            step.operation,
        ))),
        Cell::text(machine),
        Cell::text(who.join(", ")),
    ]
}

/// What an operation is called: by its author, by its capability, by that one's id.
pub fn operation_title(job: &Job<'_>, recipe: RecipeIndex, operation: usize) -> String {
    let Some(written) = job.operations_of(recipe).get(operation) else { return String::new() };
    let id = written.capability.value.as_str();
    written.title.clone().unwrap_or_else(|| capability_title(job, id))
}

/// What a capability is called.
pub fn capability_title(job: &Job<'_>, id: &str) -> String {
    let known = job.catalog().index.capability(id).and_then(|index| job.catalog().capabilities[index].title.clone());
    known.unwrap_or_else(|| id.to_owned())
}

fn machine_title(job: &Job<'_>, id: &str) -> String {
    let machines = &job.request.shop.place.machines;
    let at = machines.iter().position(|machine| machine.id.as_str() == id);
    at.map_or_else(|| id.to_owned(), |at| job.machine_name(at))
}

/// Hours, power and energy of each machine, the one that takes most energy first.
fn machines(job: &Job<'_>, schedule: &Schedule) -> Section {
    let mut loads: BTreeMap<&str, (f64, f64, f64)> = BTreeMap::new();
    for step in &schedule.steps {
        let Some(machine) = &step.machine else { continue };
        let load = loads.entry(machine.as_str()).or_default();
        load.0 += step.machine_h;
        load.1 = load.1.max(step.power_w);
        load.2 += step.machine_h * step.power_w / 1e3;
    }
    let mut loads: Vec<(&str, (f64, f64, f64))> = loads.into_iter().collect();
    loads.sort_by(|a, b| b.1.2.total_cmp(&a.1.2).then(a.0.cmp(b.0)));
    let row = |(id, (machine_h, power_w, kwh)): &(&str, (f64, f64, f64))| {
        let known = *power_w > 0.0;
        vec![
            Cell::head(machine_title(job, id)),
            Cell::amount(&hours(tenth(machine_h * 60.0) / 60.0)),
            if known { Cell::amount(&amount(tenth(power_w / 1e3), "kW")) } else { Cell::text("not stated") },
            if known { Cell::amount(&amount(tenth(*kwh), "kWh")) } else { Cell::blank() },
        ]
    };
    let mut rows: Vec<Vec<Cell>> = loads.iter().map(row).collect();
    if rows.len() > 1 {
        let (hours_sum, kwh_sum) = loads.iter().fold((0.0, 0.0), |sum, (_, load)| (sum.0 + load.0, sum.1 + load.2));
        rows.push(vec![
            Cell::head("Together"),
            Cell::amount(&hours(tenth(hours_sum * 60.0) / 60.0)),
            Cell::blank(),
            Cell::amount(&amount(tenth(kwh_sum), "kWh")),
        ]);
    }
    Section {
        title: "Machines: hours, power and energy".to_owned(),
        note: Some(
            "Energy is rated power times hours, which is more than a machine draws. Where no power is stated, none is counted."
                .to_owned(),
        ),
        columns: columns(&["Machine", "Hours:n", "Power:n", "At most:n"]),
        rows,
        ..Section::default()
    }
}

/// What the job takes of each kind of energy, by the recipes themselves.
fn energy(job: &Job<'_>) -> Section {
    let needs = job.whole.needs.iter().filter(|need| {
        let unit = &job.graph().item(need.item).unit;
        unit.dimension() == Dimension::ENERGY && need.quantity > 0.0
    });
    let rows = needs
        .map(|need| {
            let offered = job.request.shop.place.resources.get(&need.item).and_then(|supply| supply.written.clone());
            vec![
                Cell::head(job.title(need.item)),
                Cell::amount(&item_amount(job.graph(), need.item, need.quantity)),
                Cell::text(offered.unwrap_or_default()),
            ]
        })
        .collect();
    let power = job.request.shop.place.power_w.map(|power_w| display_si(power_w, Dimension::POWER));
    Section {
        title: "Energy of the whole job".to_owned(),
        note: power.map(|power| format!("By the figures of the recipes, down to raw materials that are made here. The place can draw {power} at once.")),
        columns: columns(&["Energy", "The job takes:n", "The place has"]),
        rows,
        ..Section::default()
    }
}
