//! Tools, protection and training: which machines and abilities the job uses, what to wear at each, and what each skill has to
//! know; then spares.

use std::collections::{BTreeMap, BTreeSet};

use super::guide_words::GuideWords;
use super::job::Job;
use super::order_page::capability_title;
use super::tables::{Cell, Section, TablePage, columns, table_page};
use super::traveller::in_hand;
use crate::bundle::view::Quantity;
use crate::bundle::wording::{amount, envelope, item_amount, widest};
use crate::graph::{Bound, ItemIndex};
use crate::purchase::{Aisle, Purchase, cut_list::material};

/// Hours to the tenth: nobody plans by the minute.
fn hours(value_h: f64) -> Quantity {
    if value_h < 0.95 {
        crate::bundle::wording::hours((value_h * 60.0).ceil() / 60.0)
    } else {
        amount((value_h * 10.0).round() / 10.0, "h")
    }
}

/// What the job asks of one capability.
#[derive(Default)]
struct Use<'a> {
    machines: BTreeSet<String>,
    bounds: Vec<&'a [Bound]>,
    hazards: BTreeSet<String>,
    permissions: BTreeSet<String>,
    machine_h: f64,
    /// Person-hours by skill.
    skills: BTreeMap<String, f64>,
}

/// The page.
pub fn people_page(job: &Job<'_>, purchases: &[Purchase], words: &GuideWords) -> TablePage {
    let uses = uses(job);
    let sections = vec![
        tools(job, &uses),
        protection(job, &uses),
        training(job, &uses),
        worn(job),
        bought(job, purchases),
        upkeep(words),
    ];
    let mut notes = vec![
        "Lay out what is listed here before the work begins. Nobody works at a machine that they were not shown."
            .to_owned(),
    ];
    if words.upkeep.is_empty() {
        notes.push(
            "The build instructions say nothing of upkeep: agree on what is looked at each day and each week."
                .to_owned(),
        );
    }
    table_page(job, "people.html", "Tools, protection, training, spares", notes, Vec::new(), sections)
}

fn uses<'a>(job: &Job<'a>) -> BTreeMap<String, Use<'a>> {
    let mut uses: BTreeMap<String, Use<'a>> = BTreeMap::new();
    for work in &job.work {
        let recipe = job.graph().recipe(work.recipe);
        let machines = job.request.shop.coverage.machines(work.recipe);
        let steps = job.operations_of(work.recipe).iter().zip(&recipe.operations).zip(machines);
        for ((operation, need), machine) in steps {
            let entry = uses.entry(operation.capability.value.to_string()).or_default();
            entry.machines.extend(machine.map(|machine| job.machine_name(machine)));
            entry.bounds.push(&need.bounds);
            entry.hazards.extend(operation.hazard.clone());
            entry.permissions.extend(operation.requires.iter().map(|permission| permission.value.to_string()));
            entry.machine_h += need.machine_h * work.runs;
            if let Some(labour) = &operation.labour {
                *entry.skills.entry(labour.skill.value.to_string()).or_default() += need.labour_h * work.runs;
            }
        }
        for note in job.safety_of(work.recipe) {
            for operation in job.operations_of(work.recipe) {
                if let Some(entry) = uses.get_mut(operation.capability.value.as_str()) {
                    entry.hazards.insert(note.hazard.clone());
                }
            }
        }
    }
    uses
}

fn tools(job: &Job<'_>, uses: &BTreeMap<String, Use<'_>>) -> Section {
    let row = |(id, one): (&String, &Use<'_>)| {
        let needed = widest(one.bounds.iter().copied());
        let machines: Vec<&str> = one.machines.iter().map(String::as_str).collect();
        vec![
            Cell::tick(),
            Cell::head(capability_title(job, id)).with_note(envelope(&needed)),
            Cell::text(if machines.is_empty() { "–".to_owned() } else { machines.join(", ") }),
            Cell::amount(&hours(one.machine_h)),
        ]
    };
    Section {
        title: "Machines and abilities".to_owned(),
        note: Some("What the job asks for at the most, and the machine here that does it.".to_owned()),
        columns: columns(&["Ready", "Ability", "Machine here", "Machine time:n"]),
        rows: uses.iter().map(row).collect(),
        ..Section::default()
    }
}

/// What is worn at a capability: its own, and what the general ones above it ask for.
fn protection_of(job: &Job<'_>, id: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let ends = id.match_indices('/').map(|(at, _)| at).chain([id.len()]);
    for end in ends {
        let index = job.catalog().index.capability(&id[..end]);
        for one in index.map_or(&[][..], |index| &job.catalog().capabilities[index].protection) {
            if !found.contains(one) {
                found.push(one.clone());
            }
        }
    }
    found
}

fn protection(job: &Job<'_>, uses: &BTreeMap<String, Use<'_>>) -> Section {
    let row = |(id, one): (&String, &Use<'_>)| {
        let wear = protection_of(job, id);
        let hazards: Vec<&str> = one.hazards.iter().map(String::as_str).collect();
        (!wear.is_empty() || !hazards.is_empty()).then(|| {
            vec![
                Cell::tick(),
                Cell::head(capability_title(job, id)),
                Cell::text(if wear.is_empty() { "not stated: ask".to_owned() } else { wear.join(", ") }),
                Cell::text(hazards.join(" ")),
            ]
        })
    };
    Section {
        title: "Protective equipment".to_owned(),
        note: Some("What the capabilities ask for. It is the least; the hazards on the cover and in the steps may ask for more.".to_owned()),
        columns: columns(&["Ready", "At", "Wear or have", "Because of"]),
        rows: uses.iter().filter_map(row).collect(),
        ..Section::default()
    }
}

/// For each skill, what is done with it, and lines on which each is signed off.
fn training(job: &Job<'_>, uses: &BTreeMap<String, Use<'_>>) -> Section {
    let mut skills: BTreeMap<&str, Vec<(&str, f64)>> = BTreeMap::new();
    for (id, one) in uses {
        for (skill, labour_h) in &one.skills {
            skills.entry(skill).or_default().push((id, *labour_h));
        }
    }
    let mut rows = Vec::new();
    for (skill, jobs) in skills {
        let people = job.request.shop.place.people.iter().find(|people| people.skill.as_str() == skill);
        let people = people.map(|people| format!("{} here", crate::quantity::format_amount_grouped(people.count)));
        for (index, (id, labour_h)) in jobs.iter().enumerate() {
            let permissions: Vec<&str> = uses[*id].permissions.iter().map(String::as_str).collect();
            let permission = (!permissions.is_empty()).then(|| format!("permission: {}", permissions.join(", ")));
            rows.push(vec![
                if index == 0 { Cell::head(skill).with_note(people.clone()) } else { Cell::blank() },
                Cell::text(capability_title(job, id)).with_note(permission),
                Cell::amount(&hours(*labour_h)),
                Cell::blank(),
                Cell::tick(),
                Cell::tick(),
                Cell::tick(),
            ]);
        }
    }
    Section {
        title: "Training, by skill".to_owned(),
        note: Some("One copy for each person: seen, done under eyes, done alone.".to_owned()),
        columns: columns(&["Skill", "Has to be able to", "In this job:n", "Name:blank", "Seen", "Tried", "Alone"]),
        rows,
        sign: vec!["Shown by".to_owned(), "Date".to_owned()],
        ..Section::default()
    }
}

/// What the work wears out.
fn worn(job: &Job<'_>) -> Section {
    let mut found: BTreeMap<ItemIndex, (f64, f64)> = BTreeMap::new();
    for work in &job.work {
        let recipe = job.graph().recipe(work.recipe);
        for line in &recipe.inputs {
            for (option, held) in line.options.iter().zip(&line.held).filter(|(_, held)| held.is_worn) {
                if job.whole.need(option.item).is_some() {
                    let entry = found.entry(option.item).or_default();
                    entry.0 = entry.0.max(held.quantity);
                    entry.1 += in_hand(job, work.recipe, work.runs, *option);
                }
            }
        }
    }
    let row = |(item, (in_use, whole)): (&ItemIndex, &(f64, f64))| {
        vec![
            Cell::tick(),
            Cell::head(job.title(*item)).linked(job.href_of(*item)),
            Cell::amount(&item_amount(job.graph(), *item, *in_use)),
            Cell::amount(&item_amount(job.graph(), *item, *whole)),
        ]
    };
    Section {
        title: "What the work wears out".to_owned(),
        note: Some("In use at once, and in hand for the whole job. One more of each saves a day.".to_owned()),
        columns: columns(&["There", "What", "In use:n", "For the job:n"]),
        rows: found.iter().map(row).collect(),
        ..Section::default()
    }
}

/// What keeps the machine running, as the build instructions say.
fn upkeep(words: &GuideWords) -> Section {
    Section {
        title: "Upkeep, to hang beside the machine".to_owned(),
        columns: columns(&["Do", "Done, by:blank"]),
        rows: words.upkeep.iter().map(|text| vec![Cell::head(text.clone()), Cell::write()]).collect(),
        ..Section::default()
    }
}

/// Bought parts in the machine: what stands still without them.
fn bought(job: &Job<'_>, purchases: &[Purchase]) -> Section {
    let machines = job.report().resolution.quantity.max(1.0);
    let order = job.order();
    let row = |purchase: &&Purchase| {
        let material = material(&order, purchase.item);
        let lasts =
            material.and_then(|material| material.lifetime.as_ref()).map(|lifetime| lifetime.value.as_written());
        let lead = material.and_then(|material| material.lead_time.as_ref()).map(|time| time.value.as_written());
        let price = purchase.price.map(|price| amount((price * 100.0).round() / 100.0, job.graph().currency.code()));
        vec![
            Cell::head(job.title(purchase.item)).linked(job.href_of(purchase.item)),
            Cell::amount(&amount(purchase.needed / machines, "")),
            Cell::text(lasts.unwrap_or("not stated")),
            Cell::text(lead.unwrap_or("not stated")),
            price.map_or_else(Cell::blank, |price| Cell::amount(&price)),
            Cell::blank(),
        ]
    };
    Section {
        title: "Spares: parts in the machine that are not made here".to_owned(),
        note: Some(
            "For each machine. Keep one of what takes long to get and stops the machine; what is made here can be made again from its traveller."
                .to_owned(),
        ),
        columns: columns(&["Part", "In one machine:n", "Lasts", "To get it", "Price:n", "Kept:blank"]),
        rows: purchases.iter().filter(|purchase| purchase.aisle == Aisle::Parts).collect::<Vec<_>>().iter().map(row).collect(),
        ..Section::default()
    }
}
